"""Where the statements of a build wait until all are read: on disk, so that a million of them need no memory.

Readers hand statements over in the order of the files. :meth:`Spool.number_revisions` then puts those of one address
together, and :meth:`Spool.statements` gives them back in the order of the table ``statements``. Only keys are sorted;
texts are written once and read once.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from claims.building.revisions import Revision, revise
from claims.model import Problem, PublishedPrecision, Statement, TextStatus

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CACHE_KIB = 32_768
_TOGETHER = 2_000  # statements written at once

_TABLES = """
CREATE TABLE incoming (n INTEGER PRIMARY KEY, statement_id TEXT, published INTEGER, fields TEXT, text BLOB);
CREATE TABLE numbered (published INTEGER, statement_id TEXT, revision INTEGER, n INTEGER, problems TEXT);
"""


class Spool:
    """The statements of one build in a file of ``folder`` that is of no use to anyone else."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "spool.sqlite", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", f"cache_size=-{_CACHE_KIB}"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(_TABLES)
        self._connection.execute("BEGIN")
        self._waiting: list[tuple[str, int, str, bytes]] = []
        self.count = 0
        self.numbered = 0

    def add(self, statement: Statement) -> None:
        """Take in a statement."""
        self.count += 1
        self._waiting.append(_row(statement))
        if len(self._waiting) >= _TOGETHER:
            self._flush()

    def _flush(self) -> None:
        self._connection.executemany(
            "INSERT INTO incoming (statement_id, published, fields, text) VALUES (?, ?, ?, ?)", self._waiting
        )
        self._waiting.clear()

    def number_revisions(self) -> int:
        """Number the revisions of every address; return how many statements only repeated another one."""
        self._flush()
        self._connection.executemany("INSERT INTO numbered VALUES (?, ?, ?, ?, ?)", self._numbered())
        return self.count - self.numbered

    def _numbered(self) -> Iterator[tuple[int, str, int, int, str]]:
        keys = self._connection.execute("SELECT statement_id, published, n FROM incoming ORDER BY statement_id, n")
        for statement_id, group in itertools.groupby(keys, key=lambda row: row[0]):
            copies = [(published, n) for _, published, n in group]
            if len(copies) == 1:
                self.numbered += 1
                yield copies[0][0], statement_id, 0, copies[0][1], ""
                continue
            read = [self._statement(n) for _, n in copies]
            for found in revise(read):
                self.numbered += 1
                published, n = copies[found.position]
                yield published, statement_id, found.revision, n, _problems_text(found)

    def statements(self) -> Iterator[tuple[Statement, tuple[Problem, ...]]]:
        """Every revision in the order of the table, with the problems met in putting the copies together."""
        keys = self._connection.execute(
            "SELECT n, revision, problems FROM numbered ORDER BY published, statement_id, revision"
        )
        for n, revision, problems in keys:
            found = tuple(Problem(*one) for one in json.loads(problems)) if problems else ()
            yield self._statement(n, revision), found

    def _statement(self, n: int, revision: int = 0) -> Statement:
        row = self._connection.execute(
            "SELECT statement_id, published, fields, text FROM incoming WHERE n = ?", (n,)
        ).fetchone()
        return _statement(row, revision)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def batches(
    statements: Iterable[tuple[Statement, tuple[Problem, ...]]], most: int, most_characters: int
) -> Iterator[list[tuple[Statement, tuple[Problem, ...]]]]:
    """The statements in pieces of at most ``most``, cut earlier where their texts are long."""
    batch: list[tuple[Statement, tuple[Problem, ...]]] = []
    characters = 0
    for one in statements:
        batch.append(one)
        characters += len(one[0].text)
        if len(batch) >= most or characters >= most_characters:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def microseconds(moment: datetime) -> int:
    """An aware time as microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(number: int) -> datetime:
    """The time, in UTC, that :func:`microseconds` made a number of."""
    return _EPOCH + timedelta(microseconds=number)


def _row(statement: Statement) -> tuple[str, int, str, bytes]:
    fields = (
        statement.source,
        statement.lang,
        statement.url,
        statement.published_precision,
        None if statement.edited_at is None else microseconds(statement.edited_at),
        None if statement.retrieved_at is None else microseconds(statement.retrieved_at),
        statement.relay_of,
        statement.text_status,
    )
    published = microseconds(statement.published_at)
    return statement.statement_id, published, json.dumps(fields), statement.text.encode()


def _statement(row: tuple[str, int, str, bytes], revision: int) -> Statement:
    statement_id, published, fields, text = row
    source, lang, url, precision, edited_at, retrieved_at, relay_of, status = json.loads(fields)
    return Statement(
        text=text.decode(),
        published_at=moment(published),
        source=source,
        lang=lang,
        url=url,
        statement_id=statement_id,
        revision=revision,
        published_precision=PublishedPrecision(precision),
        edited_at=None if edited_at is None else moment(edited_at),
        retrieved_at=None if retrieved_at is None else moment(retrieved_at),
        relay_of=tuple(relay_of),
        text_status=TextStatus(status),
    )


def _problems_text(found: Revision) -> str:
    problems: list[Any] = [(problem.kind, problem.explanation) for problem in found.problems]
    return json.dumps(problems) if problems else ""
