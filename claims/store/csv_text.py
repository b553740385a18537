"""CSV as we write it: UTF-8, LF line ends, cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any, TextIO

import pandas as pd

from claims.schema import Table
from claims.schema.columns import LIST_SEPARATOR, kind_of

# A spreadsheet runs a cell that begins so. Apostrophes before it count too, so that taking one away is always exact.
_FORMULA = re.compile(r"'*\ufeff?[=+\-@＝＋－＠\t\r\n]")  # full-width signs count too


def neutralised(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet could take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def original(cell: str) -> str:
    """The text of a cell written by :func:`neutralised`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _instant(value: pd.Timestamp) -> str:
    return value.isoformat().replace("+00:00", "Z")


# how a value of each kind is written
CELLS: dict[str, Callable[[Any], str]] = {
    "text": neutralised,
    "integer": lambda value: str(int(value)),
    "number": lambda value: repr(float(value)),
    "flag": lambda value: "true" if value else "false",
    "instant": _instant,
    "date": lambda value: str(value.isoformat()),
    "texts": lambda value: neutralised(LIST_SEPARATOR.join(value)),
    "spans": lambda value: LIST_SEPARATOR.join(f"{start}-{stop}" for start, stop in value),
}


class _Lines:
    """A file whose lines end with LF, of rows in which CR and LF alike are quoted."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, row: str) -> int:
        """Write one row, which ends with CR and LF."""
        return self._file.write(f"{row[:-2]}\n")


def write_csv(model: type[Table], df: pd.DataFrame, file: TextIO, *, header: bool = True) -> None:
    """Write the rows, with a header line before them. ``file`` must be opened with ``newline=""``."""
    columns = []
    for name in model.to_schema().columns:
        kind = kind_of(model, name).name
        cell = CELLS[kind]
        values = df[name]
        if kind in ("texts", "spans"):  # never null
            columns.append([cell(value) for value in values])
        else:
            columns.append(["" if null else cell(value) for value, null in zip(values, values.isna(), strict=True)])
    writer = csv.writer(_Lines(file), lineterminator="\r\n")
    if header:
        writer.writerow(model.to_schema().columns)
    writer.writerows(zip(*columns, strict=True))
