"""The tables that reconciliation fills: reporting days, episodes and what disagrees.

Empty until reconciliation is part of a build.
"""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from claims.model import Outcome, Scope, Unit
from claims.schema import columns as col

DIRECTION = r"^[A-Z]{2}>[A-Z]{2}$"


class Daily(col.Table):
    """One figure for each reporting day, direction, claimant, scope, weapon group, unit and outcome."""

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
    how: col.Text = col.text("How", "How the figure was come by: stated, summed, bounded.")
    basis: col.Text = col.text(
        "Basis", "What it rests on: original or restated statements, or a coded series by its id."
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


class Episodes(col.Table):
    """One wave of attack in one direction, with the balance of each claimant's figures."""

    episode_id: col.Text = col.text("Episode", "Identity of the episode.")
    direction: col.Text = col.text("Direction", "Attacker and defender, as `RU>UA`.", matches=DIRECTION)
    claimant: col.Text = col.text("Claimant", "Whose figures are balanced.", references="claimants.claimant")
    scope: col.Text = col.choice("Scope", "Part of the claimant's area.", Scope)
    weapon_group: col.Text = col.text("Weapon group", "Taxonomy path.", references="weapons.weapon")
    window_start: col.Instant = col.instant("Start", "Start of the earliest window.")
    window_end: col.Instant = col.instant("End", "End of the latest window, not included.")
    launched_low: col.Integer = col.integer("Launched, low", "Lowest count.", nullable=True, ge=0, unit="weapons")
    launched_high: col.Integer = col.integer("Launched, high", "Highest count.", nullable=True, ge=0, unit="weapons")
    accounted_low: col.Integer = col.integer(
        "Accounted for, low", "Lowest sum of results.", nullable=True, ge=0, unit="weapons"
    )
    accounted_high: col.Integer = col.integer(
        "Accounted for, high", "Highest sum of results.", nullable=True, ge=0, unit="weapons"
    )
    unaccounted_low: col.Integer = col.integer(
        "Unaccounted, low", "Lowest launched less highest results.", nullable=True, unit="weapons"
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


class Discrepancies(col.Table):
    """One row for each comparison that fails."""

    discrepancy_id: col.Text = col.text("Discrepancy", "Identity of the row.", unique=True)
    kind: col.Text = col.text("Kind", "Which comparison failed.", matches=r"^[a-z0-9_]+$")
    severity: col.Text = col.choice("Severity", "How much it matters.", ("info", "warning", "error"))
    claim_ids: col.Texts = col.texts("Claims", "The claims on the one side.", references="claims.claim_id")
    other_claim_ids: col.Texts = col.texts(
        "Other claims", "The claims on the other side.", references="claims.claim_id"
    )
    expected: col.Text = col.text("Expected", "The interval expected, as `low..high`.", nullable=True)
    found: col.Text = col.text("Found", "The interval found.", nullable=True)
    explanation: col.Text = col.text("Explanation", "One sentence that names the claims.")

    class Config:
        metadata = {"sort_by": ["kind", "discrepancy_id"]}
