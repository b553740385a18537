"""The table ``episodes``: waves of attack, what each claimant says of one, and the balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any

from claims.model import Outcome, Scope, Unit
from claims.reconciling.daily import Daily
from claims.reconciling.days import Days
from claims.reconciling.figures import Figure
from claims.reconciling.forest import Forest
from claims.reconciling.intervals import Interval, total
from claims.reconciling.items import Item
from claims.reconciling.launched import Result, adding_up, covered, is_result, under
from claims.reconciling.ledger import Ledger, Severity
from claims.reconciling.windows import certain
from claims.reconciling.wording import Wording
from claims.registry import Registry

COLUMNS: dict[tuple[str, str], str] = {
    (Outcome.LAUNCHED, Unit.WEAPON): "launched",
    (Outcome.DOWNED, Unit.WEAPON): "downed",
    (Outcome.SUPPRESSED, Unit.WEAPON): "suppressed",
    (Outcome.LOST, Unit.WEAPON): "lost",
    (Outcome.SUPPRESSED_OR_LOST, Unit.WEAPON): "suppressed_or_lost",
    (Outcome.NEUTRALISED, Unit.WEAPON): "neutralised",
    (Outcome.HIT, Unit.WEAPON): "hit",
    (Outcome.HIT, Unit.LOCATION): "hit_places",
    (Outcome.DEBRIS, Unit.LOCATION): "debris_places",
    (Outcome.AIRBORNE, Unit.WEAPON): "airborne",
    (Outcome.CROSSED, Unit.WEAPON): "crossed",
}
"""The columns ``<name>_low`` and ``<name>_high`` of a claimant's figures, by outcome and unit."""


@dataclass(frozen=True, slots=True, order=True)
class Wave:
    """A wave of attack in one direction: a night, a day, or both where reports do not part them."""

    day: date
    name: str
    direction: str

    @property
    def id(self) -> str:
        """Identity of the wave, as ``RU>UA/2025-06-02/night``."""
        return f"{self.direction}/{self.day.isoformat()}/{self.name.replace(' ', '-')}"


Voice = tuple[str, str, str]  # claimant, scope, weapon group
Told = dict[tuple[str, str], list[Item]]  # (outcome, unit) -> items


