"""The table of decisions with which a plan ends, as a workbook. Needs the extra `export`."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from sipctl.views.exports.workbook import new_workbook, set_landscape
from sipctl.views.text.english import safe_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_WIDTHS = (7, 44, 12, 24, 12, 14, 24, 40)
_ANSWERED = 3
"""How many columns, the last ones, are to be filled in."""


def decisions_book(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    choices: tuple[str, list[str]],
    title: str,
    day: date,
) -> bytes:
    """A sheet of texts; the column named in `choices` offers a list of words."""
    buffer = BytesIO()
    with new_workbook(buffer, title, day, otherwise="; a .csv needs nothing more") as written:
        top = {"valign": "top", "text_wrap": True, "num_format": "@", "border": 1}
        shown = written.add_format({**top, "bg_color": "#F3F2EE"})
        answer = written.add_format(top)
        head = written.add_format({**top, "bold": True, "bg_color": "#DCE6F1"})
        page = written.add_worksheet("Decisions")
        for column, (text, width) in enumerate(zip(heads, _WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, text, head)
        for index, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                is_answer = column >= len(heads) - _ANSWERED
                page.write_string(index, column, safe_text(text), answer if is_answer else shown)
        column = list(heads).index(choices[0])
        validation = {"validate": "list", "source": choices[1]}
        page.data_validation(1, column, len(rows), column, validation)
        page.freeze_panes(1, 2)
        set_landscape(page)
        page.repeat_rows(0)
    return buffer.getvalue()
