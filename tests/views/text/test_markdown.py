"""What people typed, in Markdown: it is shown as it stands and does nothing else."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.each_row import each_row

from sipctl.views.text.english import safe_text
from sipctl.views.text.markdown import escape_for_code_host as escape

READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
LIVELY = ("@", "#1", "://", "www.", "mailto:", "gh-1")


def shown(markdown: str) -> str:
    """What a reader sees of a bullet, if it is nothing but text."""
    html = READER.render(f"- 1a.1 {markdown}\n")
    match = re.fullmatch(r"<ul>\n<li>1a\.1 ?(.*)</li>\n</ul>\n", html, re.DOTALL)
    assert match, html
    assert "<" not in match[1], html
    return unescape(match[1])


@each_row(
    "text",
    [
        *("`x`", "```", "a | b", "*a* _b_ ~~c~~", "[a](b)", "![a](b)", "<b>a</b>", "<!-- a -->"),
        *("&amp; &#64;", "# a", "- a", "1. a", "> a", "a\\", "\\`a\\`", "$a$", "a  ", "---"),
        *("<https://a.invalid>", "[a]: b", "{a}", "^a^", "- [ ] a", "=="),
    ],
)
def test_no_mark_comes_to_life(text: str) -> None:
    assert shown(escape(text)).replace("\u200b", "") == safe_text(text)


@each_row(
    "text",
    [
        *("@clerk", "a@b.invalid", "#12", "trust/plan#12", "GH-12", "https://a.invalid/b"),
        *("HTTP://a.invalid", "www.a.invalid", "WWW.a.invalid", "mailto:a@b.invalid"),
    ],
)
def test_no_name_number_or_address_is_joined_up(text: str) -> None:
    result = shown(escape(text))
    assert result.replace("\u200b", "") == text
    for live in LIVELY:
        where = result.lower().find(live)
        assert where < 0 or result[where + len(live)] == "\u200b", result


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\u200b\ufffd"), max_size=30)
    | st.lists(st.sampled_from(list("`*_[]()<>#+-.!|~\\@:/&;$ \n12aw")), max_size=14).map("".join)
)
def test_whatever_is_typed_is_shown_as_it_stands(text: str) -> None:
    typed = safe_text(text).strip()
    assert shown(escape(text)).replace("\u200b", "").strip() == typed
