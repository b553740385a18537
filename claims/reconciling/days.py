"""Reporting days and waves: which day of a claimant's calendar a window belongs to, which night or day of attack."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from claims.registry import Calendar, Registry, clock

DAY = 86_400


class Days:
    """The reporting days of claimants, remembered."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._calendars: dict[tuple[str, str | None, date], Calendar | None] = {}
        self._starts: dict[tuple[Calendar | None, date], int] = {}

    def calendar(self, claimant: str, defender: str | None, day: date) -> Calendar | None:
        """The claimant's calendar; of a claimant without a side the defender's, whose day it speaks of."""
        key = (claimant, defender, day)
        if key not in self._calendars:
            found = self._registry.calendar(claimant, day)
            side = self._registry.sides.get(defender or "")
            if found is None and side is not None:
                found = self._registry.calendar(side.officials, day)
            self._calendars[key] = found
        return self._calendars[key]

    def day(self, claimant: str, defender: str | None, end: int) -> date:
        """The reporting day in which a window ends; its name is the local date on which it ends.

        Windows are half-open: one that ends at the boundary, or at 24:00, belongs to the day that ends.
        """
        last = end - 1
        calendar = self.calendar(claimant, defender, (_EPOCH + timedelta(seconds=last)).date())
        zone: tzinfo = calendar.zone if calendar else UTC
        local = datetime.fromtimestamp(last, zone)
        boundary = calendar.day_boundary if calendar else 1440
        late = local.hour * 60 + local.minute >= boundary
        return local.date() + timedelta(days=1) if late else local.date()

    def start(self, claimant: str, defender: str | None, day: date) -> int:
        """When a reporting day begins, in seconds since 1970."""
        calendar = self.calendar(claimant, defender, day)
        key = (calendar, day)
        if key not in self._starts:
            zone: tzinfo = calendar.zone if calendar else UTC
            boundary = calendar.day_boundary if calendar else 1440
            midnight = datetime.combine(day - timedelta(days=1), time(), zone)
            moment = datetime.combine(midnight.date() + timedelta(days=boundary // 1440), clock(boundary), zone)
            self._starts[key] = int(moment.timestamp())
        return self._starts[key]

    def wave(self, defender: str, start: int, end: int) -> tuple[date, str]:
        """The night or day of the attacked side that a window covers most of, as (date, ``night`` or ``day``).

        A night is named by the date of its morning. A window that covers more than half of a night and more than half
        of a day next to it is of the whole day (``night and day``). Windows are placed in a fixed grid and not chained
        by overlap: otherwise reports that overlap from one night to the next would make one wave of a month.
        """
        middle = (start + end) // 2
        side = self._registry.sides.get(defender)
        officials = side.officials if side else ""
        shares: list[tuple[int, date, str, int]] = []
        around = datetime.fromtimestamp(middle, UTC).date()
        for day in (around - timedelta(days=1), around, around + timedelta(days=1)):
            calendar = self.calendar(officials, defender, day)
            zone: tzinfo = calendar.zone if calendar else UTC
            night, daytime = (calendar.night, calendar.day) if calendar else ((1200, 420), (420, 1200))
            dusk = _at(day - timedelta(days=1), night[0], zone)
            dawn = _at(day, night[1], zone)
            close = _at(day, daytime[1], zone)
            shares.append((min(end, dawn) - max(start, dusk), day, "night", dawn - dusk))
            shares.append((min(end, close) - max(start, dawn), day, "day", close - dawn))
        covered, day, name, _ = max(shares, key=lambda share: (share[0], -share[1].toordinal(), share[2]))
        large = [share for share in shares if share[0] > share[3] // 2]
        if len(large) > 1:
            return max(share[1] for share in large), WHOLE
        return (day, name) if covered > 0 else (around, "day")


WHOLE = "night and day"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _at(day: date, minutes: int, zone: tzinfo) -> int:
    moment = datetime.combine(day + timedelta(days=minutes // 1440), clock(minutes), zone)
    return int(moment.timestamp())
