from __future__ import annotations

import csv
import io
import multiprocessing
import os
import resource
import signal
from pathlib import Path

import pandas as pd
import pytest

from claims import building, loading, parsing, store
from claims.schema import TABLES
from claims.schema.frames import frame
from claims.store.csv_text import neutralised, original, write_csv
from tests import factories
from tests.factories import record, write_lines

# Children are forked from a process that has imported everything and done nothing: fast, and without our threads.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["claims.building", "tests.factories", "matplotlib.figure", "matplotlib.backends.backend_agg"]
)


def use_fake_parser() -> None:
    parsing.read = factories.read
    parsing.PARSER_VERSION = "fake"


def build_and_die(inputs: Path, out: Path, last_step: str) -> None:
    """Build, and be killed as soon as ``last_step`` is done."""
    use_fake_parser()

    def progress(step: str) -> None:
        if step == last_step:
            os.kill(os.getpid(), signal.SIGKILL)

    building.build([inputs], out, progress=progress)


def build_on_a_small_disk(inputs: Path, out: Path, largest: int) -> None:
    """Build where no file can grow beyond ``largest`` bytes."""
    use_fake_parser()
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        building.build([inputs], out)
    except (OSError, store.StoreError):
        os._exit(7)


def run(target: object, *arguments: object) -> int | None:
    process = CONTEXT.Process(target=target, args=arguments)  # type: ignore[arg-type]
    process.start()
    process.join(60)
    return process.exitcode


def whole(out: Path) -> str:
    """Check that the build in place is whole and of one piece; return its id."""
    manifest = store.read_manifest(out)
    assert store.damages(out.resolve(), manifest) == []
    assert {f"{name}.{form}" for name in TABLES for form in ("csv", "parquet")} <= {
        file.name for file in manifest.files
    }
    builds = loading.load("builds", out)
    assert set(builds["build"]) == {manifest.build}
    assert len(loading.load("claims", out)) == builds.loc[builds["name"] == "with_claims", "number"].iat[0]
    return manifest.build


def left(out: Path) -> list[str]:
    """What lies in the folder of the builds."""
    return sorted(path.name for path in store.builds_folder(out).iterdir())


@pytest.fixture
def two_inputs(tmp_path: Path, fake_parser: None) -> tuple[Path, Path]:
    old = write_lines(tmp_path / "old.jsonl", record("downed 1 drones"))
    new = write_lines(tmp_path / "new.jsonl", record("downed 2 drones"), record("downed 3 drones"))
    return old, new


def test_a_kill_after_any_step_leaves_a_whole_build(tmp_path: Path, two_inputs: tuple[Path, Path]) -> None:
    old, new = two_inputs
    steps: list[str] = []
    new_build = building.build([new], tmp_path / "trial", progress=steps.append).build
    out = tmp_path / "build"
    old_build = building.build([old], out).build
    assert len(steps) == len(set(steps)) > 2 * len(TABLES) + 8
    for step in steps:
        assert run(build_and_die, new, out, step) == -signal.SIGKILL, step
        swapped = steps.index(step) >= steps.index("swapped")
        assert whole(out) == (new_build if swapped else old_build), step
        if step in ("started", "wrote claims.csv", "flushed", "named", "linked") or swapped:
            # the next build clears up what the dead one left, and takes its place
            assert building.build([old], out).build == old_build
            assert whole(out) == old_build
            assert left(out) == [".lock", ".readings", old_build], step
            assert not (tmp_path / ".build.new").is_symlink()


@pytest.mark.parametrize("largest", [100, 3_000, 20_000, 200_000])
def test_a_full_disk_leaves_the_last_build(tmp_path: Path, two_inputs: tuple[Path, Path], largest: int) -> None:
    old, new = two_inputs
    out = tmp_path / "build"
    build = building.build([old], out).build
    assert run(build_on_a_small_disk, new, out, largest) == 7
    assert whole(out) == build
    assert left(out) == [".lock", ".readings", build]


def test_a_first_build_that_dies_leaves_no_build(tmp_path: Path, two_inputs: tuple[Path, Path]) -> None:
    out = tmp_path / "build"
    run(build_and_die, two_inputs[1], out, "wrote claims.parquet")
    assert not out.exists()
    building.build([two_inputs[1]], out)
    whole(out)


