"""Made-up claims for ``make bench``: two sides' reports over two years, coded twice, relayed, nested and overlapping.

:func:`many_claims` gives a table like ``claims``; the same seed and number give the same one.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from claims.schema import TABLES
from claims.schema.frames import frame

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 731
SIDES = (
    ("ru_mod", "RU", "UA", "mod_russia", ("RU-BEL", "RU-KRS", "RU-BRY", "RU-VOR", "RU-ROS", "RU-KLU", "RU-TUL"), 17),
    ("ua_air_force", "UA", "RU", "kpszsu", ("UA-63", "UA-59", "UA-53", "UA-51", "UA-12", "UA-32", "UA-74"), 15),
)
OUTLETS = ("reuters", "ap", "tass_en")


def many_claims(number: int, seed: int = 1) -> pd.DataFrame:
    """``number`` claims over two years, in no order."""
    maker = _Maker(seed)
    while len(maker.rows) < number:
        maker.report()
    rows = maker.rows[:number]
    ids = {row["claim_id"] for row in rows}
    for row in rows:
        if row["part_of"] is not None and row["part_of"] not in ids:
            row["part_of"] = row["part_axis"] = None
    maker.random.shuffle(rows)
    return frame(TABLES["claims"], rows)


class _Maker:
    """Makes reports one after another, at random days of the two years."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - made-up figures, no secrets
        self.rows: list[dict[str, Any]] = []
        self.posts = 0

    def report(self) -> None:
        """One post with its parts, perhaps coded by third parties and relayed."""
        choose = self.random
        claimant, side, attacker, channel, regions, boundary = choose.choice(SIDES)
        dusk = BEGIN + timedelta(days=choose.randrange(DAYS), hours=boundary)
        start = dusk + timedelta(minutes=choose.choice((0, 0, 10, 60, 130, 300)))
        end = start + timedelta(minutes=choose.choice((180, 420, 660, 660, 700)))
        stated = choose.random() < 0.6
        self.posts += 1
        base = {
            "claimant": claimant, "claimant_side": side, "attacker": attacker, "defender": side, "scope": "all",
            "window_start": start, "window_end": end, "published_at": end + timedelta(minutes=40),
            "url": f"https://t.me/{channel}/{self.posts}",
        }  # fmt: skip
        total = choose.randrange(1, 300)
        kinds = [("parsed", channel)] + [("coded", "drone_observatory_2025")] * (choose.random() < 0.5)
        for method, source in kinds:
            shown = total if choose.random() < 0.95 else total + 1
            whole = self.claim(base, method, source, stated, outcome="downed", low=shown)
            rest = shown
            for region in choose.sample(regions, choose.randrange(0, len(regions))):
                count = choose.randrange(0, rest // 2 + 1)
                rest -= count
                part = {"part_of": whole, "part_axis": "region", "regions": (region,)}
                self.claim(base, method, source, stated, outcome="downed", low=count, **part)
            if claimant == SIDES[1][0]:
                self.claim(base, method, source, stated, outcome="launched", low=shown + choose.randrange(40))
        if choose.random() < 0.2:
            relay = base | {"url": f"https://example.org/{self.posts}", "published_at": end + timedelta(hours=3)}
            self.claim(relay, "parsed", choose.choice(OUTLETS), False, outcome="downed", low=total)

    def claim(
        self, base: dict[str, Any], method: str, source: str, stated: bool, *, outcome: str, low: int, **more: Any
    ) -> str:
        claim_id = f"{len(self.rows):08d}"
        basis = "stated" if stated or method == "coded" else "phrase"
        precision = "minute" if basis == "stated" else "part_of_day"
        parsed = method == "parsed"
        self.rows.append(
            base
            | {
                "claim_id": claim_id, "statement_id": base["url"] if parsed else None,
                "revision": 0 if parsed else None,
                "outcome": outcome, "unit": "weapon", "weapons": ("uav",), "weapon": "uav", "count_low": low,
                "count_high": low, "qualifier": "exact", "tally": "window", "part_of": None, "part_axis": None,
                "start_basis": basis, "end_basis": basis, "start_precision": precision, "end_precision": precision,
                "method": method, "source": source, "published_precision": "minute",
                "rule": "made_up" if parsed else None,
                "spans": ((0, 1),) if parsed else (),
                "span_start": 0 if parsed else None, "span_end": 1 if parsed else None,
            }
            | more
        )  # fmt: skip
        return claim_id
