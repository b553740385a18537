"""Rows that are not yet in order: they wait in a DuckDB file of their own and come back sorted, without much memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow

from claims.schema import TABLES
from claims.schema.columns import sort_keys
from claims.store.errors import StoreError
from claims.store.files import LIMITS

_BATCH = 1 << 14  # rows handed back at once


class Staging:
    """Tables in the making. ``folder`` is thrown away after the build."""

    def __init__(self, folder: Path) -> None:
        self._connection = duckdb.connect(folder / "staging.duckdb", config=LIMITS | {"temp_directory": str(folder)})
        self._names: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def add(self, name: str, rows: pyarrow.Table) -> None:
        """Put rows of a table aside."""
        if name in self._names and not rows.num_rows:
            return
        self._connection.register("rows_to_stage", rows)
        try:
            if name in self._names:
                self._connection.execute(f"INSERT INTO {name} SELECT * FROM rows_to_stage")  # noqa: S608 - our names
            else:
                self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows_to_stage")  # noqa: S608
                self._names.add(name)
        except duckdb.Error as error:
            raise StoreError(f"rows can't be put aside ({error}); the last build stays as it was") from error
        finally:
            self._connection.unregister("rows_to_stage")

    def ordered(self, name: str, schema: pyarrow.Schema) -> Iterator[pyarrow.Table]:
        """All rows of a table in its order (nulls last, texts by code point), some thousand at a time."""
        keys = ", ".join(f'"{key}" ASC NULLS LAST' for key in sort_keys(TABLES[name]))
        try:
            found = self._connection.sql(f"SELECT * FROM {name} ORDER BY {keys}")  # noqa: S608
            for batch in found.to_arrow_reader(_BATCH):
                yield pyarrow.Table.from_batches([batch]).cast(schema)
        except duckdb.Error as error:
            raise StoreError(f"rows can't be sorted ({error}); the last build stays as it was") from error

    def shrink(self) -> None:
        """What is large was taken out: keep little in memory from now on."""
        try:
            self._connection.execute("CHECKPOINT")
            self._connection.execute("SET memory_limit = '32MB'")
        except duckdb.Error as error:
            raise StoreError(f"rows can't be put aside ({error}); the last build stays as it was") from error

    def rows(self, name: str) -> int:
        """How many rows of a table wait."""
        ((number,),) = self._connection.execute(f"SELECT count(*) FROM {name}").fetchall()  # noqa: S608
        return int(number)

    def repeated(self, name: str, key: str) -> list[str]:
        """Values of a key that stand in more than one row."""
        query = f'SELECT "{key}" FROM {name} GROUP BY "{key}" HAVING count(*) > 1 ORDER BY 1 LIMIT 10'  # noqa: S608
        return [value for (value,) in self._connection.execute(query).fetchall()]

    def query(self, statement: str) -> Iterator[pyarrow.RecordBatch]:
        """The answer to a question about the staged tables; ``statement`` is ours, never made of data."""
        yield from self._connection.sql(statement).to_arrow_reader(_BATCH)

    def update(self, name: str, key: str, column: str, values: pyarrow.Table) -> None:
        """Set a column where ``values`` (columns ``key`` and ``value``) has its key."""
        self._connection.register("rows_to_stage", values)
        try:
            self._connection.execute(
                f'UPDATE {name} SET "{column}" = v.value FROM rows_to_stage v WHERE {name}."{key}" = v.key'  # noqa: S608
            )
        finally:
            self._connection.unregister("rows_to_stage")
