"""What ``parse`` and ``explain`` share: their options, and the statements in what they are given."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from claims import sources
from claims.languages import LANGUAGES
from claims.model import Statement
from claims.parsing.reading import MAX_BYTES, too_long
from claims.registry import Registry, load_registry


def text_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument FILE and the options that say where a text comes from."""
    options: list[Callable[..., Any]] = [
        click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-"),
        click.option("--source", metavar="ID", help="Channel or outlet it was published in (see `claims sources`)."),
        click.option("--published-at", metavar="ISO", help="Time with its zone (2025-06-02T08:05+03:00), or a date."),
        click.option("--lang", type=click.Choice(LANGUAGES), help="Language; detected when not given."),
        click.option(
            "--registry", metavar="DIR", type=click.Path(exists=True, file_okay=False), help="Registry to add."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def read_texts(
    file: str, source: str | None, published_at: str | None, lang: str | None, registry_folder: str | None
) -> tuple[list[Statement], int, Registry]:
    """The statements in ``file`` (``-`` is standard input), how many pieces were rejected, and the registry used.

    Each rejected piece is told on standard error in one line.
    """
    registry = load_registry(Path(registry_folder) if registry_folder else None)
    if source is not None and source not in registry.sources:
        raise click.BadParameter(f"{source!r} is not in the registry{_near(source, registry)}.", param_hint="--source")
    if published_at is not None:
        try:
            sources.parse_moment(published_at, registry.source_zone(source))
        except sources.RejectionError as error:
            raise click.BadParameter(
                f"{published_at!r}: {sources.REASONS[error.reason]}", param_hint="--published-at"
            ) from None
    settings = sources.Settings(registry, source, published_at, lang)
    statements, rejected = [], 0
    for piece in _pieces(file, settings):
        if isinstance(piece, Statement):
            statements.append(piece)
            if len(piece.text) > MAX_BYTES // 4 and len(piece.text.encode("utf-8", "replace")) > MAX_BYTES:
                click.echo(f"claims: {file}: {too_long(piece)}", err=True)
        elif isinstance(piece, sources.Rejected):
            rejected += 1
            hint = ", or give --published-at" if piece.reason == "no_date" else ""
            click.echo(f"claims: {piece}{hint}", err=True)
    return statements, rejected, registry


def _pieces(file: str, settings: sources.Settings) -> list[sources.Piece]:
    if file == "-":
        if sys.stdin.isatty():
            click.echo("reading standard input; end it with Ctrl-D", err=True)
        return list(sources.read(sys.stdin.buffer.read(), "stdin", settings))
    opened = sources.open_input(Path(file), file)
    if isinstance(opened, sources.Rejected):
        return [opened]
    return list(sources.read_file(opened, settings))


def _near(source: str, registry: Registry) -> str:
    near = difflib.get_close_matches(source, registry.sources, n=3)
    return f"; did you mean {' or '.join(near)}?" if near else "; `claims sources` lists what is"
