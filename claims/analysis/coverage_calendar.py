"""Which reporting days were read at all: figures, silence and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import dates, grouped, typed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Which days are covered: a day that was not read is not a day without attacks"
STATES = {
    "claimed": "figures",
    "silent": "read, without a figure",
    "gap": "nothing read",
}
COVERED = {
    "side": "string", "claimant": "string", "year": "Int64", "claimed": "Int64", "silent": "Int64", "gap": "Int64",
    "share": "Float64",
}  # fmt: skip


def covered_days(coverage: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """Days by year and state for the claimants of ``voices``.

    Columns: ``side``, ``claimant``, ``year`` (``Int64``), ``claimed``, ``silent``, ``gap`` (``Int64``, reporting days
    within the claimant's span, as in the table ``coverage``), ``share`` (``Float64``, of days with figures).
    """
    own = coverage.merge(voices[["side", "claimant", "direction"]], on=["claimant", "direction"])
    own = own.assign(year=dates(own["day"]).dt.year)
    rows = []
    for (side, claimant, year), some in grouped(own, ["side", "claimant", "year"]):
        counts = {state: int((some["state"] == state).sum()) for state in STATES}
        rows.append(
            {"side": side, "claimant": claimant, "year": year, **counts, "share": counts["claimed"] / len(some)}
        )
    return typed(COVERED, rows)


@drawing.in_style
def draw_coverage(coverage: pd.DataFrame, voices: pd.DataFrame, claims: pd.DataFrame, daily: pd.DataFrame) -> Figure:
    """A strip for each claimant and year, a cell for each day."""
    own = coverage.merge(voices[["side", "claimant", "direction"]], on=["claimant", "direction"])
    days = dates(own["day"])
    own = own.assign(year=days.dt.year, place=days.dt.day_of_year)
    labels = dict(zip(voices["claimant"], voices["claimant_label"], strict=True))
    strips = list(own.groupby(["side", "claimant", "year"]).size().index)
    looks: dict[str, dict[str, Any]] = {
        "claimed": {"facecolor": drawing.BLUE, "linewidth": 0},
        "silent": {"facecolor": drawing.SKY, "edgecolor": "#1d5f85", "linewidth": 0, "hatch": "...."},
        "gap": {"facecolor": "#ffffff", "edgecolor": "#999999", "linewidth": 0.3, "hatch": "//////"},
    }
    note = (
        "A cell for each reporting day of a claimant between its first and last figure. Blue: its statements, or a"
        " third party's table of them, give figures of its whole area. Hatched: nothing was read, which says"
        " nothing of the day."
    )
    speaking = daily[daily["claimant"].isin(list(voices["claimant"]))]
    used = claims[claims["claimant"].isin(list(voices["claimant"]))]
    foot = drawing.footer(
        sorted({part if part in set(claims["source"].dropna()) else "statements"
                for one in speaking["basis"].unique() for part in one.split("+")}),
        used["published_at"],
    )  # fmt: skip
    legend = [drawing.patch(words, **looks[state]) for state, words in STATES.items() if state in set(own["state"])]
    figure, (axis,) = drawing.sheet(TITLE, note, foot, 0.42 * len(strips) + 0.1, legend=legend, left=3.4, head=0.1)
    for row, key in enumerate(strips):
        some = own[(own["side"] == key[0]) & (own["claimant"] == key[1]) & (own["year"] == key[2])]
        for state, look in looks.items():
            runs = _runs(sorted(some.loc[some["state"] == state, "place"]))
            axis.broken_barh(runs, (row - 0.34, 0.68), **look)
        axis.text(369, row, f"{int((some['state'] == 'claimed').sum())} of {len(some)}", fontsize=8.5, va="center")
    axis.set_yticks(range(len(strips)), [f"{labels[claimant]}, {year}" for _, claimant, year in strips], fontsize=8.5)
    axis.set_ylim(len(strips) - 0.5, -0.6)
    axis.set_xlim(0, 410)
    starts = [pd.Timestamp(2025, month, 1).day_of_year for month in range(1, 13)]
    axis.set_xticks(starts, [f"{pd.Timestamp(2025, month, 1):%b}" for month in range(1, 13)], ha="left")
    axis.grid(visible=False, axis="y")
    return figure


def _runs(places: list[int]) -> list[tuple[float, float]]:
    """Neighbouring days as (start, length)."""
    runs: list[tuple[float, float]] = []
    for place in places:
        if runs and runs[-1][0] + runs[-1][1] == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((float(place), 1.0))
    return runs
