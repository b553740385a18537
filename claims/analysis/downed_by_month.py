"""Drones that each side says it stopped, by month, and how many it says were launched.

These are plain sums of one basis for each side, with the low and high of every claim added up. Nothing is reconciled:
reports that overlap in time are added all the same. The two coded series are never added to each other or to what we
read ourselves, and within a series a part is never added to its total.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.model import Method, Outcome, Scope, Tally, Unit
from claims.schema.in_force import in_force

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("claims.mplstyle")
DRONE = "uav"
STOPPED = (Outcome.DOWNED.value, Outcome.NEUTRALISED.value)
LAUNCHED = Outcome.LAUNCHED.value
OURS = "statements read by this project"

_BAR, _HALF_MONTH = 24, 15  # days: the width of a month's bar, and where its middle is
_DOWNED: dict[str, Any] = {"facecolor": "#1b4965", "linewidth": 0}
_NEUTRALISED: dict[str, Any] = {"facecolor": "#d8b976", "hatch": "////", "edgecolor": "#6b4f1d", "linewidth": 0}
_BAND: dict[str, Any] = {"facecolor": "#f2f2f2", "edgecolor": "#555555", "linewidth": 0.7}
_LAUNCHED: dict[str, Any] = {"color": "#111111", "marker": "o", "markersize": 3.6, "markerfacecolor": "white"}
_UNCOVERED: dict[str, Any] = {"facecolor": "#f7f7f7", "linewidth": 0}


def downed_by_month(claims: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Sums by side, month and outcome of the claims that each side makes of its whole area about drones.

    Columns: ``side`` (who claims), ``basis`` (a coded series, or our own reading), ``month`` (first day, UTC, by the
    end of the window), ``outcome`` (``downed``, ``neutralised``: downed, jammed or lost in one figure, ``launched``),
    ``low``, ``high`` (drones; an open high counts as its low), ``claims`` (how many were added), ``newest`` (latest
    publication). For each side the basis that covers most months is used: a coded series where there is one, else the
    statements we read, less relays and repetitions.
    """
    counted = _counted(claims, statements)
    covered = counted[counted["outcome"].isin(STOPPED)].groupby(["side", "coded", "basis"])["month"].nunique()
    ranked = covered.reset_index().sort_values(["coded", "month", "basis"], ascending=[False, False, True])
    chosen = ranked.drop_duplicates("side")[["side", "basis"]]
    sums = (
        counted.merge(chosen, on=["side", "basis"])
        .groupby(["side", "basis", "month", "outcome"], as_index=False)
        .agg(low=("low", "sum"), high=("high", "sum"), claims=("low", "size"), newest=("published_at", "max"))
    )
    return sums.sort_values(["side", "month", "outcome"], ignore_index=True)


