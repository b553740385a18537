"""How often figures are exact, bounded, vague or withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import each, grouped, typed
from claims.model import Method, Qualifier, Unit

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "How exactly figures are stated"
KINDS: dict[str, tuple[Qualifier, ...]] = {
    "exact": (Qualifier.EXACT, Qualifier.IMPLIED, Qualifier.ALL),
    "bounded": (
        Qualifier.RANGE, Qualifier.ABOUT, Qualifier.NEARLY, Qualifier.MORE_THAN, Qualifier.AT_LEAST, Qualifier.AT_MOST,
        Qualifier.FEWER_THAN,
    ),
    "vague": (Qualifier.VAGUE,),
    "unstated": (Qualifier.UNSTATED,),
    "withheld": (Qualifier.WITHHELD,),
}  # fmt: skip
"""Kinds of statement and the qualifiers of the table ``claims`` that they hold."""
MEANING = {
    "exact": "exact",
    "bounded": "bounded (about, more than, up to, a range)",
    "vague": "vague (several, dozens)",
    "unstated": "asserted without a figure",
    "withheld": "withheld",
}
EXACTNESS = {
    "side": "string", "basis": "string", "kind": "string", "claims": "Int64", "total": "Int64", "share": "Float64",
    "newest": "datetime64[us, UTC]",
}  # fmt: skip
OURS, RELAYED = "own posts, read by this project", "articles of outlets, read by this project"


def exactness(claims: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """How the counts of weapons are stated, by the claimant's side and by where we have them from.

    Columns: ``side``, ``basis`` (a coded series by id; :data:`OURS` or :data:`RELAYED` for statements that we read),
    ``kind`` (a key of :data:`KINDS`), ``claims`` (``Int64``), ``total`` (of the side and basis), ``share``
    (``Float64``), ``newest``. Repetitions (``restates``) are left out. Digitisations lose qualifiers on the way: what
    "about 40" was can stand there as 40.
    """
    own = claims[
        claims["claimant_side"].isin(list(voices["side"]))
        & (claims["unit"] == Unit.WEAPON.value)
        & claims["restates"].isna()
    ]
    kinds = {qualifier.value: kind for kind, some in KINDS.items() for qualifier in some}
    speakers = {row.claimant: row.side for row in each(voices)}
    posts = own.groupby("source")["claimant"].nunique()
    single = set(posts[posts == 1].index)
    coded = own["method"] == Method.CODED.value
    channel = own["source"].isin(single) & own["claimant"].isin(list(speakers))
    basis = own["source"].where(coded, pd.Series(RELAYED, index=own.index).mask(channel, OURS))
    given = own.assign(basis=basis.astype("string"), kind=own["qualifier"].map(kinds).astype("string"))
    rows = []
    for (side, one), some in grouped(given, ["claimant_side", "basis"]):
        counts = some["kind"].value_counts()
        for kind in KINDS:
            number = int(counts.get(kind, 0))
            rows.append(
                {
                    "side": side, "basis": one, "kind": kind, "claims": number, "total": len(some),
                    "share": number / len(some), "newest": some["published_at"].max(),
                }
            )  # fmt: skip
    return typed(EXACTNESS, rows)


@drawing.in_style
def draw_exactness(shares: pd.DataFrame, voices: pd.DataFrame) -> Figure:
    """A bar for each side and basis, divided by kind; the number of claims beside it."""
    looks: dict[str, dict[str, Any]] = {
        "exact": {"facecolor": drawing.BLUE, "linewidth": 0},
        "bounded": {"facecolor": drawing.SKY, "edgecolor": "#1d5f85", "hatch": "....", "linewidth": 0},
        "vague": {"facecolor": drawing.ORANGE, "edgecolor": "#6b4a00", "hatch": "////", "linewidth": 0},
        "unstated": {"facecolor": "#dddddd", "edgecolor": "#777777", "hatch": "\\\\\\\\", "linewidth": 0},
        "withheld": {"facecolor": drawing.INK, "linewidth": 0},
    }
    sides = dict(zip(voices["side"], voices["side_label"], strict=True))
    bars = list(each(shares[["side", "basis", "total"]].drop_duplicates()))
    note = (
        "Share of claims that count weapons, by the claimant's side and by where we have them from. Third parties'"
        " tables often drop the words around a number, so their shares of exact figures are upper bounds; only"
        " statements that were read here keep them."
    )
    coded = [basis for basis in shares["basis"].unique() if basis not in (OURS, RELAYED)]
    read = ["statements"] if set(shares["basis"]) & {OURS, RELAYED} else []
    foot = drawing.footer([*coded, *read], shares["newest"])
    legend = [drawing.patch(MEANING[kind], **looks[kind]) for kind in KINDS]
    figure, (axis,) = drawing.sheet(
        TITLE, note, foot, 0.52 * len(bars) + 0.2, legend=legend, left=3.3, below=0.62, head=0.1
    )
    axis.grid(axis="x")
    axis.grid(visible=False, axis="y")
    for place, bar in enumerate(reversed(bars)):
        rows = shares[(shares["side"] == bar.side) & (shares["basis"] == bar.basis)].set_index("kind")
        start = 0.0
        for kind, look in looks.items():
            width = 100 * float(rows.at[kind, "share"])
            axis.barh(place, width, 0.62, left=start, **look)
            start += width
        axis.text(101, place, f"{bar.total:,}", va="center", fontsize=8.5, color="#333333")
    axis.text(101, len(bars) - 0.42, "claims", fontsize=8.5, color=drawing.GREY)
    axis.set_yticks(range(len(bars)), [f"{sides[bar.side]}: {bar.basis}" for bar in reversed(bars)])
    axis.set_xlim(0, 107)
    axis.set_xticks(range(0, 101, 20))
    axis.set_ylim(-0.5, len(bars) - 0.4)
    axis.set_xlabel("% of claims")
    return figure
