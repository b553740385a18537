"""From rows to typed DataFrames, to Arrow tables, and back, with the column types of a model."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow

from claims.schema.columns import Kind, Table, kind_of, sort_keys

BATCH = 20_000
"""Rows that are made into columns at once."""


def frame(model: type[Table], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The rows as a DataFrame with the model's columns, in its order and with its dtypes.

    A key that the model has no column for is an error (``KeyError``): a row never loses a value on the way. A missing
    key is a null, or an empty tuple in a column of tuples. Times must be aware; they are converted to UTC.
    """
    columns = list(model.to_schema().columns)
    known = set(columns)
    waiting = iter(rows)
    frames: list[pd.DataFrame] = []
    while (some := list(itertools.islice(waiting, BATCH))) or not frames:  # few rows are there twice
        for row in some:
            if unknown := set(row) - known:
                raise KeyError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
        frames.append(
            pd.DataFrame({name: _column(kind_of(model, name), [row.get(name) for row in some]) for name in columns})
        )
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def ordered(model: type[Table], df: pd.DataFrame) -> pd.DataFrame:
    """The rows in the model's order (nulls last, texts by code point), numbered from 0."""
    return df.sort_values(sort_keys(model), kind="stable", na_position="last", ignore_index=True)


def to_arrow(model: type[Table], df: pd.DataFrame) -> pyarrow.Table:
    """The DataFrame as an Arrow table with exactly the model's types and no pandas metadata."""
    names = list(model.to_schema().columns)
    kinds = [kind_of(model, name) for name in names]
    schema = pyarrow.schema([(name, kind.arrow) for name, kind in zip(names, kinds, strict=True)])
    return pyarrow.Table.from_arrays(
        [_to_array(kind, df[name]) for name, kind in zip(names, kinds, strict=True)], schema=schema
    )


def from_arrow(model: type[Table], table: pyarrow.Table, names: Iterable[str] | None = None) -> pd.DataFrame:
    """The Arrow table (of a Parquet file of ours, say) as a DataFrame with the model's dtypes.

    ``names`` are the columns wanted, where it is not all of them.
    """
    columns: dict[str, pd.Series[Any]] = {}
    for name in model.to_schema().columns if names is None else names:
        columns[name] = _series(kind_of(model, name), table.column(name))
    return pd.DataFrame(columns)


_NULLABLE: dict[pyarrow.DataType, Any] = {
    pyarrow.string(): pd.StringDtype(),
    pyarrow.int64(): pd.Int64Dtype(),
    pyarrow.float64(): pd.Float64Dtype(),
    pyarrow.bool_(): pd.BooleanDtype(),
}


def _series(kind: Kind, values: pyarrow.ChunkedArray) -> pd.Series[Any]:
    """A column without a Python object for each value, where its kind has none: a build holds a million rows."""
    if kind.name in ("texts", "spans"):
        convert = _texts if kind.name == "texts" else _pairs
        known: dict[tuple[Any, ...], tuple[Any, ...]] = {}  # most cells are equal to one before
        cells = [convert(cell.as_py()) for chunk in values.chunks for cell in chunk]
        return _objects([known.setdefault(cell, cell) for cell in cells])
    if kind.name == "date":
        return _column(kind, values.to_pylist())
    column: pd.Series[Any] = values.to_pandas(types_mapper=_NULLABLE.get)
    return column


def _column(kind: Kind, values: list[Any]) -> pd.Series[Any]:
    if kind.name == "texts":
        return _objects([_texts(cell) for cell in values])
    if kind.name == "spans":
        return _objects([_pairs(cell) for cell in values])
    if kind.name == "instant":
        return pd.Series([_utc(value) for value in values], dtype=pd.DatetimeTZDtype("us", "UTC"))
    if kind.name == "text":
        values = [None if value is None else str(value) for value in values]
    dtype: Any = kind.pandas
    column: pd.Series[Any] = pd.Series(values, dtype=dtype)
    return column


def _objects(values: list[tuple[Any, ...]]) -> pd.Series[Any]:
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    return pd.Series(cells, dtype=object)


def _texts(cell: Iterable[Any] | None) -> tuple[Any, ...]:
    return tuple(str(value) for value in cell or ())


def _pairs(cell: Iterable[Any] | None) -> tuple[Any, ...]:
    return tuple(_pair(span) for span in cell or ())


def _pair(span: Any) -> tuple[int, int]:
    start, stop = (span["start"], span["stop"]) if isinstance(span, Mapping) else span
    return int(start), int(stop)


def _utc(value: datetime | None) -> datetime | None:
    if value is None or pd.isna(value):
        return None
    if value.tzinfo is None:
        raise ValueError(f"the time {value} has no zone")
    return value.astimezone(UTC)


def _to_array(kind: Kind, values: pd.Series[Any]) -> pyarrow.Array:
    if kind.name == "texts":
        return pyarrow.array([list(cell) for cell in values], type=kind.arrow)
    if kind.name == "spans":
        pairs = [[{"start": start, "stop": stop} for start, stop in cell] for cell in values]
        return pyarrow.array(pairs, type=kind.arrow)
    array = pyarrow.array(values, from_pandas=True)
    if isinstance(array, pyarrow.ChunkedArray):
        array = array.combine_chunks()
    return array.cast(kind.arrow)
