"""Places said to be hit, and places where debris is said to have fallen, by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import add_up, basis_names, period_start, records, typed
from claims.model import Outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Places said to be hit, and places where debris is said to have fallen, by month"
PLACES = {
    "side": "string", "claimant": "string", "period": "datetime64[us]", "outcome": "string", "low": "Int64",
    "high": "Int64", "days": "Int64", "basis": "string", "newest": "datetime64[us, UTC]",
}  # fmt: skip


def places_by_period(series: pd.DataFrame, every: str = "month") -> pd.DataFrame:
    """Places hit or under debris by period, from :func:`claims.analysis.daily_series` with ``unit="location"``.

    Of each day the widest weapon group is taken (a report gives places for all its weapons at once, or for drones
    only), so that no place counts twice. Columns: ``side``, ``claimant``, ``period``, ``outcome`` (``hit``,
    ``debris``), ``low``, ``high`` (``Int64``, places), ``days`` (with a figure), ``basis``, ``newest``.
    """
    wanted = series[series["outcome"].isin([Outcome.HIT.value, Outcome.DEBRIS.value])]
    if wanted.empty:
        return typed(PLACES, ())
    widest = wanted.sort_values(["low", "weapon_group"], ascending=[False, True], kind="stable")
    widest = widest.drop_duplicates(["side", "claimant", "outcome", "day"])
    known = set(wanted["basis"].str.split("+").explode().dropna())
    sums = (
        widest.assign(period=period_start(widest["day"], every))
        .groupby(["side", "claimant", "period", "outcome"], as_index=False)
        .agg(
            low=("low", add_up), high=("high", add_up), days=("day", "nunique"),
            basis=("basis", lambda some: basis_names(some, known)), newest=("newest", "max"),
        )
    )  # fmt: skip
    return typed(PLACES, records(sums))


@drawing.in_style
def draw_places_hit(months: pd.DataFrame, voices: pd.DataFrame) -> Figure:
    """Two bars a month for each side that tells places; the number of days with a figure beside them."""
    sides = [side for side in voices["side"] if side in set(months["side"])]
    labels = dict(zip(voices["side"], voices["claimant_label"], strict=True))
    silent = [labels[side] for side in voices["side"] if side not in sides]
    note = (
        "Numbers of places, not of weapons: several weapons can hit one place. Outlined boxes reach the highest"
        " reading. Above the bars: days of the month with a figure for places hit."
        + (f" {' and '.join(silent)} gives no such figures in these sources." if silent else "")
    )
    foot = drawing.footer(months["basis"], months["newest"], "A day without a figure is no day without hits.")
    looks = {Outcome.HIT.value: (-5.5, drawing.NEUTRALISED), Outcome.DEBRIS.value: (5.5, drawing.JAMMED)}
    legend = [
        drawing.patch("places hit", **drawing.NEUTRALISED),
        drawing.patch("places with debris", **drawing.JAMMED),
        drawing.patch("lowest to highest", **drawing.BAND),
    ]
    figure, axes = drawing.sheet(TITLE, note, foot, 3.2 * len(sides), rows=len(sides), legend=legend, sharex=True)
    drawing.time_axis(axes[-1], months["period"].min(), months["period"].max() + pd.offsets.MonthEnd(0))
    for axis, side in zip(axes, sides, strict=True):
        for outcome, (shift, look) in looks.items():
            rows = months[(months["side"] == side) & (months["outcome"] == outcome)]
            x = [start + 15 + shift for start in drawing.day_numbers(rows["period"])]
            low, high = (
                rows["low"].astype("float64"),
                rows["high"].astype("float64").fillna(rows["low"].astype("float64")),
            )
            axis.bar(x, low, 10.5, **look)
            seen = (high > low).to_numpy()
            axis.bar(
                [m for m, s in zip(x, seen, strict=True) if s],
                (high - low)[seen],
                10.5,
                bottom=low[seen],
                **drawing.BAND,
            )
            if outcome == Outcome.HIT.value:
                for place, top, days in zip(x, high, rows["days"], strict=True):
                    axis.text(place, top, f" {days} d", ha="center", va="bottom", fontsize=7, color="#333333")
        axis.set_title(labels[side])
        axis.set_ylabel("places a month")
        drawing.thousands(axis)
    return figure
