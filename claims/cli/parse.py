"""``claims parse``: the claims in a text."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime

import click

from claims.cli.rows_as_json import write_json
from claims.cli.texts import read_texts, text_options
from claims.model import Claim, Reading, Verdict

EXAMPLES = """\b
Examples:
  claims parse article.txt --source ap
  claims parse posts.jsonl --json > claims.json
  echo "..." | claims parse --source mod_russia --published-at 2025-06-02T08:05+03:00
"""


@click.command("parse", epilog=EXAMPLES)
@text_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array with the columns of the table claims.")
def command(
    file: str, source: str | None, published_at: str | None, lang: str | None, registry: str | None, as_json: bool
) -> int:
    """Print the claims in FILE, or in standard input.

    FILE is one text (an article; it may open with a line `date YYYY-MM-DD`) or JSON Lines with the keys text,
    published_at and source.
    """
    from claims.parsing import read

    statements, rejected, registries = read_texts(file, source, published_at, lang, registry)
    readings = [read(statement, registries) for statement in statements]
    if as_json:
        write_json((claim.as_row() for reading in readings for claim in reading.claims), sys.stdout)
    else:
        for reading in readings:
            _show(reading)
    return 2 if rejected else 0


def _show(reading: Reading) -> None:
    """Print a reading for people: a line on the statement, its claims as a table, its problems."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=shutil.get_terminal_size((120, 24)).columns, highlight=False)
    statement = reading.statement
    head = [statement.url or statement.source or "text", f"published {_instant(statement.published_at)}"]
    console.print(Text(" · ".join([*head, _verdict(reading)]), style="bold"))
    if reading.claims:
        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), leading=1)
        table.add_column("claim")
        table.add_column("count", justify="right")
        table.add_column("window, UTC")
        table.add_column("where")
        table.add_column("words", ratio=1)
        for claim in reading.claims:
            cells = (_what(claim), _count(claim), _window(claim), _where(claim), _words(claim, statement.text))
            table.add_row(*map(Text, cells))
        console.print(table)
    for problem in reading.problems:
        console.print(Text(f"problem {problem.kind}: {problem.explanation}", style="yellow"))


def _verdict(reading: Reading) -> str:
    if reading.verdict == Verdict.HAS_CLAIMS:
        number = len(reading.claims)
        return f"{number} claim{'s' if number != 1 else ''}"
    words = "no claims" if reading.verdict == Verdict.NO_CLAIMS else "unreadable"
    return f"{words} ({reading.reason})" if reading.reason else words


def _what(claim: Claim) -> str:
    part = "part: " if claim.part_of else ""
    return f"{part}{claim.claimant}\n{claim.outcome} {' + '.join(claim.weapons) or claim.weapon}"


def _count(claim: Claim) -> str:
    """``162``, ``41 or more``, ``20 to 99``, with the qualifier where it is not a plain number."""
    low, high = claim.count_low, claim.count_high
    if low is None and high is None:
        return claim.qualifier
    if low == high:
        figure = str(low)
    elif high is None:
        figure = f"{low} or more"
    else:
        figure = f"{low or 0} to {high}"
    return figure if claim.qualifier == "exact" else f"{figure}\n{claim.qualifier}"


def _window(claim: Claim) -> str:
    if claim.window_start is None or claim.window_end is None:
        return ""
    return f"{_instant(claim.window_start)}\n{_instant(claim.window_end)}"


def _where(claim: Claim) -> str:
    places = [*claim.regions, *([claim.place] if claim.place else [])]
    if claim.unnamed_regions:
        places.append(f"{claim.unnamed_regions} unnamed")
    return ", ".join(places)


def _words(claim: Claim, text: str) -> str:
    return " … ".join(" ".join(text[start:stop].split()) for start, stop in claim.spans)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
