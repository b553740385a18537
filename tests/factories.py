"""Small statements, claims and a stand-in parser for the tests of what surrounds the parser."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claims.model import (
    Basis,
    Claim,
    Method,
    NoClaims,
    Outcome,
    Precision,
    Problem,
    PublishedPrecision,
    Qualifier,
    Reading,
    Scope,
    Statement,
    Tally,
    Unit,
    Verdict,
)

PUBLISHED = datetime(2025, 6, 2, 5, 5, tzinfo=UTC)


def statement(text: str = "downed 162 drones", **changes: Any) -> Statement:
    return Statement(**{"text": text, "published_at": PUBLISHED, "source": "mod_russia", "lang": "ru"} | changes)


def claim(**changes: Any) -> Claim:
    """A valid claim; its statement is :func:`statement` with its defaults."""
    values: dict[str, Any] = {
        "claim_id": "c1",
        "statement_id": statement().statement_id,
        "revision": 0,
        "claimant": "ru_mod",
        "claimant_side": "RU",
        "attacker": "UA",
        "defender": "RU",
        "outcome": Outcome.DOWNED,
        "unit": Unit.WEAPON,
        "weapons": ("uav",),
        "weapon": "uav",
        "traits": (),
        "weapon_text": "drones",
        "count_low": 162,
        "count_high": 162,
        "qualifier": Qualifier.EXACT,
        "tally": Tally.WINDOW,
        "since": None,
        "scope": Scope.ALL,
        "part_of": None,
        "part_axis": None,
        "part_complete": None,
        "restates": None,
        "corrects": None,
        "regions": ("UA-43",),
        "unnamed_regions": 8,
        "place": None,
        "launched_from": (),
        "window_start": datetime(2025, 6, 1, 17, tzinfo=UTC),
        "window_end": datetime(2025, 6, 2, 4, tzinfo=UTC),
        "start_basis": Basis.PHRASE,
        "end_basis": Basis.PHRASE,
        "start_precision": Precision.PART_OF_DAY,
        "end_precision": Precision.PART_OF_DAY,
        "as_of": None,
        "method": Method.PARSED,
        "spans": ((0, 17),),
        "derived_from": (),
        "rule": "fake",
        "lang": "ru",
        "published_at": PUBLISHED,
        "published_precision": PublishedPrecision.MINUTE,
        "source": "mod_russia",
        "url": None,
    }
    return Claim(**values | changes)


def read(one: Statement, registry: object = None) -> Reading:
    """A parser that knows ``downed N drones``, ``alert``, ``unreadable`` and ``crash``; anything else has no claims."""
    if "crash" in one.text:
        raise ZeroDivisionError("a bug in the parser")
    if "unreadable" in one.text:
        return Reading(one, Verdict.UNREADABLE, "too_long")
    if not (match := re.search(r"downed (\d+) drones", one.text)):
        return Reading(one, Verdict.NO_CLAIMS, NoClaims.ALERT if "alert" in one.text else NoClaims.OTHER)
    found = claim(
        claim_id=f"{one.sha256[:8]}-{one.revision}",
        statement_id=one.statement_id,
        revision=one.revision,
        count_low=int(match[1]),
        count_high=int(match[1]),
        spans=(match.span(),),
        lang=one.lang,
        published_at=one.published_at,
        published_precision=one.published_precision,
        source=one.source,
        url=one.url,
    )
    problem = Problem("unknown_place", "no such place", (0, 3), one.text[:3])
    return Reading(one, Verdict.HAS_CLAIMS, None, (found,), (problem,))


def record(text: str = "downed 162 drones", **changes: Any) -> dict[str, Any]:
    """A JSON Lines record."""
    return {"text": text, "published_at": "2025-06-02T08:05:00+03:00", "source": "mod_russia"} | changes


def write_lines(path: Path, *records: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    return path
