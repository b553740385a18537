"""The tables that follow from the finished claims: what reconciliation makes of them.

This is the one place where a build has all its claims at once, valid and in their order. What compares and sums them
takes DataFrames and gives rows; it reads no file and changes no claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet

from claims.reconciling import CLAIM_COLUMNS, STATEMENT_COLUMNS, Given, figures_of, given, reconciled
from claims.registry import Registry
from claims.schema import TABLES
from claims.schema.frames import from_arrow


def derived_tables(folder: Path, registry: Registry) -> dict[str, pd.DataFrame]:
    """The tables of :class:`claims.reconciling.Reconciliation` by name, typed but not yet validated.

    ``folder`` has the finished ``claims.parquet`` and ``statements.parquet``. Of a million statements no more is in
    memory than is needed: columns that nothing derived needs stay on disk, and the others go before the work begins.
    """
    return reconciled(_given(folder, registry), registry).tables()


def _given(folder: Path, registry: Registry) -> Given:
    figures = figures_of(finished(folder, "claims", CLAIM_COLUMNS), registry)
    return given(figures, finished(folder, "statements", STATEMENT_COLUMNS), registry)


def finished(folder: Path, name: str, names: Iterable[str] | None = None) -> pd.DataFrame:
    """The columns ``names`` (None: all) of a table as it was written."""
    columns: dict[str, pd.Series[Any]] = {}
    for column in names or TABLES[name].to_schema().columns:  # one after another, so that nothing is there twice
        stored = pyarrow.parquet.read_table(folder / f"{name}.parquet", columns=[column], use_threads=False)
        columns[column] = from_arrow(TABLES[name], stored, [column])[column]
    return pd.DataFrame(columns, copy=False)
