"""Readers of statements. Each format is a module with ``recognise(name, head)`` and ``read(file, name, settings)``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from claims.sources import article, json_lines
from claims.sources.incoming import REASONS, Piece, Pieces, Rejected, RejectionError, Settings
from claims.sources.moment import parse_moment

__all__ = [
    "REASONS",
    "InputFile",
    "Piece",
    "Rejected",
    "RejectionError",
    "Settings",
    "find",
    "open_input",
    "parse_moment",
    "read",
]

LARGEST_FILE = 2**30  # bytes


class Reader(Protocol):
    """What a module of this package offers to be a reader."""

    def recognise(self, name: str, head: bytes, /) -> bool:
        """Whether the file is of this format, by its name and first bytes."""

    def read(self, file: BinaryIO, name: str, settings: Settings, /) -> Pieces:
        """The statements in the file, and what had to be rejected."""


READERS: tuple[Reader, ...] = (json_lines, article)  # the first that recognises a file reads it


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file taken in, as it was at that moment: its name in messages and tables, its content and its hash."""

    name: str
    path: Path
    content: bytes
    sha256: str


def find(path: Path) -> list[Path]:
    """The files that ``path`` stands for: itself, or all that a reader knows by name under a directory, in order."""
    if not path.is_dir():
        return [path]
    files = (file for file in path.rglob("*") if not any(part.startswith(".") for part in file.relative_to(path).parts))
    known = (file for file in files if file.is_file() and file.suffix in (*json_lines.SUFFIXES, *article.SUFFIXES))
    return sorted(known, key=lambda file: file.as_posix())


def open_input(path: Path, name: str) -> InputFile | Rejected:
    """The file read whole, or why it can't be."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Rejected(name, "too_large", detail=f"more than {LARGEST_FILE:,} bytes")
        content = path.read_bytes()
    except FileNotFoundError:
        return Rejected(name, "missing_file")
    except OSError as error:
        return Rejected(name, "not_readable", detail=error.strerror or "")
    return InputFile(name, path, content, hashlib.sha256(content).hexdigest())


def read(content: bytes, name: str, settings: Settings) -> Iterator[Piece]:
    """The statements in the content of a file called ``name``, by the reader that recognises it."""
    for reader in READERS:
        if reader.recognise(name, content[:4096]):
            return reader.read(BytesIO(content), name, settings)
    return iter([Rejected(name, "unknown_format")])
