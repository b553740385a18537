"""The converter's command line, and the shipped files made again from the reference tables."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from claims.coded.convert import convert, main
from claims.coded.rows import guarded, unguarded
from claims.coded.series_file import series_ids, to_toml
from claims.coded.vocabulary import vocabulary
from claims.registry import load_registry

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data" / "coded"
REFERENCE = ROOT.parent / "shared" / "reference"
ORIGINALS = {
    "drone_observatory_2025": "drone-observatory-2025.jsonl",
    "ua_airdefense_tracker": "ua-airdefense-tracker.csv",
    "general_staff_tally": "general-staff-tally.json",
}


@pytest.mark.skipif(not REFERENCE.is_dir(), reason=f"the reference tables are not at {REFERENCE}")
@pytest.mark.parametrize("series", ORIGINALS)
def test_converting_the_reference_gives_the_shipped_bytes(series: str, tmp_path: Path) -> None:
    convert(series, REFERENCE / ORIGINALS[series], tmp_path)
    for suffix in (".csv", ".toml"):
        shipped = ROOT / "datasets" / "coded" / f"{series}{suffix}"
        assert (tmp_path / shipped.name).read_bytes() == shipped.read_bytes(), f"make {shipped.name} again"


def test_the_command_prints_the_sums_and_names_bad_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["ua_airdefense_tracker", "--from", str(DATA / "tracker.csv"), "--to", str(tmp_path)]
    assert main([*arguments, "--compare", str(DATA / "observatory.jsonl")]) == 0
    printed = capsys.readouterr()
    assert printed.out == "ua_airdefense_tracker: 21 rows in = 13 with claims + 8 skipped; 44 claims\n"
    assert "tracker.csv: row 15: unknown_model: " in printed.err
    entry = tomllib.loads((tmp_path / "ua_airdefense_tracker.toml").read_text(encoding="utf-8"))
    assert entry["rows"]["skipped_by_reason"]["window_reversed"] == 1
    assert entry["compared_file"] == "observatory.jsonl"


@pytest.mark.parametrize(
    ("series", "content", "words"),
    [
        ("general_staff_tally", None, "can't be read"),
        ("general_staff_tally", b"", "empty"),
        ("general_staff_tally", b"[{", "broken JSON at line 1"),
        ("general_staff_tally", b"{}", "one JSON array expected"),
        ("general_staff_tally", b"[]", "no row could be coded"),
        ("general_staff_tally", b"\xff\xfe[", "not UTF-8 at byte 0"),
        ("ua_airdefense_tracker", b"a,b\n1,2\n", "no column"),
        ("drone_observatory_2025", b"no json\n", "no row could be coded"),
    ],
)
def test_an_unreadable_file_is_one_line(
    series: str, content: bytes | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    original = tmp_path / "original"
    if content is not None:
        original.write_bytes(content)
    assert main([series, "--from", str(original), "--to", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert str(original) in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "python -m claims.coded.convert general_staff_tally --from" in capsys.readouterr().out
    assert series_ids() == ("drone_observatory_2025", "ua_airdefense_tracker", "general_staff_tally")


def test_the_data_files_name_what_the_registries_have() -> None:
    registry = load_registry()
    for entry in vocabulary("models").values():
        assert set(entry["weapons"]) <= registry.weapons.keys()
        assert entry.get("missing") not in registry.weapons, "the path is there now: use it"
    for entry in vocabulary("targets").values():
        assert set(entry["regions"]) <= registry.regions.keys()
    for entry in vocabulary("sources").values():
        assert registry.claimant(entry["claimant"]) is not None
    others = {"north", "north-east", "east", "south-east", "south", "Sea of Azov, eastern coast"}
    for table in vocabulary("launch_areas").values():
        for areas in table.values():
            assert set(areas) <= registry.regions.keys() | registry.places.keys() | others


@pytest.mark.parametrize("text", ["=1+1", "+7", "-", "@x", "'quoted", "plain", ""])
def test_cells_are_guarded_against_formulas_and_read_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@"))
    assert unguarded(guarded(text)) == text


def test_toml_is_read_back() -> None:
    document = {
        "text": 'a "quoted" \\ line\nand a tab\t\x00',
        "number": 3,
        "empty": [],
        "list": ["x", "y"],
        "table": {"odd key": 1, "inner": {"flag": True}},
        "rows": [{"a": "1"}, {"a": "2"}],
    }
    assert tomllib.loads(to_toml(document)) == document
