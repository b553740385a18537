"""The export that Telegram Desktop writes as web pages: ``messages.html``, ``messages2.html``, ..."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import BinaryIO

from claims.sources.addresses import post_address
from claims.sources.incoming import PassedOver, Piece, Pieces, Rejected, RejectionError, Settings
from claims.sources.markup import Element, content, has_class, page, text_of, with_class
from claims.sources.records import statement
from claims.sources.registered import source_of, titled

FORMAT = "Telegram Desktop export as web pages (messages.html)"
SUFFIXES = (".html", ".htm")
_MARKS = (b'class="page_wrap"', b'class="page_header"')
_NUMBER = re.compile(r"message(\d+)")
_TIME = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: UTC([+-]\d{2}:\d{2}))?")


def recognise(name: str, head: bytes) -> bool:
    """Whether a page is ours, by the frame that every page of an export has."""
    return name.lower().endswith(SUFFIXES) and all(mark in head for mark in _MARKS)


def read(file: BinaryIO, name: str, settings: Settings) -> Pieces:
    """The posts of the page. It does not tell whether the chat is a channel, so the channel must be a known one."""
    passed: Counter[str] = Counter()
    try:
        tree = page(content(file))
        header = with_class(tree, "page_header")
        names = with_class(header[0], "text") if header else []
        title = text_of(names[0]) if names else ""
        source = settings.source or source_of(name, settings.registry) or titled(title, settings.registry)
        if source is None:
            raise RejectionError("unknown_channel")  # without the title: it may be the name of a person
        for message in with_class(tree, "message"):
            piece = _piece(message, name, source, title, settings)
            if isinstance(piece, PassedOver):
                passed[piece.reason] += piece.count
            elif piece is not None:
                yield piece
    except RejectionError as rejection:
        yield Rejected(name, rejection.reason, None, rejection.detail)
    for reason, number in passed.items():
        yield PassedOver(name, reason, number)


def _piece(message: Element, name: str, source: str, title: str, settings: Settings) -> Piece | None:
    number = _NUMBER.fullmatch(message.get("id", ""))
    if has_class(message, "service"):
        return PassedOver(name, "service_message") if number else None  # the page's own date lines have no number
    try:
        if number is None:
            raise RejectionError("layout_changed", "a message without a number")
        senders = [text_of(one) for one in with_class(message, "from_name") if not _forwarded(one)]
        if senders and title and senders[0] != title:
            return PassedOver(name, "chat_of_people")
        texts = [one for one in with_class(message, "text") if one.tag == "div"]
        text = text_of(texts[0]) if texts else ""
        if not text:
            return PassedOver(name, "message_without_text")
        url = post_address(source, number[1], settings.registry)
        record = {
            "text": text,
            "published_at": _time(message),
            "source": source,
            "url": url,
            "relay_of": _forwarded_from(message, source, settings),
        }
        return statement(record, settings)
    except RejectionError as rejection:
        which = number[0] if number else "a message"
        return Rejected(name, rejection.reason, None, f"{which}: {rejection.detail}".rstrip(": "))


def _forwarded(element: Element) -> bool:
    return any(has_class(parent, "forwarded") for parent in element.iterancestors())


def _time(message: Element) -> str:
    """The time with its zone, from ``title="02.06.2025 08:05:12 UTC+03:00"``."""
    told = [one.get("title", "") for one in with_class(message, "date") if has_class(one, "pull_right")]
    match = _TIME.fullmatch(told[0].strip()) if told else None
    if match is None:
        raise RejectionError("layout_changed" if not told else "bad_date", "".join(told)[:60])
    day, month, year, clock, zone = match.groups()
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{zone or ''}").isoformat()
    except ValueError:
        raise RejectionError("bad_date", told[0][:60]) from None


def _forwarded_from(message: Element, source: str, settings: Settings) -> str | None:
    for body in with_class(message, "forwarded"):
        for one in with_class(body, "from_name"):
            known = titled((one.text or "").strip(), settings.registry)
            if known and known != source:
                return post_address(known, None, settings.registry)
    return None
