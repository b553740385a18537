"""The General Staff's running tally of Russian losses: one object per day -> claims of drones and cruise missiles.

Only the running totals are stated and coded; what a day adds is their difference, which reconciliation computes.
`drone` counts drones of the operational and tactical level, so it grows far faster than the Air Force's figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from claims.coded.conversion import Conversion, UnusableRowError
from claims.coded.originals import json_array
from claims.coded.rows import CodedRow
from claims.coded.windows import end_of_day, local_midnight

KYIV = ZoneInfo("Europe/Kyiv")
SINCE = local_midnight(date(2022, 2, 24), KYIV)  # the tables are "from 24.02.22"
COLUMNS = {
    "drone": ("uav", "БпЛА оперативно-тактичного рівня"),
    "cruise missiles": ("missile.cruise", "крилаті ракети"),
}


def convert(path: Path, compare: Path | None) -> Conversion:
    """Code the tally's file; it is read beside no other, ``compare`` is there for one signature of all converters."""
    conversion = Conversion()
    last: dict[str, int] = {}
    seen: set[str] = set()
    for number, raw in enumerate(json_array(path), start=1):
        conversion.rows_in += 1
        name = str(raw.get("date", f"item {number}")) if isinstance(raw, dict) else f"item {number}"
        try:
            if not isinstance(raw, dict):
                raise UnusableRowError("broken_item", "the item is no JSON object")
            if name in seen:
                raise UnusableRowError("duplicate_day", "a report of this day stands above")
            rows = list(_claims(name, raw, last))
        except UnusableRowError as error:
            conversion.skip(name, error.reason, str(error))
            continue
        seen.add(name)
        if not rows:
            conversion.skip(name, "no_figure", "neither drones nor cruise missiles on this day")
        conversion.figures_not_coded["column_missing"] += len(COLUMNS) - len(rows)
        conversion.rows.extend(rows)
    return conversion


def _claims(name: str, raw: Mapping[str, Any], last: dict[str, int]) -> list[CodedRow]:
    try:
        day = date.fromisoformat(str(raw.get("date")))
    except ValueError as error:
        raise UnusableRowError("unreadable_time", f"not a date: {raw.get('date')!r}") from error
    figures = {column: _whole(column, raw[column]) for column in COLUMNS if raw.get(column) is not None}
    rows = []
    for column, count in figures.items():
        weapon, words = COLUMNS[column]
        before = last.get(column, 0)
        problems: tuple[str, ...] = ()
        if count < before:
            problems = (f"tally_steps_back: {count} after {before} in the last report, a correction",)
        last[column] = count
        rows.append(
            CodedRow(
                row_key=f"{name}/{column.replace(' ', '_')}",
                original_row=name,
                claimant="ua_general_staff",
                attacker="RU",
                defender="UA",
                outcome="eliminated",
                weapons=(weapon,),
                weapon=weapon,
                weapon_text=words,
                count_low=count,
                count_high=count,
                qualifier="exact",
                tally="running",
                since=SINCE,
                scope="all",
                window_start=SINCE,
                window_end=local_midnight(day, KYIV),
                start_basis="stated",
                end_basis="stated",
                start_precision="day",
                end_precision="day",
                published_at=end_of_day(day, KYIV),
                published_precision="day",
                problems=problems,
            )
        )
    return rows


def _whole(column: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise UnusableRowError("unreadable_figure", f"{column}: a whole number expected, found {value!r}")
    return value
