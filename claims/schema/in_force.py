"""Which claims are in force: those of the newest revision of their statement."""

from __future__ import annotations

from typing import Any

import pandas as pd


def in_force(claims: pd.DataFrame, statements: pd.DataFrame) -> pd.Series[Any]:
    """Which of ``claims`` belong to a revision in force; coded claims, which belong to no statement, do.

    Of ``statements`` the columns ``statement_id`` and ``revision`` are looked at. Few statements have more than one
    revision, so that only those are grouped: a build can have a million.
    """
    edited = statements.loc[statements["revision"] > 0, ["statement_id", "revision"]]
    latest = edited.groupby("statement_id")["revision"].max()
    newest = claims["statement_id"].map(latest).astype("Int64").fillna(0)
    holds: pd.Series[Any] = claims["revision"].isna() | (claims["revision"] == newest).fillna(False)
    return holds.astype(bool)
