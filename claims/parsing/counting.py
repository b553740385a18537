"""What counts: numbers of weapons and locations, and the counts that a weapon without a number implies."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Final

from claims.parsing.clauses import (
    AND,
    BUT,
    CARRIERS,
    EVENT,
    FORMER,
    PREP,
    SUB,
    WITHHELD,
    A,
    C,
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
from claims.parsing.segments import bracket_depth, bracket_opener
from claims.parsing.tokens import Token
from claims.parsing.verbs import RESULTS, verb_near
from claims.parsing.weapons import WeaponPhrase, adjective_like

ATTACK_WORDS = frozenset({"attack", "attacks", "strike", "strikes", "raid"})
SITES = frozenset({"districts", "neighborhoods", "neighbourhoods", "sites"})
"""What is counted by a place before it: "two Kyiv districts"."""
_ELLIPTIC = frozenset({P, O, "-", ",", ";", ")", "(", AND, BUT, ":", R, T, "/", S, PREP, "bullet"})
"""What may follow a number that leaves out its noun: "над A – 5, над B – 7"."""


def countable(
    chunks: list[Chunk], at: int, tokens: list[Token], *, inherits: bool, named: bool, english: bool = False
) -> bool:
    """Whether a quantity counts weapons or locations: by its noun, or elliptically inside a report.

    ``inherits`` tells that a weapon named in an earlier sentence is still spoken of, ``named`` that the sentence names
    one itself.
    """
    quantity: Quantity = chunks[at].value
    if quantity.fraction == "same":
        return inherits or any(chunk.kind == Q for chunk in chunks[:at])
    if quantity.fraction == "percent":
        # "85% of the 60 drones"
        following = [c.kind for c in chunks[at + 1 : at + 3]]
        return following == [PREP, Q] and chunks[at + 1].value == "of"
    if quantity.fraction in {"most", "half", "third"}:
        follow = chunks[at + 1] if at + 1 < len(chunks) else None
        if follow is not None and follow.kind in {X, N} and english and (tokens[follow.start].text != "the"):
            return False  # "half an hour", "most of the war"
        if follow is not None and follow.kind == Q:
            return True  # "most of the 30 drones"
        exact = _told_exactly(chunks, at)
        if exact is not None:
            exact.value.of_which = True
            return False  # "half of them, 72, over A"
        if inherits and after_is_item(chunks, at):
            return True  # "Переважна більшість – на Київщині"
        told = any(chunk.kind in {W, Q} for chunk in chunks[: at + 2] if chunk is not chunks[at])
        return any(chunk.kind == O for chunk in chunks) and (told or inherits)
    if english and (_is_price(chunks, at, tokens) or _is_ratio(chunks, at)):
        return False
    if english and tokens[chunks[at].start].text.startswith(("couple", "a couple")) and not _has_noun(chunks, at):
        return False  # "a couple in their seventies"
    if english and at + 1 < len(chunks) and tokens[chunks[at + 1].end].text == "each":
        quantity.each = True  # "one UAV each over A and B"
    if quantity.fraction or _taken_back(chunks, at) or _of_other_things(chunks, at, english=english):
        return False
    index = at + 1
    while index < len(chunks) and (
        (chunks[index].kind == R and chunks[index].value in {"also", "total"})
        or (chunks[index].kind == C and chunks[index].value.startswith("ref:"))  # "все они уничтожены"
        or tokens[chunks[index].start].text == "."  # "6 шт. –"
    ):
        index += 1
    after = chunks[index] if index < len(chunks) else None
    before = chunks[at - 1] if at else None
    if english and _heads_noun(chunks, at, quantity):
        return False
    if english and quantity.value == 1 and after is not None and after.kind == W and _counts_attack(chunks, index):
        return False
    if english and quantity.rest and after is not None and after.kind == W and not _has_verb(chunks, index):
        return False  # "the remaining missiles caused no consequences"
    of_them = after is not None and after.kind == R and after.value == "subset" and not inherits
    named_next = index + 1 < len(chunks) and chunks[index + 1].kind == W  # "about 110 of them Shaheds"
    if english and of_them and not named_next and not any(chunk.kind == W for chunk in chunks[:at]):
        return False  # "it sent 140 athletes; four of them train in a hall damaged by a missile"
    if english and after is not None and after.kind == L and tokens[after.start].text == "districts":
        return False  # "19 hits in three districts": where, not how often
    if (
        english
        and after is not None
        and after.kind == R
        and [c.kind for c in chunks[index + 1 : index + 3]]
        in (
            [BUT, N],
            [PREP, N],
        )
    ):
        return False  # "3,512 shellings, 72 of them with rocket systems"
    vague = english and quantity.qualifier == "vague" and after is not None and after.kind in {P, PREP}
    if vague and after is not None and after.value != "of" and not (before is not None and before.kind in {O, R}):
        return False  # "Thousands in Kyiv lose heat"
    reached = english and before is not None and before.kind == R and before.value == "reached"
    if reached and any(tokens[c.start].text in _DEAD or c.kind == N for c in chunks[:at]):
        return False  # "the death toll from missile attacks has risen to 39"
    these = after is not None and after.kind == PREP and tokens[after.start].text in {"of these", "of those"}
    if english and these and (inherits or named):
        quantity.of_which = True
        return True  # "147 of these were stopped"
    if english and before is not None and tokens[before.start - 1].text == "accounted":
        return inherits or named  # "interceptor drones accounted for 66 of them"
    if english and after is not None and (after.kind, after.value) == (PREP, "of") and inherits:
        follow = chunks[index + 1] if index + 1 < len(chunks) else None
        if follow is not None and follow.kind == X and tokens[follow.start].text in {"total", "kills"}:
            quantity.of_which = True
            return True  # "32 of the total"
    if after is not None and after.kind == W and before is not None and before.kind == PREP and before.value == "from":
        return after.value.root not in CARRIERS
    if _is_age(chunks, at):
        return False
    if before is not None and before.kind == "-" and at > 1 and chunks[at - 2].kind == N and not _sails(chunks, at - 2):
        return False  # "танків – 2786"
    if after is not None and after.kind in {W, L}:
        return True
    if after is not None and after.kind == P and tokens[after.end - 1].text in SITES:
        return True
    if after is not None and after.kind == T and quantity.value == 1 and after.start == chunks[at].end:
        return False  # "in one night"
    described = after is not None and after.kind == X and index + 1 < len(chunks) and chunks[index + 1].kind == W
    if after is not None and described and adjective_like(tokens, after.start):
        return True  # "трьома надзвуковими ракетами"
    led_from = before is not None and before.kind == PREP and before.value == "from"
    if led_from and after is not None and after.kind == PREP and after.value == "from":
        return False  # "з двох напрямків – A та B"
    if led_from and after is not None and after.kind == P and after.value.role == "from":
        return False  # "з двох напрямків: Бєлгород та Курськ"
    if after is not None and quantity.qualifier == "implied":
        # "другой – в районе Часцов", "another was destroyed over A"
        return quantity.another and (inherits or named) and after.kind in {P, "-", O}
    if after is not None and after.kind == PREP and after.value == "of":
        return index + 1 < len(chunks) and chunks[index + 1].kind in {Q, W}  # "52 of 80", "18 of the drones"
    if quantity.low is None and (quantity.rest or quantity.all_of):
        # "остальные подавлены", "усі – над A", "all but three of them over A"
        follows = {O, "-", P, R} if english else {O, "-", P}
        return (after is not None and after.kind in follows) or (before is not None and before.kind == O)
    if before is not None and before.kind == PREP and any(chunk.kind == L for chunk in chunks[:at]):
        return after is None or after.kind in _ELLIPTIC  # "на 7 локаціях та падіння уламків на трьох"
    if not inherits and not named:
        return False
    if before is not None and tokens[before.start].text in _HARMED:
        return False  # "killing six people and wounding 11 more in A"
    if after is not None and after.kind == R and _of_people(chunks, at):
        return False  # "Eight people were wounded, three of them near Kyiv"
    if not named and english and _counts_others(_clause(chunks, at), chunks[at].start):
        return False  # "11 people were killed, among them siblings aged eight and 11"
    among = after is not None and after.kind == PREP and after.value == "from" and index + 1 < len(chunks)
    if among and chunks[index + 1].kind in {X, N} and not any(c.kind == W for c in chunks[index + 2 : index + 4]):
        return False  # "на территории одного из предприятий"
    if english and not _leaves_out_noun(chunks, at, index, quantity):
        return False
    if after is None and quantity.another and english:
        return before is None or before.kind not in {X, C, N, EVENT}  # "he reported three more"
    if after is None:
        return before is None or before.kind not in {X, C, S, N, EVENT}
    if after.kind == "-" and tokens[after.start].start == tokens[after.start - 1].end:
        return False  # "1,000-kilometer"
    if after.kind == '"' and index + 1 < len(chunks):
        quoted = english and chunks[index + 1].kind == O  # "a further 27 were "lost,""
        return quoted or chunks[index + 1].kind in {
            ",",
            "-",
        }  # it ends: "..., над C – 14", - сообщили в ведомстве
    return after.kind in _ELLIPTIC or (english and after.kind == SUB)


def _heads_noun(chunks: list[Chunk], at: int, quantity: Quantity) -> bool:
    """ "two Ukrainian drone control points": what is counted is no drone."""
    if quantity.low is None or quantity.low < TWO or at + 2 >= len(chunks) or chunks[at + 1].kind != W:
        return False
    weapon: WeaponPhrase = chunks[at + 1].value
    if weapon.number != "sg":
        return False
    nouns = [c.kind for c in chunks[at + 2 : at + 5]]
    return nouns[:1] in ([X], [N], [L]) and (L in nouns or N in nouns[:2])


def _counts_attack(chunks: list[Chunk], weapon: int) -> bool:
    """ "in another drone attack", "one missile strike": what is counted is the attack."""
    return weapon + 1 < len(chunks) and chunks[weapon + 1].kind == A and chunks[weapon].end == chunks[weapon + 1].start


def _has_verb(chunks: list[Chunk], weapon: int) -> bool:
    """Whether what became of a weapon is told right before its count or behind it, before another word's verb."""
    after = chunks[weapon + 1] if weapon + 1 < len(chunks) else None
    return after is None or after.kind != X or any(c.kind == O for c in chunks[weapon + 1 : weapon + 4])


