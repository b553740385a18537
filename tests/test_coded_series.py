"""The shipped series of datasets/coded: loading, laws, provenance, and agreement of the two drone tables."""

from __future__ import annotations

import csv
import hashlib
import shutil
import time
import tomllib
from collections import defaultdict
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from claims.coded import CodedSeries, load_series
from claims.coded.originals import csv_rows, json_lines
from claims.coded.rows import COLUMNS
from claims.coded.windows import utc_moment
from claims.model import Claim, Method, Outcome, Qualifier, Scope, Tally
from claims.registry import load_registry

SHIPPED = Path(__file__).parent.parent / "datasets" / "coded"
REFERENCE = Path(__file__).parent.parent.parent / "shared" / "reference"
IDS = ["drone_observatory_2025", "ua_airdefense_tracker", "general_staff_tally"]
KYIV = ZoneInfo("Europe/Kyiv")
needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason=f"the reference tables are not at {REFERENCE}")


@pytest.fixture(scope="module")
def series() -> dict[str, CodedSeries]:
    return {one.id: one for one in load_series(SHIPPED, load_registry())}


@pytest.fixture(scope="module")
def claims(series: dict[str, CodedSeries]) -> list[Claim]:
    return [claim for one in series.values() for claim in one.claims]


def test_series_come_in_their_order_and_nothing_is_rejected(series: dict[str, CodedSeries]) -> None:
    assert list(series) == IDS
    assert [one.rejected for one in series.values()] == [[], [], []]
    assert all(len(one.files) == 2 and all(path.exists() for path in one.files) for one in series.values())


