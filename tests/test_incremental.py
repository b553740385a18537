"""What a build keeps from the one before, and that neither that, nor cores, nor the order of inputs changes a byte."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from claims import building, loading, parsing, store
from claims.building import making, workers
from claims.building.readings import FOLDER, Readings
from claims.building.workers import WorkerError
from tests.bench.export import CHANNEL, messages
from tests.factories import record, write_lines


def hashes(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.suffix in (".csv", ".parquet", ".png", ".svg", ".md")]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def write_export(path: Path, posts: list[dict[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(CHANNEL | {"messages": posts}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """An export, and the same messages in two files."""
    monkeypatch.chdir(tmp_path)
    posts = list(messages(240))
    return (
        write_export(Path("whole/kpszsu/result.json"), posts),
        write_export(Path("first/kpszsu/result.json"), posts[:120]),
        write_export(Path("second/kpszsu/result.json"), posts[120:]),
    )


def test_twice_in_halves_and_in_either_order_the_bytes_are_the_same(halves: tuple[Path, Path, Path]) -> None:
    whole, first, second = halves
    once = hashes(building.build([whole], "one").folder)
    assert hashes(building.build([whole], "one").folder) == once
    both = hashes(building.build([first, second], "two").folder)
    assert {name for name in once if once[name] != both[name]} == {"builds.csv", "builds.parquet"}  # the inputs' names
    building.build([first], "four")
    grown = building.build([first, second], "four")
    assert hashes(grown.folder) == both
    building.build([second], "five")
    assert hashes(building.build([second, first], "five").folder) == both  # the inputs in the other order, too
    assert 0 < grown.parsed < 120  # of the second half only
    assert loading.load("statements", "one")["statement_id"].is_unique


def test_only_new_and_changed_statements_are_parsed(tmp_path: Path, fake_parser: None) -> None:
    posts = [record(f"downed {number} drones", url=f"https://t.me/mod_russia/{number}") for number in range(1, 8)]
    path = write_lines(tmp_path / "posts.jsonl", *posts)
    assert building.build([path], tmp_path / "build").parsed == 7
    assert building.build([path], tmp_path / "build").parsed == 0
    posts[2]["text"] = "downed 33 drones"
    posts.append(record("downed 8 drones", url="https://t.me/mod_russia/8"))
    write_lines(path, *posts)
    result = building.build([path], tmp_path / "build")
    assert result.parsed == 2
    assert sorted(loading.load("claims", result.path)["count_low"]) == [1, 2, 4, 5, 6, 7, 8, 33]


def test_another_parser_reads_all_again(tmp_path: Path, fake_parser: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_lines(tmp_path / "posts.jsonl", record("downed 5 drones"), record("good morning"))
    building.build([path], tmp_path / "build")
    monkeypatch.setattr(parsing, "PARSER_VERSION", "fake 2")
    assert building.build([path], tmp_path / "build").parsed == 2


def test_another_registry_reads_all_again(tmp_path: Path, fake_parser: None) -> None:
    path = write_lines(tmp_path / "posts.jsonl", record("downed 5 drones"))
    building.build([path], tmp_path / "build")
    overlay = tmp_path / "registry"
    overlay.mkdir()
    (overlay / "sources.toml").write_text('[mod_russia]\nlabel = "another"\n')
    assert building.build([path], tmp_path / "build", registry=overlay).parsed == 1


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export and a build of it."""
    folder = tmp_path_factory.mktemp("first")
    whole = write_export(folder / "whole" / "kpszsu" / "result.json", list(messages(240)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "draw_figures", lambda tables, out: [])  # as in the builds that are compared with it
        building.build([whole], folder / "one")
    return folder


@pytest.mark.parametrize("damage", ["garbage", "cut", "flipped", "entries"])
def test_a_damaged_store_of_readings_changes_nothing(tmp_path: Path, first_build: Path, damage: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(first_build, folder, symlinks=True)
    whole, out = folder / "whole" / "kpszsu" / "result.json", folder / "one"
    good = hashes(out.resolve())
    path = folder / "ones" / FOLDER / "readings.sqlite"
    content = path.read_bytes()
    if damage == "garbage":
        path.write_bytes(b"no database" * 5_000)
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "flipped":
        path.write_bytes(content[:5_000] + bytes(255 - byte for byte in content[5_000:9_000]) + content[9_000:])
    else:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("UPDATE readings SET text = zeroblob(50) WHERE hex(key) < '8'")
            connection.execute("UPDATE readings SET text = 'text' WHERE hex(key) > 'C'")
    result = building.build([whole], out)
    assert hashes(result.folder) == good
    assert result.parsed > 0
    if damage == "garbage":
        assert building.build([whole], out).parsed == 0  # and it is whole again


def test_the_store_of_readings_is_bounded_and_forgets_what_is_not_asked_for(tmp_path: Path) -> None:
    keys = [bytes([number]) * 16 for number in range(20)]
    first = Readings(tmp_path, "parser", most=10)
    first.put((key, b"reading") for key in keys[:10])
    first.close()
    second = Readings(tmp_path, "parser", most=10)
    assert second.get(keys[5:10]) == [b"reading"] * 5
    second.put((key, b"reading") for key in keys[10:15])
    second.close()
    third = Readings(tmp_path, "parser", most=10)
    assert third.get(keys) == [None] * 5 + [b"reading"] * 10 + [None] * 5
    third.close()
    other = Readings(tmp_path, "another parser", most=10)
    assert other.get(keys) == [None] * 20
    other.close()


def test_a_store_that_cannot_be_written_is_done_without(tmp_path: Path, fake_parser: None) -> None:
    path = write_lines(tmp_path / "posts.jsonl", record("downed 5 drones"))
    (tmp_path / "builds").mkdir()
    (tmp_path / "builds" / FOLDER).write_text("in the way")
    assert building.build([path], tmp_path / "build").parsed == 1
    assert building.build([path], tmp_path / "build").parsed == 1


def test_on_two_cores_the_bytes_are_those_of_one(
    halves: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = halves[0]
    once = hashes(building.build([whole], "one", workers=1).folder)
    monkeypatch.setattr(making, "PORTION", 37)  # several portions, which end in the middle of anything
    assert hashes(building.build([whole], "two", workers=1).folder) == once
    assert hashes(building.build([whole], "three", workers=2).folder) == once


def test_a_script_without_a_main_guard_can_build_on_two_cores(halves: tuple[Path, Path, Path]) -> None:
    script = Path("script.py")
    script.write_text("import claims\nprint(claims.build(['whole'], 'mine', workers=2).parsed)\n")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 200
    assert done.stderr == ""


def test_a_worker_that_dies_leaves_the_last_build(
    halves: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, first, _ = halves
    last = building.build([first], "build").build
    monkeypatch.setattr(workers, "_COMMAND", "import sys; sys.stdin.buffer.read(100_000); sys.exit(9)")
    with pytest.raises(WorkerError, match="is there enough memory"):
        building.build([whole], "build", workers=2)
    assert store.read_manifest(Path("build")).build == last
