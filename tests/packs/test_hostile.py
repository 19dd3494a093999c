"""A plan whose authors typed everything that could break a format: it breaks none."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from support.federation import HOSTILE
from support.packs import PACKS, docx_text, pack_bytes, pdf_text, text

pytestmark = pytest.mark.slow

HEAVY = ("lgb-pack", "whole-plan")
"""Escaping is the format's, not the template's: two packs of those that take long will do."""
TAGS = {"article", "script", "iframe", "img", "form", "object", "embed", "base", "link"}


@pytest.mark.parametrize("template", PACKS)
def test_html(template: str) -> None:
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        tags: set[str] = set()  # noqa: RUF012
        the_text = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.add(tag)
            assert not any(name.startswith("on") for name, _ in attrs)

        def handle_data(self, data: str) -> None:
            self.the_text += data

    reader = Reader()
    reader.feed(text("hostile", template, "html"))
    assert not reader.tags & (TAGS - ({"script"} if template == "whole-plan" else set()))
    assert HOSTILE in reader.the_text


@pytest.mark.parametrize("template", PACKS)
def test_markdown(template: str) -> None:
    page = text("hostile", template, "markdown")
    inline = [
        child
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(page)
        for child in (token.children or [])
    ]
    assert {shape.type for shape in inline} <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
    }
    the_text = "".join(shape.content for shape in inline)
    assert HOSTILE in the_text
    assert "{{" not in page


@pytest.mark.parametrize("template", HEAVY)
def test_word(template: str) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed")
    assert HOSTILE in docx_text(pack_bytes("hostile", template, "docx"))


@pytest.mark.parametrize("template", HEAVY)
def test_pdf(template: str) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    the_text = " ".join(pdf_text(pack_bytes("hostile", template, "pdf")))
    for words in ("<script>alert(1)</script> {{ 7*7 }}", "#set page(fill: red) *bold* _under_ |"):
        assert words in the_text
    assert "grinning face]" in the_text.replace("- ", "")
    assert "[cjk unified ideograph-6f22]" in the_text.replace("- ", "")
