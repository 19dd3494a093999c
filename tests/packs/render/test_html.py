"""Packs as web pages: whole in one file, and sound for keyboards, screen readers and phones."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from support.packs import PACKS, build, program, text, write

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
UNPAINTED = """tags => axe.run({
    runOnly: {type: 'tag', values: tags}, rules: {'color-contrast': {enabled: false}}
})"""
"""Contrast takes the longest to look at, and is the same whatever the plan says."""

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
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


@pytest.fixture(scope="module")
def axe() -> str:
    from importlib.resources import files

    module = pytest.importorskip(
        "axe_playwright_python", reason="axe-playwright-python is not installed"
    )
    return (files(module) / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("template", "size", "scheme"),
    [
        *(("lgb-pack", size, scheme) for size in SIZES for scheme in ("light", "dark")),
        ("trustees-pack", "phone", "dark"),
        ("lead-sheet", "desk", "light"),
        ("whole-plan", "phone", "light"),
    ],
)
def test_axe_finds_no_violation(
    browser: Any, axe: str, template: str, size: str, scheme: str
) -> None:
    fetched: list[str] = []
    with browser.new_context(viewport=SIZES[size], color_scheme=scheme, offline=True) as context:
        page = context.new_page()
        page.on("request", lambda request: fetched.append(request.url))
        page.set_content(text("river", template, "html"))
        page.evaluate(axe)
        result = page.evaluate(
            "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            TAGS,
        )
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert [
        (violation["id"], violation["nodes"][0]["html"]) for violation in result["violations"]
    ] == []
    assert wide <= 0, "the page is wider than the screen"
    assert fetched == []


def test_the_shipped_plan_too(browser: Any, axe: str) -> None:
    with browser.new_context(viewport=SIZES["phone"], offline=True) as context:
        page = context.new_page()
        page.set_content(write(build("shipped", aims=("1",)), "lgb-pack", "html").decode())
        page.evaluate(axe)
        result = page.evaluate(UNPAINTED, TAGS)
    assert [violation["id"] for violation in result["violations"]] == []
    assert len(result["passes"]) > 10


def test_the_skip_link_is_first_and_leads_to_the_content(browser: Any) -> None:
    with browser.new_context(viewport=SIZES["desk"], offline=True) as context:
        page = context.new_page()
        page.set_content(text("river", "lgb-pack", "html"))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


class Outline(HTMLParser):
    """Headings, links, ids and tables' heads of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.heads: list[str] = []
        self.lang = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        items = {name: value or "" for name, value in attrs}
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.links += [items["href"]] if "href" in items else []
        self.ids += [items["id"]] if "id" in items else []
        self.labels += items.get("aria-labelledby", "").split()
        self.heads += [items.get("scope", "")] if tag == "th" else []
        self.lang = items.get("lang", "") if tag == "html" else self.lang


@pytest.mark.parametrize("template", PACKS)
@pytest.mark.parametrize("which", ["river", "shipped"])
def test_one_sound_file(template: str, which: str) -> None:
    page = text(which, template, "html")
    assert not re.search(r"https?:|\bsrc=|@import|url\(|<link", page)
    assert page.count("<script") == (template == "whole-plan")
    outline = Outline(page)
    assert outline.lang == "en-GB"
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    steps = zip(outline.levels, outline.levels[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)
    assert all(link.removeprefix("#") in outline.ids for link in outline.links)
    assert all(label in outline.ids for label in outline.labels)
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.heads) == {"row", "col"}


def test_the_filters_script_is_the_one_that_the_policy_allows() -> None:
    page = text("river", "whole-plan", "html")
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert script
    assert policy
    digest = b64encode(sha256(script[1].encode()).digest()).decode()
    assert policy[1] == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    )


def test_the_filter_shows_what_is_asked_for_and_says_so(browser: Any) -> None:
    page = browser.new_page()
    page.set_content(text("river", "whole-plan", "html"))
    rows = "tr[data-status]"
    every = page.locator(rows).count()
    answer = page.locator("#filter [role=status]")
    assert answer.inner_text() == f"Shows {every} of {every} activities."
    page.get_by_label("Lead").focus()
    page.keyboard.press("G")
    shown = page.locator(f"{rows}:visible").count()
    assert 0 < shown < every
    assert answer.inner_text() == f"Shows {shown} of {every} activities: only lead GH."
    page.get_by_label("Words").fill("phonics")
    assert answer.inner_text().endswith("only lead GH, with the words phonics.")
    page.close()
    plain = browser.new_page(java_script_enabled=False)
    plain.set_content(text("river", "whole-plan", "html"))
    assert plain.locator(f"{rows}:visible").count() == every
    assert not plain.locator("#filter").is_visible()
    plain.close()
