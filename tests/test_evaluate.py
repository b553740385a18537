from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from tests.evaluate import (
    COMPARED,
    FILES,
    GOLD,
    PAIRING,
    Assertion,
    Found,
    Score,
    Text,
    as_baseline,
    below,
    best_assignment,
    load_gold,
    pair,
    score,
)

TOTAL = Assertion("ru_mod", "downed", "uav", 12, 12, window=("2025-05-05T17:00:00Z", "2025-05-06T04:00:00Z"))
BRYANSK = replace(TOTAL, low=6, high=6, regions=(frozenset({"RU-BRY"}), 0), parent=0, axis="region")
KURSK = replace(TOTAL, low=6, high=6, regions=(frozenset({"RU-KRS"}), 0), parent=0, axis="region")
LAUNCHED = replace(TOTAL, outcome="launched", low=20, high=20)


def text(*claims, verdict="has_claims", reason=None):
    return Text("t", "form", "words", datetime(2025, 5, 6, 7, tzinfo=UTC), "mod_russia", verdict, reason, claims)


def found(*claims, verdict="has_claims", reason=None):
    return Found(verdict, reason, claims)


def f1(result):
    return {name: round(result.fields[name].f1, 3) for name in COMPARED}


def test_perfect():
    result = score(text(TOTAL, BRYANSK, KURSK), found(TOTAL, BRYANSK, KURSK))
    assert set(f1(result).values()) == {1.0}
    assert result.exact == 1
    assert result.misses == []


def test_order_of_the_found_claims_does_not_matter():
    result = score(text(TOTAL, BRYANSK, KURSK), found(replace(KURSK, parent=2), replace(BRYANSK, parent=2), TOTAL))
    assert set(f1(result).values()) == {1.0}


def test_missing_claim_lowers_recall_in_every_field():
    result = score(text(TOTAL, BRYANSK), found(TOTAL))
    assert all(result.fields[name].precision == 1.0 and result.fields[name].recall == 0.5 for name in COMPARED)
    assert len(result.misses) == 1
    assert "missing" in result.misses[0]


def test_extra_claim_lowers_precision_in_every_field():
    result = score(text(TOTAL), found(TOTAL, LAUNCHED))
    assert all(result.fields[name].precision == 0.5 and result.fields[name].recall == 1.0 for name in COMPARED)
    assert "extra" in result.misses[0]


def test_swapped_regions_are_two_wrong_counts_of_regions_only_when_the_counts_are_equal():
    # 6 over Bryansk and 6 over Kursk can't be swapped: ties in the pairing fields go to the equal regions.
    assert score(text(TOTAL, BRYANSK, KURSK), found(TOTAL, KURSK, BRYANSK)).exact == 1
    seven = replace(KURSK, low=7, high=7)
    swapped = found(TOTAL, replace(BRYANSK, regions=KURSK.regions), replace(seven, regions=BRYANSK.regions))
    result = score(text(TOTAL, BRYANSK, seven), swapped)
    assert result.fields["regions"].right == 1
    assert result.fields["low"].right == 3


def test_swapped_outcomes_are_paired_by_the_greatest_number_of_equal_fields():
    expected = text(LAUNCHED, TOTAL)
    result = score(expected, found(replace(LAUNCHED, outcome="downed"), replace(TOTAL, outcome="launched")))
    assert result.fields["outcome"].right == 0
    assert result.fields["low"].right == 2


def test_wrong_parent_or_axis_is_a_wrong_breakdown():
    assert (
        score(text(TOTAL, BRYANSK), found(TOTAL, replace(BRYANSK, parent=None, axis=None))).fields["breakdown"].right
        == 1
    )
    assert score(text(TOTAL, BRYANSK), found(TOTAL, replace(BRYANSK, axis="weapon"))).fields["breakdown"].right == 1
    outside = score(text(TOTAL, BRYANSK), found(TOTAL, replace(BRYANSK, parent=-1)))
    assert outside.fields["breakdown"].right == 1


