"""Figures of each side over time: by day, week, month or quarter, and over a rolling window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from claims.analysis.frames import (
    add_up,
    basis_names,
    coded_series,
    dates,
    grouped,
    newest,
    period_start,
    published,
    records,
    typed,
)  # fmt: skip
from claims.analysis.stopped import STOPPED, Joiner, Told
from claims.model import Scope, Unit

DRONES = "uav"
SERIES = {
    "side": "string", "claimant": "string", "weapon_group": "string", "day": "datetime64[us]", "outcome": "string",
    "low": "Int64", "high": "Int64", "how": "string", "basis": "string", "newest": "datetime64[us, UTC]",
}  # fmt: skip
PERIOD = {
    "side": "string", "claimant": "string", "weapon_group": "string", "period": "datetime64[us]", "outcome": "string",
    "low": "Int64", "high": "Int64", "days": "Int64", "gaps": "Int64", "withheld": "Int64", "basis": "string",
    "newest": "datetime64[us, UTC]",
}  # fmt: skip
ROLLING = {
    "side": "string", "claimant": "string", "weapon_group": "string", "day": "datetime64[us]", "outcome": "string",
    "low": "Float64", "high": "Float64", "days": "Int64", "gaps": "Int64",
}  # fmt: skip


def daily_series(
    daily: pd.DataFrame,
    claims: pd.DataFrame,
    outcomes: pd.DataFrame,
    voices: pd.DataFrame,
    groups: Sequence[str] = (DRONES,),
    unit: str = Unit.WEAPON.value,
) -> pd.DataFrame:
    """What each side's claimant states of each reporting day, as reconciled in ``daily`` (scope ``all``).

    Columns: ``side``, ``claimant``, ``weapon_group``, ``outcome`` (``string``; the registry's outcomes, and
    ``stopped``: downed, jammed and lost joined, see :mod:`claims.analysis.stopped`), ``day`` (``datetime64[us]``, the
    local date on which the reporting day ends), ``low``, ``high`` (``Int64``, weapons, or as ``unit``; null ``high`` is
    open), ``how`` (as in ``daily``), ``basis`` (coded series and ``statements``, joined with ``+``), ``newest``
    (``datetime64[us, UTC]``, the latest publication behind the row). A day that nothing is stated of has no row.
    Weapon groups overlap (``missile`` holds ``missile.cruise``): never add one to another; nor outcomes.
    """
    own = daily.merge(voices[["side", "claimant", "direction"]], on=["claimant", "direction"])
    own = own[(own["scope"] == Scope.ALL.value) & (own["unit"] == unit) & own["weapon_group"].isin(list(groups))]
    times, series, joiner = published(claims), coded_series(claims), Joiner(claims, outcomes)
    own = own.assign(day=dates(own["day"]), newest=newest(own["claim_ids"], times))
    own["basis"] = [basis_names([one], series) for one in own["basis"]]
    rows: list[dict[str, Any]] = records(own)
    cells: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if row["outcome"] in joiner.outcomes and unit == Unit.WEAPON.value:
            cells.setdefault((row["side"], row["claimant"], row["weapon_group"], row["day"]), []).append(row)
    for (side, claimant, group, day), some in cells.items():
        joined = joiner.join([_told(row) for row in some if not pd.isna(row["low"])])
        if joined is None:
            continue
        rows.append(
            {
                "side": side, "claimant": claimant, "weapon_group": group, "day": day, "outcome": STOPPED,
                "low": joined[0], "high": joined[1], "how": some[0]["how"] if len(some) == 1 else "summed",
                "basis": basis_names([row["basis"] for row in some], series),
                "newest": max((row["newest"] for row in some if not pd.isna(row["newest"])), default=pd.NaT),
            }
        )  # fmt: skip
    df = typed(SERIES, rows)
    return df.sort_values(["side", "weapon_group", "outcome", "day"], ignore_index=True)


def _told(row: dict[str, Any]) -> Told:
    high = None if pd.isna(row["high"]) else int(row["high"])
    return Told(row["outcome"], int(row["low"]), high, row["claim_ids"])


def by_period(series: pd.DataFrame, coverage: pd.DataFrame, every: str = "month") -> pd.DataFrame:
    """A daily series (:func:`daily_series`) added up by ``every``: ``day``, ``week``, ``month`` or ``quarter``.

    Columns as there, with ``period`` (``datetime64[us]``, its first day) for ``day``, and ``days`` (``Int64``, days
    with a figure), ``gaps`` (days of the period within the claimant's span of which no statement was read, from the
    table ``coverage``: the sum says nothing of them), ``withheld`` (days on which a part is withheld; ``high`` is then
    null).
    """
    if series.empty:
        return typed(PERIOD, ())
    keys = ["side", "claimant", "weapon_group", "period", "outcome"]
    known = set(series["basis"].str.split("+").explode().dropna())
    grouped = series.assign(period=period_start(series["day"], every), withheld=series["how"] == "withheld")
    sums = grouped.groupby(keys, as_index=False).agg(
        low=("low", add_up),
        high=("high", add_up),
        days=("day", "nunique"),
        withheld=("withheld", "sum"),
        basis=("basis", lambda some: basis_names(some, known)),
        newest=("newest", "max"),
    )
    holes = gaps(coverage, every)
    sums = sums.merge(holes, on=["claimant", "period"], how="left")
    sums["gaps"] = sums["gaps"].fillna(0)
    return typed(PERIOD, records(sums))


def gaps(coverage: pd.DataFrame, every: str) -> pd.DataFrame:
    """By ``claimant`` and ``period`` the number of days of which nothing was read (``gaps``); 0 has no row."""
    missing = coverage[coverage["state"] == "gap"]
    missing = missing.assign(period=period_start(dates(missing["day"]), every))
    return missing.groupby(["claimant", "period"], as_index=False).agg(gaps=("day", "nunique"))


def rolling(series: pd.DataFrame, coverage: pd.DataFrame, days: int = 28) -> pd.DataFrame:
    """Stated weapons per day, over the ``days`` reporting days that end on each day.

    Columns: ``side``, ``claimant``, ``weapon_group``, ``outcome``, ``day`` as in :func:`daily_series`; ``low``,
    ``high`` (``Float64``, weapons per day: what was stated within the window divided by the days of it that were
    read); ``days`` (days with a figure in the window), ``gaps`` (days that were not read). Null where the window is
    not complete yet or more than half of it was not read.
    """
    missing = coverage[coverage["state"] == "gap"].assign(day=lambda df: dates(df["day"]))
    unread = {claimant: set(rows["day"]) for claimant, rows in missing.groupby("claimant")}
    parts = []
    for (side, claimant, group, outcome), rows in grouped(series, ["side", "claimant", "weapon_group", "outcome"]):
        index = pd.date_range(rows["day"].min(), rows["day"].max(), freq="D", unit="us", name="day")
        given = rows.set_index("day")[["low", "high"]].astype("Float64").reindex(index)
        told = given["low"].notna()
        opened = told & given["high"].isna()
        hole = pd.Series(index.isin(list(unread.get(claimant, ()))), index=index) & ~told
        window = hole.rolling(days).sum()
        read = (days - window).where(window <= days / 2)
        sums = given.fillna(0.0).astype("float64").rolling(days).sum()
        high = (sums["high"] / read).where(opened.rolling(days).sum() == 0)
        part = pd.DataFrame(
            {
                "low": (sums["low"] / read).astype("Float64"), "high": high.astype("Float64"),
                "days": told.rolling(days).sum().astype("Int64"), "gaps": window.astype("Int64"),
            }
        )  # fmt: skip
        part = part.reset_index().assign(side=side, claimant=claimant, weapon_group=group, outcome=outcome)
        parts.append(part)
    if not parts:
        return typed(ROLLING, ())
    return pd.concat(parts, ignore_index=True)[list(ROLLING)].astype(ROLLING)
