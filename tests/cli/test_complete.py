"""What a shell proposes on TAB: only what the command would take."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from support.plans import SCHOOL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

ASKED = {"_SIPCTL_COMPLETE": "complete_bash"}
PROPOSED = {
    "record 1": ["1", "1a", "1a.1"],
    "record 1a ": [],
    "record 1a.": ["1a.1", "1a.2", "1a.3", "1a.4", "1a.5", "1a.6", "1a.7", "1a.k1"],
    "record J": [],
    "record 1a.1 o": ["on-track", "off-track"],
    "record 1a.k1 ": ["met", "partly-met", "not-met"],
    "record 1a.1 complete --by ": ["JK", "SD"],
    "move 1a.": ["1a.1", "1a.2", "1a.3", "1a.4", "1a.5", "1a.6", "1a.7"],
    "show ": ["1", "1a", "1a.1", "1a.2", "1a.3", "1a.4", "1a.5", "1a.6", "1a.7", "1a.k1"],
    "due --term sp": ["spring-2025"],
}


def words(typed: str) -> dict[str, str]:
    return {**ASKED, "COMP_WORDS": f"sipctl {typed}", "COMP_CWORD": str(1 + typed.count(" "))}


def test_proposed(
    write: Callable[[dict[str, str]], Path],
    sipctl: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = write(SCHOOL)
    for typed, proposed in PROPOSED.items():
        for name, value in words(typed).items():
            monkeypatch.setenv(name, value)
        done = sipctl(cwd=folder)
        assert done.err == ""
        assert done.out.split()[: max(len(proposed), 1)] == proposed


def test_proposed_by_a_process(write: Callable[[dict[str, str]], Path]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sipctl"],
        cwd=write(SCHOOL),
        env={**os.environ, **words("record 1a.1 o")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stderr, done.stdout.split()) == ("", ["on-track", "off-track"])
