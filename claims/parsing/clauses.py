"""Sentences and chunks: typed tokens grouped into quantities, weapons, outcomes, places, times and joints.

A chunk is one phrase of the grammar with its value; the composer reads only chunks.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from claims.parsing.numbers import Quantity, read_quantity
from claims.parsing.places import Places, read_places
from claims.parsing.times import TIME_KINDS, TimePhrase, read_time
from claims.parsing.tokens import END, LINE, MARK, NUMBER, WORD, Token, kind
from claims.parsing.weapons import WeaponPhrase, read_adjective, read_weapon

# chunk kinds
Q: Final = "quantity"
W: Final = "weapon"
O: Final = "outcome"  # noqa: E741 - the letter of the grammar's own notation
P: Final = "places"
T: Final = "time"
L: Final = "location"
N: Final = "other_noun"
C: Final = "speaker"
S: Final = "speech"
R: Final = "rel"
A: Final = "attempt"
NEG: Final = "neg"
PREP: Final = "prep"
WITHHELD: Final = "withheld"
EVENT: Final = "event"
DENIAL: Final = "denial"
FORMER: Final = "former"
AND: Final = "and"
BUT: Final = "but"
SUB: Final = "sub"
MODAL: Final = "modal"
X: Final = "word"
MARKS: Final = frozenset({",", ";", ":", "-", "(", ")", "/", '"', "+", "bullet"})


@dataclass(slots=True, eq=False)
class Chunk:
    """A phrase over tokens ``start``..``end`` (half-open); ``value`` depends on the kind. Each equals only itself."""

    kind: str
    start: int
    end: int
    value: Any = None

    def __repr__(self) -> str:
        return f"{self.kind}[{self.start}:{self.end}]{'' if self.value is None else f'={self.value}'}"


@dataclass(slots=True)
class Sentence:
    """A sentence or list line. ``line`` numbers lines, ``paragraph`` blocks between blank lines (else lines)."""

    start: int
    end: int
    line: int
    opens_line: bool
    closes_line: bool
    paragraph: int = 0


_ABBREVIATIONS = frozenset(
    [
        "м",
        "од",
        "ед",
        "шт",
        "г",
        "р",
        "т",
        "ст",
        "обл",
        "ім",
        "с",
        "смт",
        "пос",
        "тис",
        "тыс",
        "млн",
        "гр",
        "рр",
        "им",
        "д",
        "gov",
        "gen",
        "lt",
        "col",
        "mr",
        "mrs",
        "st",
        "u",
        "no",
        "sen",
        "rep",
        "dr",
        "maj",
        "brig",
        "capt",
    ]
)
_UNITS = frozenset({"од", "ед", "шт", "м"})
"""Abbreviations that may end a sentence: "3 од. Збито ...", "Іскандер М. Збито"."""

MAX_SENTENCE = 500
"""Tokens of the longest sentence that is read in one piece."""

_BULLETS = frozenset("•▪▫◾◽◼◻■□●○◦‣⁃❗➡🔹🔸🔻🔺📊✅⚡➖👉🟢🔴🟡🟠🔵⚪💥🚀🛸🎯➤►▶✔☑📌📍🛩✈🔥🇺🇦·")


def split_sentences(tokens: list[Token]) -> list[Sentence]:
    """Cut at line breaks and at full stops that end a sentence."""
    # most tokens are words, numbers and commas, which end no sentence
    ends = [
        (index, token)
        for index, token in enumerate(tokens)
        if token.shape > NUMBER and (token.shape > MARK or token.text in _STOPS)
    ]
    sentences = _cut(tokens, ends)
    if len(tokens) > MAX_SENTENCE and any(found.end - found.start >= MAX_SENTENCE for found in sentences):
        return _cut(tokens, enumerate(tokens))
    return sentences


_STOPS: Final = ".!?…"


def _cut(tokens: list[Token], places: Iterable[tuple[int, Token]]) -> list[Sentence]:
    """Cut at those of the tokens at ``places`` that end a sentence, and where one grows too long."""
    sentences: list[Sentence] = []
    start = 0
    line = 0
    opens = True
    blank = False
    for index, token in places:
        shape = token.shape
        if shape <= NUMBER and index - start < MAX_SENTENCE:
            continue
        if shape >= LINE:
            blank = blank or (len(token.text) > 1 and index < len(tokens) - 2)
            if index > start:
                sentences.append(Sentence(start, index, line, opens, True))
            elif sentences:
                sentences[-1].closes_line = True
            start = index + 1
            line += 1
            opens = True
        elif index - start >= MAX_SENTENCE:
            # no sentence is so long: cut, so that time stays linear in the text
            sentences.append(Sentence(start, index, line, opens, False))
            start, opens = index, False
        elif shape == MARK and token.text in _STOPS and _ends(tokens, index):
            if index > start:
                sentences.append(Sentence(start, index, line, opens, tokens[index + 1].shape in (LINE, END)))
            start = index + 1
            opens = False
    _number_paragraphs(tokens, sentences, blank=blank)
    return sentences


def _number_paragraphs(tokens: list[Token], sentences: list[Sentence], *, blank: bool) -> None:
    """Paragraphs end at blank lines; in a text without any each line is one, but for the items of a list.

    ``blank`` tells that the text has blank lines.
    """
    paragraph = 0
    for before, sentence in itertools.pairwise(sentences):
        if sentence.line != before.line:
            gap = tokens[sentence.start - 1]
            listed = _opens_item(tokens, sentence) and (
                tokens[before.end - 1].text in {":", ";", ","} or gap.text == "\n"
            )
            if not listed and (not blank or len(gap.text) > 1):
                paragraph += 1
        sentence.paragraph = paragraph


def _opens_item(tokens: list[Token], sentence: Sentence) -> bool:
    """Whether a line is an item of a list: it opens with a bullet, a dash or a number."""
    token = tokens[sentence.start]
    if token.shape == MARK:
        return token.text in "-" or token.text in _BULLETS or not token.text.isascii()
    return token.shape == NUMBER or "num" in token.kinds or token.text == "по"


def _ends(tokens: list[Token], index: int) -> bool:
    """Whether the mark at ``index`` ends a sentence: not after an abbreviation, not inside a name."""
    token, before, after = tokens[index], tokens[index - 1] if index else tokens[index], tokens[index + 1]
    if after.text in {",", ";", ")"}:
        return False  # "Приморсько-Ахтарськ – рф., близько 70 із них"
    if token.text != ".":
        return True
    if before.text in _ABBREVIATIONS and before.end == token.start:
        return after.shape in (LINE, END) or ("outcome" in after.kinds and before.text in _UNITS)
    return not (after.start == token.end and after.shape in (WORD, NUMBER))


_QUANTITY_KINDS = frozenset(
    {"nothing", "num", "num_collective", "num_scale", "vague", "both", "all", "num_half", "qual"}
)
_PLACE_KINDS = frozenset(
    {
        "prep",
        "territory",
        "region",
        "region_adj",
        "city",
        "sea",
        "sea_adj",
        "country",
        "water_noun",
        "coast_noun",
        "macro",
    }
)
_WEAPON_KINDS = frozenset({"weapon_noun", "weapon_model", "weapon_adj", "side_adj", "country_adj"})
_STOPPED: Final = frozenset({"downed", "neutralised", "suppressed"})
"""What air defence does to targets: what is counted then is no place."""
_LEADING = (
    _QUANTITY_KINDS
    | _PLACE_KINDS
    | _WEAPON_KINDS
    | TIME_KINDS
    | {"enemy", "num", "rel", "shell_noun", "speaker", "speech"}
)
"""Kinds of words by which more than the word itself must be looked at first."""
_VERBS: Final = frozenset({X, O, EVENT})
OF_WORDS = frozenset({"з", "із", "зі", "из"})


def chunk_sentence(tokens: list[Token], sentence: Sentence, text: str) -> list[Chunk]:
    """The chunks of one sentence, in order; every token but auxiliaries ("were", "було") is in one."""
    chunks: list[Chunk] = []
    append = chunks.append
    index = sentence.start
    stop = sentence.end
    finite = ""  # the auxiliary before a verb
    while index < stop:
        token = tokens[index]
        kinds = token.kinds
        shape = token.shape
        if not kinds and shape == WORD:
            if "district_noun" in tokens[index + 1].kinds:
                # an unknown word that names a district: "Одинцовский район"
                found = read_places(tokens, index, text)
                if found and found.items:
                    append(Chunk(P, found.start, found.end, found))
                    index = found.end
                    continue
            if chunks and chunks[-1].kind == "," and _is_gerund(token):
                chunks[-1].kind = SUB  # "..., killing two people and hitting a school"
            append(Chunk(X, index, index + 1))
            index += 1
            continue
        if "aux" in kinds and len(kinds) == 1:
            finite = token.text
            index += 1
            continue
        chunk = None
        if shape == NUMBER and not kinds:
            if not _part_of_name(tokens, index, text) and not _is_year(tokens, index):
                chunk = _time(tokens, index) or _quantity(tokens, index)
        elif shape == MARK and not kinds:
            if token.text == "(":
                chunk = _time(tokens, index)
            elif token.text == '"' and chunks and chunks[-1].kind == Q:
                # 24 "Shahed-131/136"
                chunk = _weapon(tokens, index + 1, True, chunks[-1].value.value == 1)
                if chunk is not None:
                    chunk.start = index
            if chunk is None:
                chunk = _mark(token, index)
        else:
            chunk = _phrase(tokens, index, text, chunks)
        if chunk is None or chunk.end > stop:
            chunk = Chunk(X, index, index + 1)
        if chunk.kind == MODAL and finite in _WAS and token.text == "able to":
            chunk.kind = X
        if chunk.kind in _VERBS:
            if chunks and chunks[-1].kind == "," and _is_gerund(token):
                chunks[-1].kind = SUB
            if token.text == "fires" and chunks and chunks[-1].kind == Q:
                chunk = Chunk(N, index, index + 1)  # "the attack caused three fires"
            if chunk.kind == O and token.text.isascii():
                _settle_verb(chunk, finite, tokens, index)
        finite = ""
        append(chunk)
        index = chunk.end
    return chunks


_CYRILLIC: Final = re.compile("[а-ґ]")


def _part_of_name(tokens: list[Token], index: int, text: str) -> bool:
    """The digits of a type's name: "Ка-52", "Су-35С"."""
    token = tokens[index]
    dash, word = tokens[index - 1], tokens[index - 2]
    if index and dash.shape == WORD and dash.end == token.start:
        return True  # the 3 of "Ту-22М3"
    if index and dash.text == "mirage":
        return True  # "Mirage 2000"
    if index and dash.shape == WORD and not dash.kinds and dash.text.isascii() and len(token.text) >= 3:
        around = text[max(token.start - NEAR, 0) : token.end + NEAR]
        return _CYRILLIC.search(around.lower()) is not None  # "Mirage 2000" in a Cyrillic text
    return bool(
        index >= 2
        and dash.text == "-"
        and dash.end == token.start
        and word.shape == WORD
        and word.end == dash.start
        and (len(word.text) <= 5 or word.text.isascii())
    )


