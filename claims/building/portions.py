"""One portion of the statements, from texts to valid rows: what a worker does, and the same without workers.

A portion is complete in itself: a claim refers to claims of its own statement and to the registries only, so that each
portion is validated alone. What spans portions (relays, the claimants met) is done when all are there.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow

from claims import parsing
from claims.building.reading_text import reading_of, text_of
from claims.building.registry_rows import registry_rows
from claims.building.rows import problem_row, statement_row
from claims.model import Problem, Reading, Statement, Verdict
from claims.registry import Registry
from claims.schema import TABLES
from claims.schema.frames import frame, to_arrow
from claims.schema.validation import validate
from claims.store.csv_text import write_csv

STREAMED = ("statements", "claims", "problems")
"""The tables that grow with the statements."""

Given = Sequence[tuple[Statement, tuple[Problem, ...]]]


@dataclass
class Portion:
    """The valid rows of a portion by table, their quarantine, and the sums.

    ``texts`` are the readings made anew, as the store of readings keeps them, with their position in what was given.
    """

    tables: dict[str, pyarrow.Table]
    statements_csv: bytes
    quarantine: pyarrow.Table
    verdicts: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    rows: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # table -> in, valid, quarantined
    problems: Counter[str] = field(default_factory=Counter)
    met: set[str] = field(default_factory=set)
    texts: list[tuple[int, bytes]] = field(default_factory=list)


def read_portion(given: Given, known: Sequence[bytes | None], registry: Registry) -> Portion:
    """Read the statements, those with a ``known`` reading from it, and make rows of what was read.

    ``given`` are statements with the problems met before reading. Order is kept.
    """
    readings: list[Reading] = []
    texts: list[tuple[int, bytes]] = []
    for position, ((statement, _), text) in enumerate(zip(given, known, strict=True)):
        reading = reading_of(text, statement) if text is not None else None
        if reading is None:
            reading = _reading(statement, registry)
            texts.append((position, text_of(reading)))
        readings.append(reading)
    rows: dict[str, list[dict[str, Any]]] = {
        "statements": [statement_row(reading, registry) for reading in readings],
        "claims": [claim.as_row() for reading in readings for claim in reading.claims],
        "problems": [
            problem_row(problem, reading.statement)
            for reading, (_, before) in zip(readings, given, strict=True)
            for problem in (*before, *reading.problems)
        ],
    }
    portion = valid_portion(rows, registry, {claim.claimant for reading in readings for claim in reading.claims})
    portion.texts = texts
    portion.verdicts.update((str(reading.verdict), reading.reason) for reading in readings)
    return portion


def valid_portion(rows: dict[str, list[dict[str, Any]]], registry: Registry, met: set[str]) -> Portion:
    """Validate rows of the streamed tables (and of ``quarantine``) among themselves and against the registries."""
    registries = registry_rows(registry, met)
    beside = {name: frame(TABLES[name], registries[name]) for name in ("regions", "weapons", "outcomes")}
    given = {name: rows.get(name, []) for name in (*STREAMED, "quarantine")} | {"claimants": registries["claimants"]}
    result = validate({name: frame(TABLES[name], table) for name, table in given.items()}, beside)
    tables = {name: result.tables[name] for name in STREAMED}
    file = io.StringIO(newline="")
    write_csv(TABLES["statements"], tables["statements"], file, header=False)
    quarantine = result.tables["quarantine"]
    return Portion(
        tables={name: to_arrow(TABLES[name], df) for name, df in tables.items()},
        statements_csv=file.getvalue().encode(),
        quarantine=to_arrow(TABLES["quarantine"], _of_streamed(quarantine)),
        rows={name: (result.rows_in[name], len(tables[name]), result.rows_quarantined[name]) for name in STREAMED},
        problems=Counter(tables["problems"]["kind"]),
        met=met,
    )


def _of_streamed(quarantine: pd.DataFrame) -> pd.DataFrame:
    """The quarantine without rows of the registries, which are validated with every portion but told only once."""
    return quarantine[quarantine["table_name"] != "claimants"].reset_index(drop=True)


def _reading(statement: Statement, registry: Registry) -> Reading:
    """What the parser makes of a statement; an error of the parser costs that statement only, and is told."""
    try:
        return parsing.read(statement, registry)
    except Exception as error:
        if os.environ.get("CLAIMS_DEBUG"):
            raise
        problem = Problem("parser_error", f"the parser failed: {type(error).__name__}: {error}"[:500])
        return Reading(statement, Verdict.UNREADABLE, "parser_error", (), (problem,))
