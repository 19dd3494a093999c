"""`sipctl roll`: a plan ends, the next one begins, and its past is still told."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest
from support.git_repos import PLAN, commit, fill, git, replace
from support.records import output
from support.sharing import merge, sent_branches, shared_plan
from support.terminal import converse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

DAY = ("--as-of", "2026-08-01")
TO = ("--to", "2026-29")
WHO = ("--by", "JM", "--agreed", "Trustees")
DECISIONS = {
    "1a.1": ("done", "", ""),
    "1a.2": ("Carried over", "January 2027 and then termly", ""),
    "1a.3": ("dropped", "", "The trust does it now"),
    "2a.1": ("done", "", ""),
    "2a.2": ("carried over", "Spring 2027", ""),
    "3a.1": ("carried over", "every July", ""),
    "4a.1": ("done", "", ""),
}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    fill(tmp_path / "plan", PLAN)
    replace(
        tmp_path / "plan/aims/2-people.yaml",
        ("when: Autumn 2025\n", "when: Autumn 2025\n        after: [2a.1]\n        see: [3a.1]\n"),
    )
    return tmp_path


def filled(top: Path, sipctl: Callable[..., Result], **others: tuple[str, str, str]) -> str:
    """The table that roll writes, filled in; `others` as `a1a_3=…`."""
    file = top / "decisions.csv"
    output(sipctl("roll", *TO, "-o", str(file), *DAY, cwd=top))
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    decisions = DECISIONS | {key[1:].replace("_", "."): cells for key, cells in others.items()}
    for row in rows[1:]:
        row[5:8] = decisions[row[0]]
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)
    return str(file)


def tree(top: Path) -> dict[str, bytes]:
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file() and path.suffix == ".yaml"
    }


def test_the_next_plan(top: Path, sipctl: Callable[..., Result]) -> None:
    before = tree(top / "plan")
    answer = output(sipctl("roll", *TO, "--from", filled(top, sipctl), *WHO, *DAY, cwd=top))
    assert answer.startswith("Of 7 activities: 3 done, 3 carried over, 1 dropped.\n")
    past = tree(top / "plan/past/2024-26")
    assert before.items() <= past.items()
    assert len(past) == len(before) + 4  # what is done and dropped has records
    text = (top / "plan/plan.yaml").read_text(encoding="utf-8")
    assert "title: Improvement Plan 2026–29\n" in text
    assert "runs: {from: 2026-09-01, to: 2029-08-31}\n" in text
    assert "follows: past/2024-26\n" in text
    people = (top / "plan/aims/2-people.yaml").read_text(encoding="utf-8")
    assert "2a.1" not in people
    assert "when: Spring 2027\n        see: [3a.1]\n        came_from: 2a.2\n" in people
    assert not (top / "plan/records").exists()
    checked = sipctl("check", "--as-of", "2026-09-05", cwd=top)
    assert checked.code == 0
    assert checked.out.count("provisional-terms") == 3
    assert "4a.1" not in output(sipctl("list", "--as-of", "2026-09-05", cwd=top))


def test_the_past_is_told_across_both(top: Path, sipctl: Callable[..., Result]) -> None:
    output(sipctl("roll", *TO, "--from", filled(top, sipctl), *WHO, *DAY, cwd=top))
    later = ("--as-of", "2026-09-05")
    both = output(sipctl("show", "2a.2", *later, cwd=top))
    assert "When: Spring 2027" in both
    assert "Before, in Improvement Plan 2024–26 (plan/past/2024-26):" in both
    assert "When: Autumn 2025" in both
    gone = output(sipctl("show", "1a.3", *later, cwd=top))
    assert gone.startswith("Before, in Improvement Plan 2024–26")
    assert "The trust does it now" in gone
    assert sipctl("show", "9z.9", *later, cwd=top).code == 2
    details = json.loads(output(sipctl("show", "2a.2", "--format", "json", *later, cwd=top)))
    assert (details["came_from"], details["rows"][0]["when"]) == ("2a.2", "Spring 2027")
    [before] = details["before"]
    assert (before["plan"], before["rows"][0]["when"]) == (
        "Improvement Plan 2024–26",
        "Autumn 2025",
    )
    assert [record["status"] for record in before["records"]] == ["at-risk"]
    added = output(
        sipctl(
            "add", "activity", "2a", "New", "--lead", "JK", "--when", "Spring 2027", *later, cwd=top
        )
    )
    assert "2a.3" in added
    added = output(
        sipctl(
            "add", "activity", "1a", "New", "--lead", "JK", "--when", "Spring 2027", *later, cwd=top
        )
    )
    assert "1a.4" in added


def test_what_came_from_another_id_has_its_past(top: Path, sipctl: Callable[..., Result]) -> None:
    """The next plan may be ordered otherwise: its 2a.9 was 2a.2."""
    output(sipctl("roll", *TO, "--from", filled(top, sipctl), *WHO, *DAY, cwd=top))
    replace(top / "plan/aims/2-people.yaml", ("- id: 2a.2", "- id: 2a.9"))
    both = output(sipctl("show", "2a.9", "--as-of", "2026-09-05", cwd=top))
    assert "When: Spring 2027" in both
    assert "When: Autumn 2025" in both
    refused = sipctl("set", "2a.9", "came_from", "2a.1", cwd=top)
    assert (refused.code, "sipctl roll writes it" in refused.err) == (2, True)


def test_the_table_as_a_workbook(top: Path, sipctl: Callable[..., Result]) -> None:
    file = top / "decisions.xlsx"
    output(sipctl("roll", *TO, "-o", str(file), *DAY, cwd=top))
    book = openpyxl.load_workbook(file)
    page = book.active
    assert [cell.value for cell in page[1]][:2] == ["Id", "Activity"]
    [choices] = page.data_validations.dataValidation
    assert (str(choices.sqref), choices.formula1) == ("F2:F8", '"done,carried over,dropped"')
    for row in page.iter_rows(min_row=2):
        for cell, text in zip(row[5:8], DECISIONS[row[0].value], strict=True):
            cell.value = text
    book.save(file)
    answer = output(sipctl("roll", *TO, "--from", str(file), *WHO, *DAY, cwd=top))
    assert answer.startswith("Of 7 activities: 3 done, 3 carried over, 1 dropped.\n")


def test_a_commit_of_all_that_roll_did(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    office = shared_plan(tmp_path, "office")["office"]
    file = filled(office, sipctl)
    (office / "README.md").write_text("Not mine to commit\n")
    answer = output(sipctl("roll", *TO, "--from", file, *WHO, "--commit", *DAY, cwd=office))
    assert ": Begin the plan of 2026–29\n" in answer
    assert git(office, "status", "--short") == "M README.md\n?? decisions.csv"
    changed = git(office, "show", "--name-status", "--find-renames", "--format=")
    record = "records/2024-25/autumn/2024-11-21-2a.2-JK-0a1b2c.yaml"
    assert f"R100\tplan/{record}\tplan/past/2024-26/{record}\n" in changed


def test_phrases_of_one_year_get_their_year(top: Path, sipctl: Callable[..., Result]) -> None:
    replace(
        top / "plan/plan.yaml",
        ("to: 2026-08-31", "to: 2025-08-31"),
        ("2024–26", "2024/25"),
    )
    replace(
        top / "plan/aims/1-teaching.yaml",
        ("monitored: termly", "baseline: Autumn term, monitored: termly"),
    )
    for path, *pairs in (
        (
            "2-people",
            ("when: Summer 2025", "when: Summer term"),
            ("when: Autumn 2025", "when: Spring term"),
        ),
        ("4-buildings", ("when: Summer 2026", "when: Summer term")),
    ):
        replace(top / f"plan/aims/{path}.yaml", *pairs)
    file = filled(
        top,
        lambda *argv, cwd: sipctl(
            *("2025-26" if word == "2026-29" else word for word in argv), cwd=cwd
        ),
        a1a_2=("carried over", "January 2026 and then termly", ""),
        a2a_2=("carried over", "Spring term", ""),
    )
    output(
        sipctl("roll", "--to", "2025-26", "--from", file, *WHO, "--as-of", "2025-08-01", cwd=top)
    )
    assert "title: Improvement Plan 2025/26\n" in (top / "plan/plan.yaml").read_text(
        encoding="utf-8"
    )
    teaching = (top / "plan/aims/1-teaching.yaml").read_text(encoding="utf-8")
    assert "baseline: Autumn 2024, monitored: termly" in teaching
    assert "Spring term" in (top / "plan/aims/2-people.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (("carried over", "", ""), "1a.3: it is carried over, but to when?"),
        (("carried over", "Summer 2025", ""), '1a.3: "Summer 2025" is not within the next plan'),
        (("carried over", "Sumer 2027", ""), '1a.3: "Sumer 2027" is not a time'),
        (("dropped", "", ""), "1a.3: it is dropped, but why?"),
        (("perhaps", "", ""), '"perhaps" is none of the three'),
        (("", "", ""), "it has no decision"),
    ],
)
def test_a_decision_that_says_too_little_changes_nothing(
    decision: tuple[str, str, str], message: str, top: Path, sipctl: Callable[..., Result]
) -> None:
    before = tree(top)
    file = filled(top, sipctl, a1a_3=decision)
    result = sipctl("roll", *TO, "--from", file, *WHO, *DAY, cwd=top)
    assert result.code == 2
    assert message in result.err
    assert tree(top) == before


def test_a_dry_run_and_wrong_years_change_nothing(top: Path, sipctl: Callable[..., Result]) -> None:
    before = tree(top)
    file = filled(top, sipctl)
    answer = output(sipctl("roll", *TO, "--from", file, *WHO, "--dry-run", *DAY, cwd=top))
    assert "would become the one in plan/" in answer
    assert "name years after that" in sipctl("roll", "--to", "2025-28", *DAY, cwd=top).err
    assert "such as --to 2027-30" in sipctl("roll", "--to", "soon", *DAY, cwd=top).err
    assert "-o decisions.csv writes the table" in sipctl("roll", *TO, *DAY, cwd=top).err
    assert "decisions.csv" in sipctl("roll", *TO, "-o", file, *DAY, cwd=top).err
    assert tree(top) == before


def test_check_says_when_a_plan_has_ended(top: Path, sipctl: Callable[..., Result]) -> None:
    assert "plan-ended" not in sipctl("check", "--as-of", "2026-08-31", cwd=top).out
    answer = sipctl("check", "--as-of", "2026-09-01", cwd=top).out
    assert "warning[plan-ended]: the plan ended on 31 August 2026" in answer
    assert "sipctl roll --to 2026-28" in answer


@pytest.mark.slow
def test_a_rolled_plan_is_sent_and_arrives(tmp_path: Path, sipctl: Callable[..., Result]) -> None:
    clones = shared_plan(tmp_path, "office", "jk")
    office, jk, shared = clones["office"], clones["jk"], clones["shared"]
    output(sipctl("roll", *TO, "--from", filled(office, sipctl), *WHO, *DAY, cwd=office))
    answer = output(sipctl("send", *DAY, cwd=office))
    assert "2a.2 HR software: Autumn 2025 → Spring 2027" in answer
    assert "removed" in answer
    assert (
        "Activities, by aim:\n- 1 Teaching: 1 carried over, 2 not\n- 2 People: 1 carried" in answer
    )
    assert "2026/27 autumn: new; starts now 2 Sep 2026; ends now" in answer
    assert "Warning" not in answer
    assert "Due days" not in answer
    [branch] = sent_branches(shared)
    merge(shared, branch, squash=True)
    for clone in (office, jk):
        output(sipctl("latest", *DAY, cwd=clone))
    (office / "decisions.csv").unlink()
    assert tree(office / "plan") == tree(jk / "plan")
    assert git(office, "status", "--short") == git(jk, "status", "--short") == ""
    commit(jk, "Nothing more")
    renamed = git(
        jk, "log", "--follow", "--format=%s", "--", "plan/past/2024-26/aims/2-people.yaml"
    )
    assert renamed.endswith("The plan as approved")


def test_a_plan_that_only_says_that_it_follows_hides_no_move(
    tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    jk = shared_plan(tmp_path, "jk")["jk"]
    replace(jk / "plan/plan.yaml", ("runs:", "follows: past/2021-24\nruns:"))
    replace(jk / "plan/aims/2-people.yaml", ("when: Autumn 2025", "when: Spring 2026"))
    result = sipctl("diff", "--fail-on", "unagreed-move", *DAY, cwd=jk)
    assert result.code == 1
    assert "“moved” does not say so" in result.out


# --- what a hostile plan may say -----------------------------------------------------------------


@pytest.mark.parametrize(
    "follows", ["../elsewhere", "/etc", "past/..", "past/link", "past/2024-26/.."]
)
def test_a_past_that_leads_out_is_not_read(
    follows: str, top: Path, tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    fill(
        tmp_path / "elsewhere",
        {**PLAN, "plan.yaml": PLAN["plan.yaml"].replace("Improvement", "Stolen")},
    )
    (top / "plan/past/2024-26").mkdir(parents=True)
    (top / "plan/past/link").symlink_to(tmp_path / "elsewhere")
    replace(top / "plan/plan.yaml", ("runs:", f"follows: {follows}\nruns:"))
    answer = sipctl("show", "2a.2", *DAY, cwd=top)
    assert answer.code == 0
    assert "Before, in" not in answer.out
    assert "Stolen" not in answer.out


def test_a_past_that_is_taken_or_a_link_is_refused(
    top: Path, tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    file = filled(top, sipctl)
    victim = tmp_path / "victim"
    victim.mkdir()
    before = tree(top / "plan")
    (top / "plan/past").symlink_to(victim)
    result = sipctl("roll", *TO, "--from", file, *WHO, *DAY, cwd=top)
    assert result.code == 2
    assert list(victim.iterdir()) == []
    (top / "plan/past").unlink()
    fill(top / "plan/past/2024-26", {"plan.yaml": "title: Another\n"})
    result = sipctl("roll", *TO, "--from", file, *WHO, *DAY, cwd=top)
    assert result.code == 2
    assert "is there already, and is not this plan" in result.err
    assert tree(top / "plan") == before | {"past/2024-26/plan.yaml": b"title: Another\n"}


@pytest.mark.slow
def test_on_a_terminal_each_is_asked(top: Path, sipctl: Callable[..., Result]) -> None:
    replies = ["1", "2", "January 2027 and then termly", "3", "The trust does it", "1"]
    replies += ["2", "Spring 2027", "2", "every July", "1"]
    ahead = "".join(f"{reply}\n" for reply in replies)
    code, shown = converse(["roll", *TO, *WHO, *DAY], top, ahead=ahead)
    assert code == 0, shown
    assert "1a.3 Publish the curriculum (SD; Summer 2025; no record)" in shown
    assert "Of 7 activities: 3 done, 3 carried over, 1 dropped." in shown
    assert sipctl("check", "--as-of", "2026-09-05", cwd=top).code == 0
