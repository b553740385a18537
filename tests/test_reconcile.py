"""The command, the summary, the tables in a build, the trace of every row, and hard input."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import claims
from claims import cli
from claims.reconciling import findings
from claims.reconciling.ledger import Fate, Severity
from claims.reconciling.one_day import one_day
from claims.reconciling.statistics import Bounds, monthly, monthly_rates, rate, rolling, wilson
from claims.reconciling.summary import TITLES, summary
from claims.registry import load_registry
from claims.schema import TABLES
from claims.schema import reconciliation as models
from claims.schema.validation import validate
from claims.store.csv_text import write_csv
from tests.bench.many_claims import many_claims
from tests.reconciling import AIR_FORCE, DAY, MINISTRY, NIGHT, STAFF, c, days_of, fates_of, kinds_of, part, table

PROJECT = Path(__file__).parent.parent
TRACKER = "ua_airdefense_tracker"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data, built once."""
    out = tmp_path_factory.mktemp("shipped") / "build"
    inputs = [PROJECT / "datasets" / "statements", PROJECT / "datasets" / "coded"]
    return claims.build(inputs, out).path


# ---------------------------------------------------------------------- the shipped data


def test_every_row_of_daily_is_traced_by_the_query_of_the_readme(build: Path) -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", (PROJECT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    with duckdb.connect(str(build / "claims.duckdb"), read_only=True) as base:
        found = base.execute(query).df()
        (rows, uses) = base.execute("SELECT count(*), sum(len(claim_ids)) FROM daily").fetchone() or (0, 0)
        derived = {row[0] for row in base.execute("SELECT claim_id FROM claims WHERE len(derived_from) > 0").fetchall()}
    keys = ["day", "direction", "claimant", "scope", "weapon_group", "unit", "outcome"]
    assert len(found[keys].drop_duplicates()) == rows > 5_000
    assert len(found) == uses
    assert found["url"].notna().all() or found.loc[found["url"].isna(), "statement_id"].notna().all()
    spoken = found[found["statement_id"].notna() & ~found["claim_id"].isin(derived)]
    assert len(spoken) > 100
    assert (spoken["words"].str.len() == spoken["span_end"] - spoken["span_start"]).all()
    exact = spoken[(spoken["count_low"] == spoken["count_high"]) & (spoken["count_low"] > 20)]
    assert exact["words"].str.contains(r"\d|\w").all()


def test_nothing_of_the_reconciliation_is_in_quarantine(build: Path) -> None:
    assert claims.load("quarantine", build).empty
    assert len(claims.load("account", build)) == len(claims.load("claims", build))


