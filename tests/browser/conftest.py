"""A browser for the tests: the system's Chromium, which must ask nothing of the network and complain of nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """Where the system's Chromium is, or what $CLAIMS_CHROMIUM names."""
    return os.environ.get("CLAIMS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = executable()
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium, or name it with CLAIMS_CHROMIUM")
    with sync_playwright() as playwright:
        # the sandbox needs rights that a container's root has not; the pages are our own
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and a list that takes every complaint of it and every request that leaves the machine."""
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith(("file:", "blob:", "data:")) else found.append(one.url))
    page.on(
        "requestfailed", lambda one: found.append(f"failed: {one.url}") if one.failure != "net::ERR_ABORTED" else None
    )
    return page, found


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page; the test fails when anything was complained of, or asked of the network."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened, found = watched(context)
    yield opened
    context.close()
    assert found == []


def address(site: Path, name: str) -> str:
    """The address of a page on disk."""
    return (site / f"{name}.html").resolve().as_uri()
