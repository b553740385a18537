"""What was launched against what became of it: which results add up, and that they are not more than were launched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from claims.model import Unit
from claims.reconciling.figures import Figure
from claims.reconciling.forest import Forest, contains, lineage, weapons_apart
from claims.reconciling.intervals import Interval, total
from claims.reconciling.ledger import Ledger, Severity
from claims.reconciling.wording import Wording
from claims.registry import Registry

Source = TypeVar("Source")


@dataclass(frozen=True, slots=True)
class Result(Generic[Source]):
    """One result of a report: its claims, time and interval, and what it was made of."""

    figures: Sequence[Figure]
    start: int
    end: int
    interval: Interval
    origin: Source

    @property
    def outcome(self) -> str:
        """The outcome of its claims."""
        return self.figures[0].outcome


def adding_up(results: Iterable[Result[Source]], registry: Registry) -> list[Result[Source]]:
    """The results whose sum accounts for each weapon once: totals or their parts, never both.

    Results of more ends come first ("neutralised" before "downed"); one with an end in common with a result that is
    taken, of related weapons in an overlapping window, is left out.
    """
    fates = registry.fates
    ordered = sorted(
        results,
        key=lambda one: (-len(fates.get(one.outcome, ())), one.outcome, one.start, one.end, one.figures[0].claim_id),
    )
    taken: list[Result[Source]] = []
    for one in ordered:
        if not any(_same_things(one, other, registry) for other in taken):
            taken.append(one)
    return taken


def _same_things(one: Result[Source], other: Result[Source], registry: Registry) -> bool:
    if one.outcome == other.outcome:
        return False
    if not registry.fates[one.outcome] & registry.fates[other.outcome]:
        return False
    if min(one.end, other.end) <= max(one.start, other.start):
        return False
    whole = registry.reconciling.whole
    return any(not weapons_apart([first, second], whole) for first in one.figures for second in other.figures)


def is_result(outcome: str, registry: Registry) -> bool:
    """Whether an outcome is subtracted from what was launched."""
    entry = registry.outcomes.get(outcome)
    return entry is not None and entry.balance


def covered(results: Iterable[Figure], launched: Sequence[Figure], whole: str) -> bool:
    """Whether every weapon of the results is among those launched.

    Of "80 Shaheds and decoys" launched, "52 drones" neutralised are a part: the common ancestor of what a figure covers
    jointly counts too.
    """
    return all(
        any(contains(wide, one, whole) or wide.weapon in lineage(one.weapon) for wide in launched) for one in results
    )


def under(results: Sequence[Figure], launched: Sequence[Figure], forest: Forest) -> list[Figure]:
    """The results that are parts of what was launched, where a report says so of any; else all.

    A table may tell that 1 drone of unknown type was launched and downed, and beside it 4 others downed of which it
    does not tell how many were launched.
    """
    ids = {one.claim_id for one in launched}
    parts = [one for one in results if any(above.claim_id in ids for above in forest.ancestors(one))]
    return parts or list(results)


def compare_with_launched(
    figures: Sequence[Figure], forest: Forest, registry: Registry, ledger: Ledger, wording: Wording
) -> None:
    """In each report and window: that its results together are not more than it says were launched."""
    rules = registry.reconciling
    reports: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for one in figures:
        if one.unit == Unit.WEAPON and (one.outcome == rules.launched or is_result(one.outcome, registry)):
            first = one.group.partition(".")[0]
            reports[(*one.report, one.direction, one.scope, one.start, one.end, first)].append(one)
    for some in reports.values():
        tops = [one for one in some if not _has_total(one, forest, some)]
        launched = [one for one in tops if one.outcome == rules.launched]
        results = [one for one in tops if one.outcome != rules.launched and not one.withheld]
        if not launched or not results or any(one.withheld for one in launched):
            continue
        results = under(results, launched, forest)
        if not covered(results, launched, rules.whole):
            continue
        most = total((one.low or 0, one.high) for one in launched)
        taken = adding_up(
            [Result([one], one.start or 0, one.end or 0, (one.low or 0, one.high), one) for one in results], registry
        )
        stopped = total(one.interval for one in taken)
        if most[1] is None or stopped[0] <= most[1]:
            ledger.agree("outcomes_exceed_launched")
            continue
        told = " and ".join(wording.figure(one.origin) for one in taken)
        ledger.disagree(
            "outcomes_exceed_launched",
            Severity.ERROR,
            stopped[0] - most[1],
            [one.origin for one in taken],
            launched,
            f"{wording.who(launched[0].claimant)} accounts for more than it says were launched: {told}, of "
            f"{wording.figures(launched, most)}",
            most,
            stopped,
        )


def _has_total(one: Figure, forest: Forest, members: Sequence[Figure]) -> bool:
    return any(
        above.outcome == one.outcome and above.unit == one.unit and above in members for above in forest.ancestors(one)
    )
