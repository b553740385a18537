"""The table of claims: one row for each counted assertion. Columns as in :class:`claims.model.Claim`."""

from __future__ import annotations

from typing import TypeAlias

import pandas as pd
import pandera.pandas as pa

from claims.languages import LANGUAGES
from claims.model import Basis, Method, Outcome, PartAxis, Precision, PublishedPrecision, Qualifier, Scope, Tally, Unit
from claims.schema import columns as col
from claims.schema.registries import SIDE

ANY_WEAPON = "air_object"
CHARACTERS = "characters of the text"

Truth: TypeAlias = "pd.Series[bool]"  # one for each row


class Claims(col.Table):
    """One row for each counted assertion of a statement (parsed) or of a digitisation's record (coded)."""

    claim_id: col.Text = col.text("Claim", "Identity of the claim.", unique=True)
    statement_id: col.Text = col.text(
        "Statement",
        "The statement that makes it; null for a coded claim without one.",
        nullable=True,
        references="statements.statement_id",
    )
    revision: col.Integer = col.integer("Revision", "Revision of the statement; null as above.", nullable=True, ge=0)
    claimant: col.Text = col.text("Claimant", "Who makes the claim.", references="claimants.claimant")
    claimant_side: col.Text = col.text("Claimant's side", "ISO 3166-1 code of the party.", nullable=True, matches=SIDE)
    attacker: col.Text = col.text("Attacker", "Side whose weapons are counted.", nullable=True, matches=SIDE)
    defender: col.Text = col.text("Defender", "Side that is attacked.", nullable=True, matches=SIDE)
    outcome: col.Text = col.choice("Outcome", "What the claim says became of them; see the table outcomes.", Outcome)
    unit: col.Text = col.choice(
        "Unit", "What is counted: weapons, locations, or things of the defender that were struck.", Unit
    )
    weapons: col.Texts = col.texts("Weapons", "Taxonomy paths the figure covers jointly.", references="weapons.weapon")
    weapon: col.Text = col.text(
        "Weapon", f"Their common ancestor; `{ANY_WEAPON}` when unspecified.", references="weapons.weapon"
    )
    traits: col.Texts = col.texts("Traits", "Stated traits: `jet`, `fixed_wing`, `multirotor`, ...")
    weapon_text: col.Text = col.text("Weapon as stated", "The words for the weapon.", nullable=True)
    count_low: col.Integer = col.integer(
        "Count, low",
        "Lowest count that the words allow; null is unknown.",
        nullable=True,
        ge=0,
        unit="as in column unit",
    )
    count_high: col.Integer = col.integer(
        "Count, high",
        "Highest count that the words allow; null is unbounded or unknown.",
        nullable=True,
        ge=0,
        unit="as in column unit",
    )
    qualifier: col.Text = col.choice("Qualifier", "How the count is stated.", Qualifier)
    tally: col.Text = col.choice(
        "Tally", "Whether the figure is of its window, adds to earlier posts, or runs on.", Tally
    )
    since: col.Instant = col.instant("Since", "Start of a running tally.", nullable=True)
    scope: col.Text = col.choice("Scope", "Part of the claimant's area that the figure covers.", Scope)
    part_of: col.Text = col.text(
        "Part of",
        "The nearest stated total that contains this figure.",
        nullable=True,
        references="claims.claim_id",
        dependents=("part_axis", "part_complete"),
    )
    part_axis: col.Text = col.choice("Axis of the part", "Along which axis it is a part.", PartAxis, nullable=True)
    part_complete: col.Flag = col.flag(
        "Parts complete", "Whether the parts are said to be all; null is not told.", nullable=True
    )
    restates: col.Text = col.text(
        "Restates",
        "The claim that this one repeats with another figure or qualifier, or relays.",
        nullable=True,
        references="claims.claim_id",
    )
    corrects: col.Text = col.text(
        "Corrects", "The claim of an earlier post that this one replaces.", nullable=True, references="claims.claim_id"
    )
    regions: col.Texts = col.texts("Regions", "Codes where the figure applies jointly.", references="regions.region")
    unnamed_regions: col.Integer = col.integer(
        "Unnamed regions", "Further regions counted but not named.", nullable=True, ge=0
    )
    place: col.Text = col.text("Place", "City or site as stated.", nullable=True)
    launched_from: col.Texts = col.texts("Launched from", "Launch areas, normalised.")
    window_start: col.Instant = col.instant("Window start", "Start of the time that the figure covers.", nullable=True)
    window_end: col.Instant = col.instant("Window end", "End of that time, not included.", nullable=True)
    start_basis: col.Text = col.choice("Basis of the start", "Where the start comes from.", Basis, nullable=True)
    end_basis: col.Text = col.choice("Basis of the end", "Where the end comes from.", Basis, nullable=True)
    start_precision: col.Text = col.choice(
        "Precision of the start", "How exact the start is.", Precision, nullable=True
    )
    end_precision: col.Text = col.choice("Precision of the end", "How exact the end is.", Precision, nullable=True)
    as_of: col.Instant = col.instant("As of", "The time that a preliminary figure is as of.", nullable=True)
    method: col.Text = col.choice("Method", "Parsed from a text by us, or coded by a third party.", Method)
    spans: col.Spans = col.spans("Spans", "Where the text states it, the body first; empty for coded claims.")
    span_start: col.Integer = col.integer(
        "Span start", "Start of the first span.", nullable=True, ge=0, unit=CHARACTERS
    )
    span_end: col.Integer = col.integer(
        "Span end", "End of the first span, not included.", nullable=True, ge=0, unit=CHARACTERS
    )
    derived_from: col.Texts = col.texts(
        "Derived from", "Claims it was computed from; empty when stated.", references="claims.claim_id"
    )
    rule: col.Text = col.text("Rule", "The rule that read it; null for coded claims.", nullable=True)
    lang: col.Text = col.choice("Language", "Language of the statement.", LANGUAGES, nullable=True)
    published_at: col.Instant = col.instant("Published", "Time of publication of the statement.")
    published_precision: col.Text = col.choice("Precision", "How exactly that time is known.", PublishedPrecision)
    source: col.Text = col.text("Source", "Channel or outlet; of a coded claim the digitisation.", nullable=True)
    url: col.Text = col.text("Address", "Address of the statement or original post.", nullable=True)

    class Config:
        metadata = {"sort_by": ["published_at", "source", "statement_id", "revision", "span_start", "claim_id"]}

    @pa.dataframe_check(name="low_not_above_high", description="count_low is at most count_high")
    def _low_not_above_high(cls, df: pd.DataFrame) -> Truth:
        return _holds(df["count_low"] <= df["count_high"])

    @pa.dataframe_check(name="exact_is_one_number", description="an exact or implied count is one number")
    def _exact_is_one_number(cls, df: pd.DataFrame) -> Truth:
        exact = df["qualifier"].isin([Qualifier.EXACT.value, Qualifier.IMPLIED.value])
        return ~exact | (df["count_low"] == df["count_high"]).fillna(False)

    @pa.dataframe_check(name="withheld_has_no_count", description="a withheld figure has neither low nor high")
    def _withheld_has_no_count(cls, df: pd.DataFrame) -> Truth:
        return (df["qualifier"] != Qualifier.WITHHELD.value) | (df["count_low"].isna() & df["count_high"].isna())

    @pa.dataframe_check(name="since_only_when_running", description="only a running tally has a start of its own")
    def _since_only_when_running(cls, df: pd.DataFrame) -> Truth:
        return df["since"].isna() | (df["tally"] == Tally.RUNNING.value)

    @pa.dataframe_check(name="weapons_named", description="at least one weapon is named")
    def _weapons_named(cls, df: pd.DataFrame) -> Truth:
        return df["weapons"].map(len) > 0

    @pa.dataframe_check(name="weapon_is_common_ancestor", description="weapon contains each of weapons")
    def _weapon_is_common_ancestor(cls, df: pd.DataFrame) -> Truth:
        contained = [
            weapon == ANY_WEAPON or all(path == weapon or path.startswith(f"{weapon}.") for path in paths)
            for weapon, paths in zip(df["weapon"], df["weapons"], strict=True)
        ]
        return pd.Series(contained, index=df.index, dtype=bool)

    @pa.dataframe_check(name="sides_differ", description="attacker and defender are not the same side")
    def _sides_differ(cls, df: pd.DataFrame) -> Truth:
        return _holds(df["attacker"] != df["defender"])

    @pa.dataframe_check(name="part_has_axis", description="part_axis stands exactly where part_of does")
    def _part_has_axis(cls, df: pd.DataFrame) -> Truth:
        return df["part_of"].isna() == df["part_axis"].isna()

    @pa.dataframe_check(
        name="not_its_own_part", description="a claim is not a part, repetition or correction of itself"
    )
    def _not_its_own_part(cls, df: pd.DataFrame) -> Truth:
        own = [_holds(df[column] != df["claim_id"]) for column in ("part_of", "restates", "corrects")]
        return own[0] & own[1] & own[2]

    @pa.dataframe_check(name="window_has_length", description="window_start is before window_end, or both are null")
    def _window_has_length(cls, df: pd.DataFrame) -> Truth:
        neither = df["window_start"].isna() & df["window_end"].isna()
        return neither | (df["window_start"] < df["window_end"])

    @pa.dataframe_check(name="edges_explained", description="basis and precision stand exactly where the window does")
    def _edges_explained(cls, df: pd.DataFrame) -> Truth:
        start = df["window_start"].isna()
        end = df["window_end"].isna()
        return (
            (df["start_basis"].isna() == start)
            & (df["start_precision"].isna() == start)
            & (df["end_basis"].isna() == end)
            & (df["end_precision"].isna() == end)
        )

    @pa.dataframe_check(name="parsed_has_its_words", description="a parsed claim has a statement, a rule and spans")
    def _parsed_has_its_words(cls, df: pd.DataFrame) -> Truth:
        told = df["statement_id"].notna() & df["revision"].notna() & df["rule"].notna()
        words = (df["spans"].map(len) > 0) | (df["derived_from"].map(len) > 0)
        return (df["method"] != Method.PARSED.value) | (told & words)

    @pa.dataframe_check(name="coded_has_its_source", description="a coded claim has a source, and no spans and no rule")
    def _coded_has_its_source(cls, df: pd.DataFrame) -> Truth:
        bare = df["source"].notna() & df["rule"].isna() & (df["spans"].map(len) == 0)
        return (df["method"] != Method.CODED.value) | bare

    @pa.dataframe_check(name="spans_have_length", description="each span starts at 0 or later and ends after its start")
    def _spans_have_length(cls, df: pd.DataFrame) -> Truth:
        return df["spans"].map(lambda pairs: all(0 <= start < stop for start, stop in pairs)).astype(bool)

    @pa.dataframe_check(name="first_span_repeated", description="span_start and span_end are those of the first span")
    def _first_span_repeated(cls, df: pd.DataFrame) -> Truth:
        same = [
            (pairs[0] if pairs else (None, None)) == (_plain(start), _plain(end))
            for pairs, start, end in zip(df["spans"], df["span_start"], df["span_end"], strict=True)
        ]
        return pd.Series(same, index=df.index, dtype=bool)


def _holds(comparison: Truth) -> Truth:
    """A comparison of nullable columns, true where either side is null."""
    return comparison.astype("boolean").fillna(True).astype(bool)


def _plain(value: object) -> object:
    return None if value is pd.NA else value
