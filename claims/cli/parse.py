"""``claims parse``: the claims in a text."""

from __future__ import annotations

import sys

import click

from claims.cli.rows_as_json import write_json
from claims.cli.screen import in_colour, width
from claims.cli.texts import read_texts, text_options

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
        from claims.explaining.account import account_of
        from claims.explaining.table import tables

        accounts = [account_of(reading.statement, reading, registries) for reading in readings]
        click.echo(tables(accounts, color=in_colour(), width=width()), nl=False, color=True)
    return 2 if rejected else 0
