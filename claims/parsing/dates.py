"""Dates as they stand: "5 мая", "24.03.23", "June 2, 2025", "двадцать второго октября", "17-го", "yesterday"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from claims.parsing.tokens import NUMBER, Token, kind


@dataclass(slots=True)
class Date:
    """A date as stated; missing parts are None. ``offset`` counts days from publication (0 today, -1 yesterday)."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    offset: int | None = None


_DATE_KINDS: Final = frozenset({"month", "day_ref", "weekday", "num", "ordinal"})
"""Words that a date may begin with."""


def read_date(tokens: list[Token], index: int, *, bare_day: bool = False) -> tuple[Date, int] | None:
    """Read a date: "5 мая [2025 года]", "24.03.23", "6.05", "June 2, 2025", "двадцать второго октября", "17-го"."""
    token = tokens[index]
    if token.shape == NUMBER and not token.kinds:
        text = token.text
        parts = text.split(".")
        if len(parts) == 3 and all(part.isdecimal() for part in parts):
            day, month, year = (int(part) for part in parts)
            if 1 <= day <= 31 and 1 <= month <= 12:
                end = index + 1
                if "year_noun" in tokens[end].kinds:
                    end += 1
                return Date(day, month, year + 2000 if year < 100 else year), end
            return None
        if len(parts) == 2 and all(part.isdecimal() for part in parts) and len(parts[1]) == 2:
            day, month = int(parts[0]), int(parts[1])
            if 1 <= day <= 31 and 1 <= month <= 12:
                return Date(day, month), index + 1
            return None
        if text.isdecimal() and len(text) == 4 and tokens[index + 1].text == "-":
            return _iso_date(tokens, index)
        if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31:
            after = skip_suffix(tokens, index + 1)
            look = after + 1 if tokens[after].text == "of" else after
            month_name = kind(tokens[look], "month")
            if month_name:
                return _with_year(tokens, Date(int(text), int(month_name)), look + 1)
            if after > index + 1 and (kind(tokens[after], "num_suffix") is None) and _is_ordinal_suffix(tokens, after):
                return Date(int(text)), after
            if bare_day:
                return Date(int(text)), index + 1
        return None
    if _DATE_KINDS.isdisjoint(token.kinds):
        return None
    month_name = kind(token, "month")
    if (month_name and token.text not in {"may", "march"}) or (month_name and tokens[index + 1].shape == NUMBER):
        number = tokens[index + 1]
        if number.shape == NUMBER and number.text.isdecimal() and len(number.text) <= 2 and 1 <= int(number.text) <= 31:
            after = skip_suffix(tokens, index + 2)
            later = _later_day(tokens, after, int(number.text))
            if later is not None:
                return _with_year(tokens, Date(later[0], int(month_name or 0)), later[1])
            return _with_year(tokens, Date(int(number.text), int(month_name or 0)), after)
        return None
    offset = kind(token, "day_ref")
    if offset == "yesterday":
        return Date(offset=-1), index + 1
    if offset == "today" and token.text in {"сегодня", "сьогодні", "today"}:
        end = index + 1
        if tokens[end].text == ",":
            dated = read_date(tokens, end + 1)
            if dated and dated[0].month:
                return dated
        return Date(offset=0), end
    weekday = kind(token, "weekday")
    if weekday is not None:
        end = index + 1
        if tokens[end].text == ",":
            dated = read_date(tokens, end + 1)
            if dated and dated[0].month:
                return dated
        return Date(weekday=int(weekday)), end
    return _word_date(tokens, index)


def _later_day(tokens: list[Token], index: int, day: int) -> tuple[int, int] | None:
    """ "May 5 to 6", "July 26-27": the day on which a night ends."""
    if tokens[index].text not in {"-", "to", "and"}:
        return None
    after = tokens[index + 1]
    if after.shape != NUMBER or not after.text.isdecimal():
        return None
    if len(after.text) > 2 or int(after.text) != day + 1:
        return None
    return int(after.text), skip_suffix(tokens, index + 2)


def _iso_date(tokens: list[Token], index: int) -> tuple[Date, int] | None:
    """ "2025-06-02"."""
    if (
        tokens[index + 3].text == "-"
        and tokens[index + 2].text.isdecimal()
        and tokens[index + 4].text.isdecimal()
        and 1 <= int(tokens[index + 2].text) <= 12
        and 1 <= int(tokens[index + 4].text) <= 31
    ):
        return Date(int(tokens[index + 4].text), int(tokens[index + 2].text), int(tokens[index].text)), index + 5
    return None


def _is_ordinal_suffix(tokens: list[Token], after: int) -> bool:
    return tokens[after - 1].text in {"го", "th", "st", "nd", "rd", "е", "ое", "ого"}


def _word_date(tokens: list[Token], index: int) -> tuple[Date, int] | None:
    """A day in words before its month: "двадцать второго октября", "першого травня"."""
    end = index
    day = 0
    tens = kind(tokens[end], "num")
    if tens and int(tens) in {20, 30}:
        day, end = int(tens), end + 1
    ordinal = kind(tokens[end], "ordinal")
    if ordinal and day + int(ordinal) <= 31:
        day, end = day + int(ordinal), end + 1
        month_name = kind(tokens[end], "month")
        if month_name:
            return _with_year(tokens, Date(day, int(month_name)), end + 1)
    return None


def _with_year(tokens: list[Token], date: Date, index: int) -> tuple[Date, int]:
    """A year after a date: "2025", "2025 року", ", 2025", "текущего года", "т.г."."""
    look = index
    if tokens[look].text == ",":
        look += 1
    token = tokens[look]
    if token.shape == NUMBER and len(token.text) == 4 and token.text.isdecimal() and 2014 <= int(token.text) <= 2099:
        date.year = int(token.text)
        look += 1
        if "year_noun" in tokens[look].kinds:
            look += 1
        return date, look
    if "year_noun" in tokens[index].kinds:
        return date, index + 1
    if tokens[index].text in {"текущего", "сего", "поточного", "цього"} and "year_noun" in tokens[index + 1].kinds:
        return date, index + 2
    return date, index


def skip_suffix(tokens: list[Token], index: int) -> int:
    """Skip "-ї", "-го", "го" or "th" after digits."""
    if tokens[index].text == "-" and "num_suffix" in tokens[index + 1].kinds:
        return index + 2
    if "num_suffix" in tokens[index].kinds and tokens[index].start == tokens[index - 1].end:
        return index + 1
    return index
