"""Night against day: when the waves were that a claimant's figures are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import (
    add_up,
    basis_names,
    coded_series,
    dates,
    newest,
    period_start,
    published,
    records,
    typed,
)
from claims.analysis.series import DRONES
from claims.analysis.stopped import Joiner, Told
from claims.model import Scope
from claims.schema.reconciliation import WAVES as WAVE_NAMES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "When drones were stopped, by each side's account: night, day, or not told apart"
WAVES = {
    "side": "string", "claimant": "string", "weapon_group": "string", "period": "datetime64[us]", "wave": "string",
    "low": "Int64", "high": "Int64", "waves": "Int64", "basis": "string", "newest": "datetime64[us, UTC]",
}  # fmt: skip
LOOKS: tuple[dict[str, Any], ...] = (
    {"facecolor": "#1b2a41", "linewidth": 0},
    {"facecolor": "#F0E442", "edgecolor": "#8a8000", "linewidth": 0, "hatch": "...."},
    {"facecolor": "#999999", "edgecolor": "#ffffff", "linewidth": 0, "hatch": "////"},
)


def night_and_day(
    episodes: pd.DataFrame,
    claims: pd.DataFrame,
    outcomes: pd.DataFrame,
    voices: pd.DataFrame,
    every: str = "month",
    group: str = DRONES,
) -> pd.DataFrame:
    """What each side's claimant says it stopped (downed, jammed or lost joined) by period and wave.

    Columns: ``side``, ``claimant``, ``weapon_group``, ``period`` (``datetime64[us]``), ``wave`` (``night``, ``day``,
    ``night and day`` where a window covers both, as in the table ``episodes``), ``low``, ``high`` (``Int64``, weapons;
    null ``high`` is open), ``waves`` (how many), ``basis``, ``newest``. A wave belongs to the period of its date.
    """
    own = episodes.merge(voices[["side", "claimant", "direction"]], on=["claimant", "direction"])
    own = own[(own["scope"] == Scope.ALL.value) & (own["weapon_group"] == group)]
    joiner, times, series = Joiner(claims, outcomes), published(claims), coded_series(claims)
    of_claim = dict(zip(claims["claim_id"], claims["outcome"], strict=True))
    sources = dict(zip(claims["claim_id"], claims["source"], strict=True))
    rows = []
    for row in records(own):
        told = []
        for outcome in joiner.outcomes:
            low, high = row.get(f"{outcome}_low"), row.get(f"{outcome}_high")
            if low is None or pd.isna(low):
                continue
            ids = [one for one in row["claim_ids"] if of_claim.get(one) == outcome]
            told.append(Told(outcome, int(low), None if pd.isna(high) else int(high), ids))
        joined = joiner.join(told)
        if joined is not None:
            rows.append(
                {key: row[key] for key in ("side", "claimant", "weapon_group", "day", "wave")}
                | {"low": joined[0], "high": joined[1], "claim_ids": row["claim_ids"]}
            )
    if not rows:
        return typed(WAVES, ())
    found = pd.DataFrame(rows).astype({"low": "Int64", "high": "Int64"})
    found["period"] = period_start(dates(found["day"]), every)
    found["newest"] = newest(found["claim_ids"], times)
    found["basis"] = [basis_names({str(sources.get(one)) for one in ids}, series) for ids in found["claim_ids"]]
    sums = found.groupby(["side", "claimant", "weapon_group", "period", "wave"], as_index=False).agg(
        low=("low", add_up), high=("high", add_up), waves=("day", "size"),
        basis=("basis", lambda some: basis_names(some, series)), newest=("newest", "max"),
    )  # fmt: skip
    return typed(WAVES, records(sums))


@drawing.in_style
def draw_night_and_day(waves: pd.DataFrame, voices: pd.DataFrame) -> Figure:
    """Shares of night, day and undivided waves in each month's stopped drones (their lowest reading)."""
    sides = [side for side in voices["side"] if side in set(waves["side"])]
    note = (
        "Share of a month's stopped drones (lowest reading) by the wave their claim's window lies in. A claim whose"
        " window covers night and day is not divided."
    )
    foot = drawing.footer(
        waves["basis"], waves["newest"],
        "Night and day are those of the side that was attacked, by the hours of its reports; a claimant that reports"
        " only mornings shows only nights.",
    )  # fmt: skip
    legend = [drawing.patch(name, **style) for name, style in zip(WAVE_NAMES, LOOKS, strict=True)]
    figure, axes = drawing.sheet(
        TITLE, note, foot, 2.1 * len(sides), rows=len(sides), legend=legend, sharex=True, gap=0.6
    )
    drawing.time_axis(axes[-1], waves["period"].min(), waves["period"].max() + pd.offsets.MonthEnd(0))
    for axis, side in zip(axes, sides, strict=True):
        rows = waves[waves["side"] == side]
        table = rows.pivot_table(index="period", columns="wave", values="low", aggfunc="sum").astype("float64")
        table = table.reindex(columns=list(WAVE_NAMES)).fillna(0.0)
        shares = table.div(table.sum(axis=1).where(table.sum(axis=1) > 0), axis=0) * 100
        middles = [start + 15 for start in drawing.day_numbers(shares.index)]
        base = pd.Series(0.0, index=shares.index)
        for name, style in zip(WAVE_NAMES, LOOKS, strict=True):
            axis.bar(middles, shares[name].fillna(0.0), 26, bottom=base, **style)
            base += shares[name].fillna(0.0)
        label = voices.loc[voices["side"] == side, "claimant_label"].iat[0]
        axis.set_title(label)
        axis.set_ylim(0, 100)
        axis.set_ylabel("% of drones")
        left, right = axis.get_xlim()
        drawing.unread(axis, left, middles[0] - 16)
        drawing.unread(axis, middles[-1] + 16, right)
    return figure