TWO = 2


def _clause(chunks: list[Chunk], at: int) -> list[Chunk]:
    """The chunks between the semicolons around a chunk."""
    first = max((i + 1 for i in range(at) if chunks[i].kind == ";"), default=0)
    return chunks[first : next((i for i in range(at, len(chunks)) if chunks[i].kind == ";"), len(chunks))]


def _counts_others(clause: list[Chunk], before: int) -> bool:
    """Whether people or other things are counted before: "11 people were killed, among them siblings of eight"."""
    pairs = itertools.pairwise(clause)
    return any(a.kind == Q and b.kind == N and b.start < before for a, b in pairs)


_DEAD: Final = frozenset({"toll", "death", "deaths", "dead", "killed", "casualties", "wounded", "injured"})


def _has_noun(chunks: list[Chunk], at: int) -> bool:
    follow = chunks[at + 1] if at + 1 < len(chunks) else None
    return follow is not None and (follow.kind == W or (follow.kind, follow.value) == (PREP, "of"))


def _is_price(chunks: list[Chunk], at: int, tokens: list[Token]) -> bool:
    """ "a $10,000 drone"."""
    return tokens[chunks[at].start - 1].text in {"$", "€", "£"}


def _is_ratio(chunks: list[Chunk], at: int) -> bool:
    """ "stopped nine in 10"."""
    after, follow = chunks[at + 1 : at + 2], chunks[at + 2 : at + 3]
    return bool(follow) and after[0].kind == PREP and after[0].value == "in" and follow[0].kind == Q


