"""Attacks in their long form: `python tests/hostile/run.py templates`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent


def main() -> int:
    """Runs each part named and prints its counts; 1 if anything did not hold."""
    sys.path[:0] = [str(TESTS)]
    return max([importlib.import_module(f"hostile.{part}").main() for part in sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
