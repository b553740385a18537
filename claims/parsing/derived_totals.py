"""Totals that no words state: the sum of an enumeration by regions, or of two verbs of one outcome."""

from __future__ import annotations

from claims.parsing.drafts import Draft
from claims.parsing.kinship import timed_apart
from claims.parsing.numbers import Quantity


def derive_totals(drafts: list[Draft]) -> list[Draft]:
    """An enumeration by regions without a stated total gets a derived one."""
    result = list(drafts)
    index = 0
    while index < len(drafts):
        head = drafts[index]
        group = [head]
        if _enumerable(head):
            for follow in drafts[index + 1 :]:
                if (
                    follow.sentence != head.sentence
                    and not (
                        (follow.also or follow.rule in {"itemised", "continued"})
                        and follow.sentence in {group[-1].sentence, group[-1].sentence + 1}
                    )
                ) or not _enumerable(follow):
                    break
                if set(follow.weapons) != set(head.weapons) and follow.sentence == head.sentence:
                    continue
                if (
                    follow.outcome != head.outcome
                    or follow.claimant != head.claimant
                    or set(follow.weapons) != set(head.weapons)
                    or timed_apart(follow, head)
                    or (head.outcome == "launched" and follow.sentence != head.sentence)
                ):
                    break
                group.append(follow)
        verbs = _verbs_that_add_up(drafts, index)
        if verbs and (len(group) < 2 or (len(group) == 2 and not _apart(group))):
            result.insert(result.index(head), _derived(verbs))
            placed = verbs[-1] if verbs[-1].codes else verbs[0]
            total = placed.parent
            if total is not None:
                total.places = placed.places
            for part in verbs:
                part.places = placed.places
                part.axis = "other"
            index += len(verbs)
        elif len(group) > 1 and _apart(group):
            result.insert(result.index(head), _derived(group))
            index += len(group)
        else:
            index += 1
    return result


def _apart(group: list[Draft]) -> bool:
    """Whether no two figures are of one region."""
    codes = [code for draft in group for code in draft.codes]
    return len(codes) == len(set(codes))


def _verbs_that_add_up(drafts: list[Draft], index: int) -> list[Draft]:
    """ "9 БПЛА уничтожено и ещё 2 перехвачено над A": two verbs of one outcome in one sentence."""
    if index + 1 >= len(drafts):
        return []
    first, second = drafts[index], drafts[index + 1]
    if (
        first.sentence == second.sentence
        and first.parent is None
        and second.parent is None
        and first.outcome == second.outcome
        and first.outcome not in {"launched", "crossed"}
        and first.own_outcome
        and second.own_outcome
        and set(first.weapons) == set(second.weapons)
        and first.claimant == second.claimant
        and (not first.codes or first.codes == second.codes)
        and first.low is not None
        and second.low is not None
        and first.unit == second.unit == "weapon"
        and (second.quantity.another or bool(second.codes) or bool(first.codes))
        and not (second.total or first.total or second.subset or timed_apart(second, first))
    ):
        return [first, second]
    return []


def _enumerable(draft: Draft) -> bool:
    return (
        draft.parent is None
        and draft.unit == "weapon"
        and bool(draft.codes)
        and draft.low is not None
        and draft.outcome != "crossed"
        and not draft.total
        and not draft.superlative
        and not draft.subset
        and draft.tally == "window"
    )


def _derived(group: list[Draft]) -> Draft:
    """The total of a group of parts."""
    head = group[0]
    low = sum(draft.low or 0 for draft in group)
    high: int | None = 0
    for draft in group:
        high = None if high is None or draft.high is None else high + draft.high
    exact = low == high
    total = Draft(
        head.outcome,
        head.unit,
        head.weapons,
        Quantity(low, high, "exact" if exact else "range", 0, 0, (0, 0)),
        (head.span[0], group[-1].span[1]),
        head.sentence,
        "derived_sum",
        traits=head.traits,
        time=head.time,
        as_of=head.as_of,
        weapon_span=head.weapon_span,
        weapon_side=head.weapon_side,
        claimant=head.claimant,
        derived=True,
        derived_from=list(group),
        order=head.order,
    )
    for draft in group:
        draft.parent, draft.complete = total, True
    return total
