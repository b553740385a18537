"""One wave of attack: the overlapping windows of everything that was said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import coded_series, each, grouped, typed
from claims.model import Outcome, PartAxis, Tally, Unit
from claims.schema.reconciliation import WAVES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_ROWS = 26
WINDOWS = {
    "episode_id": "string", "claimant": "string", "claimant_label": "string", "source": "string", "coded": "boolean",
    "window_start": "datetime64[us, UTC]", "window_end": "datetime64[us, UTC]", "stated": "boolean", "fate": "string",
    "figures": "string", "published_at": "datetime64[us, UTC]",
}  # fmt: skip
FATES = {
    "used": "used in the daily figures",
    "nested": "within the window of another report of the claimant",
    "coded_duplicate": "the same post, coded by a third party",
    "relay": "relayed by an outlet",
    "other": "told again, corrected or only compared",
}
TOLD = (
    Outcome.LAUNCHED, Outcome.DOWNED, Outcome.NEUTRALISED, Outcome.SUPPRESSED, Outcome.LOST, Outcome.SUPPRESSED_OR_LOST,
)  # fmt: skip


def most_told_wave(episodes: pd.DataFrame, claims: pd.DataFrame) -> str | None:
    """The ``episode_id`` of the night that most sources tell in most different windows; None without any claim.

    Where there is no night, of the day.
    """
    best: tuple[int, str] | None = None
    some = _heads(claims)
    middle = some["window_start"] + (some["window_end"] - some["window_start"]) / 2
    directions = some["attacker"] + ">" + some["defender"]
    nights = episodes[episodes["wave"] == WAVES[0]]
    waves = (
        (nights if len(nights) else episodes)
        .groupby(["direction", "episode_id"], as_index=False)
        .agg(start=("window_start", "min"), end=("window_end", "max"))
    )
    for direction, own in grouped(waves, "direction"):
        own = own.sort_values(["start", "episode_id"])
        inside = (directions == direction).fillna(False).to_numpy(dtype=bool)
        at = np.searchsorted(own["start"].to_numpy(), middle[inside].to_numpy(), side="right") - 1
        ids, ends = list(own["episode_id"]), own["end"].to_numpy()
        frame = some.loc[inside, ["source", "window_start", "window_end"]].assign(
            wave=[ids[place] if place >= 0 else "" for place in at],
            within=[
                place >= 0 and moment < ends[place] for place, moment in zip(at, middle[inside].to_numpy(), strict=True)
            ],
        )
        told = frame[frame["within"]].groupby("wave")
        windows = frame[frame["within"]].drop_duplicates(["wave", "window_start", "window_end"]).groupby("wave").size()
        for wave, number in (told["source"].nunique() * windows).items():
            if best is None or (number, str(wave)) > best:
                best = (int(number), str(wave))
    return best[1] if best else None


def _heads(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims of launched and stopped weapons in a window that are no part of a total by region or weapon."""
    axis = claims["part_axis"].fillna("")
    return claims[
        claims["outcome"].isin([one.value for one in TOLD])
        & (claims["unit"] == Unit.WEAPON.value)
        & (claims["tally"] != Tally.RUNNING.value)
        & claims["window_start"].notna()
        & ~axis.isin([PartAxis.REGION.value, PartAxis.DESTINATION.value, PartAxis.WEAPON.value])
    ]


def wave_windows(
    episode_id: str, episodes: pd.DataFrame, claims: pd.DataFrame, account: pd.DataFrame, claimants: pd.DataFrame
) -> pd.DataFrame:
    """Every window that a statement or coded record gives of a wave, with its figures: one row for each of them.

    The windows lie by at least half within the wave. Columns: ``episode_id``, ``claimant``, ``claimant_label``,
    ``source`` (channel, outlet or coded series), ``coded`` (``boolean``), ``window_start``, ``window_end``
    (``datetime64[us, UTC]``, half-open), ``stated`` (``boolean``: both edges stated, none filled in), ``fate`` (a key
    of :data:`FATES`: what reconciliation made of it), ``figures`` (as "launched 407, downed 199"), ``published_at``.
    """
    wave = episodes[episodes["episode_id"] == episode_id]
    if wave.empty:
        return typed(WINDOWS, ())
    start, end = wave["window_start"].min(), wave["window_end"].max()
    attacker, _, defender = str(wave["direction"].iat[0]).partition(">")
    some = _heads(claims)
    some = some[(some["attacker"] == attacker).fillna(False) & (some["defender"] == defender).fillna(False)]
    shared = some["window_end"].clip(upper=end) - some["window_start"].clip(lower=start)
    some = some[shared >= (some["window_end"] - some["window_start"]) / 2]
    labels = dict(zip(claimants["claimant"], claimants["label"], strict=True))
    coded = coded_series(claims)
    some = some.merge(account[["claim_id", "fate"]], on="claim_id", how="left")
    rows = []
    keys = ["claimant", "source", "window_start", "window_end"]
    for (claimant, source, first, last), group in grouped(some, keys):
        fates = [fate for fate in group["fate"] if fate != "part"] or ["used"]
        fate = "used" if "used" in fates else fates[0]
        rows.append(
            {
                "episode_id": episode_id, "claimant": claimant, "claimant_label": labels.get(claimant, claimant),
                "source": source, "coded": source in coded, "window_start": first, "window_end": last,
                "stated": bool((group["start_basis"] == "stated").all() and (group["end_basis"] == "stated").all()),
                "fate": fate if fate in FATES else "other", "figures": _figures(group),
                "published_at": group["published_at"].max(),
            }
        )  # fmt: skip
    df = typed(WINDOWS, rows)
    return df.sort_values(["claimant", "window_start", "window_end", "source"], ignore_index=True)


