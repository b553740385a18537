"""Clean a text for reading, with a map from each cleaned character back to the original.

Removed: soft hyphens, zero-width characters, stress marks, Markdown emphasis, emoji variation selectors. Made uniform:
spaces, dashes, quotes, apostrophes, and composed letters (NFC). Lower case is applied later, token by token.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DASHES = "‐‑‒–—―−⁃➖"
_QUOTES = '«»“”„‟"″❝❞‹›'
_APOSTROPHES = "’‘ʼʹ`´′ˈ＇"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c\r"
_DROPPED = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\ufe0e\ufe0f\u0301\u0300"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069*_~\x00"
)

_REPLACED: dict[str, str] = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_DROPPED, ""),
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "[": "(",
    "]": ")",
    "ё": "е",
    "Ё": "Е",
}
_TABLE = {ord(key): value for key, value in _REPLACED.items() if len(value) == 1}
_SHRINKS = re.compile("[" + re.escape(_DROPPED) + "\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text; ``offsets[i]`` is the original index of cleaned character i (None: the same)."""

    text: str
    offsets: tuple[int, ...] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original text behind a half-open, non-empty span of the cleaned one."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def clean(text: str) -> Cleaned:
    """Return the cleaned text. Linear in the length; texts without noise keep their offsets."""
    if not _SHRINKS.search(text):
        return Cleaned(text.translate(_TABLE), None)
    pieces: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        new = _REPLACED.get(char, char)
        if not new:
            if char in "*_~" and text[index - 1 : index].isdecimal() and text[index + 1 : index + 2].isdecimal():
                # "10~15": never join two numbers
                pieces.append("-")
                offsets.append(index)
            continue
        if "\u0300" <= char <= "\u036f":
            if pieces:
                composed = unicodedata.normalize("NFC", pieces[-1] + char)
                if len(composed) == 1:
                    pieces[-1] = _REPLACED.get(composed, composed)
            continue
        pieces.append(new)
        offsets.append(index)
    return Cleaned("".join(pieces), tuple(offsets))
