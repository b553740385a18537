"""Rates with intervals: of the weapons that a claimant says were launched, the share that it says were stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import basis_names, grouped, period_start, typed
from claims.analysis.stopped import STOPPED
from claims.model import Outcome
from claims.reconciling.statistics import rate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Share of launched drones that the same claimant says were stopped, by month"
RATES = {
    "side": "string", "claimant": "string", "weapon_group": "string", "period": "datetime64[us]", "result": "string",
    "low": "Float64", "high": "Float64", "q25": "Float64", "median": "Float64", "q75": "Float64", "days": "Int64",
    "launched_low": "Int64", "launched_high": "Int64", "result_low": "Int64", "result_high": "Int64", "basis": "string",
    "newest": "datetime64[us, UTC]",
}  # fmt: skip


def rates(series: pd.DataFrame, every: str = "month", results: tuple[str, ...] = (STOPPED,)) -> pd.DataFrame:
    """Results over launched, from the days of a :func:`claims.analysis.daily_series` on which both are stated.

    Columns: ``side``, ``claimant``, ``weapon_group``, ``result`` (``string``), ``period`` (``datetime64[us]``, first
    day); ``low``, ``high`` (``Float64``, share): bounds of the period's results over its launched, as
    :func:`claims.reconciling.statistics.rate` gives them (at most 1; null where the results certainly exceed the
    launched, as the claims then contradict each other); ``q25``, ``median``, ``q75``: quartiles of the days' own rates
    (middle over middle, at most 1), which tell how the days spread; ``days`` (``Int64``); the sums ``launched_low``,
    ``launched_high``, ``result_low``, ``result_high`` (weapons; a null high is open); ``basis``, ``newest``. A claimant
    that states no launched has no rate.
    """
    keys = ["side", "claimant", "weapon_group", "day"]
    launched = series[series["outcome"] == Outcome.LAUNCHED.value][[*keys, "low", "high"]]
    rows: list[dict[str, Any]] = []
    for result in results:
        both = series[series["outcome"] == result].merge(launched, on=keys, suffixes=("", "_launched"))
        both = both[both["low_launched"].fillna(0) > 0]
        if both.empty:
            continue
        both = both.assign(period=period_start(both["day"], every))
        for key, some in grouped(both, ["side", "claimant", "weapon_group", "period"]):
            rows.append(
                dict(zip(["side", "claimant", "weapon_group", "period"], key, strict=True)) | _rate(result, some)
            )
    return typed(RATES, rows)


def _rate(result: str, days: pd.DataFrame) -> dict[str, Any]:
    known = set(days["basis"].str.split("+").explode().dropna())
    sums = {
        "launched_low": _total(days["low_launched"]),
        "launched_high": _total(days["high_launched"]),
        "result_low": _total(days["low"]),
        "result_high": _total(days["high"]),
    }
    middle = ((days["low"] + days["high"]) / (days["low_launched"] + days["high_launched"])).dropna().astype("float64")
    middle = middle.clip(upper=1.0)
    quarters = middle.quantile([0.25, 0.5, 0.75]) if len(middle) else pd.Series([None] * 3, dtype="float64")
    share = rate((sums["result_low"] or 0, sums["result_high"]), (sums["launched_low"] or 0, sums["launched_high"]))
    return {
        "result": result,
        "low": share.low if share else None,
        "high": share.high if share else None,
        **dict(zip(("q25", "median", "q75"), quarters, strict=True)),
        "days": len(days),
        **sums,
        "basis": basis_names(days["basis"], known),
        "newest": days["newest"].max(),
    }


def _total(values: pd.Series[Any]) -> int | None:
    return None if values.isna().any() else int(values.sum())


@drawing.in_style
def draw_rates(rates: pd.DataFrame, voices: pd.DataFrame) -> Figure:
    """Monthly rates: the interval as a box, the quartiles of the days as a pale band with their median."""
    labels = dict(zip(voices["side"], voices["claimant_label"], strict=True))
    silent = [labels[side] for side in voices["side"] if side not in set(rates["side"])]
    note = (
        "Boxes: the month's stopped over its launched, from the lowest to the highest reading. Pale band: the middle"
        " half of the days' own rates, with their median. Only days on which both figures are stated."
        + (f" Launched is not stated, so there is no rate: {', '.join(silent)}." if silent else "")
    )
    foot = drawing.footer(
        rates["basis"], rates["newest"],
        "A rate of claims over claims. It rises when a claimant begins to count the jammed and lost, or leaves"
        " out decoys.",
    )  # fmt: skip
    sides = [side for side in voices["side"] if side in set(rates["side"])]
    legend = [
        drawing.patch("month, lowest to highest", facecolor=drawing.BLUE, edgecolor="#00395a", linewidth=1),
        drawing.patch("middle half of the days", facecolor="#cfe3f1", linewidth=0),
        drawing.line("median of the days", color=drawing.INK, linewidth=1, linestyle=(0, (4, 2))),
    ]
    figure, axes = drawing.sheet(TITLE, note, foot, 3.6 * len(sides), rows=len(sides), legend=legend, sharex=True)
    drawing.time_axis(axes[-1], rates["period"].min(), rates["period"].max() + pd.offsets.MonthEnd(0))
    for axis, side in zip(axes, sides, strict=True):
        rows = rates[rates["side"] == side]
        middles = [start + 15 for start in drawing.day_numbers(rows["period"])]
        q25, median, q75 = (100 * rows[name].astype("float64") for name in ("q25", "median", "q75"))
        axis.fill_between(middles, q25, q75, color="#cfe3f1", linewidth=0)
        axis.plot(middles, median, color=drawing.INK, linewidth=1, linestyle=(0, (4, 2)))
        low, high = (100 * rows[name].astype("float64") for name in ("low", "high"))
        top = high.fillna(low)
        axis.bar(
            middles,
            (top - low).clip(lower=0.6),
            20,
            bottom=low,
            facecolor=drawing.BLUE,
            edgecolor="#00395a",
            linewidth=1,
        )
        axis.set_title(f"{labels[side]}")
        axis.set_ylabel("% of launched")
        axis.set_ylim(0, max(105.0, float(top.max()) * 1.04))
    return figure
