"""Running tallies against sums: what a tally grew by, and what the same side's daily figures come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import basis_names, coded_series, each, grouped, in_group, typed
from claims.analysis.stopped import STOPPED
from claims.model import Tally

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Running tallies against the sums of daily claims"
TALLIES = {
    "side": "string", "tally_claimant": "string", "sum_claimant": "string", "weapon_group": "string",
    "label": "string", "day": "datetime64[us]", "tally": "Int64", "grown": "Int64", "sum_low": "Int64",
    "sum_high": "Int64", "gaps": "Int64", "basis": "string", "newest": "datetime64[us, UTC]",
}  # fmt: skip


def tallies_and_sums(
    claims: pd.DataFrame, series: pd.DataFrame, coverage: pd.DataFrame, weapons: pd.DataFrame
) -> pd.DataFrame:
    """Each running tally, and the sum of the daily figures of the same side and weapon group since the series begins.

    ``series`` is :func:`claims.analysis.daily_series` with the groups to compare. Columns: ``side``,
    ``tally_claimant``, ``sum_claimant``, ``weapon_group``, ``label`` (``string``); ``day`` (``datetime64[us]``, last
    local day that the tally covers); ``tally`` (``Int64``, as stated), ``grown`` (what it grew by since the day before
    the daily series begins), ``sum_low``, ``sum_high`` (what was stated as stopped since then; null ``high`` from the
    first open figure on), ``gaps`` (days since then that were not read); ``basis``, ``newest``. Where two sources give
    one tally for a day the larger stands. The two count different things (a tally of losses by any means, of all drones
    of its class, against what one claimant says it stopped), so they need not agree.
    """
    running = claims[
        (claims["tally"] == Tally.RUNNING.value) & claims["count_low"].notna() & claims["window_end"].notna()
    ]
    names = dict(zip(weapons["weapon"], weapons["label"], strict=True))
    known = coded_series(claims)
    stopped = series[series["outcome"] == STOPPED]
    parts = []
    for (side, group, claimant), rows in grouped(stopped, ["side", "weapon_group", "claimant"]):
        same = running[(running["claimant_side"] == side) & in_group(running["weapon"], str(group))]
        exact = same[same["weapon"] == group]
        for tally_claimant, some in grouped(exact, "claimant"):
            part = _compare(some, rows, coverage[coverage["claimant"] == claimant])
            if part.empty:
                continue
            basis = basis_names([*rows["basis"], *some["source"]], known)
            parts.append(
                part.assign(
                    side=side, weapon_group=group, label=names.get(group, group), sum_claimant=claimant,
                    tally_claimant=tally_claimant, basis=basis,
                    newest=max(some["published_at"].max(), rows["newest"].max()),
                )
            )  # fmt: skip
    if not parts:
        return typed(TALLIES, ())
    return pd.concat(parts, ignore_index=True)[list(TALLIES)].astype(TALLIES)


def _compare(tally: pd.DataFrame, rows: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """One tally against one daily series, by day, from where both have begun to where both end."""
    ends = (tally["window_end"] - pd.Timedelta(microseconds=1)).dt.tz_localize(None).dt.normalize()
    stated = tally["count_low"].groupby(ends.astype("datetime64[us]")).max().sort_index()
    first, last = rows["day"].min(), min(rows["day"].max(), stated.index.max())
    before = stated[stated.index < first]
    if before.empty or last < first:
        return pd.DataFrame()
    index = pd.date_range(first, last, freq="D", unit="us", name="day")
    by_day = rows.set_index("day").reindex(index)
    opened = (by_day["low"].notna() & by_day["high"].isna()).cumsum() > 0
    told = stated.reindex(index)
    holes = pd.to_datetime(coverage.loc[coverage["state"] == "gap", "day"].astype("string"))
    frame = pd.DataFrame(
        {
            "tally": told, "grown": told - int(before.iloc[-1]), "sum_low": by_day["low"].fillna(0).cumsum(),
            "sum_high": by_day["high"].fillna(0).cumsum().mask(opened),
            "gaps": index.isin(holes).cumsum(),
        },
        index=index,
    )  # fmt: skip
    return frame[frame["tally"].notna()].reset_index()


@drawing.in_style
def draw_tallies_and_sums(compared: pd.DataFrame, claimants: pd.DataFrame) -> Figure:
    """A panel for each tally: its growth as a line, the sum of daily figures as a band."""
    labels = dict(zip(claimants["claimant"], claimants["label"], strict=True))
    keys = sorted({(row.weapon_group, row.tally_claimant) for row in each(compared)})
    note = (
        "Line: what the running tally grew by since the daily series begins. Band: daily figures of the same side added"
        " up, lowest to highest reading. The tally counts what was eliminated by any means, drones of the front"
        " included, the daily figures what was stopped in attacks: they need not agree, and the gap is one of"
        " definition first."
    )
    foot = drawing.footer(compared["basis"], compared["newest"], "Days that were not read add nothing to the sum.")
    legend = [
        drawing.line("growth of the tally", color=drawing.INK, linewidth=1.8, linestyle=(0, (5, 1.5))),
        drawing.patch(
            "sum of daily figures, lowest to highest", facecolor=drawing.SKY, edgecolor=drawing.BLUE, linewidth=1
        ),
    ]
    figure, axes = drawing.sheet(
        TITLE, note, foot, 2.5 * len(keys), rows=len(keys), legend=legend, sharex=True, gap=0.55, left=0.9
    )
    drawing.time_axis(axes[-1], compared["day"].min(), compared["day"].max())
    for axis, (group, claimant) in zip(axes, keys, strict=True):
        rows = compared[(compared["weapon_group"] == group) & (compared["tally_claimant"] == claimant)]
        x = drawing.day_numbers(rows["day"])
        low, high = rows["sum_low"].astype("float64"), rows["sum_high"].astype("float64")
        axis.fill_between(x, low, high, facecolor=drawing.SKY, edgecolor=drawing.BLUE, linewidth=1)
        axis.plot(x, low, color=drawing.BLUE, linewidth=1)
        axis.plot(x, rows["grown"].astype("float64"), color=drawing.INK, linewidth=1.8, linestyle=(0, (5, 1.5)))
        summed = labels.get(rows["sum_claimant"].iat[0], "")
        axis.set_title(
            f"{rows['label'].iat[0]}: tally of {labels.get(claimant, claimant)}, sum of {summed}", fontsize=8.5
        )
        axis.set_ylabel("weapons since the start")
        drawing.thousands(axis)
        _end_labels(axis, rows)
        axis.set_ylim(0, 1.13 * float(max(high.max(), rows["grown"].max())))
    return figure


def _end_labels(axis: Any, rows: pd.DataFrame) -> None:
    """The last values, beside the ends of the lines."""
    last = rows.iloc[-1]
    x = drawing.day_number(last["day"])
    high = last["sum_high"]
    told = f"{last['sum_low']:,}" if pd.isna(high) or high == last["sum_low"] else f"{last['sum_low']:,} to {high:,}"
    for value, text, colour, place in (
        (float(last["grown"]), f"tally +{last['grown']:,}", drawing.INK, (-34, 4)),
        (float(last["sum_low"]), f"sum {told}", "#00507d", (-2, -30)),
    ):
        axis.annotate(
            text, (x, value), xytext=place, textcoords="offset points", ha="right", va="bottom", fontsize=8.5,
            color=colour, bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1},
        )  # fmt: skip
