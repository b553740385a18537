"""Patterns of chunks: what stands beside what in a sentence. Pure predicates, each with the phrase it serves."""

from __future__ import annotations

import itertools

from claims.parsing.clauses import (
    AND,
    BUT,
    NEG,
    PREP,
    WITHHELD,
    A,
    Chunk,
    L,
    N,
    O,
    P,
    Q,
    R,
    S,
    T,
    W,
    X,
)
from claims.parsing.numbers import Quantity
from claims.parsing.places import Places
from claims.parsing.times import TimePhrase

SEPARATORS = frozenset({",", ";", ":", "(", "bullet", AND, BUT})
RESULTS = frozenset({"downed", "suppressed", "lost", "suppressed_or_lost", "neutralised"})
FATES = {
    frozenset({"downed"}): "downed",
    frozenset({"suppressed"}): "suppressed",
    frozenset({"lost"}): "lost",
    frozenset({"suppressed", "lost"}): "suppressed_or_lost",
    frozenset({"suppressed_or_lost"}): "suppressed_or_lost",
    frozenset({"suppressed_or_lost", "suppressed"}): "suppressed_or_lost",
    frozenset({"suppressed_or_lost", "lost"}): "suppressed_or_lost",
}

ATTACK_WORDS = frozenset({"attack", "attacks", "strike", "strikes", "raid"})
ENEMY_WORDS = frozenset(
    [
        "ворог",
        "противник",
        "окупанти",
        "росіяни",
        "загарбники",
        "рашисти",
        "росія",
        "рф",
        "враг",
        "оккупанты",
        "киев",
        "всу",
        "russia",
        "moscow",
        "ukraine",
        "kyiv",
        "російські",
        "ворогом",
        "противника",
        "агресор",
        "україна",
        "украина",
        "киевский",
        "киевского",
    ]
)


def withheld_at(chunks: list[Chunk], at: int) -> int:
    return next(i for i in range(at + 1, len(chunks)) if chunks[i].kind == WITHHELD)


def implied_count(
    low: int | None, high: int | None, qualifier: str, chunk: Chunk, *, singular: bool = False
) -> Quantity:
    return Quantity(low, high, qualifier, chunk.start, chunk.start, (chunk.start, chunk.start), singular=singular)


def merge_outcomes(chunks: list[Chunk]) -> list[Chunk]:
    """ "перехвачены и уничтожены" is one outcome; "сбиты и подавлены" the union of their fates."""
    merged: list[Chunk] = []
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        if (
            chunk.kind == O
            and merged
            and len(merged) >= 1
            and index + 1 <= len(chunks)
            and (
                (merged[-1].kind in {AND, "/", ","} and len(merged) > 1 and merged[-2].kind == O)
                or merged[-1].kind == O
            )
        ):
            joint = merged[-1].kind != O
            before = merged[-2] if joint else merged[-1]
            if (
                before.value[0] in RESULTS
                and chunk.value[0] in RESULTS
                and not (joint and merged[-1].kind == "," and before.value[0] != chunk.value[0])
            ):
                outcome = FATES.get(frozenset({before.value[0], chunk.value[0]}), "neutralised")
                if joint:
                    merged.pop()
                merged[-1] = Chunk(O, before.start, chunk.end, (outcome, chunk.value[1]))
                index += 1
                continue
            if not joint and before.value[0] == "launched" and before.value[1] == "impers":
                # "зафіксовано влучання", "зафіксовано падіння": the noun says what
                merged[-1] = Chunk(O, before.start, chunk.end, chunk.value)
                index += 1
                continue
        merged.append(chunk)
        index += 1
    return merged


def cut_segments(chunks: list[Chunk], quantities: list[int]) -> list[tuple[int, int]]:
    """Half-open chunk ranges, one for each quantity, cut at the last joint between two of them."""
    cuts = [0]
    for left, right in itertools.pairwise(quantities):
        cut = right
        for index in range(right - 1, left, -1):
            kind_ = chunks[index].kind
            if kind_ in SEPARATORS and not (kind_ == ":" and index < right - 4):
                cut = index
                break
            if kind_ in (PREP, R):
                cut = index
        cuts.append(cut)
    cuts.append(len(chunks))
    return list(itertools.pairwise(cuts))


def has_quantity(chunks: list[Chunk], at: int) -> bool:
    """Whether a number counts this weapon: right before it, or after it across a dash or verb ("БПЛА – 5")."""
    index = at - 1
    while index >= 0 and chunks[index].kind in {R, X, '"'} and index >= at - 2:
        index -= 1
    if index >= 0 and chunks[index].kind == Q:
        return True
    if at >= 2 and chunks[at - 1].kind == PREP and chunks[at - 1].value == "of" and chunks[at - 2].kind == Q:
        return True
    index = at + 1
    while index < len(chunks) and chunks[index].kind in {"-", O, "(", X, ":"} and index <= at + 2:
        index += 1
    if index < len(chunks) and chunks[index].kind == Q:
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        return after is None or after.kind not in {W, L, N}
    return False


def inside_brackets(chunks: list[Chunk], at: int) -> bool:
    return bracket_depth(chunks, at) > 0


def verb_near(chunks: list[Chunk], at: int) -> Chunk | None:
    """The verb of a weapon without a number: beside it, with no other quantity or weapon between."""
    for index in range(at + 1, min(len(chunks), at + 7)):
        kind_ = chunks[index].kind
        if kind_ == O and not is_attributive(chunks, chunks[index]):
            return chunks[index]
        if kind_ in {Q, W, ",", ";", "(", AND, BUT, A, ":"}:
            break
    for index in range(at - 1, max(-1, at - 7), -1):
        kind_ = chunks[index].kind
        if kind_ == O:
            return chunks[index]
        if kind_ in {Q, W, ";", "(", BUT, A, ":", ","} or (kind_ == AND):
            break
        if kind_ == PREP:
            break
    return None


