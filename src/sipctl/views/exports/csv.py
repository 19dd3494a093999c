"""A sheet as CSV. What a spreadsheet would take for a formula is marked as text."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from sipctl.views.exports.layout import guard

if TYPE_CHECKING:
    from sipctl.views.exports.sheets import Cell, Sheet


def render(sheet: Sheet) -> str:
    """The sheet's heads and rows, days as year-month-day; lines end as spreadsheets expect."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(sheet.heads)
    writer.writerows([_cell(cell) for cell in row] for row in sheet.rows)
    return buffer.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return guard(cell) if isinstance(cell, str) else str(cell)
