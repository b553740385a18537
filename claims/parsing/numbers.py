"""Quantities: digits, words in every case, ranges, qualifiers and vague counts, as intervals.

A quantity is what stands before (or instead of) the counted noun. Intervals follow the data dictionary: "more than
40" is
41.., "up to 17" 0..17, "about N" floor(0.9 N)..ceil(1.1 N), "nearly N" floor(0.9 N)..N-1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from claims.parsing.tokens import NUMBER, WORD, Token

MAX_COUNT = 10_000_000
VAGUE = "vague"


@dataclass(slots=True)
class Quantity:
    """A count with its interval. Tokens ``start`` to ``end`` (half-open) hold it, ``core`` its number words alone."""

    low: int | None
    high: int | None
    qualifier: str
    start: int
    end: int
    core: tuple[int, int]
    another: bool = False
    each: bool = False
    all_of: bool = False
    rest: bool = False
    singular: bool = False
    total: bool = False
    ordinal: bool = False
    fraction: str | None = None
    but: int | None = None
    among: int | None = None
    of_which: bool = False

    @property
    def value(self) -> int | None:
        """The one value of an exact count."""
        return self.low if self.low == self.high else None


def interval(qualifier: str, value: int) -> tuple[int | None, int | None]:
    """The interval of a qualified count."""
    if qualifier == "more_than":
        return value + 1, None
    if qualifier == "at_least":
        return value, None
    if qualifier == "at_most":
        return 0, value
    if qualifier == "fewer_than":
        return 0, max(value - 1, 0)
    if qualifier == "about":
        return value * 9 // 10, math.ceil(value * 11 / 10)
    if qualifier == "nearly":
        return value * 9 // 10, max(value - 1, 0)
    return value, value


def read_number(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """Read one cardinal number at ``index``: digits with grouping and suffix, or words. Returns (value, next index)."""
    token = tokens[index]
    if token.shape == NUMBER and not token.kinds:
        return _digits(tokens, index)
    if token.shape == NUMBER or _NUMBER_WORDS.isdisjoint(token.kinds):
        return None
    return _words(tokens, index)


_NUMBER_WORDS = frozenset({"num", "num_collective", "num_half", "num_scale"})


GROUP = 3
"""Digits between separators of thousands."""


def _is_group(tokens: list[Token], index: int) -> bool:
    """Whether three digits go on with the number right before them."""
    token, before = tokens[index], tokens[index - 1]
    if not index or token.shape != NUMBER or before.shape != NUMBER or not token.text.isdecimal():
        return False
    return len(token.text) == GROUP and token.start == before.end + 1


def _digits(tokens: list[Token], index: int) -> tuple[int, int] | None:
    text = tokens[index].text
    end = index + 1
    value: float
    if text.isdecimal():
        if len(text) > 8 or (text[0] == "0" and len(text) == GROUP and _is_group(tokens, index)):
            return None
        whole = int(text)
        # digit groups parted by a space: "1 000", "39 012"
        if len(text) <= 3 and text[0] != "0":
            while True:
                group = tokens[end]
                if (
                    group.shape == NUMBER
                    and len(group.text) == 3
                    and group.text.isdecimal()
                    and group.start == tokens[end - 1].end + 1
                    and whole < 1000 ** (end - index)
                    and whole * 1000 <= MAX_COUNT
                ):
                    whole = whole * 1000 + int(group.text)
                    end += 1
                else:
                    break
            if end > index + 1 and _is_group(tokens, end):
                return None  # "12 000 000 000": no count of anything
        value = float(whole)
    else:
        groups = text.split(",")
        if (
            len(groups) > 1
            and all(len(group) == 3 and group.isdecimal() for group in groups[1:])
            and groups[0].isdecimal()
        ):
            value = float("".join(groups)) if len(groups[0]) <= 3 and groups[0] != "0" else math.nan
        elif len(groups) == 2 and groups[0].isdecimal() and groups[1].isdecimal() and len(groups[1]) <= 2:
            value = float(f"{groups[0]}.{groups[1]}")
        elif text.count(".") == 1 and len(text.split(".")[1]) == 3 and text[0] != "0":
            value = float(text.replace(".", ""))
        elif text.count(".") == 1 and "," not in text and ":" not in text and len(text.split(".")[1]) == 1:
            value = float(text)
        else:
            return None
        if value != value or value > MAX_COUNT:
            return None
    # a suffix after a hyphen: "54-ма", "4-х", "6-ти"
    if tokens[end].text == "-" and tokens[end].start == tokens[end - 1].end:
        after = tokens[end + 1]
        suffix = after.kinds.get("num_suffix")
        if suffix and after.start == tokens[end].end:
            # "81-го дрона" is the genitive of "eighty-one"
            one = after.text in {"го", "му"} and value % 10 == 1 and value % 100 != 11 and value > 20
            if suffix[0] == "ordinal" and not one:
                return None
            end += 2
    scale = tokens[end].kinds.get("num_scale")
    if scale:
        value *= int(scale[0])
        end += 1
        if tokens[end].text == "." and tokens[end - 1].text in {"тис", "тыс"}:
            end += 1
        below = tokens[end]
        if below.shape == NUMBER and below.text.isdecimal() and len(below.text) <= 3 and int(scale[0]) == 1000:
            value += int(below.text)  # "15 тис. 879"
            end += 1
    if value != int(value) or value > MAX_COUNT:
        return None
    return int(value), end


def _words(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """Number words: hundreds, tens and units in falling order, with thousands; "twenty-one", "сто двадцять один"."""
    total = 0
    group = 0
    last = 10**9
    end = index
    seen = False
    while True:
        kinds = tokens[end].kinds
        num = kinds.get("num") or kinds.get("num_collective")
        if num is not None:
            value = int(num[0])
            if seen and (value == 0 or value >= last):
                if value == 100 and 0 < last < 10:  # "three hundred"
                    group = group - last + last * 100
                    last = 100
                    end += 1
                    continue
                break
            if seen and last < 20 and value != 100:
                break
            group += value
            last = value
            seen = True
            end += 1
        elif "num_half" in kinds and not seen:
            scale = tokens[end + 1].kinds.get("num_scale") or tokens[end + 1].kinds.get("multitude")
            if scale:
                return int(float(kinds["num_half"][0]) * int(scale[0])), end + 2
            break
        elif "num_scale" in kinds and last > 0:
            scale_value = int(kinds["num_scale"][0])
            if scale_value == 100:
                if not seen or group == 0 or group >= 10:
                    if not seen:
                        group, last, seen = 100, 100, True
                        end += 1
                        continue
                    break
                group *= 100
                last = 100
            else:
                if total:
                    break
                total = (group if seen and group else 1) * scale_value
                group = 0
                last = scale_value
            seen = True
            end += 1
        elif seen and tokens[end].text == "-" and last >= 20 and _is_unit(tokens[end + 1]):
            end += 1  # "twenty-one"
        elif seen and tokens[end].text == "and" and last == 100 and _is_below_hundred(tokens[end + 1]):
            end += 1  # "one hundred and five"
        else:
            break
    if not seen or end == index:
        return None
    return total + group, end


def _is_unit(token: Token) -> bool:
    num = token.kinds.get("num")
    return num is not None and 0 < int(num[0]) < 10


def _is_below_hundred(token: Token) -> bool:
    num = token.kinds.get("num")
    return num is not None and 0 < int(num[0]) < 100


def read_quantity(tokens: list[Token], index: int) -> Quantity | None:
    """Read a quantity with its markers and qualifiers at ``index``; None when no number stands there."""
    start = index
    qualifier = "exact"
    another = each = total = rest = False
    # markers and qualifiers before the number, in any order: "ещё не менее", "всего около", "a record"
    if tokens[index].text == "between" and (ends := _between(tokens, index)) is not None:
        return ends
    for _ in range(5):
        kinds = tokens[index].kinds
        if (
            "qual" in kinds
            and rest
            and tokens[index].text.startswith("over")
            and read_number(tokens, index + 1) is None
        ):
            break  # "and the rest over the Bryansk region"
        if "qual" in kinds:
            value = kinds["qual"][0]
            if value != "exact" or qualifier == "exact":
                qualifier = value
            index += 1
        elif "rel" in kinds and kinds["rel"][0] in {"another", "po", "total"}:
            marker = kinds["rel"][0]
            if marker == "another":
                another = True
                rest = rest or tokens[index].text in REST_WORDS
            each = each or marker == "po" or tokens[index].text.endswith(" по")
            total = total or marker == "total"
            index += 1
        elif index > start and ("rel" in kinds and kinds["rel"][0] == "also"):
            index += 1
        else:
            break
    if index > start and tokens[index].text == "a" and tokens[index + 1].text in {"hundred", "thousand", "million"}:
        index += 1  # "over a hundred"
    if each and tokens[start].text == "по" and index > start and qualifier == "at_most":
        each = False
    core_start = index
    token = tokens[index]
    kinds = token.kinds
    quantity: Quantity | None = None
    if "vague" in kinds and "multitude" in kinds and qualifier != "exact":
        # "больше сотни", "понад десяток"
        least, most = interval(qualifier, int(kinds["multitude"][0]))
        quantity = Quantity(least, most, qualifier, start, index + 1, (core_start, index + 1))
        index += 1
    elif "vague" in kinds:
        low, _, high = kinds["vague"][0].partition("-")
        quantity = Quantity(int(low), int(high), VAGUE, start, index + 1, (core_start, index + 1))
        index += 1
        if tokens[index].kinds.get("prep", ("", ""))[0] == "of":
            index += 1
            quantity.end = index
    elif "both" in kinds:
        quantity = Quantity(2, 2, "all", start, index + 1, (core_start, index + 1), all_of=True)
        index += 1
    elif "nothing" in kinds:
        # "none of the four", "none was shot down": a count of zero, whatever it is of
        after = _skip_of(tokens, index + 1)
        of = read_number(tokens, after)
        end = of[1] if of else after
        quantity = Quantity(0, 0, "exact", start, end, (core_start, index + 1), among=of[0] if of else None)
        index = end
    elif kinds.get("rel", ("", ""))[0] == "except" and (but := read_number(tokens, index + 1)):
        # "all but three"
        value_, index = but
        quantity = Quantity(None, None, "all", start, index, (core_start, index), all_of=True, but=value_)
    elif "all" in kinds:
        index += 1
        number = read_number(tokens, _skip_of(tokens, index))
        if number:
            value_, index = number
            quantity = Quantity(value_, value_, "exact", start, index, (core_start, index), all_of=True)
        elif tokens[index].text == "-" and tokens[index - 1].text == "all":
            return None  # "after the all-clear"
        else:
            index = _skip_of(tokens, index + (tokens[index].text in {"їх", "их"}))  # "усі їх збито", "all the drones"
            quantity = Quantity(None, None, "all", start, index, (core_start, core_start + 1), all_of=True)
    else:
        number = read_number(tokens, index)
        if number is None:
            if rest:
                return Quantity(None, None, "exact", start, index, (start, index), rest=True)
            verb = tokens[index + ("aux" in kinds)].kinds
            if another and token.shape == WORD and tokens[start].text.isascii() and "outcome" in verb:
                return Quantity(1, 1, "implied", start, index, (start, index), another=True, singular=True)
            if tokens[start].text in {"more", "other", "additional", "further", "the other", "remaining"}:
                return None  # "more drones" counts none
            if another and index > start and token.shape == WORD:
                # "another drone", "ещё БПЛА": one
                return Quantity(1, 1, "implied", start, index, (start, index), another=True, rest=rest, singular=True)
            return None
        number_value, index = number
        multitude = tokens[index].kinds.get("multitude")
        halved = "multitude" in tokens[index - 1].kinds and ("num_half" in kinds or index == core_start + 1)
        if (multitude and number_value < 100) or halved:
            # "два десятка", "шість десятків", "four dozen", "пів сотні"
            size = number_value * int(multitude[0]) if multitude and not halved else number_value
            index += not halved
            told = "about" if qualifier == "exact" and tokens[index - 1].text != "dozen" else qualifier
            least, most = interval(told, size)
            quantity = Quantity(least, most, told, start, index, (core_start, index))
            quantity.another, quantity.each, quantity.total = another, each, total
            return quantity
        quantity = _with_range(tokens, start, core_start, index, number_value, qualifier)
        index = quantity.end
    quantity.another, quantity.each, quantity.total, quantity.rest = another, each, total, rest
    if not each and tokens[start].text == "по":
        quantity.each = True
    one = tokens[core_start]
    quantity.singular = quantity.value == 1 and one.shape == WORD
    if tokens[quantity.end].text == "%" or "percent" in tokens[quantity.end].kinds:
        if quantity.value == 100:
            quantity.all_of, quantity.qualifier, quantity.low, quantity.high = True, "all", None, None
            quantity.end += 1
        else:
            quantity.fraction = "percent"
            if tokens[quantity.end + 1].kinds.get("prep", ("", ""))[0] == "of":
                quantity.end += 1  # "85% of the 60 drones"
    if tokens[quantity.end].kinds.get("rel", ("", ""))[0] == "each":
        quantity.each = True
        quantity.end += 1
    # "another two more", "ten more", "five other"
    follow = tokens[quantity.end].kinds.get("rel")
    if follow and follow[0] == "another" and tokens[quantity.end].text in {"more", "other", "additional", "further"}:
        quantity.another = True
        quantity.end += 1
    return quantity


def _between(tokens: list[Token], index: int) -> Quantity | None:
    """ "between 30 and 40 cruise missiles"."""
    low = read_number(tokens, index + 1)
    if low is None or tokens[low[1]].text != "and":
        return None
    high = read_number(tokens, low[1] + 1)
    if high is None or high[0] <= low[0]:
        return None
    return Quantity(low[0], high[0], "range", index, high[1], (index + 1, high[1]))


REST_WORDS = frozenset(
    {
        "остальные",
        "остальных",
        "решта",
        "решту",
        "the rest",
        "the remaining",
        "remaining",
        "the others",
        "and the others",
    }
)


def _skip_of(tokens: list[Token], index: int) -> int:
    return index + 1 if tokens[index].text in {"of the", "of", "the", "of those"} else index


def _with_range(tokens: list[Token], start: int, core_start: int, index: int, value: int, qualifier: str) -> Quantity:
    """A number that may open a range ("30-40", "two or three", "від 30 до 40") or carry a trailing qualifier."""
    token = tokens[index]
    high: int | None = None
    end = index
    if token.text == "-" or ("conj" in token.kinds and token.kinds["conj"][0] == "or"):
        follow = read_number(tokens, index + 1)
        if follow and value < follow[0] <= max(value * 4, value + 20):
            high, end = follow
    if high is not None:
        return Quantity(value, high, "range", start, end, (core_start, end))
    core = (core_start, index)
    if token.text == "+" and token.start == tokens[index - 1].end:
        return Quantity(value, None, "at_least", start, index + 1, (core_start, index + 1))
    if "qual" in token.kinds and token.text in {"с лишним", "з лишком"}:
        qualifier, index = "more_than", index + 1
    low, top = interval(qualifier, value)
    return Quantity(low, top, qualifier, start, index, core)
