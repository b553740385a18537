"""``claims explain``: how the parser comes to its claims."""

from __future__ import annotations

from pathlib import Path

import click

from claims.cli.screen import in_colour, width
from claims.cli.texts import read_texts, text_options

EXAMPLES = """\b
Examples:
  claims explain post.txt --source kpszsu --published-at 2025-06-02T08:05+03:00
  claims explain article.txt --source ap --html article.html
  claims explain posts.jsonl --html posts.html
"""


@click.command("explain", epilog=EXAMPLES)
@text_options
@click.option("--html", metavar="FILE", type=click.Path(dir_okay=False), help="Write a page instead of printing.")
def command(
    file: str, source: str | None, published_at: str | None, lang: str | None, registry: str | None, html: str | None
) -> int:
    """Show the text with the words behind each claim marked, the claims, why they were read so, and how it was cut.

    FILE is one text or JSON Lines, as for `claims parse`. The page holds all statements of the file; it needs no
    network and no scripts.
    """
    from claims.parsing.explain import explain_statement

    statements, rejected, registries = read_texts(file, source, published_at, lang, registry)
    accounts = [explain_statement(statement, registries).account() for statement in statements]
    if html is not None:
        from claims.explaining.page import page

        if accounts:
            Path(html).write_text(page(accounts), encoding="utf-8", newline="\n")
            click.echo(f"{html}: {len(accounts)} statement{'s' if len(accounts) != 1 else ''} explained")
        return 2 if rejected else 0
    from claims.explaining.terminal import terminal

    click.echo(terminal(accounts, color=in_colour(), width=width()), nl=False, color=True)
    return 2 if rejected else 0
