"""An export that somebody edited: its plan comes back, or the cell is named; no word is lost."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from conftest import ROOT
from openpyxl.comments import Comment

from sipctl.documents.detect import read
from sipctl.documents.document import Cell, Document, SourceTable
from sipctl.intake.answers import parse_years
from sipctl.intake.tables.headers import is_head
from sipctl.intake.workbook import reimport
from sipctl.intake.workbook.sheets import READ
from sipctl.plan.calendar.provisional import provisional_calendar
from sipctl.plan.faults import Refusal
from sipctl.plan.model import entries as m
from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files.folder import Folder
from sipctl.store.new_plan import create
from sipctl.views.exports.layout import HEADS, WORKED_OUT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

pytestmark = pytest.mark.slow

FULL = ROOT / "tests" / "plans" / "everything"
DAY = ("--as-of", "2027-08-31")


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the full plan."""
    from sipctl.cli import app

    file = tmp_path_factory.mktemp("full") / "export.xlsx"
    assert app.run(["export", "--plan", str(FULL), "-o", str(file), *DAY]) == 0
    return file


@pytest.fixture
def edited(sipctl: Callable[..., Any], tmp_path: Path, export: Path) -> Callable[..., Any]:
    """Edit the full plan's export, bring it in again: what that says."""

    def run(edit: Callable[[Workbook], object]) -> Any:
        file = tmp_path / "edited.xlsx"
        book = openpyxl.load_workbook(export)
        edit(book)
        book.save(file)
        return sipctl("init", "new", "--from", str(file), cwd=tmp_path)

    return run


@pytest.fixture(scope="module")
def exported(export: Path) -> Document:
    return read(export, is_head)


def plan_at(folder: Path) -> m.Plan:
    opened = open_folder(Folder(folder, "plan"))
    assert opened.loaded.ok, opened.loaded.faults[:3]
    return opened.plan


