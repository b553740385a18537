"""Words for the report: labels of the registries' entries, counts, windows in the claimant's time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from claims.explaining.counts import count, outcome
from claims.registry import Registry

__all__ = ["Labels", "count", "outcome", "plain"]

_UNITS = {"location": "places", "target": "targets"}


def plain(name: str) -> str:
    """An id as words: "claimants_differ" is "claimants differ"."""
    return name.replace("_", " ")


class Labels:
    """English names by id, from the registry tables of a build, and the zones of claimants."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], registry: Registry) -> None:
        self._names = {
            name: dict(zip(tables[name][key], tables[name]["label"], strict=True))
            for name, key in (("claimants", "claimant"), ("weapons", "weapon"), ("regions", "region"))
        }
        self._calendars = dict(zip(tables["claimants"]["claimant"], tables["claimants"]["calendar"], strict=True))
        self._zones = {name: entries[0].zone for name, entries in registry.calendars.items() if entries}
        self._sources = {one.id: one.label for one in registry.sources.values()}

    def claimant(self, claimant: str) -> str:
        """Who makes the claim."""
        return str(self._names["claimants"].get(claimant, claimant))

    def weapon(self, weapon: str) -> str:
        """What is counted."""
        return str(self._names["weapons"].get(weapon, weapon))

    def region(self, region: str) -> str:
        """Where."""
        return str(self._names["regions"].get(region, region))

    def source(self, source: str | None) -> str:
        """The channel or outlet; of a coded series its id in words."""
        return str(self._sources.get(source or "", plain(source or "not known")))

    def direction(self, direction: str) -> str:
        """`RU>UA` in the sides' names."""
        return " → ".join(self.region(code) for code in direction.split(">"))

    def happened(self, what: str, unit: str) -> str:
        """What became of what is counted: "downed", "places hit"."""
        if unit == "weapon":
            return outcome(what)
        return f"{_UNITS.get(unit, unit)}: {outcome(what)}"

    def window(self, start: Any, end: Any, claimant: str) -> str:
        """A window in UTC, and in the claimant's own time where its calendar tells it; "" without one."""
        if pd.isna(start) or pd.isna(end):
            return ""
        told = f"{_span(start, end)} UTC"
        calendar = self._calendars.get(claimant)
        zone = self._zones.get(calendar) if isinstance(calendar, str) else None
        return f"{_span(start.astimezone(zone), end.astimezone(zone))} {_city(zone)} ({told})" if zone else told


def _city(zone: ZoneInfo) -> str:
    return f"{zone.key.rpartition('/')[2].replace('_', ' ')} time"


def _span(start: datetime, end: datetime) -> str:
    if start.date() == end.date():
        return f"{start:%-d %b %Y, %H:%M} to {end:%H:%M}"
    return f"{start:%-d %b %Y, %H:%M} to {end:%-d %b %Y, %H:%M}"
