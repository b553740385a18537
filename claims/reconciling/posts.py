"""Posts: the reports of one claimant, and which of them, on several bases, are one post.

A report is what one statement (or one record of a coded series) says of one direction. Reports are matched by address,
else by the largest overlap of windows (at least half of the longer one), else by an overlap of windows and the same
figures (one table may have another hour, or only a date).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claims.model import TextStatus
from claims.reconciling.figures import Figure
from claims.reconciling.forest import Forest
from claims.reconciling.intervals import Interval, total
from claims.registry import Registry

ORIGINAL, RESTATED, RELAYED, STATEMENT = "original", "restated", "relayed", "statement"
CODED_RANK = 2
RELAY_RANK = 10_000


@dataclass(slots=True, eq=False)
class Report:
    """The figures of one post or record by one claimant in one direction and scope."""

    rank: int
    source: str
    address: str | None
    voice: tuple[str, str, str]
    start: int
    end: int
    figures: list[Figure]
    post: Post | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What orders reports the same way whatever the order of input."""
        return self.start, self.end, self.rank, self.source, self.address or "", self.figures[0].claim_id


@dataclass(slots=True, eq=False)
class Post:
    """Reports of the same post."""

    reports: list[Report] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Start of the preferred report's window."""
        return self.reports[0].start

    @property
    def end(self) -> int:
        """End of the preferred report's window."""
        return self.reports[0].end


class Bases:
    """What a figure rests on, and its rank: lower is preferred."""

    def __init__(self, registry: Registry, status: Mapping[str, str], relays: frozenset[str]) -> None:
        self._order = {series: number for number, series in enumerate(registry.reconciling.digitisations)}
        self._status, self._relays = status, relays

    def __call__(self, one: Figure) -> tuple[int, str]:
        """The rank of a figure's basis, and its name."""
        if one.coded:
            series = one.source or "coded"
            return CODED_RANK + self._order.get(series, len(self._order)), series
        if one.claim_id in self._relays:
            return RELAY_RANK, RELAYED
        status = self._status.get(one.statement_id or "")
        if status is None:
            return 0, STATEMENT
        return (0, ORIGINAL) if status == TextStatus.ORIGINAL else (1, RESTATED)


_Record = tuple[int, str, str | None, tuple[int | None, int | None] | None, tuple[str, str, str]]


def reports_of(figures: Iterable[Figure], bases: Bases) -> list[Report]:
    """The reports in a fixed order. Records of a series with one address are one report where their windows meet."""
    gathered: dict[_Record, list[Figure]] = defaultdict(list)
    for one in figures:
        rank, source = bases(one)
        address = one.url if one.coded else one.statement_id or one.url
        window = None if address else (one.start, one.end)
        voice = (one.claimant, one.direction or "", one.scope)
        gathered[rank, source, address, window, voice].append(one)
    reports = []
    for (rank, source, address, _, voice), some in gathered.items():
        for start, end, together in _by_window(some) if rank >= CODED_RANK else [_hull(some)]:
            reports.append(Report(rank, source, address, voice, start, end, together))
    return sorted(reports, key=lambda report: report.key)


def _hull(figures: list[Figure]) -> tuple[int, int, list[Figure]]:
    return min(one.start or 0 for one in figures), max(one.end or 0 for one in figures), figures


def _by_window(figures: list[Figure]) -> list[tuple[int, int, list[Figure]]]:
    """Figures of one address by windows that meet: an address given for two nights is two reports."""
    hulls: list[tuple[int, int, list[Figure]]] = []
    for one in sorted(figures, key=lambda one: (one.start or 0, one.end or 0, one.claim_id)):
        if hulls and (one.start or 0) <= hulls[-1][1]:
            start, end, together = hulls[-1]
            hulls[-1] = (start, max(end, one.end or 0), [*together, one])
        else:
            hulls.append((one.start or 0, one.end or 0, [one]))
    return hulls


