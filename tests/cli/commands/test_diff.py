"""`sipctl diff` on a real repository: ten scripted edits, in three formats."""

from __future__ import annotations

import json
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from support.git_repos import (
    CONFIDENTIAL,
    commit,
    eight_edits,
    fill,
    git,
    replace,
    started,
    ten_edits,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result, Snapshot

ENDINGS = {"text": "txt", "markdown": "md", "json": "json"}
DAY = ("--as-of", "2025-03-10")


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    return started(tmp_path / "trust")


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize(("name", "edits"), [("eight", eight_edits), ("ten", ten_edits)])
def test_the_scripted_edits_are_told(
    name: str,
    edits: Callable[[Path], None],
    form: str,
    branch: Path,
    sipctl: Callable[..., Result],
    snapshot: Snapshot,
) -> None:
    edits(branch)
    answer = sipctl("diff", "--format", form, *DAY, cwd=branch)
    assert (answer.code, answer.err) == (0, "")
    assert CONFIDENTIAL not in answer.out
    snapshot(f"diff-{name}.{ENDINGS[form]}", answer.out)


def test_the_sentence_that_a_clerk_should_read(branch: Path, sipctl: Callable[..., Result]) -> None:
    moved = "moved: [{from: Autumn 2025, date: 2025-03-03, agreed: Trustees}]"
    replace(
        branch / "plan/aims/2-people.yaml",
        ("when: Autumn 2025\n", f"when: Spring 2026\n        {moved}\n"),
    )
    answer = (
        "\n  2a.2 HR software: Autumn 2025 → Spring 2026 (14 weeks later, agreed by Trustees)\n"
    )
    assert answer in sipctl("diff", cwd=branch).out


def test_committed_edits_read_the_same_as_edits_on_disk(
    branch: Path, sipctl: Callable[..., Result]
) -> None:
    eight_edits(branch)
    on_disk = json.loads(sipctl("diff", "--format", "json", *DAY, cwd=branch).out)
    commit(branch, "Edits")
    for argv in ((), ("main", "edit"), ("main", "HEAD")):
        answer = json.loads(sipctl("diff", *argv, "--format", "json", *DAY, cwd=branch).out)
        assert answer["changes"] == on_disk["changes"]
        assert answer["faults"] == on_disk["faults"]


def test_the_other_way_round(branch: Path, sipctl: Callable[..., Result]) -> None:
    eight_edits(branch)
    commit(branch, "Edits")
    answer = json.loads(sipctl("diff", "edit", "main", "--format", "json", *DAY, cwd=branch).out)
    kinds = {(change["kind"], change["id"]) for change in answer["changes"]}
    assert {("added", "1a.3"), ("removed", "1a.4")} <= kinds
    about = [change for change in answer["changes"] if change["id"] == "3a.k1"]
    (record,) = (change for change in about if change["kind"] == "recorded")
    assert [change["change"] for change in record["records"]] == ["removed"]


def test_nothing_changed(branch: Path, sipctl: Callable[..., Result]) -> None:
    answer = sipctl("diff", cwd=branch)
    assert answer.code == 0
    assert "Nothing in the plan changed." in answer.out
    answer = json.loads(sipctl("diff", "--format", "json", cwd=branch).out)
    assert (answer["changes"], answer["faults"], answer["not_compared"]) == ([], [], [])


def test_what_the_plan_was_when_the_branch_began_is_what_counts(
    branch: Path, sipctl: Callable[..., Result]
) -> None:
    """The main branch went on meanwhile: that is not what this branch changes."""
    git(branch, "checkout", "--quiet", "main")
    replace(branch / "plan/aims/3-money.yaml", ("Set the budget", "Set the budgets"))
    commit(branch, "Meanwhile")
    git(branch, "checkout", "--quiet", "edit")
    replace(branch / "plan/aims/4-buildings.yaml", ("solar panels", "panels"))
    answer = sipctl("diff", cwd=branch)
    assert "where this branch left main" in answer.out
    assert "solar panels" in answer.out
    assert "budget" not in answer.out
    assert "budgets" in sipctl("diff", "main", cwd=branch).out


# --- staged, untracked, ignored ------------------------------------------------------------------

RECORD = "activity: 4a.1\ndate: 2025-03-04\nby: JM\nstatus: on-track\n"


@pytest.mark.parametrize("state", ["untracked", "staged", "ignored"])
def test_files_count_as_they_stand_on_disk(
    state: str, branch: Path, sipctl: Callable[..., Result]
) -> None:
    fill(branch / "plan/records/2024-25/spring", {"2025-03-04-4a.1-JM.yaml": RECORD})
    if state == "staged":
        git(branch, "add", "--all")
    if state == "ignored":
        fill(branch, {".gitignore": "plan/records/\n"})
    assert "no record → on track (JM, 4 Mar 2025)" in sipctl("diff", cwd=branch).out


# --- faults --------------------------------------------------------------------------------------


def test_a_fault_that_was_there_is_not_new_on_another_line(
    branch: Path, sipctl: Callable[..., Result]
) -> None:
    money = branch / "plan/aims/3-money.yaml"
    replace(money, ("leads: [JM], ", ""))
    commit(branch, "Nobody leads")
    base = commit(branch, "Again")
    replace(money, ("id: 3\n", "# a comment\n\nid: 3\n"))
    replace(branch / "plan/aims/4-buildings.yaml", ("leads: [JM], ", ""))
    answer = json.loads(sipctl("diff", base, "--format", "json", *DAY, cwd=branch).out)
    assert [fault["message"] for fault in answer["faults"]] == ["activity 4a.1 has no lead"]
    replace(money, ("title: Set", "leads: [JM], title: Set"))
    answer = json.loads(sipctl("diff", base, "--format", "json", *DAY, cwd=branch).out)
    assert answer["mended"] == 1


def test_the_same_words_about_another_thing_are_a_new_fault(
    branch: Path, sipctl: Callable[..., Result]
) -> None:
    replace(branch / "plan/aims/3-money.yaml", ("when: every July", "when: Sumer 2025"))
    base = commit(branch, "Sumer")
    replace(branch / "plan/aims/3-money.yaml", ("when: Sumer 2025", "when: every July"))
    replace(branch / "plan/aims/4-buildings.yaml", ("when: Summer 2026", "when: Sumer 2025"))
    answer = json.loads(sipctl("diff", base, "--format", "json", *DAY, cwd=branch).out)
    assert [fault["file"] for fault in answer["faults"]] == ["plan/aims/4-buildings.yaml"]
    assert answer["mended"] == 1


def test_a_base_that_does_not_load(branch: Path, sipctl: Callable[..., Result]) -> None:
    ten_edits(branch)
    base = commit(branch, "Broken")
    replace(
        branch / "plan/aims/4-buildings.yaml",
        ("   titel: Energy\n", ""),
        ("solar panels", "panels"),
    )
    replace(branch / "plan/aims/3-money.yaml", ("<<<<<<< HEAD\n", ""))
    replace(branch / "plan/aims/3-money.yaml", ("=======\ntitle: Finance\n>>>>>>> main\n", ""))
    replace(branch / "plan/people.yaml", ("Chief executive", "CEO"))
    answer = sipctl("diff", base, *DAY, cwd=branch)
    assert answer.code == 0
    assert "does not load" in answer.out
    assert "role: Chief executive → CEO" in answer.out
    assert "What check says now (what it said before is not known)" in answer.out
    assert "solar" not in answer.out


# --- --fail-on -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moved", "code"),
    [
        ("", 1),
        ("moved: [{from: Summer 2026, date: 2025-03-03}]", 1),
        ("moved: [{from: Spring 2026, date: 2025-03-03, agreed: Trustees}]", 1),
        ("moved: [{from: Summer 2026, date: 2025-03-03, agreed: Trustees}]", 0),
    ],
)
def test_a_move_that_nobody_agreed_fails_where_asked(
    moved: str, code: int, branch: Path, sipctl: Callable[..., Result]
) -> None:
    now = f"when: Autumn 2025, {moved}}}" if moved else "when: Autumn 2025}"
    replace(branch / "plan/aims/4-buildings.yaml", ("when: Summer 2026}", now))
    asked = sipctl("diff", "--fail-on", "unagreed-move", cwd=branch)
    assert asked.code == code
    assert "Summer 2026 → Autumn 2025 (31 weeks earlier" in asked.out
    assert sipctl("diff", cwd=branch).code == 0
    assert ("Warning:" in asked.out) == bool(code)


