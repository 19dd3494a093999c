"""`sipctl record` where things are not plain: broken plans, editors, git, a terminal, real work."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SHIPPED
from support.git_repos import git
from support.records import DAY, PLAN, output, records_in, refusal
from support.terminal import converse

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result, RunIn


@pytest.fixture
def run(run_in: RunIn) -> Callable[..., Result]:
    """Runs a command in the folder of a plan of its own."""
    return run_in(PLAN)


# --- a plan with faults elsewhere ----------------------------------------------------------------


@pytest.mark.parametrize("broken", ["aims/2-people.yaml", "records/x.yaml"])
def test_only_its_own_file_has_to_load(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result], broken: str
) -> None:
    top = write(PLAN | {broken: "id: [1a.1\n"})
    printed = output(sipctl("record", "1a.1", "complete", *DAY, cwd=top))
    assert "This settles Spring 2025." in printed
    assert sipctl("due", cwd=top).code == 1


@pytest.mark.parametrize("broken", ["plan.yaml", "calendar.yaml"])
def test_without_a_calendar_it_is_kept_all_the_same(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result], broken: str
) -> None:
    top = write(PLAN | {broken: "title: [\n"})
    printed = output(sipctl("record", "1a.1", "on-track", *DAY, cwd=top))
    assert f"What it settles cannot be told until this is mended: plan/{broken}:1:" in printed
    output(sipctl("record", "1a.2", "complete", "--for", "Launch", *DAY, cwd=top))
    refusal = sipctl("record", "1a.2", "complete", *DAY, cwd=top)
    assert refusal.code == 1
    assert "until that is mended: --for with one of Launch, Develop further" in refusal.err


def test_without_people_initials_are_taken_as_they_are(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN | {"people.yaml": "leads: [\n"})
    output(sipctl("record", "1a.1", "on-track", "--by", "QQ", "--as-of", "2025-03-04", cwd=top))
    refusal = sipctl("record", "1a.1", "on-track", "--by", "Q Q", cwd=top)
    assert refusal.code == 2


def test_its_own_file_does_have_to_load(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    text = PLAN["aims/1-teaching.yaml"].replace("when: ad hoc", "whn: ad hoc")
    top = write(PLAN | {"aims/1-teaching.yaml": text})
    refusal = sipctl("record", "1a.1", "on-track", *DAY, cwd=top)
    assert refusal.code == 1
    assert "plan/aims/1-teaching.yaml:13:" in refusal.err
    output(sipctl("record", "2a.2", "on-track", *DAY, cwd=top))


# --- --edit --------------------------------------------------------------------------------------


def editor(tmp_path: Path, script: str) -> str:
    path = tmp_path / "my editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return f"'{path}' --wait"


@pytest.mark.parametrize(
    ("script", "note"),
    [
        (r"""printf 'One:\n  "two" #3\n\n' > "$2" """, 'One:\n  "two" #3'),
        (r"""printf 'One\r\ntwo\r\n' > "$2" """, "One\ntwo"),
        (r"""printf '# a heading\n\n  deep\n' > "$2" """, "# a heading\n\n  deep"),
        (r"""sed -i '1s/$/, and more/' "$2" """, "Begun, and more"),
    ],
)
def test_a_note_written_in_an_editor(
    run: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    note: str,
) -> None:
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("VISUAL", editor(tmp_path, script))
    output(run("record", "1a.1", "on-track", *DAY, "--note", "Begun", "--edit"))
    assert [record.note for record in records_in(tmp_path)] == [note]


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (":", "the note is empty"),
        (': > "$2"', "the note is empty"),
        ("exit 3", "the editor was left with an error"),
        (r"""printf '\377' > "$2" """, "the note is not UTF-8 text"),
        ('rm "$2"', "the editor deleted the file of the note"),
    ],
)
def test_nothing_written_in_the_editor(
    run: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    message: str,
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    assert message in refusal(run("record", "1a.1", "on-track", *DAY, "--edit"), tmp_path)


def test_what_was_written_is_kept_if_it_is_refused(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, r"""printf 'Long work\a' > "$2" """))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    printed = refusal(run("record", "1a.1", "on-track", *DAY, "--edit"), tmp_path)
    match = re.search(r"what you wrote is in (\S+)", printed)
    assert match
    assert Path(match[1]).read_text() == "Long work\x07"


def test_an_editor_that_is_not_there(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    printed = refusal(run("record", "1a.1", "on-track", *DAY, "--edit"), tmp_path)
    assert 'the editor "no-such-editor" could not be opened: no such file' in printed


# --- --commit ------------------------------------------------------------------------------------


def test_commit_of_that_file_alone(run: Callable[..., Result], tmp_path: Path) -> None:
    git(tmp_path, "init", "-qb", "main")
    (tmp_path / "staged.txt").write_text("x")
    git(tmp_path, "add", "staged.txt")
    printed = output(run("record", "2a.2", "on-track", *DAY, "--note", "x", "--commit"))
    assert re.search(
        r"^Committed as [0-9a-f]{7,}: 2a.2 HR software: on track", printed, re.MULTILINE
    )
    assert git(tmp_path, "log", "--format=%s") == "2a.2 HR software: on track (JK, 4 March 2025)"
    [path] = (tmp_path / "plan/records").rglob("*.yaml")
    assert git(tmp_path, "show", "--format=", "--name-only") == str(path.relative_to(tmp_path))
    assert git(tmp_path, "diff", "--cached", "--name-only") == "staged.txt"


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        (("1a.2", "complete", "--for", "2025-01"), "1a.2 Tell parents: January 2025 complete"),
        (("1a.k1", "met", "--value", "10", "--unit", "years"), "1a.k1 Reading ages: met, 10 years"),
    ],
)
def test_a_subject_that_reads_well(
    run: Callable[..., Result], tmp_path: Path, typed: tuple[str, ...], subject: str
) -> None:
    git(tmp_path, "init", "-q")
    output(run("record", *typed, *DAY, "--commit"))
    assert git(tmp_path, "log", "--format=%s") == f"{subject} (JK, 4 March 2025)"


def test_a_long_title_is_cut_at_a_word(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    title = "Bring in an effective HR software system for recruitment, and retire the old"
    text = PLAN["aims/2-people.yaml"].replace("HR software", f'"{title}"')
    top = write(PLAN | {"aims/2-people.yaml": text})
    git(top, "init", "-q")
    output(sipctl("record", "2a.2", "on-track", *DAY, "--commit", cwd=top))
    subject = git(top, "log", "--format=%s")
    assert subject == "2a.2 Bring in an effective HR software…: on track (JK, 4 March 2025)"
    assert len(subject) <= 72


def test_a_hook_that_fails_leaves_the_record(run: Callable[..., Result], tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    hook = tmp_path / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'the plan has faults' >&2\nexit 1\n")
    hook.chmod(0o755)
    result = run("record", "2a.2", "on-track", *DAY, "--commit")
    assert result.code == 2
    assert result.out.startswith("Recorded 2a.2 HR software: on track")
    assert "sipctl: git refused: the plan has faults\n  help: the record is kept;" in result.err
    assert len(records_in(tmp_path)) == 1


# --- on a terminal -------------------------------------------------------------------------------


def test_on_a_terminal_it_asks_which(
    write: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    top = write(PLAN)
    code, shown = converse(["record", "1a.2", "complete", *DAY], top, replies=["seven", "2", ""])
    assert code == 0
    assert "  2  Develop further (Spring 2025): due by 4 Apr 2025\n" in shown
    assert "That is none of them: type a number from 1 to 4." in shown
    assert "This settles Develop further (Spring 2025)." in shown
    assert [record.for_ for record in records_in(top)] == ["spring-2025"]


def test_on_a_terminal_it_asks_who_says_it_and_what_shows_it(
    write: Callable[[dict[str, str]], Path],
) -> None:
    top = write(PLAN)
    line = ["record", "2a.2", "complete", "--by", "SD", "--as-of", "2025-03-04"]
    code, shown = converse(line, top, replies=["n"])
    assert (code, records_in(top)) == (130, [])
    assert "SD does not lead 2a.2: JK does. Record it all the same? [y/N]:" in shown
    code, shown = converse(line, top, replies=["y", "Minutes of 3 March"])
    assert code == 0
    [record] = records_in(top)
    assert (record.by, record.evidence) == ("SD", ("Minutes of 3 March",))
    assert "No evidence is given" not in shown


def test_on_a_terminal_a_move_asks_on_what_day(write: Callable[[dict[str, str]], Path]) -> None:
    top = write(PLAN)
    line = ["move", "2a.2", "Spring 2026", "--agreed", "Trustees", "--as-of", "2025-03-04"]
    code, shown = converse(line, top, replies=["yesterday"])
    assert code == 0
    assert "On what day did Trustees agree? Enter for today:" in shown
    assert "Agreed by Trustees on 3 March 2025" in shown


def test_on_a_terminal_one_may_think_better_of_it(
    write: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    code, _ = converse(["record", "1a.2", "complete", *DAY], write(PLAN), replies=["\x03"])
    assert code == 130
    assert not (tmp_path / "plan/records").exists()


# --- on the shipped plan -------------------------------------------------------------------------


@pytest.mark.slow
def test_due_and_list_obey_records_on_the_shipped_plan(
    tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    """Everything of one lead, recorded complete: nothing of it is due then, and was the day before."""
    shutil.copytree(SHIPPED, tmp_path / "plan")
    due = ("due", "--lead", "JK", "--all", "--format", "json")
    rows = json.loads(sipctl(*due, "--as-of", "2025-06-02", cwd=tmp_path).out)["rows"]
    names = list(dict.fromkeys(row["id"] for row in rows))
    assert len(names) > 5
    for name in names:
        argv = ("record", name, "complete", "--whole", "--by", "JK", "--as-of", "2025-06-02")
        assert sipctl(*argv, cwd=tmp_path).code == 0
    after = json.loads(sipctl(*due, "--as-of", "2025-06-02", cwd=tmp_path).out)["rows"]
    assert after == []
    before = json.loads(sipctl(*due, "--as-of", "2025-06-01", cwd=tmp_path).out)["rows"]
    assert {row["id"] for row in before} == set(names)
    listing = ("list", "--lead", "JK", "--format", "json", "--as-of", "2025-06-02")
    listed = json.loads(sipctl(*listing, cwd=tmp_path).out)["rows"]
    assert {row["state"] for row in listed if row["id"] in names} == {"settled"}
    assert "record-" not in sipctl("check", "--format", "concise", cwd=tmp_path).out
