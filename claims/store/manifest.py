"""The manifest of a build: what it was made from and every file's hash, in ``manifest.json`` beside the files."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from claims.store.errors import StoreError

MANIFEST = "manifest.json"
UNREPRODUCIBLE = ("claims.duckdb",)
_BUILD = re.compile("[0-9a-f]{16}")
SITE = "site"
"""The folder of a build that `claims report` fills afterwards; it is no part of the build."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: its name relative to the build (or, of an input, to the project), its size in bytes and its hash."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``recipe`` is what identifies the build; ``made`` tells of the run (time, machine) and identifies nothing."""

    build: str
    recipe: dict[str, Any]
    inputs: tuple[Entry, ...]
    files: tuple[Entry, ...]
    made: dict[str, Any]

    def reproducible(self) -> dict[str, str]:
        """The hashes that two runs from the same inputs share."""
        return {entry.name: entry.sha256 for entry in self.files if entry.name not in UNREPRODUCIBLE}


def entries(folder: Path) -> tuple[Entry, ...]:
    """All files under ``folder`` except the manifest itself and the report site, by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    files = [path for path in files if not path.relative_to(folder).parts[0].startswith(SITE)]
    return tuple(entry(path, path.relative_to(folder).as_posix()) for path in files)


def entry(path: Path, name: str) -> Entry:
    """The size and hash of one file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Entry(name, path.stat().st_size, digest)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write ``manifest.json`` into the folder of the build."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest in the folder. Raises :class:`StoreError` when there is none or it is damaged."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        inputs, files = (tuple(Entry(**item) for item in content[key]) for key in ("inputs", "files"))
        if not isinstance(content["build"], str) or not _BUILD.fullmatch(content["build"]):
            raise ValueError("build must be 16 hex digits")  # it names the folder of a release
        return Manifest(content["build"], content["recipe"], inputs, files, content["made"])
    except FileNotFoundError:
        raise StoreError(f"{folder} is not a build (it has no {MANIFEST}): run `make datasets`") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder / MANIFEST} is damaged ({error}): run `make datasets` again") from None


def damages(folder: Path, manifest: Manifest) -> list[str]:
    """What is wrong with the files of a build, one line each: missing, altered or added."""
    found = {item.name: item for item in entries(folder)}
    expected = {item.name: item for item in manifest.files}
    lines = [f"{name} is missing" for name in expected if name not in found]
    lines += [f"{name} was altered" for name, item in expected.items() if found.get(name, item).sha256 != item.sha256]
    lines += [f"{name} does not belong to the build" for name in found if name not in expected]
    return lines
