"""The two sides' claims on one axis: mirrored months, and days with their rolling mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.analysis import drawing
from claims.analysis.stopped import STOPPED
from claims.model import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MIRRORED = "Drones that each side says it stopped, month against month"
ROLLING = "Drones a day that each side says it stopped, over four weeks"


@drawing.in_style
def draw_mirrored_months(periods: pd.DataFrame, voices: pd.DataFrame) -> Figure:
    """Monthly sums (:func:`claims.analysis.by_period`) of what was stopped, the first side up, the second down."""
    stopped = periods[periods["outcome"] == STOPPED]
    sides = list(voices["side"])[:2]
    stopped = stopped[stopped["side"].isin(sides)]
    labels = dict(zip(voices["side"], voices["claimant_label"], strict=True))
    note = (
        "Bars reach the lowest reading, outlined boxes the highest. Each side counts what it says it stopped of the"
        " other's drones: downed, and jammed or lost where it tells them. Both halves have one scale."
    )
    foot = drawing.footer(
        stopped["basis"], stopped["newest"],
        "Claimants count different things in different words; neither half is a measure of the other.",
    )  # fmt: skip
    legend = [
        drawing.patch(f"{'up' if up else 'down'}: {labels[side]}", **drawing.SIDES[number])
        for number, (side, up) in enumerate(zip(sides, (True, False), strict=False))
    ] + [drawing.patch("lowest to highest", **drawing.BAND)]
    figure, (axis,) = drawing.sheet(MIRRORED, note, foot, 4.2, legend=legend, head=0.14)
    first, last = stopped["period"].min(), stopped["period"].max() + pd.offsets.MonthEnd(0)
    drawing.time_axis(axis, first, last)
    for number, (side, sign) in enumerate(zip(sides, (1, -1), strict=False)):
        rows = stopped[stopped["side"] == side]
        middles = [start + 15 for start in drawing.day_numbers(rows["period"])]
        low, high = rows["low"].astype("float64"), rows["high"].astype("float64").fillna(rows["low"].astype("float64"))
        seen = (high > low).to_numpy()
        axis.bar(middles, sign * low, 24, **drawing.SIDES[number])
        open_middles = [middle for middle, shown in zip(middles, seen, strict=True) if shown]
        axis.bar(open_middles, sign * (high - low)[seen], 24, bottom=sign * low[seen], **drawing.BAND)
    edge = float(stopped["high"].astype("float64").fillna(stopped["low"].astype("float64")).max()) * 1.06
    axis.set_ylim(-edge, edge)
    axis.axhline(0, color=drawing.INK, linewidth=1)
    axis.set_ylabel("drones a month")
    drawing.thousands(axis, sign=False)
    _mark_unread(axis, stopped, sides, (first, last))
    return figure


def _mark_unread(axis: Axes, stopped: pd.DataFrame, sides: Sequence[str], span: tuple[Any, Any]) -> None:
    """Say in which half the series has not begun, or has ended."""
    for side, part in zip(sides, ((0.5, 1.0), (0.0, 0.5)), strict=False):
        rows = stopped[stopped["side"] == side]
        start, stop = drawing.day_number(rows["period"].min()), drawing.day_number(rows["period"].max()) + 31
        drawing.unread(axis, drawing.day_number(span[0]) - 3, start, part=part)
        drawing.unread(axis, stop, drawing.day_number(span[1]) + 3, part=part)


@drawing.in_style
def draw_rolling(series: pd.DataFrame, means: pd.DataFrame, voices: pd.DataFrame, days: int = 28) -> Figure:
    """Each side's daily figures as points and their rolling mean (:func:`claims.analysis.rolling`) as a band.

    Only the time since the later of the two series begins is drawn; launched, where stated, is a thin line.
    """
    stopped = series[series["outcome"] == STOPPED]
    first = stopped.groupby("side")["day"].min().max()
    last = stopped["day"].max()
    stopped = stopped[stopped["day"] >= first]
    means = means[means["day"] >= first]
    labels = dict(zip(voices["side"], voices["claimant_label"], strict=True))
    note = (
        f"Lines: mean of the {days} reporting days up to each day that were read, as a band from lowest to highest"
        " reading. Points: single days. The vertical scale is a square root, so that quiet days remain visible."
    )
    foot = drawing.footer(
        stopped["basis"], stopped["newest"],
        "A day that was not read counts as no zero; the band breaks off where more than half of the days were"
        " not read.",
    )  # fmt: skip
    launched = Outcome.LAUNCHED.value
    legend = []
    figure_sides = [side for side in voices["side"] if side in set(stopped["side"])]
    for number, side in enumerate(figure_sides):
        legend.append(drawing.line(f"stopped, by {labels[side]}", **drawing.SIDE_LINES[number], linewidth=2))
    if (means["outcome"] == launched).any():
        legend.append(drawing.line("launched, where stated", color=drawing.INK, linewidth=0.9))
    figure, (axis,) = drawing.sheet(ROLLING, note, foot, 4.0, legend=legend, head=0.14)
    drawing.time_axis(axis, first, last)
    axis.set_yscale("function", functions=(lambda v: abs(v) ** 0.5, lambda v: v**2))
    for number, side in enumerate(figure_sides):
        days_of = stopped[stopped["side"] == side]
        style = drawing.SIDE_LINES[number]
        marker = ("o", "^", "s")[number]
        axis.plot(
            drawing.day_numbers(days_of["day"]), days_of["low"].astype("float64"), marker, markersize=2.2, alpha=0.45,
            color=style["color"], markeredgewidth=0,
        )  # fmt: skip
        for outcome in (launched, STOPPED):
            line = means[(means["side"] == side) & (means["outcome"] == outcome)]
            x = drawing.day_numbers(line["day"])
            low, high = line["low"].astype("float64"), line["high"].astype("float64")
            if outcome == STOPPED:
                axis.fill_between(x, low, high, color=style["color"], alpha=0.3, linewidth=0)
                axis.plot(x, low, **style, linewidth=2)
            else:
                axis.plot(x, low, color=drawing.INK, linewidth=0.9)
    axis.set_ylim(0)
    axis.set_yticks([0, 10, 50, 100, 200, 400, 600, 800])
    axis.set_ylabel("drones a day")
    drawing.thousands(axis)
    return figure
