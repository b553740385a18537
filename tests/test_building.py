from __future__ import annotations

import hashlib
import itertools
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import claims
from claims import building, loading, store
from claims.building.inputs import InputError
from claims.building.revisions import revise
from claims.model import PublishedPrecision, TextStatus
from claims.schema import TABLES
from tests.factories import record, statement, write_lines

PROJECT = Path(__file__).parent.parent
pytestmark = pytest.mark.usefixtures("fake_parser")


def mixed_inputs(folder: Path) -> Path:
    """One of each fate that a piece of input can have."""
    inputs = folder / "inputs"
    write_lines(
        inputs / "posts.jsonl",
        record(url="https://t.me/mod_russia/1"),
        record(url="https://t.me/mod_russia/1"),  # repeated
        record("downed 163 drones", url="https://t.me/mod_russia/1"),  # a second text of the same address
        record("an alert"),
        record("good morning"),
        record("unreadable"),
        record("a text that makes the parser crash"),
        record("downed 5 drones", published_at=None),  # rejected: no date
        record("downed 6 drones", source="pravda"),  # rejected: unknown source
    )
    (inputs / "broken.jsonl").write_text('{"text": \n')
    (inputs / "reuters-1.txt").write_text("date 2025-06-02 downed 7 drones")
    (inputs / "empty").mkdir()
    return inputs


def test_what_goes_in_comes_out_somewhere_by_reason(tmp_path: Path) -> None:
    inputs = mixed_inputs(tmp_path)
    result = claims.build([inputs, inputs / "empty", tmp_path / "none.jsonl"], tmp_path / "build")
    accounts = result.accounts
    assert accounts.pieces == 13
    assert accounts.with_claims == 3
    assert accounts.repeated == 1
    assert accounts.without_claims == {"alert": 1, "other": 1}
    assert accounts.unreadable == {"too_long": 1, "parser_error": 1}
    assert accounts.rejected == {
        "no_date": 1,
        "unknown_source": 1,
        "broken_json": 1,
        "nothing_readable": 1,
        "missing_file": 1,
    }
    assert accounts.problems == {"unknown_place": 3, "parser_error": 1, "texts_disagree": 1}
    assert accounts.rows["statements"] == (7, 7, 0)
    assert "13 = 3 with claims + 2 (alert 1, other 1) without" in accounts.text()
    builds = loading.load("builds", result.path)
    stored = {
        (row.name, row.reason if isinstance(row.reason, str) else None): row.number
        for row in builds[builds["section"] == "statements"].itertuples()
    }
    assert stored["in", None] == 13
    assert stored["unreadable", "parser_error"] == 1
    assert sum(number for (name, _), number in stored.items() if name != "in") == 13
    assert len(builds[builds["section"] == "rejected"]) == 5


def test_a_bug_in_the_parser_is_raised_when_debugging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMS_DEBUG", "1")
    posts = write_lines(tmp_path / "posts.jsonl", record("crash"))
    with pytest.raises(ZeroDivisionError):
        building.build([posts], tmp_path / "build")


def test_revisions_are_numbered_alike_whatever_the_order() -> None:
    address = "https://t.me/mod_russia/1"
    restated = statement("in our words", url=address, text_status=TextStatus.RESTATED)
    first = statement("first", url=address)
    edited = statement("edited", url=address, edited_at=datetime(2025, 6, 2, 9, tzinfo=UTC))
    by_day = statement("first", url=address, published_precision=PublishedPrecision.DAY)
    for order in itertools.permutations([restated, first, edited, by_day]):
        found = revise(order)
        texts = [order[one.position] for one in found]
        assert [(one.revision, text.text) for one, text in zip(found, texts, strict=True)] == [
            (0, "in our words"),
            (1, "first"),
            (2, "edited"),
        ]
        assert texts[1].published_precision == PublishedPrecision.MINUTE
        assert not any(one.problems for one in found)


def hashes(folder: Path) -> dict[str, str]:
    """The hashes of the CSV, Parquet and picture files of a build."""
    files = [path for path in folder.rglob("*") if path.suffix in (".csv", ".parquet", ".png", ".svg", ".md")]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_inputs_same_bytes_wherever_and_in_whatever_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [record(f"downed {number} drones", url=f"https://t.me/mod_russia/{number}") for number in range(40)]
    found = []
    for place in ("one", "two"):
        folder = tmp_path / place
        folder.mkdir()
        monkeypatch.chdir(folder)
        shuffled = random.Random(place).sample(records, len(records))  # noqa: S311
        write_lines(folder / "in" / "posts.jsonl", *sorted(shuffled, key=str))
        result = building.build(["in"], "build")
        found.append((result.build, hashes(result.folder)))
    assert found[0] == found[1]
    tables = {f"{name}.{form}" for name in TABLES for form in ("csv", "parquet")}
    written = {name for name in found[0][1] if not name.startswith("figures/")}
    assert written == tables | {"dictionary.md"}


