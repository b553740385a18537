"""The tables that reconciliation fills: reporting days, episodes, what disagrees, and how claims were accounted for."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa

from claims.model import Outcome, Scope, Unit
from claims.schema import columns as col

DIRECTION = r"^[A-Z]{2}>[A-Z]{2}$"
HOWS = ("stated", "summed", "bounded", "withheld")
WAVES = ("night", "day", "night and day")
SEVERITIES = ("info", "warning", "error")
FATES = (
    "used", "part", "nested", "superseded", "corrected", "restatement", "relay", "coded_duplicate", "running", "recap",
    "listed",
)  # fmt: skip
STATES = ("claimed", "silent", "gap")


class Daily(col.Table):
    """One figure for each reporting day, direction, claimant, scope, weapon group, unit and outcome.

    The figure of a weapon group includes the groups below it (`missile` those of `missile.ballistic`): never add a
    group to one above it. Outcomes overlap too (`neutralised` includes `downed`), and scopes are never added. A day
    without a row is no zero: see `coverage`.
    """

    day: col.Date = col.date("Reporting day", "Local date on which the claimant's reporting day ends.")
    direction: col.Text = col.text("Direction", "Attacker and defender, as `RU>UA`.", matches=DIRECTION)
    claimant: col.Text = col.text("Claimant", "Who makes the claim.", references="claimants.claimant")
    scope: col.Text = col.choice(
        "Scope", "Part of the claimant's area; scopes are never summed with each other.", Scope
    )
    weapon_group: col.Text = col.text("Weapon group", "Taxonomy path.", references="weapons.weapon")
    unit: col.Text = col.choice("Unit", "What is counted.", Unit)
    outcome: col.Text = col.choice("Outcome", "What is claimed to have become of them.", Outcome)
    low: col.Integer = col.integer("Low", "Lowest count.", nullable=True, ge=0, unit="as in column unit")
    high: col.Integer = col.integer(
        "High", "Highest count; null is unbounded.", nullable=True, ge=0, unit="as in column unit"
    )
    how: col.Text = col.choice(
        "How",
        "`stated`: one claim says it; `summed`: several claims of different windows, areas or weapons added up; "
        "`bounded`: windows overlap, a vague figure is limited by its parts or total, or a joint figure of several "
        "weapon groups may add to this one; `withheld`: a part is withheld and no stated total limits it.",
        HOWS,
    )
    basis: col.Text = col.text(
        "Basis",
        "What it rests on: `original` or `restated` statements (`statement` where that isn't known), `relayed` by an "
        "outlet only, or a coded series by its id; several joined with `+`.",
    )
    crosses_share: col.Number = col.number(
        "Share before the boundary",
        "Part of the windows' time that lies before the day's boundary.",
        nullable=True,
        ge=0,
        le=1,
        unit="1",
    )
    claim_ids: col.Texts = col.texts("Claims", "The claims behind the figure.", references="claims.claim_id")

    class Config:
        metadata = {"sort_by": ["day", "direction", "claimant", "scope", "weapon_group", "unit", "outcome"]}

    @pa.dataframe_check(name="low_not_above_high", description="low is at most high")
    def _low_not_above_high(cls, df: pd.DataFrame) -> pd.Series[bool]:
        return (df["low"] <= df["high"]).fillna(True)

    @pa.dataframe_check(name="one_figure_a_cell", description="each day has one figure of a cell")
    def _one_figure_a_cell(cls, df: pd.DataFrame) -> pd.Series[bool]:
        keys = ["day", "direction", "claimant", "scope", "weapon_group", "unit", "outcome"]
        return ~df.assign(day=df["day"].astype("string")).duplicated(keys, keep=False)

    @pa.dataframe_check(name="rests_on_claims", description="at least one claim is behind the figure")
    def _rests_on_claims(cls, df: pd.DataFrame) -> pd.Series[bool]:
        return df["claim_ids"].map(len) > 0


def _low(title: str, unit: str = "weapons") -> Any:
    return col.integer(f"{title}, low", "Lowest count; null where nothing is said.", nullable=True, unit=unit)


def _high(title: str, unit: str = "weapons") -> Any:
    return col.integer(f"{title}, high", "Highest count; null beside a low is unbounded.", nullable=True, unit=unit)


class Episodes(col.Table):
    """One wave of attack in one direction, as each claimant tells it, with the balance of its figures.

    Rows of one `episode_id` stand side by side and are never added to each other.
    """

    episode_id: col.Text = col.text("Episode", "Identity of the wave: direction, date, night or day.")
    direction: col.Text = col.text("Direction", "Attacker and defender, as `RU>UA`.", matches=DIRECTION)
    day: col.Date = col.date("Day", "Date of the wave where it struck; a night is named by its morning.")
    wave: col.Text = col.choice("Wave", "Night, day, or both where the windows cover both.", WAVES)
    claimant: col.Text = col.text("Claimant", "Whose figures these are.", references="claimants.claimant")
    scope: col.Text = col.choice("Scope", "Part of the claimant's area.", Scope)
    weapon_group: col.Text = col.text("Weapon group", "Taxonomy path.", references="weapons.weapon")
    window_start: col.Instant = col.instant("Start", "Start of the earliest window of the wave.")
    window_end: col.Instant = col.instant("End", "End of the latest window, not included.")
    launched_low: col.Integer = _low("Launched")
    launched_high: col.Integer = _high("Launched")
    downed_low: col.Integer = _low("Downed")
    downed_high: col.Integer = _high("Downed")
    suppressed_low: col.Integer = _low("Suppressed")
    suppressed_high: col.Integer = _high("Suppressed")
    lost_low: col.Integer = _low("Lost")
    lost_high: col.Integer = _high("Lost")
    suppressed_or_lost_low: col.Integer = _low("Suppressed or lost")
    suppressed_or_lost_high: col.Integer = _high("Suppressed or lost")
    neutralised_low: col.Integer = _low("Neutralised")
    neutralised_high: col.Integer = _high("Neutralised")
    hit_low: col.Integer = _low("Hit")
    hit_high: col.Integer = _high("Hit")
    hit_places_low: col.Integer = _low("Places hit", "places")
    hit_places_high: col.Integer = _high("Places hit", "places")
    debris_places_low: col.Integer = _low("Places with debris", "places")
    debris_places_high: col.Integer = _high("Places with debris", "places")
    airborne_low: col.Integer = _low("Airborne")
    airborne_high: col.Integer = _high("Airborne")
    crossed_low: col.Integer = _low("Crossed")
    crossed_high: col.Integer = _high("Crossed")
    withheld: col.Texts = col.texts("Withheld", "Which of these figures the claimant refuses to give.")
    accounted_low: col.Integer = col.integer(
        "Accounted for, low", "Lowest sum of results; null without a launched figure.", nullable=True, unit="weapons"
    )
    accounted_high: col.Integer = col.integer(
        "Accounted for, high", "Highest sum of results.", nullable=True, unit="weapons"
    )
    unaccounted_low: col.Integer = col.integer(
        "Unaccounted, low",
        "Lowest launched less highest results; below zero where the claimant accounts for more than were launched.",
        nullable=True,
        unit="weapons",
    )
    unaccounted_high: col.Integer = col.integer(
        "Unaccounted, high", "Highest launched less lowest results.", nullable=True, unit="weapons"
    )
    claim_ids: col.Texts = col.texts("Claims", "The claims behind the figures.", references="claims.claim_id")

    class Config:
        metadata = {"sort_by": ["window_start", "direction", "episode_id", "claimant", "scope", "weapon_group"]}

    @pa.dataframe_check(name="window_has_length", description="window_start is before window_end")
    def _window_has_length(cls, df: pd.DataFrame) -> pd.Series[bool]:
        return df["window_start"] < df["window_end"]

    @pa.dataframe_check(name="low_not_above_high", description="no low is above its high")
    def _low_not_above_high(cls, df: pd.DataFrame) -> pd.Series[bool]:
        holds = pd.Series(True, index=df.index)
        for low in (column for column in df.columns if column.endswith("_low")):
            holds &= (df[low] <= df[low.removesuffix("_low") + "_high"]).fillna(True).astype(bool)
        return holds


class Discrepancies(col.Table):
    """One row for each comparison that fails."""

    discrepancy_id: col.Text = col.text("Discrepancy", "Identity of the row.", unique=True)
    kind: col.Text = col.text("Kind", "Which comparison failed.", matches=r"^[a-z0-9_]+$")
    severity: col.Text = col.choice(
        "Severity",
        "`info`: definitions differ, both can hold; `warning`: the figures can't both hold, or something stays open; "
        "`error`: one text contradicts itself.",
        SEVERITIES,
    )
    size: col.Integer = col.integer(
        "Size", "By how many the figures miss each other (or what stays open).", ge=0, unit="as the figures"
    )
    day: col.Date = col.date("Reporting day", "The day concerned, where it is one.", nullable=True)
    direction: col.Text = col.text("Direction", "As `RU>UA`.", nullable=True, matches=DIRECTION)
    claimant: col.Text = col.text("Claimant", "Who makes the first claim.", references="claimants.claimant")
    window_start: col.Instant = col.instant("Start", "Start of the first claims' windows.", nullable=True)
    window_end: col.Instant = col.instant("End", "End of the first claims' windows, not included.", nullable=True)
    claim_ids: col.Texts = col.texts("Claims", "The claims on the one side.", references="claims.claim_id")
    other_claim_ids: col.Texts = col.texts(
        "Other claims", "The claims on the other side.", references="claims.claim_id"
    )
    expected: col.Text = col.text("Expected", "The interval expected, as `low..high`.", nullable=True)
    found: col.Text = col.text("Found", "The interval found.", nullable=True)
    explanation: col.Text = col.text("Explanation", "One sentence that names the claims.")

    class Config:
        metadata = {"sort_by": ["kind", "discrepancy_id"]}


class Account(col.Table):
    """What became of each claim in reconciliation: one row a claim, none missing."""

    claim_id: col.Text = col.text("Claim", "The claim.", unique=True, references="claims.claim_id")
    fate: col.Text = col.choice(
        "Fate",
        "`used` in `daily`; `part` of the figure `by`; `nested` in the window of `by`; `superseded` by a revision; "
        "`corrected` by `by`; `restatement` or `relay` of `by`; `coded_duplicate` of a post that `by` stands for; "
        "`running` tally or `recap`, compared only; `listed` in `discrepancies` because it can't be placed.",
        FATES,
    )
    by: col.Text = col.text("By", "The claim that stands for it.", nullable=True, references="claims.claim_id")
    discrepancy_ids: col.Texts = col.texts(
        "Discrepancies", "Rows that name it.", references="discrepancies.discrepancy_id"
    )

    class Config:
        metadata = {"sort_by": ["claim_id"]}


class Coverage(col.Table):
    """Which reporting days of a claimant were read: a gap (nothing read) is not a zero, and neither is silence."""

    day: col.Date = col.date("Reporting day", "Local date on which the claimant's reporting day ends.")
    direction: col.Text = col.text("Direction", "Attacker and defender, as `RU>UA`.", matches=DIRECTION)
    claimant: col.Text = col.text("Claimant", "Whose reports.", references="claimants.claimant")
    state: col.Text = col.choice(
        "State",
        "`claimed`: `daily` has figures of its whole area; `silent`: statements were read, none has such a figure; "
        "`gap`: none was read.",
        STATES,
    )
    figures: col.Integer = col.integer("Figures", "Rows of `daily`.", ge=0)
    statements: col.Integer = col.integer(
        "Statements", "Statements of its own channels read that speak of the day; null where they were not given.",
        nullable=True, ge=0,
    )  # fmt: skip

    class Config:
        metadata = {"sort_by": ["direction", "claimant", "day"]}


class Comparisons(col.Table):
    """How many comparisons of each kind were made, and how many agree; the others are in `discrepancies`."""

    kind: col.Text = col.text("Kind", "As in `discrepancies`.", unique=True, matches=r"^[a-z0-9_]+$")
    compared: col.Integer = col.integer("Compared", "Comparisons made.", ge=0)
    agree: col.Integer = col.integer("Agree", "Comparisons that hold.", ge=0)

    class Config:
        metadata = {"sort_by": ["kind"]}

    @pa.dataframe_check(name="agree_not_above_compared", description="agree is at most compared")
    def _agree_not_above_compared(cls, df: pd.DataFrame) -> pd.Series[bool]:
        return df["agree"] <= df["compared"]
