"""``claims reconcile``: what agrees, what disagrees, and the figures of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = """\b
Examples:
  claims reconcile
  claims reconcile --date 2025-06-02
  claims reconcile --kind digitisations_differ --limit 20
"""
SUMMARY_LIMIT, DAY_LIMIT = 10, 12
WIDEST = 120


def _day(ctx: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date like 2025-06-02") from None


@click.command("reconcile", epilog=EXAMPLES)
@click.option("--date", "day", metavar="DATE", callback=_day, help="Show the figures of this reporting day.")
@click.option("--kind", metavar="KIND", help="Show disagreements of this kind only, the largest first.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="How many disagreements to show; 0 shows all.")
@click.option("--registry", metavar="DIR", type=click.Path(exists=True, file_okay=False), help="Registry to add.")
@click.option("--build", metavar="DIR", help="The build; without it $CLAIMS_BUILD or the nearest datasets/build.")
def command(day: date | None, kind: str | None, limit: int | None, registry: str | None, build: str | None) -> None:
    """Show what the reconciliation of a build came to.

    Without options: what became of the claims, how many comparisons were made and agree, and the ten largest
    disagreements. With --date: the figures of one day in both directions, side by side, with intervals, sources and
    the disagreements that touch them. All of it is in the build's tables daily, episodes, discrepancies, account,
    coverage and comparisons.
    """
    from pathlib import Path

    from claims.cli.screen import width
    from claims.loading import load
    from claims.reconciling.one_day import one_day
    from claims.reconciling.summary import summary, told
    from claims.registry import load_registry

    columns = min(width(), WIDEST)
    discrepancies = load("discrepancies", build)
    if day is not None:
        names = ("claims", "daily", "episodes", "account")
        tables = {name: load(name, build) for name in names} | {"discrepancies": _of_kind(discrepancies, kind)}
        shown = DAY_LIMIT if limit is None else limit
        registries = load_registry(Path(registry) if registry else None)
        click.echo(one_day(day, tables, registries, columns, shown or None), nl=False)
    elif kind is not None:
        some = _of_kind(discrepancies, kind).sort_values(["size", "discrepancy_id"], ascending=[False, True])
        shown = SUMMARY_LIMIT if limit is None else limit
        click.echo(f"{kind.replace('_', ' ')}: {len(some)}")
        for line in told(some.head(shown) if shown else some, columns):
            click.echo(line)
    else:
        text = summary(load("comparisons", build), load("account", build), discrepancies, columns, limit)
        click.echo(text, nl=False)


def _of_kind(discrepancies: pd.DataFrame, kind: str | None) -> pd.DataFrame:
    if kind is None:
        return discrepancies
    from claims.reconciling.summary import TITLES

    if kind not in TITLES:
        raise click.BadParameter(f"{kind!r} is no kind of disagreement: they are {', '.join(sorted(TITLES))}")
    return discrepancies[discrepancies["kind"] == kind]
