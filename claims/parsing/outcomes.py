"""The outcome of a segment: worded in it, shared with its enumeration, or inherited from before."""

from __future__ import annotations

import itertools

from claims.parsing.clauses import (
    AND,
    BUT,
    DENIAL,
    EVENT,
    FORMER,
    MODAL,
    NEG,
    PREP,
    SUB,
    A,
    Chunk,
    O,
    P,
    Q,
    R,
    S,
    T,
    W,
    X,
)
from claims.parsing.counted_weapons import predicate
from claims.parsing.drafts import Carry, Draft
from claims.parsing.numbers import Quantity
from claims.parsing.segments import Segment, bracket_depth
from claims.parsing.verbs import RESULTS, attempt_counts, attributive, usable, weightiest, without

Found = tuple[str | None, str, bool]
"""An outcome, the rule that gave it, and whether the segment words it itself."""

_CLAUSE_ENDS = frozenset({",", ";", BUT})
_NOTHING: Found = (None, "", False)


def outcome_of(segment: Segment, drafts: list[Draft], carry: Carry, *, english: bool = False) -> Found:
    """The outcome of a count of weapons. ``drafts`` are those before it in the sentence."""
    previous: Draft | None = drafts[-1] if drafts else None
    chunks, at, first, last = segment.chunks, segment.at, segment.first, segment.last
    before = segment.before
    # "52 із 80 запущених": the figure after "of" is what was launched
    told_of = english and at > 1 and chunks[at - 2].kind == S and chunks[at - 2].end - chunks[at - 2].start == 1
    told_of = told_of and not any(c.kind == Q for c in chunks[at + 1 :])  # "wrote of one drone shot down"
    if before is not None and before.kind == PREP and before.value == "of" and not told_of:
        noun = chunks[at - 2] if at > 1 else None
        if english and noun is not None and noun.kind == X and (segment.after is None or segment.after.kind != W):
            return _NOTHING  # "launched from a rack of five"
        if noun is not None and noun.kind == O:
            return noun.value[0], "result", True  # "hits of 12 UAVs", "the launch of 30 drones"
        return "launched", "of_total", True
    if before is not None and before.kind == Q and before.value.fraction in {"most", "half", "third"}:
        return "launched", "of_total", True  # "most of the 30 drones"
    right = _own_verbs(chunks[at + 1 : last], chunks) if O in segment.kinds else []
    left = _own_verbs(chunks[first:at], chunks) if O in segment.kinds else []
    if len(left) > 1:
        comma = max((i for i in range(first + 1, at) if chunks[i].kind == ","), default=-1)
        left = [c for c in left if chunks.index(c) > comma] or left  # "є влучання, знешкоджено 104 дрони"
    if right and not left and previous is None and carry.outcome in RESULTS and chunks[at].value.another:
        # "Ще один – у A, де уламки пошкодили склад": the debris is of another clause
        right = [c for c in right if c.value[0] != "debris" or not _after_comma(chunks, at, c)]
    if english and left and S in segment.kinds:
        left = _since_speech(segment, left)
    if english and right:
        right = [c for c in right if not any(other.kind == ";" for other in chunks[at + 1 : chunks.index(c)])]
        right = [c for c in right if not _new_predicate(chunks, c)]  # "launches 40 missiles, hits a plant in A"
    if english and right and BUT in segment.kinds:
        # "fired 570 drones, with a plant among the sites damaged"
        right = [c for c in right if not _behind_with(chunks, at, c)]
    if left and right and A in segment.kinds and ":" in segment.kinds:
        colon = max((i for i in range(first, at) if chunks[i].kind == ":"), default=-1)
        if colon > chunks.index(left[-1]) and any(c.kind == A for c in chunks[first:colon]):
            left = []  # "Удар відбито: 11 ракет ішли на Київ"
    if SUB in segment.kinds and right:
        right = [c for c in right if not any(other.kind == SUB for other in chunks[at + 1 : chunks.index(c)])]
    if english and MODAL in segment.kinds and (_is_intended(segment) or _is_compared(segment)):
        return _NOTHING
    if (MODAL in segment.kinds or SUB in segment.kinds) and _is_hypothetical(segment, left + right):
        return _NOTHING
    if english and left and right:
        # "destroyed two helicopters and damaged a radar"
        right = [c for c in right if chunks[chunks.index(c) - 1].kind != AND or c.value[1] == "finite"]
    if left and right:
        # "сбиты 6 БПЛА, обломки упали в двух пунктах": the verb of the next clause is its own
        right = [c for c in right if not any(other.kind in _CLAUSE_ENDS for other in chunks[at + 1 : chunks.index(c)])]
    if A in segment.kinds and (_counts_attempt(segment, left + right) or _leads_attempt(segment)):
        if english and MODAL in segment.kinds and _is_planned(segment):
            return _NOTHING
        return "launched", "attempt", True
    if carry.main is not None and not (left or right) and predicate(segment) is not None:
        return carry.main.outcome, "subset", False
    closing = _closes_after_comma(segment, left) if left and not right else None
    if closing is not None:
        return closing, "result", True
    noted = bool(right) and not left and all(c.value == ("launched", "impers") for c in right)
    if noted and previous is not None and previous.outcome in {"hit", "debris"} and chunks[first].kind == AND:
        return previous.outcome, "enumeration", False  # "влучання 6 ракет і 43 БпЛА зафіксовано"
    if right or left:
        told = _of_own_verbs(segment, left, right)
        led = before is not None and before.kind == BUT and before.value == "with"
        if told == "hit" and led and left and left[-1].value[1] != "noun":
            told = "launched"  # "struck the city with 5 missiles"
        return told, "result", True
    described = [c for c in chunks[at + 1 : last] if c.kind == O and c.value[1] != "unreal"]
    if described and segment.alone and not any(c.kind == O for c in chunks[:at]):
        # "5 дронів, запущених з Криму": the participle is the only verb
        return (usable(described) or described)[0].value[0], "result", True
    if EVENT in segment.kinds and any(c.kind == EVENT for c in chunks[at + 1 : last]):
        return _NOTHING  # "ещё два упали в Брянской области"
    if english and previous is None and _headed(segment, alone=False):
        return "launched", "attack", True  # "28 drones were flying towards the capital and most were shot down"
    if english and previous is not None:
        shared = _shared_fate(segment)
        if shared is not None and (previous.outcome == "launched" or shared == "hit"):
            return shared, "result", True
    if previous is not None:
        paired = _closes_pair(segment) if previous.own_outcome and previous.outcome in RESULTS else None
        if paired is not None:
            return paired, "result", True
        return _enumerated(segment, drafts), "enumeration", False
    split = _split_fates(segment)
    if split is not None:
        return split, "result", True
    # "12 ракет та 50 БпЛА збито": the verb closes the enumeration
    for later in segment.later:
        verbs = _own_verbs(chunks[later.at + 1 : later.last], chunks)
        if english and (_is_subset(later) or any(c.kind == S for c in chunks[segment.at + 1 : later.at])):
            break
        if _is_subset(later):
            # "84 дронах, атаковавших страну; 62 из них сбиты", but "420 дронів, у тому числі 11 нових, випустили"
            comma = next((i for i in range(later.at + 1, later.last) if chunks[i].kind == ","), later.last)
            verbs = [verb for verb in verbs if chunks.index(verb) > comma]
        if verbs:
            return verbs[0].value[0], "result", True
    if described and not any(c.kind == O for c in chunks[:at]):
        return (usable(described) or described)[0].value[0], "result", True
    if carry.list_open and carry.list_outcome:
        return carry.list_outcome, "itemised", False
    leading = [c for c in chunks[:at] if c.kind == O and c.value[1] != "unreal"]
    if leading:
        return leading[-1].value[0], "result", True
    if carry.outcome and _continues(chunks, at):
        if carry.outcome in RESULTS and "launched" in carry.outcomes and _result_follows(segment):
            return "launched", "continued", False
        return carry.outcome, "continued", False
    if english and previous is None and any(_is_subset(later) for later in segment.later):
        whole = [c for later in segment.later for c in _own_verbs(chunks[later.at + 1 : later.last], chunks)]
        if whole and whole[-1].value[0] in RESULTS and segment.after is not None and segment.after.kind == W:
            return "launched", "attack", True  # "so many targets: 122 missiles and 36 drones, of which 87 were downed"
    if english and previous is None and _headed(segment):
        return "launched", "attack", True
    if carry.outcome is None and carry.results_follow and _opens_attack(segment):
        return "launched", "attack", False
    return _NOTHING