NEAR: Final = 60
"""Characters around a word that tell the script of its text."""

_WAS: Final = frozenset({"was", "were"})
_NEVER_TOLD: Final = frozenset({"be", "being"})
_MANAGED: Final = frozenset({"managed", "able", "succeeded", "helped"})


def _settle_verb(chunk: Chunk, auxiliary: str, tokens: list[Token], index: int) -> None:
    """Tell a finite English verb, by the auxiliary before it, from a participle and from what is not told as done."""
    outcome, feature = chunk.value
    before = tokens[index - 1].text
    if feature == "base" and before == "able to" and tokens[index - 2].text in _WAS:
        chunk.value = (outcome, "finite")  # "58 of which it was able to shoot down"
        return
    if feature == "base" and not _counts_weapon_after(tokens, chunk.end):
        chunk.kind = X  # "Fire broke out", "setting fire to a flat"
        return
    if auxiliary in _NEVER_TOLD or (auxiliary in {"are", "is"} and outcome == "launched"):
        chunk.value = (outcome, "unreal")  # "will be shot down", "are fired from the same launchers"
    elif before == "to" and feature in {"base", "any"} and tokens[index - 2].text not in _MANAGED:
        chunk.value = (outcome, "unreal")  # "in order to shoot down"
    elif auxiliary not in {"", "a", "an"} and feature == "any":
        chunk.value = (outcome, "finite")  # "were launched", "had downed": no participle of a noun