def test_every_row_is_a_claim_and_the_sums_of_the_provenance_hold(series: dict[str, CodedSeries]) -> None:
    for one in series.values():
        entry = tomllib.loads((SHIPPED / f"{one.id}.toml").read_text(encoding="utf-8"))
        rows = entry["rows"]
        assert rows["in"] == rows["with_claims"] + rows["skipped"]
        assert rows["skipped"] == sum(rows["skipped_by_reason"].values()) == len(entry["skipped_rows"])
        assert entry["claims"]["total"] == len(one.claims) == sum(entry["claims"]["by_outcome"].values())
        with (SHIPPED / f"{one.id}.csv").open(encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        assert len({row["original_row"] for row in table}) == rows["with_claims"]
        assert sum(entry["problems"].values()) == len(one.problems)


def test_the_tracker_carries_both_licence_notes(series: dict[str, CodedSeries]) -> None:
    assert "ODC-BY 1.0 as published" in series["ua_airdefense_tracker"].licence
    assert "a user of the Kaggle original reads that one as CC BY-NC-SA 4.0" in series["ua_airdefense_tracker"].licence


def test_coded_claims_have_no_text(claims: list[Claim]) -> None:
    for claim in claims:
        assert claim.method is Method.CODED
        assert (claim.spans, claim.rule, claim.statement_id, claim.revision) == ((), None, None, None)
        assert claim.source in IDS
        assert claim.published_at.tzinfo is UTC


def test_ids_are_unique_and_parts_are_in_the_same_report(claims: list[Claim]) -> None:
    by_id = {claim.claim_id: claim for claim in claims}
    assert len(by_id) == len(claims)
    for claim in claims:
        for other in (claim.part_of, *claim.derived_from):
            if other is not None:
                total = by_id[other]
                assert (total.source, total.claimant, total.url) == (claim.source, claim.claimant, claim.url)
                assert (total.window_start, total.window_end) == (claim.window_start, claim.window_end)


def test_parts_stay_within_their_total_or_are_a_problem(series: dict[str, CodedSeries]) -> None:
    for one in series.values():
        flagged = {claim_id for claim_id, problem in one.problems if problem.kind == "parts_exceed_total"}
        by_id = {claim.claim_id: claim for claim in one.claims}
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for claim in one.claims:
            if claim.part_of and claim.part_axis and claim.part_axis != "weapon":
                sums[claim.part_of, claim.part_axis] += claim.count_low or 0
        for (total, _), parts in sums.items():
            most = by_id[total].count_high
            assert most is None or parts <= most or total in flagged


def test_complete_parts_add_up(series: dict[str, CodedSeries]) -> None:
    for one in series.values():
        by_id = {claim.claim_id: claim for claim in one.claims}
        parts: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in one.claims:
            if claim.part_of and claim.part_axis and claim.part_complete:
                parts[claim.part_of, claim.part_axis].append(claim)
        for (total, _), children in parts.items():
            assert sum(child.count_low or 0 for child in children) == by_id[total].count_low


def test_part_of_covers_the_fates_of_the_part(series: dict[str, CodedSeries]) -> None:
    fates = {name: entry.fates for name, entry in load_registry().outcomes.items()}
    for one in series.values():
        by_id = {claim.claim_id: claim for claim in one.claims}
        for claim in one.claims:
            if claim.part_of:
                assert fates[claim.outcome] <= fates[by_id[claim.part_of].outcome]


def test_windows_and_counts_are_intervals(claims: list[Claim]) -> None:
    for claim in claims:
        assert claim.window_start is not None
        assert claim.window_end is not None
        assert claim.window_start < claim.window_end
        assert claim.count_low is not None
        assert claim.count_high is None or claim.count_low <= claim.count_high
        assert (claim.qualifier is Qualifier.EXACT) == (claim.count_low == claim.count_high), claim


def test_no_placeholder_zero_is_stored_as_a_zero(claims: list[Claim]) -> None:
    zeros = [claim for claim in claims if claim.count_high == 0]
    assert {claim.tally for claim in zeros} <= {Tally.RUNNING}, "only the tally's first day states a zero"


def test_no_cell_begins_a_formula() -> None:
    for name in IDS:
        with (SHIPPED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            text = file.read()
        assert "\r" not in text
        for cells in csv.reader(text.splitlines()):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells), cells


def test_loading_is_fast() -> None:
    registry = load_registry()
    start = time.perf_counter()
    loaded = load_series(SHIPPED, registry)
    assert sum(len(one.claims) for one in loaded) > 10_000
    assert time.perf_counter() - start < 3


def test_a_series_can_be_left_out() -> None:
    kept = load_series(SHIPPED, load_registry(), without=["ua_airdefense_tracker"])
    assert [one.id for one in kept] == ["drone_observatory_2025", "general_staff_tally"]
    with pytest.raises(ValueError, match=r"no coded series x .*drone_observatory_2025, general_staff_tally, ua_air"):
        load_series(SHIPPED, load_registry(), without=["x"])


def test_a_directory_without_series_has_none(tmp_path: Path) -> None:
    assert load_series(tmp_path, load_registry()) == []
    assert load_series(tmp_path / "nowhere", load_registry()) == []


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tally's first rows in a directory of their own."""
    shutil.copy(SHIPPED / "general_staff_tally.toml", tmp_path)
    lines = (SHIPPED / "general_staff_tally.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "general_staff_tally.csv").write_text("".join(lines[:6]), encoding="utf-8")
    return tmp_path


def change(path: Path, row: int, **cells: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"claimant": "somebody"}, "unknown claimant 'somebody'"),
        ({"weapon": "uav.ghost"}, "unknown weapon 'uav.ghost'"),
        ({"outcome": "evaporated"}, "'evaporated' is not a valid Outcome"),
        ({"count_low": "9", "count_high": "2"}, "count_low 9 above count_high 2"),
        ({"count_low": "many"}, "invalid literal"),
        ({"published_at": ""}, "published_at is empty"),
        ({"window_start": "2030-01-01T00:00:00Z"}, "not before window_end"),
        ({"window_end": "2022-03-01T00:00:00"}, "a time without Z"),
        ({"row_key": "2022-02-25/drone"}, "duplicate row_key"),
    ],
)
def test_bad_rows_are_rejected_with_a_reason(copy: Path, cells: dict[str, str], reason: str) -> None:
    change(copy / "general_staff_tally.csv", 2, **cells)
    (loaded,) = load_series(copy, load_registry())
    assert len(loaded.claims) == 4
    assert len(loaded.rejected) == 1
    assert reason in loaded.rejected[0][1]


