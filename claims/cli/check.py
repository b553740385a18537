"""``claims check``: whether a build is whole and up to date."""

from __future__ import annotations

import click

EXAMPLES = """\b
Examples:
  claims check
  claims check --build /tmp/mine
"""


@click.command("check", epilog=EXAMPLES)
@click.option("--build", metavar="DIR", help="The build; without it $CLAIMS_BUILD or the nearest datasets/build.")
def command(build: str | None) -> int:
    """Compare a build with its manifest, and its manifest with the inputs and the package as they are now.

    Exit code 0: whole and up to date. 1: a file is missing or altered, or an input, the registry or the package has
    changed since; each is told in a line.
    """
    from claims.building.staleness import staleness
    from claims.loading import find_build
    from claims.store import damages, read_manifest

    folder = find_build(build)
    manifest = read_manifest(folder)
    damaged = damages(folder.resolve(), manifest)
    stale = staleness(manifest, folder.parent)
    for line in damaged:
        click.echo(f"damaged: {line}")
    for line in stale:
        click.echo(f"stale: {line}")
    if damaged or stale:
        click.echo(f"{folder} (build {manifest.build}): run `make datasets`, or `claims build` as it was built")
        return 1
    click.echo(f"{folder} (build {manifest.build}): {len(manifest.files)} files whole, inputs unchanged")
    return 0
