"""The report site as its readers use it: opened from disk in Chromium."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from claims import building, loading
from claims.reporting import report
from tests.browser.conftest import address, watched
from tests.publications import PROJECT, coded

PAGES = ("index", "claims", "daily", "episodes", "discrepancies", "tables", "downloads", "method", "table-claims")
AXE = {"resultTypes": ["violations"], "preload": False}  # it would fetch the style sheet, which the page forbids
LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped statements, and some rows of a coded series."""
    folder = tmp_path_factory.mktemp("report")
    return building.build([PROJECT / "datasets" / "statements", coded(folder, 300)], folder / "build").path


@pytest.fixture(scope="module")
def site(build: Path) -> Path:
    return report(build).folder


@pytest.fixture
def explorer(page: Page, site: Path) -> Page:
    page.goto(address(site, "claims"))
    expect(page.locator("#status")).to_contain_text("claims")
    return page


def shown(page: Page) -> int:
    """How many rows the page says it shows."""
    return int(page.locator("#status").inner_text().split(" of ")[0].replace(",", ""))


def column(page: Page, number: int) -> list[str]:
    """The cells of a column that are in sight, in order."""
    rows = page.locator("#grid .body [role=row]").evaluate_all(
        "(rows, n) => rows.map((row) => [Number(row.dataset.position), row.children[n].textContent])", number
    )
    return [text for _, text in sorted(rows)]


def test_every_page_opens_without_a_complaint(page: Page, site: Path) -> None:
    for path in sorted(site.glob("*.html")):
        page.goto(address(site, path.stem))
        expect(page.locator("h1")).to_have_count(1)
        assert page.title()


def test_the_explorer_filters_as_the_table_does(explorer: Page, build: Path) -> None:
    claims = loading.load("claims", build)
    window = claims[claims["tally"] != "running"]
    assert shown(explorer) == len(window)
    explorer.get_by_label("Leave out running totals", exact=True).uncheck()
    expect(explorer.locator("#status")).to_have_text(f"{len(claims):,} of {len(claims):,} claims")
    side = sorted(claims["claimant_side"].dropna().unique())[0]
    explorer.get_by_label("Side of the claimant", exact=True).select_option(side)
    of_side = claims[claims["claimant_side"] == side]
    expect(explorer.locator("#status")).to_contain_text(f"{len(of_side):,} of")
    explorer.get_by_label("Weapon", exact=True).select_option("missile")
    missiles = of_side[of_side["weapon"].str.startswith("missile")]
    assert 0 < len(missiles) < len(of_side)
    expect(explorer.locator("#status")).to_contain_text(f"{len(missiles):,} of")
    explorer.get_by_role("button", name="Clear filters").click()
    expect(explorer.locator("#status")).to_contain_text(f"{len(window):,} of")


def test_dates_and_regions_are_filters_too(explorer: Page, build: Path) -> None:
    claims = loading.load("claims", build)
    claims = claims[claims["tally"] != "running"]
    region = claims["regions"].explode().value_counts().index[0]
    explorer.get_by_label("Region", exact=True).select_option(region)
    there = claims[claims["regions"].map(lambda cell: region in cell)]
    expect(explorer.locator("#status")).to_contain_text(f"{len(there):,} of")
    explorer.get_by_label("From", exact=True).fill("2025-06-01")
    explorer.get_by_label("To", exact=True).fill("2025-06-03")
    ends = there["window_end"].fillna(there["published_at"]).dt.strftime("%Y-%m-%d")
    wanted = int(ends.between("2025-06-01", "2025-06-03").sum())
    assert 0 < wanted < len(there)
    expect(explorer.locator("#status")).to_contain_text(f"{wanted:,} of")


def test_the_search_finds_words_of_statements(explorer: Page) -> None:
    everything = shown(explorer)
    explorer.get_by_label("Search", exact=True).fill("беспилотн")
    expect(explorer.locator("#status")).not_to_contain_text(f"{everything:,} of")
    assert 0 < shown(explorer) < everything
    explorer.get_by_label("Search", exact=True).fill("no such words anywhere")
    expect(explorer.locator("#grid")).to_contain_text("Nothing matches these filters")


def test_a_heading_sorts_and_sorts_back(explorer: Page) -> None:
    heading = explorer.get_by_role("columnheader", name="Count")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    falling = [int(text.split()[0].replace(",", "")) for text in column(explorer, 1) if text[:1].isdigit()]
    assert falling == sorted(falling, reverse=True)
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert column(explorer, 1)[0] != f"{falling[0]:,}"