def text_at(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*.yaml"))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text))


def files_of(document: Document) -> str:
    """The text of the plan that a document makes."""
    draft = reimport.build_draft(document)
    runs = m.Runs(from_=parse_years("2025-28").from_, to=parse_years("2025-28").to)
    about = draft.about or m.About(title="T", trust=m.Body(name="Hill"), runs=runs)
    people = replace(draft.people or m.People(), leads=draft.leads)
    calendar = draft.calendar or provisional_calendar(runs)
    plan = m.Plan(about, people, calendar, draft.aims, frameworks=draft.frameworks)
    return "".join(create.files(plan, draft.comments).values())


def with_cell(document: Document, sheet: int, row: int, column: int, text: str) -> Document:
    """A document with one cell that says something else."""
    grid = document.tables[sheet]
    rows = [list(cells) for cells in grid.rows]
    rows[row][column] = replace(rows[row][column], text=text)
    table = SourceTable(grid.name, tuple(map(tuple, rows)))
    return replace(
        document, tables=(*document.tables[:sheet], table, *document.tables[sheet + 1 :])
    )


def without_column(document: Document, sheet: int, column: int) -> Document:
    grid = document.tables[sheet]
    rows = tuple(
        tuple(
            Cell(cell.text, (row, index), cell.place, cell.notes)
            for index, cell in enumerate((*cells[:column], *cells[column + 1 :]))
        )
        for row, cells in enumerate(grid.rows)
    )
    table = SourceTable(grid.name, rows)
    return replace(
        document, tables=(*document.tables[:sheet], table, *document.tables[sheet + 1 :])
    )


COLUMNS = [(index, head) for index, sheet in enumerate(HEADS) for head in HEADS[sheet]]


@pytest.mark.parametrize(("sheet", "head"), COLUMNS)
def test_any_column_may_be_missing(exported: Document, sheet: int, head: str) -> None:
    """What is worked out is not missed; without others a plan comes of the rest, or a refusal."""
    name = exported.tables[sheet].name
    damaged = without_column(exported, sheet, HEADS[name].index(head))
    assert reimport.is_own(damaged)
    if head in WORKED_OUT[name]:
        assert files_of(damaged) == files_of(exported)
        return
    try:
        assert files_of(damaged)
    except Refusal as refused:
        assert f'there is no column "{head}"' in refused.help or "under What" in refused.message
        assert refused.message.startswith("export.xlsx")


@pytest.mark.parametrize("text", ["1, ,", "zebra (one, two)", ""])
@pytest.mark.parametrize("sheet", range(5))
def test_any_cell_may_say_anything(exported: Document, sheet: int, text: str) -> None:
    """Whatever stands in a cell is in the plan, or the refusal names a cell or row and says what
    to do. A row of each kind has each of its cells spoilt."""
    grid = exported.tables[sheet]
    kinds = {cells[0].text: row for row, cells in enumerate(grid.rows) if row}
    rows = kinds.values() if sheet in (2, 4) else range(1, min(3, len(grid.rows)))
    for row in rows:
        for column, head in enumerate(HEADS[grid.name]):
            if head not in READ[grid.name]:
                continue
            try:
                result = files_of(with_cell(exported, sheet, row, column, text))
            except Refusal as refused:
                assert refused.help
                assert refused.message.startswith(("export.xlsx", "this cannot be written"))
            else:
                assert letters(text) in letters(result), (head, row)


def test_sheets_and_columns_may_stand_in_any_order(
    edited: Callable[..., Any], tmp_path: Path
) -> None:
    def edit(book: Workbook) -> None:
        book.move_sheet("Activities", 2)
        book.move_sheet("Plan", -4)
        book["Activities"].delete_cols(HEADS["Activities"].index("State") + 1)
        book["Leads"].title = "Our people"
        book["KPIs"].insert_rows(1)
        book["KPIs"]["A1"] = "Our measures of success"

    done = edited(edit)
    assert done.code == 0, done.err
    again, plan = plan_at(tmp_path / "new" / "plan"), plan_at(FULL / "plan")
    assert (again.about, again.people, again.calendar) == (plan.about, plan.people, plan.calendar)
    assert again.activities.keys() == plan.activities.keys()
    assert "# Our measures of success" in text_at(tmp_path / "new")


def test_what_somebody_added_stands_as_comments(edited: Callable[..., Any], tmp_path: Path) -> None:
    """Cell comments, sheets, columns and rows that no plan has: every word, as often as it is
    said."""

    def edit(book: Workbook) -> None:
        for sheet in ("Activities", "KPIs", "Leads", "Calendar", "Plan"):
            width = len(HEADS[sheet])
            book[sheet].cell(1, width + 1).value = "Remark"
            book[sheet].cell(2, width + 1).value = f"walrus of {sheet}"
            book[sheet].cell(2, width + 3).value = "headless walrus"
            book[sheet]["A1"].comment = Comment("walrus on a head", "Jo")
            book[sheet]["B2"].comment = Comment(f"walrus on a cell of {sheet}", "Jo")
        book["Plan"].append(["Motto", None, "Walrus first", "and walrus last"])
        book["Calendar"].append(["Parents' evening", None, "walrus evening", "tbc"])
        book["Activities"].append([None, None, None, "walrus", None, "May 2026"])
        notes = book.create_sheet("Notes of ours")
        notes.append(["walrus", None, "walrus"])
        notes["C4"].comment = Comment("walrus alone", "Jo")

    done = edited(edit)
    assert done.code == 0, done.err
    text = text_at(tmp_path / "new")
    assert words(text)["walrus"] == 5 * 4 + 2 + 1 + 1 + 2 + 1
    assert "  # Remark: walrus of Leads\n" in text
    assert "# Plan: Motto | Walrus first | and walrus last" in text
    assert "notes of ours" in text.casefold()


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("Detail", "walrus"),
        ("Area", "1a walrus"),
        ("Area", "2a walrus"),
        ("Aim", "1 walrus"),
        ("Aim", "9 walrus"),
        ("Priority", "1a.p1 walrus"),
        ("Priority", "9a.p1 walrus"),
    ],
)
@pytest.mark.parametrize("again", [True, False])
def test_another_place_or_a_second_column_of_one_head_is_kept(
    edited: Callable[..., Any], tmp_path: Path, head: str, text: str, again: bool
) -> None:
    """What a row says of its place stands as a comment where its id or the plan's sheet says
    otherwise, and so does a column whose head is there already."""

    def edit(book: Workbook) -> None:
        heads = HEADS["Activities"]
        column = len(heads) + 1 if again else heads.index(head) + 1
        book["Activities"].cell(1, column).value = head
        book["Activities"].cell(2, column).value = text

    done = edited(edit)
    assert done.code == 0, done.err
    assert words(text_at(tmp_path / "new"))["walrus"] == 1
    returned, plan = plan_at(tmp_path / "new" / "plan"), plan_at(FULL / "plan")
    assert returned.aims[0].areas[0].title == plan.aims[0].areas[0].title
    if again:
        assert returned.activities["1a.1"][2].detail == plan.activities["1a.1"][2].detail


