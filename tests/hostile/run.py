"""Attacks in their long form: `python tests/hostile/run.py`, or some of PARTS by name."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

PARTS = ("git", "links", "sharing", "many_things", "reliability", "sweep", "forms", "templates")
TESTS = Path(__file__).parent.parent


def main() -> int:
    """Runs each part named, else all, and prints its counts; 1 if anything did not hold."""
    sys.path[:0] = [str(TESTS)]
    return max([_run(part) for part in sys.argv[1:] or PARTS])


def _run(part: str) -> int:
    """Runs a module of this folder, or the tests of a part that has no other form."""
    tests = TESTS / "hostile" / f"test_{part}.py"
    if (TESTS / "hostile" / f"{part}.py").exists():
        code: int = importlib.import_module(f"hostile.{part}").main()
    else:
        code = int(pytest.main(["--slow", "-n0", "-q", "--override-ini=addopts=", str(tests)]))
    return code


if __name__ == "__main__":
    sys.exit(main())