def matched(reports: Sequence[Report], share: float, forest: Forest) -> list[Post]:
    """The posts of one claimant, direction and scope, each with its reports in order of rank."""
    posts: list[Post] = []
    by_address: dict[str, list[Post]] = defaultdict(list)
    by_rank: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        by_rank[report.rank].append(report)
    for rank in sorted(by_rank):
        timeline = _Timeline(posts)
        taken: set[int] = set()
        pending = []
        for report in by_rank[rank]:
            post = None
            if rank >= CODED_RANK and report.address:
                post = _best(report, by_address.get(report.address, ()), taken, 0.0)
            if post is None:
                pending.append(report)
            else:
                _join(post, report, taken)
        for report in pending:
            post = None
            if rank >= CODED_RANK:
                near = timeline.near(report)
                post = _best(report, near, taken, share) or _same_figures(report, near, taken, forest)
            if post is None:
                post = Post()
                posts.append(post)
            _join(post, report, taken)
        for report in by_rank[rank]:
            if report.address and report.post is not None and report.post not in by_address[report.address]:
                by_address[report.address].append(report.post)
    return posts


def _join(post: Post, report: Report, taken: set[int]) -> None:
    report.post = post
    post.reports.append(report)
    taken.add(id(post))


def _best(report: Report, posts: Iterable[Post], taken: set[int], share: float) -> Post | None:
    """The post with the largest share of the longer window, at least ``share``; 0: any overlap, or the only one."""
    found = [(_share(report, post), -position, post) for position, post in enumerate(posts) if id(post) not in taken]
    if not found:
        return None
    best = max(found, key=lambda entry: entry[:2])
    if share == 0.0:
        return best[2] if best[0] > 0 or len(found) == 1 else None
    return best[2] if best[0] >= share else None


def _same_figures(report: Report, posts: Iterable[Post], taken: set[int], forest: Forest) -> Post | None:
    """The post whose window overlaps and whose totals are the same wherever both have one, and not all zero."""
    totals = {cell: interval_of(some) for cell, some in totals_of(report, forest).items()}
    found = []
    for position, post in enumerate(posts):
        overlap = _share(report, post)
        if overlap <= 0 or id(post) in taken:
            continue
        others = {cell: interval_of(some) for cell, some in totals_of(post.reports[0], forest).items()}
        common = totals.keys() & others.keys()
        if any(totals[cell][0] for cell in common) and all(totals[cell] == others[cell] for cell in common):
            found.append((overlap, -position, post))
    return max(found, key=lambda entry: entry[:2])[2] if found else None


def _share(report: Report, post: Post) -> float:
    overlap = min(report.end, post.end) - max(report.start, post.start)
    longer = max(report.end - report.start, post.end - post.start)
    return max(0, overlap) / longer if longer > 0 else 0.0


class _Timeline:
    """Posts by the start of their windows, to look at those near a report only."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self._posts = sorted(posts, key=lambda post: post.reports[0].key)
        self._starts = [post.start for post in self._posts]
        self._longest = max((post.end - post.start for post in self._posts), default=0)

    def near(self, report: Report) -> list[Post]:
        first = bisect_left(self._starts, report.start - self._longest)
        last = bisect_left(self._starts, report.end)
        return self._posts[first:last]


def totals_of(report: Report, forest: Forest) -> dict[tuple[str, str, str], list[Figure]]:
    """The figures of a report that no other of the same outcome contains, by (first-level group, outcome, unit)."""
    found: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    members = {one.claim_id for one in report.figures}
    for one in report.figures:
        if any(
            above.outcome == one.outcome and above.unit == one.unit and above.claim_id in members
            for above in forest.ancestors(one)
        ):
            continue
        found[one.group.partition(".")[0], one.outcome, one.unit].append(one)
    return found


def interval_of(figures: Sequence[Figure]) -> Interval:
    """The sum of figures of different things."""
    return total((one.low or 0, one.high) for one in figures)
