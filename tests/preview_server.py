"""A web server on this machine that serves a channel's preview pages, and misbehaves when told to.

Its pages have the elements and names that the real ones have. ``misbehave`` is a queue: each request for a page takes
the next entry, which is None for good behaviour.
"""

from __future__ import annotations

import gzip
import html
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PAGE = 20


@dataclass
class Post:
    text: str | None
    published_at: datetime
    service: bool = False
    forwarded_from: str | None = None


@dataclass
class Channel:
    """What the server has: posts by number, and what it says of itself."""

    posts: dict[int, Post]
    name: str = "kpszsu"
    title: str = "Повітряні Сили ЗС України / Air Force of the Armed Forces of Ukraine"
    verified: bool = True
    robots: tuple[int, str] = (404, "")
    misbehave: deque[str | None] = field(default_factory=deque)
    requests: list[tuple[str, str]] = field(default_factory=list)  # path and user agent
    times: list[datetime] = field(default_factory=list)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    before_answer: Callable[[int], None] = lambda number: None
    in_answer: Callable[[int], None] = lambda number: None
    after_answer: Callable[[int], None] = lambda number: None

    def page(self, before: int | None) -> str:
        numbers = [number for number in sorted(self.posts) if before is None or number < before][-PAGE:]
        return frame(self, "".join(message(self.name, number, self.posts[number]) for number in numbers))


def frame(channel: Channel, messages: str) -> str:
    mark = '<i class="verified-icon"> ✔</i>' if channel.verified else ""
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{html.escape(channel.title)} – Telegram</title>
<script>window.matchMedia&&window.matchMedia('(prefers-color-scheme: dark)')</script></head>
<body class="widget_frame_base tgme_widget body_widget_transparent tgme_channel"><header class="tgme_header">
<div class="tgme_channel_info"><div class="tgme_channel_info_header"><div class="tgme_channel_info_header_title_wrap">
<div class="tgme_channel_info_header_title"><span dir="auto">{html.escape(channel.title)}</span></div>
<div class="tgme_channel_info_header_labels">{mark}</div></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/{channel.name}">@{channel.name}</a></div></div>
</div></header><main class="tgme_main"><section class="tgme_channel_history js-message_history">{messages}</section>
</main></body></html>
"""


def message(channel: str, number: int, post: Post) -> str:
    moment = post.published_at.isoformat()
    time_part = (
        f'<a class="tgme_widget_message_date" href="https://t.me/{channel}/{number}">'
        f'<time datetime="{moment}" class="time">{post.published_at:%H:%M}</time></a>'
    )
    kind = "tgme_widget_message text_not_supported_wrap js-widget_message"
    if post.service:
        body = '<div class="tgme_widget_message_text js-message_text" dir="auto">Channel photo updated</div>'
        kind += " service_message"
    elif post.text is None:
        body = '<a class="tgme_widget_message_photo_wrap" href="#" style="width:800px"></a>'
    else:
        words = "<br/>".join(html.escape(line) for line in post.text.split("\n"))
        words = words.replace("🛑", '<i class="emoji" style="background-image:url(//x)"><b>🛑</b></i>')
        body = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'
    forwarded = ""
    if post.forwarded_from:
        forwarded = (
            '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from '
            f'<a class="tgme_widget_message_forwarded_from_name" href="{post.forwarded_from}">'
            '<span dir="auto">Some channel</span></a></div>'
        )
    return f"""
<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="{kind}" data-post="{channel}/{number}">
<div class="tgme_widget_message_user"><a href="https://t.me/{channel}">
<i class="tgme_widget_message_user_photo"></i></a></div>
<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color">
<a class="tgme_widget_message_owner_name" href="https://t.me/{channel}"><span dir="auto">A channel</span></a></div>
{forwarded}{body}<div class="tgme_widget_message_footer compact js-message_footer">
<div class="tgme_widget_message_info short js-message_info"><span class="tgme_widget_message_views">12.3K</span>
<span class="tgme_widget_message_meta">{time_part}</span></div></div></div></div></div>"""


BLOCKED = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"


class _Handler(BaseHTTPRequestHandler):
    channel: Channel
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        channel = self.channel
        channel.requests.append((self.path, self.headers.get("User-Agent", "")))
        channel.times.append(channel.now())
        number = len(channel.requests)
        channel.before_answer(number)
        parts = urlsplit(self.path)
        if parts.path == "/robots.txt":
            status, text = channel.robots
            self._send(status, text.encode(), {"Content-Type": "text/plain"})
            return
        before = parse_qs(parts.query).get("before")
        how = channel.misbehave.popleft() if channel.misbehave else None
        page = channel.page(int(before[0]) if before else None)
        self._answer(how, page, number)
        channel.after_answer(number)

    def _answer(self, how: str | None, page: str, number: int) -> None:
        content = page.encode()
        kind, _, detail = (how or "").partition(" ")
        if kind == "":
            self._send(200, content, middle=lambda: self.channel.in_answer(number))
        elif kind == "status":
            status, _, wait = detail.partition(" ")
            self._send(int(status), b"no", {"Retry-After": wait} if wait else {})
        elif kind == "slow":
            time.sleep(float(detail))
            self._send(200, content)
        elif kind == "drip":
            self._send(200, content, middle=lambda: time.sleep(float(detail)))
        elif kind == "cut":
            self._send(200, content[: len(content) // 2], {"Content-Length": str(len(content))})
            self.close_connection = True
        elif kind == "cut_silently":
            self._send(200, content[: len(content) // 2])
        elif kind == "gzip":
            self._send(200, gzip.compress(content), {"Content-Encoding": "gzip"})
        elif kind == "cut_gzip":
            packed = gzip.compress(content)
            self._send(200, packed[: len(packed) // 2], {"Content-Encoding": "gzip"})
        elif kind == "bomb":
            self._send(200, gzip.compress(b" " * 64 * 2**20), {"Content-Encoding": "gzip"})
        elif kind == "redirect":
            self._send(302, b"", {"Location": detail})
        elif kind == "block":
            self._send(200, BLOCKED.encode())
        elif kind == "layout":
            self._send(200, page.replace("data-post=", "data-item=").encode())
        elif kind == "no_texts":
            self._send(200, page.replace("tgme_widget_message_text", "message_words").encode())
        elif kind == "stranger":
            self._send(200, page.replace(self.channel.name, "another_channel").encode())
        elif kind == "empty":
            self._send(200, frame(self.channel, "").encode())
        elif kind == "newest":
            self._send(200, self.channel.page(None).encode())
        else:
            raise AssertionError(how)

    def _send(
        self,
        status: int,
        content: bytes,
        headers: dict[str, str] | None = None,
        middle: Callable[[], None] = lambda: None,
    ) -> None:
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(content))} | (headers or {})
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            half = len(content) // 2
            self.wfile.write(content[:half])
            self.wfile.flush()
            middle()
            self.wfile.write(content[half:])
            self.wfile.flush()
        except OSError:
            self.close_connection = True  # the client has gone, or was killed

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(channel: Channel) -> Iterator[str]:
    """Serve the channel; the address of its preview."""
    handler = type("Handler", (_Handler,), {"channel": channel})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/s/{channel.name}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def registry_folder(folder: Path, preview: str, channel: str = "kpszsu") -> Path:
    """A registry to lay over ours, in which the channel's preview is the local server's."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.toml").write_text(f'[{channel}]\npreview = "{preview}"\n', encoding="utf-8")
    return folder
