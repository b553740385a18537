"""Packed files: gzip, and zip with any number of members. They are unpacked as they are read and never onto disk.

What packs a file can lie. A member whose path climbs out of the archive is refused, though nothing would be written
there; so are an archive in an archive, an encrypted member, and more than :data:`MOST_TIMES` the packed size.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from claims.sources.incoming import Rejected, RejectionError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FORMAT = "gzip or zip of any of these"
SUFFIXES = (".gz", ".zip")
MOST_MEMBERS = 100_000
MOST_TIMES = 200  # exports pack to a tenth, pages to a thirtieth; a bomb to a thousandth
MOST_BOUNDS = 8  # of these bounds, for a zip as a whole
ALWAYS_ALLOWED = 64 * 2**20  # bytes that a small file may unpack to whatever its size
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HELD = 1 << 16  # bytes at the start that can be read twice


@dataclass(frozen=True, slots=True)
class Member:
    """A file as it was before packing. Its first 64 kB can be read again after ``seek(0)``."""

    name: str
    file: BinaryIO


def unpacked(file: BinaryIO, name: str) -> Iterator[Member | Rejected]:
    """The members of a packed file one after another, or the file itself when it is not packed."""
    head = file.read(4)
    file.seek(0)
    if head.startswith(_GZIP):
        yield _gzip(file, name)
    elif head in _ZIP:
        yield from _zip(file, name)
    else:
        yield Member(name, file)


def _gzip(file: BinaryIO, name: str) -> Member:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    plain = name.removesuffix(".gz")
    stream = gzip.GzipFile(fileobj=file)
    return Member(plain, io.BufferedReader(_Unpacking(stream.read1, size, plain)))


def _zip(file: BinaryIO, name: str) -> Iterator[Member | Rejected]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield Rejected(name, "damaged_archive", detail=str(error))
        return
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) > MOST_MEMBERS:
            yield Rejected(name, "too_large", detail=f"more than {MOST_MEMBERS:,} members")
            return
        if not members:
            yield Rejected(name, "nothing_readable", detail="the archive is empty")
        budget = _Budget(MOST_BOUNDS * max(ALWAYS_ALLOWED, file.seek(0, io.SEEK_END) * MOST_TIMES // MOST_BOUNDS))
        for info in sorted(members, key=lambda info: info.filename):
            if budget.spent > budget.most:
                yield Rejected(name, "archive_bomb", detail=f"more than {budget.most:,} bytes in all")
                return
            yield from _zip_member(archive, info, name, budget)


@dataclass(slots=True)
class _Budget:
    """The bytes that the members of an archive may unpack to together."""

    most: int
    spent: int = 0


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: _Budget
) -> Iterator[Member | Rejected]:
    shown = f"{name}/{_printable(info.filename)}"
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in str(path).split("/")[0]:
        yield Rejected(shown, "unsafe_path")
    elif not path.parts or any(part.startswith(".") or part == "__MACOSX" for part in path.parts):
        return  # what an operating system adds, as in folders
    elif stat.S_ISLNK(info.external_attr >> 16):
        yield Rejected(shown, "unsafe_path", detail="a symbolic link")
    elif info.flag_bits & 1:
        yield Rejected(shown, "encrypted")
    elif path.suffix.lower() in SUFFIXES and path.suffix.lower() != ".gz":
        yield Rejected(shown, "archive_in_archive")
    else:
        try:
            with archive.open(info) as stream:
                yield Member(shown, io.BufferedReader(_Unpacking(stream.read, info.compress_size, shown, budget)))
        except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError) as error:
            yield Rejected(shown, "damaged_archive", detail=str(error))


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:200]


class _Unpacking(io.RawIOBase):
    """What is unpacked, as a stream that counts, and whose start can be read twice."""

    def __init__(
        self, more: Callable[[int], bytes], packed_size: int, name: str, budget: _Budget | None = None
    ) -> None:
        self._budget = budget
        self._more = more
        self._limit = max(ALWAYS_ALLOWED, packed_size * MOST_TIMES)
        self._name = name
        self._start = b""
        self._position = 0
        self._unpacked = 0
        self._failure: RejectionError | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET or not (offset == self._position or 0 <= offset <= len(self._start)):
            raise io.UnsupportedOperation("a packed file can be read again only from near its start")
        if self._unpacked > len(self._start) and offset != self._position:
            raise io.UnsupportedOperation("the start is no longer held")
        self._position = offset
        return offset

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if self._position < len(self._start):
            data = self._start[self._position : self._position + len(view)]
        else:
            data = self._unpack(min(len(view), _HELD))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def _unpack(self, size: int) -> bytes:
        if self._failure is not None:
            raise self._failure
        try:
            data = self._more(size)
        except (zlib.error, zipfile.BadZipFile, OSError, EOFError) as error:
            self._failure = RejectionError("damaged_archive", str(error))
            raise self._failure from None
        self._unpacked += len(data)
        if self._budget is not None:
            self._budget.spent += len(data)
            if self._budget.spent > self._budget.most:
                raise RejectionError("archive_bomb", f"more than {self._budget.most:,} bytes in all")
        if self._unpacked > self._limit:
            raise RejectionError("archive_bomb", f"more than {self._limit:,} bytes")
        if self._unpacked <= 2 * _HELD:
            self._start += data
        return data
