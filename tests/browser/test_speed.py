"""The explorer with 50,000 claims: how long a reader waits. `pytest -s` prints the times."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from claims import building
from claims.publishing.releasing import material
from claims.registry import load_registry
from claims.reporting import report
from claims.reporting.claims_grid import claims_grid
from claims.reporting.grids import write_grid
from claims.reporting.wording import Labels
from tests.browser.conftest import address
from tests.publications import PROJECT, coded

ROWS = 50_000
# What a reader takes for at once is 100 ms. The limits leave room for a busy machine of two cores.
LIMITS = {"filter": 400, "sort": 400, "first search": 1_500, "open": 8_000}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose explorer holds the shipped claims many times over, each with an id of its own."""
    folder = tmp_path_factory.mktemp("large")
    build = building.build([PROJECT / "datasets" / "statements", coded(folder, 2_000)], folder / "build").path
    site = shutil.copytree(report(build).folder, folder / "site")
    tables = dict(material(build).tables)
    for name in ("claims", "account", "quotations"):
        df = tables[name]
        copies = -(-ROWS // len(tables["claims"]))
        made = [df.assign(claim_id=df["claim_id"] + f"-{copy}") for copy in range(copies)]
        tables[name] = pd.concat(made, ignore_index=True)
    kept = tables["claims"].head(ROWS)
    # no running totals, which the page leaves out at first; and counts of all sizes
    tables["claims"] = kept.assign(tally="window", count_low=pd.Series(range(ROWS), dtype="Int64") * 7919 % 5000)
    write_grid(claims_grid(tables, Labels(tables, load_registry())), site / "data")
    return site


def last(page: Page, name: str) -> float:
    """Milliseconds of the newest measurement of that name."""
    return float(page.evaluate("(name) => performance.getEntriesByName(name).at(-1).duration", f"claims-{name}"))


def test_fifty_thousand_claims_stay_quick(page: Page, large: Path) -> None:
    times: dict[str, list[float]] = {"filter": [], "sort": []}
    page.goto(address(large, "claims"))
    status = page.locator("#status")
    expect(status).to_have_text(f"{ROWS:,} of {ROWS:,} claims", timeout=30_000)
    times["open"] = [float(page.evaluate("performance.now()"))]

    def after(number: int) -> None:
        """Wait until that many updates were made, then note how long the newest took."""
        page.wait_for_function("(n) => performance.getEntriesByName('claims-update').length >= n", arg=number)
        times["filter"].append(last(page, "filter"))
        times["sort"].append(last(page, "sort"))

    page.get_by_label("Search", exact=True).fill("беспилотн")
    after(2)
    times["first search"] = [times["filter"].pop()]
    page.get_by_label("Search", exact=True).fill("ministry of defence")
    after(3)
    page.get_by_label("Search", exact=True).fill("")
    after(4)
    page.get_by_label("Leave out running totals", exact=True).uncheck()
    after(5)
    page.get_by_label("Weapon", exact=True).select_option("uav")
    after(6)
    page.get_by_role("button", name="Clear filters").click()
    number = 7
    after(number)
    for heading in page.get_by_role("columnheader").all():
        for _ in range(2):
            heading.get_by_role("button").click()
            number += 1
            after(number)
    for name, measured in times.items():
        ordered = sorted(measured)
        print(f"{name}: median {ordered[len(ordered) // 2]:.0f} ms, longest {ordered[-1]:.0f} ms, {len(ordered)} times")
        assert ordered[len(ordered) // 2] < LIMITS[name], name
    # however many rows there are, only those in sight are in the page
    assert page.locator("#grid .body [role=row]").count() < 60


def test_scrolling_shows_the_rows_of_the_place(page: Page, large: Path) -> None:
    page.goto(address(large, "claims"))
    body = page.locator("#grid .body")
    expect(body.locator("[role=row]").first).to_be_visible()
    for share in (0.5, 1.0, 0.25):
        body.evaluate("(body, share) => { body.scrollTop = share * (body.scrollHeight - body.clientHeight); }", share)
        page.wait_for_function(
            """() => {
            const body = document.querySelector('#grid .body');
            const box = body.getBoundingClientRect();
            const at = document.elementFromPoint(box.x + 60, box.y + box.height / 2).closest('[data-position]');
            return at && Math.abs(Number(at.dataset.position) * at.offsetHeight - body.scrollTop) < box.height + 60;
            }"""
        )