def _figures(claims: pd.DataFrame) -> str:
    parts = []
    for outcome in TOLD:
        some = claims[claims["outcome"] == outcome.value].sort_values("count_low", ascending=False)
        if some.empty:
            continue
        row = some.iloc[0]
        parts.append(f"{outcome.value.replace('_', ' ')} {_count(row['count_low'], row['count_high'])}")
    return ", ".join(parts)


def _count(low: Any, high: Any) -> str:
    if pd.isna(low):
        return "withheld"
    if pd.isna(high):
        return f"{low} or more"
    return f"{low}" if low == high else f"{low} to {high}"


@drawing.in_style
def draw_wave(windows: pd.DataFrame, episodes: pd.DataFrame, regions: pd.DataFrame) -> Figure:
    """The windows as bars on a common time axis, ordered by claimant, each with its source and figures.

    ``regions`` is the table, which names the sides.
    """
    from matplotlib.dates import DateFormatter, HourLocator

    shown = windows.head(MOST_ROWS)
    wave = episodes[episodes["episode_id"] == windows["episode_id"].iat[0]].iloc[0]
    day = pd.Timestamp(str(wave["day"]))
    names = dict(zip(regions["region"], regions["label"], strict=True))
    attacker, _, defender = str(wave["direction"]).partition(">")
    sides = f"attack of {names.get(attacker, attacker)} on {names.get(defender, defender)}"
    title = f"One wave in many windows: {wave['wave']} of {day.day} {day:%B %Y}, {sides}"
    left_out = f" {len(windows) - len(shown)} more are not drawn." if len(windows) > len(shown) else ""
    note = (
        "Each bar is the time that one source's figures cover (UTC), as read or as coded; pale ends mark windows whose"
        f" hours are not all stated.{left_out} Adding these figures would count the same drones again and again;"
        " reconciliation takes each once."
    )
    known = set(windows.loc[windows["coded"], "source"])
    basis = [source if source in known else "statements" for source in windows["source"]]
    foot = drawing.footer(basis, windows["published_at"], "Claims on parts (regions, weapon models) are left out.")
    looks: dict[str, dict[str, Any]] = {
        "used": {"facecolor": drawing.BLUE, "edgecolor": "#00395a", "linewidth": 0.8},
        "nested": {"facecolor": drawing.SKY, "edgecolor": "#1d5f85", "linewidth": 0.8, "hatch": "...."},
        "coded_duplicate": {"facecolor": "#ffffff", "edgecolor": "#444444", "linewidth": 0.8, "hatch": "////"},
        "relay": {"facecolor": drawing.ORANGE, "edgecolor": "#6b4a00", "linewidth": 0.8, "hatch": "\\\\"},
        "other": {"facecolor": "#dddddd", "edgecolor": "#777777", "linewidth": 0.8, "hatch": "xxxx"},
    }
    legend = [drawing.patch(words, **looks[fate]) for fate, words in FATES.items() if fate in set(shown["fate"])]
    claimants = list(dict.fromkeys(shown["claimant"]))
    figure, (axis,) = drawing.sheet(
        title, note, foot, 0.27 * (len(shown) + len(claimants)) + 0.2, legend=legend, left=0.2, below=0.5, head=0.1
    )
    first, last = shown["window_start"].min(), shown["window_end"].max()
    begin, stop = drawing.day_number(first), drawing.day_number(last)
    width = stop - begin
    axis.set_xlim(begin - 0.02 * width, stop + 1.25 * width)
    axis.grid(visible=False, axis="y")
    axis.grid(visible=True, axis="x")
    place = 0.0
    for claimant in claimants:
        rows = shown[shown["claimant"] == claimant]
        axis.text(begin, place, str(rows["claimant_label"].iat[0]), fontsize=8.5, weight="bold", va="center")
        place += 1
        for row in each(rows):
            x0, x1 = drawing.day_number(row.window_start), drawing.day_number(row.window_end)
            axis.barh(
                place, max(x1 - x0, width * 0.004), 0.62, left=x0, alpha=None if row.stated else 0.55, **looks[row.fate]
            )
            axis.text(
                stop + 0.02 * width, place, f"{row.source}: {row.figures}", fontsize=8, va="center", color="#222222"
            )
            place += 1
    axis.set_ylim(place - 0.4, -0.6)
    axis.set_yticks([])
    locator = HourLocator(byhour=range(0, 24, 6))  # type: ignore[no-untyped-call]
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(DateFormatter("%-d %b\n%H:%M"))  # type: ignore[no-untyped-call]
    axis.set_xticks([tick for tick in axis.get_xticks() if begin <= tick <= stop])
    return figure
