"""The General Staff's running tally -> coded claims."""

from __future__ import annotations

import json
from pathlib import Path

from claims.coded import tally


def test_running_totals_steps_back_and_bad_items(tmp_path: Path) -> None:
    path = tmp_path / "tally.json"
    days = [
        {"date": "2024-03-12", "drone": 8100, "cruise missiles": 1920, "tank": 1},
        {"date": "2024-03-13", "drone": 8150, "cruise missiles": 1919},
        {"date": "2024-03-13", "drone": 8150},
        {"date": "13.03.2024", "drone": 1},
        {"date": "2024-03-14", "drone": "8 200"},
        {"date": "2024-03-15", "tank": 2},
        {"date": "2024-03-16", "drone": 8300},
        "2024-03-17",
    ]
    path.write_text(json.dumps(days), encoding="utf-8")
    conversion = tally.convert(path, None)
    assert [(row.row_key, row.count_low, row.weapon) for row in conversion.rows] == [
        ("2024-03-12/drone", 8100, "uav"),
        ("2024-03-12/cruise_missiles", 1920, "missile.cruise"),
        ("2024-03-13/drone", 8150, "uav"),
        ("2024-03-13/cruise_missiles", 1919, "missile.cruise"),
        ("2024-03-16/drone", 8300, "uav"),
    ]
    row = conversion.rows[3]
    assert [problem.partition(":")[0] for problem in row.problems] == ["tally_steps_back"]
    assert (row.outcome, row.tally, row.scope) == ("eliminated", "running", "all")
    assert row.since == row.window_start
    assert row.window_start.isoformat() == "2022-02-23T22:00:00+00:00"
    assert row.window_end.isoformat() == "2024-03-12T22:00:00+00:00", "the report covers the day before"
    assert row.published_at.isoformat() == "2024-03-13T21:59:59+00:00"
    assert [(skipped.original_row, skipped.reason) for skipped in conversion.skipped] == [
        ("2024-03-13", "duplicate_day"),
        ("13.03.2024", "unreadable_time"),
        ("2024-03-14", "unreadable_figure"),
        ("2024-03-15", "no_figure"),
        ("item 8", "broken_item"),
    ]
    assert conversion.rows_in == 8
