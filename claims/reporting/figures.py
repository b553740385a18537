"""The figures of a build, with what its index tells of each."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.analysis import INDEX

_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its files by ending, title, what it shows and does not show, and a text for who can't see it."""

    files: dict[str, Path]
    title: str
    shows: str
    limits: str
    alt: str
    width: int
    height: int
    """Size of the drawing in its own units, so that a page has room for it before it is loaded."""


def figures(folder: Path) -> list[Figure]:
    """The figures that the index in the folder lists, in its order; none where there is no index."""
    index = folder / INDEX
    listed = json.loads(index.read_text(encoding="utf-8")) if index.is_file() else []
    return [_figure(folder, one) for one in listed]


def _figure(folder: Path, told: dict[str, Any]) -> Figure:
    width, height = _size(folder / f"{told['name']}.svg")
    return Figure(
        files={Path(name).suffix.removeprefix("."): folder / name for name in told["files"]},
        title=told["title"],
        shows=told["shows"],
        limits=told["limits"],
        alt=told["alt"],
        width=width,
        height=height,
    )


def _size(svg: Path) -> tuple[int, int]:
    """Width and height of the view box of an SVG of ours."""
    found = _VIEW.search(svg.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{svg.name} has no view box")
    return round(float(found[1])), round(float(found[2]))
