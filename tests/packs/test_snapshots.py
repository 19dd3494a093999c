"""What the four packs look like as text, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.packs import PACKS, text

if TYPE_CHECKING:
    from conftest import Snapshot

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("template", PACKS)
def test_html(template: str, snapshot: Snapshot) -> None:
    snapshot(f"{template}.html", text("river", template, "html"))


@pytest.mark.parametrize("template", PACKS)
def test_markdown(template: str, snapshot: Snapshot) -> None:
    snapshot(f"{template}.md", text("river", template, "markdown"))
