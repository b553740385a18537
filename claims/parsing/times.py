"""Phrases of time, as they stand: hours, dates, parts of the day, ranges. Resolution to instants is in ``windows``.

Every form is built from edges ("20.00 мск 5 мая", "вечора 13 липня", "June 2 at 6 a.m.") and heads ("в течение прошедшей
ночи", "У ніч на 5 травня", "overnight", "on Sunday", "за сутки").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.parsing.numbers import read_number
from claims.parsing.tokens import LINE, NUMBER, Token


@dataclass(slots=True)
class Date:
    """A date as stated; missing parts are None. ``offset`` counts days from publication (0 today, -1 yesterday)."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    offset: int | None = None


@dataclass(slots=True)
class Edge:
    """One end of a range: minutes after local midnight and/or a date, or a part of the day."""

    minutes: int | None = None
    date: Date | None = None
    part: str | None = None
    zone: str | None = None
    precision: str = "minute"


@dataclass(slots=True)
class TimePhrase:
    """A phrase of time over tokens ``start``..``end`` (half-open).

    ``part`` is night, morning, day, evening or None; ``date`` belongs to the part (for a night the day it ends).
    ``span`` is day24, week, month or war. ``as_of`` is an edge; ``instant`` one moment.
    """

    start: int
    end: int
    part: str | None = None
    date: Date | None = None
    range_start: Edge | None = None
    range_end: Edge | None = None
    instant: Edge | None = None
    as_of: Edge | None = None
    span: str | None = None
    flags: set[str] = field(default_factory=set)

    @property
    def is_window(self) -> bool:
        """Whether it says when things happened (an as-of time alone does not)."""
        return bool(self.part or self.date or self.range_start or self.range_end or self.instant or self.span)


def kind(token: Token, name: str) -> str | None:
    """The value of a token's reading of that kind, None when it has none."""
    reading = token.kinds.get(name)
    return reading[0] if reading else None


def _two(text: str, separator: str) -> tuple[int, int] | None:
    left, mark, right = text.partition(separator)
    if mark and left.isdigit() and right.isdigit() and len(left) <= 2 and len(right) == 2:
        return int(left), int(right)
    return None


def read_clock(tokens: list[Token], index: int) -> tuple[int, str, int] | None:
    """Read an hour: (minutes after midnight, precision, next index). "20.00", "7:30", "4 ранку", "22 год", "1 p.m."."""
    token = tokens[index]
    midnight = token.kinds.get("midnight")
    if midnight and midnight[1] != "time":
        return 0, "hour", index + 1
    if "noon" in token.kinds:
        return 720, "hour", index + 1
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
    elif text.isdigit() and len(text) <= 2 and int(text) <= 24:
        hour = int(text)
        look = _skip_suffix(tokens, end)
        dash = tokens[look]
        if dash.text == "-" and tokens[look + 1].text in {"00", "30"} and dash.start == tokens[look - 1].end:
            return hour * 60 + int(tokens[look + 1].text), "minute", look + 2
        noun = kind(tokens[look], "hour_noun")
        if noun in {"am", "pm"}:
            minutes = hour * 60
            end = look
        elif noun is not None:
            minutes, precision, end = hour * 60, "hour", look + 1
            count = read_number(tokens, end)
            if count and "minute_noun" in tokens[count[1]].kinds:
                minutes, precision, end = minutes + count[0], "minute", count[1] + 1
        elif (kind(tokens[look], "part_of_day") and tokens[look].text in CLOCK_PARTS) or "tz" in tokens[look].kinds:
            minutes, precision, end = hour * 60, "hour", look
    if minutes is None:
        return None
    return _half_day(tokens, minutes, "hour" if precision == "hour" else precision, end)


CLOCK_PARTS = frozenset(
    {"ранку", "вечора", "ночі", "дня", "утра", "вечера", "ночи", "in the morning", "in the evening", "at night"}
)


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
    if value <= 24 and noun is not None and tokens[end].text not in {"час", "часа", "години", "годин", "hours", "hour"}:
        return _half_day(tokens, value * 60, "hour", end if noun in {"am", "pm"} else end + 1)
    if value <= 24 and noun is not None and tokens[end].text in {"часа", "годин", "години"}:
        return _half_day(tokens, value * 60, "hour", end + 1)
    return None


def _skip_suffix(tokens: list[Token], index: int) -> int:
    """Skip "-ї", "-го", "го" or "th" after digits."""
    if tokens[index].text == "-" and "num_suffix" in tokens[index + 1].kinds:
        return index + 2
    if "num_suffix" in tokens[index].kinds and tokens[index].start == tokens[index - 1].end:
        return index + 1
    return index


