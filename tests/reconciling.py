"""Tiny factories for the tests of reconciliation: claims in local time, and what is expected of them in a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

import claims
from claims.model import Claim
from claims.reconciling import Reconciliation
from claims.schema import TABLES
from claims.schema.frames import frame
from tests.factories import claim

MINISTRY, AIR_FORCE, STAFF = "ru_mod", "ua_air_force", "ua_general_staff"
CHANNELS = {MINISTRY: "mod_russia", AIR_FORCE: "kpszsu", STAFF: "GeneralStaffZSU"}
ZONES = {"RU": ZoneInfo("Europe/Moscow"), "UA": ZoneInfo("Europe/Kyiv")}
NIGHT, DAY, EVENING = ("1 20:00", "2 07:00"), ("2 07:00", "2 20:00"), ("1 20:00", "1 23:30")
SAME = object()
OTHER = {"RU": "UA", "UA": "RU"}


def local(text: str, side: str) -> datetime:
    """``2 07:00`` as a time of June 2025 in the side's zone; ``7/2 07:00`` of another month."""
    date, _, hours = text.partition(" ")
    month, _, day = date.rpartition("/")
    hour, _, minute = hours.partition(":")
    moment = datetime(2025, int(month or 6), int(day), 0, 0, tzinfo=ZONES[side])
    return moment + timedelta(hours=int(hour), minutes=int(minute or 0))


def side_of(claimant: str) -> str:
    if claimant.startswith("other:"):
        return claimant.split(":")[2].split("-")[0]
    return claimant[:2].upper()


def c(
    name: str,
    low: int | None,
    high: Any = SAME,
    window: tuple[str, str] | None = NIGHT,
    *,
    by: str = MINISTRY,
    basis: str = "stated",
    precision: str | None = None,
    post: str | None = None,
    coded: str | None = None,
    **changes: Any,
) -> Claim:
    """A claim ``name``: ``low`` (to ``high``) downed drones in a window of June 2025, in the claimant's local time.

    ``post`` is the statement (by default one of its own); ``coded`` the series that codes it.
    """
    side = side_of(by)
    start, end = (local(edge, side) for edge in window) if window else (None, None)
    high = low if high is SAME else high
    fitting = "exact" if low is not None and low == high else "range"
    precision = precision or ("minute" if basis == "stated" else "part_of_day")
    address = f"https://t.me/{CHANNELS.get(by, 'channel')}/{post or name}"
    values: dict[str, Any] = {
        "claim_id": name, "statement_id": None if coded else address, "revision": None if coded else 0,
        "url": address, "claimant": by, "claimant_side": side, "attacker": OTHER[side], "defender": side,
        "count_low": low, "count_high": high, "qualifier": fitting, "regions": (), "unnamed_regions": None,
        "window_start": start, "window_end": end,
        "published_at": (end or local("2 12:00", side)) + timedelta(minutes=30),
        "start_basis": basis if window else None, "end_basis": basis if window else None,
        "start_precision": precision if window else None, "end_precision": precision if window else None,
        "source": coded or CHANNELS.get(by), "method": "coded" if coded else "parsed", "lang": None,
        "scope": "all" if by in CHANNELS else "part",
    }  # fmt: skip
    if coded:
        values |= {"spans": (), "rule": None}
    if "weapon" in changes and "weapons" not in changes:
        changes["weapons"] = (changes["weapon"],)
    return claim(**values | changes)


def part(name: str, of: Claim, low: int | None, high: Any = SAME, axis: str = "region", **changes: Any) -> Claim:
    """A part of a claim: the same but for what is said."""
    import dataclasses

    high = low if high is SAME else high
    qualifier = "exact" if low is not None and low == high else "range"
    values = {
        "claim_id": name, "count_low": low, "count_high": high, "qualifier": qualifier, "part_of": of.claim_id,
        "part_axis": axis, "regions": (), "derived_from": (), "restates": None, "corrects": None,
    }  # fmt: skip
    if "weapon" in changes:
        changes["weapons"] = (changes["weapon"],)
    return dataclasses.replace(of, **values | changes)


def table(some: Iterable[Claim]) -> pd.DataFrame:
    """The claims as the table ``claims``."""
    return frame(TABLES["claims"], [one.as_row() for one in some])


def statement(post: str, source: str, published: str, **changes: Any) -> dict[str, Any]:
    """A row of ``statements``."""
    side = "RU" if source == "mod_russia" else "UA"
    return {
        "statement_id": f"https://t.me/{source}/{post}", "revision": 0, "source": source,
        "published_at": local(published, side), "published_precision": "minute", "relay_of": (),
        "text_status": "original", "text": "", "sha256": "0" * 64, "verdict": "no_claims", "reason": "alert",
    } | changes  # fmt: skip


def statements(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    return frame(TABLES["statements"], rows)


@dataclass(frozen=True)
class Scenario:
    """A few claims and what is expected: ``days`` as ``2 ru_mod uav downed`` -> (low, high, how)."""

    name: str
    claims: Sequence[Claim]
    days: dict[str, tuple[int, int | None, str]]
    kinds: dict[str, int] = field(default_factory=dict)
    fates: dict[str, str] = field(default_factory=dict)
    statements: Sequence[dict[str, Any]] = ()
    episodes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def run(scenario: Scenario) -> Reconciliation:
    read = statements(scenario.statements) if scenario.statements else None
    return claims.reconcile(table(scenario.claims), read)


def days_of(result: Reconciliation) -> dict[str, tuple[int, int | None, str]]:
    found = {}
    for row in result.daily.itertuples(index=False):
        day = row.day.isoformat().removeprefix("2025-06-").lstrip("0").removeprefix("2025-")
        scope = "" if row.scope == "all" else f" {row.scope}"
        unit = "" if row.unit == "weapon" else f" {row.unit}"
        high = None if pd.isna(row.high) else int(row.high)
        key = f"{day} {row.claimant}{scope} {row.weapon_group} {row.outcome}{unit}"
        found[key] = (int(row.low), high, row.how)
    return found


def kinds_of(result: Reconciliation) -> dict[str, int]:
    return dict(Counter(result.discrepancies["kind"]))


def fates_of(result: Reconciliation) -> dict[str, str]:
    return dict(zip(result.account["claim_id"], result.account["fate"], strict=True))