def _stopped_after(tokens: list[Token], index: int) -> bool:
    """ "20 targets were shot down": a verb of air defence behind a few words."""
    for token in tokens[index : index + 4]:
        if "outcome" in token.kinds:
            return token.kinds["outcome"][0] in _STOPPED
        if not ("aux" in token.kinds or token.text in {"already", "also"}):
            return False
    return False


def _is_gerund(token: Token) -> bool:
    """Whether an English verb in "-ing" stands here."""
    return token.text.isascii() and token.text.split(" ", 1)[0].endswith("ing")


def _counts_weapon_after(tokens: list[Token], index: int) -> bool:
    """ "recorded 591 drones": what was seen, not what was said."""
    quantity = read_quantity(tokens, index)
    return quantity is not None and _counts_weapon(tokens, quantity.end)


def _is_said(tokens: list[Token], index: int) -> bool:
    """Whether a speaker's name is followed by its word of speech: "attacked, Kyiv said"."""
    return "speech" in tokens[index + 1].kinds


def _is_year(tokens: list[Token], index: int) -> bool:
    """ "In 2014, ...", "since 2022", "the 2022 invasion": no count of anything."""
    text = tokens[index].text
    opens = not index or tokens[index - 1].shape == LINE
    if opens and len(text) == 4 and text.isdecimal() and "tz" in tokens[index + 1].kinds:
        return True  # "1130 GMT": when a live blog's post came
    if len(text) != 4 or not text.isdecimal() or text[:2] not in {"19", "20"} or not index:
        return False
    return tokens[index - 1].text in {"in", "since", "of", "until", "by", "the", "late", "early", "mid", "before"}