def read_date(tokens: list[Token], index: int, *, bare_day: bool = False) -> tuple[Date, int] | None:
    """Read a date: "5 мая [2025 года]", "24.03.23", "6.05", "June 2, 2025", "двадцать второго октября", "17-го"."""
    token = tokens[index]
    if token.shape == NUMBER and not token.kinds:
        text = token.text
        parts = text.split(".")
        if len(parts) == 3 and all(part.isdigit() for part in parts):
            day, month, year = (int(part) for part in parts)
            if 1 <= day <= 31 and 1 <= month <= 12:
                end = index + 1
                if "year_noun" in tokens[end].kinds:
                    end += 1
                return Date(day, month, year + 2000 if year < 100 else year), end
            return None
        if len(parts) == 2 and all(part.isdigit() for part in parts) and len(parts[1]) == 2:
            day, month = int(parts[0]), int(parts[1])
            if 1 <= day <= 31 and 1 <= month <= 12:
                return Date(day, month), index + 1
            return None
        if text.isdigit() and len(text) == 4 and tokens[index + 1].text == "-":
            return _iso_date(tokens, index)
        if text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31:
            after = _skip_suffix(tokens, index + 1)
            look = after + 1 if tokens[after].text == "of" else after
            month_name = kind(tokens[look], "month")
            if month_name:
                return _with_year(tokens, Date(int(text), int(month_name)), look + 1)
            if after > index + 1 and (kind(tokens[after], "num_suffix") is None) and _is_ordinal_suffix(tokens, after):
                return Date(int(text)), after
            if bare_day:
                return Date(int(text)), index + 1
        return None
    month_name = kind(token, "month")
    if (month_name and token.text not in {"may", "march"}) or (month_name and tokens[index + 1].shape == NUMBER):
        number = tokens[index + 1]
        if number.shape == NUMBER and number.text.isdigit() and len(number.text) <= 2 and 1 <= int(number.text) <= 31:
            after = _skip_suffix(tokens, index + 2)
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