def _told_exactly(chunks: list[Chunk], at: int) -> Chunk | None:
    """The figure between commas that tells a share before it exactly."""
    look = at + 1
    while look < len(chunks) and chunks[look].kind in {X, R, PREP, W}:
        look += 1
    return chunks[look + 1] if [c.kind for c in chunks[look : look + 3]] == [",", Q, ","] else None


def after_is_item(chunks: list[Chunk], at: int) -> bool:
    """Whether a dash and a place follow: an item without a verb."""
    return at + 2 < len(chunks) and chunks[at + 1].kind == "-" and chunks[at + 2].kind == P


def _sails(chunks: list[Chunk], at: int) -> bool:
    """ "із кораблів – 12 «Калібрів»": a noun that missiles came from heads no row of a table."""
    return at > 0 and chunks[at - 1].kind == PREP and chunks[at - 1].value == "from"


def _of_other_things(chunks: list[Chunk], at: int, *, english: bool = False) -> bool:
    """ "здійснив 5 406 обстрілів, зокрема 74 – з РСЗВ": a part of what is no weapon."""
    if not at or chunks[at - 1].kind != R or chunks[at - 1].value != "subset":
        return False
    before = next((i for i in range(at - 2, 0, -1) if chunks[i].kind in {W, N, X}), 0)
    if english and any(chunk.kind == W for chunk in chunks[: at - 1]):
        return False
    return before > 0 and chunks[before].kind == N and chunks[before - 1].kind == Q


def _is_age(chunks: list[Chunk], at: int) -> bool:
    """ "a woman, 63, was wounded": an age between commas after a person."""
    if at < 2 or at + 1 >= len(chunks) or chunks[at - 1].kind != "," or chunks[at + 1].kind != ",":
        return False
    return chunks[at - 2].kind == N or (chunks[at - 2].kind in {X, C} and chunks[at].value.low in range(5, 100))


_HARMED = frozenset({"killing", "wounding", "injuring", "killed", "wounded", "injured", "hurting", "damaging"})


def _leaves_out_noun(chunks: list[Chunk], at: int, index: int, quantity: Quantity) -> bool:
    """Whether an English number may stand without its noun: "14 over Kursk", "shot down 12", "three more"."""
    after = chunks[index] if index < len(chunks) else None
    before = chunks[at - 1] if at else None
    if quantity.another or quantity.rest or quantity.all_of or quantity.of_which:
        return True
    if before is not None and (before.kind == O or (before.kind == R and before.value in {"reached", "subset"})):
        return True  # "shot down 12", "has reached 66"
    if before is not None and before.kind == PREP and at > 1 and chunks[at - 2].kind in {W, O, T}:
        return True  # "put the number of missiles at 121"
    if before is not None and before.kind == X and at > 1 and chunks[at - 2].kind == W and after is None:
        return True  # "gave the number of drones as 293"
    if after is None:
        return False
    if after.kind == ")" and at > 1 and [c.kind for c in chunks[at - 2 : at]] == [P, "("]:
        return True  # "Belgorod (31), Lipetsk (27)"
    if after.kind == PREP and after.value in {"toward", "in", "over"}:
        return index + 1 < len(chunks) and chunks[index + 1].kind != Q
    return after.kind in {O, R, P, '"', "-", "("} or (after.kind == PREP and after.value in {"of", "with"})


def _of_people(chunks: list[Chunk], at: int) -> bool:
    """Whether "of them" refers to what is no weapon, counted before in the sentence."""
    for index in range(at - 1, 0, -1):
        if chunks[index].kind == W:
            return False
        if chunks[index].kind == N and chunks[index - 1].kind == Q:
            return True
    return False


