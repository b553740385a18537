"""Stopped: downed, jammed and lost as one figure, without counting a weapon twice.

Claimants change their words: some posts give one figure for everything that was stopped (``neutralised``), others give
downed, jammed and lost apart, others the downed only. To put them on one axis the figures of one reporting day are
joined here by the sets of fates that the table ``outcomes`` gives each outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from claims.analysis.frames import each
from claims.model import Outcome

STOPPED = "stopped"
"""Name of the joined outcome; it is none of the registry's."""


@dataclass(frozen=True, slots=True)
class Told:
    """One outcome's figure in a cell, with the claims behind it."""

    outcome: str
    low: int
    high: int | None
    claim_ids: Sequence[str]


class Joiner:
    """Joins the figures of a cell (one claimant, day, scope and weapon group) to one interval."""

    def __init__(self, claims: pd.DataFrame, outcomes: pd.DataFrame) -> None:
        fates = {row.outcome: frozenset(row.fates) for row in each(outcomes)}
        self._fates: Mapping[str, frozenset[str]] = fates
        self._whole = fates[Outcome.NEUTRALISED.value]
        self.outcomes = tuple(sorted(name for name, ends in fates.items() if ends <= self._whole))
        parts = claims[claims["part_of"].notna()]
        self.parents = dict(zip(parts["claim_id"], parts["part_of"], strict=True))
        windowed = claims[claims["window_start"].notna() & claims["window_end"].notna()]
        edges = (pd.to_datetime(windowed[name], utc=True).astype("int64") for name in ("window_start", "window_end"))
        self._windows = dict(zip(windowed["claim_id"], zip(*edges, strict=True), strict=True))

    def join(self, told: Iterable[Told]) -> tuple[int, int | None] | None:
        """The interval of what the cell's claims state as stopped; None where they state nothing.

        What is not stated adds nothing: where only the downed are told, the figure is the downed. Parts of a stated
        whole are in it already. Figures whose relation is not told and whose windows overlap give bounds: at least the
        larger, at most the sum.
        """
        rows = [one for one in told if one.outcome in self.outcomes]
        wholes = [one for one in rows if self._fates[one.outcome] == self._whole]
        parts = [one for one in rows if self._fates[one.outcome] != self._whole]
        if not wholes:
            return self._parts(parts) if parts else None
        whole = (sum(one.low for one in wholes), _sum(one.high for one in wholes))
        inside = {claim for one in wholes for claim in one.claim_ids}
        outside = [one for one in parts if not all(self._within(claim, inside) for claim in one.claim_ids)]
        if not outside or self._parts(parts) == whole:
            return whole
        apart = not any(self._overlap(claim, inside) for one in outside for claim in one.claim_ids)
        mixed = any(self._within(claim, inside) for one in outside for claim in one.claim_ids)
        more = self._parts(outside)
        high = _sum([whole[1], more[1]])
        if apart and not mixed:
            return whole[0] + more[0], high
        return max(whole[0], self._parts(parts)[0]), high

    def _parts(self, parts: Sequence[Told]) -> tuple[int, int | None]:
        """The sum of figures of different fates; figures that share a fate count as the larger at the least."""
        kept = 0
        taken: list[tuple[frozenset[str], int]] = []
        for one in sorted(parts, key=lambda one: -len(self._fates[one.outcome])):
            ends = self._fates[one.outcome]
            over = sum(low for other, low in taken if other & ends)
            kept += max(0, one.low - over)
            taken.append((ends, one.low))
        return kept, _sum(one.high for one in parts)

    def _within(self, claim: str, inside: set[str]) -> bool:
        seen: set[str] = set()
        above: Any = claim
        while isinstance(above, str) and above not in seen:
            if above in inside:
                return True
            seen.add(above)
            above = self.parents.get(above)
        return False

    def _overlap(self, claim: str, others: Iterable[str]) -> bool:
        own = self._windows.get(claim)
        spans = [self._windows.get(other) for other in others]
        return own is None or any(span is None or (own[0] < span[1] and span[0] < own[1]) for span in spans)


def _sum(values: Iterable[int | None]) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
