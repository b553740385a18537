"""Texts come from the world: whatever is in them stays text on every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from claims.reporting import report
from claims.schema.published import LONGEST_QUOTATION
from tests.browser.conftest import address
from tests.publications import HOSTILE, LONG, built, contents

pytestmark = pytest.mark.usefixtures("fake_parser")


def test_hostile_text_stays_text(page: Page, tmp_path: Path) -> None:
    site = report(built(tmp_path)).folder
    for name in ("claims", "table-statements", "table-quotations", "index"):
        page.goto(address(site, name))
        assert page.title() != "1"
        assert page.locator("img[src=x]").count() == 0
    page.goto(address(site, "claims"))
    page.get_by_label("Search").fill("mod_russia/3")
    expect(page.locator("#status")).to_contain_text("1 of")
    page.locator("#grid .body button").first.click()
    expect(page.get_by_role("dialog").locator("blockquote")).to_have_text(f"{HOSTILE} downed 9 drones")
    assert page.title() != "1"


def test_an_original_is_quoted_only(page: Page, tmp_path: Path) -> None:
    site = report(built(tmp_path)).folder
    for name, content in contents(site).items():
        assert LONG.encode()[:LONGEST_QUOTATION] not in content, name
    page.goto(address(site, "claims"))
    page.get_by_label("Search").fill("mod_russia/2")
    expect(page.locator("#status")).to_contain_text("1 of")
    page.locator("#grid .body button").first.click()
    expect(page.get_by_role("dialog").locator("blockquote")).to_have_text("downed 7 drones")
