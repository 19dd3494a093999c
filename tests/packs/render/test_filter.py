"""The filter of the whole plan, in a browser: by keyboard, by address, on a phone and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.packs import pack_bytes, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

ROWS = "tr[data-status]"


@pytest.fixture
def address(tmp_path: Path) -> str:
    file = tmp_path / "whole-plan.html"
    file.write_text(text("river", "whole-plan", "html"), "utf-8")
    return file.as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with browser.new_context(offline=True) as context:
        tab = context.new_page()
        complaints: list[str] = []
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(address)
        yield tab
        assert complaints == []  # of the Content-Security-Policy too


def answer(page: Any) -> str:
    words: str = page.locator("#filter [role=status]").inner_text()
    return words


@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_is_enough(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    every = page.locator(ROWS).count()
    assert answer(page) == f"Showing {every} of {every} activities."
    page.get_by_role("link", name="Filter", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("G")
    by_lead = page.locator(f"{ROWS}:visible").count()
    assert 0 < by_lead < every
    assert answer(page) == f"Showing {by_lead} of {every} activities: only lead GH."
    page.get_by_label("Words").focus()
    page.keyboard.type("phonics")
    by_both = page.locator(f"{ROWS}:visible").count()
    assert by_both < by_lead
    assert answer(page) == (
        f"Showing {by_both} of {every} activities: only lead GH, with the words phonics."
    )
    page.keyboard.press("Escape")
    assert answer(page) == f"Showing {by_lead} of {every} activities: only lead GH."
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert answer(page) == f"Showing {every} of {every} activities."
    assert page.evaluate("document.activeElement.labels[0].firstChild.data") == "Lead"
    assert not page.get_by_role("button", name="Show all").is_visible()


def test_no_heading_or_link_is_left_of_what_is_not_shown(page: Any) -> None:
    page.get_by_label("Lead").select_option("GH")
    for section in page.locator(f"section:has({ROWS})").all():
        shown = section.locator(f"{ROWS}:visible").count()
        assert section.is_visible() == bool(shown)
    for link in page.locator(".contents a:visible").all():
        assert page.locator(link.get_attribute("href")).is_visible()
    assert page.locator(".contents a").count() > page.locator(".contents a:visible").count()


def test_what_is_asked_for_survives_reload_and_back_and_can_be_passed_on(
    page: Any, address: str
) -> None:
    page.get_by_label("Lead").select_option("GH")
    page.get_by_label("Words").fill("year 1")
    asked = answer(page)
    page.reload()
    assert answer(page) == asked
    page.goto("about:blank")
    page.go_back()
    assert answer(page) == asked
    page.goto(f"{address}?lead=GH&words=year+1#key")
    assert answer(page) == asked
    page.goto(f"{address}?lead=nobody&aim=%3Cb%3E")
    assert page.locator(ROWS).count() == page.locator(f"{ROWS}:visible").count()


def test_other_words_of_the_address_stay(page: Any, address: str) -> None:
    """A file store may name the page, or who may read it, behind the question mark."""
    page.goto(f"{address}?sig=a%2Fb&file=7&words=phonics")
    page.get_by_label("Lead").select_option("GH")
    assert page.url == f"{address}?sig=a%2Fb&file=7&words=phonics&lead=GH"
    page.get_by_role("button", name="Show all").click()
    assert page.url == f"{address}?sig=a%2Fb&file=7"
    page.goto(f"{address}?id=a%20b")
    assert page.url == f"{address}?id=a%20b", "where nothing is asked, nothing is written anew"


def test_paper_says_that_only_a_part_is_shown(page: Any) -> None:
    page.emulate_media(media="print")
    assert not page.locator(".printed").is_visible()
    page.emulate_media(media="screen")
    page.get_by_label("Lead").select_option("GH")
    asked = answer(page)
    page.emulate_media(media="print")
    assert page.locator(".printed").inner_text() == f"Not the whole plan. {asked}"
    assert not page.locator("#filter").is_visible()
    page.emulate_media(media="screen")
    assert not page.locator(".printed").is_visible()


@pytest.mark.parametrize("size", [(390, 844), (800, 700), (844, 390), (1160, 900), (1280, 700)])
@pytest.mark.parametrize("confidential", [False, True])
def test_no_heading_hides_behind_the_filter(
    browser: Any, tmp_path: Path, size: tuple[int, int], confidential: bool
) -> None:
    file = tmp_path / "whole-plan.html"
    file.write_bytes(pack_bytes("river", "whole-plan", "html", confidential=confidential))
    seen = """heading => {
      const box = heading.getBoundingClientRect();
      return heading === document.elementFromPoint(box.left + 5, box.top + 2);
    }"""
    width, height = size
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(f"{file.as_uri()}?late=overdue")
        page.locator(".contents a[href^='#aim-']").last.click()
        assert page.locator("h2:target").evaluate(seen)


def test_nothing_found_is_said(page: Any) -> None:
    every = page.locator(ROWS).count()
    page.get_by_label("Words").fill("no such words")
    assert answer(page) == (
        f"Showing none of {every} activities: only with the words no such words."
    )


def test_without_scripts_the_page_is_whole(browser: Any, address: str) -> None:
    with browser.new_context(java_script_enabled=False, offline=True) as context:
        plain = context.new_page()
        plain.goto(address)
        assert plain.locator(f"{ROWS}:visible").count() == plain.locator(ROWS).count()
        assert not plain.locator("#filter").is_visible()
        assert not plain.get_by_role("link", name="Filter", exact=True).is_visible()
