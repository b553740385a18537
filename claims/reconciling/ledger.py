"""What reconciliation writes down while it works: what became of each claim, what was compared, what disagrees."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from claims.reconciling.figures import Figure
from claims.reconciling.intervals import Interval, gap, meet, words


class Fate(StrEnum):
    """What became of a claim in reconciliation."""

    USED = "used"
    PART = "part"
    NESTED = "nested"
    SUPERSEDED = "superseded"
    CORRECTED = "corrected"
    RESTATEMENT = "restatement"
    RELAY = "relay"
    CODED_DUPLICATE = "coded_duplicate"
    RUNNING = "running"
    RECAP = "recap"
    LISTED = "listed"


MEANINGS = {
    Fate.USED: "its figure is in `daily`",
    Fate.PART: "it is a part of the figure `by`, which stands for it",
    Fate.NESTED: "its report lies within the window of `by` and adds nothing",
    Fate.SUPERSEDED: "a later revision of its statement is in force",
    Fate.CORRECTED: "a later post, claim `by`, replaces it",
    Fate.RESTATEMENT: "it repeats `by` in the same statement or another one of its claimant",
    Fate.RELAY: "it relays `by`",
    Fate.CODED_DUPLICATE: "a third party coded the post that `by` stands for",
    Fate.RUNNING: "a running tally: compared, never a figure of a day",
    Fate.RECAP: "a recap of a longer time: compared, never a figure of a day",
    Fate.LISTED: "it can't be placed (no window, direction or usable count) and is listed in `discrepancies`",
}


class Severity(StrEnum):
    """``info``: two definitions, both can hold. ``warning``: figures that can't both hold, or are left open.

    ``error``: one text contradicts itself.
    """

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(slots=True)
class Ledger:
    """The account of claims, the rows of discrepancies and the number of comparisons, filled step by step."""

    account: dict[str, tuple[Fate, str | None]] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    compared: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def settle(self, figure: Figure, fate: Fate, by: Figure | None = None) -> None:
        """Write down what became of a claim; the first word stands."""
        self.account.setdefault(figure.claim_id, (fate, by.claim_id if by else None))

    def settled(self, figure: Figure) -> bool:
        """Whether it is written what became of the claim."""
        return figure.claim_id in self.account

    def agree(self, kind: str, number: int = 1) -> None:
        """Count comparisons that hold."""
        self.compared[kind] += number

    def disagree(
        self,
        kind: str,
        severity: Severity,
        size: int,
        claims: Iterable[Figure],
        others: Iterable[Figure],
        explanation: str,
        expected: Interval | None = None,
        found: Interval | None = None,
        day: date | None = None,
    ) -> None:
        """Count a comparison that fails, and write it down."""
        some, more = list(claims), list(others)
        ids, other_ids = ids_of(some), ids_of(more)
        first = (some or more)[0]
        told = [words(one) if one else None for one in (expected, found)]
        digest = hashlib.sha256("\n".join((kind, *ids, "", *other_ids, explanation)).encode()).hexdigest()[:16]
        if digest in self.rows:
            return
        self.compared[kind] += 1
        self.failed[kind] += 1
        self.rows[digest] = {
            "discrepancy_id": digest,
            "kind": kind,
            "severity": severity,
            "size": size,
            "day": day,
            "direction": first.direction,
            "claimant": first.claimant,
            "window_start": min((one.start for one in some if one.start is not None), default=None),
            "window_end": max((one.end for one in some if one.end is not None), default=None),
            "claim_ids": ids,
            "other_claim_ids": other_ids,
            "expected": told[0],
            "found": told[1],
            "explanation": explanation,
        }

    def compare(
        self,
        kind: str,
        severity: Severity,
        expected: tuple[Interval, Sequence[Figure]],
        found: tuple[Interval, Sequence[Figure]],
        explanation: Any,
        day: date | None = None,
    ) -> bool:
        """Compare two intervals of the same thing; a row, with ``explanation()``, where none lies in both."""
        if meet(expected[0], found[0]):
            self.agree(kind)
            return True
        self.disagree(
            kind,
            severity,
            gap(expected[0], found[0]),
            found[1],
            expected[1],
            explanation(),
            expected[0],
            found[0],
            day,
        )
        return False


def ids_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    """The claim ids in the order of the figures, each once."""
    return tuple(dict.fromkeys(one.claim_id for one in sorted(figures, key=lambda one: one.key)))
