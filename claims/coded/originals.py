"""Reading the original files: one clear line instead of a traceback when a file can't be read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claims.coded.conversion import ConversionError


def read_text(path: Path) -> str:
    """The whole file as text, without a byte-order mark. Raises :class:`ConversionError` with what to do."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConversionError(f"{path}: can't be read ({error.strerror}); give the file with --from") from error
    except UnicodeDecodeError as error:
        raise ConversionError(f"{path}: not UTF-8 at byte {error.start}; download it again or re-encode it") from error
    if not text.strip():
        raise ConversionError(f"{path}: empty; download it again")
    return text


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of the file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Each non-blank line of a JSON Lines file: ``line N`` and its object, None when the line is no JSON object."""
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if line.strip():
            try:
                value = json.loads(line)
            except json.JSONDecodeError:
                value = None
            yield f"line {number}", value if isinstance(value, dict) else None


def json_array(path: Path) -> list[Any]:
    """The items of a JSON file that holds one array. Raises :class:`ConversionError`."""
    try:
        value = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise ConversionError(f"{path}: broken JSON at line {error.lineno}; download it again") from error
    if not isinstance(value, list):
        raise ConversionError(f"{path}: one JSON array expected; is it the right file?")
    return value


def csv_rows(path: Path, columns: frozenset[str]) -> list[tuple[str, dict[str, str] | None]]:
    """Each row of a CSV file: ``line N`` (the first row is line 2) and its cells; None for a row of another width.

    Cells are parted by commas or, as copies saved by a spreadsheet have it, by semicolons. Raises
    :class:`ConversionError` when one of ``columns`` is missing from the header.
    """
    text = read_text(path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;", key=first.count))
    header = [name.strip() for name in next(reader, [])]
    missing = columns - set(header)
    if missing:
        raise ConversionError(f"{path}: no column {', '.join(sorted(missing))}; is it the right file?")
    rows: list[tuple[str, dict[str, str] | None]] = []
    try:
        for cells in reader:
            fits = len(cells) == len(header)
            rows.append((f"line {reader.line_num}", dict(zip(header, cells, strict=True)) if fits else None))
    except csv.Error as error:
        raise ConversionError(f"{path}: broken CSV at line {reader.line_num}: {error}") from error
    return rows
