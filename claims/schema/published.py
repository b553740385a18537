"""The tables that only a release has: statements without texts that are not ours, quotations, and changes."""

from __future__ import annotations

import hashlib

import pandas as pd
import pandera.pandas as pa

from claims.model import TextStatus
from claims.schema import columns as col
from claims.schema.statements import Statements

LONGEST_QUOTATION = 200  # characters of an original, for one claim

WHY = {
    "new_statement": "the statement was not in the previous release",
    "statement_withdrawn": "the statement is no longer in the release",
    "revision": "the statement has a revision that the previous release did not have",
    "text_changed": "the text of the same revision is another",
    "coded_series": "the coded series is new, gone or another edition",
    "parser": "the same text is read differently, by another version of the parser",
    "registry": "an entry of the registries was changed",
    "claims": "claims behind the row were added, changed or withdrawn",
    "method": "the same claims come to another result, by another version of the package",
    "unknown": "neither the inputs nor the package tell why",
}
"""The reasons, with what each means."""


class PublicStatements(Statements):
    """Every revision of every statement read, with the text of those that are restated in our own words.

    The text of an original post is its author's and is left out here; `sha256` is of the text that was read, so that
    who has it can tell that it is the same. The words behind its claims are in `quotations`.
    """

    text: col.Text = col.text(
        "Text",
        "The text as read, where it is restated; null for an original. Spans count its characters (code points).",
        nullable=True,
    )

    class Config:
        metadata = {"sort_by": ["published_at", "statement_id", "revision"]}

    @pa.dataframe_check(name="sha256_is_of_the_text", description="sha256 is the hash of the text, where that is there")
    def _sha256_is_of_the_text(cls, df: pd.DataFrame) -> pd.Series[bool]:
        hashes = df["text"].map(lambda value: hashlib.sha256(str(value).encode()).hexdigest())
        return df["text"].isna() | (hashes.astype("string") == df["sha256"])

    @pa.dataframe_check(name="text_only_restated", description="a text stands exactly where it is restated")
    def _text_only_restated(cls, df: pd.DataFrame) -> pd.Series[bool]:
        return df["text"].notna() == (df["text_status"] == TextStatus.RESTATED.value)


class Quotations(col.Table):
    """The words that each parsed claim rests on, one row for each place where the statement says it."""

    claim_id: col.Text = col.text("Claim", "The claim.", references="claims.claim_id")
    place: col.Integer = col.integer("Place", "0 for the first of the claim's spans, then 1, 2, ...", ge=0)
    words: col.Text = col.text("Words", "The words, as they stand in the text that was read.")
    shortened: col.Flag = col.flag(
        "Shortened",
        f"Whether words were left out, as an original is quoted with at most {LONGEST_QUOTATION} characters.",
    )

    class Config:
        metadata = {"sort_by": ["claim_id", "place"]}

    @pa.dataframe_check(name="one_row_a_place", description="claim_id and place together are unique")
    def _one_row_a_place(cls, df: pd.DataFrame) -> pd.Series[bool]:
        return ~df.duplicated(["claim_id", "place"], keep=False)


class Changes(col.Table):
    """One row for each row of a table that the previous release has not, has otherwise, or had."""

    table_name: col.Text = col.text("Table", "The table.")
    key: col.Text = col.text("Key", "The columns that name the row, as a JSON object.")
    change: col.Text = col.choice("Change", "What became of the row.", ("added", "changed", "withdrawn"))
    why: col.Texts = col.texts("Why", "Why: " + "; ".join(f"`{name}`: {told}" for name, told in WHY.items()) + ".")
    series: col.Texts = col.texts("Series", "The coded series that the row rests on, now or before.")
    columns: col.Texts = col.texts("Columns", "Of a changed row the columns that differ.")
    before: col.Text = col.text("Before", "Those columns before, as a JSON object.", nullable=True)
    after: col.Text = col.text("After", "Those columns now, as a JSON object.", nullable=True)

    class Config:
        metadata = {"sort_by": ["table_name", "change", "key"]}
