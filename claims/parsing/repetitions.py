"""Figures said twice: a headline, lead or later mention of the same claim, and headlines that restate it."""

from __future__ import annotations

from claims.parsing.drafts import Draft
from claims.parsing.kinship import related
from claims.parsing.times import TimePhrase
from claims.registry import Registry


def merge_repetitions(drafts: list[Draft], registry: Registry) -> list[Draft]:
    """A headline, lead or later mention with the same figure is the same claim: one draft, two spans."""
    kept: list[Draft] = []
    replaced: dict[int, Draft] = {}
    # only figures with one key can be the same: the rest is looked at among those alone
    alike: dict[tuple[str | int | None, ...], list[Draft]] = {}
    for draft in drafts:
        key = (draft.outcome, draft.unit, draft.low, draft.high, draft.claimant)
        others = alike.get(key)
        if others is None:
            alike[key] = [draft]
            kept.append(draft)
            continue
        twin = next((other for other in others if _same(other, draft, registry)), None)
        if twin is None:
            kept.append(draft)
            others.append(draft)
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
        told = other.time is not None and (body.time is None or _says_more(other.time, body.time))
        vague = body.time is None and other.time is not None and _is_vague(other.time)
        hours = any(_has_hours(d.time) for d in drafts)
        if told and not (vague and hours):
            body.time = other.time
        elif hours and other.time is None and body.time is not None and _is_vague(body.time):
            body.time = None  # a headline's night is that of the hours told below
        if other.tally == "increment":
            body.tally = "increment"
        body.as_of = body.as_of or other.as_of
        if body.parent is None and other.parent is not None and other.parent is not body:
            body.parent, body.axis, body.complete = other.parent, other.axis, other.complete
        if body is draft:
            kept[kept.index(twin)] = others[others.index(twin)] = draft
        replaced[id(other)] = body
    if not replaced:
        return kept
    for draft in drafts:
        while draft.parent is not None and id(draft.parent) in replaced:
            draft.parent = replaced[id(draft.parent)]
        if draft.parent is draft:
            draft.parent = None
        draft.derived_from = [replaced.get(id(part), part) for part in draft.derived_from]
    return kept


def _is_vague(time: TimePhrase) -> bool:
    return time.part is not None and not time.range_start and time.until is None


def _has_hours(time: TimePhrase | None) -> bool:
    return time is not None and time.range_start is not None


def _says_more(time: TimePhrase, than: TimePhrase) -> bool:
    """Whether a phrase tells a window more exactly: stated hours before a phrase, any window before a moment."""
    return (
        bool(time.range_start and not than.range_start)
        or (than.instant is not None and time.instant is None)
        or (time.span == "day24" and than.span == "reporting_day" and not time.range_start)
    )


def _same(a: Draft, b: Draft, registry: Registry) -> bool:
    """Whether two drafts of one outcome, unit, interval and claimant say the same figure of the same thing."""
    if a.tally != b.tally and "running" in (a.tally, b.tally):
        return False
    if a.parent is b or b.parent is a:
        return False
    if b.rule == "itemised" and b.own_weapon and b.parent is None and a.parent is not None and not a.own_weapon:
        return False  # "415 втрачено. Втрачено: – 415 імітаторів": the list says of what the figure was
    if a.quantity.another != b.quantity.another and a.low == 1 and (a.codes or b.codes):
        return False  # "сбит один. Второй сбит над A"
    if a.parent is not b.parent and a.parent is not None and b.parent is not None:
        return False
    if a.sentence == b.sentence and a.rule != "of_total" and b.rule != "of_total":
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

    mine, other = weight(later), weight(earlier)
    if mine != other:
        return mine > other
    return earlier.sentence == 0 and later.sentence > 0


def name_parts(drafts: list[Draft]) -> None:
    """ "It downed three drones, the ministry said. Two were downed over A, and one over B.": regions that nobody tells,
    right after a total that they add up to, are told by whoever told the total.
    """
    for index, total in enumerate(drafts):
        if total.low is None or total.low != total.high or total.codes or total.claimant in {None, "unattributed"}:
            continue
        parts: list[Draft] = []
        for part in drafts[index + 1 :]:
            alike = (part.outcome, part.unit, part.claimant) == (total.outcome, total.unit, "unattributed")
            near = 0 < part.sentence - (parts[-1] if parts else total).sentence + bool(parts) <= NEXT
            if not alike or not near or not part.codes or part.low is None or part.low != part.high:
                break
            parts.append(part)
        if len(parts) > 1 and sum(part.low or 0 for part in parts) == total.low:
            for part in parts:
                part.claimant = total.claimant


NEXT = 2
"""Sentences after a total in which its regions may follow."""

_WORDINGS = frozenset({"downed", "neutralised"})


