"""From inputs to a build: read, parse, validate, store, and account for everything on the way."""

from __future__ import annotations

import dataclasses
import os
import platform
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow

from claims import coded, parsing, sources, store
from claims.building.accounts import Accounts
from claims.building.inputs import InputError, Meter, Taken, build_id, public_name, recipe, split, take
from claims.building.making import Making
from claims.building.spool import Spool
from claims.registry import Registry, load_registry
from claims.schema import TABLES
from claims.schema.frames import frame, ordered

__all__ = ["BuildResult", "InputError", "build"]

DEFAULT_OUT = Path("datasets/build")
PACKAGES = ("duckdb", "ijson", "lxml", "matplotlib", "numpy", "pandas", "pandera", "pyarrow", "trafilatura")
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
    parsed: int = 0
    """How many statements were parsed; the readings of the others were known from earlier builds."""
    doubts: tuple[str, ...] = ()
    """Where inputs contradict one another, a line each."""


def build(
    inputs: Iterable[str | os.PathLike[str]] | None = None,
    out: str | os.PathLike[str] = DEFAULT_OUT,
    without: Iterable[str] = (),
    registry: Registry | Path | None = None,
    progress: Callable[[str], None] | None = None,
    meter: Meter | None = None,
    workers: int | None = None,
) -> BuildResult:
    """Build the tables from statements and coded series and put them in place at ``out``.

    ``inputs`` are files and folders of statements, and folders named ``coded`` of coded series; without them
    ``datasets/statements``, ``datasets/raw`` (where it exists) and ``datasets/coded`` under the current directory.
    ``without`` names coded series to leave out. ``registry`` is a registry or a directory that is laid over ours.
    ``progress`` is called with a few words after each step, ``meter`` with what is being done, how much of it is done
    and of how much. ``workers`` is the number of processes that read statements; by default one for each core, and none
    for a few statements.

    A piece of input that can't be read is counted and listed in the result; the rest goes on. Only statements that the
    last builds at ``out`` have not read are parsed. Raises :class:`InputError` when there is nothing to build from,
    :class:`claims.registry.RegistryError` for a registry that can't be read, and :class:`claims.store.StoreError` when
    the build can't be written or another one is running. Until the very end the last build at ``out`` stays as it is.
    """
    started = time.monotonic()
    step = progress or (lambda _: None)
    out = Path(out)
    if not isinstance(registry, Registry):
        registry = load_registry(registry)
    without = tuple(sorted(set(without)))
    paths, coded_folders = split(inputs)
    with (
        store.locked(out),
        store.workplace(out) as work,
        _told_as_store_error(),
        _memory_given_back(),
        closing(Spool(work)) as spool,
    ):
        step("locked")
        taken = take(paths, sources.Settings(registry), spool.add, meter)
        series = _coded_series(coded_folders, registry, without, taken)
        if not spool.count and not any(one.claims for one in series):
            # a mistyped path must not replace a good build by an empty one
            told = "; ".join(str(piece) for piece in taken.rejected[:20])
            raise InputError(f"no statement and no coded claim was read; the last build stays. {told}".rstrip(" ."))
        step("read the inputs")
        ingredients = recipe(taken, without, registry, parsing.PARSER_VERSION)
        build = build_id(ingredients)
        making = Making(registry, spool, taken, series, work, meter or (lambda *_: None))

        def write(folder: Path, step: Callable[[str], None]) -> None:
            making.write(folder, step, lambda accounts: _record(build, ingredients, taken, accounts), workers)
            manifest = store.Manifest(
                build, ingredients, tuple(taken.files.values()), store.entries(folder), _made(taken, out, registry)
            )
            store.write_manifest(manifest, folder)
            step("wrote the manifest")

        folder = store.publish(out, build, write, step)
    return BuildResult(
        out,
        folder,
        build,
        making.accounts,
        tuple(taken.rejected),
        time.monotonic() - started,
        tuple(taken.too_long),
        making.parsed,
        making.doubts,
    )


@contextmanager
def _memory_given_back() -> Iterator[None]:
    """Arrow's own allocator keeps what it has freed, which is several hundred megabytes; the system's does not."""
    before = pyarrow.default_memory_pool()
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    try:
        yield
    finally:
        pyarrow.set_memory_pool(before)


@contextmanager
def _told_as_store_error() -> Iterator[None]:
    """A full disk comes as an error of whatever was writing at that moment."""
    try:
        yield
    except (sqlite3.Error, duckdb.Error) as error:
        raise store.StoreError(f"the disk can't be written ({error}); the last build stays as it was") from error


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


def _record(
    build: str,
    ingredients: dict[str, Any],
    taken: Taken,
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
            for piece in taken.rejected
        ),
        *accounts.facts(),
    ]
    if ingredients["overlay"]:
        rows.append({"section": "version", "name": "registry overlay", "sha256": ingredients["overlay"]})
    model = TABLES["builds"]
    return ordered(model, model.validate(frame(model, [{"build": build} | row for row in rows])))


def _made(taken: Taken, out: Path, registry: Registry) -> dict[str, Any]:
    """What the manifest tells of the run: when, by what, and where the inputs are as seen from the link."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in PACKAGES},
        "inputs": {name: os.path.relpath(path, out.parent) for name, path in sorted(taken.paths.items())},
        "overlay": os.path.relpath(registry.overlay, out.parent) if registry.overlay else None,
        "roots": [os.path.relpath(path, out.parent) for path in taken.roots],
    }
