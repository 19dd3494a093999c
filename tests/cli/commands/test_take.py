"""`sipctl take`: what comes back becomes records; all of it is said before anything is written."""

from __future__ import annotations

import json
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from support import forms
from support.git_repos import git
from support.small_plan import FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

READINGS = "id,value,unit,day,academy\n1a.k1,91,%,14 March 2025,\n1a.k1,95,%,14 March 2025,Hill\n"
DOUBT = "1a.k1,about 90,%,15 March 2025,\n"
DAY = ("--by", "JK", "--as-of", "2025-03-20")


@pytest.fixture
def take(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> Callable[..., tuple[Result, list[str]]]:
    folder = write(FILES)

    def run(text: str, *options: str) -> tuple[Result, list[str]]:
        """How taking a table ended, and the texts of the records that are there now."""
        (folder / "readings.csv").write_text(text)
        result = sipctl("take", "readings.csv", *DAY, *options, cwd=folder)
        files = sorted((folder / "plan" / "records").rglob("2025-03-1*.yaml"))
        return result, [file.read_text() for file in files]

    return run


def test_readings_are_shown_and_written_on_yes(
    take: Callable[..., tuple[Result, list[str]]],
) -> None:
    result, records = take(READINGS)
    assert (result.code, records) == (2, [])
    assert result.err == "sipctl: nothing was written: add --yes to write this\n"
    assert result.out == (
        "readings.csv: 2 records by JK, 14 Mar 2025\n"
        "Id     What        Becomes      In words\n"
        "1a.k1  Staff stay  91 %\n"
        "1a.k1  Staff stay  95 % (HILL)\n\n"
    )
    assert take(READINGS, "--dry-run") == (type(result)(0, result.out, ""), [])
    result, records = take(READINGS, "--yes")
    assert (result.code, result.out.splitlines()[-1]) == (0, "Recorded: 2 records of JK.")
    assert sorted(records) == [
        'kpi: 1a.k1\ndate: 2025-03-14\nby: JK\nvalue: 91\nunit: "%"\n',
        'kpi: 1a.k1\ndate: 2025-03-14\nby: JK\nvalue: 95\nunit: "%"\nacademy: HILL\n',
    ]
    again, same = take(READINGS, "--yes")
    assert (again.code, same) == (0, records)
    assert again.out == "Recorded already, and not written again: 2 rows (1a.k1 are known).\n"


def test_what_cannot_be_read_is_left_out_and_said(
    take: Callable[..., tuple[Result, list[str]]],
) -> None:
    result, records = take(READINGS + DOUBT, "--yes")
    assert (result.code, len(records)) == (1, 2)
    assert (
        'readings.csv, line 4, column 2 (1a.k1 Value): "about 90" is not one number' in result.out
    )


def test_json_says_all_of_it(take: Callable[..., tuple[Result, list[str]]]) -> None:
    result, records = take(READINGS + DOUBT, "--yes", "--format", "json")
    answer = json.loads(result.out)
    assert (result.code, answer["version"], len(records)) == (1, 1, 2)
    assert [(row["id"], row["value"], row["known_as"]) for row in answer["records"]] == [
        ("1a.k1", "91", None),
        ("1a.k1", "95", None),
    ]
    assert [(row["place"], row["heading"]) for row in answer["not_taken"]] == [
        ("line 4, column 2", "Value")
    ]
    assert len(answer["written"]) == 2 and answer["written"][0].startswith(
        "records/2024-25/spring/"
    )
    refused, _ = take(READINGS, "--format", "json")
    assert (refused.code, refused.out) == (2, "")


def test_all_or_nothing(take: Callable[..., tuple[Result, list[str]]]) -> None:
    result, records = take(READINGS + DOUBT, "--yes", "--all-or-nothing")
    assert (result.code, records) == (2, [])
    assert result.out.endswith("Nothing is written: not all could be taken.\n")


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", "id,value,day\n1a.k9,1,2025-03-01\n"])
def test_nothing_that_can_be_taken_is_code_2(
    take: Callable[..., tuple[Result, list[str]]], text: str
) -> None:
    result, records = take(text, "--yes")
    assert (result.code, records) == (2, []) and "Not taken: 1" in result.out


def test_one_commit_of_all_that_was_written(
    take: Callable[..., tuple[Result, list[str]]], tmp_path: Path
) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "plan")
    git(tmp_path, "commit", "-qm", "A plan")
    take(READINGS, "--yes", "--commit")
    names = git(tmp_path, "show", "--format=%s", "--name-only").split("\n")
    assert names[0] == "Returns: 2 records of JK" and len(names) == 4
    assert all("plan/records/2024-25/spring/2025-03-14-1a.k1-JK-" in name for name in names[2:])


def test_forms_are_taken_by_whom_they_are_of(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result], tmp_path: Path
) -> None:
    """A letter with a form and the form itself: written once, and `check` has nothing to say."""
    plan = forms.read_plan()
    folder = write(forms.FILES)
    back = tmp_path / "back"
    back.mkdir()
    answers = {
        "JK/1a.1/spring-2025": {"Status": "G", "New date wanted (needs agreement)": "Summer 2025"}
    }
    data = forms.filled(plan, answers)
    (back / "JK.xlsx").write_bytes(data)
    letter = EmailMessage()
    letter.add_attachment(data, maintype="application", subtype="xlsx", filename="JK.xlsx")
    (back / "re.eml").write_bytes(letter.as_bytes())
    (back / "SD.xlsx").write_bytes(forms.filled(plan, {"SD/1a.5/2025-03": {"Status": "hm"}}, "SD"))
    day = ("--as-of", "2025-03-20")
    result = sipctl("take", "back", "--yes", *day, cwd=folder)
    assert result.code == 1
    assert result.out == (
        "back/JK.xlsx: 1 record by JK, 20 Mar 2025\n"
        "Id    What                Becomes                   In words\n"
        "1a.1  Choose HR software  on track for spring-2025  new date wanted: Summer 2025\n\n"
        "New dates wanted. Nothing moves until a move is agreed:\n"
        "  1a.1 to Summer 2025 (JK)\n"
        '      sipctl move 1a.1 "Summer 2025"\n\n'
        "Not taken: 1\n"
        '  back/SD.xlsx, Your work!E3 (1a.5 Status): "hm" is not a status\n'
        "      type one of: on-track, at-risk, off-track, complete, not-started, paused\n"
        "Recorded: 1 record of JK.\n"
    )
    assert sipctl("take", "back", "--yes", *day, cwd=folder).out.startswith("Recorded already")
    assert len(list((folder / "plan" / "records").rglob("*.yaml"))) == 1
    assert sipctl("check", *day, cwd=folder).code == 0


def test_what_cannot_be_written_whole_is_taken_out_again(tmp_path: Path) -> None:
    """`--all-or-nothing` on a disk that takes only the first record."""
    from datetime import date

    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.faults import Refusal
    from sipctl.plan.model.entries import Record
    from sipctl.store import records
    from sipctl.store.files.folder import Folder

    good = Record(activity="1a.1", date=date(2025, 3, 4), by="JK", status="on-track")
    bad = Record(activity="1a.2", date=date(2025, 3, 4), by="JK", status="on-track", note="\x00")
    folder = Folder(tmp_path, "plan")
    for together, left in ((True, 0), (False, 1)):
        with pytest.raises(Refusal, match="cannot be shown" if together else "1 were written"):
            records.save_several(folder, Calendar(()), [good, bad], together=together)
        assert len(list(tmp_path.rglob("*.yaml"))) == left
