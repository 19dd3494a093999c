"""`python -m sipctl`, and what the installed `sipctl` calls."""

from __future__ import annotations

import sys


def main() -> None:
    """Answer the command line and leave with its exit code."""
    from sipctl.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
