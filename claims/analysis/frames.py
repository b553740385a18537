"""What the series of this package share: documented columns, periods, intervals and what a figure rests on.

A count is a pair ``low``, ``high`` (``Int64``): the least and the most that the words allow; a null ``high`` is
unbounded, and a null ``low`` says nothing. A sum has a ``high`` only where every figure in it has one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import pandas as pd

Tables = Mapping[str, pd.DataFrame]
"""The tables of a build by name, with the columns of the data dictionary; as :func:`load_tables` gives them."""

NEEDED = (
    "claimants", "weapons", "outcomes", "regions", "claims", "daily", "episodes", "discrepancies",
    "account", "coverage", "comparisons",
)  # fmt: skip
"""The tables that the figures are made from."""

NEVER_NEEDED = {
    "discrepancies": ("claim_ids", "other_claim_ids", "explanation", "expected", "found"),
    "account": ("discrepancy_ids",),
}
"""Columns that no figure looks at and that take much room; a caller that has little may leave them out."""

CLAIM_COLUMNS = (
    "claim_id", "claimant", "claimant_side", "attacker", "defender", "outcome", "unit", "weapons", "weapon",
    "count_low", "count_high", "qualifier", "tally", "scope", "part_of", "part_axis", "part_complete", "restates",
    "regions", "unnamed_regions", "window_start", "window_end", "start_basis", "end_basis", "method", "derived_from",
    "rule", "published_at", "source",
)  # fmt: skip
"""The columns of ``claims`` that figures look at; a caller that has little room may leave out the others."""

PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q"}
"""Names of periods; a week runs from Monday to Sunday."""

STATEMENTS = "statements"
"""In ``basis``: texts that this project read itself."""


def load_tables(build: str | os.PathLike[str] | None = None) -> Tables:
    """The tables that the figures need, from a build (as :func:`claims.load` finds it)."""
    from claims.loading import load

    return {name: load(name, build) for name in NEEDED}


def typed(columns: Mapping[str, str], rows: Iterable[Mapping[Any, Any]]) -> pd.DataFrame:
    """Rows as a DataFrame with exactly these columns, in this order and with these dtypes; numbered from 0."""
    made = list(rows)
    data: dict[str, Any] = {
        name: pd.Series([row.get(name) for row in made], dtype=cast("Any", dtype)) for name, dtype in columns.items()
    }
    return pd.DataFrame(data)


def each(df: pd.DataFrame) -> Iterator[Any]:
    """The rows, each with its columns as attributes."""
    return iter(df.itertuples(index=False))


def grouped(df: pd.DataFrame, keys: str | list[str]) -> Iterator[tuple[Any, pd.DataFrame]]:
    """The rows of each group with its key (a tuple where ``keys`` is a list), in order of key."""
    return iter(df.groupby(keys))


def records(df: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries."""
    return cast("list[dict[str, Any]]", df.to_dict("records"))


def dates(days: pd.Series[Any]) -> pd.Series[Any]:
    """Local dates (the tables' ``date32``) as ``datetime64[us]`` at midnight, without a zone."""
    found: pd.Series[Any] = pd.to_datetime(days.astype("string")).astype("datetime64[us]")
    return found


def period_start(days: pd.Series[Any], every: str) -> pd.Series[Any]:
    """The first day of the period (a key of :data:`PERIODS`) that each day belongs to."""
    if every not in PERIODS:
        raise ValueError(f"there is no period {every!r}: the periods are {', '.join(PERIODS)}")
    found: pd.Series[Any] = days.dt.to_period(PERIODS[every]).dt.to_timestamp().astype("datetime64[us]")
    return found


def add_up(values: pd.Series[Any]) -> Any:
    """The sum of counts; null as soon as one of them is (an open sum has no highest value)."""
    return pd.NA if values.isna().any() else int(values.sum())


def newest(claim_ids: Iterable[Sequence[str]], published: Mapping[str, pd.Timestamp]) -> list[Any]:
    """For each row the latest publication of the claims behind it; NaT where none is known."""
    return [max((published[one] for one in ids if one in published), default=pd.NaT) for ids in claim_ids]


def published(claims: pd.DataFrame) -> dict[str, pd.Timestamp]:
    """By claim id the time of publication."""
    return dict(zip(claims["claim_id"], claims["published_at"], strict=True))


def basis_names(basis: Iterable[Any], series: Iterable[str]) -> str:
    """Bases of ``daily`` joined with ``+``: coded series by id, everything else as :data:`STATEMENTS`."""
    known = set(series)
    parts = {part for one in basis if isinstance(one, str) for part in one.split("+")}
    return "+".join(sorted({part if part in known else STATEMENTS for part in parts}))


def coded_series(claims: pd.DataFrame) -> set[str]:
    """The ids of the coded series among the claims."""
    from claims.model import Method

    return set(claims.loc[claims["method"] == Method.CODED.value, "source"].dropna())


def in_group(weapons: pd.Series[Any], group: str) -> pd.Series[bool]:
    """Which taxonomy paths are the group or lie below it."""
    return (weapons == group) | weapons.str.startswith(f"{group}.").fillna(False).astype(bool)
