"""Phrases of time, as they stand: hours, dates, parts of the day, ranges. Resolution to instants is in ``windows``.

Every form is built from edges ("20.00 мск 5 мая", "вечора 13 липня", "June 2 at 6 a.m.") and heads ("в течение
прошедшей ночи", "У ніч на 5 травня", "overnight", "on Sunday", "за сутки").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from claims.parsing.clocks import read_clock
from claims.parsing.dates import Date, read_date
from claims.parsing.edges import Edge, read_edge, read_range, skip_zone
from claims.parsing.numbers import read_number
from claims.parsing.tokens import END, LINE, NUMBER, Token, kind


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
    until: str | None = None
    flags: set[str] = field(default_factory=set)

    @property
    def is_window(self) -> bool:
        """Whether it says when things happened (an as-of time alone does not)."""
        return bool(self.part or self.date or self.range_start or self.range_end or self.instant or self.span)


TIME_KINDS = frozenset(
    {"during", "night_to", "from_time", "to_time", "part_of_day", "day_ref", "past", "at_time", "as_of", "weekday",
     "month", "in_time", "span_of", "midnight", "noon", "ordinal", "since_start", "part_adj"}
)  # fmt: skip


_COUNTED: Final = frozenset({"weapon_noun", "weapon_adj", "weapon_model", "side_adj"})
"""What stands after a number that is no hour."""

_DATED: Final = frozenset({"hour_noun", "part_of_day", "tz", "month", "num_suffix"})
"""What stands after digits alone that are an hour or a day."""


def read_time(tokens: list[Token], index: int) -> TimePhrase | None:
    """Read a phrase of time at ``index``; None when none stands there."""
    token = tokens[index]
    phrase: TimePhrase | None
    if token.shape == NUMBER:
        phrase = None if token.kinds or _counts(tokens, index) else _plain(tokens, index)
    elif token.text == "(":
        phrase = _plain(tokens, index)
    elif not TIME_KINDS.isdisjoint(token.kinds) or kind(token, "num") in {"20", "30"}:
        phrase = _worded(tokens, index)
    else:
        return None
    if phrase is not None:
        _refine(tokens, phrase)
    return phrase


def _counts(tokens: list[Token], index: int) -> bool:
    """Whether digits can be no hour and no date by what follows: "5 БПЛА", "12 – над A"."""
    after = tokens[index + 1]
    if not _COUNTED.isdisjoint(after.kinds):
        return True
    if not tokens[index].text.isdecimal() or after.text == "of" or not _DATED.isdisjoint(after.kinds):
        return False
    return after.text != "-" or not (tokens[index + 2].shape == NUMBER or "num_suffix" in tokens[index + 2].kinds)


def _worded(tokens: list[Token], index: int) -> TimePhrase | None:
    """A phrase that opens with a word of time, by the first form that holds."""
    kinds = tokens[index].kinds
    if _TELLS.isdisjoint(kinds) and not _opens_edge(tokens[index + 1]):
        return None  # most prepositions: "з Курська", "на півночі"
    if "in_time" in kinds and (phrase := _whole_month(tokens, index)) is not None:
        return phrase
    for lead, read in () if _FORM_KINDS.isdisjoint(kinds) else _FORMS:
        phrase = read(tokens, index) if lead in kinds else None
        if phrase is not None:
            return phrase
    return _headed(tokens, index) or _plain(tokens, index)


_ABOUT: Final = frozenset({"о", "об", "around", "about", "около", "близько", "орієнтовно", "примерно"})
_OPENS_EDGE: Final = TIME_KINDS | {"num", "num_collective", "num_scale", "num_half"}
_TELLS: Final = _OPENS_EDGE - {"from_time", "to_time", "at_time", "in_time"}
"""Words of time that are more than the preposition before one."""


def _opens_edge(token: Token) -> bool:
    """Whether an hour, a date or a part of a day may begin with this token: else the word before it leads no time."""
    return token.shape == NUMBER or not _OPENS_EDGE.isdisjoint(token.kinds) or token.text in _ABOUT


def _as_of(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "станом на 09:00 [5 травня]", "по состоянию на 20.00", "as of 8 a.m."."""
    look = index + 1
    if tokens[look].text in {"the", "зараз", "этот", "цей"}:
        look += 1
    edge = read_edge(tokens, look)
    if edge is None or (edge[0].minutes is None and not (edge[0].part or (edge[0].date and edge[0].date.day))):
        return None
    if tokens[index].text in {"к", "by"} and edge[0].minutes is None:
        return None
    if tokens[index].text == "на" and (edge[0].minutes is None or edge[0].precision != "minute"):
        return None  # "на 09:30 збито 58"
    return TimePhrase(index, edge[1], as_of=edge[0])


