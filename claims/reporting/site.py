"""Writing the site: pages, the scripts that hold the rows, figures and downloads."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pandas as pd

from claims.loading import find_build
from claims.publishing.errors import ReleaseError
from claims.publishing.releasing import Material, material, write
from claims.registry import Registry, load_registry
from claims.reporting.claims_grid import claims_grid
from claims.reporting.figures import Figure, figures
from claims.reporting.grids import Grid, write_grid
from claims.reporting.pages import Pages
from claims.reporting.reconciled_grids import daily_grid, discrepancies_grid, episodes_grid
from claims.reporting.wording import Labels
from claims.store import SITE

__all__ = ["Site", "report"]

ASSETS = ("site.css", "explorer.css", "grid.js", "filters.js", "details.js", "explorer.js")
DOWNLOADS = "downloads"


@dataclass(frozen=True, slots=True)
class Site:
    """A site in place: its folder, and how much is in it."""

    folder: Path
    pages: int
    files: int
    bytes: int


def report(
    build: str | os.PathLike[str] | None = None,
    out: str | os.PathLike[str] | None = None,
    registry: Registry | None = None,
) -> Site:
    """Write the report site of a build and put it in place whole: ``site/`` in the build, or ``out``.

    The downloads are the files of a release. The same build gives the same bytes, the DuckDB file apart. Raises
    :class:`ReleaseError` when ``out`` is a folder that is no site, and like :func:`claims.load` without a build.
    """
    found = find_build(build)
    given = material(found)
    final = Path(out) if out is not None else found.resolve() / SITE
    if final.exists() and not (final / "index.html").is_file():
        raise ReleaseError(f"{final} exists and is not a site: move it away, or choose another -o")
    final.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{SITE}-", dir=final.parent))
    try:
        partial.chmod(0o755)
        write_site(given, figures(found / "figures"), registry or load_registry(), partial)
        if final.exists():
            shutil.rmtree(final)
        partial.rename(final)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    files = [path for path in final.rglob("*") if path.is_file()]
    return Site(final, len(list(final.glob("*.html"))), len(files), sum(path.stat().st_size for path in files))


def write_site(given: Material, drawn: list[Figure], registry: Registry, folder: Path) -> None:
    """Write every file of the site into the folder."""
    downloads = folder / DOWNLOADS
    downloads.mkdir()
    write(given, None, downloads, lambda _: None)
    labels = Labels(given.tables, registry)
    grids = grids_of(given.tables, labels)
    for name in ("assets", "data", "figures"):
        (folder / name).mkdir()
    for grid in grids.values():
        write_grid(grid, folder / "data")
    for name in ASSETS:
        text = (resources.files("claims.reporting") / "assets" / name).read_text(encoding="utf-8")
        (folder / "assets" / name).write_text(text, encoding="utf-8")
    for path in (path for figure in drawn for path in figure.files.values()):
        shutil.copyfile(path, folder / "figures" / path.name)
    Pages(given, grids, drawn, labels, downloads).write(folder)


def grids_of(tables: Mapping[str, pd.DataFrame], labels: Labels) -> dict[str, Grid]:
    """The grids of the site by name."""
    made = (
        claims_grid(tables, labels),
        daily_grid(tables, labels),
        episodes_grid(tables, labels),
        discrepancies_grid(tables, labels),
    )
    return {grid.name: grid for grid in made}
