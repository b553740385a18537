"""Marks in a text: spans that may overlap, cut into pieces between which nothing changes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Literal

Kind = Literal["claim", "derived", "problem", "stop"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open span of the text. ``label`` is a claim's number, a problem's letter, or "!" for words that stopped
    the reading. ``lane`` tells overlapping marks apart: no two of them share one.
    """

    start: int
    end: int
    kind: Kind
    label: str
    lane: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the marks that open at its start, that lie over it (outermost first), and that close at
    its end.
    """

    text: str
    opens: tuple[Mark, ...]
    over: tuple[Mark, ...]
    closes: tuple[Mark, ...]


def in_lanes(marks: list[Mark]) -> list[Mark]:
    """The marks in reading order, the longer first, each in the lowest lane that no mark it overlaps has taken.

    Short marks get the low lanes: an underline near its words belongs to few of them.
    """
    placed: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.end - mark.start, mark.start)):
        taken = {other.lane for other in placed if overlap(mark, other)}
        lane = next(lane for lane in range(len(placed) + 1) if lane not in taken)
        placed.append(Mark(mark.start, mark.end, mark.kind, mark.label, lane))
    return sorted(placed, key=lambda mark: (mark.start, -mark.end, mark.lane))


def overlap(one: Mark, other: Mark) -> bool:
    """Whether two marks share a character."""
    return one.start < other.end and other.start < one.end


def cut(text: str, marks: list[Mark]) -> list[Piece]:
    """The text in pieces; together they are the whole text. ``marks`` as :func:`in_lanes` gives them."""
    edges = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end) if edge <= len(text))})
    pieces: list[Piece] = []
    for start, end in itertools.pairwise(edges):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        pieces.append(
            Piece(
                text[start:end],
                tuple(mark for mark in over if mark.start == start),
                tuple(over),
                tuple(mark for mark in reversed(over) if mark.end == end),
            )
        )
    return pieces
