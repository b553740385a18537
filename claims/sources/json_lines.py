"""Statements as JSON Lines: one object a line with ``text``, ``published_at`` and, where known, the rest.

The keys are those of :mod:`claims.sources.records`. A bad line is rejected with its number; the rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from claims.sources.incoming import Piece, Pieces, Rejected, RejectionError, Settings
from claims.sources.records import statement

FORMAT = "JSON Lines: an object with text and published_at a line"
SUFFIXES = (".jsonl", ".ndjson")
LONGEST_LINE = 64 * 2**20  # bytes
_BOM = b"\xef\xbb\xbf"


def recognise(name: str, head: bytes) -> bool:
    """Whether a file is ours, by its name; a nameless stream by its first character."""
    return name.endswith(SUFFIXES) or ("." not in name and head.removeprefix(_BOM).lstrip().startswith(b"{"))


def read(file: BinaryIO, name: str, settings: Settings) -> Pieces:
    """The statements of the lines, in order; blank lines are passed over."""
    empty = True
    for number, line in enumerate(_lines(file), start=1):
        if number == 1:
            line = line.removeprefix(_BOM)
        if not line.strip():
            continue
        empty = False
        yield _piece(line, name, number, settings)
    if empty:
        yield Rejected(name, "empty_file")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines; of one that is too long its start only, which is enough to reject it."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


def _piece(line: bytes, name: str, number: int, settings: Settings) -> Piece:
    try:
        return statement(_object(line), settings)
    except RejectionError as rejection:
        return Rejected(name, rejection.reason, number, rejection.detail)


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise RejectionError("too_large", f"a line of more than {LONGEST_LINE:,} bytes")
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise RejectionError("not_utf8", f"byte {error.start + 1} of the line") from None
    except json.JSONDecodeError as error:
        raise RejectionError("broken_json", f"{error.msg} at column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, RejectionError):
            raise
        raise RejectionError("broken_json", "too deep, or a number too long") from None
    if not isinstance(value, dict):
        raise RejectionError("not_an_object", type(value).__name__)
    return value


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise RejectionError("duplicate_key", key)
        result[key] = value
    return result
