"""The registries: who claims, where it is published, what is counted, what became of it, where.

Knowledge is data: the TOML files beside this module. :func:`load_registry` reads them, lays a user's own directory of
files with the same names over them (entry by entry), checks that they agree with one another, and returns one frozen
:class:`Registry`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
FILES = ("sides", "claimants", "sources", "weapons", "outcomes", "regions", "places", "calendars", "reconciliation")


KNOWN_ANCESTORS = 1_024
"""Sets of weapons whose common ancestor is remembered."""


class RegistryError(ValueError):
    """A registry file is unreadable, or its entries contradict one another."""


@dataclass(frozen=True, slots=True)
class Side:
    """A party: its calendar, the id of its unnamed officials and its opponent."""

    id: str
    label: str
    calendar: str
    officials: str
    opponent: str


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who makes claims. ``area`` is the macro-area or region of a claimant of scope ``part``."""

    id: str
    side: str | None
    label: str
    calendar: str | None
    scope: str
    part_of: str | None
    area: str | None
    template: bool
    names: Mapping[str, tuple[str, ...]]
    daily_scope: str | None = None
    front_bulletins: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A channel (one claimant speaks) or an outlet (many are quoted).

    ``titles`` are those that a channel shows, ``verified`` whether it bears the mark of a verified one, ``preview`` the
    address of its public pages; ``sites`` are an outlet's hosts, with the start of a path where several share one.
    """

    id: str
    kind: str
    label: str
    claimant: str | None
    lang: str | None
    zone: str
    url: str | None
    titles: tuple[str, ...] = ()
    verified: bool = False
    preview: str | None = None
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weapon:
    """A node of the weapon taxonomy; ``id`` is the path."""

    id: str
    label: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class OutcomeEntry:
    """An outcome with its set of fates; ``balance`` tells whether it is subtracted from launched."""

    id: str
    label: str
    fates: frozenset[str]
    balance: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A region, country, sea or macro-area. ``members`` are the codes of a macro-area."""

    id: str
    kind: str
    country: str | None
    label: str
    name_ru: str | None
    name_uk: str | None
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a claimant's reports tile the day, valid from ``valid_from`` until before ``valid_to`` (local dates).

    Hours are minutes after local midnight; 1440 is midnight at the end of the day.
    """

    id: str
    zone: ZoneInfo
    day_boundary: int
    night: tuple[int, int]
    day: tuple[int, int]
    morning: tuple[int, int]
    evening: tuple[int, int]
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Reconciling:
    """What the reconciliation goes by (``reconciliation.toml``).

    ``digitisations`` are coded series in order of preference; ``groups`` weapon groups, ``whole`` the one that covers
    several, ``names`` their short names; ``slack`` by precision how many seconds an edge that is not stated may be off;
    ``contains`` by outcome the outcomes that it includes. Durations are in seconds.
    """

    digitisations: tuple[str, ...]
    whole: str
    groups: tuple[str, ...]
    names: Mapping[str, str]
    slack: Mapping[str, int]
    recap: int
    same_report_share: float
    wave_gap: int
    candidates: int
    contains: Mapping[str, tuple[str, ...]]
    launched: str


@functools.lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    """The zone of a name; the library keeps eight, and reads any other from its file each time."""
    return ZoneInfo(name)


@dataclass(frozen=True)
class Registry:
    """All registries, checked against one another."""

    sides: Mapping[str, Side]
    claimants: Mapping[str, Claimant]
    sources: Mapping[str, Source]
    weapons: Mapping[str, Weapon]
    outcomes: Mapping[str, OutcomeEntry]
    regions: Mapping[str, Region]
    places: Mapping[str, Mapping[str, Any]]
    calendars: Mapping[str, tuple[Calendar, ...]]
    reconciling: Reconciling
    overlay: Path | None = field(default=None)

    @functools.cached_property
    def fates(self) -> dict[str, frozenset[str]]:
        """By outcome the fates that it may have been."""
        return {key: entry.fates for key, entry in self.outcomes.items()}

    def source_zone(self, source_id: str | None) -> ZoneInfo | None:
        """The zone of a date without hours published by this source; None when the source is unknown."""
        source = self.sources.get(source_id or "")
        return _zone(source.zone) if source else None

    def claimant(self, claimant_id: str) -> Claimant | None:
        """The entry of a claimant, a template's for ids such as ``ru_governor:RU-BEL``; None for ``other:...``."""
        entry = self.claimants.get(claimant_id)
        if entry is None and ":" in claimant_id:
            entry = self.claimants.get(claimant_id.split(":", 1)[0])
        return entry

    def claimant_side(self, claimant_id: str) -> str | None:
        """The side of a claimant; of ``other:<role>:<region or side>:...`` the country of that region."""
        entry = self.claimant(claimant_id)
        if entry is not None:
            return entry.side
        if claimant_id.startswith("other:"):
            parts = claimant_id.split(":")
            if len(parts) > 2:
                region = self.regions.get(parts[2])
                side = region.country if region and region.country else parts[2].split("-")[0]
                return side if side in self.sides else None
        return None

    def calendar(self, claimant_id: str, day: date) -> Calendar | None:
        """The reporting calendar of a claimant on a local day, by its own entry, else its side's."""
        entry = self.claimant(claimant_id)
        name = entry.calendar if entry else None
        if name is None:
            side = self.sides.get(self.claimant_side(claimant_id) or "")
            name = side.calendar if side else None
        for calendar in self.calendars.get(name or "", ()):
            if calendar.valid_from <= day < calendar.valid_to:
                return calendar
        return None

    def ancestor(self, weapons: Iterable[str]) -> str:
        """The deepest common ancestor of taxonomy paths; ``air_object`` when they share none."""
        weapons = tuple(weapons)
        if len(weapons) == 1 and weapons[0] in self.weapons:
            return weapons[0]  # nearly always
        known = self._ancestors.get(weapons)
        if known is None:
            if len(self._ancestors) >= KNOWN_ANCESTORS:
                self._ancestors.clear()
            known = self._ancestors[weapons] = self._common(weapons)
        return known

    @functools.cached_property
    def _ancestors(self) -> dict[tuple[str, ...], str]:
        """The ancestors asked for so far: few sets of weapons are ever named together."""
        return {}

    def _common(self, weapons: tuple[str, ...]) -> str:
        paths = [weapon.split(".") for weapon in weapons]
        common: list[str] = []
        for parts in zip(*paths, strict=False):
            if len(set(parts)) > 1:
                break
            common.append(parts[0])
        return ".".join(common) if common and ".".join(common) in self.weapons else "air_object"