def _mark(token: Token, index: int) -> Chunk:
    text = token.text
    if text in MARKS:
        return Chunk(text, index, index + 1)
    if text in _BULLETS or not text.isascii():
        return Chunk("bullet", index, index + 1)
    return Chunk(X, index, index + 1)


def _time(tokens: list[Token], index: int) -> Chunk | None:
    phrase: TimePhrase | None = read_time(tokens, index)
    return Chunk(T, phrase.start, phrase.end, phrase) if phrase else None


def _quantity(tokens: list[Token], index: int) -> Chunk | None:
    if index and tokens[index - 1].text == "№":
        return None  # "ЗРК «Бук» № 140": a name
    quantity: Quantity | None = read_quantity(tokens, index)
    return Chunk(Q, quantity.start, quantity.end, quantity) if quantity else None


def _places(tokens: list[Token], index: int, text: str) -> Chunk | None:
    places: Places | None = read_places(tokens, index, text)
    return Chunk(P, places.start, places.end, places) if places else None


def _weapon(tokens: list[Token], index: int, counted: bool, single: bool = False) -> Chunk | None:
    weapon: WeaponPhrase | None = read_weapon(tokens, index, counted=counted, single=single)
    if weapon is not None and weapon.number == "" and tokens[index - 1].text in {"a", "an"}:
        weapon.number = "sg"  # "a Russian Su-25"
    return Chunk(W, weapon.start, weapon.end, weapon) if weapon else None


