"""`sipctl ask`: what is written, to whom, and who has answered."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.git_repos import commit, git
from support.plans import SCHOOL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

ON = ("--as-of", "2025-03-14")
ROUND = "plan/rounds/2024-25-spring.yaml"
BY = ("--term", "spring-2025", "--by", "28 March 2025")
FIRST_ROUND = "term: spring-2025\nasked: 2025-03-14\nby: 2025-03-28\nleads: [JK, SD]\n"


@pytest.fixture
def ask(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> Callable[..., Result]:
    folder = write(SCHOOL)

    def run(*options: str) -> Result:
        return sipctl("ask", *options, cwd=folder)

    run.folder = folder  # type: ignore[attr-defined]
    return run


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "asks").iterdir())


def test_each_lead_gets_a_form_and_a_letter_and_the_round_is_written(
    ask: Callable[..., Result],
) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    (folder / "people.csv").write_text("lead,email,phone\njk,jk@school.example,1\n")
    done = ask(*BY, *ON, "--addresses", "people.csv")
    assert (done.code, done.err) == (0, "")
    assert files(folder) == ["JK.eml", "JK.xlsx", "SD.eml", "SD.xlsx"]
    assert (folder / ROUND).read_text() == FIRST_ROUND
    assert "No address is known for SD" in done.out
    assert b"To: jk@school.example" in (folder / "asks/JK.eml").read_bytes()


def test_a_second_asking_adds_leads_and_keeps_the_day_of_the_first(
    ask: Callable[..., Result],
) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    assert ask(*BY, *ON, "--lead", "SD").code == 0
    assert (folder / ROUND).read_text().endswith("leads: [SD]\n")
    (folder / ROUND).write_text("# ours\n" + (folder / ROUND).read_text())
    assert ask("--term", "Spring 2025", "--as-of", "2025-03-17").code == 0
    assert (folder / ROUND).read_text() == f"# ours\n{FIRST_ROUND}"


def test_what_somebody_changed_is_not_written_over(ask: Callable[..., Result]) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    assert ask(*BY, *ON).code == 0
    letter = folder / "asks/JK.eml"
    letter.write_bytes(letter.read_bytes().replace(b"Dear JK", b"Dear Jo"))
    refused = ask(*BY, *ON)
    assert (refused.code, "JK.eml is there already" in refused.err) == (2, True)
    assert b"Dear Jo" in letter.read_bytes()
    assert ask(*BY, *ON, "--force").code == 0


@each_row(
    ("options", "message"),
    [
        (("--term", "spring-2025"), "by when are they to answer?"),
        ((*BY[:2], "--by", "2025-03-01"), "--by 2025-03-01 has passed"),
        (("--status",), "nobody has been asked yet"),
        (("--status", "--again"), "--status and --again do not go together"),
        ((*BY, "--again"), "--again keeps the day to answer by"),
        ((*BY, "-o", "plan/asks"), "letters hold addresses"),
        ((*BY, "--format", "pdf"), '--format "pdf" is not known'),
        ((*BY, "--at", "2025-03-01"), "--at goes with --status alone"),
    ],
)
def test_what_is_refused(
    ask: Callable[..., Result], options: tuple[str, ...], message: str
) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    refused = ask(*options, *ON)
    assert (refused.code, message in refused.err) == (2, True), refused.err
    assert not (folder / ROUND).exists()


@pytest.mark.parametrize(
    "addresses", ["lead\nJK\n", "lead,email\nJK,not one\n", "lead,email\nJK,jö@x.example\n"]
)
def test_addresses_that_are_none_are_refused(ask: Callable[..., Result], addresses: str) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    (folder / "people.csv").write_text(addresses, encoding="utf-8")
    refused = ask(*BY, *ON, "--addresses", "people.csv")
    assert (refused.code, "people.csv" in refused.err) == (2, True), refused.err


def test_one_file_and_word_forms(ask: Callable[..., Result]) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    assert ask(*BY, *ON, "--one-file", "--format", "docx").code == 0
    assert files(folder) == ["JK.docx", "SD.docx", "letters.csv"]


def test_a_dry_run_writes_nothing(ask: Callable[..., Result]) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    shown = ask(*BY, *ON, "--dry-run")
    assert (shown.code, shown.out.startswith("Would write to 2 leads")) == (0, True)
    assert not (folder / "asks").exists()


def test_who_has_answered_and_a_reminder_for_the_silent_alone(ask: Callable[..., Result]) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    assert ask(*BY, *ON).code == 0
    record = folder / "plan/records/2024-25/spring/2025-03-18-1a.1-SD.yaml"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text("activity: 1a.1\ndate: 2025-03-18\nby: SD\nstatus: on-track\n")
    status = ask("--status", "--as-of", "2025-03-20")
    assert status.out.startswith("Spring 2025: 1 of 2 have answered (1 in part); by Friday 28")
    data = json.loads(ask("--status", "--format", "json", "--as-of", "2025-03-20").out)
    assert [lead["state"] for lead in data["leads"]] == ["silent", "partly"]
    before = (folder / ROUND).read_bytes()
    again = ask("--again", "-o", "again", "--as-of", "2025-03-20")
    assert again.code == 0
    assert sorted(path.name for path in (folder / "again").iterdir()) == ["JK.eml", "JK.xlsx"]
    assert (folder / ROUND).read_bytes() == before


def test_the_glance_shows_the_round_while_it_is_open(
    ask: Callable[..., Result], sipctl: Callable[..., Result]
) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    assert ask(*BY, *ON).code == 0
    line = "Spring 2025: none of 2 have answered; by Friday 28 March 2025"
    days = ("2025-03-13", "2025-03-14", "2025-03-28", "2025-03-29")
    shown = [line in sipctl("--as-of", day, cwd=folder).out for day in days]
    assert shown == [False, True, True, False]


@pytest.mark.slow
def test_what_comes_in_after_the_cut_off_is_marked_late_in_packs(
    ask: Callable[..., Result], sipctl: Callable[..., Result]
) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    assert ask(*BY, *ON).code == 0
    report = ("report", "--term", "spring-2025", "--template", "lgb-pack", "--format", "markdown")
    record = "activity: 1a.1\ndate: {}\nby: SD\nstatus: at-risk\nnote: {}\n"
    spring = folder / "plan/records/2024-25/spring"
    spring.mkdir(parents=True, exist_ok=True)
    in_time, late = (spring / f"2025-0{day}-1a.1-SD.yaml" for day in ("3-28", "4-02"))
    in_time.write_text(record.format("2025-03-28", "In time"))
    at_the_cut_off = sipctl(*report, "--as-of", "2025-03-28", cwd=folder).out
    assert "In time (SD, 28 Mar 2025)" in at_the_cut_off
    late.write_text(record.format("2025-04-02", "After that"))
    shown = sipctl(*report, "--as-of", "2025-04-04", cwd=folder).out
    assert "After that (SD, 2 Apr 2025, late)" in shown
    late.write_text(late.read_text().replace("note: After that\n", ""))
    assert "at risk, recorded late" in sipctl(*report, "--as-of", "2025-04-04", cwd=folder).out
    again = sipctl(*report, "--as-of", "2025-03-28", cwd=folder).out
    # The foot says of which files it was made: --at makes it of those of that day.
    files_named = re.compile(r"contents [0-9a-f]{12}")
    assert files_named.sub("", again) == files_named.sub("", at_the_cut_off)


def test_who_has_left_is_not_asked_and_their_work_is_named(
    ask: Callable[..., Result], write: Callable[[dict[str, str]], Path]
) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    people = SCHOOL["people.yaml"].replace("SD: {}", "SD: {left: 2025-02-28}")
    (folder / "plan/people.yaml").write_text(people)
    done = ask(*BY, *ON)
    assert files(folder) == ["JK.eml", "JK.xlsx"]
    assert "SD has left, with 4 rows to answer" in done.out
    assert (folder / ROUND).read_text().endswith("leads: [JK]\n")


def test_commit_makes_one_commit_of_the_round_alone(ask: Callable[..., Result]) -> None:
    folder: Path = ask.folder  # type: ignore[attr-defined]
    git(folder, "init", "--quiet")
    git(folder, "config", "user.name", "JK")
    git(folder, "config", "user.email", "jk@school.example")
    commit(folder, "The plan")
    done = ask(*BY, *ON, "--commit")
    subject = "Ask 2 leads for Spring 2025, by 28 Mar 2025"
    assert re.search(rf"^Committed as [0-9a-f]+: {subject}$", done.out, re.MULTILINE), done.err
    assert git(folder, "show", "--format=%s", "--name-only", "HEAD").split("\n\n") == [
        *(subject, ROUND),
    ]
