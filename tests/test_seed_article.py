"""The seed article: the claims of its two claimants exactly, and nothing from its other numbers."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claims import cli

SEED = Path(__file__).parents[2] / "shared" / "seeds" / "000_580cb3e64fb35669.txt"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="../shared/seeds is not beside the project")


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert cli.run(["parse", str(SEED), "--source", "ap", "--json"]) == 0
    found: list[dict[str, object]] = json.loads(printed.getvalue())
    return found


def _of(rows: list[dict[str, object]], claimant: str) -> list[dict[str, object]]:
    return [row for row in rows if row["claimant"] == claimant]


def test_ministry(rows: list[dict[str, object]]) -> None:
    (row,) = _of(rows, "ru_mod")
    assert (row["outcome"], row["weapon"], row["count_low"], row["count_high"]) == ("downed", "uav", 162, 162)
    assert row["unnamed_regions"] == 8
    assert row["regions"] == ["UA-43"]
    assert _utc(str(row["window_start"])) == datetime(2025, 6, 1, 17, tzinfo=UTC)
    assert _utc(str(row["window_end"])) == datetime(2025, 6, 2, 4, tzinfo=UTC)
    assert (row["attacker"], row["defender"]) == ("UA", "RU")


def test_air_force(rows: list[dict[str, object]]) -> None:
    found = {str(row["outcome"]): row for row in _of(rows, "ua_air_force")}
    assert {outcome: (row["count_low"], row["count_high"], row["weapon"]) for outcome, row in found.items()} == {
        "neutralised": (52, 52, "uav"),
        "launched": (80, 80, "uav"),
    }
    for row in found.values():
        assert _utc(str(row["window_start"])) == datetime(2025, 6, 1, 15, tzinfo=UTC)
        assert _utc(str(row["window_end"])) == datetime(2025, 6, 2, 5, tzinfo=UTC)


def test_security_service_and_mayor(rows: list[dict[str, object]]) -> None:
    (planes,) = _of(rows, "ua_sbu")
    assert (planes["outcome"], planes["unit"], planes["weapon"]) == ("destroyed", "target", "aircraft")
    assert (planes["count_low"], planes["count_high"], planes["qualifier"]) == (41, None, "more_than")
    hits = [row for row in _of(rows, "other:mayor:UA-63:Kharkiv") if row["part_of"] is None]
    assert [(row["outcome"], row["weapon"], row["count_low"]) for row in hits] == [("hit", "missile.ballistic", 2)]


def test_nothing_else(rows: list[dict[str, object]]) -> None:
    assert {str(row["claimant"]) for row in rows} == {"ru_mod", "ua_air_force", "ua_sbu", "other:mayor:UA-63:Kharkiv"}
    assert len(rows) <= 7  # one of the two missiles may be told again as a part


def test_spans_mark_the_words(rows: list[dict[str, object]]) -> None:
    text = SEED.read_text(encoding="utf-8").split("2025-06-02 ", 1)[1]
    words = {text[int(str(row["span_start"])) : int(str(row["span_end"]))] for row in rows}
    assert {"162 Ukrainian drones", "52", "80 drones", "more than 40 Russian planes", "Two ballistic missiles"} <= words
