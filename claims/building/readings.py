"""The store of readings: what the parser made of each text, so that the next build reads only what is new or changed.

It lies beside the builds (``datasets/builds/.readings``), outside of git, and holds nothing that a build could not make
again: it may be deleted at any time. It is emptied when the parser, a lexicon or a registry changes, bounded in size,
and every entry carries a check sum: a damaged file costs the time of reading again, never a wrong row.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from claims.model import Statement

FOLDER = ".readings"
MOST_READINGS = 2_000_000
_LOOK_UP = 500  # keys in one question
_CHECK = 4  # bytes of the check sum before each text
_PLAIN, _COMPRESSED = b"p", b"c"
_SHORT = 200  # bytes; the readings without claims, which are most
_FIELDS = tuple(field.name for field in fields(Statement) if field.name not in ("text", "retrieved_at"))

_TABLES = """
CREATE TABLE IF NOT EXISTS readings (key BLOB PRIMARY KEY, build INTEGER, text BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS told (name TEXT PRIMARY KEY, value TEXT);
"""


class Readings:
    """Readings by statement. ``parser`` identifies all that decides what the parser makes of a text."""

    def __init__(self, folder: Path, parser: str, most: int = MOST_READINGS) -> None:
        self._path = folder / FOLDER / "readings.sqlite"
        self._parser = parser
        self._most = most
        self._build = 0
        self.damaged = False
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = self._opened()
        except (sqlite3.Error, ValueError, OSError):
            self._start_again()

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, isolation_level=None)
        try:
            # a lost power supply may damage it, which is found and costs time only
            for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-16384"):
                connection.execute(f"PRAGMA {pragma}")
            connection.executescript(_TABLES)
            told = dict(connection.execute("SELECT name, value FROM told"))
            connection.execute("BEGIN")
            if told.get("parser") != self._parser:
                connection.execute("DELETE FROM readings")
            self._build = int(told.get("build", "0")) + 1
            rows = [("parser", self._parser), ("build", str(self._build))]
            connection.executemany("INSERT OR REPLACE INTO told VALUES (?, ?)", rows)
        except BaseException:
            connection.close()
            raise
        return connection

    def _start_again(self) -> None:
        """Throw a damaged store away; without a place to write there is none, and everything is read."""
        self.damaged = True
        self._let_go()
        try:
            for name in ("readings.sqlite", "readings.sqlite-wal", "readings.sqlite-shm"):
                self._path.with_name(name).unlink(missing_ok=True)
            self._connection = self._opened()
        except (sqlite3.Error, ValueError, OSError):
            self._connection = None

    def _let_go(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def get(self, keys: Sequence[bytes]) -> list[bytes | None]:
        """What is known by each key, as :func:`claims.building.reading_text.text_of` wrote it."""
        if self._connection is None:
            return [None] * len(keys)
        found: dict[bytes, bytes] = {}
        try:
            for start in range(0, len(keys), _LOOK_UP):
                some = keys[start : start + _LOOK_UP]
                marks = ",".join("?" * len(some))
                question = f"SELECT key, text FROM readings WHERE key IN ({marks})"  # noqa: S608 - marks only
                found.update(self._connection.execute(question, some))
                used = [(self._build, key) for key in some if key in found]
                self._connection.executemany("UPDATE readings SET build = ? WHERE key = ?", used)
        except sqlite3.Error:
            self._start_again()
            return [None] * len(keys)
        return [_unpacked(found[key]) if key in found else None for key in keys]

    def put(self, readings: Iterable[tuple[bytes, bytes]]) -> None:
        """Remember readings by their keys."""
        if self._connection is None:
            return
        rows = [(key, self._build, _packed(text)) for key, text in readings]
        try:
            self._connection.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", rows)
        except sqlite3.Error:
            self._start_again()

    def close(self) -> None:
        """Keep what was put, within the bound: readings that no build asked for in the longest time go first."""
        if self._connection is None:
            return
        with contextlib.suppress(sqlite3.Error):
            (number,) = self._connection.execute("SELECT count(*) FROM readings").fetchone()
            if number > self._most:
                self._connection.execute(
                    "DELETE FROM readings WHERE key IN (SELECT key FROM readings ORDER BY build, key LIMIT ?)",
                    (number - self._most,),
                )
            self._connection.execute("COMMIT")
        self._let_go()


def key_of(statement: Statement) -> bytes:
    """A hash of the statement with everything that the parser may look at, its revision included."""
    told = "\0".join([*(str(getattr(statement, name)) for name in _FIELDS), statement.text])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()[:16]


def _packed(text: bytes) -> bytes:
    packed = _PLAIN + text if len(text) < _SHORT else _COMPRESSED + zlib.compress(text, 1)
    return zlib.crc32(packed).to_bytes(_CHECK, "big") + packed


def _unpacked(entry: Any) -> bytes | None:
    if not isinstance(entry, bytes) or zlib.crc32(entry[_CHECK:]).to_bytes(_CHECK, "big") != entry[:_CHECK]:
        return None
    kind, text = entry[_CHECK : _CHECK + 1], entry[_CHECK + 1 :]
    try:
        return text if kind == _PLAIN else zlib.decompress(text)
    except zlib.error:
        return None