def _taken_back(chunks: list[Chunk], at: int) -> bool:
    """ "(раніше – 92)", "раніше повідомлялося про 92": a figure that is no longer held."""
    index = at - 1
    while index >= 0 and chunks[index].kind in {"-", ":", PREP, P}:
        index -= 1
    return index >= 0 and chunks[index].kind == FORMER


_PARTICIPLES = ("вших", "вшего", "вшие", "щих", "щего", "щие")


def without_participles(chunks: list[Chunk], tokens: list[Token]) -> list[Chunk]:
    """The chunks without a participle and what hangs on it between a number and its weapon.

    "два следовавших к полуострову безэкипажных катера".
    """
    for at in [at for at, chunk in enumerate(chunks[:-2]) if chunk.kind == Q]:
        if chunks[at + 1].kind not in {X, N}:
            continue
        named = next((i for i in range(at + 1, min(at + 5, len(chunks))) if chunks[i].kind == W), at)
        if named > at + 1 and all(_is_adjective(c, tokens) for c in chunks[at + 1 : named]):
            return [*chunks[: at + 1], *chunks[named:]]  # "сім російських військових літаків"
        if not tokens[chunks[at + 1].start].text.endswith(_PARTICIPLES):
            continue
        end = next((i for i in range(at + 2, min(at + 7, len(chunks))) if chunks[i].kind not in {X, PREP, P}), None)
        if end is not None and chunks[end].kind == W:
            return [*chunks[: at + 1], *chunks[end:]]
    return chunks


def _is_adjective(chunk: Chunk, tokens: list[Token]) -> bool:
    if chunk.kind == X:
        return chunk.end == chunk.start + 1 and adjective_like(tokens, chunk.start)
    return chunk.kind == N and tokens[chunk.start].text in {"військових", "військові", "военных", "военные", "боевых"}


def with_implied_counts(chunks: list[Chunk], tokens: list[Token]) -> list[Chunk]:
    """The chunks with a count of one where a singular weapon stands with its verb, and of some for a bare plural."""
    result = list(chunks)
    for place, chunk in [(place, chunk) for place, chunk in enumerate(chunks) if chunk.kind == W]:
        at = place + len(result) - len(chunks)  # behind the counts put in so far
        if not _has_quantity(result, at):
            quantity = _implied_count(result, at, tokens)
            if quantity is not None:
                result.insert(at, Chunk(Q, chunk.start, chunk.start, quantity))
    return result


def without_idle_verbs(chunks: list[Chunk], tokens: list[Token]) -> list[Chunk]:
    """The chunks without verbs that tell nothing: what a headline asks with, and long forms that only describe.

    "188 дронів: скільки збила ППО", "показали ракеты и сбитые беспилотники".
    """
    idle: list[int] = []
    for index, chunk in [(index, chunk) for index, chunk in enumerate(chunks) if chunk.kind == O and index]:
        before = tokens[chunks[index - 1].start].kinds
        if "question" in before and not chunk.value[1].startswith("pp"):
            idle.append(index)
        elif tokens[chunk.end - 1].text.endswith("ые"):
            led = "there_is" in before or "num" in before or chunks[index - 1].kind == Q
            if not led and chunks[index + 1 : index + 2] and chunks[index + 1].kind == W:
                idle.append(index)
    return [c for index, c in enumerate(chunks) if index not in idle] if idle else chunks


def joined_around_asides(chunks: list[Chunk]) -> list[Chunk]:
    """Join models behind a bracket to their figure: "154 БпЛА Shahed (зокрема 11 реактивних), Гербера"."""
    at = 1
    while at < len(chunks) - 3:
        if chunks[at].kind == W and chunks[at + 1].kind == "(" and chunks[at - 1].kind == Q:
            close = next((i for i in range(at + 2, min(at + 12, len(chunks) - 2)) if chunks[i].kind == ")"), None)
            if close is not None and _goes_on_with(chunks[at].value, chunks[close + 1 : close + 3]):
                first: WeaponPhrase = chunks[at].value
                paths = tuple(dict.fromkeys((*first.paths, *chunks[close + 2].value.paths)))
                joint = Chunk(W, chunks[at].start, chunks[at].end, replace(first, paths=paths, traits=()))
                aside = [
                    Chunk(W, c.start, c.end, replace(c.value, paths=first.paths))  # "11 реактивних": of the first
                    if c.kind == W and not c.value.paths
                    else c
                    for c in chunks[at + 1 : close + 1]
                ]
                chunks = [*chunks[:at], joint, *aside, *chunks[close + 3 :]]
        at += 1
    return chunks


def _goes_on_with(first: WeaponPhrase, following: list[Chunk]) -> bool:
    """Whether models without a head and a number of their own follow: ", Гербера, Італмас"."""
    if [c.kind for c in following] != [",", W]:
        return False
    other: WeaponPhrase = following[1].value
    roots = {path.partition(".")[0] for path in (*first.paths, *other.paths)}
    return first.head and other.named and not other.head and len(roots) == 1


