"""The tables of what was read: statements, and the problems met in reading them."""

from __future__ import annotations

import hashlib

import pandas as pd
import pandera.pandas as pa

from claims.languages import LANGUAGES
from claims.model import NoClaims, PublishedPrecision, TextStatus, Verdict
from claims.schema import columns as col


class Statements(col.Table):
    """Every revision of every statement read: one published text by, or quoting, an official source."""

    statement_id: col.Text = col.text(
        "Statement", "The statement's identity: its address, or `text:` and a hash where it has none."
    )
    revision: col.Integer = col.integer(
        "Revision",
        "0 for the oldest text of this statement in the build, then 1, 2, ...: restated texts before original ones, "
        "then by time of editing or publication. The highest is the one in force.",
        ge=0,
    )
    source: col.Text = col.text("Source", "Channel or outlet, an id of the registry; null when unknown.", nullable=True)
    claimant: col.Text = col.text(
        "Claimant", "Who speaks in this channel; null for an outlet.", nullable=True, references="claimants.claimant"
    )
    lang: col.Text = col.choice("Language", "Language of the text, given or detected.", LANGUAGES, nullable=True)
    published_at: col.Instant = col.instant(
        "Published", "Time of publication; with precision `day` the day's end in the source's zone."
    )
    published_precision: col.Text = col.choice(
        "Precision", "How exactly the time of publication is known.", PublishedPrecision
    )
    edited_at: col.Instant = col.instant("Edited", "Time of the last edit, where the source tells it.", nullable=True)
    retrieved_at: col.Instant = col.instant("Retrieved", "When the text was fetched, where known.", nullable=True)
    url: col.Text = col.text("Address", "Address of the statement.", nullable=True)
    relay_of: col.Texts = col.texts("Relay of", "Addresses of the statements that this one relays.")
    text_status: col.Text = col.choice(
        "Text status", "Whether the text is the original, restated in our own words, or none.", TextStatus
    )
    text: col.Text = col.text("Text", "The text as read; spans count its characters (Unicode code points).")
    sha256: col.Text = col.text("SHA-256", "Hex SHA-256 of the text in UTF-8.", matches=r"^[0-9a-f]{64}$")
    verdict: col.Text = col.choice("Verdict", "What reading came to.", Verdict)
    reason: col.Text = col.text(
        "Reason", "Why there are no claims, or why the text can't be read; null with claims.", nullable=True
    )

    class Config:
        metadata = {"sort_by": ["published_at", "statement_id", "revision"]}

    @pa.dataframe_check(name="one_row_per_revision", description="statement_id and revision together are unique")
    def _one_row_per_revision(cls, df: pd.DataFrame) -> pd.Series[bool]:
        return ~df.duplicated(["statement_id", "revision"], keep=False)

    @pa.dataframe_check(name="sha256_is_of_the_text", description="sha256 is the hash of the text")
    def _sha256_is_of_the_text(cls, df: pd.DataFrame) -> pd.Series[bool]:
        hashes = df["text"].map(lambda value: hashlib.sha256(str(value).encode()).hexdigest())
        return hashes.astype("string") == df["sha256"]

    @pa.dataframe_check(name="reason_unless_claims", description="a reason stands exactly where there are no claims")
    def _reason_unless_claims(cls, df: pd.DataFrame) -> pd.Series[bool]:
        return (df["verdict"] == Verdict.HAS_CLAIMS.value) == df["reason"].isna()

    @pa.dataframe_check(name="reason_is_known", description="the reason of no_claims is one of the known ones")
    def _reason_is_known(cls, df: pd.DataFrame) -> pd.Series[bool]:
        without = df["verdict"] == Verdict.NO_CLAIMS.value
        return ~without | df["reason"].isin([reason.value for reason in NoClaims])


class Problems(col.Table):
    """What a user of the data should know of a statement or a coded record: doubts, corrections, unknown words."""

    source: col.Text = col.text("Source", "Channel, outlet or digitisation.", nullable=True)
    statement_id: col.Text = col.text("Statement", "The statement concerned; null for a coded record.", nullable=True)
    revision: col.Integer = col.integer("Revision", "Its revision; null for a coded record.", nullable=True, ge=0)
    claim_id: col.Text = col.text("Claim", "The claim concerned, where it is one.", nullable=True)
    kind: col.Text = col.text("Kind", "Short id of the kind of problem.", matches=r"^[a-z0-9_]+$")
    span_start: col.Integer = col.integer(
        "Span start", "First character concerned.", nullable=True, ge=0, unit="characters of the text"
    )
    span_end: col.Integer = col.integer(
        "Span end", "Character after the last one concerned.", nullable=True, ge=0, unit="characters of the text"
    )
    word: col.Text = col.text("Words", "The words concerned.", nullable=True)
    explanation: col.Text = col.text("Explanation", "What is the matter, in a sentence.")

    class Config:
        metadata = {
            "sort_by": [
                "source",
                "statement_id",
                "revision",
                "claim_id",
                "kind",
                "span_start",
                "span_end",
                "word",
                "explanation",
            ]
        }

    @pa.dataframe_check(name="span_has_length", description="span_start is before span_end, or both are null")
    def _span_has_length(cls, df: pd.DataFrame) -> pd.Series[bool]:
        neither = df["span_start"].isna() & df["span_end"].isna()
        return neither | (df["span_start"] < df["span_end"]).fillna(False)
