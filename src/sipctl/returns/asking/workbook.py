"""A form as a workbook: a sheet of advice, one for each kind of row, and two that `take` reads.

No formula, no macro, no protection. The same round gives the same bytes.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from sipctl.returns import layout
from sipctl.returns.asking import words
from sipctl.views.exports.workbook import (
    LINE,
    in_header,
    lines_in,
    new_workbook,
    set_landscape,
    set_margins,
)
from sipctl.views.text.english import long_day

if TYPE_CHECKING:
    from sipctl.plan.queries.asking import AskedRow
    from sipctl.returns.asking.words import Form

FEWEST_LINES, MOST_LINES = 4, 14
"""The least and the most lines of a row's height."""
TINTS = {"shown": "#F3F2EE", "head": "#3B4A5A", "answer": "#1E6B52", "line": "#B9B6AE"}
"""Colours: the backgrounds of cells that are only shown, of their headings and of the headings of
answers; and of lines."""


def workbook(form: Form) -> bytes:
    """The form as .xlsx bytes; raises Refusal without XlsxWriter."""
    buffer = BytesIO()
    with new_workbook(buffer, form.title, form.day, what="a form") as written:
        formats = _formats(written)
        _start(written.add_worksheet(layout.START), form, formats)
        for part in layout.PARTS:
            rows = form.rows_of(part)
            if rows:
                _Sheet(written.add_worksheet(part.name), part, form, formats).write(rows)
        _choices(written.add_worksheet(layout.CHOICES), form, formats)
        _about(written.add_worksheet(layout.ABOUT), form, formats)
    return buffer.getvalue()


def _formats(written: Any) -> dict[str, Any]:
    top = {"valign": "top", "font_name": "Calibri", "font_size": 10, "text_wrap": True}
    edge = {**top, "border": 1, "border_color": TINTS["line"], "num_format": "@"}
    shown = {**edge, "bg_color": TINTS["shown"]}
    head = {**edge, "bold": True, "font_color": "#FFFFFF", "valign": "vcenter"}
    return {
        "title": written.add_format({**top, "bold": True, "font_size": 18, "text_wrap": False}),
        "quiet": written.add_format({**top, "font_size": 11, "font_color": "#5A5A5A"}),
        "advice": written.add_format({**top, "font_size": 12}),
        "number": written.add_format(
            {**top, "font_size": 12, "bold": True, "font_color": TINTS["answer"], "align": "right"}
        ),
        "label": written.add_format({**top, "font_size": 11}),
        "answer": written.add_format(edge),
        "shown": written.add_format(shown),
        "id": written.add_format({**shown, "bold": True}),
        "late": written.add_format({**shown, "bold": True, "font_color": "#9C0006"}),
        "row": written.add_format({**shown, "font_size": 7, "font_color": "#8A8A8A"}),
        "head": written.add_format({**head, "bg_color": TINTS["head"]}),
        "answers": written.add_format({**head, "bg_color": TINTS["answer"]}),
        "key": written.add_format({**top, "bold": True}),
        "text": written.add_format({**top, "num_format": "@"}),
    }


# --- advice --------------------------------------------------------------------------------------


def _start(page: Any, form: Form, formats: dict[str, Any]) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 4)
    page.set_column(1, 1, 62, formats["text"])
    page.set_column(2, 2, 26, formats["text"])
    page.set_row(0, 30)
    page.write_string(0, 1, form.title, formats["title"])
    about = form.plan.about
    page.write_string(1, 1, f"{about.body.name} · {about.title}", formats["quiet"])
    page.set_row(2, 10)
    for number, line in enumerate(words.advice(form), 1):
        page.set_row(2 + number, 36)
        page.write_number(2 + number, 0, number, formats["number"])
        page.merge_range(2 + number, 1, 2 + number, 2, line, formats["advice"])
    page.set_row(8, 10)
    page.set_row(9, 24)
    page.write_string(9, 1, layout.ANSWERED_ON, formats["label"])
    page.write_blank(9, 2, None, formats["answer"])
    _print_set_up(page, form, layout.START)


# --- rows ----------------------------------------------------------------------------------------


