"""Show how a text was read: its words marked, the claims behind each number, the rules, the chunks of the grammar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from claims.explaining.account import Account, account_of
from claims.model import Statement
from claims.parsing.reading import Analysis, analyse
from claims.registry import Registry, load_registry


@dataclass(frozen=True, slots=True)
class Explanation:
    """A statement with everything found in it; :meth:`terminal` and :meth:`html` show it, and so do ``print`` and a
    notebook.
    """

    statement: Statement
    found: Analysis
    registry: Registry

    def account(self) -> Account:
        """The explanation in words, for another view than those of this class."""
        return account_of(self.statement, self.found, self.registry)

    def terminal(self, *, color: bool = True, width: int = 80) -> str:
        """The explanation for a terminal of ``width`` columns (from 40, at most 120 are used). Characters that could
        steer the terminal are shown as symbols.
        """
        from claims.explaining.terminal import terminal

        return terminal([self.account()], color=color, width=width)

    def html(self) -> str:
        """The explanation as one page without scripts or requests; every word of the text is escaped."""
        from claims.explaining.page import page

        return page([self.account()])

    def __str__(self) -> str:
        return self.terminal(color=False)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from claims.explaining.page import fragment

        return fragment(self.account())


def explain(
    text: str,
    *,
    published_at: datetime,
    source: str | None = None,
    lang: str | None = None,
    registry: Registry | None = None,
) -> Explanation:
    """How a text is read. ``published_at`` must be aware (ValueError otherwise)."""
    return explain_statement(Statement(text=text, published_at=published_at, source=source, lang=lang), registry)


def explain_statement(statement: Statement, registry: Registry | None = None) -> Explanation:
    """How a statement is read, with its address and the precision of its time of publication."""
    registry = registry or load_registry()
    return Explanation(statement, analyse(statement, registry), registry)