def _iso_date(tokens: list[Token], index: int) -> tuple[Date, int] | None:
    """ "2025-06-02"."""
    if (
        tokens[index + 3].text == "-"
        and tokens[index + 2].text.isdigit()
        and tokens[index + 4].text.isdigit()
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
    if token.shape == NUMBER and len(token.text) == 4 and token.text.isdigit() and 2014 <= int(token.text) <= 2099:
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


def read_edge(tokens: list[Token], index: int) -> tuple[Edge, int] | None:
    """Read one end of a range: an hour, a date or both in either order, or a part of a day."""
    edge = Edge()
    end = index
    clock = read_clock(tokens, end)
    if clock:
        edge.minutes, edge.precision, end = clock
        end = _zone(tokens, end, edge)
        look = end
        if tokens[look].text in {"on", "of", "від", "за", ",", "от"}:
            look += 1
        dated = read_date(tokens, look)
        if dated and not (tokens[look].text == "," and dated[0].month is None):
            edge.date, end = dated
            end = _zone(tokens, end, edge)
        return edge, end
    part = kind(tokens[end], "part_of_day")
    if part:
        dated = read_date(tokens, end + 1)
        edge.part, edge.precision = part, "part_of_day"
        if dated:
            edge.date, end = dated
            return edge, end
        return edge, end + 1
    dated = read_date(tokens, end)
    if dated:
        edge.date, end = dated
        look = end
        if tokens[look].text in {",", "о", "об", "в", "at", "с", "з", "from", "at around", "at about"}:
            look += 1
        part = kind(tokens[look], "part_of_day")
        clock = read_clock(tokens, look)
        if clock:
            edge.minutes, edge.precision, end = clock
            end = _zone(tokens, end, edge)
        elif part and look == end and tokens[look].text not in {"overnight"}:
            edge.part, edge.precision, end = part, "part_of_day", look + 1
        else:
            edge.precision = "day"
        return edge, end
    return None


def _zone(tokens: list[Token], index: int, edge: Edge) -> int:
    """Skip "мск", "за київським часом", "Moscow time", also in brackets: "(МСК)"."""
    zone = kind(tokens[index], "tz")
    if zone:
        edge.zone = zone
        return _zone(tokens, index + 1, Edge()) if tokens[index + 1].text in {"(", "["} else index + 1
    if tokens[index].text in {"(", "["}:
        # "8 p.m. Moscow time (5 p.m. GMT)": the same hour told in another zone
        other = read_clock(tokens, index + 1)
        if other and kind(tokens[other[2]], "tz") and tokens[other[2] + 1].text in {")", "]"}:
            return other[2] + 2
    if tokens[index].text == "(" and tokens[index + 2].text == ")":
        zone = kind(tokens[index + 1], "tz")
        if zone:
            edge.zone = zone
            return index + 3
    return index


def read_range(tokens: list[Token], index: int) -> tuple[Edge | None, Edge | None, int] | None:
    """Read "с X до Y", "із X по Y", "from X to Y", "X-Y", "с X", "до X"; X and Y are edges."""
    token = tokens[index]
    if "from_time" in token.kinds or (
        kind(token, "prep") == "from" and token.text in {"с", "со", "з", "із", "зі", "from"}
    ):
        look = index + 1
        if tokens[look].text in {"о", "об", "around", "about", "около", "близько", "орієнтовно", "примерно"}:
            look += 1
        start = read_edge(tokens, look)
        if start is None:
            return _bare_hours(tokens, look)
        edge, end = start
        finish = _range_end(tokens, end)
        if finish:
            return edge, finish[0], finish[1]
        if token.text in {"между", "між", "between", "после", "after"}:
            return None
        return edge, None, end
    if "to_time" in token.kinds and token.text not in {"та", "и", "and", "to", "і"}:
        edge_end = read_edge(tokens, index + 1)
        if edge_end and (edge_end[0].minutes is not None or edge_end[0].part):
            return None, edge_end[0], edge_end[1]
        return None
    # "20:00-08:00", "20.00 - 08.00", "1 p.m. to 8 p.m."
    first = read_clock(tokens, index)
    if first:
        opening = Edge(first[0], precision=first[1])
        after = _zone(tokens, first[2], opening)
        if tokens[after].text in {"-", "to", "until", "till", "до", "по"}:
            second = read_edge(tokens, after + 1)
            if second and second[0].minutes is not None:
                return opening, second[0], second[1]
    return None


def _range_end(tokens: list[Token], index: int) -> tuple[Edge, int] | None:
    look = index
    if tokens[look].text == ",":
        look += 1
    token = tokens[look]
    if "to_time" in token.kinds or token.text == "-":
        look += 1
        if tokens[look].text in {"о", "об", "around", "about", "около", "близько", "the"}:
            look += 1
        return read_edge(tokens, look) or _bare_hour_end(tokens, look)
    return None


def _bare_hour_end(tokens: list[Token], index: int) -> tuple[Edge, int] | None:
    token = tokens[index]
    if token.shape == NUMBER and token.text.isdigit() and len(token.text) <= 2 and int(token.text) <= 24:
        dated = read_date(tokens, index + 1)
        if dated:
            return Edge(int(token.text) * 60, dated[0], precision="hour"), dated[1]
    return None


def _bare_hours(tokens: list[Token], index: int) -> tuple[Edge | None, Edge | None, int] | None:
    """ "с 20 до 7 часов", "із 20-ї 17-го по 4-ту годину 18 листопада": the noun stands only at the end."""
    token = tokens[index]
    if not (token.shape == NUMBER and token.text.isdigit() and len(token.text) <= 2 and int(token.text) <= 24):
        return None
    after = _skip_suffix(tokens, index + 1)
    edge = Edge(int(token.text) * 60, precision="hour")
    dated = read_date(tokens, after)
    if dated:
        edge.date, after = dated
    finish = _range_end(tokens, after)
    if finish and finish[0].minutes is not None:
        return edge, finish[0], finish[1]
    return None


TIME_KINDS = frozenset(
    {"during", "night_to", "from_time", "to_time", "part_of_day", "day_ref", "past", "at_time", "as_of", "weekday",
     "month", "span_of", "midnight", "noon", "ordinal"}
)  # fmt: skip


def read_time(tokens: list[Token], index: int) -> TimePhrase | None:
    """Read a phrase of time at ``index``; None when none stands there."""
    token = tokens[index]
    if token.shape == NUMBER:
        if token.kinds:
            return None
    elif token.text != "(" and not (TIME_KINDS & token.kinds.keys()) and kind(token, "num") not in {"20", "30"}:
        return None
    phrase = _as_of(tokens, index) or _night_to(tokens, index) or _headed(tokens, index) or _plain(tokens, index)
    if phrase is None:
        return None
    _refine(tokens, phrase)
    return phrase


def _as_of(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "станом на 09:00 [5 травня]", "по состоянию на 20.00", "as of 8 a.m."."""
    if "as_of" not in tokens[index].kinds:
        return None
    look = index + 1
    if tokens[look].text in {"the", "зараз", "этот", "цей"}:
        look += 1
    edge = read_edge(tokens, look)
    if edge is None or (edge[0].minutes is None and not (edge[0].part or (edge[0].date and edge[0].date.day))):
        return None
    if tokens[index].text in {"к", "by"} and edge[0].minutes is None:
        return None
    return TimePhrase(index, edge[1], as_of=edge[0])


def _night_to(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "в ночь на D", "у ніч з D1 на D2", "overnight into Monday"."""
    if "night_to" not in tokens[index].kinds:
        return None
    end = index + 1
    if tokens[end].text in {"с", "з", "із", "зі", "from"}:
        end += 1
    first = read_date(tokens, end, bare_day=True)
    if first is None:
        if tokens[index].text in {"у ніч", "в ніч", "в ночь", "ночь на"}:
            return None
        return None
    date, end = first
    look = end
    if tokens[look].text in {"на", "to", "into", "-", "и", "and", "проти", "under"} or tokens[look].text == "to":
        second = read_date(tokens, look + 1)
        if second:
            if date.month is None and date.day is not None and date.weekday is None:
                pass
            date, end = second
            return TimePhrase(index, end, part="night", date=date)
    if date.day is not None and date.month is None and date.weekday is None and not _closed_day(tokens, index, end):
        return None
    return TimePhrase(index, end, part="night", date=date)


def _closed_day(tokens: list[Token], index: int, end: int) -> bool:
    """A bare day number counts only with its suffix: "в ночь на 6-е"."""
    return tokens[end - 1].shape != NUMBER


_HEADS = ("during", "day_ref", "past", "part_of_day", "at_time", "span_of", "prep")


def _headed(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "в течение прошедшей ночи", "протягом дня 25 вересня", "сегодня утром", "за сутки", "on Sunday", "overnight"."""
    end = index
    flags: set[str] = set()
    date: Date | None = None
    for _ in range(4):
        token = tokens[end]
        kinds = token.kinds
        if "during" in kinds:
            flags.add("during")
        elif "past" in kinds:
            flags.add("past")
        elif "day_ref" in kinds:
            if kinds["day_ref"][0] == "yesterday":
                date = Date(offset=-1)
                flags.add("yesterday")
            elif token.text in {"сегодня", "сьогодні", "today"}:
                flags.add("today")
                date = Date(offset=0)
                if tokens[end + 1].text == "," or "month" in tokens[end + 2].kinds:
                    dated = read_date(tokens, end + (2 if tokens[end + 1].text == "," else 1))
                    if dated and dated[0].month:
                        date, end = dated
                        end -= 1
            else:
                flags.add("this")
        elif end == index and token.text in {"в", "у", "во", "on", "за", "о", "the", "in", "in the", "в самые", "с"}:
            flags.add("in")
        else:
            break
        end += 1
    token = tokens[end]
    part = kind(token, "part_of_day")
    span = kind(token, "span_of")
    if (
        part
        and not (token.text in {"дня", "день", "day"} and not flags)
        and not (token.text in {"early", "late", "the morning"} and not _dated_after(tokens, end))
    ):
        if token.text in {"ранку", "утра", "вечора", "вечера", "ночи", "ночі", "дня"} and not flags:
            return None
        end += 1
        look = end
        if tokens[look].text in {"of", "on", "на", "в", "у", "into", "з", "to", "проти"}:
            look += 1
        dated = read_date(tokens, look)
        if dated and not (dated[0].weekday is not None and look > end and tokens[end].text == "з"):
            date, end = dated
        return TimePhrase(index, end, part=part, date=date, flags=flags)
    if span and (flags & {"during", "past", "in", "this"} or span == "war"):
        return TimePhrase(index, end + 1, span=span, flags=flags)
    weekday = kind(token, "weekday")
    if weekday is not None:
        date = Date(weekday=int(weekday))
        end += 1
        part = kind(tokens[end], "part_of_day")
        look = end
        if tokens[look].text == ",":
            dated = read_date(tokens, look + 1)
            if dated and dated[0].month:
                date, end = dated
        if part:
            end += 1
        return TimePhrase(index, end, part=part, date=date, flags=flags)
    if date is not None and end > index:
        return TimePhrase(index, end, date=date, flags=flags)
    return None


def _dated_after(tokens: list[Token], index: int) -> bool:
    look = index + 1
    if tokens[look].text in {"of", "on"}:
        look += 1
    return read_date(tokens, look) is not None or "part_of_day" in tokens[look].kinds


def _plain(tokens: list[Token], index: int) -> TimePhrase | None:
    """Ranges, instants ("около 15.05 мск", "о 22.00") and bare dates ("5 мая", "on June 2")."""
    token = tokens[index]
    opened = token.text == "("
    found = read_range(tokens, index + 1 if opened else index)
    if found:
        start, finish, end = found
        if start is not None and finish is None and start.minutes is None and not start.part:
            # "с 5 мая": a start without an hour
            if start.date is None or start.date.month is None:
                return None
            return TimePhrase(index, end, range_start=start)
        if opened:
            if tokens[end].text != ")":
                return None
            end += 1
        return TimePhrase(index, end, range_start=start, range_end=finish)
    if opened:
        return None
    if "at_time" in token.kinds or token.text in {"on", "at"}:
        look = index + 1
        if "at_time" in tokens[look].kinds:
            look += 1
        clock = read_clock(tokens, look)
        if clock:
            edge = Edge(clock[0], precision=clock[1])
            end = _zone(tokens, clock[2], edge)
            dated = read_date(tokens, end + 1 if tokens[end].text in {"on", ","} else end)
            if dated and (dated[0].month or dated[0].weekday is not None or dated[0].offset is not None):
                edge.date, end = dated
            return TimePhrase(index, end, instant=edge)
        dated = read_date(tokens, look)
        if dated and token.text in {"on"}:
            return TimePhrase(index, dated[1], date=dated[0])
        return None
    month = kind(token, "month")
    year = tokens[index + 1]
    if month and year.shape == NUMBER and len(year.text) == 4 and year.text.isdigit() and not year.kinds:
        # "in February 2022": no window of a report, and no count
        return TimePhrase(index, index + 2, flags={"month"})
    clock = read_clock(tokens, index)
    if clock and (kind(tokens[clock[2]], "tz") or clock[2] > index + 1):
        edge = Edge(clock[0], precision=clock[1])
        return TimePhrase(index, _zone(tokens, clock[2], edge), instant=edge)
    dated = read_date(tokens, index)
    if (
        dated
        and (dated[0].month or dated[0].weekday is not None)
        and (token.shape != NUMBER or "." not in token.text or token.text.count(".") == 2)
    ):
        phrase = TimePhrase(index, dated[1], date=dated[0])
        part = kind(tokens[dated[1]], "part_of_day")
        if part and tokens[dated[1]].text not in {"day", "дня"}:
            phrase.part, phrase.end = part, dated[1] + 1
        return phrase
    return None


def _refine(tokens: list[Token], phrase: TimePhrase) -> None:
    """Take in what narrows the phrase: "(з 19:30 4 травня)", ", с 7.00 до 15.00 мск", "25 вересня (із 7.00 до 18.30)"."""
    if phrase.as_of:
        return
    for _ in range(3):
        look = phrase.end
        token = tokens[look]
        if phrase.range_start is None and phrase.range_end is None and phrase.instant is None:
            opened = token.text == "("
            comma = token.text in {",", "-"}
            at = look + 1 if opened or comma else look
            if tokens[at].shape == LINE:
                return
            if tokens[at].text in {"в период", "у період", "в промежутке", "в промежуток", "а именно", "орієнтовно"}:
                at += 1
            found = read_range(tokens, at)
            if found:
                start, finish, end = found
                hours = (start and (start.minutes is not None or start.part)) or (
                    finish and (finish.minutes is not None or finish.part)
                )
                if hours and (not opened or tokens[end].text == ")"):
                    phrase.range_start, phrase.range_end = start, finish
                    phrase.end = end + 1 if opened else end
                    continue
            if phrase.date is not None and phrase.part is None and not opened:
                moment = _plain(tokens, at) if "at_time" in tokens[at].kinds else None
                if moment and moment.instant:
                    phrase.instant, phrase.end = moment.instant, moment.end
                    continue
                head = _headed(tokens, at) if tokens[at].kinds.keys() & {"during", "part_of_day", "at_time"} else None
                if head and head.part and head.date is None:
                    phrase.part, phrase.end = head.part, head.end
                    continue
        if (
            phrase.date is None
            and (phrase.range_start or phrase.range_end or phrase.instant)
            and not any(edge and edge.date for edge in (phrase.range_start, phrase.range_end, phrase.instant))
        ):
            at = look + 1 if token.text == "," else look
            dated = read_date(tokens, at)
            if dated and (dated[0].month is not None or dated[0].offset is not None):
                phrase.date, phrase.end = dated
                continue
        return
