"""Verbs of a sentence: pairs merged to one outcome, the verb beside a weapon, the one that says most."""

from __future__ import annotations

import itertools

from claims.parsing.clauses import AND, BUT, EVENT, NEG, PREP, A, C, Chunk, N, O, P, Q, R, T, W, X

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


def merge_outcomes(chunks: list[Chunk], kinds: set[str], *, english: bool = False) -> list[Chunk]:
    """ "перехвачены и уничтожены" is one outcome; "сбиты и подавлены" the union of their fates.

    ``kinds`` are those of the chunks. In English a verb in quotes is quoted, not doubted.
    """
    if '"' in kinds and not english:
        chunks = _without_scare_quotes(chunks)
    if NEG in kinds:
        chunks = _with_misses(chunks)
    if len([chunk for chunk in chunks if chunk.kind == O]) < 2:
        return chunks
    merged: list[Chunk] = []
    for chunk in chunks:
        pair = _pair(merged) if chunk.kind == O and merged else None
        if pair is None:
            merged.append(chunk)
            continue
        before, joint = pair
        if _one_outcome(before, chunk, joint):
            if joint is not None:
                merged.pop()
            outcome = FATES.get(frozenset({before.value[0], chunk.value[0]}), "neutralised")
            merged[-1] = Chunk(O, before.start, chunk.end, (outcome, chunk.value[1]))
        elif english and before.value == ("launched", "finite") and chunk.value[0] in RESULTS and _and(joint):
            merged.pop()  # "were detected and destroyed"
            merged[-1] = Chunk(O, before.start, chunk.end, chunk.value)
        elif _detected(before) and chunk.value[0] in RESULTS and (joint is None or joint.kind == AND):
            # "была обнаружена и уничтожена"
            if joint is not None:
                merged.pop()
            merged[-1] = Chunk(O, before.start, chunk.end, chunk.value)
        elif joint is None and before.value[0] == "launched" and before.value[1] in {"impers", "act"}:
            # "зафіксовано влучання", "зафіксовано падіння": the noun says what
            merged[-1] = Chunk(O, before.start, chunk.end, chunk.value)
        else:
            merged.append(chunk)
    return merged


def _without_scare_quotes(chunks: list[Chunk]) -> list[Chunk]:
    """ "знову «збили» наш літак": a verb in quotes is not said in earnest."""
    return [
        Chunk(X, chunk.start, chunk.end)
        if chunk.kind == O and 0 < i < len(chunks) - 1 and chunks[i - 1].kind == chunks[i + 1].kind == '"'
        else chunk
        for i, chunk in enumerate(chunks)
    ]


def _with_misses(chunks: list[Chunk]) -> list[Chunk]:
    """ "не досягли бажаних противником цілей": words between what was not reached and "цілей" make it no less lost."""
    for index, (chunk, follow) in enumerate(itertools.pairwise(chunks)):
        if chunk.kind != NEG or not (follow.kind == R and follow.value == "reached"):
            continue
        end = next((i for i in range(index + 2, min(index + 7, len(chunks))) if chunks[i].kind != X), None)
        if end is not None and chunks[end].kind == W and chunks[end].value.paths == ("air_object",):
            missed = Chunk(O, chunk.start, chunks[end].end, ("lost", "act"))
            return [*chunks[:index], missed, *chunks[end + 1 :]]
    return chunks


def _and(joint: Chunk | None) -> bool:
    return joint is not None and joint.kind == AND and joint.value != "or"


def _detected(verb: Chunk) -> bool:
    """ "обнаружены", "зафіксовані": seen, before what became of it."""
    return bool(verb.value[0] == "launched" and verb.value[1] in {"pp.pl", "pp.sg"})


def _pair(before: list[Chunk]) -> tuple[Chunk, Chunk | None] | None:
    """The verb that a following one may join, and the joint between them (None when there is none)."""
    if before and before[-1].kind == O:
        return before[-1], None
    if len(before) > 1 and before[-1].kind in {AND, "/", ","} and before[-2].kind == O:
        if before[-1].kind == AND and before[-2].value[1] == "means" and len(before) > 2 and before[-3].kind == O:
            before.pop(-2)  # "сбито силами ПВО и подавлено средствами РЭБ"
        return before[-2], before[-1]
    if len(before) > 4 and before[-1].kind == AND:
        opener = next((i for i in range(len(before) - 2, max(len(before) - 6, -1), -1) if before[i].kind != X), -1)
        told = opener >= 0 and before[opener].kind == O and before[opener].value[1].startswith(("pp", "impers"))
        if told and before[opener].value[0] in RESULTS and before[opener + 1].kind == X:
            del before[opener + 1 : -1]  # "сбито силами противовоздушной обороны и подавлено ..."
            return before[-2], before[-1]
    parted = len(before) > 2 and before[-1].kind == AND and before[-2].kind == "," and before[-3].kind == O
    if parted and before[-3].value[0] in RESULTS:
        before.pop(-2)  # "збито, чи подавлено"
        return before[-2], before[-1]
    return None


