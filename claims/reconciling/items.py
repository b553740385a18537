"""From figures to items: what each report says for one cell (all of a row of ``daily`` but the day)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from claims.model import PartAxis, Tally
from claims.reconciling.figures import Figure
from claims.reconciling.forest import Forest, areas_apart, contains, lineage, summed_parts, weapons_apart
from claims.reconciling.intervals import Areas, Counted, Interval, total
from claims.reconciling.ledger import Fate, Ledger
from claims.registry import Registry

MOST_PAIRS = 200  # figures of one report and window that are tried as one sum


class Cell(NamedTuple):
    """What a row of ``daily`` is of, apart from the day."""

    direction: str
    claimant: str
    scope: str
    group: str
    unit: str
    outcome: str


@dataclass(slots=True, eq=False)
class Item:
    """What one report says of one cell and window; ``figures`` are the claims that say it.

    ``pieces`` are lows by areas, ``exact`` whether those are all of their areas; ``increment`` adds to earlier posts;
    ``withheld`` an undisclosed figure without a stated total; ``slack`` seconds that the edges may be off.
    """

    figures: list[Figure]
    report: tuple[object, ...]
    low: int
    high: int | None
    start: int
    end: int
    slack: tuple[int, int]
    pieces: Mapping[Areas, int]
    exact: bool
    published: int
    increment: bool = False
    withheld: bool = False
    bounded: bool = False
    parts: int = 1
    within: list[Item] = field(default_factory=list)  # what nests in it

    @property
    def counted(self) -> Counted:
        """What is certain of it."""
        return Counted(self.start, self.end, self.low, self.pieces, self.exact)

    @property
    def interval(self) -> Interval:
        """Low and high."""
        return self.low, self.high

    @property
    def key(self) -> tuple[object, ...]:
        """What orders items the same way whatever the order of input."""
        return self.start, self.end, self.published, self.figures[0].claim_id

    @property
    def stated(self) -> bool:
        """Whether both edges are stated."""
        return self.slack == (0, 0)


class Items:
    """The items of all cells, made from the figures that count."""

    def __init__(
        self,
        figures: Sequence[Figure],
        forest: Forest,
        adopted: Mapping[str, Figure],
        registry: Registry,
        ledger: Ledger,
    ) -> None:
        self._adopted = adopted
        self._forest, self._registry, self._ledger = forest, registry, ledger
        self._whole = registry.reconciling.whole
        self._groups = frozenset(registry.reconciling.groups)
        self._chains: dict[str, tuple[str, ...]] = {}
        self._counting = {one.claim_id for one in figures}
        self._reports: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for one in figures:
            self._reports[one.report].append(one)
        self.cells = self._cells(figures)

    def chain(self, group: str) -> tuple[str, ...]:
        """A weapon group and those above it, the whole last."""
        if group not in self._chains:
            above = [path for path in lineage(group) if path in self._groups]
            self._chains[group] = (*above, self._whole)
        return self._chains[group]

    def _cells(self, figures: Sequence[Figure]) -> dict[Cell, list[Item]]:
        wholes = {_line(one) for one in figures if one.group == self._whole}
        roots: dict[Cell, dict[tuple[object, ...], list[Figure]]] = defaultdict(lambda: defaultdict(list))
        for one in figures:
            lead = self._lead(one)
            covered = frozenset(self.chain(lead.group)) if lead is not None else frozenset()
            standing = False
            for group in self.chain(one.group):
                if group in covered or (group == self._whole and _line(one) not in wholes):
                    continue
                standing = True
                cell = Cell(one.direction or "", one.claimant, one.scope, group, one.unit, one.outcome)
                roots[cell][(*one.report, one.start, one.end, one.tally)].append(one)
            if not standing:
                self._ledger.settle(one, Fate.PART, lead)
        return {
            cell: sorted(
                (item for key, some in by_report.items() for item in self._items(key, some)), key=lambda i: i.key
            )
            for cell, by_report in roots.items()
        }

    def _lead(self, one: Figure) -> Figure | None:
        """The nearest counting total of the same cell, but for the weapon group, that contains the figure."""
        for above in self._forest.ancestors(one):
            if (
                above.claim_id in self._counting
                and above.outcome == one.outcome
                and above.unit == one.unit
                and above.scope == one.scope
                and above.claimant == one.claimant
                and above.tally == one.tally
                and not (above.withheld and not one.withheld)
            ):
                return above
        return self._adopted.get(one.claim_id)

    def _items(self, key: tuple[object, ...], roots: list[Figure]) -> Iterable[Item]:
        """One item where the figures are of different things, else one for each (their overlap is then open)."""
        if len(roots) > 1:
            roots = self._without_covered(roots)
        parts = [self._item(key, root) for root in roots]
        if len(parts) == 1 or len(parts) > MOST_PAIRS or not self._apart(roots):
            return parts
        return [self._joined(parts)]

    def _without_covered(self, roots: list[Figure]) -> list[Figure]:
        """Without withheld figures of weapons that a stated total of the same report contains."""
        given = [one for one in roots if not one.withheld]
        kept = []
        for one in roots:
            by = next((wide for wide in given if one.withheld and contains(wide, one, self._whole)), None)
            if by is None:
                kept.append(one)
            else:
                self._ledger.settle(one, Fate.PART, by)
        return kept

    def _apart(self, roots: Sequence[Figure]) -> bool:
        """Whether figures of one report and window are of different weapons or areas, or add to one another."""
        if roots[0].tally == Tally.INCREMENT or weapons_apart(roots, self._whole) or areas_apart(roots):
            return True
        by_weapon: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
        for one in roots:
            by_weapon[one.weapons].append(one)
        return weapons_apart([some[0] for some in by_weapon.values()], self._whole) and all(
            len(some) == 1 or areas_apart(some) for some in by_weapon.values()
        )

    def _item(self, key: tuple[object, ...], root: Figure) -> Item:
        low, high, bounded = self._tightened(root)
        pieces, exact = self._pieces(root, low)
        return Item(
            figures=[root],
            report=key[:-3],
            low=max(low, sum(pieces.values())),
            high=high,
            start=root.start or 0,
            end=root.end or 0,
            slack=(root.slack_start, root.slack_end),
            pieces=pieces,
            exact=exact,
            published=root.published,
            increment=root.tally == Tally.INCREMENT,
            withheld=root.withheld,
            bounded=bounded,
        )

    def _joined(self, parts: list[Item]) -> Item:
        first = parts[0]
        low, high = total(part.interval for part in parts)
        pieces: dict[Areas, int] = {}
        for part in parts:
            for areas, count in part.pieces.items():
                pieces[areas] = pieces.get(areas, 0) + count
        first.figures = sorted((one for part in parts for one in part.figures), key=lambda one: one.key)
        first.low, first.high = low, high
        first.slack = (max(part.slack[0] for part in parts), max(part.slack[1] for part in parts))
        first.pieces, first.exact = pieces, all(part.exact for part in parts)
        first.withheld = any(part.withheld for part in parts)
        first.bounded = any(part.bounded for part in parts)
        first.parts = len(parts)
        return first

    def _tightened(self, root: Figure) -> tuple[int, int | None, bool]:
        """Low and high of a figure, from its parts where it is vague itself, from its total where it is withheld."""
        if root.withheld:
            return 0, self._cap(root), True
        low, high = root.low or 0, root.high
        if low == high:
            return low, high, False
        by_axis: dict[str, list[Figure]] = defaultdict(list)
        for part in self._forest.parts(root):
            if part.outcome == root.outcome and part.unit == root.unit and part.part_axis and not part.withheld:
                by_axis[part.part_axis].append(part)
        bounded = False
        for axis, some in sorted(by_axis.items()):
            sums = summed_parts(axis, some, self._registry) or (max(part.low or 0 for part in some), None)
            if sums[0] > low and (high is None or sums[0] <= high):
                low, bounded = sums[0], True
            complete = all(part.part_complete for part in some)
            if complete and sums[1] is not None and low <= sums[1] and (high is None or sums[1] < high):
                high, bounded = sums[1], True
        return low, high, bounded

    def _cap(self, root: Figure) -> int | None:
        """The most that a withheld figure can be: a stated total of its report less what else it contains."""
        caps = []
        same = [
            one
            for one in self._reports[root.report]
            if one.outcome == root.outcome and one.unit == root.unit and not one.withheld and one.tally == root.tally
        ]
        for wide in same:
            if wide.high is None or not contains(wide, root, self._whole) or wide.weapons == root.weapons:
                continue
            inside = [
                one
                for one in same
                if one is not wide
                and contains(wide, one, self._whole)
                and weapons_apart([one, root], self._whole)
                and (one.start, one.end) == (wide.start, wide.end)
                and self._lead(one) in (None, wide)
            ]
            known = (
                sum(one.low or 0 for one in inside)
                if weapons_apart(inside, self._whole)
                else max((one.low or 0 for one in inside), default=0)
            )
            caps.append(max(0, wide.high - known))
        return min(caps, default=None)

    def _pieces(self, root: Figure, low: int) -> tuple[dict[Areas, int], bool]:
        """Lows by areas: of the parts by region, else of the figure's own regions where they are all it covers."""
        parts = [
            part
            for part in self._forest.parts(root)
            if part.part_axis == PartAxis.REGION and part.outcome == root.outcome and part.areas and part.low
        ]
        if parts:
            pieces: dict[Areas, int] = {}
            for part in parts:
                pieces[part.areas] = pieces.get(part.areas, 0) + (part.low or 0)
            apart = areas_apart(parts)
            if apart and sum(pieces.values()) <= (root.high if root.high is not None else sum(pieces.values())):
                return pieces, all(part.low == part.high for part in parts)
            return {}, False  # parts that overlap or exceed their total say nothing certain
        if root.areas and not root.unnamed and low:
            return {root.areas: low}, True
        return {}, False


def _line(one: Figure) -> tuple[object, ...]:
    return one.direction, one.claimant, one.scope, one.unit, one.outcome