def with_counted_item(chunks: list[Chunk]) -> list[Chunk]:
    """An item of a list that is only a singular weapon counts one: "- fpv-дрон;"."""
    outside: list[Chunk] = []
    depth = 0
    for chunk in chunks:
        if chunk.kind == "(":
            depth += 1
        elif chunk.kind == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            outside.append(chunk)
    kinds = [chunk.kind for chunk in outside if chunk.kind not in {"-", "bullet", ";", ",", '"', "."}]
    if kinds == [T, W] and any(chunk.kind == "-" for chunk in outside):
        kinds = [W]  # "Учора ввечері – розвідувальний ZALA"
    if kinds != [W]:
        return chunks
    index = next(i for i, chunk in enumerate(chunks) if chunk.kind == W)
    weapon: WeaponPhrase = chunks[index].value
    if weapon.number != "sg" and not (weapon.number == "" and weapon.named and not weapon.head):
        return chunks
    return [*chunks[:index], Chunk(Q, chunks[index].start, chunks[index].start, _one(chunks[index])), *chunks[index:]]


def _joined_by_hyphen(chunks: list[Chunk], at: int, tokens: list[Token]) -> bool:
    """Whether a weapon's English name is the first half of a word of two, of which the second is a weapon or attack."""
    if [c.kind for c in chunks[at + 1 : at + 3]] not in (["-", W], ["-", A]):
        return False
    dash = tokens[chunks[at + 1].start]
    return dash.start == tokens[chunks[at].end - 1].end and tokens[chunks[at].end - 1].text.isascii()


def _one(chunk: Chunk) -> Quantity:
    return _count(1, 1, "implied", chunk, singular=True)


def _implied_count(chunks: list[Chunk], at: int, tokens: list[Token]) -> Quantity | None:
    weapon: WeaponPhrase = chunks[at].value
    if _withheld(chunks, at):
        return _count(None, None, "withheld", chunks[at])
    mass = any(token.kinds.get("weapon_adj", ("", ""))[1] == "mass" for token in tokens[weapon.start : weapon.end])
    if weapon.root in CARRIERS and weapon.number == "pl" and tokens[weapon.end - 1].text.isascii():
        return None  # planes of any number are news of another kind: only counted ones are reported
    if _is_supposed(chunks, at, tokens):
        return None
    if at and tokens[chunks[at - 1].start].text in {"blamed", "blames", "blaming"}:
        return None  # "It blamed an air defense missile for the destruction"
    if weapon.number == "sg" and weapon.root not in CARRIERS and _joined_by_hyphen(chunks, at, tokens):
        return None  # "a missile-drone attack"
    if _leads_counted(chunks, at, tokens):
        return _count(1, 1, "implied", chunks[at], singular=True)
    if not weapon.paths or mass or _stands_aside(chunks, at, tokens):
        return None
    if weapon.number == "sg" and _is_known(chunks, at, tokens):
        return None
    if _describes(chunks, at, tokens):
        return None  # "щодо збитих цілей", "двигун збитого БпЛА"
    if _describes_in_english(chunks, at, tokens):
        return None  # "figures on downed missiles"
    if weapon.root in CARRIERS and tokens[weapon.end - 1].text.endswith(_INSTRUMENTAL):
        return None  # "винищувачем Повітряних Сил збито безпілотник"
    if weapon.paths[0] == "air_object" and not (at and chunks[at - 1].kind == O and chunks[at - 1].value[1] == "pp.pl"):
        return None  # but "є збиті цілі"
    besides = at > 1 and chunks[at - 1].kind == AND and tokens[chunks[at - 1].start].text == "as well as"
    if weapon.number == "sg" and besides and any(c.kind == Q for c in chunks[max(0, at - 12) : at]):
        return _count(1, 1, "implied", chunks[at], singular=True)
    if weapon.number == "sg" and at > 1 and tokens[chunks[at - 1].start].text == "by":
        struck = chunks[at - 2]
        if struck.kind == O and struck.value == ("hit", "finite"):
            return _count(1, 1, "implied", chunks[at], singular=True)  # "was hit by a Kh-101 missile"
    verb = verb_near(chunks, at)
    acts = verb is not None and (verb.value[1] == "act" or (verb.value[1] == "any" and weapon.number != ""))
    if verb is not None and acts and verb.value[0] in STOPS and verb.start > chunks[at].start:
        rest = chunks[chunks.index(verb) + 1 :]
        placed = bool(rest) and rest[0].kind == P and rest[0].value.role in {"over", "in"}
        if not placed or any(c.kind in {W, N, Q} for c in rest[:6]):
            return None  # "дрони знищили літак": who did it; not "Беспилотники сбили над A"
    if verb is not None and verb.value[1] != "pres":
        outcome, feature = verb.value
        gerund = tokens[verb.end - 1].text.endswith(_GERUND)
        if weapon.number == "" and not weapon.named and feature == "act" and outcome in RESULTS:
            # "уничтожив БПЛА в A, B и C": the noun has one form; places tell of several
            places = [item for c in chunks[at + 1 : at + 3] if c.kind == P for item in c.value.items]
            if len(places) > 1:
                return _count(2, None, "unstated", chunks[at])
            if gerund:
                return _count(2, None, "unstated", chunks[at])
            if tokens[verb.end - 1].text.endswith(("л", "в")):
                return _count(1, 1, "implied", chunks[at], singular=True)
        if feature == "noun" and (_is_purpose(chunks, verb, tokens) or _is_rewarded(chunks, verb, tokens)):
            return None
        if outcome in {"hit", "debris"} and feature == "noun" and _told_aside(chunks, verb, tokens):
            return None
        if _is_singular(weapon, outcome, feature) and outcome in _OUTCOMES_OF_ONE:
            if outcome == "launched" and feature == "act" and weapon.root in CARRIERS:
                return None  # "ворожий Су-35 випустив ракету"
            if outcome == "launched" and not (
                "assault" in tokens[verb.start].kinds or _by_enemy(chunks, weapon, verb, tokens)
            ):
                return None
            return _count(1, 1, "implied", chunks[at], singular=True)
        told = weapon.number == "pl" and tokens[weapon.end - 1].text.isascii() and _is_definite(weapon, tokens)
        if told and (verb.value[1] in {"act", "any"} and verb.start < weapon.start):
            return None
        if told and tokens[weapon.start].text.endswith("'s"):
            return None  # "jamming knocked the drones off course"
        means = tokens[weapon.end - 1].text.endswith(("ами", "ями")) and feature.startswith(("pp", "impers"))
        if _is_bare_plural(weapon, feature) and outcome in RESULTS and not means:
            return _count(2, None, "unstated", chunks[at])
    if weapon.number == "sg" and _is_item(chunks, at):
        return _count(1, 1, "implied", chunks[at], singular=True)
    if weapon.named and not weapon.head and weapon.number != "pl" and _heads_subset(chunks, at):
        return _count(1, 1, "implied", chunks[at], singular=True)
    if (weapon.number == "sg" or not weapon.head) and (_joins_counted(chunks, at) or _is_listed(chunks, at)):
        return _count(1, 1, "implied", chunks[at], singular=True)
    return None