def _since_speech(segment: Segment, left: list[Chunk]) -> list[Chunk]:
    """ "Russia launched an attack, the staff says, adding that 58 of 59 fell": not the verb before the speech."""
    chunks, at = segment.chunks, segment.at
    speech = max((i for i in range(segment.first, at - 1) if chunks[i].kind == S), default=None)
    if speech is None or chunks[speech + 1].kind == ",":
        return left  # "launched, it said, 40 drones"
    newer = [c for c in left if c.start > chunks[speech].start]
    follow = segment.later[-1].last if segment.later else segment.last
    return newer if newer or any(c.kind == O for c in chunks[at + 1 : follow]) else left


def _headed(segment: Segment, *, alone: bool = True) -> bool:
    """ "40 drones had headed for Kyiv": a flight towards a place, and no other verb."""
    own = segment.chunks[segment.first : segment.last]
    verbs = O in segment.kinds if alone else any(c.kind in {O, A} for c in own)
    if verbs or segment.after is None or segment.after.kind != W or (not alone and not segment.later):
        return False
    follow = [c for c in segment.chunks[segment.at + 2 : segment.at + 4] if c.kind != '"']
    if not follow or follow[0].kind != P or follow[0].value.role != "toward":
        return False
    return any("-" in code for code in follow[0].value.codes)  # not "supply 100 drones to Ukraine"


