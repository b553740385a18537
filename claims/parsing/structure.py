"""How the drafts of one statement hang together: parts and totals, repetitions, derived totals, "all of them".

Every function takes drafts in reading order and returns them changed; nothing here looks at words.
"""

from __future__ import annotations

import dataclasses

from claims.parsing.drafts import Draft
from claims.parsing.numbers import Quantity
from claims.parsing.places import Places
from claims.registry import Registry


def related(registry: Registry, left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether one weapon set lies under the other's common ancestor."""
    a, b = registry.ancestor(left), registry.ancestor(right)
    return under(a, b) or under(b, a)


def under(path: str, ancestor: str) -> bool:
    """Whether a taxonomy path lies at or below another; everything lies below ``air_object``."""
    return ancestor == "air_object" or path == ancestor or path.startswith(ancestor + ".")


def _total(drafts: list[Draft]) -> int | None:
    total = 0
    for draft in drafts:
        if draft.low is None or draft.low != draft.high:
            return None
        total += draft.low
    return total


def split_distributives(drafts: list[Draft]) -> list[Draft]:
    """ "по 2 БПЛА – над A и B" is two over each."""
    result: list[Draft] = []
    for draft in drafts:
        items = [item for places in draft.places for item in places.items if item.codes]
        each = draft.quantity.each or any(places.each for places in draft.places)
        if not each or len(items) < 2:
            result.append(draft)
            continue
        for item in items:
            copy = dataclasses.replace(
                draft, item_codes=item.codes, rule="distributive", low=draft.low, high=draft.high
            )
            copy.qualifier = draft.qualifier
            result.append(copy)
    _reparent(result, drafts)
    return result


def _reparent(result: list[Draft], before: list[Draft]) -> None:
    """Children of a draft that was split keep no dangling parent."""
    alive = set(map(id, result))
    for draft in result:
        if draft.parent is not None and id(draft.parent) not in alive:
            draft.parent = None


def resolve_all(drafts: list[Draft], registry: Registry) -> list[Draft]:
    """ "усі збито", "all were shot down" take the launched count of the same statement; without one they say nothing."""
    result: list[Draft] = []
    for draft in drafts:
        if not draft.quantity.all_of or draft.low is not None:
            result.append(draft)
            continue
        said = next((d for d in reversed(result) if d.parent is None and d.claimant == draft.claimant), None)
        if not draft.own_outcome and said is not None and said.outcome == draft.outcome and not said.codes:
            # "уничтожены 4 БПЛА. Все – над A": the region of the figure before
            said.places, said.item_codes = draft.places, None
            said.more_spans.append(draft.span)
            continue
        launched = [
            other
            for other in drafts
            if other.outcome == "launched"
            and other.low is not None
            and other.claimant == draft.claimant
            and related(registry, other.weapons, draft.weapons)
            and other.parent is None
        ]
        tops = [d for d in launched if d.order < draft.order] or launched
        if tops:
            source = tops[-1]
            draft.low, draft.high, draft.qualifier = source.low, source.high, "all"
            if not draft.own_weapon or registry.ancestor(draft.weapons) == "air_object":
                draft.weapons = source.weapons
            result.append(draft)
    return _drop_children_of_missing(result)


def resolve_rest(drafts: list[Draft]) -> list[Draft]:
    """ "остальные подавлены", "решта": what the other parts leave of the total spoken of."""
    result: list[Draft] = []
    for draft in drafts:
        if not draft.quantity.rest or draft.low is not None or draft.qualifier != "exact":
            result.append(draft)
            continue
        total, parts = _left_of(draft, result)
        if total is None or total.low is None or total.low != total.high:
            continue
        taken = _total(parts)
        if taken is None or taken >= total.low:
            continue
        draft.low = draft.high = total.low - taken
        draft.derived_from = [total, *parts]
        draft.rule = "rest"
        if any(part.parent is total for part in parts):
            draft.parent, draft.complete = total, True
            for part in parts:
                if part.parent is total:
                    part.complete = True
        result.append(draft)
    return _drop_children_of_missing(result)


def _left_of(draft: Draft, before: list[Draft]) -> tuple[Draft | None, list[Draft]]:
    """The total that a rest belongs to, with the parts already named."""
    mine = [
        d for d in before if d.claimant == draft.claimant and d.unit == draft.unit and draft.sentence - d.sentence < 3
    ]
    if not mine:
        return None, []
    parent = mine[-1].parent
    if parent is not None:
        return parent, [d for d in mine if d.parent is parent]
    launched = next((d for d in reversed(mine) if d.outcome == "launched" and d.parent is None), None)
    if launched is not None and draft.outcome != "launched":
        return launched, [d for d in mine if d.outcome != "launched" and d.parent is None and d.order > launched.order]
    if len(mine) > 1:
        return mine[0], mine[1:]
    return None, []


def _drop_children_of_missing(drafts: list[Draft]) -> list[Draft]:
    alive = set(map(id, drafts))
    for draft in drafts:
        if draft.parent is not None and id(draft.parent) not in alive:
            draft.parent = None
    return drafts


def check_parents(drafts: list[Draft], registry: Registry) -> None:
    """A part must count things of its total's weapon and fates; otherwise it stands alone."""
    fates = {key: entry.fates for key, entry in registry.outcomes.items()}
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
        if not same and not fates[draft.outcome] <= fates[parent.outcome]:
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
    fates = {key: entry.fates for key, entry in registry.outcomes.items()}
    for index, total in enumerate(drafts):
        if total.low is None or total.low != total.high or total.parent is not None or total.unit != "weapon":
            continue
        if any(d.parent is total and d.complete for d in drafts):
            continue
        parts: list[Draft] = []
        for part in drafts[index + 1 :]:
            if part.parent is not None or part.unit != total.unit:
                continue
            if part.claimant != total.claimant or not fates[part.outcome] <= fates[total.outcome]:
                continue
            if not under(registry.ancestor(part.weapons), registry.ancestor(total.weapons)):
                if not (total.outcome == "hit" and part.low == 1 and related(registry, part.weapons, total.weapons)):
                    continue
                part.weapons = total.weapons
                part.toward = part.toward or Places(0, 0, "toward")
            if part.low is None or part.low > total.low or (part.low == total.low):
                break
            if part.total or (part.time is not None and total.time is not None and _differs(part, total)):
                continue
            if not _partial(part, total):
                continue
            parts.append(part)
            if _total(parts) == total.low and len(parts) > 1:
                break
        summed = _total(parts)
        if len(parts) > 1 and summed == total.low:
            for part in parts:
                part.parent, part.complete = total, True
        elif (
            parts
            and not total.codes
            and total.unnamed is None
            and summed is not None
            and summed <= total.low
            and all(part.codes and part.outcome == total.outcome for part in parts)
            and all(part.sentence > total.sentence for part in parts)
            and all(
                set(part.weapons) == set(total.weapons)
                or not part.own_weapon
                or related(registry, part.weapons, total.weapons)
                for part in parts
            )
        ):
            for part in parts:
                part.parent, part.complete = total, summed == total.low
                if part.complete is False:
                    part.complete = None
        elif (
            parts
            and total.outcome == "hit"
            and all(part.outcome == "hit" and part.low == 1 and part.time is None for part in parts)
            and summed is not None
            and summed <= total.low
        ):
            for part in parts:
                part.parent, part.complete = total, None
    # an earlier total may also follow its parts: "Всего сбито 7"
    for index, total in enumerate(drafts):
        if not total.total or total.parent is not None or total.low is None or any(d.parent is total for d in drafts):
            continue
        parts = [
            d
            for d in drafts[:index]
            if d.parent is None
            and d.claimant == total.claimant
            and d.unit == total.unit
            and fates[d.outcome] <= fates[total.outcome]
            and under(registry.ancestor(d.weapons), registry.ancestor(total.weapons))
            and not (d.time is not None and total.time is not None and _differs(d, total))
        ]
        if len(parts) > 1 and _total(parts) == total.low:
            for part in parts:
                part.parent, part.complete = total, True


def _differs(part: Draft, total: Draft) -> bool:
    return part.time is not None and part.time is not total.time


def _partial(part: Draft, total: Draft) -> bool:
    """Whether a draft can be a part: it says a region, weapon or outcome that the total does not."""
    return bool(
        (part.codes and part.codes != total.codes)
        or part.macros
        or part.outcome != total.outcome
        or set(part.weapons) != set(total.weapons)
        or part.traits != total.traits
        or (part.toward is not None)
    )


def derive_totals(drafts: list[Draft], registry: Registry) -> list[Draft]:
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
                    and not (follow.rule in {"itemised", "continued"} and follow.sentence == group[-1].sentence + 1)
                ) or not _enumerable(follow):
                    break
                if (
                    follow.outcome != head.outcome
                    or follow.claimant != head.claimant
                    or set(follow.weapons) != set(head.weapons)
                    or _differs(follow, head)
                ):
                    break
                group.append(follow)
        codes = [code for draft in group for code in draft.codes]
        verbs = _verbs_that_add_up(drafts, index)
        if len(group) < 2 and verbs:
            result.insert(result.index(head), _derived(verbs))
            last = verbs[-1]
            total = last.parent
            if total is not None:
                total.places = last.places
            for part in verbs:
                part.places = last.places
                part.axis = "other"
            index += len(verbs)
        elif len(group) > 1 and len(codes) == len(set(codes)):
            result.insert(result.index(head), _derived(group))
            index += len(group)
        else:
            index += 1
    return result


