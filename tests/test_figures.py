"""The figures: all of them, of the project's own data, as files and as pictures."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import matplotlib.colors
import pandas as pd
import pytest
from matplotlib.axis import XAxis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import claims
from claims import analysis
from claims.analysis import drawing
from claims.analysis.digits import LEAST_CLAIMS
from claims.analysis.regions import SHADES

NAMES = [picture.name for picture in analysis.FIGURES]


@pytest.fixture(scope="module")
def frames(shipped_build: Path) -> analysis.Frames:
    return analysis.Frames({name: claims.load(name, shipped_build) for name in analysis.NEEDED})


@pytest.fixture(scope="module")
def pictures(frames: analysis.Frames) -> dict[str, Figure]:
    """Every figure, laid out."""
    found = {}
    for picture in analysis.FIGURES:
        with drawing.styled():
            figure = picture.draw(frames, picture.frame(frames))
            FigureCanvasAgg(figure).draw()
        found[picture.name] = figure
    return found


def texts(figure: Figure) -> list[Text]:
    """What is written on the figure: no tick beyond the edge of its axis, nothing empty."""
    beyond = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            shown = axes.get_visible() and axes.axison
            for tick in itertools.chain(axis.get_major_ticks(), axis.get_minor_ticks()):
                seen = shown and low - 1e-9 <= tick.get_loc() <= high + 1e-9
                beyond |= {
                    label
                    for label, drawn in (
                        (tick.label1, tick.label1.get_visible()),
                        (tick.label2, tick.label2.get_visible()),
                    )
                    if not (seen and drawn)
                }
    kept = [one for one in figure.findobj(Text) if one.get_text().strip() and one.get_visible() and one not in beyond]
    return [one for one in kept if one.axes is None or one.axes.get_visible()]


def test_every_figure_is_in_a_build_as_picture_drawing_and_data(shipped_build: Path) -> None:
    folder = shipped_build / "figures"
    index = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in index] == NAMES
    assert len(NAMES) >= 12
    for one in index:
        assert one["files"] == [f"{one['name']}.{end}" for end in ("png", "svg", "csv")]
        assert all((folder / name).stat().st_size > 200 for name in one["files"])
        assert all(one[key].strip() for key in ("title", "shows", "limits", "alt"))
    assert {path.name for path in folder.iterdir()} == {name for one in index for name in one["files"]} | {
        "figures.json"
    }


def test_the_same_tables_give_the_same_bytes_in_another_process(shipped_build: Path, tmp_path: Path) -> None:
    """With other hashes, another time zone and a user's own matplotlib settings."""
    (tmp_path / "matplotlibrc").write_text("font.family: serif\nsavefig.dpi: 42\naxes.facecolor: yellow\n")
    script = (
        "import sys; from pathlib import Path; from claims import analysis\n"
        "analysis.draw_figures(analysis.load_tables(sys.argv[1]), Path(sys.argv[2]))"
    )
    own = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "MATPLOTLIBRC": str(tmp_path / "matplotlibrc")}
    subprocess.run(
        [sys.executable, "-c", script, str(shipped_build), str(tmp_path / "again")], check=True, env=os.environ | own
    )
    for path in sorted((shipped_build / "figures").iterdir()):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_drawings_hold_no_time_and_no_version(shipped_build: Path) -> None:
    for path in (shipped_build / "figures").glob("*.svg"):
        head = path.read_text(encoding="utf-8")[:3000]
        assert "<dc:date>" not in head
        assert matplotlib.__version__ not in head


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut(name: str, pictures: dict[str, Figure]) -> None:
    figure = pictures[name]
    width, height = figure.bbox.width, figure.bbox.height
    cut = []
    for one in texts(figure):
        box = one.get_window_extent()
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height:
            cut.append(one.get_text())
    assert cut == []


@pytest.mark.parametrize("name", NAMES)
def test_no_words_lie_on_other_words(name: str, pictures: dict[str, Figure]) -> None:
    boxes = [(one.get_text(), one.get_window_extent()) for one in texts(pictures[name])]
    lying = [
        (one, other)
        for (one, box), (other, under) in itertools.combinations(boxes, 2)
        if min(box.x1, under.x1) - max(box.x0, under.x0) > 1 and min(box.y1, under.y1) - max(box.y0, under.y0) > 1
    ]
    assert lying == []


