"""An article saved as a web page: its text without menus and advertisements, its time, its address and its outlet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from claims.model import Statement
from claims.sources.incoming import Pieces, Rejected, RejectionError, Settings
from claims.sources.markup import Element, content, page
from claims.sources.records import statement
from claims.sources.registered import published_at_site, source_of

FORMAT = "an article as a web page (.html)"
SUFFIXES = (".html", ".htm")
_TIMES = (
    "article:published_time", "og:published_time", "datePublished", "date", "pubdate", "dc.date", "dc.date.issued",
    "parsely-pub-date", "sailthru.date",
)  # fmt: skip
LARGEST_ARTICLE = 8 * 2**20  # bytes; finding the article among menus takes some seconds for each megabyte
_DEEPEST = 12  # of nested JSON-LD
_DATE_LINE = re.compile(r"\d{4}-\d{2}-\d{2}")


def recognise(name: str, head: bytes) -> bool:
    """Whether a file is ours: any page that no other reader wants."""
    return name.lower().endswith(SUFFIXES)


def read(file: BinaryIO, name: str, settings: Settings) -> Pieces:
    """The one statement of the page."""
    try:
        yield _statement(content(file, LARGEST_ARTICLE), name, settings)
    except RejectionError as rejection:
        yield Rejected(name, rejection.reason, None, rejection.detail)


def _statement(data: bytes, name: str, settings: Settings) -> Statement:
    tree = page(data)
    address = _address(tree)
    source = settings.source or (published_at_site(address, settings.registry) if address else None)
    written = settings.published_at or _published_at(tree)
    text = _article(data)  # takes the tree apart, so it has one of its own
    if text is None:
        raise RejectionError("no_article")
    record = {
        "text": text,
        "published_at": written,
        "source": source or source_of(name, settings.registry),
        "url": address,
    }
    return statement(record, settings)


def _article(data: bytes) -> str | None:
    """The title and the text of the article, one paragraph a line with an empty one between."""
    import trafilatura  # takes a second to import, and most inputs have no article

    found = trafilatura.bare_extraction(page(data), include_comments=False, include_tables=True, favor_precision=True)
    if found is None or isinstance(found, dict) or not found.text:
        return None
    title = (found.title or "").strip()
    text = "\n\n".join(line for line in str(found.text).splitlines() if line.strip())
    return text if not title or text.startswith(title) else f"{title}\n\n{text}"


def _address(tree: Element) -> str | None:
    for address in (*tree.xpath("//link[@rel='canonical']/@href"), *tree.xpath("//meta[@property='og:url']/@content")):
        if str(address).startswith(("http://", "https://")):
            return str(address)
    return None


def _published_at(tree: Element) -> str | None:
    """The first time with a zone that the page tells of itself, else the first date."""
    dates: list[str] = []
    for written in _told_times(tree):
        written = written.strip()
        try:
            moment = datetime.fromisoformat(written)
        except ValueError:
            continue
        if moment.tzinfo is not None:
            return moment.isoformat()
        if _DATE_LINE.match(written):
            dates.append(written[:10])  # a time without a zone tells the day only
    return dates[0] if dates else None


def _told_times(tree: Element) -> Iterator[str]:
    for name in _TIMES:
        for attribute in ("property", "name", "itemprop"):
            yield from (str(value) for value in tree.xpath(f"//meta[@{attribute}=$name]/@content", name=name))
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            yield from _published_in(json.loads(script), _DEEPEST)
        except (ValueError, RecursionError):
            continue
    yield from (str(value) for value in tree.xpath("//article//time/@datetime"))
    yield from (str(value) for value in tree.xpath("//time/@datetime"))


def _published_in(value: Any, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(value, dict):
        written = value.get("datePublished")
        if isinstance(written, str):
            yield written
        for part in value.values():
            yield from _published_in(part, depth - 1)
    elif isinstance(value, list):
        for part in value:
            yield from _published_in(part, depth - 1)
