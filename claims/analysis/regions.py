"""By region: what claimants say they stopped where, and the tile-grid maps of each country's regions."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from claims.analysis import drawing
from claims.analysis.frames import basis_names, coded_series, each, grouped, in_group, typed
from claims.analysis.series import DRONES
from claims.analysis.stopped import Joiner
from claims.model import Method, PartAxis, Scope, Unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TILES = Path(__file__).with_name("tiles.toml")
STEPS = (0, 1, 10, 30, 100, 300, 1000, 3000)
SHADES = ("#ffffff", "#e3eef6", "#c2dbec", "#94c1de", "#5f9fca", "#2f7ab0", "#135588", "#08335c")
"""One hue from light to dark, so that order survives in grey. A shade begins at its step."""
REGIONS = {
    "side": "string", "claimant": "string", "weapon_group": "string", "region": "string", "label": "string",
    "low": "Int64", "high": "Int64", "figures": "Int64", "joint": "Int64", "first": "datetime64[us, UTC]",
    "last": "datetime64[us, UTC]", "basis": "string", "newest": "datetime64[us, UTC]",
}  # fmt: skip


def by_region(
    daily: pd.DataFrame,
    claims: pd.DataFrame,
    outcomes: pd.DataFrame,
    regions: pd.DataFrame,
    voices: pd.DataFrame,
    group: str = DRONES,
) -> pd.DataFrame:
    """What each side's claimant says it stopped in each region, from the figures that stand in ``daily``.

    Columns: ``side``, ``claimant``, ``weapon_group``, ``region`` (code as in the table ``regions``: ISO 3166-2, a sea
    or a macro-area), ``label`` (English), ``low``, ``high`` (``Int64``, weapons: sums of the figures given for the
    region alone; they differ where windows overlap), ``figures`` (how many), ``joint`` (further figures that name the
    region together with others or without a count of its own: they add nothing here, so ``high`` is the highest of
    what is told for the region, not of what happened there), ``first``, ``last`` (``datetime64[us, UTC]``, span of the
    windows), ``basis``, ``newest``. Sums over regions are lower than national sums wherever reports give no breakdown.
    """
    names = dict(zip(regions["region"], regions["label"], strict=True))
    members = dict(zip(regions["region"], regions["members"], strict=True))
    joiner, series = Joiner(claims, outcomes), coded_series(claims)
    own = daily[
        (daily["scope"] == Scope.ALL.value)
        & (daily["unit"] == Unit.WEAPON.value)
        & (daily["weapon_group"] == group)
        & daily["outcome"].isin(joiner.outcomes)
    ].merge(voices[["side", "claimant", "direction"]], on=["claimant", "direction"])
    parts = _parts(claims[in_group(claims["weapon"], group)], joiner)
    claim = _rows(claims, {one for ids in own["claim_ids"] for one in ids}, parts)
    found: dict[tuple[str, str, str], _Region] = defaultdict(_Region)
    for (side, claimant, _), rows in grouped(own, ["side", "claimant", "day"]):
        roots = {one for ids in rows["claim_ids"] for one in ids}
        tops = sorted(one for one in roots if not _below(one, roots, joiner.parents))
        told: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
        for top in tops:
            for region, low, high, source in _pieces(top, claim, parts, members):
                entry = found[side, claimant, region]
                entry.note(claim[source])
                if low is None:
                    entry.joint += 1
                else:
                    told[region].append((low, high))
        bounded = bool((rows["how"] == "bounded").any())
        for region, pieces in told.items():
            found[side, claimant, region].add(pieces, bounded)
    made = [
        {
            "side": side, "claimant": claimant, "weapon_group": group, "region": region,
            "label": names.get(region, region), "basis": basis_names(one.sources, series), **one.row(),
        }
        for (side, claimant, region), one in found.items()
    ]  # fmt: skip
    df = typed(REGIONS, made)
    return df.sort_values(["side", "low", "joint", "region"], ascending=[True, False, False, True], ignore_index=True)


class _Region:
    """What is told of one region."""

    def __init__(self) -> None:
        self.low, self.high, self.figures, self.joint = 0, 0, 0, 0
        self.open = False
        self.sources: set[str] = set()
        self.times: set[Any] = set()
        self.published: set[Any] = set()

    def note(self, claim: _Row) -> None:
        self.sources.add(str(claim.source))
        self.times |= {claim.window_start, claim.window_end}
        self.published.add(claim.published_at)

    def add(self, pieces: list[tuple[int, int | None]], bounded: bool) -> None:
        """Figures of one day: added up, or, where windows overlap, at least the largest of them."""
        lows = [low for low, _ in pieces]
        self.low += max(lows) if bounded else sum(lows)
        self.figures += len(pieces)
        self.open = self.open or any(high is None for _, high in pieces)
        self.high += sum(high or 0 for _, high in pieces)

    def row(self) -> dict[str, Any]:
        return {
            "low": self.low, "high": None if self.open else self.high, "figures": self.figures, "joint": self.joint,
            "first": min(self.times), "last": max(self.times), "newest": max(self.published),
        }  # fmt: skip


def _parts(claims: pd.DataFrame, joiner: Joiner) -> dict[str, list[str]]:
    """By claim the claims of stopped weapons that are parts of it, whatever the axis."""
    found: dict[str, list[str]] = defaultdict(list)
    some = claims[claims["part_of"].notna() & claims["outcome"].isin(joiner.outcomes)]
    for claim, parent in zip(some["claim_id"], some["part_of"], strict=True):
        found[parent].append(claim)
    return found


class _Row(NamedTuple):
    """What is needed of a claim."""

    claim_id: str
    outcome: str
    count_low: Any
    count_high: Any
    regions: tuple[str, ...]
    unnamed_regions: Any
    window_start: Any
    window_end: Any
    source: Any
    published_at: Any
    part_axis: Any
    method: str


def _rows(claims: pd.DataFrame, tops: set[str], parts: dict[str, list[str]]) -> dict[str, _Row]:
    """Of all claims the figures of days and those that are parts of something."""
    wanted = tops.union(*parts.values())
    some = claims.loc[claims["claim_id"].isin(wanted), list(_Row._fields)]
    return {row.claim_id: row for row in map(_Row._make, some.itertuples(index=False))}


def _alone(row: _Row) -> bool:
    """Whether a figure with one region is of that region alone.

    Words that we read tell where: "five over Belgorod Oblast". Third parties' totals name regions that a report dwells
    on ("most of them over Kyiv"): unless it is told that there were no others, the figure is of more than that region.
    """
    if not pd.isna(row.part_axis) and row.part_axis == PartAxis.REGION:
        return True
    others = row.unnamed_regions
    return bool(others == 0) if pd.notna(others) else bool(row.method == Method.PARSED)


def _below(claim: str, roots: set[str], above: dict[str, str]) -> bool:
    seen = {claim}
    parent = above.get(claim)
    while parent is not None and parent not in seen:
        if parent in roots:
            return True
        seen.add(parent)
        parent = above.get(parent)
    return False


def _pieces(
    top: str, claim: dict[str, _Row], parts: dict[str, list[str]], members: dict[str, tuple[str, ...]]
) -> Iterable[tuple[str, int | None, int | None, str]]:
    """(region, low, high, claim) of a figure and its parts; low None where a region is only named."""
    below, queue = [], list(parts.get(top, ()))
    while queue:
        one = queue.pop(0)
        below.append(one)
        queue += [part for part in parts.get(one, ()) if part not in below]
    counted: dict[str, dict[str, tuple[int, int | None, str]]] = defaultdict(dict)
    named: dict[str, str] = {}
    for one in [top, *below]:
        row = claim[one]
        whole = len(row.regions) == 1 and _alone(row)
        if whole and not pd.isna(row.count_low) and (one != top or not below):
            high = None if pd.isna(row.count_high) else int(row.count_high)
            region = row.regions[0]
            before = counted[row.outcome].get(region, (0, 0, one))
            added = None if before[1] is None or high is None else before[1] + high
            counted[row.outcome][region] = (before[0] + int(row.count_low), added, one)
        else:
            named |= dict.fromkeys(row.regions, one)
    best = max(counted.values(), key=lambda some: sum(low for low, _, _ in some.values()), default={})
    for region, (low, high, one) in sorted(best.items()):
        yield region, low, high, one
    for region, one in sorted(named.items()):
        for member in members.get(region) or (region,):
            if member not in best:
                yield member, None, None, one


def map_names() -> dict[str, str]:
    """By side the English name of the country on its map."""
    found: dict[str, str] = tomllib.loads(TILES.read_text(encoding="utf-8"))["names"]
    return found


def tiles() -> dict[str, dict[str, tuple[int, int, str]]]:
    """By side the places of its map: region -> (row, column, short name). Data: ``tiles.toml``."""
    data = tomllib.loads(TILES.read_text(encoding="utf-8"))
    data.pop("names")
    return {
        side: {region: (int(row), int(column), str(name)) for region, (row, column, name) in places.items()}
        for side, places in data.items()
    }


@drawing.in_style
def draw_region_map(by_region: pd.DataFrame, side: str, voices: pd.DataFrame, places: dict[str, Any]) -> Figure:
    """The tile-grid map of one side's country: each region a square, dark by its count..

    ``places`` is an entry of :func:`tiles`. Codes of other countries and seas that the claims name have a dashed edge;
    what has no tile is listed.
    """
    own = by_region[by_region["side"] == side].set_index("region")
    voice = voices[voices["side"] == side].iloc[0]
    title = f"Drones said to be stopped over regions of {voice['side_label']}"
    note = (
        f"Claims of {voice['claimant_label']}, windows from {own['first'].min():%-d %B %Y} to"
        f" {own['last'].max():%-d %B %Y}. Number: sum of the figures given for the region alone (lowest reading)."
        " Hatched: named only together with others or without a count. Blank: not named. Squares stand roughly"
        " where the regions lie; they are not to scale."
    )
    foot = drawing.footer(
        own["basis"], own["newest"],
        "Codes are those of ISO 3166, whoever speaks; a dashed edge marks seas and codes of another country. Reports"
        " without a breakdown by region add nothing, so differences over time and between claimants are partly"
        " of form.",
    )  # fmt: skip
    rows = max(row for row, _, _ in places.values()) + 1
    columns = max(column for _, column, _ in places.values()) + 1
    width = 9.6
    listed = _listed(own, places)
    beside = columns < 12
    size = min(0.62, width / columns)
    height = rows * size
    figure, (axis,) = drawing.sheet(title, note, foot, height, left=0.2, below=0.3 if not listed else 0.5, head=0.1)
    axis.set_axis_off()
    axis.set_xlim(-0.05, width / size - 0.05)
    axis.set_ylim(rows, -0.1)
    axis.set_aspect("equal", adjustable="box", anchor="NW")
    for region, place in places.items():
        _tile(axis, region, place, own, voice["side"])
    x = columns + 0.6 if beside else columns - 7.4  # at the right, or in the empty corner below a wide map
    _ranking(axis, own, x, 0.2 if beside else rows - 3.75)
    _scale(axis, x, rows - 1.0 if beside else rows - 0.6)
    if listed:
        axis.text(0, rows + 0.25, listed, fontsize=8, color="#333333", va="top")
    return figure


def _tile(axis: Axes, region: str, place: Any, own: pd.DataFrame, side: str) -> None:
    from matplotlib.patches import Rectangle

    row, column, name = place
    foreign = not region.startswith(f"{side}-")
    entry: Any = own.loc[region] if region in own.index else None
    counted = entry is not None and entry["figures"] > 0
    named = entry is not None and not counted
    low = int(entry["low"]) if counted else 0
    shade = _shade(low) if counted else "#ffffff"
    axis.add_patch(
        Rectangle(
            (column, row), 0.93, 0.93, facecolor=shade, edgecolor="#555555" if foreign else "#aaaaaa",
            linewidth=1.1 if foreign else 0.6, linestyle=(0, (3, 2)) if foreign else "-",
            hatch="////" if named else None,
        )
    )  # fmt: skip
    ink = "#ffffff" if shade in SHADES[5:] else "#222222"
    box = {"facecolor": "white", "linewidth": 0, "pad": 0.6} if named else None
    axis.text(column + 0.465, row + 0.32, name, ha="center", va="center", fontsize=7, color=ink, bbox=box)
    if counted:
        axis.text(
            column + 0.465, row + 0.66, f"{low:,}", ha="center", va="center", fontsize=7.5, color=ink, weight="bold"
        )


def _shade(count: int) -> str:
    return SHADES[max(number for number, step in enumerate(STEPS) if count >= step)]


def _ranking(axis: Axes, own: pd.DataFrame, x: float, y: float) -> None:
    """The regions with the highest counts by their full names, with intervals."""
    axis.text(x, y, "Most, by figures for one region or area alone", fontsize=8.5, weight="bold", va="center")
    top = own[own["figures"] > 0].sort_values(["low", "label"], ascending=[False, True]).head(7)
    for number, row in enumerate(each(top), start=1):
        told = (
            f"{row.low:,}" if row.low == row.high else f"{row.low:,} to {'?' if pd.isna(row.high) else f'{row.high:,}'}"
        )
        axis.text(x, y + 0.41 * number, str(row.label), fontsize=8.5, va="center")
        axis.text(x + 6.6, y + 0.41 * number, told, fontsize=8.5, va="center", ha="right")


def _scale(axis: Axes, x: float, y: float) -> None:
    from matplotlib.patches import Rectangle

    for number, (step, shade) in enumerate(zip(STEPS, SHADES, strict=True)):
        axis.add_patch(
            Rectangle((x + 0.82 * number, y), 0.82, 0.3, facecolor=shade, edgecolor="#aaaaaa", linewidth=0.6)
        )
        axis.text(x + 0.82 * number, y + 0.52, f"{step:,}", fontsize=7, ha="center", va="center", color="#333333")


def _listed(own: pd.DataFrame, places: dict[str, Any]) -> str:
    """The regions that the claims count and the map has no tile for."""
    rest = own[~own.index.isin(list(places)) & (own["figures"] > 0)].sort_values("low", ascending=False)
    if rest.empty:
        return ""
    parts = [f"{row.label} {row.low:,}" for row in each(rest)]
    return f"Counted for areas without a square: {', '.join(parts)}."
