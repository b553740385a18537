"""Times of the original tables as UTC windows with their basis and precision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from claims.coded.conversion import UnusableRowError

INSTANT = timedelta(minutes=1)  # an instant is one minute (design, `window_start`)


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open window in UTC, with what is known about its edges (enums ``Basis`` and ``Precision``)."""

    start: datetime
    end: datetime
    start_basis: str = "stated"
    end_basis: str = "stated"
    start_precision: str = "minute"
    end_precision: str = "minute"

    @property
    def length(self) -> timedelta:
        """How long the window is."""
        return self.end - self.start

    def shared_part(self, other: Window) -> float:
        """The shared time of two windows as a share of the time that either covers, 0 to 1."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        covered = max(self.end, other.end) - min(self.start, other.start)
        return max(shared / covered, 0.0)


def local_midnight(day: date, zone: ZoneInfo) -> datetime:
    """The start of a local day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """23:59:59 of a local day in UTC: the publication time of a date without a time."""
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def utc_moment(text: object) -> datetime:
    """A time such as ``2025-01-01T07:50Z`` in UTC. Raises :class:`UnusableRowError` for anything else."""
    if not isinstance(text, str) or not text.endswith("Z"):
        raise UnusableRowError("unreadable_time", f"not a UTC time ending with Z: {text!r}")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise UnusableRowError("unreadable_time", f"not a time: {text!r}") from error


def local_window(start: str, end: str, zone: ZoneInfo) -> Window:
    """The window of two local cells, each a minute (``2025-05-16 18:00``) or a date alone.

    A date alone is the whole local day (precision ``day``, and basis ``phrase``: the day's edges are the calendar's,
    not the report's). Two equal minutes are an instant. Raises :class:`UnusableRowError` when a cell is no time or the
    end comes before the start.
    """
    first, first_is_day = _local(start, zone)
    last, last_is_day = _local(end, zone)
    if last_is_day:
        last = local_midnight(date.fromisoformat(end.strip()) + timedelta(days=1), zone)
    elif last == first and not first_is_day:
        last += INSTANT
    if last <= first:
        raise UnusableRowError("window_reversed", f"the window ends before it starts: {start} to {end}")
    return Window(
        start=first,
        end=last,
        start_basis="phrase" if first_is_day else "stated",
        end_basis="phrase" if last_is_day else "stated",
        start_precision="day" if first_is_day else "minute",
        end_precision="day" if last_is_day else "minute",
    )


def _local(cell: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    text = cell.strip()
    try:
        if " " not in text:
            return local_midnight(date.fromisoformat(text), zone), True
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the zone is put on in the next line
    except ValueError as error:
        raise UnusableRowError("unreadable_time", f"not a date or a local time: {cell!r}") from error
    return moment.replace(tzinfo=zone).astimezone(UTC), False
