"""One look for all figures: the sheet with title, note, legend and footer; colours; axes of time; saving."""

from __future__ import annotations

import functools
import textwrap
import tomllib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import pandas as pd

from claims.analysis.frames import STATEMENTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("claims.mplstyle")
SERIES_NOTES = Path(__file__).parent.parent / "coded" / "data" / "series"

INK, GREY, PALE = "#111111", "#666666", "#f4f4f4"
BLUE, ORANGE, GREEN, RED, SKY, PINK = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7"
"""Okabe and Ito, Color Universal Design (2008); in grey they are told apart by hatches, markers or place."""

SIDES: tuple[dict[str, Any], ...] = (
    {"facecolor": BLUE, "edgecolor": "#00395a", "linewidth": 0},
    {"facecolor": ORANGE, "edgecolor": "#6b4a00", "linewidth": 0, "hatch": "////"},
    {"facecolor": GREEN, "edgecolor": "#004f3a", "linewidth": 0, "hatch": "...."},
)
"""Fills of the sides, in their order."""
SIDE_LINES: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "linestyle": "-"},
    {"color": "#B87A00", "linestyle": (0, (5, 1.5))},
    {"color": GREEN, "linestyle": ":"},
)
DOWNED: dict[str, Any] = {"facecolor": BLUE, "linewidth": 0}
JAMMED: dict[str, Any] = {"facecolor": SKY, "hatch": "....", "edgecolor": "#1d5f85", "linewidth": 0}
NEUTRALISED: dict[str, Any] = {"facecolor": ORANGE, "hatch": "////", "edgecolor": "#6b4a00", "linewidth": 0}
BAND: dict[str, Any] = {"facecolor": "#ffffff", "edgecolor": "#333333", "linewidth": 0.8}
LAUNCHED: dict[str, Any] = {"color": INK, "marker": "o", "markersize": 3.4, "markerfacecolor": "white"}

_WIDTH, _LEFT, _RIGHT = 10.0, 0.72, 9.8  # inches
_TITLE, _NOTE, _LEGEND, _FOOT = 0.34, 0.175, 0.27, 0.142  # inches a line
P = ParamSpec("P")
R = TypeVar("R")


def styled() -> AbstractContextManager[Any]:
    """The style of this project on matplotlib's own defaults, whatever the user's settings are."""
    import matplotlib.style

    context: AbstractContextManager[Any] = matplotlib.style.context(["default", str(STYLE)])
    return context


def in_style(draw: Callable[P, R]) -> Callable[P, R]:
    """A function that draws, in the project's style."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with styled():
            return draw(*args, **kwargs)

    return drawn


def sheet(
    title: str,
    note: str,
    footer: str,
    height: float,
    rows: int = 1,
    columns: int = 1,
    legend: Sequence[Any] = (),
    left: float = _LEFT,
    gap: float = 0.45,
    below: float = 0.42,
    head: float = 0.34,
    **subplots: Any,
) -> tuple[Figure, list[Axes]]:
    """A figure with title, explaining note, legend and footer around axes of ``height`` inches in all.

    ``below`` and ``left`` are the room for the labels of the axes, ``head`` that for a title above them, ``gap`` the
    room between rows, all in inches. Returns the figure and its axes row by row.
    """
    from matplotlib.figure import Figure

    notes, feet = textwrap.wrap(note, 142), textwrap.wrap(footer, 172)
    legend_rows = _legend_rows(legend)
    top = 0.16 + _TITLE + _NOTE * len(notes) + (0.1 + _LEGEND * legend_rows if legend else 0.02) + head
    bottom = 0.14 + _FOOT * len(feet) + below
    whole = top + height + bottom
    figure = Figure(figsize=(_WIDTH, whole))
    across = subplots.pop("across", 0.22)
    figure.subplots_adjust(
        left=left / _WIDTH, right=_RIGHT / _WIDTH, top=1 - top / whole, bottom=bottom / whole,
        hspace=gap * rows / max(0.1, height - gap * (rows - 1)), wspace=across,
    )  # fmt: skip
    axes = figure.subplots(rows, columns, squeeze=False, **subplots)
    figure.text(0.02, 1 - 0.16 / whole, title, fontsize=13.5, weight="bold", va="top")
    figure.text(0.02, 1 - (0.16 + _TITLE) / whole, "\n".join(notes), fontsize=9, color="#333333", va="top")
    if legend:
        figure.legend(
            handles=list(legend), loc="upper left", ncols=_per_row(legend), columnspacing=1.6, borderaxespad=0,
            bbox_to_anchor=(0.018, 1 - (0.16 + _TITLE + _NOTE * len(notes) + 0.06) / whole),
        )  # fmt: skip
    figure.text(0.02, 0.1 / whole, "\n".join(feet), fontsize=7.5, color="#444444", va="bottom", linespacing=1.3)
    return figure, [axis for row in axes for axis in row]


def _per_row(legend: Sequence[Any]) -> int:
    """How many entries of a legend stand side by side."""
    widest = max(len(str(entry.get_label())) for entry in legend)
    return max(1, min(len(legend), int(140 / (widest + 9))))


def _legend_rows(legend: Sequence[Any]) -> int:
    return -(-len(legend) // _per_row(legend)) if legend else 0


def patch(label: str, **style: Any) -> Any:
    """A legend's entry for a fill."""
    from matplotlib.patches import Patch

    return Patch(label=label, **style)


