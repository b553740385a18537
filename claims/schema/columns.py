"""The kinds of column that tables are made of, and one factory for each.

A kind fixes the type of a column in pandas, Arrow (so Parquet), DuckDB and CSV at once:

========  ======================  ====================  ==========================  =====================
kind      pandas                  Arrow                 DuckDB                      CSV
========  ======================  ====================  ==========================  =====================
text      string                  string                VARCHAR                     as is
integer   Int64                   int64                 BIGINT                      digits
number    Float64                 double                DOUBLE                      shortest digits
flag      boolean                 bool                  BOOLEAN                     true, false
instant   datetime64[us, UTC]     timestamp[us, UTC]    TIMESTAMP WITH TIME ZONE    2025-06-01T17:00:00Z
date      date32[day][pyarrow]    date32                DATE                        2025-06-01
texts     object, tuples of str   list<string>          VARCHAR[]                   joined with ``|``
spans     object, tuples of pairs list<struct>          STRUCT(start, stop)[]       12-31|40-52
========  ======================  ====================  ==========================  =====================

A null is an empty cell in CSV; ``texts`` and ``spans`` are never null, only empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeAlias, cast

import pandas as pd
import pandera.pandas as pa
import pyarrow
from pandera.typing import Series

Text: TypeAlias = Series[pd.StringDtype]
Integer: TypeAlias = Series[pd.Int64Dtype]
Number: TypeAlias = Series[pd.Float64Dtype]
Flag: TypeAlias = Series[pd.BooleanDtype]
Instant: TypeAlias = Series[Annotated[pd.DatetimeTZDtype, "us", "UTC"]]
Date: TypeAlias = Series[Annotated[pd.ArrowDtype, pyarrow.date32()]]
Texts: TypeAlias = Series[object]
Spans: TypeAlias = Series[object]

LIST_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of column: its pandas dtype, its Arrow type and what the data dictionary calls it."""

    name: str
    pandas: str
    arrow: pyarrow.DataType
    words: str


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("text", "string", pyarrow.string(), "text"),
        Kind("integer", "Int64", pyarrow.int64(), "integer"),
        Kind("number", "Float64", pyarrow.float64(), "number"),
        Kind("flag", "boolean", pyarrow.bool_(), "true or false"),
        Kind("instant", "datetime64[us, UTC]", pyarrow.timestamp("us", "UTC"), "time, UTC"),
        Kind("date", "date32[day][pyarrow]", pyarrow.date32(), "date"),
        Kind("texts", "object", pyarrow.list_(pyarrow.string()), "list of texts"),
        Kind(
            "spans",
            "object",
            pyarrow.list_(pyarrow.struct([("start", pyarrow.int64()), ("stop", pyarrow.int64())])),
            "list of spans",
        ),
    )
}


def _field(
    kind: str,
    title: str,
    description: str,
    *,
    nullable: bool = False,
    unique: bool = False,
    unit: str | None = None,
    references: str | None = None,
    dependents: tuple[str, ...] = (),
    isin: Iterable[Any] | None = None,
    ge: float | None = None,
    le: float | None = None,
    str_matches: str | None = None,
) -> Any:
    return pa.Field(
        title=title,
        description=description,
        nullable=nullable,
        unique=unique,
        isin=None if isin is None else list(isin),
        ge=ge,
        le=le,
        str_matches=str_matches,
        metadata={"kind": kind, "unit": unit, "references": references, "dependents": dependents},
    )


def text(title: str, description: str, *, matches: str | None = None, **options: Any) -> Any:
    """A text column. ``matches`` is a pattern that the start of every value must match."""
    return _field("text", title, description, str_matches=matches, **options)


def choice(title: str, description: str, values: type[StrEnum] | Iterable[str], **options: Any) -> Any:
    """A text column with one of ``values``."""
    return _field("text", title, description, isin=[str(value) for value in values], **options)


def integer(title: str, description: str, **options: Any) -> Any:
    """A column of integers."""
    return _field("integer", title, description, **options)


def number(title: str, description: str, **options: Any) -> Any:
    """A column of floating-point numbers."""
    return _field("number", title, description, **options)


def flag(title: str, description: str, **options: Any) -> Any:
    """A column of true, false or null."""
    return _field("flag", title, description, **options)


def instant(title: str, description: str, **options: Any) -> Any:
    """A column of instants in UTC, to the microsecond."""
    return _field("instant", title, description, unit="UTC", **options)


def date(title: str, description: str, **options: Any) -> Any:
    """A column of local dates."""
    return _field("date", title, description, **options)


def texts(title: str, description: str, **options: Any) -> Any:
    """A column of tuples of texts."""
    return _field("texts", title, description, **options)


def spans(title: str, description: str, **options: Any) -> Any:
    """A column of tuples of half-open (start, stop) offsets."""
    return _field("spans", title, description, unit="characters (Unicode code points) of the text", **options)


class Table(pa.DataFrameModel):
    """What all tables share: exactly the named columns, in this order, with these types."""

    class Config:
        """Strict: an unknown, missing or misplaced column is an error of ours, not of the data."""

        strict = True
        ordered = True
        coerce = False

    @pa.dataframe_check(name="list_items_plain", description="items of lists are not empty and hold no `|`")
    def list_items_plain(cls, df: pd.DataFrame) -> pd.Series[bool]:
        """Named without an underscore: pandera names an inherited check after its method."""
        plain = pd.Series(True, index=df.index)
        for column in df.columns:
            if kind_of(cast("type[Table]", cls), column).name == "texts":
                plain &= df[column].map(lambda items: all(item and LIST_SEPARATOR not in item for item in items))
        return plain


def sort_keys(model: type[Table]) -> list[str]:
    """The columns by which a table's rows are ordered in every output, so that equal data are equal bytes."""
    metadata: dict[str, Any] = model.get_metadata() or {}
    keys: list[str] = metadata[model.__name__]["dataframe"]["sort_by"]
    return keys


def kind_of(model: type[Table], column: str) -> Kind:
    """The kind of a column of a table."""
    return KINDS[column_metadata(model, column)["kind"]]


def column_metadata(model: type[Table], column: str) -> dict[str, Any]:
    """What the schema says of a column beside its type.

    ``kind``; ``unit`` of the values; ``references``, the ``table.column`` that they must be found in; ``dependents``,
    the columns that lose their meaning when the reference is taken away.
    """
    metadata: dict[str, Any] = model.to_schema().columns[column].metadata or {}
    return metadata