def _phrase(tokens: list[Token], index: int, text: str, chunks: list[Chunk]) -> Chunk | None:
    """The chunk that begins with a word of the lexicon, by the first reading that holds."""
    token = tokens[index]
    kinds = token.kinds
    if len(token.text) == 1 and _ends_a_name(tokens, index):
        return None
    counted = bool(chunks) and chunks[-1].kind == Q
    if "weapon_adj" in kinds and tokens[index + 1].text == "ones" and chunks and chunks[-1].kind == PREP:
        bare = read_adjective(tokens, index)  # "fewer than 10 of the ballistic ones"
        if bare is not None:
            return Chunk(W, bare.start, bare.end, bare)
    if _LEADING.isdisjoint(kinds):
        return _plain(tokens, index, text, chunks)  # a verb, "locations", "attempt"
    if len(kinds) == 1:
        if "speaker" in kinds:
            return Chunk(C, index, index + 1, kinds["speaker"][0])
        if "speech" in kinds:
            return Chunk(S, index, index + 1)
    elif token.text == "the" and _opens_nothing(tokens, index + 1):
        return None
    placed, armed = not _PLACE_KINDS.isdisjoint(kinds), not _WEAPON_KINDS.isdisjoint(kinds)
    if "enemy" in kinds and not (placed or armed):
        return None
    rel = kinds.get("rel")
    if "weapon_adj" in kinds and not counted and (_tells_subset(chunks) or _heads_item(tokens, index, chunks)):
        bare = read_adjective(tokens, index)
        if bare is not None:
            return Chunk(W, bare.start, bare.end, bare)
    # "52 із 80": the total the first figure refers to
    if "prep" in kinds and (kinds["prep"][0] == "of" or token.text in OF_WORDS):
        ahead = read_quantity(tokens, index + 1)
        if ahead and _names_carrier(tokens, ahead.end):
            return Chunk(PREP, index, index + 1, "from")
        if ahead and (ahead.low is not None or ahead.all_of) and not _is_hour(tokens, ahead):
            before = chunks[-1].kind if chunks else ""
            opens = before in {T, ",", ":", BUT, "bullet", ""} or tokens[index - 1].text in {"що", "что", "that"}
            joins = before in {Q, W, O}
            if joins and (kinds["prep"][0] == "of" or _may_be_total(tokens, ahead.end)):
                return Chunk(PREP, index, index + 1, "of")
            if opens and _counts_weapon(tokens, ahead.end) and not _time(tokens, index):
                return Chunk(PREP, index, index + 1, "of")
        if kinds["prep"][0] == "of":
            return Chunk(PREP, index, index + 1, "of")
    if not TIME_KINDS.isdisjoint(kinds) or ("num" in kinds and kinds["num"][0] in {"20", "30"}):
        chunk = _time(tokens, index)
        if chunk:
            return chunk
    if rel and rel[0] == "po" and (q := _quantity(tokens, index)):
        return q
    if counted and (armed or "shell_noun" in kinds):
        chunk = _weapon(tokens, index, True, chunks[-1].value.value == 1)
        if chunk:
            return chunk
        bare = read_adjective(tokens, index)
        if bare is not None:
            return Chunk(W, bare.start, bare.end, bare)
    if "speaker" in kinds and not (
        placed and chunks and chunks[-1].kind in {PREP, O, Q} and not _is_said(tokens, index)
    ):
        return Chunk(C, index, index + 1, kinds["speaker"][0])
    if "speech" in kinds and not ("outcome" in kinds and _counts_weapon_after(tokens, index + 1)):
        return Chunk(S, index, index + 1)
    if "macro" in kinds and tokens[index + 1].text == "of" and "city" in tokens[index + 2].kinds and chunks:
        return Chunk(X, index, index + 3)  # "600 kilometers east of Moscow"
    if placed and not ("outcome" in kinds and "prep" not in kinds):
        chunk = _places(tokens, index, text)
        if chunk:
            return chunk
    if not _QUANTITY_KINDS.isdisjoint(kinds) or (rel and rel[0] in {"another", "total", "except"}):
        chunk = _quantity(tokens, index)
        implied = chunk is not None and chunk.value.qualifier == "implied"
        if chunk and not (implied and not _counts_weapon(tokens, chunk.end) and not _is_verb(tokens, chunk.end)):
            return chunk
    return _plain(tokens, index, text, chunks, armed)


