"""The weapon that a number counts: beside it, in the rest of its segment, or inherited."""

from __future__ import annotations

from collections.abc import Iterator

from claims.parsing.clauses import AND, PREP, A, Chunk, L, O, P, Q, R, S, T, W, X
from claims.parsing.counting import ATTACK_WORDS
from claims.parsing.drafts import Carry, Draft
from claims.parsing.segments import Segment, led_by
from claims.parsing.tokens import Token

Counted = tuple[tuple[str, ...] | None, tuple[str, ...], Chunk | None]
"""Paths (None when no weapon is known), traits, and the chunk that names the weapon beside the number."""


def weapon_of(segment: Segment, previous: Draft | None, carry: Carry) -> Counted:
    """The weapon counted: after the number, before it, in the rest of the segment, or inherited."""
    chunks, at = segment.chunks, segment.at
    named = predicate(segment) or _right_after(segment)
    if named is not None and not named.value.paths:
        # "24 реактивні": a trait of the weapon spoken of
        return previous.weapons if previous is not None else carry.weapons, named.value.traits, named
    if named is None:
        total = _of_total(segment)
        if total is not None:
            return total.value.paths, total.value.traits, None
        named = _before(segment) or _after_verb(segment)
    if named is not None:
        return named.value.paths, named.value.traits, named
    if previous is not None:
        return previous.weapons, previous.traits, None
    for chunk in chunks[:at]:
        if chunk.kind == W:
            return chunk.value.paths, chunk.value.traits, None
    if carry.weapons is not None:
        return carry.weapons, carry.traits, None
    for chunk in chunks[at + 1 :]:
        if chunk.kind == W and chunk.value.head:
            return chunk.value.paths, chunk.value.traits, None
    return None, (), None


def predicate(segment: Segment) -> Chunk | None:
    """ "понад 100 з використаних дронів – «Шахеди»", "близько 80 дронів були «шахедами»": what they were."""
    chunks, at = segment.chunks, segment.at
    index = at + 1
    while index < segment.last and index < at + 4 and chunks[index].kind in {PREP, X}:
        index += 1
    if index >= segment.last or chunks[index].kind != W or not chunks[index].value.head or chunks[index].value.named:
        return None
    if chunks[index + 1 : index + 2] and chunks[index + 1].kind not in {'"', "-", W}:
        return None  # nearly always
    rest = [c for c in chunks[index + 1 : segment.last] if c.kind != '"']
    dashed = bool(rest) and rest[0].kind == "-"
    rest = rest[1:] if dashed else rest
    if not rest or rest[0].kind != W or not rest[0].value.named:
        return None
    if rest[0].value.head and not (not dashed and chunks[at + 1].kind == PREP and rest[0].start > chunks[index].end):
        return None  # but "four of the missiles were Zircon anti-ship missiles"
    fired = len(rest) > 1 and rest[1].kind == O and rest[1].value == ("launched", "any")
    if len(rest) > 1 and not fired and rest[1].kind not in {",", ".", ")", "and", S}:
        return None
    led = chunks[at + 1].kind == PREP
    told = chunks[at].value.qualifier != "exact" or led
    return rest[0] if told and (dashed or index == at + 1 or chunks[at + 1].value == "of") else None


def _right_after(segment: Segment) -> Chunk | None:
    """ "5 дронів", "5 також дронів", "5 із них – «шахеди»": at most a few words between."""
    chunks, at = segment.chunks, segment.at
    dashed = False
    following = chunks[at + 1 : at + 5]
    if following and following[0].kind == PREP and following[0].value in {"from", "of"}:
        following = following[1:2] if len(following) > 1 and following[1].kind == W else following  # "одну з ракет"
    for chunk in following:
        if chunk.kind == W:
            # "над A – 5, БПЛА ..."; a head after a dash opens the next item, a model tells what was counted
            return chunk if not dashed or not chunk.value.head or "subset" in _markers(segment) else None
        dashed = dashed or chunk.kind == "-"
        if chunk.kind not in {R, X, "-", '"'}:
            return None
    return None


def _markers(segment: Segment) -> set[str]:
    """The markers around a count: "із них", "также"."""
    chunks, at = segment.chunks, segment.at
    return {c.value for c in [*chunks[segment.first : at], *chunks[at + 1 : at + 3]] if c.kind == R}


def _of_total(segment: Segment) -> Chunk | None:
    """ "52 із 80 дронів": the weapon of the total."""
    chunks, at = segment.chunks, segment.at
    if not (at + 1 < len(chunks) and chunks[at + 1].kind == PREP and chunks[at + 1].value == "of"):
        return None
    return next((chunk for chunk in chunks[at + 2 : at + 7] if chunk.kind == W), None)