def _tables(name: str, overlay: Path | None) -> dict[str, Any]:
    """The entries of one registry file with the overlay's laid over them, entry by entry."""
    entries: dict[str, Any] = {}
    for folder in (HERE, overlay):
        path = folder / f"{name}.toml" if folder else None
        if path is None or not path.exists():
            continue
        try:
            loaded = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RegistryError(f"{path}: not readable as TOML: {error}") from error
        for key, value in loaded.items():
            if isinstance(value, dict) and isinstance(entries.get(key), dict):
                entries[key] = {**entries[key], **value}
            else:
                entries[key] = value
    return entries


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes or 0)


def clock(minutes: int) -> time:
    """Minutes after midnight as a time of day (1440 is 00:00)."""
    return time(minutes // 60 % 24, minutes % 60)


def _calendar(name: str, entry: Mapping[str, Any]) -> Calendar:
    def hours(key: str) -> tuple[int, int]:
        start, end = entry[key]
        return _minutes(start), _minutes(end)

    return Calendar(
        id=name,
        zone=ZoneInfo(entry["zone"]),
        day_boundary=_minutes(entry["day_boundary"]),
        night=hours("night"),
        day=hours("day"),
        morning=hours("morning"),
        evening=hours("evening"),
        valid_from=entry.get("valid_from", date.min),
        valid_to=entry.get("valid_to", date.max),
    )


def _reconciling(raw: Mapping[str, Any]) -> Reconciling:
    windows = raw["windows"]
    return Reconciling(
        digitisations=tuple(raw["digitisations"]["order"]),
        whole=raw["groups"]["whole"],
        groups=tuple(raw["groups"]["members"]),
        names=dict(raw["groups"].get("names", {})),
        slack={precision: int(minutes) * 60 for precision, minutes in raw["slack"].items()},
        recap=int(windows["recap_hours"]) * 3600,
        same_report_share=float(windows["same_report_share"]),
        wave_gap=int(windows["wave_gap_hours"]) * 3600,
        candidates=int(windows["candidates"]),
        contains={entry["wider"]: tuple(entry["narrower"]) for entry in raw["contains"]},
        launched=raw["balance"]["launched"],
    )


def _names(entry: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {lang: tuple(names) for lang, names in entry.get("names", {}).items()}


@functools.lru_cache(maxsize=8)
def load_registry(overlay: Path | None = None) -> Registry:
    """Read the shipped registries, with the files of ``overlay`` laid over them entry by entry.

    Raises :class:`RegistryError` when a file is unreadable or an entry names another that does not exist.
    """
    if overlay is not None and not overlay.is_dir():
        raise RegistryError(f"{overlay}: not a directory of registry files")
    raw = {name: _tables(name, overlay) for name in FILES}
    try:
        registry = _build(raw, overlay)
    except (KeyError, TypeError, ValueError) as error:
        raise RegistryError(f"registry entry incomplete or of the wrong type: {error!r}") from error
    _check(registry)
    return registry


def _build(raw: Mapping[str, Mapping[str, Any]], overlay: Path | None) -> Registry:
    return Registry(
        sides={
            key: Side(key, e["label"], e["calendar"], e["officials"], e["opponent"]) for key, e in raw["sides"].items()
        },
        claimants={
            key: Claimant(
                id=key,
                side=e.get("side"),
                label=e["label"],
                calendar=e.get("calendar"),
                scope=e.get("scope", "unknown"),
                daily_scope=e.get("daily_scope"),
                front_bulletins=bool(e.get("front_bulletins", False)),
                part_of=e.get("part_of"),
                area=e.get("area"),
                template=bool(e.get("template")),
                names=_names(e),
            )
            for key, e in raw["claimants"].items()
        },
        sources={
            key: Source(
                id=key,
                kind=e["kind"],
                label=e["label"],
                claimant=e.get("claimant"),
                lang=e.get("lang"),
                zone=str(ZoneInfo(e["zone"])),
                url=e.get("url"),
                titles=tuple(e.get("titles", ())),
                verified=bool(e.get("verified", False)),
                preview=e.get("preview"),
                sites=tuple(e.get("sites", ())),
            )
            for key, e in raw["sources"].items()
        },
        weapons={
            key: Weapon(key, e["label"], key.rpartition(".")[0] or None) for key, e in sorted(raw["weapons"].items())
        },
        outcomes={
            key: OutcomeEntry(key, e["label"], frozenset(e["fates"]), bool(e.get("balance")))
            for key, e in raw["outcomes"].items()
        },
        regions={
            key: Region(
                id=key,
                kind=e["kind"],
                country=e.get("country"),
                label=e["label"],
                name_ru=e.get("name_ru"),
                name_uk=e.get("name_uk"),
                members=tuple(e.get("members", ())),
            )
            for key, e in raw["regions"].items()
        },
        places=raw["places"],
        calendars={key: tuple(_calendar(key, e) for e in entries) for key, entries in raw["calendars"].items()},
        reconciling=_reconciling(raw["reconciliation"]),
        overlay=overlay,
    )


def _check(registry: Registry) -> None:
    """Every id that an entry names must exist."""
    for weapon in registry.weapons.values():
        if weapon.parent is not None and weapon.parent not in registry.weapons:
            raise RegistryError(f"weapons: {weapon.id} has no parent entry {weapon.parent}")
    for claimant in registry.claimants.values():
        if claimant.side is not None and claimant.side not in registry.sides:
            raise RegistryError(f"claimants: {claimant.id} names unknown side {claimant.side}")
        if claimant.calendar is not None and claimant.calendar not in registry.calendars:
            raise RegistryError(f"claimants: {claimant.id} names unknown calendar {claimant.calendar}")
    for source in registry.sources.values():
        if source.claimant is not None and registry.claimant(source.claimant) is None:
            raise RegistryError(f"sources: {source.id} names unknown claimant {source.claimant}")
    for side in registry.sides.values():
        if side.calendar not in registry.calendars or side.opponent not in registry.sides:
            raise RegistryError(f"sides: {side.id} names an unknown calendar or opponent")
    rules = registry.reconciling
    for group in (*rules.groups, rules.whole):
        if group not in registry.weapons:
            raise RegistryError(f"reconciliation: the weapon group {group} is no weapon of the registry")
    for outcome in (rules.launched, *rules.contains, *(one for more in rules.contains.values() for one in more)):
        if outcome not in registry.outcomes:
            raise RegistryError(f"reconciliation: {outcome} is no outcome of the registry")
    for region in registry.regions.values():
        for member in region.members:
            if member not in registry.regions:
                raise RegistryError(f"regions: {region.id} has unknown member {member}")
