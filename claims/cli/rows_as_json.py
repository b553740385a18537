"""Rows as JSON: one array of objects with the column names of the tables, times in UTC."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TextIO


def write_json(rows: Iterable[Mapping[str, Any]], file: TextIO) -> None:
    """Write the array, one row a line."""
    separator = "[\n"
    for row in rows:
        file.write(separator + json.dumps({key: _plain(value) for key, value in row.items()}, ensure_ascii=False))
        separator = ",\n"
    file.write("[]\n" if separator == "[\n" else "\n]\n")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value
