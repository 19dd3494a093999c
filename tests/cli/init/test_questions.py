"""A first plan from options: sound at once, never over anything, whole or not at all."""

from __future__ import annotations

import io
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from support.each_row import each_row

from sipctl.cli.init.typed_leads import leads
from sipctl.cli.init.typed_terms import parse_term
from sipctl.intake.answers import parse_years
from sipctl.plan.calendar.provisional import provisional_terms
from sipctl.plan.calendar.terms import Calendar
from sipctl.plan.context import calendar_of
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Runs
from sipctl.store.new_plan import create

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANSWERS = (
    *(
        "--name",
        "Hill Learning Trust",
        "--years",
        "2025-28",
        "--aim",
        "Teaching: all",
        "--aim",
        "People",
    ),
    *("--lead", "JK=HR director", "--lead", "SD"),
)


OF_EVERY_PLAN = ("plan/.schema/", ".git")


def tree(folder: Path) -> dict[str, str]:
    """The texts of a folder's files, but for those that every plan comes with."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).as_posix().startswith(OF_EVERY_PLAN)
    }


@pytest.fixture
def init(sipctl: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    return lambda *argv: sipctl("init", *argv, "--as-of", "2025-09-01", cwd=tmp_path)


def test_a_new_plan_passes_check_and_teaches(
    init: Callable[..., Any], sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    done = init(*ANSWERS)
    assert (done.code, done.err) == (0, "")
    wrote, blank, *faults, _, summary, following, beside = done.out.splitlines()[:-4]
    *_, title, start, add, commit = done.out.splitlines()
    assert (wrote, blank) == ("Wrote plan/: plan.yaml, people.yaml, calendar.yaml and 2 aims.", "")
    assert faults == sipctl("check", cwd=tmp_path).out.splitlines()[:-2]
    assert len([line for line in faults if "warning[provisional-terms]" in line]) == 3
    assert summary == "The plan is sound, with 3 warnings."
    assert following == "Next: write areas and activities into plan/aims/, then ask sipctl due."
    assert beside.startswith("Beside it: .gitignore, ")
    assert (title, start, add) == ("Next, type:", "  git init", "  git add .")
    assert commit == '  git commit -m "Begin the plan"'
    assert sipctl("check", cwd=tmp_path).code == 0
    files = tree(tmp_path)
    assert list(files) == [
        *("plan/aims/1-teaching-all.yaml", "plan/aims/2-people.yaml", "plan/calendar.yaml"),
        *("plan/people.yaml", "plan/plan.yaml"),
    ]
    assert "trust:\n  name: Hill Learning Trust\n  short: HLT\n" in files["plan/plan.yaml"]
    assert "JK: {role: HR director}" in files["plan/people.yaml"]
    assert "# Worked out, not published. Autumn runs from" in files["plan/calendar.yaml"]
    assert all(text.count("#") >= 2 for text in files.values())


def test_the_example_in_an_aim_is_a_sound_area(
    init: Callable[..., Any], sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    init(*ANSWERS)
    aim = tmp_path / "plan" / "aims" / "2-people.yaml"
    head, example = aim.read_text().split("# areas:\n")
    lines = ["areas:", *(line[2:] for line in example.splitlines() if line.startswith("#  "))]
    aim.write_text(f"{head}{chr(10).join(lines)}\n")
    result = sipctl("check", "--as-of", "2025-09-01", "--format", "concise", cwd=tmp_path)
    assert result.code == 0
    assert [line for line in result.out.splitlines() if "provisional" not in line] == []
    assert "2a.1" in sipctl("list", cwd=tmp_path).out


@each_row(
    ("typed", "output"),
    [
        ("JK", {"JK": None}),
        ("jk", {"jk": None}),
        ("JK=HR director", {"JK": "HR director"}),
        ("JK HR director", {"JK": "HR director"}),
        ("JK (HR director)", {"JK": "HR director"}),
        ("jk: HR director (interim)", {"jk": "HR director (interim)"}),
        ("SENCO", {"SENCO": None}),
        ("Sarah Jones - Head of School", {"SJ": "Sarah Jones, Head of School"}),
        ("Sarah Jones (Head of School)", {"SJ": "Sarah Jones, Head of School"}),
        ("Mr P. O'Brien", {"PO": "P. O'Brien"}),
        ("Mrs A Patel, Head", {"AP": "A Patel, Head"}),
        ("Jo Smith", {"JS": "Jo Smith"}),
        ("O'Brien Pat", {"OP": "O'Brien Pat"}),
        ("Dr. Smith", {"Smith": None}),
        ("Miss Smith – SENCO", {"Smith": "SENCO"}),
    ],
)
def test_leads_as_people_type_them(typed: str, output: dict[str, str | None]) -> None:
    assert {name: lead.role for name, lead in leads([typed]).items()} == output


def test_two_leads_of_the_same_initials_stay_two() -> None:
    entries = leads(["Sarah Jones", "Sam James - SENCO", "SJ=Head"])
    assert {name: lead.role for name, lead in entries.items()} == {
        "SJ": "Head",
        "SJ2": "Sarah Jones",
        "SJ3": "Sam James, SENCO",
    }


@each_row("typed", ["=Head", "tbc - somebody", "(Head)", "?!"])
def test_leads_that_are_nobody(typed: str) -> None:
    with pytest.raises(Refusal):
        leads([typed])


def test_a_lead_given_by_name_is_found_in_a_table(init: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Action,Lead\nDo it,Mrs A Patel\nOr that,Sarah Jones\n")
    done = init(
        *("--from", "plan.csv", "--name", "Vale", "--years", "2025/26"),
        *("--lead", "Mrs A Patel", "--lead", "Sarah Jones - Head of School"),
    )
    assert done.code == 0, done.err
    people = (tmp_path / "plan" / "people.yaml").read_text()
    assert '  AP: {role: A Patel}\n  SJ: {role: "Sarah Jones, Head of School"}\n' in people
    assert "query" not in people


def test_a_school_says_that_it_is_one(init: Callable[..., Any], tmp_path: Path) -> None:
    init("school", "--name", "Vale School", "--years", "2025/26", "--aim", "One", "--lead", "HT")
    assert "school:\n  name: Vale School\n" in (tmp_path / "school/plan/plan.yaml").read_text()


def test_term_dates_that_are_told_are_not_provisional(
    init: Callable[..., Any], tmp_path: Path
) -> None:
    done = init(
        *("--name", "Vale", "--years", "2025/26", "--aim", "One", "--lead", "HT"),
        *("--terms", "autumn 2025: 3 Sep to 19 Dec, half term 27 Oct to 31 Oct"),
        *("--terms", "Spring 2026: 5 January - 27 March (16 Feb - 20 Feb)"),
        *("--terms", "summer 2026: 13/04/2026 to 22/07/2026; 25/05/2026 to 29/05/2026"),
    )
    assert done.code == 0, done.err
    calendar = (tmp_path / "plan" / "calendar.yaml").read_text()
    assert "provisional" not in calendar
    assert (
        "    autumn: {starts: 2025-09-03, ends: 2025-12-19, half_term: [2025-10-27, 2025-10-31]}\n"
        "    spring: {starts: 2026-01-05, ends: 2026-03-27, half_term: [2026-02-16, 2026-02-20]}\n"
        "    summer: {starts: 2026-04-13, ends: 2026-07-22, half_term: [2026-05-25, 2026-05-29]}\n"
    ) in calendar


def test_a_school_of_six_terms_says_six(init: Callable[..., Any], tmp_path: Path) -> None:
    done = init(
        *("--name", "Vale", "--years", "2025/26", "--aim", "One", "--lead", "HT"),
        *("--terms", "six", "--terms", "Term 4 2026: 23 Feb to 26 March"),
    )
    assert done.code == 0, done.err
    calendar = (tmp_path / "plan" / "calendar.yaml").read_text()
    assert "    term1: {starts: 2025-09-02, ends: 2025-10-24}\n" in calendar
    assert "    term4: {starts: 2026-02-23, ends: 2026-03-26}\n" in calendar
    assert "    term6: {starts: 2026-06-01, ends: 2026-07-22}\n" in calendar
    assert "autumn:" not in calendar
    assert "provisional: true" in calendar


def test_provisional_terms_are_near_those_of_an_authority() -> None:
    published = (ROOT / "plan" / "calendar.yaml").read_text()
    for start in (2024, 2025, 2026):
        for name, dates in provisional_terms(start).items():
            year = published.split(f"{start}/{(start + 1) % 100}:")[1]
            line = re.search(rf"{name}: (.*)", year)
            assert line
            items = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", line[1])]
            assert dates.half_term is not None
            mine = [dates.starts, dates.ends, *dates.half_term]
            assert all(abs((a - b).days) <= 1 for a, b in zip(mine, items, strict=True)), (
                name,
                start,
            )


@each_row("start", range(2000, 2090))
def test_provisional_terms_are_sound_in_every_year(start: int) -> None:
    terms = list(provisional_terms(start).values())
    for dates in terms:
        assert dates.half_term is not None
        days = [dates.starts, *dates.half_term, dates.ends]
        assert days == sorted(days)
        assert all(day.weekday() < 5 for day in days)
    assert terms[0].ends < terms[1].starts <= terms[1].ends < terms[2].starts


@each_row(
    ("text", "runs"),
    [
        ("2025-28", (2025, 2028)),
        ("2025–28", (2025, 2028)),
        ("2025/26", (2025, 2026)),
        ("2025-2027", (2025, 2027)),
        ("2025 to 2027", (2025, 2027)),
        ("2025", (2025, 2026)),
    ],
)
def test_years_as_people_write_them(text: str, runs: tuple[int, int]) -> None:
    assert parse_years(text) == Runs(from_=date(runs[0], 9, 1), to=date(runs[1], 8, 31))


@each_row("text", ["", "soon", "2028-25", "2025-25", "2025-60", "1925-28", "2025-28-31"])
def test_years_that_are_none(text: str) -> None:
    with pytest.raises(Refusal):
        parse_years(text)


TERM_2026 = (("autumn", 2026), date(2026, 9, 2), date(2026, 12, 18))
HALF_2026 = (date(2026, 10, 26), date(2026, 10, 30))


@each_row("head", ["", "autumn 2026: ", "Autumn 2026 ", "Autumn term 2026, ", "Autumn: "])
@each_row(
    ("days", "half"),
    [
        ("2 Sep to 18 Dec", None),
        ("2026-09-02 to 2026-12-18", None),
        ("Wed 2nd September - Fri 18th December 2026", None),
        ("2 Sep to 18 Dec, half term 26 Oct to 30 Oct", HALF_2026),
        ("2 Sep to 18 Dec, half term 26-30 Oct", HALF_2026),
        ("2 Sep to 18 Dec, half term 26 to 30 Oct", HALF_2026),
        ("2 Sep to 18 Dec, half term: 26 Oct - 30 Oct", HALF_2026),
        ("2 Sep to 18 Dec (half term 26–30 October)", HALF_2026),
        ("2 Sep to 18 Dec half-term Mon 26 - Fri 30 Oct", HALF_2026),
        ("2 Sep to 18 Dec; 26th-30th Oct 2026", HALF_2026),
    ],
)
def test_a_term_asked_for_may_be_named_or_not(
    head: str, days: str, half: tuple[date, date] | None
) -> None:
    runs = Runs(from_=date(2025, 9, 1), to=date(2028, 8, 31))
    name, term = parse_term(f"{head}{days}", runs, Calendar(()), ("autumn", 2026))
    assert (name, term.starts, term.ends, term.half_term) == (*TERM_2026, half)


@each_row("text", ["spring 2026: 2 Sep to 18 Dec", "Autumn 2025: 2 Sep to 18 Dec"])
def test_another_term_than_the_one_asked_for(text: str) -> None:
    runs = Runs(from_=date(2025, 9, 1), to=date(2028, 8, 31))
    with pytest.raises(Refusal, match="is not about autumn 2026"):
        parse_term(text, runs, Calendar(()), ("autumn", 2026))


@each_row(
    "text",
    [
        "3 Sep to 19 Dec",
        "autumn 2025: 3 Sep to 19 Dec, half term soon",
        "autumn: 3 Sep to 19 Dec",
        "winter 2025: 3 Sep to 19 Dec",
        "autumn 2025: 3 Sep",
        "autumn 2025: 19 Dec to 3 Sep",
        "autumn 2025: 3 Sep to 19 Dec, half term 27 Jan to 31 Jan",
        "autumn 2025: 31 Sep to 19 Dec",
        "autumn 2025: 3 Sep 2031 to 4 Sep 2031",
        "autumn 2025: 3 Sep 2025 to 4 Sep 2026",
        "autumn 2040: 3 Sep to 19 Dec",
        "autumn 2026: 3 Sep to 19 Dec",
        "summer 2025: 22 April to 22 July",
        "autumn 2025: Tuesday to Friday",
    ],
)
def test_terms_that_are_none(text: str) -> None:
    with pytest.raises(Refusal):
        parse_term(text, Runs(from_=date(2025, 9, 1), to=date(2026, 8, 31)), Calendar(()))


def test_missing_answers_are_named_off_a_terminal(init: Callable[..., Any], tmp_path: Path) -> None:
    done = init("--name", "Hill Trust")
    assert (done.code, done.out) == (2, "")
    assert "init needs --years, --aim, --lead" in done.err
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("option", ["--name", "--years", "--aim", "--lead"])
@pytest.mark.parametrize("blank", ["", "  ", "\u200b"])
def test_what_is_blank_was_not_given_and_nobody_is_asked_for_it(
    sipctl: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: str,
    blank: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("From the pipe\n\n\n"))
    full = {"--name": "X", "--years": "2025-28", "--aim": "A", "--lead": "JK"}
    options = [part for pair in (full | {option: blank}).items() for part in pair]
    done = sipctl("init", *options, "--short", "X", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"sipctl: init needs {option}\n  help: such as: sipctl init")
    assert tree(tmp_path) == {}


def test_an_aim_of_nothing_but_a_number_is_none(init: Callable[..., Any]) -> None:
    done = init("--name", "X", "--years", "2025-28", "--aim", "1. ", "--lead", "JK")
    assert (done.code, done.err.split("\n")[0]) == (2, "sipctl: init needs --aim")


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (("--lead", "J K L M"), None),
        (("--lead", "=Head"), "does not begin with initials"),
        (("--years", "soon"), "does not say in which years"),
        (("--terms", "whenever"), "is not a term's dates"),
        (("--terms", "autumn 2040: 3 Sep to 19 Dec"), "runs 2025–28, without autumn 2040"),
        (("--terms", "autumn 2025: 3 Sep 2031 to 4 Sep 2031"), "lies outside 2025/26"),
        (("--short", "H\x1b[31mT"), '"H\ufffd[31mT" has a character that cannot be shown'),
        (("--aim", "\udcff"), "has a character that cannot be shown"),
        (("--map", "Action=activity"), "--map is for --from"),
        (("--from", "nowhere.xlsx"), "is not a file"),
    ],
)
def test_bad_answers_write_nothing(
    init: Callable[..., Any], tmp_path: Path, argv: tuple[str, ...], expected: str | None
) -> None:
    done = init(*ANSWERS, *argv)
    assert done.code == (2 if expected else 0)
    assert (expected or "") in done.err
    assert expected is None or tree(tmp_path) == {}


@pytest.mark.parametrize("there", ["plan/plan.yaml", "plan/notes.txt", "plan"])
def test_nothing_is_written_over(init: Callable[..., Any], tmp_path: Path, there: str) -> None:
    file = tmp_path / there
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine\n")
    done = init(*ANSWERS)
    assert (done.code, done.out) == (2, "")
    assert "is there already" in done.err
    assert tree(tmp_path) == {there: "mine\n"}


def test_an_empty_folder_and_a_folder_to_be_made_will_do(
    init: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "plan").mkdir()
    assert init(*ANSWERS).code == 0
    assert init("trusts/hill", *ANSWERS).code == 0
    assert (tmp_path / "trusts/hill/plan/plan.yaml").is_file()


def test_of_several_at_once_one_is_made_and_whole(tmp_path: Path) -> None:
    versions = [{"plan.yaml": f"{n}\n" * 100, "aims/1-a.yaml": f"{n}\n"} for n in range(8)]

    def attempt(files: dict[str, str]) -> bool:
        try:
            create.create(tmp_path / "plan", files)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, versions)) == 1
    assert tree(tmp_path / "plan") in [dict(sorted(version.items())) for version in versions]
    assert os.listdir(tmp_path) == ["plan"]


def test_a_folder_that_may_not_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "trust").write_text("a file where a folder is needed")
    with pytest.raises(Refusal) as refused:
        create.create(tmp_path / "trust" / "hill" / "plan", {"plan.yaml": "title: x\n"})
    assert "cannot be written" in refused.value.message or "already" in refused.value.message
    assert os.listdir(tmp_path) == ["trust"]


def test_what_would_not_read_back_is_not_written() -> None:
    from dataclasses import replace

    from sipctl.plan.model import entries as m

    about = m.About(
        title="T", school=m.Body(name="S"), runs=Runs(from_=date(2025, 9, 1), to=date(2026, 8, 31))
    )
    aim = m.Aim(id=1, title="A", areas=(m.Area(id="nonsense", title="x"),))
    plan = m.Plan(about, m.People(), m.TermCalendar(years={}), (aim,))
    with pytest.raises(Refusal, match="cannot be written as a plan"):
        create.files(plan)
    assert calendar_of(replace(plan).calendar).terms == ()
