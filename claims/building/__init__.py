"""From inputs to a build: read, parse, validate, store, and account for everything on the way."""

from __future__ import annotations

import dataclasses
import os
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

from claims import coded, parsing, sources, store
from claims.analysis import draw_figures
from claims.building.accounts import Accounts
from claims.building.inputs import InputError, Taken, build_id, public_name, recipe, split, take
from claims.building.registry_rows import registry_rows
from claims.building.revisions import revise
from claims.building.rows import coded_problem_row, problem_row, rejected_record, statement_row
from claims.model import Problem, Reading, Statement, Verdict
from claims.reconciling import reconcile
from claims.reconciling.summary import comparisons
from claims.registry import Registry, load_registry
from claims.schema import TABLES
from claims.schema.frames import frame, ordered
from claims.schema.validation import validate

__all__ = ["BuildResult", "InputError", "build"]

DEFAULT_OUT = Path("datasets/build")
PACKAGES = ("duckdb", "matplotlib", "numpy", "pandas", "pandera", "pyarrow")
Rows = list[dict[str, Any]]


@dataclasses.dataclass(frozen=True, slots=True)
class BuildResult:
    """A build in place: ``path`` is the link, ``folder`` what it points to, ``build`` its id."""

    path: Path
    folder: Path
    build: str
    accounts: Accounts
    rejected: tuple[sources.Rejected, ...]
    seconds: float
    too_long: tuple[str, ...] = ()


