"""Times as inputs write them: an instant with a zone, a date, or a month."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, time, tzinfo

from claims.model import PublishedPrecision
from claims.sources.incoming import RejectionError

_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:?\d{2}.*")
_END_OF_DAY = time(23, 59, 59)
_YEARS = range(1900, 2101)  # a year outside is a slip of typing, and would overflow when converted


def parse_moment(text: str, zone: tzinfo | None) -> tuple[datetime, PublishedPrecision]:
    """The instant that ``text`` means, aware, and how exact it is.

    A date is the end of that day, 23:59:59, in ``zone`` (UTC when None); a month the end of its last day. Raises
    :class:`RejectionError` with ``no_zone`` for a time without an offset and ``bad_date`` for anything else.
    """
    text = text.strip()
    if match := _DATE.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        if not (year in _YEARS and 1 <= month <= 12):
            raise RejectionError("bad_date", text)
        last = calendar.monthrange(year, month)[1]
        day = int(match[3]) if match[3] else last
        if not 1 <= day <= last:
            raise RejectionError("bad_date", text)
        precision = PublishedPrecision.DAY if match[3] else PublishedPrecision.MONTH
        return datetime.combine(datetime(year, month, day), _END_OF_DAY, tzinfo=zone or UTC), precision  # noqa: DTZ001
    try:
        moment = datetime.fromisoformat(text) if _TIME.fullmatch(text) else None
    except ValueError:
        moment = None
    if moment is None or moment.year not in _YEARS:
        raise RejectionError("bad_date", text[:60])
    if moment.tzinfo is None:
        raise RejectionError("no_zone", text)
    return moment, PublishedPrecision.MINUTE