def _plain(tokens: list[Token], index: int, text: str, chunks: list[Chunk], armed: bool = False) -> Chunk | None:
    """The chunk of a word that tells no time, number or place: ``armed`` tells that it is a weapon's."""
    token = tokens[index]
    kinds = token.kinds
    counted = bool(chunks) and chunks[-1].kind == Q
    rel = kinds.get("rel")
    if "outcome" in kinds:
        aloft = kinds["outcome"] == ("airborne", "bare")
        if aloft and token.text.endswith("просторі") and not _PLACE_KINDS.isdisjoint(tokens[index + 1].kinds):
            places = read_places(tokens, index + 1, text)
            if places is not None and places.codes and "-" in places.codes[0]:
                places.start, places.role = index, "over"
                return Chunk(P, index, places.end, places)  # "у повітряному просторі Києва"
        if kinds["outcome"] == ("crossed", "act") and token.text.isascii():
            places = read_places(tokens, index + 1, text)
            if places is not None and places.role is None and places.codes and "-" in places.codes[0]:
                places.start, places.role = index, "toward"
                return Chunk(P, index, places.end, places)  # "as they flew towards Moscow": out of no country
        if not aloft or _counts_next(tokens, index + 1) or _dash_before(tokens, index):
            return Chunk(O, index, index + 1, kinds["outcome"])
    if armed and not (index and "defence_system" in tokens[index - 1].kinds):
        chunk = _weapon(tokens, index, counted)
        if chunk:
            return chunk
    if "other_noun" in kinds and counted:
        return Chunk(N, index, index + 1)
    if (
        token.text == "targets"
        and (counted or tokens[index - 1].text in {"of the", "the"})
        and (any(c.kind == O and c.value[0] in _STOPPED for c in chunks) or _stopped_after(tokens, index + 1))
    ):
        return Chunk(W, index, index + 1, WeaponPhrase(index, index + 1, ("air_object",), (), None, "pl", True))
    if "location" in kinds and not ("other_noun" in kinds and counted):
        return Chunk(L, index, index + 1)
    for name, chunk_kind in () if _SIMPLE_KINDS.isdisjoint(kinds) else _SIMPLE:
        if name in kinds:
            return Chunk(chunk_kind, index, index + 1, kinds[name][0])
    if rel and rel[0] in {"most", "half", "third", "same"}:
        share = Quantity(None, None, "exact", index, index + 1, (index, index + 1), fraction=rel[0])
        return Chunk(Q, index, index + 1, share)
    if token.text == "no" and chunks and chunks[-1].kind == O and _weapon(tokens, index + 1, True):
        return Chunk(Q, index, index + 1, Quantity(0, 0, "exact", index, index + 1, (index, index + 1)))
    if token.text == "between" and (span := _quantity(tokens, index)):
        return span
    if token.text == "with" and read_weapon(tokens, index + 1 + ("aux" in tokens[index + 1].kinds)) is not None:
        return Chunk(PREP, index, index + 1, "with")  # "attack facilities with a missile"
    if "conj" in kinds:
        value = "with" if token.text == "with" else kinds["conj"][0]
        return Chunk(BUT if kinds["conj"][0] == "but" else AND, index, index + 1, value)
    if rel:
        return Chunk(R, index, index + 1, rel[0])
    if "prep" in kinds:
        return Chunk(PREP, index, index + 1, kinds["prep"][0])
    return None


_NAMED: Final = (
    _QUANTITY_KINDS
    | _PLACE_KINDS
    | {"region_noun", "district_noun", "settlement_noun", "city_noun", "sea_noun", "country_adj", "side_adj"}
    | {"rel", "multitude", "outcome", "aux"}
)
"""Kinds of words that may open a place or a number behind "the"."""


