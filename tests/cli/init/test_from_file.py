"""`init --from` on the command line: previews, options over what a file says, typed leads."""

from __future__ import annotations

import csv
import shlex
import shutil
from itertools import islice
from typing import TYPE_CHECKING, Any

import docx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = "Jobs,Whom,Season\nBuy new books,Mrs Vale,Spring 2025\nSell the old,JK,Summer 2025\n"
ANSWERS = ("--name", "Hill School", "--years", "2024-26")


def test_a_preview_shows_columns_with_evidence_and_writes_nothing(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "plan.csv").write_text(TABLE)
    done = sipctl("init", "new", "--from", "plan.csv", *ANSWERS, "--dry-run", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:16] == [
        "plan:",
        "  Jobs    activity: 2 of 2 cells are sentences",
        "  Whom    lead: its words and 2 of 2 cells are people",
        "  Season  date: 2 of 2 cells are times",
        "",
        "activities:",
        "      - id: 1a.1",
        "        title: Buy new books",
        "        leads: [Vale]",
        "        when: Spring 2025",
        "      - id: 1a.2",
        "        title: Sell the old",
        "        leads: [JK]",
        "        when: Summer 2025",
        "",
        "Read plan.csv (1 table, 2 rows): 1 aim, 1 area, no priorities, 2 activities, no KPIs and 2"
        " leads.",
    ]
    assert done.out.endswith("Nothing was written.\n")
    assert not (tmp_path / "new").exists()


