"""The tracker's rows -> coded claims, one quirk a test; data/coded/tracker.csv is made up after real rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.coded import tracker
from claims.coded.conversion import Conversion, ConversionError
from claims.coded.python_cells import read_list, read_mapping
from claims.coded.rows import CodedRow
from claims.coded.tracker_rows import COLUMNS, KYIV
from claims.coded.windows import local_window

DATA = Path(__file__).parent / "data" / "coded"


@pytest.fixture(scope="module")
def conversion() -> Conversion:
    return tracker.convert(DATA / "tracker.csv", DATA / "observatory.jsonl")


def rows(conversion: Conversion, line: int) -> dict[str, CodedRow]:
    """The rows of one line of the file by what follows the hash in the row key."""
    return {row.row_key.partition("/")[2]: row for row in conversion.rows if row.original_row == str(line)}


def counts(found: dict[str, CodedRow]) -> dict[str, tuple[int | None, int | None, str]]:
    return {key: (row.count_low, row.count_high, row.qualifier) for key, row in found.items()}


def kinds(row: CodedRow) -> list[str]:
    return [problem.partition(":")[0] for problem in row.problems]


def test_a_report_with_everything(conversion: Conversion) -> None:
    found = rows(conversion, 2)
    assert counts(found) == {
        "launched": (108, 108, "exact"),
        "neutralised": (93, 93, "exact"),
        "suppressed_or_lost": (58, 58, "exact"),
        "downed": (35, 35, "exact"),
        "downed/Odesa oblast and Mykolaiv oblast": (6, 6, "exact"),
        "airborne": (2, 2, "exact"),
        "crossed/belarus": (1, 1, "exact"),
        "crossed/russia": (3, 3, "exact"),
        "hit": (9, 9, "exact"),  # 0 places with debris: a placeholder
    }
    launched, downed = found["launched"], found["downed"]
    assert (launched.launched_from, launched.regions) == (("RU-KRS", "Shatalovo"), ("UA-59",))
    assert launched.note == "main target: Kyiv"
    assert launched.url == "https://www.facebook.com/kpszsu/posts/pfbidA"
    assert (downed.regions, downed.part_of) == (("UA-NORTH",), found["neutralised"].row_key)
    assert found["downed/Odesa oblast and Mykolaiv oblast"].regions == ("UA-51", "UA-48")
    assert found["crossed/belarus"].regions == ("BY",)
    assert found["neutralised"].derived_from == (downed.row_key, found["suppressed_or_lost"].row_key)


def test_places_hit_are_of_all_weapons_of_the_report(conversion: Conversion) -> None:
    hit = rows(conversion, 2)["hit"]
    assert (hit.unit, hit.weapon, hit.weapons) == (
        "location",
        "air_object",
        ("uav", "missile.ballistic.iskander_m", "missile.ballistic.kn_23"),
    )
    assert "hit" not in rows(conversion, 3)


def test_kyiv_local_time_with_summer_time_becomes_utc(conversion: Conversion) -> None:
    summer, winter = rows(conversion, 2)["launched"], rows(conversion, 8)["launched"]
    assert summer.window_start.isoformat() == "2025-05-19T18:00:00+00:00"
    assert winter.window_start.isoformat() == "2024-11-28T03:00:00+00:00"


def test_a_date_alone_is_the_local_day_even_when_the_clocks_change(conversion: Conversion) -> None:
    row = rows(conversion, 14)["launched"]  # 31 March 2024: 00:00 is UTC+2, 08:00 is UTC+3
    assert (row.window_start.isoformat(), row.window_end.isoformat()) == (
        "2024-03-30T22:00:00+00:00",
        "2024-03-31T05:00:00+00:00",
    )
    assert (row.start_basis, row.start_precision, row.end_basis, row.end_precision) == (
        "phrase",
        "day",
        "stated",
        "minute",
    )
    assert (row.published_at.isoformat(), row.published_precision) == ("2024-03-31T20:59:59+00:00", "day")
    assert local_window("2024-03-31", "2024-03-31", KYIV).length.total_seconds() == 23 * 3600


def test_destroyed_zero_is_a_placeholder(conversion: Conversion) -> None:
    assert counts(rows(conversion, 3)) == {"launched": (2, 2, "exact"), "downed": (0, 2, "unstated")}


def test_an_empty_result_is_no_claim(conversion: Conversion) -> None:
    found = rows(conversion, 13)
    assert list(found) == ["launched"]
    assert (found["launched"].claimant, found["launched"].scope) == ("unattributed", "unknown")
    assert kinds(found["launched"]) == ["claimant_unclear"]


def test_a_weapon_without_a_figure_is_unstated(conversion: Conversion) -> None:
    assert counts(rows(conversion, 11)) == {"launched": (1, None, "unstated")}


def test_one_figure_for_downed_and_suppressed_since_july_2025(conversion: Conversion) -> None:
    found = rows(conversion, 7)  # 2026-01-15 8:00 with a space: a time all the same
    assert counts(found) == {
        "launched": (82, 82, "exact"),
        "launched/shahed": (54, 82, "range"),  # "about 60" or "more than 60": the word is lost
        "launched/jet": (10, 10, "exact"),
        "neutralised": (61, 61, "exact"),
        "neutralised/south": (40, 40, "exact"),
        "neutralised/east": (30, 30, "exact"),
        "neutralised/jet": (8, 8, "exact"),
    }
    assert kinds(found["neutralised"]) == ["parts_exceed_total"]
    assert (found["launched"].weapon, found["launched/shahed"].weapon) == ("uav", "uav.strike.shahed")
    assert found["launched/jet"].traits == ("jet",)


@pytest.mark.parametrize(
    ("line", "weapon"),
    [(14, "uav.strike.shahed"), (2, "uav")],  # after 4 October 2024 the label covers drones of other types too
)
def test_shahed_is_a_label(conversion: Conversion, line: int, weapon: str) -> None:
    assert rows(conversion, line)["launched"].weapon == weapon


def test_not_reached_is_lost_until_may_2025(conversion: Conversion) -> None:
    found = rows(conversion, 6)
    assert counts(found) == {"launched": (96, 96, "exact"), "lost": (47, 47, "exact"), "downed": (42, 42, "exact")}


def test_joined_models_and_their_parts(conversion: Conversion) -> None:
    found = rows(conversion, 8)
    assert (found["launched"].weapon, found["launched"].note) == ("missile.cruise", "carrier: Tu-95MS and Navy")
    part = found["launched/Kalibr"]
    assert (part.weapon, part.count_low, part.part_axis, part.part_complete) == (
        "missile.cruise.kalibr",
        28,
        "weapon",
        True,
    )
    assert part.launched_from == ("SEA-BLACK",)


def test_a_command_note_tells_what_was_shot_down(conversion: Conversion) -> None:
    found = rows(conversion, 9)
    assert list(found) == ["downed"]
    assert (found["downed"].claimant, found["downed"].scope) == ("ua_air_command_south", "part")
    assert found["downed"].regions == ("UA-SOUTH",)


def test_latin_letters_for_cyrillic_and_a_district(conversion: Conversion) -> None:
    row = rows(conversion, 10)["downed"]
    assert row.weapons == ("missile.surface_to_air.s_400", "missile.ballistic.iskander_m")
    assert (row.weapon, row.regions, row.place) == ("missile", ("UA-12",), "Kryvyi Rih Raion")


def test_a_governor_has_a_page_of_his_own(conversion: Conversion) -> None:
    row = rows(conversion, 12)["launched"]
    assert (row.claimant, row.url) == ("ua_governor:UA-63", "https://kharkivoda.gov.ua/news/123125")


def test_hidden_figures_are_withheld_not_zero(tmp_path: Path) -> None:
    header = sorted(COLUMNS)
    values = {
        "time_start": "2026-08-14 18:00",
        "time_end": "2026-08-15 08:00",
        "model": "Iskander-M",
        "target": "Ukraine",
        "launched": "0.0",
        "destroyed": "0.0",
        "source": "kpszsu/posts/pfbidX",
    }
    cells = ",".join(values.get(name, "") for name in header)
    path = tmp_path / "tracker.csv"
    path.write_text(f"{','.join(header)},status_data\n{cells},hidden\n", encoding="utf-8")
    coded = tracker.convert(path, None)
    assert [(row.outcome, row.count_low, row.count_high, row.qualifier) for row in coded.rows] == [
        ("launched", None, None, "withheld"),
        ("neutralised", None, None, "withheld"),
    ]


def test_bad_rows_are_named_and_counted(conversion: Conversion) -> None:
    assert {(skipped.original_row, skipped.reason) for skipped in conversion.skipped} == {
        ("15", "unknown_model"),
        ("16", "unreadable_figure"),
        ("17", "unreadable_cell"),
        ("18", "unreadable_time"),
        ("19", "window_reversed"),
        ("20", "unknown_source"),
        ("21", "broken_row"),
        ("22", "no_figure"),
    }
    assert conversion.rows_in == 21 == conversion.rows_with_claims + len(conversion.skipped)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", {}),
        ("{}", {}),
        ("{'south': 35, 'east': NaN}", {"south": 35.0, "east": None}),
        ("{   'X-101/X-555': 'Black Sea and Crimea'   }", {"X-101/X-555": "Black Sea and Crimea"}),
        ("{'Kherson oblast ': 2.0}", {"Kherson oblast": 2.0}),
    ],
)
def test_python_dicts_are_read(cell: str, found: dict[str, object]) -> None:
    assert read_mapping(cell) == found


@pytest.mark.parametrize("cell", ["{'a': f()}", "[1]", "{'a': {'b': 1}}", "{'a': 1 'b': 2}", "{'a' 1}", "x"])
def test_nothing_else_is_read_as_a_dict(cell: str) -> None:
    with pytest.raises(ValueError, match=r"not a|unreadable|expected"):
        read_mapping(cell)


def test_python_lists_are_read() -> None:
    assert read_list("['Sumy oblast', 'Kyiv']") == ["Sumy oblast", "Kyiv"]
    assert read_list("") == []


# Editions of the table since 2023: the header, a row of an attack of our own making, and what it comes to.
EDITIONS = [
    (
        "time_start,time_end,model,launch_place,target,carrier,launched,destroyed,source\n"
        "2023-01-05 06:00,2023-01-05 14:00,X-101/X-555 and Kalibr,Caspian Sea,Ukraine,4 x Tu-95MS and Navi,9,7,"
        "kpszsu/posts/pfbidA\n",
        {"launched": (9, 9, "exact"), "downed": (7, 7, "exact")},
    ),
    (
        "time_start;time_end;model;launch_place;target;launched;destroyed;not_reach_goal;source\n"
        "2024-08-22;2024-08-22;Shahed-136/131;Kursk oblast;Ukraine;10.0;2;2.0;kpszsu/posts/pfbidA\n",
        {"launched": (10, 10, "exact"), "downed": (2, 2, "exact"), "lost": (2, 2, "exact")},
    ),
    (
        "time_start,time_end,model,launch_place,target,launched,destroyed,turbojet,num_hit_location,status_data,source\n"
        "2026-07-01 18:00,2026-07-02 08:00,Iskander-M,Crimea,Ukraine,0.0,0.0,0.0,4.0,hidden,kpszsu/posts/pfbidA\n",
        {"launched": (None, None, "withheld"), "neutralised": (None, None, "withheld"), "hit": (4, 4, "exact")},
    ),
    (
        "time_start,time_end,model,launch_place,target,launched,destroyed,status_data,source\n"
        "2026-07-01 18:00,2026-07-02 08:00,Iskander-M,Crimea,Ukraine,,,Hidden,kpszsu/posts/pfbidA\n",
        {"launched": (None, None, "withheld"), "neutralised": (None, None, "withheld")},
    ),
    (
        "time_start,time_end,model,launch_place,target,launched,destroyed,status_data,source\n"
        "2026-07-01 18:00,2026-07-02 08:00,Iskander-M,Crimea,Ukraine,5.0,2.0,hidden,kpszsu/posts/pfbidA\n",
        {"launched": (5, 5, "exact"), "neutralised": (2, 2, "exact")},
    ),
]


@pytest.mark.parametrize(("content", "expected"), EDITIONS)
def test_every_edition_of_the_table_is_read(
    tmp_path: Path, content: str, expected: dict[str, tuple[int | None, int | None, str]]
) -> None:
    path = tmp_path / "missile_attacks_daily.csv"
    path.write_text(content, encoding="utf-8")
    found = tracker.convert(path, None)
    assert (found.rows_in, found.skipped) == (1, [])
    assert counts(rows(found, 2)) == expected


def test_a_column_that_no_edition_had_yet_is_told(tmp_path: Path) -> None:
    path = tmp_path / "missile_attacks_daily.csv"
    header, row = EDITIONS[0][0].splitlines()
    path.write_text(f"{header},decoys\n{row},3\n", encoding="utf-8")
    assert tracker.convert(path, None).unmapped == {"column decoys": 1}


def test_a_table_without_what_every_edition_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "missile_attacks_daily.csv"
    path.write_text(
        "time_start;time_end;model;launched;destroyed\n2024-01-01;2024-01-01;Kalibr;2;1\n", encoding="utf-8"
    )
    with pytest.raises(ConversionError, match="no column source"):
        tracker.convert(path, None)