def build(
    inputs: Iterable[str | os.PathLike[str]] | None = None,
    out: str | os.PathLike[str] = DEFAULT_OUT,
    without: Iterable[str] = (),
    registry: Registry | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> BuildResult:
    """Build the tables from statements and coded series and put them in place at ``out``.

    ``inputs`` are files and folders of statements, and folders named ``coded`` of coded series; without them
    ``datasets/statements``, ``datasets/raw`` (where it exists) and ``datasets/coded`` under the current directory.
    ``without`` names coded series to leave out. ``registry`` is a registry or a directory that is laid over ours.
    ``progress`` is called with a few words after each step.

    A piece of input that can't be read is counted and listed in the result; the rest goes on. Raises
    :class:`InputError` when there is nothing to build from, :class:`claims.registry.RegistryError` for a registry that
    can't be read, and :class:`claims.store.StoreError` when the build can't be written or another one is running. Until
    the very end the last build at ``out`` stays as it is.
    """
    started = time.monotonic()
    step = progress or (lambda _: None)
    out = Path(out)
    if not isinstance(registry, Registry):
        registry = load_registry(registry)
    without = tuple(sorted(set(without)))
    paths, coded_folders = split(inputs)
    with store.locked(out):
        step("locked")
        accounts = Accounts()
        taken = take(paths, sources.Settings(registry))
        series = _coded_series(coded_folders, registry, without, taken)
        if not any(isinstance(piece, Statement) for piece in taken.statements) and not any(
            one.claims for one in series
        ):
            # a mistyped path must not replace a good build by an empty one
            told = "; ".join(str(piece) for piece in taken.statements if isinstance(piece, sources.Rejected))
            raise InputError(f"no statement and no coded claim was read; the last build stays. {told}".rstrip(" ."))
        step("read the inputs")
        readings = _readings(taken, registry, accounts)
        step("parsed the statements")
        ingredients = recipe(taken, without, registry, parsing.PARSER_VERSION)
        build = build_id(ingredients)
        rejected = tuple(piece for piece in taken.statements if isinstance(piece, sources.Rejected))
        tables = _validated(readings, series, registry, accounts)
        tables["builds"] = _record(build, ingredients, taken, rejected, accounts)
        step("reconciled and validated the tables")

        def write(folder: Path, step: Callable[[str], None]) -> None:
            store.write_tables(tables, folder, step)
            draw_figures(tables, folder / "figures")
            step("drew the figures")
            manifest = store.Manifest(
                build, ingredients, tuple(taken.files.values()), store.entries(folder), _made(taken, out)
            )
            store.write_manifest(manifest, folder)
            step("wrote the manifest")

        folder = store.publish(out, build, write, step)
    return BuildResult(out, folder, build, accounts, rejected, time.monotonic() - started, tuple(taken.too_long))


def _coded_series(
    folders: list[Path], registry: Registry, without: tuple[str, ...], taken: Taken
) -> list[coded.CodedSeries]:
    """The coded series of all folders; their files are recorded among the inputs."""
    if without and not folders:
        raise InputError(f"there is no folder of coded series, so none of {', '.join(without)} to leave out")
    try:
        found = [series for folder in folders for series in coded.load_series(folder, registry, without)]
    except ValueError as error:
        raise InputError(str(error)) from None
    for series in found:
        for path in series.files:
            name = public_name(path)
            taken.add_file(name, path, store.entry(path, name))
    return sorted(found, key=lambda series: series.id)


def _readings(taken: Taken, registry: Registry, accounts: Accounts) -> list[Reading]:
    """Read every statement once, its revisions numbered, and count what became of each."""
    statements = [piece for piece in taken.statements if isinstance(piece, Statement)]
    accounts.pieces = len(taken.statements)
    accounts.rejected = Counter(piece.reason for piece in taken.statements if isinstance(piece, sources.Rejected))
    revisions, accounts.repeated = revise(statements)
    readings = [_reading(statement, registry) for statement in revisions]
    accounts.add_readings(readings)
    return readings


def _reading(statement: Statement, registry: Registry) -> Reading:
    """What the parser makes of a statement; an error of the parser costs that statement only, and is told."""
    try:
        return parsing.read(statement, registry)
    except Exception as error:
        if os.environ.get("CLAIMS_DEBUG"):
            raise
        problem = Problem("parser_error", f"the parser failed: {type(error).__name__}: {error}"[:500])
        return Reading(statement, Verdict.UNREADABLE, "parser_error", (), (problem,))


def _validated(
    readings: list[Reading], series: list[coded.CodedSeries], registry: Registry, accounts: Accounts
) -> dict[str, pd.DataFrame]:
    """All tables but ``builds``, valid and in order; rows that failed are in ``quarantine``."""
    made = [claim for reading in readings for claim in reading.claims]
    made += [claim for one in series for claim in one.claims]
    rows: dict[str, Rows] = {
        **registry_rows(registry, {claim.claimant for claim in made}),
        "statements": [statement_row(reading, registry) for reading in readings],
        "claims": [claim.as_row() for claim in made],
        "problems": [problem_row(problem, reading.statement) for reading in readings for problem in reading.problems],
        "quarantine": [],
    }
    for one in series:
        by_id = {claim.claim_id: claim for claim in one.claims}
        rows["problems"] += [coded_problem_row(one.id, by_id.get(key or ""), problem) for key, problem in one.problems]
        rows["quarantine"] += [rejected_record(one.id, record, reason) for record, reason in one.rejected]
        accounts.coded[one.id] = (len(one.claims), len(one.rejected))
    frames = {name: frame(TABLES[name], table) for name, table in rows.items()}
    result = validate(frames, lambda valid: reconcile(valid["claims"], valid["statements"], registry).tables())
    for name, given in result.rows_in.items():
        accounts.rows[name] = (given, len(result.tables[name]), result.rows_quarantined[name])
    accounts.compared = comparisons(result.tables["comparisons"])
    accounts.problems = Counter(result.tables["problems"]["kind"])
    accounts.check()
    return result.tables


def _record(
    build: str,
    ingredients: dict[str, Any],
    taken: Taken,
    rejected: tuple[sources.Rejected, ...],
    accounts: Accounts,
) -> pd.DataFrame:
    """The table ``builds``: versions, inputs and sums. It says nothing of time or machine."""
    rows: Rows = [
        {"section": "version", "name": "claims", "value": ingredients["claims"]},
        {"section": "version", "name": "parser", "value": ingredients["parser"]},
        {"section": "version", "name": "package", "sha256": ingredients["package"]},
        *({"section": "option", "name": "without", "value": series} for series in ingredients["without"]),
        *(
            {"section": "input", "name": name, "number": entry.bytes, "sha256": entry.sha256}
            for name, entry in taken.files.items()
        ),
        *(
            {
                "section": "rejected",
                "name": piece.name,
                "reason": piece.reason,
                "value": str(piece),
                "number": piece.line,
            }
            for piece in rejected
        ),
        *accounts.facts(),
    ]
    if ingredients["overlay"]:
        rows.append({"section": "version", "name": "registry overlay", "sha256": ingredients["overlay"]})
    model = TABLES["builds"]
    return ordered(model, model.validate(frame(model, [{"build": build} | row for row in rows])))


def _made(taken: Taken, out: Path) -> dict[str, Any]:
    """What the manifest tells of the run: when, by what, and where the inputs are as seen from the link."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in PACKAGES},
        "inputs": {name: os.path.relpath(path, out.parent) for name, path in sorted(taken.paths.items())},
    }
