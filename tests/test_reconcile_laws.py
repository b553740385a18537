"""The laws of reconciliation, as properties of made-up claims, and against brute force where the world is small."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import claims
from claims.model import Claim
from claims.reconciling import Reconciliation
from claims.reconciling.intervals import Counted, fits, heaviest, least
from claims.registry import load_registry
from tests.bench.many_claims import many_claims
from tests.reconciling import MINISTRY, c, days_of, kinds_of, part, statement, statements, table

REGIONS = ("RU-BEL", "RU-KRS", "RU-BRY", "RU-VOR")
DOWNED = f"{MINISTRY} uav downed"
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(max_examples=400, deadline=None)


def hour(number: int) -> str:
    """Hours after midnight of 1 June, as the factories read them."""
    return f"{1 + number // 24} {number % 24:02}:00"


def figure(result: Reconciliation, day: int) -> tuple[int, int | None]:
    low, high, _ = days_of(result)[f"{day} {DOWNED}"]
    return low, high


# ---------------------------------------------------------------------- order


@st.composite
def mixed_claims(draw: st.DrawFn) -> list[Claim]:
    """Claims of every kind that the steps treat differently, with windows that overlap in any way."""
    made = []
    for number in range(draw(st.integers(1, 9))):
        start = draw(st.integers(0, 40))
        length = draw(st.sampled_from((1, 3, 11, 24, 50)))
        name = f"c{number}"
        earlier = [one.claim_id for one in made]
        made.append(
            c(
                name,
                low := draw(st.integers(0, 30)),
                draw(st.sampled_from((low, low + 3, None))),
                (hour(start), hour(start + length)),
                by=draw(st.sampled_from((MINISTRY, "ua_air_force", "ru_governor:RU-BEL"))),
                basis=draw(st.sampled_from(("stated", "phrase"))),
                post=draw(st.sampled_from((name, "shared"))),
                coded=draw(st.sampled_from((None, None, "drone_observatory_2025", "ua_airdefense_tracker"))),
                outcome=draw(st.sampled_from(("downed", "neutralised", "launched"))),
                tally=draw(st.sampled_from(("window", "window", "increment", "running"))),
                regions=draw(st.sampled_from(((), REGIONS[:1], REGIONS[1:3]))),
                restates=draw(st.sampled_from((None, None, *earlier))),
                corrects=draw(st.sampled_from((None, None, None, *earlier))),
                **_maybe_part(draw, earlier),
            )
        )
    return made


def _maybe_part(draw: st.DrawFn, earlier: list[str]) -> dict[str, str | None]:
    whole = draw(st.sampled_from((None, None, *earlier)))
    return {"part_of": whole, "part_axis": "region" if whole else None}


@few
@given(mixed_claims(), st.randoms(use_true_random=False))
def test_the_order_of_input_never_matters(made: list[Claim], shuffle: random.Random) -> None:
    one = claims.reconcile(table(made))
    shuffled = list(made)
    shuffle.shuffle(shuffled)
    other = claims.reconcile(table(shuffled))
    for name, expected in one.tables().items():
        pd.testing.assert_frame_equal(expected, other.tables()[name])


@few
@given(mixed_claims())
def test_no_claim_vanishes(made: list[Claim]) -> None:
    result = claims.reconcile(table(made))
    fates = dict(zip(result.account["claim_id"], result.account["fate"], strict=True))
    assert set(fates) == {one.claim_id for one in made}
    used = {claim_id for ids in result.daily["claim_ids"] for claim_id in ids}
    assert used == {claim_id for claim_id, fate in fates.items() if fate == "used"}
    by = dict(zip(result.account["claim_id"], result.account["by"], strict=True))
    for claim_id, fate in fates.items():
        if fate in ("part", "nested", "corrected", "restatement", "relay", "coded_duplicate"):
            assert by[claim_id] in fates, (claim_id, fate)
        if fate == "listed":
            assert any(claim_id in ids for ids in result.discrepancies["claim_ids"])


def test_no_claim_vanishes_of_many() -> None:
    made = many_claims(2_000)
    result = claims.reconcile(made)
    assert Counter(result.account["claim_id"]) == Counter(made["claim_id"])
    assert set(result.account["fate"]) >= {"used", "part", "nested", "relay", "coded_duplicate"}


# ---------------------------------------------------------------------- nesting, splitting, revising


@few
@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=4),
    st.integers(0, 10),
    st.integers(1, 9),
    st.data(),
)
def test_a_nested_report_changes_no_total(counts: list[int], begin: int, length: int, data: st.DataObject) -> None:
    outer = c("outer", sum(counts), window=(hour(20), hour(40)))
    named = [part(f"p{n}", outer, count, regions=(REGIONS[n],)) for n, count in enumerate(counts)]
    before = claims.reconcile(table([outer, *named]))
    inside = [data.draw(st.integers(0, count)) for count in counts]
    inner = c("inner", sum(inside), window=(hour(20 + begin), hour(20 + begin + length)))
    parts = [part(f"i{n}", inner, count, regions=(REGIONS[n],)) for n, count in enumerate(inside)]
    after = claims.reconcile(table([outer, *named, inner, *parts]))
    assert days_of(before) == days_of(after)


@few
@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 22), st.sampled_from((0, 4)))
def test_a_window_of_one_day_may_be_split(first: int, second: int, at: int, width: int) -> None:
    whole = c("w", first + second, first + second + 2 * width, (hour(20), hour(44)))
    halves = [
        c("a", first, first + width, (hour(20), hour(20 + at))),
        c("b", second, second + width, (hour(20 + at), hour(44))),
    ]
    assert figure(claims.reconcile(table([whole])), 2) == figure(claims.reconcile(table(halves)), 2)


@few
@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 20), st.integers(1, 20))
def test_a_split_at_the_boundary_keeps_the_sum_of_two_days(first: int, second: int, before: int, after: int) -> None:
    assume(
        before + after <= load_registry().reconciling.recap // 3600
    )  # longer ones are recaps, which stand beside the days
    whole = claims.reconcile(table([c("w", first + second, window=(hour(44 - before), hour(44 + after)))]))
    halves = claims.reconcile(
        table(
            [c("a", first, window=(hour(44 - before), hour(44))), c("b", second, window=(hour(44), hour(44 + after)))]
        )
    )
    assert whole.daily["low"].sum() == halves.daily["low"].sum() == first + second
    assert whole.daily["high"].sum() == halves.daily["high"].sum() == first + second
    share = float(whole.daily["crosses_share"].iloc[0])
    assert abs(share - before / (before + after)) < 0.0001


@few
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 30))
def test_a_revision_replaces_and_never_adds(old: int, new: int, other: int) -> None:
    beside = c("beside", other, window=(hour(32), hour(36)))
    revised = [c("old", old, post="p"), c("new", new, post="p", revision=1), beside]
    alone = [c("new", new, post="p", revision=1), beside]
    after, expected = claims.reconcile(table(revised)), claims.reconcile(table(alone))
    assert days_of(after) == days_of(expected)
    assert kinds_of(after) == ({"revision_changed_figure": 1} if old != new else {})


# ---------------------------------------------------------------------- bounds against brute force


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]]]:
    """Events as (hour, region), and reports as (first hour, last hour, how many regions they name)."""
    events = draw(st.lists(st.tuples(st.integers(0, 59), st.integers(0, 2)), max_size=12))
    reports = draw(
        st.lists(st.tuples(st.integers(0, 50), st.integers(1, 24), st.integers(0, 3)), min_size=1, max_size=4)
    )
    return events, [(start, min(60, start + length), named) for start, length, named in reports]


@few
@given(worlds())
def test_days_contain_the_truth_of_reports_that_count_all_in_their_windows(
    world: tuple[list[tuple[int, int]], list[tuple[int, int, int]]],
) -> None:
    """Each report counts every event of its window. Each event belongs to the first day that a report of it ends in."""
    events, reports = world
    made = []
    for number, (start, end, named) in enumerate(reports):
        seen = [region for when, region in events if start <= when < end]
        total = c(f"r{number}", len(seen), window=(hour(start), hour(end)))
        made.append(total)
        for region in range(named):
            count = seen.count(region)
            made.append(part(f"r{number}p{region}", total, count, regions=(REGIONS[region],)))
    result = claims.reconcile(table(made))
    truth: Counter[int] = Counter()
    for when, _ in events:
        days = [_day_of(end) for start, end, _ in reports if start <= when < end]
        if days:
            truth[min(days)] += 1
    low = high = 0
    for row in result.daily.itertuples(index=False):
        low, high = low + int(row.low), high + int(row.high)
    assert low <= truth.total() <= high
    if len({_day_of(end) for _, end, _ in reports}) == 1:
        (day,) = {_day_of(end) for _, end, _ in reports}
        assert figure(result, day)[0] <= truth[day] <= (figure(result, day)[1] or 0)


def _day_of(end: int) -> int:
    """The day in June whose reporting day, 20:00 to 20:00, a window that ends at this hour belongs to."""
    return 1 + (end - 1 + 4) // 24


@st.composite
def counted_sets(draw: st.DrawFn) -> tuple[list[Counted], int]:
    """Reports that each count some set of events of their windows, and how many events they count together."""
    events = draw(st.lists(st.tuples(st.integers(0, 11), st.sampled_from("ABC")), max_size=8))
    reports, union = [], set()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, 10))
        end = draw(st.integers(start + 1, 12))
        inside = [n for n, (when, _) in enumerate(events) if start <= when < end]
        chosen = {n for n in inside if draw(st.booleans())}
        exact = draw(st.booleans())
        pieces = {}
        for area in sorted(draw(st.sets(st.sampled_from("ABC")))):
            count = sum(1 for n in chosen if events[n][1] == area)
            pieces[frozenset(area)] = count if exact else draw(st.integers(0, count))
        reports.append(Counted(start, end, len(chosen), {key: n for key, n in pieces.items() if n or exact}, exact))
        union |= chosen
    return reports, len(union)


@many
@given(counted_sets())
def test_the_lower_bound_never_exceeds_any_world(given_world: tuple[list[Counted], int]) -> None:
    reports, union = given_world
    assert max(one.low for one in reports) <= least(reports) <= union <= sum(one.low for one in reports)


@many
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5), st.integers(0, 9)), max_size=7))
def test_the_heaviest_windows_that_do_not_overlap(windows: list[tuple[int, int, int]]) -> None:
    spans = [(start, start + length, weight) for start, length, weight in windows]
    best = 0
    for chosen in range(1 << len(spans)):
        some = sorted(span for n, span in enumerate(spans) if chosen >> n & 1)
        if all(one[1] <= other[0] for one, other in pairwise(some)):
            best = max(best, sum(weight for _, _, weight in some))
    assert heaviest(spans) == best


@many
@given(
    st.lists(st.sampled_from("ABC"), max_size=8),
    st.sets(st.sampled_from("ABC")),
    st.sets(st.sampled_from("ABC")),
    st.data(),
)
def test_what_is_inside_always_fits(outer: list[str], named: set[str], also: set[str], data: st.DataObject) -> None:
    inner = [area for area in outer if data.draw(st.booleans())]
    wide = Counted(0, 9, len(outer), {frozenset(area): outer.count(area) for area in named}, True)
    narrow = Counted(1, 2, len(inner), {frozenset(area): inner.count(area) for area in also}, True)
    assert fits(narrow, wide, len(outer))


# ---------------------------------------------------------------------- gaps


def test_a_gap_is_no_zero_and_silence_is_neither() -> None:
    made = [c("a", 3), c("b", 4, window=(hour(24 * 4 - 4), hour(24 * 4 + 7)))]
    read = statements(
        [
            statement("a", "mod_russia", "2 07:30", verdict="has_claims", reason=None),
            statement("b", "mod_russia", "5 07:30", verdict="has_claims", reason=None),
            statement("alert", "mod_russia", "3 12:00"),
        ]
    )
    result = claims.reconcile(table(made), read)
    states = {row.day.day: row.state for row in result.coverage.itertuples(index=False)}
    assert states == {2: "claimed", 3: "silent", 4: "gap", 5: "claimed"}
    assert [day.day for day in result.daily["day"]] == [
        2,
        5,
    ]  # neither the gap nor silence is a row, so neither is a zero
    without = claims.reconcile(table(made))
    assert {row.day.day: row.state for row in without.coverage.itertuples(index=False)}[3] == "gap"


def test_the_frames_given_are_not_changed() -> None:
    made = table([c("a", 3), c("b", 4, window=(hour(30), hour(44)))])
    copy = made.copy(deep=True)
    claims.reconcile(made)
    pd.testing.assert_frame_equal(made, copy)


def test_days_of_the_calendar_follow_summer_time() -> None:
    """18:00 in Kyiv is 16:00 UTC before 30 March 2025 and 15:00 UTC from then on."""
    winter = c("w", 1, by="ua_air_force")
    made = [
        dataclasses.replace(winter, window_start=datetime(2025, 3, day, 10, tzinfo=UTC), window_end=end)
        for day, end in ((28, datetime(2025, 3, 28, 16, tzinfo=UTC)), (30, datetime(2025, 3, 30, 15, tzinfo=UTC)))
    ]
    made[1] = dataclasses.replace(made[1], claim_id="s", statement_id="s", url="s")
    late = dataclasses.replace(
        made[1], claim_id="l", statement_id="l", url="l", window_start=made[1].window_end,
        window_end=made[1].window_end + timedelta(minutes=1),
    )  # fmt: skip
    result = claims.reconcile(table([*made, late]))
    assert list(result.daily["day"]) == [date(2025, 3, 28), date(2025, 3, 30), date(2025, 3, 31)]
