"""Launched and stopped by weapon class, as the attacked side tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import each, grouped
from claims.analysis.stopped import STOPPED
from claims.model import Outcome
from claims.schema.claims import ANY_WEAPON

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_CLASSES = 8
CLASSES = {
    "side": "string", "weapon_group": "string", "label": "string", "days": "Int64", "low": "Int64", "high": "Int64",
}  # fmt: skip


def weapon_classes(periods: pd.DataFrame, weapons: pd.DataFrame) -> pd.DataFrame:
    """The weapon groups that hold no other group of ``periods`` (:func:`claims.analysis.by_period`), largest first.

    Columns: ``side``, ``weapon_group``, ``label`` (English, from the table ``weapons``), ``days`` (``Int64``, days with
    a launched figure, else with a stopped one), ``low``, ``high`` (``Int64``, weapons of that outcome, all periods).
    """
    names = dict(zip(weapons["weapon"], weapons["label"], strict=True))
    groups = set(periods["weapon_group"]) - {ANY_WEAPON}
    lowest = {one for one in groups if not any(other.startswith(f"{one}.") for other in groups)}
    rows = []
    for (side, group), some in grouped(periods[periods["weapon_group"].isin(lowest)], ["side", "weapon_group"]):
        launched = some[some["outcome"] == Outcome.LAUNCHED.value]
        told = launched if len(launched) else some[some["outcome"] == STOPPED]
        if told.empty:
            continue
        rows.append(
            {
                "side": side, "weapon_group": group, "label": names.get(group, group), "days": int(told["days"].sum()),
                "low": int(told["low"].fillna(0).sum()),
                "high": None if told["high"].isna().any() else int(told["high"].sum()),
            }
        )  # fmt: skip
    found = pd.DataFrame(rows, columns=list(CLASSES)).astype(CLASSES)
    return found.sort_values(["side", "low", "weapon_group"], ascending=[True, False, True], ignore_index=True)


@drawing.in_style
def draw_weapon_classes(periods: pd.DataFrame, classes: pd.DataFrame, voices: pd.DataFrame) -> Figure:
    """A panel for each weapon class of the side that tells most classes: launched as a band, stopped as bars.

    ``periods`` are quarters or months with several weapon groups; ``classes`` is :func:`weapon_classes`.
    """
    side = classes.groupby("side")["weapon_group"].nunique().sort_index().idxmax()
    shown = classes[(classes["side"] == side) & (classes["low"] > 0)].head(MOST_CLASSES)
    own = periods[(periods["side"] == side) & periods["weapon_group"].isin(shown["weapon_group"])]
    voice = voices[voices["side"] == side].iloc[0]
    title = f"Launched and stopped by weapon class, by quarter, as {voice['side_label']} tells them"
    note = (
        f"Claims of {voice['claimant_label']}. Bars reach the lowest reading of what was stopped, outlined boxes the"
        " highest; the line is what was launched, with a band from lowest to highest. Weapons a quarter; each panel has"
        " its own scale."
    )
    foot = drawing.footer(
        own["basis"], own["newest"],
        "Weapons given only in one figure for several classes stand in none of these panels; missiles of"
        " unstated class too.",
    )  # fmt: skip
    legend = [
        drawing.line("launched", **drawing.LAUNCHED),
        drawing.patch("stopped", **drawing.DOWNED),
        drawing.patch("lowest to highest", **drawing.BAND),
    ]
    rows = -(-len(shown) // 2)
    figure, axes = drawing.sheet(
        title, note, foot, 1.55 * rows, rows=rows, columns=2, legend=legend, sharex=True, gap=0.5, across=0.16
    )
    first, last = own["period"].min(), own["period"].max() + pd.offsets.QuarterEnd(0)
    drawing.time_axis(axes[-1], first, last)
    for axis in axes[len(shown) :]:
        axis.set_visible(False)
    for axis, row in zip(axes, each(shown), strict=False):
        some = own[own["weapon_group"] == row.weapon_group]
        axis.set_title(f"{str(row.label)[:1].upper()}{str(row.label)[1:]}", fontsize=9.5)
        drawing.thousands(axis)
        stopped, launched = (
            some[some["outcome"] == outcome].sort_values("period") for outcome in (STOPPED, Outcome.LAUNCHED.value)
        )
        x = [start + 45 for start in drawing.day_numbers(stopped["period"])]
        low = stopped["low"].astype("float64").fillna(0.0)
        high = stopped["high"].astype("float64").fillna(low)
        axis.bar(x, low, 72, **drawing.DOWNED)
        seen = (high > low).to_numpy()
        axis.bar(
            [m for m, s in zip(x, seen, strict=True) if s], (high - low)[seen], 72, bottom=low[seen], **drawing.BAND
        )
        if len(launched):
            quarters = pd.date_range(launched["period"].min(), launched["period"].max(), freq="QS", unit="us")
            launched = launched.set_index("period").reindex(quarters).rename_axis("period").reset_index()
            at = [start + 45 for start in drawing.day_numbers(launched["period"])]
            below, above = launched["low"].astype("float64"), launched["high"].astype("float64")
            axis.fill_between(at, below, above, color=drawing.INK, alpha=0.25, linewidth=0)
            axis.plot(at, below, **drawing.LAUNCHED)
        axis.set_ylim(0)
        axis.set_ylabel("weapons", fontsize=8)
    return figure
