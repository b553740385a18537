"""The files of a build: the tables as CSV and Parquet, the DuckDB database, the data dictionary.

Equal tables give equal bytes, on any machine with the pinned packages; only ``claims.duckdb`` differs from run to run
and is compared by its content.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pandas as pd
import pyarrow
import pyarrow.parquet

from claims.schema import TABLES, VIEWS, Table
from claims.schema.dictionary import descriptor, dictionary
from claims.schema.frames import frame, from_arrow, to_arrow
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
    "store_schema": False,
}

ROW_GROUP = 1 << 14
"""Rows of a Parquet row group: small enough to be held in memory with texts in them."""

LIMITS: dict[str, Any] = {"memory_limit": "96MB", "threads": 1}
"""How much DuckDB may take while a build is made; beyond, it goes on on disk."""

# A database that DuckDB 1.2 and later can read; the format of 2.0 shuts out everything older.
_STORAGE: dict[str, Any] = {"storage_compatibility_version": "v1.2.0"}


class TableFiles:
    """Writes the tables of a build into a folder, piece by piece, in every format at once.

    Pieces of a table come in its order. However they are cut, the same rows give the same bytes.
    """

    def __init__(self, folder: Path, step: Callable[[str], None]) -> None:
        self._folder = folder
        self._step = step
        self._open: dict[str, _OpenTable] = {}
        self._database = folder / DATABASE
        self._connection: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Self:
        with self._told():
            self._connection = duckdb.connect(self._database, config=_STORAGE | LIMITS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for table in self._open.values():
            table.close()
        if self._connection is not None:
            self._connection.close()

    def add(self, name: str, rows: pyarrow.Table, csv: bytes | None = None) -> None:
        """Write more rows of a table; ``csv`` are the same rows as lines, where they are made already."""
        if name not in self._open:
            self._open[name] = _OpenTable(name, self._folder)
            self._sql(f"CREATE TABLE {name} AS SELECT * FROM rows_to_store LIMIT 0", rows)  # noqa: S608 - our names
        if csv is None:
            file = io.StringIO(newline="")
            write_csv(TABLES[name], from_arrow(TABLES[name], rows), file, header=False)
            csv = file.getvalue().encode()
        self._open[name].add(rows, csv)
        if rows.num_rows:
            self._sql(f"INSERT INTO {name} SELECT * FROM rows_to_store", rows)  # noqa: S608

    def finish(self, name: str) -> None:
        """The table is complete."""
        if name not in self._open:
            self.add(name, to_arrow(TABLES[name], frame(TABLES[name], ())))  # no row of it was read
        self._open.pop(name).close()
        for statement in _comments(name, TABLES[name]):
            self._sql(statement)
        self._step(f"wrote {name}.csv")
        self._step(f"wrote {name}.parquet")

    def add_frame(self, name: str, df: pd.DataFrame) -> None:
        """Write a whole table."""
        self.add(name, to_arrow(TABLES[name], df))
        self.finish(name)

    def finish_all(self) -> None:
        """All tables are complete: what is in force gets a view, and the data dictionary is written."""
        for name, (model, words, query) in VIEWS.items():
            self._sql(f"CREATE VIEW {name} AS {query}")
            for statement in _comments(name, model, "VIEW", words):
                self._sql(statement)
        self._sql("CHECKPOINT")
        self._step(f"wrote {DATABASE}")
        (self._folder / "dictionary.md").write_text(dictionary(), encoding="utf-8")
        text = json.dumps(descriptor(), ensure_ascii=False, indent=1) + "\n"
        (self._folder / "tables.json").write_text(text, encoding="utf-8")
        self._step("wrote dictionary.md")

    def _sql(self, statement: str, rows: pyarrow.Table | None = None) -> None:
        """Names, words and queries come from the models, never from data, and data goes in as a registered relation."""
        if self._connection is None:
            raise RuntimeError("the files are not open")
        with self._told():
            if rows is not None:
                self._connection.register("rows_to_store", rows)
            self._connection.execute(statement)
            if rows is not None:
                self._connection.unregister("rows_to_store")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:  # a full disk comes as one of many kinds
            raise StoreError(f"{DATABASE} can't be written ({error}); the last build stays as it was") from error


class _OpenTable:
    """The CSV and the Parquet file of a table. Row groups are of one size, whatever the size of the pieces."""

    def __init__(self, name: str, folder: Path) -> None:
        self._csv = (folder / f"{name}.csv").open("wb")
        file = io.StringIO(newline="")
        write_csv(TABLES[name], frame(TABLES[name], ()), file)
        self._csv.write(file.getvalue().encode())
        schema = to_arrow(TABLES[name], frame(TABLES[name], ())).schema
        self._parquet = pyarrow.parquet.ParquetWriter(folder / f"{name}.parquet", schema, **_PARQUET)
        self._waiting: list[pyarrow.Table] = []
        self._rows = 0

    def add(self, rows: pyarrow.Table, csv: bytes) -> None:
        self._csv.write(csv)
        self._waiting.append(rows)
        self._rows += rows.num_rows
        while self._rows >= ROW_GROUP:
            table = pyarrow.concat_tables(self._waiting)
            self._parquet.write_table(table.slice(0, ROW_GROUP), row_group_size=ROW_GROUP)
            self._waiting = [table.slice(ROW_GROUP)]
            self._rows -= ROW_GROUP

    def close(self) -> None:
        with self._csv, self._parquet:
            if self._rows:
                self._parquet.write_table(pyarrow.concat_tables(self._waiting), row_group_size=ROW_GROUP)
        self._waiting, self._rows = [], 0


def write_parquet(table: pyarrow.Table, path: Path) -> None:
    """Write one table with the settings that all our Parquet files have."""
    with pyarrow.parquet.ParquetWriter(path, table.schema, **_PARQUET) as writer:
        if table.num_rows:  # an empty table has no row group, as in a build
            writer.write_table(table, row_group_size=ROW_GROUP)


def write_database(arrow: Mapping[str, pyarrow.Table], path: Path, models: Mapping[str, type[Table]]) -> None:
    """Write the tables as a DuckDB database, with the words of the schema as comments on tables and columns.

    Names and comments come from the models, never from data, and data goes in as a registered relation.
    """
    try:
        with duckdb.connect(path, config=_STORAGE | LIMITS) as connection:
            for name, table in arrow.items():
                connection.register("rows_to_store", table)
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows_to_store")  # noqa: S608
                connection.unregister("rows_to_store")
                for statement in _comments(name, models[name]):
                    connection.execute(statement)
            for name, (model, words, query) in VIEWS.items():
                connection.execute(f"CREATE VIEW {name} AS {query}")
                for statement in _comments(name, model, "VIEW", words):
                    connection.execute(statement)
            connection.execute("CHECKPOINT")
    except duckdb.Error as error:  # a full disk comes as one of many kinds
        raise StoreError(f"{path.name} can't be written ({error}); the last build stays as it was") from error


def _comments(name: str, model: type[Table], kind: str = "TABLE", words: str = "") -> list[str]:
    words = words or (model.__doc__ or "").strip().split("\n")[0]
    statements = [f"COMMENT ON {kind} {name} IS {_literal(words)}"]
    for column, field in model.to_schema().columns.items():
        statements.append(f'COMMENT ON COLUMN {name}."{column}" IS {_literal(field.description or "")}')
    return statements


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
