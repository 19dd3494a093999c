"""The tour of docs/editing.md is what sipctl says today, on a real shared repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.records import output
from support.tour import PAGE, transcript

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result


@pytest.mark.slow
def test_the_tour(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    text = transcript(tmp_path, lambda argv, folder: output(sipctl(*argv, cwd=folder)))
    assert text in PAGE.read_text(encoding="utf-8")
