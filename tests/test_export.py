"""``claims export``: parts of any table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from claims import cli, loading
from claims.schema import TABLES
from tests.publications import built


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from claims import parsing
    from tests import factories

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "read", factories.read)
        return built(tmp_path_factory.mktemp("export"), rows=200)  # far enough for missiles


def exported(capsys: pytest.CaptureFixture[str], build: Path, *arguments: str) -> list[dict[str, Any]]:
    assert cli.run(["export", *arguments, "--format", "json", "--build", str(build)]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", ["csv", "parquet", "json"])
def test_every_table_in_every_format(build: Path, tmp_path: Path, table: str, form: str) -> None:
    out = tmp_path / f"{table}.{form}"
    assert cli.run(["export", table, "--build", str(build), "-o", str(out)]) == 0
    if form != "json":
        assert out.read_bytes() == (build / out.name).read_bytes()
    else:
        assert len(json.loads(out.read_text(encoding="utf-8"))) == len(loading.load(table, build))


def test_a_side_is_that_of_the_claimant_in_every_table(capsys: pytest.CaptureFixture[str], build: Path) -> None:
    claimants = loading.load("claimants", build).set_index("claimant")["side"]
    for table in ("claims", "daily", "episodes", "coverage", "discrepancies"):
        df = loading.load(table, build)
        sides = df["claimant"].map(claimants)
        for side in sorted(claimants.dropna().unique()):
            assert len(exported(capsys, build, table, "--side", side)) == int((sides == side).sum()), table


def test_slices_can_be_put_together(capsys: pytest.CaptureFixture[str], build: Path) -> None:
    options = ["--from", "2025-06-01", "--to", "2025-06-02", "--side", "RU", "--weapon", "uav"]
    rows = exported(capsys, build, "claims", *options)
    assert sorted(row["count_low"] for row in rows) == [7, 9, 162]
    assert exported(capsys, build, "claims", *options[:-1], "missile") == []


def test_a_weapon_takes_those_below_it(capsys: pytest.CaptureFixture[str], build: Path) -> None:
    weapons = loading.load("claims", build)["weapon"]
    below = pd.Series([path == "missile" or path.startswith("missile.") for path in weapons])
    assert below.any()
    assert len(exported(capsys, build, "claims", "--weapon", "missile")) == int(below.sum())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--side", "XX"], "'XX' is not in the build; there are"),
        (["--weapon", "uav.strke"], "did you mean uav.strike"),
        (["--from", "2025-06-03", "--to", "2025-06-01"], "--from is after --to"),
        (["--from", "June"], "'June'"),
    ],
)
def test_what_can_give_nothing_is_a_mistake(
    capsys: pytest.CaptureFixture[str], build: Path, options: list[str], words: str
) -> None:
    assert cli.run(["export", "claims", *options, "--build", str(build)]) == 2
    assert words in capsys.readouterr().err
