"""Whether a text can hold a claim at all, by its words alone: most posts cannot, and need no grammar to tell.

A claim needs a weapon and what became of it. Which words say so is not written here: :func:`needed_words` takes them
from the lexicon, so that a new wording is never rejected unread.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from claims.lexicon import Kinds, Lexicon, Node, load_lexicon
from claims.parsing.clauses import OF_WORDS
from claims.parsing.clean import clean
from claims.parsing.tokens import NUMBER, tokenise
from claims.parsing.words import letters_of, words_of

Phrases = dict[str, tuple[tuple[int, frozenset[str]], ...]]
"""Phrases by the word of each that fewest phrases have: their role, and the other words that must be there too."""


@dataclass(frozen=True, slots=True)
class NeededWords:
    """The words of one language of which a text with claims holds some, by their role (the flags below)."""

    roles: dict[str, int]
    """The roles that a word has by itself, and, shifted by :data:`JOINED`, those that it may have in a phrase."""
    phrases: Phrases
    """The phrases of more than one word."""
    other_things: dict[str, dict[int, set[tuple[str, ...]]]]
    """By their first word the other words of phrases that name no weapon though they begin as one, by their number."""
    figure: re.Pattern[str]
    """A number in digits that may be a count."""


WEAPON, ADJECTIVE, RESULT, LAUNCH, AMOUNT, ENEMY, LOCATION, IMPACT, TOTAL = (1 << place for place in range(9))
"""What a word may tell: a weapon; an adjective that may stand for one ("дві балістичні"); a result, hit or flight
onward; a launch or attempt; a number; the enemy; places counted; hits and debris; what leads from a part to its total
("52 із 80")."""

JOINED: Final = 9

_THING: Final = WEAPON | ADJECTIVE | IMPACT
_FATE: Final = RESULT | LAUNCH | TOTAL | LOCATION
"""Of each of these something is told where there is a claim, but for the rows of a table."""


def may_hold_claims(words: list[str], text: str, lang: str, letters: bytes | None = None) -> bool:
    """Whether a text of these words may hold a claim. Only figures are looked for in the text itself.

    ``letters`` are those of the text, where they are known.
    """
    needed = needed_words(lang)
    telling = needed.roles.keys() & words  # few are
    named = telling - _POSSESSIVE if lang == "en" else telling
    roles = _roles_of(words, named, needed)
    if not _words_tell(roles, words, text, needed):
        if len(named) == len(telling) or (not roles & WEAPON and _only_possessive(words, telling, text, needed)):
            return _breaks_off(words, text, needed)
        if not _words_tell(_roles_of(words, telling, needed), words, text, needed):
            return _breaks_off(words, text, needed)
    if len(text) < LONG:
        return True
    sentences = _sentences(words, text, letters or letters_of(text), telling, needed)
    return any(_sentence_tells(told, sentence, needed, lang) for told, sentence in sentences)


_POSSESSIVE: Final = frozenset({"s", "and", "or"})
"""Words of "S-300 and S-400" without the numbers, and of "the company's": alone they name no weapon."""

_MODEL: Final = re.compile(r"[sS](?<![^\W_][sS])[\W_]*\d")
_ENDS: Final = frozenset('.!?"”')


def _only_possessive(words: list[str], telling: set[str], text: str, needed: NeededWords) -> bool:
    """Whether an English text without a weapon has possessives and no model's name, "the company's", not "S-300".

    It must be whole, so that no count is missing, and count neither targets nor locations.
    """
    known = needed.roles
    if any((known[word] | known[word] >> JOINED) & LOCATION for word in telling) or "targets" in words:
        return False
    whole = text.rstrip()[-1:] in _ENDS and "…" not in text and ".." not in text
    return whole and _MODEL.search(text) is None


def _breaks_off(words: list[str], text: str, needed: NeededWords) -> bool:
    """Whether a text ends with a result, "збито/подавлено": its count may be cut off."""
    if not words or len(text) > LONGEST_CUT or not needed.roles.get(words[-1], 0) & RESULT:
        return False
    end = text.rstrip()
    return end[-1].isalpha() or end.endswith(("…", ".."))


def tells_amount(words: list[str], text: str, lang: str) -> bool:
    """Whether a text of these words has a number, in digits or words, that may count something."""
    needed = needed_words(lang)
    if needed.figure.search(text) is not None:
        return True
    known = needed.roles.get
    return any(known(word, 0) & AMOUNT for word in words)


def _words_tell(roles: int, words: list[str], text: str, needed: NeededWords) -> bool:
    """Whether words of these roles hold what a claim needs, wherever they stand."""
    if not roles & WEAPON:
        # "уламки на 3 локаціях"
        return bool(roles & IMPACT and roles & LOCATION) and _counts(roles, text, needed)
    if roles & RESULT:
        # "сбит БПЛА", "сбиты дроны": the weapon may tell how many
        return True
    if roles & LAUNCH:
        # "Пуски КАБ на A!" is an alert, "атаковал 12 БПЛА" a claim
        return bool(roles & ENEMY) or _counts(roles, text, needed)
    if "+" in text:
        # a row of a loss table: "БпЛА – 39 012 (+78)"
        return True
    return bool(roles & TOTAL) and _tells_total(words, text, needed)


def _roles_of(words: list[str], telling: set[str], needed: NeededWords) -> int:
    """The roles that these words have, alone or as phrases; none when even the likeliest would not make a claim.

    ``telling`` are those of them that have a role.
    """
    roles = 0
    known = needed.roles
    for word in telling:
        roles |= known[word]
    if roles & ADJECTIVE and not roles & WEAPON and _adjective_stands_alone(words, telling, needed):
        roles |= WEAPON
    likely = roles | roles >> JOINED
    if not (likely & WEAPON or (likely & IMPACT and likely & LOCATION)):
        return 0
    unsettled = likely & ~roles
    if unsettled and not (roles & WEAPON and roles & RESULT):  # with both no other role matters
        present = set(words)
        for word in telling:
            if known[word] >> JOINED & unsettled & ~roles:
                for role, others in needed.phrases[word]:
                    if role & unsettled and others <= present:
                        roles |= role
    return roles


def _adjective_stands_alone(words: list[str], telling: set[str], needed: NeededWords) -> bool:
    """Whether an adjective among the telling words may stand for a weapon: not in "боевых бронированных машин"."""
    for adjective in telling:
        if not needed.roles[adjective] & ADJECTIVE:
            continue
        others = needed.other_things.get(adjective)
        if others is None:
            return True
        after = 0
        for _ in range(words.count(adjective)):
            after = words.index(adjective, after) + 1
            if not any(tuple(words[after : after + count]) in rests for count, rests in others.items()):
                return True
    return False


def _counts(roles: int, text: str, needed: NeededWords) -> bool:
    return bool(roles & AMOUNT) or needed.figure.search(text) is not None


def _tells_total(words: list[str], text: str, needed: NeededWords) -> bool:
    """ "із 80 БпЛА", "із загальної кількості понад 80", "з вісімдесяти": a number led by such a word."""
    known = needed.roles.get
    amount, total = AMOUNT | AMOUNT << JOINED, TOTAL | TOTAL << JOINED
    for position, word in enumerate(words):
        if known(word, 0) & amount and any(known(lead, 0) & total for lead in words[max(position - 3, 0) : position]):
            return True
    for match in needed.figure.finditer(text):
        before = words_of(letters_of(text[max(match.start() - 40, 0) : match.start()]))
        if any(known(lead, 0) & total for lead in before[-3:]):
            return True
    return False


# ---------------------------------------------------------------- long texts, sentence by sentence

LONGEST_CUT: Final = 2_000
"""Characters of the longest text that may be a report broken off: previews are short."""

LONG: Final = 1_500
"""Characters from which it pays to look for one sentence that holds all that a claim needs."""

_SENTENCE_END: Final = re.compile(r"[.!?…\n](?:(?<=\n)|(?<=[^\W\d_]{5}.)\s+)")
_WEAPONS: Final = frozenset({"weapon_noun", "weapon_model"})
_FATES: Final = frozenset({"outcome", "attempt", "assault", "withheld"})
_DIGITS: Final[Kinds] = {"num": ("", "")}


def _sentences(
    words: list[str], text: str, letters: bytes, telling: set[str], needed: NeededWords
) -> Iterator[tuple[list[str], str]]:
    """Pieces that hold whole sentences, with their share of the words: cut at line breaks, and after a mark that ends
    a long word, as no abbreviation does. Left out are those which cannot tell: most of a long text.

    ``letters`` are a byte for each character.
    """
    present = set(words)
    things, fates = _telling(_THING, telling, present, needed), _telling(_FATE, telling, present, needed)
    summed = "+" in text
    colon = text.find(":")
    start = first = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.start()
        last = first + len(letters[start:end].split())
        told = words[first:last]
        if -1 < colon < end or not (things.isdisjoint(told) or (fates.isdisjoint(told) and not summed)):
            yield told, text[start:end]
            colon = text.find(":", end)
        start, first = match.end(), last
    yield words[first:], text[start:]


def _telling(roles: int, telling: set[str], present: set[str], needed: NeededWords) -> set[str]:
    """Those of the words that tell one of these roles, alone or in a phrase whose other words are present too."""
    known = needed.roles
    return {
        word
        for word in telling
        if known[word] & roles
        or (
            known[word] >> JOINED & roles
            and any(role & roles and others <= present for role, others in needed.phrases[word])
        )
    }


def _sentence_tells(words: list[str], sentence: str, needed: NeededWords, lang: str) -> bool:
    """Whether the figures of a text may begin with this sentence: it names a weapon and what became of it, or heads a
    list.
    """
    if sentence.rstrip().endswith(":"):
        return True
    roles = _roles_of(words, needed.roles.keys() & words, needed)
    if not roles & (RESULT | LAUNCH) or not roles & WEAPON:
        return roles != 0 and _words_tell(roles, words, sentence, needed)
    # words are not phrases: "боевых бронированных машин" names no weapon
    weapon = fate = False
    before: Kinds = {}
    for token in tokenise(clean(sentence).text, load_lexicon(lang)):
        names = token.kinds.keys()
        weapon = weapon or bool(names & _WEAPONS)
        weapon = weapon or ("weapon_adj" in names and not _NUMBERS.isdisjoint(before))
        fate = fate or bool(names & _FATES)
        before = _DIGITS if token.shape == NUMBER else token.kinds
    return weapon and fate


# ---------------------------------------------------------------- which words those are

_DASH: Final = "[-‐‑‒–—―−⁃➖]"
_NUMBERS: Final = frozenset({"num", "num_collective", "num_scale", "num_half", "multitude", "vague", "both", "all"})
_SHARES: Final = frozenset({"another", "most", "half", "third", "same", "except"})
_ENEMIES: Final = frozenset({"enemy", "side_adj", "country_adj", "speaker", "assault"})
_STANDS_ALONE: Final = frozenset({"ballistic", "aeroballistic", "cruise", "anti_radar", "strike", "recon", "decoy"})


@functools.lru_cache(maxsize=8)
def needed_words(lang: str) -> NeededWords:
    """The words of a language that :func:`may_hold_claims` looks for."""
    phrases = [(words_of(letters_of(phrase)), kinds) for phrase, kinds in _phrases(load_lexicon(lang))]
    spread = Counter(word for words, _ in phrases for word in words)
    roles = dict.fromkeys(OF_WORDS, TOTAL)
    joined: dict[str, set[tuple[int, frozenset[str]]]] = defaultdict(set)
    other_things: dict[str, dict[int, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    ordinals: list[str] = []
    for words, kinds in phrases:
        if not words:
            continue
        telling = min(words, key=spread.__getitem__)
        others = frozenset(words) - {telling}
        for role in _roles(kinds):
            if not others:
                roles[telling] = roles.get(telling, 0) | role
                continue
            role = WEAPON if role == ADJECTIVE else role
            roles[telling] = roles.get(telling, 0) | role << JOINED
            joined[telling].add((role, others))
        if others and not kinds.keys() & {"weapon_adj", *_WEAPONS}:
            other_things[words[0]][len(words) - 1].add(tuple(words[1:]))
        if kinds.get("num_suffix", ("", ""))[0] == "ordinal":
            ordinals += words
    return NeededWords(
        roles,
        {word: tuple(told) for word, told in joined.items()},
        {word: dict(rests) for word, rests in other_things.items() if roles.get(word, 0) & ADJECTIVE},
        _figure(ordinals),
    )


def _phrases(lexicon: Lexicon) -> Iterator[tuple[str, Kinds]]:
    """Every phrase of the lexicon, its tokens joined by spaces, with its readings."""
    stack: list[tuple[str, Node]] = list(lexicon.root.items())
    while stack:
        phrase, (kinds, table) = stack.pop()
        if kinds:
            yield phrase, kinds
        if table:
            stack.extend((f"{phrase} {word}", node) for word, node in table.items())


def _roles(kinds: Kinds) -> Iterator[int]:
    """What a phrase with these readings may tell."""
    names = kinds.keys()
    if names & _WEAPONS:
        yield WEAPON
    elif kinds.get("weapon_adj", ("", ""))[0] in _STANDS_ALONE:
        yield ADJECTIVE
    if "outcome" in names:
        outcome, feature = kinds["outcome"]
        if (outcome, feature) != ("airborne", "bare"):
            # "у повітряному просторі 70 БпЛА" alone is an alert: only a report of results makes it a claim
            yield LAUNCH if outcome == "launched" else RESULT
        if outcome in {"hit", "debris"}:
            yield IMPACT
    if "attempt" in names or "assault" in names:
        yield LAUNCH
    if names & _NUMBERS or "withheld" in names or kinds.get("rel", ("", ""))[0] in _SHARES:
        yield AMOUNT
    noun, number = kinds.get("weapon_noun", ("", ""))
    if names & _ENEMIES or (number == "sg" and noun.startswith(("missile", "bomb"))):
        # who but the enemy launches "крылатую ракету"
        yield ENEMY
    if "location" in names:
        yield LOCATION
    if kinds.get("prep", ("", ""))[0] == "of":
        yield TOTAL


def _figure(ordinals: list[str]) -> re.Pattern[str]:
    """A number that may be a count: not the hours of "03:40", the digits of "МіГ-31К", "Х-101" or "40-ї бригади"."""
    name = "".join(rf"(?<!\b[^\W\d_]{{{length}}}{_DASH}[0-9])" for length in range(1, 6))
    suffix = rf"(?!{_DASH}(?:{'|'.join(ordinals)})\b)"
    # the digit comes first, so that the search skips all other characters
    return re.compile(
        rf"[0-9](?<![^\W_][0-9])(?<![0-9][:.,][0-9]){name}[0-9]*(?:[.,][0-9]+)*(?![0-9]|[:.,][0-9]){suffix}"
    )
