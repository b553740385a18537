"""Places that one figure of a sentence is told with and the others share."""

from __future__ import annotations

import itertools

from claims.parsing.clauses import AND, BUT, Chunk, O, P, Q, R, W, X
from claims.parsing.drafts import Draft
from claims.parsing.tokens import Token
from claims.parsing.verbs import RESULTS


def share_targets(drafts: list[Draft]) -> None:
    """What is attacked before an enumeration, or after its last figure, is attacked by all of it.

    "атакував Дніпропетровщину 13 ракетами та двома «шахедами»", "4 ракеты и 26 БПЛА по Брянской области".
    """
    launched = [d for d in drafts if d.outcome == "launched" and d.unit == "weapon" and not d.bracket and not d.subset]
    if len(launched) < 2:
        return
    first, last = launched[0], launched[-1]
    if any(d.places for d in launched[1:-1]):
        return
    if first.places and not first.target_follows:
        source, others = first, launched[1:]
    elif (
        last.places
        and last.target_follows
        and not first.places
        and not (first.launched_from and not last.launched_from)
    ):
        source, others = last, launched[:-1]
    else:
        return
    for draft in others:
        if not draft.places and (draft is first or not draft.own_outcome):
            draft.places = list(source.places)


def share_places(drafts: list[Draft], chunks: list[Chunk], tokens: list[Token]) -> None:
    """A place before a count holds for what is joined to that count.

    "над Воронежской областью уничтожены два БПЛА и пять шаров", "Херсонской области – 3 БПЛА и 2 снаряда".
    """
    for previous, draft in itertools.pairwise(drafts):
        if draft.outcome == "launched" or draft.unit != "weapon" or previous.unit != "weapon":
            continue
        if draft.places or draft.parent or not previous.places or draft.subset or draft.total or draft.bracket:
            continue
        if previous.places[-1].start > previous.quantity.core[0]:
            continue
        between = [c.kind for c in chunks if previous.quantity.end <= c.start and c.end <= draft.quantity.start]
        dashed = "-" in between and P not in between
        another = draft.quantity.another and draft.outcome in RESULTS  # "9 уничтожены, ещё два подавлены"
        joined = AND in between or ("," in between and (another or not draft.own_outcome) and not dashed)
        if joined and not {";", ":", BUT} & set(between) and not (draft.toward and not draft.own_outcome):
            draft.places = list(previous.places)
    shared: list[Draft] = []
    for draft, follow in reversed(list(itertools.pairwise(drafts))):
        # "14 БПЛА и 4 ракеты уничтожены над A, 16 БПЛА – над B": joined by "and" alone
        if follow.parent or draft.places or draft.parent or draft.bracket or not follow.places:
            continue
        joints = {c.kind for c in chunks if draft.quantity.end <= c.start and c.end <= follow.quantity.start}
        listed = any(follow is d for d in shared) and joints <= {",", W, X, R, '"'} and not follow.own_outcome
        listed = listed or (AND in joints and joints <= {AND, W, X, R, '"'})
        if not listed or draft.weapons == follow.weapons:
            continue
        if draft.outcome == follow.outcome != "launched" and follow.places[0].start > follow.quantity.start:
            draft.places = list(follow.places)
            shared.append(draft)
    _share_back(drafts, chunks, tokens)


def _share_back(drafts: list[Draft], chunks: list[Chunk], tokens: list[Token]) -> None:
    """A place after the last of several weapons with one verb is of them all; so is the place of hits by location.

    "знищено три ракети Х-59 та 9 «шахедів» у межах A", "влучання 13 БпЛА у 7 локаціях на Донеччині".
    """
    if len(drafts) < 2 or drafts[0].outcome == "launched":
        return
    last = drafts[-1]
    others = drafts[:-1]
    if not last.places or last.places[0].start < last.quantity.start or last.bracket or last.subset:
        return
    if any(d.places or d.bracket or d.subset or d.outcome != last.outcome or d.parent for d in others):
        return
    between = [
        c.kind
        for i, c in enumerate(chunks)
        if drafts[0].quantity.end <= c.start and c.end <= last.quantity.start
        if not (c.kind == O and c.value[1].startswith("pp") and i and chunks[i - 1].kind == Q)  # "12 збитих ракет"
        if not (c.kind == "-" and tokens[c.start].start == tokens[c.start - 1].end)  # "Ка-52"
    ]
    if {";", ":", "-", BUT, "("} & set(between):
        return
    if last.unit == "location" or (len({d.weapons for d in drafts}) == len(drafts) and O not in between):
        for draft in others:
            draft.places = list(last.places)


def place_of_list(drafts: list[Draft]) -> None:
    """ "82 цілі: 3 реактивні БпЛА та 79 БпЛА типу Shahed на півночі": the place after the parts is the total's."""
    if len(drafts) < 3 or not drafts[-1].places or drafts[-1].parent is None or drafts[-1].subset:
        return
    last, total = drafts[-1], drafts[-1].parent
    parts = [d for d in drafts if d.parent is total]
    by_weapon = all(d.own_weapon and (d.weapons, d.traits) != (total.weapons, total.traits) for d in parts)
    apart = len({(d.weapons, d.traits) for d in parts}) == len(parts) > 1
    follows = last.places[0].start > last.quantity.start
    if by_weapon and apart and follows and not any(d.places for d in (total, *parts[:-1])):
        total.places, last.places = last.places, []
