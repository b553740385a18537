"""Running tallies and recaps: compared with one another and with the figures of the days they cover."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from claims.reconciling.daily import Daily
from claims.reconciling.days import Days
from claims.reconciling.figures import Figure
from claims.reconciling.intervals import Interval, total
from claims.reconciling.ledger import Ledger, Severity
from claims.reconciling.posts import Bases
from claims.reconciling.windows import DayFigure, counted_figures
from claims.reconciling.wording import Wording
from claims.registry import Registry


class Tally(NamedTuple):
    """What a running tally is of."""

    claimant: str
    direction: str
    outcome: str
    unit: str
    scope: str
    weapons: tuple[str, ...]
    areas: tuple[str, ...]
    place: str


def compare_tallies(
    running: Sequence[Figure], daily: Daily, bases: Bases, registry: Registry, ledger: Ledger, wording: Wording
) -> None:
    """Running tallies: that they don't go back, advance by what their claimant says of each day, are coded as they
    read, and are not less, month by month, than what others of the side report of a narrower outcome.
    """
    series: dict[Tally, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for one in running:
        if one.low is not None and one.direction is not None:
            series[_tally(one)][bases(one)[1]].append(one)
    windows = _Windows(daily)
    for tally, by_basis in sorted(series.items()):
        chains = {basis: sorted(some, key=_moment) for basis, some in by_basis.items()}
        for chain in chains.values():
            _compare_steps(tally, chain, windows, ledger, wording)
        ranked = sorted(chains, key=lambda basis: bases(chains[basis][0]))
        for position, basis in enumerate(ranked):
            for other in ranked[position + 1 :]:
                _compare_bases(chains[basis], chains[other], ledger, wording)
        longest = max(ranked, key=lambda basis: (len(chains[basis]), basis))
        for month in monthly_advances(chains[longest], wording):
            _compare_month(tally, month, daily, registry, ledger, wording)


def _tally(one: Figure) -> Tally:
    areas = tuple(sorted(one.areas))
    return Tally(
        one.claimant, one.direction or "", one.outcome, one.unit, one.scope, one.weapons, areas, one.place or ""
    )


def _moment(one: Figure) -> tuple[int, str]:
    return one.end or one.published, one.claim_id


def _compare_steps(tally: Tally, chain: list[Figure], windows: _Windows, ledger: Ledger, wording: Wording) -> None:
    for before, after in pairwise(chain):
        advance: Interval = ((after.low or 0) - (before.high or before.low or 0), _advance_high(before, after))
        if advance[1] is not None and advance[1] < 0:
            ledger.disagree(
                "tally_steps_back",
                Severity.WARNING,
                -advance[1],
                [after],
                [before],
                f"the running tally of {wording.who(tally.claimant)} goes back, from {wording.figure(before)} to "
                f"{wording.figure(after)}",
                (before.low or 0, before.high),
                (after.low or 0, after.high),
            )
            continue
        ledger.agree("tally_steps_back")
        told = windows.between(tally, before, after)
        if not told:
            continue
        stated = total(figure.interval for figure in told)
        claims = [one for figure in told for one in counted_figures(figure)]
        ledger.compare(
            "tally_advance_differs",
            Severity.WARNING,
            (stated, claims),
            (advance, [before, after]),
            lambda before=before, after=after, advance=advance, stated=stated, claims=claims: (
                f"the running tally of {wording.who(tally.claimant)} goes from {before.low} to {after.low} "
                f"({wording.source(after)}), by {wording.count(advance)}, where its figures of the time are "
                f"{wording.figures(claims, stated)}"
            ),
        )


def _advance_high(before: Figure, after: Figure) -> int | None:
    return None if after.high is None else after.high - (before.low or 0)


class _Windows:
    """Day figures by what a tally could be of, to find those that end between two moments."""

    def __init__(self, daily: Daily) -> None:
        self._ends: dict[tuple[str, ...], list[tuple[int, DayFigure]]] = defaultdict(list)
        for (cell, _), figure in daily.items():
            end = max(item.end for item in figure.items)
            figures = counted_figures(figure)
            weapons = {one.weapons for one in figures}
            if len(weapons) == 1 and figures[0].group == cell.group:
                key = (cell.claimant, cell.direction, cell.outcome, cell.unit, cell.scope, *weapons.pop())
                self._ends[key].append((end, figure))
        for some in self._ends.values():
            some.sort(key=lambda entry: entry[0])

    def between(self, tally: Tally, before: Figure, after: Figure) -> list[DayFigure]:
        """The figures of the tally's claimant and thing whose windows end after the one tally, up to the other."""
        key = (tally.claimant, tally.direction, tally.outcome, tally.unit, tally.scope, *tally.weapons)
        some = self._ends.get(key, [])
        first = bisect_right(some, _moment(before)[0], key=lambda entry: entry[0])
        last = bisect_right(some, _moment(after)[0], key=lambda entry: entry[0])
        found = {id(figure): figure for _, figure in some[first:last]}
        return list(found.values())


