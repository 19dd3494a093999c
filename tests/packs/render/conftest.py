"""A browser, for tests that look at pages as readers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.packs import program

if TYPE_CHECKING:
    from collections.abc import Iterator

QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = program("chromium")
    with playwright.sync_playwright() as driver:
        the_browser = driver.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield the_browser
        the_browser.close()
