"""What a fault's help proposes is what sipctl reads: each proposal is typed in place of the slip."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from support.each_row import each_row

from sipctl.cli.commands.check import find_faults
from sipctl.cli.session import find_plan

if TYPE_CHECKING:
    import pytest

    from sipctl.plan.faults import Placed

FOLDERS = Path(__file__).parents[2] / "rules"
PROPOSAL = re.compile(
    r'did you mean "([^"]+)"|a free number, such as (\S+?)(?:,|$)|^write (\[\w+\])$'
)
DAY = date(2025, 3, 5)


def proposals() -> list[tuple[str, int]]:
    """Each folder of a broken plan, once for each proposal in its expected output."""
    texts = {path.parent.name: path.read_text() for path in FOLDERS.glob("*/expected.txt")}
    helps = {slug: re.findall(r"= help: (.*)", text) for slug, text in texts.items()}
    return [
        (slug, index)
        for slug, lines in sorted(helps.items())
        for index in range(sum(PROPOSAL.search(line) is not None for line in lines))
    ]


def proposed(faults: list[Placed]) -> list[tuple[Placed, str]]:
    matches = ((placed, PROPOSAL.search(placed.fault.help)) for placed in faults)
    return [(placed, match[1] or match[2] or match[3]) for placed, match in matches if match]


@each_row(("slug", "index"), proposals())
def test_what_is_proposed_is_read(
    slug: str, index: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FOLDERS / "sound", tmp_path, dirs_exist_ok=True)
    shutil.copytree(FOLDERS / slug, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    before = find_faults(find_plan(None), DAY)
    placed, text = proposed(before)[index]
    file = tmp_path / placed.place.file
    lines = file.read_text(encoding="utf-8").split("\n")
    line = lines[placed.place.line - 1]
    start, end = placed.place.column - 1, placed.place.end_column - 1
    quote = line[start] if line[start] in "\"'" else ""
    lines[placed.place.line - 1] = f"{line[:start]}{quote}{text}{quote}{line[end:]}"
    file.write_text("\n".join(lines), encoding="utf-8")
    after = find_faults(find_plan(None), DAY)
    still = {(other.fault.slug, other.fault.message) for other in after}
    assert (placed.fault.slug, placed.fault.message) not in still
