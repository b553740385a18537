"""``claims build``: from statements to tables."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

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

    with _Bar() as bar:
        result = build(
            inputs=inputs or None,
            out=out,
            without=without,
            registry=Path(registry) if registry else None,
            progress=bar.step,
            meter=bar.meter,
        )
    for line in result.too_long[:MOST_LINES]:
        click.echo(f"unreadable: {line}", err=True)
    for piece in result.rejected[:MOST_LINES]:
        click.echo(f"rejected: {piece}", err=True)
    if len(result.rejected) > MOST_LINES:
        click.echo(f"rejected: {len(result.rejected) - MOST_LINES} more, all in {result.path}/builds.csv", err=True)
    for line in result.doubts[:MOST_LINES]:
        click.echo(f"inputs disagree: {line}", err=True)
    if len(result.doubts) > MOST_LINES:
        click.echo(
            f"inputs disagree: on {len(result.doubts) - MOST_LINES} more, all in {result.path}/problems.csv", err=True
        )
    click.echo(result.accounts.text())
    click.echo(f"statements parsed: {result.parsed}; the others were known from earlier builds")
    click.echo(f"{result.path} is build {result.build}, made in {result.seconds:.1f} s")


class _Bar:
    """A progress bar on a terminal: what is being done, how much of it is done; nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._shown = 0.0
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("starting", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, words: str) -> None:
        """A step is done."""
        if self._bar is not None:
            self._bar.update(self._task, description=words)

    def meter(self, what: str, done: int, total: int) -> None:
        """A part of a step is done; shown ten times a second at most, as it is called for every statement."""
        now = time.monotonic()
        if self._bar is not None and (now - self._shown > 0.1 or done >= total):
            self._shown = now
            self._bar.update(self._task, description=what, completed=done, total=total)
