"""The table ``coverage``: on which reporting days a claimant was read at all. A gap is not a zero."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
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


def coverage_rows(
    figures: Sequence[Figure], daily: Daily, statements: pd.DataFrame | None, days: Days, registry: Registry
) -> list[dict[str, Any]]:
    """A row for each reporting day, direction and claimant of a whole area, first to last day with a figure.

    ``claimed``: `daily` has figures; ``silent``: statements of the claimant were read and none has one in this
    direction; ``gap``: none was read. Silence is not a zero: a claimant says a zero itself, and `daily` has it then.
    """
    claimed: dict[tuple[str, str], Counter[date]] = defaultdict(Counter)
    for cell, day in daily:
        if cell.scope == Scope.ALL:
            claimed[cell.direction, cell.claimant][day] += 1
    read = _statements_read(figures, statements, days, registry)
    rows = []
    for (direction, claimant), on in sorted(claimed.items()):
        day, last = min(on), max(on)
        while day <= last:
            number = read.get(claimant, Counter())[day]
            state = CLAIMED if on[day] else SILENT if number else GAP
            rows.append(
                {
                    "day": day,
                    "direction": direction,
                    "claimant": claimant,
                    "state": state,
                    "figures": on[day],
                    "statements": number if statements is not None else None,
                }
            )
            day += timedelta(days=1)
    return rows


def _statements_read(
    figures: Sequence[Figure], statements: pd.DataFrame | None, days: Days, registry: Registry
) -> dict[str, Counter[date]]:
    """By claimant and day the number of statements read of its own channels, by the end of what they speak of.

    A statement with claims counts on the days of its claims, one without on the day of its publication.
    """
    if statements is None or statements.empty:
        return {}
    spoken: dict[str, set[date]] = defaultdict(set)
    for one in figures:
        if one.statement_id is not None and one.end is not None and one.tally != Tally.RUNNING:
            spoken[one.statement_id].add(days.day(one.claimant, one.defender, one.end))
    read: dict[str, Counter[date]] = defaultdict(Counter)
    own = statements.sort_values(["statement_id", "revision"], kind="stable").drop_duplicates(
        "statement_id", keep="last"
    )
    for statement_id, source, published in zip(own["statement_id"], own["source"], own["published_at"], strict=True):
        entry = registry.sources.get(source) if isinstance(source, str) else None
        if entry is None or entry.claimant is None:
            continue
        on = spoken.get(statement_id) or {days.day(entry.claimant, None, int(published.timestamp()) + 1)}
        for day in on:
            read[entry.claimant][day] += 1
    return read
