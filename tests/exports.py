"""Small Telegram exports and saved pages, made up after the real layouts, for the tests of the readers."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.preview_server import Channel, Post

TITLE = "Повітряні Сили ЗС України"
PUBLISHED = datetime(2025, 6, 2, 5, 5, 12, tzinfo=UTC)
KYIV = timedelta(hours=3)


def message(number: int = 35_323, text: Any = "Збито 52 ударних БпЛА", **changes: Any) -> dict[str, Any]:
    """A message of ``result.json``; a change to ``"absent"`` takes a key away."""
    values = {
        "id": number,
        "type": "message",
        "date": (PUBLISHED + KYIV).replace(tzinfo=None).isoformat(),
        "date_unixtime": str(int(PUBLISHED.timestamp())),
        "from": TITLE,
        "from_id": "channel1000000001",
        "author": "Ім'я Прізвище",
        "text": text,
        "text_entities": [],
    } | changes
    return {key: value for key, value in values.items() if value != "absent"}


def export(*messages: Any, **changes: Any) -> str:
    """``result.json`` of one channel."""
    chat = {"name": TITLE, "type": "public_channel", "id": 1_000_000_001, "messages": list(messages)} | changes
    return json.dumps(chat, ensure_ascii=False, indent=1)


def account(*chats: dict[str, Any]) -> str:
    """``result.json`` of a whole account."""
    content = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "first_name": "Ім'я"},
        "contacts": {"about": "", "list": [{"first_name": "Хтось"}]},
        "chats": {"about": "", "list": list(chats)},
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def pages(*messages: str, title: str = TITLE) -> str:
    """``messages.html`` of an export."""
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"/><title>Exported Data</title><script src="js/script.js"></script></head>
<body onload="CheckLocation();"><div class="page_wrap"><div class="page_header"><div class="content">
<div class="text bold">
{html.escape(title)}
</div></div></div><div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">2 June 2025</div></div>
{"".join(messages)}</div></div></div></body></html>"""


def page_message(
    number: int = 35_323,
    text: str = "Збито 52 ударних БпЛА",
    when: str = "02.06.2025 08:05:12 UTC+03:00",
    sender: str | None = TITLE,
    body: str = "",
) -> str:
    """A message of ``messages.html``; without ``sender`` it is joined to the one before."""
    name = f'<div class="from_name">\n{html.escape(sender)}\n       </div>' if sender else ""
    words = html.escape(text).replace("\n", "<br>")
    return f"""
<div class="message default clearfix{"" if sender else " joined"}" id="message{number}">
<div class="pull_left userpic_wrap"></div><div class="body">
<div class="pull_right date details" title="{when}">
08:05
       </div>
{name}{body or f'<div class="text">{chr(10)}{words}{chr(10)}       </div>'}
</div></div>"""


def preview(*texts: str, first: int = 35_323, **changes: Any) -> str:
    """A page of the public preview."""
    posts = {first + index: Post(text, PUBLISHED + index * timedelta(hours=1)) for index, text in enumerate(texts)}
    return Channel(posts, **changes).page(None)
