"""The observatory's records -> coded claims, one quirk a test. The records of data/coded/observatory.jsonl are made up
after real ones; data/coded/tracker.csv has the same reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.coded import observatory
from claims.coded.conversion import Conversion
from claims.coded.rows import CodedRow

DATA = Path(__file__).parent / "data" / "coded"


@pytest.fixture(scope="module")
def conversion() -> Conversion:
    return observatory.convert(DATA / "observatory.jsonl", DATA / "tracker.csv")


def rows(conversion: Conversion, record: str) -> dict[str, CodedRow]:
    """The rows of one record by what follows its id in the row key."""
    return {row.row_key.partition("/")[2]: row for row in conversion.rows if row.original_row == record}


def counts(found: dict[str, CodedRow]) -> dict[str, tuple[int | None, int | None, str]]:
    return {key: (row.count_low, row.count_high, row.qualifier) for key, row in found.items()}


def kinds(row: CodedRow) -> list[str]:
    return [problem.partition(":")[0] for problem in row.problems]


def test_regions_with_counts_are_parts_and_moscow_goes_with_its_oblast(conversion: Conversion) -> None:
    found = rows(conversion, "T-0001")
    assert counts(found) == {
        "downed": (12, 12, "exact"),
        "downed/RU-KRS": (5, 5, "exact"),
        "downed/RU-MOS": (3, 3, "exact"),
    }
    total, moscow = found["downed"], found["downed/RU-MOS"]
    assert total.regions == ("UA-43",), "named without a count, by no part"
    assert total.unnamed_regions is None, "four drones are over a sea, over Crimea or over a region not coded"
    assert moscow.regions == ("RU-MOS", "RU-MOW")
    assert (moscow.part_of, moscow.part_axis, moscow.part_complete) == (total.row_key, "region", None)
    assert (total.claimant, total.attacker, total.defender, total.traits) == ("ru_mod", "UA", "RU", ("fixed_wing",))
    assert (total.start_basis, total.start_precision, total.end_basis) == ("phrase", "part_of_day", "publication")
    assert total.url == "https://t.me/mod_russia/1"


def test_down_is_the_sum_where_the_tracker_has_its_two_parts(conversion: Conversion) -> None:
    found = rows(conversion, "T-0002")
    assert counts(found) == {
        "launched": (108, 108, "exact"),
        "launched/shahed_geran": (40, 108, "range"),  # 0..108 of decoys says nothing, 0..0 of others is not a zero
        "neutralised": (93, 93, "exact"),
        "downed": (35, 35, "exact"),
        "suppressed_or_lost": (58, 58, "exact"),
        "hit": (4, 4, "exact"),
        "debris": (2, 2, "exact"),
    }
    assert found["downed"].derived_from == ("T-0002/neutralised", "T-0002/suppressed_or_lost")
    assert found["neutralised"].derived_from == ()
    assert found["neutralised"].part_of == "T-0002/launched"
    assert {found[name].part_of for name in ("downed", "suppressed_or_lost")} == {"T-0002/neutralised"}
    assert found["hit"].unit == found["debris"].unit == "location"


def test_down_is_the_downed_alone_where_the_tracker_has_it_so(conversion: Conversion) -> None:
    found = rows(conversion, "T-0003")
    assert counts(found) == {
        "launched": (472, 472, "exact"),
        "downed": (210, 210, "exact"),
        "suppressed_or_lost": (172, 172, "exact"),
        "neutralised": (382, 382, "exact"),
    }
    assert found["neutralised"].derived_from == ("T-0003/downed", "T-0003/suppressed_or_lost")


def test_down_is_bounded_where_the_tables_do_not_fix_it(conversion: Conversion) -> None:
    found = rows(conversion, "T-0004")
    assert counts(found)["downed"] == (40, 79, "range")
    assert counts(found)["neutralised"] == (79, 118, "range")
    assert kinds(found["downed"]) == kinds(found["neutralised"]) == ["meaning_unresolved"]


def test_without_the_tracker_every_such_record_is_bounded() -> None:
    alone = observatory.convert(DATA / "observatory.jsonl", None)
    assert [kinds(rows(alone, record)["downed"]) for record in ("T-0002", "T-0003", "T-0004")] == [
        ["meaning_unresolved", "merged_posts"],
        ["meaning_unresolved"],
        ["meaning_unresolved"],
    ]
    assert counts(rows(alone, "T-0003"))["neutralised"] == (210, 382, "range")


def test_lost_that_contains_the_downed_is_corrected_by_the_tracker(conversion: Conversion) -> None:
    lost = rows(conversion, "T-0005")["lost"]
    assert (lost.count_low, lost.count_high, kinds(lost)) == (47, 47, ["lost_contains_downed"])


def test_launch_areas_are_normalised_and_unknown_ones_named(conversion: Conversion) -> None:
    assert rows(conversion, "T-0002")["launched"].launched_from == (
        "Millerovo",
        "Primorsko-Akhtarsk",
        "Chauda",
        "UA-43",
    )
    unknown = rows(conversion, "T-0005")["launched"]
    assert (unknown.launched_from, unknown.problems) == ((), ("unknown_launch_area: Нове місце",))
    assert "unknown_crossing" in kinds(rows(conversion, "T-0005")["downed"])


def test_an_instant_is_one_minute_and_parts_above_the_total_are_a_problem(conversion: Conversion) -> None:
    row = rows(conversion, "T-0006")["neutralised"]
    assert (row.window_end - row.window_start).total_seconds() == 60
    assert kinds(row) == ["parts_exceed_total"]
    assert row.traits == ("multirotor",)


def test_merged_posts_have_the_later_address_and_a_note(conversion: Conversion) -> None:
    row = rows(conversion, "T-0002")["neutralised"]
    assert row.url == "https://t.me/kpszsu/11"
    assert row.published_at.isoformat() == "2025-05-20T07:00:00+00:00"
    assert row.note == "posts: kpszsu/10 kpszsu/11; regions named for missiles: UA-30"
    assert kinds(row) == ["merged_posts"]


def test_bad_records_are_named_and_counted(conversion: Conversion) -> None:
    assert {(skipped.original_row, skipped.reason) for skipped in conversion.skipped} == {
        ("EODI-UA-2025-1638", "briefing"),
        ("T-0001", "duplicate_id"),
        ("T-0007", "unreadable_time"),
        ("T-0008", "unreadable_figure"),
        ("line 12", "broken_json"),
    }
    assert conversion.rows_in == 11 == conversion.rows_with_claims + len(conversion.skipped)
