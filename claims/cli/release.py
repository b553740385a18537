"""``claims release``: a build as a folder that can be handed out, checked and cited."""

from __future__ import annotations

import click

EXAMPLES = """\b
Examples:
  claims release
  claims release --previous datasets/releases/0.1.0+1b3f0286e3c5b1f0
  claims release --check datasets/release
"""


@click.command("release", epilog=EXAMPLES)
@click.option("--build", metavar="DIR", help="The build; without it $CLAIMS_BUILD or the nearest datasets/build.")
@click.option(
    "-o", "--out", metavar="LINK", default="datasets/release", show_default=True, help="Link to the newest release."
)
@click.option(
    "--previous",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Release to list the changes against; without it the one that the link points to.",
)
@click.option(
    "--check", "checked", metavar="DIR", type=click.Path(exists=True, file_okay=False), help="Only check this release."
)
def command(build: str | None, out: str, previous: str | None, checked: str | None) -> None:
    """Write a release of a build: tables as CSV, Parquet and DuckDB, descriptors, licences, checksums, changes.

    The release is put into a folder named by version and build beside the link, after its files, the DuckDB file's
    content, the Data Package and the Croissant description have been validated. The same build gives the same bytes,
    the DuckDB file apart; a release that is there is never replaced by another.
    """
    from pathlib import Path

    from claims.publishing.checking import check
    from claims.publishing.releasing import RELEASED, release

    def say(words: str) -> None:
        click.echo(words, err=True)

    if checked is not None:
        check(Path(checked), RELEASED, say)
        click.echo(f"{checked} is whole and valid")
        return
    made = release(build, out, previous, say)
    click.echo(f"{len(made.rows)} resources, {sum(made.rows.values()):,} rows")
    against = f"{made.changed:,} rows changed since {made.previous}" if made.previous else "nothing to compare with"
    click.echo(f"{made.folder}: {'the same as before' if made.again else 'new'}; {against}")