def _new_predicate(chunks: list[Chunk], verb: Chunk) -> bool:
    """Whether "hits" is a verb of its own behind a comma, not a noun: "..., hits a US-owned plant"."""
    at = chunks.index(verb)
    after = chunks[at + 1].kind if at + 1 < len(chunks) else ""
    return verb.value == ("hit", "noun") and chunks[at - 1].kind == "," and after == X


def _behind_with(chunks: list[Chunk], at: int, verb: Chunk) -> bool:
    between = chunks[at + 1 : chunks.index(verb)]
    return any(a.kind == "," and (b.kind, b.value) == (BUT, "with") for a, b in itertools.pairwise(between))


def _shared_fate(segment: Segment) -> str | None:
    """ "of which 365 drones and 25 missiles were shot down": the verb of the last holds for the first."""
    if not segment.later:
        return None
    before = segment.before
    led = before is not None and before.kind in {R, BUT} and before.value in {"subset", "with"}
    chunks, later = segment.chunks, segment.later[0]
    between = [c.kind for c in chunks[segment.at + 1 : later.at]]
    told = any(c.kind in {S, SUB} for c in chunks[segment.first : segment.at])
    verbs = _own_verbs(chunks[later.at + 1 : later.last], chunks) if told and between == [W, AND] else []
    if verbs and verbs[0].value[0] == "hit":
        return "hit"  # "while 15 missiles and 23 drones hit 24 locations"
    if not led and told and between == [W, AND]:
        led = True  # "..., which said 29 drones and 37 missiles were shot down"
    singles = [part for part in segment.later if part.chunks[part.at].value.qualifier == "implied"]
    after = segment.after
    if singles and after is not None and (after.kind, after.value) == (R, "subset"):
        # "two of them, a Kh-59 and an Iskander-K, were shot down"
        verbs = _own_verbs(chunks[singles[-1].at + 1 : singles[-1].last], chunks)
        return verbs[0].value[0] if verbs and verbs[0].value[0] in RESULTS else None
    parted = between == [PREP, W, AND] and chunks[segment.at + 1].value == "of"  # "10 of the missiles and one of ..."
    if not parted and not (led and between in ([W, AND], [AND])):
        return None
    verbs = _own_verbs(chunks[later.at + 1 : later.last], chunks)
    return verbs[0].value[0] if verbs and verbs[0].value[0] in RESULTS else None


def _is_planned(segment: Segment) -> bool:
    """ "will likely increase the size of strike packages to 1,000 drones": no verb told behind the modal."""
    modal = max(i for i, c in enumerate(segment.chunks) if c.kind == MODAL)
    return modal < segment.at and not any(c.kind in {O, ";"} for c in segment.chunks[modal : segment.at])


def _is_intended(segment: Segment) -> bool:
    """ "will deliver 100,000 drones ... as many as it sent": the object of a verb of the future."""
    chunks, at = segment.chunks, segment.at
    lead = chunks[max(at - 3, 0) : at]
    if lead and lead[-1].kind == MODAL:
        return True  # "we expect 100 drones"
    return any(a.kind == MODAL and b.kind == X for a, b in itertools.pairwise(lead)) and not any(
        c.kind == O for c in lead
    )


def _is_compared(segment: Segment) -> bool:
    """ "several missiles used in one strike would be comparable to ...": a participle, and the verb is the modal's."""
    told = segment.chunks[segment.at + 1 : segment.last]
    modal = next((i for i, c in enumerate(told) if c.kind == MODAL), 0)
    between = [c.kind for c in told[:modal]]
    participle = between[:2] == [W, O] and told[1].value[1] == "any"
    return participle and between.count(O) == 1 and not {",", ";", AND, SUB, BUT, S} & set(between)


