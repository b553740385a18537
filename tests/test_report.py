"""The report site as files; how it is read is tested in ``tests/browser``."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from claims import building, cli, store
from claims.publishing import PUBLIC_TABLES, ReleaseError
from claims.reporting import report
from claims.reporting.grids import Column, Grid, write_grid
from tests.publications import PROJECT, coded, contents


class Links(HTMLParser):
    """Every address in a page, the ids in it, and what it must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("href", "src"):
                self.addresses.append((tag, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name == "style" or name.startswith("on"):
                self.forbidden.append(f"{tag} {name}")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    return building.build([PROJECT / "datasets" / "statements", coded(folder, 60)], folder / "build").path


@pytest.fixture(scope="module")
def site(build: Path) -> Path:
    return report(build).folder


def test_every_link_leads_to_a_file_and_every_anchor_to_an_id(site: Path) -> None:
    pages = {}
    for path in site.glob("*.html"):
        pages[path.name] = Links()
        pages[path.name].feed(path.read_text(encoding="utf-8"))
    assert {f"table-{name}.html" for name in PUBLIC_TABLES} < pages.keys()
    for name, links in pages.items():
        assert links.forbidden == [], name
        assert len(set(links.ids)) == len(links.ids), name
        for tag, target in links.addresses:
            if target.startswith("https://"):
                assert tag == "a", f"{name} loads {target}"
                continue
            file, _, anchor = target.partition("#")
            assert (site / (file or name)).is_file(), f"{name}: {target}"
            assert not anchor or anchor in pages[file or name].ids, f"{name}: {target}"


def test_every_page_forbids_what_is_not_its_own(site: Path) -> None:
    for path in site.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert not re.search(r"<script(?![^>]*(src=|ld\+json))|<style", text), path.name


def test_the_site_is_no_part_of_the_build(site: Path, build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert site == build.resolve() / "site"
    assert store.damages(build.resolve(), store.read_manifest(build)) == []


def test_the_same_build_gives_the_same_site(site: Path, build: Path, tmp_path: Path) -> None:
    again = contents(report(build, tmp_path / "site").folder)
    first = contents(site)
    assert first.keys() == again.keys()
    differ = {name for name in first if first[name] != again[name]}
    # the DuckDB file, and the page that tells its hash
    assert differ <= {"downloads/claims.duckdb", "downloads.html"}


def test_each_figure_of_the_build_is_shown_with_its_limits(site: Path, build: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    listed = json.loads((build / "figures" / "figures.json").read_text(encoding="utf-8"))
    assert listed
    images = re.findall(r'<img src="figures/([^"]+)\.svg" alt="[^"]{20,}"', text)
    assert images == [one["name"] for one in listed]
    assert text.count("What it does not show:") == len(listed)


def test_the_dataset_is_described_for_search_engines(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told["@type"] == "Dataset"
    for one in told["distribution"]:
        assert (site / one["contentUrl"]).is_file()


def test_another_folder_is_not_overwritten(build: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").touch()
    with pytest.raises(ReleaseError, match="is not a site"):
        report(build, mine)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]


def test_the_command_says_where_the_site_is(build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["report", "--build", str(build), "-o", str(tmp_path / "site")]) == 0
    assert str(tmp_path / "site" / "index.html") in capsys.readouterr().out


def test_rows_come_back_from_their_script_as_they_were(tmp_path: Path) -> None:
    values = {
        "few": ["a", None, "a", "a"],
        "many": ["</script>", "\u2028", '"', "\\"],
        "lists": [["x", "y"], [], ["x", "y"], ["x", "y"]],
        "numbers": [1, None, 3, 1],
    }
    grid = Grid("g", "rows", (Column("few", "Few", "1fr"),), (), values, "few")
    text = write_grid(grid, tmp_path).read_text(encoding="utf-8")
    assert "\u2028" not in text
    literal = text.partition("JSON.parse(")[2].rpartition(")")[0]
    data = json.loads(json.loads(literal))["data"]
    for key, wanted in values.items():
        column = data[key]
        found = [column["values"][at] for at in column["index"]] if "index" in column else column["values"]
        assert found == wanted
    assert "index" in data["lists"]
