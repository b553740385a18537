"""The change list of a release: what changed against the one before, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from claims import building, parsing
from claims.publishing import ReleaseError, release, releasing
from tests import factories
from tests.factories import record
from tests.publications import SERIES, built, posts

pytestmark = pytest.mark.usefixtures("fake_parser")


@pytest.fixture(autouse=True)
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Validation takes the most time, and is not what these tests are about."""
    monkeypatch.setattr(releasing, "check", lambda *_: None)


def changes_of(folder: Path) -> pd.DataFrame:
    parts = [pd.read_parquet(path) for path in sorted((folder / "parquet").rglob("changes.parquet"))]
    return pd.concat(parts, ignore_index=True)


def of_table(folder: Path, table: str) -> list[tuple[str, Mapping[str, Any], list[str]]]:
    rows = changes_of(folder)
    rows = rows[rows["table_name"] == table].sort_values("key")
    return [
        (change, json.loads(key), list(why))
        for change, key, why in zip(rows["change"], rows["key"], rows["why"], strict=True)
    ]


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return release(built(tmp_path), tmp_path / "release").folder


def second(tmp_path: Path, records: list[dict[str, Any]] | None = None, rows: int = 12) -> Path:
    made = release(built(tmp_path, records, rows), tmp_path / "release")
    assert made.previous is not None
    return made.folder


def test_a_first_release_lists_nothing(first: Path) -> None:
    assert changes_of(first).empty
    assert "nothing is listed" in (first / "CHANGES.md").read_text()


def test_a_new_statement(tmp_path: Path, first: Path) -> None:
    folder = second(tmp_path, posts(record("downed 8 drones", url="https://t.me/mod_russia/4", text_status="restated")))
    (change, key, why) = of_table(folder, "statements")[0]
    assert (change, key["statement_id"], why) == ("added", "https://t.me/mod_russia/4", ["new_statement"])
    assert [(change, why) for change, _, why in of_table(folder, "claims")] == [("added", ["new_statement"])]
    assert ["claims"] in [why for _, _, why in of_table(folder, "daily")]
    assert "`new_statement`" in (folder / "CHANGES.md").read_text()


def test_a_statement_that_is_gone(tmp_path: Path, first: Path) -> None:
    folder = second(tmp_path, posts()[:-1])
    assert [(change, why) for change, _, why in of_table(folder, "claims")] == [("withdrawn", ["statement_withdrawn"])]


def test_a_revision(tmp_path: Path, first: Path) -> None:
    revised = record("downed 163 drones", url="https://t.me/mod_russia/1", text_status="restated")
    folder = second(tmp_path, posts(revised | {"edited_at": "2025-06-02T09:05:00+03:00"}))
    told = [(change, why) for change, _, why in of_table(folder, "claims")]
    assert ("added", ["revision"]) in told


def test_another_text_of_the_same_revision(tmp_path: Path, first: Path) -> None:
    changed = [record("downed 161 drones", url="https://t.me/mod_russia/1", text_status="restated"), *posts()[1:]]
    folder = second(tmp_path, changed)
    assert {(change, *why) for change, _, why in of_table(folder, "claims")} == {
        ("added", "text_changed"),
        ("withdrawn", "text_changed"),
    }


def test_another_edition_of_a_series(tmp_path: Path, first: Path) -> None:
    folder = second(tmp_path, rows=14)
    told = of_table(folder, "claims")
    assert [(change, why) for change, _, why in told] == [("added", ["coded_series"])] * 2
    assert (folder / "csv" / SERIES / "changes.csv").is_file()  # rows of the series stay under its licence


def test_another_parser(tmp_path: Path, first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def doubting(one: Any, registry: object = None) -> Any:
        import dataclasses

        reading = factories.read(one)
        found = tuple(dataclasses.replace(claim, rule="better", scope="unknown") for claim in reading.claims)
        return dataclasses.replace(reading, claims=found)

    monkeypatch.setattr(parsing, "read", doubting)
    monkeypatch.setattr(parsing, "PARSER_VERSION", "fake 2")
    folder = second(tmp_path)
    assert {(change, *why) for change, _, why in of_table(folder, "claims")} == {("changed", "parser")}
    row = changes_of(folder).query("table_name == 'claims'").iloc[0]
    assert list(row["columns"]) == ["scope", "rule"]
    assert (json.loads(row["before"])["rule"], json.loads(row["after"])["rule"]) == ("fake", "better")


def test_the_change_list_is_the_same_when_made_again(tmp_path: Path, first: Path) -> None:
    folder = second(tmp_path, posts()[:-1])
    again = release(tmp_path / "build", tmp_path / "release")
    assert again.again
    assert again.previous == first.name
    assert again.folder == folder


def test_a_named_release_is_compared_with(tmp_path: Path, first: Path) -> None:
    second(tmp_path, posts()[:-1])
    made = release(building.build([tmp_path / "inputs"], tmp_path / "other").path, tmp_path / "third", previous=first)
    assert made.previous == first.name
    told = of_table(made.folder, "claims")
    assert sum(why == ["coded_series"] for _, _, why in told) == 12 * 1


def test_what_is_no_release_is_told(tmp_path: Path, first: Path) -> None:
    with pytest.raises(ReleaseError, match="is not a release that can be compared"):
        release(tmp_path / "build", tmp_path / "release", previous=tmp_path / "inputs")