def test_of_two_columns_of_one_head_the_fuller_counts(
    edited: Callable[..., Any], tmp_path: Path
) -> None:
    """Wherever the other was put in."""

    def edit(book: Workbook) -> None:
        book["Activities"].insert_cols(1)
        book["Activities"]["A1"], book["Activities"]["A2"] = "Detail", "walrus"

    done = edited(edit)
    assert done.code == 0, done.err
    again, plan = plan_at(tmp_path / "new" / "plan"), plan_at(FULL / "plan")
    assert again.activities["1a.1"][2].detail == plan.activities["1a.1"][2].detail
    assert "# Detail (Activities!A1): walrus\n" in text_at(tmp_path / "new")


@pytest.mark.parametrize(
    ("cell", "criteria"),
    [
        ("• One\n  \n  Two\n• Three", ("One\n\nTwo", "Three")),
        ("• One\n\n• Three", ("One", "Three")),
        ("One\n\nTwo", ("One", "Two")),
        ("• \n• One", ("One",)),
    ],
)
def test_criteria_may_have_blank_lines(
    edited: Callable[..., Any], tmp_path: Path, cell: str, criteria: tuple[str, ...]
) -> None:
    column = HEADS["Activities"].index("Success criteria") + 1
    done = edited(lambda book: setattr(book["Activities"].cell(2, column), "value", cell))
    assert done.code == 0, done.err
    result = plan_at(tmp_path / "new" / "plan").activities["1a.1"][2]
    assert tuple(item.strip() for item in result.success) == criteria


def test_leads_that_look_alike_are_not_confused(edited: Callable[..., Any], tmp_path: Path) -> None:
    column = HEADS["Activities"].index("Leads") + 1

    def edit(book: Workbook) -> None:
        book["Leads"].append(["JM", "CEO"])
        for name in ("CEO", "NA", "J.K.", "Jk", "JK"):
            book["Leads"].append([name])
        book["Activities"].cell(2, column).value = "CEO, NA, J.K., JK, Jk, jm"
        book["KPIs"].cell(2, HEADS["KPIs"].index("Leads") + 1).value = "tbc, Jane Smith"

    done = edited(edit)
    assert done.code == 0, done.err
    plan = plan_at(tmp_path / "new" / "plan")
    first = next(iter(plan.activities.values()))[2]
    assert first.leads == ("CEO", "NA", "J.K.", "JK", "Jk", "jm")
    assert plan.people.leads["JM"].role == "CEO"
    assert "Who are jm and tbc? The table names them." in (plan.people.query or "")
    assert "# Leads: tbc, Jane Smith" in text_at(tmp_path / "new")


