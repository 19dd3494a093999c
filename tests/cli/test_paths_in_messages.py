"""Names of files and folders as they are said: whatever they hold, nothing reaches a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.each_row import each_row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ODD = "\x1b]0;PWN\x07\x1b[31m\u202eq\udcff"
"""A folder's name that would give a terminal a title and a colour, and turn what follows round."""
PLAN = ("--plan", f"{ODD}/plan", "--as-of", "2025-03-04")
FILES = {
    "plan.yaml": "title: T\ntrust: {name: Hill}\nruns: {from: 2024-09-01, to: 2027-08-31}\n",
    "people.yaml": "leads: {JK: {role: Head}}\n",
    "calendar.yaml": (
        "years:\n  2024/25:\n    autumn: {starts: 2024-09-03, ends: 2024-12-20}\n"
        "    spring: {starts: 2025-01-06, ends: 2025-04-04}\n"
        "    summer: {starts: 2025-04-22, ends: 2025-07-22}\n"
    ),
    "aims/1-a.yaml": (
        "id: 1\ntitle: A\nareas:\n  - id: 1a\n    title: B\n    activities:\n"
        "      - {id: 1a.1, title: Do it, leads: [JK], when: 4 March 2026}\n"
        "      - {id: 1a.2, title: Or that, leads: [JK], when: whenever}\n"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        file = tmp_path / ODD / "plan" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


@each_row(
    ("argv", "expected"),
    [
        (PLAN, "Hill"),
        (("due", "--all", *PLAN), "1a.1"),
        (("list", *PLAN), "1a.1"),
        (("show", "1a.1", *PLAN), "1a.1"),
        (("timeline", *PLAN), "1a.1"),
        (("leads", *PLAN), "JK"),
        (("check", *PLAN), "whenever"),
        (("check", "--format", "concise", *PLAN), "unreadable-when"),
        (("check", "--format", "github", *PLAN), "unreadable-when"),
        (("log", *PLAN), ""),
        (("report", "--list", *PLAN[:2]), "lgb-pack"),
        (("record", "1a.1", "on-track", "--by", "JK", "--dry-run", *PLAN), "would say"),
        (("record", "1a.1", "on-track", "--by", "JK", *PLAN), "Recorded 1a.1"),
        (("move", "1a.1", "5 May 2026", "--agreed", "LGB", "--dry-run", *PLAN), "5 May 2026"),
        (("move", "1a.1", "5 May 2026", "--agreed", "LGB", *PLAN), "5 May 2026"),
        (("schema", "--write", f"{ODD}/schemas"), "wrote"),
        (("export", "-o", f"{ODD}.csv", *PLAN), "Wrote"),
        (("export", "-f", "ics", "-o", f"{ODD}/", *PLAN), "Wrote 1 calendar to"),
        (("timeline", "--format", "svg", "-o", f"{ODD}.svg", *PLAN), "Wrote"),
        (("report", "-o", f"{ODD}.md", *PLAN), "Wrote"),
        (
            ("init", f"{ODD}/n", "--name=N", "--years=2025", "--aim=A", "--lead=JK"),
            "Next: write areas",
        ),
        (("init", ODD, "--name", "N"), "there already"),
    ],
)
def test_no_command_passes_a_name_on_as_it_is(
    sipctl: Callable[..., Any], folder: Path, argv: tuple[str, ...], expected: str
) -> None:
    done = sipctl(*argv, cwd=folder)
    result = done.out + done.err
    assert expected in result
    assert not set(result) & set("\x1b\x07\u202e\udcff"), result
