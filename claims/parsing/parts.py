"""Parts and totals: which drafts are parts of which, by what axis, and whether the parts are complete."""

from __future__ import annotations

import itertools

from claims.parsing.drafts import Draft
from claims.parsing.kinship import exact_sum, related, timed_apart, under
from claims.parsing.places import Places
from claims.parsing.verbs import RESULTS
from claims.registry import Registry


def check_parents(drafts: list[Draft], registry: Registry) -> None:
    """A part must count things of its total's weapon and fates; otherwise it stands alone."""
    fates = registry.fates
    for draft in drafts:
        parent = draft.parent
        if parent is None:
            continue
        if parent.claimant != draft.claimant or parent.unit != draft.unit:
            draft.parent = None
            continue
        if not under(registry.ancestor(draft.weapons), registry.ancestor(parent.weapons)):
            if not draft.own_weapon:
                draft.weapons = parent.weapons
            else:
                draft.parent = None
                continue
        same = draft.outcome == parent.outcome
        reworded = draft.rule == "subset" and {draft.outcome, parent.outcome} <= RESULTS  # "16 из них нейтрализованы"
        if not same and not reworded and not fates[draft.outcome] <= fates[parent.outcome]:
            draft.parent = None
            continue
        if (
            draft.low is not None
            and parent.high is not None
            and draft.low > parent.high
            and not draft.bracket
            and parent.qualifier == "exact"
            and draft.rule == "subset"
        ):
            draft.parent = None


def link_sums(drafts: list[Draft], registry: Registry) -> None:
    """Find totals whose parts follow without a colon: the parts add up to them, or name the regions they leave out."""
    fates = registry.fates
    _link_after(drafts, registry, exactly=True)
    _link_after(drafts, registry, exactly=False)
    _link_before(drafts, registry, fates)
    for index, part in enumerate(drafts):
        if part.parent is None and part.rule == "itemised" and part.own_weapon:
            same = [d for d in drafts[:index] if not d.own_weapon and d.parent is not None and d.low == part.low]
            same = [d for d in same if (d.outcome, d.unit, d.claimant) == (part.outcome, part.unit, part.claimant)]
            if same:
                part.parent, part.complete = same[0], True


def _link_after(drafts: list[Draft], registry: Registry, *, exactly: bool) -> None:
    """Join parts to the totals before them: those that add up first, then those that only name regions or hits."""
    parted = _with_all_parts(drafts)
    last = max((index for index, draft in enumerate(drafts) if draft.parent is None), default=0)
    for index, total in enumerate(drafts[:last]):  # behind the last that stands alone there are no parts to join
        if total.low is None or total.low != total.high or total.unit != "weapon" or id(total) in parted:
            continue
        parts = _parts_after(drafts[index + 1 :], total, total.low, registry)
        if exactly and not parts and total.codes and total.parent is None:
            parts = _parts_everywhere(drafts[index + 1 :], total, total.low, registry)
        if not parts or (len(parts) < 2 and exactly):
            continue
        summed = exact_sum(parts)
        if summed is None:
            continue
        if total.parent is not None and not (len(parts) > 1 and summed == total.low and _narrower(parts, total)):
            continue
        if exactly:
            one_fate = {part.outcome for part in parts} - {total.outcome}
            if total.outcome == "launched" and len(one_fate) == 1 and _by_regions(parts):
                continue  # "12 БПЛА. Девять уничтожены над A, три – над B": parts of all that were destroyed
            if len(parts) > 1 and summed == total.low:
                _join(parts, total, complete=True)
        elif summed <= total.low and _regions_of(parts, total, registry):
            _join(parts, total, complete=True if summed == total.low else None)
        elif summed <= total.low and _single_hits_of(parts, total):
            _join(parts, total, complete=None)


def _with_all_parts(drafts: list[Draft]) -> set[int]:
    """The ids of the totals that have parts which make them up."""
    return {id(draft.parent) for draft in drafts if draft.complete and draft.parent is not None}


