"""What the readers of one text's sentences share while they go through it."""

from __future__ import annotations

from claims.parsing.drafts import Carry, Draft
from claims.parsing.tokens import Token


class Progress:
    """The state of a composer: the tokens of the text, what was told before, and where in the text it is.

    ``told`` are the kinds of all tokens, ``words`` the texts of the tokens of an English text.
    """

    tokens: list[Token]
    english: bool
    told: set[str]
    words: frozenset[str] | set[str]
    carry: Carry
    number: int
    region: tuple[str, ...] | None
    fired: list[Draft]
