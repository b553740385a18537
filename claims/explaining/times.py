"""When, in words: local time and UTC, and where each edge of a window comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from claims.model import Basis, Claim, Precision, PublishedPrecision, Statement
from claims.registry import Registry


@dataclass(frozen=True, slots=True)
class When:
    """A window in words: ``local`` ("" where no zone is known) and ``utc`` say the hours, ``basis`` their origin."""

    local: str
    utc: str
    basis: str


def when(claim: Claim, registry: Registry) -> When:
    """The window of a claim in its claimant's local time and in UTC."""
    start, end = claim.window_start, claim.window_end
    if start is None or end is None:
        return When("", "no time", "")
    zone = _zone(claim, registry)
    utc = f"{_hours(start, end, UTC)} UTC"
    return When(f"{_hours(start, end, zone)} {zone_name(zone)}" if zone else "", utc, _bases(claim))


def as_of(claim: Claim, registry: Registry) -> str:
    """The moment up to which the figure is told; "" when none is."""
    if claim.as_of is None:
        return ""
    zone = _zone(claim, registry)
    local = f" {zone_name(zone)}" if zone else " UTC"
    return f"as of {claim.as_of.astimezone(zone or UTC):%H:%M}{local}"


def day(moment: datetime, claim: Claim, registry: Registry) -> str:
    """The day of an instant, in the claimant's local time."""
    local = moment.astimezone(_zone(claim, registry) or UTC)
    return f"{_day(local)} {local.year}"


def published(statement: Statement, registry: Registry) -> str:
    """When a statement was published, as exactly as it is known."""
    zone = registry.source_zone(statement.source)
    moment = statement.published_at
    local = moment.astimezone(zone) if zone else moment
    if statement.published_precision == PublishedPrecision.MONTH:
        return f"{local:%B %Y}, day not known"
    if statement.published_precision == PublishedPrecision.DAY:
        return f"{_day(local)} {local.year}, hour not known"
    utc = moment.astimezone(UTC)
    if zone is None or zone.key in {"UTC", "Etc/UTC"}:
        return f"{_day(utc)} {utc.year}, {utc:%H:%M} UTC"
    other_day = "" if utc.date() == local.date() else f"{_day(utc)}, "
    return f"{_day(local)} {local.year}, {local:%H:%M} {zone_name(zone)} ({other_day}{utc:%H:%M} UTC)"


def zone_name(zone: ZoneInfo) -> str:
    """ "Moscow time", from "Europe/Moscow"."""
    return f"{zone.key.rpartition('/')[2].replace('_', ' ')} time"


def _zone(claim: Claim, registry: Registry) -> ZoneInfo | None:
    """The zone of the claimant's calendar; for a claimant without one that of the attacked side."""
    calendar = registry.calendar(claim.claimant, claim.published_at.date())
    if calendar is not None:
        return calendar.zone
    side = registry.sides.get(claim.defender or "")
    return registry.calendars[side.calendar][0].zone if side else None


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"


def _hours(start: datetime, end: datetime, zone: tzinfo) -> str:
    """ "26 May 2025, 07:50 to 08:30"; over midnight "24 May 20:40 to 25 May 2025 09:00"."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if last - first == timedelta(minutes=1):
        return f"{_day(first)} {first.year}, {first:%H:%M}"
    if first.date() == last.date():
        return f"{_day(first)} {first.year}, {first:%H:%M} to {last:%H:%M}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{_day(first)}{year} {first:%H:%M} to {_day(last)} {last.year} {last:%H:%M}"


_PRECISIONS = {
    Precision.MINUTE: "to the minute",
    Precision.HOUR: "to the hour",
    Precision.PART_OF_DAY: "as a part of the day",
    Precision.DAY: "as a day",
}
_FILLED_IN = {
    Precision.MINUTE: "counted from the words",
    Precision.HOUR: "counted back in hours, as the words say",
    Precision.PART_OF_DAY: "filled in from the calendar, as the words name only a part of the day",
    Precision.DAY: "filled in from the calendar, as the words name only a day",
}
_PUBLICATION = {Precision.DAY: "not told, so it is the reporting day of publication"}


def _edge(basis: Basis, precision: Precision) -> str:
    if basis == Basis.STATED:
        return f"stated {_PRECISIONS[precision]}"
    if basis == Basis.PHRASE:
        return _FILLED_IN[precision]
    return _PUBLICATION.get(precision, "not told, so it is the time of publication")


def _bases(claim: Claim) -> str:
    """Where both edges come from, in one phrase."""
    if claim.start_basis is None or claim.end_basis is None:
        return ""
    start = _edge(claim.start_basis, claim.start_precision or Precision.DAY)
    end = _edge(claim.end_basis, claim.end_precision or Precision.DAY)
    if claim.window_start and claim.window_end and claim.window_end - claim.window_start == timedelta(minutes=1):
        return f"the moment is {start}"
    if start == end:
        if claim.start_basis == Basis.PUBLICATION and claim.start_precision == Precision.DAY:
            return "no hours told, so it is the reporting day of publication"
        return f"start and end {start}"
    return f"start {start}; end {end}"
