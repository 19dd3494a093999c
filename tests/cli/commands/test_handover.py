"""`sipctl handover` and `sipctl answer` as their users type them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.git_repos import commit, git
from support.records import output
from support.small_plan import FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

PEOPLE = FILES["people.yaml"].replace("  SD: {}\n", "  SD: {}\n  PQ: {role: Deputy}\n")
DONE = "activity: 2a.2\ndate: 2025-02-01\nby: SD\nstatus: complete\nevidence: [minutes]\n"
PLAN = FILES | {
    "people.yaml": PEOPLE,
    "records/2024-25/spring/2025-02-01-2a.2-SD.yaml": DONE,
    "aims/1-people.yaml": FILES["aims/1-people.yaml"].replace(
        "        leads: [SD]\n", "        leads: [SD]   # since May\n        query: SD or SDo?\n"
    ),
}
AGREED = ("--agreed", "CEO", "--as-of", "2025-03-04")


@pytest.fixture
def top(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(PLAN)


@pytest.fixture
def run(top: Path, sipctl: Callable[..., Result]) -> Callable[..., Result]:
    return lambda *argv: sipctl(*argv, cwd=top)


def leads(run: Callable[..., Result], day: str) -> dict[str, list[str]]:
    text = output(run("list", "--all", "--as-of", day, "--format", "json"))
    return {row["id"]: row["leads"] for row in json.loads(text)["rows"]}


def test_all_that_is_open_goes_and_the_past_stays(run: Callable[..., Result], top: Path) -> None:
    before = leads(run, "2025-03-04")
    the_text = output(
        run("handover", "sd", "PQ", "--from", "2025-05-01", "--why", "SD leaves", *AGREED)
    )
    assert (
        "2a.1 Balance the budget: led by SD → PQ (from 1 May 2025, agreed by CEO: SD leaves)"
        in the_text
    )
    assert "PQ leads 4 pieces of work in place of SD from 1 May 2025." in the_text
    assert "Led together with others, who go on: 1a.1 (JK)." in the_text
    assert "Finished, and so still under the name of SD: 2a.2." in the_text
    assert "their last day is 30 April 2025" in the_text
    assert leads(run, "2025-03-04") == before
    after = leads(run, "2025-05-01")
    assert after == {
        name: ["SD"] if name == "2a.2" else ["PQ" if lead == "SD" else lead for lead in was]
        for name, was in before.items()
    }
    text = (top / "plan/aims/1-people.yaml").read_text()
    assert "leads: [JK, PQ], when: Spring 2025, led: [{from: [JK, SD], date: 2025-05-01," in text
    assert "        leads: [PQ]   # since May\n" in text
    assert "  SD: {left: 2025-04-30}\n" in (top / "plan/people.yaml").read_text()
    assert (
        output(run("show", "1a.2", "--as-of", "2025-03-04"))
        .split("\n")[2]
        .endswith("SD; from 1 May 2025 PQ")
    )
    assert "1 May 2025  until then SD, agreed by CEO – SD leaves" in output(
        run("show", "1a.2", "--as-of", "2025-05-02")
    )
    log = output(run("log", "1a.2", "--as-of", "2025-05-02"))
    assert "1a.2 Map forums: led by PQ, before by SD, agreed by CEO – SD leaves" in log
    assert run("check", "--as-of", "2025-05-02").code == 0


def test_some_of_it_and_nobody_twice(run: Callable[..., Result], top: Path) -> None:
    text = output(run("handover", "JK", "SD", "--only", "1A.1", *AGREED))
    assert "1a.1 Choose HR software: led by JK, SD → SD" in text
    assert "Still with JK: 1a.9 and 1a.10" not in text
    assert "Still with JK: 1a.9." in text
    assert "left" not in (top / "plan/people.yaml").read_text()
    text = output(run("handover", "SD", "PQ", "--keep", "2a.1,2a.3", *AGREED))
    assert "Still with SD: 2a.1 and 2a.3." in text
    assert "left" not in (top / "plan/people.yaml").read_text()


@pytest.mark.parametrize(
    ("argv", "message", "help_line"),
    [
        (("JK", "XY"), '"XY" is nobody that people.yaml knows', "sipctl add lead XY"),
        (("JK", "JK"), "cannot hand over to JK", "two different leads"),
        (("PQ", "JK"), "PQ leads nothing that is open", "sipctl show PQ"),
        (("JK", "PQ", "--only", "2a.1"), 'JK does not lead "2a.1"', 'did you mean "1a.1"?'),
        (("SD", "PQ", "--only", "2a.2"), "2a.2 is finished", "leave it out"),
        (("JK", "PQ", "--only", "1a.1", "--keep", "1a.9"), "are given", "which ids go"),
    ],
)
def test_refused(
    run: Callable[..., Result], argv: tuple[str, ...], message: str, help_line: str
) -> None:
    result = run("handover", *argv, *AGREED)
    assert result.code == 2
    assert message in result.err
    assert help_line in result.err


def test_until_that_day_it_is_still_theirs(run: Callable[..., Result]) -> None:
    output(run("handover", "SD", "PQ", "--from", "2025-05-01", *AGREED))
    for day, by, notice in (
        ("2025-04-30", "SD", ""),
        ("2025-04-30", "PQ", "PQ does not lead 1a.2: SD does."),
        ("2025-05-01", "PQ", ""),
        ("2025-05-01", "SD", "SD does not lead 1a.2: PQ does."),
    ):
        result = run("record", "1a.2", "on-track", "--by", by, "--as-of", day, "--dry-run").out
        assert ("does not lead" in result) == bool(notice)
        assert notice in result
    columns = [
        output(run("export", "--format", "csv", "--as-of", day)).count("SD")
        for day in ("2025-04-30", "2025-05-01")
    ]
    assert columns[0] > columns[1]


def test_who_agreed_has_to_be_said(run: Callable[..., Result]) -> None:
    result = run("handover", "JK", "PQ")
    assert result.code == 2
    assert "who agreed that PQ takes on the work of JK?" in result.err


def test_whoever_left_is_handed_over(run: Callable[..., Result], top: Path) -> None:
    file = top / "plan/people.yaml"
    file.write_text(file.read_text().replace("SD: {}", "SD: {left: 2025-01-31}"))
    faults = run("check", "--as-of", "2025-03-04")
    assert "sipctl handover SD THEM" in faults.out
    output(run("handover", "SD", "PQ", "--from", "2025-02-01", *AGREED))
    assert "lead-has-left" not in run("check", "--as-of", "2025-03-04").out


# --- answer --------------------------------------------------------------------------------------


def test_an_answer_stays_beside_its_question(run: Callable[..., Result], top: Path) -> None:
    the_text = output(
        run("answer", "1a.2", "It is PQ", "--by", "CEO", "--lead", "pq", "--as-of", "2025-03-04")
    )
    assert "led by SD → PQ (from 4 Mar 2025, agreed by CEO: It is PQ)" in the_text
    assert "question answered: “SD or SDo?” – It is PQ (CEO)" in the_text
    text = (top / "plan/aims/1-people.yaml").read_text()
    assert "{query: SD or SDo" not in text
    assert "\n        query:" not in text
    assert "4 Mar 2025  SD or SDo? – It is PQ (CEO)" in output(
        run("show", "1a.2", "--as-of", "2025-03-04")
    )
    assert "SD or SDo? – It is PQ (CEO)" in output(run("log", "1a.2", "--as-of", "2025-03-04"))
    again = run("answer", "1a.2", "No", "--as-of", "2025-03-04")
    assert again.code == 2
    assert "1a.2 has no open question" in again.err


def test_no_lead_is_changed_before_a_handover_to_come(run: Callable[..., Result]) -> None:
    output(run("handover", "SD", "PQ", "--from", "2025-05-01", *AGREED))
    for argv in (
        ("answer", "1a.2", "It is JK", "--lead", "JK", "--as-of", "2025-03-04"),
        ("handover", "PQ", "JK", "--only", "1a.2", *AGREED),
    ):
        result = run(*argv)
        assert result.code == 2
        assert "1a.2 changes hands on 2025-05-01 already, after 2025-03-04" in result.err


def test_an_answer_may_move_a_date(run: Callable[..., Result], top: Path) -> None:
    file = top / "plan/aims/2-money.yaml"
    file.write_text(file.read_text().replace("leads: [SD]}", 'leads: [SD], query: "By when?"}'))
    text = output(run("answer", "2a.1", "July", "--when", "July 2025", "--as-of", "2025-03-04"))
    assert "now dated July 2025" in text
    assert "answered: [{query: By" not in file.read_text()
    assert 'answered: [{query: "By when?", answer: July, date: 2025-03-04}]' in file.read_text()
    result = run("answer", "1a.2", "x", "--when", "July 2025", "--as-of", "2025-03-04")
    assert result.code == 2
    assert "several dates" in result.err


def test_two_handovers_are_both_told(run: Callable[..., Result], top: Path) -> None:
    git(top, "init", "--quiet")
    commit(top, "The plan")
    only = ("--only", "2a.1", *AGREED)
    output(run("handover", "SD", "PQ", "--from", "2025-05-01", "--why", "SD leaves", *only))
    output(run("handover", "PQ", "JK", "--from", "2025-06-01", *only))
    assert (
        "led by SD → JK (until 1 May 2025 SD, agreed by CEO: SD leaves;"
        " until 1 Jun 2025 PQ, agreed by CEO)"
    ) in " ".join(output(run("diff", "--as-of", "2025-03-04")).split())
    changes = json.loads(output(run("diff", "--format", "json", "--as-of", "2025-03-04")))
    [led] = [change["led"] for change in changes["changes"] if "led" in change]
    assert [each["from"] for each in led] == [["SD"], ["PQ"]]
