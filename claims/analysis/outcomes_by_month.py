"""What each side says was launched at it, and what it says became of that, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import grouped, typed
from claims.analysis.stopped import STOPPED
from claims.model import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Drones that each side says were launched at it and stopped, by month"
LAYERS: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
    ("downed", (Outcome.DOWNED.value,), drawing.DOWNED),
    (
        "jammed or lost",
        (Outcome.SUPPRESSED.value, Outcome.LOST.value, Outcome.SUPPRESSED_OR_LOST.value),
        drawing.JAMMED,
    ),
)
REST = "one figure for downed, jammed and lost"
SPLIT = {
    "side": "string", "period": "datetime64[us]", "downed": "Int64", "jammed_or_lost": "Int64", "undivided": "Int64",
    "stopped_low": "Int64", "stopped_high": "Int64", "launched_low": "Int64", "launched_high": "Int64", "days": "Int64",
    "gaps": "Int64", "basis": "string", "newest": "datetime64[us, UTC]",
}  # fmt: skip


def split_by_month(periods: pd.DataFrame) -> pd.DataFrame:
    """Monthly sums side by side, one row for each side and period of :func:`claims.analysis.by_period`.

    Columns: ``side``, ``period``; ``stopped_low``, ``stopped_high`` (downed, jammed and lost joined) and how the low of
    it is told: ``downed``, ``jammed_or_lost``, and ``undivided`` (what remains: told in one figure only);
    ``launched_low``, ``launched_high`` (null where not stated); all ``Int64``, weapons; ``days`` (days with a stopped
    figure), ``gaps`` (days not read), ``basis``, ``newest``.
    """
    rows = []
    for (side, period), some in grouped(periods, ["side", "period"]):
        by_outcome = some.set_index("outcome")
        if STOPPED not in by_outcome.index:
            continue
        stopped: Any = by_outcome.loc[STOPPED]
        left = int(stopped["low"])
        row: dict[str, Any] = {"side": side, "period": period}
        for (_, outcomes, _), name in zip(LAYERS, ("downed", "jammed_or_lost"), strict=True):
            told = int(by_outcome.loc[by_outcome.index.isin(outcomes), "low"].sum())
            row[name] = min(left, told)
            left -= row[name]
        row |= {"undivided": left, "stopped_low": stopped["low"], "stopped_high": stopped["high"]}
        if Outcome.LAUNCHED.value in by_outcome.index:
            launched = by_outcome.loc[Outcome.LAUNCHED.value]
            row |= {"launched_low": launched["low"], "launched_high": launched["high"]}
        row |= {key: stopped[key] for key in ("days", "gaps", "basis", "newest")}
        rows.append(row)
    return typed(SPLIT, rows)


@drawing.in_style
def draw_outcomes_by_month(months: pd.DataFrame, voices: pd.DataFrame) -> Figure:
    """The months (:func:`split_by_month`) as stacked bars, one panel a side, common scales; launched as a line.

    ``voices`` is :func:`claims.analysis.voices`.
    """
    sides = [side for side in voices["side"] if side in set(months["side"])]
    note = (
        "Bars reach the lowest reading of the claims, outlined boxes the highest. What is not stated adds nothing:"
        " where a side gives the downed only, the bar is the downed. A change of wording changes the colours,"
        " not what happened."
    )
    foot = drawing.footer(
        months["basis"], months["newest"],
        "National figures, reconciled; months by the claimant's reporting day; first and last months may be"
        " incomplete.",
    )  # fmt: skip
    legend = [
        drawing.line("launched", **drawing.LAUNCHED),
        *(drawing.patch(label, **style) for label, _, style in LAYERS),
        drawing.patch(REST, **drawing.NEUTRALISED),
        drawing.patch("lowest to highest", **drawing.BAND),
    ]
    figure, axes = drawing.sheet(
        TITLE, note, foot, 2.5 * len(sides), rows=len(sides), legend=legend, sharex=True, sharey=True
    )
    first, last = months["period"].min(), months["period"].max() + pd.offsets.MonthEnd(0)
    drawing.time_axis(axes[-1], first, last)
    for axis, side in zip(axes, sides, strict=True):
        _panel(axis, months[months["side"] == side], voices[voices["side"] == side].iloc[0], (first, last))
    return figure


def _panel(axis: Axes, months: pd.DataFrame, voice: pd.Series[Any], span: tuple[Any, Any]) -> None:
    stated = bool(months["launched_low"].notna().any())
    axis.set_title(f"{voice['claimant_label']}, of drones launched by {voice['attacker_label']}")
    if not stated:
        axis.set_title("launched is not stated", loc="right", fontsize=9, weight="normal")
    axis.set_ylabel("drones a month")
    drawing.thousands(axis)
    middles = [start + 15 for start in drawing.day_numbers(months["period"])]
    base = pd.Series(0.0, index=months.index)
    styles = [style for _, _, style in LAYERS] + [drawing.NEUTRALISED]
    for name, style in zip(("downed", "jammed_or_lost", "undivided"), styles, strict=True):
        heights = months[name].astype("float64")
        axis.bar(middles, heights, 24, bottom=base, **style)
        base += heights
    more = months["stopped_high"].astype("float64").fillna(base) - base
    seen = (more > 0).to_numpy()
    axis.bar([m for m, s in zip(middles, seen, strict=True) if s], more[seen], 24, bottom=base[seen], **drawing.BAND)
    if stated:
        low, high = months["launched_low"].astype("float64"), months["launched_high"].astype("float64")
        axis.fill_between(middles, low, high, color=drawing.INK, alpha=0.25, linewidth=0)
        axis.plot(middles, low, **drawing.LAUNCHED)
    start, stop = drawing.day_number(span[0]) - 3, drawing.day_number(span[1]) + 3
    drawing.unread(axis, start, middles[0] - 16)
    drawing.unread(axis, middles[-1] + 16, stop)