def test_link_of_a_result_to_the_launched_figure_is_not_compared():
    linked = replace(TOTAL, parent=0, axis="outcome")
    assert score(text(LAUNCHED, TOTAL), found(LAUNCHED, linked)).exact == 1


def test_window_without_an_expectation_is_not_compared():
    open_window = replace(TOTAL, window=None)
    result = score(text(open_window), found(TOTAL))
    assert result.fields["window"].expected == result.fields["window"].found == 0
    assert result.exact == 1
    assert score(text(open_window), found()).fields["window"].expected == 0


def test_unnamed_regions_are_part_of_the_regions():
    result = score(text(replace(TOTAL, regions=(frozenset({"UA-43"}), 8))), found(TOTAL))
    assert result.fields["regions"].right == 0


def test_invented_claims_are_counted_in_texts_without_claims():
    result = score(text(verdict="no_claims", reason="alert"), found(TOTAL))
    assert result.invented == 1
    assert result.fields["verdict"].right == 0
    assert any("verdict" in line for line in result.misses)


def test_reason_is_compared_for_texts_without_claims():
    result = score(text(verdict="no_claims", reason="alert"), found(verdict="no_claims", reason="other"))
    assert result.fields["verdict"].right == 1
    assert result.fields["reason"].right == 0


def test_nothing_in_common_stays_unpaired():
    other = Assertion("ua_air_force", "hit", "missile", 1, 1)
    assert pair([TOTAL], [other]) == []


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 5), (5, 2), (4, 5)])
def test_assignment_is_the_best_of_all(shape):
    chance = random.Random(sum(shape))  # noqa: S311 - test data
    rows, columns = shape
    for _ in range(60):
        gain = [[chance.randrange(6) for _ in range(columns)] for _ in range(rows)]
        pairs = best_assignment(gain)
        assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs) == min(shape)
        turned = gain if rows <= columns else [list(column) for column in zip(*gain, strict=True)]
        best = max(
            sum(row[j] for row, j in zip(turned, chosen, strict=True))
            for chosen in permutations(range(max(shape)), min(shape))
        )
        assert sum(gain[i][j] for i, j in pairs) == best


def test_baseline_catches_a_lower_field_and_invented_claims():
    good, bad = Score(), Score()
    good.add(score(text(TOTAL), found(TOTAL)))
    bad.add(score(text(TOTAL), found(replace(TOTAL, low=1))))
    bad.invented = 1
    floor = as_baseline({("ru", "held_out"): good})
    assert below(floor, {("ru", "held_out"): good}) == []
    lines = below(floor, {("ru", "held_out"): bad})
    assert any("F1 of low" in line for line in lines)
    assert any("invented" in line for line in lines)


@pytest.mark.parametrize("path", sorted(GOLD.glob("*/*.jsonl")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_gold_is_well_formed(path):
    from claims.model import NoClaims, Outcome, PartAxis, Qualifier, Scope, Unit, Verdict
    from claims.model import Tally as TallyKind

    assert path.stem in FILES
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["text"] for row in rows}) == len(rows)
    for item, row in zip(load_gold(path), rows, strict=True):
        Verdict(item.verdict)
        assert (item.verdict == "has_claims") == bool(item.claims), item.id
        if item.verdict == "no_claims":
            NoClaims(item.reason)
        for claim, raw in zip(item.claims, row["claims"], strict=True):
            assert set(PAIRING) <= set(raw), item.id
            (
                Outcome(claim.outcome),
                Unit(claim.unit),
                Qualifier(claim.qualifier),
                Scope(claim.scope),
                TallyKind(claim.tally),
            )
            assert (claim.axis is None) == (claim.parent is None), item.id
            assert claim.axis is None or PartAxis(claim.axis)
            assert claim.low is None or claim.high is None or 0 <= claim.low <= claim.high, item.id
            assert claim.window is None or claim.window[0] < claim.window[1], item.id
            if raw["words"]:
                assert raw["words"].lower() in item.text.lower(), (item.id, raw["words"])
