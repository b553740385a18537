"""Places: lists of regions, seas, districts and towns, with shared nouns, counted but unnamed regions, launch areas.

"над территориями Белгородской, Курской и Брянской областей, Республики Крым и акваторией Черного моря" is one list
of five.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.parsing.numbers import read_number
from claims.parsing.tokens import LINE, NUMBER, WORD, Token, kind


@dataclass(slots=True)
class PlaceItem:
    """One place of a list: its codes, its own name where it is a town or district, its tokens."""

    codes: tuple[str, ...]
    name: str | None
    start: int
    end: int
    macro: str | None = None
    spoken: str = ""


@dataclass(slots=True)
class Places:
    """A list of places over tokens ``start``..``end``. ``role`` is over, in, from, toward or None (bare).

    ``counted`` is the number of regions said without names ("over eight regions"); ``unknown`` are spans of capitalised
    words that should be places and that the registry lacks.
    """

    start: int
    end: int
    role: str | None
    items: list[PlaceItem] = field(default_factory=list)
    counted: int | None = None
    counted_includes: bool = False
    unknown: list[tuple[int, int]] = field(default_factory=list)
    each: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """Distinct codes in order of mention."""
        items = self.items
        if len(items) == 1:
            return items[0].codes
        return tuple(dict.fromkeys([code for item in items for code in item.codes]))

    @property
    def unnamed(self) -> int | None:
        """Regions counted but not named."""
        if self.counted is None:
            return None
        if self.counted_includes:
            return max(self.counted - len([item for item in self.items if item.codes]), 0) or None
        return self.counted


SPOKEN_OF = "@"
"""Stands for the code of the region named before, until the composer fills it in."""

MAX_ITEMS = 100
"""Places of the longest list: more than both countries have regions together is no list."""

_PLACE_KINDS = frozenset({"region", "region_adj", "city", "sea", "sea_adj", "country"})
_LEADS = frozenset({"prep", "territory", "water_noun", "coast_noun", "city_noun", "district_noun", "macro"})
_FILLERS = frozenset({"territory", "water_noun", "coast_noun", "city_noun", "country_adj", "side_adj"})


def _is_item(token: Token) -> bool:
    return not _PLACE_KINDS.isdisjoint(token.kinds)


def read_places(tokens: list[Token], index: int, text: str) -> Places | None:
    """Read a list of places that begins at ``index`` with a preposition or a place; None when none does."""
    token = tokens[index]
    kinds = token.kinds
    role: str | None = None
    end = index
    if "prep" in kinds:
        role = kinds["prep"][0]
        if role in {"with", "of"}:
            return None
        end += 1
        if tokens[end].text == ":":
            end += 1
    elif _PLACE_KINDS.isdisjoint(kinds) and _LEADS.isdisjoint(kinds):
        return None
    if role is None and _only_capital(token, text):
        return None
    unled = role is None and "macro" in kinds and _PLACE_KINDS.isdisjoint(kinds)
    if unled and index and tokens[index - 1].text in _BODIES:
        return None  # "командувань «Центр», «Захід»", "обороною півдня": who, not where
    found = Places(index, end, role)
    if "settlement_noun" in tokens[end].kinds:
        _read_settlements(tokens, end + 1, found, text)
    elif role == "in" and _names_settlements(tokens, end, text):
        _read_settlements(tokens, end, found, text)
    else:
        _read_list(tokens, end, found, text)
    if not found.items and found.counted is None and not found.unknown:
        return None
    if role == "toward" and token.text == "на" and found.items and all(item.macro for item in found.items):
        found.role = "in"  # "на севере, юге и востоке"
    if not found.items and found.counted is None:
        return found if role in {"over", "from"} else None
    return found


_BODIES = frozenset({'"', "оборони", "обороною", "оборона", "обороны", "обороной"})
"""What stands before an area that names a body."""


def _only_capital(token: Token, text: str) -> bool:
    """Whether the word is a place only when written with a capital, and is not."""
    city = token.kinds.get("city")
    if city is None or "capital" not in city[1] or _PLACE_KINDS & (token.kinds.keys() - {"city"}):
        return False
    return not text[token.start].isupper()


def _read_list(tokens: list[Token], index: int, found: Places, text: str) -> None:
    """Read items and joints until something else comes."""
    at = index
    while len(found.items) < MAX_ITEMS:
        item_end = _read_item(tokens, at, found, text)
        if item_end is None:
            break
        found.end = item_end
        at = item_end
        token = tokens[at]
        if token.text == "(" and (closing := _bracketed_place(tokens, at, found, text)):
            found.end = at = closing
            token = tokens[at]
        if found.counted is not None and kind(token, "rel") == "subset":
            found.counted_includes = True
            at += 1
            continue
        if token.text in {"each", "apiece"}:
            found.each = True
            found.end = at = at + 1
            token = tokens[at]
        if found.items and found.items[-1].codes and found.items[-1].codes[0].startswith("SEA-"):
            at = found.end = _skip_coast(tokens, at, text)  # "над Черным морем у побережья Крыма" is the sea
            token = tokens[at]
        joint = at
        lookahead = token
        while (
            lookahead.text in {",", '"', "/"}
            or ("conj" in lookahead.kinds and lookahead.kinds["conj"][0] == "and")
            or (lookahead.text in {":", "-"} and found.counted is not None and not found.items)
        ):
            if lookahead.text in {":", "-"}:
                found.counted_includes = True
            joint += 1
            lookahead = tokens[joint]
        state = found.role is None and bool(found.items) and "country" in tokens[found.items[-1].start].kinds
        if joint == at and (state or kind(token, "prep") not in {"over", "in"}):
            # "области Крым": no joint; an adjective list may go on only with one
            break
        if found.counted is not None and kind(lookahead, "rel") == "subset":
            found.counted_includes = True
            at = joint + 1
            at += kind(tokens[at], "prep") in {"over", "in"}  # "над семью регионами, в том числе над A и B"
            continue
        if "rel" in lookahead.kinds and lookahead.kinds["rel"][0] == "also":
            joint += 1
            lookahead = tokens[joint]
        if "prep" in lookahead.kinds:
            if kind(lookahead, "prep") not in {"over", "in"} and not (
                found.role == "from" and kind(lookahead, "prep") == "from"
            ):
                break
            if found.role in {"from", "toward"} and kind(lookahead, "prep") != found.role:
                break
            joint += 1
        if joint > at and _around(tokens, joint, found):
            found.end = at = joint + 1
            continue
        if not _starts_item(tokens, joint, found, text):
            break
        if "prep" in lookahead.kinds and token.text == "," and _heads_next(tokens, joint, text):
            break  # "шесть над A, в B – три": the place of the next figure
        at = joint


_DIRECTIONS = frozenset({"напрямку", "напрямках", "направлении"})
_OBLAST = frozenset({"області", "область", "областью", "областю", "области"})
SURROUNDED = {"UA-30": "UA-32", "RU-MOW": "RU-MOS", "RU-SPE": "RU-LEN"}
"""Cities with the region around them, which is another one."""


def _around(tokens: list[Token], index: int, found: Places) -> bool:
    """Whether "та області" after a city stands for the region around it, which is then added."""
    if tokens[index].text not in _OBLAST or _is_item(tokens[index + 1]):
        return False
    city = found.items[-1].codes if found.items else ()
    if len(city) != 1 or city[0] not in SURROUNDED:
        return False
    found.items.append(PlaceItem((SURROUNDED[city[0]],), None, index, index + 1))
    return True


def _heads_next(tokens: list[Token], index: int, text: str) -> bool:
    """Whether a place is followed by a dash and a number of its own."""
    end = _read_item(tokens, index, Places(index, index, "in"), text)
    if end is None or tokens[end].text != "-":
        return False
    return tokens[end + 1].shape == NUMBER or "num" in tokens[end + 1].kinds


def _skip_coast(tokens: list[Token], at: int, text: str) -> int:
    """The index after "у побережья Крыма", "у Геническа": where at sea, not another region."""
    if tokens[at].text not in {"у", "вблизи", "около", "возле", "близ", "біля", "поблизу", "off", "near"}:
        return at
    inner = Places(at, at, "in")
    return _read_item(tokens, at + 1, inner, text) or at


MAX_SETTLEMENTS = 60


def _names_settlements(tokens: list[Token], at: int, text: str) -> bool:
    """Whether unknown names in a list have their region behind them: "в районах Киселевки, Бургунки X-ской области"."""
    token = tokens[at]
    if token.shape != WORD or token.kinds or not text[token.start].isupper() or "district_noun" in tokens[at + 1].kinds:
        return False
    probe = Places(at, at, "in")
    _read_settlements(tokens, at, probe, text)
    return len(probe.items) > 1 and all(item.codes for item in probe.items)


def _read_settlements(tokens: list[Token], index: int, found: Places, text: str) -> None:
    """ "в районах населенных пунктов A, B X-ской области, C и D Y-ской области": each with its region behind it."""
    at = index
    waiting: list[PlaceItem] = []
    while len(found.items) < MAX_SETTLEMENTS:
        token = tokens[at]
        joint = token.text == "," or "conj" in token.kinds or kind(token, "rel") == "also"
        joint = joint or (token.text == ";" and not waiting and _goes_on(tokens, at + 1))
        region = _region_at(tokens, at)
        listed = not found.items or found.items[-1].name is None
        if region is not None and (waiting or region[1] > at + 1 or listed):
            codes, at = region
            for item in waiting:
                item.codes = codes
            if not waiting:
                found.items.append(PlaceItem(codes, None, at - 1, at))
            waiting = []
            found.end = at
        elif token.shape == WORD and text[token.start].isupper() and not joint:
            end = at + 1
            while (tokens[end].shape == WORD and text[tokens[end].start].isupper() and not _region_at(tokens, end)) or (
                tokens[end].text == "-" and tokens[end].start == tokens[end - 1].end
            ):
                end += 1
            item = PlaceItem((), text[token.start : tokens[end - 1].end], at, end)
            found.items.append(item)
            waiting.append(item)
            at = found.end = end
        elif joint and (waiting or found.items):
            at += 1
        else:
            break


def _goes_on(tokens: list[Token], index: int) -> bool:
    """Whether more settlements and their region follow a semicolon: no number, verb or weapon before it."""
    for at in range(index, min(index + 12, len(tokens) - 1)):
        if _region_at(tokens, at) is not None:
            return True
        if tokens[at].shape not in {WORD} and tokens[at].text != ",":
            return False
        if tokens[at].kinds.keys() & {"num", "outcome", "weapon_noun", "attempt"}:
            return False
    return False


def _region_at(tokens: list[Token], at: int) -> tuple[tuple[str, ...], int] | None:
    """A region with its noun, or a name that needs none, and the index after it."""
    kinds = tokens[at].kinds
    if "region_adj" in kinds and "region_noun" in tokens[at + 1].kinds:
        return (kinds["region_adj"][0],), at + 2
    if "region" in kinds:
        return tuple(kinds["region"][0].split("+")), at + 1 + ("region_noun" in tokens[at + 1].kinds)
    return None


def _bracketed_place(tokens: list[Token], at: int, found: Places, text: str) -> int | None:
    """ "Навля (Брянська обл.)", "(Крим)", "(РФ)": more precise words in brackets after a place."""
    inner = Places(at + 1, at + 1, None)
    close = at + 1
    while close < at + 8 and tokens[close].text != ")" and tokens[close].shape != LINE and close < len(tokens) - 1:
        close += 1
    if tokens[close].text != ")":
        return None
    inner_end = _read_item(tokens, at + 1, inner, text)
    if inner_end != close or inner.counted is not None or not inner.items:
        return None
    codes = inner.items[0].codes
    more_precise = bool(found.items) and len(codes) == 1 and "-" in codes[0] and found.role != "from"
    if more_precise and found.items[-1].codes:
        found.items[-1].codes = codes
    return close + 1


def _starts_item(tokens: list[Token], index: int, found: Places, text: str) -> bool:
    token = tokens[index]
    for _ in range(4):
        if (not _FILLERS.isdisjoint(token.kinds) and _PLACE_KINDS.isdisjoint(token.kinds)) or token.text == '"':
            index += 1
            token = tokens[index]
        else:
            break
    if _is_item(token) or "macro" in token.kinds:
        return not _only_capital(token, text)
    if token.shape == WORD and token.text.endswith(_DISTRICT_ENDINGS) and text[token.start].isupper():
        probe = Places(index, index, None)
        if _districts(tokens, index, probe, text) is not None:
            return True
    if token.shape == WORD and not token.kinds:
        after = tokens[index + 1]
        if "district_noun" in after.kinds or "region_noun" in after.kinds or "region_adj" in after.kinds:
            return True
        return (
            found.role == "from"
            and text[token.start].isupper()
            and tokens[index + 1].text in {",", ".", "-", "(", "і", "та", "и"}
        )
    if "sea_noun" in token.kinds or "district_noun" in token.kinds:
        return False
    return False


def _read_item(tokens: list[Token], index: int, found: Places, text: str) -> int | None:
    """Read one item, adding it to ``found``; the index after it, or None."""
    at = index
    while True:
        token = tokens[at]
        kinds = token.kinds
        filler = not _FILLERS.isdisjoint(kinds)
        if not _PLACE_KINDS.isdisjoint(kinds) and (not filler or "region_adj" in kinds or "sea_adj" in kinds):
            break
        if filler or token.text == '"' or ("prep" in kinds and at > index and kinds["prep"][0] in {"over", "in"}):
            at += 1
            if at - index > 6:
                return None
            continue
        if (
            "macro" in kinds
            and ("adj" in kinds["macro"][1] or "region_adj" in tokens[at + 1].kinds or "region" in tokens[at + 1].kinds)
            and _is_item(tokens[at + 1])
        ):
            at += 1
            continue
        break
    token = tokens[at]
    districts = _districts(tokens, at, found, text) if token.shape == WORD else None
    if districts is not None:
        return districts
    kinds = token.kinds
    if "macro" in kinds and tokens[at + 1].text in _DIRECTIONS:
        found.items.append(PlaceItem((), None, at, at + 2, macro=kinds["macro"][0]))
        return at + 2  # "на Східному напрямку"; the word may be a town's name too
    if "region_noun" in kinds and _is_item(tokens[at + 1]):
        token, kinds, at = tokens[at + 1], tokens[at + 1].kinds, at + 1
    if "sea" in kinds:
        found.items.append(PlaceItem((kinds["sea"][0],), None, at, at + 1))
        return at + 1
    if "sea_adj" in kinds and ("region_adj" not in kinds):
        end = at + 1
        if "sea_noun" in tokens[end].kinds:
            found.items.append(PlaceItem((kinds["sea_adj"][0],), None, at, end + 1))
            return end + 1
        if _shared_noun_follows(tokens, end, "sea_noun", "sea_adj", 5):
            found.items.append(PlaceItem((kinds["sea_adj"][0],), None, at, end))
            return end
        return None
    if "region_adj" in kinds:
        after = _adjective(tokens, at, found)
        if after is not None:
            return after
    if "region" in kinds:
        codes = tuple(kinds["region"][0].split("+"))
        end = at + 1
        if (
            "region_noun" in tokens[end].kinds and tokens[end].text not in {"регион", "region"}
        ) or "region_noun" in tokens[end].kinds:
            end += 1
        found.items.append(PlaceItem(codes, None, at, end))
        return end
    if "city" in kinds:
        name, _, code = kinds["city"][0].partition("|")
        end = at + 1
        # "Курськ" as a launch area, "Донецк Ростовской области": the region after it decides
        following = tokens[end]
        if "region_adj" in following.kinds and "region_noun" in tokens[end + 1].kinds:
            code, end = following.kinds["region_adj"][0], end + 2
        if "district_noun" in following.kinds:
            end += 1
        found.items.append(PlaceItem((code,), name, at, end))
        return end
    if "country" in kinds:
        found.items.append(PlaceItem((kinds["country"][0],), None, at, at + 1))
        return at + 1
    if "macro" in kinds:
        end = at + 1
        if token.text.isascii() and _is_spot(tokens, at):
            return None  # "northeast of Moscow", "a health center"
        if tokens[end].text in {"країни", "україни", "страны", "украины", "of the country", "of ukraine"}:
            end += 1
        elif kind(tokens[end], "prep") == "of" and (
            "country" in tokens[end + 1].kinds or tokens[end + 1].text == "country"
        ):
            end += 2
        elif "country" in tokens[end].kinds:
            end += 1
        elif (
            "adj" in kinds["macro"][1]
            and "region_noun" not in tokens[end].kinds
            and not _shared_noun_follows(tokens, end, "country", "macro", 10)
            and not _shared_area_follows(tokens, end)
            and not _shared_noun_follows(tokens, end, "region_noun", "macro", 10)
        ):
            return None
        elif tokens[end].text in {"республики", "полуострова"}:
            found.items.append(PlaceItem((SPOKEN_OF,), None, at, end + 1))
            return end + 1
        elif "region_noun" in tokens[end].kinds:
            within = "adj" not in kinds["macro"][1] and tokens[end].kinds["region_noun"][1].find("pl") < 0
            end += 1
            if within:
                # "на севере региона": a part of the region spoken of
                found.items.append(PlaceItem((SPOKEN_OF,), None, at, end))
                return end
        found.items.append(PlaceItem((), None, at, end, macro=kinds["macro"][0]))
        return end
    if (
        "region_noun" in kinds
        and found.role in {"over", "in"}
        and token.text != "territory"
        and kinds["region_noun"][1].find("pl") < 0
        and (not _is_item(tokens[at + 1]) and at > found.start)
    ):
        # "над территорией региона", "в области": the region spoken of before
        found.items.append(PlaceItem((SPOKEN_OF,), None, at, at + 1))
        return at + 1
    counted = _counted(tokens, at)
    if counted:
        if found.counted is not None:
            return None
        found.counted, end = counted
        return end
    return _unknown(tokens, at, found, text)


_DISTRICT_NOUNS = frozenset({"районе", "округе", "районі", "окрузі", "громаді"})
_DISTRICT_ENDINGS = ("ском", "цком", "ского", "цкого", "ским", "цким", "ському", "цькому", "ського", "цького", "ським")
MAX_DISTRICTS = 12


def _districts(tokens: list[Token], at: int, found: Places, text: str) -> int | None:
    """Districts that share their noun: "в Каменском, Тарасовском районах", "Дзержинського та Жуковського округів"."""
    names: list[tuple[int, int]] = []
    index = at
    while len(names) < MAX_DISTRICTS:
        start = index
        while tokens[index].shape == WORD and tokens[index + 1].text == "-" and tokens[index + 2].shape == WORD:
            index += 2
        token = tokens[index]
        if token.shape != WORD or not text[tokens[start].start].isupper() or not token.text.endswith(_DISTRICT_ENDINGS):
            return None
        names.append((start, index + 1))
        index += 1
        if "district_noun" in tokens[index].kinds:
            break
        if not (tokens[index].text == "," or "conj" in tokens[index].kinds):
            return None
        index += 1
    if len(names) < 2:
        return None
    end = index + 1
    codes: tuple[str, ...] = ()
    if "region_adj" in tokens[end].kinds and "region_noun" in tokens[end + 1].kinds:
        codes, end = (tokens[end].kinds["region_adj"][0],), end + 2
    elif "region" in tokens[end].kinds:
        codes, end = tuple(tokens[end].kinds["region"][0].split("+")), end + 1
    for first, last in names:
        name = f"{text[tokens[first].start : tokens[last - 1].end]} {tokens[index].text}"
        found.items.append(PlaceItem(codes, name, first, last))
    return end


def _shared_noun(tokens: list[Token], at: int, end: int, text: str) -> str | None:
    """ "шесть – в Киришском районе, три – в Волховском": the noun of a district told just before."""
    word, after = tokens[end - 1], tokens[end]
    if not word.text.endswith(_DISTRICT_ENDINGS) or not text[tokens[at].start].isupper():
        return None
    if after.shape == WORD and "conj" not in after.kinds:
        return None
    for token in reversed(tokens[max(at - 16, 0) : at]):
        if token.shape == LINE:
            return None
        if "district_noun" in token.kinds:
            return token.text
        name, _, noun = token.text.rpartition(" ")
        if name and noun in _DISTRICT_NOUNS:
            return noun
    return None


def _shared_noun_follows(tokens: list[Token], index: int, noun: str, adjective: str, reach: int) -> bool:
    """Whether a noun of several adjectives follows: "Черного и Азовского морей", "північних та західних областях"."""
    for token in tokens[index : index + reach]:
        if noun in token.kinds:
            return True
        if not (adjective in token.kinds or token.text == "," or "conj" in token.kinds):
            return False
    return False


def _is_spot(tokens: list[Token], at: int) -> bool:
    """Whether an English word for a part of a country is a direction from a town, or a building."""
    macro, following = tokens[at].kinds["macro"], tokens[at + 1]
    if kind(following, "prep") == "of" and "adj" not in macro[1]:
        after = tokens[at + 2]
        return "country" not in after.kinds and after.text not in {"country", "the country", "russia", "ukraine"}
    joined = kind(following, "conj") == "and" or kind(tokens[at - 1], "conj") == "and"
    return macro[0] == "CENTER" and "adj" not in macro[1] and following.text != "of the country" and not joined


def _shared_area_follows(tokens: list[Token], index: int) -> bool:
    """ "northern, southern and central Ukraine": an area of a country ends the list of adjectives."""
    for token in tokens[index : index + 10]:
        if "region" in token.kinds:
            return token.kinds["region"][0].partition("-")[2] in {"NORTH", "SOUTH", "EAST", "WEST", "CENTER"}
        if not ("macro" in token.kinds or token.text == "," or "conj" in token.kinds):
            return False
    return False


def _adjective(tokens: list[Token], at: int, found: Places) -> int | None:
    """A region's adjective with its own or a shared noun; also "N-ского района A области" from its adjective."""
    kinds = tokens[at].kinds
    code = kinds["region_adj"][0]
    end = at + 1
    following = tokens[end]
    if "district_noun" in following.kinds and "region_noun" not in following.kinds:
        # "Белгородского района Белгородской области": a district named like a region
        name = f"{tokens[at].text} {following.text}"
        end += 1
        if "region_adj" in tokens[end].kinds and "region_noun" in tokens[end + 1].kinds:
            code, end = tokens[end].kinds["region_adj"][0], end + 2
        found.items.append(PlaceItem((code,), name, at, end))
        return end
    if "region_noun" in following.kinds or "district_noun" in following.kinds:
        end += 1
    elif following.text in _DIRECTIONS:
        end += 1  # "на Херсонському напрямку"
    elif not _stands_for_region(tokens, at, end, found) and not _noun_follows(tokens, end):
        return None
    found.items.append(PlaceItem((code,), None, at, end))
    return end


