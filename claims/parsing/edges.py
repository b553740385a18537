"""Edges and ranges of time: an hour, a date or a part of the day, and two of them from one to the other.

"20.00 мск 5 мая", "вечора 13 липня", "June 2 at 6 a.m." are edges; "с 20 до 7 часов", "20:00-08:00" ranges.
"""

from __future__ import annotations

from dataclasses import dataclass

from claims.parsing.clocks import read_clock
from claims.parsing.dates import Date, read_date, skip_suffix
from claims.parsing.numbers import read_number
from claims.parsing.tokens import NUMBER, WORD, Token, kind


@dataclass(slots=True)
class Edge:
    """One end of a range: minutes after local midnight and/or a date, or a part of the day."""

    minutes: int | None = None
    date: Date | None = None
    part: str | None = None
    zone: str | None = None
    precision: str = "minute"


def read_edge(tokens: list[Token], index: int) -> tuple[Edge, int] | None:
    """Read one end of a range: an hour, a date or both in either order, or a part of a day."""
    end = index
    clock = read_clock(tokens, end)
    if clock:
        edge = Edge()
        edge.minutes, edge.precision, end = clock
        end = skip_zone(tokens, end, edge)
        look = end
        if tokens[look].text in {"on", "of", "від", "за", ",", "от"}:
            look += 1
        dated = read_date(tokens, look)
        if dated and not (tokens[look].text == "," and dated[0].month is None):
            edge.date, end = dated
            end = skip_zone(tokens, end, edge)
        return edge, end
    part = kind(tokens[end], "part_of_day")
    if part:
        dated = read_date(tokens, end + 1 + (tokens[end + 1].text in {"of", "on"}))
        edge = Edge(part=part, precision="part_of_day")
        if dated:
            edge.date, end = dated
            return edge, end
        return edge, end + 1
    dated = read_date(tokens, end)
    if dated:
        edge = Edge()
        edge.date, end = dated
        look = end
        if tokens[look].text in {",", "о", "об", "в", "at", "с", "з", "from", "at around", "at about"}:
            look += 1
        part = kind(tokens[look], "part_of_day")
        clock = read_clock(tokens, look)
        if clock:
            edge.minutes, edge.precision, end = clock
            end = skip_zone(tokens, end, edge)
        elif part and look == end and tokens[look].text != "overnight":
            edge.part, edge.precision, end = part, "part_of_day", look + 1
        else:
            edge.precision = "day"
        return edge, end
    return None


def skip_zone(tokens: list[Token], index: int, edge: Edge) -> int:
    """Skip "мск", "за київським часом", "Moscow time", also in brackets: "(МСК)"."""
    zone = kind(tokens[index], "tz")
    if zone:
        edge.zone = zone
        return skip_zone(tokens, index + 1, Edge()) if tokens[index + 1].text in {"(", "["} else index + 1
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
        after = skip_zone(tokens, first[2], opening)
        if tokens[after].text in {"-", "to", "until", "till", "до", "по"}:
            second = read_edge(tokens, after + 1)
            if second and second[0].minutes is not None:
                return opening, second[0], second[1]
    return None


def _range_end(tokens: list[Token], index: int) -> tuple[Edge, int] | None:
    look = index
    if tokens[look].text == "," or ("conj" in tokens[look].kinds and "to_time" in tokens[look + 1].kinds):
        look += 1
    token = tokens[look]
    if "conj" in token.kinds and "during" in tokens[look + 1].kinds and "part_of_day" in tokens[look + 2].kinds:
        return read_edge(tokens, look + 2)  # "Із 18:30 14 березня і впродовж ночі 15 березня"
    if "to_time" in token.kinds or token.text == "-":
        look += 1
        if "during" in tokens[look].kinds and "part_of_day" in tokens[look + 1].kinds:
            return read_edge(tokens, look + 1)  # "з 20:30 30 грудня та протягом ночі 31 грудня"
        if tokens[look].text in {"о", "об", "around", "about", "около", "близько", "the"}:
            look += 1
        return read_edge(tokens, look) or _bare_hour_end(tokens, look)
    return None


def _bare_hour_end(tokens: list[Token], index: int) -> tuple[Edge, int] | None:
    token = tokens[index]
    if token.shape == NUMBER and token.text.isdecimal() and len(token.text) <= 2 and int(token.text) <= 24:
        dated = read_date(tokens, index + 1)
        if dated:
            return Edge(int(token.text) * 60, dated[0], precision="hour"), dated[1]
    return None


def _bare_hours(tokens: list[Token], index: int) -> tuple[Edge | None, Edge | None, int] | None:
    """ "с 20 до 7 часов", "із 20-ї 17-го по 4-ту годину 18 листопада": the noun stands only at the end."""
    token = tokens[index]
    if token.shape == WORD:
        return _word_hours(tokens, index)
    if not (token.shape == NUMBER and token.text.isdecimal() and len(token.text) <= 2 and int(token.text) <= 31):
        return None
    after = skip_suffix(tokens, index + 1)
    days = _days(tokens, index, after)
    if days:
        return days
    if int(token.text) > 24:
        return None
    edge = Edge(int(token.text) * 60, precision="hour")
    dated = read_date(tokens, after)
    if dated:
        edge.date, after = dated
    finish = _range_end(tokens, after)
    if finish and finish[0].minutes is not None:
        return edge, finish[0], finish[1]
    return None


def _word_hours(tokens: list[Token], index: int) -> tuple[Edge | None, Edge | None, int] | None:
    """ "между пятью и шестью часами утра": hours in words, the noun and the part of the day once."""
    first = read_number(tokens, index)
    if first is None or first[0] > 24 or "to_time" not in tokens[first[1]].kinds:
        return None
    last = read_clock(tokens, first[1] + 1)
    if last is None:
        return None
    minutes = first[0] * 60
    while minutes < 720 and last[0] - minutes > 720:
        minutes += 720  # "between five and six p.m."
    return Edge(minutes, precision="hour"), Edge(last[0], precision=last[1]), last[2]


def _days(tokens: list[Token], index: int, after: int) -> tuple[Edge, Edge, int] | None:
    """ "із 1 по 10 червня", "с 4 по 10 октября": days of one month, both whole."""
    if "to_time" not in tokens[after].kinds or not int(tokens[index].text) >= 1:
        return None
    last = read_date(tokens, after + 1)
    if last is None or last[0].month is None or last[0].day is None or last[0].day < int(tokens[index].text):
        return None
    first = Date(int(tokens[index].text), last[0].month, last[0].year)
    return Edge(0, first, precision="day"), Edge(1440, last[0], precision="day"), last[1]
