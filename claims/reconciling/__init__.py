"""Reconciliation: one account of who claims what, without double counting.

:func:`reconcile` goes through, in this order,

- what is no longer in force (:mod:`~claims.reconciling.replaced`), and totals and parts
  (:mod:`~claims.reconciling.forest`);
- what is told again (:mod:`~claims.reconciling.repeats`), and what several bases have of one post
  (:mod:`~claims.reconciling.posts`, :mod:`~claims.reconciling.reports`);
- windows to reporting days (:mod:`~claims.reconciling.items`, :mod:`~claims.reconciling.windows`,
  :mod:`~claims.reconciling.daily`), and waves of attack (:mod:`~claims.reconciling.episodes`);
- comparisons between claimants (:mod:`~claims.reconciling.claimants`), with tallies and recaps
  (:mod:`~claims.reconciling.tallies`).

Every claim's fate is in ``account``.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from claims.model import Tally
from claims.reconciling.claimants import compare_claimants
from claims.reconciling.coverage import coverage_rows, statements_read
from claims.reconciling.daily import daily_figures, daily_rows
from claims.reconciling.days import Days
from claims.reconciling.episodes import episode_rows
from claims.reconciling.figures import COLUMNS, TIMES, Figure, read_figures
from claims.reconciling.forest import Forest, compare_parts
from claims.reconciling.items import Items
from claims.reconciling.launched import compare_with_launched
from claims.reconciling.ledger import Fate, Ledger, Severity
from claims.reconciling.posts import Bases
from claims.reconciling.repeats import Repeats
from claims.reconciling.replaced import in_force
from claims.reconciling.reports import set_duplicates_aside
from claims.reconciling.tallies import compare_recaps, compare_tallies
from claims.reconciling.windows import Windows
from claims.reconciling.wording import Wording
from claims.registry import Registry, load_registry

__all__ = [
    "CLAIM_COLUMNS", "STATEMENT_COLUMNS", "Figures", "Given", "Reconciliation", "figures_of", "given", "reconcile",
    "reconciled",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What reconciliation comes to, as typed tables (columns: ``claims/schema/reconciliation.py``, the dictionary).

    ``daily`` a figure for each reporting day; ``episodes`` waves of attack with their balance; ``discrepancies`` what
    disagrees; ``account`` what became of every claim; ``coverage`` which days were read at all; ``comparisons`` how
    many of each kind were made and agree.
    """

    daily: pd.DataFrame
    episodes: pd.DataFrame
    discrepancies: pd.DataFrame
    account: pd.DataFrame
    coverage: pd.DataFrame
    comparisons: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, as in a build."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def reconcile(
    claims_df: pd.DataFrame,
    statements_df: pd.DataFrame | None = None,
    registry: Registry | Path | None = None,
) -> Reconciliation:
    """Reconcile claims (columns of the table ``claims``, as from :func:`claims.load`) with one another.

    ``statements_df`` (the table ``statements``) adds which revision is in force, what is original and what restated,
    which posts an article relays, and which days were read without a claim; without it no day is called silent, only a
    gap. ``registry`` is a registry or a directory laid over ours. Neither frame is changed; the order of rows does not
    matter. Times without a zone are taken as UTC. Raises :class:`ValueError` when ``claims_df`` lacks a needed column.
    """
    if not isinstance(registry, Registry):
        registry = load_registry(registry)
    return reconciled(given(figures_of(claims_df, registry), statements_df, registry), registry)


CLAIM_COLUMNS: Final = (*COLUMNS, *TIMES)
STATEMENT_COLUMNS: Final = ("statement_id", "revision", "source", "published_at", "relay_of", "text_status")
"""The columns that reconciliation looks at."""


@dataclass(frozen=True, slots=True)
class Given:
    """What reconciliation takes from claims and statements; with it the DataFrames are needed no more."""

    figures: list[Figure]
    repeated: list[str]
    latest: dict[str, int]
    status: dict[str, str]
    relays: dict[str, tuple[str, ...]]
    read: dict[str, Counter[date]] | None


Figures = tuple[list[Figure], list[str]]
"""The figures of the claims, and the ids that stand more than once."""


def figures_of(claims_df: pd.DataFrame, registry: Registry) -> Figures:
    """The first third of :func:`reconcile`, for a caller that has no room for all at once."""
    with _no_collections():
        return read_figures(claims_df, registry)


def given(figures: Figures, statements_df: pd.DataFrame | None, registry: Registry) -> Given:
    """The second third of :func:`reconcile`."""
    with _no_collections():
        read = statements_read(figures[0], statements_df, Days(registry), registry)
        latest, status, relays = _statements(statements_df, figures[0])
        return Given(*figures, latest, status, relays, read)


