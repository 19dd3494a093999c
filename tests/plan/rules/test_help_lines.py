"""What a fault's help proposes is what sipctl reads: each proposal is typed in place of the slip."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from support.each_row import each_row

from sipctl.cli.commands.check import find_faults
from sipctl.cli.session import find_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    from sipctl.plan.faults import Placed

FOLDERS = Path(__file__).parents[2] / "rules"
DAY = date(2025, 3, 5)
VALUE = re.compile(
    r'did you mean "([^"]+)"|a free number, such as (\S+?)(?:,|$)|^write (\[\w+\])$'
    r"|(?<!with )one of: ([^,]+)|(?:month-day|only), such as (\S+)$|^such as (\S+)$"
)
FILE = re.compile(r'(?:(?:move|rename) the file|rename it) to "?([\w./-]+\w)"?')
LEAD = re.compile(r'write "(\S+): \{\}" under (leads|academies): in people.yaml')
LINE = re.compile(r"sipctl (?!list|check|latest)(.+)$")
PLACEHOLDERS = {"...": "As it says", "THEM": "NN"}


def helps(pattern: re.Pattern[str]) -> list[tuple[str, int]]:
    """Each folder of a broken plan, once for each help line that proposes something of a kind."""
    texts = {path.parent.name: path.read_text() for path in FOLDERS.glob("*/expected.txt")}
    lines = {slug: re.findall(r"= help: (.*)", text) for slug, text in texts.items()}
    return [
        (slug, index)
        for slug, help_lines in sorted(lines.items())
        for index in range(sum(pattern.search(line) is not None for line in help_lines))
    ]


class Broken:
    """One broken plan, and the proposal of one of its help lines."""

    def __init__(self, slug: str, index: int, pattern: re.Pattern[str], folder: Path) -> None:
        self.top = folder / f"{slug}-{index}"
        shutil.copytree(FOLDERS / "sound", self.top)
        shutil.copytree(FOLDERS / slug, self.top, dirs_exist_ok=True)
        self.plan = self.top / "plan"
        matches = [(placed, pattern.search(placed.fault.help)) for placed in self.faults()]
        proposed = [(placed, match) for placed, match in matches if match]
        self.placed, self.match = proposed[index]
        self.text = next(group for group in self.match.groups() if group)

    def faults(self) -> list[Placed]:
        return find_faults(find_plan(str(self.plan)), DAY)

    def still_told(self) -> bool:
        return self._known(self.placed) in map(self._known, self.faults())

    def _known(self, placed: Placed) -> tuple[str, str, str]:
        return placed.fault.slug, placed.fault.message, placed.fault.file


@each_row(("slug", "index"), helps(VALUE))
def test_a_value_that_is_proposed_is_read(slug: str, index: int, tmp_path: Path) -> None:
    broken = Broken(slug, index, VALUE, tmp_path)
    place = broken.placed.place
    file = broken.top / place.file
    lines = file.read_text(encoding="utf-8").split("\n")
    line = lines[place.line - 1]
    start, end = place.column - 1, place.end_column - 1
    quote = line[start] if line[start] in "\"'" else ""
    lines[place.line - 1] = f"{line[:start]}{quote}{broken.text}{quote}{line[end:]}"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert not broken.still_told(), lines[place.line - 1]


@each_row(("slug", "index"), helps(FILE))
def test_a_file_is_read_where_it_is_proposed(slug: str, index: int, tmp_path: Path) -> None:
    broken = Broken(slug, index, FILE, tmp_path)
    file = broken.top / broken.placed.place.file
    target = broken.plan / broken.text if "/" in broken.text else file.with_name(broken.text)
    target.parent.mkdir(parents=True, exist_ok=True)
    file.rename(target)
    assert not broken.still_told()


@each_row(("slug", "index"), helps(LEAD))
def test_a_line_that_is_proposed_is_taken(slug: str, index: int, tmp_path: Path) -> None:
    broken = Broken(slug, index, LEAD, tmp_path)
    people = broken.plan / "people.yaml"
    head = f"{broken.match[2]}:\n"
    assert head in people.read_text()
    people.write_text(people.read_text().replace(head, f"{head}  {broken.text}: {{}}\n"))
    assert not broken.still_told()


@each_row(("slug", "index"), helps(LINE))
def test_a_command_that_is_proposed_is_taken(
    slug: str,
    index: int,
    tmp_path: Path,
    sipctl: Callable[..., Result],
) -> None:
    broken = Broken(slug, index, LINE, tmp_path)
    people = broken.plan / "people.yaml"
    people.write_text(people.read_text().replace("leads:\n", "leads:\n  NN: {}\n"))
    words = [PLACEHOLDERS.get(word, word) for word in shlex.split(broken.text)]
    done = sipctl(*words, "--as-of", "2025-03-05", cwd=broken.top)
    on_a_terminal = re.search("who agreed|is asked on a terminal", done.err)
    assert done.code == 0 or on_a_terminal, (words, done.err)
