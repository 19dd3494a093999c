"""csv, json and ndjson: the same facts as `due` and `list`, and nothing that runs as a formula."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.each_row import each_row
from support.plans import SCHOOL

from sipctl.views.exports.layout import guard, unguard
from sipctl.views.json import cell
from sipctl.views.text.english import duration, short_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = "2025-03-31"


@pytest.fixture
def plan(write: Callable[[dict[str, str]], Path]) -> Path:
    return write(SCHOOL)


@pytest.fixture
def export(sipctl: Callable[..., Any], plan: Path) -> Callable[..., str]:
    def run(*argv: str) -> str:
        done = sipctl("export", "--as-of", DAY, *argv, cwd=plan)
        assert (done.code, done.err) == (0, "")
        return done.out

    return run


def occurrences(export: Callable[..., str], *argv: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export("-f", "ndjson", *argv).splitlines()]


def test_each_occurrence_has_a_line_with_whose_plan_it_is_of(export: Callable[..., str]) -> None:
    result = occurrences(export)
    assert {(line["trust"], line["short"], line["plan"], line["as_of"]) for line in result} == {
        ("Hill School", "HS", "School Plan 2024–25", DAY)
    }
    launch = next(line for line in result if line["milestone"] == "Launch")
    assert {key: launch[key] for key in ("version", "id", "aim", "area", "leads", "number")} == {
        "version": 1,
        "id": "1a.2",
        "aim": 1,
        "area": "1a",
        "leads": ["SD"],
        "number": 1,
    }
    assert (launch["period"], launch["opens"], launch["due"]) == (
        "2025-01",
        "2025-01-01",
        "2025-01-31",
    )
    assert (launch["state"], launch["settled_on"], launch["slipped_days"]) == (
        "settled",
        "2025-01-20",
        42,
    )


def test_states_are_those_of_due_and_a_series_is_overdue_once(
    export: Callable[..., str], sipctl: Callable[..., Any], plan: Path
) -> None:
    due = json.loads(
        sipctl("due", "--all", "--kpis", "--format", "json", "--as-of", DAY, cwd=plan).out
    )
    items = [occurrence for occurrence in occurrences(export) if occurrence["current"]]
    for state in ("overdue", "due", "upcoming"):
        mine = {
            (line["id"], line["milestone"], line["due"]) for line in items if line["state"] == state
        }
        theirs = {(r["id"], r["milestone"], r["due"]) for r in due["rows"] if r["state"] == state}
        assert mine == theirs, state
    monthly = [occurrence for occurrence in occurrences(export) if occurrence["id"] == "1a.6"]
    assert [(occurrence["period"], occurrence["state"]) for occurrence in monthly][:7] == [
        ("2024-09", "missed"),
        ("2024-10", "missed"),
        ("2024-11", "settled"),
        ("2024-12", "missed"),
        ("2025-01", "missed"),
        ("2025-02", "overdue"),
        ("2025-03", "due"),
    ]
    assert (monthly[5]["missed"], monthly[5]["missed_since"]) == (3, "2024-12-31")


def test_what_has_no_occurrence_still_has_a_line(export: Callable[..., str]) -> None:
    items = {occurrence["id"]: occurrence for occurrence in occurrences(export)}
    assert (items["1a.4"]["state"], items["1a.4"]["due"], items["1a.4"]["number"]) == (
        "as-needed",
        None,
        0,
    )
    assert items["1a.7"]["state"] == "undated"
    assert (items["1a.5"]["state"], items["1a.5"]["reason"]) == ("withdrawn", "Sold")


def test_json_has_the_same_occurrences_under_one_head(export: Callable[..., str]) -> None:
    document = json.loads(export("-f", "json"))
    head = {key: value for key, value in document.items() if key != "occurrences"}
    assert head["version"] == 1
    assert [{**head, **occurrence} for occurrence in document["occurrences"]] == occurrences(export)


def test_filters_are_those_of_due(export: Callable[..., str]) -> None:
    assert {occurrence["id"] for occurrence in occurrences(export, "--lead", "SD")} == {
        *("1a.1", "1a.2", "1a.4", "1a.k1")
    }
    in_term = occurrences(export, "--term", "spring-2025", "--lead", "JK")
    assert {occurrence["due"][:7] for occurrence in in_term} == {
        "2025-01",
        "2025-02",
        "2025-03",
        "2025-04",
    }


@pytest.mark.parametrize("form", ["csv", "json", "ndjson", "ics"])
def test_nothing_confidential_leaves(export: Callable[..., str], form: str) -> None:
    assert "SECRET" not in export("-f", form)


def test_csv_gives_text_that_cannot_run(export: Callable[..., str]) -> None:
    rows = list(csv.DictReader(io.StringIO(export("-f", "csv"), newline="")))
    assert [row["Id"] for row in rows] == [
        *("1a.1", "1a.2", "1a.2", "1a.3", "1a.4", "1a.5", "1a.6", "1a.7")
    ]
    assert [row["Activity"] for row in rows if row["Id"] in ("1a.1", "1a.6", "1a.7")] == [
        *("'=HYPERLINK(1)", "'-1 in, +1 out", "'@Trustees")
    ]
    assert rows[1]["Detail"] == "Two lines;\nwith, commas"
    assert (rows[1]["Due"], rows[1]["Days slipped"]) == ("2025-01-31", "42")


def test_due_days_overdue_and_slippage_agree_with_the_screen(
    export: Callable[..., str], sipctl: Callable[..., Any], plan: Path
) -> None:
    rows = list(csv.DictReader(io.StringIO(export("-f", "csv"), newline="")))
    due = json.loads(sipctl("list", "--format", "json", "--as-of", DAY, cwd=plan).out)["rows"]
    screen = {(row["id"], row["milestone"] or ""): row for row in due}
    result = sipctl("list", "--as-of", DAY, cwd=plan).out
    for row in rows:
        shown = screen.get((row["Id"], row["Milestone"]))
        if shown and shown["days_overdue"]:
            assert row["Due"] == shown["missed_since"]
            overdue = date.fromisoformat(DAY) - date.fromisoformat(row["Due"])
            assert row["Days overdue"] == str(overdue.days)
            assert (
                f"{short_day(date.fromisoformat(row['Due']))}  {duration(overdue.days)} over"
                in result
            )
        assert bool(row["Originally due"]) == bool(row["Days slipped"])
    monthly = next(row for row in rows if row["Id"] == "1a.6")
    assert (monthly["Due"], monthly["Days overdue"]) == ("2024-12-31", "90")
    assert monthly["Missed in a row"] == "3"
    launch = rows[1]
    slipped = date.fromisoformat(launch["Due"]) - date.fromisoformat(launch["Originally due"])
    assert launch["Days slipped"] == str(slipped.days)


@given(st.text(alphabet=" \t\r\n'=+-@＝x\"", max_size=6))
def test_a_guarded_text_never_runs_and_is_given_back(text: str) -> None:
    assert guard(text).strip()[:1] not in tuple("=+-@＝＋－＠")
    assert unguard(guard(text)) == text
    assert cell(text) == cell([text]) == guard(text), "`due` and `list` guard as `export` does"


@pytest.mark.parametrize(
    ("command", "form"),
    [
        *(("export", "csv"), ("export", "json"), ("export", "ndjson")),
        *(("list", "csv"), ("list", "json"), ("due", "csv"), ("due", "json")),
    ],
)
def test_no_text_turns_what_follows_it_round(
    sipctl: Callable[..., Any], plan: Path, command: str, form: str
) -> None:
    aim = next((plan / "plan" / "aims").iterdir())
    turned = aim.read_text().replace("=HYPERLINK(1)", "\u202e\u2066=HYPERLINK(1)")
    assert "\u202e" in turned
    aim.write_text(turned)
    result = sipctl(command, "--format", form, "--as-of", DAY, cwd=plan).out
    assert not set(result) & set("\u202e\u2066")
    assert ("'=HYPERLINK(1)" if form == "csv" else r"\u202e\u2066=HYPERLINK(1)") in result


def test_a_file_is_whole_and_begins_as_spreadsheets_expect(
    export: Callable[..., str], tmp_path: Path
) -> None:
    assert export("-o", str(tmp_path / "out.csv")).startswith("Wrote ")
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfId,Area,Activity")
    assert data.decode("utf-8-sig") == export("-f", "csv")


def test_somebodys_work_is_not_written_over(
    export: Callable[..., str], sipctl: Callable[..., Any], plan: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.json"
    notes.write_text('{"mine": 1}')
    refused = sipctl("export", "-o", str(notes), cwd=plan)
    assert refused.code == 2
    assert "is there already" in refused.err
    assert "--force" in refused.err
    assert notes.read_text() == '{"mine": 1}'
    export("-o", str(notes), "--force")
    export("-o", str(notes))  # what sipctl made, it may make again
    assert json.loads(notes.read_text())["version"] == 1


@each_row(
    ("argv", "expected"),
    [
        ((), "no format was named"),
        (("-f", "xls"), '--format "xls" is not known'),
        (("-f", "xlsx"), "a workbook is not text"),
        (("-f", "csv", "--alarm", "7d"), "--alarm is for calendars"),
        (("-f", "ics", "--alarm", "soon"), '--alarm "soon" is not a stretch of time'),
        (("-f", "csv", "--kpis"), "CSV holds one table"),
        (("-o", "no/such/folder/p.json"), "cannot be written"),
        (("-o", ".", "-f", "json"), "is a folder"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    sipctl: Callable[..., Any], plan: Path, argv: tuple[str, ...], expected: str
) -> None:
    done = sipctl("export", *argv, cwd=plan)
    assert (done.code, done.out) == (2, "")
    assert expected in done.err


COMMANDS = [("timeline", "svg"), ("timeline", "json"), ("timeline", "table")]
COMMANDS += [("export", form) for form in ("csv", "xlsx", "ics", "json", "ndjson")]


@pytest.mark.parametrize(("command", "form"), COMMANDS)
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(
    sipctl: Callable[..., Any], plan: Path, tmp_path: Path, command: str, form: str
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "file").write_text("mine")
    (there / "folder.x").mkdir()
    (there / "loop").symlink_to(there / "loop")
    (there / "nowhere").symlink_to(there / "no" / "such")
    (there / "locked").mkdir(mode=0o555)
    before = sorted(there.rglob("*"))
    places = [
        "/dev/full",
        "",
        "file",
        "file/x",
        "folder.x",
        "loop",
        "nowhere",
        "x" * 300,
        "locked/x",
    ]
    if os.access(there / "locked", os.W_OK):  # whoever may do anything
        places.remove("locked/x")
    if form == "ics":
        places.remove("folder.x")  # calendars of each lead go there
    for place in places:
        name = place if place.startswith("/") or not place else str(there / place)
        done = sipctl(command, "--format", form, "-o", name, cwd=plan)
        assert (done.code, done.out) == (2, ""), place
        assert done.err.count("sipctl: ") == 1, place
        assert "went wrong" not in done.err, place
        assert len(done.err.splitlines()) == 2, place
    assert sorted(there.rglob("*")) == before
    assert (there / "file").read_text() == "mine"


@pytest.mark.parametrize(("command", "form"), COMMANDS)
def test_a_link_stays_a_link_and_its_end_is_written(
    sipctl: Callable[..., Any], plan: Path, tmp_path: Path, command: str, form: str
) -> None:
    link, end = tmp_path / "link", tmp_path / "end"
    link.symlink_to(end)
    assert sipctl(command, "--format", form, "-o", str(link), cwd=plan).code == 0
    assert link.is_symlink()
    assert end.stat().st_size > 100


@pytest.mark.parametrize(("form", "package"), [("xlsx", "xlsxwriter"), ("ics", "icalendar")])
def test_a_package_that_is_not_installed_is_told(
    sipctl: Callable[..., Any],
    plan: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    package: str,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # as if there were none of that name
    done = sipctl("export", "-o", str(tmp_path / f"out.{form}"), cwd=plan)
    assert (done.code, done.out) == (2, "")
    assert "which is not installed" in done.err
    assert "pip install 'sipctl[export]'" in done.err
    assert not (tmp_path / f"out.{form}").exists()
