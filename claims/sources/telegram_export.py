"""The export that Telegram Desktop writes as ``result.json``: of one channel, or of a whole account.

It is read as it streams in, a message at a time, whatever its size. Only posts of channels are taken: chats and groups
are people's. Of a message its number, times and text are kept, and the channel that it was forwarded from; names of
senders and authors are not.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

import ijson
from ijson.common import ObjectBuilder

from claims.sources.addresses import post_address
from claims.sources.incoming import PassedOver, Piece, Pieces, Rejected, RejectionError, Settings
from claims.sources.json_depth import Depth
from claims.sources.records import statement
from claims.sources.registered import source_of, titled

FORMAT = "Telegram Desktop export as JSON (result.json), of a channel or a whole account"
SUFFIXES = (".json",)
LARGEST_MESSAGE = 64 * 2**20  # bytes of the file between one message and the next
CHANNELS = ("public_channel", "private_channel")
_BOM = b"\xef\xbb\xbf"
_CHUNK = 1 << 16

_CUES = {"premature EOF": "truncated", "ncomplete": "truncated", "UTF8": "not_utf8"}
"""What the parser of the stream says, whose kinds of errors tell less."""

Event = tuple[str, str, Any]


def recognise(name: str, head: bytes) -> bool:
    """Whether a file is ours: any ``.json``; what it lacks is told when it is read."""
    return name.lower().endswith(SUFFIXES)


@dataclass
class Chat:
    """What an export tells of a chat before its messages; ``source`` is the registry's channel, where it is one."""

    title: str = ""
    kind: str = ""
    number: str = ""
    source: str | None = None


def read(file: BinaryIO, name: str, settings: Settings) -> Pieces:
    """The channel posts of the export, in its order; what breaks off is told, and what came before is kept."""
    count = 0
    passed: Counter[str] = Counter()
    try:
        for piece in _pieces(_Chunks(file), name, settings):
            if isinstance(piece, PassedOver):
                passed[piece.reason] += piece.count
                continue
            count += 1
            yield piece
        if not count and not passed:
            raise RejectionError("no_posts")
    except ijson.JSONError as error:
        words = str(error).strip().splitlines()[0][:80] if str(error).strip() else "no reason told"
        reason = next((reason for cue, reason in _CUES.items() if cue in words), "broken_json")
        yield Rejected(name, reason, detail=f"after {count:,} messages: {words}")
    except RejectionError as rejection:
        detail = rejection.detail or (f"after {count:,} messages" if count else "")
        yield Rejected(name, rejection.reason, detail=detail)
    for reason, number in passed.items():
        yield PassedOver(name, reason, number)


