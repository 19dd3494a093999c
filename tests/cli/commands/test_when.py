"""`sipctl when` as people and programs read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.small_plan import FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def plan(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(FILES)


def test_when_in_words(sipctl, plan):
    result = sipctl("when", "January", "2025", "and", "then", "termly", cwd=plan)
    assert result.out.splitlines() == [
        '"January 2025 and then termly" means: January 2025 and then termly',
        "",
        "Key          Which is      Opens        Last day",
        "2025-01      January 2025  1 Jan 2025   31 Jan 2025",
        "summer-2025  Summer 2025   22 Apr 2025  22 Jul 2025",
    ]


def test_when_as_json(sipctl, plan):
    result = sipctl("when", "Spring 2025", "--format", "json", cwd=plan)
    assert json.loads(result.out) == {
        "version": 1,
        "phrase": "Spring 2025",
        "reading": "Spring 2025",
        "cadence": None,
        "open_ended": False,
        "as_needed": False,
        "occurrences": [{"period": "spring-2025", "opens": "2025-01-06", "due": "2025-04-04"}],
        "notes": [],
    }


def test_when_refuses_what_it_cannot_read(sipctl, plan):
    result = sipctl("when", "Sumer 2025", cwd=plan)
    assert result.code == 1
    assert '"Sumer 2025"' in result.err
    assert 'did you mean "Summer 2025"?' in result.err