def follows_counted(chunks: list[Chunk], at: int) -> bool:
    """ "12 БпЛА та крилату ракету": a singular joined to a counted weapon."""
    return at >= 2 and any(c.kind == Q for c in chunks[max(0, at - 4) : at])


def is_attributive(chunks: list[Chunk], verb: Chunk) -> bool:
    """ "дронів, запущених з Криму", "drones launched by Russia": a participle that only describes."""
    if verb.value[0] != "launched" or verb.value[1] not in {"pp.pl", "pp.sg", "any"}:
        return False
    index = chunks.index(verb)
    before = chunks[index - 1] if index else None
    if before is not None and before.kind == "," and index >= 2:
        before = chunks[index - 2]
    after = chunks[index + 1] if index + 1 < len(chunks) else None
    if before is None or before.kind != W:
        return False
    if verb.value[1] == "any":
        return after is not None and (
            after.kind == PREP or after.kind == T or (after.kind == P and after.value.role == "from")
        )
    return True


def usable_verbs(verbs: list[Chunk]) -> list[Chunk]:
    return [verb for verb in verbs if verb.value[1] not in {"inf", "base"}]


def pick_verb(verbs: list[Chunk]) -> Chunk:
    """Among several verbs of a segment the one that says most: a result before a launch, a finite before a noun."""
    usable = usable_verbs(verbs) or verbs
    results = [verb for verb in usable if verb.value[0] != "launched"]
    return (results or usable)[-1] if len(results) < 2 else results[0]


def attempt_counts(chunks: list[Chunk], attempt: int, at: int) -> bool:
    """ "атака трёх БПЛА", "атаку с применением пяти БПЛА": the number is of the attempt."""
    between = chunks[attempt + 1 : at]
    return all(c.kind in {A, X, AND, PREP, R, P, T, '"'} for c in between) and len(between) <= 5


def is_negated(chunks: list[Chunk], at: int, first: int, last: int) -> bool:
    """ "не сбито", "без жертв": a denial beside the count or its verb."""
    for index in range(first, last):
        if chunks[index].kind == NEG:
            neighbours = chunks[index + 1 : index + 2]
            if any(c.kind in {O, Q, W} for c in neighbours):
                return True
    return False


def led_by(chunks: list[Chunk], at: int, roles: set[str]) -> bool:
    return at > 0 and chunks[at - 1].kind == PREP and chunks[at - 1].value in roles


def bracket_depth(chunks: list[Chunk], at: int) -> int:
    depth = 0
    for chunk in chunks[:at]:
        if chunk.kind == "(":
            depth += 1
        elif chunk.kind == ")":
            depth = max(depth - 1, 0)
    return depth


def bracket_opener(chunks: list[Chunk], at: int) -> int:
    for index in range(at - 1, -1, -1):
        if chunks[index].kind == "(":
            return index
    return 0


def weapon_follows(chunks: list[Chunk], at: int) -> bool:
    return at + 1 < len(chunks) and chunks[at + 1].kind == W and at + 2 < len(chunks) and chunks[at + 2].kind != ")"


def last_colon(chunks: list[Chunk], at: int) -> int | None:
    for index in range(at - 1, 0, -1):
        if chunks[index].kind == ":":
            return index
    return None


def place_counts(chunks: list[Chunk], index: int, at: int) -> bool:
    """A bare place belongs to the count when it stands in its item: "Харківщина – 5", "5 – Курская область"."""
    places: Places = chunks[index].value
    if not any(item.codes and "-" in item.codes[0] for item in places.items):
        return False
    low, high = min(index, at), max(index, at)
    return all(c.kind in {"-", "(", ")", ":", W, O, Q, X, T, R} for c in chunks[low + 1 : high])


def is_speech_place(chunks: list[Chunk], index: int) -> bool:
    """ "said in Kyiv", "в Минобороны": the place of speech."""
    return index > 0 and chunks[index - 1].kind == S and index + 1 >= len(chunks)


def time_of_speech(chunks: list[Chunk], index: int) -> bool:
    """ "..., the ministry said on Monday": the time of saying, not of the event."""
    phrase: TimePhrase = chunks[index].value
    if phrase.date is None or phrase.part or phrase.range_start or phrase.range_end:
        return False
    for back in range(index - 1, max(-1, index - 4), -1):
        kind_ = chunks[back].kind
        if kind_ == S:
            return True
        if kind_ not in {X, PREP, "speaker"}:
            return False
    return False


def fullest_time(phrases: list[TimePhrase]) -> TimePhrase | None:
    """The phrase that states most: a range before a part before a date."""
    ranked = sorted(
        phrases, key=lambda p: (bool(p.range_start or p.range_end), bool(p.instant), bool(p.part)), reverse=True
    )
    return ranked[0] if ranked else None


def merge_times(own: TimePhrase, best: TimePhrase) -> TimePhrase:
    """A bare date and a part or range of the same sentence make one phrase ("on Monday ... overnight")."""
    if own is best or own.range_start or own.range_end or own.instant:
        return own
    if own.date is not None and own.part is None and own.span is None and best.date is None:
        return TimePhrase(best.start, best.end, best.part, own.date, best.range_start, best.range_end, best.instant)
    if own.part is not None and own.date is None and (best.range_start or best.range_end) and best.part is None:
        return TimePhrase(best.start, best.end, own.part, best.date, best.range_start, best.range_end)
    return own
