"""What changed against the previous release: every row added, changed or withdrawn, and why.

A row is told by its key. Why a row differs is found by looking at what it was made of: another statement, another
revision or text of it, another coded series, another parser; of a row made from claims, what became of these claims.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet

from claims.publishing.errors import ReleaseError
from claims.publishing.public import PUBLIC_TABLES
from claims.publishing.series import SEVERAL, series_behind
from claims.schema.columns import column_metadata, kind_of
from claims.schema.frames import frame, ordered, to_arrow
from claims.schema.published import Changes
from claims.schema.validation import row_json

Row = dict[str, Any]
Rows = dict[str, Row]

KEYS: dict[str, tuple[str, ...]] = {
    "statements": ("statement_id", "revision"),
    "quotations": ("claim_id", "place"),
    "daily": ("day", "direction", "claimant", "scope", "weapon_group", "unit", "outcome"),
    "episodes": ("episode_id", "claimant", "scope", "weapon_group"),
    "coverage": ("direction", "claimant", "day"),
}
"""Columns that name a row, where no single column is unique. A table without either is compared by whole rows."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The previous release: its id, its rows by table and key, and its table ``builds``."""

    id: str
    tables: dict[str, Rows]
    schema: dict[str, tuple[str, ...]]
    builds: list[Row]
    series: dict[str, dict[str, str]]
    """Of each table the folder that a row is in, by key."""


def read_previous(folder: Path) -> Previous:
    """A release on disk. Raises :class:`ReleaseError` when it is none."""
    try:
        told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        files = sorted((folder / "parquet").rglob("*.parquet"))
        arrow: dict[str, list[pyarrow.Table]] = {}
        places: dict[str, list[str]] = {}
        for path in files:
            arrow.setdefault(path.stem, []).append(pyarrow.parquet.ParquetFile(path).read())
            places.setdefault(path.stem, []).append("" if path.parent.name == "parquet" else path.parent.name)
        schema = {name: tuple(tables[0].column_names) for name, tables in arrow.items()}
        rows = {name: [row for table in tables for row in table.to_pylist()] for name, tables in arrow.items()}
        folders = {
            name: [place for place, table in zip(places[name], arrow[name], strict=True) for _ in range(len(table))]
            for name in rows
        }
        keyed = {name: _keyed(name, rows[name]) for name in rows}
        series = {name: dict(zip(keyed[name], folders[name], strict=True)) for name in rows}
        return Previous(str(told["version"]), keyed, schema, rows.get("builds", []), series)
    except (OSError, ValueError, KeyError, pyarrow.ArrowException) as error:
        raise ReleaseError(f"{folder} is not a release that can be compared ({error})") from None


def changes(tables: Mapping[str, pd.DataFrame], previous: Previous | None) -> pd.DataFrame:
    """The table of changes, empty without a previous release."""
    if previous is None:
        return frame(Changes, ())
    now = {name: _keyed(name, _rows(name, df)) for name, df in tables.items()}
    builds = _rows("builds", tables["builds"])
    reasons = _Reasons(now, previous, builds)
    behind = series_behind(PUBLIC_TABLES, tables)
    series = {name: dict(zip(now[name], behind[name], strict=True)) for name in now}
    everything = frozenset(one for sets in behind.values() for each in sets for one in each)
    rows = [
        row | {"series": _series(name, row["key"], series, previous, everything)}
        for name in PUBLIC_TABLES
        if name != "builds"
        for row in _of_table(name, now, previous, reasons)
    ]
    return ordered(Changes, frame(Changes, rows))


def _series(
    name: str,
    key: str,
    now: Mapping[str, Mapping[str, frozenset[str]]],
    previous: Previous,
    everything: frozenset[str],
) -> tuple[str, ...]:
    """The series behind a row, now and before; of one that rested on several, any that it may have been."""
    folder = previous.series.get(name, {}).get(key, "")
    before = everything if folder == SEVERAL else {folder} - {""}
    return tuple(sorted(now[name].get(key, frozenset()) | before))


def _rows(name: str, df: pd.DataFrame) -> list[Row]:
    """The rows as Parquet would give them back."""
    return list(to_arrow(PUBLIC_TABLES[name], df).to_pylist())


def _key_columns(name: str) -> tuple[str, ...]:
    if name in KEYS:
        return KEYS[name]
    if name not in PUBLIC_TABLES:
        return ()
    fields = PUBLIC_TABLES[name].to_schema().columns.items()
    return next(((str(column),) for column, field in fields if field.unique), ())


