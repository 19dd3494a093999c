"""Twenty branches with records of the same work, day and lead: any order, no conflict, no fault."""

from __future__ import annotations

import random
import subprocess
from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from support.plans import TINY

from sipctl.plan.context import calendar_of
from sipctl.plan.model.entries import Record
from sipctl.store import records
from sipctl.store.files import plan_files
from sipctl.store.files.folder import Folder
from sipctl.store.load import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = pytest.mark.slow

BRANCHES = 20
PLAN = {
    **TINY,
    "aims/1-teaching.yaml": "id: 1\ntitle: Teaching\nareas:\n  - id: 1a\n    title: Reading\n"
    "    activities:\n"
    "      - {id: 1a.1, title: Choose, leads: [JK], when: Spring 2025}\n"
    "      - {id: 1a.2, title: Tell, leads: [SD], when: termly}\n"
    "    kpis:\n"
    "      - {id: 1a.k1, measure: Reading ages, monitored: termly}\n",
}
STATUSES = ("on-track", "at-risk", "complete", "paused")


def git(top: Path, *command: str) -> str:
    done = subprocess.run(
        ["git", *command], cwd=top, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def record(subject: str, day: date, number: int) -> Record:
    """What one branch says of one thing, at the same second as every other."""
    if subject == "1a.k1":
        return Record(kpi=subject, date=day, by="SD", value=f"{number}")
    status = STATUSES[number % 4] if subject == "1a.1" else "on-track"
    return Record(activity=subject, date=day, by="JK", status=status, note=f"As of b{number % 7}")


@pytest.fixture
def branched(write: Callable[[dict[str, str]], Path]) -> Path:
    """A plan with twenty branches, each with three records of its own."""
    top = write(PLAN)
    folder = Folder(top / "plan", "plan")
    calendar = calendar_of(load(plan_files.read(folder).sources).plan().calendar)
    git(top, "init", "-qb", "main")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "The plan")
    for number in range(BRANCHES):
        git(top, "checkout", "-q", "-b", f"b{number}", "main")
        for subject, day in (("1a.1", 4), ("1a.2", 1 + number % 5), ("1a.k1", 4)):
            result = record(subject, date(2025, 3, day), number)
            records.save(folder, calendar, result, time(9, 0))
        git(top, "add", "-A")
        git(top, "commit", "-qm", f"b{number}")
    return top


def test_twenty_branches_merge_in_any_order(branched: Path, sipctl: Callable[..., Result]) -> None:
    trees = set()
    for seed in range(3):
        order = [f"b{number}" for number in range(BRANCHES)]
        random.Random(seed).shuffle(order)
        git(branched, "checkout", "-q", "-b", f"all{seed}", "main")
        for name in order if seed else [" ".join(order)]:
            git(branched, "merge", "-q", "--no-edit", *name.split())  # the first, all at once
        trees.add(git(branched, "rev-parse", "HEAD^{tree}"))
    assert len(trees) == 1
    checked = sipctl("check", "--as-of", "2025-03-31", cwd=branched)
    assert checked.code == 0, checked.out
    contents = plan_files.read(Folder(branched / "plan", "plan"))
    result = load(contents.sources, contents.faults).plan().records
    written = {
        record(subject, date(2025, 3, day), number)
        for number in range(BRANCHES)
        for subject, day in (("1a.1", 4), ("1a.2", 1 + number % 5), ("1a.k1", 4))
    }
    assert {replace(line, at=None) for line in result.values()} == written