def _compare_bases(chain: list[Figure], other: list[Figure], ledger: Ledger, wording: Wording) -> None:
    """The same day's tally on two bases."""
    by_day = {_published_day(one, wording): one for one in chain}
    kind = "digitisations_differ" if chain[0].coded else "digitisation_against_reading"
    for one in other:
        same = by_day.get(_published_day(one, wording))
        if same is None:
            continue
        ledger.compare(
            kind,
            Severity.WARNING,
            ((same.low or 0, same.high), [same]),
            ((one.low or 0, one.high), [one]),
            lambda one=one, same=same: f"of one day's running tally {wording.figure(same)} and {wording.figure(one)}",
        )


def _published_day(one: Figure, wording: Wording) -> date:
    return datetime.fromtimestamp(one.published, wording.zone(one.claimant, one.published)).date()


class Month(NamedTuple):
    """What a tally advances by in one month: from the report of its first day to that of the next month's."""

    first: date
    advance: int
    before: Figure
    after: Figure


def monthly_advances(chain: Iterable[Figure], wording: Wording) -> list[Month]:
    """The advance of a tally in each month whose first day, and the next month's, have a report.

    A report of the first day covers the time up to the end of the month before.
    """
    by_day = {_published_day(one, wording): one for one in chain}
    months = []
    for day, before in sorted(by_day.items()):
        if day.day != 1:
            continue
        following = (day + timedelta(days=32)).replace(day=1)
        after = by_day.get(following)
        if after is not None and before.low is not None and after.low is not None:
            months.append(Month(day, after.low - before.low, before, after))
    return months


def _compare_month(
    tally: Tally, month: Month, daily: Daily, registry: Registry, ledger: Ledger, wording: Wording
) -> None:
    narrower = registry.reconciling.contains.get(tally.outcome, ())
    if not narrower or len(tally.weapons) != 1:
        return
    side = registry.claimant_side(tally.claimant)
    for claimant, figures in _month_sums(daily, tally, narrower, month.first).items():
        if claimant == tally.claimant or registry.claimant_side(claimant) != side:
            continue
        sums = total(figure.interval for figure in figures)
        claims = [one for figure in figures for one in counted_figures(figure)]
        if sums[0] <= month.advance:
            ledger.agree("tally_below_reports")
            continue
        ledger.disagree(
            "tally_below_reports",
            Severity.WARNING,
            sums[0] - month.advance,
            [month.before, month.after],
            claims,
            f"in {month.first:%B %Y} the running tally of {wording.who(tally.claimant)} of "
            f"{wording.weapon(tally.weapons[0])} advances by {month.advance}, while {wording.who(claimant)} reports "
            f"{wording.count(sums)} {' or '.join(narrower)}",
            (sums[0], None),
            (month.advance, month.advance),
        )


def _month_sums(daily: Daily, tally: Tally, outcomes: Sequence[str], first: date) -> dict[str, list[DayFigure]]:
    """By claimant the figures of a month: each day the outcome of most ends that is told."""
    chosen: dict[tuple[str, date], tuple[int, DayFigure]] = {}
    for (cell, day), figure in daily.items():
        if (
            cell.direction == tally.direction
            and cell.unit == tally.unit
            and cell.scope == tally.scope
            and cell.group == tally.weapons[0]
            and cell.outcome in outcomes
            and (day.year, day.month) == (first.year, first.month)
        ):
            rank = outcomes.index(cell.outcome)
            before = chosen.get((cell.claimant, day))
            if before is None or rank > before[0]:
                chosen[cell.claimant, day] = (rank, figure)
    sums: dict[str, list[DayFigure]] = defaultdict(list)
    for (claimant, _), (_, figure) in sorted(chosen.items(), key=lambda entry: entry[0]):
        sums[claimant].append(figure)
    return sums


