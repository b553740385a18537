from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from claims.building.registry_rows import registry_rows
from claims.model import Basis, Method, PartAxis, Qualifier
from claims.registry import load_registry
from claims.schema import TABLES
from claims.schema.columns import column_metadata, kind_of
from claims.schema.dictionary import descriptor, dictionary
from claims.schema.frames import frame, from_arrow, to_arrow
from claims.schema.validation import Validated, validate
from tests.factories import claim, statement

STATEMENT: dict[str, Any] = {
    "statement_id": statement().statement_id,
    "revision": 0,
    "source": "mod_russia",
    "claimant": "ru_mod",
    "lang": "ru",
    "published_at": statement().published_at,
    "published_precision": "minute",
    "text_status": "original",
    "text": statement().text,
    "sha256": statement().sha256,
    "verdict": "has_claims",
}
PROBLEM = {"kind": "unknown_place", "explanation": "no such place"}
REGISTRY = load_registry()


def validated(**tables: list[dict[str, Any]]) -> Validated:
    rows = registry_rows(REGISTRY, ()) | {"statements": [STATEMENT]} | tables
    return validate({name: frame(TABLES[name], table) for name, table in rows.items()})


def failed(result: Validated) -> list[tuple[str, tuple[str, ...]]]:
    quarantine = result.tables["quarantine"]
    return list(zip(quarantine["table_name"], quarantine["failed_checks"], strict=True))


def test_a_good_row_of_each_table_is_valid() -> None:
    result = validated(claims=[claim().as_row()], problems=[PROBLEM])
    assert failed(result) == []
    assert len(result.tables["claims"]) == len(result.tables["problems"]) == 1


LATER = datetime(2025, 6, 3, tzinfo=UTC)

# (name of the check that fails, what is changed in a good claim)
BAD_CLAIMS: list[tuple[str, dict[str, Any]]] = [
    ("low_not_above_high", {"count_low": 163, "qualifier": Qualifier.RANGE}),
    ("count_low: greater_than_or_equal_to(0)", {"count_low": -1, "qualifier": Qualifier.RANGE}),
    ("exact_is_one_number", {"count_low": 160}),
    ("exact_is_one_number", {"count_low": None, "count_high": None}),
    ("withheld_has_no_count", {"qualifier": Qualifier.WITHHELD}),
    ("since_only_when_running", {"since": LATER}),
    ("weapons_named", {"weapons": ()}),
    ("weapon_is_common_ancestor", {"weapons": ("uav", "missile.cruise")}),
    ("weapon: in_weapons", {"weapon": "uav.paper_plane", "weapons": ("uav.paper_plane",)}),
    ("sides_differ", {"attacker": "RU"}),
    ("part_has_axis", {"part_axis": PartAxis.REGION}),
    ("not_its_own_part", {"part_of": "c1", "part_axis": PartAxis.REGION}),
    ("part_of: in_claims", {"part_of": "nowhere", "part_axis": PartAxis.REGION}),
    ("derived_from: in_claims", {"derived_from": ("nowhere",)}),
    ("window_has_length", {"window_start": datetime(2025, 6, 2, 4, tzinfo=UTC)}),
    ("window_has_length", {"window_start": None, "start_basis": None, "start_precision": None}),
    ("edges_explained", {"start_basis": None}),
    ("parsed_has_its_words", {"rule": None}),
    ("parsed_has_its_words", {"spans": ()}),
    ("coded_has_its_source", {"method": Method.CODED}),
    ("spans_have_length", {"spans": ((5, 5),)}),
    ("spans_within_text", {"spans": ((0, 18),)}),
    ("revision_exists", {"revision": 3}),
    ("statement_id: in_statements", {"statement_id": "https://example.org/none"}),
    ("claimant: in_claimants", {"claimant": "martians"}),
    ("regions: in_regions", {"regions": ("XX-1",)}),
    ("outcome: isin", {"outcome": "vaporised"}),
    ("claimant_side: str_matches", {"claimant_side": "Russia"}),
    ("list_items_plain", {"launched_from": ("A|B",)}),
]


@pytest.mark.parametrize(("check", "changes"), BAD_CLAIMS)
def test_a_bad_claim_is_quarantined_with_the_check_it_fails(check: str, changes: dict[str, Any]) -> None:
    row = claim().as_row() | changes
    if "spans" in changes:
        row["span_start"], row["span_end"] = changes["spans"][0] if changes["spans"] else (None, None)
    result = validated(claims=[row])
    ((table, checks),) = failed(result)
    assert table == "claims"
    assert any(name.startswith(check) for name in checks), checks
    assert result.rows_in["claims"] == 1
    assert result.rows_quarantined["claims"] == 1
    assert json.loads(result.tables["quarantine"]["row_json"][0])["claim_id"] == "c1"


def test_first_span_is_repeated_in_its_columns() -> None:
    ((_, checks),) = failed(validated(claims=[claim().as_row() | {"span_end": 9}]))
    assert "first_span_repeated" in checks


def test_two_claims_with_one_id_are_both_quarantined() -> None:
    result = validated(claims=[claim().as_row(), claim(count_low=1, count_high=1).as_row()])
    assert result.rows_quarantined["claims"] == 2


