"""Figures from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from claims.analysis.downed_by_month import downed_by_month, draw_downed_by_month

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["downed_by_month", "draw_downed_by_month", "draw_figures"]


def draw_figures(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Draw every figure of a build into ``folder``, each as PNG and SVG; return the files.

    The same tables give the same bytes. A figure without anything to show is not drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sums = downed_by_month(tables["claims"], tables["statements"])
    if sums.empty:
        return []
    return _save(draw_downed_by_month(sums, tables["claims"], tables["regions"]), folder / "downed_drones_by_month")


def _save(figure: Figure, path: Path) -> list[Path]:
    import matplotlib

    files = [path.with_suffix(".png"), path.with_suffix(".svg")]
    with matplotlib.rc_context({"svg.hashsalt": path.name}):  # ids in the SVG, otherwise new at every run
        figure.savefig(files[0], metadata={"Software": None})
        figure.savefig(files[1], metadata={"Date": None, "Creator": None})
    return files