def test_two_builds_at_once_are_locked_out(tmp_path: Path, two_inputs: tuple[Path, Path]) -> None:
    out = tmp_path / "build"
    with store.locked(out), pytest.raises(store.StoreError, match=r"another build of .* is running"):
        building.build([two_inputs[0]], out)
    building.build([two_inputs[0]], out)


def test_builds_under_other_names_do_not_touch_each_other(tmp_path: Path, two_inputs: tuple[Path, Path]) -> None:
    one = building.build([two_inputs[0]], tmp_path / "build")
    two = building.build([two_inputs[1]], tmp_path / "mine")
    assert two.folder.parent.name == "mines"
    assert whole(tmp_path / "build") == one.build


def test_a_folder_that_is_not_ours_is_not_replaced(tmp_path: Path, two_inputs: tuple[Path, Path]) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "precious").touch()
    with pytest.raises(store.StoreError, match="was not made by"):
        building.build([two_inputs[0]], tmp_path / "build")
    assert (tmp_path / "build" / "precious").exists()


@pytest.mark.parametrize("damage", ["alter", "remove", "add"])
def test_damage_is_told(tmp_path: Path, two_inputs: tuple[Path, Path], damage: str) -> None:
    folder = building.build([two_inputs[0]], tmp_path / "build").folder
    if damage == "alter":
        with (folder / "claims.csv").open("a") as file:
            file.write("x")
    elif damage == "remove":
        (folder / "claims.csv").unlink()
    else:
        (folder / "more.csv").touch()
    (line,) = store.damages(folder, store.read_manifest(folder))
    assert line.startswith("more.csv" if damage == "add" else "claims.csv")


@pytest.mark.parametrize(
    "content", ["", "{}", '{"build": 1', "[]", '{"build":"a","recipe":{},"inputs":[1],"files":[]}']
)
def test_a_damaged_manifest_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / store.MANIFEST).write_text(content)
    with pytest.raises(store.StoreError, match="make datasets"):
        store.read_manifest(tmp_path)


@pytest.mark.parametrize("text", ["=1+1", "+7 drones", "-5", "@SUM(A1)", "\tx", "\rx", "\n=x", "'=x", "''+x"])
def test_what_a_spreadsheet_would_run_is_neutralised_and_can_be_restored(text: str) -> None:
    assert neutralised(text) == f"'{text}"
    assert original(neutralised(text)) == text


@pytest.mark.parametrize("text", ["", "162", "5-7", "'quoted'", "a=b", "Іскандер-М", " =x"])
def test_other_texts_are_untouched(text: str) -> None:
    assert neutralised(text) == text
    assert original(text) == text


def test_csv_cells() -> None:
    model = TABLES["claims"]
    rows = [
        factories.claim(
            weapon_text='=HYPERLINK("x")', launched_from=("-A", "B"), spans=((0, 4), (12, 31)),
            count_low=0, count_high=None, part_complete=False, place='Gulf, "north"\nside',
        ).as_row()
    ]  # fmt: skip
    file = io.StringIO(newline="")
    write_csv(model, frame(model, rows), file)
    text = file.getvalue()
    assert "\r" not in text
    assert text.endswith("\n")
    (row,) = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False).to_dict("records")
    assert row["weapon_text"] == '\'=HYPERLINK("x")'
    assert row["launched_from"] == "'-A|B"
    assert row["spans"] == "0-4|12-31"
    assert (row["count_low"], row["count_high"], row["part_complete"]) == ("0", "", "false")
    assert row["window_start"] == "2025-06-01T17:00:00Z"
    assert row["place"] == 'Gulf, "north"\nside'


def test_line_ends_in_a_text_stay_inside_its_cell(tmp_path: Path) -> None:
    texts = ["а\r=1+2 уничтожено", "б\nв", "\ufeff=1", "＝1+1", "г\r\n@SUM(1)"]
    df = frame(TABLES["problems"], ())
    rows = [dict.fromkeys(df.columns, None) | {"explanation": text} for text in texts]
    model = TABLES["problems"]
    with (tmp_path / "problems.csv").open("w", encoding="utf-8", newline="") as file:
        write_csv(model, pd.DataFrame(rows, columns=df.columns), file)
    with (tmp_path / "problems.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["explanation"] for row in csv.DictReader(file)]
    assert [original(cell) for cell in cells] == texts
    assert not any(cell.lstrip("\ufeff").startswith(("=", "＝")) for cell in cells)
