"""What Windows' Python lacks is not needed: the core of the suite, run without it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT

CORE = (
    *(
        "tests/store/test_records.py",
        "tests/store/edits/test_moves.py",
        "tests/store/cache/test_cache.py",
    ),
    *("tests/store/files/test_folder.py", "tests/cli/commands", "tests/cli/test_session.py"),
    *("tests/views/exports", "tests/intake/workbook"),
)
"""Reading, recording, editing, caching, exporting, importing and every command. (Packs have tests
of their own without fork: tests/packs/confined.)
"""
LEFT_OUT = (
    "tests/cli/commands/test_academy.py",  # it makes packs
    # more of what others ask of git and of files
    *("tests/cli/commands/test_at.py", "tests/cli/commands/test_diff_git.py"),
    *("tests/cli/commands/test_diff.py", "tests/cli/commands/test_log.py"),
    *("tests/views/exports/test_ics.py", "tests/views/exports/test_json_schemas.py"),
)


@pytest.mark.slow
def test_the_core_runs_without_posix() -> None:
    argv = [sys.executable, "-m", "pytest", "-n0", "-p", "support.no_posix", *CORE]
    argv += [f"--ignore={file}" for file in LEFT_OUT]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout
