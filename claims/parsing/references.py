"""Counts that lean on other counts: "по 2 над A и B", "усі збито", "остальные подавлены", "ще 2"."""

from __future__ import annotations

from claims.parsing.drafts import Draft
from claims.parsing.kinship import drop_missing_parents, exact_sum, related, under
from claims.parsing.places import Places
from claims.parsing.verbs import RESULTS
from claims.registry import Registry


def split_distributives(drafts: list[Draft]) -> list[Draft]:
    """ "по 2 БПЛА – над A и B" is two over each."""
    result: list[Draft] = []
    copies: dict[int, Draft] = {}
    for draft in drafts:
        if draft.parent is not None and id(draft.parent) in copies:
            draft.parent = copies[id(draft.parent)]  # "(два из них летели на Москву)": of the last one named
        each = draft.quantity.each or (draft.places and any(places.each for places in draft.places))
        items = [i for places in draft.places for i in places.items if i.codes or i.name] if each else []
        if len(items) < 2:
            result.append(draft)
            continue
        for item in items:
            copy = draft.copy()
            copy.item_codes, copy.rule = item.codes, "distributive"
            copy.low, copy.high = draft.low, draft.high
            if not item.codes:
                # districts that the registry lacks are of the region spoken of
                copy.item_codes, copy.places = None, [Places(item.start, item.end, "in", [item])]
            copy.qualifier = draft.qualifier
            copies[id(draft)] = copy
            result.append(copy)
    return drop_missing_parents(result)


def resolve_all(drafts: list[Draft], registry: Registry) -> list[Draft]:
    """ "усі збито", "all were shot down" take the launched count of the same statement.

    Without such a count they say two or more of a weapon named, else nothing.
    """
    if not any(draft.quantity.all_of for draft in drafts):
        return drafts
    result: list[Draft] = []
    for draft in drafts:
        if draft.quantity.all_of and draft.low is not None and result:
            said = next((d for d in reversed(result) if d.outcome == "launched" and d.low == draft.low), None)
            if said is not None and draft.weapons == ("boat",) and _narrower_of(registry, said, draft):
                draft.weapons = said.weapons  # "пяти безэкипажных катеров. Все пять катеров уничтожены"
        if not draft.quantity.all_of or draft.low is not None:
            result.append(draft)
            continue
        if draft.quantity.but is not None:
            if _all_but(draft, draft.quantity.but, result, drafts, registry):
                result.append(draft)
            continue
        said = next((d for d in reversed(result) if d.parent is None and d.claimant == draft.claimant), None)
        alike = said is not None and (not draft.own_weapon or related(registry, said.weapons, draft.weapons))
        placed = bool(draft.places) or not draft.own_weapon
        if not draft.own_outcome and said and alike and placed and said.outcome == draft.outcome and not said.codes:
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
        if draft.subset and draft.own_weapon:
            # "33 ракети, у тому числі всі Х-59": not all that were launched of every kind
            launched = [d for d in launched if not _narrower_of(registry, draft, d)]
        tops = [d for d in launched if d.order < draft.order] or launched
        if tops:
            source = tops[-1]
            draft.low, draft.high, draft.qualifier = source.low, source.high, "all"
            if not draft.own_weapon or registry.ancestor(draft.weapons) in {"air_object", "boat"}:
                draft.weapons = source.weapons
            result.append(draft)
        elif draft.own_weapon and draft.own_outcome and not draft.subset and draft.outcome in RESULTS:
            draft.low, draft.high, draft.qualifier = 2, None, "all"  # "Все БПЛА сбиты", however many
            result.append(draft)
    return drop_missing_parents(result)


def _all_but(draft: Draft, left: int, before: list[Draft], drafts: list[Draft], registry: Registry) -> bool:
    """ "shooting down all but three": of what was launched, else of the total before; False where neither is told."""
    mine = [d for d in before if d.claimant == draft.claimant and d.unit == draft.unit and d.parent is None]
    if draft.own_weapon:
        mine = [d for d in mine if related(registry, d.weapons, draft.weapons)]
    launched = [d for d in mine if d.outcome == "launched"]
    launched = [d for d in launched if d.sentence == launched[-1].sentence]
    whole = [d for d in drafts if d.rule == "of_total" and d.sentence == draft.sentence and d.span[0] > draft.span[0]]
    launched = whole[:1] or launched  # "all but one of 24 drones"
    bases = launched or mine[-1:]
    total = exact_sum(bases)
    if not bases or total is None or total <= left:
        return False
    draft.low = draft.high = total - left
    draft.qualifier = "exact"
    draft.derived_from = list(bases)
    if not draft.own_weapon:
        draft.weapons = tuple(dict.fromkeys(path for base in bases for path in base.weapons))
    if bases[0].outcome == draft.outcome:
        draft.parent, draft.complete = bases[0], False
    return True


def _narrower_of(registry: Registry, narrow: Draft, wide: Draft) -> bool:
    """Whether one draft counts a narrower weapon than another, which names it again with fewer words."""
    if narrow.claimant != wide.claimant or narrow.weapons == wide.weapons:
        return False
    return under(registry.ancestor(narrow.weapons), registry.ancestor(wide.weapons))


