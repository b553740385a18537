"""One row of ``datasets/coded/<series>.csv``: the columns, and how a row is written to and read from CSV.

The columns carry the names of the table ``claims``; columns that can't apply to a coded claim (spans, rule,
statement_id and so on) are left out and filled in by :func:`claims.coded.load_series`. Times are UTC
(``2025-06-02T04:00:00Z``), tuples are joined with ``|``, an empty cell is null or the empty tuple.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

JOIN = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRow:
    """One coded claim. ``part_of`` and ``derived_from`` name the ``row_key`` of other rows of the same file.

    ``problems`` are ``kind: explanation`` texts; ``original_row`` is the id (or line) of the row in the original table.
    """

    row_key: str
    original_row: str
    claimant: str
    attacker: str
    defender: str
    outcome: str
    unit: str = "weapon"
    weapons: tuple[str, ...]
    weapon: str
    traits: tuple[str, ...] = ()
    weapon_text: str | None = None
    count_low: int | None
    count_high: int | None
    qualifier: str
    tally: str = "window"
    since: datetime | None = None
    scope: str
    part_of: str | None = None
    part_axis: str | None = None
    part_complete: bool | None = None
    regions: tuple[str, ...] = ()
    unnamed_regions: int | None = None
    place: str | None = None
    launched_from: tuple[str, ...] = ()
    window_start: datetime
    window_end: datetime
    start_basis: str
    end_basis: str
    start_precision: str
    end_precision: str
    published_at: datetime
    published_precision: str
    url: str | None = None
    derived_from: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    note: str | None = None

    def as_part(self, whole: str | None, axis: str, complete: bool | None = None) -> CodedRow:
        """This row as a part of the row with the key ``whole``; unchanged where there is none."""
        if whole is None:
            return self
        return dataclasses.replace(self, part_of=whole, part_axis=axis, part_complete=complete)

    def cells(self) -> list[str]:
        """The row as CSV cells, in the order of :data:`COLUMNS`."""
        return [_cell(getattr(self, name)) for name in COLUMNS]


COLUMNS: tuple[str, ...] = tuple(column.name for column in dataclasses.fields(CodedRow))


def utc_text(moment: datetime) -> str:
    """A moment as ``2025-06-02T04:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def guarded(text: str) -> str:
    """The text on one line, with an apostrophe before a character that a spreadsheet would read as a formula."""
    line = " ".join(text.split())
    return "'" + line if line[:1] in ("=", "+", "-", "@", "'") else line


def unguarded(text: str) -> str:
    """The text that :func:`guarded` wrote."""
    return text[1:] if text[:1] == "'" else text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return guarded(JOIN.join(item.replace(JOIN, "/") for item in value))
    return guarded(str(value))


def write_rows(path: Path, rows: Iterable[CodedRow]) -> None:
    """Write the rows as CSV: UTF-8, LF, header first, quotes only where needed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row.cells() for row in rows)
