"""Statements as JSON Lines: one object a line with ``text``, ``published_at`` and, where known, the rest.

Keys: ``text``, ``published_at`` (needed); ``source``, ``lang``, ``url``, ``statement_id``, ``text_status``,
``relay_of`` (an address or a list of them), ``published_precision``, ``edited_at``, ``retrieved_at``. Others are
ignored, so that a file may carry notes of its own. A bad line is rejected with its number; the rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, BinaryIO, TypeVar

from claims.languages import LANGUAGES
from claims.model import PublishedPrecision, Statement, TextStatus
from claims.sources.incoming import Piece, Pieces, Rejected, RejectionError, Settings
from claims.sources.moment import parse_moment

FORMAT = "JSON Lines: an object with text and published_at a line"
SUFFIXES = (".jsonl", ".ndjson")
LONGEST_LINE = 64 * 2**20  # bytes
_BOM = b"\xef\xbb\xbf"
_COARSENESS = list(PublishedPrecision)
_Choice = TypeVar("_Choice", bound=StrEnum)


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


def statement(record: dict[str, Any], settings: Settings) -> Statement:
    """The record as a statement. Raises :class:`RejectionError` for what is missing or wrong in it."""
    text = checked_text(_text(record, "text"))
    source = _text(record, "source") or settings.source
    if source is not None and source not in settings.registry.sources:
        raise RejectionError("unknown_source", source)
    lang = _text(record, "lang") or settings.lang
    if lang is not None and lang not in LANGUAGES:
        raise RejectionError("bad_value", f"lang {lang!r}; it is one of {', '.join(LANGUAGES)}, or absent")
    written = _text(record, "published_at") or settings.published_at
    if written is None:
        raise RejectionError("no_date")
    zone = settings.registry.source_zone(source)
    published_at, precision = parse_moment(written, zone)
    stated = _choice(record, "published_precision", PublishedPrecision) or precision
    edited_at, retrieved_at = (_text(record, key) for key in ("edited_at", "retrieved_at"))
    return Statement(
        text=text,
        published_at=published_at,
        source=source,
        lang=lang,
        url=_text(record, "url"),
        statement_id=_text(record, "statement_id") or "",
        published_precision=max(stated, precision, key=_COARSENESS.index),
        edited_at=parse_moment(edited_at, zone)[0] if edited_at else None,
        retrieved_at=parse_moment(retrieved_at, zone)[0] if retrieved_at else None,
        relay_of=_texts(record, "relay_of"),
        text_status=_choice(record, "text_status", TextStatus) or TextStatus.ORIGINAL,
    )


def checked_text(text: str | None) -> str:
    """The text when it can be stored as it is. Raises :class:`RejectionError`."""
    if text is None:
        raise RejectionError("no_text")
    if "\0" in text:
        raise RejectionError("nul_character")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise RejectionError("not_unicode")
    return text


def _text(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise RejectionError("wrong_type", f"{key} is {json.dumps(value)[:40]}; it must be a text")
    return value if value and value.strip() else None


def _texts(record: dict[str, Any], key: str) -> tuple[str, ...]:
    value = record.get(key)
    items = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item for item in items):
        raise RejectionError("wrong_type", f"{key} must be an address or a list of addresses")
    return tuple(item.replace("|", "%7C") for item in items)  # `|` parts the items of a list in CSV


def _choice(record: dict[str, Any], key: str, values: type[_Choice]) -> _Choice | None:
    value = _text(record, key)
    if value is None:
        return None
    if value not in list(values):
        raise RejectionError("bad_value", f"{key} {value!r}; it is one of {', '.join(values)}")
    return values(value)