def line(label: str, **style: Any) -> Any:
    """A legend's entry for a line or a marker."""
    from matplotlib.lines import Line2D

    return Line2D([], [], label=label, **style)


def footer(basis: Iterable[Any], newest: Any, more: str = "") -> str:
    """What stands below every figure: that these are claims, the sources, and the newest statement's date (UTC).

    ``basis`` are values of a column ``basis``, ``newest`` the times of publication behind the figure.
    """
    names = sorted({part for one in basis if isinstance(one, str) for part in one.split("+") if part})
    told = [series_name(name) for name in names if name != STATEMENTS]
    if STATEMENTS in names:
        told.append("statements read by this project")
    latest = pd.Series(newest).max() if not isinstance(newest, pd.Timestamp) else newest
    when = "" if pd.isna(latest) else f" Newest statement: {latest.day} {latest:%B %Y}."
    sources = f" Sources: {'; '.join(told)}." if told else ""
    return f"Official claims, not findings.{f' {more}' if more else ''}{sources}{when}"


@functools.cache
def series_name(series: str) -> str:
    """A coded series by its authors and licence, as its provenance gives them; one without provenance by its id."""
    path = SERIES_NOTES / f"{series}.toml"
    if not path.is_file():
        return series
    notes = tomllib.loads(path.read_text(encoding="utf-8"))
    licences = ", ".join(str(one["id"]) for one in notes.get("licences", ()))
    return f"{series} ({', '.join(notes.get('authors', ()))}{f'; {licences}' if licences else ''})"


def time_axis(axis: Axes, first: pd.Timestamp, last: pd.Timestamp, room: int = 3) -> None:
    """Dates below the axis, from ``first`` to ``last`` with ``room`` days on both sides."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator: Any = AutoDateLocator(minticks=4, maxticks=14)  # type: ignore[no-untyped-call]
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]
    axis.set_xlim(day_number(first) - room, day_number(last) + room)


def day_number(moment: Any) -> float:
    """A time as matplotlib counts days (since 1970, UTC)."""
    return float(pd.Timestamp(moment).timestamp() / 86_400)


def day_numbers(moments: Iterable[Any]) -> list[float]:
    """Times as matplotlib counts days."""
    return [day_number(moment) for moment in moments]


def thousands(axis: Axes, which: str = "y", sign: bool = True) -> None:
    """Numbers with separators at the ticks; without their sign where the direction only tells two sides apart."""
    target = axis.yaxis if which == "y" else axis.xaxis
    target.set_major_formatter(lambda value, _: f"{value if sign else abs(value):,.0f}")


def unread(
    axis: Axes, start: float, stop: float, words: str = "no figures", part: tuple[float, float] = (0, 1)
) -> None:
    """Mark days that the figures do not cover, so that they are not taken for zero; ``part`` of the height,"
    " from below.
    """
    if stop - start < 8:
        return
    axis.axvspan(start, stop, *part, facecolor=PALE, edgecolor="#c4c4c4", linewidth=0, hatch="\\\\", zorder=0)
    left, right = axis.get_xlim()
    if stop - start > 0.12 * (right - left):
        axis.text(
            (start + stop) / 2, sum(part) / 2, words, transform=axis.get_xaxis_transform(), ha="center", va="center",
            fontsize=8.5, color=GREY, bbox={"facecolor": "white", "linewidth": 0, "pad": 2},
        )  # fmt: skip


def save(figure: Figure, path: Path) -> list[Path]:
    """The figure as ``path``.png and ``path``.svg; the same figure gives the same bytes."""
    import matplotlib

    files = [path.with_name(f"{path.name}.png"), path.with_name(f"{path.name}.svg")]
    with styled(), matplotlib.rc_context({"svg.hashsalt": path.name}):  # ids in the SVG, otherwise new at every run
        figure.savefig(files[0], metadata={"Software": None})
        figure.savefig(files[1], metadata={"Date": None, "Creator": None})
    return files
