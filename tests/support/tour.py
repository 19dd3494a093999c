"""The tour of docs/editing.md: people who share a plan, step by step, with what sipctl answers.

`PYTHONPATH=tests python tests/support/tour.py` writes today's answers into the page.
"""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from support.git_repos import PLAN
from support.sharing import merge, sent_branches, shared_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = Path(__file__).parents[2] / "docs/editing.md"
PLACE = re.compile(r"(<!-- the tour -->\n).*?(<!-- the end of the tour -->\n)", re.DOTALL)
MERGED = "(the pull request is read and merged)"
SUMMER = "(it is 1 August 2026, and the plan ends)"
FILLED_IN = "(the table is filled in, in Excel: what is not done is carried over or dropped)"
DECISIONS = {
    "2a.2": ("carried over", "Spring 2027", ""),
    "1a.3": ("dropped", "", "The website is the trust's now"),
    "3a.1": ("carried over", "every July", ""),
}
"""What is filled in; all else is done."""

STEPS: tuple[tuple[str, str], ...] = (
    ("JK", 'sipctl record 2a.1 on-track --by JK --note "First draft read by governors"'),
    ("JK", 'sipctl record 2a.2 at-risk --by JK --note "The tender is late"'),
    ("JK", 'sipctl record 2a.k1 --value 94 --unit "%" --by JK'),
    ("JK", "sipctl send"),
    ("", MERGED),
    ("officer", 'sipctl move 2a.2 "Spring 2026" --agreed Trustees --on 2025-03-04 --why "tender"'),
    ("officer", 'sipctl set 1a.3 title "Publish the curriculum on the website"'),
    ("officer", 'sipctl answer 1a.1 "Yes, Reception too" --by SD'),
    ("officer", 'sipctl answer 2a.1 "JM writes it with JK" --by JM --lead JK --lead JM'),
    ("officer", 'sipctl add activity 2a "Write job descriptions" --lead SD --when "Spring 2026"'),
    ("officer", 'sipctl add lead PQ --role "Head of people from September"'),
    ("officer", 'sipctl handover JK PQ --from 2025-09-01 --agreed JM --why "JK leaves"'),
    ("officer", "sipctl set 2025/26 provisional false"),
    ("officer", "sipctl add meeting lgb 2025-03-12 2025-05-14"),
    (
        "officer",
        'sipctl withdraw 1a.p1 --agreed Trustees --why "The visits told us little" --by JM',
    ),
    ("officer", "sipctl send"),
    ("", MERGED),
    ("JK", "sipctl latest"),
    ("officer", "sipctl latest"),
    ("", SUMMER),
    ("officer", "sipctl roll --to 2026-29 -o decisions.csv"),
    ("", FILLED_IN),
    ("officer", "sipctl roll --to 2026-29 --from decisions.csv --by JM --agreed Trustees"),
    ("officer", "sipctl show 2a.2"),
)
"""Who types what; for nobody, what happens elsewhere."""

MORE = {
    "aims/1-teaching.yaml": PLAN["aims/1-teaching.yaml"]
    .replace(
        "    activities:\n",
        "    priorities:\n              - {id: 1a.p1, title: See each other teach}\n"
        "            activities:\n",
    )
    .replace("Visit lessons\n", "Visit lessons\n                priority: 1a.p1\n")
    .replace(
        "of each year\n", "of each year\n                query: Does that hold for Reception?\n"
    ),
    "aims/2-people.yaml": PLAN["aims/2-people.yaml"].replace(
        "people strategy\n", "people strategy\n                query: Who writes it beside JK?\n"
    ),
    "calendar.yaml": PLAN["calendar.yaml"]
    .replace("2025/26:\n", "2025/26:\n    provisional: true\n")
    .rstrip()
    + "\nmeetings:\n  lgb: {name: Local governing body, every: half-termly}\n",
}
"""What the tour's plan has beside that of other tests: a priority, questions, terms to confirm."""


def transcript(folder: Path, run: Callable[[list[str], Path], str]) -> str:
    """The tour as the page shows it; `run` answers a command line (on 5 March 2025) in a folder."""
    clones = shared_plan(folder, "JK", "officer", protected=True, more=MORE)
    return "\n".join(_blocks(clones, run))


def _blocks(clones: dict[str, Path], run: Callable[[list[str], Path], str]) -> Iterator[str]:
    merged: set[str] = set()
    day = "2025-03-05"
    for who, step in STEPS:
        if step == MERGED:
            [branch] = set(sent_branches(clones["shared"])) - merged
            merge(clones["shared"], branch, squash=True)
            merged.add(branch)
        elif step == SUMMER:
            day = "2026-08-01"
        elif step == FILLED_IN:
            _fill_in(clones["officer"] / "decisions.csv")
        if not who:
            yield f"{step}\n"
            continue
        argv = [*shlex.split(step)[1:], "--as-of", day]
        answer = run(argv, clones[who])
        answer = answer.replace(f"{clones['shared']}", "the shared folder")
        yield f"```console\n{who}$ {step}\n{_without_names(answer)}```\n"


def _fill_in(file: Path) -> None:
    """Fills the table in as the officer does; what is known already stays."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    for row in rows[1:]:
        row[5:8] = row[5:8] if row[5] else DECISIONS.get(row[0], ("done", "", ""))
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)


def _without_names(answer: str) -> str:
    """The answer with one name for every commit and branch: they differ with each run."""
    answer = re.sub(r"\b[0-9a-f]{7}\b", "1a2b3c4", answer)
    return re.sub(r"-([0-9a-f]{6}|digits)\.yaml", "-5d6e7f.yaml", answer)


def main() -> None:
    """Writes the tour of today into the page."""
    import os
    import subprocess
    import sys
    import tempfile

    for who in ("AUTHOR", "COMMITTER"):  # as tests/conftest.py sets them
        os.environ[f"GIT_{who}_NAME"] = "A Clerk"
        os.environ[f"GIT_{who}_EMAIL"] = "clerk@school.invalid"
        os.environ[f"GIT_{who}_DATE"] = "2025-03-04T09:00:00+00:00"

    def run(argv: list[str], folder: Path) -> str:
        command = [sys.executable, "-m", "sipctl", *argv]
        return subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=True
        ).stdout

    with tempfile.TemporaryDirectory() as folder:
        text = transcript(Path(folder), run)
    page = PAGE.read_text(encoding="utf-8")
    page = PLACE.sub(lambda match: f"{match[1]}\n{text}\n{match[2]}", page)
    PAGE.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
