"""The claims as figures: one small record for each row of ``claims``, with plain numbers and seconds of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from claims.model import Basis, Method, Qualifier, Scope, Tally
from claims.registry import Registry
from claims.schema.columns import LIST_SEPARATOR

NEEDED = (
    "claim_id", "claimant", "outcome", "unit", "weapon", "count_low", "count_high", "window_start", "window_end",
)  # fmt: skip
"""Columns without which nothing can be reconciled; the others may be absent and are then null."""


@dataclass(slots=True, eq=False)
class Figure:
    """One claim. Times are seconds since 1970 (UTC); ``slack_*`` how many seconds an edge may be off; ``high`` None is
    unbounded or unknown. ``areas`` are first-level regions, with macro-areas and countries replaced by their members;
    ``report`` is what makes figures one report: the statement, or the coded record; ``withheld`` that the claimant
    refuses to give it, ``coded`` that a third party coded it; ``key`` orders figures the same way whatever the order of
    input.
    """

    claim_id: str
    statement_id: str | None
    revision: int | None
    claimant: str
    side: str | None
    attacker: str | None
    defender: str | None
    outcome: str
    unit: str
    weapons: tuple[str, ...]
    weapon: str
    traits: tuple[str, ...]
    low: int | None
    high: int | None
    qualifier: str
    tally: str
    scope: str
    part_of: str | None
    part_axis: str | None
    part_complete: bool | None
    restates: str | None
    corrects: str | None
    regions: tuple[str, ...]
    unnamed: int | None
    place: str | None
    start: int | None
    end: int | None
    slack_start: int
    slack_end: int
    method: str
    derived_from: tuple[str, ...]
    published: int
    source: str | None
    url: str | None
    direction: str | None
    group: str
    areas: frozenset[str]
    report: tuple[object, ...]
    withheld: bool
    coded: bool
    key: tuple[Any, ...]


def read_figures(claims: pd.DataFrame, registry: Registry) -> tuple[list[Figure], list[str]]:
    """The figures in a fixed order, and the ids that stand more than once (of those one is kept, always the same).

    Raises :class:`ValueError` when a needed column is absent or a row has no id.
    """
    if missing := [name for name in NEEDED if name not in claims.columns]:
        raise ValueError(f"no claims: the table has no column {', '.join(missing)}")
    columns = {name: _values(claims, name) for name in COLUMNS}
    if None in columns["claim_id"]:
        raise ValueError("no claims: a row has no claim_id")
    seconds = {name: _seconds(claims, name) for name in TIMES}
    areas, groups, same = _Areas(registry), _Groups(registry), _Same()
    slack = registry.reconciling.slack
    figures: dict[str, Figure] = {}
    repeated: set[str] = set()
    for row in zip(*columns.values(), *seconds.values(), strict=True):
        figure = _figure(dict(zip(ROW, row, strict=True)), areas, groups, same, slack)
        before = figures.get(figure.claim_id)
        if before is not None:
            repeated.add(figure.claim_id)
            figure = min(before, figure, key=lambda one: (one.key, repr(_plain(one))))
        figures[figure.claim_id] = figure
    return sorted(figures.values(), key=lambda one: one.key), sorted(repeated)


def _figure(row: dict[str, Any], areas: _Areas, groups: _Groups, same: _Same, slack: Any) -> Figure:
    attacker, defender = row["attacker"], row["defender"]
    weapon = row["weapon"] or groups.whole
    regions = row["regions"] or ()
    low, high = _count(row["count_low"]), _count(row["count_high"])
    published = row["published_at"] if row["published_at"] is not None else row["window_end"] or 0
    start, end, source = row["window_start"], row["window_end"], row["source"]
    return Figure(
        claim_id=row["claim_id"],
        statement_id=row["statement_id"],
        revision=_count(row["revision"]),
        claimant=row["claimant"],
        side=row["claimant_side"],
        attacker=attacker,
        defender=defender,
        outcome=row["outcome"],
        unit=row["unit"],
        weapons=row["weapons"] or same[(weapon,)],
        weapon=weapon,
        traits=row["traits"] or (),
        low=low,
        high=high,
        qualifier=row["qualifier"] or Qualifier.EXACT.value,
        tally=row["tally"] or Tally.WINDOW.value,
        scope=row["scope"] or Scope.UNKNOWN.value,
        part_of=row["part_of"],
        part_axis=row["part_axis"],
        part_complete=None if row["part_complete"] is None else bool(row["part_complete"]),
        restates=row["restates"],
        corrects=row["corrects"],
        regions=regions,
        unnamed=_count(row["unnamed_regions"]),
        place=row["place"],
        start=start,
        end=end,
        slack_start=_slack(row["start_basis"], row["start_precision"], slack),
        slack_end=_slack(row["end_basis"], row["end_precision"], slack),
        method=row["method"] or Method.PARSED.value,
        derived_from=row["derived_from"] or (),
        published=published,
        source=source,
        url=row["url"],
        direction=same[f"{attacker}>{defender}"] if attacker and defender else None,
        group=groups[weapon],
        areas=areas[regions],
        report=same[_report(row)],
        withheld=row["qualifier"] == Qualifier.WITHHELD,
        coded=row["method"] == Method.CODED,
        key=(published, start or 0, end or 0, source or "", row["claim_id"]),
    )


def _report(row: dict[str, Any]) -> tuple[object, ...]:
    if row["statement_id"] is not None:
        return ("statement", row["statement_id"], row["claimant"])
    if row["url"] is None:
        return ("record", row["source"], row["window_start"], row["window_end"], row["claimant"])
    return ("record", row["source"], row["url"], row["claimant"])


def _count(value: Any) -> int | None:
    return None if value is None else int(value)


def _slack(basis: str | None, precision: str | None, slack: Any) -> int:
    """By how many seconds an edge may be off: nothing where it is stated."""
    if basis is None or basis == Basis.STATED:
        return 0
    return int(slack.get(precision, max(slack.values())))


def _plain(figure: Figure) -> list[Any]:
    return [sorted(value) if isinstance(value, frozenset) else value for value in map(figure.__getattribute__, ROW_OF)]


def _values(claims: pd.DataFrame, name: str) -> list[Any]:
    """A column as Python values, nulls of every kind as None, texts plain."""
    if name not in claims.columns:
        return [None] * len(claims)
    column = claims[name]
    values: list[Any] = column.astype(object).tolist()
    once: dict[Any, Any] = {}  # equal values are kept once: a column of a million texts has few that differ
    if name in LISTS:
        return [once.setdefault(items, items) for items in map(_items, values)]
    absent = column.isna().tolist()
    if name in NUMBERS:
        return [None if gone else _number(value) for value, gone in zip(values, absent, strict=True)]
    return [
        None if gone else once.setdefault(text := str(value), text) for value, gone in zip(values, absent, strict=True)
    ]


def _items(value: Any) -> tuple[str, ...] | None:
    """A list of texts; of one text, as CSV has it, what stands between its separators."""
    if isinstance(value, str):
        return tuple(item for item in value.split(LIST_SEPARATOR) if item)
    return tuple(map(str, value)) if hasattr(value, "__iter__") else None


def _number(value: Any) -> Any:
    return int(value) if not isinstance(value, bool) else value


def _seconds(claims: pd.DataFrame, name: str) -> list[int | None]:
    """A column of times as whole seconds since 1970, UTC."""
    if name not in claims.columns:
        return [None] * len(claims)
    times = pd.to_datetime(claims[name], utc=True)
    whole = times.dt.as_unit("s").astype("int64").tolist()
    return [None if gone else moment for moment, gone in zip(whole, times.isna().tolist(), strict=True)]


LISTS = frozenset({"weapons", "traits", "regions", "derived_from"})
NUMBERS = frozenset({"revision", "count_low", "count_high", "unnamed_regions", "part_complete"})
COLUMNS = (
    "claim_id", "statement_id", "revision", "claimant", "claimant_side", "attacker", "defender", "outcome", "unit",
    "weapons", "weapon", "traits", "count_low", "count_high", "qualifier", "tally", "scope", "part_of", "part_axis",
    "part_complete", "restates", "corrects", "regions", "unnamed_regions", "place", "start_basis", "end_basis",
    "start_precision", "end_precision", "method", "derived_from", "source", "url",
)  # fmt: skip
TIMES = ("window_start", "window_end", "published_at")
ROW = (*COLUMNS, *TIMES)
ROW_OF = tuple(Figure.__dataclass_fields__)


class _Same(dict[Any, Any]):
    """Equal values as one and the same."""

    def __missing__(self, value: Any) -> Any:
        self[value] = value
        return value


class _Areas(dict[tuple[str, ...], frozenset[str]]):
    """Regions as stated -> first-level regions, so that a macro-area meets its members."""

    def __init__(self, registry: Registry) -> None:
        super().__init__()
        self._regions = registry.regions
        self._countries: dict[str, list[str]] = {}
        for region in registry.regions.values():
            if region.kind == "region" and region.country:
                self._countries.setdefault(region.country, []).append(region.id)

    def __missing__(self, regions: tuple[str, ...]) -> frozenset[str]:
        found: set[str] = set()
        for region in regions:
            entry = self._regions.get(region)
            if entry is not None and entry.members:
                found.update(entry.members)
            else:
                found.update(self._countries.get(region, ()) if entry and entry.kind == "country" else (region,))
                found.add(region)
        areas = self[regions] = frozenset(found)
        return areas


class _Groups(dict[str, str]):
    """Weapon -> the narrowest weapon group that holds it; the whole for what none holds."""

    def __init__(self, registry: Registry) -> None:
        super().__init__()
        self._groups = frozenset(registry.reconciling.groups)
        self.whole = registry.reconciling.whole

    def __missing__(self, weapon: str) -> str:
        path = weapon
        while path and path not in self._groups:
            path = path.rpartition(".")[0]
        group = self[weapon] = path or self.whole
        return group