def _link_before(drafts: list[Draft], registry: Registry, fates: dict[str, frozenset[str]]) -> None:
    """A total may also follow its parts: "Всего сбито 7"."""
    parted = _with_all_parts(drafts)
    regions = itertools.accumulate((bool(draft.places or draft.item_codes) for draft in drafts), initial=0)
    for index, (total, placed) in enumerate(zip(drafts, regions, strict=False)):
        if total.parent is not None or total.low is None or id(total) in parted:
            continue
        if not total.total and (placed < 3 or total.codes):
            continue  # at least three regions before it, where nothing marks it as a total
        parts = [
            d
            for d in drafts[:index]
            if d.parent is None
            and d.claimant == total.claimant
            and d.unit == total.unit
            and fates[d.outcome] <= fates[total.outcome]
            and under(registry.ancestor(d.weapons), registry.ancestor(total.weapons))
            and not (d.time is not None and total.time is not None and timed_apart(d, total))
        ]
        summed = exact_sum(parts) == total.low and not total.codes
        if len(parts) > 1 and summed and (total.total or (len(parts) > 2 and _by_regions(parts))):
            _join(parts, total, complete=True)
        elif not total.total:
            continue
        elif parts and not total.codes and _told_in_part(parts, total):
            # "Над A сбили 20. Всего за это время уничтожили 47"
            _join(parts, total, complete=False)
        elif any(part.superlative for part in parts):
            # "Больше всего – 12 – над A. Всего уничтожен 31"
            _join([part for part in parts if part.superlative], total, complete=False)


def _by_regions(parts: list[Draft]) -> bool:
    placed = [part.codes for part in parts]
    regions = [code for codes in placed for code in codes]
    return all(placed) and len(set(regions)) == len(regions)


def _told_in_part(parts: list[Draft], total: Draft) -> bool:
    """Whether figures of single regions, told before, are of a marked total of the same time."""
    summed = exact_sum(parts)
    same = all(p.outcome == total.outcome and p.time is not None and p.time is total.time for p in parts)
    untimed = total.time is None or same
    return summed is not None and total.low is not None and summed < total.low and untimed and _by_regions(parts)


def _narrower(parts: list[Draft], total: Draft) -> bool:
    """Whether all parts are told by other weapons than the total's, of the same outcome."""
    return all(set(p.weapons) != set(total.weapons) and p.outcome == total.outcome and not p.codes for p in parts)


def _join(parts: list[Draft], total: Draft, *, complete: bool | None) -> None:
    for part in parts:
        part.parent, part.complete = total, complete


def _parts_everywhere(later: list[Draft], total: Draft, count: int, registry: Registry) -> list[Draft]:
    """ "83 over several regions and A", and below 36 over B, 27 over C, 20 over A: its regions are not all told."""
    parts = _parts_after(later, total, count, registry, anywhere=True)
    named = {code for part in parts for code in part.codes}
    whole = len(parts) > 2 and exact_sum(parts) == count and set(total.codes) <= named and _by_regions(parts)
    return parts if whole else []


def _parts_after(
    later: list[Draft], total: Draft, count: int, registry: Registry, *, anywhere: bool = False
) -> list[Draft]:
    """The drafts after a total of ``count`` that can be its parts, up to the one that completes it.

    With ``anywhere`` they may lie in regions that the total does not name.
    """
    fates = registry.fates
    parts: list[Draft] = []
    weapon = ""
    for part in later:
        if part.parent is not None or part.unit != total.unit:
            continue
        if part.claimant != total.claimant or not fates[part.outcome] <= fates[total.outcome]:
            continue
        weapon = weapon or registry.ancestor(total.weapons)
        if weapon != "air_object" and not under(registry.ancestor(part.weapons), weapon):
            if not (total.outcome == "hit" and part.low == 1 and related(registry, part.weapons, total.weapons)):
                continue
            part.weapons = total.weapons
            part.toward = part.toward or Places(0, 0, "toward")
        if part.low is None or part.low >= count:
            break
        if part.total:
            continue
        if part.time is not None and total.time is not None and timed_apart(part, total):
            break
        if not (_partial(part, total) or (anywhere and part.codes and part.codes != total.codes)):
            continue
        parts.append(part)
        if len(parts) > 1 and exact_sum(parts) == count:
            break
    return parts


def _regions_of(parts: list[Draft], total: Draft, registry: Registry) -> bool:
    """Whether later sentences name the regions of a total that names none: "Сбиты 9 БПЛА. 5 – над A. 2 – над B"."""
    if total.codes and total.unnamed is None:
        return all(_district_of(part, total) for part in parts)
    return all(
        (part.codes or part.toward is not None)
        and part.outcome == total.outcome
        and part.sentence > total.sentence
        and (
            set(part.weapons) == set(total.weapons)
            or not part.own_weapon
            or related(registry, part.weapons, total.weapons)
        )
        for part in parts
    )


