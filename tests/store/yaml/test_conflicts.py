"""A merge conflict over the same new id: both are wanted, the second under the next free id."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.git_repos import PLAN, commit, fill, git

from sipctl.store.yaml.conflicts import advice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

USUAL = "keep the lines that are right, then take out the lines of <<<<<<<, ======= and >>>>>>>"
HEAD = "activities:\n  - {id: 2a.1, title: First}\n  - id: 2a.3\n    title: Third\n"


def conflict(ours: str, theirs: str, before: str = HEAD, base: str = "") -> str:
    middle = f"||||||| 1a2b3c\n{base}" if base else ""
    return f"{before}<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> other\n"


def help_for(text: str) -> str:
    return advice(text, text.index("<<<<<<<"))


BOTH = (
    "2a.4 stands on both sides: if both are new, both are wanted, the second as 2a.5 (the next "
    "free); if not, keep the lines that are right; then take out the lines of <<<<<<<, ======= and "
    ">>>>>>>"
)


@each_row(
    ("text", "expected"),
    [
        (conflict("  - {id: 2a.4, title: A}\n", "  - {id: 2a.4, title: B}\n"), BOTH),
        (conflict('  - {id: "2a.4", title: A}\n', "  - id: 2a.4\n    title: B\n"), BOTH),
        (conflict("    title: A\n", "    title: B\n", f"{HEAD}  - id: 2a.4\n"), BOTH),
        (conflict("  - {id: 2a.4, title: A}\n", "  - {id: 2a.4, title: B}\n", base="\n"), BOTH),
        (conflict("  - {id: 2a.4, title: A}\n", "  - {id: 2a.5, title: B}\n"), USUAL),
        (
            conflict("  - {id: 2a.3, title: A, when: May}\n", "  - {id: 2a.3, title: A}\n", ""),
            USUAL,
        ),
        (conflict("    when: May 2025\n", "    when: June 2025\n"), USUAL),
        (conflict("id: 2\ntitle: A\n", "id: 2\ntitle: B\n", ""), USUAL),
        ("<<<<<<< HEAD\n", USUAL),
    ],
)
def test_the_help_of_a_conflict(text: str, expected: str) -> None:
    assert help_for(text) == expected


def test_several_ids_get_several_free_ones() -> None:
    ours = "  - {id: 2a.4, title: A}\n  - {id: 2a.5, title: B}\n"
    theirs = "  - {id: 2a.4, title: C}\n  - {id: 2a.5, title: D}\n"
    assert "2a.4 and 2a.5 stand on both sides" in help_for(conflict(ours, theirs))
    assert "the second as 2a.6 and 2a.7 (the next free)" in help_for(conflict(ours, theirs))
    kpis = conflict("  - {id: t.k9, measure: A}\n", "  - {id: t.k9, measure: B}\n", "")
    assert "the second as t.k10 " in help_for(kpis)


@pytest.mark.parametrize(
    "entry",
    ["  - {{id: 2a.4, title: {0}}}\n", "  - id: 2a.4\n    title: {0}\n    when: May 2025\n"],
)
def test_what_git_leaves_of_two_additions(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "aim.yaml"
    git(tmp_path, "init", "-q", "-b", "main")
    file.write_text(HEAD)
    commit(tmp_path, "Begin")
    git(tmp_path, "checkout", "-q", "-b", "other")
    file.write_text(HEAD + entry.format("Train mentors"))
    commit(tmp_path, "Add mentors")
    git(tmp_path, "checkout", "-q", "main")
    file.write_text(HEAD + entry.format("Choose a scheme"))
    commit(tmp_path, "Add a scheme")
    subprocess.run(["git", "merge", "-q", "other"], cwd=tmp_path, check=False, capture_output=True)
    assert help_for(file.read_text()) == BOTH


def test_an_id_that_stands_in_a_record_alone_is_not_free(
    tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    fill(tmp_path / "plan", PLAN)
    record = "activity: 2a.3\ndate: 2025-01-10\nby: JK\nstatus: on-track\n"
    fill(tmp_path / "plan", {"records/2024-25/spring/2025-01-10-2a.3-JK.yaml": record})
    aim = tmp_path / "plan/aims/2-people.yaml"
    sides = [f"      - {{id: 2a.2, title: {name}, leads: [JK], when: May}}\n" for name in "AB"]
    text = aim.read_text()
    head, _, rest = text.partition("      - id: 2a.2\n")
    assert rest
    aim.write_text(conflict(*sides, before=head))
    assert "the second as 2a.4 (the next free)" in sipctl("check", cwd=tmp_path).out
