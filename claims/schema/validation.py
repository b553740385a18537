"""Validation of a whole build: every check of every table, and every reference between them.

Rows that fail go to the table ``quarantine``, as JSON with the checks they failed. What refers to a quarantined row:

- a row that refers to one in *another* table (a claim to its statement) is quarantined too;
- a row that refers to one in *its own* table (a part to its total) stays, the reference is taken away, and for claims a
  problem ``reference_quarantined`` says so. A part then stands for itself, as its total is counted nowhere.

A reference to a row that never was is a failure of the row itself.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pandera.pandas as pa

from claims.schema import TABLES, Claims, Problems, Quarantine, Table
from claims.schema.columns import column_metadata, kind_of
from claims.schema.frames import frame, ordered

Failures = dict[int, dict[str, str]]  # row position -> check -> reason


@dataclass(frozen=True, slots=True)
class Validated:
    """Valid tables in their final order, among them ``quarantine``, and how many rows went in and came out."""

    tables: dict[str, pd.DataFrame]
    rows_in: dict[str, int]
    rows_quarantined: dict[str, int]


def validate(tables: Mapping[str, pd.DataFrame], beside: Mapping[str, pd.DataFrame] | None = None) -> Validated:
    """Check the tables (typed by :func:`claims.schema.frames.frame`; absent ones are empty) and part good from bad.

    ``beside`` are tables known to be valid, which these refer to; with them only the tables given are checked and
    returned, so that a build can be validated portion by portion. Raises :class:`pandera.errors.SchemaErrors` when a
    table has wrong columns or types, which is an error of the program and not of the data.
    """
    names = [name for name in TABLES if beside is None or name in tables]
    given = {name: tables[name] if name in tables else frame(TABLES[name], ()) for name in names}
    valid: dict[str, pd.DataFrame] = dict(beside or {})
    rows_in: dict[str, int] = {}
    quarantined: dict[str, int] = {}
    rejected = [given.pop("quarantine")] if "quarantine" in given else [frame(Quarantine, ())]
    builds = given.pop("builds") if "builds" in given else None
    for name, df in given.items():
        model = TABLES[name]
        df = df.reset_index(drop=True)
        rows_in[name] = len(df)
        failures = _failures(model, df)
        _merge(failures, _dangling(name, model, df, valid, given))
        if name == "claims":
            _merge(failures, _beside_statements(df, valid["statements"]))
        bad = sorted(failures)
        quarantined[name] = len(bad)
        rejected.append(_quarantine(name, model, df, failures))
        good = df.drop(index=bad).reset_index(drop=True)
        good, problems = _cut_references(name, model, good, df.loc[bad])
        if problems:
            given["problems"] = pd.concat([given["problems"], frame(Problems, problems)], ignore_index=True)
        valid[name] = ordered(model, good)
    valid["quarantine"] = ordered(Quarantine, pd.concat(rejected, ignore_index=True))
    TABLES["quarantine"].validate(valid["quarantine"], lazy=True)
    if builds is not None:
        valid["builds"] = builds
        TABLES["builds"].validate(builds, lazy=True)
    return Validated(valid, rows_in, quarantined)


def _failures(model: type[Table], df: pd.DataFrame) -> Failures:
    """The rows that fail a check of their own table, with the checks and what is wrong."""
    failures: Failures = defaultdict(dict)
    try:
        model.validate(df, lazy=True)
    except pa.errors.SchemaErrors as errors:
        words = {check.name: check.description for check in model.to_schema().checks}
        for case in errors.failure_cases.itertuples(index=False):
            if pd.isna(case.index):
                raise
            check = str(case.check)
            if words.get(check):
                failures[int(case.index)][check] = f"not so: {words[check]}"
            else:
                name = f"{case.column}: {check}"
                failures[int(case.index)][name] = f"{case.column} is {case.failure_case!r}, which fails {check}"
    return failures


def _references(model: type[Table]) -> Iterator[tuple[str, str, str]]:
    """(column, table referred to, column referred to)."""
    for column in model.to_schema().columns:
        target = column_metadata(model, column)["references"]
        if target:
            table, key = target.split(".")
            yield column, table, key


def _dangling(
    name: str,
    model: type[Table],
    df: pd.DataFrame,
    valid: Mapping[str, pd.DataFrame],
    given: Mapping[str, pd.DataFrame],
) -> Failures:
    """The rows that refer to what is not there; within one table, to what was not even given."""
    failures: Failures = defaultdict(dict)
    for column, table, key in _references(model):
        known = set((df if table == name else valid[table])[key])
        set_aside = set(given[table][key]) - known if table != name and table in given else set()
        for position, cell in enumerate(df[column]):
            for value in _values(cell):
                if value not in known:
                    why = "is in quarantine" if value in set_aside else "is not there"
                    failures[position][f"{column}: in_{table}"] = f"{column} is {value!r}, which {why} in {table}"
    return failures


def _values(cell: Any) -> tuple[Any, ...]:
    if isinstance(cell, tuple):
        return cell
    return () if pd.isna(cell) else (cell,)


def _beside_statements(claims: pd.DataFrame, statements: pd.DataFrame) -> Failures:
    """The claims whose revision does not exist or whose spans run past the end of the text."""
    failures: Failures = defaultdict(dict)
    ids = zip(statements["statement_id"], statements["revision"], strict=True)
    lengths = dict(zip(ids, statements["text"].map(len), strict=True))
    known = set(statements["statement_id"])
    rows = zip(claims["statement_id"], claims["revision"], claims["spans"], strict=True)
    for position, (statement_id, revision, spans) in enumerate(rows):
        if statement_id not in known or pd.isna(revision):
            continue  # a coded claim, or already reported as a dangling reference
        length = lengths.get((statement_id, revision))
        if length is None:
            failures[position]["revision_exists"] = f"the statement has no revision {revision}"
        elif any(stop > length for _, stop in spans):
            failures[position]["spans_within_text"] = f"spans {spans} run past the text's {length} characters"
    return failures


def _cut_references(
    name: str, model: type[Table], good: pd.DataFrame, bad: pd.DataFrame
) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """The good rows without their references to bad rows of the same table, and the problems that say so."""
    problems = []
    for column, table, key in _references(model):
        if table != name or bad.empty:
            continue
        gone = set(bad[key])
        for position, cell in enumerate(good[column]):
            lost = [value for value in _values(cell) if value in gone]
            if not lost:
                continue
            if kind_of(model, column).name == "texts":
                kept: Any = tuple(value for value in cell if value not in gone)
                good.at[position, column] = kept
            else:
                for cleared in (column, *column_metadata(model, column)["dependents"]):
                    good.loc[position, cleared] = pd.NA
            if model is Claims:
                problems.append(_reference_problem(_row(good, position), column, lost))
    return good, problems


def _reference_problem(claim: Mapping[str, Any], column: str, lost: list[str]) -> dict[str, Any]:
    row = {
        key: None if pd.isna(claim[key]) else claim[key] for key in ("source", "statement_id", "revision", "claim_id")
    }
    return row | {
        "kind": "reference_quarantined",
        "explanation": f"{column} named {', '.join(lost)}, which is in quarantine; the reference was taken away",
    }


def _quarantine(name: str, model: type[Table], df: pd.DataFrame, failures: Failures) -> pd.DataFrame:
    rows = [
        {
            "table_name": name,
            "row_json": row_json(_row(df, position)),
            "failed_checks": tuple(sorted(failures[position])),
            "reason": "; ".join(failures[position][check] for check in sorted(failures[position])),
        }
        for position in sorted(failures)
    ]
    return frame(Quarantine, rows)


def _row(df: pd.DataFrame, position: int) -> dict[str, Any]:
    return {str(column): df[column].iat[position] for column in df.columns}


def row_json(row: Mapping[str, Any]) -> str:
    """A row as a JSON object: keys in the row's order, times in ISO 8601, nulls as null."""
    return json.dumps({str(key): _plain(value) for key, value in row.items()}, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if pd.isna(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _merge(failures: Failures, more: Failures) -> None:
    for position, reasons in more.items():
        failures.setdefault(position, {}).update(reasons)
