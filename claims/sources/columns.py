"""Tables of statements: CSV and Parquet with a row a statement, and columns called like the keys of JSON Lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from claims.sources.incoming import Piece, Rejected, RejectionError, Settings
from claims.sources.records import statement
from claims.sources.registered import source_of

KEYS = (
    "text", "published_at", "source", "lang", "url", "statement_id", "text_status", "relay_of", "published_precision",
    "edited_at", "retrieved_at",
)  # fmt: skip
NEEDED = ("text", "published_at")
_CODED = {"launched", "destroyed", "model"}
_FORMULA = re.compile(r"=\s*\S|[@+-]\s*[A-Za-z_.]+\s*[(!|]")


def check_header(columns: Iterable[str]) -> None:
    """Raise :class:`RejectionError` when a table with these columns can't be one of statements."""
    columns = list(columns)
    found = set(columns)
    if twice := [key for key in KEYS if columns.count(key) > 1]:
        raise RejectionError("duplicate_column", ", ".join(twice))
    if missing := [key for key in NEEDED if key not in found]:
        if found >= _CODED:
            raise RejectionError("coded_table")
        raise RejectionError("no_column", f"no {' and no '.join(missing)}")


def from_row(row: Mapping[str, Any], name: str, line: int, settings: Settings) -> Piece:
    """A row as a statement. Cells of ``row`` are texts, times, lists or None."""
    try:
        record = {key: _cell(row.get(key)) for key in KEYS}
        if record["source"] is None and settings.source is None:
            record["source"] = source_of(name, settings.registry)
        return statement(record, settings)
    except RejectionError as rejection:
        return Rejected(name, rejection.reason, line, rejection.detail)


def from_csv(cells: Mapping[str, str]) -> dict[str, Any]:
    """The cells of a line of CSV as we write it: an apostrophe before what a spreadsheet could run is taken away.

    Raises :class:`RejectionError` for a formula, which stands where its value should.
    """
    from claims.store.csv_text import original  # the store brings pandas, which other readers have no need of

    row: dict[str, Any] = {}
    for key in KEYS:
        cell = cells.get(key, "")
        if _FORMULA.match(cell.lstrip()):
            raise RejectionError("formula", f"{key} is {cell[:30]!r}")
        row[key] = original(cell) or None
    if row["relay_of"]:
        row["relay_of"] = row["relay_of"].split("|")
    return row


def _cell(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
