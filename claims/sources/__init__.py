"""Readers of statements. Each format is a module with ``recognise(name, head)`` and ``read(file, name, settings)``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from claims.sources import (
    article,
    csv_table,
    feeds,
    json_lines,
    packed,
    parquet_table,
    telegram_export,
    telegram_html,
    telegram_preview,
    web_article,
)
from claims.sources.incoming import REASONS, PassedOver, Piece, Pieces, Rejected, RejectionError, Settings
from claims.sources.moment import parse_moment

__all__ = [
    "REASONS",
    "InputFile",
    "PassedOver",
    "Piece",
    "Rejected",
    "RejectionError",
    "Settings",
    "find",
    "formats",
    "open_input",
    "parse_moment",
    "read",
    "read_file",
]

_HEAD = 1 << 16  # bytes by which a format is recognised


class Reader(Protocol):
    """What a module of this package offers to be a reader."""

    @property
    def FORMAT(self) -> str:  # noqa: N802 - a constant of the module
        """What the format is called, for people."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802
        """How names of such files end."""

    def recognise(self, name: str, head: bytes, /) -> bool:
        """Whether the file is of this format, by its name and first bytes."""

    def read(self, file: BinaryIO, name: str, settings: Settings, /) -> Pieces:
        """The statements in the file, and what had to be rejected."""


READERS: tuple[Reader, ...] = (
    json_lines,
    telegram_export,
    telegram_html,
    telegram_preview,
    web_article,
    feeds,
    csv_table,
    parquet_table,
    article,
)
"""The first that recognises a file reads it."""


def formats() -> list[tuple[str, tuple[str, ...]]]:
    """What can be read: the name of each format, and how names of its files end."""
    return [(reader.FORMAT, reader.SUFFIXES) for reader in READERS] + [(packed.FORMAT, packed.SUFFIXES)]


@dataclass(slots=True)
class InputFile:
    """A file to be taken in: its name in messages and tables, its size in bytes and its hash.

    ``position`` tells, while it is read, how many bytes of it have been read.
    """

    name: str
    path: Path
    bytes: int
    sha256: str
    file: BinaryIO | None = field(default=None, repr=False)

    @property
    def position(self) -> int:
        """How many bytes have been read."""
        return self.file.tell() if self.file is not None and not self.file.closed else 0


def find(path: Path) -> list[Path]:
    """The files that ``path`` stands for: itself, or all that a reader knows by name under a directory, in order."""
    if not path.is_dir():
        return [path]
    suffixes = tuple(suffix for _, endings in formats() for suffix in endings)
    files = (file for file in path.rglob("*") if not any(part.startswith(".") for part in file.relative_to(path).parts))
    known = (file for file in files if file.name.lower().endswith(suffixes) and file.is_file())
    return sorted(known, key=lambda file: file.as_posix())


def open_input(path: Path, name: str) -> InputFile | Rejected:
    """The file with its size and hash, or why it can't be read."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            return Rejected(name, "no_regular_file")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return InputFile(name, path, file.tell(), digest)
    except FileNotFoundError:
        return Rejected(name, "missing_file")
    except OSError as error:
        return Rejected(name, "not_readable", detail=error.strerror or "")


def read_file(opened: InputFile, settings: Settings) -> Iterator[Piece]:
    """The statements in a file, by the reader that recognises it; packed ones are unpacked as they are read."""
    try:
        with opened.path.open("rb") as file:
            opened.file = file
            before = opened.path.stat()
            yield from _read(file, opened.name, settings)
            after = opened.path.stat()
            if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
                yield Rejected(opened.name, "changed_while_read")
    except OSError as error:
        yield Rejected(opened.name, "not_readable", detail=error.strerror or "")
    finally:
        opened.file = None


def read(content: bytes, name: str, settings: Settings) -> Iterator[Piece]:
    """The statements in the content of a file called ``name``."""
    return _read(BytesIO(content), name, settings)


def _read(file: BinaryIO, name: str, settings: Settings) -> Iterator[Piece]:
    try:
        for member in packed.unpacked(file, name):
            if isinstance(member, Rejected):
                yield member
                continue
            yield from _guarded(member, settings)
    except OSError:
        raise
    except Exception as error:  # one bad file must not end a build
        yield Rejected(name, "unreadable", detail=type(error).__name__)


def _guarded(member: packed.Member, settings: Settings) -> Iterator[Piece]:
    """The pieces of one file that is no archive; what breaks in unpacking costs the rest of that file only."""
    try:
        try:
            head = member.file.read(_HEAD)
        except RejectionError:  # a short packed file with a wrong end; what was unpacked is held
            member.file.seek(0)
            head = member.file.readline(_HEAD)
        member.file.seek(0)
        for reader in READERS:
            if reader.recognise(member.name, head):
                yield from reader.read(member.file, member.name, settings)
                return
        yield Rejected(member.name, "unknown_format")
    except RejectionError as rejection:
        yield Rejected(member.name, rejection.reason, None, rejection.detail)
    except OSError:
        raise
    except Exception as error:  # whatever a file makes of a library; its message may quote the file
        yield Rejected(member.name, "unreadable", None, type(error).__name__)
