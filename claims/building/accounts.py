"""The accounting of a build: everything that goes in comes out somewhere, counted by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from claims.model import Verdict
from claims.schema import TABLES

_ORDER = list(TABLES)


@dataclass
class Accounts:
    """The sums of one build, filled while it runs.

    ``pieces`` is the number of statements in: every statement read from the inputs and every piece of input rejected.
    """

    pieces: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)  # records that are no statements, not among the pieces
    repeated: int = 0
    with_claims: int = 0
    without_claims: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)
    coded: dict[str, tuple[int, int]] = field(default_factory=dict)  # series -> claims, records rejected
    rows: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # table -> in, valid, quarantined
    problems: Counter[str] = field(default_factory=Counter)
    compared: tuple[int, int] = (0, 0)  # comparisons made, and those that agree

    def add_verdicts(self, verdicts: Mapping[tuple[str, str | None], int]) -> None:
        """Add numbers of readings by verdict and reason."""
        for (verdict, reason), number in verdicts.items():
            if verdict == Verdict.HAS_CLAIMS:
                self.with_claims += number
            elif verdict == Verdict.NO_CLAIMS:
                self.without_claims[reason or "other"] += number
            else:
                self.unreadable[reason or "other"] += number

    def add_rows(self, rows: Mapping[str, tuple[int, int, int]]) -> None:
        """Add numbers of rows, by table: in, valid and quarantined."""
        for name, numbers in rows.items():
            given, valid, quarantined = (
                old + new for old, new in zip(self.rows.get(name, (0, 0, 0)), numbers, strict=True)
            )
            self.rows[name] = (given, valid, quarantined)

    def check(self) -> None:
        """Raise :class:`RuntimeError` when what went in is not what came out, which is an error of the program."""
        out = self.with_claims + self.without_claims.total() + self.unreadable.total()
        if self.pieces != out + self.repeated + self.rejected.total():
            raise RuntimeError(f"the statements do not add up: {self}")
        for name, (given, valid, quarantined) in self.rows.items():
            if given != valid + quarantined:
                raise RuntimeError(f"the rows of {name} do not add up: {given} in, {valid} + {quarantined} out")

    def text(self) -> str:
        """The sums for people, a few lines."""
        lines = [
            f"statements in: {self.pieces} = {self.with_claims} with claims"
            f" + {_sum(self.without_claims)} without"
            f" + {_sum(self.unreadable)} unreadable"
            f" + {self.repeated} repeated"
            f" + {_sum(self.rejected)} rejected at reading"
        ]
        if self.passed_over:
            lines.append(f"records that are no statements, passed over: {_sum(self.passed_over)}")
        for series, (found, rejected) in sorted(self.coded.items()):
            lines.append(f"coded series {series}: {found} claims, {rejected} records rejected")
        lines += [
            f"rows of {name} in: {given} = {valid} valid + {quarantined} quarantined"
            for name, (given, valid, quarantined) in sorted(self.rows.items(), key=lambda item: _ORDER.index(item[0]))
            if given
        ]
        lines.append(f"problems: {_sum(self.problems)}")
        made, agree = self.compared
        lines.append(f"comparisons: {made}, of which {agree} agree; `claims reconcile` tells of the others")
        return "\n".join(lines)

    def facts(self) -> Iterator[dict[str, Any]]:
        """The same sums as rows of the table ``builds``."""
        yield _fact("statements", "in", None, self.pieces)
        yield _fact("statements", "with_claims", None, self.with_claims)
        yield _fact("statements", "repeated", None, self.repeated)
        for verdict, counts in (
            ("without_claims", self.without_claims),
            ("unreadable", self.unreadable),
            ("rejected", self.rejected),
            ("passed_over", self.passed_over),
        ):
            for reason, number in counts.items():
                yield _fact("statements", verdict, reason, number)
        for series, (found, rejected) in self.coded.items():
            yield _fact("coded", series, "claims", found)
            yield _fact("coded", series, "rejected", rejected)
        for name, numbers in self.rows.items():
            for part, number in zip(("in", "valid", "quarantined"), numbers, strict=True):
                yield _fact("rows", name, part, number)
        for kind, number in self.problems.items():
            yield _fact("problems", kind, None, number)


def _sum(counts: Counter[str]) -> str:
    if not counts:
        return "0"
    reasons = ", ".join(f"{reason} {number}" for reason, number in sorted(counts.items()))
    return f"{counts.total()} ({reasons})"


def _fact(section: str, name: str, reason: str | None, number: int) -> dict[str, Any]:
    return {"section": section, "name": name, "reason": reason, "number": number}
