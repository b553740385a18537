"""How many comparisons between claims fail, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import STATEMENTS, coded_series, each, typed
from claims.reconciling.summary import TITLES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "How many comparisons between claims fail"
KINDS = {
    "kind": "string", "title": "string", "compared": "Int64", "agree": "Int64", "info": "Int64", "warning": "Int64",
    "error": "Int64", "share": "Float64", "median_size": "Float64", "largest": "Int64",
}  # fmt: skip
SEVERITIES = ("info", "warning", "error")
LEAST = 20  # comparisons; a share of fewer says little


def disagreements(discrepancies: pd.DataFrame, comparisons: pd.DataFrame) -> pd.DataFrame:
    """One row for each kind of comparison, the most frequent failures first.

    Columns: ``kind`` (``string``, as in ``discrepancies``), ``title`` (what is compared), ``compared``, ``agree``
    (``Int64``, from ``comparisons``), ``info``, ``warning``, ``error`` (``Int64``, failures by severity), ``share``
    (``Float64``, of comparisons that fail), ``median_size``, ``largest`` (by how many the figures miss each other, in
    the figures' unit).
    """
    rows = []
    for row in each(comparisons):
        some = discrepancies[discrepancies["kind"] == row.kind]
        sizes = some["size"].dropna()
        rows.append(
            {
                "kind": row.kind, "title": TITLES.get(row.kind, row.kind), "compared": row.compared, "agree": row.agree,
                **{severity: int((some["severity"] == severity).sum()) for severity in SEVERITIES},
                "share": (row.compared - row.agree) / row.compared if row.compared else None,
                "median_size": float(sizes.median()) if len(sizes) else None,
                "largest": int(sizes.max()) if len(sizes) else None,
            }
        )  # fmt: skip
    df = typed(KINDS, rows)
    return df.sort_values(["share", "compared", "kind"], ascending=[False, False, True], ignore_index=True)


@drawing.in_style
def draw_disagreements(kinds: pd.DataFrame, claims: pd.DataFrame) -> Figure:
    """Shares of failed comparisons by kind and severity, with the numbers."""
    shown = kinds[(kinds["compared"] >= LEAST)]
    looks: dict[str, dict[str, Any]] = {
        "info": {"facecolor": drawing.SKY, "edgecolor": "#1d5f85", "linewidth": 0, "hatch": "...."},
        "warning": {"facecolor": drawing.ORANGE, "edgecolor": "#6b4a00", "linewidth": 0, "hatch": "////"},
        "error": {"facecolor": "#8a2a00", "linewidth": 0},
    }
    words = {
        "info": "definitions differ, both can hold",
        "warning": "both can't hold, or something stays open",
        "error": "a text contradicts itself",
    }
    note = (
        f"Share of comparisons that fail, by kind, of those made at least {LEAST} times. At the right: failures of"
        " comparisons, and the median of how many weapons the figures miss each other by."
    )
    series = coded_series(claims)
    basis = [*sorted(series), *([STATEMENTS] if (~claims["source"].isin(series)).any() else [])]
    foot = drawing.footer(basis, claims["published_at"], "Every failure is a row of the table discrepancies.")
    legend = [drawing.patch(words[one], **looks[one]) for one in SEVERITIES]
    figure, (axis,) = drawing.sheet(
        TITLE, note, foot, 0.34 * len(shown) + 0.3, legend=legend, left=4.1, below=0.62, head=0.1
    )
    axis.grid(visible=False, axis="y")
    axis.grid(visible=True, axis="x")
    for place, row in enumerate(each(shown)):
        start = 0.0
        for severity, look in looks.items():
            width = 100 * getattr(row, severity) / row.compared
            axis.barh(place, width, 0.62, left=start, **look)
            start += width
        size = "" if pd.isna(row.median_size) or row.compared == row.agree else f", median {row.median_size:g}"
        axis.text(102, place, f"{row.compared - row.agree:,} of {row.compared:,}{size}", va="center", fontsize=8.5)
    axis.set_yticks(range(len(shown)), shown["title"])
    axis.set_ylim(len(shown) - 0.4, -0.6)
    axis.set_xlim(0, 135)
    axis.set_xticks(range(0, 101, 20))
    axis.set_xlabel("% of comparisons", loc="left")
    return figure
