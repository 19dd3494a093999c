"""Workbooks of other formats (`.xls`, `.ods`) as documents, read by the extra python-calamine.

It gives values without their formats, notes and links, so `.xlsx` is read by `xlsx` instead.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sipctl.documents.document import Cell, Document, SourceTable
from sipctl.documents.office import SAVE, broken, too_large
from sipctl.documents.xlsx import MOST_CELLS, MOST_COLUMNS, MOST_MERGED, MOST_ROWS, letters
from sipctl.plan.calendar.periods import date_title
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

NOTES = "notes and links of this format were not read, and numbers are shown without their formats"


def read(data: bytes, name: str, refusal: Refusal) -> Document:
    """Every visible sheet; raises `refusal` where it is no workbook or the extra is missing."""
    try:
        import python_calamine as calamine
    except ImportError:
        advice = f"{refusal.help}; or install what reads them: pip install 'sipctl[old-formats]'"
        raise Refusal(refusal.message, advice) from None
    book = _guarded(lambda: calamine.CalamineWorkbook.from_filelike(BytesIO(data)), refusal)
    tables, left_out = [], [NOTES]
    for sheet in book.sheets_metadata:
        if sheet.visible != calamine.SheetVisibleEnum.Visible:
            left_out.append(f'the hidden sheet "{sheet.name}" was not read')
        elif sheet.typ == calamine.SheetTypeEnum.WorkSheet:
            tables.append(_table(book, sheet.name, name))
    return Document(name, "xlsx", tuple(tables), left_out=tuple(left_out))


def _table(book: Any, sheet_name: str, name: str) -> SourceTable:
    """One sheet as a table of the rows and columns that hold something."""
    refusal = broken(name, f'sheet "{sheet_name}"')
    sheet = _guarded(lambda: book.get_sheet_by_name(sheet_name), refusal)
    height, width = sheet.total_height, sheet.total_width
    if height > MOST_ROWS or width > MOST_COLUMNS or height * width > 4 * MOST_CELLS:
        raise too_large(name)
    values = _guarded(lambda: sheet.to_python(skip_empty_area=False), refusal)
    texts = [[_shown(value) for value in row] for row in values]
    rows = [number for number, row in enumerate(texts) if any(row)]
    columns = sorted({column for row in rows for column, text in enumerate(texts[row]) if text})
    anchors = _anchors(sheet.merged_cell_ranges or [], rows, columns, too_large(name))
    down = {row: number for number, row in enumerate(rows)}
    along = {column: number for number, column in enumerate(columns)}
    table_rows = []
    for row in rows:
        cells = []
        for column in columns:
            top, left = anchors.get((row, column), (row, column))
            place = f"{sheet_name}!{letters(column)}{row + 1}"
            cells.append(Cell(texts[top][left], (down[top], along[left]), place))
        table_rows.append(tuple(cells))
    return SourceTable(sheet_name, tuple(table_rows))


def _anchors(
    ranges: list[Any], rows: list[int], columns: list[int], refusal: Refusal
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell that is merged, the first of those it is merged with; raises `refusal` for more
    than a plan has."""
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in ranges:
        merged_rows = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        merged_columns = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        if merged_rows[:1] != [top] or merged_columns[:1] != [left]:
            continue
        for row in merged_rows:
            anchors |= {(row, column): (top, left) for column in merged_columns}
        if len(anchors) > MOST_MERGED or len(ranges) > MOST_MERGED:
            raise refusal
    return anchors


def _shown(value: object) -> str:
    """A value as a text: days in words, whole numbers without a point."""
    if isinstance(value, datetime | date):
        return date_title(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value).strip() if not isinstance(value, timedelta) else str(value)


def _guarded(action: Callable[[], Any], refusal: Refusal) -> Any:
    """What `action` gives; raises `refusal` for any error, panics of calamine's Rust among them."""
    try:
        return action()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        if "password" in type(error).__name__.lower():
            raise Refusal(
                "the workbook is protected by a password", f"take it off: {SAVE}"
            ) from None
        raise refusal from error
