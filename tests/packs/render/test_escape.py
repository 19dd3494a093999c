"""Text that people typed stays text: read back by each format's own reader."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.federation import HOSTILE

from sipctl.packs.confined.limits import Limits
from sipctl.packs.confined.run import run_confined
from sipctl.packs.render import escape
from sipctl.views.text.english import safe_text
from sipctl.views.text.markdown import escape as escape_markdown

SAMPLES = (
    HOSTILE,
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% for x in y %} {# no #}",
    "#set page(fill: red) #panic()",
    "*a* _b_ **c** `d` ~e~ $f$ | g \\ h \\* i",
    "- a list", "1. a list", "12) a list", "+ a", "= a heading", "# a heading", "> said", "---",
    "===", "| a | b |", "[a](b)", "![a](b)", "<a@b.invalid>", "&amp; &#35; &copy", ":---", "/ a: b",
    "שלום عالم", "\u202eevil\u202c", "a\u2066b", "😀 👩‍👩‍👧 漢字 é", "line one\nline two\r\nthree",
    "\x00\x01\x1b[31mred", "tab\there", "  spaces  ", "a // b /* c */ d", "@name <x> https:x",
    '" onload="x', "'single'", "]] ]#x[", "\\u{23}", "...", "--", "~", "a:b", "1.5 and 2-3",
)  # fmt: skip
TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


class Reader(HTMLParser):
    """Reads HTML back: text and tags."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def examples(test):  # type: ignore[no-untyped-def]
    for sample in SAMPLES:
        test = example(sample)(test)
    return test


@examples
@given(TYPED)
def test_html_gives_the_text_back(text: str) -> None:
    reader = Reader()
    reader.feed(f'<p title="{escape.html(text)}">{escape.html(text)}</p>')
    reader.close()
    assert reader.text == safe_text(text)
    assert reader.tags == ["p"]


@examples
@given(TYPED)
def test_markdown_gives_the_text_back_in_a_paragraph_and_in_a_cell(text: str) -> None:
    the_text = escape_markdown(text)
    if not the_text:
        return
    reader = MarkdownIt("gfm-like", {"linkify": False})
    pages = {
        "Q.": f"Q.\n\n{the_text}\n",
        "": f"- {the_text}\n",
        "Q": f"| Q |\n| --- |\n| {the_text} |\n",
    }
    for before, page in pages.items():
        tokens = [child for token in reader.parse(page) for child in (token.children or [])]
        assert {token.type for token in tokens} <= {"text", "text_special"}, (page, tokens)
        assert "".join(token.content for token in tokens) == before + safe_text(text), page


@pytest.mark.slow
@example(list(SAMPLES))
@given(st.lists(TYPED, max_size=9))
def test_typst_gives_the_text_back_in_markup_and_in_a_string(texts: list[str]) -> None:
    typst = pytest.importorskip("typst", reason="typst is not installed")
    written = [escape.typst(text) for text in texts]
    triples = "".join(f'("{typed}", [x{typed}x], [\n{typed}\n]),' for typed in written)
    source = f"#metadata(({triples})) <all>".encode()
    # In a child: after Typst's threads have run in this process, no fork of it could use them.
    answer = run_confined(
        lambda: {"": typst.query(source, "<all>", field="value", one=True).encode()}, "x", Limits()
    )
    for text, (string, inline, block) in zip(texts, json.loads(answer[""]), strict=True):
        assert string == safe_text(text)
        assert _words(inline) == f"x{safe_text(text)}x"
        if safe_text(text):
            assert _words(block).strip(" ") == safe_text(text).strip(" ")


def _words(content: dict) -> str:
    """The text of Typst content, in which nothing but text and spaces may be."""
    if "children" in content:
        return "".join(_words(child) for child in content["children"])
    assert content["func"] in ("text", "symbol", "space"), content
    return str(content.get("text", " "))


def test_what_no_font_has_is_shown_by_name() -> None:
    text = escape.name_missing(
        "漢 and 😀\u200d\ufe0f\ue000", {"漢", "😀", "\u200d", "\ufe0f", "\ue000"}
    )
    assert text == "[cjk unified ideograph-6f22] and [grinning face][u+e000]"
