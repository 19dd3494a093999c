"""The little HTML of Word packs as paragraphs: links, and where pages begin."""

from __future__ import annotations

from typing import Any

import pytest

from sipctl.packs.word.html_tree import parse_html

docx = pytest.importorskip("docx", reason="python-docx is not installed")


def written(html: str) -> Any:
    from sipctl.packs.word.styles import apply_styles
    from sipctl.packs.word.writer import Writer

    document = docx.Document()
    apply_styles(document, ("", ""), secret=False)
    Writer(document).write(parse_html(html))
    return document


def links(document: Any) -> list[tuple[str, str]]:
    return [
        (link.text, link.address)
        for paragraph in document.paragraphs
        for link in paragraph.hyperlinks
    ]


def test_a_link_leads_to_a_web_page_and_nowhere_else() -> None:
    page = '<a href="https://example.org/minutes">Minutes</a>'
    document = written(
        f'<p>See {page} and <a href="javascript:alert(1)">this</a>, <a href="file:///etc">that</a>, '
        "<a>nothing</a>.</p>"
    )
    assert links(document) == [("Minutes", "https://example.org/minutes")]
    assert document.paragraphs[-1].text == "See Minutes and this, that, nothing."


def test_what_follows_a_rule_begins_a_page() -> None:
    document = written("<p>one</p><hr><h2>two</h2><p>three</p>")
    begins = [paragraph.paragraph_format.page_break_before for paragraph in document.paragraphs]
    assert begins == [None, True, None]


def test_a_sentence_between_a_heading_and_a_table_stays_with_the_table() -> None:
    table = "<table><tbody><tr><td>x</td></tr></tbody></table>"
    document = written(f"<h2>one</h2><p>two</p>{table}<h2>three</h2><p>four</p><p>five</p>")
    keeps = [
        paragraph.paragraph_format.keep_with_next
        for paragraph in document.paragraphs
        if paragraph.text
    ]
    assert keeps == [None, True, None, None, None]
