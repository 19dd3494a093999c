"""One pack in its formats: Markdown, HTML, Word and PDF say the same of everything."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from support.asked import asked, folders, of_few_views, short
from support.pack_rows import html_rows, html_text, markdown_rows, word_rows
from support.packs import PACKS, docx_text, pdf_text

if TYPE_CHECKING:
    from pathlib import Path

    from support.asked import Asked

__all__ = ["asked", "folders"]

STATUSES = (
    *("complete", "on track", "at risk", "off track", "not started", "no record", "paused"),
    *("withdrawn", "not met", "partly met", "met", "overdue", "finished", "worse", "better"),
)
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
NAMED = rf"\d[a-z]\.k?\d+|t\.k\d+|wpsa|wppa|wgpa|\d+ (?:{MONTHS}) \d{{4}}"
"""An id, an academy or a day."""
COUNT = r"\d{1,3} (?:days?|weeks?|times|dates?|activit(?:y|ies)|kpis?)"
FACT = re.compile(rf"\b(?:{NAMED}|{COUNT}|{'|'.join(STATUSES)})\b")


def facts(text: str) -> list[str]:
    """Every id, day, count, academy and status of a text, from its beginning to its end."""
    plain = " ".join(text.replace("\\", "").replace("*", "").split())
    return FACT.findall(plain.casefold())


def facts_by_id(text: str) -> list[tuple[str, Counter[str]]]:
    """Each id of a text, with how often each fact stands between it and the next."""
    items: list[tuple[str, Counter[str]]] = []
    for fact in facts(text):
        if re.fullmatch(r".*\.k?\d+", fact):
            items.append((fact, Counter()))
        elif items:
            items[-1][1][fact] += 1
    return items


@pytest.mark.parametrize("template", PACKS)
def test_html_says_of_each_thing_what_markdown_says(asked: Asked, template: str) -> None:
    page = asked("report", "--template", template, "--term", asked.term, "--format", "html")
    rows = markdown_rows(asked.pack(template))
    assert rows
    assert html_rows(page) == rows
    assert_same_facts(asked, asked.pack(template), html_text(page))


@of_few_views
@pytest.mark.slow
@pytest.mark.parametrize("template", PACKS)
def test_word_says_of_each_thing_what_markdown_says(
    asked: Asked, template: str, tmp_path: Path
) -> None:
    data = written(asked, template, tmp_path / "pack.docx")
    text = markdown(asked, template)
    assert word_rows(data) == markdown_rows(text)
    assert_same_facts(asked, text, docx_text(data))


@of_few_views
@pytest.mark.slow
@pytest.mark.parametrize("template", PACKS)
def test_a_pdf_says_what_markdown_says(asked: Asked, template: str, tmp_path: Path) -> None:
    data = written(asked, template, tmp_path / "pack.pdf")
    text, printed = markdown(asked, template), " ".join(pdf_text(data))
    assert_same_facts(asked, text, printed)
    for (name, expected), (here, near_it) in zip(
        facts_by_id(text), facts_by_id(printed), strict=True
    ):
        assert (here, expected - near_it) == (name, Counter())


def written(view: Asked, template: str, file: Path) -> bytes:
    view("report", "--template", template, "--term", view.term, "-o", str(file))
    return file.read_bytes()


def markdown(view: Asked, template: str) -> str:
    """The pack in Markdown, but for the caption of KPIs, which the board's paper has not on paper."""
    return re.sub(r"^Not met, met in part, .*$", "", view.pack(template), flags=re.MULTILINE)


def assert_same_facts(view: Asked, text: str, paper: str) -> None:
    """Nothing is lost on paper; what a page says again, in its foot or a picture, is not new."""
    expected, printed = Counter(facts(text)), Counter(facts(paper))
    assert expected - printed == Counter()
    new = {fact for fact in set(printed) - set(expected) if re.fullmatch(NAMED, fact)}
    assert new <= {short(view.day).casefold()}