def _is_hypothetical(segment: Segment, verbs: list[Chunk]) -> bool:
    """ "could launch 500 drones a night", "will be able to down 90%": what may happen is not told as done."""
    chunks = segment.chunks
    verb = verbs[-1] if verbs else None
    if any(chunk.kind == SUB and chunk.value == "if" for chunk in chunks[: segment.at]):
        return True
    if verb is None:
        return False
    if any(chunk.kind == SUB and chunk.value == "if" for chunk in chunks[: chunks.index(verb)]):
        return True
    modal = next((i for i in range(chunks.index(verb) - 1, -1, -1) if chunks[i].kind == MODAL), None)
    return modal is not None and chunks.index(verb) - modal <= 4 and verb.value[1] in {"base", "act", "any", "finite"}


def _after_comma(chunks: list[Chunk], at: int, verb: Chunk) -> bool:
    return any(c.kind == "," for c in chunks[at + 1 : chunks.index(verb)])


def _split_fates(segment: Segment) -> str | None:
    """ "17 БПЛА: 3 уничтожены, 14 подавлены РЭБ": a total without a verb before a colon, of parts with two fates."""
    chunks, later = segment.chunks, segment.later
    if len(later) < 2 or not any(c.kind == ":" for c in chunks[segment.at : later[0].at]):
        return None
    fates = {
        c.value[0]
        for part in later
        for c in _own_verbs(chunks[part.at + 1 : part.last], chunks)[:1]
        if c.value[0] in RESULTS
    }
    return "neutralised" if len(fates) > 1 else None


def _is_subset(segment: Segment) -> bool:
    around = segment.chunks[segment.first : min(segment.at + 3, segment.last)]
    return any(c.kind == R and c.value == "subset" for c in around)


def _result_follows(segment: Segment) -> bool:
    """ "В A – 30 БПЛА, подавлены и сбиты 19": the next figure has a result of its own before it."""
    return any(
        c.kind == O and c.value[0] in RESULTS
        for later in segment.later[:1]
        for c in segment.chunks[later.first : later.at]
    )


def _opens_attack(segment: Segment) -> bool:
    """ "Минулої ночі – сотні дронів по Україні. Збито 400": a sentence without any verb, of which results follow."""
    chunks = segment.chunks
    if any(c.kind in {O, EVENT, NEG, A, S, DENIAL, FORMER} for c in chunks):
        return False
    after = segment.after
    named = after is not None and after.kind == W
    return (named or _after_weapon(segment)) and any(c.kind == T for c in chunks) and _few_words(chunks)


def _after_weapon(segment: Segment) -> bool:
    """ "Х-47М2 «Кинджал» – 6 од."."""
    chunks, at = segment.chunks, segment.at
    return at > 1 and chunks[at - 1].kind == "-" and any(c.kind == W for c in chunks[max(at - 3, 0) : at])


def _few_words(chunks: list[Chunk]) -> bool:
    return sum(1 for c in chunks if c.kind == X) <= 3


def _closes_after_comma(segment: Segment, left: list[Chunk]) -> str | None:
    """ "Незважаючи на відсоток перехоплення, 14 ракет та 23 БпЛА досягли цілей": the verb that closes, not the noun."""
    chunks = segment.chunks
    parted = any(c.kind == "," for c in chunks[chunks.index(left[-1]) : segment.at])
    if left[-1].value[1] != "noun" or not parted:
        return None
    for later in segment.later:
        closing = _own_verbs(chunks[later.at + 1 : later.last], chunks)
        if closing:
            return str(closing[0].value[0])
    return None


def _closes_pair(segment: Segment) -> str | None:
    """ "ППО збила 31 БпЛА, п'ять безпілотників і ракета влучили": joined by "and" to the next, with its verb."""
    chunks, following = segment.chunks, segment.later[:1]
    if chunks[segment.first].kind != "," or segment.after is None or segment.after.kind != W or not following:
        return None
    later = following[0]
    verbs = [c for c in _own_verbs(chunks[later.at + 1 : later.last], chunks) if c.value[0] in {"hit", "debris"}]
    return str(verbs[0].value[0]) if verbs and chunks[later.first].kind == AND else None


def _leads_attempt(segment: Segment) -> bool:
    """ "С применением 22 БПЛА киевский режим пытался атаковать объекты": the attempt stands behind."""
    before = segment.before
    led = before is not None and before.kind == PREP and before.value == "with"
    if not led and not any(c.kind == O for c in segment.chunks) and (before is None or before.kind in {T, ","}):
        # "двумя беспилотниками предпринята попытка атаковать"
        after = segment.after
        led = after is not None and after.kind == W and segment.alone
    return led and any(c.kind == A for c in segment.chunks[segment.at + 1 : segment.last])


