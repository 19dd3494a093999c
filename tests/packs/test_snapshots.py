"""What the four packs look like as text, word for word."""

from __future__ import annotations

import pytest
from support.packs import PACKS, same, text


@pytest.mark.parametrize("template", PACKS)
def test_html(template: str) -> None:
    same(f"{template}.html", text("river", template, "html"))


@pytest.mark.parametrize("template", PACKS)
def test_markdown(template: str) -> None:
    same(f"{template}.md", text("river", template, "markdown"))
