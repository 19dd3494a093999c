"""`sipctl move` as its user types it: what it says, what it changes, what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.calendars import WITHOUT_HALF_TERMS
from support.each_row import each_row
from support.git_repos import begin, git
from support.records import output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result, RunIn

AIM = "aims/1-teaching.yaml"
PLAN = {
    "plan.yaml": "title: A plan\nschool: {name: S}\nruns: {from: 2024-09-01, to: 2027-08-31}\n",
    "people.yaml": "leads: {JK: {}}\n",
    "calendar.yaml": WITHOUT_HALF_TERMS,
    AIM: """\
id: 1
title: Teaching
areas:
  - id: 1a
    title: Reading
    activities:
      - id: 1a.1
        title: Choose a scheme
        leads: [JK]
        when: Spring 2025     # see the minutes
      - id: 1a.2
        title: Tell parents
        leads: [JK]
        when:
          Launch: January 2025
          Develop further: Spring and Summer 2025
      - {id: 1a.3, title: Listen, leads: [JK]}
      - {id: 1a.4, title: Mend, leads: [JK], when: tbc}
    kpis:
      - {id: 1a.k1, measure: Reading ages, monitored: termly}
""",
}
AGREED = ("--agreed", "Trustees", "--as-of", "2025-03-04")


@pytest.fixture
def run(run_in: RunIn) -> Callable[..., Result]:
    return run_in(PLAN)


def aim(tmp_path: Path) -> str:
    return (tmp_path / "plan" / AIM).read_bytes().decode()


def test_a_date_moves_and_keeps_where_it_stood(run: Callable[..., Result], tmp_path: Path) -> None:
    printed = output(run("move", "1a.1", "Spring 2026", *AGREED, "--why", "Procurement restarted"))
    assert printed == (
        "Moved 1a.1 Choose a scheme: from Spring 2025 to Spring 2026.\n"
        "Due 27 March 2026 instead of 4 April 2025: 51 weeks later.\n"
        "Agreed by Trustees on 4 March 2025: Procurement restarted.\n"
        "  plan/aims/1-teaching.yaml\n"
        "No day of the decision is given, so today's stands: --on gives another.\n"
    )
    assert aim(tmp_path) == PLAN[AIM].replace(
        "        when: Spring 2025     # see the minutes\n",
        "        when: Spring 2026     # see the minutes\n"
        "        moved:\n"
        "          - {from: Spring 2025, date: 2025-03-04, agreed: Trustees,"
        " why: Procurement restarted}\n",
    )
    assert "1a.1" not in run("check", "--as-of", "2025-03-04").out
    listed = output(run("list", "--slipped", "--as-of", "2025-03-04"))
    assert "Trustees" in listed
    assert "Procurement restarted" in listed


def test_one_milestone(run: Callable[..., Result], tmp_path: Path) -> None:
    typed = ("move", "1A.2", "Summer 2025", "--milestone", "launch", "--on", "2025-03-01")
    printed = output(run(*typed, *AGREED))
    assert printed.startswith(
        "Moved 1a.2 Tell parents, Launch: from January 2025 to Summer 2025.\n"
    )
    assert "Agreed by Trustees on 1 March 2025 (no reason given: --why says it).\n" in printed
    assert (
        "          Launch: Summer 2025\n"
        "          Develop further: Spring and Summer 2025\n"
        "        moved:\n"
        "          - {milestone: Launch, from: January 2025, date: 2025-03-01, agreed: Trustees}\n"
    ) in aim(tmp_path)


def test_dry_run_shows_a_diff_and_writes_nothing(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    printed = output(run("move", "1a.1", "Spring 2026", *AGREED, "--dry-run"))
    assert printed.startswith("--- plan/aims/1-teaching.yaml\n+++ plan/aims/1-teaching.yaml\n@@")
    assert "\n-        when: Spring 2025     # see the minutes\n" in printed
    assert "\nThat would move 1a.1 Choose a scheme: from Spring 2025 to Spring 2026.\n" in printed
    assert aim(tmp_path) == PLAN[AIM]


def test_a_phrase_that_could_not_be_read_is_replaced(run: Callable[..., Result]) -> None:
    printed = output(run("move", "1a.4", "Spring 2026", *AGREED))
    assert printed.splitlines()[1] == "Due 27 March 2026."


def test_sooner_and_without_a_day(run: Callable[..., Result]) -> None:
    printed = output(run("move", "1a.1", "January 2025", *AGREED))
    assert "Due 31 January 2025 instead of 4 April 2025: 9 weeks sooner." in printed
    assert "It has no due day now." in output(run("move", "1a.1", "ad hoc", *AGREED))


def test_moved_twice_the_later_day_last(run: Callable[..., Result], tmp_path: Path) -> None:
    output(run("move", "1a.1", "Summer 2025", *AGREED))
    output(run("move", "1a.1", "Autumn 2025", "--agreed", "Trustees", "--as-of", "2025-05-04"))
    early = run("move", "1a.1", "Spring 2026", "--agreed", "T", "--as-of", "2025-05-03")
    assert (early.code, early.err) == (
        2,
        "sipctl: 1a.1 was last moved on 2025-05-04, after 2025-05-03\n"
        "  help: give the day of this decision with --on\n",
    )
    assert aim(tmp_path).count("{from: ") == 2


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("1a.9", "Spring 2026"), 'no activity or KPI of this plan is called "1a.9"'),
    (("1a.k1", "half-termly"), "1a.k1 is a KPI, and only activities are moved"),
    (
        ("1a.3", "Spring 2026"),
        "1a.3 has no date that could move\n  help: give it one: sipctl set 1a.3 when",
    ),
    (("1a.1", "Sumer 2026"), '"Sumer 2026" is not a time this plan knows\n  help: did you mean'),
    (("1a.1", "Spring 2025"), '1a.1 is dated "Spring 2025" already'),
    (("1a.1", "in the Spring term 2025"), "which means the same days"),
    (("1a.1", ""), ""),
    (
        ("1a.2", "Spring 2026"),
        "1a.2 has several milestones: which of them moves?\n"
        '  --milestone "Launch"           January 2025\n'
        '  --milestone "Develop further"  Spring and Summer 2025\n',
    ),
    (
        ("1a.2", "Spring 2026", "--milestone", "Lunch"),
        'no milestone "Lunch"\n  help: did you mean "L',
    ),
    (
        ("1a.1", "Spring 2026", "--milestone", "Launch"),
        'no milestone "Launch"\n  help: leave --mile',
    ),
    (("1a.1", "Spring 2026", "--on", "2025-03-05"), "--on 2025-03-05 is still to come"),
    (("1a.1", "Spring 2026", "--agreed", ""), "--agreed is empty"),
    (("1a.1", "Spring 2026", "--why", " "), "--why is empty"),
    (("1a.1", "Spring 2026", "--why", "a\x07b"), "--why holds a character that cannot be shown"),
]


@each_row(("typed", "message"), REFUSED)
def test_refused(
    run: Callable[..., Result], tmp_path: Path, typed: tuple[str, ...], message: str
) -> None:
    result = run("move", *AGREED, *typed)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert aim(tmp_path) == PLAN[AIM]


def test_who_agreed_has_to_be_said(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run("move", "1a.1", "Spring 2026", "--as-of", "2025-03-04")
    assert (result.code, result.err) == (
        2,
        "sipctl: who agreed that 1a.1 moves?\n"
        "  help: say so with --agreed, such as --agreed Trustees; trustees ask for it later\n",
    )
    assert aim(tmp_path) == PLAN[AIM]


def test_without_a_calendar_nothing_moves(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN | {"calendar.yaml": "years: [\n"})
    result = sipctl("move", "1a.1", "Spring 2026", *AGREED, cwd=top)
    assert result.code == 1
    assert result.err.startswith("sipctl: plan/calendar.yaml:1:")


def test_another_aim_s_fault_stops_nothing(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN | {"aims/2-people.yaml": "id: [\n"})
    output(sipctl("move", "1a.1", "Spring 2026", *AGREED, cwd=top))


def test_due_and_list_obey(run: Callable[..., Result]) -> None:
    """A move and a record, as the other commands see them: on that day, and on the day before."""
    output(run("move", "1a.1", "Spring 2026", *AGREED))
    output(run("record", "1a.2", "complete", "--whole", "--by", "JK", "--as-of", "2025-03-04"))
    before = output(run("due", "--as-of", "2025-03-03", "--all", "--format", "csv"))
    after = output(run("due", "--as-of", "2025-03-04", "--all", "--format", "csv"))
    assert "1a.2" in before
    assert "1a.2" not in after
    assert "Spring 2025" in before
    assert "Spring 2026" in after


# --- with git ------------------------------------------------------------------------------------


def test_commit_holds_the_file_alone(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN)
    begin(top)
    (top / "plan/people.yaml").write_text("leads: {JK: {}, SD: {}}\n")
    git(top, "add", "--all")
    answer = output(sipctl("move", "1a.1", "Summer 2025", *AGREED, "--commit", cwd=top))
    subject = "1a.1 Choose a scheme: Spring 2025 → Summer 2025 (agreed by Trustees)"
    assert f": {subject}\n" in answer
    assert git(top, "log", "-1", "--format=%s") == subject
    assert git(top, "show", "--format=", "--name-only", "HEAD") == f"plan/{AIM}"
    assert git(top, "diff", "--cached", "--name-only") == "plan/people.yaml"


def test_commit_without_a_repository_moves_nothing(run: Callable[..., Result]) -> None:
    result = run("move", "1a.1", "Summer 2025", *AGREED, "--commit")
    assert result.code == 2
    assert "plan is in no git repository" in result.err
    assert "help: move without --commit" in result.err
