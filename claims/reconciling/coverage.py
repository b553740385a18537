"""The table ``coverage``: on which reporting days a claimant was read at all. A gap is not a zero."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from claims.model import Scope, Tally
from claims.reconciling.daily import Daily
from claims.reconciling.days import Days
from claims.reconciling.figures import Figure
from claims.registry import Registry

CLAIMED, SILENT, GAP = "claimed", "silent", "gap"
STATES = (CLAIMED, SILENT, GAP)


def coverage_rows(daily: Daily, read: Mapping[str, Counter[date]] | None) -> list[dict[str, Any]]:
    """A row for each reporting day, direction and claimant of a whole area, first to last day with a figure.

    ``claimed``: `daily` has figures; ``silent``: statements of the claimant were read and none has one in this
    direction; ``gap``: none was read. Silence is not a zero: a claimant says a zero itself, and `daily` has it then.
    ``read`` has the number of statements read by claimant and day; None where nobody knows.
    """
    claimed: dict[tuple[str, str], Counter[date]] = defaultdict(Counter)
    for cell, day in daily:
        if cell.scope == Scope.ALL:
            claimed[cell.direction, cell.claimant][day] += 1
    rows = []
    for (direction, claimant), on in sorted(claimed.items()):
        day, last = min(on), max(on)
        while day <= last:
            number = read[claimant][day] if read and claimant in read else 0
            state = CLAIMED if on[day] else SILENT if number else GAP
            rows.append(
                {
                    "day": day,
                    "direction": direction,
                    "claimant": claimant,
                    "state": state,
                    "figures": on[day],
                    "statements": number if read is not None else None,
                }
            )
            day += timedelta(days=1)
    return rows


def statements_read(
    figures: Sequence[Figure], statements: pd.DataFrame | None, days: Days, registry: Registry
) -> dict[str, Counter[date]] | None:
    """By claimant and day the number of statements read of its own channels, by the end of what they speak of.

    A statement with claims counts on the days of its claims, one without on the day of its publication.
    """
    if statements is None or statements.empty:
        return None if statements is None else {}
    spoken: dict[str, set[date]] = defaultdict(set)
    for one in figures:
        if one.statement_id is not None and one.end is not None and one.tally != Tally.RUNNING:
            spoken[one.statement_id].add(days.day(one.claimant, one.defender, one.end))
    read: dict[str, Counter[date]] = defaultdict(Counter)
    own = statements[["statement_id", "revision", "source", "published_at"]]
    if not own["statement_id"].is_unique:
        own = own.sort_values(["statement_id", "revision"], kind="stable").drop_duplicates("statement_id", keep="last")
    telling = own["statement_id"].isin(spoken)
    for source in own["source"].dropna().unique():
        entry = registry.sources.get(source)
        if entry is None or entry.claimant is None:
            continue
        of_source = own["source"].eq(source).fillna(value=False)
        for statement_id in own.loc[of_source & telling, "statement_id"]:
            read[entry.claimant].update(spoken[statement_id])
        published = pd.to_datetime(own.loc[of_source & ~telling, "published_at"], utc=True).dropna()
        minutes = published.dt.as_unit("s").astype("int64") // 60  # no day begins within a minute
        for minute, number in minutes.value_counts().items():
            read[entry.claimant][days.day(entry.claimant, None, int(str(minute)) * 60 + 1)] += int(number)
    return read
