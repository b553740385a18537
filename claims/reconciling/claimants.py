"""Figures of one reporting day by different claimants and scopes, compared: never summed with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from claims.model import Scope
from claims.reconciling.daily import Daily
from claims.reconciling.items import Cell
from claims.reconciling.ledger import Ledger, Severity
from claims.reconciling.windows import DayFigure, counted_figures
from claims.reconciling.wording import Wording
from claims.registry import Registry

Entry = tuple[Cell, DayFigure]


def compare_claimants(daily: Daily, registry: Registry, ledger: Ledger, wording: Wording) -> None:
    """Compare, for each day, direction, weapon group and unit, what the claimants of a side say."""
    pairs = _Pairs(registry, ledger, wording)
    days: dict[tuple[date, str, str, str], list[Entry]] = defaultdict(list)
    for (cell, day), figure in daily.items():
        days[day, cell.direction, cell.group, cell.unit].append((cell, figure))
    for (day, *_), entries in days.items():
        if len(entries) > 1:
            pairs.compare(day, entries)


class _Pairs:
    """The comparisons of one day, direction, weapon group and unit."""

    def __init__(self, registry: Registry, ledger: Ledger, wording: Wording) -> None:
        self._registry, self._ledger, self._wording = registry, ledger, wording
        self._sides: dict[str, str | None] = {}

    def compare(self, day: date, entries: Sequence[Entry]) -> None:
        """Compare each pair once, the figure of the whole area first."""
        by_outcome: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_outcome[entry[0].outcome].append(entry)
        for _, same in sorted(by_outcome.items()):
            wholes = [entry for entry in same if entry[0].scope == Scope.ALL]
            others = [entry for entry in same if entry[0].scope != Scope.ALL]
            for position, whole in enumerate(wholes):
                for other in wholes[position + 1 :]:
                    if self._side(whole) == self._side(other):
                        self._compare_wholes(day, whole, other)
                for other in others:
                    if self._side(whole) == self._side(other):
                        self._compare_with_whole(day, whole, other)
            self._compare_withheld(day, same)
        for outcome, narrower in self._registry.reconciling.contains.items():
            for wide in by_outcome.get(outcome, ()):
                for narrow in (entry for name in narrower for entry in by_outcome.get(name, ())):
                    self._compare_wider(day, wide, narrow)

    def _side(self, entry: Entry) -> str | None:
        claimant = entry[0].claimant
        if claimant not in self._sides:
            self._sides[claimant] = self._registry.claimant_side(claimant)
        return self._sides[claimant]

    def _compare_wholes(self, day: date, one: Entry, other: Entry) -> None:
        """Two claimants of the whole area, say an air force and a general staff."""
        if _withheld(one) or _withheld(other):
            return
        self._ledger.compare(
            "claimants_differ",
            Severity.WARNING,
            (one[1].interval, counted_figures(one[1])),
            (other[1].interval, counted_figures(other[1])),
            lambda: f"for {day} {self._said(one)}, and {self._said(other)}",
            day,
        )

    def _compare_with_whole(self, day: date, whole: Entry, other: Entry) -> None:
        """A figure of a part, a front or an area not told against that of the whole: not more than it, where it counts
        in it at all.
        """
        if _withheld(whole) or _withheld(other):
            return
        cell, figure = other
        limit: int | None = whole[1].high
        kind, severity = "part_exceeds_whole", Severity.WARNING
        where = ""
        if cell.scope == Scope.FRONT:
            kind, severity = "front_exceeds_reports", Severity.INFO
            where = ", though the combat zone may not be part of those reports"
        elif cell.scope == Scope.PART:
            areas = self._areas(other)
            named = limit_of(areas, whole[1]) if areas else None
            if named is not None:
                kind, limit = "region_exceeds_report", named
                where = f" ({', '.join(sorted(areas)[:3])})"
            if _weapons(figure) != _weapons(whole[1]):
                severity = Severity.INFO  # the wider report may not count these types at all
        if limit is None:
            return
        if figure.low <= limit:
            self._ledger.agree(kind)
            return
        self._ledger.disagree(
            kind,
            severity,
            figure.low - limit,
            counted_figures(figure),
            counted_figures(whole[1]),
            f"for {day} {self._said(other)}{where}; {self._said(whole)}, which leaves at most {limit} for it",
            (0, limit),
            figure.interval,
            day,
        )

    def _areas(self, entry: Entry) -> frozenset[str]:
        """The regions that a claimant of a part speaks of: its claims', else its own."""
        cell, figure = entry
        areas = frozenset(area for one in counted_figures(figure) for area in one.areas)
        if areas:
            return areas
        claimant = self._registry.claimant(cell.claimant)
        region = claimant.area if claimant and claimant.area else cell.claimant.partition(":")[2]
        known = self._registry.regions.get(region)
        if known is None:
            return frozenset()
        return frozenset(known.members) or frozenset({region})

    def _compare_withheld(self, day: date, entries: Sequence[Entry]) -> None:
        refusing = [entry for entry in entries if _withheld(entry)]
        for one in refusing:
            for other in entries:
                if other is one or _withheld(other) or not other[1].high:
                    continue
                self._ledger.disagree(
                    "withheld_but_given",
                    Severity.INFO,
                    other[1].low,
                    counted_figures(one[1]),
                    counted_figures(other[1]),
                    f"for {day} {self._wording.who(one[0].claimant)} withholds what {self._said(other)}",
                    other[1].interval,
                    one[1].interval,
                    day,
                )

    def _compare_wider(self, day: date, wide: Entry, narrow: Entry) -> None:
        """An outcome that contains another must not be less: "eliminated" counts what was shot down, and more."""
        if (
            self._side(wide) != self._side(narrow)
            or wide[0].scope != narrow[0].scope
            or wide[0].claimant == narrow[0].claimant
            or wide[1].high is None
        ):
            return
        if narrow[1].low <= wide[1].high:
            self._ledger.agree("wider_below_narrower")
            return
        self._ledger.disagree(
            "wider_below_narrower",
            Severity.INFO,
            narrow[1].low - wide[1].high,
            counted_figures(wide[1]),
            counted_figures(narrow[1]),
            f"for {day} {self._said(wide)}, and {self._said(narrow)}, though the first should contain the second "
            "(their days may begin at different hours)",
            (narrow[1].low, None),
            wide[1].interval,
            day,
        )

    def _said(self, entry: Entry) -> str:
        cell, figure = entry
        said = self._wording.figures(counted_figures(figure), figure.interval)
        return f"{self._wording.who(cell.claimant)} has {said}"


def _withheld(entry: Entry) -> bool:
    return any(item.withheld for item in entry[1].items)


def _weapons(figure: DayFigure) -> set[str]:
    return {weapon for one in counted_figures(figure) for weapon in one.weapons}


def limit_of(areas: frozenset[str], whole: DayFigure) -> int | None:
    """The most that a day's figure of the whole area leaves for some regions; None where it tells nothing of them.

    An item that names them has its pieces; one whose pieces are complete and elsewhere has none; any other leaves the
    rest beside its pieces.
    """
    limit = 0
    for item in whole.items:
        inside = sum(count for piece, count in item.pieces.items() if not piece.isdisjoint(areas))
        if item.high is None:
            return None
        rest = item.high - sum(item.pieces.values())
        limit += inside + (rest if rest > 0 and not (inside and item.exact) else 0)
    return limit
