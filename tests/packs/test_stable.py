"""The same plan, term and revision give the same bytes: whatever the process, place or clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.packs import plan_folder

pytestmark = pytest.mark.slow

EVERYTHING = Path(__file__).parent.parent / "support" / "everything_packs.py"
HERE = {"PYTHONHASHSEED": "1", "TZ": "Europe/London", "LANG": "en_GB.UTF-8", "LC_ALL": "C.UTF-8"}
PACKS = {"river": "trustees-pack,lead-sheet", "shipped": "board-paper"}
THERE = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland", "LANG": "tr_TR.UTF-8", "LC_ALL": "C"}


def test_a_dozen_files_are_the_same_in_two_processes(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    pytest.importorskip("docx", reason="python-docx is not installed")
    first = _hashes(HERE, tmp_path / "cache")
    again = _hashes(THERE, tmp_path / "cache")  # templates compiled before, by the first
    assert [len(files) for files in first] == [8, 4]
    assert first == again


def _hashes(settings: dict[str, str], cache: Path) -> list[dict[str, str]]:
    plans = [f"{plan_folder(which)}:{packs}" for which, packs in PACKS.items()]
    done = subprocess.run(
        [sys.executable, str(EVERYTHING), *plans],
        env={**os.environ, **settings, "SIPCTL_CACHE": str(cache)},
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    data: list[dict[str, str]] = json.loads(done.stdout.splitlines()[-1])
    return data
