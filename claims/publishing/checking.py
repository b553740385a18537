"""Whether a release is what its own descriptors say: hashes, the DuckDB file's content, Data Package, Croissant."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb

from claims.publishing.content import CONTENT, content_in
from claims.publishing.errors import ReleaseError
from claims.publishing.sums import SUMS, read_sums
from claims.publishing.web_descriptors import CONTEXT
from claims.schema import Table
from claims.store import DATABASE, entries

TOLD = 5  # faults told of one file
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_STEERING = ("scheme", "basepath", "extrapaths", "profile", "$schema", "innerpath", "control", "compression", "data")
"""Keys of a resource by which something else than the named file could be read; a release has none of them."""


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
    try:
        expected = _object(folder / CONTENT)
        found = content_in(folder / DATABASE, models)
    except ReleaseError as error:
        yield str(error)
        return
    except duckdb.Error as error:
        yield f"{DATABASE} can't be read ({_line(error)})"
        return
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield f"the table {name} in {DATABASE} is not the one that {CONTENT} tells of"


def _package(folder: Path) -> Iterator[str]:
    """What frictionless finds in the CSV resources; of the others it checks that they are there with their hash."""
    try:
        from frictionless import Package, system
    except ImportError:
        raise ReleaseError("frictionless is not installed: pip install 'claims[release]'") from None
    name = "datapackage.json"
    try:
        descriptor = _object(folder / name)
    except ReleaseError as error:
        yield str(error)
        return
    if faults := list(_unsafe_package(descriptor, folder)):
        yield from (f"{name}: {fault}" for fault in faults)
        return
    try:
        with system.use_context(trusted=False):
            report = Package(descriptor, basepath=str(folder)).validate()
    except Exception as error:  # whatever a descriptor makes of the library is a fault of the descriptor
        yield f"{name} can't be validated ({_line(error)})"
        return
    for fault in report.errors:
        yield f"{name}: {fault.message}"
    for task in report.tasks:
        for fault in task.errors[:TOLD]:
            yield f"{task.place}: {fault.message}"


def _croissant(folder: Path) -> Iterator[str]:
    try:
        import mlcroissant
    except ImportError:
        raise ReleaseError("mlcroissant is not installed: pip install 'claims[release]'") from None
    name = "croissant.json"
    try:
        content = _object(folder / name)
    except ReleaseError as error:
        yield str(error)
        return
    if faults := list(_unsafe_croissant(content, folder)):
        yield from (f"{name}: {fault}" for fault in faults)
        return
    logging.getLogger("absl").setLevel(logging.ERROR)  # it warns of optional properties
    try:
        mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    except mlcroissant.ValidationError as error:
        yield f"{name}: {error}"
    except Exception as error:  # as above
        yield f"{name} can't be validated ({_line(error)})"


def _object(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReleaseError(f"{path.name} is missing") from None
    except (OSError, ValueError, RecursionError) as error:
        raise ReleaseError(f"{path.name} is damaged ({_line(error)})") from None
    if not isinstance(content, dict):
        raise ReleaseError(f"{path.name} is damaged (it is no JSON object)")
    return content


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def _unsafe_package(descriptor: dict[str, Any], folder: Path) -> Iterator[str]:
    """What a descriptor could make the library read beside the files of the release."""
    if descriptor.get("$schema", PROFILE) != PROFILE or "profile" in descriptor:
        yield "it names a profile of its own"
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        yield "it has no resources"
        return
    listed = {*read_sums(folder), DATABASE}
    for number, one in enumerate(resources, start=1):
        if not isinstance(one, dict):
            yield f"resource {number} is no object"
            continue
        yield from _unlisted(one.get("path"), f"resource {number}", folder, listed)
        for key in ("schema", "dialect"):
            if not isinstance(one.get(key, {}), dict):
                yield f"the {key} of resource {number} must stand in the descriptor itself"
        yield from (f"resource {number} has the key {key}" for key in _STEERING if key in one)


def _unsafe_croissant(content: dict[str, Any], folder: Path) -> Iterator[str]:
    if content.get("@context") != CONTEXT:
        yield "its @context is not that of Croissant 1.0"
        return
    listed = {*read_sums(folder), DATABASE}
    waiting: list[Any] = [value for key, value in content.items() if key != "@context"]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
            for key, held in value.items():
                if key == "@context":
                    yield "it has a second @context"
                elif key.endswith("contentUrl"):
                    yield from _unlisted(held, "a contentUrl", folder, listed)


def _unlisted(path: Any, what: str, folder: Path, listed: set[str]) -> Iterator[str]:
    """Why a path of a descriptor is none of a file of the release."""
    if not isinstance(path, str) or not path:
        yield f"{what} has no path"
    elif "://" in path or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        yield f"{what} leads out of the release: {path[:80]!r}"
    elif path not in listed:
        yield f"{what} is not listed in {SUMS}: {path[:80]!r}"
    elif not (folder / path).resolve().is_relative_to(folder.resolve()):
        yield f"{what} is a link that leads out of the release: {path[:80]!r}"
