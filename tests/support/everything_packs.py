"""Makes every pack of a plan in every format, through the command line, and tells their hashes.

Run as a program of its own: `python everything.py <folders that hold plan/>`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path

from sipctl.cli.app import run

PACKS = ("lgb-pack", "trustees-pack", "lead-sheet", "whole-plan")
ENDINGS = ("html", "md", "pdf", "docx")


def main() -> None:
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    print(json.dumps([hashes(folder) for folder in sys.argv[1:]]))


def hashes(plan: str) -> dict[str, str]:
    items = {}
    os.chdir(plan)
    with tempfile.TemporaryDirectory() as folder:
        for pack in PACKS:
            for ending in ENDINGS:
                file = Path(folder) / f"{pack}.{ending}"
                asked = ["--term", "spring-2025", "--as-of", "2025-04-05", "--template", pack]
                assert run(["report", *asked, "-o", str(file)]) == 0, file.name
                items[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return items


if __name__ == "__main__":
    main()
