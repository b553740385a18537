"""Make foreign text safe to show: no character of it steers a terminal or reorders a line."""

from __future__ import annotations

import unicodedata

_BREAKS = frozenset("\n\x85\u2028\u2029")
_REORDER = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNKNOWN = "\ufffd"


def printable(text: str) -> str:
    """The text with control characters as their symbols (ESC is "␛"), marks that reorder a line and lone surrogates as
    "�", and invisible characters left out. Line breaks stay, whichever character made them.
    """
    text = text.replace("\r\n", "\n")
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def one_line(text: str) -> str:
    """:func:`printable`, with each run of spaces and line breaks as one space."""
    return " ".join(printable(text).split())


def _shown(char: str) -> str:
    if char in _BREAKS:
        return "\n"
    if char == "\t":
        return " "
    if char in _REORDER:
        return _UNKNOWN
    category = unicodedata.category(char)
    if category == "Cc":
        return chr(0x2400 + ord(char)) if ord(char) < 0x20 else "\u2421" if char == "\x7f" else _UNKNOWN
    if category == "Cf":
        return ""
    return _UNKNOWN if category == "Cs" else char