STOPS = frozenset({"downed", "suppressed", "neutralised"})
"""What air defence does; a weapon before such a verb in the active voice did it to something else."""

_OUTCOMES_OF_ONE = RESULTS | {"hit", "airborne", "crossed", "launched"}


def _is_purpose(chunks: list[Chunk], verb: Chunk, tokens: list[Token]) -> bool:
    """ "ведут работу по уничтожению БПЛА": what is being done, not what was."""
    index = chunks.index(verb)
    return bool(index and "purpose" in tokens[chunks[index - 1].start].kinds)


def _is_rewarded(chunks: list[Chunk], verb: Chunk, tokens: list[Token]) -> bool:
    """ "нагороджено за нічні перехоплення «шахедів»": what someone is honoured for."""
    index = chunks.index(verb)
    return any(tokens[c.start].text == "за" for c in chunks[max(index - 2, 0) : index])


def _describes(chunks: list[Chunk], at: int, tokens: list[Token]) -> bool:
    """Whether an oblique participle stands right before a weapon and only describes it."""
    before = chunks[at - 1] if at else None
    if before is None or before.kind != O or not before.value[1].startswith("pp"):
        return False
    return tokens[before.end - 1].text.endswith(_OBLIQUE) and before.value[0] != "launched"


def _describes_in_english(chunks: list[Chunk], at: int, tokens: list[Token]) -> bool:
    """Whether a participle right before a weapon, after a preposition or an article, only describes it."""
    if at > 2 and chunks[at - 1].kind == AND and chunks[at - 2].kind == W:
        at -= 2  # "downed missiles and drones"
    if at < 2 or chunks[at - 1].kind != O or chunks[at - 1].value[1] != "any":
        return False
    lead = tokens[chunks[at - 1].start - 1].text
    return (chunks[at - 2].kind in {PREP, AND} and chunks[at - 2].kind == PREP) or lead in {
        "the",
        "of",
        "a",
        "an",
        "about",
    }


_INSTRUMENTAL = ("ом", "ем", "єм", "ами", "ями")
_GERUND = ("ив", "ав", "вши")
_OBLIQUE = ("их", "ых", "ими", "ыми", "ого", "ої", "ой", "ому", "им", "ым")


def _told_aside(chunks: list[Chunk], verb: Chunk, tokens: list[Token]) -> bool:
    """ "через влучання дрона загинуло ...", "уламки дрона упали": no hit or fall is counted."""
    index = chunks.index(verb)
    before = chunks[index - 1] if index else None
    caused = before is not None and "cause" in tokens[before.start].kinds
    return bool(caused or verb.value[0] == "debris")


def _withheld(chunks: list[Chunk], at: int) -> bool:
    """ "знищено БпЛА, кількість уточнюється": a weapon whose count is not given."""
    if bracket_depth(chunks, at):
        # "балістикою (кількість ракет не повідомляється)": of the weapon before the bracket
        return not any(c.kind == W for c in chunks[: bracket_opener(chunks, at)]) and _ends_withheld(chunks[at + 1 :])
    if any(chunk.kind == WITHHELD for chunk in chunks[max(at - 5, 0) : at]):
        return True  # "would not release the number of missiles"
    return _ends_withheld(chunks[at + 1 :])