def link_districts(drafts: list[Draft]) -> None:
    """A town or district told after its region is a part of the region's figure, whether exact or not."""
    for index, part in enumerate(drafts):
        if part.parent is not None or part.low is None or part.subset or not part.places or not _names(part):
            continue
        for total in reversed(drafts[:index]):
            if (
                total.parent is None
                and total.low is not None
                and part.low < (total.high or total.low + part.low)
                and (part.claimant, part.unit, part.weapons) == (total.claimant, total.unit, total.weapons)
                and part.sentence - total.sentence <= 6
                and len(total.places) == 1
                and _district_of(part, total)
            ):
                part.parent, part.complete = total, None
                break


def link_district_results(drafts: list[Draft]) -> None:
    """What became of the drones over a district is a part of what became of those over its region.

    "112 БПЛА, 84 сбиты. В Шебекинском округе – 40, из них 31 подавлен".
    """
    if not any(draft.places and _names(draft) for draft in drafts):
        return
    for part in drafts:
        if part.outcome == "launched" or part.low is None or _names(part) or (part.parent in drafts and part.complete):
            continue
        flown = next(
            (d for d in reversed(drafts) if d.sentence == part.sentence and d.order < part.order and _names(d)), None
        )
        if flown is None or flown.outcome != "launched" or flown.parent is None or part.parent not in {None, flown}:
            continue
        whole = flown.parent
        total = next(
            (
                d
                for d in drafts
                if d.outcome == part.outcome
                and d.order < part.order
                and (d.parent is whole or (d.sentence == whole.sentence and d.parent is None))
                and d.low is not None
                and d.low >= part.low
                and not _names(d)
            ),
            None,
        )
        if total is not None and (total.claimant, total.unit) == (part.claimant, part.unit):
            part.parent, part.complete, part.places, part.subset = total, None, flown.places, False


def _district_of(part: Draft, total: Draft) -> bool:
    """Whether a part names a town or district of its total's one region: "В Шебекинском округе – 40 дронов"."""
    if part.outcome != total.outcome or not _names(part):
        return False
    codes = total.codes
    return len(codes) <= 1 and part.codes in {codes, ()} and not _names(total)


def _names(draft: Draft) -> list[str]:
    return [item.name for places in draft.places for item in places.items if item.name]


def _single_hits_of(parts: list[Draft], total: Draft) -> bool:
    """Whether single hits follow a count of hits: "5 влучань: одне – в A, одне – в B"."""
    return total.outcome == "hit" and all(
        part.outcome == "hit" and part.low == 1 and part.time is None for part in parts
    )


def _partial(part: Draft, total: Draft) -> bool:
    """Whether a draft can be a part: it says a region, weapon or outcome that the total does not."""
    codes, whole = part.codes, total.codes
    elsewhere = codes and whole and part.outcome == total.outcome and set(codes).isdisjoint(whole)
    if elsewhere and not total.macros and total.unnamed is None:
        return False  # "3 – над A, 2 – над B, 1 – над C": no parts of the first
    return bool(
        (codes and codes != whole)
        or part.outcome != total.outcome
        or (_names(part) and not _names(total))
        or part.macros
        or set(part.weapons) != set(total.weapons)
        or part.traits != total.traits
        or (part.toward is not None)
    )


def nest_parts(drafts: list[Draft], registry: Registry) -> None:
    """A part hangs on the nearest total that contains it: models on "47 missiles", both on "595 air objects"."""
    for draft in drafts:
        parent = draft.parent
        if parent is None or draft.low is None or draft.outcome != parent.outcome or draft.codes:
            continue
        weapon = registry.ancestor(draft.weapons)
        nearer = [
            other
            for other in drafts
            if other.parent is parent
            and other is not draft
            and other.outcome == draft.outcome == parent.outcome
            and len(other.weapons) == 1
            and other.order < draft.order
            and other.low is not None
            and (other.high is None or draft.low <= other.high)
            and (registry.ancestor(other.weapons) != weapon or (len(draft.weapons) > 1 and draft.low < other.low))
            and registry.ancestor(other.weapons) != registry.ancestor(parent.weapons)
            and under(weapon, registry.ancestor(other.weapons))
        ]
        if nearer:
            draft.parent = nearer[-1]


