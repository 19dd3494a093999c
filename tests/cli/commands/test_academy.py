"""`--academy`: one academy's own story, in every command, pack, export and JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.records import PLAN, output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = pytest.mark.usefixtures("cached")

NAMES = ("WPSA", "WPPA", "WGPA")
AIM = """\
id: 1
title: Reading
areas:
  - id: 1a
    title: Books
    activities:
      - {id: 1a.1, title: Choose a scheme, leads: [JK], when: Spring 2025}
      - {id: 1a.2, title: Paint the hall, leads: [SD], when: Spring 2025, academies: [WPSA]}
      - {id: 1a.3, title: Mend the roof, leads: [SD], when: Spring 2025, academies: [WGPA]}
    kpis:
      - {id: 1a.k1, measure: Reading ages, monitored: termly from Spring 2025}
"""
RECORDS = {
    "WPSA": "status: complete\nnote: All trained\nevidence: [minutes.docx]",
    "WGPA": "status: off-track\nnote: No time at all",
}
VALUES = {"WPSA": "91", "WPPA": "77", "WGPA": "63"}
SECRETS = ("No time at all", "63 %", "77 %", "Wgpa only", "1a.3")


@pytest.fixture
def run(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> Callable[..., Result]:
    files = {name: text for name, text in PLAN.items() if not name.startswith("aims/1-")} | {
        "people.yaml": "leads: {JK: {}, SD: {}}\nacademies: {WPSA: {}, WPPA: {}, WGPA: {}}\n",
        "aims/1-reading.yaml": AIM,
    }
    for index, (name, text) in enumerate(RECORDS.items()):
        path = f"records/2024-25/spring/2025-03-1{index}-1a.1-JK.yaml"
        head = f"activity: 1a.1\ndate: 2025-03-1{index}\nby: JK\nacademy: {name}\n"
        files[path] = f"{head}{text}\n"
    for index, (name, value) in enumerate(VALUES.items()):
        path = f"records/2024-25/spring/2025-03-2{index}-1a.k1-SD.yaml"
        head = f"kpi: 1a.k1\ndate: 2025-03-2{index}\nby: SD\nacademy: {name}\n"
        files[path] = f'{head}value: {value}\nunit: "%"\n'
    top = write(files)

    def run_there(*argv: str) -> Result:
        return sipctl(*argv, "--as-of", "2025-04-10", cwd=top)

    return run_there


ASKED = [
    *(("report", "--format", form, "--template", pack) for form in ("markdown", "html")
      for pack in ("lgb-pack", "whole-plan", "trustees-pack", "lead-sheet")),
    ("due", "--kpis"), ("due", "--kpis", "--format", "json"),
    ("due", "--format", "markdown"), ("due", "--kpis", "--format", "csv"),
    ("list", "--kpis"), ("list", "--kpis", "--format", "json"), ("list", "--format", "csv"),
    ("kpis",), ("kpis", "--format", "json"),
    ("timeline", "--kpis"), ("timeline", "--format", "svg"), ("leads",),
    ("export", "--format", "json"), ("export", "--format", "csv"), ("export", "--format", "ics"),
]  # fmt: skip


@each_row("argv", ASKED)
def test_no_answer_for_an_academy_has_anothers_words(
    argv: tuple[str, ...], run: Callable[..., Result]
) -> None:
    printed = output(run(*argv, "--academy", "WPSA"))
    assert [secret for secret in SECRETS if secret in printed] == []


def test_the_answer_says_how_much_is_of_the_academy(run: Callable[..., Result]) -> None:
    printed = output(run("list", "--kpis", "--academy", "WPSA"))
    assert "for WPSA: 1 of its own, 4 of every academy" in printed
    answer = json.loads(output(run("list", "--format", "json", "--kpis", "--academy", "WPSA")))
    assert answer["academies"] == {"asked": ["WPSA"], "own": 1, "every": 4}
    pack = output(run("report", "--format", "markdown", "--academy", "WPSA"))
    assert "for WPSA: 1 of its own, 4 of every academy" in pack


@pytest.mark.parametrize("argv", [("kpis",), ("leads", "--kpis"), ("timeline", "--kpis")])
def test_every_answer_says_how_much_is_of_the_academy(
    argv: tuple[str, ...], run: Callable[..., Result]
) -> None:
    printed = output(run(*argv, "--academy", "WPSA"))
    assert "Shown for WPSA: " in printed
    assert " of its own, " in printed.rpartition("Shown for WPSA: ")[2]
    answer = json.loads(output(run(*argv, "--format", "json", "--academy", "WPSA")))
    assert answer["academies"]["asked"] == ["WPSA"]


def test_an_export_says_how_much_is_of_the_academy(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    printed = output(run("export", "-o", str(tmp_path / "plan.csv"), "--academy", "WPSA"))
    assert "\nShown for WPSA: 1 of its own, 4 of every academy.\n" in printed
    answer = json.loads(output(run("export", "--format", "json", "--academy", "WPSA")))
    assert answer["academies"] == {"asked": ["WPSA"], "own": 1, "every": 4}


def test_a_sheet_says_whose_word_a_status_is(run: Callable[..., Result]) -> None:
    rows = list(csv.DictReader(io.StringIO(output(run("export", "--format", "csv")))))
    assert {row["Id"]: row["Whose word"] for row in rows}["1a.1"] == "WGPA"


def test_one_academy_at_a_glance(sipctl: Callable[..., Result], run: Callable[..., Result]) -> None:
    printed = output(run("--academy", "wpsa"))
    assert "Shown for WPSA: 1 of its own, " in printed
    assert [secret for secret in SECRETS if secret in printed] == []
    answer = json.loads(output(run("--academy", "WPSA", "--format", "json")))
    assert answer["academies"]["own"] == 1
    refused = run("--academy", "WPSA", "due")
    assert refused.code == 2
    assert "sipctl due --academy WPSA" in refused.err


def test_a_whole_trust_is_told_whose_word_it_is_and_for_whom_a_date_is_settled(
    run: Callable[..., Result],
) -> None:
    assert "off track (WGPA)" in output(run("list"))
    shown = output(run("show", "1a.1"))
    assert "off track (WGPA)" in shown
    assert "WPSA; not WPPA, WGPA" in shown
    assert "complete at WPSA" in shown
    assert "off track at WGPA" in shown
    packed = output(run("report", "--term", "spring-2025", "--format", "markdown")).replace(
        "\\", ""
    )
    assert "done for WPSA; not WPPA, WGPA" in packed
    (row,) = [
        row for row in json.loads(output(run("list", "--format", "json")))["rows"]
        if row["id"] == "1a.1"
    ]  # fmt: skip
    assert (row["state"], row["status"], row["status_of"]) == ("overdue", "off-track", ["WGPA"])
    assert (row["settled_for"], row["open_for"]) == (["WPSA"], ["WPPA", "WGPA"])


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_readings_by_academy_are_as_many_lines(form: str, run: Callable[..., Result]) -> None:
    pack = output(run("report", "--format", form))
    for name, value in VALUES.items():
        assert f"{value} %, {name}" in pack
    shown = output(run("show", "1a.k1"))
    for name, value in VALUES.items():
        assert f"{name}: {value} % on " in shown


def test_a_record_of_one_academy_says_for_whom_it_settles(run: Callable[..., Result]) -> None:
    argv = ("record", "1a.1", "complete", "--by", "JK", "--dry-run", "--academy", "WPPA")
    assert "This settles Spring 2025 for WPPA, 6 days late." in output(run(*argv))
