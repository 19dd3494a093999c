"""A plan as a workbook, as a finance officer would have made it. Needs the extra `export`.

The same plan gives the same bytes: no clock, no name of a machine or a user.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from sipctl.plan.faults import Refusal
from sipctl.views.exports import layout as s
from sipctl.views.exports.workbook import (
    AUTHOR,
    LINE,
    in_header,
    lines_in,
    new_workbook,
    set_landscape,
    set_margins,
)
from sipctl.views.text.english import long_day, status_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.views.exports.sheets import Cell, Sheet

CELL_LIMIT = 32_767
"""Characters that a spreadsheet's cell can hold."""
OFF_PAPER = 100
"""How wide a column that is not printed may become, so that its texts make no row any higher."""
MOST_LINES = 12
"""How many lines a row shows at most."""
FROZEN = {s.ACTIVITIES: 1, s.KPIS: 1, s.LEADS: 1}
"""Columns that stay in sight when scrolling: those that identify a row."""


def book(sheets: Iterable[Sheet], title: str, day: date, made_on: date) -> bytes:
    """A workbook of some sheets. `made_on` stands in its properties as the day of its making."""
    buffer = BytesIO()
    comments = f"The plan as it stood on {long_day(day)}"
    otherwise = "; --format csv needs nothing more"
    with new_workbook(buffer, title, made_on, otherwise=otherwise, comments=comments) as written:
        formats = _formats(written)
        for sheet in sheets:
            _write(written.add_worksheet(sheet.name), sheet, formats, title, day)
    return buffer.getvalue()


def untouched(data: bytes) -> bool:
    """Whether a file is a workbook that sipctl wrote and nobody has saved since.

    A program that saves a workbook changes its author and date.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            facts = archive.read("docProps/core.xml").decode()
    except (BadZipFile, KeyError, ValueError, OSError):
        return False
    signed = re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", facts)
    dated = re.findall(r"<dcterms:(?:created|modified)[^>]*>([^<]*)<", facts)
    return signed == [AUTHOR, AUTHOR] and len(dated) == 2 and len(set(dated)) == 1


def _formats(written: Any) -> dict[str, Any]:
    top = {"valign": "top", "font_name": "Calibri", "font_size": 10}
    cell = {**top, "bottom": 4, "bottom_color": "#A6A6A6"}
    return {
        "head": written.add_format(
            {**top, "bold": True, "text_wrap": True, "bg_color": "#DCE6F1", "bottom": 1}
        ),
        "column": written.add_format({**top, "text_wrap": True, "num_format": "@"}),
        "text": written.add_format({**cell, "text_wrap": True, "num_format": "@"}),
        "day": written.add_format({**cell, "num_format": "d mmm yyyy", "align": "left"}),
        "number": written.add_format({**cell, "num_format": "0", "align": "left"}),
        "overdue": written.add_format({"bold": True, "font_color": "#9C0006"}),
    }


def _write(page: Any, sheet: Sheet, formats: dict[str, Any], title: str, day: date) -> None:
    columns, printed = s.COLUMNS[sheet.name], s.PRINTED[sheet.name]
    widths = _widths(sheet, printed)
    last = max(len(sheet.rows), 1)
    heads = [{"header": column.head, "header_format": formats["head"]} for column in columns]
    table = {"name": sheet.name, "style": None, "columns": heads}
    page.add_table(0, 0, last, len(columns) - 1, table)
    for number, width in enumerate(widths):
        page.set_column(number, number, width, formats["column"])
    page.set_row(0, 2 * LINE)
    for index, row in enumerate(sheet.rows, start=1):
        _refuse_too_long(sheet, row)
        page.set_row(index, LINE * min(_height(row, widths), MOST_LINES))
        for number, (column, cell) in enumerate(zip(columns, row, strict=True)):
            shown = status_word(cell) if column.worded and isinstance(cell, str) else cell
            _put(page, index, number, shown, formats)
    page.freeze_panes(1, FROZEN.get(sheet.name, 0))
    page.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
    _print_set_up(page, sheet.name, last, printed, title, day)
    if "State" in sheet.heads:
        _mark_overdue(page, sheet.heads.index("State"), last, formats["overdue"])


def _widths(sheet: Sheet, printed: int) -> list[int]:
    """Columns that are printed have their own width; any other is wide enough for its rows."""
    widths = [column.width for column in s.COLUMNS[sheet.name]]
    heights = [_height(row, widths[:printed]) for row in sheet.rows]
    for column in range(printed, len(widths)):
        for row, most in zip(sheet.rows, heights, strict=True):
            fewest = max(most, _lines(row[column], OFF_PAPER))
            while _lines(row[column], widths[column]) > fewest:
                widths[column] += 1
    return widths


def _height(row: tuple[Cell, ...], widths: list[int]) -> int:
    """The lines that the fullest cell of a row takes; not every program finds that itself."""
    return max(_lines(cell, width) for cell, width in zip(row, widths, strict=False))


def _lines(cell: Cell, width: int) -> int:
    return lines_in(str(cell or ""), width)


def _put(page: Any, index: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    """A day as a day, a number as a number, and text as text whatever it begins with."""
    if isinstance(cell, date):
        page.write_datetime(
            index, column, datetime(cell.year, cell.month, cell.day), formats["day"]
        )
    elif isinstance(cell, int):
        page.write_number(index, column, cell, formats["number"])
    elif cell:
        page.write_string(index, column, cell, formats["text"])
    else:
        page.write_blank(index, column, None, formats["text"])


def _refuse_too_long(sheet: Sheet, row: tuple[Cell, ...]) -> None:
    """Raises Refusal rather than cut what somebody wrote."""
    for head, cell in zip(sheet.heads, row, strict=True):
        if isinstance(cell, str) and len(cell.encode("utf-16-le")) > 2 * CELL_LIMIT:
            raise Refusal(
                f"{sheet.name}, {row[0]}: its {head} is longer than the {CELL_LIMIT:,} characters "
                "that a spreadsheet's cell holds",
                "shorten it; or export csv or json, which hold all of it",
            )


def _print_set_up(page: Any, name: str, last: int, printed: int, title: str, day: date) -> None:
    set_landscape(page)
    page.print_area(0, 0, last, printed - 1)
    page.repeat_rows(0)
    set_margins(page, f"{in_header(title, 100)}: {name}", long_day(day))


def _mark_overdue(page: Any, column: int, last: int, marked: Any) -> None:
    page.conditional_format(
        *(1, column, last, column),
        {"type": "cell", "criteria": "==", "value": '"overdue"', "format": marked},
    )
