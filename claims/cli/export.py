"""``claims export``: a table, or a part of it, as a file."""

from __future__ import annotations

import difflib
import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = """\b
Examples:
  claims export claims --from 2025-06-01 --to 2025-06-07 --side UA -o june.csv
  claims export current_claims --weapon missile.ballistic --format json
  claims export daily --side RU --from 2025-06-01 -o daily.csv
  claims export statements --format parquet -o statements.parquet
"""


def _time(ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """A date or a time with a zone; a date is its first second for --from, its last for --to (UTC)."""
    from claims.sources import RejectionError, parse_moment
    from claims.sources.incoming import REASONS

    if value is None:
        return None
    try:
        moment, precision = parse_moment(value, None)
    except RejectionError as error:
        raise click.BadParameter(f"{value!r}: {REASONS[error.reason]}") from None
    if precision == "minute":
        return moment
    first = moment.replace(day=1) if precision == "month" else moment
    return first.replace(hour=0, minute=0, second=0) if parameter.name == "start" else moment


@click.command("export", epilog=EXAMPLES)
@click.argument("table")
@click.option("--from", "start", metavar="DATE", callback=_time, help="Only rows of this day (UTC) or time and later.")
@click.option("--to", "end", metavar="DATE", callback=_time, help="Only rows up to this day or time, included.")
@click.option("--side", metavar="CODE", help="Only what claimants of this side say, for example UA.")
@click.option("--weapon", metavar="PATH", help="Only this weapon and those below it, for example missile.ballistic.")
@click.option(
    "--format", "form", type=click.Choice(["csv", "parquet", "json"]), help="Default: by the name of FILE, else csv."
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False), help="Where to; standard output without it."
)
@click.option("--build", metavar="DIR", help="The build; without it $CLAIMS_BUILD or the nearest datasets/build.")
def command(
    table: str,
    start: datetime | None,
    end: datetime | None,
    side: str | None,
    weapon: str | None,
    form: str | None,
    output: str | None,
    build: str | None,
) -> None:
    """Write TABLE, or the rows that the options pick, in the order of the table. current_claims are the claims without
    those of superseded revisions.

    The time of a claim is the end of its window (its publication where it has none), of a statement its publication, of
    a reporting day the day. CSV cells that a spreadsheet could take for a formula have an apostrophe before them.
    """
    from claims.loading import CURRENT_CLAIMS, load

    df = load(table, build)
    table = "claims" if table == CURRENT_CLAIMS else table
    if start is not None or end is not None:
        df = _between(df, table, start, end)
    if start is not None and end is not None and start > end:
        raise click.UsageError("--from is after --to.")
    if side is not None:
        df = df[_sides(df, table, build, side) == side]
    if weapon is not None:
        weapons = _column(df, table, ("weapon", "weapon_group"), "--weapon")
        _known(weapon, set(load("weapons", build)["weapon"]), "--weapon", "the table weapons has them all")
        df = df[(weapons == weapon) | weapons.str.startswith(f"{weapon}.")]
    suffix = Path(output).suffix.removeprefix(".").lower() if output else ""
    if form is None and suffix not in ("", "csv", "parquet", "json"):
        raise click.UsageError(f"{suffix} is no format written here: name a .csv, .parquet or .json, or give --format.")
    _write(df.reset_index(drop=True), table, form or (suffix if suffix in ("parquet", "json") else "csv"), output)


def _between(df: pd.DataFrame, table: str, start: datetime | None, end: datetime | None) -> pd.DataFrame:
    import pandas as pd

    if "day" in df.columns:
        times = pd.to_datetime(df["day"].astype("string"), utc=True)
    else:
        times = _column(df, table, ("window_end", "published_at"), "--from and --to")
        if "published_at" in df.columns:
            times = times.fillna(df["published_at"])
    kept = pd.Series(True, index=df.index)
    if start is not None:
        kept &= times >= pd.Timestamp(start)
    if end is not None:
        kept &= times <= pd.Timestamp(end)
    return df[kept]


def _sides(df: pd.DataFrame, table: str, build: str | None, wanted: str) -> pd.Series[Any]:
    """The side of each row's claimant; where the table has no such column, as the registry of the build has it."""
    from claims.loading import load

    claimants = load("claimants", build)
    sides = {str(side) for side in claimants["side"].dropna()}
    _known(wanted, sides, "--side", f"there are {', '.join(sorted(sides))}")
    if "claimant" in df.columns and not {"claimant_side", "side"} & set(df.columns):
        found: pd.Series[Any] = df["claimant"].map(dict(zip(claimants["claimant"], claimants["side"], strict=True)))
        return found
    return _column(df, table, ("claimant_side", "side"), "--side")


def _known(wanted: str, known: set[str], option: str, otherwise: str) -> None:
    """A value that nothing can have is a mistake, not an empty file."""
    if wanted in known:
        return
    near = difflib.get_close_matches(wanted, sorted(known), n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else otherwise
    raise click.BadParameter(f"{wanted!r} is not in the build; {hint}", param_hint=option)


def _column(df: pd.DataFrame, table: str, names: tuple[str, ...], option: str) -> pd.Series[Any]:
    for name in names:
        if name in df.columns:
            return df[name]
    raise click.UsageError(f"the table {table} has nothing that {option} could pick by.")


def _write(df: pd.DataFrame, table: str, form: str, output: str | None) -> None:
    from claims.cli.rows_as_json import write_json
    from claims.schema import TABLES
    from claims.schema.frames import to_arrow
    from claims.store import write_parquet
    from claims.store.csv_text import write_csv

    if form == "parquet":
        if output is None:
            raise click.UsageError("Parquet is not for a terminal: give -o FILE.")
        write_parquet(to_arrow(TABLES[table], df), Path(output))
        return
    with Path(output).open("w", encoding="utf-8", newline="") if output else nullcontext(sys.stdout) as file:
        if form == "csv":
            write_csv(TABLES[table], df, file)
        else:
            cells = df.astype(object).where(df.notna(), None)
            write_json((dict(zip(df.columns, row, strict=True)) for row in cells.itertuples(index=False)), file)