def reconciled(told: Given, registry: Registry) -> Reconciliation:
    """The last third of :func:`reconcile`."""
    with _no_collections():
        return _reconciled(told, registry)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Without the collector of circular garbage: it would look through all records again and again and find none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _reconciled(told: Given, registry: Registry) -> Reconciliation:
    figures = told.figures
    ledger, wording, days = Ledger(), Wording(registry), Days(registry)
    known = {one.claim_id: one for one in figures}
    for claim_id in told.repeated:
        one = known[claim_id]
        ledger.disagree(
            "claim_id_twice", Severity.ERROR, 0, [one], [], f"the claim id {claim_id} stands more than once"
        )
    current = _known(in_force(figures, told.latest, ledger, wording), registry, ledger, wording)
    forest = Forest(current)
    compare_parts(forest, registry, ledger, wording)
    repeats = Repeats(current, forest, told.relays, registry, ledger, wording)
    told_once = repeats.set_aside()
    bases = Bases(registry, told.status, frozenset(one.claim_id for one in told_once if repeats.is_relay(one)))
    running = [one for one in told_once if one.tally == Tally.RUNNING]
    placed = _placed([one for one in told_once if one.tally != Tally.RUNNING], ledger, wording)
    recaps = [one for one in placed if (one.end or 0) - (one.start or 0) > registry.reconciling.recap]
    for fate, some in ((Fate.RUNNING, running), (Fate.RECAP, recaps)):
        for one in some:
            ledger.settle(one, fate)
    reports = [one for one in placed if not ledger.settled(one)]
    compare_with_launched(reports, forest, registry, ledger, wording)
    counting, adopted = set_duplicates_aside(reports, forest, bases, registry, ledger, wording)
    items = Items(counting, forest, adopted, registry, ledger)
    daily = daily_figures(items, Windows(registry, days, ledger, wording), forest, registry, ledger)
    compare_recaps(recaps, daily, days, registry, ledger, wording)
    compare_tallies(running, daily, bases, registry, ledger, wording)
    compare_claimants(daily, registry, ledger, wording)
    episodes = episode_rows(daily, forest, days, registry, ledger, wording)
    for one in counting:
        ledger.settle(one, Fate.PART, forest.parent(one))
    return _tables(figures, daily, bases, episodes, coverage_rows(daily, told.read), ledger)


def _statements(
    statements: pd.DataFrame | None, figures: list[Figure]
) -> tuple[dict[str, int], dict[str, str], dict[str, tuple[str, ...]]]:
    """By statement that has figures: the latest revision, its text status, and the addresses it relays."""
    latest: dict[str, int] = {}
    status: dict[str, str] = {}
    relays: dict[str, tuple[str, ...]] = {}
    if statements is None or statements.empty:
        return latest, status, relays
    telling = statements["statement_id"].isin({one.statement_id for one in figures})
    some = statements.loc[telling, ["statement_id", "revision", "text_status", "relay_of"]]
    rows = zip(*(some[name] for name in some.columns), strict=True)
    for statement_id, revision, text_status, relay_of in rows:
        if int(revision) >= latest.get(statement_id, -1):
            latest[statement_id] = int(revision)
            status[statement_id] = str(text_status)
            relays[statement_id] = tuple(relay_of)
    return latest, status, relays


def _known(figures: list[Figure], registry: Registry, ledger: Ledger, wording: Wording) -> list[Figure]:
    """The figures whose outcome the registry knows; the others are listed."""
    known = []
    for one in figures:
        if one.outcome in registry.outcomes:
            known.append(one)
        else:
            _list(one, f"the outcome {one.outcome!r}, which the registry does not know", ledger, wording)
    return known


def _list(one: Figure, has: str, ledger: Ledger, wording: Wording) -> None:
    ledger.settle(one, Fate.LISTED)
    told = f"{wording.figure(one)} has {has}, so it belongs to no reporting day"
    ledger.disagree("not_placed", Severity.INFO, one.low or 0, [one], [], told)


def _placed(figures: list[Figure], ledger: Ledger, wording: Wording) -> list[Figure]:
    """The figures that have a window, a direction and a possible count; the others are listed."""
    placed = []
    for one in figures:
        lacks = _lacks(one)
        if lacks is None:
            placed.append(one)
            continue
        _list(one, lacks, ledger, wording)
    return placed


def _lacks(one: Figure) -> str | None:
    if one.start is None or one.end is None or one.start >= one.end:
        return "no window"
    if one.direction is None or one.attacker == one.defender:
        return "no attacker or defender"
    if (one.low is not None and one.low < 0) or (one.high is not None and one.high < (one.low or 0)):
        return "an impossible count"
    return None


def _tables(
    figures: list[Figure],
    daily: Mapping[Any, Any],
    bases: Bases,
    episodes: list[dict[str, Any]],
    coverage: list[dict[str, Any]],
    ledger: Ledger,
) -> Reconciliation:
    from claims.reconciling.tables import account_rows, comparison_rows, discrepancy_rows
    from claims.schema import TABLES
    from claims.schema.frames import frame, ordered

    rows = {
        "daily": daily_rows(dict(daily), bases),
        "episodes": episodes,
        "discrepancies": discrepancy_rows(ledger),
        "account": account_rows(figures, ledger),
        "coverage": coverage,
        "comparisons": comparison_rows(ledger),
    }
    return Reconciliation(**{name: ordered(TABLES[name], frame(TABLES[name], some)) for name, some in rows.items()})