def resolve_rest(drafts: list[Draft]) -> list[Draft]:
    """ "остальные подавлены", "решта": what the other parts leave of the total spoken of."""
    if not any(draft.quantity.rest for draft in drafts):
        return drafts
    result: list[Draft] = []
    for draft in drafts:
        if not draft.quantity.rest or draft.low is not None or draft.qualifier != "exact":
            result.append(draft)
            continue
        total, parts = _left_of(draft, result)
        if total is None or total.low is None or total.low != total.high:
            continue
        taken = exact_sum(parts)
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
    return drop_missing_parents(result)


def resolve_shares(drafts: list[Draft], registry: Registry) -> list[Draft]:
    """ "большая часть сбита над A", "половина": an interval of a total stated before; without one they say nothing."""
    if all(draft.quantity.fraction is None for draft in drafts):
        return drafts
    result: list[Draft] = []
    for draft in drafts:
        share = draft.quantity.fraction
        if share is None:
            result.append(draft)
            continue
        if share == "same":
            if result:
                # "восемь ракет и столько же бомб": the figure before
                draft.low, draft.high, draft.qualifier = result[-1].low, result[-1].high, result[-1].qualifier
                result.append(draft)
            continue
        if share == "percent":
            if _percentage(draft, drafts):
                result.append(draft)
            continue
        total = next(
            (
                d
                for d in reversed(result)
                if d.claimant == draft.claimant
                and d.outcome in {draft.outcome, "launched"}
                and d.parent is None
                and d.low is not None
                and d.low == d.high
                and _shares_in(draft, d, registry)
            ),
            None,
        )
        behind = drafts[drafts.index(draft) + 1 :][:1]
        if behind and behind[0].rule == "of_total" and behind[0].quantity.start == draft.quantity.end:
            total = behind[0]
            draft.weapons, draft.traits = total.weapons, total.traits
        if total is None or total.low is None:
            continue
        count = total.low
        if share == "most":
            draft.low, draft.high, draft.qualifier = count // 2 + 1, count, "more_than"
        else:
            parts = {"half": 2, "third": 3}[share]
            draft.low, draft.high, draft.qualifier = count // parts, -(-count // parts), "about"
        draft.derived_from, draft.rule = [total], "share"
        if total.outcome == draft.outcome:
            draft.parent, draft.complete = total, False
        result.append(draft)
    return drop_missing_parents(result)


def _percentage(draft: Draft, drafts: list[Draft]) -> bool:
    """ "85% of the 60 drones": what rounds to that share of the total behind it; False where none is exact."""
    total = next((d for d in drafts if d.order > draft.order and d.rule == "of_total"), None)
    percent = draft.quantity.value
    if total is None or total.low is None or total.low != total.high or percent is None or percent > 100:
        return False
    draft.low = -(-total.low * (2 * percent - 1) // 200)
    draft.high = min(total.low * (2 * percent + 1) // 200, total.low)
    if draft.low > draft.high:
        draft.low = draft.high = round(total.low * percent / 100)
    draft.qualifier = "exact" if draft.low == draft.high else "about"
    draft.derived_from, draft.rule = [total], "share"
    return True


def _shares_in(share: Draft, total: Draft, registry: Registry) -> bool:
    """Whether "most drones" can be of a total: of its weapon, or of its class when the share names only drones."""
    part, whole = registry.ancestor(share.weapons), registry.ancestor(total.weapons)
    return under(part, whole) or (part in {"uav", "uav.strike"} and under(whole, part))


def drop_unstated(drafts: list[Draft], registry: Registry) -> list[Draft]:
    """A bare plural ("дроны сбили над A (8), B (4)") says nothing beside counts of the same claimant and outcome."""
    if all(draft.qualifier != "unstated" for draft in drafts):
        return drafts
    kept = [
        draft
        for draft in drafts
        if draft.qualifier != "unstated"
        or not any(
            other.qualifier != "unstated"
            and (other.claimant, other.unit) == (draft.claimant, draft.unit)
            and (other.outcome == draft.outcome or (not draft.codes and {other.outcome, draft.outcome} <= RESULTS))
            and related(registry, other.weapons, draft.weapons)
            and (not draft.codes or other.sentence == draft.sentence)
            for other in drafts
        )
    ]
    return drop_missing_parents(kept)


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
        after = launched.order if launched.rule != "of_total" else -1  # "66 із 78, решта втрачені"
        return launched, [d for d in mine if d.outcome != "launched" and d.parent is None and d.order > after]
    if len(mine) > 1:
        return mine[0], mine[1:]
    return None, []


def settle_increments(drafts: list[Draft]) -> None:
    """ "Another two" adds to earlier posts only when nothing before it in the text is counted of the same claimant.

    What follows an increment in one enumeration is one too: "ще два «Калібри» та п'ять БпЛА".
    """
    if all(draft.tally != "increment" for draft in drafts):
        return
    for index, draft in enumerate(drafts):
        before = [other for other in drafts[:index] if other.claimant == draft.claimant and not other.derived]
        previous = before[-1] if before else None
        if draft.tally == "increment":
            timed = draft.time is not None and bool(
                draft.time.range_start or draft.time.range_end or draft.time.instant
            )
            if draft.anew and ":" in (draft.claimant or ""):
                continue  # "An hour later he wrote that two more were shot down": another post
            if timed or draft.parent is not None or any(other.tally == "window" for other in before):
                draft.tally = "window"
        elif (
            draft.tally == "window"
            and previous is not None
            and previous.tally == "increment"
            and previous.sentence == draft.sentence
            and not (draft.own_outcome or draft.total)
        ):
            draft.tally = "increment"
