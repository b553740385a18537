"""What several bases have of one post: compared, and each counted once.

The same post may stand in the table as we read it and as several third parties coded it
(:mod:`claims.reconciling.posts`). Of each cell (weapon group, outcome, unit) the first in rank is kept: original,
restated, then coded series in the registry's order. A cell that only a later record has is used from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from claims.model import Unit
from claims.reconciling.figures import Figure
from claims.reconciling.forest import Forest, contains
from claims.reconciling.ledger import Fate, Ledger, Severity
from claims.reconciling.posts import (
    CODED_RANK,
    RELAY_RANK,
    Bases,
    Post,
    Report,
    interval_of,
    matched,
    reports_of,
    totals_of,
)
from claims.reconciling.repeats import undivided
from claims.reconciling.wording import Wording
from claims.registry import Registry


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
    reports = reports_of([one for one in figures if bases(one)[0] < RELAY_RANK], bases)
    by_voice: dict[tuple[str, str, str], list[Report]] = defaultdict(list)
    for report in reports:
        by_voice[report.voice].append(report)
    for _, same in sorted(by_voice.items()):
        posts = matched(same, registry.reconciling.same_report_share, forest)
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
    """The figure of a preferred report that stands for this one: of the same weapons, of wider or of narrower ones.

    Places are those of the whole report, whatever weapon a table puts them to.
    """
    places = one.unit != Unit.WEAPON
    found = [other for other in held if places or _related(one.group, other.group)]
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
    one, other = totals_of(before, forest), totals_of(report, forest)
    told = {(figure.claimant, figure.outcome) for figure in report.figures}
    for cell in sorted(one.keys() & other.keys()):
        expected, found = interval_of(one[cell]), interval_of(other[cell])
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
