"""Writes the tree of docs/architecture.md from the code: `python tests/support/architecture_page.py`."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "sipctl"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- the tree, from the code -->\n", "<!-- end of the tree -->\n"


def page() -> str:
    """The page as it stands, with today's tree in its place."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return before + BEGIN + "\n" + _tree() + "\n" + END + rest.split(END)[1]


def arrows() -> dict[str, set[str]]:
    """Package → the packages that it may import, as the page's first table has it."""
    text = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", text, re.MULTILINE)
    packages = {name for name, _ in rows}
    return {
        name: packages - {name} if "all of them" in cell else set(re.findall(r"`(\w+)`", cell))
        for name, cell in rows
    }


def _tree() -> str:
    """A table a package: each file with the first sentence of its docstring."""
    folders = sorted({path.parent for path in SOURCE.rglob("*.py")} - {SOURCE})
    parts = [_table(SOURCE, "sipctl")]
    parts += [_table(folder, folder.relative_to(SOURCE).as_posix()) for folder in folders]
    return "\n".join(parts)


def _table(folder: Path, title: str) -> str:
    names = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
    rows = [f"| `{path.name}` | {_summary(path)} |" for path in names]
    about = _summary(folder / "__init__.py")
    return "\n".join(
        [
            f"### {title}",
            "",
            about,
            "",
            *(["| file | what it is |", "|---|---|"] if rows else []),
            *rows,
            "",
        ]
    )


def _summary(path: Path) -> str:
    """The first paragraph of a module's docstring, as one line."""
    doc = re.match(r'"""(.*?)("""|\n\n)', path.read_text(encoding="utf-8"), re.DOTALL)
    return " ".join(doc[1].split() if doc else []).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
