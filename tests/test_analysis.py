from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from claims.analysis import downed_by_month, draw_figures
from claims.analysis.downed_by_month import OURS
from claims.building.registry_rows import registry_rows
from claims.model import Claim, Method, Outcome, PartAxis, Qualifier, Scope, Tally, Unit
from claims.registry import load_registry
from claims.schema import TABLES
from claims.schema.frames import frame
from tests.factories import PUBLISHED, claim, statement

NIGHT = datetime(2025, 6, 2, 4, tzinfo=UTC)


def coded(claim_id: str, count: int = 10, series: str = "series_a", end: datetime = NIGHT, **changes: Any) -> Claim:
    values: dict[str, Any] = {
        "claim_id": claim_id, "statement_id": None, "revision": None, "method": Method.CODED, "source": series,
        "spans": (), "rule": None, "count_low": count, "count_high": count,
        "window_start": end - timedelta(hours=9), "window_end": end,
    }  # fmt: skip
    return claim(**values | changes)


def tables(*claims: Claim) -> dict[str, pd.DataFrame]:
    one = statement()
    row = {
        "statement_id": one.statement_id, "revision": 0, "published_at": PUBLISHED, "published_precision": "minute",
        "text_status": "original", "text": one.text, "sha256": one.sha256, "verdict": "has_claims",
    }  # fmt: skip
    rows = registry_rows(load_registry(), ()) | {"claims": [one.as_row() for one in claims], "statements": [row]}
    return {name: frame(TABLES[name], table) for name, table in rows.items()}


def sums(*claims: Claim) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(side, month, outcome) -> (low, high)."""
    made = tables(*claims)
    df = downed_by_month(made["claims"], made["statements"])
    return {(row.side, f"{row.month:%Y-%m}", row.outcome): (row.low, row.high) for row in df.itertuples()}


def test_claims_of_a_month_are_added_with_their_intervals() -> None:
    vague = coded("b", 20, count_high=99, qualifier=Qualifier.VAGUE)
    assert sums(coded("a"), vague) == {("RU", "2025-06", "downed"): (30, 109)}


def test_an_open_high_counts_as_its_low() -> None:
    assert sums(coded("a", 41, count_high=None, qualifier=Qualifier.MORE_THAN)) == {
        ("RU", "2025-06", "downed"): (41, 41)
    }


def test_parts_are_not_added_to_their_totals() -> None:
    total = coded("total", 10)
    part = coded("part", 7, part_of="total", part_axis=PartAxis.REGION)
    smaller = coded(
        "smaller", 3, part_of="part", part_axis=PartAxis.WEAPON, weapons=("uav.strike",), weapon="uav.strike"
    )
    assert sums(total, part, smaller) == {("RU", "2025-06", "downed"): (10, 10)}


def test_a_downed_figure_that_is_part_of_the_launched_one_counts() -> None:
    launched = coded("l", 80, outcome=Outcome.LAUNCHED)
    neutralised = coded("n", 52, outcome=Outcome.NEUTRALISED, part_of="l", part_axis=PartAxis.OUTCOME)
    downed = coded("d", 15, part_of="n", part_axis=PartAxis.OUTCOME)
    expected = {("RU", "2025-06", "launched"): (80, 80), ("RU", "2025-06", "neutralised"): (52, 52)}
    assert sums(launched, neutralised, downed) == expected


def test_drones_within_a_total_of_all_air_objects_count() -> None:
    everything = coded("all", 100, weapons=("uav", "missile"), weapon="air_object")
    drones = coded("drones", 90, part_of="all", part_axis=PartAxis.WEAPON)
    assert sums(everything, drones) == {("RU", "2025-06", "downed"): (90, 90)}


def test_series_are_not_added_to_each_other_or_to_our_reading() -> None:
    later = NIGHT + timedelta(days=31)
    ours = claim(claim_id="ours", count_low=162)
    found = sums(coded("a1", 10), coded("a2", 20, end=later), coded("b1", 11, "series_b"), ours)
    assert found == {("RU", "2025-06", "downed"): (10, 10), ("RU", "2025-07", "downed"): (20, 20)}


def test_our_own_reading_is_the_basis_where_there_is_no_series() -> None:
    made = tables(claim(), claim(claim_id="again", restates="c1"))
    df = downed_by_month(made["claims"], made["statements"])
    assert list(df["basis"]) == [OURS]
    assert list(df["low"]) == [162]


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": Unit.LOCATION},
        {"tally": Tally.RUNNING},
        {"scope": Scope.PART},
        {"outcome": Outcome.HIT},
        {"weapon": "missile.cruise", "weapons": ("missile.cruise",)},
        {"defender": "UA", "attacker": "RU"},
        {"window_end": None, "window_start": None},
        {"count_low": None, "count_high": None, "qualifier": Qualifier.WITHHELD},
        {"restates": "other"},
    ],
)
def test_other_claims_are_not_counted(changes: dict[str, Any]) -> None:
    assert sums(coded("a", **changes)) == {}


def test_a_window_that_ends_at_midnight_belongs_to_the_month_that_ends() -> None:
    assert list(sums(coded("a", end=datetime(2025, 7, 1, tzinfo=UTC)))) == [("RU", "2025-06", "downed")]


def test_same_data_same_bytes_and_nothing_of_today(tmp_path: Path) -> None:
    other = coded("u", 5, claimant="ua_air_force", claimant_side="UA", defender="UA", attacker="RU")
    made = tables(coded("a"), coded("b", 4, outcome=Outcome.LAUNCHED), other)
    digests = []
    for place in ("one", "two"):
        files = draw_figures(made, tmp_path / place)
        assert [file.suffix for file in files] == [".png", ".svg"]
        digests.append([hashlib.sha256(file.read_bytes()).hexdigest() for file in files])
    assert digests[0] == digests[1]
    svg = (tmp_path / "one" / "downed_drones_by_month.svg").read_text()
    assert "<dc:date>" not in svg
    assert b"Software" not in (tmp_path / "one" / "downed_drones_by_month.png").read_bytes()


def test_nothing_to_show_is_no_figure(tmp_path: Path) -> None:
    assert draw_figures(tables(), tmp_path / "figures") == []