def _counted(claims: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """The claims to add: of drones, counted as weapons, national, in a window, and no part of another one here."""
    relays = set(statements.loc[statements["relay_of"].map(len) > 0, "statement_id"])
    drones = (claims["weapon"] == DRONE) | claims["weapon"].str.startswith(f"{DRONE}.")
    wanted = claims[
        drones
        & in_force(claims, statements)
        & claims["outcome"].isin([*STOPPED, LAUNCHED])
        & (claims["unit"] == Unit.WEAPON.value)
        & (claims["tally"] == Tally.WINDOW.value)
        & (claims["scope"] == Scope.ALL.value)
        & (claims["claimant_side"] == claims["defender"]).fillna(False)
        & claims["restates"].isna()
        & claims["window_end"].notna()
        & claims["count_low"].notna()
        & ~claims["statement_id"].isin(relays)
    ]
    wanted = wanted[~_parts(claims, wanted)]
    coded = wanted["method"] == Method.CODED.value
    ends = wanted["window_end"] - pd.Timedelta(microseconds=1)  # half-open: 24:00 belongs to the day that ends
    return pd.DataFrame(
        {
            "side": wanted["claimant_side"],
            "coded": coded,
            "basis": wanted["source"].where(coded, OURS),
            "month": ends.dt.tz_localize(None).dt.to_period("M").dt.to_timestamp(),
            "outcome": wanted["outcome"],
            "low": wanted["count_low"],
            "high": wanted["count_high"].fillna(wanted["count_low"]),
            "published_at": wanted["published_at"],
        }
    )


def _parts(claims: pd.DataFrame, wanted: pd.DataFrame) -> pd.Series[bool]:
    """Which of the wanted claims are parts, at any depth,: launched of launched, stopped of stopped.

    A stopped figure is usually a part of the launched one of the same report, which is no reason to leave it out.
    """
    parents = dict(zip(claims["claim_id"], claims["part_of"], strict=True))
    ends = {claim: outcome == LAUNCHED for claim, outcome in zip(wanted["claim_id"], wanted["outcome"], strict=True)}

    def is_part(claim: str) -> bool:
        ancestor, seen = parents.get(claim), {claim}
        while isinstance(ancestor, str) and ancestor not in seen:
            if ancestor in ends and ends[ancestor] == ends[claim]:
                return True
            seen.add(ancestor)
            ancestor = parents.get(ancestor)
        return False

    return wanted["claim_id"].map(is_part).astype(bool)


def draw_downed_by_month(sums: pd.DataFrame, claims: pd.DataFrame, regions: pd.DataFrame) -> Figure:
    """The sums as a figure, one panel for each side, on a common time axis and a common scale.

    ``claims`` and ``regions`` are the tables: the one tells whose drones a side speaks of, the other the English names
    of the sides.
    """
    import matplotlib
    from matplotlib.figure import Figure

    names = dict(zip(regions["region"], regions["label"], strict=True))
    sides = sorted(sums["side"].unique())
    footer = textwrap.fill(_footer(sums, names), 172)
    height = 1.75 + 3 * len(sides)
    with matplotlib.rc_context(fname=STYLE):
        figure = Figure(figsize=(10, height))
        figure.subplots_adjust(left=0.065, right=0.985, top=1 - 1.12 / height, bottom=0.98 / height, hspace=0.22)
        axes = figure.subplots(len(sides), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        _time_axis(axes[-1], sums)
        for axis, side in zip(axes, sides, strict=True):
            _panel(axis, sums[sums["side"] == side], _title(side, claims, names))
        title = "Drones that each side says it stopped, by month"
        figure.text(0.065, 1 - 0.2 / height, title, fontsize=14, weight="bold", va="top")
        _legend(figure, sums, 1 - 0.44 / height)
        figure.text(0.065, 0.1 / height, footer, va="bottom", fontsize=7.5, color="#444444", linespacing=1.35)
    return figure


def _title(side: str, claims: pd.DataFrame, names: dict[str, str]) -> str:
    attackers = claims.loc[(claims["claimant_side"] == side) & (claims["defender"] == side), "attacker"].dropna()
    others = " and ".join(names.get(str(other), str(other)) for other in attackers.value_counts().index[:1])
    return f"Claimed by {names.get(side, side)}, of drones launched by {others}"


def _panel(axis: Axes, sums: pd.DataFrame, title: str) -> None:
    """Stacked bars to the low, a band from low to high above them, and the launched as a line with its band."""
    stated = LAUNCHED in set(sums["outcome"])
    axis.set_title(title if stated else f"{title} (how many were launched is not stated)")
    axis.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    low, high = (_by_outcome(sums, edge) for edge in ("low", "high"))
    middles = [_day(month) + _HALF_MONTH for month in low.index]
    downed, neutralised = (low[outcome] for outcome in STOPPED)
    stopped = downed + neutralised
    axis.bar(middles, downed, _BAR, **_DOWNED)
    axis.bar(middles, neutralised, _BAR, bottom=downed, **_NEUTRALISED)
    axis.bar(middles, high[list(STOPPED)].sum(axis=1) - stopped, _BAR, bottom=stopped, **_BAND)
    if stated:
        axis.fill_between(middles, low[LAUNCHED], high[LAUNCHED], color="#111111", alpha=0.18, linewidth=0)
        axis.plot(middles, low[LAUNCHED], **_LAUNCHED)
    _shade_uncovered(axis, _day(low.index.min()), _day(low.index.max() + pd.offsets.MonthBegin()))


def _by_outcome(sums: pd.DataFrame, edge: str) -> pd.DataFrame:
    """The sums with months as rows and all three outcomes as columns; an outcome nobody gave is 0."""
    table = sums.pivot_table(index="month", columns="outcome", values=edge, aggfunc="sum")
    return table.reindex(columns=[*STOPPED, LAUNCHED]).astype("float64").fillna(0.0)


def _shade_uncovered(axis: Axes, first: int, last: int) -> None:
    """Mark the time that the panel's basis does not cover, so that it is not taken for zero."""
    left, right = axis.get_xlim()
    for start, stop in ((left, first), (last, right)):
        if stop - start > 20:
            axis.axvspan(start, stop, **_UNCOVERED)
        if stop - start > 180:
            middle = (start + stop) / 2
            axis.text(
                middle,
                0.5,
                "no figures in this series",
                transform=axis.get_xaxis_transform(),
                ha="center",
                fontsize=9,
                color="#777777",
                bbox={"facecolor": "#f7f7f7", "linewidth": 0},
            )


def _time_axis(axis: Axes, sums: pd.DataFrame) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator: Any = AutoDateLocator(minticks=4, maxticks=16)  # type: ignore[no-untyped-call]
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    first, last = sums["month"].min(), sums["month"].max()
    axis.set_xlim(_day(first) - 3, _day(last) + 34)


def _day(moment: Any) -> int:
    """A date as matplotlib counts days."""
    return int((moment - pd.Timestamp(0)).days)


def _legend(figure: Figure, sums: pd.DataFrame, top: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    outcomes = set(sums["outcome"])
    entries: list[Any] = []
    if LAUNCHED in outcomes:
        entries.append(Line2D([], [], label="launched", **_LAUNCHED))
    if Outcome.DOWNED.value in outcomes:
        entries.append(Patch(label="downed", **_DOWNED))
    if Outcome.NEUTRALISED.value in outcomes:
        entries.append(Patch(label="neutralised: downed, jammed or lost in one figure", **_NEUTRALISED))
    if (sums["high"] > sums["low"]).any():
        entries.append(Patch(label="lowest to highest reading", **_BAND))
    figure.legend(handles=entries, loc="upper left", bbox_to_anchor=(0.055, top), ncols=4, columnspacing=1.6)


def _footer(sums: pd.DataFrame, names: dict[str, str]) -> str:
    parts = ["Official claims, not findings. National figures; months by the end of each window (UTC)."]
    for side, rows in sums.groupby("side"):
        newest = rows["newest"].max()
        parts.append(
            f"{names.get(str(side), str(side))}: plain sums of {rows['basis'].iat[0]},"
            f" newest statement {newest.day} {newest:%B %Y}."
        )
    parts.append(
        "Nothing is reconciled: reports that overlap in time are added. A neutralised figure covers more than a downed"
        " one, so heights do not compare across a change of wording. First and last months may be incomplete."
    )
    return " ".join(parts)
