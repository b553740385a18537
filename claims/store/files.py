"""The files of a build: the tables as CSV and Parquet, the DuckDB database, the data dictionary.

Equal tables give equal bytes, on any machine with the pinned packages; only ``claims.duckdb`` differs from run to run
and is compared by its content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow
import pyarrow.parquet

from claims.schema import TABLES, Table
from claims.schema.dictionary import descriptor, dictionary
from claims.schema.frames import to_arrow
from claims.store.csv_text import write_csv
from claims.store.errors import StoreError

DATABASE = "claims.duckdb"

# Fixed, because they decide the bytes. No Arrow or pandas schema is stored: both name versions.
_PARQUET: dict[str, Any] = {
    "version": "2.6",
    "data_page_version": "1.0",
    "compression": "zstd",
    "compression_level": 3,
    "use_dictionary": True,
    "write_statistics": True,
    "row_group_size": 1 << 20,
    "store_schema": False,
}

# A database that DuckDB 1.2 and later can read; the format of 2.0 shuts out everything older.
_STORAGE: dict[str, Any] = {"storage_compatibility_version": "v1.2.0"}


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path, step: Callable[[str], None]) -> None:
    """Write every table in every format into ``folder``; ``step`` hears of each file written."""
    arrow = {name: to_arrow(TABLES[name], df) for name, df in tables.items()}
    for name, df in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            write_csv(TABLES[name], df, file)
        step(f"wrote {name}.csv")
        write_parquet(arrow[name], folder / f"{name}.parquet")
        step(f"wrote {name}.parquet")
    write_database(arrow, folder / DATABASE, TABLES)
    step(f"wrote {DATABASE}")
    (folder / "dictionary.md").write_text(dictionary(), encoding="utf-8")
    (folder / "tables.json").write_text(json.dumps(descriptor(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    step("wrote dictionary.md")


def write_parquet(table: pyarrow.Table, path: Path) -> None:
    """Write one table with the settings that all our Parquet files have."""
    pyarrow.parquet.write_table(table, path, **_PARQUET)


def write_database(arrow: Mapping[str, pyarrow.Table], path: Path, models: Mapping[str, type[Table]]) -> None:
    """Write the tables as a DuckDB database, with the words of the schema as comments on tables and columns.

    Names and comments come from the models, never from data, and data goes in as a registered relation.
    """
    try:
        with duckdb.connect(path, config=_STORAGE) as connection:
            for name, table in arrow.items():
                connection.register("rows_to_store", table)
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows_to_store")  # noqa: S608
                connection.unregister("rows_to_store")
                for statement in _comments(name, models[name]):
                    connection.execute(statement)
            connection.execute("CHECKPOINT")
    except duckdb.Error as error:  # a full disk comes as one of many kinds
        raise StoreError(f"{path.name} can't be written ({error}); the last build stays as it was") from error


def _comments(name: str, model: type[Table]) -> list[str]:
    words = (model.__doc__ or "").strip().split("\n")[0]
    statements = [f"COMMENT ON TABLE {name} IS {_literal(words)}"]
    for column, field in model.to_schema().columns.items():
        statements.append(f'COMMENT ON COLUMN {name}."{column}" IS {_literal(field.description or "")}')
    return statements


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