def test_references_to_missing_rows_and_regions_are_problems(copy: Path) -> None:
    change(copy / "general_staff_tally.csv", 1, part_of="nowhere", part_axis="other", regions="XX-1")
    (loaded,) = load_series(copy, load_registry())
    assert len(loaded.claims) == 5
    assert sorted(problem.kind for _, problem in loaded.problems) == ["missing_row", "unknown_region"]
    assert loaded.claims[1].part_of is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"row_key\n1\n"])
def test_an_unreadable_table_is_one_rejection(copy: Path, content: bytes) -> None:
    (copy / "general_staff_tally.csv").write_bytes(content)
    (loaded,) = load_series(copy, load_registry())
    assert loaded.claims == []
    assert [name for name, _ in loaded.rejected] == ["general_staff_tally.csv"]


def test_a_table_without_provenance_is_one_rejection(copy: Path) -> None:
    (copy / "general_staff_tally.toml").unlink()
    (loaded,) = load_series(copy, load_registry())
    assert (loaded.claims, len(loaded.rejected)) == ([], 1)
    assert "claims.coded.convert" in loaded.rejected[0][1]


def by_day(claims: list[Claim], outcomes: set[Outcome]) -> dict[str, int]:
    """Totals of drones by the local day of the window's end in 2025, neutralised and its parts counted once."""
    days: dict[str, int] = defaultdict(int)
    for claim in claims:
        drones = claim.weapon in ("uav", "uav.decoy") and claim.weapon_text in (None, "Shahed-136/131")
        if claim.outcome in outcomes and claim.scope is Scope.ALL and drones and claim.part_axis in (None, "outcome"):
            assert claim.window_end is not None
            day = claim.window_end.astimezone(KYIV).date().isoformat()
            if day.startswith("2025") and claim.defender == "UA":
                days[day] += claim.count_low or 0
    return days


def test_the_two_drone_tables_agree_on_most_days(series: dict[str, CodedSeries]) -> None:
    """As coded here: over the whole country only, so the days that differ are fewer than in the tables as published."""
    ours, theirs = (by_day(series[name].claims, {Outcome.LAUNCHED}) for name in IDS[:2])
    days = ours.keys() | theirs.keys()
    assert len(days) == 359
    assert sum(ours.get(day) == theirs.get(day) for day in days) >= 345


@needs_reference
def test_the_published_agreement_of_the_drone_tables_is_reproduced() -> None:
    """343 and 310 of 359 days (shared/reference/README.md): the rows labelled Shahed-136/131 of all channels."""
    ours: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _, record in json_lines(REFERENCE / "drone-observatory-2025.jsonl"):
        assert record is not None
        if record["dir"] == "RU_UA":
            day = utc_moment(record["end"]).astimezone(KYIV).date().isoformat()
            ours[day][0] += record["launched"][1] if record["launched"] else 0
            ours[day][1] += record["down"][1]
    theirs: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _, row in csv_rows(REFERENCE / "ua-airdefense-tracker.csv", frozenset({"model"})):
        assert row is not None
        if row["model"] == "Shahed-136/131":
            theirs[row["time_end"][:10]][0] += int(float(row["launched"] or 0))
            theirs[row["time_end"][:10]][1] += int(float(row["destroyed"] or 0))
    days = [day for day in ours.keys() | theirs.keys() if day.startswith("2025")]
    assert len(days) == 359
    assert [sum(ours[day][index] == theirs[day][index] for day in days) for index in (0, 1)] == [343, 310]


@needs_reference
def test_the_originals_are_the_ones_named_in_the_provenance() -> None:
    for name in IDS:
        entry = tomllib.loads((SHIPPED / f"{name}.toml").read_text(encoding="utf-8"))
        original = REFERENCE / entry["original_file"]
        assert hashlib.sha256(original.read_bytes()).hexdigest() == entry["original_sha256"]
