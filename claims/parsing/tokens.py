"""Typed tokens: the cleaned text cut once, phrases of the lexicon found by longest match.

A token is one lexicon phrase, one number, one unknown word or one mark. Its ``kinds`` hold every reading that the
lexicon gives; which one holds is decided by the grammar.
"""

from __future__ import annotations

import codecs
import re
from encodings import cp1251
from typing import Final

from claims.lexicon import Kinds, Lexicon, Node

# A word, a mark, a number with its separators or line breaks, and the spaces before it; first the plain words, which
# most pieces are.
_PIECE: Final = re.compile(
    r"""[ _]*+(
      [a-z\u0400-\u04ff]++(?!'|[^\W\d_]) | [^\w\s] | [^\W\d_]+(?:'[^\W\d_]+)*'? | \d+(?:[.:,]\d+)* | \n+
    )""",
    re.VERBOSE,
)
_LOOKALIKE: Final = str.maketrans("aeopcxyikmtbhë", "аеорсхуікмтвне")
_LATIN: Final = re.compile(r"[a-z]+")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_EMPTY: Kinds = {}

# in this order: what is part of a sentence, may end it, ends it
WORD: Final = 1
NUMBER: Final = 2
MARK: Final = 3
LINE: Final = 4
END: Final = 5


class Token:
    """A typed token. ``start`` and ``end`` are half-open offsets into the cleaned text."""

    __slots__ = ("end", "kinds", "shape", "start", "text")

    def __init__(self, text: str, shape: int, kinds: Kinds, start: int, end: int) -> None:
        self.text = text
        self.shape = shape
        self.kinds = kinds
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"<{self.text} {self.kinds or self.shape}>"


def kind(token: Token, name: str) -> str | None:
    """The value of a token's reading of that kind, None when it has none."""
    reading = token.kinds.get(name)
    return reading[0] if reading else None


def kinds_of(tokens: list[Token]) -> set[str]:
    """Every kind that some token of a text has: most texts lack most kinds, and what looks for one need not begin."""
    return set().union(*[token.kinds for token in tokens if token.kinds])


def lower(text: str) -> str:
    """Lower case of the same length, so that offsets hold."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def fold(word: str) -> str:
    """A word with Latin letters that look like Cyrillic ones, written in Cyrillic."""
    return word.translate(_LOOKALIKE)


def tokenise(text: str, lexicon: Lexicon) -> list[Token]:
    """Cut a cleaned text into typed tokens, closed by one END token."""
    lowered = lower(text)
    root = lexicon.root
    raw = _PIECE.findall(lowered)
    if "'" in lowered:
        raw = [_unquoted(piece, root) if piece[-1] == "'" else piece for piece in raw]
    pieces = [_folded(piece) for piece in raw] if lexicon.lang != "en" and _mixes_scripts(lowered) else raw
    tokens: list[Token] = []
    append, known, find = tokens.append, root.get, lowered.find
    count = len(pieces)
    after = end = 0
    for index, piece in enumerate(pieces):
        if index < after:
            continue  # it is in the phrase before
        # only spaces and underscores stand between two pieces, so the next occurrence is the piece itself
        start = find(raw[index], end)
        end = start + len(piece)
        shape = WORD if piece.isalpha() else MARK if piece in _MARKS else _shape(piece)
        token = Token(piece, shape, _EMPTY, start, end)
        node = known(piece)
        if node is not None:
            best, table = node
            look = index + 1
            while table is not None and look < count:
                node = table.get(pieces[look])
                if node is None:
                    break
                look += 1
                readings, table = node
                if readings is not None:
                    best, after = readings, look
            if best is not None:
                token.kinds = best
                if after > index:
                    token.text = " ".join(pieces[index:after])
                    for part in raw[index + 1 : after]:
                        end = find(part, end) + len(part)
        token.end = end
        append(token)
    append(Token("", END, _EMPTY, len(lowered), len(lowered)))
    return tokens


_MARKS: Final = frozenset(',.-:;()"/!?+%')
"""The marks that most texts have; :func:`_shape` tells the others."""


def _shape(piece: str) -> int:
    first = piece[0]
    return NUMBER if first.isdecimal() else LINE if first == "\n" else WORD if first.isalpha() else MARK


def _unquoted(piece: str, root: dict[str, Node]) -> str:
    """A quote, or a word without the closing quote after it; the lexicon knows the form "invaders'"."""
    return piece[:-1] if len(piece) > 1 and piece not in root else piece


def _scripts() -> bytes:
    """Each byte of the code as L for a Latin letter, as C for one that is or may be Cyrillic, else as a space."""
    table = bytearray(b" " * 256)
    for byte in range(256):
        char = bytes([byte]).decode("cp1251", "replace")
        if char.isalpha() or char in "'?":  # letters that the code lacks are encoded as "?"
            table[byte] = ord("L" if "a" <= char <= "z" else "C")
    return bytes(table)


_SCRIPTS: Final = _scripts()


def _mixes_scripts(lowered: str) -> bool:
    """Whether a Latin letter may stand alone or beside a Cyrillic one, as in "c 5 мая" or "БпЛA" with Latin letters."""
    scripts = b" %b " % codecs.charmap_encode(lowered, "replace", cp1251.encoding_table)[0].translate(_SCRIPTS)
    return b"LC" in scripts or b"CL" in scripts or b" L " in scripts


def _folded(piece: str) -> str:
    """A word that mixes the scripts, or one Latin letter, in Cyrillic; any other piece as it is."""
    if piece.isascii():
        return fold(piece) if len(piece) == 1 and piece.isalpha() else piece
    return fold(piece) if _LATIN.search(piece) and _CYRILLIC.search(piece) else piece
