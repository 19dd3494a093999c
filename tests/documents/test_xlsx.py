"""What a workbook's cells show, and what belongs to them beside their text."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from support.damaged_files import SHEET, in_sheet, with_part
from support.each_row import each_row

from sipctl.documents.detect import read
from sipctl.documents.number_formats import shown, time_beside
from sipctl.intake.tables.headers import is_head

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HALF_PAST_NINE = "0.39583333333333331"


@each_row(
    ("number", "code", "text"),
    [
        (HALF_PAST_NINE, "h:mm", "9:30"),
        (HALF_PAST_NINE, "hh:mm;@", "09:30"),
        (HALF_PAST_NINE, "h:mm AM/PM", "9:30 AM"),
        (HALF_PAST_NINE, "[$-F400]h:mm:ss\\ AM/PM", "9:30:00 AM"),
        (HALF_PAST_NINE, 'h"h"mm', "9h30"),
        ("0.5208333333333334", "h:mm AM/PM", "12:30 PM"),
        ("0", "h:mm AM/PM", "12:00 AM"),
        ("1.3854166666666667", "[h]:mm", "33:15"),
        ("0.3958", "h:mm", "9:29"),
        ("0.00072337962962962959", "mm:ss.0", "01:02.5"),
        ("0.5", f"mm:ss.{'0' * 900}", "00:00.000"),
        ("45000.5", "d/m/yyyy h:mm", "15 March 2023"),
        ("0.5", "General", "0.5"),
        ("3", '0 "hours"', "3"),
        ("-0.5", "h:mm", "-0.5"),
    ],
)
def test_a_number_as_its_format_shows_it(number: str, code: str, text: str) -> None:
    assert shown(number, code) == text


@each_row(
    ("number", "code", "text"),
    [
        ("45000.5", "d/m/yyyy h:mm", "12:00"),
        ("45000", "d/m/yyyy h:mm", ""),
        ("45000.5", "d/m/yyyy", ""),
        ("0.5", "h:mm", ""),
    ],
)
def test_the_time_beside_a_day(number: str, code: str, text: str) -> None:
    assert time_beside(number, code) == text


def test_times_and_addresses_are_kept(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Action", "Lead", "When", "Room opens"])
    sheet.append(["Read the policy", "JK", datetime(2026, 3, 14, 17), time(9, 30)])
    sheet.append(["Write to Jo", "SD", "May 2026"])
    sheet.append(["See https://example.org/own", "SD", "May 2026"])
    sheet["D2"].number_format = "hh:mm"
    sheet["A2"].hyperlink = "https://example.org/policy"
    sheet["A3"].hyperlink = "mailto:jo@example.org"
    sheet["A4"].hyperlink = "https://example.org/own"
    book.save(tmp_path / "plan.xlsx")
    answers = ("--name", "Hill Trust", "--years", "2025-28")
    done = sipctl("init", "new", "--from", "plan.xlsx", *answers, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    result = next((tmp_path / "new/plan/aims").iterdir()).read_text()
    for comment in (
        "# Room opens: 09:30",
        "# Note on Sheet!A2: Link: https://example.org/policy",
        "# Note on Sheet!C2: at 17:00",
        "# Note on Sheet!A3: Link: mailto:jo@example.org",
    ):
        assert f"        {comment}\n" in result
    assert "when: 14 March 2026" in result
    assert result.count("https://example.org/own") == 1


def test_the_address_of_a_formula_is_kept(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Action", "Lead"])
        sheet.write_formula(1, 0, '=HYPERLINK("https://example.org/x","Fill it in")', None, "Fill")
    cell = read(tmp_path / "plan.xlsx", is_head).tables[0].rows[1][0]
    assert (cell.text, cell.notes) == ("Fill", ("Link: https://example.org/x",))


def told_of(path: Path) -> list[list[tuple[str, tuple[str, ...]]]]:
    """The texts and notes of a workbook's first sheet."""
    rows = read(path, is_head).tables[0].rows
    return [[(cell.text, cell.notes) for cell in cells] for cells in rows]


def test_text_under_a_merge_is_noted_on_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Action", "Notes"], ["Do it", "walrus"], ["Do more", "walrus"], ["Last", "seal"]):
        sheet.append(row)
    book.save(tmp_path / "plan.xlsx")
    merged(tmp_path / "plan.xlsx", "B2:B4")
    texts = [row[1] for row in told_of(tmp_path / "plan.xlsx")[1:]]
    assert texts == [("walrus", ()), ("walrus", ()), ("walrus", ("Under merged cells: seal",))]


def test_no_cell_is_merged_twice(tmp_path: Path) -> None:
    """Merges that overlap are damage, but each text of theirs is in the file."""
    book = openpyxl.Workbook()
    for row in (["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]):
        book.active.append(row)
    book.save(tmp_path / "plan.xlsx")
    merged(tmp_path / "plan.xlsx", "B2:C2", "B1:B2", "C2:C3")
    texts = told_of(tmp_path / "plan.xlsx")
    assert [[text for text, _ in row] for row in texts] == [
        ["a", "b", "c"],
        ["d", "e", "e"],
        ["g", "h", "i"],
    ]
    assert texts[1][2][1] == ("Under merged cells: f",)


def merged(path: Path, *refs: str) -> None:
    """Merge cells of the first sheet, and leave their texts as they are."""
    text = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    end = b"</sheetData>"
    path.write_bytes(
        with_part(
            path.read_bytes(),
            SHEET,
            lambda xml: xml.replace(end, end + f"<mergeCells>{text}</mergeCells>".encode()),
        )
    )


def test_two_texts_of_one_cell_are_both_kept(tmp_path: Path) -> None:
    cell = '<c r="A3" t="inlineStr"><is><t>{}</t></is></c>'
    rows = f'<row r="3">{cell.format("walrus")}{cell.format("seal")}</row>'
    again = f'<row r="3">{cell.format("otter")}</row>'
    (tmp_path / "plan.xlsx").write_bytes(in_sheet(rows + again, "</sheetData>"))
    assert told_of(tmp_path / "plan.xlsx")[2][0][0] == "walrus\nseal\notter"


@pytest.mark.parametrize("place", ["B9", "F2", "F1", "A3", "B4"])
def test_a_note_is_kept_wherever_it_sticks(
    sipctl: Callable[..., Any], tmp_path: Path, place: str
) -> None:
    """On rows and columns that are empty but for it, on a head and on a head said again."""
    book = openpyxl.Workbook()
    rows = [["Action", "Lead"], ["Do it", "JK"], [], ["Action", "Lead"], ["Do more", "SD"]]
    for row in rows:
        book.active.append(row)
    book.active[place].comment = Comment("walrus", "Jo")
    other = book.create_sheet("Other")
    other["A1"] = "hello"
    other["C7"].comment = Comment("seal", "Jo")
    book.save(tmp_path / "plan.xlsx")
    answers = ("--name", "Hill Trust", "--years", "2025-28")
    done = sipctl("init", "new", "--from", "plan.xlsx", *answers, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    text = "".join(path.read_text() for path in (tmp_path / "new").rglob("*.yaml"))
    assert (text.count(f"Note on Sheet!{place}: walrus"), text.count("seal")) == (1, 1)