def _ends_withheld(chunks: list[Chunk]) -> bool:
    """Whether the words after a weapon say that its count is not told, before another count or weapon."""
    opened = False
    for chunk in chunks[:9]:
        if chunk.kind == WITHHELD:
            return True
        opened = opened or chunk.kind == "("
        if chunk.kind == Q or (chunk.kind == W and not opened):
            return False
    return False


_OWN = frozenset({"свій", "свої", "свой", "свои"})


_OF_WEAPONS: Final = frozenset(
    {"fleet", "forces", "force", "fuel", "factories", "plants", "depots", "engines", "makers", "war", "industry"}
    | {"control", "command", "launch", "operators", "pilots", "crews", "crew", "warhead", "unit", "units", "factory"}
    | {"plant", "depot", "teams", "production", "launcher", "launchers", "storage", "parts", "maker", "programme"}
    | {"program", "operator", "pilot", "manufacturer", "technology", "assembly", "base", "school", "site", "sites"}
)
"""Nouns after a weapon that stand for no weapon."""


def _is_supposed(chunks: list[Chunk], at: int, tokens: list[Token]) -> bool:
    """ "said that shooting down a drone with a missile made no sense": a gerund that opens its clause."""
    verb = chunks[at - 1] if at else None
    if verb is None or verb.kind != O or not tokens[verb.start].text.split(" ")[0].endswith("ing"):
        return False
    before = chunks[at - 2] if at > 1 else None
    return tokens[verb.start].text.isascii() and (
        before is None or before.kind == S or tokens[before.start].text == "that"
    )


def _leads_counted(chunks: list[Chunk], at: int, tokens: list[Token]) -> bool:
    """ "attacked with an Iskander-M missile and 139 drones": the first of a list that goes on with counts."""
    weapon: WeaponPhrase = chunks[at].value
    led = at > 0 and chunks[at - 1].kind in {PREP, BUT} and chunks[at - 1].value == "with"
    if weapon.number != "sg" or not led or not tokens[weapon.start].text.isascii():
        return False
    return [c.kind for c in chunks[at + 1 : at + 4]] in ([AND, Q, W], [",", Q, W])


def _is_definite(weapon: WeaponPhrase, tokens: list[Token]) -> bool:
    if tokens[weapon.start].text.endswith("'s"):
        return True  # "Russia's hypersonic missiles"
    return "the" in {tokens[weapon.start - 1].text, tokens[weapon.start].text.split(" ")[0]}


def _is_known(chunks: list[Chunk], at: int, tokens: list[Token]) -> bool:
    """ "the Buk that destroyed the plane", "the missile that hit the house": of something told before."""
    weapon: WeaponPhrase = chunks[at].value
    if "the" not in {tokens[weapon.start - 1].text, tokens[weapon.start].text.split(" ")[0]}:
        return False
    follow = chunks[at + 1] if at + 1 < len(chunks) else None
    relative = follow is not None and tokens[follow.start].text in {"that", "which"}
    return weapon.root in CARRIERS or relative


def _stands_aside(chunks: list[Chunk], at: int, tokens: list[Token]) -> bool:
    """Whether a weapon without a number is no count: "атака дрона", "с применением БПЛА", "drone attack", in
    brackets.
    """
    before = chunks[at - 1] if at else None
    if any(tokens[c.start].text in _OWN for c in chunks[max(at - 3, 0) : at]):
        return True  # "розповідає, як збив свій перший «шахед»"
    if before is not None and "question" in tokens[before.start].kinds:
        return True  # "скільки ракет збито, скажемо пізніше"
    if before is not None and before.kind == R and before.value in {"most", "half"}:
        return True  # "більшість БпЛА": a share of a total, no count of its own
    led_from = before is not None and before.kind == PREP and before.value == "from"
    if led_from and chunks[at].value.root in CARRIERS:
        return True  # "пуски з Ту-95МС"
    if before is not None and (
        before.kind in {A, N, L} or (before.kind == PREP and before.value in {"with", "of", "toward"})
    ):
        return True
    after = chunks[at + 1] if at + 1 < len(chunks) else None
    if after is not None and (after.kind in {A, N, L} or tokens[after.start].text in ATTACK_WORDS):
        return True
    if after is not None and after.kind in {AND, ","} and [c.kind for c in chunks[at + 2 : at + 4]] == [W, A]:
        return True  # "the largest missile and drone attack"
    if after is not None and after.kind == X and tokens[after.start].text in _OF_WEAPONS:
        return True  # "a UAV control point"
    if after is not None and after.kind == AND and [c.kind for c in chunks[at + 2 : at + 3]] == [A]:
        return True  # "launched missile and air strikes"
    if after is not None and after.kind == O and after.value == ("hit", "noun") and tokens[after.start].text.isascii():
        return True  # "missile and drone hits"
    return bracket_depth(chunks, at) > 0


def _is_singular(weapon: WeaponPhrase, outcome: str, feature: str) -> bool:
    """ "сбит БПЛА": one by the noun's form, or by the verb's where the noun has none."""
    if weapon.number == "" and weapon.named and outcome in RESULTS:
        return feature in {
            "pp.sg",
            "act",
            "impers",
            "noun",
        }  # "Іскандер-К збито", "мінус Су-34"
    if weapon.number == "sg2" and feature == "noun":
        return True  # "влучання ракети": the genitive of one
    return weapon.number == "sg" or (weapon.number == "" and feature == "pp.sg")


