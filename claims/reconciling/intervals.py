"""Counts as intervals, and what is certain of the union of reports whose windows overlap.

An interval is (low, high); high None is unbounded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Interval: TypeAlias = tuple[int, int | None]
Areas: TypeAlias = frozenset[str]


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of counts of different things: lows and highs add up, an open high stays open."""
    low, high = 0, 0
    bounded = True
    for one_low, one_high in intervals:
        low += one_low
        if one_high is None:
            bounded = False
        else:
            high += one_high
    return low, high if bounded else None


def meet(one: Interval, other: Interval) -> bool:
    """Whether some number lies in both."""
    return (other[1] is None or one[0] <= other[1]) and (one[1] is None or other[0] <= one[1])


def gap(one: Interval, other: Interval) -> int:
    """The distance between two intervals that do not meet; 0 where they do."""
    if meet(one, other):
        return 0
    below, above = sorted((one, other))
    return above[0] - (below[1] or 0)


def less(one: Interval, other: Interval) -> Interval:
    """The difference ``one - other``, which may be negative: lowest less highest to highest less lowest.

    An open high of ``other`` leaves no lowest difference; the caller bounds it first where it can.
    """
    low = one[0] - other[1] if other[1] is not None else 0
    return low, None if one[1] is None else one[1] - other[0]


def words(interval: Interval) -> str:
    """An interval as the tables write it: ``52``, ``41..`` or ``3..9``."""
    low, high = interval
    if high is None:
        return f"{low}.."
    return str(low) if low == high else f"{low}..{high}"


def heaviest(weighted: Iterable[tuple[int, int, int]]) -> int:
    """The largest sum of weights of windows that do not overlap, of (start, end, weight).

    Windows that do not overlap count different events, so what they count adds up: this is a lower bound of all. The
    classic weighted interval scheduling, in n log n (Kleinberg and Tardos, Algorithm Design, 2005, section 6.1).
    """
    ordered = sorted((end, start, weight) for start, end, weight in weighted)
    ends = [end for end, _, _ in ordered]
    best = [0]
    for position, (_, start, weight) in enumerate(ordered):
        before = bisect_right(ends, start, 0, position)
        best.append(max(best[-1], best[before] + weight))
    return best[-1]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one report says for certain: at least ``low`` in its window, of them ``pieces`` in named areas.

    ``exact`` tells that the pieces are all of their areas; what the pieces leave over then lies in other areas.
    """

    start: int
    end: int
    low: int
    pieces: Mapping[Areas, int]
    exact: bool


def least(reports: Sequence[Counted]) -> int:
    """The fewest different things that reports with overlapping windows can speak of together.

    Each pair may speak of the same things as far as windows and areas allow. Three bounds hold, and the largest is
    taken:

    - the heaviest set of reports whose windows do not overlap (:func:`heaviest`);
    - the same for each area on its own, added up, as things in different areas are different;
    - for two reports, area by area the larger piece, and of what the pieces leave over only what finds no place in an
      area that the other report names and this one does not. (Of a night of 31 over A and an evening of 43 over B
      this is 74; where neither names areas it is 43.)

    >>> least([Counted(0, 9, 31, {frozenset("A"): 31}, True), Counted(1, 3, 43, {frozenset("B"): 43}, True)])
    74
    >>> least([Counted(0, 9, 31, {}, True), Counted(1, 3, 43, {}, True)])
    43
    """
    if not reports:
        return 0
    if len(reports) == 1:
        return reports[0].low
    found = heaviest((one.start, one.end, one.low) for one in reports)
    areas = components(areas for one in reports for areas in one.pieces)
    if not areas:
        return found
    by_area = [_merged(one.pieces, areas) for one in reports]
    places = sorted({place for pieces in by_area for place in pieces})
    sums = 0
    for place in places:
        sums += heaviest(
            (one.start, one.end, pieces[place]) for one, pieces in zip(reports, by_area, strict=True) if place in pieces
        )
    if len(reports) == 2:
        sums += max(_left_over(reports[0], *by_area), _left_over(reports[1], by_area[1], by_area[0]))
    return max(found, sums)


def _left_over(report: Counted, own: Mapping[int, int], other: Mapping[int, int]) -> int:
    """What a report counts beyond its pieces and can't share with the pieces of the other."""
    rest = report.low - sum(own.values())
    if rest <= 0:
        return 0
    room = 0
    for place, count in other.items():
        if place not in own:
            room += count
        elif not report.exact:
            room += max(0, count - own[place])
    return max(0, rest - room)


def components(areas: Iterable[Areas]) -> dict[str, int]:
    """Region -> number of the set of areas that it belongs to; sets that share a region become one."""
    numbers: dict[str, int] = {}
    for position, some in enumerate(areas):
        met = sorted({numbers[area] for area in some if area in numbers})
        number = met[0] if met else position
        for area in some:
            numbers[area] = number
        if len(met) > 1:
            for area, old in numbers.items():
                if old in met:
                    numbers[area] = number
    return numbers


def _merged(pieces: Mapping[Areas, int], numbers: Mapping[str, int]) -> dict[int, int]:
    merged: dict[int, int] = {}
    for areas, count in pieces.items():
        number = numbers[next(iter(areas))]
        merged[number] = merged.get(number, 0) + count
    return merged


def fits(inner: Counted, outer: Counted, most: int | None) -> bool:
    """Whether all that ``inner`` counts can be among what ``outer`` counts (at most ``most``): no part exceeds its own.

    A piece in an area that the outer report does not name must find room in what its pieces leave over.
    """
    if most is not None and inner.low > most:
        return False
    if not inner.pieces or not outer.pieces:
        return True
    numbers = components([*inner.pieces, *outer.pieces])
    inside, outside = _merged(inner.pieces, numbers), _merged(outer.pieces, numbers)
    rest = None if most is None else max(0, most - sum(outside.values()))
    beyond = 0
    for place, count in inside.items():
        if place not in outside:
            beyond += count
        elif outer.exact and count > outside[place]:
            return False
    return rest is None or beyond <= rest
