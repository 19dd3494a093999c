"""`--at REV|DATE`: the plan as git had it; and what `--as-of` says of a day before an edit."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.git_repos import PLAN, commit, fill, git, replace
from support.records import output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("cached")

EDITED = "2025-06-01"
RECORD = "records/2024-25/summer/2025-05-02-2a.1-JK.yaml"


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan that was committed on 6 January 2025, recorded on in May and edited on 1 June."""

    def committed(day: str, message: str) -> None:
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T23:30:00+00:00")
        monkeypatch.setenv("GIT_AUTHOR_DATE", f"{day}T09:00:00+00:00")
        commit(tmp_path, message)

    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    fill(tmp_path / "plan", PLAN)
    committed("2025-01-06", "The plan as approved")
    fill(
        tmp_path / "plan",
        {RECORD: "activity: 2a.1\ndate: 2025-05-02\nby: JK\nstatus: complete\n"},
    )
    committed("2025-05-02", "Record 2a.1")
    replace(tmp_path / "plan/people.yaml", ("  SD: {}\n", "  SD: {}\n  PQ: {}\n"))
    replace(
        tmp_path / "plan/aims/2-people.yaml",
        (
            "      - id: 2a.2\n",
            "      - {id: 2a.7, title: Pay review, leads: [PQ], when: Spring 2025}\n"
            "      - id: 2a.2\n",
        ),
        ("leads: [JK]\n        when: Autumn 2025", "leads: [PQ]\n        when: Autumn 2025"),
    )
    committed(EDITED, "Add 2a.7")
    return tmp_path


@pytest.fixture
def ask(top: Path, sipctl: Run) -> Run:
    def run(*words: str) -> Result:
        return sipctl(*words, cwd=top)

    return run


ASKING = (
    ["due", "--all"], ["list"], ["show", "2a.2"], ["kpis"], ["leads"], ["log"], ["timeline"],
    ["export", "--format", "csv"], ["export", "--format", "json"], ["check"], [],
)  # fmt: skip


@each_row("words", ASKING)
def test_a_date_is_answered_from_the_plan_of_then(ask: Run, top: Path, words: list[str]) -> None:
    done = ask(*words, "--at", "2025-04-20")
    assert done.code in (0, 1), done.err
    assert "PQ" not in done.out
    assert "2a.7" not in done.out
    first = git(top, "rev-list", "--max-parents=0", "HEAD")[:7]
    result = done.out + done.err
    assert f"As git had the plan at the end of 20 Apr 2025: commit {first} of 6 Jan 2025." in result


def test_a_date_is_the_day_asked_about_unless_as_of_says_another(ask: Run) -> None:
    assert json.loads(output(ask("due", "--at", "2025-04-20", "--format", "json")))[
        "as_of"
    ] == "2025-04-20"  # fmt: skip
    answer = json.loads(
        output(ask("list", "--at", "2025-04-20", "--as-of", "2025-08-31", "--format", "json"))
    )
    assert answer["as_of"] == "2025-08-31"
    assert answer["git"]["committed_on"] == "2025-01-06"
    assert {row["id"]: row["status"] for row in answer["rows"]}["2a.1"] == "not-started"


def test_a_phrase_is_read_in_the_calendar_of_then(ask: Run, top: Path) -> None:
    replace(top / "plan/calendar.yaml", ("starts: 2025-01-06", "starts: 2025-01-13"))
    assert "13 Jan 2025" in output(ask("when", "Spring 2025"))
    then = output(ask("when", "Spring 2025", "--at", "HEAD"))
    assert "6 Jan 2025  4 Apr 2025" in then
    assert "As git had the plan: commit " in then
    answer = json.loads(output(ask("when", "Spring 2025", "--at", "HEAD", "--format", "json")))
    assert answer["occurrences"][0]["opens"] == "2025-01-06"
    assert answer["git"]["committed_on"] == EDITED


def test_records_are_those_of_then_too(ask: Run) -> None:
    answer = json.loads(output(ask("list", "--at", "HEAD~1", "--format", "json")))
    assert {row["id"]: row["status"] for row in answer["rows"]}["2a.1"] == "complete"
    assert "2a.7" not in {row["id"] for row in answer["rows"]}


