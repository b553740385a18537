"""Cells that hold a Python dict or list as text, with ``NaN`` inside: ``{'south': 35, 'east': NaN}``.

Nothing is evaluated: a small reader accepts one flat dict or list of quoted names and numbers, and nothing else.
"""

from __future__ import annotations

import re

_PAIR = re.compile(r"\s*'(?P<key>[^']*)'\s*:\s*(?:'(?P<text>[^']*)'|(?P<number>-?\d+(?:\.\d+)?|NaN))\s*")
_ITEM = re.compile(r"\s*'(?P<key>[^']*)'\s*")


def read_mapping(cell: str) -> dict[str, float | str | None]:
    """The dict of a cell; ``NaN`` is None, an empty cell the empty dict.

    Raises ValueError when the cell is anything but a flat dict of quoted names with numbers or quoted texts.
    """
    body = _body(cell, "{", "}")
    found: dict[str, float | str | None] = {}
    for match in _matches(_PAIR, body, cell):
        text, number = match["text"], match["number"]
        found[match["key"].strip()] = text if text is not None else None if number == "NaN" else float(number)
    return found


def read_list(cell: str) -> list[str]:
    """The names of a cell such as ``['Sumy oblast', 'Kyiv']``; an empty cell is the empty list. Raises ValueError."""
    return [match["key"].strip() for match in _matches(_ITEM, _body(cell, "[", "]"), cell)]


def _body(cell: str, opening: str, closing: str) -> str:
    text = cell.strip()
    if not text:
        return ""
    if not (text.startswith(opening) and text.endswith(closing)):
        raise ValueError(f"not a {opening}...{closing} cell: {cell[:60]!r}")
    return text[1:-1].strip()


def _matches(pattern: re.Pattern[str], body: str, cell: str) -> list[re.Match[str]]:
    matches: list[re.Match[str]] = []
    position = 0
    while position < len(body):
        match = pattern.match(body, position)
        if match is None:
            raise ValueError(f"unreadable at {body[position : position + 30]!r} in {cell[:60]!r}")
        matches.append(match)
        position = match.end()
        if position < len(body):
            if body[position] != ",":
                raise ValueError(f"comma expected at {body[position : position + 30]!r} in {cell[:60]!r}")
            position += 1
    return matches
