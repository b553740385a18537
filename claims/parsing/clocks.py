"""Hours as they stand: "20.00", "7:30 a.m.", "4 ранку", "22 год", "десяти часов", "noon"."""

from __future__ import annotations

from typing import Final

from claims.parsing.dates import skip_suffix
from claims.parsing.numbers import read_number
from claims.parsing.tokens import NUMBER, Token, kind

CLOCK_PARTS = frozenset(
    {"ранку", "вечора", "ночі", "дня", "утра", "вечера", "ночи", "in the morning", "in the evening", "at night"}
)


_CLOCK_KINDS: Final = frozenset({"midnight", "noon", "num_half", "num", "num_collective", "num_scale", "ordinal"})
"""Words that an hour may begin with."""


def read_clock(tokens: list[Token], index: int) -> tuple[int, str, int] | None:
    """Read an hour: (minutes after midnight, precision, next index). "20.00", "7:30", "4 ранку", "22 год", "1 p.m."."""
    token = tokens[index]
    if (token.shape != NUMBER or token.kinds) and _CLOCK_KINDS.isdisjoint(token.kinds):
        return None
    midnight = token.kinds.get("midnight")
    if midnight and midnight[1] != "time":
        return 0, "hour", index + 1
    if "noon" in token.kinds:
        return 720, "hour", index + 1
    if kind(token, "num_half") == "0.5":
        half = _half_past(tokens, index)
        if half:
            return half
    if token.shape != NUMBER or token.kinds:
        return _word_hour(tokens, index)
    text = token.text
    pair = _two(text, ":") or _two(text, ".")
    minutes: int | None = None
    precision = "minute"
    end = index + 1
    if pair and pair[0] <= 24 and pair[1] < 60:
        minutes = pair[0] * 60 + pair[1]
        if "hour_noun" in tokens[end].kinds and kind(tokens[end], "hour_noun") not in {"am", "pm"}:
            end += 1
    elif text.isdecimal() and len(text) <= 2 and int(text) <= 24:
        hour = int(text)
        look = skip_suffix(tokens, end)
        dash = tokens[look]
        if dash.text == "-" and tokens[look + 1].text in {"00", "30"} and dash.start == tokens[look - 1].end:
            return hour * 60 + int(tokens[look + 1].text), "minute", look + 2
        noun = kind(tokens[look], "hour_noun")
        if noun in {"am", "pm"}:
            minutes = hour * 60
            end = look
        elif noun is not None and not (tokens[look].text in {"годин", "hours"} and look == end):
            # "близько 6 годин" lasts so long; an hour of the day is "6-й годині", "6 година"
            minutes, precision, end = hour * 60, "hour", look + 1
            count = read_number(tokens, end)
            if count and "minute_noun" in tokens[count[1]].kinds:
                minutes, precision, end = minutes + count[0], "minute", count[1] + 1
        elif (kind(tokens[look], "part_of_day") and tokens[look].text in CLOCK_PARTS) or "tz" in tokens[look].kinds:
            minutes, precision, end = hour * 60, "hour", look
    if minutes is None:
        return None
    return _half_day(tokens, minutes, precision, end)


def _two(text: str, separator: str) -> tuple[int, int] | None:
    left, mark, right = text.partition(separator)
    if mark and left.isdecimal() and right.isdecimal() and len(left) <= 2 and len(right) == 2:
        return int(left), int(right)
    return None


def _half_day(tokens: list[Token], minutes: int, precision: str, end: int) -> tuple[int, str, int]:
    """Apply "a.m.", "p.m.", "ранку", "вечора" to a clock time."""
    noun = kind(tokens[end], "hour_noun")
    if noun in {"am", "pm"}:
        minutes = minutes % 720 + (720 if noun == "pm" else 0)
        return minutes, precision, end + 1
    part = kind(tokens[end], "part_of_day")
    if part and tokens[end].text in CLOCK_PARTS:
        if part in {"evening", "day"} and minutes < 720 and (part == "evening" or minutes < 420):
            minutes += 720
        if part == "night" and 540 <= minutes < 720:
            minutes += 720
        return minutes, precision, end + 1
    return minutes, precision, end


def _half_past(tokens: list[Token], index: int) -> tuple[int, str, int] | None:
    """ "в половине пятого утра" is 4:30, "о пів на п'яту" too."""
    look = index + 1 + (tokens[index + 1].text == "на")
    ordinal = kind(tokens[look], "ordinal")
    if ordinal is None or not 1 <= int(ordinal) <= 12:
        return None
    return _half_day(tokens, int(ordinal) * 60 - 30, "minute", look + 1)


def _word_hour(tokens: list[Token], index: int) -> tuple[int, str, int] | None:
    """Hours in words, only with their noun: "десяти часов", "шостої години", "three o'clock"."""
    number = read_number(tokens, index)
    if number is None:
        ordinal = kind(tokens[index], "ordinal")
        if ordinal is None:
            return None
        number = (int(ordinal), index + 1)
    value, end = number
    noun = kind(tokens[end], "hour_noun")
    if noun is None and value <= 12 and tokens[end].text in CLOCK_PARTS and kind(tokens[end], "part_of_day"):
        return _half_day(tokens, value * 60, "hour", end)  # "з восьмої вечора"
    if value <= 24 and noun is not None and tokens[end].text not in {"час", "часа", "години", "годин", "hours", "hour"}:
        return _half_day(tokens, value * 60, "hour", end if noun in {"am", "pm"} else end + 1)
    if value <= 24 and noun is not None and tokens[end].text in {"часа", "часами", "часам", "годин", "години"}:
        return _half_day(tokens, value * 60, "hour", end + 1)
    return None
