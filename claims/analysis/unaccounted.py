"""The balance: of what is said to have been launched, how much the same claimant's results do not account for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import (
    add_up,
    basis_names,
    coded_series,
    dates,
    grouped,
    newest,
    period_start,
    published,
    typed,
)
from claims.analysis.series import DRONES
from claims.model import Scope

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Drones launched that the same claimant's results do not account for, by month"
BALANCE = {
    "side": "string", "claimant": "string", "weapon_group": "string", "period": "datetime64[us]", "waves": "Int64",
    "launched_waves": "Int64", "launched_low": "Int64", "launched_high": "Int64", "unaccounted_low": "Int64",
    "unaccounted_high": "Int64", "below_zero": "Int64", "basis": "string", "newest": "datetime64[us, UTC]",
}  # fmt: skip


def balance(
    episodes: pd.DataFrame, claims: pd.DataFrame, voices: pd.DataFrame, every: str = "month", group: str = DRONES
) -> pd.DataFrame:
    """``unaccounted`` of the table ``episodes`` by period, for the claimants of ``voices``, where launched is stated.

    Columns: ``side``, ``claimant``, ``weapon_group``, ``period``; ``waves`` (``Int64``, waves with a balance),
    ``launched_waves`` (waves with a launched figure); of those with a balance the sums ``launched_low``,
    ``launched_high``, ``unaccounted_low``, ``unaccounted_high`` (``Int64``, weapons; a null high is open);
    ``below_zero`` (waves whose results exceed what was launched on every reading: they reduce the sum); ``basis``,
    ``newest``. What was not accounted for may have hit, fallen unseen, been lost, or never been told: no result is
    implied.
    """
    own = episodes.merge(voices[["side", "claimant", "direction"]], on=["claimant", "direction"])
    own = own[(own["scope"] == Scope.ALL.value) & (own["weapon_group"] == group) & own["launched_low"].notna()]
    sources = dict(zip(claims["claim_id"], claims["source"], strict=True))
    series = coded_series(claims)
    own = own.assign(
        period=period_start(dates(own["day"]), every),
        newest=newest(own["claim_ids"], published(claims)),
        basis=[basis_names({str(sources.get(one)) for one in ids}, series) for ids in own["claim_ids"]],
        below=(own["unaccounted_high"] < 0).fillna(False),
    )
    rows: list[dict[str, Any]] = []
    for key, launched in grouped(own, ["side", "claimant", "weapon_group", "period"]):
        some = launched[launched["unaccounted_low"].notna()]
        rows.append(
            dict(zip(["side", "claimant", "weapon_group", "period"], key, strict=True))
            | {name: add_up(some[name]) for name in BALANCE if name.endswith(("_low", "_high"))}
            | {
                "waves": len(some), "launched_waves": len(launched), "below_zero": int(some["below"].sum()),
                "basis": basis_names(launched["basis"], series), "newest": launched["newest"].max(),
            }
        )  # fmt: skip
    return typed(BALANCE, rows)


LEAST_SHARE = 0.5  # of a month's waves with a launched figure that have a balance, for the month to be drawn


@drawing.in_style
def draw_balance(months: pd.DataFrame, voices: pd.DataFrame) -> Figure:
    """The interval of what is not accounted for, in drones and as a share of the launched; a pair of panels a side."""
    sides = [side for side in voices["side"] if side in set(months["side"])]
    labels = dict(zip(voices["side"], voices["claimant_label"], strict=True))
    note = (
        "Launched less everything that the same claimant says became of it (downed, jammed, lost, hit, still in the"
        " air, crossed the border), added up over the month's waves; boxes from the lowest to the highest reading. What"
        " is not accounted for is not told: no hit follows from it. Hatched: fewer than half of the month's waves with"
        " a launched figure have results that can be set against it."
    )
    foot = drawing.footer(
        months["basis"], months["newest"], "Only waves of which launched is stated, so only claimants that state it."
    )
    figure, axes = drawing.sheet(TITLE, note, foot, 4.4 * len(sides), rows=2 * len(sides), sharex=True, gap=0.3)
    drawing.time_axis(axes[-1], months["period"].min(), months["period"].max() + pd.offsets.MonthEnd(0))
    for number, side in enumerate(sides):
        own = months[months["side"] == side]
        drawn = (own["waves"] >= LEAST_SHARE * own["launched_waves"]) & (own["launched_low"] > 0)
        rows = own[drawn.fillna(False)]
        middles = [start + 15 for start in drawing.day_numbers(rows["period"])]
        low, high = rows["unaccounted_low"].astype("float64"), rows["unaccounted_high"].astype("float64")
        shares = (
            100 * low / rows["launched_high"].astype("float64"),
            100 * high / rows["launched_low"].astype("float64"),
        )
        panels = ((axes[2 * number], (low, high), "drones"), (axes[2 * number + 1], shares, "% of launched"))
        for axis, (base, top), unit in panels:
            least = 0.008 * float(top.max() - min(0.0, base.min()))
            axis.bar(
                middles, (top - base).clip(lower=least), 22, bottom=base, facecolor=drawing.BLUE, edgecolor="#00395a",
                linewidth=0.8,
            )  # fmt: skip
            axis.axhline(0, color=drawing.INK, linewidth=0.8)
            axis.set_ylabel(unit)
            drawing.thousands(axis)
            for start in drawing.day_numbers(own.loc[~drawn.fillna(False).astype(bool), "period"]):
                drawing.unread(axis, start, start + 30, "")
        axes[2 * number].set_title(labels[side])
    return figure