def test_order_of_lines_changes_no_table_but_the_record_of_inputs(tmp_path: Path) -> None:
    records = [record(f"downed {number} drones", url=f"https://t.me/mod_russia/{number}") for number in range(9)]
    forwards = building.build([write_lines(tmp_path / "a" / "posts.jsonl", *records)], tmp_path / "one")
    backwards = building.build([write_lines(tmp_path / "b" / "posts.jsonl", *records[::-1])], tmp_path / "two")
    one, two = hashes(forwards.folder), hashes(backwards.folder)
    assert {name for name in one if one[name] != two[name]} == {"builds.csv", "builds.parquet"}


def test_all_formats_hold_the_same(tmp_path: Path) -> None:
    result = building.build([mixed_inputs(tmp_path)], tmp_path / "build")
    with duckdb.connect(result.path / store.DATABASE, read_only=True) as connection:
        for name, model in TABLES.items():
            columns = list(model.to_schema().columns)
            rows = connection.sql(f"select * from {name}").fetchall()  # noqa: S608
            loaded = loading.load(name, result.path)
            read = pd.read_csv(result.path / f"{name}.csv", dtype=str, keep_default_na=False)
            assert list(read.columns) == list(loaded.columns) == columns
            assert len(read) == len(loaded) == len(rows)
        assert connection.sql("select count_low from claims order by all").fetchall() == [(7,), (162,), (163,)]
        comments = connection.sql("select count(*) from duckdb_columns() where comment is null and not internal")
        assert comments.fetchall() == [(0,)]


def test_a_build_without_changes_keeps_the_folder(tmp_path: Path) -> None:
    posts = write_lines(tmp_path / "posts.jsonl", record())
    first = building.build([posts], tmp_path / "build")
    second = building.build([posts], tmp_path / "build")
    assert second.folder == first.folder
    assert sorted(path.name for path in (tmp_path / "builds").iterdir()) == [".lock", ".readings", first.build]


def test_a_damaged_build_is_replaced(tmp_path: Path) -> None:
    posts = write_lines(tmp_path / "posts.jsonl", record())
    first = building.build([posts], tmp_path / "build")
    (first.folder / "claims.csv").write_text("nonsense")
    second = building.build([posts], tmp_path / "build")
    assert not store.damages(second.folder, store.read_manifest(second.folder))
    assert (tmp_path / "build").resolve() == second.folder.resolve()


def test_the_default_inputs_and_coded_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="no directory datasets"):
        building.build()
    write_lines(tmp_path / "datasets/statements/posts.jsonl", record())
    write_lines(tmp_path / "datasets/raw/more.jsonl", record("downed 9 drones"))
    coded = tmp_path / "datasets/coded"
    coded.mkdir()
    for file in (PROJECT / "datasets/coded").glob("general_staff_tally.*"):
        shutil.copy(file, coded)
    whole = building.build()
    assert whole.accounts.with_claims == 2
    assert whole.accounts.coded["general_staff_tally"][0] > 3000
    assert whole.path == Path("datasets/build")
    bare = building.build(without=["general_staff_tally"])
    assert bare.accounts.coded == {}
    assert bare.build != whole.build
    with pytest.raises(InputError, match="no coded series nonsense"):
        building.build(without=["nonsense"])


def test_a_series_to_leave_out_needs_a_folder_of_series(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder of coded series"):
        building.build([write_lines(tmp_path / "p.jsonl", record())], tmp_path / "build", without=["x"])


def test_an_official_without_an_entry_gets_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    from claims import parsing
    from tests import factories

    names = iter(["ru_governor:RU-BEL", "other:mayor:UA-63:Kharkiv", "martians"])

    def read(one: claims.Statement, registry: object) -> claims.Reading:
        reading = factories.read(one)
        (found,) = reading.claims
        return dataclasses.replace(reading, claims=(dataclasses.replace(found, claimant=next(names)),))

    monkeypatch.setattr(parsing, "read", read)
    posts = write_lines(tmp_path / "posts.jsonl", *(record(f"downed {number} drones") for number in range(3)))
    result = building.build([posts], tmp_path / "build")
    rows = loading.load("claimants", result.path).set_index("claimant")
    assert rows.loc["ru_governor:RU-BEL", "area"] == "RU-BEL"
    assert rows.loc["other:mayor:UA-63:Kharkiv", "side"] == "UA"
    assert result.accounts.rows["claims"] == (3, 2, 1)
    assert "martians" in loading.load("quarantine", result.path)["reason"][0]


def test_a_mistyped_path_never_replaces_a_good_build(tmp_path: Path) -> None:
    good = building.build([Path("datasets/statements/general_staff.jsonl")], tmp_path / "build")
    with pytest.raises(building.InputError, match="the last build stays"):
        building.build([tmp_path / "statments"], tmp_path / "build")
    assert (tmp_path / "build").resolve() == good.path.resolve()


def test_only_our_own_builds_are_pruned(tmp_path: Path) -> None:
    mine = tmp_path / "builds" / "web"
    mine.mkdir(parents=True)
    (mine / "manifest.json").write_text("{}")
    building.build([Path("datasets/statements/general_staff.jsonl")], tmp_path / "build")
    assert (mine / "manifest.json").exists()
