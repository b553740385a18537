"""The rows of `daily`, `episodes` and `discrepancies` for reading: words for ids, intervals in one cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from claims.reconciling.summary import TITLES
from claims.reporting.claims_grid import weapon_options
from claims.reporting.grids import Column, Filter, Grid
from claims.reporting.wording import Labels, count, outcome, plain


def daily_grid(tables: Mapping[str, pd.DataFrame], labels: Labels) -> Grid:
    """The figures of every reporting day, the newest first."""
    daily = tables["daily"]
    data: dict[str, list[Any]] = {
        "day": [str(value) for value in daily["day"]],
        "direction": [labels.direction(value) for value in daily["direction"]],
        "claimant": [labels.claimant(value) for value in daily["claimant"]],
        "scope": [plain(value) for value in daily["scope"]],
        "weapon": [labels.weapon(value) for value in daily["weapon_group"]],
        "weapon_path": list(daily["weapon_group"]),
        "happened": [labels.happened(*pair) for pair in zip(daily["outcome"], daily["unit"], strict=True)],
        "figure": [_interval(*pair) for pair in zip(daily["low"], daily["high"], strict=True)],
        "low": [_integer(value) for value in daily["low"]],
        "how": list(daily["how"]),
        "basis": [value.replace("+", " + ") for value in daily["basis"]],
        "crosses": [None if pd.isna(value) else f"{value:.0%}" for value in daily["crosses_share"]],
        "claims": [list(cell) for cell in daily["claim_ids"]],
    }
    return Grid(
        name="daily",
        noun="figures",
        columns=(
            Column("day", "Day", "6.2rem", place="d"),
            Column("figure", "Figure", "7rem", kind="count", sort="low", place="a"),
            Column("happened", "Outcome", "minmax(7rem, 1fr)", place="b"),
            Column("weapon", "Of what", "minmax(7rem, 1fr)", place="c"),
            Column("claimant", "Claimed by", "minmax(9rem, 1.8fr)", place="e"),
            Column("scope", "Scope", "5.5rem"),
            Column("direction", "Direction", "minmax(8rem, 1fr)"),
            Column("how", "How", "6.5rem"),
        ),
        filters=(
            Filter("search", "Search", ("claimant", "weapon", "happened", "basis", "day")),
            Filter("choice", "Direction", ("direction",)),
            Filter("choice", "Claimed by", ("claimant",)),
            Filter("choice", "Scope", ("scope",)),
            Filter("choice", "Outcome", ("happened",)),
            Filter("below", "Weapon", ("weapon_path",), weapon_options(daily["weapon_group"], labels)),
            Filter("from", "From", ("day",)),
            Filter("to", "To", ("day",)),
        ),
        data=data,
        sort="-day",
        details=(
            ("day", "Reporting day"),
            ("direction", "Direction"),
            ("claimant", "Claimed by"),
            ("scope", "Scope"),
            ("how", "How it came about"),
            ("basis", "Rests on"),
            ("crosses", "Share of the time before the day's boundary"),
        ),
        links=("claims",),
    )


FIGURES = (
    "launched",
    "downed",
    "suppressed",
    "lost",
    "suppressed_or_lost",
    "neutralised",
    "hit",
    "airborne",
    "crossed",
)
PLACES = {"hit_places": "places hit", "debris_places": "places with debris"}


def episodes_grid(tables: Mapping[str, pd.DataFrame], labels: Labels) -> Grid:
    """Every wave as each claimant tells it, the newest first."""
    episodes = tables["episodes"]
    figures = {name: _figure(episodes, name) for name in (*FIGURES, *PLACES, "accounted", "unaccounted")}
    data: dict[str, list[Any]] = {
        "day": [str(value) for value in episodes["day"]],
        "wave": list(episodes["wave"]),
        "direction": [labels.direction(value) for value in episodes["direction"]],
        "claimant": [labels.claimant(value) for value in episodes["claimant"]],
        "scope": [plain(value) for value in episodes["scope"]],
        "weapon": [labels.weapon(value) for value in episodes["weapon_group"]],
        "weapon_path": list(episodes["weapon_group"]),
        "launched_low": [_integer(value) for value in episodes["launched_low"]],
        "unaccounted_low": [_integer(value) for value in episodes["unaccounted_low"]],
        "outcomes": [_outcomes(figures, position) for position in range(len(episodes))],
        "window": [
            labels.window(*row)
            for row in zip(episodes["window_start"], episodes["window_end"], episodes["claimant"], strict=True)
        ],
        "withheld": [", ".join(plain(one) for one in cell) for cell in episodes["withheld"]],
        "claims": [list(cell) for cell in episodes["claim_ids"]],
        "episode_id": list(episodes["episode_id"]),
        **figures,
        "open": [f"{value} launched" if value else "not stated" for value in figures["launched"]],
    }
    return Grid(
        name="episodes",
        noun="rows",
        columns=(
            Column("day", "Day", "6.2rem", place="d"),
            Column("wave", "Wave", "5.5rem"),
            Column("open", "Launched", "9.4rem", kind="count", sort="launched_low", place="a"),
            Column("outcomes", "Of these, it says", "minmax(11rem, 2.2fr)", place="b"),
            Column("unaccounted", "Unaccounted", "8.2rem", kind="number", sort="unaccounted_low"),
            Column("weapon", "Of what", "minmax(7rem, 1fr)", place="c"),
            Column("claimant", "Claimed by", "minmax(9rem, 1.6fr)", place="e"),
            Column("direction", "Direction", "minmax(8rem, 1fr)"),
        ),
        filters=(
            Filter("search", "Search", ("claimant", "weapon", "episode_id")),
            Filter("choice", "Direction", ("direction",)),
            Filter("choice", "Claimed by", ("claimant",)),
            Filter("choice", "Scope", ("scope",)),
            Filter("choice", "Wave", ("wave",)),
            Filter("below", "Weapon", ("weapon_path",), weapon_options(episodes["weapon_group"], labels)),
            Filter("from", "From", ("day",)),
            Filter("to", "To", ("day",)),
        ),
        data=data,
        sort="-day",
        details=(
            ("direction", "Direction"),
            ("claimant", "Claimed by"),
            ("scope", "Scope"),
            ("window", "Window"),
            *((name, outcome(name).capitalize()) for name in FIGURES),
            *((name, words.capitalize()) for name, words in PLACES.items()),
            ("accounted", "Accounted for"),
            ("unaccounted", "Unaccounted for"),
            ("withheld", "Withheld"),
            ("episode_id", "Wave"),
        ),
        links=("claims",),
        height=84,
    )


def discrepancies_grid(tables: Mapping[str, pd.DataFrame], labels: Labels) -> Grid:
    """What does not agree, the largest first."""
    rows = tables["discrepancies"]
    starts = rows["window_start"].dt.strftime("%Y-%m-%d")
    days = [
        str(day) if not pd.isna(day) else (None if pd.isna(start) else str(start))
        for day, start in zip(rows["day"], starts, strict=True)
    ]
    data: dict[str, list[Any]] = {
        "day": days,
        "kind": [TITLES.get(value, plain(value)) for value in rows["kind"]],
        "severity": list(rows["severity"]),
        "size": [_integer(value) for value in rows["size"]],
        "by": [f"{int(value):,}" for value in rows["size"]],
        "claimant": [labels.claimant(value) for value in rows["claimant"]],
        "direction": [None if pd.isna(value) else labels.direction(value) for value in rows["direction"]],
        "expected": [None if pd.isna(value) else str(value) for value in rows["expected"]],
        "found": [None if pd.isna(value) else str(value) for value in rows["found"]],
        "explanation": [str(value)[:1].upper() + str(value)[1:] for value in rows["explanation"]],
        "claims": [list(cell) for cell in rows["claim_ids"]],
        "other_claims": [list(cell) for cell in rows["other_claim_ids"]],
        "discrepancy_id": list(rows["discrepancy_id"]),
    }
    return Grid(
        name="discrepancies",
        noun="disagreements",
        columns=(
            Column("by", "Misses by", "6.5rem", kind="count", sort="size", place="a"),
            Column("explanation", "What does not agree", "minmax(16rem, 4fr)", place="b"),
            Column("kind", "Comparison", "minmax(9rem, 1.4fr)", place="c"),
            Column("severity", "Severity", "6rem", place="e"),
            Column("day", "Day", "6.2rem", place="d"),
        ),
        filters=(
            Filter("search", "Search", ("explanation", "kind", "claimant")),
            Filter("choice", "Comparison", ("kind",)),
            Filter("choice", "Severity", ("severity",)),
            Filter("choice", "First claimant", ("claimant",)),
            Filter("choice", "Direction", ("direction",)),
            Filter("from", "From", ("day",)),
            Filter("to", "To", ("day",)),
        ),
        data=data,
        sort="-by",
        details=(
            ("explanation", "What does not agree"),
            ("kind", "Comparison"),
            ("severity", "Severity"),
            ("expected", "Expected"),
            ("found", "Found"),
            ("direction", "Direction"),
            ("claimant", "First claimant"),
            ("discrepancy_id", "Id"),
        ),
        links=("claims", "other_claims"),
        height=84,
    )


def _figure(df: pd.DataFrame, name: str) -> list[str | None]:
    pairs = zip(df[f"{name}_low"], df[f"{name}_high"], strict=True)
    return [None if pd.isna(low) and pd.isna(high) else _interval(low, high) for low, high in pairs]


def _outcomes(figures: Mapping[str, list[str | None]], position: int) -> str:
    """The results of a wave in one line."""
    told = [(outcome(name), figures[name][position]) for name in FIGURES[1:]]
    told += [(words, figures[name][position]) for name, words in PLACES.items()]
    return ", ".join(f"{value} {words}" for words, value in told if value is not None)


def _interval(low: Any, high: Any) -> str:
    first, last = _integer(low), _integer(high)
    if first is not None and last is not None and first < 0:
        return f"{first}" if first == last else f"{first} to {last}"
    return count(first, last)


def _integer(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