@pytest.mark.parametrize("day", ["2025-05-02", "2 May 2025"])
def test_the_whole_of_a_day_counts(ask: Run, day: str) -> None:
    assert "commit" in output(ask("show", "2a.1", "--at", day))
    assert "complete" in output(ask("show", "2a.1", "--at", day))


@each_row(
    ("place", "message", "advice"),
    [
        ("2024-12-01", "no commit by the end of 2024-12-01: the first is of 2025-01-06", "--as-of"),
        ("mian", '"mian" is neither a day nor a commit', 'did you mean "main"?'),
        ("2999-01-01", "--at 2999-01-01 is still to come", "--as-of 2999-01-01"),
        ("HEAD~7", '"HEAD~7" is neither a day nor a commit', ""),
        ("", '"" is neither a day nor a commit', ""),
        ("--all", "", ""),
        ("HEAD^{", "is neither a day nor a commit", ""),
    ],
)
def test_what_git_does_not_know(ask: Run, place: str, message: str, advice: str) -> None:
    done = ask("due", f"--at={place}")
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert advice in done.err


def test_a_name_that_is_a_day_too_is_refused_with_both(ask: Run, top: Path) -> None:
    git(top, "tag", "2025-04-20", "HEAD")
    done = ask("due", "--at", "2025-04-20")
    assert done.code == 2
    assert "may mean 2025-04-20 or commit" in done.err
    assert ask("due", "--at", "tags/2025-04-20").code == 0


def test_outside_git_there_is_no_earlier_plan(tmp_path: Path, sipctl: Run) -> None:
    fill(tmp_path / "plan", PLAN)
    done = sipctl("due", "--at", "main", cwd=tmp_path)
    assert done.code == 2
    assert "not in a git repository, so there is no earlier version to read" in done.err


def test_a_commit_without_the_plan(ask: Run, top: Path) -> None:
    git(top, "checkout", "--quiet", "--orphan", "empty")
    git(top, "rm", "-r", "--quiet", "--cached", "plan")
    git(top, "commit", "--quiet", "--allow-empty", "-m", "Nothing")
    done = ask("list", "--at", "empty")
    assert (done.code, done.out) == (2, "")
    assert "there was no plan" in done.err


def test_a_broken_plan_of_then_names_its_fault_and_check_places_it(ask: Run, top: Path) -> None:
    aim = top / "plan/aims/1-teaching.yaml"
    replace(aim, ("title: Curriculum", "titel: Curriculum"))
    commit(top, "Spoil it")
    replace(aim, ("titel: Curriculum", "title: Curriculum"))
    done = ask("list", "--at", "HEAD")
    assert done.code == 1
    assert "aims/1-teaching.yaml:5:" in done.err
    checked = ask("check", "--at", "HEAD")
    assert checked.code == 1
    assert "titel: Curriculum" in checked.out
    assert "titel" not in ask("check").out


# --- what --as-of cannot know --------------------------------------------------------------------


@each_row("words", [["due"], ["list"], ["show", "2a.1"], ["kpis"], ["leads"], []])
def test_a_past_day_says_what_was_not_in_the_plan(ask: Run, words: list[str]) -> None:
    out = output(ask(*words, "--as-of", "2025-04-20"))
    assert (
        "This is today's text of the plan: since 20 Apr 2025 2a.7 was added, PQ was first named"
        " and 2a.2 was changed. As git had it then: --at 2025-04-20\n" in out
    )


def test_json_says_it_by_addition(ask: Run) -> None:
    answer = json.loads(output(ask("due", "--as-of", "2025-04-20", "--format", "json")))
    assert list(answer)[:3] == ["version", "as_of", "rows"]
    assert answer["git"]["text_changed_since"] == {
        "day": "2025-04-20", "added": ["2a.7"], "removed": [], "changed": ["2a.2"],
        "new_leads": ["PQ"], "files": [],
    }  # fmt: skip