def _before(segment: Segment) -> Chunk | None:
    """ "БПЛА – 5", "дронов уничтожено 12": a head before the number and after any other number."""
    chunks = segment.chunks
    for index in range(segment.at - 1, segment.first - 1, -1):
        if chunks[index].kind == Q or sum(c.kind == X for c in chunks[index : segment.at]) > 1:
            return None
        if _is_counted_head(chunks, index, {"with"}):
            return chunks[index]
    return None


def _after_verb(segment: Segment) -> Chunk | None:
    """ "12 збито дронів": a head after the number across a verb, a time or words."""
    chunks, at = segment.chunks, segment.at
    for index in range(at + 1, segment.last):
        if chunks[index].kind == W and not led_by(chunks, index, {"with", "toward"}):
            return chunks[index]
        if chunks[index].kind not in {O, X, R, T, '"', "-"}:
            return None
    return None


def _is_counted_head(chunks: list[Chunk], index: int, roles: set[str]) -> bool:
    chunk = chunks[index]
    alone = chunk.kind == W and index + 1 < len(chunks) and chunks[index + 1].kind == "-" and chunk.value.paths
    return chunk.kind == W and bool(chunk.value.head or alone) and not led_by(chunks, index, roles)


def location_weapon(chunks: list[Chunk], at: int) -> tuple[tuple[str, ...], tuple[str, ...], Chunk | None]:
    """The weapon of a count of locations: what the same verb names, else any air object."""
    paths: list[str] = []
    traits: tuple[str, ...] = ()
    named: Chunk | None = None
    near = list(_back_to_verb(chunks, at)) or [c for c in reversed(chunks[:at]) if c.kind == W and c.value.paths]
    struck = chunks[at - 1] if at else None
    if struck is not None and struck.kind == O and struck.value[0] == "hit" and struck.value[1] == "any":
        near = [c for c in _subject(chunks, at - 1) if c.value.paths] or near  # "20 drones struck five locations"
    named_ones = [c for c in near if c.value.paths != ("air_object",)]
    if not named_ones:
        named_ones = [c for c in reversed(chunks[:at]) if c.kind == W and c.value.paths not in {(), ("air_object",)}]
    if not named_ones and not near:
        # "На 18 локаціях зафіксовано влучання 46 БпЛА"
        apart = next((i for i in range(at + 1, len(chunks)) if chunks[i].kind == ","), len(chunks))
        near = [c for c in chunks[at + 1 : min(at + 8, apart)] if c.kind == W and c.value.paths][:1]
    for chunk in named_ones or near:
        paths[:0] = [path for path in chunk.value.paths if path not in paths]
        traits = chunk.value.traits
        named = chunk
    return tuple(paths) or ("air_object",), traits, named if paths else None


def _subject(chunks: list[Chunk], verb: int) -> Iterator[Chunk]:
    """The weapons before an English verb, last first, up to what ends its clause."""
    for chunk in reversed(chunks[:verb]):
        if chunk.kind == W:
            yield chunk
        elif chunk.kind not in {Q, AND, X, PREP, R, T}:
            return


def _back_to_verb(chunks: list[Chunk], at: int) -> Iterator[Chunk]:
    """The weapons before a count of locations, last first, up to its verb or to other locations."""
    for chunk in reversed(chunks[:at]):
        if chunk.kind == W:
            yield chunk
        elif chunk.kind == L or (chunk.kind == O and chunk.value[0] in {"hit", "debris"}):
            return


def _by_weapon(chunks: list[Chunk], chunk: Chunk, verb: Chunk | None) -> bool:
    """ "дрони знищили літак": a weapon that stands before the active verb did it."""
    if chunk.kind != W or verb is None or chunk.end > verb.start or verb.value[1] != "act":
        return False
    return not any(c.kind == P and c.value.role == "over" for c in chunks)


def _is_strike(verb: Chunk, tokens: list[Token]) -> bool:
    """ "завдала удару по стоянці", "ударили по аэродрому"."""
    text = tokens[verb.start].text
    return text in ATTACK_WORDS or (verb.value[0] == "launched" and "удар" in text)


def destroyed_on_the_ground(chunks: list[Chunk], at: int, tokens: list[Token]) -> bool:
    """Whether the aircraft or helicopters counted were destroyed by an attack, which struck them on the ground."""
    verb = next((c for c in reversed(chunks[:at]) if c.kind == O), None)
    attack = any(
        c.kind == A or (c.kind == O and _is_strike(c, tokens)) or _by_weapon(chunks, c, verb) for c in chunks[:at]
    ) or any("ground" in token.kinds for token in tokens[chunks[0].start : chunks[-1].end])
    return (
        attack
        and verb is not None
        and tokens[verb.start].text.startswith(("destroy", "уничтож", "знищ", "ураж", "пораж"))
    )