def _is_bare_plural(weapon: WeaponPhrase, feature: str) -> bool:
    """ "сбиты дроны", "сбиты БПЛА": some, by the noun's form or by the verb's where the noun has none."""
    if weapon.number in {"pl", "sg2"}:
        return feature in {"pp.pl", "act", "impers", "any", "finite", "noun"}
    return weapon.number == "" and feature == "pp.pl"


def _names_enemy(chunk: Chunk, tokens: list[Token]) -> bool:
    token = tokens[chunk.start]
    return chunk.kind in {X, C, P} and (
        "enemy" in token.kinds or token.kinds.get("speaker", ("",))[0].startswith("ref:")
    )


def _by_enemy(chunks: list[Chunk], weapon: WeaponPhrase, verb: Chunk, tokens: list[Token]) -> bool:
    """Whether a single launch is told of the other side, not of a crew's own missile."""
    if weapon.side is not None:
        return True
    before = [c for c in chunks if c.end <= verb.start and c.kind not in {T, PREP, "-"}]
    if verb.value[1] != "act":
        return weapon.paths[0].startswith(("missile", "bomb")) or any(_names_enemy(c, tokens) for c in chunks)
    return any(_names_enemy(c, tokens) for c in before[-2:])


def _is_item(chunks: list[Chunk], at: int) -> bool:
    """ "над A – 11 БПЛА, над B – ракета", "сбиты: вертолет и два БПЛА": a singular that is an item."""
    if at >= 2 and chunks[at - 1].kind == ":" and chunks[at - 2].kind == O and chunks[at - 2].value[0] in RESULTS:
        return any(c.kind == Q for c in chunks[at + 1 :])
    return (
        at >= 3
        and chunks[at - 1].kind == "-"
        and chunks[at - 2].kind == P
        and any(c.kind == Q for c in chunks[: at - 2])
    )


def _joins_counted(chunks: list[Chunk], at: int) -> bool:
    """ "12 БпЛА та крилату ракету": a singular joined to a counted weapon."""
    at -= chunks[at - 1].kind == '"'
    if at >= 2 and chunks[at - 1].kind == AND and chunks[at - 2].kind == ")":
        at = bracket_opener(chunks, at - 2) + 1  # "31 БпЛА (райони пусків – Орел) і ракетою"
        return any(c.kind == Q for c in chunks[max(0, at - 7) : at])
    return at >= 2 and chunks[at - 1].kind in {AND, ","} and any(c.kind == Q for c in chunks[max(0, at - 7) : at])


def _heads_subset(chunks: list[Chunk], at: int) -> bool:
    """ "Збито 37 ракет, серед них «Кинджал», 3 Іскандери-М": the first of the parts counts one."""
    before = [c for c in chunks[max(at - 3, 0) : at] if c.kind != '"']
    after = [c for c in chunks[at + 1 : at + 4] if c.kind != '"']
    led = bool(before) and before[-1].kind == R and before[-1].value == "subset" and before[0].kind != Q
    return led and len(after) > 1 and after[0].kind in {",", AND} and after[1].kind == Q


def _is_listed(chunks: list[Chunk], at: int) -> bool:
    """ "два розвідники: «Мерлін-ВР» та «Орлан-30»": the first of the models that make up a count."""
    before = [c for c in chunks[max(at - 5, 0) : at] if c.kind != '"']
    after = [c for c in chunks[at + 1 : at + 5] if c.kind != '"']
    if len(before) < 3 or len(after) < 2 or before[-1].kind not in {":", "-"} or before[-2].kind != W:
        return False
    counted = before[-3].kind == Q and before[-3].value.low == before[-3].value.high == 2
    named = not chunks[at].value.head or (chunks[at].value.named and chunks[at].value.number == "sg")
    return counted and named and after[0].kind == AND and after[1].kind == W


def _has_quantity(chunks: list[Chunk], at: int) -> bool:
    """Whether a number counts this weapon: right before it, or after it across a dash or verb ("БПЛА – 5")."""
    index = at - 1
    while (
        index >= at - 3
        and index >= 0
        and (
            chunks[index].kind in {R, X, '"'}
            or _is_participle(chunks[index])
            or (chunks[index].kind == T and index and _is_participle(chunks[index - 1]))  # "69 знищених за ніч БпЛА"
        )
    ):
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
        if after is not None and after.kind == "-" and any(c.kind in {N, X} for c in chunks[index + 2 : index + 3]):
            return False  # "a drone hit a 25-storey building"
        return after is None or after.kind not in {W, L, N}
    return False


def _is_participle(chunk: Chunk) -> bool:
    """ "50 збитих «шахедів»": a participle between number and noun."""
    return chunk.kind == O and chunk.value[1] in {"pp.pl", "pp.sg"}


def _count(low: int | None, high: int | None, qualifier: str, chunk: Chunk, *, singular: bool = False) -> Quantity:
    return Quantity(low, high, qualifier, chunk.start, chunk.start, (chunk.start, chunk.start), singular=singular)