@pytest.mark.parametrize("day", [EDITED, "2025-07-01", "2999-01-01"])
def test_nothing_is_said_where_nothing_changed_since(ask: Run, day: str) -> None:
    assert "today's text" not in output(ask("list", "--as-of", day))


@each_row("words", [["due"], ["list"], ["show", "2a.1"], ["kpis"], ["leads"], ["timeline"], []])
def test_a_day_before_the_history_says_that_its_text_is_not_known(
    ask: Run, words: list[str]
) -> None:
    out = output(ask(*words, "--as-of", "2024-12-01"))
    assert (
        "This is today's text of the plan: git's history of it here begins on 6 Jan 2025, so"
        " what it said on 1 Dec 2024 is not known.\n" in out
    )


def test_json_says_since_when_the_text_is_known(ask: Run, top: Path) -> None:
    asked = ("list", "--as-of", "2024-12-01", "--format", "json")
    known = {"commit": None, "text_known_since": "2025-01-06"}
    assert json.loads(output(ask(*asked)))["git"] == known
    # a repository that is older than the plan in it
    (top / "plan").rename(top / "later")
    commit(top, "Elsewhere")
    done = ask(*asked, "--plan", "later")
    assert json.loads(output(done))["git"]["text_known_since"] == EDITED


def test_a_move_is_no_change_of_a_past_day(ask: Run, top: Path) -> None:
    moved = (
        "when: Spring 2026\n        moved: [{from: Autumn 2025, date: 2025-10-01, agreed: Board}]"
    )
    replace(top / "plan/aims/2-people.yaml", ("when: Autumn 2025", moved))
    assert "today's text" not in output(ask("list", "--as-of", "2025-07-01"))
    replace(top / "plan/aims/2-people.yaml", ("HR software", "Personnel software"))
    assert "2a.2 was changed" in output(ask("list", "--as-of", "2025-07-01"))


# --- packs ---------------------------------------------------------------------------------------

PACK = ("report", "--term", "spring-2025", "--format", "markdown")


def line_of(pack: str) -> list[str]:
    """The words of its line `To make it again`."""
    return shlex.split(pack.split("To make it again: ")[1].splitlines()[0].replace("\\", ""))


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("--at", "HEAD~1"), ("--at", "2025-04-20"), ("--lead", "JK")])
def test_a_packs_own_line_makes_it_again(ask: Run, top: Path, more: tuple[str, ...]) -> None:
    pack = ask(*PACK, *more).out
    words = line_of(pack)
    assert words[:3] == ["sipctl", "report", "--at"]
    replace(top / "plan/aims/2-people.yaml", ("HR software", "Personnel software"))
    fill(top / "plan", {"templates/lgb-pack/pack.md": "Another pack"})
    assert ask(*words[1:]).out == pack
    commit(top, "Edit")
    assert ask(*words[1:]).out == pack


@pytest.mark.slow
def test_a_pack_from_uncommitted_files_says_so(ask: Run, top: Path) -> None:
    replace(top / "plan/aims/2-people.yaml", ("HR software", "Personnel software"))
    pack = ask(*PACK).out
    assert "To make it again: not possible: it was made from files that are not committed" in pack
    git(top, "checkout", "--quiet", ".")
    fill(top / "plan", {"templates/base/own.md": "Ours"})
    assert "not possible" in ask(*PACK).out


@pytest.mark.slow
def test_a_plans_own_template_is_that_of_then(ask: Run, top: Path) -> None:
    own = {"templates/ours/pack.md": "Ours of {{ pack.day }}, again: {{ pack.command }}\n"}
    fill(top / "plan", own)
    commit(top, "A template")
    pack = ask(*PACK, "--template", "ours").out
    fill(top / "plan", {"templates/ours/pack.md": "Otherwise\n"})
    assert ask(*shlex.split(pack.split("again: ")[1].splitlines()[0])[1:]).out == pack
    done = ask(*PACK, "--template", "ours", "--at", "HEAD~1")
    assert done.code == 2
    assert "there was no template" in done.err
