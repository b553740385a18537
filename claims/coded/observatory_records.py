"""One record of the observatory's file, checked and typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from claims.coded.conversion import UnusableRowError
from claims.coded.matching import DroneReport
from claims.coded.originals import json_lines
from claims.coded.vocabulary import vocabulary
from claims.coded.windows import INSTANT, Window, utc_moment

KYIV = ZoneInfo("Europe/Kyiv")
PRECISIONS = {"m": "minute", "h": "hour", "d": "day", "a": "part_of_day"}


@dataclass(frozen=True, slots=True)
class Record:
    """One report as the observatory coded it. Intervals are (low, high); ``problems`` are ``kind: explanation``."""

    id: str
    direction: str
    posts: tuple[str, ...]
    published_at: datetime
    window: Window
    down: tuple[int, int]
    category: str
    launched: tuple[int, int] | None
    families: Mapping[str, tuple[int, int]]
    lost: tuple[int, int] | None
    hits: int | None
    debris: int | None
    regions: Mapping[str, int | None]
    missile_regions: tuple[str, ...]
    types: tuple[str, ...]
    zones: tuple[str, ...]
    crossings: tuple[Any, ...]
    problems: tuple[str, ...]

    @property
    def report(self) -> DroneReport:
        """The figures that a match with the other table compares."""
        return DroneReport(
            window=self.window,
            end_day=self.window.end.astimezone(KYIV).date().isoformat(),
            launched=self.launched[1] if self.launched else None,
            downed=self.down[1],
            lost=self.lost[1] if self.lost else None,
            hits=self.hits,
            debris=self.debris,
            category=self.category,
        )


def read_record(raw: Mapping[str, Any]) -> Record:
    """One object of the file as a record. Raises :class:`UnusableRowError` with the field that can't be used."""
    problems: list[str] = []
    posts = _texts(raw, "post")
    published = [utc_moment(moment) for moment in _texts(raw, "pub")]
    if not posts or len(posts) != len(published):
        raise UnusableRowError("unreadable_record", "post and pub don't go together")
    if len(posts) > 1:
        problems.append(
            f"merged_posts: {len(posts)} posts merged by the observatory with the later one's figure, maybe the smaller"
        )
    identity, direction, category = str(raw.get("id", "")), raw.get("dir"), raw.get("cat")
    if direction not in ("RU_UA", "UA_RU") or category not in ("d", "n") or not identity:
        raise UnusableRowError(
            "unreadable_record", f"id, dir or cat not known: {identity!r}, {direction!r}, {category!r}"
        )
    down = _interval(raw, "down")
    if down is None:
        raise UnusableRowError("no_figure", "no figure for drones downed")
    return Record(
        id=identity,
        direction=direction,
        posts=posts,
        published_at=max(published),
        window=_window(raw, identity, published, problems),
        down=down,
        category=category,
        launched=_interval(raw, "launched"),
        families={name: _pair(name, value) for name, value in _mapping(raw, "by_model").items()},
        lost=_interval(raw, "lost_ew"),
        hits=_count(raw, "hits"),
        debris=_count(raw, "debris"),
        regions={
            name: None if value is None else _whole(name, value) for name, value in _mapping(raw, "regions").items()
        },
        missile_regions=_texts(raw, "mregions"),
        types=_texts(raw, "types"),
        zones=_texts(raw, "zones"),
        crossings=tuple(raw.get("cross") or ()),
        problems=tuple(problems),
    )


def drone_reports(path: Path) -> list[DroneReport]:
    """The readable records of attacks on Ukraine, for matching; the others are counted by the converter itself."""
    reports: list[DroneReport] = []
    for _, raw in json_lines(path):
        try:
            record = read_record(raw or {})
        except UnusableRowError:
            continue  # named and counted when the observatory's own file is converted
        if record.direction == "RU_UA":
            reports.append(record.report)
    return reports


def _window(raw: Mapping[str, Any], identity: str, published: list[datetime], problems: list[str]) -> Window:
    start, end = utc_moment(raw.get("start")), utc_moment(raw.get("end"))
    days = vocabulary("quirks")["shift_start_days"].get(identity, 0)
    if days:
        start += timedelta(days=days)
        problems.append(f"date_corrected: the post has a wrong date; the start was moved by {days} day")
    if end == start:
        end += INSTANT
    if end < start:
        raise UnusableRowError("window_reversed", f"the window ends before it starts: {raw['start']} to {raw['end']}")
    codes = str(raw.get("start_p")), str(raw.get("end_p"))
    if not set(codes) <= PRECISIONS.keys():
        raise UnusableRowError("unreadable_record", f"unknown precision {codes[0]!r} or {codes[1]!r}")
    filled = codes[0] in "ad", codes[1] in "ad"
    return Window(
        start=start,
        end=end,
        start_basis="phrase" if filled[0] else "stated",
        end_basis="stated" if not filled[1] else "publication" if end in published else "phrase",
        start_precision=PRECISIONS[codes[0]],
        end_precision=PRECISIONS[codes[1]],
    )


def _whole(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise UnusableRowError("unreadable_figure", f"{name}: a whole number expected, found {value!r}")
    return value


def _pair(name: str, value: object) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise UnusableRowError("unreadable_figure", f"{name}: [low, high] expected, found {value!r}")
    low, high = _whole(name, value[0]), _whole(name, value[1])
    if low > high:
        raise UnusableRowError("unreadable_figure", f"{name}: low above high: {value!r}")
    return low, high


def _interval(raw: Mapping[str, Any], name: str) -> tuple[int, int] | None:
    value = raw.get(name)
    return None if value is None else _pair(name, value)


def _count(raw: Mapping[str, Any], name: str) -> int | None:
    value = raw.get(name)
    return None if value is None else _whole(name, value)


def _texts(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = raw.get(name)
    values = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(item, str) for item in values):
        raise UnusableRowError("unreadable_record", f"{name}: text expected, found {value!r}")
    return tuple(values)


def _mapping(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name) or {}
    if not isinstance(value, dict):
        raise UnusableRowError("unreadable_record", f"{name}: an object expected, found {value!r}")
    return value
