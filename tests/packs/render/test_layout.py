"""How pages look, measured in a browser: nothing sticks out, cards are labelled as their table's heads
are, charts can be read on a phone, and on paper what belongs together stands together."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from support.packs import PACKS, pack_of, plan_folder, text, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = pytest.mark.slow

STICKING_OUT = """() => [...document.querySelectorAll("th, td, li, p, h1, h2, h3, h4")].flatMap((box) => {
  const range = document.createRange();
  range.selectNodeContents(box);
  const edge = (box.closest("tr") || document.body).getBoundingClientRect().right;
  return range.getBoundingClientRect().right > edge + .5 ? [box.textContent.trim()] : [];
})"""
"""The texts that reach beyond their card, or beyond the page."""

MISLABELLED = """() => [...document.querySelectorAll("td[data-label]")].flatMap((cell) => {
  const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent;
  return head === cell.dataset.label ? [] : [[head, cell.dataset.label]];
})"""

SIZES_OF_TEXT = """() => [...document.querySelectorAll("figure text")].map((words) =>
  parseFloat(getComputedStyle(words).fontSize) * words.getScreenCTM().a)"""

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll("figure text")].map((words) => words.getBoundingClientRect());
  return boxes.filter((box, at) => boxes.slice(at + 1).some((other) =>
    Math.abs(box.top - other.top) < 4 && box.left < other.right && other.left < box.right)).length;
}"""
"""How many texts of a chart run into one beside them."""


def measure(browser: Any, page: str, width: int, script: str, media: str = "screen") -> Any:
    with browser.new_context(viewport={"width": width, "height": 844}, offline=True) as context:
        tab = context.new_page()
        tab.emulate_media(media=media)
        tab.set_content(page)
        return tab.evaluate(script)


@pytest.fixture
def six_terms(sipctl: Callable[..., Result], tmp_path: Path) -> str:
    """A pack of a school whose plan has eighteen terms, six a year."""
    answers = ("--name", "Vale School", "--years", "2025-28", "--aim", "People", "--lead", "JK")
    assert sipctl("init", *answers, "--terms", "six", cwd=tmp_path).code == 0
    activity = (
        "\nareas:\n- {id: 1a, title: Staff, activities: [{id: 1a.1, title: Train, when: weekly}]}\n"
    )
    with (tmp_path / "plan/aims/1-people.yaml").open("a") as file:
        file.write(activity)
    pack = pack_of(tmp_path, term="term4-2026", day=date(2026, 3, 20))
    return write(pack, "lgb-pack", "html").decode()


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("which", ["river", "made-up"])
def test_nothing_sticks_out_of_its_card_or_page(browser: Any, which: str, width: int) -> None:
    for template in PACKS:
        page = text(which, template, "html")
        assert measure(browser, page, width, STICKING_OUT) == [], template


@pytest.mark.parametrize("which", ["river", "made-up"])
def test_cards_are_labelled_as_the_heads_of_their_table(browser: Any, which: str) -> None:
    for template in PACKS:
        assert measure(browser, text(which, template, "html"), 1280, MISLABELLED) == [], template


def test_a_chart_can_be_read_on_a_phone(browser: Any, six_terms: str) -> None:
    for width in (320, 390):
        page = text("made-up", "lgb-pack", "html")
        assert min(measure(browser, page, width, SIZES_OF_TEXT)) > 10
        assert measure(browser, page, width, OVERLAPS) == 0
        assert measure(browser, six_terms, width, OVERLAPS) == 0


def test_terms_of_a_year_are_told_apart_in_a_chart(browser: Any, six_terms: str) -> None:
    below = "() => [...document.querySelectorAll('figure text')].map((words) => words.textContent)"
    names = measure(browser, six_terms, 1280, below)
    assert names[1::3][:7] == ["T1", "T2", "T3", "T4", "T5", "T6", "T1"]
    assert names[2::3][:4] == ["\u201925", "\u201925", "\u201926", "\u201926"]


def test_an_option_of_the_command_is_never_broken(browser: Any) -> None:
    heights = """() => [...document.querySelectorAll("code span")].map((word) =>
      word.getClientRects().length * word.offsetHeight)"""
    for template in ("board-paper", "lgb-pack"):
        page = text("river", template, "html")
        assert max(measure(browser, page, 320, heights)) < 30
        assert "sipctl report --term spring-2025" in measure(
            browser, page, 320, "document.body.innerText"
        )


def test_on_paper_the_figures_stand_in_one_row(browser: Any) -> None:
    tops = "() => [...document.querySelectorAll('.figures li')].map((figure) => figure.offsetTop)"
    page = text("made-up", "lgb-pack", "html")
    assert len(set(measure(browser, page, 680, tops, "print"))) == 1
    assert measure(browser, page, 680, STICKING_OUT, "print") == []


