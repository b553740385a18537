"""Typed tokens: the cleaned text cut once, phrases of the lexicon found by longest match.

A token is one lexicon phrase, one number, one unknown word or one mark. Its ``kinds`` hold every reading that the
lexicon gives; which one holds is decided by the grammar.
"""

from __future__ import annotations

import re
from typing import Final

from claims.lexicon import Kinds, Lexicon

_PIECE: Final = re.compile(r"\d+(?:[.:,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*'?|\n+|[^\w\s]")
_LOOKALIKE: Final = str.maketrans("aeopcxyikmtbhë", "аеорсхуікмтвне")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LATIN: Final = re.compile(r"[a-z]")
_EMPTY: Kinds = {}

WORD: Final = 1
NUMBER: Final = 2
MARK: Final = 3
LINE: Final = 4
END: Final = 5


class Token:
    """A typed token. ``start`` and ``end`` are half-open offsets into the cleaned text."""

    __slots__ = ("end", "first", "kinds", "shape", "start", "text")

    def __init__(self, text: str, shape: int, kinds: Kinds, start: int, end: int, first: str) -> None:
        self.text = text
        self.shape = shape
        self.kinds = kinds
        self.start = start
        self.end = end
        self.first = first

    def __repr__(self) -> str:
        return f"<{self.text} {self.kinds or self.shape}>"


def kind(token: Token, name: str) -> str | None:
    """The value of a token's reading of that kind, None when it has none."""
    reading = token.kinds.get(name)
    return reading[0] if reading else None


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
    cyrillic = lexicon.lang != "en"
    root = lexicon.root
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _PIECE.finditer(lowered):
        piece = match.group()
        start, end = match.span()
        first = piece[0]
        if first.isalpha():
            if piece[-1] == "'" and piece not in root:
                # a closing quote after a word; the lexicon knows the form "invaders'"
                piece = piece[:-1]
                end -= 1
            if cyrillic and _LATIN.search(piece) and (len(piece) == 1 or _CYRILLIC.search(piece)):
                piece = fold(piece)
        pieces.append(piece)
        starts.append(start)
        ends.append(end)
    tokens: list[Token] = []
    append = tokens.append
    count = len(pieces)
    index = 0
    while index < count:
        piece = pieces[index]
        node = root.get(piece)
        if node is not None:
            best, best_end = node[0], index + 1
            table = node[1]
            look = index + 1
            while table is not None and look < count:
                next_node = table.get(pieces[look])
                if next_node is None:
                    break
                look += 1
                if next_node[0] is not None:
                    best, best_end = next_node[0], look
                table = next_node[1]
            if best is not None:
                shape = WORD if piece[0].isalpha() else NUMBER if piece[0].isdecimal() else MARK
                append(
                    Token(
                        piece if best_end == index + 1 else " ".join(pieces[index:best_end]),
                        shape,
                        best,
                        starts[index],
                        ends[best_end - 1],
                        piece,
                    )
                )
                index = best_end
                continue
        first = piece[0]
        if first == "\n":
            shape = LINE
        elif first.isdecimal():
            shape = NUMBER
        elif first.isalpha():
            shape = WORD
        else:
            shape = MARK
        append(Token(piece, shape, _EMPTY, starts[index], ends[index], piece))
        index += 1
    append(Token("", END, _EMPTY, len(text), len(text), ""))
    return tokens
