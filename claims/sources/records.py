"""A record with the keys of a statement, checked and made into one. Every reader makes its statements here.

Keys: ``text``, ``published_at`` (needed); ``source``, ``lang``, ``url``, ``statement_id``, ``text_status``,
``relay_of`` (an address or a list of them), ``published_precision``, ``edited_at``, ``retrieved_at``. Others are
ignored, so that a file may carry notes of its own.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Any, TypeVar

from claims.languages import LANGUAGES
from claims.model import PublishedPrecision, Statement, TextStatus
from claims.sources.addresses import canonical
from claims.sources.incoming import RejectionError, Settings
from claims.sources.moment import parse_moment

_COARSENESS = list(PublishedPrecision)
_Choice = TypeVar("_Choice", bound=StrEnum)
LONGEST_ADDRESS = 2_000  # characters
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


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
    url, given = (_address(key, _text(record, key)) for key in ("url", "statement_id"))
    edited_at, retrieved_at = (_text(record, key) for key in ("edited_at", "retrieved_at"))
    return Statement(
        text=text,
        published_at=published_at,
        source=source,
        lang=lang,
        url=canonical(url, settings.registry) if url else None,
        statement_id=canonical(given, settings.registry) if given else "",
        published_precision=max(stated, precision, key=_COARSENESS.index),
        edited_at=parse_moment(edited_at, zone)[0] if edited_at else None,
        retrieved_at=parse_moment(retrieved_at, zone)[0] if retrieved_at else None,
        relay_of=tuple(canonical(address, settings.registry) for address in _texts(record, "relay_of")),
        text_status=_choice(record, "text_status", TextStatus) or TextStatus.ORIGINAL,
    )


def checked_text(text: str | None) -> str:
    """The text when it can be stored as it is. Raises :class:`RejectionError`."""
    if text is None:
        raise RejectionError("no_text")
    return _storable(text)


def _storable(text: str) -> str:
    if "\0" in text:
        raise RejectionError("nul_character")
    if _SURROGATE.search(text):
        raise RejectionError("not_unicode")
    return text


def _text(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise RejectionError("wrong_type", f"{key} is {json.dumps(value, default=repr)[:40]}; it must be a text")
    return _storable(value) if value and value.strip() else None


def _address(key: str, value: str | None) -> str | None:
    if value and len(value) > LONGEST_ADDRESS:
        raise RejectionError("bad_value", f"{key} is longer than {LONGEST_ADDRESS:,} characters")
    if value and _CONTROL.search(value):
        raise RejectionError("bad_value", f"{key} holds a control character")
    return value


def _texts(record: dict[str, Any], key: str) -> tuple[str, ...]:
    value = record.get(key)
    items = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item for item in items):
        raise RejectionError("wrong_type", f"{key} must be an address or a list of addresses")
    for item in items:
        _address(key, _storable(item))
    return tuple(item.replace("|", "%7C") for item in items)  # `|` parts the items of a list in CSV


def _choice(record: dict[str, Any], key: str, values: type[_Choice]) -> _Choice | None:
    value = _text(record, key)
    if value is None:
        return None
    if value not in list(values):
        raise RejectionError("bad_value", f"{key} {value!r}; it is one of {', '.join(values)}")
    return values(value)