class _Sheet:
    """One sheet of rows: a line of headings, and under it a line for each row."""

    def __init__(
        self, page: Any, part: layout.FormPart, form: Form, formats: dict[str, Any]
    ) -> None:
        self.page, self.part, self.form, self.formats = page, part, form, formats

    def write(self, rows: tuple[AskedRow, ...]) -> None:
        """Write headings and rows."""
        page, columns = self.page, self.part.columns
        heads = [
            {
                "header": column.heading,
                "header_format": self.formats["answers" if column.field else "head"],
            }
            for column in columns
        ]
        name = self.part.id.capitalize()
        table = {"name": name, "style": None, "columns": heads, "autofilter": True}
        page.add_table(0, 0, len(rows), len(columns) - 1, table)
        page.set_row(0, 3.2 * LINE)
        page.set_tab_color(TINTS["answer"])
        for number, column in enumerate(columns):
            page.set_column(number, number, column.width)
            self._choices(number, column, len(rows))
        for index, row in enumerate(rows, 1):
            self._row(index, row)
        page.freeze_panes(1, 2)
        page.ignore_errors({"number_stored_as_text": f"A1:Z{len(rows) + 1}"})
        _print_set_up(page, self.form, self.part.name)
        page.repeat_rows(0)

    def _choices(self, number: int, column: layout.FormColumn, last: int) -> None:
        """Offer a column's words as a list; other texts may be typed too, and `take` reads them."""
        if column.choices:
            offered = [other.heading for other in _with_choices()].index(column.heading)
            letter = chr(ord("A") + offered)
            source = f"='{layout.CHOICES}'!${letter}$2:${letter}${len(column.choices) + 1}"
            self.page.data_validation(
                *(1, number, last, number),
                {"validate": "list", "source": source, "show_error": False},
            )

    def _row(self, index: int, row: AskedRow) -> None:
        texts = [self._text(row, column) for column in self.part.columns]
        widths = [column.width for column in self.part.columns]
        fullest = max(
            lines_in(text, width) for text, width in zip(texts[:-1], widths[:-1], strict=True)
        )
        self.page.set_row(index, LINE * min(max(fullest, FEWEST_LINES), MOST_LINES))
        for number, (column, text) in enumerate(zip(self.part.columns, texts, strict=True)):
            ground = self._format(row, column)
            if text:
                self.page.write_string(index, number, text, ground)
            else:
                self.page.write_blank(index, number, None, ground)

    def _text(self, row: AskedRow, column: layout.FormColumn) -> str:
        if column.field:
            return ""
        if column is layout.ROW:
            return layout.row_id(self.form.lead, row.id, row.key)
        return words.shown(row, column.id, self.form.day)

    def _format(self, row: AskedRow, column: layout.FormColumn) -> Any:
        if column.field:
            return self.formats["answer"]
        if column.id == "when" and row.is_late(self.form.day):
            return self.formats["late"]
        return self.formats.get(column.id, self.formats["shown"])


# --- the sheets that are read, not filled in -----------------------------------------------------


def _with_choices() -> list[layout.FormColumn]:
    """The columns that have words to choose from, each heading once."""
    columns = [column for part in layout.PARTS for column in part.columns if column.choices]
    return list({column.heading: column for column in columns}.values())


def _choices(page: Any, form: Form, formats: dict[str, Any]) -> None:
    for number, column in enumerate(_with_choices()):
        page.set_column(number, number, 18)
        page.write_string(0, number, column.heading, formats["key"])
        for index, word in enumerate(column.choices, 1):
            page.write_string(index, number, word, formats["text"])
    _print_set_up(page, form, layout.CHOICES)


def _about(page: Any, form: Form, formats: dict[str, Any]) -> None:
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 60)
    for index, (name, text) in enumerate(form.facts.items()):
        page.write_string(index, 0, layout.FACTS[name], formats["key"])
        page.write_string(index, 1, text, formats["text"])
    _print_set_up(page, form, layout.ABOUT)


def _print_set_up(page: Any, form: Form, name: str) -> None:
    set_landscape(page)
    set_margins(page, in_header(f"{form.title}: {name}", 150), f"By {long_day(form.round.by)}")
