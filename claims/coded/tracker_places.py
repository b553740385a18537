"""The tracker's names of targets, regions and launch places, as codes, with a problem for each unknown name."""

from __future__ import annotations

from claims.coded.tracker_rows import TrackerRow
from claims.coded.vocabulary import AND, launch_areas, targets


def target(row: TrackerRow) -> tuple[tuple[str, ...], str | None, tuple[str, ...]]:
    """Regions, place and problems of the row's target; no regions for the whole country."""
    regions, place, unknown = targets(row.targets)
    return regions, place, _problems("unknown_region", unknown)


def affected(row: TrackerRow) -> tuple[str, ...]:
    """The regions that the report names as attacked."""
    return targets(row.affected)[0]


def regions_of(name: str) -> tuple[tuple[str, ...], str | None, tuple[str, ...]]:
    """Regions, place and problems of a name such as ``Odesa oblast and Mykolaiv oblast`` (one figure for both)."""
    regions, place, unknown = targets(name.split(AND))
    return regions, place, _problems("unknown_region", unknown)


def launch_places(row: TrackerRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Launch areas of the row, of its models where the row itself has none, and problems."""
    names = row.launch_places
    if not names:
        names = tuple(name for cell in row.places_by_model.values() for name in cell.split(AND))
    areas, unknown = launch_areas(names, "tracker")
    return areas, _problems("unknown_launch_area", unknown)


def launch_places_of(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Launch areas of one cell and problems."""
    areas, unknown = launch_areas((name for name in cell.split(AND) if name.strip()), "tracker")
    return areas, _problems("unknown_launch_area", unknown)


def _problems(kind: str, names: list[str]) -> tuple[str, ...]:
    return tuple(f"{kind}: {name}" for name in names)
