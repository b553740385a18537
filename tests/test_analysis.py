"""The series of ``claims.analysis``: made from a few claims whose right answer can be seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

import claims
from claims import analysis
from claims.analysis.digits import chi_square_tail, smooth_shares
from claims.analysis.stopped import Joiner, Told
from claims.building.registry_rows import registry_rows
from claims.model import Claim
from claims.registry import load_registry
from claims.schema import TABLES
from claims.schema.frames import frame
from tests.reconciling import AIR_FORCE, MINISTRY, STAFF, c, part, statement, statements, table

NIGHT_UA, DAY_UA = ("1 18:00", "2 08:00"), ("2 08:00", "2 18:00")


def tables(*some: Claim, read: Sequence[dict[str, Any]] = ()) -> dict[str, pd.DataFrame]:
    """The tables of a build of these claims."""
    found = table(some)
    rows = registry_rows(load_registry(), {one.claimant for one in some})
    registries = {name: frame(TABLES[name], table) for name, table in rows.items()}
    reconciled = claims.reconcile(found, statements(read) if read else None).tables()
    return registries | reconciled | {"claims": found, "statements": statements(read)}


def months(*some: Claim, **options: Any) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """(side, outcome) -> (low, high) of the months of these claims, which must be one."""
    frames = analysis.Frames(tables(*some, **options))
    found = frames.months
    assert found["period"].nunique() == 1
    return {(row.side, row.outcome): (number(row.low), number(row.high)) for row in found.itertuples()}


def number(value: Any) -> Any:
    return None if pd.isna(value) else value


# --- Who speaks


def test_the_claimant_with_most_days_speaks_for_its_side() -> None:
    some = [c("a", 5), c("b", 6, by=AIR_FORCE, window=NIGHT_UA), c("c", 6, by=AIR_FORCE, window=("3 18:00", "4 08:00"))]
    some.append(c("d", 9, by=STAFF, window=NIGHT_UA))
    frames = analysis.Frames(tables(*some))
    assert dict(zip(frames.voices["side"], frames.voices["claimant"], strict=True)) == {
        "RU": MINISTRY, "UA": AIR_FORCE,
    }  # fmt: skip


def test_claims_on_the_other_side_s_defence_are_no_voice() -> None:
    attack = c("a", 5, attacker="RU", defender="UA")  # the ministry on what it launched
    assert analysis.Frames(tables(attack)).voices.empty


# --- Series


def test_intervals_are_added_edge_by_edge() -> None:
    assert months(c("a", 10), c("b", 20, 99, window=("3 20:00", "4 07:00"))) == {
        ("RU", "downed"): (30, 109), ("RU", "stopped"): (30, 109),
    }  # fmt: skip


def test_a_sum_with_an_open_figure_has_no_highest_value() -> None:
    assert months(c("a", 10), c("b", 41, None, window=("3 20:00", "4 07:00")))["RU", "downed"] == (51, None)


def test_two_digitisations_of_one_post_count_once() -> None:
    one, two = c("a", 10, coded="drone_observatory_2025", post="7"), c("b", 10, coded="ua_airdefense_tracker", post="7")
    assert months(one, two)["RU", "downed"] == (10, 10)


def test_a_day_without_a_figure_has_no_row_and_an_unread_day_is_a_gap() -> None:
    some = [c("a", 10), c("b", 4, window=("4 20:00", "5 07:00"))]
    frames = analysis.Frames(tables(*some))
    days = frames.drones[frames.drones["outcome"] == "downed"]
    assert [f"{day:%d}" for day in days["day"]] == ["02", "05"]
    row = frames.months[frames.months["outcome"] == "downed"].iloc[0]
    assert (row["days"], row["gaps"]) == (2, 2)


def test_a_zero_that_somebody_claims_is_a_figure() -> None:
    assert months(c("a", 0))["RU", "downed"] == (0, 0)


@pytest.mark.parametrize(
    ("every", "starts"),
    [("day", "2025-06-02"), ("week", "2025-06-02"), ("month", "2025-06-01"), ("quarter", "2025-04-01")],
)
def test_periods_begin_on_their_first_day(every: str, starts: str) -> None:
    made = tables(c("a", 10))
    sums = analysis.by_period(analysis.Frames(made).drones, made["coverage"], every)
    assert {f"{start:%Y-%m-%d}" for start in sums["period"]} == {starts}


def test_an_unknown_period_is_told() -> None:
    made = tables(c("a", 10))
    with pytest.raises(ValueError, match="day, week, month, quarter"):
        analysis.by_period(analysis.Frames(made).drones, made["coverage"], "fortnight")


def test_a_rolling_mean_divides_by_the_days_that_were_read() -> None:
    some = [c(f"d{day}", 10 * day, window=(f"{day} 20:00", f"{day + 1} 07:00")) for day in (1, 2, 4)]  # 3 was not read
    made = tables(*some)
    means = analysis.rolling(analysis.Frames(made).drones, made["coverage"], days=3)
    last = means[(means["outcome"] == "downed") & (means["day"] == pd.Timestamp("2025-06-05"))].iloc[0]
    assert (last["low"], last["high"], last["days"], last["gaps"]) == (30.0, 30.0, 2, 1)


def test_a_rolling_mean_is_null_where_most_of_the_window_was_not_read() -> None:
    some = [c("a", 10), c("b", 10, window=("5 20:00", "6 07:00"))]
    made = tables(*some)
    means = analysis.rolling(analysis.Frames(made).drones, made["coverage"], days=3)
    assert means["low"].isna().all()


def test_a_withheld_part_leaves_the_sum_open_and_is_counted() -> None:
    hidden = c("w", None, by=AIR_FORCE, window=NIGHT_UA, outcome="launched", qualifier="withheld")
    given = c("l", 20, by=AIR_FORCE, window=("3 18:00", "4 08:00"), outcome="launched")
    row = analysis.Frames(tables(hidden, given)).months.query("outcome == 'launched'").iloc[0]
    assert number(row["high"]) is None
    assert row["withheld"] == 1


def test_order_of_claims_does_not_matter() -> None:
    some = [c(f"c{day}", day, day + 3, window=(f"{day} 20:00", f"{day + 1} 07:00")) for day in range(1, 9)]
    mixed = [*some[1::2], *reversed(some[::2])]
    pd.testing.assert_frame_equal(analysis.Frames(tables(*some)).months, analysis.Frames(tables(*mixed)).months)


# --- Stopped: downed, jammed and lost as one


def joiner(*some: Claim) -> Joiner:
    made = registry_rows(load_registry(), ())
    return Joiner(table(some), frame(TABLES["outcomes"], made["outcomes"]))


def told(one: Claim) -> Told:
    return Told(str(one.outcome), one.count_low or 0, one.count_high, (one.claim_id,))


WHOLE = c("n", 52, by=AIR_FORCE, window=NIGHT_UA, outcome="neutralised")


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        pytest.param([c("d", 15)], (15, 15), id="only downed is told"),
        pytest.param([c("d", 15), c("l", 37, outcome="lost")], (52, 52), id="different fates add up"),
        pytest.param(
            [WHOLE, part("d", WHOLE, 15, axis="outcome", outcome="downed")], (52, 52), id="a part is in its whole"
        ),
        pytest.param(
            [WHOLE, c("d", 15, by=AIR_FORCE, window=DAY_UA)], (67, 67), id="another window comes on top of the whole"
        ),
        pytest.param(
            [WHOLE, c("d", 15, by=AIR_FORCE, window=NIGHT_UA)], (52, 67), id="the same window and no relation: bounds"
        ),
        pytest.param(
            [
                WHOLE,
                c("d", 15, by=AIR_FORCE, window=NIGHT_UA),
                c("l", 37, by=AIR_FORCE, window=NIGHT_UA, outcome="lost"),
            ],
            (52, 52),
            id="parts that add up to the whole are the whole",
        ),
        pytest.param(
            [c("s", 9, outcome="suppressed"), c("sl", 30, outcome="suppressed_or_lost")],
            (30, 39),
            id="figures that share a fate: at least the larger",
        ),
        pytest.param([c("d", 15, None)], (15, None), id="an open figure stays open"),
        pytest.param([c("h", 3, outcome="hit")], None, id="hits stop nothing"),
    ],
)
def test_stopped_joins_fates_without_counting_twice(some: list[Claim], expected: Any) -> None:
    assert joiner(*some).join([told(one) for one in some]) == expected


# --- Rates and the balance


def night(name: str, count: int, outcome: str, high: Any = None, **changes: Any) -> Claim:
    return c(
        name,
        count,
        count if high is None else high,
        by=AIR_FORCE,
        window=NIGHT_UA,
        outcome=outcome,
        post="1",
        **changes,
    )


def test_a_rate_lies_between_its_extreme_readings() -> None:
    made = tables(night("l", 80, "launched", 100), night("d", 40, "downed", 60))
    row = analysis.rates(analysis.Frames(made).drones).iloc[0]
    assert (row["low"], row["high"]) == (0.4, 0.75)
    assert row["median"] == pytest.approx(100 / 180)


def test_no_rate_without_launched_and_none_where_claims_contradict_each_other() -> None:
    assert analysis.rates(analysis.Frames(tables(c("d", 40))).drones).empty
    both = analysis.rates(analysis.Frames(tables(night("l", 10, "launched"), night("d", 12, "downed"))).drones)
    assert number(both["low"].iat[0]) is None


def test_the_balance_is_added_up_where_there_is_one() -> None:
    made = tables(night("l", 80, "launched"), night("d", 40, "downed", 45), c("r", 7))
    row = analysis.balance(made["episodes"], made["claims"], analysis.Frames(made).voices).iloc[0]
    assert (row["side"], row["waves"], row["unaccounted_low"], row["unaccounted_high"]) == ("UA", 1, 35, 40)


# --- Night and day, places, classes


def test_waves_are_told_apart_by_their_windows() -> None:
    some = [c("n", 30), c("d", 4, window=("2 07:00", "2 20:00")), c("b", 9, window=("4 20:00", "5 20:00"))]
    made = tables(*some)
    waves = analysis.night_and_day(made["episodes"], made["claims"], made["outcomes"], analysis.Frames(made).voices)
    assert dict(zip(waves["wave"], waves["low"], strict=True)) == {"night": 30, "day": 4, "night and day": 9}


def test_places_of_a_report_count_once_whatever_weapons_it_names() -> None:
    drones = night("h", 12, "hit", unit="location")
    everything = night("a", 14, "hit", unit="location", weapon="air_object", weapons=("uav", "missile"))
    places = analysis.places_by_period(analysis.Frames(tables(drones, everything, night("d", 5, "downed"))).places)
    assert list(places[places["outcome"] == "hit"]["low"]) == [14]


def test_a_weapon_class_is_never_a_group_that_holds_another() -> None:
    some = [night("u", 80, "launched"), night("k", 9, "launched", weapon="missile.cruise")]
    frames = analysis.Frames(tables(*some))
    assert {"uav", "missile", "missile.cruise"} <= set(frames.quarters["weapon_group"])
    classes = analysis.weapon_classes(frames.quarters, frames.tables["weapons"])
    assert list(classes["weapon_group"]) == ["uav", "missile.cruise"]


# --- Regions


def regions(*some: Claim) -> dict[str, tuple[Any, Any, int]]:
    found = analysis.Frames(tables(*some)).regions
    return {row.region: (row.low, row.high, row.joint) for row in found.itertuples()}


def test_parts_by_region_count_and_regions_named_without_a_count_do_not() -> None:
    total = c("t", 30, regions=("RU-TUL",), unnamed_regions=0)
    some = [total, part("b", total, 20, regions=("RU-BEL",)), part("m", total, 4, regions=("RU-MOS", "RU-MOW"))]
    assert regions(*some) == {
        "RU-BEL": (20, 20, 0), "RU-MOS": (0, 0, 1), "RU-MOW": (0, 0, 1), "RU-TUL": (0, 0, 1),
    }  # fmt: skip


def test_a_figure_for_one_region_alone_is_that_region_s() -> None:
    assert regions(c("a", 7, regions=("RU-KRS",), unnamed_regions=0)) == {"RU-KRS": (7, 7, 0)}
    assert regions(c("a", 7, regions=("RU-KRS",))) == {"RU-KRS": (7, 7, 0)}
    assert regions(c("a", 7, regions=("RU-KRS",), unnamed_regions=3)) == {"RU-KRS": (0, 0, 1)}


def test_a_third_party_s_total_that_names_one_region_is_not_of_it_alone() -> None:
    """568 neutralised, "Kyiv": the report dwells on it, and does not say that all of them were there."""
    series = "drone_observatory_2025"
    assert regions(c("a", 568, coded=series, regions=("RU-KRS",))) == {"RU-KRS": (0, 0, 1)}
    assert regions(c("a", 7, coded=series, regions=("RU-KRS",), unnamed_regions=0)) == {"RU-KRS": (7, 7, 0)}


def test_a_macro_area_names_its_members_and_lends_them_no_count() -> None:
    members = load_registry().regions["UA-SOUTH"].members
    found = regions(c("a", 7, by=AIR_FORCE, window=NIGHT_UA, regions=("UA-SOUTH", "UA-32"), unnamed_regions=0))
    assert set(found) == {*members, "UA-32"}
    assert {low for low, _, _ in found.values()} == {0}


def test_every_region_of_a_country_has_a_square_of_its_own() -> None:
    registry = load_registry()
    for side, places in analysis.tiles().items():
        spots = [(row, column) for row, column, _ in places.values()]
        assert len(spots) == len(set(spots))
        assert set(places) <= set(registry.regions)
        assert {one.id for one in registry.regions.values() if one.country == side and one.kind == "region"} <= set(
            places
        )


# --- Tallies


def test_a_tally_is_compared_from_the_day_before_the_series_begins() -> None:
    running = {"by": STAFF, "outcome": "eliminated", "tally": "running"}
    some = [
        c("t0", 1000, window=("1/1 00:00", "1 24:00"), **running),
        c("t1", 1060, window=("1/1 00:00", "2 24:00"), **running),
        c("t3", 1100, window=("1/1 00:00", "4 24:00"), **running),
        c("a", 50, by=AIR_FORCE, window=NIGHT_UA),
        c("b", 20, 25, by=AIR_FORCE, window=("3 18:00", "4 08:00")),
    ]
    frames = analysis.Frames(tables(*some))
    made = frames.tables
    found = analysis.tallies_and_sums(made["claims"], frames.all_groups, made["coverage"], made["weapons"])
    assert list(found["grown"]) == [60, 100]
    assert list(zip(found["sum_low"], found["sum_high"], strict=True)) == [(50, 50), (70, 75)]
    assert list(found["gaps"]) == [0, 1]


# --- How figures are stated


def test_kinds_of_statement_are_shares_of_all_claims() -> None:
    some = [c("a", 5), c("b", 41, None, qualifier="more_than", window=("3 20:00", "4 07:00"))]
    some += [c("v", 3, 9, qualifier="vague", window=("5 20:00", "6 07:00")), c("r", 5, restates="a", post="z")]
    made = tables(*some)
    shares = analysis.exactness(made["claims"], analysis.Frames(made).voices).set_index("kind")
    assert {kind: shares.at[kind, "claims"] for kind in shares.index} == {
        "exact": 1, "bounded": 1, "vague": 1, "unstated": 0, "withheld": 0,
    }  # fmt: skip
    assert shares["share"].sum() == pytest.approx(1)


def test_every_qualifier_is_of_one_kind() -> None:
    from claims.analysis.how_stated import KINDS
    from claims.model import Qualifier

    assert sorted(one for some in KINDS.values() for one in some) == sorted(Qualifier)


# --- Last digits


@pytest.mark.parametrize(
    ("degrees", "statistic", "tail"),
    [(1, 3.841, 0.05), (1, 6.635, 0.01), (9, 16.919, 0.05), (9, 21.666, 0.01), (9, 27.877, 0.001), (9, 4.168, 0.9)],
)
def test_the_tail_of_chi_square_is_that_of_the_printed_tables(degrees: int, statistic: float, tail: float) -> None:
    assert chi_square_tail(statistic, degrees) == pytest.approx(tail, rel=2e-3)


def counts(values: Sequence[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "side": "RU", "claimant": MINISTRY, "outcome": "downed", "count": pd.array(values, dtype="Int64"),
            "source": "mod_russia", "method": "parsed", "published_at": pd.Timestamp("2025-06-02", tz="UTC"),
        }
    )  # fmt: skip


def test_smooth_counts_show_no_heaping_although_small_digits_are_more_frequent() -> None:
    made = np.random.default_rng(7).geometric(1 / 40, size=4000) + 9
    digits = analysis.last_digits(counts(made))
    assert digits["share"].iat[0] > 0.11  # 0 is more frequent than a tenth, and is expected to be
    assert digits["expected"].iat[0] > 0.11
    assert analysis.heaping(counts(made))["p_value"].iat[0] > 0.01


def test_rounded_counts_show_heaping() -> None:
    draw = np.random.default_rng(7)
    made = draw.geometric(1 / 40, size=600) + 9
    rounded = np.where(draw.random(600) < 0.25, np.maximum(10, made // 5 * 5), made)
    test = analysis.heaping(counts(rounded)).iloc[0]
    assert test["p_value"] < 0.001
    assert test["round_low"] > test["round_expected"]


def test_expected_shares_are_shares() -> None:
    shares = smooth_shares(np.array([10, 11, 480]))
    assert shares.sum() == pytest.approx(1)
    assert (shares > 0).all()


def test_few_counts_are_not_tested() -> None:
    assert analysis.heaping(counts([10, 20, 30])).empty


# --- Agreement of sources


def test_limits_of_agreement_are_those_computed_by_hand() -> None:
    differences = [0, 2, -2, 4, -4, 0, 1, -1, 3, 7]
    pairs = pd.DataFrame(
        {
            "source_a": "x", "source_b": "y", "difference": pd.array(differences, dtype="Float64"),
            "newest": pd.Timestamp("2025-06-02", tz="UTC"),
        }
    )  # fmt: skip
    row = analysis.limits_of_agreement(pairs).iloc[0]
    # mean 1, sum of squares 100, so the variance is (100 - 10) / 9 = 10
    assert row["bias"] == pytest.approx(1)
    assert row["sd"] == pytest.approx(math.sqrt(10))
    assert row["upper"] == pytest.approx(1 + 1.96 * math.sqrt(10), abs=1e-3)
    assert row["lower"] == pytest.approx(1 - 1.96 * math.sqrt(10), abs=1e-3)
    assert row["limit_error"] == pytest.approx(1.96 * math.sqrt(3), abs=1e-3)
    assert (row["equal"], row["pairs"]) == (2, 10)


def test_pairs_are_figures_of_one_post() -> None:
    some = [c("a", 10, coded="drone_observatory_2025", post="7"), c("b", 12, coded="ua_airdefense_tracker", post="7")]
    some.append(c("z", 99, coded="ua_airdefense_tracker", post="8", window=("5 20:00", "6 07:00")))
    made = tables(*some)
    pairs = analysis.paired_figures(made["claims"], made["account"])
    assert [(row.source_a, row.source_b, row.difference) for row in pairs.itertuples()] == [
        ("drone_observatory_2025", "ua_airdefense_tracker", -2)
    ]


def test_a_pair_with_an_interval_has_no_difference() -> None:
    some = [
        c("a", 10, 12, coded="drone_observatory_2025", post="7"),
        c("b", 12, coded="ua_airdefense_tracker", post="7"),
    ]
    made = tables(*some)
    assert analysis.paired_figures(made["claims"], made["account"])["difference"].isna().all()


# --- One wave


def test_every_window_of_a_wave_is_a_row() -> None:
    some = [
        c("a", 30, post="1"),
        c("b", 12, window=("1 20:00", "1 23:30"), post="2"),
        c("o", 30, coded="drone_observatory_2025", post="1"),
    ]
    other = c("x", 5, window=("5 20:00", "6 07:00"))
    made = tables(*some, other)
    episode = analysis.most_told_wave(made["episodes"], made["claims"])
    assert episode is not None
    windows = analysis.wave_windows(episode, made["episodes"], made["claims"], made["account"], made["claimants"])
    assert sorted(windows["figures"]) == ["downed 12", "downed 30", "downed 30"]
    assert set(windows["fate"]) == {"used", "nested", "coded_duplicate"}
    assert windows["window_end"].max() - windows["window_start"].min() == timedelta(hours=11)


# --- Coverage and comparisons


def test_covered_days_are_counted_by_state() -> None:
    read = [statement("s", "mod_russia", "3 23:00"), statement("t", "mod_russia", "9 12:00")]
    made = tables(c("a", 10), c("b", 4, window=("5 20:00", "6 07:00")), read=read)
    row = analysis.covered_days(made["coverage"], analysis.Frames(made).voices).iloc[0]
    assert row["claimed"] == 2
    assert row["claimed"] + row["silent"] + row["gap"] == len(
        made["coverage"][made["coverage"]["claimant"] == MINISTRY]
    )


def test_failures_and_agreements_make_all_comparisons() -> None:
    some = [c("a", 10, coded="drone_observatory_2025", post="7"), c("b", 12, coded="ua_airdefense_tracker", post="7")]
    made = tables(*some)
    kinds = analysis.disagreements(made["discrepancies"], made["comparisons"])
    failed = kinds["info"] + kinds["warning"] + kinds["error"]
    assert (failed + kinds["agree"] == kinds["compared"]).all()
    assert failed.sum() == len(made["discrepancies"]) > 0
