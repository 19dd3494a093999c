"""What is exported comes back: the same areas, work, dates, leads, KPIs and calendar."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.plans import SCHOOL

from sipctl.documents.detect import read
from sipctl.intake.tables.headers import is_head
from sipctl.intake.workbook import reimport
from sipctl.plan.context import timing_context
from sipctl.plan.model import entries as m
from sipctl.plan.model.scalars import control_character
from sipctl.plan.state.agenda import overview, work_items
from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files.folder import Folder
from sipctl.store.new_plan import create
from sipctl.views.exports.layout import HEADS, WORKED_OUT
from sipctl.views.exports.sheets import workbook
from sipctl.views.exports.xlsx import book

if TYPE_CHECKING:
    from collections.abc import Callable

    from sipctl.plan.model.entries import Plan

pytestmark = pytest.mark.slow

DAY = ("--as-of", "2027-08-31")


def plan_at(folder: Path) -> Plan:
    opened = open_folder(Folder(folder, "plan"))
    assert opened.loaded.ok, opened.loaded.faults[:3]
    return opened.plan


def without_history(plan: Plan) -> Plan:
    """A plan as an export holds it: neither records, nor how dates moved."""
    aims = tuple(
        replace(
            aim,
            areas=tuple(
                replace(
                    area,
                    activities=tuple(replace(activity, moved=()) for activity in area.activities),
                )
                for area in aim.areas
            ),
        )
        for aim in plan.aims
    )
    return replace(plan, aims=aims, records={})


@pytest.fixture
def back(sipctl: Callable[..., Any], tmp_path: Path) -> Callable[..., Plan]:
    def run(plan: Path, form: str = "xlsx", *argv: str) -> Plan:
        file = tmp_path / f"out.{form}"
        result = sipctl("export", "--plan", str(plan), "-o", str(file), "--force", *DAY)
        assert result.code == 0, result.err
        done = sipctl("init", "new", "--from", str(file), *argv, cwd=tmp_path)
        assert (done.code, done.err) == (0, ""), done.err
        return plan_at(tmp_path / "new" / "plan")

    return run


@pytest.mark.parametrize(
    "folder", [ROOT / "plan", ROOT / "tests" / "plans" / "everything" / "plan"]
)
def test_a_workbook_brings_the_whole_plan_back(back: Callable[..., Plan], folder: Path) -> None:
    assert back(folder) == without_history(plan_at(folder))


def test_how_quarters_count_comes_back(back: Callable[..., Plan], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "plan", tmp_path / "old" / "plan"))
    about = folder / "plan.yaml"
    text = about.read_text(encoding="utf-8")
    about.write_text(text.replace("settings:\n", "settings:\n  quarters: financial\n"), "utf-8")
    assert back(folder).about.settings.quarters == "financial"


@pytest.mark.parametrize(
    "folder", [ROOT / "plan", ROOT / "tests" / "plans" / "everything" / "plan"]
)
def test_csv_brings_the_activities_back(back: Callable[..., Plan], folder: Path) -> None:
    plan = without_history(plan_at(folder))
    result = back(folder, "csv", "--name", "Some Trust", "--years", "2024-27")
    assert result.activities.keys() == plan.activities.keys()
    for name, (aim, area, activity) in plan.activities.items():
        mine = result.activities[name]
        assert mine[2] == activity
        assert (mine[0].title, mine[1].title) == (aim.title, area.title)


def test_text_like_formulas_comes_back_as_it_was(
    back: Callable[..., Plan], write: Callable[[dict[str, str]], Path]
) -> None:
    plan = write(SCHOOL) / "plan"
    for form, more in (("xlsx", ()), ("csv", ("--name", "Hill", "--years", "2024/25"))):
        result = back(plan, form, *more)
        assert result.activities["1a.1"][2].title == "=HYPERLINK(1)"
        assert result.activities["1a.2"][2].detail == "Two lines;\nwith, commas"
        assert result.aims[0].title == "=People, learning"
        shutil.rmtree(plan.parent / "new")


def test_texts_with_lines_and_commas_come_back_one_by_one(
    back: Callable[..., Plan], write: Callable[[dict[str, str]], Path]
) -> None:
    about = (
        SCHOOL["plan.yaml"] + 'values: [{name: Care, nolan: ["Honesty, integrity", Openness]}]\n'
    )
    criteria = '["Two lines\\n  and more", "• A bullet", "  Set in"]'
    aim = SCHOOL["aims/1-people.yaml"].replace("when: termly", f"when: termly, success: {criteria}")
    folder = write({**SCHOOL, "plan.yaml": about, "aims/1-people.yaml": aim}) / "plan"
    plan = plan_at(folder)
    assert len(plan.activities["1a.3"][2].success) == 3
    assert back(folder) == without_history(plan)


def test_text_that_no_cell_can_hold_is_not_cut(
    sipctl: Callable[..., Any], write: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    aim = SCHOOL["aims/1-people.yaml"].replace("Two lines", "Two lines" + " more" * 7_000)
    write({**SCHOOL, "aims/1-people.yaml": aim})
    file = tmp_path / "out.xlsx"
    result = sipctl("export", "--plan", str(tmp_path), "-o", str(file), *DAY)
    assert (result.code, result.out, file.exists()) == (2, "", False)
    assert result.err == (
        "sipctl: Activities, 1a.2: its Detail is longer than the 32,767 characters that a "
        "spreadsheet's cell holds\n"
        "  help: shorten it; or export csv or json, which hold all of it\n"
    )


LOOK_ALIKE = (
    "JM",
    "CEO",
    "NA",
    "J.K.",
    "Jk",
    "JK",
    "jk",
    "tbc",
    "None",
    "All",
    "O&M",
    "J'K",
    "T-1",
)
TEXTS = st.one_of(
    st.sampled_from(
        [
            *(
                "2a",
                "1a.1",
                "12",
                "yes",
                "=A1",
                "'=A1",
                "-",
                "tbc",
                "JK, SD",
                "• bullet",
                "  set in",
            ),
            *("_x000D_", "a\nb", "• a\n  b\n• c", "31/01/2025", "Honesty, care", "SEND (1, 2)"),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=12),
).filter(lambda text: bool(text.strip()) and control_character(text) is None)
PHRASES = st.one_of(
    st.sampled_from(["Spring 2025", "termly", "2025-01-31", "by Easter 2025", "when funds allow"]),
    TEXTS,
)
TIMES = st.one_of(
    st.just({}),
    PHRASES.map(lambda phrase: {"": phrase}),
    st.dictionaries(TEXTS, PHRASES, min_size=1, max_size=3),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A small plan with initials that look alike, odd titles, and times of all kinds."""
    roles = draw(st.dictionaries(st.sampled_from(LOOK_ALIKE), st.none() | TEXTS, min_size=1))
    some_leads = st.lists(st.sampled_from(sorted(roles)), max_size=4, unique=True).map(tuple)
    optional, several = st.none() | TEXTS, st.lists(TEXTS, max_size=3).map(tuple)
    works = [
        m.Activity(
            id=f"1a.{number}",
            title=draw(TEXTS),
            detail=draw(optional),
            leads=draw(some_leads),
            when=draw(TIMES),
            starts=draw(optional),
            success=draw(several),
            resources=draw(optional),
            query=draw(optional),
        )
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    kpi = m.Kpi(id="1a.k1", measure=draw(TEXTS), monitored=draw(TIMES), leads=draw(some_leads))
    area = m.Area(id="1a", title=draw(TEXTS), activities=tuple(works), kpis=(kpi,))
    about = m.About(
        title=draw(TEXTS),
        school=m.Body(name=draw(TEXTS)),
        runs=m.Runs(from_=date(2024, 9, 1), to=date(2025, 8, 31)),
        mission=draw(several),
        values=(m.Value(name=draw(TEXTS), nolan=draw(several)),),
    )
    links = tuple(m.Link(role=role, oversees=(1, 2)) for role in draw(several))
    people = m.People(
        leads={name: m.Lead(role=role) for name, role in roles.items()},
        trustees=(m.Overseer(name=draw(TEXTS), links=links),),
    )
    terms = {"autumn": m.TermDates(starts=date(2024, 9, 2), ends=date(2024, 12, 20))}
    calendar = m.TermCalendar(years={"2024/25": m.SchoolYear(terms=terms)})
    return m.Plan(about, people, calendar, (m.Aim(id=1, title=draw(TEXTS), areas=(area,)),))


@settings(suppress_health_check=list(HealthCheck))
@given(plans())
def test_any_plan_comes_back_through_a_workbook(tmp_path_factory: Any, plan: Plan) -> None:
    day = plan.about.runs.to
    file = tmp_path_factory.getbasetemp() / "any.xlsx"
    rows = overview(work_items(plan, timing_context(plan), day, kpis=True))
    file.write_bytes(book(workbook(plan, rows), plan.about.title, day, day))
    draft = reimport.build_draft(read(file, is_head))
    assert draft.people is not None
    assert (draft.about, draft.calendar, draft.aims) == (plan.about, plan.calendar, plan.aims)
    assert replace(draft.people, leads=draft.leads) == plan.people
    assert (draft.unconfirmed, draft.comments) == ({}, {})
    assert create.files(plan)  # raises where it would not read back the same


def test_an_edited_workbook_comes_back_edited(
    back: Callable[..., Plan], sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    """Somebody changed a date, added an activity and a column, and saved it."""
    file = tmp_path / "edited.xlsx"
    sipctl("export", "--plan", str(ROOT / "tests/plans/everything"), "-o", str(file), *DAY)
    book = openpyxl.load_workbook(file)
    sheet = book["Activities"]
    items = {head: number for number, head in enumerate(HEADS["Activities"], start=1)}
    assert sheet.cell(4, items["Id"]).value == "1a.3" or sheet.cell(5, items["Id"]).value == "1a.3"
    row = next(n for n in range(2, 9) if sheet.cell(n, items["Id"]).value == "1a.3")
    sheet.cell(row, items["When"]).value = "Spring 2026"
    sheet.cell(row, len(items) + 1).value = "Ask Jo first"
    sheet.cell(1, len(items) + 1).value = "Remarks"
    new = sheet.max_row + 1
    for head, text in (("Area", "1a Curriculum"), ("Activity", "A new one"), ("Leads", "ZZ, AB")):
        sheet.cell(new, items[head]).value = text
    book.save(file)
    done = sipctl("init", "new", "--from", str(file), cwd=tmp_path)
    assert done.code == 0, done.err
    assert "1 lead to confirm" in done.out
    plan = plan_at(tmp_path / "new" / "plan")
    assert plan.activities["1a.3"][2].when == {"": "Spring 2026"}
    assert (plan.activities["1a.4"][2].title, plan.activities["1a.4"][2].leads) == (
        "A new one",
        ("ZZ", "AB"),
    )
    assert plan.people.query == "Who follows EF? Who is ZZ? The table names them."
    text = (tmp_path / "new/plan/aims/1-teaching.yaml").read_text()
    assert "      - id: 1a.3\n        # Remarks: Ask Jo first\n" in text


def test_a_workbook_without_the_columns_that_are_worked_out_comes_back(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    """Somebody took out of the sheet what they did not want to see."""
    full, file = ROOT / "tests/plans/everything", tmp_path / "cut.xlsx"
    sipctl("export", "--plan", str(full), "-o", str(file), *DAY)
    book = openpyxl.load_workbook(file)
    for name, heads in WORKED_OUT.items():
        for head in heads:
            (place,) = (cell.column for cell in book[name][1] if cell.value == head)
            book[name].delete_cols(place)
    book.save(file)
    done = sipctl("init", "new", "--from", str(file), cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert plan_at(tmp_path / "new" / "plan") == without_history(plan_at(full / "plan"))


def test_an_id_that_is_none_is_told_with_its_row(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "edited.xlsx"
    sipctl("export", "--plan", str(ROOT / "tests/plans/everything"), "-o", str(file), *DAY)
    book = openpyxl.load_workbook(file)
    book["Activities"]["A3"] = "1a.x"
    book.save(file)
    done = sipctl("init", "new", "--from", str(file), cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert 'edited.xlsx, Activities!A3: "1a.x" under Id is not an activity\'s id' in done.err
    assert not (tmp_path / "new").exists()