def _two_parts(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "ввечері 21 та вночі 22 січня": two parts of days that share their month."""
    first, day, second = kind(tokens[index], "part_of_day"), tokens[index + 1], None
    if first is None or day.shape != NUMBER or not day.text.isdecimal() or "conj" not in tokens[index + 2].kinds:
        return None
    look = index + 3 + (tokens[index + 3].text in {"в", "у"})
    second = kind(tokens[look], "part_of_day")
    dated = read_date(tokens, look + 1) if second else None
    if dated is None or dated[0].month is None or not 1 <= int(day.text) <= 31:
        return None
    opening = Date(day=int(day.text), month=dated[0].month, year=dated[0].year)
    start = Edge(None, opening, first, precision="part_of_day")
    return TimePhrase(
        index, dated[1], range_start=start, range_end=Edge(None, dated[0], second, precision="part_of_day")
    )


def _since_start(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "с начала недели", "від початку доби", "since the start of the month"."""
    end = index + 1 + (kind(tokens[index + 1], "day_ref") == "today")
    span = kind(tokens[end], "span_of")
    month = kind(tokens[end], "month")
    if month is not None:
        return TimePhrase(index, end + 1, span=f"month:{month}")
    if span is None or span == "war":
        return None
    return TimePhrase(index, end + 1, span="today" if span == "day24" else span)


def _described(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "нічний удар", "ранкова атака": an attack's time by its adjective, unless it is told as past ("після ...")."""
    part = tokens[index].kinds["part_adj"][0]
    if not {"attempt", "fight"} & tokens[index + 1].kinds.keys() and kind(tokens[index + 1], "outcome") is None:
        # "ранковий ракетний удар"
        sky = tokens[index + 1].text in {"небі", "небе"}  # "у нічному небі"
        strike = tokens[index + 1].text.startswith("ракетн") or "weapon_adj" in tokens[index + 1].kinds
        if not sky and not (strike and "attempt" in tokens[index + 2].kinds):
            return None
        return TimePhrase(index, index + 1, part=part, flags={"weak"})
    if index and tokens[index - 1].text in {"після", "после", "after"}:
        return None
    dated = read_date(tokens, index + 2)
    if dated and dated[0].month:
        return TimePhrase(index, dated[1], part=part, date=dated[0])  # "під час ранкової тривоги 8 вересня"
    return TimePhrase(index, index + 1, part=part, flags={"weak"})


def _length(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "за шесть часов", "протягом трьох годин": a length alone, which says only the reporting day."""
    number = read_number(tokens, index + 1 + ("past" in tokens[index + 1].kinds))
    if number is None or kind(tokens[number[1]], "hour_noun") != "h":
        return None
    return TimePhrase(index, number[1] + 1, span="reporting_day", flags={"hours"})


def _both_edges(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "с вечера 9 ноября до утра 10 ноября": both ends told, of which the first alone would be a part of a day."""
    if "part_of_day" not in tokens[index + 1].kinds:
        return None
    found = read_range(tokens, index)
    if found is None or found[0] is None:
        return None
    if found[1] is None:
        # "с вечера пятницы": only a start
        if found[0].date is None or tokens[index].text not in {"с", "со", "з", "із", "since", "from", "starting from"}:
            return None
        return TimePhrase(index, found[2], range_start=found[0])
    return TimePhrase(index, found[2], range_start=found[0], range_end=found[1])


def _night_to(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "в ночь на D", "у ніч з D1 на D2", "overnight into Monday"."""
    end = index + 1
    if "conj" in tokens[end].kinds and "part_of_day" in tokens[end + 1].kinds:
        later = _headed(tokens, end + 1)
        if later is not None and later.part in {"morning", "day"} and later.date is not None:
            # "у ніч і вранці 25 листопада"
            return TimePhrase(index, later.end, part="night", date=later.date, until=later.part)
    if tokens[end].text in {"с", "з", "із", "зі", "from"}:
        end += 1
    first = read_date(tokens, end, bare_day=True)
    if first is None:
        if tokens[index].text in {"overnight on", "overnight from"}:
            return TimePhrase(index, index + 1, part="night")  # "overnight on its approach to a plant"
        return None
    date, end = first
    look = end
    if tokens[look].text in {"на", "to", "into", "-", "и", "and", "проти", "under"}:
        second = read_date(tokens, look + 1)
        if second:
            return TimePhrase(index, second[1], part="night", date=second[0])
    if date.day is not None and date.month is None and date.weekday is None and tokens[end - 1].shape == NUMBER:
        # a bare day number counts only with its suffix: "в ночь на 6-е"
        return None
    return TimePhrase(index, end, part="night", date=date)


_FORMS: Final[tuple[tuple[str, Callable[[list[Token], int], TimePhrase | None]], ...]] = (
    ("part_of_day", _two_parts),
    ("as_of", _as_of),
    ("since_start", _since_start),
    ("night_to", _night_to),
    ("part_adj", _described),
    ("from_time", _both_edges),
    ("during", _length),
)
"""Readers by the kind of word that they begin with, in the order in which they are tried."""

_FORM_KINDS: Final = frozenset(lead for lead, _ in _FORMS)


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
            if token.text.endswith((" past", " last")):
                flags.add("past")  # "over the past 24 hours"
        elif "past" in kinds:
            flags.add("past")
        elif "day_ref" in kinds and not (end == index and end and tokens[end - 1].text in {"як", "как"}):
            if kinds["day_ref"][0] == "yesterday":
                date = Date(offset=-1)
                flags.add("yesterday")
            elif token.text in {"сегодня", "сьогодні", "today"}:
                flags.add("today")
                date = Date(offset=0)
                dated_next = tokens[end + 1].shape != END and "month" in tokens[end + 2].kinds
                if tokens[end + 1].text == "," or dated_next:
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
    if "past" in flags and token.text in {"ніч на", "ночь на"}:
        return TimePhrase(index, end + 1, part="night", flags=flags)  # "за минулу ніч на Одещині"
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
            if part == "night" and dated[0].weekday is not None and token.text == "overnight":
                flags.add("begins")  # "overnight Sunday"
        return TimePhrase(index, end, part=part, date=date, flags=flags)
    if span == "day24" and "past" not in flags and flags & {"during", "in", "this"}:
        # "за сутки", "за добу": the reporting day
        return TimePhrase(index, end + 1, span="reporting_day", flags=flags)
    if span == "war" and tokens[index].text in {"в ходе", "во время", "в рамках", "під час", "в ході", "в условиях"}:
        return None
    if span in {"week", "month", "year"} and "past" in flags and token.text.isascii():
        # "last week" is the calendar's, "the past week" the seven days to now
        return TimePhrase(index, end + 1, span=f"{'past' if _says_past(tokens, index, end) else 'last'}_{span}")
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
            if part == "night" and token.text.isascii():
                flags.add("begins")  # "Sunday night" is that to Monday
        return TimePhrase(index, end, part=part, date=date, flags=flags)
    if date is not None and end > index:
        return TimePhrase(index, end, date=date, flags=flags)
    return None


def _says_past(tokens: list[Token], index: int, end: int) -> bool:
    return any(token.text == "past" or token.text.endswith((" past", " last")) for token in tokens[index:end])


def _whole_month(tokens: list[Token], index: int) -> TimePhrase | None:
    """ "in May", "in November 2022", "throughout June": a month as a whole."""
    look = index + 1
    if tokens[look].text in {"the month of", "all of", "the whole of"}:
        look += 1
    month = kind(tokens[look], "month")
    if month is None or not tokens[look].text.isascii():
        return None
    year, end = 0, look + 1
    if tokens[end].shape == NUMBER:
        if not (len(tokens[end].text) == 4 and tokens[end].text.startswith("20") and tokens[end].text.isdecimal()):
            return None
        year, end = int(tokens[end].text), end + 1
    return TimePhrase(index, end, span=f"in_{year}-{month}")


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
            # "с 5 мая", "із понеділка": a start without an hour
            if start.date is None or (start.date.month is None and start.date.weekday is None):
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
            end = skip_zone(tokens, clock[2], edge)
            dated = read_date(tokens, end + 1 if tokens[end].text in {"on", ","} else end)
            if dated and (dated[0].month or dated[0].weekday is not None or dated[0].offset is not None):
                edge.date, end = dated
            return TimePhrase(index, end, instant=edge)
        dated = read_date(tokens, look)
        if dated and token.text == "on":
            return TimePhrase(index, dated[1], date=dated[0])
        return None
    month = kind(token, "month")
    year = tokens[index + 1]
    if month and year.shape == NUMBER and len(year.text) == 4 and year.text.isdecimal() and not year.kinds:
        # "in February 2022": no window of a report, and no count
        return TimePhrase(index, index + 2, flags={"month"})
    clock = read_clock(tokens, index)
    if clock and (kind(tokens[clock[2]], "tz") or clock[2] > index + 1 or "noon" in token.kinds):
        edge = Edge(clock[0], precision=clock[1])
        return TimePhrase(index, skip_zone(tokens, clock[2], edge), instant=edge)
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
    """Take in what narrows the phrase: "(з 19:30 4 травня)", ", с 7.00 до 15.00 мск", "25 вересня (із 7.00 до 18.30)".

    A phrase takes in at most three such additions.
    """
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
            if phrase.part == "night" and "conj" in token.kinds and phrase.until is None:
                # "у ніч на 16 березня та протягом сьогоднішнього ранку"
                next_part = _headed(tokens, look + 1)
                edge = read_edge(tokens, look + 1) if next_part is None else None
                if edge and edge[0].part in {"morning", "day"} and edge[0].date is not None:
                    # "прошедшей ночи и утра 17 марта"
                    phrase.until, phrase.date, phrase.end = edge[0].part, phrase.date or edge[0].date, edge[1]
                    continue
                if next_part and next_part.part in {"morning", "day"} and (next_part.date is None or not phrase.date):
                    # "в ніч і вранці 25 листопада"
                    phrase.until, phrase.end = next_part.part, next_part.end
                    phrase.date = phrase.date or next_part.date
                    continue
            if phrase.part and phrase.date is not None and ("conj" in token.kinds or "to_time" in token.kinds):
                # "протягом вечора 22 квітня й ранку 23 квітня"
                last = read_edge(tokens, look + 1)
                if last and last[0].part and last[0].date is not None:
                    phrase.range_start = Edge(None, phrase.date, phrase.part, precision="part_of_day")
                    phrase.range_end, phrase.end, phrase.part, phrase.date = last[0], last[1], None, None
                    continue
            if phrase.date is not None and phrase.part is None and not opened:
                moment = _plain(tokens, at) if tokens[at].kinds.keys() & {"at_time", "noon"} else None
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
