"""Packs as web pages: whole in one file, with headings, links and labels that lead somewhere."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from support.packs import PACKS, text

pytestmark = pytest.mark.slow


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
