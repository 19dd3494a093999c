"""`sipctl record` as its user types it: what it says, what it writes, what it refuses."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SHIPPED

from sipctl.store import folder as folders
from sipctl.store.folder import Folder
from sipctl.store.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    from sipctl.plan.model import Record

PLAN = {
    "plan.yaml": "title: A plan\ntrust: {name: T}\nruns: {from: 2024-09-01, to: 2027-08-31}\n"
    "kpis: [{id: t.k1, measure: Staff stay, monitored: annually}]\n",
    "people.yaml": "leads: {JK: {}, SD: {}, 'NO': {}}\nacademies: {WPSA: {}}\n",
    "calendar.yaml": """\
years:
  2024/25:
    autumn: {starts: 2024-09-02, ends: 2024-12-20}
    spring: {starts: 2025-01-06, ends: 2025-04-04}
    summer: {starts: 2025-04-22, ends: 2025-07-22}
  2025/26:
    autumn: {starts: 2025-09-03, ends: 2025-12-19}
    spring: {starts: 2026-01-05, ends: 2026-03-27}
    summer: {starts: 2026-04-13, ends: 2026-07-22}
""",
    "aims/1-teaching.yaml": """\
id: 1
title: Teaching
areas:
  - id: 1a
    title: Reading
    activities:
      - {id: 1a.1, title: Choose a scheme, leads: [JK], when: Spring 2025}
      - id: 1a.2
        title: Tell parents
        leads: [JK]
        when: {Launch: January 2025, Develop further: Spring and Summer 2025}
      - {id: 1a.3, title: Listen to readers, leads: [SD], when: termly from Autumn 2024}
      - {id: 1a.4, title: Buy books, leads: [SD], when: ad hoc}
    kpis:
      - {id: 1a.k1, measure: Reading ages, baseline: Autumn 2024, monitored: termly from Spring 2025}
