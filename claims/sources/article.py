"""One article, or one post, as a plain text file.

A first line that begins with ``date YYYY-MM-DD`` (or ``date YYYY-MM``) is metadata: the text begins after it and the
one space or line end that follows. The source is the folder's or the file's name where that is an id of the registry
(``reuters/0001.txt``, ``reuters-0001.txt``).
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import BinaryIO

from claims.model import Statement
from claims.sources.incoming import Pieces, Rejected, RejectionError, Settings
from claims.sources.records import statement
from claims.sources.registered import source_of

FORMAT = "an article or post as text, opened by a line `date YYYY-MM-DD`"
SUFFIXES = (".txt",)
LONGEST_TEXT = 64 * 2**20  # bytes; far beyond what the parser reads (1 MB), and still no burden
_DATE_LINE = re.compile(r"\A[ \t]*date[ ](\d{4}-\d{2}\S*)(?:[ \t]|\r?\n|\Z)")


def recognise(name: str, head: bytes) -> bool:
    """Whether a file is ours, by its name; a file without a suffix is ours when no other reader wants it."""
    return name.endswith(SUFFIXES) or "." not in PurePath(name).name


def read(file: BinaryIO, name: str, settings: Settings) -> Pieces:
    """The one statement of the file."""
    try:
        yield _statement(file.read(LONGEST_TEXT + 1), name, settings)
    except RejectionError as rejection:
        yield Rejected(name, rejection.reason, None, rejection.detail)


def _statement(data: bytes, name: str, settings: Settings) -> Statement:
    if len(data) > LONGEST_TEXT:
        raise RejectionError("too_large", f"more than {LONGEST_TEXT:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RejectionError("not_utf8", f"byte {error.start + 1}") from None
    published_at, text = split_date_line(text)
    if not text.strip():
        raise RejectionError("empty_file")
    record = {
        "text": text,
        "published_at": settings.published_at or published_at,
        "source": settings.source or source_of(name, settings.registry),
    }
    return statement(record, settings)


def split_date_line(text: str) -> tuple[str | None, str]:
    """The date of the opening ``date ...`` line, or None, and the text after it, unchanged.

    >>> split_date_line(" date 2025-06-02 The second round")
    ('2025-06-02', 'The second round')
    """
    match = _DATE_LINE.match(text)
    return (match[1], text[match.end() :]) if match else (None, text)
