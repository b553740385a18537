"""Windows: phrases of time resolved to half-open UTC intervals with the claimant's reporting calendar.

Stated hours win; what a phrase leaves open the calendar fills in; what nothing says is the reporting day of
publication.
A stated date that contradicts publication by exactly a day, a month or a year is a typo: corrected and told.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from claims.parsing.dates import Date
from claims.parsing.edges import Edge
from claims.parsing.times import TimePhrase
from claims.registry import Calendar

KNOWN_TIMES = 2_048
"""Wall-clock times that are remembered: reports of one day speak of the same hours, and zones are slow."""

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Window:
    """A resolved window; ``problem`` is (kind, explanation) when a date was corrected or set aside."""

    start: datetime
    end: datetime
    start_basis: str
    end_basis: str
    start_precision: str
    end_precision: str
    part: str | None = None
    problem: tuple[str, str] | None = None


@functools.lru_cache(maxsize=KNOWN_TIMES)
def local_time(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The UTC instant of ``minutes`` after local midnight of ``day``, by the wall clock (1440 is the next midnight)."""
    extra, minutes = divmod(minutes, 1440)
    wall = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone)
    if extra:
        wall += timedelta(days=extra)
    return wall.astimezone(UTC)


_zone: Final = functools.lru_cache(maxsize=64)(ZoneInfo)