# ---------------------------------------------------------------------- recaps


def compare_recaps(
    recaps: Sequence[Figure], daily: Daily, days: Days, registry: Registry, ledger: Ledger, wording: Wording
) -> None:
    """Recaps of more than a day against the figures of the windows they cover.

    Compared where each reporting day that lies in the recap has a figure; otherwise only that the recap is not less
    than what is known. A window that lies partly in the recap may count or not.
    """
    by_line: dict[tuple[str, ...], dict[str, list[tuple[date, DayFigure]]]] = defaultdict(lambda: defaultdict(list))
    if not recaps:
        return
    for (cell, day), figure in daily.items():
        by_line[cell.direction, cell.scope, cell.group, cell.unit, cell.outcome][cell.claimant].append((day, figure))
    lines_of = {
        line: {claimant: _Line(entries) for claimant, entries in some.items()} for line, some in by_line.items()
    }
    for one in recaps:
        lines = lines_of.get((one.direction or "", one.scope, one.group, one.unit, one.outcome), {})
        side = registry.claimant_side(one.claimant)
        own = {
            claimant: some.meeting(one) for claimant, some in lines.items() if registry.claimant_side(claimant) == side
        }
        claimant = max(
            own, key=lambda name: (name == one.claimant and bool(own[name]), len(own[name]), name), default=None
        )
        if claimant is None or not own[claimant] or one.part_of or one.withheld:
            continue
        _compare_recap(one, claimant, own[claimant], days, ledger, wording)


class _Line:
    """The day figures of one claimant and thing, to find those that a window meets without looking at all."""

    def __init__(self, entries: list[tuple[date, DayFigure]]) -> None:
        self._entries = sorted(entries, key=_start)
        self._starts = [_start(entry) for entry in self._entries]
        self._longest = max(max(item.end for item in figure.items) - _start((day, figure)) for day, figure in entries)

    def meeting(self, one: Figure) -> list[tuple[date, DayFigure]]:
        first = bisect_left(self._starts, (one.start or 0) - self._longest)
        last = bisect_left(self._starts, one.end or 0)
        return [entry for entry in self._entries[first:last] if _meets(entry[1], one)]


def _start(entry: tuple[date, DayFigure]) -> int:
    return min(item.start for item in entry[1].items)


def _meets(figure: DayFigure, one: Figure) -> bool:
    return any(item.end > (one.start or 0) and item.start < (one.end or 0) for item in figure.items)


def _compare_recap(
    one: Figure,
    claimant: str,
    entries: list[tuple[date, DayFigure]],
    days: Days,
    ledger: Ledger,
    wording: Wording,
) -> None:
    start, end = one.start or 0, one.end or 0
    parts: list[Interval] = []
    for _, figure in entries:
        inside = all(item.start >= start and item.end <= end for item in figure.items)
        parts.append(figure.interval if inside else (0, figure.high))
    sums = total(parts)
    whole = _all_told(start, end, claimant, one.defender, days, {day for day, _ in entries})
    expected = sums if whole else (sums[0], None)
    figures = [claim for _, figure in entries for claim in counted_figures(figure)]
    ledger.compare(
        "recap_differs",
        Severity.WARNING,
        (expected, figures),
        ((one.low or 0, one.high), [one]),
        lambda: (
            f"the recap {wording.figure(one)} of {wording.window(one.claimant, start, end)}, where the reports of "
            f"{wording.who(claimant)} in that time come to {wording.count(expected)}"
        ),
    )


def _all_told(start: int, end: int, claimant: str, defender: str | None, days: Days, told: set[date]) -> bool:
    """Whether each reporting day that lies wholly within a window, and at least one, is among those told."""
    day, last = days.day(claimant, defender, start + 1), days.day(claimant, defender, end)
    if days.start(claimant, defender, day) < start:
        day += timedelta(days=1)
    if days.start(claimant, defender, last + timedelta(days=1)) > end:
        last -= timedelta(days=1)
    number = (last - day).days + 1
    return 0 < number <= len(told) and all(day + timedelta(days=more) in told for more in range(number))
