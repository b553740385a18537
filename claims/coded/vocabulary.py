"""The words of the original tables, mapped to our taxonomy and codes by the data files in ``claims/coded/data/``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from claims.registry import load_registry

DATA = Path(__file__).parent / "data"
AND = " and "


@functools.cache
def vocabulary(name: str) -> dict[str, Any]:
    """One data file, by the name of the file without ``.toml``."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def weapon_paths(model: str) -> tuple[str, ...] | None:
    """The taxonomy paths that a model of the tracker covers jointly; None when one of its names is unknown."""
    paths: list[str] = []
    for name in model.split(AND):
        entry = vocabulary("models").get(name.strip())
        if entry is None:
            return None
        paths.extend(path for path in entry["weapons"] if path not in paths)
    return tuple(paths)


def common_weapon(paths: Iterable[str]) -> str:
    """The deepest common ancestor of the paths, ``air_object`` when they share none."""
    return load_registry().ancestor(paths)


def launch_areas(names: Iterable[str], table: str) -> tuple[tuple[str, ...], list[str]]:
    """Canonical launch areas of the names, each once, and the names that the data file doesn't have."""
    known = vocabulary("launch_areas")[table]
    areas: list[str] = []
    unknown: list[str] = []
    for name in names:
        found = known.get(name.strip())
        if found is None:
            unknown.append(name.strip())
            continue
        areas.extend(area for area in found if area not in areas)
    return tuple(areas), unknown


def targets(names: Iterable[str]) -> tuple[tuple[str, ...], str | None, list[str]]:
    """Region codes of the names, each once, the places among them joined with ``; ``, and the unknown names."""
    regions: list[str] = []
    places: list[str] = []
    unknown: list[str] = []
    for name in names:
        entry = vocabulary("targets").get(name.strip())
        if entry is None:
            unknown.append(name.strip())
            continue
        regions.extend(region for region in entry["regions"] if region not in regions)
        if "place" in entry and entry["place"] not in places:
            places.append(entry["place"])
    return tuple(regions), "; ".join(places) or None, unknown
