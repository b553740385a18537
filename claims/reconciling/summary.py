"""What reconciliation came to, for people: what was compared, what agrees, and the largest disagreements."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import pandas as pd

from claims.reconciling.ledger import MEANINGS, Fate

LARGEST = 10
INDENT = 4

TITLES = {
    "claim_id_twice": "claim ids that stand more than once",
    "claimants_differ": "two claimants of one side, whole area, one day",
    "correction_changed_figure": "corrections and what they replace",
    "correction_out_of_order": "corrections of later posts",
    "digitisation_against_reading": "a third party's coding of a post against our reading",
    "digitisation_unmatched": "reports that another coded series does not have",
    "digitisations_differ": "one coded series against another, same report",
    "front_exceeds_reports": "combat-zone bulletins against reports",
    "headline_differs": "headline or later mention against the body",
    "not_placed": "claims without window, direction or possible count",
    "outcome_differs": "the same number of another outcome, same report",
    "outcome_undivided": "one figure for several ends that another source parts",
    "outcomes_exceed_launched": "results against what was launched, one report",
    "overlap_unresolved": "windows that overlap and can't be told apart",
    "part_exceeds_whole": "a part of the area, or one not told, against the whole",
    "parts_below_total": "parts said to be all against their total",
    "parts_exceed_total": "parts against their total",
    "parts_in_a_circle": "claims that are parts of themselves",
    "recap_differs": "recaps against the reports they cover",
    "region_exceeds_report": "officials of a region against the report's figure for it",
    "relay_adds_figure": "relayed figures that the post does not have",
    "relay_changed_figure": "relays against their originals",
    "relay_changed_outcome": "relays that give the number another outcome",
    "revision_changed_figure": "revisions against the text they replace",
    "revision_dropped_figure": "figures that a revision dropped",
    "sides_differ": "the two sides on one wave",
    "tally_advance_differs": "what a running tally adds against the day's figure",
    "tally_below_reports": "running tally by month against reports of the side",
    "tally_steps_back": "running tally against the one before",
    "wider_below_narrower": "a day's 'eliminated' against what others report downed",
    "window_told_twice": "two reports of exactly one window",
    "withheld_but_given": "a figure withheld by one and given by another",
}
"""What each kind compares, in a few words."""


def rows_of(table: pd.DataFrame) -> list[Any]:
    """The rows with their columns as attributes."""
    return list(table.itertuples(index=False))


def comparisons(table: pd.DataFrame) -> tuple[int, int]:
    """How many comparisons were made, and how many agree, of the table ``comparisons``."""
    return int(table["compared"].sum()), int(table["agree"].sum())


def summary(
    comparisons_table: pd.DataFrame,
    account: pd.DataFrame,
    discrepancies: pd.DataFrame,
    width: int = 100,
    limit: int | None = None,
) -> str:
    """The tables ``comparisons``, ``account`` and ``discrepancies`` in a page of text, ``width`` columns wide.

    ``limit`` is how many disagreements are told: the ten largest without it, all with 0.
    """
    limit = LARGEST if limit is None else limit or len(discrepancies)
    made, agree = comparisons(comparisons_table)
    lines = [f"{len(account):,} claims, each accounted for:"]
    lines += _account(account, width)
    lines += ["", f"{made:,} comparisons: {agree:,} agree, {made - agree:,} disagree or stay open."]
    lines += _kinds(comparisons_table)
    largest = discrepancies.sort_values(["size", "discrepancy_id"], ascending=[False, True])
    if limit < len(largest):
        # one overlap shows in each outcome and weapon group: told once, it leaves room for others
        largest = largest.drop_duplicates(["kind", "claimant", "window_end"]).head(limit)
    if len(largest):
        lines += [
            "",
            f"The largest disagreements ({len(largest)} of {len(discrepancies):,}; --kind and --limit show more):",
        ]
        lines += told(largest, width)
    return "\n".join(lines) + "\n"


def _account(account: pd.DataFrame, width: int) -> Iterator[str]:
    counts = account["fate"].value_counts()
    for fate in Fate:
        if number := int(counts.get(fate.value, 0)):
            head = f"  {number:>7,}  {fate.value.replace('_', ' '):<16} "
            yield textwrap.fill(
                head + MEANINGS[fate].replace("`by`", "another claim"), width, subsequent_indent=" " * 28
            )


def _kinds(table: pd.DataFrame) -> Iterator[str]:
    yield "   compared   agree"
    for row in rows_of(table.sort_values("kind")):
        title = TITLES.get(str(row.kind), str(row.kind).replace("_", " "))
        yield f"  {int(row.compared):>9,}{int(row.agree):>8,}  {title}"


def told(discrepancies: pd.DataFrame, width: int) -> Iterator[str]:
    """Each discrepancy as a numbered sentence with its kind, severity and size."""
    for number, row in enumerate(rows_of(discrepancies), start=1):
        head = f"{number:>3}. {str(row.kind).replace('_', ' ')} ({row.severity}, by {int(row.size)}): "
        sentence = str(row.explanation)
        yield textwrap.fill(
            head + sentence[:1].upper() + sentence[1:] + ".",
            width,
            subsequent_indent=" " * (INDENT + 1),
            break_long_words=False,
            break_on_hyphens=False,
        )