@pytest.mark.parametrize(
    ("sheet", "row", "head", "text", "expected"),
    [
        ("Plan", "Aim", "Id", "x", '"x" under Id is not an aim\'s number'),
        ("Plan", "Area", "Id", "x", '"x" under Id is not an area\'s id'),
        ("Plan", "Runs", "Also", "soon", '"soon" under Also is not a date'),
        ("Plan", "Committee", "Text", None, "nothing stands under Text"),
        ("Calendar", "Term", "Starts", "after Easter", '"after Easter" under Starts is not a date'),
        ("KPIs", None, "Id", "k1", '"k1" under Id is not a KPI\'s id'),
        ("Leads", None, "Lead", "Jane Smith", '"Jane Smith" under Lead is not a lead\'s initials'),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    edited: Callable[..., Any], sheet: str, row: str | None, head: str, text: str, expected: str
) -> None:
    places = []

    def edit(book: Workbook) -> None:
        rows = range(2, book[sheet].max_row + 1)
        result = next(n for n in rows if row in (None, book[sheet].cell(n, 1).value))
        cell = book[sheet].cell(result, HEADS[sheet].index(head) + 1)
        cell.value = text
        places.append(f"{sheet}!{cell.coordinate}")

    done = edited(edit)
    assert (done.code, done.out) == (2, "")
    assert f"sipctl: edited.xlsx, {places[0]}: {expected}\n  help: " in done.err


def test_what_is_no_number_or_id_stays_beside_its_row(
    edited: Callable[..., Any], tmp_path: Path
) -> None:
    def edit(book: Workbook) -> None:
        for row in book["Plan"].iter_rows(min_row=2):
            if row[0].value == "Committee":
                row[3].value = "one"
            elif row[0].value == "Trustee":
                row[3].value = "EDI (1, ,)"
        book["Activities"].cell(2, HEADS["Activities"].index("After") + 1).value = "the audit"

    done = edited(edit)
    assert done.code == 0, done.err
    plan = plan_at(tmp_path / "new" / "plan")
    assert plan.people.trustees[0].links[0] == m.Link(role="EDI", oversees=(1,))
    assert "# Plan: Committee | far | Finance, Audit & Risk | one" in text_at(tmp_path / "new")
    assert "# After: the audit" in text_at(tmp_path / "new")


def test_a_kpi_without_an_id_gets_the_next(edited: Callable[..., Any], tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book["KPIs"].append([None, "1a Curriculum", "Pupils read daily", "all"])
        book["KPIs"].append([None, None, "Everybody stays", "all"])

    done = edited(edit)
    assert done.code == 0, done.err
    again, plan = plan_at(tmp_path / "new" / "plan"), plan_at(FULL / "plan")
    new = {name: again.kpis[name][2].measure for name in again.kpis.keys() - plan.kpis.keys()}
    assert sorted(new.values()) == ["Everybody stays", "Pupils read daily"]
    assert sorted(name.split(".")[0] for name in new) == ["1a", "t"]


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Plan", ["Academy", "NORTH", "Another"]),
        ("Plan", ["Colour", "complete", "red"]),
        ("Plan", ["Area", "1a", "Another"]),
        ("Calendar", ["Meeting", None, "Another", *[None] * 5, "lgb"]),
    ],
)
def test_two_rows_of_one_id_are_refused(
    edited: Callable[..., Any], sheet: str, row: list[str | None]
) -> None:
    done = edited(lambda book: book[sheet].append(row))
    assert (done.code, done.out) == (2, "")
    name = row[1] or row[-1]
    assert f": there are two of {name}\n  help: take one out, or call it otherwise\n" in done.err


@pytest.mark.parametrize(("expected", "provisional"), [("no", False), ("Yes", True), (None, False)])
def test_no_under_provisional_is_no(
    edited: Callable[..., Any], tmp_path: Path, expected: str | None, provisional: bool
) -> None:
    def edit(book: Workbook) -> None:
        page = book["Calendar"]
        (place,) = (cell.column for cell in page[1] if cell.value == "Provisional")
        for row in range(2, page.max_row + 1):
            if page.cell(row, 1).value == "Term":
                page.cell(row, place).value = expected

    edited(edit)
    years = plan_at(tmp_path / "new" / "plan").calendar.years.values()
    assert {year.provisional for year in years} == {provisional}
