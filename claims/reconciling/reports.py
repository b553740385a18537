"""Reports: what one post (or one record of a coded series) says of one direction, and which reports are one post.

Each post counts once. The same post may stand in the table as we read it and as several third parties coded it; the
records are matched by address, else by the largest overlap of windows (at least half of the longer one), else by an
overlap of windows and the same figures (one table may have another hour, or only a date). Of each
cell (weapon group, outcome, unit) the first in rank is kept: original, restated, then coded series in the registry's
order. A cell that only a later record has is used from there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claims.model import TextStatus
from claims.reconciling.figures import Figure
from claims.reconciling.forest import Forest, contains
from claims.reconciling.intervals import Interval, total
from claims.reconciling.ledger import Fate, Ledger, Severity
from claims.reconciling.repeats import undivided
from claims.reconciling.wording import Wording
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


def set_duplicates_aside(
    figures: Sequence[Figure],
    forest: Forest,
    bases: Bases,
    registry: Registry,
    ledger: Ledger,
    wording: Wording,
) -> tuple[list[Figure], dict[str, Figure]]:
    """Set aside what third parties coded of posts that a preferred basis has.

    Returns what remains, and by claim id the totals that another basis has of the same post: with 406 targets from the
    post and 368 drones from a coded record of it, the drones are a part of the targets.
    """
    coded = [one for one in figures if one.coded]
    adopted: dict[str, Figure] = {}
    if not coded:
        return list(figures), adopted
    reports = _reports([one for one in figures if bases(one)[0] < RELAY_RANK], bases)
    by_voice: dict[tuple[str, str, str], list[Report]] = defaultdict(list)
    for report in reports:
        by_voice[report.voice].append(report)
    for _, same in sorted(by_voice.items()):
        posts = _match(same, registry.reconciling.same_report_share, forest)
        for post in posts:
            _settle(post, forest, registry, ledger, wording)
            if len(post.reports) > 1:
                adopted |= _adopted(post, forest, registry, ledger)
        _list_unmatched(same, ledger, wording)
    return [one for one in figures if not ledger.settled(one)], adopted


def _adopted(post: Post, forest: Forest, registry: Registry, ledger: Ledger) -> dict[str, Figure]:
    """Figures of a post that a wider figure of the same outcome on another basis contains."""
    whole = registry.reconciling.whole
    remaining = [one for report in post.reports for one in report.figures if not ledger.settled(one)]
    found = {}
    for one in remaining:
        for wide in remaining:
            if (
                (wide.outcome, wide.unit) == (one.outcome, one.unit)
                and wide.source != one.source
                and wide.group != one.group
                and contains(wide, one, whole)
                and not any(above is wide for above in forest.ancestors(one))
            ):
                found[one.claim_id] = wide
                break
    return found


_Record = tuple[int, str, str | None, tuple[int | None, int | None] | None, tuple[str, str, str]]


def _reports(figures: Iterable[Figure], bases: Bases) -> list[Report]:
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


def _match(reports: Sequence[Report], share: float, forest: Forest) -> list[Post]:
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
    totals = {cell: _interval(some) for cell, some in _totals(report, forest).items()}
    found = []
    for position, post in enumerate(posts):
        overlap = _share(report, post)
        if overlap <= 0 or id(post) in taken:
            continue
        others = {cell: _interval(some) for cell, some in _totals(post.reports[0], forest).items()}
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


# ---------------------------------------------------------------------- one post


Cell = tuple[str, str]  # outcome, unit


def _settle(post: Post, forest: Forest, registry: Registry, ledger: Ledger, wording: Wording) -> None:
    """Compare the reports of a post with one another, and set aside what a preferred one has."""
    if len(post.reports) == 1:
        return
    held: dict[Cell, list[Figure]] = defaultdict(list)
    earlier: list[Report] = []
    for report in post.reports:
        for before in earlier:
            _compare(before, report, forest, ledger, wording)
        if earlier:
            for one in report.figures:
                holder = _holder(one, held[one.outcome, one.unit])
                if holder is None:
                    holder = _other_outcome(one, held, registry, ledger, wording)
                if holder is not None:
                    ledger.settle(one, Fate.CODED_DUPLICATE, holder)
        for one in report.figures:
            if not ledger.settled(one):
                held[one.outcome, one.unit].append(one)
        earlier.append(report)


def _holder(one: Figure, held: Sequence[Figure]) -> Figure | None:
    """The figure of a preferred report that stands for this one: of the same weapons, of wider or of narrower ones."""
    found = [other for other in held if _related(one.group, other.group)]
    if not found:
        return None
    return min(
        found, key=lambda other: (other.areas != one.areas, other.group != one.group, other.part_of or "", other.key)
    )


def _related(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _other_outcome(
    one: Figure, held: Mapping[Cell, list[Figure]], registry: Registry, ledger: Ledger, wording: Wording
) -> Figure | None:
    """A preferred figure of the same number whose outcome has ends in common, where the preferred report has no split.

    Then the two differ in what the number means (downed, or neutralised), and only the preferred one counts.
    """
    if not registry.outcomes[one.outcome].balance or one.part_axis == "region" or not one.low:
        return None
    for (outcome, unit), some in sorted(held.items()):
        if unit != one.unit or outcome == one.outcome or not registry.outcomes[outcome].balance:
            continue
        if not registry.fates[outcome] & registry.fates[one.outcome]:
            continue
        for other in some:
            if (
                (other.low, other.high) == (one.low, one.high)
                and other.group == one.group
                and other.part_axis != "region"
            ):
                ledger.disagree(
                    "outcome_differs",
                    Severity.WARNING,
                    one.low or 0,
                    [one],
                    [other],
                    f"{wording.figure(one)} and {wording.figure(other)} give the same number of another outcome",
                    (other.low or 0, other.high),
                    (one.low or 0, one.high),
                )
                return other
    return None


def _compare(before: Report, report: Report, forest: Forest, ledger: Ledger, wording: Wording) -> None:
    """Compare the totals of two reports of one post, cell by cell."""
    kind = "digitisations_differ" if before.rank >= CODED_RANK else "digitisation_against_reading"
    one, other = _totals(before, forest), _totals(report, forest)
    told = {(figure.claimant, figure.outcome) for figure in report.figures}
    for cell in sorted(one.keys() & other.keys()):
        expected, found = _interval(one[cell]), _interval(other[cell])
        withheld = [any(figure.withheld for figure in some) for some in (one[cell], other[cell])]
        if withheld[0] != withheld[1]:
            ledger.disagree(
                "withheld_but_given",
                Severity.WARNING,
                expected[0] or found[0],
                other[cell],
                one[cell],
                f"{wording.figure(other[cell][0])} against {wording.figure(one[cell][0])}: one gives what the other "
                "says is withheld",
                expected,
                found,
            )
            continue
        ledger.compare(
            kind,
            Severity.WARNING,
            (expected, one[cell]),
            (found, other[cell]),
            lambda expected=expected, found=found, cell=cell: (
                f"of one report ({wording.window(before.voice[0], before.start, before.end)}) "
                f"{wording.figures(one[cell], expected)} and {wording.figures(other[cell], found)}"
            ),
        )
        for figure in other[cell][:1]:
            undivided(figure, one[cell][0], forest, told, ledger, wording)


def _totals(report: Report, forest: Forest) -> dict[tuple[str, str, str], list[Figure]]:
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


def _interval(figures: Sequence[Figure]) -> Interval:
    return total((one.low or 0, one.high) for one in figures)


def _list_unmatched(reports: Sequence[Report], ledger: Ledger, wording: Wording) -> None:
    """Reports of a coded series that another basis, whose reports lie before and after, does not have."""
    spans: dict[str, tuple[int, int]] = {}
    for report in reports:
        start, end = spans.get(report.source, (report.start, report.end))
        spans[report.source] = (min(start, report.start), max(end, report.end))
    coded = {report.source for report in reports if report.rank >= CODED_RANK}
    for report in reports:
        if report.source not in coded or report.post is None:
            continue
        sources = {other.source for other in report.post.reports}
        for source in sorted(coded - sources):
            start, end = spans[source]
            if not start <= report.start < report.end <= end:
                continue
            first = report.figures[0]
            ledger.disagree(
                "digitisation_unmatched",
                Severity.INFO,
                max(one.low or 0 for one in report.figures),
                report.figures,
                [],
                f"{report.source} has a report of {wording.who(first.claimant)} for "
                f"{wording.window(first.claimant, report.start, report.end)} ({wording.source(first)}) that "
                f"{source} does not have",
            )
        for source in sorted(sources & coded - {report.source}):
            if report.rank < min(other.rank for other in report.post.reports if other.source == source):
                ledger.agree("digitisation_unmatched")
