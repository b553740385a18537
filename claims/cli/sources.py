"""``claims sources``: the channels and outlets that the registry knows."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from claims.cli.rows_as_json import write_json
from claims.registry import load_registry

EXAMPLES = """\b
Examples:
  claims sources
  claims sources --registry my-registry --json
"""
COLUMNS = ("id", "kind", "claimant", "lang", "zone", "label")


@click.command("sources", epilog=EXAMPLES)
@click.option("--registry", metavar="DIR", type=click.Path(exists=True, file_okay=False), help="Registry to add.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def command(registry: str | None, as_json: bool) -> None:
    """List the channels and outlets that a statement's source can name, and the formats that can be read.

    With --json the channels and outlets only.
    """
    registries = load_registry(Path(registry) if registry else None)
    rows = [{column: getattr(source, column) for column in COLUMNS} for source in registries.sources.values()]
    if as_json:
        write_json(rows, sys.stdout)
        return
    cells = [COLUMNS, *([str(row[column] or "") for column in COLUMNS] for row in rows)]
    widths = [max(len(line[index]) for line in cells) for index in range(len(COLUMNS))]
    for line in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    from claims.sources import formats

    click.echo("\nFormats of files that `claims build --input` reads:")
    for name, suffixes in formats():
        click.echo(f"  {' '.join(suffixes):<15} {name}")
