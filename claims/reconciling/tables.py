"""The rows of the tables that account for the work: ``account``, ``comparisons``, ``discrepancies``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from claims.reconciling.figures import Figure
from claims.reconciling.ledger import Ledger


def account_rows(figures: Sequence[Figure], ledger: Ledger) -> Iterator[dict[str, Any]]:
    """A row for each claim. Raises :class:`RuntimeError` when one has vanished, which is an error of the program."""
    listed: dict[str, list[str]] = {}
    for row in ledger.rows.values():
        for claim_id in (*row["claim_ids"], *row["other_claim_ids"]):
            listed.setdefault(claim_id, []).append(row["discrepancy_id"])
    for one in figures:
        if one.claim_id not in ledger.account:
            raise RuntimeError(f"claim {one.claim_id} vanished in reconciliation")
        fate, by = ledger.account[one.claim_id]
        yield {
            "claim_id": one.claim_id,
            "fate": fate,
            "by": by,
            "discrepancy_ids": tuple(sorted(set(listed.get(one.claim_id, ())))),
        }


def comparison_rows(ledger: Ledger) -> list[dict[str, Any]]:
    """How many comparisons of each kind were made, and how many agree."""
    return [
        {"kind": kind, "compared": number, "agree": number - ledger.failed.get(kind, 0)}
        for kind, number in ledger.compared.items()
    ]


def discrepancy_rows(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """The rows of ``discrepancies``."""
    edges = ("window_start", "window_end")
    for row in ledger.rows.values():
        yield row | {edge: _moment(row[edge]) for edge in edges}


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
