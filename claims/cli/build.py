"""``claims build``: from statements to tables."""

from __future__ import annotations

import sys
from pathlib import Path

import click

EXAMPLES = """\b
Examples:
  claims build
  claims build --without ua_airdefense_tracker
  claims build --input posts.jsonl --input articles/ --out /tmp/mine
"""
MOST_LINES = 20  # of rejected pieces told one by one; all are in the table builds


@click.command("build", epilog=EXAMPLES)
@click.option("--input", "inputs", metavar="PATH", multiple=True, help="File or folder of statements; may be repeated.")
@click.option("--without", metavar="SERIES", multiple=True, help="Coded series to leave out; may be repeated.")
@click.option("--out", metavar="DIR", default="datasets/build", show_default=True, help="Where the build goes.")
@click.option("--registry", metavar="DIR", type=click.Path(exists=True, file_okay=False), help="Registry to add.")
def command(inputs: tuple[str, ...], without: tuple[str, ...], out: str, registry: str | None) -> None:
    """Build the tables and put them in place.

    Without --input: datasets/statements, datasets/raw (fetched posts, where there are any) and the coded series in
    datasets/coded. An input folder named `coded` is one of coded series. DIR becomes a link to the finished build; a
    build that fails leaves the last one as it is.
    """
    from claims.building import build

    interactive = sys.stderr.isatty()

    def progress(step: str) -> None:
        click.echo(f"\r\x1b[K{step} ...", nl=False, err=True)

    try:
        result = build(
            inputs=inputs or None,
            out=out,
            without=without,
            registry=Path(registry) if registry else None,
            progress=progress if interactive else None,
        )
    finally:
        if interactive:
            click.echo("\r\x1b[K", nl=False, err=True)
    for line in result.too_long[:MOST_LINES]:
        click.echo(f"unreadable: {line}", err=True)
    for piece in result.rejected[:MOST_LINES]:
        click.echo(f"rejected: {piece}", err=True)
    if len(result.rejected) > MOST_LINES:
        click.echo(f"rejected: {len(result.rejected) - MOST_LINES} more, all in {result.path}/builds.csv", err=True)
    click.echo(result.accounts.text())
    click.echo(f"{result.path} is build {result.build}, made in {result.seconds:.1f} s")
