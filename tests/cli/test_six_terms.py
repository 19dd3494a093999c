"""A school with six terms a year, from `init` to its packs, its timeline and its records."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.each_row import each_row

pytestmark = pytest.mark.usefixtures("cached")

Run = Callable[..., Any]
AREAS = """
areas:
  - id: 1a
    title: Staff
    activities:
      - {id: 1a.1, title: Train, leads: [JK], when: T4 2026}
      - {id: 1a.2, title: Survey, leads: [JK], when: termly}
      - {id: 1a.3, title: Appraise, leads: [JK], when: Term Five 2025/26}
"""


@pytest.fixture
def run(sipctl: Run, tmp_path: Path) -> Run:
    """Runs sipctl on a plan of six terms a year."""
    answers = ("--name", "Vale School", "--years", "2025-27", "--aim", "People", "--lead", "JK")
    sipctl("init", *answers, "--terms", "six", cwd=tmp_path)
    with (tmp_path / "plan/aims/1-people.yaml").open("a") as file:
        file.write(AREAS)
    return lambda *argv: sipctl(*argv, cwd=tmp_path)


def test_due_in_a_term_of_six(run: Run) -> None:
    answer = run("due", "--term", "term4-2026", "--as-of", "2026-03-10", "--format", "csv")
    assert [line.split(",")[0] for line in answer.out.splitlines()[1:]] == ["1a.1", "1a.2"]
    assert "term4-2026" in run("when", "T4 2026").out
    for typed in ("T4 2026", "T4 2025/26", "term 4 2026"):
        again = run("due", "--term", typed, "--as-of", "2026-03-10", "--format", "csv")
        assert again.out == answer.out, again.err
    refused = run("due", "--term", "March 2026")
    assert (refused.code, refused.out) == (2, "")


def test_a_record_lies_in_its_term(run: Run, tmp_path: Path) -> None:
    done = run("record", "1a.1", "on-track", "--by", "JK", "--on", "2026-03-09")
    assert done.code == 0, done.err
    assert [path.name for path in (tmp_path / "plan/records/2025-26").iterdir()] == ["term4"]


def test_the_timeline_and_the_leads_have_six_columns(run: Run) -> None:
    assert "T1   T2   T3   T4   T5   T6" in run("timeline", "--as-of", "2026-03-10").out
    assert "Term 4 Term 5 Term 6" in run("leads", "--as-of", "2026-03-10").out


def test_a_pack_is_of_one_term(run: Run, tmp_path: Path) -> None:
    term = ("--term", "term4-2026", "--as-of", "2026-03-20")
    assert run("report", *term, "-o", "pack.md").code == 0
    pack = (tmp_path / "pack.md").read_text()
    assert pack.startswith("# Term 4 2026: term pack")
    assert "2 dates fall due in Term 5 2026" in pack


def test_six_terms_and_three_are_never_mixed(run: Run, sipctl: Run, tmp_path: Path) -> None:
    assert run("export", "-o", "six.xlsx").code == 0
    (tmp_path / "other").mkdir()
    new = ("init", "--from", "../six.xlsx")
    refused = sipctl(*new, "--terms", "autumn 2025: 3 Sep to 19 Dec", cwd=tmp_path / "other")
    assert (refused.code, (tmp_path / "other/plan").exists()) == (2, False)
    assert "the document's calendar has six terms a year, and --terms says three" in refused.err
    longer = sipctl(*new, "--years", "2025-28", cwd=tmp_path / "other")
    assert longer.code == 0, longer.err
    calendar = (tmp_path / "other/plan/calendar.yaml").read_text()
    assert calendar.count("term6:") == 3
    assert "autumn:" not in calendar


def test_six_terms_over_a_calendar_of_three(sipctl: Run, tmp_path: Path) -> None:
    answers = ("--name", "Vale School", "--years", "2025-27", "--aim", "People", "--lead", "JK")
    assert sipctl("init", *answers, cwd=tmp_path).code == 0
    assert sipctl("export", "-o", "three.xlsx", cwd=tmp_path).code == 0
    (tmp_path / "other").mkdir()
    new = ("init", "--from", "../three.xlsx", "--terms", "six")
    refused = sipctl(*new, cwd=tmp_path / "other")
    assert (refused.code, (tmp_path / "other/plan").exists()) == (2, False)
    assert "the document's calendar has three terms a year, and --terms says six" in refused.err


def test_terms_typed_by_number_make_six(sipctl: Run, tmp_path: Path) -> None:
    answers = ("--name", "Vale School", "--years", "2025-26", "--aim", "People", "--lead", "JK")
    typed = "term 2 2025: 4 Nov to 18 Dec"
    assert sipctl("init", *answers, "--terms", typed, cwd=tmp_path).code == 0
    calendar = (tmp_path / "plan/calendar.yaml").read_text()
    assert "term2: {starts: 2025-11-04, ends: 2025-12-18}" in calendar
    assert "term6:" in calendar
    assert "autumn:" not in calendar


def test_a_year_that_is_added_has_six_terms(run: Run, tmp_path: Path) -> None:
    given = ("term 2 2027: 2 Nov to 16 Dec", "term 4 2028: 29 Feb to 30 Mar")
    options = [word for term in given for word in ("--terms", term)]
    done = run("add", "year", "2027/28", *options)
    assert done.code == 0, done.err
    year = (tmp_path / "plan/calendar.yaml").read_text().split("  2027/28:\n")[1]
    assert "term2: {starts: 2027-11-02, ends: 2027-12-16}" in year
    assert "term4: {starts: 2028-02-29, ends: 2028-03-30}" in year
    assert year.count("  term") == 6
    assert "autumn" not in year.split("\n\n")[0]


def test_the_next_plan_has_six_terms(run: Run, tmp_path: Path) -> None:
    day = ("--as-of", "2027-08-01")
    assert run("roll", "--to", "2027-28", "-o", "table.csv", *day).code == 0
    file = tmp_path / "table.csv"
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    for row in rows[1:]:
        row[5:8] = ["carried over", "T4 2028", ""]
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)
    rolled = run(
        "roll", "--to", "2027-28", "--from", "table.csv", "--by", "JK", "--agreed", "X", *day
    )
    assert rolled.code == 0, rolled.err
    calendar = (tmp_path / "plan/calendar.yaml").read_text()
    assert "term6:" in calendar.split("2027/28:\n")[1]
    assert "autumn:" not in calendar


def test_a_term_is_known_by_its_number_where_a_year_lacks_those_before(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "plan/calendar.yaml"
    lines = file.read_text().splitlines(keepends=True)
    first = next(index for index, line in enumerate(lines) if "term1:" in line)
    file.write_text("".join([*lines[:first], *lines[first + 3 :]]))
    assert "term4-2026" in run("when", "T4 2025/26").out
    refused = run("when", "T1 2025/26")
    assert refused.code == 1
    assert "term4-2026" not in refused.out


@each_row(
    ("when", "slugs"),
    [
        ("T1 2025/26", set()),  # of three a year, where no other is named
        ("T4 2025/26", {"unreadable-when"}),
    ],
)
def test_numbers_of_three_or_of_six_alone_are_no_mixture(
    sipctl: Run, tmp_path: Path, when: str, slugs: set[str]
) -> None:
    answers = ("--name", "Vale School", "--years", "2025-27", "--aim", "People", "--lead", "JK")
    sipctl("init", *answers, cwd=tmp_path)
    aim = tmp_path / "plan/aims/1-people.yaml"
    head, areas = aim.read_text().split("\nareas:")[0], AREAS.split("      - {id: 1a.2")[0]
    aim.write_text(head + areas.replace("T4 2026", when))
    checked = sipctl("check", cwd=tmp_path)
    assert set(re.findall(r"error\[([a-z-]+)\]", checked.out)) == slugs, checked.out