def shifted(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same hour on the wall clock some days later or earlier, over a change of summer time too."""
    local = moment.astimezone(zone)
    return local_time(local.date() + timedelta(days=days), local.hour * 60 + local.minute, zone)


class Clock:
    """Publication and calendar of one claimant: resolves phrases. ``dateless`` marks publications of a day only."""

    def __init__(self, published_at: datetime, calendar: Calendar, *, dated: bool, today: date | None = None) -> None:
        self.published = published_at.astimezone(UTC)
        self.calendar = calendar
        self.zone = calendar.zone
        self.dated = dated
        # an outlet's "Monday" and "overnight" are told from its own date, a channel's from its claimant's
        self.local = published_at.astimezone(calendar.zone)
        self.today = today or self.local.date()

    # ------------------------------------------------------------------ dates

    def day_of(self, stated: Date) -> tuple[date | None, tuple[str, str] | None]:
        """The calendar date of a stated one: the year nearest to publication, the last such weekday; typos
        corrected.
        """
        if stated.offset is not None:
            return self.today + timedelta(days=stated.offset), None
        if stated.weekday is not None:
            return self.today - timedelta(days=(self.today.weekday() - stated.weekday) % 7), None
        if stated.day is None:
            return None, None
        if stated.month is None:
            for back in range(-1, 40):
                candidate = self.today - timedelta(days=back)
                if candidate.day == stated.day:
                    return candidate, None
            return None, None
        try:
            if stated.year is None:
                day = self._nearest(stated.month, stated.day)
            else:
                day = date(stated.year, stated.month, stated.day)
        except ValueError:
            return None, ("date_impossible", f"the text states {stated.day}.{stated.month}, which does not exist")
        return self._typo(day, stated)

    def _nearest(self, month: int, day: int) -> date:
        """A day without its year: tomorrow, else the last such day. Raises ValueError when there is none."""
        today, tomorrow = self.today, self.today + DAY
        if (month, day) == (tomorrow.month, tomorrow.day):
            return tomorrow
        if (month, day) == (2, 29):
            leap = [date(y, month, day) for y in (today.year - 1, today.year, today.year + 1) if not y % 4]
            return min(leap, key=lambda option: (option > today, abs((option - today).days)))
        nearest = date(today.year, month, day)
        return nearest if nearest <= today else date(today.year - 1, month, day)

    def _typo(self, day: date, stated: Date) -> tuple[date, tuple[str, str] | None]:
        """Correct a date off by exactly a month or a year, or a future one by a day."""
        today = self.today
        if abs((day - today).days) <= 1:
            if day > today:
                return today, (
                    "date_corrected",
                    f"the text states {day.isoformat()}, a day after publication; read as {today.isoformat()}",
                )
            return day, None
        for near in (today, today - DAY):
            same_year = stated.year is not None and (day.month, day.day) == (near.month, near.day)
            months = (day.year - near.year) * 12 + day.month - near.month
            if stated.year is None:
                months = (day.month - near.month + 6) % 12 - 6  # the year is ours to choose
            if (same_year and abs(day.year - near.year) == 1) or (
                abs(months) == 1 and day.day == near.day and self.dated
            ):
                return near, (
                    "date_corrected",
                    f"the text states {day.isoformat()}, off by exactly a "
                    f"{'year' if same_year else 'month'}; read as {near.isoformat()}",
                )
        return day, None

    # ------------------------------------------------------------------ windows

    def reporting_day(self) -> Window:
        """The reporting day of publication: what a text without any time speaks of."""
        boundary = self.calendar.day_boundary
        local = self.local
        day = self.today if local.hour * 60 + local.minute < boundary else self.today + DAY
        start = local_time(day - DAY, boundary, self.zone)
        end = local_time(day, boundary, self.zone)
        return Window(start, end, "publication", "publication", "day", "day")

    def resolve(self, phrase: TimePhrase, as_of: datetime | None = None) -> Window:
        """The window of a phrase. ``as_of`` closes a start without an end."""
        problem: tuple[str, str] | None = None
        day: date | None = None
        if phrase.date:
            day, problem = self.day_of(phrase.date)
        window: Window | None
        if phrase.range_start or phrase.range_end:
            late = phrase.part == "night" and as_of is not None and self._night_before(day)
            open_ended = phrase.range_end is None and phrase.range_start is not None
            if late and open_ended and as_of is not None and self.published - as_of < timedelta(hours=6):
                # "У ніч на 21 березня (з 18:30 20 березня)" in the morning of the 22nd
                first = replace(phrase.range_start, date=Date(offset=-1)) if phrase.range_start else None
                phrase = replace(phrase, date=Date(offset=0), range_start=first)
                day = self.today
                problem = ("date_corrected", f"the text states the night before; read as that of {day.isoformat()}")
            window, other = self._range(phrase, day, as_of)
            problem = problem or other
        elif phrase.instant:
            window = self._instant(phrase.instant, day)
        elif phrase.part:
            if phrase.part == "night" and as_of is not None and self._night_before(day):
                day = self.today
                problem = (
                    "date_corrected",
                    f"the text states the night a day before its own hours; read as {day.isoformat()}",
                )
            if "begins" in phrase.flags and day is not None and day < self.today:
                day += DAY
            window = self._part(phrase.part, day, stated=phrase.date is not None)
            if phrase.until and window:
                later = self._part(phrase.until, day, stated=True)
                if later and later.end > window.end:
                    window.end, window.end_basis, window.end_precision = later.end, later.end_basis, later.end_precision
        elif phrase.span:
            window = self._span(phrase.span)
            if window and as_of is not None and window.end == self.published and window.start < as_of < window.end:
                window.end, window.end_basis = as_of, "stated"
        elif day is not None:
            window = self._day(day)
        else:
            window = None
        if window is None or window.end <= window.start:
            window = self.reporting_day()
            problem = problem or ("window_unclear", "the stated time can't be resolved; the reporting day is used")
        elif self._long_past(phrase, window):
            problem = problem or (
                "date_contradicts_publication",
                "the stated window ended days before publication; the reporting day is used",
            )
            window = self.reporting_day()
        elif self._a_day_late(phrase, window):
            window.start, window.end = shifted(window.start, 1, self.zone), shifted(window.end, 1, self.zone)
            problem = problem or (
                "date_corrected",
                "the stated window ends a whole day before its hour of publication; read as a day later",
            )
        elif window.end > self.published + HOUR and window.end_basis == "stated":
            problem = problem or (
                "date_contradicts_publication",
                "the stated window ends more than an hour after publication; the reporting day is used",
            )
            window = self.reporting_day()
        window.problem = problem
        return window

    def _night_before(self, day: date | None) -> bool:
        """Whether a channel's morning report names the night before the one that has just ended."""
        return self.dated and day == self.today - DAY and self.local.hour < 12

    def _long_past(self, phrase: TimePhrase, window: Window) -> bool:
        """Whether a channel's report of stated hours and dates speaks of a day long before it was posted."""
        first, last = phrase.range_start, phrase.range_end
        if first is None or last is None or first.date is None or last.date is None or not self.dated:
            return False
        hours = first.minutes is not None and last.minutes is not None
        return hours and window.end - window.start <= DAY and self.published - window.end > 10 * DAY

    def _a_day_late(self, phrase: TimePhrase, window: Window) -> bool:
        """Whether a channel's report of stated hours and dates comes out a day after them, within three hours."""
        first, last = phrase.range_start, phrase.range_end
        stated = first is not None and last is not None and first.date is not None and last.date is not None
        both = stated and first is not None and last is not None and None not in (first.minutes, last.minutes)
        late = self.published - window.end
        return self.dated and both and window.end - window.start < DAY and DAY <= late <= DAY + 3 * HOUR

    def moment(self, edge: Edge) -> datetime | None:
        """The instant of an as-of edge: its hour on its date, else the last such hour before publication."""
        day = self.day_of(edge.date)[0] if edge.date else None
        if edge.minutes is None:
            return None
        zone = self._edge_zone(edge)
        if day is not None:
            return local_time(day, edge.minutes, zone)
        return self._latest(edge.minutes, zone)

    def _edge_zone(self, edge: Edge) -> ZoneInfo:
        return _zone(edge.zone) if edge.zone and edge.zone != "local" else self.zone

    def _latest(self, minutes: int, zone: ZoneInfo) -> datetime:
        """The last time before publication (an hour's grace) at which the local clock showed ``minutes``."""
        moment = local_time(self.published.astimezone(zone).date(), minutes, zone)
        while moment > self.published + HOUR:
            moment = shifted(moment, -1, zone)
        return moment

    def _range(
        self, phrase: TimePhrase, day: date | None, as_of: datetime | None
    ) -> tuple[Window | None, tuple[str, str] | None]:
        """A range; a missing date comes from the phrase's own date, the other edge, or publication."""
        problem: tuple[str, str] | None = None
        first, last = phrase.range_start, phrase.range_end
        end_day = start_day = None
        if last and last.date:
            end_day, problem = self.day_of(last.date)
            if end_day is None:
                return None, problem
        if first and first.date:
            start_day, other = self.day_of(first.date)
            problem = problem or other
            if start_day is None:
                return None, problem
            # a corrected end must not overtake its start
            if end_day is not None and start_day > end_day:
                start_day = end_day - DAY
        end: datetime | None = None
        end_basis, end_precision = "stated", "minute"
        if last:
            end_precision = last.precision
            zone = self._edge_zone(last)
            minutes = last.minutes
            if minutes is None and last.part:
                minutes = self._part_hours(last.part)[1]
                end_basis = "phrase"
            if minutes is None:  # a date alone: the whole day
                minutes, end_precision = 1440, "day"
            if end_day is not None:
                end = local_time(end_day, minutes, zone)
            elif day is not None:
                end = local_time(day, minutes, zone)
                first_minutes = first.minutes if first and first.minutes is not None else None
                if minutes == 0 and (first is None or start_day is None):
                    end = local_time(day, 1440 if phrase.part != "night" else 0, zone)
                elif phrase.part == "night" and end > self.published + HOUR and first_minutes is not None:
                    end = shifted(end, -1, zone)
            elif start_day is not None:
                end = local_time(start_day, minutes, zone)
                begin = local_time(start_day, first.minutes if first and first.minutes else 0, zone)
                while end <= begin:
                    end = shifted(end, 1, zone)
            else:
                end = self._latest(minutes, zone)
        if first is None:
            return self._until(end, end_basis, end_precision, phrase, day), problem
        minutes = first.minutes
        start_basis = "stated"
        if minutes is None and first.part:
            minutes = self._part_hours(first.part)[0]
            start_basis = "phrase"
        if minutes is None:
            minutes = 0
        zone = self._edge_zone(first)
        if start_day is not None:
            start = local_time(start_day, minutes, zone)
        elif end is not None:
            start = local_time(end.astimezone(zone).date(), minutes, zone)
            while start >= end:
                start = shifted(start, -1, zone)
        elif day is not None:
            start = local_time(day, minutes, zone)
            if phrase.part == "night" and (minutes >= 720 or start > self.published):
                start = shifted(start, -1, zone)
        else:
            start = self._latest(minutes, zone)
        precision = first.precision
        if end is not None and end_basis == "phrase" and end > self.published > start:
            end, end_basis, end_precision = self.published, "publication", "minute"
        if end is None:
            if as_of is not None and as_of > start:
                return Window(start, as_of, start_basis, "stated", precision, "minute", phrase.part), problem
            end = self.published
            return Window(start, end, start_basis, "publication", precision, "minute", phrase.part), problem
        return Window(start, end, start_basis, end_basis, precision, end_precision, phrase.part), problem

    def _until(
        self, end: datetime | None, basis: str, precision: str, phrase: TimePhrase, day: date | None
    ) -> Window | None:
        """Only an end: the start is the part's, else the reporting day's that contains it."""
        if end is None:
            return None
        if phrase.part:
            whole = self._part(phrase.part, day, stated=day is not None)
            if whole and whole.start < end:
                return Window(whole.start, end, "phrase", basis, "part_of_day", precision, phrase.part)
        local = end.astimezone(self.zone)
        boundary = self.calendar.day_boundary
        start = local_time(local.date(), boundary, self.zone)
        while start >= end:
            start = shifted(start, -1, self.zone)
        return Window(start, end, "phrase", basis, "part_of_day", precision)

    def _instant(self, edge: Edge, day: date | None) -> Window | None:
        if edge.minutes is None:
            return None
        if edge.date:
            day = self.day_of(edge.date)[0] or day
        zone = self._edge_zone(edge)
        moment = local_time(day, edge.minutes, zone) if day else self._latest(edge.minutes, zone)
        return Window(moment, moment + MINUTE, "stated", "stated", edge.precision, edge.precision)

    def _part_hours(self, part: str) -> tuple[int, int]:
        calendar = self.calendar
        return {
            "early": EARLY,
            "night": calendar.night,
            "morning": calendar.morning,
            "day": calendar.day,
            "evening": calendar.evening,
        }[part]

    def _part(self, part: str, day: date | None, *, stated: bool) -> Window | None:
        """A part of a day; a night belongs to the day on which it ends. It ends at publication when the post is
        earlier.
        """
        begin, finish = self._part_hours(part)
        day = day or self.today
        start = local_time(day - DAY if part == "night" and begin > finish else day, begin, self.zone)
        end = local_time(day, finish, self.zone)
        if start >= self.published:
            if stated and (start - self.published) > DAY:
                return None
            start, end = shifted(start, -1, self.zone), shifted(end, -1, self.zone)
        basis, precision = "phrase", "part_of_day"
        if end > self.published:
            end, basis, precision = self.published, "publication", "minute"
        return Window(start, end, "phrase", basis, "part_of_day", precision, part)

    def _span(self, span: str) -> Window | None:
        if span == "reporting_day":
            return self.reporting_day()
        if span.startswith(("last_", "past_", "in_")):
            return self._whole_span(span)
        if span == "day24":
            return Window(self.published - DAY, self.published, "phrase", "publication", "hour", "minute")
        if span == "week":
            start = local_time(self.today - timedelta(days=self.today.weekday()), 0, self.zone)
            return Window(start, self.published, "phrase", "publication", "day", "minute")
        if span == "today":
            start = local_time(self.today, 0, self.zone)
            return Window(start, self.published, "phrase", "publication", "day", "minute")
        if span.startswith("month:"):
            month = int(span.partition(":")[2])
            start = local_time(date(self.today.year - (month > self.today.month), month, 1), 0, self.zone)
            return Window(start, self.published, "phrase", "publication", "day", "minute")
        if span == "year":
            start = local_time(self.today.replace(month=1, day=1), 0, self.zone)
            return Window(start, self.published, "phrase", "publication", "day", "minute")
        if span == "month":
            start = local_time(self.today.replace(day=1), 0, self.zone)
            return Window(start, self.published, "phrase", "publication", "day", "minute")
        if span == "war":
            start = local_time(WAR_START, 0, self.zone)
            return Window(start, self.published, "phrase", "publication", "day", "minute")
        return None

    def _whole_span(self, span: str) -> Window | None:
        """Weeks and months told as wholes: "last week", "the past week", "in May 2025"; one that runs ends now."""
        kind, _, name = span.partition("_")
        today = self.today
        if kind == "past":
            days = {"week": 7, "month": 30, "year": 365}[name]
            return Window(self.published - days * DAY, self.published, "phrase", "publication", "day", "minute")
        if name == "week":
            last = today - timedelta(days=today.weekday())
            first = last - 7 * DAY
        elif name == "month":
            last = today.replace(day=1)
            first = (last - DAY).replace(day=1)
        elif name == "year":
            last = today.replace(month=1, day=1)
            first = last.replace(year=last.year - 1)
        else:
            year, month = (int(part) for part in name.split("-"))
            if not year:
                year = today.year - (month > today.month)
            first = date(year, month, 1)
            last = date(year + month // 12, month % 12 + 1, 1)
        start, end = local_time(first, 0, self.zone), local_time(last, 0, self.zone)
        if start >= self.published:
            return None
        if end > self.published:
            return Window(start, self.published, "phrase", "publication", "day", "minute")
        return Window(start, end, "phrase", "phrase", "day", "day")

    def _day(self, day: date) -> Window | None:
        """A local day, whole: "on Saturday", "сьогодні"."""
        start = local_time(day, 0, self.zone)
        if start >= self.published:
            return None
        return Window(start, local_time(day + DAY, 0, self.zone), "phrase", "phrase", "day", "day")


EARLY = (0, 6 * 60)
"""The early hours of a day, in minutes after its midnight."""
WAR_START = date(2022, 2, 24)