def _enumerated(segment: Segment, drafts: list[Draft]) -> str:
    """The outcome of the enumeration that a count goes on with.

    "Застосовано 17 ракет, збито 10, та 31 дрон, збито 23": a weapon of its own goes on with the launched ones.
    """
    previous = drafts[-1]
    if previous.bracket and not bracket_depth(segment.chunks, segment.at):
        # "402 БпЛА (збито 239, втрачено 163) та 26 ракет": the outcome of the figure before the bracket
        previous = next((d for d in reversed(drafts) if not d.bracket), previous)
    follows = segment.after is not None and (
        segment.after.kind in {W, R} or (segment.after.kind == PREP and segment.after.value == "of")
    )
    if previous.rule == "of_total" and len(drafts) > 1 and follows:
        return drafts[-2].outcome  # "3 з 4 Іскандерів-К та 73 безпілотники"
    named = segment.after is not None and segment.after.kind == W
    launched = any(d.outcome == "launched" and d.own_weapon for d in drafts)
    if named and launched and previous.outcome != "launched" and not previous.own_weapon and segment.later:
        return "launched"
    return previous.outcome


def location_outcome(segment: Segment, carry: Carry) -> Found:
    """The outcome of a count of locations: hits or debris, by the nearest verb after it, before it, or carried on."""
    chunks, at = segment.chunks, segment.at
    before = next((c for c in reversed(chunks[segment.first : at]) if c.kind in {O, ",", ";"}), None)
    named = before is not None and before.kind == O and before.value in {("hit", "noun"), ("debris", "noun")}
    if before is not None and named and any(c.kind in {AND, ","} for c in chunks[at + 1 : at + 4]):
        return before.value[0], "location", True  # "влучання на 7 локаціях та падіння уламків на трьох"
    for chunk in [*chunks[at + 1 : segment.last], *reversed(chunks[:at]), *chunks[segment.last : at + 5]]:
        if chunk.kind == O and chunk.value[0] in {"hit", "debris"}:
            return chunk.value[0], "location", True
    if carry.outcome in {"hit", "debris"}:
        return carry.outcome, "location", False
    return _NOTHING


def _own_verbs(part: list[Chunk], chunks: list[Chunk]) -> list[Chunk]:
    told = [c for c in part if c.kind == O and not attributive(chunks, c) and not without(chunks, c)]
    return [c for c in told if c.value[1] != "unreal"]


def _counts_attempt(segment: Segment, verbs: list[Chunk]) -> bool:
    """ "атака трёх БПЛА": the number is of an attempt, and no result is told after it."""
    chunks = segment.chunks
    attempt = next((i for i in range(segment.at - 1, segment.first - 1, -1) if chunks[i].kind == A), None)
    if attempt is None or any(c.value[0] != "launched" and chunks.index(c) > attempt for c in verbs):
        return False
    return attempt_counts(chunks, attempt, segment.at)


def _of_own_verbs(segment: Segment, left: list[Chunk], right: list[Chunk]) -> str:
    """The outcome by the verbs around a count: the one after the noun, when it does not lead the next quantity."""
    if not right:
        return str(weightiest(left).value[0])
    follow = weightiest(right)
    if left and _leads(weightiest(left), follow, segment.chunks.index(follow) - segment.at):
        follow = weightiest(left)
    return str(follow.value[0])


def _leads(lead: Chunk, follow: Chunk, distance: int) -> bool:
    """Whether the verb before a count holds against one that follows it ``distance`` chunks after the number."""
    outcome, feature = lead.value
    if outcome in RESULTS | {"hit", "debris"} and follow.value[0] == "launched":
        return True  # "сбито 5 дронов, выпущенных ночью"
    if outcome in RESULTS and follow.value[0] in {"hit", "debris"} and distance > 3:
        return True  # "сбито 20 БПЛА над A и B, обломки упали ..."
    # "ППО збила 5 дронів над A та B, які атакували ..."
    return outcome != "launched" and feature in {"act", "noun", "impers"} and distance > 4


def _continues(chunks: list[Chunk], at: int) -> bool:
    """Whether a sentence without a verb goes on with the one before: "Ещё три – над акваторией Черного моря"."""
    quantity: Quantity = chunks[at].value
    if quantity.another or quantity.each:
        return True
    if any(c.kind == R and c.value in {"also", "subset"} for c in chunks):
        return True
    words = sum(1 for c in chunks if c.kind == X)
    if words <= 4 and any(c.kind == R and c.value == "total" for c in chunks[:at]):
        return True  # "Всего за это время – семь БПЛА"
    return words <= 1 and any(c.kind in {P, W} for c in chunks)
