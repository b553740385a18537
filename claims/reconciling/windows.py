"""Windows that overlap: what nests, what adds up, and what is only bounded. One cell at a time, as a sorted sweep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from claims.reconciling.days import Days
from claims.reconciling.figures import Figure
from claims.reconciling.forest import lineage
from claims.reconciling.intervals import Interval, fits, least, total
from claims.reconciling.items import Cell, Item
from claims.reconciling.ledger import Fate, Ledger, Severity
from claims.reconciling.wording import Wording
from claims.registry import Registry


@dataclass(slots=True)
class DayFigure:
    """The figure of one cell and reporting day: its interval, its items, and the joint figures that widen it."""

    day: date
    low: int
    high: int | None
    items: list[Item]
    bounded: bool = False
    before: int = 0  # seconds of the items' windows before the day's boundary
    length: int = 0  # seconds of the items' windows
    joint: list[Figure] = field(default_factory=list)

    @property
    def interval(self) -> Interval:
        """Low and high."""
        return self.low, self.high


MOST_TOLD = 3
"""How many overlapping reports a sentence tells of."""

NEIGHBOURS = 512
"""Among how many reports before and after, by start, a wider window is looked for."""


class Windows:
    """Resolves the windows of cells."""

    def __init__(self, registry: Registry, days: Days, ledger: Ledger, wording: Wording) -> None:
        self._rules, self._days, self._ledger, self._wording = registry.reconciling, days, ledger, wording

    def resolve(self, cell: Cell, items: Sequence[Item]) -> dict[date, DayFigure]:
        """The figures of a cell by reporting day.

        ``items`` are sorted by start. Those that overlap in time are looked at together: what nests is set aside, of
        the rest the figure is bounded (:func:`~claims.reconciling.intervals.least` to the sum). A figure belongs to
        the day in which its window ends; of things that windows of two days may share, the earlier day has them for
        certain and the later one perhaps.
        """
        found: dict[date, DayFigure] = {}
        for cluster in _overlapping(_with_increments(items, self._rules.wave_gap)):
            for some in _by_weapon(cluster, self._rules.whole):
                self._resolve_cluster(cell, some, found)
        return found

    def _resolve_cluster(self, cell: Cell, items: list[Item], found: dict[date, DayFigure]) -> None:
        standing = self._without_nested(items) if len(items) > 1 else items
        clusters = list(_overlapping(standing)) if len(standing) > 1 else [standing]
        for cluster in clusters:
            if len(cluster) == 1:
                item = cluster[0]
                self._add(cell, self._day(cell, item), item.interval, cluster, found, bounded=item.bounded)
            else:
                self._bound(cell, cluster, found)

    def _bound(self, cell: Cell, cluster: list[Item], found: dict[date, DayFigure]) -> None:
        """Bounds for items that overlap and don't nest, day by day.

        What the items of a day may share with windows of earlier days is the earlier days': low is what is certain of
        both together less the most that the earlier ones can be, and what overlaps none of them.
        """
        days: dict[date, list[Item]] = {}
        for item in cluster:
            days.setdefault(self._day(cell, item), []).append(item)
        earlier: list[Item] = []
        for day in sorted(days):
            today = days[day]
            begin = min(item.start for item in today)
            earlier = [item for item in earlier if item.end > begin]
            low, high = certain(today), total(item.interval for item in today)[1]
            if earlier:
                most = total(item.interval for item in earlier)[1]
                together = certain([*earlier, *today])
                rest = max(0, together - most) if most is not None else 0
                low = min(low, max(self._apart(today, earlier), rest))
            self._told(cell, day, today, earlier, (low, high))
            bounded = low < sum(item.low for item in today) or any(item.bounded for item in today)
            self._add(cell, day, (low, high), today, found, bounded=bounded)
            earlier += today

    def _apart(self, today: list[Item], earlier: list[Item]) -> int:
        """What is certain of items that overlap none of an earlier day."""
        ends = max(item.end for item in earlier)
        return certain([item for item in today if item.start >= ends])

    def _add(
        self,
        cell: Cell,
        day: date,
        interval: Interval,
        items: list[Item],
        found: dict[date, DayFigure],
        *,
        bounded: bool,
    ) -> None:
        figure = found.get(day)
        if figure is None:
            figure = found[day] = DayFigure(day, 0, 0, [])
        figure.low, figure.high = total([figure.interval, interval])
        figure.items += items
        figure.bounded |= bounded
        boundary = self._days.start(cell.claimant, _defender(cell), day)
        for item in items:
            figure.length += item.end - item.start
            figure.before += max(0, min(item.end, boundary) - item.start)

    def _day(self, cell: Cell, item: Item) -> date:
        return self._days.day(cell.claimant, _defender(cell), item.end)

    def _told(self, cell: Cell, day: date, today: list[Item], earlier: list[Item], bounds: Interval) -> None:
        """Write down an overlap that leaves a day's figure open."""
        summed = total(item.interval for item in today)
        if len(today) + len(earlier) == 1:
            return
        if bounds[0] == summed[0]:
            self._ledger.agree("overlap_unresolved")
            return
        shown = [*earlier, *today][:MOST_TOLD]
        listed = "; ".join(
            f"{self._wording.window(cell.claimant, item.start, item.end)}: "
            f"{self._wording.figures(item.figures, item.interval)}"
            for item in shown
        )
        others = len(earlier) + len(today) - len(shown)
        more = f" and {others} more" if others else ""
        self._ledger.disagree(
            "overlap_unresolved",
            Severity.WARNING,
            summed[0] - bounds[0],
            [one for item in today for one in item.figures],
            [one for item in earlier for one in item.figures],
            f"windows of {self._wording.who(cell.claimant)} overlap and none lies in another for certain, so what ends "
            f"on {day} is {self._wording.count(bounds)}: {listed}{more}",
            summed,
            bounds,
            day,
        )

    # ------------------------------------------------------------------ nesting

    def _without_nested(self, items: list[Item]) -> list[Item]:
        """The items that nest in none of the others.

        Tried from the shortest window; the outer is the shortest that holds it, so that what nests twice is in the
        inner one. What nests in one outer window must fit in it together.
        """
        latest_first = sorted(items, key=lambda item: (item.published, item.figures[0].claim_id), reverse=True)
        order = sorted(latest_first, key=lambda item: (item.end - item.start, item.low))
        by_start = sorted(items, key=lambda item: item.key)
        place = {id(item): number for number, item in enumerate(by_start)}
        gone: set[int] = set()
        for inner in order:
            at = place[id(inner)]
            for outer in self._wider(inner, by_start[max(0, at - NEIGHBOURS) : at + NEIGHBOURS], gone):
                if not self._nests(inner, outer, outer.within):
                    continue
                outer.within.append(inner)
                gone.add(id(inner))
                outer.low = max(outer.low, inner.low)
                self._settle_nested(inner, outer)
                break
        return [item for item in items if id(item) not in gone]

    def _wider(self, inner: Item, near: list[Item], gone: set[int]) -> Iterator[Item]:
        """Items whose windows hold the inner one's, the shortest and smallest first: reports of one window form a
        chain, and none gathers all the others. At most so many as the registry says.
        """
        holding = [
            item
            for item in near
            if item.start <= inner.start
            and inner.end <= item.end
            and item is not inner
            and id(item) not in gone
            and (item.high is None or item.high >= inner.low)
        ]
        holding.sort(key=lambda item: (item.end - item.start, item.low, item.key))
        yield from holding[: self._rules.candidates]

    def _nests(self, inner: Item, outer: Item, within: list[Item]) -> bool:
        same_window = (inner.start, inner.end) == (outer.start, outer.end)
        repeated = same_window and inner.interval == outer.interval and _pieces_agree(inner, outer)
        if inner.report == outer.report and not repeated:
            return False  # one post gives both: were the one in the other, it would say so
        if inner.increment != outer.increment and outer.increment:
            return False
        if not repeated and not (
            inner.start - inner.slack[0] >= outer.start + outer.slack[0]
            and inner.end + inner.slack[1] <= outer.end - outer.slack[1]
        ):
            return False
        if not _weapons_inside(inner, outer, self._rules.whole):
            return False
        if not fits(inner.counted, outer.counted, outer.high):
            return False
        if inner.withheld or outer.withheld:
            return inner.withheld and outer.withheld and same_window
        if not within:
            return True
        least_inside = least([item.counted for item in [*within, inner]])
        return outer.high is None or least_inside <= outer.high

    def _settle_nested(self, inner: Item, outer: Item) -> None:
        for one in inner.figures:
            self._ledger.settle(one, Fate.NESTED, outer.figures[0])
        same = (inner.start, inner.end) == (outer.start, outer.end)
        if not same:
            return
        if inner.interval == outer.interval:
            self._ledger.agree("window_told_twice")
            return
        one, other = inner.figures[0], outer.figures[0]
        self._ledger.disagree(
            "window_told_twice",
            Severity.WARNING,
            outer.low - inner.low,
            inner.figures,
            outer.figures,
            f"{self._wording.who(one.claimant)} has two figures for one window: "
            f"{self._wording.figures(inner.figures, inner.interval)} and "
            f"{self._wording.figures(outer.figures, outer.interval)}; the larger counts ({other.claim_id})",
            outer.interval,
            inner.interval,
        )