def _keyed(name: str, rows: list[Row]) -> Rows:
    """Rows by their key as JSON; equal whole rows get numbers."""
    columns = _key_columns(name)
    keyed: Rows = {}
    for row in rows:
        named = {column: row[column] for column in columns} if columns else row
        key = row_json(_tupled(named))
        number = 2
        while key in keyed:
            key = row_json(_tupled(named | {"row": number}))
            number += 1
        keyed[key] = row
    return keyed


def _tupled(row: Mapping[str, Any]) -> Row:
    return {
        key: tuple(f"{one['start']}-{one['stop']}" if isinstance(one, dict) else one for one in value)
        if isinstance(value, list)
        else value
        for key, value in row.items()
    }


def _of_table(name: str, now: Mapping[str, Rows], previous: Previous, reasons: _Reasons) -> Iterator[Row]:
    before, after = previous.tables.get(name, {}), now[name]
    common = set(previous.schema.get(name, ())) & set(PUBLIC_TABLES[name].to_schema().columns)
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        told: Row = {"table_name": name, "key": key}
        if old is None and new is not None:
            yield told | {"change": "added", "why": reasons.of(name, "added", new)}
        elif new is None and old is not None:
            yield told | {"change": "withdrawn", "why": reasons.of(name, "withdrawn", old)}
        elif old is not None and new is not None and (differ := _differ(old, new, common)):
            told |= {"change": "changed", "why": reasons.of(name, "changed", new), "columns": tuple(differ)}
            yield told | {"before": _some(old, differ), "after": _some(new, differ)}


def _differ(old: Row, new: Row, common: set[str]) -> list[str]:
    return [column for column in new if column in common and old[column] != new[column]]


def _some(row: Row, columns: list[str]) -> str:
    return row_json(_tupled({column: row[column] for column in columns}))


class _Reasons:
    """Finds why a row differs."""

    def __init__(self, now: Mapping[str, Rows], previous: Previous, builds: list[Row]) -> None:
        self.before, self.after = _revisions(previous.tables.get("statements", {})), _revisions(now["statements"])
        self.series = _series_changed(previous.builds, builds)
        self.package = _versions(previous.builds) != _versions(builds)
        old, new = previous.tables.get("claims", {}), now["claims"]
        self.claims = {
            _claim_id(old.get(key) or new[key]) for key in old.keys() | new.keys() if old.get(key) != new.get(key)
        }

    def of(self, name: str, change: str, row: Row) -> tuple[str, ...]:
        """The reasons for a change of this row."""
        if name in ("regions", "claimants", "weapons", "outcomes"):
            return ("registry",)
        if row.get("statement_id") is not None:
            return (self._of_statement(row["statement_id"], row.get("revision")),)
        series = str(row.get("source") or row.get("table_name") or "").removeprefix("coded:")
        if series in self.series:
            return ("coded_series",)
        behind = set(_claims_named(name, row))
        if name != "claims" and behind & self.claims:
            return ("claims",)
        if self.package:
            return ("method",)
        # e.g. an episode that lost a claim, or a day's coverage: its inputs changed, its own row does not name which
        return ("claims",) if self.claims else ("unknown",)

    def _of_statement(self, statement: str, revision: int | None) -> str:
        before, after = self.before.get(statement, {}), self.after.get(statement, {})
        if not before:
            return "new_statement"
        if not after:
            return "statement_withdrawn"
        if before.get(revision) != after.get(revision):
            return "text_changed" if revision in before and revision in after else "revision"
        if before.keys() != after.keys():
            return "revision"
        return "parser" if self.package else "unknown"


def _revisions(statements: Rows) -> dict[str, dict[int | None, str]]:
    found: dict[str, dict[int | None, str]] = {}
    for row in statements.values():
        found.setdefault(row["statement_id"], {})[row["revision"]] = row["sha256"]
    return found


def _claim_id(row: Row) -> str:
    return str(row["claim_id"])


def _claims_named(name: str, row: Row) -> Iterator[str]:
    model = PUBLIC_TABLES[name]
    for column in model.to_schema().columns:
        if column == "claim_id" or column_metadata(model, column)["references"] == "claims.claim_id":
            value = row.get(column)
            yield from (value or ()) if kind_of(model, column).name == "texts" else ([value] if value else [])


def _versions(builds: list[Row]) -> dict[str, str | None]:
    return {row["name"]: row["sha256"] or row["value"] for row in builds if row["section"] == "version"}


def _series_changed(before: list[Row], after: list[Row]) -> set[str]:
    """Ids of the series whose files are not the same in both."""
    files = [{row["name"]: row["sha256"] for row in builds if row["section"] == "input"} for builds in (before, after)]
    changed = {name for name in files[0].keys() | files[1].keys() if files[0].get(name) != files[1].get(name)}
    return {Path(name).stem for name in changed if Path(name).suffix in (".csv", ".toml")}