""",
    "aims/2-people.yaml": "id: 2\ntitle: People\nareas:\n  - id: 2a\n    title: HR\n"
    "    activities:\n      - {id: 2a.2, title: HR software, leads: [JK], when: Spring 2025}\n",
}
DAY = ("--by", "JK", "--as-of", "2025-03-04")


@pytest.fixture
def at(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> Callable[..., Result]:
    """Runs a command in the folder of a plan of its own."""
    top = write(PLAN)

    def run(*argv: str) -> Result:
        return sipctl(*argv, cwd=top)

    return run


def kept(top: Path) -> list[Record]:
    """The records of a plan, which has to load."""
    found = folders.read(Folder(top / "plan", "plan"))
    loaded = load([s for s in found.sources if s.path.startswith("records/")])
    assert loaded.faults == ()
    return [part.model for part in loaded.parts.values()]


def said(result: Result) -> str:
    """What a command that went well said, the digits of file names made the same."""
    assert (result.code, result.err) == (0, "")
    return re.sub(r"-[0-9a-f]{6}\.yaml", "-digits.yaml", result.out)


def refused(result: Result, tmp_path: Path, code: int = 2) -> str:
    assert (result.code, result.out) == (code, "")
    assert not (tmp_path / "plan/records").exists()
    return result.err


# --- what it says --------------------------------------------------------------------------------


def test_a_status(at: Callable[..., Result], tmp_path: Path) -> None:
    told = said(at("record", "2a.2", "on-track", *DAY, "--note", "Three systems shortlisted"))
    assert told == (
        "Recorded 2a.2 HR software: on track (JK, 4 March 2025).\n"
        "  plan/records/2024-25/spring/2025-03-04-2a.2-JK-digits.yaml\n"
        "No date is settled by this.\n"
    )
    [record] = kept(tmp_path)
    assert (record.activity, record.status, record.note) == (
        *("2a.2", "on-track", "Three systems shortlisted"),
    )
    assert re.fullmatch(r"\d\d:\d\d:\d\d", record.at or "")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (("1a.1", "complete"), ["This settles Spring 2025."]),
        (("1a.1", "complete", "--on", "2025-03-01"), ["This settles Spring 2025."]),
        (("1a.3", "on-track"), ["This settles Spring 2025."]),
        (
            ("1a.3", "off-track"),
            ["No date is settled by this.", "Still overdue: Autumn 2024, by 74 days."],
        ),
        (
            ("1a.2", "on-track"),
            ["No date is settled by this.", "Still overdue: Launch (January 2025), by 32 days."],
        ),
        (
            ("1a.2", "complete", "--for", "Launch"),
            ["This settles Launch (January 2025), 32 days late."],
        ),
        (
            ("1a.2", "complete", "--whole"),
            [
                "This settles 3 dates:",
                "  Launch (January 2025), 32 days late",
                "  Develop further (Spring 2025)",
                "  Develop further (Summer 2025)",
            ],
        ),
        (("1a.2", "paused"), ["While it is paused, nothing of it falls due."]),
        (
            ("1a.1", "withdrawn"),
            ["Withdrawn, it falls due no more; it stays in the plan with its history."],
        ),
        (("1a.4", "complete"), []),
        (("1a.k1", "met"), ["This settles baseline (Autumn 2024), 74 days late."]),
        (
            ("1a.k1", "--value", "10.5", "--unit", "years", "--for", "monitoring"),
            [
                "This settles monitoring (Spring 2025).",
                "Still overdue: baseline (Autumn 2024), by 74 days.",
            ],
        ),
        (("t.k1", "partly-met"), ["This settles monitoring (2024/25)."]),
    ],
)
def test_what_it_settles(
    at: Callable[..., Result], typed: tuple[str, ...], lines: list[str]
) -> None:
    assert said(at("record", *typed, *DAY)).splitlines()[2:] == lines


def test_an_older_record_is_not_the_newest_word(at: Callable[..., Result]) -> None:
    at("record", "2a.2", "at-risk", *DAY)
    told = said(at("record", "2a.2", "on-track", "--on", "2025-03-01", *DAY))
    assert "A newer record, of 4 March 2025, still says at risk.\n" in told


def test_a_record_that_opens_a_date_again(at: Callable[..., Result]) -> None:
    at("record", "1a.1", "complete", *DAY)
    assert "This opens Spring 2025 again.\n" in said(at("record", "1a.1", "at-risk", *DAY))


def test_a_record_that_was_a_mistake(at: Callable[..., Result], tmp_path: Path) -> None:
    at("record", "1a.1", "complete", *DAY)
    [path] = (tmp_path / "plan/records").rglob("*.yaml")
    told = said(at("record", "1a.1", "at-risk", "--corrects", str(path), *DAY))
    assert "This opens Spring 2025 again.\n" in told
    assert {one.corrects for one in kept(tmp_path)} == {None, path.name}


def test_dry_run_shows_the_file_and_writes_nothing(
    at: Callable[..., Result], tmp_path: Path
) -> None:
    told = said(at("record", "1a.1", "complete", *DAY, "--note", "Policy #4", "--dry-run"))
    assert re.sub(r"at: \S+", "at: now", told) == (
        "plan/records/2024-25/spring/2025-03-04-1a.1-JK-digits.yaml would say:\n\n"
        "    activity: 1a.1\n    date: 2025-03-04\n    by: JK\n    at: now\n"
        '    status: complete\n    note: "Policy #4"\n\n'
        "That would record 1a.1 Choose a scheme: complete (JK, 4 March 2025).\n"
        "This settles Spring 2025.\n"
    )
    assert not (tmp_path / "plan/records").exists()


def test_all_that_a_record_may_say(at: Callable[..., Result], tmp_path: Path) -> None:
    typed = ("1A.2", "On track", "--for", "launch", "--note", "x", "--confidential", "y")
    more = ("--evidence", "a: b", "--evidence", "c #4", "--academy", "WPSA", "--by", "NO")
    said(at("record", *typed, *more, "--as-of", "2025-03-04", "--on", "2025-03-01"))
    [one] = kept(tmp_path)
    assert (one.subject, one.by, str(one.date), one.status, one.for_) == (
        *("1a.2", "NO", "2025-03-01", "on-track", "Launch"),
    )
    assert (one.note, one.confidential, one.evidence, one.academy) == (
        *("x", "y", ("a: b", "c #4"), "WPSA"),
    )


# --- which date ----------------------------------------------------------------------------------


def test_complete_with_several_dates_lists_what_to_type(
    at: Callable[..., Result], tmp_path: Path
) -> None:
    assert refused(at("record", "1a.2", "complete", *DAY), tmp_path) == (
        "sipctl: 1a.2 has more than one date: which of them is complete?\n"
        "  --for Launch       Launch (January 2025): overdue since 31 Jan 2025\n"
        "  --for spring-2025  Develop further (Spring 2025): due by 4 Apr 2025\n"
        "  --for summer-2025  Develop further (Summer 2025): from 22 Apr 2025\n"
        "  --whole            all of 1a.2, for good\n"
    )


def test_complete_of_a_series_offers_what_matters_by_now(
    at: Callable[..., Result], tmp_path: Path
) -> None:
    assert refused(at("record", "1a.3", "complete", *DAY), tmp_path) == (
        "sipctl: 1a.3 has more than one date: which of them is complete?\n"
        "  --for autumn-2024  Autumn 2024: overdue since 20 Dec 2024\n"
        "  --for spring-2025  Spring 2025: due by 4 Apr 2025\n"
        "  --for summer-2025  Summer 2025: from 22 Apr 2025\n"
        "  --whole            all of 1a.3, for good\n"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Launch", "Launch"),
        ("develop FURTHER", "Develop further"),
        ("2025-01", "2025-01"),
        ("january 2025", "2025-01"),
        ("Jan 25", "2025-01"),
        ("by the end of the Spring term 2025", "spring-2025"),
        ("6 January 2025 to 4 April 2025", "spring-2025"),  # those very days
    ],
)
def test_for_takes_a_label_a_key_or_a_phrase(
    at: Callable[..., Result], tmp_path: Path, typed: str, meant: str
) -> None:
    said(at("record", "1a.2", "complete", *DAY, "--for", typed))
    assert [one.for_ for one in kept(tmp_path)] == [meant]


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("1a.9", "complete"), 'no activity or KPI of this plan is called "1a.9"'),
    (("1a", "complete"), "1a is not an activity or a KPI"),
    (("1a.1", "on-trak"), '"on-trak" is not a status\n  help: did you mean "on-track"?'),
    (("1a.1",), "what became of 1a.1? No status was given\n  help: one of: not-started, on-track"),
    (("1a.1", "met"), '1a.1 is an activity: "met" is a result of a KPI'),
    (("1a.1", "on-track", "--value", "3"), "1a.1 is an activity: it has a status, no value"),
    (("1a.k1", "complete"), '1a.k1 is a KPI: "complete" is a status of an activity'),
    (("1a.k1",), "what of 1a.k1?\n  help: one of: met, partly-met, not-met, or --value"),
    (("1a.k1", "mett"), '"mett" is not a result\n  help: did you mean "met"?'),
    (("1a.k1", "--value", "14.2%"), '--value "14.2%" is not a number\n  help: digits only'),
    (("1a.k1", "--value", "1e5"), '--value "1e5" is not a number'),
    (("1a.k1", "met", "--unit", "%"), "--unit says what a value is counted in"),
    (("1a.1", "on-track", "--by", "jk"), '--by "jk" is nobody that people.yaml knows\n  help: did'),
    (("1a.1", "on-track", "--by", "QQ"), '--by "QQ" is nobody that people.yaml knows'),
    (("1a.1", "on-track", "--on", "2025-03-05"), "--on 2025-03-05 is still to come"),
    (("1a.1", "on-track", "--on", "2024-08-31"), "2024-08-31 is before the plan, which runs from"),
    (("1a.1", "on-track", "--on", "2025-02-30"), '--on "2025-02-30" is not a day'),
    (("1a.1", "on-track", "--on", "yesterday"), '--on "yesterday" is not a day'),
    (("1a.1", "on-track", "--note", ""), "--note is empty"),
    (("1a.1", "on-track", "--note", " \n"), "--note is empty"),
    (("1a.1", "on-track", "--confidential", ""), "--confidential is empty"),
    (("1a.1", "on-track", "--evidence", ""), "--evidence is empty"),
    (("1a.1", "on-track", "--note", "a\x1b[31mb"), "a character that cannot be shown (U+001B)"),
    (("1a.1", "on-track", "--note", "a\r\nb"), "a character that cannot be shown (U+000D)"),
    (("1a.1", "on-track", "--academy", "WPS"), '--academy "WPS" is none that people.yaml knows'),
    (("1a.1", "on-track", "--corrects", "x.yaml"), '--corrects: 1a.1 has no record "x.yaml"'),
    (("1a.1", "complete", "--for", "x", "--whole"), "--for names one date, --whole all of them"),
    (("1a.1", "complete", "--for", "Sumer 2025"), '"Sumer 2025" is not a time this plan knows'),
    (("1a.1", "complete", "--for", "Summer 2025"), '1a.1 has no date or milestone "Summer 2025"'),
    (("1a.2", "complete", "--for", "Lunch"), "Lunch"),
    (("1a.4", "complete", "--for", "2025"), "leave --for out: it has no date to name"),
    (("1a.1", "on-track", "--commit"), "plan is in no git repository"),
    (("1a.1", "on-track", "--edit"), "no editor is set"),
]


@pytest.mark.parametrize(("typed", "told"), REFUSED)
def test_refused(
    at: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert told in refused(at("record", *DAY, *typed), tmp_path)


# --- who says so ---------------------------------------------------------------------------------


def git(top: Path, *command: str) -> str:
    done = subprocess.run(
        ["git", *command], cwd=top, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.rstrip("\n")


def test_who_says_so(
    at: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ("record", "1a.1", "on-track", "--as-of", "2025-03-04")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "who says so? No initials were given\n  help: add --by JK" in at(*typed).err
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "sipctl.lead", "SD")
    said(at(*typed))
    monkeypatch.setenv("SIPCTL_LEAD", "JK")
    said(at(*typed))
    said(at(*typed, "--by", "NO"))
    assert sorted(one.by for one in kept(tmp_path)) == ["JK", "NO", "SD"]
    monkeypatch.setenv("SIPCTL_LEAD", "JJ")
    assert 'SIPCTL_LEAD: "JJ" is nobody that people.yaml knows' in at(*typed).err


# --- a plan with faults elsewhere ----------------------------------------------------------------


@pytest.mark.parametrize("broken", ["aims/2-people.yaml", "records/x.yaml"])
def test_only_its_own_file_has_to_load(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result], broken: str
) -> None:
    top = write(PLAN | {broken: "id: [1a.1\n"})
    told = said(sipctl("record", "1a.1", "complete", *DAY, cwd=top))
    assert "This settles Spring 2025." in told
    assert sipctl("due", cwd=top).code == 1


@pytest.mark.parametrize("broken", ["plan.yaml", "calendar.yaml"])
def test_without_a_calendar_it_is_kept_all_the_same(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result], broken: str
) -> None:
    top = write(PLAN | {broken: "title: [\n"})
    told = said(sipctl("record", "1a.1", "on-track", *DAY, cwd=top))
    assert f"What it settles cannot be told until this is mended: plan/{broken}:1:" in told
    said(sipctl("record", "1a.2", "complete", "--for", "Launch", *DAY, cwd=top))
    refusal = sipctl("record", "1a.2", "complete", *DAY, cwd=top)
    assert refusal.code == 1
    assert "until that is mended: --for with one of Launch, Develop further" in refusal.err


def test_without_people_initials_are_taken_as_they_are(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(PLAN | {"people.yaml": "leads: [\n"})
    said(sipctl("record", "1a.1", "on-track", "--by", "QQ", "--as-of", "2025-03-04", cwd=top))
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
    said(sipctl("record", "2a.2", "on-track", *DAY, cwd=top))


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
    at: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    note: str,
) -> None:
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("VISUAL", editor(tmp_path, script))
    said(at("record", "1a.1", "on-track", *DAY, "--note", "Begun", "--edit"))
    assert [one.note for one in kept(tmp_path)] == [note]


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (":", "the note is empty"),
        (': > "$2"', "the note is empty"),
        ("exit 3", "the editor was left with an error"),
        (r"""printf '\377' > "$2" """, "the note is not UTF-8 text"),
    ],
)
def test_nothing_written_in_the_editor(
    at: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    told: str,
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    assert told in refused(at("record", "1a.1", "on-track", *DAY, "--edit"), tmp_path)


def test_what_was_written_is_kept_if_it_is_refused(
    at: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, r"""printf 'Long work\a' > "$2" """))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    told = refused(at("record", "1a.1", "on-track", *DAY, "--edit"), tmp_path)
    found = re.search(r"what you wrote is in (\S+)", told)
    assert found
    assert Path(found[1]).read_text() == "Long work\x07"


def test_an_editor_that_is_not_there(
    at: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    told = refused(at("record", "1a.1", "on-track", *DAY, "--edit"), tmp_path)
    assert 'the editor "no-such-editor" could not be opened: no such file' in told


# --- --commit ------------------------------------------------------------------------------------


def test_commit_of_that_file_alone(at: Callable[..., Result], tmp_path: Path) -> None:
    git(tmp_path, "init", "-qb", "main")
    (tmp_path / "staged.txt").write_text("x")
    git(tmp_path, "add", "staged.txt")
    told = said(at("record", "2a.2", "on-track", *DAY, "--note", "x", "--commit"))
    assert re.search(r"^Committed as [0-9a-f]{7,}: 2a.2 HR software: on track", told, re.MULTILINE)
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
    at: Callable[..., Result], tmp_path: Path, typed: tuple[str, ...], subject: str
) -> None:
    git(tmp_path, "init", "-q")
    said(at("record", *typed, *DAY, "--commit"))
    assert git(tmp_path, "log", "--format=%s") == f"{subject} (JK, 4 March 2025)"


def test_a_long_title_is_cut_at_a_word(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    title = "Bring in an effective HR software system for recruitment, and retire the old"
    text = PLAN["aims/2-people.yaml"].replace("HR software", f'"{title}"')
    top = write(PLAN | {"aims/2-people.yaml": text})
    git(top, "init", "-q")
    said(sipctl("record", "2a.2", "on-track", *DAY, "--commit", cwd=top))
    subject = git(top, "log", "--format=%s")
    assert subject == "2a.2 Bring in an effective HR software…: on track (JK, 4 March 2025)"
    assert len(subject) <= 72


def test_a_hook_that_fails_leaves_the_record(at: Callable[..., Result], tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    hook = tmp_path / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'the plan has faults' >&2\nexit 1\n")
    hook.chmod(0o755)
    result = at("record", "2a.2", "on-track", *DAY, "--commit")
    assert result.code == 2
    assert result.out.startswith("Recorded 2a.2 HR software: on track")
    assert "sipctl: git refused: the plan has faults\n  help: the record is kept;" in result.err
    assert len(kept(tmp_path)) == 1


# --- on a terminal -------------------------------------------------------------------------------


def typed_in(top: Path, argv: list[str], answers: list[str]) -> tuple[int, str]:
    """A command in a real terminal, answered as it asks; its exit code and all that it showed."""
    child, terminal = pty.fork()
    if not child:
        os.chdir(top)
        os.execv(sys.executable, [sys.executable, "-m", "sipctl", *argv])
    shown = b""
    waiting = list(answers)
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            block = os.read(terminal, 4096)
        except OSError:
            break
        if not block:
            break
        shown += block
        if waiting and shown.rstrip().endswith(b":"):
            os.write(terminal, waiting.pop(0).encode() + b"\n")
            shown += b"\n"
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode().replace("\r\n", "\n")


def test_on_a_terminal_it_asks_which(
    write: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    top = write(PLAN)
    code, shown = typed_in(top, ["record", "1a.2", "complete", *DAY], ["seven", "2"])
    assert code == 0
    assert "  2  Develop further (Spring 2025): due by 4 Apr 2025\n" in shown
    assert "That is none of them: type a number from 1 to 4." in shown
    assert "This settles Develop further (Spring 2025)." in shown
    assert [one.for_ for one in kept(top)] == ["spring-2025"]


def test_on_a_terminal_one_may_think_better_of_it(
    write: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    code, _ = typed_in(write(PLAN), ["record", "1a.2", "complete", *DAY], ["\x03"])
    assert code == 130
    assert not (tmp_path / "plan/records").exists()


# --- on the shipped plan -------------------------------------------------------------------------


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