def _opens_nothing(tokens: list[Token], index: int) -> bool:
    """Whether a word behind "the" is neither a place's nor a number's: "the drones", "the attack"."""
    token = tokens[index]
    return token.shape == WORD and bool(token.kinds) and token.text.isascii() and _NAMED.isdisjoint(token.kinds)


def _counts_next(tokens: list[Token], index: int) -> bool:
    """ "у повітряному просторі – 12 БпЛА": a count follows, across a dash."""
    return read_quantity(tokens, index + (tokens[index].text in {"-", ":"})) is not None


def _ends_a_name(tokens: list[Token], index: int) -> bool:
    """The letter of a type's name, which is no word: "Панцирь-С", "Бук-М"."""
    dash = tokens[index - 1]
    return index >= 2 and dash.text == "-" and dash.end == tokens[index].start and tokens[index - 2].end == dash.start


def _tells_subset(chunks: list[Chunk]) -> bool:
    """ "понад 50 із них – реактивні": a count with its marker and a dash just before."""
    if chunks and chunks[-1].kind == "-":
        chunks = chunks[-3:-1]
        if chunks and chunks[-1].kind == Q:
            return True  # "4 – керовані авіаційні"
    return len(chunks) >= 2 and chunks[-1].kind == R and chunks[-1].value == "subset" and chunks[-2].kind == Q


def _dash_before(tokens: list[Token], index: int) -> bool:
    """ "Один БпЛА – в повітрі", "чотири – досі у повітряному просторі"."""
    return "-" in {token.text for token in tokens[max(index - 2, 0) : index]}


def _heads_item(tokens: list[Token], index: int, chunks: list[Chunk]) -> bool:
    """ "ударних дронів – 30, розвідувальних – 3": an adjective alone that heads an item of an enumeration."""
    if tokens[index + 1].text != "-" or tokens[index + 2].shape != NUMBER or not chunks:
        return False
    return chunks[-1].kind in {",", AND, "bullet"} and any(chunk.kind == W for chunk in chunks)


def _names_carrier(tokens: list[Token], index: int) -> bool:
    """ "з 18 літаків Ту-95МС", "з двох напрямків": what missiles came from."""
    if kind(tokens[index], "prep") == "from":
        return True
    weapon = read_weapon(tokens, index, counted=True)
    return weapon is not None and weapon.root in CARRIERS


CARRIERS: Final = frozenset({"aircraft", "helicopter", "boat"})
"""What missiles are launched from: "з 18 літаків Ту-95МС" counts no weapon."""


_SIMPLE = (
    ("event", EVENT),
    ("denial", DENIAL),
    ("former", FORMER),
    ("withheld", WITHHELD),
    ("attempt", A),
    ("neg", NEG),
    ("other_noun", N),
    ("sub", SUB),
    ("modal", MODAL),
)


_SIMPLE_KINDS: Final = frozenset(name for name, _ in _SIMPLE)

_TIME_NOUNS: Final = frozenset({"hour_noun", "month", "part_of_day", "tz"})


def _is_hour(tokens: list[Token], quantity: Quantity) -> bool:
    """ "з 20 години" is a time, not a total."""
    return not _TIME_NOUNS.isdisjoint(tokens[quantity.end].kinds)


def _may_be_total(tokens: list[Token], index: int) -> bool:
    """ "52 із 80 дронів", "52 із 80": not "24 шахеди з двох напрямків"."""
    after = tokens[index]
    if after.shape != WORD or _counts_weapon(tokens, index):
        return True
    if tokens[index - 1].shape == NUMBER and after.kinds.keys() & {"part_of_day", "day_ref", "during"}:
        return True
    return bool(after.kinds.keys() & {"outcome", "conj", "rel", "prep", "aux", "weapon_noun", "night_to"})


def _is_verb(tokens: list[Token], index: int) -> bool:
    """ "another was destroyed": a verb of result right after "another"."""
    token = tokens[index + ("aux" in tokens[index].kinds)]
    return token.text.isascii() and "outcome" in token.kinds


def _counts_weapon(tokens: list[Token], index: int) -> bool:
    return read_weapon(tokens, index, counted=True) is not None
