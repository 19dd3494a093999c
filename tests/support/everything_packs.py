"""Makes packs of plans in every format, through the command line, and prints their hashes.

Run as a program of its own: `python everything_packs.py FOLDER:PACK,PACK...`, each folder one that
holds `plan/`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path

from sipctl.cli.app import run

ENDINGS = ("html", "md", "pdf", "docx")


def main() -> None:
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    print(json.dumps([hashes(*argument.rsplit(":", 1)) for argument in sys.argv[1:]]))


def hashes(plan: str, packs: str) -> dict[str, str]:
    items = {}
    os.chdir(plan)
    with tempfile.TemporaryDirectory() as folder:
        for pack in packs.split(","):
            for ending in ENDINGS:
                file = Path(folder) / f"{pack}.{ending}"
                asked = ["--term", "spring-2025", "--as-of", "2025-04-05", "--template", pack]
                assert run(["report", *asked, "-o", str(file)]) == 0, file.name
                items[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return items


if __name__ == "__main__":
    main()