def _stands_for_region(tokens: list[Token], at: int, end: int, found: Places) -> bool:
    """An adjective without its noun: "семь – над Воронежской, пять ..."; not "Одеської бригади"."""
    if "city" in tokens[at].kinds:
        return False
    after = tokens[end]
    closes = after.shape != WORD or bool(after.kinds.keys() & {"conj", "prep", "rel", "num", "outcome", "aux"})
    # "15 – Волгоградской, 6 – Самарской", "у шести областях: Київській, Сумській ..."
    listed = tokens[at - 1].text in {"-", ":"} or bool(found.items) or kind(tokens[at - 1], "rel") == "subset"
    return closes and (listed or found.role in {"over", "in"} or after.text in {"-", "(", ":"})


def _noun_follows(tokens: list[Token], index: int) -> bool:
    """Whether a shared region noun stands after more places of the list."""
    for token in tokens[index : index + 24]:
        if "region_noun" in token.kinds:
            return True
        if (
            token.shape == LINE
            or token.text == "."
            or not (_is_item(token) or token.text in {",", '"'} or "conj" in token.kinds or "territory" in token.kinds)
        ):
            return False
    return False


_COUNTED_REGIONS = frozenset(
    f"{before}{noun}{after}"
    for noun in ("регионами", "регионов", "регионах", "регіонами", "регіонів", "регіонах", "областями", "областей")
    for before, after in (("российскими ", ""), ("российских ", ""), ("", " россии"), ("", " рф"), ("", " україни"))
)


