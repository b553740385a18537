"""What a converter returns, and how it counts: rows in = rows with claims + rows skipped, by reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from claims.coded.rows import CodedRow


class ConversionError(ValueError):
    """The original table can't be read at all; the message names the file and what to do."""


class UnusableRowError(ValueError):
    """One row of the original table can't be coded. ``reason`` is a short id, the message says what is wrong."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row of the original table without claims: its id or line, the reason and the words."""

    original_row: str
    reason: str
    explanation: str


@dataclass(slots=True)
class Conversion:
    """The outcome of converting one table: coded rows, skipped rows, and the figures that were not coded, by reason."""

    rows_in: int = 0
    rows: list[CodedRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    figures_not_coded: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    quirks: Counter[str] = field(default_factory=Counter)

    def skip(self, original_row: str, reason: str, explanation: str) -> None:
        """Count a row that gives no claim."""
        self.skipped.append(Skipped(original_row, reason, explanation))

    @property
    def rows_with_claims(self) -> int:
        """How many rows of the original table gave at least one claim."""
        return len({row.original_row for row in self.rows})

    def problem_kinds(self) -> dict[str, int]:
        """Problems of the coded rows, counted by kind, in the order of the kinds."""
        kinds = Counter(problem.partition(":")[0] for row in self.rows for problem in row.problems)
        return dict(sorted(kinds.items()))