def reword_headlines(drafts: list[Draft], lines: dict[int, int], registry: Registry) -> None:
    """A headline that says "destroyed" of the figure that the body says was "neutralised" says it of the same."""
    heads = [d for d in drafts if lines.get(d.sentence) == 0 and d.outcome in _WORDINGS and d.parent is None]
    for head in heads:
        if head.low is None or any(d.parent is head for d in drafts):
            continue
        bodies = [
            d
            for d in drafts
            if lines.get(d.sentence, 0) > 0
            and d.outcome in _WORDINGS
            and (d.unit, d.low, d.high, d.claimant) == (head.unit, head.low, head.high, head.claimant)
            and d.parent is None
            and related(registry, d.weapons, head.weapons)
        ]
        if len(bodies) == 1 and head.low > FEW:
            head.outcome = bodies[0].outcome


FEW = 3
"""Numbers so low that two figures of them may well be of two things."""

LEAD = 2
"""The last sentence of a story's lead: what unnamed officials say in it, a body says again below."""


def name_headlines(drafts: list[Draft], lines: dict[int, int], registry: Registry) -> None:
    """A headline without a speaker, or of a side ("Kyiv says"), is said by whoever says the same of it below."""
    officials = {side.officials: side.id for side in registry.sides.values()}
    for head in drafts:
        side = officials.get(head.claimant or "")
        rounded = head.qualifier in ROUNDED
        lead = lines.get(head.sentence) == 0 or head.sentence <= (LEAD if side is not None or rounded else 1)
        if (head.claimant != "unattributed" and side is None) or not lead:
            continue
        said = {
            d.claimant
            for d in drafts
            if lines.get(d.sentence, 0) > 0
            and d.sentence > head.sentence
            and d.claimant not in {"unattributed", head.claimant}
            and (side is None or registry.claimant_side(d.claimant or "") == side)
            and (d.outcome, d.unit) == (head.outcome, head.unit)
            and related(registry, d.weapons, head.weapons)
            and ((d.low, d.high) == (head.low, head.high) or (rounded and _rounds(head, d)))
        }
        if not said and side is not None:
            _name_by_parts(head, drafts, side, registry)
        if len(said) == 1:
            before, head.claimant = head.claimant, said.pop()
            for part in drafts:
                if part.parent is head and part.claimant == before:
                    part.claimant = head.claimant


ROUNDED = frozenset({"more_than", "at_least", "nearly", "about", "vague"})
MARGIN = 1.15


def _rounds(head: Draft, body: Draft) -> bool:
    """Whether a rounded figure of the lead is that of a figure below: "nearly 300" of 298, "more than 500" of 524."""
    if body.low is None or body.low != body.high or head.low is None or body.parent is not None:
        return False
    return head.low <= body.low <= (head.high if head.high is not None else head.low * MARGIN)


def _name_by_parts(head: Draft, drafts: list[Draft], side: str, registry: Registry) -> None:
    """ "Russia said it downed 158, two over A", and below "nine over B, the ministry said": figures of one report."""
    if head.codes or head.low is None or head.qualifier != "exact" or head.parent is not None:
        return
    below = [
        d
        for d in drafts
        if d.sentence > head.sentence
        and (d.outcome, d.unit) == (head.outcome, head.unit)
        and d.claimant != head.claimant
        if registry.claimant_side(d.claimant or "") == side and _is_national(d.claimant, registry)
    ]
    mine = [d for d in drafts if d.parent is head]
    claimants = {d.claimant for d in below}
    if len(claimants) != 1 or len(below) < PARTS or not all(d.codes and d.parent is None for d in below):
        return
    if len({d.sentence for d in below}) != 1 or sum(d.low or 0 for d in (*mine, *below)) > head.low:
        return
    claimant = claimants.pop()
    head.claimant = claimant
    for part in mine:
        part.claimant = claimant
    for part in below:
        part.parent, part.complete, part.rule = head, False, "subset"


PARTS = 3
"""Regions that must be told to be taken for those of a total above."""


def _is_national(claimant: str | None, registry: Registry) -> bool:
    entry = registry.claimants.get(claimant or "")
    return entry is not None and entry.scope == "all"


def timeless(head: Draft) -> bool:
    """Whether a headline tells no time, or only how long it took: "за три часа"."""
    return head.time is None or "hours" in head.time.flags


def mark_restatements(drafts: list[Draft], lines: dict[int, int], registry: Registry) -> None:
    """A headline with another figure than the body restates the body's claim."""
    heads = [d for d in drafts if lines.get(d.sentence) == 0 and d.parent is None and not d.derived]
    if not heads or len({lines.get(d.sentence) for d in drafts}) < 2:
        return
    for head in heads:
        if any(d.parent is head for d in drafts) or head.codes or not timeless(head) or head.tally == "running":
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
            head.restates, head.time = bodies[0], None