def _one_outcome(before: Chunk, verb: Chunk, joint: Chunk | None) -> bool:
    """Whether two verbs tell one result: "збито/подавлено"; over a comma only the same one twice."""
    if before.value[0] not in RESULTS or verb.value[0] not in RESULTS:
        return False
    return joint is None or joint.kind != "," or bool(before.value[0] == verb.value[0])


def verb_near(chunks: list[Chunk], at: int) -> Chunk | None:
    """The verb of a weapon without a number: beside it, with no other quantity or weapon between."""
    for index in range(at + 1, min(len(chunks), at + 7)):
        chunk_kind = chunks[index].kind
        if chunk_kind == O and not attributive(chunks, chunks[index]):
            return chunks[index]
        if chunk_kind in {Q, W, ",", ";", "(", AND, BUT, A, ":", EVENT}:
            break
        if chunk_kind == PREP and chunks[index].value in {"with", "of", "from"}:
            break
    for index in range(at - 1, max(-1, at - 13), -1):
        chunk_kind = chunks[index].kind
        if chunk_kind == O and index < at - 6 and not any(c.kind == P and c.value.codes for c in chunks[index:at]):
            break  # so far off only over a place: "сбит на подлёте к A украинский беспилотник"
        if chunk_kind == O:
            before = chunks[index - 1] if index else None
            described = before is not None and before.kind == O and before.value[0] == "debris"
            return before if described else chunks[index]  # "уламки збитого дрона"
        if chunk_kind == AND and index == at - 1 and chunks[index - 1].kind in {P, X}:
            continue  # "уничтожили в акватории и надводный беспилотник": also
        if chunk_kind in {Q, W, ";", "(", AND, BUT, A, ":", ","}:
            break
        if chunk_kind == PREP and chunks[index].value in {"with", "of", "from"}:
            break
    return None


def attributive(chunks: list[Chunk], verb: Chunk) -> bool:
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
        return after is not None and (after.kind in {PREP, T} or (after.kind == P and after.value.role == "from"))
    return True


def without(chunks: list[Chunk], verb: Chunk) -> bool:
    """ "were lost without hitting anything": what did not happen."""
    index = chunks.index(verb)
    return index > 0 and chunks[index - 1].kind == NEG and verb.value[1] == "act"


def usable(verbs: list[Chunk]) -> list[Chunk]:
    """The verbs that tell a fact: no infinitives ("щоб збити", "to intercept")."""
    return [verb for verb in verbs if verb.value[1] not in {"inf", "base", "unreal"}]


def weightiest(verbs: list[Chunk]) -> Chunk:
    """Among several verbs of a segment the one that says most: a result before a launch, a finite before a noun."""
    told = [verb for verb in usable(verbs) if verb.value[1] != "means"] or verbs
    results = [verb for verb in told if verb.value[0] != "launched"]
    return results[0] if results else told[-1]


def attempt_counts(chunks: list[Chunk], attempt: int, at: int) -> bool:
    """ "атака трёх БПЛА", "атаку с применением пяти БПЛА": the number is of the attempt."""
    between = chunks[attempt + 1 : at]
    if any(c.kind == Q for c in between):
        # "удары с помощью 72 снарядов и 88 дронов"
        return between[-1].kind in {AND, ","} and all(c.kind in {A, X, AND, PREP, Q, N, W, ","} for c in between)
    if between and (between[-1].kind, between[-1].value) == (BUT, "with"):
        # "attacks Ukraine with 128 drones", "one of the largest attacks of the war, with 407 drones"
        between = [c for c in between[:-1] if c.kind != C]
        between = between[:-1] if between and between[-1].kind == "," else between
    return all(c.kind in {A, X, AND, PREP, R, P, T, '"', ":", "-"} for c in between) and len(between) <= 5


def negated(chunks: list[Chunk]) -> bool:
    """ "не сбито", "без жертв": a denial before a count, its verb or its weapon."""
    return any(
        chunk.kind == NEG and follow.kind in {O, Q, W} and not (follow.kind == O and follow.value == ("hit", "act"))
        for chunk, follow in itertools.pairwise(chunks)
    )