def episode_rows(
    daily: Daily, forest: Forest, days: Days, registry: Registry, ledger: Ledger, wording: Wording
) -> list[dict[str, Any]]:
    """The rows, and the comparison of the sides wave by wave (never by date: their days differ)."""
    waves: dict[Wave, dict[Voice, Told]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    placed: dict[tuple[str, int, int], tuple[date, str]] = {}
    for (cell, _), figure in daily.items():
        if (cell.outcome, cell.unit) not in COLUMNS:
            continue
        for item in figure.items:
            key = (cell.direction, item.start, item.end)
            if key not in placed:
                placed[key] = days.wave(cell.direction.partition(">")[2], item.start, item.end)
            wave = Wave(*placed[key], cell.direction)
            waves[wave][cell.claimant, cell.scope, cell.group][cell.outcome, cell.unit].append(item)
    rows = []
    for wave, voices in sorted(waves.items()):
        start = min(item.start for told in voices.values() for items in told.values() for item in items)
        end = max(item.end for told in voices.values() for items in told.values() for item in items)
        rows += [
            {"episode_id": wave.id, "direction": wave.direction, "wave": wave.name, "day": wave.day}
            | {"window_start": datetime.fromtimestamp(start, UTC), "window_end": datetime.fromtimestamp(end, UTC)}
            | _row(voice, told, forest, registry)
            for voice, told in sorted(voices.items())
        ]
        _compare_sides(wave, voices, registry, ledger, wording)
    return rows


def _row(voice: Voice, told: Told, forest: Forest, registry: Registry) -> dict[str, Any]:
    claimant, scope, group = voice
    figures = {one.claim_id: one for items in told.values() for item in items for one in item.figures}
    row: dict[str, Any] = {"claimant": claimant, "scope": scope, "weapon_group": group}
    for key, items in told.items():
        row[f"{COLUMNS[key]}_low"], row[f"{COLUMNS[key]}_high"] = interval_of(items)
    row["withheld"] = tuple(sorted(COLUMNS[key] for key, items in told.items() if any(item.withheld for item in items)))
    row["claim_ids"] = tuple(one.claim_id for one in sorted(figures.values(), key=lambda one: one.key))
    return row | _balance(told, forest, registry)


def interval_of(items: Sequence[Item]) -> Interval:
    """What the items of one wave say together: certain at least, and at most their sum."""
    return certain(items), total(item.interval for item in items)[1]


def _balance(told: Told, forest: Forest, registry: Registry) -> dict[str, Any]:
    """Launched less all results: ``unaccounted``, low = lowest launched - highest results, high = highest - lowest.

    Only of weapons counted as such, by one claimant, over weapons that are among those launched; of a total and its
    parts one (:func:`~claims.reconciling.launched.adding_up`). As results can't be more than were launched, an open or
    vague high of the results is taken as no more than launched; figures that contradict this give a negative balance.
    """
    rules = registry.reconciling
    launched = told.get((rules.launched, Unit.WEAPON), [])
    results = [
        Result(item.figures, item.start, item.end, item.interval, item)
        for (outcome, unit), items in told.items()
        if unit == Unit.WEAPON and is_result(outcome, registry)
        for item in items
    ]
    if not launched or not results or any(item.withheld for item in launched):
        return {}
    wide = [one for item in launched for one in item.figures]
    parts = {one.claim_id for one in under([one for result in results for one in result.figures], wide, forest)}
    results = [result for result in results if any(one.claim_id in parts for one in result.figures)]
    if not covered((one for result in results for one in result.figures), wide, rules.whole):
        return {}
    by_outcome: dict[str, list[Item]] = defaultdict(list)
    for result in adding_up(results, registry):
        by_outcome[result.outcome].append(result.origin)
    accounted = total(interval_of(items) for items in by_outcome.values())
    balance = {"accounted_low": accounted[0], "accounted_high": accounted[1]}
    low, high = unaccounted(interval_of(launched), accounted)
    return balance | {"unaccounted_low": low, "unaccounted_high": high}


def unaccounted(launched: Interval, accounted: Interval) -> tuple[int, int | None]:
    """The balance as an interval.

    >>> unaccounted((80, 80), (52, 52))
    (28, 28)
    >>> unaccounted((80, 80), (41, None))
    (0, 39)
    >>> unaccounted((100, 110), (95, 105))
    (0, 15)
    >>> unaccounted((10, 10), (12, 12))
    (-2, -2)
    """
    high = None if launched[1] is None else launched[1] - accounted[0]
    if high is not None and high < 0:
        return launched[0] - (accounted[1] if accounted[1] is not None else accounted[0]), high
    return 0 if accounted[1] is None else max(0, launched[0] - accounted[1]), high


def _compare_sides(wave: Wave, voices: dict[Voice, Told], registry: Registry, ledger: Ledger, wording: Wording) -> None:
    """What claimants of different sides say of one wave: the same outcome, unit and weapon group, both of the whole."""
    groups: dict[str, list[tuple[Voice, Told]]] = defaultdict(list)
    for voice, told in sorted(voices.items()):
        if voice[1] != Scope.PART:
            groups[voice[2]].append((voice, told))
    for some in groups.values():
        for (one, told), (other, also) in combinations(some, 2):
            sides = {registry.claimant_side(one[0]), registry.claimant_side(other[0])}
            if len(sides) < 2 or None in sides:
                continue
            for key in sorted(told.keys() & also.keys()):
                expected, found = interval_of(told[key]), interval_of(also[key])
                claims, others = _figures(told[key]), _figures(also[key])
                ledger.compare(
                    "sides_differ",
                    Severity.WARNING,
                    (expected, claims),
                    (found, others),
                    lambda one=one, other=other, expected=expected, found=found, claims=claims, others=others: (
                        f"of the {wave.name} of {wave.day} {wording.who(one[0])} has "
                        f"{wording.figures(claims, expected)}, and {wording.who(other[0])} has "
                        f"{wording.figures(others, found)}"
                    ),
                    wave.day,
                )


def _figures(items: Sequence[Item]) -> list[Figure]:
    return [one for item in items for one in item.figures]
