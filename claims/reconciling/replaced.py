"""Claims that are no longer in force: of earlier revisions of a statement, and corrected by a later post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from claims.reconciling.figures import Figure
from claims.reconciling.forest import MAX_DEPTH
from claims.reconciling.intervals import Interval
from claims.reconciling.ledger import Fate, Ledger, Severity
from claims.reconciling.wording import Wording


def in_force(figures: Sequence[Figure], latest: Mapping[str, int], ledger: Ledger, wording: Wording) -> list[Figure]:
    """The figures that no revision and no correction replaces.

    ``latest`` tells the highest revision of statements that were read (one without claims may be the latest); of others
    the highest that a claim has counts.
    """
    current = _latest_revisions(figures, latest, ledger, wording)
    return _uncorrected(current, ledger, wording)


def _latest_revisions(
    figures: Sequence[Figure], latest: Mapping[str, int], ledger: Ledger, wording: Wording
) -> list[Figure]:
    newest = dict(latest)
    for one in figures:
        if one.statement_id is not None and one.revision is not None:
            newest[one.statement_id] = max(newest.get(one.statement_id, 0), one.revision)
    current, old = [], defaultdict(list)
    for one in figures:
        if one.statement_id is None or one.revision is None or one.revision == newest[one.statement_id]:
            current.append(one)
        else:
            old[one.statement_id].append(one)
    if old:
        _compare_revisions(old, current, newest, ledger, wording)
    return current


def _compare_revisions(
    old: Mapping[str, list[Figure]],
    current: Sequence[Figure],
    newest: Mapping[str, int],
    ledger: Ledger,
    wording: Wording,
) -> None:
    """What a revision changed: a figure of the same thing that is now another one, or gone."""
    now = defaultdict(list)
    for one in current:
        if one.statement_id in old:
            now[one.statement_id, _thing(one)].append(one)
    for statement, some in old.items():
        for one in some:
            same = now.get((statement, _thing(one)), [])
            by = min(same, key=lambda other: (_interval(other) != _interval(one), other.key), default=None)
            ledger.settle(one, Fate.SUPERSEDED, by)
            if by is not None:
                ledger.compare(
                    "revision_changed_figure",
                    Severity.WARNING,
                    (_interval(one), [one]),
                    (_interval(by), [by]),
                    lambda one=one, by=by: (
                        f"{wording.who(one.claimant)} first gave {wording.figure(one)}; revision {by.revision} of the "
                        f"statement gives {wording.count(_interval(by))}, which counts"
                    ),
                )
            else:
                ledger.disagree(
                    "revision_dropped_figure",
                    Severity.INFO,
                    one.low or 0,
                    [one],
                    [],
                    f"{wording.who(one.claimant)} gave {wording.figure(one)} in revision {one.revision}; revision "
                    f"{newest[statement]}, which counts, has no such figure",
                    expected=_interval(one),
                )


def _uncorrected(figures: Sequence[Figure], ledger: Ledger, wording: Wording) -> list[Figure]:
    """Without what a correction replaces: the claim named, and the parts of it.

    Corrections are followed in the order of publication. One that would replace a claim published later, or that forms
    a circle with others, replaces nothing and is listed.
    """
    if not any(one.corrects for one in figures):
        return list(figures)
    known = {one.claim_id: one for one in figures}
    gone: dict[str, Figure] = {}
    for one in figures:
        target = known.get(one.corrects or "")
        if target is None or target is one:
            continue
        if target.key > one.key:
            ledger.disagree(
                "correction_out_of_order",
                Severity.ERROR,
                0,
                [one],
                [target],
                f"{wording.figure(one)} is said to correct {wording.figure(target)}, which was published later; "
                "both stand",
            )
            continue
        if target.claim_id not in gone:
            gone[target.claim_id] = one
            ledger.compare(
                "correction_changed_figure",
                Severity.INFO,
                (_interval(target), [target]),
                (_interval(one), [one]),
                lambda one=one, target=target: (
                    f"{wording.who(one.claimant)} corrected {wording.figure(target)} to {wording.figure(one)}"
                ),
            )
    for one in figures:
        parent = one
        for _ in range(MAX_DEPTH):
            if parent.part_of not in known or parent.claim_id in gone:
                break
            parent = known[parent.part_of]
        if parent.claim_id in gone and gone[parent.claim_id] is not one:
            gone.setdefault(one.claim_id, gone[parent.claim_id])
    for claim_id, by in gone.items():
        ledger.settle(known[claim_id], Fate.CORRECTED, by)
    return [one for one in figures if one.claim_id not in gone]


def _thing(one: Figure) -> tuple[object, ...]:
    """What a figure counts, for the comparison of two revisions of one text."""
    return (
        one.claimant,
        one.direction,
        one.outcome,
        one.unit,
        one.weapons,
        one.traits,
        one.areas,
        one.place,
        one.tally,
    )


def _interval(one: Figure) -> Interval:
    return one.low or 0, one.high
