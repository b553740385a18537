"""One row of the tracker's table, checked and typed: a weapon model in one report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from claims.coded.conversion import UnusableRowError
from claims.coded.matching import DroneReport
from claims.coded.originals import csv_rows
from claims.coded.python_cells import read_list, read_mapping
from claims.coded.vocabulary import AND, vocabulary, weapon_paths
from claims.coded.windows import Window, local_window

KYIV = ZoneInfo("Europe/Kyiv")
SHAHED = "uav.strike.shahed"
FIGURES = (
    "launched",
    "destroyed",
    "not_reach_goal",
    "still_attacking",
    "is_shahed",
    "num_hit_location",
    "num_fall_fragment_location",
    "turbojet",
    "turbojet_destroyed",
)
NEEDED = frozenset({"time_start", "time_end", "model", "launched", "destroyed", "source"})
"""What every edition of the table has, from January 2023 on."""

COLUMNS = NEEDED | {
    *FIGURES,
    *("launch_place", "target", "target_main", "border_crossing", "carrier", "affected region"),
    *("destroyed_details", "launched_details", "launch_place_details", "status_data"),
}
"""What we read of any edition: columns came one by one, and one that an edition lacks is empty in all its rows."""

HIDDEN = "hidden"  # in `status_data`: the Air Force refuses the figure, and a 0 stands in its place
_FIGURE = re.compile(r"\d+(\.0+)?")
_TELEGRAM = re.compile(r"https?://(t\.me/[^/]+)/")


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """A row of the table. ``figures`` holds the columns of :data:`FIGURES`, None where the cell is empty."""

    line: str
    source: str
    channel: Mapping[str, Any]
    model: str
    weapons: tuple[str, ...]
    window: Window
    end_day: str
    figures: Mapping[str, int | None]
    launch_places: tuple[str, ...]
    targets: tuple[str, ...]
    main_target: str
    affected: tuple[str, ...]
    carrier: str
    crossings: Mapping[str, int]
    destroyed_by_region: Mapping[str, int | None]
    launched_by_model: Mapping[str, int]
    places_by_model: Mapping[str, str]
    withheld: bool

    @property
    def national(self) -> bool:
        """Whether the report is over the whole country."""
        return bool(self.channel["rank"] == "national")

    @property
    def command_note(self) -> bool:
        """Whether the report is one air command's note."""
        return bool(self.channel["rank"] == "command")

    @property
    def url(self) -> str:
        """The address of the post: a page of the web, of Telegram, or of Facebook."""
        if self.source.startswith("http"):
            return self.source
        return str(self.channel.get("url", "https://www.facebook.com/{source}")).format(source=self.source)

    @property
    def report(self) -> DroneReport:
        """The figures that a match with the observatory's table compares."""
        return DroneReport(
            window=self.window,
            end_day=self.end_day,
            launched=self.figures["launched"],
            downed=self.figures["destroyed"],
            lost=self.figures["not_reach_goal"],
            hits=self.figures["num_hit_location"],
            debris=self.figures["num_fall_fragment_location"],
        )


def read_row(line: str, cells: Mapping[str, str]) -> TrackerRow:
    """The cells of one line as a row. Raises :class:`UnusableRowError` with the cell that can't be used."""
    source = cells["source"].strip()
    channel = _channel(source)
    weapons = weapon_paths(cells["model"])
    if weapons is None:
        raise UnusableRowError("unknown_model", f"no such model in data/models.toml: {cells['model']!r}")
    try:
        crossings = read_mapping(cells["border_crossing"])
        by_region = read_mapping(cells["destroyed_details"])
        by_model = read_mapping(cells["launched_details"])
        places = read_mapping(cells["launch_place_details"])
        affected = read_list(cells["affected region"])
    except ValueError as error:
        raise UnusableRowError("unreadable_cell", str(error)) from error
    withheld = cells["status_data"].strip().lower() == HIDDEN
    figures = {name: _figure(name, cells[name]) for name in FIGURES}
    return TrackerRow(
        line=line,
        source=source,
        channel=channel,
        model=cells["model"].strip(),
        weapons=weapons,
        window=local_window(cells["time_start"], cells["time_end"], KYIV),
        end_day=cells["time_end"].strip()[:10],
        figures={name: None if withheld and count == 0 else count for name, count in figures.items()},
        launch_places=_names(cells["launch_place"]),
        targets=_names(cells["target"]),
        main_target=cells["target_main"].strip(),
        affected=tuple(affected),
        carrier=cells["carrier"].strip(),
        crossings={name: _whole(name, value) for name, value in crossings.items()},
        destroyed_by_region={name: None if value is None else _whole(name, value) for name, value in by_region.items()},
        launched_by_model={name: _whole(name, value) for name, value in by_model.items()},
        places_by_model={name: str(value) for name, value in places.items()},
        withheld=withheld,
    )


def table_rows(path: Path) -> list[tuple[str, dict[str, str] | None]]:
    """Each row of the table, of any edition: ``line N`` and its cells, those of columns it lacks empty.

    None stands for a row of another width. Raises ConversionError when the file is none of the table's.
    """
    empty = dict.fromkeys(COLUMNS, "")
    return [(line, cells and empty | cells) for line, cells in csv_rows(path, NEEDED)]


def drone_reports(path: Path) -> list[DroneReport]:
    """The national reports of Shaheds and drones of other types, for matching."""
    reports: list[DroneReport] = []
    for line, cells in table_rows(path):
        try:
            row = read_row(line, cells or {})
        except (UnusableRowError, KeyError):
            continue  # named and counted when the tracker's own file is converted
        if row.weapons == (SHAHED,) and (row.national or row.targets == ("Ukraine",)):
            reports.append(row.report)
    return reports


def _channel(source: str) -> Mapping[str, Any]:
    telegram = _TELEGRAM.match(source)
    name = telegram[1] if telegram else source.split("/", 1)[0]
    channel = vocabulary("sources").get(name)
    if channel is None:
        raise UnusableRowError("unknown_source", f"no such source in data/sources.toml: {source[:60]!r}")
    return dict(channel)


def _names(cell: str) -> tuple[str, ...]:
    """The names of a cell such as "Kursk oblast and Chauda, Crimea"."""
    return tuple(name.strip() for name in cell.strip().split(AND) if name.strip())


def _figure(name: str, cell: str) -> int | None:
    text = cell.strip()
    if not text:
        return None
    if not _FIGURE.fullmatch(text):
        raise UnusableRowError("unreadable_figure", f"{name}: a whole number expected, found {cell!r}")
    return int(float(text))


def _whole(name: str, value: object) -> int:
    if not isinstance(value, float) or value < 0 or value != int(value):
        raise UnusableRowError("unreadable_figure", f"{name}: a whole number expected, found {value!r}")
    return int(value)