def test_contents_of_one_thing_are_none(sipctl: Callable[..., Result]) -> None:
    asked = ("report", "--template", "lead-sheet", "--term", "spring-2025", "--format", "html")
    asked += ("--as-of", "2025-04-05", "--plan", str(plan_folder("river")))
    assert 'class="contents"' in sipctl(*asked).out
    of_one = sipctl(*asked, "--lead", "JK").out
    assert "JK" in of_one
    assert 'class="contents"' not in of_one
    assert "#contents" not in of_one


def test_due_breaks_no_date_and_leaves_no_heading_alone(
    browser: Any, sipctl: Callable[..., Result]
) -> None:
    broken = """() => [...document.querySelectorAll("td[data-label=Due], th")].filter((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return range.getClientRects().length > 1;
    }).length"""
    day = ("--as-of", "2025-04-05", "--plan", str(plan_folder("made-up")))
    page = sipctl("due", "--kpis", "--format", "html", *day).out
    assert measure(browser, page, 1280, broken) == measure(browser, page, 700, broken) == 0
    kept = "() => getComputedStyle(document.querySelector('h2')).breakAfter"
    assert measure(browser, page, 700, kept, "print") == "avoid"
    assert measure(browser, page, 320, STICKING_OUT) == []


def test_a_file_is_named_without_a_break_within_a_word(
    browser: Any, sipctl: Callable[..., Result]
) -> None:
    broken = """() => [...document.querySelectorAll("td code")].filter(({firstChild: text}) =>
      [...text.data.matchAll(/[^-/]+/g)].some((piece) => {
        const range = document.createRange();
        range.setStart(text, piece.index);
        range.setEnd(text, piece.index + piece[0].length);
        return range.getClientRects().length > 1;
      })).map((code) => code.textContent)"""
    asked = ("report", "--template", "lgb-pack", "--with", "faults", "--format", "html")
    day = ("--as-of", "2025-04-05", "--plan", str(plan_folder("made-up")))
    page = sipctl(*asked, "--annex", "none", *day).out
    assert page.count("<td") > 100
    for width in (750, 1280):
        assert measure(browser, page, width, broken) == []
        assert measure(browser, page, width, STICKING_OUT) == []


def test_figures_stand_in_whole_rows(browser: Any) -> None:
    tops = "() => [...document.querySelectorAll('.figures li')].map((figure) => figure.offsetTop)"
    for width in (390, 800, 1280):
        rows = Counter(measure(browser, text("made-up", "lgb-pack", "html"), width, tops))
        assert len(set(rows.values())) == 1, rows


def test_a_day_stands_on_one_line_on_paper(browser: Any) -> None:
    broken = """() => [...document.querySelectorAll(".date .ms")].filter((day) => {
      const range = document.createRange();
      range.selectNodeContents(day);
      return new Set([...range.getClientRects()].map((box) => box.top)).size > 1;
    }).length"""
    page = text("made-up", "whole-plan", "html")
    assert page.count('class="date"') > 50
    assert measure(browser, page, 680, broken, "print") == 0
    assert measure(browser, page, 750, broken) == 0


def test_the_sentence_beneath_a_heading_is_kept_with_it_on_paper(browser: Any) -> None:
    kept = """() => [...document.querySelectorAll("h2 + p, h3 + p")].map((words) =>
      getComputedStyle(words)).every((look) => look.breakAfter + look.breakInside === "avoidavoid")"""
    page = text("made-up", "trustees-pack", "html")
    assert measure(browser, page, 680, kept, "print")
    assert not measure(browser, page, 680, kept)


def test_an_arrow_stands_beside_its_word(browser: Any) -> None:
    parted = """() => [...document.querySelectorAll("td .small > [aria-hidden]")].filter((arrow) => {
      const range = document.createRange();
      range.selectNodeContents(arrow.parentElement);
      return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
    }).length"""
    for template in ("lead-sheet", "board-paper"):
        page = text("river", template, "html")
        assert "↓</span> worse" in page
        for width in range(320, 1280, 60):
            assert measure(browser, page, width, parted) == 0, width


def test_a_lateness_stands_on_one_line_where_it_fits(browser: Any) -> None:
    parted = """() => [...document.querySelectorAll("td .late.keep")].filter((words) => {
      const range = document.createRange();
      range.selectNodeContents(words);
      return range.getClientRects().length > 1;
    }).length"""
    page = text("made-up", "board-paper", "html")
    assert page.count("late keep") > 10
    for width in (390, 600, 1280):
        assert measure(browser, page, width, parted) == 0
