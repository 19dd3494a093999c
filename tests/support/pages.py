"""The commands that README and docs/ show, with what sipctl answers to them.

`python tests/support/pages.py` writes today's answers into the pages.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ALONE = {"GIT_CEILING_DIRECTORIES": str(ROOT)}
"""Outside every repository: what of the plan here is not shared yet is on no page."""
BLOCK = re.compile(r"(```console\n\$ sipctl ([^\n]*)\n)(.*?)```", re.DOTALL)


def is_tested(command: str) -> bool:
    """Whether a command's answer can be compared: it names its day and writes nothing."""
    return "--as-of" in command and " -o " not in command


def main() -> None:
    from support.terminal import drawn

    def answered(match: re.Match[str]) -> str:
        head, command, shown = match.groups()
        if is_tested(command):
            shown = drawn(shlex.split(command), ROOT, **ALONE)
        return f"{head}{shown}```"

    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(BLOCK.sub(answered, text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    import sys

    sys.path.insert(0, str(ROOT / "tests"))
    main()