def test_a_number_opens_its_words_and_its_address(explorer: Page, build: Path) -> None:
    claims = loading.load("claims", build)
    statements = loading.load("statements", build).set_index("statement_id")
    parsed = claims[(claims["method"] == "parsed") & (claims["tally"] != "running")]
    explorer.get_by_label("Read by", exact=True).select_option("us, from the text")
    expect(explorer.locator("#status")).to_contain_text(f"{len(parsed):,} of")
    explorer.locator("#grid .body button").first.click()
    dialog = explorer.get_by_role("dialog")
    expect(dialog).to_be_visible()
    claim = parsed.set_index("claim_id").loc[explorer.url.rpartition("claim=")[2]]
    text = statements.loc[claim["statement_id"], "text"]
    assert dialog.locator("blockquote").inner_text() == text
    assert dialog.locator("mark").all_inner_texts() == [text[start:stop] for start, stop in sorted(claim["spans"])]
    assert dialog.get_by_role("link", name=claim["url"]).get_attribute("href") == claim["url"]


def test_an_address_of_a_claim_opens_it(page: Page, site: Path, build: Path) -> None:
    claim = loading.load("claims", build)["claim_id"].iloc[-1]
    page.goto(f"{address(site, 'claims')}#claim={claim}")
    expect(page.get_by_role("dialog")).to_contain_text(claim)


def test_the_keyboard_alone_is_enough(explorer: Page) -> None:
    explorer.keyboard.press("Tab")
    assert explorer.evaluate("document.activeElement.className") == "skip"
    explorer.locator("#grid .body [tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "PageDown", "Control+End", "Control+Home", "ArrowDown"):
        explorer.keyboard.press(key)
        assert explorer.evaluate("document.activeElement.closest('[data-position]') !== null"), key
    assert explorer.evaluate("document.activeElement.closest('[data-position]').dataset.position") == "1"
    explorer.keyboard.press("Enter")
    dialog = explorer.get_by_role("dialog")
    expect(dialog).to_be_visible()
    explorer.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert explorer.evaluate("document.activeElement.closest('[data-position]').dataset.position") == "1"


def test_what_is_set_is_kept_in_the_address(explorer: Page, site: Path) -> None:
    explorer.get_by_label("Outcome", exact=True).select_option("launched")
    expect(explorer.get_by_role("columnheader", name="Count")).to_have_attribute("aria-sort", "none")
    explorer.get_by_role("columnheader", name="Count").get_by_role("button").click()
    kept, number = explorer.url, shown(explorer)
    explorer.goto(address(site, "index"))
    explorer.goto(kept)
    assert shown(explorer) == number
    assert explorer.get_by_label("Outcome", exact=True).input_value() == "launched"


def test_a_day_tells_the_claims_behind_it(page: Page, site: Path) -> None:
    page.goto(address(site, "daily"))
    page.locator("#grid .body button").first.click()
    link = page.get_by_role("dialog").locator(".linked a").first
    expect(link).to_contain_text(", ")  # in words, once the claims are loaded
    link.click()
    expect(page.get_by_role("dialog")).to_contain_text("Claimed by")


def test_a_download_is_the_build_s_table(page: Page, site: Path, build: Path) -> None:
    page.goto(address(site, "downloads"))
    rows = 0
    for place in ("claims.csv", "general_staff_tally/claims.csv"):
        link = page.locator(f"a[href='downloads/csv/{place}']")
        with page.expect_download() as started:
            link.click()
        content = Path(started.value.path()).read_bytes()
        assert hashlib.sha256(content).hexdigest() in link.locator("xpath=..").inner_text()
        found = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
        whole = pd.read_csv(build / "claims.csv", dtype=str, keep_default_na=False)
        kept = whole[whole["claim_id"].isin(set(found["claim_id"]))]
        pd.testing.assert_frame_equal(found, kept.reset_index(drop=True))
        rows += len(found)
    assert rows == len(loading.load("claims", build))


def test_the_rows_shown_can_be_saved(explorer: Page, build: Path) -> None:
    number = int((loading.load("claims", build)["outcome"] == "launched").sum())
    explorer.get_by_label("Outcome", exact=True).select_option("launched")
    expect(explorer.locator("#status")).to_contain_text(f"{number:,} of")
    with explorer.expect_download() as started:
        explorer.get_by_role("button", name="Save these rows as CSV").click()
    rows = list(csv.DictReader(Path(started.value.path()).read_text(encoding="utf-8").splitlines()))
    assert len(rows) == number
    assert {row["outcome"] for row in rows} == {"launched"}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_no_fault(chromium: Browser, site: Path, look: str) -> None:
    context = chromium.new_context(**LOOKS[look], reduced_motion="reduce")  # type: ignore[arg-type]
    page, complaints = watched(context)
    faults = []
    for name in PAGES:
        page.goto(address(site, name))
        faults += violations(page, name)
        if name in ("claims", "daily"):
            page.locator("#grid .body button").first.click()
            expect(page.get_by_role("dialog")).to_be_visible()
            faults += violations(page, f"{name}, opened")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"
    context.close()
    assert (faults, complaints) == ([], [])


def violations(page: Page, name: str) -> list[tuple[str, ...]]:
    """What axe finds: page, rule, impact and the first element concerned."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [(name, one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found]


def test_without_scripts_the_reader_is_told_where_the_rows_are(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, "claims"))
    expect(page.locator("noscript p")).to_contain_text("the same rows are in Downloads")
    context.close()