class _Chunks:
    """The file in pieces. A message that never ends must not fill the memory, so the bytes since the last are counted.

    The first pieces, up to where the messages begin, are kept to be read again.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._kept: list[bytes] = []
        self.since = 0

    def head(self) -> Iterator[bytes]:
        for chunk in self._more():
            self._kept.append(chunk)
            yield chunk

    def all(self) -> Iterator[bytes]:
        kept, self._kept = self._kept, []
        self.since = 0
        yield from kept
        yield from self._more()

    def _more(self) -> Iterator[bytes]:
        while chunk := self._file.read(_CHUNK):
            self.since += len(chunk)
            if self.since > LARGEST_MESSAGE:
                raise RejectionError("too_large", f"more than {LARGEST_MESSAGE:,} bytes without a message")
            yield chunk


def _events(chunks: Iterable[bytes]) -> Iterator[Event]:
    found: Any = ijson.sendable_list()
    parser = ijson.parse_coro(found, use_float=True)
    yield from _pushed(chunks, parser, found)


def _pushed(chunks: Iterable[bytes], parser: Any, found: Any) -> Iterator[Any]:
    """What a parser of ijson finds while it is fed."""
    depth = Depth()
    for number, chunk in enumerate(chunks):
        depth.check(chunk)
        try:
            parser.send(chunk.removeprefix(_BOM) if number == 0 else chunk)
        except ijson.JSONError:
            yield from found  # what stands before the break
            raise
        yield from found
        del found[:]
    parser.close()
    yield from found


def _pieces(chunks: _Chunks, name: str, settings: Settings) -> Iterator[Piece]:
    chat = Chat()
    for prefix, event, value in _events(_checked(chunks.head())):
        if (prefix, event) == ("messages", "start_array"):
            yield from _channel(chat, chunks, name, settings)
            return
        if (prefix, event) == ("chats", "start_map"):
            yield from _account(chunks, name, settings)
            return
        _learn(chat, prefix, value)
    raise RejectionError("not_an_export")


def _checked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    first = next(chunks, b"")
    start = first.removeprefix(_BOM).lstrip()[:1]
    if not start:
        raise RejectionError("empty_file")
    if start == b"[":
        raise RejectionError("json_array")
    return itertools.chain([first], chunks)


def _learn(chat: Chat, prefix: str, value: Any) -> None:
    if prefix == "name" and isinstance(value, str):
        chat.title = value
    elif prefix == "type" and isinstance(value, str):
        chat.kind = value
    elif prefix == "id" and isinstance(value, int | str):
        chat.number = str(value)


def _channel(chat: Chat, chunks: _Chunks, name: str, settings: Settings) -> Iterator[Piece]:
    """The posts of an export of one chat, found by the fast way through the file."""
    if chat.kind not in CHANNELS:
        raise RejectionError("not_a_channel", chat.kind or "no type")
    chat.source = settings.source or source_of(name, settings.registry) or titled(chat.title, settings.registry)
    found: Any = ijson.sendable_list()
    parser = ijson.items_coro(found, "messages.item", use_float=True)
    for message in _pushed(chunks.all(), parser, found):
        chunks.since = 0
        yield _piece(message, chat, name, settings)


def _account(chunks: _Chunks, name: str, settings: Settings) -> Iterator[Piece]:
    """The posts of the channels in an export of a whole account; every other chat is passed over unread."""
    chat, builder, inside = Chat(), None, ""
    for prefix, event, value in _events(chunks.all()):
        if builder is not None:
            builder.event(event, value)
            if (prefix, event) == (inside, "end_map"):
                chunks.since = 0
                yield _piece(builder.value, chat, name, settings)
                builder = None
            continue
        place, _, key = prefix.rpartition(".")
        if event == "start_map" and prefix in _CHATS:
            chat = Chat()
        elif place in _CHATS and event in ("string", "number"):
            _learn(chat, key, value)
        elif event == "start_array" and place in _CHATS and key == "messages":
            chat.source = titled(chat.title, settings.registry)
            if chat.kind not in CHANNELS:
                yield PassedOver(name, "chat_of_people")
        elif event == "start_map" and prefix in _MESSAGES and chat.kind in CHANNELS:
            builder, inside = ObjectBuilder(), prefix
            builder.event(event, value)
        elif event in ("end_map", "string", "number"):
            chunks.since = 0


_CHATS = ("chats.list.item", "left_chats.list.item")
_MESSAGES = tuple(f"{place}.messages.item" for place in _CHATS)


def _piece(message: Any, chat: Chat, name: str, settings: Settings) -> Piece:
    number = message.get("id") if isinstance(message, dict) else None
    try:
        if not isinstance(message, dict):
            raise RejectionError("not_an_object", type(message).__name__)
        if message.get("type") != "message":
            return PassedOver(name, "service_message")
        text = _text(message.get("text")).strip()  # as the readers of pages do, where ends can't be told
        if not text:
            return PassedOver(name, "message_without_text")
        return statement(_record(message, number, text, chat, settings), settings)
    except RejectionError as rejection:
        return Rejected(name, rejection.reason, None, f"message {number}: {rejection.detail}".rstrip(": "))


def _record(message: dict[str, Any], number: Any, text: str, chat: Chat, settings: Settings) -> dict[str, Any]:
    if not isinstance(number, int):
        raise RejectionError("wrong_type", "id must be a number")
    channel = settings.registry.sources.get(chat.source or "")
    public = post_address(channel.id, number, settings.registry) if channel and _on_telegram(channel.url) else None
    return {
        "text": text,
        "published_at": _time(message, "date"),
        "source": chat.source,
        "url": public,
        "statement_id": public or f"telegram:{chat.number}/{number}",
        "edited_at": _time(message, "edited"),
        "relay_of": _forwarded_from(message, chat, settings),
    }


def _on_telegram(url: str | None) -> bool:
    return url is None or url.startswith("https://t.me/")


def _text(value: Any) -> str:
    """The words of a text, which is a string or a list of strings and marked pieces."""
    if isinstance(value, str) or value is None:
        return value or ""
    pieces = value if isinstance(value, list) else [value]
    texts = [piece.get("text") if isinstance(piece, dict) else piece for piece in pieces]
    words = [text for text in texts if isinstance(text, str)]
    if len(words) != len(pieces):
        raise RejectionError("wrong_type", f"text is {json.dumps(value)[:40]}; it must be a text or a list of pieces")
    return "".join(words)


def _time(message: dict[str, Any], key: str) -> str | None:
    """The time in UTC: exports of 2021 and later tell it as seconds since 1970 beside the writer's local time."""
    written = message.get(f"{key}_unixtime")
    if written is None:
        local = message.get(key)
        # "1970-01-01T00:00:00" is how old exports say that a message was never edited
        return None if key == "edited" and str(local or "1970").startswith("1970") else local
    try:
        return datetime.fromtimestamp(int(written), UTC).isoformat()
    except (ValueError, TypeError, OverflowError, OSError):
        raise RejectionError("bad_date", f"{key}_unixtime {str(written)[:40]}") from None


def _forwarded_from(message: dict[str, Any], chat: Chat, settings: Settings) -> str | None:
    """The address of the channel that a post was forwarded from, where the registry knows it by its title."""
    title = message.get("forwarded_from")
    source = titled(title, settings.registry) if isinstance(title, str) else None
    return post_address(source, None, settings.registry) if source and source != chat.source else None