def _verbs_that_add_up(drafts: list[Draft], index: int) -> list[Draft]:
    """ "9 БПЛА уничтожено и ещё 2 перехвачено над A": two verbs of one outcome in one sentence."""
    if index + 1 >= len(drafts):
        return []
    first, second = drafts[index], drafts[index + 1]
    if (
        first.sentence == second.sentence
        and first.parent is None
        and second.parent is None
        and first.outcome == second.outcome != "launched"
        and first.own_outcome
        and second.own_outcome
        and set(first.weapons) == set(second.weapons)
        and first.claimant == second.claimant
        and not first.codes
        and first.low is not None
        and second.low is not None
        and first.unit == second.unit == "weapon"
        and (second.quantity.another or bool(second.codes))
        and not (second.total or first.total or second.subset or _differs(second, first))
    ):
        return [first, second]
    return []


def _enumerable(draft: Draft) -> bool:
    return (
        draft.parent is None
        and draft.unit == "weapon"
        and bool(draft.codes)
        and draft.low is not None
        and draft.outcome != "launched"
        and not draft.total
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


def merge_repetitions(drafts: list[Draft], registry: Registry) -> list[Draft]:
    """A headline, lead or later mention with the same figure is the same claim: one draft, two spans."""
    kept: list[Draft] = []
    replaced: dict[int, Draft] = {}
    for draft in drafts:
        twin = next((other for other in kept if _same(other, draft, registry)), None)
        if twin is None:
            kept.append(draft)
            continue
        body, other = (draft, twin) if _better(draft, twin, drafts) else (twin, draft)
        body.more_spans.extend([other.span, *other.more_spans])
        if not body.codes and not body.macros and body.unnamed is None and other.item_codes is None:
            body.places = other.places or body.places
        body.toward = body.toward or other.toward
        body.launched_from = body.launched_from or other.launched_from
        if len(registry.ancestor(other.weapons)) > len(registry.ancestor(body.weapons)) and other.own_weapon:
            body.weapons, body.traits = other.weapons, tuple(dict.fromkeys(body.traits + other.traits))
            body.weapon_span = other.weapon_span
        elif not body.traits:
            body.traits = other.traits
        body.time = body.time or other.time
        body.as_of = body.as_of or other.as_of
        if body.parent is None and other.parent is not None and other.parent is not body:
            body.parent, body.axis, body.complete = other.parent, other.axis, other.complete
        if body is draft:
            kept[kept.index(twin)] = draft
        replaced[id(other)] = body
    for draft in drafts:
        while draft.parent is not None and id(draft.parent) in replaced:
            draft.parent = replaced[id(draft.parent)]
        if draft.parent is draft:
            draft.parent = None
        draft.derived_from = [replaced.get(id(part), part) for part in draft.derived_from]
    return kept


def _same(a: Draft, b: Draft, registry: Registry) -> bool:
    """Whether two drafts say the same figure of the same thing."""
    if (a.outcome, a.unit, a.low, a.high, a.claimant) != (b.outcome, b.unit, b.low, b.high, b.claimant):
        return False
    if a.tally != b.tally and "running" in (a.tally, b.tally):
        return False
    if a.parent is b or b.parent is a:
        return False
    if a.parent is not b.parent and a.parent is not None and b.parent is not None:
        return False
    if a.sentence == b.sentence and not (a.of_total or b.of_total) and a.rule != "of_total" and b.rule != "of_total":
        return False
    if not related(registry, a.weapons, b.weapons):
        return False
    if a.parent is not b.parent and (a.codes or b.codes) and a.codes != b.codes:
        return False
    if a.codes and b.codes and set(a.codes) != set(b.codes):
        return False
    if (a.parent is None) != (b.parent is None) and not (a.low or 0) > 3:
        return False
    if a.item_codes != b.item_codes and a.item_codes is not None and b.item_codes is not None:
        return False
    if (
        a.low == 1
        and a.high == 1
        and a.qualifier == "implied"
        and b.qualifier == "implied"
        and not (a.codes or b.codes)
    ):
        return a.time is None or b.time is None or a.time is b.time
    if a.time is not None and b.time is not None and a.time is not b.time:
        from_a, from_b = a.time, b.time
        if (from_a.range_start or from_a.instant) and (from_b.range_start or from_b.instant):
            return (from_a.range_start, from_a.range_end, from_a.instant) == (
                from_b.range_start,
                from_b.range_end,
                from_b.instant,
            )
    return True


def _better(later: Draft, earlier: Draft, drafts: list[Draft]) -> bool:
    """Whether the later mention is the body: it says more than the earlier one."""

    def weight(draft: Draft) -> tuple[int, int, int]:
        children = sum(1 for d in drafts if d.parent is draft)
        return (children, int(bool(draft.codes or draft.macros or draft.unnamed)), int(draft.time is not None))

    if weight(later) != weight(earlier):
        return weight(later) > weight(earlier)
    return earlier.sentence == 0 and later.sentence > 0


def mark_restatements(drafts: list[Draft], lines: dict[int, int], registry: Registry) -> None:
    """A headline with another figure than the body restates the body's claim."""
    heads = [d for d in drafts if lines.get(d.sentence) == 0 and d.parent is None and not d.derived]
    if not heads or len({lines.get(d.sentence) for d in drafts}) < 2:
        return
    for head in heads:
        if any(d.parent is head for d in drafts) or head.codes or head.time is not None or head.tally == "running":
            continue
        bodies = [
            d
            for d in drafts
            if lines.get(d.sentence, 0) > 0
            and d.parent is None
            and (d.outcome, d.unit, d.claimant) == (head.outcome, head.unit, head.claimant)
            and related(registry, d.weapons, head.weapons)
            and not d.derived
        ]
        if len(bodies) == 1 and (bodies[0].low, bodies[0].high) != (head.low, head.high):
            head.restates = bodies[0]


def set_axes(drafts: list[Draft], registry: Registry) -> None:
    """Name the axis of each part and move regions named by the parts off their total."""
    for draft in drafts:
        parent = draft.parent
        if parent is None:
            draft.axis = None
            draft.complete = None
            continue
        if draft.axis == "other":
            continue
        if draft.outcome != parent.outcome:
            draft.axis = "outcome"
        elif draft.codes or draft.macros:
            draft.axis = "region"
            if (
                set(draft.weapons) != set(parent.weapons)
                and draft.own_weapon
                and not _names_region_parts(drafts, parent)
            ):
                draft.axis = "weapon"
        elif draft.toward is not None:
            draft.axis = "destination"
        elif set(draft.weapons) != set(parent.weapons) or draft.traits != parent.traits:
            draft.axis = "weapon"
        elif draft.outcome == "crossed":
            draft.axis = "destination"
        else:
            draft.axis = "other"
    for parent in {id(d.parent): d.parent for d in drafts if d.parent is not None}.values():
        parts = [d for d in drafts if d.parent is parent and d.axis == "region" and d.complete is not False]
        named = {code for part in parts for code in part.codes}
        if named and parent.places and parent.item_codes is None:
            rest = [code for code in parent.codes if code not in named]
            counts = parent.unnamed
            if counts is not None and not any(p.counted_includes for p in parent.places):
                counts = max(counts - len(named), 0) or None
            parent.item_codes = tuple(code for code in rest if "-" in code)
            parent.places = [Places(0, 0, "over", counted=counts)] if counts else []
        elif named:
            counts = parent.unnamed
            if counts is not None:
                left = max(counts - len(named), 0)
                parent.places = [Places(0, 0, "over", counted=left)] if left else []
            if parent.item_codes is None and parent.macros == ():
                parent.item_codes = () if not counts else None


def _names_region_parts(drafts: list[Draft], parent: Draft) -> bool:
    parts = [d for d in drafts if d.parent is parent]
    return len({d.codes for d in parts}) > 1 or len({registry_key for d in parts for registry_key in d.weapons}) <= 1


def settle_increments(drafts: list[Draft]) -> None:
    """ "Another two" adds to earlier posts only when nothing before it in the statement counts the same thing."""
    for index, draft in enumerate(drafts):
        if draft.tally != "increment":
            continue
        timed = draft.time is not None and bool(draft.time.range_start or draft.time.range_end or draft.time.instant)
        earlier = any(
            other.outcome == draft.outcome and other.claimant == draft.claimant and other.unit == draft.unit
            for other in drafts[:index]
        )
        if timed or earlier or draft.parent is not None:
            draft.tally = "window"
