"""A school with six terms a year, from `init` to its packs, its timeline and its records."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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
