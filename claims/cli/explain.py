"""``claims explain``: how the parser comes to its claims."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from claims.cli.texts import read_texts, text_options

EXAMPLES = """\b
Examples:
  claims explain post.txt --source kpszsu --published-at 2025-06-02T08:05+03:00
  claims explain article.txt --source ap --html article.html
"""


@click.command("explain", epilog=EXAMPLES)
@text_options
@click.option("--html", metavar="FILE", type=click.Path(dir_okay=False), help="Write a page instead of printing.")
def command(
    file: str, source: str | None, published_at: str | None, lang: str | None, registry: str | None, html: str | None
) -> int:
    """Show the tokens, rules and words behind each claim in FILE, or in standard input.

    FILE is one text or JSON Lines, as for `claims parse`.
    """
    from claims.parsing import explain

    statements, rejected, _ = read_texts(file, source, published_at, lang, registry)
    if html is not None and len(statements) > 1:
        raise click.UsageError(f"{file} has {len(statements)} statements; --html explains one.")
    for statement in statements:
        explanation = explain(
            statement.text, published_at=statement.published_at, source=statement.source, lang=statement.lang
        )
        if html is None:
            click.echo(explanation.terminal(color=sys.stdout.isatty()))
        else:
            Path(html).write_text(explanation.html(), encoding="utf-8")
    return 2 if rejected else 0
