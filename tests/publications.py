"""Small builds for the tests of releases and of the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claims import building
from tests.factories import record, write_lines

PROJECT = Path(__file__).parent.parent
SERIES = "general_staff_tally"
LONG = "word " * 100  # of an original post: more than may be quoted
HOSTILE = '</script><img src=x onerror="document.title=1">'


def posts(*more: dict[str, Any]) -> list[dict[str, Any]]:
    """A restated statement, an original, and one whose text is hostile to a page."""
    return [
        record(url="https://t.me/mod_russia/1", text_status="restated"),
        record(f"{LONG}downed 7 drones {LONG}", url="https://t.me/mod_russia/2", text_status="original"),
        record(f"{HOSTILE} downed 9 drones", url="https://t.me/mod_russia/3", text_status="restated"),
        *more,
    ]


def coded(folder: Path, rows: int = 12) -> Path:
    """The first rows of a shipped series, with its description."""
    made = folder / "coded"
    made.mkdir(parents=True, exist_ok=True)
    lines = (PROJECT / "datasets" / "coded" / f"{SERIES}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (made / f"{SERIES}.csv").write_text("".join(lines[: rows + 1]), encoding="utf-8")
    description = (PROJECT / "datasets" / "coded" / f"{SERIES}.toml").read_text(encoding="utf-8")
    (made / f"{SERIES}.toml").write_text(description, encoding="utf-8")
    return made


def built(folder: Path, records: list[dict[str, Any]] | None = None, rows: int = 12) -> Path:
    """A build of the posts and of a short series; the link to it."""
    inputs = write_lines(folder / "inputs" / "posts.jsonl", *(posts() if records is None else records))
    return building.build([inputs.parent, coded(folder, rows)], folder / "build").path


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under the folder by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