@pytest.mark.parametrize(
    "argv", [("--fail-on", "unagreed"), ("--format", "html"), ("--as-of", "some day")]
)
def test_options_that_there_are_not(
    argv: tuple[str, ...], branch: Path, sipctl: Callable[..., Result]
) -> None:
    assert sipctl("diff", *argv, cwd=branch).code == 2


# --- what people typed ---------------------------------------------------------------------------

NASTY = "`x` | @clerk <img src=x> [a](b) #12 **b** %0A::error::"


def test_markdown_is_safe_against_what_people_typed(
    branch: Path, sipctl: Callable[..., Result]
) -> None:
    from markdown_it import MarkdownIt

    typed = json.dumps(NASTY) + "\n"
    replace(branch / "plan/aims/4-buildings.yaml", ("title: Buildings\n", f"title: {typed}"))
    replace(
        branch / "plan/aims/4-buildings.yaml", ("title: Fit solar panels,", f"title: {typed[:-1]},")
    )
    answer = sipctl("diff", "--format", "markdown", cwd=branch).out
    html = MarkdownIt("gfm-like", {"linkify": False}).render(answer)
    assert "&lt;img src=x&gt;" in html
    for live in ("<img", "<a ", "<table", "<code>", "<strong>b", "@clerk", "#12"):
        assert live not in html
    assert html.replace("\u200b", "").count("@clerk") == 2


LESS_LIKELY = (
    f'activity: 2a.2\nconfidential: "{CONFIDENTIAL}\nstatus: [\n',
    f"confidental: {CONFIDENTIAL}\ndate: 2025-03-04\n",
    f"activity: 2a.2\ndate: 2025-03-04\nby: JK\nstatus: at-risk\nconfidential: [{CONFIDENTIAL}]\n",
)


@pytest.mark.parametrize(
    "record",
    [
        f"activity: 2a.2\nconfidential: {CONFIDENTIAL}\nstatus: on-track\n",
        f"activity: 2a.2\nconfidential: {{{CONFIDENTIAL}\n",
        *(pytest.param(record, marks=pytest.mark.slow) for record in LESS_LIKELY),
    ],
)
def test_a_record_that_does_not_load_tells_no_secret_on_either_side(
    record: str, branch: Path, sipctl: Callable[..., Result]
) -> None:
    fill(branch / "plan/records/2024-25/spring", {"2025-03-04-2a.2-JK.yaml": record})
    base = commit(branch, "A broken record")
    replace(branch / "plan/aims/4-buildings.yaml", ("solar panels", "panels"))
    forms = cycle(ENDINGS)
    for argv in ((), (base,), ("main", base), (base, "main"), (), (base,)):
        answer = sipctl("diff", *argv, "--format", next(forms), cwd=branch)
        assert answer.code == 0
        assert CONFIDENTIAL not in answer.out + answer.err
