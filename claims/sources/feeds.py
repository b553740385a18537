"""News feeds: RSS 0.9 to 2.0 and Atom, an item a statement. Read as they stream in, without a DTD or its entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import escape
from typing import BinaryIO

from lxml import etree

from claims.sources.incoming import Piece, Pieces, Rejected, RejectionError, Settings
from claims.sources.markup import LARGEST_PAGE, Element, fragment_text
from claims.sources.records import statement
from claims.sources.registered import published_at_site, source_of

FORMAT = "RSS or Atom feed"
SUFFIXES = (".xml", ".rss", ".atom")
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:rss|RDF|feed)[\s>]")
_ITEMS = ("item", "entry")
_TIMES = ("pubDate", "published", "date", "updated")  # `date` is Dublin Core's
_TEXTS = ("encoded", "content", "description", "summary")  # the whole text before its beginning


def recognise(name: str, head: bytes) -> bool:
    """Whether a file is ours, by its name or by the element that it opens with."""
    return name.lower().endswith(SUFFIXES) or (head.lstrip().startswith(b"<?xml") and bool(_ROOT.search(head)))


def read(file: BinaryIO, name: str, settings: Settings) -> Pieces:
    """The items in their order. Where the feed breaks off, what came before is kept."""
    found = 0
    limited = _Limited(file)
    try:
        for item in _items(limited):
            found += 1
            yield _piece(item, name, settings)
        if not found:
            raise RejectionError("no_posts" if limited.read_bytes else "empty_file")
    except etree.XMLSyntaxError as error:
        words = str(error).split(", line")[0][:80]
        reason = "broken_markup" if limited.read_bytes else "empty_file"
        yield Rejected(name, reason, error.lineno or None, f"after {found:,} items: {words}")
    except RejectionError as rejection:
        yield Rejected(name, rejection.reason, None, rejection.detail)


class _Limited:
    """The file, up to the size that a feed may have."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.read_bytes = 0
        self._end = b""

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, 1 << 16) if size >= 0 else 1 << 16)
        self.read_bytes += len(data)
        if self.read_bytes > LARGEST_PAGE:
            raise RejectionError("too_large", f"more than {LARGEST_PAGE:,} bytes")
        if b"<!ENTITY" in self._end + data:
            raise RejectionError("entities")
        self._end = data[-8:]
        return data


def _items(file: _Limited) -> Iterator[Element]:
    events = etree.iterparse(
        file, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for _, element in events:
        if _name(element) in _ITEMS:
            yield element
            element.clear()


def _piece(item: Element, name: str, settings: Settings) -> Piece:
    link = _link(item)
    try:
        record = {
            "text": _text(item),
            "published_at": _time(item),
            "source": settings.source
            or (published_at_site(link, settings.registry) if link else None)
            or source_of(name, settings.registry),
            "url": link,
        }
        return statement(record, settings)
    except RejectionError as rejection:
        return Rejected(name, rejection.reason, item.sourceline, rejection.detail)


def _name(element: Element) -> str:
    """The local name of an element, whatever its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _first(item: Element, names: tuple[str, ...]) -> str:
    for name in names:
        for child in item:
            if _name(child) == name:
                inner = (etree.tostring(part, encoding="unicode", method="html") for part in child)
                # the markup of an Atom feed may be elements of the feed itself
                markup = (escape(child.text or "") + "".join(inner) if len(child) else child.text or "").strip()
                if markup:
                    return markup
    return ""


def _text(item: Element) -> str | None:
    """Title and text; the title once only, where the text opens with it."""
    title = fragment_text(_first(item, ("title",)))
    body = fragment_text(_first(item, _TEXTS))
    if body.startswith(title.rstrip(".… ")):
        title = ""
    return "\n\n".join(part for part in (title, body) if part) or None


def _link(item: Element) -> str | None:
    for child in item:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            address = (child.get("href") or child.text or "").strip()
            if address.startswith(("http://", "https://")):
                return address
    identity = _first(item, ("guid", "id"))
    return identity if identity.startswith(("http://", "https://")) else None


def _time(item: Element) -> str | None:
    """The time of publication with its zone, as ISO 8601; mail dates are what RSS has."""
    written = _first(item, _TIMES)
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        try:
            moment = parsedate_to_datetime(written)
        except (ValueError, OverflowError, TypeError):
            raise RejectionError("bad_date", written[:60]) from None
    return moment.isoformat() if "T" in moment.isoformat() and len(written) > len("2025-06-02") else written
