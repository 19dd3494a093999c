"""`sipctl record` of areas and aims, and what a record wants: help, a decision, a new date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.git_repos import git
from support.records import DAY, PLAN, output, records_in, refusal
from support.terminal import converse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result, RunIn


@pytest.fixture
def run(run_in: RunIn) -> Callable[..., Result]:
    """Runs a command in the folder of a plan of its own."""
    return run_in(PLAN)


SUMMARY = ("--summary", "Short of staff")
HELP = ("--help-wanted", "A deputy")
DECISION = ("--decision-wanted", "Sell the hall")
NOT_LEAD = "NO leads nothing in {}: JK{}.\n"
SAID: list[tuple[tuple[str, ...], str]] = [
    (("2a", *SUMMARY), "Recorded 2a HR: summary (JK, 4 March 2025).\n"),
    (("2A", *SUMMARY, *HELP), "Recorded 2a HR: summary and help wanted (JK, 4 March 2025).\n"),
    (("2", *DECISION), "Recorded 2 People: decision wanted (JK, 4 March 2025).\n"),
    (("2", *SUMMARY, "--on", "2025-03-01"), "Recorded 2 People: summary (JK, 1 March 2025).\n"),
    (("2a", *SUMMARY, "--by", "NO"), NOT_LEAD.format("2a", " does")),
    (("1", *SUMMARY, "--by", "NO"), NOT_LEAD.format("1", " and SD do")),
    (
        ("2a", *SUMMARY, "--confidential", "y", "--evidence", "Minutes", "-n"),
        '    summary: Short of staff\n    confidential: "y"\n    evidence:\n      - Minutes\n\n'
        "That would record 2a HR: summary (JK, 4 March 2025).\n",
    ),
    (
        ("2a.2", "at-risk", *HELP, "--new-date-wanted", "Spring 2026"),
        "Recorded 2a.2 HR software: at risk, what next and new date wanted (JK, 4 March 2025).\n",
    ),
    (
        ("2a.2", "at-risk", "--new-date-wanted", " Spring 2026"),
        "Spring 2026 is a proposal: nothing moves until a move is agreed:\n"
        '      sipctl move 2a.2 "Spring 2026"\n',
    ),
    (
        ("1a.2", "at-risk", "--new-date-wanted", "Spring 2026", "--for", "launch"),
        '      sipctl move 1a.2 "Spring 2026" --milestone "Launch"\n',
    ),
]


@each_row(("typed", "lines"), SAID)
def test_said(run: Callable[..., Result], typed: tuple[str, ...], lines: str) -> None:
    assert lines in output(run("record", *DAY, *typed))


WANTED = ("--new-date-wanted", "Spring 2026")
AREA_HELP = '\n  help: say how it stands: sipctl record 2a --summary "..."\n'
REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("2a",), 'how does 2a stand? No summary was given\n  help: sipctl record 2a --summary "..."'),
    (("2a", "on-track"), f"2a is an area: its activities have statuses{AREA_HELP}"),
    (("2", "amber", *SUMMARY), "2 is an aim: its activities have statuses"),
    *(
        (("2a", *SUMMARY, option, *value), f"2a is an area: it takes no {option}{AREA_HELP}")
        for option, *value in (
            *(("--value", "3"), ("--unit", "%"), ("--for", "Spring 2025"), ("--whole",)),
            *(("--note", "x"), ("--academy", "WPSA"), WANTED),
        )
    ),
    (("2a", "--summary", " "), "--summary is empty"),
    (("2a", *SUMMARY, "--help-wanted", ""), "--help-wanted is empty"),
    (("2a", *SUMMARY, "--corrects", "last"), "JK has recorded nothing of 2a that still counts"),
    (("2a", *SUMMARY, "--by", "QQ"), '--by "QQ" is nobody that people.yaml knows'),
    (("2b", *SUMMARY), 'no aim, area, activity or KPI of this plan is called "2b"'),
    (("2a.2", *HELP), "what became of 2a.2? No status was given"),
    (("2a.2", "on-track", *SUMMARY), "2a.2 is an activity: it takes no --summary\n  help: that is"),
    (("2a.2", "on-track", *DECISION), "2a.2 is an activity: it takes no --decision-wanted"),
    (("1a.k1", "met", *HELP), "1a.k1 is a KPI: it takes no --help-wanted"),
    (("1a.k1", "met", *WANTED), "1a.k1 is a KPI: it takes no --new-date-wanted"),
    (("2a.2", "at-risk", "--new-date-wanted", "soonish"), '"soonish" is not a time this plan know'),
    (("2a.2", "at-risk", "--new-date-wanted", ""), "--new-date-wanted is empty"),
    (("2a.2", "at-risk", "--new-date-wanted", "Spring 2025"), '2a.2 is dated "Spring 2025" alread'),
    (("2a.2", "complete", *WANTED), "2a.2 is recorded as complete: nothing of it is left to move"),
    (("1a.2", "at-risk", *WANTED), '\n  help: add --for "Launch" or --for "Develop further"\n'),
]


@each_row(("typed", "message"), REFUSED)
def test_refused(
    run: Callable[..., Result], tmp_path: Path, typed: tuple[str, ...], message: str
) -> None:
    assert message in refusal(run("record", *DAY, *typed), tmp_path)


def test_last_of_an_area_is_put_right(run: Callable[..., Result], tmp_path: Path) -> None:
    run("record", "2a", *SUMMARY, *DAY)
    [first] = (tmp_path / "plan/records").rglob("*.yaml")
    output(run("record", "2a", "--summary", "Fully staffed", "--corrects", "last", *DAY))
    assert {(record.area, record.corrects) for record in records_in(tmp_path)} == {
        *(("2a", None), ("2a", first.name)),
    }
    shown = output(run("show", "2a", "--as-of", "2025-03-05"))
    assert "  4 Mar 2025  JK: summary – Fully staffed\n" in shown
    assert "Short of staff [corrected since]" in shown


def test_a_decision_alone_is_no_summary(run: Callable[..., Result]) -> None:
    output(run("record", "2a", *DECISION, *DAY))
    shown = output(run("show", "2a", "--as-of", "2025-03-05"))
    assert "  4 Mar 2025  JK: no summary – decision wanted: Sell the hall\n" in shown
    assert "2a HR: no summary – decision wanted: Sell the hall" in output(run("log", "2a"))


def test_a_new_date_wanted_stands_until_a_move(run: Callable[..., Result]) -> None:
    run("record", "2a.2", "at-risk", *WANTED, *DAY)
    asked = ("show", "2a.2", "--as-of", "2025-03-05")
    assert "New date wanted  Spring 2026 (JK, 4 Mar 2025)" in output(run(*asked))
    run("move", "2a.2", "Spring 2026", "--agreed", "Trustees", "--as-of", "2025-03-05")
    assert "New date wanted  " not in output(run(*asked))


def test_on_a_terminal_it_asks(write: Callable[[dict[str, str]], Path]) -> None:
    top = write(PLAN)
    code, shown = converse(["record", "2a", *DAY], top, replies=["Short of staff"])
    assert code == 0
    assert "How does 2a HR stand?" in shown
    line = ["record", "1a.2", "at-risk", *WANTED, *DAY]
    code, shown = converse(line, top, replies=["1"])
    assert code == 0
    assert "for which of them is a new date wanted?" in shown
    wants = {(record.summary, record.for_) for record in records_in(top)}
    assert wants == {("Short of staff", None), (None, "Launch")}


def test_commit_and_editor(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho Typed > "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "user.name", "JK")
    git(tmp_path, "config", "user.email", "jk@example.org")
    done = run("record", "2a", "--edit", "--commit", *DAY)
    assert done.code == 0, done.err
    assert [record.summary for record in records_in(tmp_path)] == ["Typed"]
    assert git(tmp_path, "log", "-1", "--format=%s") == "2a HR: summary (JK, 4 March 2025)"