BAD_STATEMENTS: list[tuple[str, dict[str, Any]]] = [
    ("sha256_is_of_the_text", {"text": "another text"}),
    ("reason_unless_claims", {"reason": "alert"}),
    ("reason_unless_claims", {"verdict": "no_claims"}),
    ("reason_is_known", {"verdict": "no_claims", "reason": "bored"}),
    ("lang: isin", {"lang": "de"}),
    ("revision: greater", {"revision": -1}),
    ("published_at: not_nullable", {"published_at": None}),
    ("text_status: isin", {"text_status": "invented"}),
]


@pytest.mark.parametrize(("check", "changes"), BAD_STATEMENTS)
def test_a_bad_statement_is_quarantined_and_so_are_its_claims(check: str, changes: dict[str, Any]) -> None:
    result = validated(statements=[STATEMENT | changes], claims=[claim().as_row()])
    reasons = dict(failed(result))
    assert any(name.startswith(check) for name in reasons["statements"]), reasons
    assert reasons["claims"] == ("statement_id: in_statements",)
    told = result.tables["quarantine"].set_index("table_name")["reason"]["claims"]
    assert told.endswith("which is in quarantine in statements")


def test_one_row_per_revision() -> None:
    reasons = failed(validated(statements=[STATEMENT, STATEMENT]))
    assert [checks for _, checks in reasons] == [("one_row_per_revision",)] * 2


@pytest.mark.parametrize("change", [{"span_start": 4}, {"span_start": 4, "span_end": 4}, {"kind": "Two words"}])
def test_a_bad_problem_is_quarantined(change: dict[str, Any]) -> None:
    assert len(failed(validated(problems=[PROBLEM | change]))) == 1


def test_a_part_of_a_quarantined_total_stays_and_a_problem_tells() -> None:
    total = claim(count_low=-5, qualifier=Qualifier.RANGE)
    part = claim(claim_id="c2", part_of="c1", part_axis=PartAxis.REGION, part_complete=True, derived_from=("c1",))
    result = validated(claims=[total.as_row(), part.as_row()])
    (kept,) = result.tables["claims"].to_dict("records")
    assert kept["claim_id"] == "c2"
    assert all(pd.isna(kept[column]) for column in ("part_of", "part_axis", "part_complete"))
    assert kept["derived_from"] == ()
    assert list(result.tables["problems"]["kind"]) == ["reference_quarantined"] * 2
    assert set(result.tables["problems"]["claim_id"]) == {"c2"}


def test_a_chain_of_parts_keeps_its_sound_links() -> None:
    total = claim(count_low=-5, qualifier=Qualifier.RANGE)
    part = claim(claim_id="c2", part_of="c1", part_axis=PartAxis.REGION)
    smaller = claim(claim_id="c3", part_of="c2", part_axis=PartAxis.WEAPON)
    result = validated(claims=[row.as_row() for row in (smaller, total, part)])
    parents = result.tables["claims"].set_index("claim_id")["part_of"]
    assert parents["c3"] == "c2"
    assert pd.isna(parents["c2"])


def test_order_of_input_never_matters() -> None:
    rows = [claim(claim_id=f"c{number}", count_low=number, count_high=number).as_row() for number in range(5)]
    forwards, backwards = validated(claims=rows), validated(claims=rows[::-1])
    pd.testing.assert_frame_equal(forwards.tables["claims"], backwards.tables["claims"])


def test_an_unknown_key_of_a_row_is_an_error() -> None:
    with pytest.raises(KeyError, match="count"):
        frame(TABLES["claims"], [claim().as_row() | {"count": 1}])


def test_a_time_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="no zone"):
        frame(TABLES["claims"], [claim().as_row() | {"as_of": datetime(2025, 6, 2)}])  # noqa: DTZ001


def test_types_survive_arrow() -> None:
    rows = [claim().as_row(), claim(claim_id="c2", count_high=None, qualifier=Qualifier.AT_LEAST).as_row()]
    result = validated(claims=rows, problems=[PROBLEM])
    for name, df in result.tables.items():
        pd.testing.assert_frame_equal(from_arrow(TABLES[name], to_arrow(TABLES[name], df)), df)
    claims = result.tables["claims"]
    assert str(claims["count_low"].dtype) == "Int64"
    assert str(claims["window_start"].dtype) == "datetime64[us, UTC]"
    assert claims["spans"][0] == ((0, 17),)


def test_basis_enumerations_reach_the_dictionary() -> None:
    text = dictionary()
    for name, model in TABLES.items():
        assert f"\n## {name}\n" in text
        for column, field in model.to_schema().columns.items():
            assert f"| `{column}` | {kind_of(model, column).words} |" in text
            assert field.title
            assert field.description, f"{name}.{column} has no description"
    assert all(f"`{basis}`" in text for basis in Basis)


def test_descriptor_names_every_column_and_reference() -> None:
    resources = {resource["name"]: resource for resource in descriptor()["resources"]}
    assert set(resources) == set(TABLES)
    for name, model in TABLES.items():
        fields = [field["name"] for field in resources[name]["schema"]["fields"]]
        assert fields == list(model.to_schema().columns)
    keys = resources["claims"]["schema"]["foreignKeys"]
    assert {"fields": ["part_of"], "reference": {"resource": "claims", "fields": ["claim_id"]}} in keys


def test_every_reference_leads_somewhere() -> None:
    for model in TABLES.values():
        for column in model.to_schema().columns:
            if target := column_metadata(model, column)["references"]:
                table, key = target.split(".")
                assert key in TABLES[table].to_schema().columns
