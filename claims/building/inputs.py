"""The inputs of a build: which files, under which names, and the id that they give the build."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claims import sources
from claims.model import Statement
from claims.parsing.reading import MAX_BYTES, too_long
from claims.registry import Registry
from claims.sources.registered import channel_named
from claims.store import Entry
from claims.version import __version__

DATASETS = Path("datasets")
STATEMENTS = ("statements", "raw")  # folders of datasets/ that hold statements; raw/ only where posts were fetched
CODED = "coded"
PACKAGE = Path(__file__).parent.parent
DECIDES_READINGS = ("parsing", "lexicon", "registry", "model.py", "languages.py")  # parts of the package

Meter = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much."""


class InputError(ValueError):
    """There is nothing to build from; the message is one line that says what to do."""


MOST_TOLD = 100_000  # rejected pieces kept one by one; beyond, they are counted


@dataclass
class Taken:
    """What the inputs gave beside the statements: pieces rejected or passed over, and every file with its hash."""

    rejected: list[sources.Rejected] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    files: dict[str, Entry] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    too_long: list[str] = field(default_factory=list)
    roots: list[Path] = field(default_factory=list)

    def add_file(self, name: str, path: Path, entry: Entry) -> None:
        """Record a file that decides what the build holds."""
        self.files[name] = entry
        self.paths[name] = path

    def reject(self, piece: sources.Rejected) -> None:
        """Record a piece that is no statement."""
        self.reasons[piece.reason] += 1
        if len(self.rejected) < MOST_TOLD:
            self.rejected.append(piece)


def split(inputs: Iterable[str | os.PathLike[str]] | None) -> tuple[list[Path], list[Path]]:
    """The inputs parted into paths of statements and folders of coded series.

    Without inputs: ``datasets/statements``, ``datasets/raw`` where it exists, and ``datasets/coded``, under the current
    directory. A given path is a folder of coded series when its name is ``coded``. Raises :class:`InputError`.
    """
    if inputs is None:
        if not DATASETS.is_dir():
            raise InputError(
                f"there is no directory {DATASETS} here: run this in the project's folder, or give --input"
            )
        given = [DATASETS / name for name in (*STATEMENTS, CODED) if (DATASETS / name).exists()]
    else:
        given = list(dict.fromkeys(Path(path) for path in inputs))
    if not given:
        raise InputError("there are no inputs: give --input, or fill datasets/statements")
    coded = [path for path in given if path.is_dir() and path.resolve().name == CODED]
    return [path for path in given if path not in coded], coded


def take(
    paths: Iterable[Path], settings: sources.Settings, keep: Callable[[Statement], None], meter: Meter | None = None
) -> Taken:
    """Read every statement under the paths and hand it to ``keep``. What can't be read is told, with the reason.

    ``meter`` hears of the bytes read.
    """
    taken = Taken()
    found: list[tuple[Path, str]] = []
    for path in sorted(paths):
        taken.roots.append(path)
        files = sources.find(path)
        if not files:
            taken.reject(sources.Rejected(public_name(path), "nothing_readable"))
        found += [(file, public_name(file, path, settings.registry)) for file in files]
    found = _distinct(found)
    total = sum(_size(file) for file, _ in found)
    done = 0
    for file, name in found:
        opened = sources.open_input(file, name)
        if isinstance(opened, sources.Rejected):
            taken.reject(opened)
            continue
        taken.add_file(name, file, Entry(name, opened.bytes, opened.sha256))
        for piece in sources.read_file(opened, settings):
            if isinstance(piece, Statement):
                keep(piece)
                if len(piece.text) > MAX_BYTES // 4 and len(piece.text.encode("utf-8", "replace")) > MAX_BYTES:
                    taken.too_long.append(f"{name}: {too_long(piece)}")
            elif isinstance(piece, sources.PassedOver):
                taken.passed_over[piece.reason] += piece.count
            else:
                taken.reject(piece)
            if meter is not None:
                meter("reading", done + opened.position, total)
        done += opened.bytes
    return taken


def _distinct(found: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Each file once, and files of one name told apart by a number before it."""
    taken: dict[str, Path] = {}
    for file, name in found:
        file, number, plain = file.resolve(), 1, name
        while taken.get(name, file) != file:
            number += 1
            name = f"{number}/{plain}"
        taken[name] = file
    return [(file, name) for name, file in taken.items()]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def public_name(file: Path, given: Path | None = None, registry: Registry | None = None) -> str:
    """The name of an input in messages and tables: relative to the current directory, else to the path given.

    It holds nothing of the machine, so that the tables are the same everywhere; only a folder that is called like a
    source of the registry is kept, because it tells where the file comes from.
    """
    try:
        return file.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        given = given or file
        name = (Path(given.name) / file.relative_to(given)).as_posix()
        folder = channel_named(given.absolute().parent.name, registry) if registry else None
        return f"{folder}/{name}" if folder else name


def recipe(taken: Taken, without: Iterable[str], registry: Registry, parser_version: str) -> dict[str, Any]:
    """What identifies a build: versions, the package's own files, options, and every input with its hash."""
    return {
        "claims": __version__,
        "parser": str(parser_version),
        "package": package_digest(),
        "without": sorted(without),
        "overlay": overlay_digest(registry.overlay),
        "inputs": {name: entry.sha256 for name, entry in sorted(taken.files.items())},
    }


def build_id(ingredients: dict[str, Any]) -> str:
    """A short hash of the recipe."""
    text = json.dumps(ingredients, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def package_digest() -> str:
    """The hash of the package's own files: another parser, registry or lexicon makes another build."""
    return _digest(PACKAGE)


def parser_digest(registry: Registry, parser_version: str) -> str:
    """The hash of all that decides what the parser makes of a text: its version and code, lexicons and registries."""
    parts = [str(parser_version), overlay_digest(registry.overlay) or ""]
    for name in DECIDES_READINGS:
        path = PACKAGE / name
        parts.append(_digest(path) if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def overlay_digest(folder: Path | None) -> str | None:
    """The hash of the registry files that are laid over ours, None where there are none."""
    return _digest(folder) if folder else None


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
