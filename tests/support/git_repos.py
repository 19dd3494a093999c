"""Real git repositories for tests: a plan on its main branch, and edits on another."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from support.calendars import TWO_YEARS

CONFIDENTIAL = "She has handed in her notice"

PLAN = {
    "plan.yaml": """\
        title: Improvement Plan 2024–26
        trust: {name: Weald Learning Trust}
        runs: {from: 2024-09-01, to: 2026-08-31}
        """,
    "people.yaml": """\
        leads:
          JK: {role: Head of people}
          SD: {}
          JM: {role: Chief executive}
        """,
    "calendar.yaml": TWO_YEARS,
    "aims/1-teaching.yaml": """\
        id: 1
        title: Teaching
        areas:
          - id: 1a
            title: Curriculum
            activities:
              - id: 1a.1
                title: Agree what pupils should know by the end of each year
                leads: [SD]
                when: Spring 2025
              - id: 1a.2
                title: Visit lessons
                leads: [SD]
                when: January 2025 and then termly
              - id: 1a.3
                title: Publish the curriculum
                leads: [SD]
                when: Summer 2025
            kpis:
              - {id: 1a.k1, measure: Lessons seen that are good, monitored: termly}
        """,
    "aims/2-people.yaml": """\
        id: 2
        title: People
        areas:
          - id: 2a
            title: Staff
            activities:
              - id: 2a.1
                title: Write the people strategy
                leads: [JK]
                when: Summer 2025
              - id: 2a.2
                title: HR software
                leads: [JK]
                when: Autumn 2025
            kpis:
              - {id: 2a.k1, measure: Posts that are filled, monitored: every July}
        """,
    "aims/3-money.yaml": """\
        id: 3
        title: Money
        areas:
          - id: 3a
            title: Spending
            activities:
              - {id: 3a.1, title: Set the budget, leads: [JM], when: every July}
            kpis:
              - {id: 3a.k1, measure: Months in which the budget held, monitored: termly}
        """,
    "aims/4-buildings.yaml": """\
        id: 4
        title: Buildings
        areas:
          - id: 4a
            title: Energy
            activities:
              - {id: 4a.1, title: Fit solar panels, leads: [JM], when: Summer 2026}
            kpis:
              - {id: 4a.k1, measure: Energy that was used, monitored: termly}
        """,
    "records/2024-25/autumn/2024-11-21-2a.2-JK-0a1b2c.yaml": f"""\
        activity: 2a.2
        date: 2024-11-21
        by: JK
        status: at-risk
        confidential: {CONFIDENTIAL}
        """,
}


def git(folder: Path, *command: str) -> str:
    """One git command, which must do what it is asked."""
    done = subprocess.run(
        ["git", *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout.strip()


def fill(folder: Path, files: dict[str, str]) -> None:
    """Writes files, their common indent taken off."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8", newline="\n")


def commit(folder: Path, message: str) -> str:
    """Commits every change in a folder; gives the commit's name."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def begin(folder: Path) -> str:
    """Makes a folder a repository with one commit of all its files; gives the commit's name."""
    git(folder, "init", "-q")
    return commit(folder, "Begin")


def started(folder: Path, plan: str = "plan") -> Path:
    """A repository whose main branch holds the plan, and whose branch `edit` is checked out."""
    shutil.copytree(_repository(plan).name, folder)
    return folder


@cache
def _repository(plan: str) -> TemporaryDirectory[str]:
    """The repository that `started` copies; it is removed when this process ends."""
    kept = TemporaryDirectory(ignore_cleanup_errors=True)
    folder = Path(kept.name)
    git(folder, "init", "--quiet", "--initial-branch", "main", "--template=")
    fill(folder / plan, PLAN)
    commit(folder, "The plan as approved")
    git(folder, "checkout", "--quiet", "-b", "edit")
    return kept


def replace(file: Path, *pairs: tuple[str, str]) -> None:
    """Replaces the first of each pair of texts, which the file must hold, by the second."""
    text = file.read_text(encoding="utf-8")
    for was, now in pairs:
        assert was in text, was
        text = text.replace(was, now, 1)
    file.write_text(text, encoding="utf-8", newline="\n")


def ten_edits(folder: Path) -> None:
    """Eight edits that load, then a file with a merge conflict and one that does not load."""
    eight_edits(folder)
    replace(
        folder / "plan/aims/3-money.yaml",
        (
            "title: Money\n",
            "<<<<<<< HEAD\ntitle: Money\n=======\ntitle: Finance\n>>>>>>> main\n",
        ),
    )
    replace(folder / "plan/aims/4-buildings.yaml", ("id: 4a\n", "id: 4a\n   titel: Energy\n"))


def eight_edits(folder: Path) -> None:
    """Add, remove, retitle, re-date with and without `moved`, new lead, terms, rename, records."""
    plan = folder / "plan"
    replace(
        plan / "aims/1-teaching.yaml",
        ("title: Visit lessons", "title: Visit every lesson"),
        (
            "    title: Curriculum\n",
            "    title: Curriculum\n    priorities: [{id: 1a.p1, title: One}]\n",
        ),
        ("        leads: [SD]\n", "        leads: [JM, SD]\n"),
        (
            "      - id: 1a.3\n        title: Publish the curriculum\n        leads: [SD]\n"
            "        when: Summer 2025\n",
            "      - id: 1a.4\n        title: Train subject leads\n"
            "        when: {First: Autumn 2025, Again: Sumer 2026}\n",
        ),
    )
    replace(
        plan / "aims/2-people.yaml",
        ("when: Summer 2025", "when: Autumn 2025"),
        (
            "when: Autumn 2025\n    kpis",
            "when: Spring 2026\n        moved:\n"
            "          - {from: Autumn 2025, date: 2025-03-03, agreed: Trustees, why: tender late}\n"
            "    kpis",
        ),
    )
    git(folder, "mv", "plan/aims/2-people.yaml", "plan/aims/2-people-and-capacity.yaml")
    replace(plan / "calendar.yaml", ("ends: 2025-04-04", "ends: 2025-04-11"))
    replace(plan / "people.yaml", ("SD: {}", "SD: {role: Head of teaching}"))
    fill(
        plan / "records/2024-25/spring",
        {
            "2025-02-03-2a.2-JK-1b2c3d.yaml": f"""\
                activity: 2a.2
                date: 2025-02-03
                by: JK
                status: on-track
                note: Two suppliers are left
                confidential: {CONFIDENTIAL}
                """,
            "2025-03-04-3a.k1-JM.yaml": """\
                kpi: 3a.k1
                date: 2025-03-04
                by: JM
                result: partly-met
                value: 4
                unit: months
                """,
        },
    )