@pytest.mark.parametrize("name", NAMES)
def test_a_footer_tells_the_sources_and_the_newest_statement(name: str, pictures: dict[str, Figure]) -> None:
    footer = " ".join(" ".join(one.get_text().split()) for one in pictures[name].texts)
    assert "Official claims, not findings." in footer
    assert "Sources: " in footer
    assert pd.Timestamp(footer.rpartition("Newest statement: ")[2].rstrip(".")).year >= 2025


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("regions_")])
def test_axes_of_quantities_have_a_unit(name: str, pictures: dict[str, Figure]) -> None:
    """One of the two axes of each panel is time, names or digits; the other has a label."""
    shown = [axes for axes in pictures[name].axes if axes.get_visible()]
    labelled = [axes for axes in shown if axes.get_ylabel() or axes.get_xlabel()]
    if name in ("one_night", "coverage"):  # time across, names up: nothing is measured
        assert not labelled
    else:
        assert labelled


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in matplotlib.colors.to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_shades_of_the_maps_keep_their_order_in_grey() -> None:
    values = [luminance(shade) for shade in SHADES]
    assert values == sorted(values, reverse=True)
    assert min(a - b for a, b in itertools.pairwise(values)) > 0.025


def test_words_on_the_maps_stand_out(pictures: dict[str, Figure]) -> None:
    """A contrast of at least 4.5 to 1 (WCAG 2.2, level AA)."""
    checked = 0
    for name in (name for name in NAMES if name.startswith("regions_")):
        (axes,) = pictures[name].axes
        tiles = [patch for patch in axes.patches if patch.get_height() > 0.9]
        for word in axes.texts:
            x, y = word.get_position()
            for tile in tiles:
                if 0 < x - tile.get_x() < 0.93 and 0 < y - tile.get_y() < 0.93:
                    pair = sorted(
                        (luminance(word.get_color()), luminance(matplotlib.colors.to_hex(tile.get_facecolor())))
                    )
                    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, word.get_text()
                    checked += 1
    assert checked > 100


def fills() -> Iterator[tuple[str, list[dict[str, object]]]]:
    yield "sides", list(drawing.SIDES)
    yield "outcomes", [drawing.DOWNED, drawing.JAMMED, drawing.NEUTRALISED, drawing.BAND]


@pytest.mark.parametrize(("name", "looks"), list(fills()))
def test_fills_are_told_apart_without_colour(name: str, looks: list[dict[str, object]]) -> None:
    for one, other in itertools.combinations(looks, 2):
        apart = abs(luminance(str(one["facecolor"])) - luminance(str(other["facecolor"]))) > 0.2
        assert apart or one.get("hatch") != other.get("hatch")


def test_a_build_of_a_few_claims_draws_what_it_can(tmp_path: Path) -> None:
    """No figure fails on little data, and none is drawn of nothing."""
    from tests.reconciling import c
    from tests.test_analysis import tables

    drawn = analysis.draw_figures(tables(c("a", 10), c("b", 4, 9, window=("5 20:00", "6 07:00"))), tmp_path)
    names = {path.stem for path in drawn}
    assert "mirrored_months" in names
    assert "stopped_rates" not in names  # nobody states how many were launched
    assert "last_digits" not in names  # fewer than LEAST_CLAIMS counts
    assert LEAST_CLAIMS > 2
    assert analysis.draw_figures(tables(), tmp_path / "none") == [tmp_path / "none" / "figures.json"]


def test_the_axis_of_time_is_one_for_all_panels(pictures: dict[str, Figure]) -> None:
    """Panels under one another can be compared only then."""
    for name in ("outcomes_by_month", "night_and_day", "tallies_and_sums"):
        views = {tuple(axes.xaxis.get_view_interval()) for axes in pictures[name].axes}
        assert len(views) == 1
        assert all(isinstance(axes.xaxis, XAxis) for axes in pictures[name].axes)


def test_both_halves_of_the_mirror_have_one_scale(pictures: dict[str, Figure]) -> None:
    (axes,) = pictures["mirrored_months"].axes
    low, high = axes.get_ylim()
    assert low == -high


def test_the_output_of_the_readme_s_example_is_real(
    shipped_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Example")[2].partition("\n## ")[0]
    code = section.partition("```python\n")[2].partition("```")[0]
    shown = section.partition("```text\n")[2].partition("```")[0]
    monkeypatch.setenv("CLAIMS_BUILD", str(shipped_build))
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out == shown
    assert (tmp_path / "months.png").stat().st_size > 10_000


def test_the_readme_names_every_figure_and_shows_two() -> None:
    folder = Path(__file__).parent.parent
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in readme] == []
    shown = [line.partition("](")[2].rstrip(")") for line in readme.splitlines() if line.startswith("![")]
    assert len(shown) == 2
    assert all((folder / name).read_bytes().startswith(b"\x89PNG") for name in shown)
