"""``claims report``: a build as a static site."""

from __future__ import annotations

import click

EXAMPLES = """\b
Examples:
  claims report
  claims report --build my/build -o my/site
"""


@click.command("report", epilog=EXAMPLES)
@click.option("--build", metavar="DIR", help="The build; without it $CLAIMS_BUILD or the nearest datasets/build.")
@click.option("-o", "--out", metavar="DIR", help="Folder of the site; without it `site` in the build.")
def command(build: str | None, out: str | None) -> None:
    """Write the report site of a build: open its index.html, from disk or from any web server.

    Figures, every table with its dictionary, an explorer of the claims with their words, downloads with hashes, method
    and limits. The site asks nothing of the network.
    """
    from claims.reporting import report

    made = report(build, out)
    click.echo(f"{made.pages} pages, {made.files} files, {made.bytes / 1e6:.1f} MB: {made.folder / 'index.html'}")
