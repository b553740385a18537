"""The checksum of what a DuckDB file holds, as the file itself differs from run to run."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from claims.schema import Table
from claims.schema.frames import from_arrow
from claims.store.csv_text import write_csv

CONTENT = "claims.duckdb.content.json"


def content_of(tables: Mapping[str, pd.DataFrame], models: Mapping[str, type[Table]]) -> dict[str, dict[str, Any]]:
    """Rows and SHA-256 of each table, of its rows as our CSV writes them."""
    return {name: _content(models[name], df) for name, df in tables.items()}


def content_in(database: Path, models: Mapping[str, type[Table]]) -> dict[str, dict[str, Any]]:
    """The same, read back from a DuckDB file."""
    with duckdb.connect(database, read_only=True) as connection:
        held = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        arrow = {
            name: connection.sql(f"SELECT * FROM {name}").to_arrow_table()  # noqa: S608
            for name in models
            if name in held
        }
    return {name: _content(models[name], from_arrow(models[name], table)) for name, table in arrow.items()}


def _content(model: type[Table], df: pd.DataFrame) -> dict[str, Any]:
    text = io.StringIO(newline="")
    write_csv(model, df, text)
    return {"rows": len(df), "sha256": hashlib.sha256(text.getvalue().encode()).hexdigest()}
