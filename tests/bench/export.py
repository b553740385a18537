"""A made-up Telegram Desktop export of any size: ``python -m tests.bench.export --messages 1000000 --to FOLDER``.

Posts are those of :mod:`tests.bench.traffic` in their natural mix, as a channel's export would hold them: with marked
pieces of text, edits, forwarded posts, media without a text, reactions and service messages. The same numbers give the
same bytes. Nothing in it is a real post.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.traffic import Traffic

START = datetime(2022, 3, 1, tzinfo=UTC)
STEP = timedelta(seconds=100)
CHANNEL = {"name": "Повітряні Сили ЗС України", "type": "public_channel", "id": 1000000001}


def messages(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """``count`` messages, oldest first."""
    choose = random.Random(seed)  # noqa: S311 - texts, no secrets
    posts = Traffic(seed).channel_mix(count // 100 + 1)
    for number in range(1, count + 1):
        moment = START + number * STEP
        message: dict[str, Any] = {
            "id": number,
            "type": "message",
            "date": moment.replace(tzinfo=None).isoformat(),
            "date_unixtime": str(int(moment.timestamp())),
            "from": CHANNEL["name"],
            "from_id": "channel1000000001",
        }
        kind = choose.random()
        if kind < 0.01:
            yield message | {"type": "service", "action": "pin_message", "message_id": number - 1, "text": ""}
            continue
        if kind < 0.06:
            yield message | {"photo": "(File not included)", "width": 1280, "height": 720, "text": ""}
            continue
        if kind < 0.09:
            edited = moment + timedelta(minutes=choose.randint(1, 600))
            message["edited"] = edited.replace(tzinfo=None).isoformat()
            message["edited_unixtime"] = str(int(edited.timestamp()))
        elif kind < 0.12:
            message["forwarded_from"] = "Генеральний штаб ЗСУ"
        text = next(posts).text
        message["text"], message["text_entities"] = _marked(text, choose)
        message["reactions"] = [{"type": "emoji", "count": choose.randint(1, 9999), "emoji": "🔥"}]
        yield message


def _marked(text: str, choose: random.Random) -> tuple[Any, list[dict[str, str]]]:
    """The text as Telegram Desktop writes it: a string, or a list when a part of it is bold."""
    if choose.random() < 0.7:
        return text, [{"type": "plain", "text": text}]
    head, space, rest = text.partition(" ")
    bold = {"type": "bold", "text": head}
    return [bold, space + rest], [bold, {"type": "plain", "text": space + rest}]


def write(path: Path, count: int, seed: int = 1) -> None:
    """Write an export of ``count`` messages, as it streams."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        opening = json.dumps(CHANNEL, ensure_ascii=False, indent=1)
        file.write(opening.removesuffix("\n}") + ',\n "messages": [\n')
        for number, message in enumerate(messages(count, seed)):
            file.write(",\n" if number else "")
            file.write("  " + json.dumps(message, ensure_ascii=False, indent=1).replace("\n", "\n  "))
        file.write("\n ]\n}\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write a made-up Telegram Desktop export.")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where kpszsu/result.json goes")
    options = parser.parse_args()
    path = options.to / "kpszsu" / "result.json"
    write(path, options.messages, options.seed)
    print(f"{path}: {options.messages:,} messages, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
