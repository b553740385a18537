"""The table ``daily``: one row for each reporting day and cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from claims.reconciling.figures import Figure
from claims.reconciling.forest import Forest
from claims.reconciling.items import Cell, Items
from claims.reconciling.joint import widen
from claims.reconciling.ledger import Fate, Ledger
from claims.reconciling.posts import Bases
from claims.reconciling.windows import DayFigure, Windows, counted_figures
from claims.registry import Registry

STATED, SUMMED, BOUNDED, WITHHELD = "stated", "summed", "bounded", "withheld"
HOWS = (STATED, SUMMED, BOUNDED, WITHHELD)
DIGITS = 4  # of crosses_share

Daily = dict[tuple[Cell, date], DayFigure]


def daily_figures(items: Items, windows: Windows, forest: Forest, registry: Registry, ledger: Ledger) -> Daily:
    """The figures of every cell by day, in order of cell and day; the claims behind them are used."""
    whole = registry.reconciling.whole
    found: Daily = {}
    for cell in sorted(items.cells):
        for day, figure in sorted(windows.resolve(cell, items.cells[cell]).items()):
            figures = counted_figures(figure)
            if cell.group == whole and not any(one.group == whole for one in figures):
                continue  # the sum of several groups is told only where a claim says it
            found[cell, day] = figure
            for one in figures:
                ledger.settle(one, Fate.USED)
    widen(found, forest)
    return found


def daily_rows(daily: Daily, bases: Bases) -> list[dict[str, Any]]:
    """The rows of ``daily``."""
    return [_row(cell, day, figure, bases) for (cell, day), figure in daily.items()]


def _row(cell: Cell, day: date, figure: DayFigure, bases: Bases) -> dict[str, Any]:
    figures = sorted({*counted_figures(figure), *figure.joint}, key=lambda one: one.key)
    return {
        "day": day,
        "direction": cell.direction,
        "claimant": cell.claimant,
        "scope": cell.scope,
        "weapon_group": cell.group,
        "unit": cell.unit,
        "outcome": cell.outcome,
        "low": figure.low,
        "high": figure.high,
        "how": how(figure),
        "basis": "+".join(name for _, name in sorted({bases(one) for one in figures})),
        "crosses_share": round(figure.before / figure.length, DIGITS) if figure.length else None,
        "claim_ids": tuple(one.claim_id for one in figures),
    }


def how(figure: DayFigure) -> str:
    """How a figure was come by.

    ``withheld``: a claimant refuses a part of it, and no stated total limits that; ``bounded``: windows overlap, a
    vague figure is limited by others, or a joint figure of several groups may add to it; ``summed``: several claims
    added up; ``stated``: one claim says it.
    """
    if any(item.withheld for item in figure.items) and figure.high is None:
        return WITHHELD
    if figure.bounded:
        return BOUNDED
    several = len(figure.items) > 1 or any(item.parts > 1 for item in figure.items)
    return SUMMED if several else STATED


def by_day(daily: Daily) -> Mapping[date, list[tuple[Cell, DayFigure]]]:
    """The figures of each day."""
    days: dict[date, list[tuple[Cell, DayFigure]]] = {}
    for (cell, day), figure in daily.items():
        days.setdefault(day, []).append((cell, figure))
    return days


def used_figures(daily: Daily) -> list[Figure]:
    """The claims behind all rows, each once, in a fixed order."""
    found = {one.claim_id: one for figure in daily.values() for one in counted_figures(figure)}
    return sorted(found.values(), key=lambda one: one.key)
