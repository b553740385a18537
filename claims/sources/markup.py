"""HTML and XML read without trust: no network, no entities of their own, no scripts, a bounded size."""

from __future__ import annotations

import re
from typing import Any, BinaryIO, TypeAlias

import lxml.html
from lxml import etree

from claims.sources.incoming import RejectionError

LARGEST_PAGE = 64 * 2**20  # bytes
_SILENT = {"script", "style", "noscript", "template", "svg", "head", "title"}
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "blockquote",
        "pre",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "td",
        "th",
        "section",
        "article",
        "dl",
        "dd",
        "dt",
        "hr",
        "figcaption",
        "figure",
        "address",
        "option",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "form",
        "fieldset",
        "details",
    ]
)
_BREAKS = re.compile(r"[\r\n]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_-]{1,40})", re.IGNORECASE)

Element: TypeAlias = Any  # an element of lxml, which has no types of its own


def content(file: BinaryIO, largest: int = LARGEST_PAGE) -> bytes:
    """The whole page. Raises :class:`RejectionError` when it is too large or empty."""
    data = file.read(largest + 1)
    if len(data) > largest:
        raise RejectionError("too_large", f"more than {largest:,} bytes")
    if not data.strip():
        raise RejectionError("empty_file")
    return data


def decoded(data: bytes) -> str:
    """The page as text, in UTF-8 or the encoding that it declares. Raises :class:`RejectionError`."""
    declared = _CHARSET.search(data[:4096]) or _XML_CHARSET.match(data[:4096].lstrip())
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    for name in ("utf-8-sig", encoding):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise RejectionError("not_utf8", f"nor {encoding}, which the page declares" if declared else "")


def page(data: bytes) -> Element:
    """The page as a tree. Raises :class:`RejectionError`."""
    text = decoded(data)
    if "\0" in text:  # the parser would end there and say nothing
        raise RejectionError("nul_character")
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise RejectionError("broken_markup", str(error)[:100]) from None
    return tree


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, such as an item of a feed holds."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        return text_of(page(f"<html><body>{markup}</body></html>".encode()))
    except RejectionError:
        return ""


def has_class(element: Element, name: str) -> bool:
    """Whether ``name`` is one of the element's classes."""
    return name in element.get("class", "").split()


def with_class(element: Element, name: str) -> list[Element]:
    """All elements below that have the class, in the order of the page."""
    xpath = "descendant::*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]"
    found: list[Element] = element.xpath(xpath, name=name)
    return found


def text_of(element: Element) -> str:
    """The text that a reader sees: line breaks where the page has them, nothing of scripts, ends trimmed."""
    parts: list[str] = []
    stack: list[tuple[Element, bool]] = [(element, False)]
    while stack:  # no recursion: pages nest deeper than Python's stack
        node, leaving = stack.pop()
        if leaving:
            if node.tag in _BLOCKS and node is not element:
                _new_line(parts)
            if node is not element and node.tail:
                parts.append(_one_line(node.tail))
            continue
        stack.append((node, True))
        if not isinstance(node.tag, str) or node.tag in _SILENT:
            continue
        if node.tag == "br":
            parts.append("\n")
            continue
        if node.tag in _BLOCKS and node is not element:
            _new_line(parts)
        if node.text:
            parts.append(node.text if node.tag == "pre" else _one_line(node.text))
        stack.extend((child, False) for child in reversed(node))
    return "".join(parts).strip()


def _one_line(text: str) -> str:
    """A text of the source with its line breaks, which a reader does not see, as single spaces."""
    first, *others = _BREAKS.split(text)
    if not others:
        return text
    *middle, last = others
    return " ".join((first.rstrip(" \t"), *(line.strip(" \t") for line in middle), last.lstrip(" \t")))


def _new_line(parts: list[str]) -> None:
    if parts and not parts[-1].endswith("\n"):
        parts.append("\n")
