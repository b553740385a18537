"""The figures of a build, with what is told of each in ``figures/index.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure: its SVG file, title, caption, text for who can't see it, and what it does not show."""

    file: Path
    title: str
    caption: str
    alt: str
    limits: str = ""
    sources: tuple[str, ...] = ()


def pictures(folder: Path) -> list[Picture]:
    """The figures in the folder, in the order of the index; those that it does not name after them, by name.

    A figure without an entry is shown under its file's name, and says that nothing more is told of it.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.svg"))}
    told = _index(folder / INDEX)
    listed = [name for name in told if name in files]
    return [_picture(files[name], told.get(name, {})) for name in (*listed, *sorted(files.keys() - set(listed)))]


def _picture(file: Path, told: dict[str, Any]) -> Picture:
    title = str(told.get("title") or file.stem.replace("_", " ").capitalize())
    sources = told.get("sources") or ()
    return Picture(
        file,
        title,
        str(told.get("caption") or ""),
        str(told.get("alt") or f"{title}; the figures are in the tables."),
        str(told.get("limits") or told.get("not_shown") or ""),
        (sources,) if isinstance(sources, str) else tuple(str(one) for one in sources),
    )


def _index(path: Path) -> dict[str, dict[str, Any]]:
    """Entries by name; the index is an array of entries, an object of them, or an object that holds the array."""
    if not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(content, dict) and isinstance(content.get("figures"), list):
        content = content["figures"]
    if isinstance(content, dict):
        return {str(name): dict(entry) for name, entry in content.items() if isinstance(entry, dict)}
    return {str(entry["name"]): dict(entry) for entry in content}