def test_a_preview_is_for_a_file(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    done = sipctl("init", "new", *ANSWERS, "--dry-run", cwd=tmp_path)
    assert (done.code, "--dry-run is for --from" in done.err) == (2, True)


def test_what_no_column_says_is_told_with_the_map_that_would_read_it(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "plan.csv").write_text("Action,Remarks,Cost\nBuy,JK,£5\nSell,SD,£6\n")
    done = sipctl("init", "new", "--from", "plan.csv", *ANSWERS, cwd=tmp_path)
    assert "The plan is sound" not in done.out
    *_, command = lines = done.out.splitlines()[-5:]
    assert lines == [
        "No column says who leads or when work is due.",
        "These were not read; each first cell, and what would read it:",
        '  "JK"  --map "Remarks=lead"',
        "To begin anew with them, move new/plan away and type:",
        '  sipctl init new --from plan.csv --name "Hill School" --years 2024-26'
        ' --map "Remarks=lead"',
    ]
    (tmp_path / "new/plan").rename(tmp_path / "away")
    assert sipctl(*typed(command), cwd=tmp_path).code == 0
    assert "leads: [JK]" in (tmp_path / "new/plan/aims/1-plan.yaml").read_text()


def test_school_years_in_a_table_beside_the_work_are_the_plans(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    document: Any = docx.Document()
    for rows in (
        [("Detail", "Data"), ("Academic years that this covers", "2024/25 to 2026/27")],
        [("Activity", "Evidence that supports this approach"), ("Tutor groups", "Trials")],
    ):
        table = document.add_table(rows=2, cols=2)
        for number, texts in enumerate(rows):
            for column, text in enumerate(texts):
                table.cell(number, column).text = text
        document.add_paragraph("Next")
    document.save(str(tmp_path / "plan.docx"))
    done = sipctl("init", "new", "--from", "plan.docx", "--name", "Hill", cwd=tmp_path)
    assert done.code == 0, done.err
    assert "  from: 2024-09-01\n  to: 2027-08-31\n" in (tmp_path / "new/plan/plan.yaml").read_text()
    assert "To begin anew" not in done.out  # nothing there looks like people or times


def test_the_years_that_a_document_says_are_the_plans(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "plan.csv").write_text("School plan 2023 – 2025,,\nAction,Lead,When\nDo,JK,May\n")
    done = sipctl("init", "new", "--from", "plan.csv", "--name", "Hill", cwd=tmp_path)
    assert done.code == 0
    assert "from: 2023-09-01" in (tmp_path / "new/plan/plan.yaml").read_text()


def test_options_hold_over_an_export_too(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Action,Lead,When\nDo,JK,Spring 2025\n")
    sipctl("init", "one", "--from", "plan.csv", *ANSWERS, cwd=tmp_path)
    sipctl("export", "-o", "plan.xlsx", "--plan", "one", cwd=tmp_path)
    argv = ("--name", "Vale School", "--short", "VS", "--years", "2024-27")
    terms = ("--terms", "autumn 2024: 4 Sep to 18 Dec, half term 28 Oct to 1 Nov")
    done = sipctl("init", "two", "--from", "plan.xlsx", *argv, *terms, cwd=tmp_path)
    assert done.code == 0, done.err
    about = (tmp_path / "two/plan/plan.yaml").read_text()
    assert "name: Vale School\n  short: VS\n" in about
    assert "to: 2027-08-31" in about
    calendar = (tmp_path / "two/plan/calendar.yaml").read_text()
    assert "autumn: {starts: 2024-09-04, ends: 2024-12-18" in calendar
    assert "2026/27:" in calendar


def test_two_initials_typed_as_a_lead_are_two(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    argv = ("--aim", "People", "--lead", "JK, SD", "--lead", "AB, Head")
    assert sipctl("init", "new", *ANSWERS, *argv, cwd=tmp_path).code == 0
    people = (tmp_path / "new/plan/people.yaml").read_text()
    assert "  JK: {}\n  SD: {}\n  AB: {role: Head}\n" in people


RAG = "Action,Lead,When,RAG\nTrain,JK,Spring 2025,G\nBuy,SD,termly,Amber\nSell,SD,termly,so so\n"


def test_statuses_become_first_records_where_their_day_is_known(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "plan.csv").write_text(RAG)
    says = ("--status-as-of", "2025-03-04", "--status-by", "JK", "--as-of", "2025-04-01")
    done = sipctl("init", "new", "--from", "plan.csv", *ANSWERS, *says, cwd=tmp_path)
    assert done.code == 0, done.err
    records = sorted((tmp_path / "new/plan/records").rglob("*.yaml"))
    assert [path.read_text() for path in records] == [
        'activity: 1a.1\ndate: 2025-03-04\nby: JK\nstatus: on-track\nnote: "RAG: G"\n',
        'activity: 1a.2\ndate: 2025-03-04\nby: JK\nstatus: at-risk\nnote: "RAG: Amber"\n',
    ]
    text = next((tmp_path / "new/plan/aims").iterdir()).read_text()
    assert [line.strip() for line in text.splitlines() if "# RAG" in line] == ["# RAG: so so"]


def test_statuses_of_no_known_day_are_comments_with_one_question(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "plan.csv").write_text(RAG)
    done = sipctl("init", "new", "--from", "plan.csv", *ANSWERS, cwd=tmp_path)
    assert done.code == 0, done.err
    about = " ".join((tmp_path / "new/plan/plan.yaml").read_text().split())
    assert '"RAG" gave 3 activities a status, kept as comments: as of which day' in about
    assert not (tmp_path / "new/plan/records").exists()


def test_a_day_of_statuses_needs_somebody(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text(RAG)
    says = ("--status-as-of", "2025-03-04")
    done = sipctl("init", "new", "--from", "plan.csv", *ANSWERS, *says, cwd=tmp_path)
    assert (done.code, "go together" in done.err) == (2, True)


def test_a_new_plan_comes_with_its_schemas_and_says_where_they_are(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "plan.csv").write_text(TABLE)
    assert sipctl("init", "new", "--from", "plan.csv", *ANSWERS, cwd=tmp_path).code == 0
    for file in (tmp_path / "new/plan").rglob("*.yaml"):
        first = file.read_text().splitlines()[0]
        mark, _, path = first.partition("$schema=")
        assert mark == "# yaml-language-server: "
        assert (file.parent / path).is_file()


def typed(command: str) -> list[str]:
    """The words of a command behind `sipctl`, as a shell takes them."""
    program, *words = shlex.split(command)
    assert program == "sipctl"
    return words


@pytest.mark.parametrize(
    ("text", "maps"),
    [
        ("Massnahme;Wer, wann genau;Bis\nBücher kaufen;JK;Autumn 2025\n", ()),
        ("Qux,Quux\nBuy new books for all classes,£40\nSell,£50\n", ()),
        ("hello there\nthis is prose", ()),
        ("Action,By whom,Bis\nBuy,JK,May\n", ("Actoin=activity", "Bis=when")),
        ("Action,By whom,Bis\nBuy,JK,May\n", ("Nothing like it=activity",)),
        ('"It\'s ""the"" job",Wer\nBuy new books,JK\n', ()),
        ("Was & wie,Wer\nBuy new books,JK\n", ()),
    ],
)
def test_a_refusal_lists_every_head_and_ends_with_a_command_that_reads_the_file(
    sipctl: Callable[..., Any], tmp_path: Path, text: str, maps: tuple[str, ...]
) -> None:
    (tmp_path / "our plan.csv").write_text(text)
    argv = [word for option in maps for word in ("--map", option)]
    done = sipctl("init", "--from", "our plan.csv", *ANSWERS, *argv, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    *_, advice, command = done.err.splitlines()
    (heads,) = islice(csv.reader(text.splitlines(), delimiter=";" if ";" in text else ","), 1)
    assert all(f'"{head}"' in advice for head in heads)
    again = sipctl(*typed(command), cwd=tmp_path)
    assert again.code == 0, (command, again.err)
    assert "No column says what is to be done" not in again.out


def test_a_folder_of_documents_is_a_plan_with_an_aim_each(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    head = "Action,Lead,When\n"
    (folder / "2. Writing.csv").write_text(f"{head}Buy pens,JK,Spring 2025\n")
    (folder / "10. Sites.csv").write_text(
        f"Theme,{head}Roof,Mend it,SD,Autumn 2024\nYard,Sweep it,JK,termly\n"
    )
    (folder / "scan.pdf").write_text("%PDF")
    (folder / "~$lock.docx").write_text("x")
    done = sipctl("init", "new", "--from", "plans", *ANSWERS, cwd=tmp_path)
    assert done.code == 0, done.err
    assert "Read plans (2 tables, 3 rows): 2 aims" in done.out
    assert "note: scan.pdf was not read" in done.out
    listed = sipctl("list", "--plan", "new", "--format", "csv", cwd=tmp_path)
    rows = [row[:2] for row in csv.reader(listed.out.splitlines())][1:]
    assert [row[0] for row in rows] == ["1a.1", "2a.1", "2b.1"]
    titles = [path.read_text() for path in sorted((tmp_path / "new/plan/aims").iterdir())]
    assert ["title: Writing" in titles[0], "title: Sites" in titles[1]] == [True, True]
    assert "title: Roof" in titles[1]
    assert "JK: {}" in (tmp_path / "new/plan/people.yaml").read_text()


def test_a_folder_that_is_no_plan_says_why(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    argv = ("init", "new", "--from", "plans", *ANSWERS)
    assert "plans holds no document" in sipctl(*argv, cwd=tmp_path).err
    (folder / "a.csv").write_text("Action,Lead,When\nBuy pens,JK,Spring 2025\n")
    (folder / "b.csv").write_text("Qux,Quux\nBuy new books,soon\n")
    done = sipctl(*argv, cwd=tmp_path)
    assert "no table of b.csv has a column that is known to hold activities" in done.err
    again = sipctl(*typed(done.err.splitlines()[-1]), cwd=tmp_path)
    assert again.code == 0, again.err
    (folder / "b.csv").unlink()
    sipctl("export", "-o", str(folder / "own.xlsx"), "--plan", "new", cwd=tmp_path)
    refused = sipctl("init", "other", *argv[2:], cwd=tmp_path)
    assert "own.xlsx is a plan that sipctl exported" in refused.err
    assert not (tmp_path / "other").exists()


def test_a_preview_needs_no_name(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text(TABLE)
    done = sipctl("init", "--from", "plan.csv", "--years", "2024-26", "--dry-run", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    refused = sipctl("init", "--from", "plan.csv", cwd=tmp_path)
    assert refused.err == (
        'sipctl: init needs --name, --years\n  help: add --name "Hill Trust" --years 2025-28\n'
    )


def test_one_cause_is_one_fault_and_each_kind_is_settled_by_a_command(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    rows = "".join(f"Do thing {number},when it suits\n" for number in range(4))
    (tmp_path / "plan.csv").write_text(f"Action,When\n{rows}")
    done = sipctl("init", "--from", "plan.csv", *ANSWERS, cwd=tmp_path)
    assert "\n1 error in 4 places, " in done.out
    assert "For a person: 1 time that cannot be read and 4 activities without a lead" in done.out
    commands = [line.strip() for line in done.out.split("Next, type:\n")[1].splitlines()]
    assert commands[4] == 'sipctl set 1a.4 when "..."  # now: when it suits'
    for command in commands[1:7]:
        argv = shlex.split(command.replace("...", "Spring 2025"), comments=True)
        settled = sipctl(*argv[1:], cwd=tmp_path)
        assert (settled.code, settled.err) == (0, "")
        assert "moved" not in settled.out
    aim = next((tmp_path / "plan/aims").glob("*.yaml")).read_text()
    assert "leads: [JK]" in aim
    assert aim.count("when: Spring 2025") == 4


def test_terms_without_a_year_are_those_of_a_plan_of_one_year(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    rows = "Buy,JK,Autumn 1\nSell,JK,Spring term\nCount,JK,when it suits\n"
    (tmp_path / "plan.csv").write_text(f"Action,Lead,When\n{rows}")
    done = sipctl("init", "new", "--from", "plan.csv", *ANSWERS, cwd=tmp_path)
    *_, why, command = done.out.splitlines()
    assert why == (
        "2 of the times name no year. If the plan is that of 2024-25 alone, move new/plan away and"
        " type:"
    )
    shutil.move(tmp_path / "new/plan", tmp_path / "away")
    again = sipctl(*shlex.split(command)[1:], cwd=tmp_path)
    assert "1 time that cannot be read" in again.out
    assert "name no year" not in again.out
