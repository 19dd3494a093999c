"""The workbook, read back by another library than the one that makes it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import openpyxl
import pytest
from support.plans import SCHOOL

from sipctl.views.exports.layout import HEADS, PRINTED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = "2025-03-31"


@pytest.fixture
def export_workbook(
    sipctl: Callable[..., Any], write: Callable[[dict[str, str]], Path], tmp_path: Path
) -> Callable[..., Path]:
    def run(*argv: str, name: str = "plan.xlsx", files: dict[str, str] | None = None) -> Path:
        file, plan = tmp_path / name, write({**SCHOOL, **(files or {})})
        done = sipctl("export", "-o", str(file), "--as-of", DAY, *argv, cwd=plan)
        assert (done.code, done.err) == (0, ""), done.err
        return file

    return run


def column(sheet: Any, head: str) -> list[Any]:
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(head)] for row in sheet.iter_rows(min_row=2)]


def test_each_sheet_is_a_table_with_a_filter_a_frozen_head_and_a_page_that_fits(
    export_workbook: Callable[..., Path],
) -> None:
    book = openpyxl.load_workbook(export_workbook())
    assert book.sheetnames == ["Activities", "KPIs", "Calendar", "Leads", "Plan"]
    for sheet in book:
        assert tuple(cell.value for cell in sheet[1]) == HEADS[sheet.title]
        (table,) = sheet.tables.values()
        assert (table.name, table.ref, table.autoFilter.ref) == (
            sheet.title,
            sheet.dimensions,
            sheet.dimensions,
        )
        assert str(sheet.freeze_panes) in ("A2", "B2")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_days_are_days_numbers_numbers_and_text_is_text(
    export_workbook: Callable[..., Path],
) -> None:
    sheet = openpyxl.load_workbook(export_workbook())["Activities"]
    due = column(sheet, "Due")
    assert due[0].value == datetime(2025, 4, 4)
    assert due[0].number_format == "d mmm yyyy"
    assert column(sheet, "Days slipped")[1].value == 42
    titles = column(sheet, "Activity")
    assert [cell.data_type for cell in titles] == ["s"] * len(titles)
    assert titles[0].value == "=HYPERLINK(1)"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert all(cell.alignment.wrap_text for cell in titles)


def test_no_choice_is_offered_that_nothing_reads(export_workbook: Callable[..., Path]) -> None:
    for sheet in openpyxl.load_workbook(export_workbook()):
        assert not sheet.data_validations.dataValidation


def test_states_and_statuses_read_as_on_the_screen(export_workbook: Callable[..., Path]) -> None:
    book = openpyxl.load_workbook(export_workbook())
    for name, heads in (("Activities", ("State", "Status")), ("KPIs", ("State", "Result"))):
        for head in heads:
            words = {cell.value for cell in column(book[name], head)}
            assert not any("-" in word for word in words), words
    assert {cell.value for cell in column(book["Activities"], "State")} >= {"as needed", "overdue"}


def test_rows_are_as_high_as_what_is_printed_of_them(export_workbook: Callable[..., Path]) -> None:
    long = {
        "aims/1-people.yaml": SCHOOL["aims/1-people.yaml"].replace("Two lines;\\n", "Words " * 15)
    }
    short, wide = (
        openpyxl.load_workbook(export_workbook(files=files))["Activities"] for files in ({}, long)
    )
    heads = [cell.value for cell in short[1]]
    assert heads.index("Detail") >= PRINTED["Activities"]
    letter = openpyxl.utils.get_column_letter(heads.index("Detail") + 1)
    assert wide.column_dimensions[letter].width > short.column_dimensions[letter].width
    assert wide.row_dimensions[3].height < short.row_dimensions[3].height, "two lines stay two"
    printed = f"$A$1:${openpyxl.utils.get_column_letter(PRINTED['Activities'])}${short.max_row}"
    assert short.print_area == f"'Activities'!{printed}"


def test_the_other_sheets_hold_the_rest(export_workbook: Callable[..., Path]) -> None:
    book = openpyxl.load_workbook(export_workbook())
    assert [cell.value for cell in book["KPIs"][2]][:7] == [
        *("1a.k1", "1a Staff", "+5 % stay", None, "Autumn 2024", None, "termly")
    ]
    assert [cell.value for cell in book["Calendar"][2]][:5] == [
        *("Term", "2024/25", "autumn", datetime(2024, 9, 2), datetime(2024, 12, 20))
    ]
    assert [[cell.value for cell in row] for row in book["Leads"].iter_rows(min_row=2)] == [
        ["JK", "HR director", None, None, 4, 2, 1, 0, 0],
        ["SD", None, None, None, 3, 0, 2, 0, 1],
    ]
    facts = [tuple(cell.value for cell in row[:3]) for row in book["Plan"].iter_rows(min_row=2)]
    assert ("Priority", "1a.p1", "Keep staff") in facts


def test_the_same_plan_gives_the_same_bytes(export_workbook: Callable[..., Path]) -> None:
    first, second = (export_workbook(name=name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<dcterms:created" in archive.read("docProps/core.xml")
        assert b"2024-09-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_workbook_that_somebody_saved_is_not_written_over(
    export_workbook: Callable[..., Path], sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    file = export_workbook()
    export_workbook()  # nobody has saved it since
    book = openpyxl.load_workbook(file)
    book["Activities"]["C2"] = "Somebody's work"
    book.save(file)
    saved = file.read_bytes()
    done = sipctl("export", "-o", str(file), cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "is not a workbook as sipctl left it" in done.err
    assert file.read_bytes() == saved
    export_workbook("--force")
    assert file.read_bytes() != saved


def test_only_what_was_asked_for(export_workbook: Callable[..., Path]) -> None:
    book = openpyxl.load_workbook(export_workbook("--lead", "SD"))
    assert {cell.value for cell in column(book["Activities"], "Id")} == {"1a.1", "1a.2", "1a.4"}