def set_axes(drafts: list[Draft]) -> None:
    """Name the axis of each part and move regions named by the parts off their total."""
    for draft in drafts:
        parent = draft.parent
        if parent is None:
            draft.axis = None
            draft.complete = None
        elif draft.axis != "other":
            draft.axis = _axis(draft, parent, drafts)
    for draft in drafts:
        if draft.axis == "other" and draft.own_weapon and draft.rule != "subset":
            siblings = [d for d in drafts if d.parent is draft.parent and d is not draft]
            if any(d.axis == "weapon" for d in siblings):
                draft.axis = "weapon"  # "12 самолётного типа и два квадрокоптера"
    for parent in {id(d.parent): d.parent for d in drafts if d.parent is not None}.values():
        parts = [
            d
            for d in drafts
            if d.parent is parent and d.axis == "region" and (d.complete is not False or _counts_regions(parent))
        ]
        if not parts:
            continue
        office = (parent.claimant or "").split(":")
        if not parent.codes and all(_names(d) and set(d.codes) <= set(office) for d in parts):
            continue  # the districts of an office's region leave the region to their total
        parts = [d for d in parts if not _district_of(d, parent)]
        named = {code for part in parts for code in part.codes}
        if named:
            _leave_regions_to_parts(parent, named)


def _counts_regions(total: Draft) -> bool:
    """Whether a total says over how many regions, so that those its parts name are told off."""
    return total.unnamed is not None and not total.codes


_STOPPED = frozenset({"downed", "neutralised"})


def _axis(draft: Draft, parent: Draft, drafts: list[Draft]) -> str:
    """By what a part differs from its total."""
    if draft.outcome != parent.outcome:
        siblings = [d for d in drafts if d.parent is parent and d.outcome == draft.outcome]
        placed = draft.codes and len({d.codes for d in siblings}) == len(siblings) > 1
        if placed and (draft.complete or draft.rule == "subset") and {draft.outcome, parent.outcome} <= _STOPPED:
            return "region"  # "о нейтрализации 20: уничтожены 8 – над A, 12 – над B"
        return "outcome"
    named = _names(draft)
    if named and any(" " in name for name in named) and not _names(parent):
        return "region"  # a district, not a city that drones flew to
    other_kind = draft.own_weapon and set(draft.weapons) != set(parent.weapons)
    aimed = bool(draft.places) and all(p.role == "toward" for p in draft.places)
    if draft.outcome == "launched" and aimed and not other_kind:
        return "destination"
    if other_kind and aimed and draft.outcome == "launched":
        return "weapon"  # "41 missiles, among them four S-300 aimed at A and two Kinzhals aimed at B"
    if named and not _names(parent):
        return "region"
    if draft.toward is not None and draft.codes and draft.codes == parent.codes:
        return "destination"
    if draft.codes or draft.macros:
        other_weapon = set(draft.weapons) != set(parent.weapons) and draft.own_weapon
        return "weapon" if other_weapon and not _names_region_parts(drafts, parent) else "region"
    if draft.toward is not None:
        return "destination"
    if set(draft.weapons) != set(parent.weapons) or draft.traits != parent.traits:
        return "weapon"
    return "destination" if draft.outcome == "crossed" else "other"


def _leave_regions_to_parts(parent: Draft, named: set[str]) -> None:
    """Take the regions that the parts name off their total, and off its count of regions without names."""
    counts = parent.unnamed
    if parent.places and parent.item_codes is None:
        if counts is not None and not any(places.counted_includes and places.items for places in parent.places):
            counts = max(counts - len(named), 0) or None
        parent.item_codes = tuple(code for code in parent.codes if code not in named and "-" in code)
        parent.places = [Places(0, 0, "over", counted=counts)] if counts else []
        parent.unnamed_left = counts
    elif parent.item_codes is None:
        parent.item_codes = ()


def _names_region_parts(drafts: list[Draft], parent: Draft) -> bool:
    """Whether the parts of a total differ by region rather than by weapon."""
    parts = [d for d in drafts if d.parent is parent]
    return len({d.codes for d in parts}) > 1 or len({path for d in parts for path in d.weapons}) <= 1