def _counted(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """ "восемью регионами", "eight Russian regions", "11 областях України"."""
    number = read_number(tokens, at + ("qual" in tokens[at].kinds))
    if number is None:
        return None
    value, end = number
    if value > 90:
        return None
    for _ in range(3):
        token = tokens[end]
        if "region_noun" in token.kinds:
            return value, end + 1 + ("country" in tokens[end + 1].kinds)
        if "territory" in token.kinds and token.text in _COUNTED_REGIONS:
            return value, end + 1
        if "territory" in token.kinds and token.text in {"regions of", "the regions of", "regions of russia"}:
            return value, end + 1 + ("country" in tokens[end + 1].kinds)
        if token.kinds.keys() & {"country_adj", "side_adj", "rel", "macro", "weapon_adj"} or token.text in {
            "of",
            "the",
            "разными",
            "different",
        }:
            end += 1
            continue
        return None
    return None


def _unknown(tokens: list[Token], at: int, found: Places, text: str) -> int | None:
    """Words the registry lacks: a district or town before a known region, or a problem."""
    token = tokens[at]
    if token.shape != WORD or token.kinds:
        return None
    end = at + 1
    # "Одинцовского района Московской области", "Старомлиновка Донецкой Народной Республики"
    words = [token.text]
    while end < at + 4 and (
        (tokens[end].shape == WORD and not tokens[end].kinds and text[tokens[end].start].isupper())
        or (tokens[end].text == "-" and tokens[end].start == tokens[end - 1].end and tokens[end + 1].shape == WORD)
    ):
        if tokens[end].text != "-":
            words.append(tokens[end].text)
        end += 1
    district = "district_noun" in tokens[end].kinds
    if district:
        words.append(tokens[end].text)
        end += 1
    name = text[token.start : tokens[end - 1].end]
    if "region_adj" in tokens[end].kinds and "region_noun" in tokens[end + 1].kinds:
        found.items.append(PlaceItem((tokens[end].kinds["region_adj"][0],), name, at, end + 2))
        return end + 2
    if "region" in tokens[end].kinds:
        found.items.append(PlaceItem(tuple(tokens[end].kinds["region"][0].split("+")), name, at, end + 1))
        return end + 1
    if tokens[end].text in {"(", ",", "в", "у", "на"} and "region" in tokens[end + 1].kinds and district:
        found.items.append(PlaceItem(tuple(tokens[end + 1].kinds["region"][0].split("+")), name, at, end + 2))
        return end + 2 + (tokens[end + 2].text == ")")
    if district:
        found.items.append(PlaceItem((), name, at, end))
        return end
    shared = _shared_noun(tokens, at, end, text) if found.role in {"in", "over"} else None
    if shared is not None:
        found.items.append(PlaceItem((), f"{name} {shared}", at, end))
        return end
    if not text[token.start].isupper() or found.role not in {"over", "from"}:
        return None
    if "region_noun" in tokens[end].kinds:
        end += 1
    found.unknown.append((at, end))
    if found.role == "from":
        found.items.append(PlaceItem((), name, at, end))
    return end
