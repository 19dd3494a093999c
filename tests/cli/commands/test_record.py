"""`sipctl record` as its user types it: what it says, what it writes, what it refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.git_repos import git
from support.records import DAY, PLAN, output, records_in, refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result, RunIn


@pytest.fixture
def run(run_in: RunIn) -> Callable[..., Result]:
    """Runs a command in the folder of a plan of its own."""
    return run_in(PLAN)


# --- what it says --------------------------------------------------------------------------------


def test_a_status(run: Callable[..., Result], tmp_path: Path) -> None:
    printed = output(run("record", "2a.2", "on-track", *DAY, "--note", "Three systems shortlisted"))
    assert printed == (
        "Recorded 2a.2 HR software: on track (JK, 4 March 2025).\n"
        "  plan/records/2024-25/spring/2025-03-04-2a.2-JK-digits.yaml\n"
        "No date is settled by this.\n"
    )
    [record] = records_in(tmp_path)
    assert (record.activity, record.status, record.note) == (
        *("2a.2", "on-track", "Three systems shortlisted"),
    )
    assert re.fullmatch(r"\d\d:\d\d:\d\d", record.at or "")


NO_EVIDENCE = "No evidence is given: --evidence names a link or a document."
NOT_LEAD = "JK does not lead 1a.3: SD does."


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (("1a.1", "complete"), ["This settles Spring 2025.", NO_EVIDENCE]),
        (("1a.1", "complete", "--on", "2025-03-01"), ["This settles Spring 2025.", NO_EVIDENCE]),
        (("1a.3", "on-track"), ["This settles Spring 2025.", NOT_LEAD]),
        (
            ("1a.3", "off-track"),
            ["No date is settled by this.", "Still overdue: Autumn 2024, by 11 weeks.", NOT_LEAD],
        ),
        (
            ("1a.2", "on-track"),
            ["No date is settled by this.", "Still overdue: Launch (January 2025), by 5 weeks."],
        ),
        (
            ("1a.2", "complete", "--for", "Launch"),
            ["This settles Launch (January 2025), 5 weeks late.", NO_EVIDENCE],
        ),
        (
            ("1a.2", "complete", "--whole"),
            [
                "This settles 3 dates:",
                "  Launch (January 2025), 5 weeks late",
                "  Develop further (Spring 2025)",
                "  Develop further (Summer 2025)",
                NO_EVIDENCE,
            ],
        ),
        (("1a.2", "paused"), ["While it is paused, nothing of it falls due."]),
        (
            ("1a.1", "withdrawn"),
            ["Withdrawn, it falls due no more; it stays in the plan with its history."],
        ),
        (("1a.4", "complete"), [NOT_LEAD.replace("1a.3", "1a.4"), NO_EVIDENCE]),
        (("1a.k1", "met"), ["This settles baseline (Autumn 2024), 11 weeks late."]),
        (
            ("1a.k1", "--value", "10.5", "--unit", "years", "--for", "monitoring"),
            [
                "This settles monitoring (Spring 2025).",
                "Still overdue: baseline (Autumn 2024), by 11 weeks.",
            ],
        ),
        (("t.k1", "partly-met"), ["This settles monitoring (2024/25)."]),
    ],
)
def test_what_it_settles(
    run: Callable[..., Result], typed: tuple[str, ...], lines: list[str]
) -> None:
    assert output(run("record", *typed, *DAY)).splitlines()[2:] == lines


def test_an_older_record_is_not_the_newest_word(run: Callable[..., Result]) -> None:
    run("record", "2a.2", "at-risk", *DAY)
    printed = output(run("record", "2a.2", "on-track", "--on", "2025-03-01", *DAY))
    assert "A newer record, of 4 March 2025, still says at risk.\n" in printed


def test_a_record_that_opens_a_date_again(run: Callable[..., Result]) -> None:
    run("record", "1a.1", "complete", *DAY)
    assert "This opens Spring 2025 again.\n" in output(run("record", "1a.1", "at-risk", *DAY))


def test_a_record_that_was_a_mistake(run: Callable[..., Result], tmp_path: Path) -> None:
    run("record", "1a.1", "complete", *DAY)
    [path] = (tmp_path / "plan/records").rglob("*.yaml")
    printed = output(run("record", "1a.1", "at-risk", "--corrects", str(path), *DAY))
    assert "This opens Spring 2025 again.\n" in printed
    assert {record.corrects for record in records_in(tmp_path)} == {None, path.name}


def test_dry_run_shows_the_file_and_writes_nothing(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    printed = output(run("record", "1a.1", "complete", *DAY, "--note", "Policy #4", "--dry-run"))
    assert re.sub(r"at: \S+", "at: now", printed) == (
        "plan/records/2024-25/spring/2025-03-04-1a.1-JK-digits.yaml would say:\n\n"
        "    activity: 1a.1\n    date: 2025-03-04\n    by: JK\n    at: now\n"
        '    status: complete\n    note: "Policy #4"\n\n'
        "That would record 1a.1 Choose a scheme: complete (JK, 4 March 2025).\n"
        f"This settles Spring 2025.\n{NO_EVIDENCE}\n"
    )
    assert not (tmp_path / "plan/records").exists()


def test_all_that_a_record_may_say(run: Callable[..., Result], tmp_path: Path) -> None:
    typed = ("1A.2", "On track", "--for", "launch", "--note", "x", "--confidential", "y")
    more = ("--evidence", "a: b", "--evidence", "c #4", "--academy", "WPSA", "--by", "NO")
    output(run("record", *typed, *more, "--as-of", "2025-03-04", "--on", "2025-03-01"))
    [record] = records_in(tmp_path)
    assert (record.subject, record.by, str(record.date), record.status, record.for_) == (
        *("1a.2", "NO", "2025-03-01", "on-track", "Launch"),
    )
    assert (record.note, record.confidential, record.evidence, record.academy) == (
        *("x", "y", ("a: b", "c #4"), "WPSA"),
    )


# --- which date ----------------------------------------------------------------------------------


def test_complete_with_several_dates_lists_what_to_type(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    assert refusal(run("record", "1a.2", "complete", *DAY), tmp_path) == (
        "sipctl: 1a.2 has more than one date: which of them is complete?\n"
        "  --for Launch       Launch (January 2025): overdue since 31 Jan 2025\n"
        "  --for spring-2025  Develop further (Spring 2025): due by 4 Apr 2025\n"
        "  --for summer-2025  Develop further (Summer 2025): from 22 Apr 2025\n"
        "  --whole            all of 1a.2, for good\n"
    )


def test_complete_of_a_series_offers_what_matters_by_now(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    assert refusal(run("record", "1a.3", "complete", *DAY), tmp_path) == (
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
    run: Callable[..., Result], tmp_path: Path, typed: str, meant: str
) -> None:
    output(run("record", "1a.2", "complete", *DAY, "--for", typed))
    assert [record.for_ for record in records_in(tmp_path)] == [meant]


REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("1a.9", "complete"), 'no activity or KPI of this plan is called "1a.9"'),
    (("1a", "complete"), "1a is an area: its activities have statuses\n  help: say how it stands"),
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
    (("1a.1", "on-track", "--by", "JX"), '--by "JX" is nobody that people.yaml knows\n  help: did'),
    (("1a.1", "on-track", "--by", "QQ"), '--by "QQ" is nobody that people.yaml knows'),
    (("1a.1", "on-track", "--on", "2025-03-05"), "--on 2025-03-05 is still to come"),
    (("1a.1", "on-track", "--on", "2024-08-31"), "2024-08-31 is before the plan, which runs from"),
    (("1a.1", "on-track", "--on", "2025-02-30"), '--on "2025-02-30" is not a day'),
    (("1a.1", "on-track", "--on", "lately"), '--on "lately" is not a day'),
    (("1a.1", "on-track", "--on", "Tuesday"), "may mean 2025-02-25 or 2025-03-04"),
    (("1a.1", "late"), '"late" may mean at-risk or off-track'),
    (("1a.1", "on-track", "--corrects", "last"), "JK has recorded nothing of 1a.1"),
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


@each_row(("typed", "message"), REFUSED)
def test_refused(
    run: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert message in refusal(run("record", *DAY, *typed), tmp_path)


# --- who says so ---------------------------------------------------------------------------------


def test_who_says_so(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ("record", "1a.1", "on-track", "--as-of", "2025-03-04")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "who says so? No initials were given\n  help: add --by JK" in run(*typed).err
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "sipctl.lead", "SD")
    output(run(*typed))
    monkeypatch.setenv("SIPCTL_LEAD", "JK")
    output(run(*typed))
    output(run(*typed, "--by", "NO"))
    assert sorted(record.by for record in records_in(tmp_path)) == ["JK", "NO", "SD"]
    monkeypatch.setenv("SIPCTL_LEAD", "JJ")
    assert 'SIPCTL_LEAD: "JJ" is nobody that people.yaml knows' in run(*typed).err
