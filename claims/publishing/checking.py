"""Whether a release is what its own descriptors say: hashes, the DuckDB file's content, Data Package, Croissant."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from claims.publishing.content import CONTENT, content_in
from claims.publishing.errors import ReleaseError
from claims.publishing.sums import SUMS, read_sums
from claims.schema import Table
from claims.store import DATABASE, entries

TOLD = 5  # faults told of one file


def check(folder: Path, models: Mapping[str, type[Table]], step: Callable[[str], None] = lambda _: None) -> None:
    """Raise :class:`ReleaseError` with every fault found, one line each."""
    faults = [*_hashes(folder), *_database(folder, models)]
    step("compared files and database with their hashes")
    faults += _package(folder)
    step("validated the Data Package with frictionless")
    faults += _croissant(folder)
    step("validated Croissant with mlcroissant")
    if faults:
        raise ReleaseError("; ".join(faults))


def _hashes(folder: Path) -> Iterator[str]:
    if not (folder / SUMS).is_file():
        raise ReleaseError(f"{folder} is not a release (it has no {SUMS})")
    expected = read_sums(folder)
    found = {item.name: item.sha256 for item in entries(folder) if item.name not in (SUMS, DATABASE)}
    yield from (f"{name} is missing" for name in sorted(expected.keys() - found.keys()))
    yield from (f"{name} does not belong to the release" for name in sorted(found.keys() - expected.keys()))
    yield from (f"{name} was altered" for name in sorted(expected) if found.get(name, expected[name]) != expected[name])


def _database(folder: Path, models: Mapping[str, type[Table]]) -> Iterator[str]:
    if not (folder / DATABASE).is_file():
        yield f"{DATABASE} is missing"
        return
    expected = json.loads((folder / CONTENT).read_text(encoding="utf-8"))
    found = content_in(folder / DATABASE, models)
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield f"the table {name} in {DATABASE} is not the one that {CONTENT} tells of"


def _package(folder: Path) -> Iterator[str]:
    """What frictionless finds in the CSV resources; of the others it checks that they are there with their hash."""
    try:
        from frictionless import Package, system
    except ImportError:
        raise ReleaseError("frictionless is not installed: pip install 'claims[release]'") from None
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    for error in report.errors:
        yield f"datapackage.json: {error.message}"
    for task in report.tasks:
        for error in task.errors[:TOLD]:
            yield f"{task.place}: {error.message}"


def _croissant(folder: Path) -> Iterator[str]:
    try:
        import mlcroissant
    except ImportError:
        raise ReleaseError("mlcroissant is not installed: pip install 'claims[release]'") from None
    logging.getLogger("absl").setLevel(logging.ERROR)  # it warns of optional properties
    try:
        mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    except mlcroissant.ValidationError as error:
        yield f"croissant.json: {error}"
