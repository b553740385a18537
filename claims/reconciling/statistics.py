"""Sums and rates that carry their intervals, from the table ``daily``.

Counts here are claims, not samples: what is uncertain is what the words allow, so sums and rates come as bounds
(interval arithmetic: R. E. Moore, R. B. Kearfott and M. J. Cloud, Introduction to Interval Analysis, SIAM 2009,
chapter 2). A Wilson interval is given only for shares of things that can be taken as draws, such as the share of
reports on which two tables agree (:func:`wilson`). Where the claims don't support a number there is none.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

CELL = ["direction", "claimant", "scope", "weapon_group", "unit", "outcome"]
Z_95 = 1.959963984540054
"""The 97.5 % point of the normal distribution, for intervals of 95 %."""


class Bounds(NamedTuple):
    """A number between ``low`` and ``high``; ``high`` None is unbounded (for a rate: 1)."""

    low: float
    high: float | None


def rate(part: tuple[int, int | None], whole: tuple[int, int | None]) -> Bounds | None:
    """The share of ``part`` in ``whole`` (both low, high), as far as their intervals fix it; None where they don't.

    With part in [a, b] and whole in [c, d] and part <= whole the share lies between a/d and min(b, d)/c, at most 1:
    the least part of the most, the most part of the least. No share of nothing (d = 0), and none where the part is
    certainly more than the whole (a > d), as then the claims contradict each other.

    >>> rate((52, 52), (80, 80))
    Bounds(low=0.65, high=0.65)
    >>> rate((41, None), (80, 100))
    Bounds(low=0.41, high=1.0)
    >>> rate((12, 12), (10, 10)) is None
    True
    """
    (a, b), (c, d) = part, whole
    if d == 0 or (d is not None and a > d):
        return None
    low = 0.0 if d is None else a / d
    high = 1.0 if b is None or c == 0 else min(1.0, b / c)
    return Bounds(low, max(low, high))


def wilson(successes: int, trials: int, z: float = Z_95) -> Bounds | None:
    """The score interval of a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927, 209-212); None of no trials.

    With p = k/n: centre (p + z^2/2n) / (1 + z^2/n), half-width z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n). It stays
    within 0 and 1 and holds for small n and shares near the ends, where the textbook interval does not (L. D. Brown,
    T. T. Cai and A. DasGupta, Statistical Science 16, 2001, 101-133). It tells of chance only; use it where reports can
    be taken as independent draws, never for interception rates, whose errors are those of who claims them.

    >>> wilson(343, 359)
    Bounds(low=0.929, high=0.973)
    """
    if trials <= 0 or not 0 <= successes <= trials:
        return None
    share = successes / trials
    scale = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / scale
    return Bounds(round(max(0.0, centre - half), 3), round(min(1.0, centre + half), 3))


def monthly(daily: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """The sums of each cell of ``daily`` by calendar month of the reporting day.

    Columns: those of a cell, ``month`` (``2025-06``), ``low``, ``high``, ``days`` with a figure and ``gaps``: days of
    the month, between the claimant's first and last, on which none of its reports was read. Low is the sum of lows and
    holds whatever the gaps hide; high is null where a day's is, or where there is a gap, as nothing bounds what was
    not read.
    """
    month = daily["day"].astype("string").str.slice(0, 7)
    return _with_gaps(_summed(daily.assign(month=month), [*CELL, "month"]), _gaps(coverage), ["month"])


def rolling(daily: pd.DataFrame, coverage: pd.DataFrame, days: int = 7) -> pd.DataFrame:
    """The sums of each cell of ``daily`` over ``days`` reporting days that end on ``day``; columns as :func:`monthly`.

    A row for each day with a figure whose whole window lies within the claimant's first and last day read.
    """
    if days < 1:
        raise ValueError("days must be at least 1")
    own = daily.assign(day=_dates(daily["day"]))
    ahead = [pd.Timedelta(days=number) for number in range(days)]
    sums = _summed(pd.concat([own.assign(day=own["day"] + one) for one in ahead]), [*CELL, "day"])
    sums = sums.merge(own[[*CELL, "day"]], on=[*CELL, "day"])
    first = own.groupby(CELL)["day"].min().rename("first").reset_index()
    sums = sums.merge(first, on=CELL)
    whole = sums["day"] >= sums["first"] + ahead[-1]
    gaps = coverage[coverage["state"] == "gap"]
    gaps = gaps.assign(day=_dates(gaps["day"]))
    hidden = pd.concat([gaps.assign(day=gaps["day"] + one) for one in ahead])
    counted = hidden.groupby(["direction", "claimant", "day"]).size().rename("gaps").reset_index()
    table = _with_gaps(sums[whole].drop(columns="first"), counted, ["day"])
    return table.assign(day=table["day"].dt.date)


def _dates(days: pd.Series[Any]) -> pd.Series[Any]:
    return pd.to_datetime(days.astype("string"))


def _summed(daily: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sums of lows and highs; a high is null where one of them is."""
    grouped = daily.groupby(keys, as_index=False)
    sums = grouped.agg(low=("low", "sum"), high=("high", "sum"), bounded=("high", "count"), days=("low", "size"))
    sums["high"] = sums["high"].where(sums["bounded"] == sums["days"])
    return sums.drop(columns="bounded")


def _gaps(coverage: pd.DataFrame) -> pd.DataFrame:
    gaps = coverage[coverage["state"] == "gap"]
    month = gaps["day"].astype("string").str.slice(0, 7)
    return gaps.assign(month=month).groupby(["direction", "claimant", "month"]).size().rename("gaps").reset_index()


def _with_gaps(sums: pd.DataFrame, gaps: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    joined: pd.DataFrame = sums.merge(gaps, on=["direction", "claimant", *on], how="left")
    joined["gaps"] = joined["gaps"].fillna(0).astype("Int64")
    joined["high"] = joined["high"].where(joined["gaps"] == 0)
    return joined


def monthly_rates(sums: pd.DataFrame, part: str, whole: str) -> pd.DataFrame:
    """The share of one outcome in another by month, from :func:`monthly`: ``rate_low``, ``rate_high``, null where none.

    Only of months in which both have figures on the same number of days.
    """
    keys = ["direction", "claimant", "scope", "weapon_group", "unit", "month"]
    some = sums[sums["outcome"] == part].merge(sums[sums["outcome"] == whole], on=keys, suffixes=("", "_whole"))
    bounds = [
        rate((_count(row.low) or 0, _count(row.high)), (_count(row.low_whole) or 0, _count(row.high_whole)))
        if row.days == row.days_whole
        else None
        for row in _rows(some)
    ]
    table = some[keys].copy()
    table["rate_low"] = pd.Series([one.low if one else None for one in bounds], index=some.index, dtype="Float64")
    table["rate_high"] = pd.Series([one.high if one else None for one in bounds], index=some.index, dtype="Float64")
    return table


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples(index=False))


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