def test_the_second_of_june(build: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert cli.run(["reconcile", "--date", "2025-06-02", "--build", str(build)]) == 0
    shown = capsys.readouterr().out
    lines = shown.splitlines()
    assert max(len(line) for line in lines if "http" not in line) <= 100
    (heads,) = [line for line in lines if "RU>UA" in line and "UA>RU" in line]
    assert "Russia attacking Ukraine" in heads
    assert "Ukraine attacking Russia" in heads
    assert re.search(r"drones +launched +80 \[\d+\]", shown)
    assert re.search(r"neutralised +52 ", shown)
    assert re.search(r"downed +15 ", shown)
    assert re.search(r"suppressed or lost +37 ", shown)
    assert re.search(r"drones +downed +167 ", shown)
    assert re.search(r"= drones, night: 80 launched, 28 unaccounted", shown)
    assert "https://t.me/kpszsu/35503" in shown
    told = " ".join(shown.split("Open disagreements")[1].split())
    assert re.search(r"52 drones .*15 downed and 37 suppressed or lost", told)


def test_summary(build: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert cli.run(["reconcile", "--build", str(build)]) == 0
    shown = capsys.readouterr().out
    made = claims.load("comparisons", build)
    assert f"{made['compared'].sum():,} comparisons: {made['agree'].sum():,} agree" in shown
    assert re.search(r"^ 10\. ", shown, re.MULTILINE)
    assert not re.search(r"^ 11\. ", shown, re.MULTILINE)
    assert max(map(len, shown.splitlines())) <= 100
    discrepancies = claims.load("discrepancies", build)
    assert set(discrepancies["kind"]) <= set(TITLES)
    failed = discrepancies["kind"].value_counts().to_dict()
    assert {row.kind: row.compared - row.agree for row in made.itertuples() if row.compared > row.agree} == failed


def test_one_kind_and_mistakes(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["reconcile", "--build", str(build), "--kind", "digitisations_differ", "--limit", "3"]) == 0
    assert len(re.findall(r"^ +\d+\. ", capsys.readouterr().out, re.MULTILINE)) == 3
    assert cli.run(["reconcile", "--build", str(build), "--kind", "nonsense"]) == 2
    assert "no kind of disagreement" in capsys.readouterr().err
    assert cli.run(["reconcile", "--date", "2 June", "--build", str(build)]) == 2
    assert "2025-06-02" in capsys.readouterr().err
    assert cli.run(["reconcile", "--date", "1999-01-01", "--build", str(build)]) == 0
    assert "No claimant has a figure" in capsys.readouterr().out


def test_the_findings_are_those_of_the_coded_series() -> None:
    """Every row of a table in the findings is one that `make findings` prints."""
    printed = set("".join(findings.main([])).splitlines())
    told = (PROJECT / "datasets" / "FINDINGS.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in told if line.startswith("| ") and "---" not in line]
    assert len(rows) > 40
    assert [line for line in rows if line not in printed] == []


def test_what_the_two_digitisations_agree_on(build: Path) -> None:
    account, table_ = claims.load("account", build), claims.load("claims", build).set_index("claim_id")
    pairs = account[account["fate"] == "coded_duplicate"]
    same = table_.loc[pairs["claim_id"], "claimant"].to_numpy() == table_.loc[pairs["by"], "claimant"].to_numpy()
    assert len(pairs) > 1_000
    assert same.all()


# ---------------------------------------------------------------------- hard input


def test_nothing_at_all() -> None:
    result = claims.reconcile(table([]))
    assert all(len(some) == 0 for some in result.tables().values())
    assert "0 claims" in summary(result.comparisons, result.account, result.discrepancies)


def test_a_table_without_the_columns_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="no column claim_id"):
        claims.reconcile(pd.DataFrame({"a": [1]}))


def test_plain_frames_do_too() -> None:
    """A frame of plain objects, as one makes of the parser's claims, without the columns that may be absent."""
    rows = [one.as_row() for one in (c("a", 3), c("b", 4, None, qualifier="at_least"))]
    frame = pd.DataFrame(rows).drop(columns=["traits", "place", "launched_from", "as_of", "since", "derived_from"])
    assert days_of(claims.reconcile(frame)) == days_of(claims.reconcile(table([c("a", 3), c("b", 4, None)])))


def test_a_table_as_csv_has_it_does_too(tmp_path: Path) -> None:
    made = table([c("a", 3, regions=("RU-BEL", "RU-KRS")), c("b", 4, window=DAY), c("w", None, None, window=None)])
    with (tmp_path / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        write_csv(TABLES["claims"], made, file)
    read = pd.read_csv(tmp_path / "claims.csv").drop(columns="spans")
    expected = claims.reconcile(made)
    for name, some in claims.reconcile(read).tables().items():
        pd.testing.assert_frame_equal(some, expected.tables()[name])


def test_an_unknown_outcome_is_listed_and_a_row_without_id_refused() -> None:
    made = table([c("a", 3), c("b", 4)])
    made.loc[made["claim_id"] == "b", "outcome"] = "evaporated"
    assert fates_of(claims.reconcile(made)) == {"a": "used", "b": "listed"}
    made.loc[made["claim_id"] == "b", "claim_id"] = pd.NA
    with pytest.raises(ValueError, match="no claim_id"):
        claims.reconcile(made)


def test_hard_values() -> None:
    unheard = "uav.unheard.of"
    made = [
        c("huge", 10**15),
        c("open", 0, None, by=AIR_FORCE),
        c("unknown", None, None, by=STAFF, qualifier="unstated"),
        c("strange", 3, by="other:mayor:UA-63:Kharkiv", weapon=unheard),
        c("own", 1, window=("2 01:00", "2 02:00"), part_of="own", part_axis="other"),
        c("lost", 2, window=("2 03:00", "2 04:00"), part_of="x", part_axis="region", restates="x", corrects="x"),
    ]
    result = claims.reconcile(table(made))
    assert len(result.account) == len(made)
    assert days_of(result)["2 ru_mod uav downed"] == (10**15, 10**15, "stated")
    assert days_of(result)["2 ua_air_force uav downed"] == (0, None, "stated")
    assert days_of(result)["2 ua_general_staff uav downed"] == (0, None, "stated")
    assert "2 other:mayor:UA-63:Kharkiv part uav downed" in days_of(result)


def test_claims_that_restate_and_correct_each_other_in_circles() -> None:
    circle = [c("a", 3, restates="b"), c("b", 3, restates="a")]
    made = [*circle, c("x", 5, window=DAY, corrects="y"), c("y", 6, window=DAY, corrects="x")]
    result = claims.reconcile(table(made))
    fates = fates_of(result)
    assert sorted((fates["a"], fates["b"])) == ["restatement", "used"]
    assert "corrected" in (fates["x"], fates["y"])
    assert kinds_of(result)["correction_out_of_order"] == 1


def test_an_id_that_stands_twice_is_told_and_counted_once() -> None:
    result = claims.reconcile(table([c("a", 3), c("a", 3)]))
    assert days_of(result)["2 ru_mod uav downed"] == (3, 3, "stated")
    assert kinds_of(result) == {"claim_id_twice": 1}


def test_only_coded_and_only_one_side() -> None:
    result = claims.reconcile(table([c("a", 3, by=AIR_FORCE, coded=TRACKER)]))
    assert list(result.daily["basis"]) == [TRACKER]


def test_a_series_that_the_registry_does_not_order_comes_last() -> None:
    made = [c("mine", 3, post="9", coded="my_own"), c("theirs", 3, post="9", coded=TRACKER)]
    assert fates_of(claims.reconcile(table(made))) == {"mine": "coded_duplicate", "theirs": "used"}


def test_no_side_is_named_in_the_code() -> None:
    for path in sorted((PROJECT / "claims" / "reconciling").glob("*.py")):
        code = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if ">>>" not in line)
        code = re.sub(r'"""(.|\n)*?"""', "", code)
        assert not re.search(r"""["'](UA|RU|ru_|ua_)""", code), path.name


def test_the_words_of_the_schema_are_those_of_the_code() -> None:
    assert set(models.FATES) == set(Fate)
    assert set(models.SEVERITIES) == set(Severity)


@pytest.mark.parametrize(
    ("name", "check", "change"),
    [
        ("daily", "low_not_above_high", {"low": 9}),
        ("daily", "rests_on_claims", {"claim_ids": ()}),
        ("daily", "how: isin", {"how": "guessed"}),
        ("episodes", "low_not_above_high", {"downed_low": 99}),
        ("account", "fate: isin", {"fate": "vanished"}),
        ("coverage", "state: isin", {"state": "zero"}),
        ("comparisons", "agree_not_above_compared", {"agree": 10**6}),
        ("discrepancies", "severity: isin", {"severity": "fatal"}),
    ],
)
def test_each_check_of_the_tables_fails_a_row(name: str, check: str, change: dict[str, object]) -> None:
    made = [c("a", 3), c("b", 4, window=("2 01:00", "2 08:00"))]
    tables = claims.reconcile(table(made)).tables()
    given = tables[name].copy()
    for column, value in change.items():
        given[column] = given[column].astype(object)
        given.at[0, column] = value
        given[column] = given[column].astype(tables[name][column].dtype)
    failed = TABLES[name]
    result = validate({"claims": table(made)} | tables | {name: given})
    reasons = list(result.tables["quarantine"]["failed_checks"])
    assert any(check.split(":")[0] in reason for checks in reasons for reason in checks), (failed.__name__, reasons)


# ---------------------------------------------------------------------- statistics


def test_rates_follow_their_counts() -> None:
    assert rate((52, 52), (80, 80)) == Bounds(0.65, 0.65)
    assert rate((40, 60), (80, 100)) == Bounds(0.4, 0.75)
    assert rate((40, None), (80, None)) == Bounds(0.0, 1.0)
    assert rate((0, 0), (0, 0)) is None
    assert rate((12, 12), (10, 10)) is None


def test_wilson() -> None:
    """Against the values of Brown, Cai and DasGupta's formula worked by hand: 8 of 10 gives 0.490 to 0.943."""
    assert wilson(8, 10) == Bounds(0.49, 0.943)
    assert wilson(0, 10) == Bounds(0.0, 0.278)
    assert wilson(0, 0) is None


def test_months_and_rolling_sums_carry_bounds_and_mind_gaps() -> None:
    made = [
        c("a", 3),
        c("b", 4, 6, window=("2 20:00", "3 20:00")),
        c("d", 5, window=("4 20:00", "5 20:00")),
        c("e", 7, None, window=("7/1 20:00", "7/2 20:00"), qualifier="at_least"),
    ]
    result = claims.reconcile(table(made))
    sums = {row.month: row for row in monthly(result.daily, result.coverage).itertuples()}
    assert (sums["2025-06"].low, sums["2025-06"].days) == (12, 3)
    assert pd.isna(sums["2025-06"].high)  # 4 June and what follows were not read
    assert sums["2025-06"].gaps == 26
    assert pd.isna(sums["2025-07"].high)
    pairs = {row.day: row for row in rolling(result.daily, result.coverage, 2).itertuples()}
    assert (pairs[date(2025, 6, 3)].low, pairs[date(2025, 6, 3)].high) == (7, 9)
    assert date(2025, 6, 2) not in pairs
    assert (pairs[date(2025, 6, 5)].low, pd.isna(pairs[date(2025, 6, 5)].high)) == (5, True)


def test_rates_by_month() -> None:
    made = [
        c("l", 80, outcome="launched", by=AIR_FORCE, window=("1 20:00", "2 08:00"), post="p"),
        c("n", 40, 52, outcome="neutralised", by=AIR_FORCE, window=("1 20:00", "2 08:00"), post="p"),
    ]
    result = claims.reconcile(table(made))
    (row,) = monthly_rates(monthly(result.daily, result.coverage), "neutralised", "launched").itertuples()
    assert (row.rate_low, row.rate_high) == (0.5, 0.65)


# ---------------------------------------------------------------------- display


def test_one_day_on_a_narrow_screen_and_with_withheld_figures() -> None:
    made = [
        whole := c("m", 40, by=AIR_FORCE, weapon="missile"),
        part("b", whole, None, None, axis="weapon", weapon="missile.ballistic", qualifier="withheld"),
        c("w", None, None, by="ua_president", weapon="missile.ballistic", qualifier="withheld", scope="all"),
        c("r", 162, window=NIGHT, by=MINISTRY),
    ]
    tables = {"claims": table(made)} | claims.reconcile(table(made)).tables()
    shown = one_day(date(2025, 6, 2), tables, load_registry(), width=60)
    assert max(len(line) for line in shown.splitlines() if "http" not in line) <= 60
    assert re.search(r"ballistic +downed +0-40", shown)
    assert re.search(r"ballistic +downed +withheld", shown)


@pytest.mark.parametrize("width", [60, 79, 80, 84, 88, 96, 100, 140])
def test_one_day_cuts_nothing_at_any_width(width: int) -> None:
    night, ours = ("1 20:00", "2 08:00"), "ua_air_force"
    made = [
        c("l", 480, by=ours, outcome="launched", window=night, post="p"),
        c("s", 1203, 1290, by=ours, outcome="suppressed_or_lost", window=night, post="p"),
        c("k", 3, 9, by=ours, weapon="missile.aeroballistic", outcome="launched", window=night, post="p"),
        c("g", 117, by=ours, weapon="missile.surface_to_air", window=night, post="p"),
        c("h", 12, by=ours, outcome="hit", unit="location", window=night, post="p"),
        *(c(f"r{hour}", 31, window=(f"2 {hour:02}:00", f"2 {hour:02}:30")) for hour in range(1, 15)),
        c("m", 3, 5, by="other:mayor:RU-MOW:Moscow"),
    ]
    tables = {"claims": table(made)} | claims.reconcile(table(made)).tables()

    def told(columns: int) -> tuple[Counter[str], list[str]]:
        shown = one_day(date(2025, 6, 2), tables, load_registry(), width=columns)
        panels, _, sources = shown.partition("\nSources\n")
        assert max(len(line) for line in shown.splitlines() if "http" not in line) <= columns
        return Counter(re.findall(r"[^\W\d]+|\d+(?:[-:]\d+|\+)?", panels)), re.findall(r"http\S+", sources)

    words, addresses = told(width)
    assert (words, addresses) == told(240)
    assert {"480", "1203-1290", "aeroballistic", "3-9", "117", "434"} <= words.keys()


def test_many_made_up_claims_are_the_same_every_time() -> None:
    pd.testing.assert_frame_equal(many_claims(300), many_claims(300))