def certain(items: Sequence[Item]) -> int:
    """The fewest things that items can speak of together, what nests in them included."""
    standing = least([item.counted for item in items])
    if not any(item.within for item in items):
        return standing
    return max(standing, least([one.counted for item in items for one in (item, *item.within)]))


def _overlapping(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Runs of items connected by overlap in time; ``items`` are sorted by start. Windows that only touch are apart."""
    cluster: list[Item] = []
    end = 0
    for item in items:
        if cluster and item.start >= end:
            yield cluster
            cluster = []
        end = max(end, item.end) if cluster else item.end
        cluster.append(item)
    if cluster:
        yield cluster


def _by_weapon(items: list[Item], whole: str) -> Iterator[list[Item]]:
    """The items parted where their weapons are different: two ballistic missiles and one cruise missile add up."""
    if len(items) == 1 or len({weapon for item in items for one in item.figures for weapon in one.weapons}) == 1:
        yield items
        return
    families: list[tuple[set[str], set[str], list[Item]]] = []
    for item in items:
        exact = {weapon for one in item.figures for weapon in one.weapons}
        above = {path for weapon in exact for path in lineage(weapon)}
        met = [
            family
            for family in families
            if whole in exact
            or whole in family[0]
            or not exact.isdisjoint(family[1])
            or not above.isdisjoint(family[0])
        ]
        kept = [family for family in families if not any(family is one for one in met)]
        joined = (exact, above, [item])
        for family in met:
            joined = (joined[0] | family[0], joined[1] | family[1], [*family[2], *joined[2]])
        families = [*kept, joined]
    for _, _, some in families:
        yield sorted(some, key=lambda item: item.key)


def _weapons_inside(inner: Item, outer: Item, whole: str) -> bool:
    wide = {weapon for one in outer.figures for weapon in one.weapons}
    if whole in wide:
        return True
    return all(any(path in wide for path in lineage(weapon)) for one in inner.figures for weapon in one.weapons)


def _pieces_agree(inner: Item, outer: Item) -> bool:
    return not inner.pieces or not outer.pieces or dict(inner.pieces) == dict(outer.pieces)


def _with_increments(items: Sequence[Item], gap: int) -> list[Item]:
    """The items with each run of increments joined to the posts of the wave that it adds to.

    "Another two" adds to what its claimant said before in the wave: to increments before it, and to figures published
    earlier whose windows ended at most ``gap`` seconds before. A post published after the increments that gives a total
    of the time is not added to: whether they nest in it is seen later.
    """
    if not any(item.increment for item in items):
        return list(items)
    runs: list[Item] = []
    others = [item for item in items if not item.increment]
    for item in sorted((one for one in items if one.increment), key=lambda one: (one.published, one.key)):
        run = runs[-1] if runs else None
        if run is not None and item.start - run.end <= gap and run.start - item.end <= gap:
            runs[-1] = _sum([run, item])
        else:
            runs.append(item)
    first = {id(run): min(one.published for one in run.figures) for run in runs}
    for run in runs:
        bases = [
            item
            for item in others
            if item.published < first[id(run)]
            and item.start < run.end
            and run.start - item.end <= gap
            and item.end - item.start <= 2 * gap
        ]
        if bases:
            base = max(bases, key=lambda item: item.key)
            others = [item for item in others if item is not base]
            others.append(_sum([base, run]))
        else:
            others.append(run)
    return sorted(others, key=lambda item: item.key)


def _sum(items: list[Item]) -> Item:
    """Items that add up, as one over the whole time."""
    low, high = total(item.interval for item in items)
    pieces: dict[frozenset[str], int] = {}
    for item in items:
        for areas, count in item.pieces.items():
            pieces[areas] = pieces.get(areas, 0) + count
    return Item(
        figures=[one for item in items for one in item.figures],
        report=items[0].report,
        low=low,
        high=high,
        start=min(item.start for item in items),
        end=max(item.end for item in items),
        slack=(max(item.slack[0] for item in items), max(item.slack[1] for item in items)),
        pieces=pieces,
        exact=all(item.exact for item in items),
        published=max(item.published for item in items),
        increment=True,
        withheld=any(item.withheld for item in items),
        parts=sum(item.parts for item in items),
    )


def _defender(cell: Cell) -> str:
    return cell.direction.partition(">")[2]


def counted_figures(figure: DayFigure) -> list[Figure]:
    """The claims behind a day's figure, each once, in a fixed order."""
    found = {one.claim_id: one for item in figure.items for one in item.figures}
    return sorted(found.values(), key=lambda one: one.key)
