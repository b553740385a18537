"""Saved pages of a channel's public web preview, ``t.me/s/<channel>``, as ``claims fetch`` or a browser keeps them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import urlsplit

from claims.sources.addresses import post_address
from claims.sources.incoming import PassedOver, Piece, Pieces, Rejected, RejectionError, Settings
from claims.sources.markup import Element, content, has_class, page, text_of, with_class
from claims.sources.records import statement
from claims.sources.registered import channel_named

FORMAT = "saved pages of a channel's public preview (t.me/s/<channel>)"
SUFFIXES = (".html", ".htm")
_POST = re.compile(r"([A-Za-z]\w{2,63})/(\d{1,12})")
_KEPT_AT = re.compile(r"\d+-\d+_\d{8}T\d{6}Z_(\d{8}T\d{6}Z)\.html?")
"""The name that ``claims fetch`` gives a page ends with the time at which it was read."""

_TEXT = "tgme_widget_message_text"
_BODIES = (
    "photo", "video", "roundvideo", "voice", "document", "sticker", "poll", "location", "grouped", "contact",
    "invoice", "game", "audio", "link_preview", "unsupported", "giveaway", "story", "media_not_supported",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a page: ``text`` is None where it has none, ``service`` where it only tells of the channel itself.

    A service message may have no time; every other post has one.
    """

    channel: str
    number: int
    published_at: datetime | None
    text: str | None
    service: bool = False
    edited: bool = False
    forwarded_from: str | None = None


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """A page: who it says it is, its posts from old to new, and what on it could not be understood."""

    channel: str | None
    title: str | None
    verified: bool
    posts: tuple[Post, ...]
    unclear: tuple[str, ...]

    @property
    def numbers(self) -> list[int]:
        """The numbers of the posts, ascending."""
        return sorted(post.number for post in self.posts)


def recognise(name: str, head: bytes) -> bool:
    """Whether a page is ours, by the names that its style sheet uses."""
    return name.lower().endswith(SUFFIXES) and b"tgme_" in head


def read(file: BinaryIO, name: str, settings: Settings) -> Pieces:
    """The posts of the page that have a text."""
    passed: Counter[str] = Counter()
    try:
        found = preview_page(content(file))
        if not found.posts and not found.unclear:
            raise RejectionError("no_posts")
        for unclear in found.unclear:
            yield Rejected(name, "layout_changed", None, unclear)
        kept_at = _retrieved_at(name)
        for post in found.posts:
            piece = _piece(post, name, kept_at, settings)
            if isinstance(piece, PassedOver):
                passed[piece.reason] += piece.count
            else:
                yield piece
    except RejectionError as rejection:
        yield Rejected(name, rejection.reason, None, rejection.detail)
    for reason, number in passed.items():
        yield PassedOver(name, reason, number)


def _piece(post: Post, name: str, retrieved_at: str | None, settings: Settings) -> Piece:
    if post.service or post.published_at is None:
        return PassedOver(name, "service_message")
    if not post.text:
        return PassedOver(name, "message_without_text")
    relay = post.forwarded_from
    record = {
        "text": post.text,
        "published_at": post.published_at.isoformat(),
        "source": settings.source or channel_named(post.channel, settings.registry),
        "url": post_address(post.channel, post.number, settings.registry),
        "retrieved_at": retrieved_at,
        "relay_of": relay,
    }
    try:
        return statement(record, settings)
    except RejectionError as rejection:
        return Rejected(name, rejection.reason, None, f"post {post.number}: {rejection.detail}".rstrip(": "))


def _retrieved_at(name: str) -> str | None:
    match = _KEPT_AT.fullmatch(PurePosixPath(name).name)
    return datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).isoformat() if match else None


def preview_page(data: bytes) -> PreviewPage:
    """What a page holds. Raises :class:`RejectionError` when it is no page at all."""
    tree = page(data)
    posts: list[Post] = []
    unclear: list[str] = []
    for message in with_class(tree, "tgme_widget_message"):
        try:
            posts.append(_post(message))
        except ValueError as error:
            unclear.append(str(error))
    posts.sort(key=lambda post: post.number)
    titles = with_class(tree, "tgme_channel_info_header_title") or with_class(tree, "tgme_header_title")
    labels = with_class(tree, "verified-icon")
    return PreviewPage(
        _channel(tree, posts), text_of(titles[0]) if titles else None, bool(labels), tuple(posts), tuple(unclear)
    )


def _channel(tree: Element, posts: list[Post]) -> str | None:
    for name in with_class(tree, "tgme_channel_info_header_username"):
        return text_of(name).lstrip("@") or None
    return posts[0].channel if posts else None


def _post(message: Element) -> Post:
    """One post. Raises ValueError with what of its layout is not as known."""
    address = _POST.fullmatch(message.get("data-post", ""))
    if address is None:
        raise ValueError(f"a post without a number ({message.get('data-post', '')[:40]!r})")
    number = int(address[2])
    service = has_class(message, "service_message")
    texts = [one for one in with_class(message, _TEXT) if not _beside_the_text(one)]
    if not texts and not service and not _has_body(message):
        raise ValueError(f"post {number} has neither a text nor anything else that is known")
    meta = with_class(message, "tgme_widget_message_meta")
    return Post(
        channel=address[1],
        number=number,
        published_at=_time(message, number, service),
        text=text_of(texts[0]) if texts else None,
        service=service,
        edited=any("edited" in text_of(one) for one in meta),
        forwarded_from=_forwarded_from(message),
    )


def _beside_the_text(element: Element) -> bool:
    """Whether a text belongs to a post that this one answers, or to a page it links to."""
    return has_class(element, "js-message_reply_text") or any(
        has_class(parent, name)
        for parent in element.iterancestors()
        for name in ("tgme_widget_message_reply", "tgme_widget_message_link_preview")
    )


def _has_body(message: Element) -> bool:
    classes = {name for one in message.iter() if isinstance(one.tag, str) for name in one.get("class", "").split()}
    starts = tuple(f"tgme_widget_message_{body}" for body in _BODIES)
    return any(name.startswith((*starts, "message_media_not_supported")) for name in classes)


def _time(message: Element, number: int, service: bool) -> datetime | None:
    for one in with_class(message, "tgme_widget_message_date"):
        for time in one.iter("time"):
            moment = _moment(time.get("datetime", ""))
            if moment is not None:
                return moment
    for time in message.iter("time"):  # service messages have it elsewhere
        moment = _moment(time.get("datetime", ""))
        if moment is not None:
            return moment
    if service:
        return None
    raise ValueError(f"post {number} has no time with a zone")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _forwarded_from(message: Element) -> str | None:
    """The address of the post that this one forwards, where the page tells it; never a person's name."""
    for one in with_class(message, "tgme_widget_message_forwarded_from_name"):
        address: str = one.get("href", "")
        if urlsplit(address).hostname in ("t.me", "telegram.me") and _POST.fullmatch(urlsplit(address).path.strip("/")):
            return address
    return None
