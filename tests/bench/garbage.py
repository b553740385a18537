"""A megabyte of garbage of each kind: what no channel publishes, and a reader must not choke on."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from claims.parsing.reading import MAX_BYTES

LETTERS = "абвгдежзийклмнопрстуфхцчшщьюяabcdefghijklmnopqrstuvwxyz        "

PIECES = {
    "numbers": " 12 ",
    "fractions": "1/2/",
    "brackets": "()[](",
    "opening brackets": "( ",
    "dashes": "-–—",
    "a weapon word": "БПЛА ",
    "weapons joined": "БПЛА, ",
    "a distributive": "по 2 БПЛА над ",
    "a verb": "сбиты ",
    "counts of places": "5 БПЛА над Курской областью, ",
    "hours": "с 20.00 до 7.00 ",
    "regions": "Курской, Брянской и ",
    "Markdown": "**5** _a_ ~",
    "soft hyphens": "с\u00adб\u00adи\u00adт",
    "apostrophes": "a'б'",
    "quotes": '"',
    "totals": "5 из ",
}


REPORT = "Ночью сбиты 5 БПЛА над Курской областью.\n"


def _filled(piece: str, joint: str = "", head: str = "", size: int = MAX_BYTES) -> str:
    """Pieces of so many bytes, after ``head``."""
    return head + (piece + joint) * ((size - len(head.encode())) // len((piece + joint).encode()))


def _random(alphabet: str, seed: int) -> str:
    """A megabyte of random characters."""
    text = "".join(random.Random(seed).choices(alphabet, k=MAX_BYTES))  # noqa: S311 - no secrets
    return text.encode()[:MAX_BYTES].decode(errors="ignore")


GARBAGE: dict[str, Callable[[], str]] = {
    **{f"{name}, one line": partial(_filled, piece) for name, piece in PIECES.items()},
    **{f"{name}, many lines": partial(_filled, piece, "\n") for name, piece in PIECES.items()},
    "random letters": partial(_random, LETTERS, 5),
    "digits with separators": partial(_random, "0123456789.,:- ", 6),
    "line breaks": partial(_filled, "\n"),
    "line breaks with spaces": partial(_filled, " \n"),
}
"""Each makes its megabyte when called."""

AFTER_A_REPORT: dict[str, Callable[[], str]] = {
    f"{name} after a report": partial(_filled, piece, head=REPORT, size=50_000) for name, piece in PIECES.items()
}
"""The same, 50 kB of it, after a report, so that nothing of it is rejected unread."""
