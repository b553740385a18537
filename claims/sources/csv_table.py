"""Statements as CSV: comma, semicolon or tab, a header line with the keys of JSON Lines, a row a statement."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from typing import BinaryIO

from claims.sources.columns import check_header, from_csv, from_row
from claims.sources.incoming import Pieces, Rejected, RejectionError, Settings

FORMAT = "CSV with the columns text, published_at and, where known, source, url, ..."
SUFFIXES = (".csv", ".tsv")
LONGEST_CELL = 64 * 2**20
_BOM = b"\xef\xbb\xbf"


def recognise(name: str, head: bytes) -> bool:
    """Whether a file is ours, by its name."""
    return name.lower().endswith(SUFFIXES)


def read(file: BinaryIO, name: str, settings: Settings) -> Pieces:
    """The statements of the rows, in order. A bad row is rejected with the line that it ends on."""
    try:
        lines = _lines(file)
        first = next(lines, "")
        if not first.strip():
            raise RejectionError("empty_file")
        if any(letter > "\ud7ff" and letter <= "\udfff" for letter in first):
            raise RejectionError("not_utf8")
        delimiter = max(",;\t", key=first.count)
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(itertools.chain([first], lines), delimiter=delimiter, strict=True)
        header = [column.strip() for column in next(reader)]
        check_header(header)
    except RejectionError as rejection:
        yield Rejected(name, rejection.reason, None, rejection.detail)
        return
    except csv.Error as error:
        yield Rejected(name, "broken_csv", 1, str(error))
        return
    empty = True
    while True:
        try:
            cells = next(reader)
            if not any(cells):
                continue
            empty = False
            if len(cells) != len(header):
                raise RejectionError("broken_csv", f"{len(cells)} cells where the header has {len(header)}")
            if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell if letter > "\ud7ff"):
                raise RejectionError("not_utf8")
            yield from_row(from_csv(dict(zip(header, cells, strict=True))), name, reader.line_num, settings)
        except StopIteration:
            if empty:
                yield Rejected(name, "no_rows")
            return
        except csv.Error as error:
            yield Rejected(name, "broken_csv", reader.line_num, str(error))
        except RejectionError as rejection:
            yield Rejected(name, rejection.reason, reader.line_num, rejection.detail)


def _lines(file: BinaryIO) -> Iterator[str]:
    """The lines as text; bytes that are not UTF-8 are kept as marks, so that they cost their row only."""
    number = 0
    while line := file.readline(LONGEST_CELL + 1):
        if len(line) > LONGEST_CELL:
            raise RejectionError("too_large", f"a line of more than {LONGEST_CELL:,} bytes")
        yield (line.removeprefix(_BOM) if number == 0 else line).decode("utf-8", "surrogateescape")
        number += 1
