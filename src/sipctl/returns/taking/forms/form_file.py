"""Reads a form that came back: its facts and its rows.

Columns and facts are found by their labels and rows by their ids, wherever somebody moved them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.returns import layout
from sipctl.returns.taking.cells.answers import clean_text
from sipctl.returns.taking.cells.tables import TableCell, fold_head, head_row, rows_below
from sipctl.returns.taking.cells.tables import table_cell as read_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.documents.document import Cell, Document, SourceTable
    from sipctl.returns.layout import FormPart

_OF_NUMBERS = ("numbers sheet name", "numbers table name")
"""Heads of a sheet that Numbers adds to a workbook: a list of its other sheets."""
_LEAST_FACTS = 4
"""The least facts that a table holds to be the form's table of facts."""


@dataclass(frozen=True)
class FormRow:
    """A row of a form: its kind, its id as it came back, and its cells by the id of their column.
    `others` are the cells of no column of the form, each with the text over it."""

    part: FormPart
    place: str
    row_id: str
    cells: dict[str, TableCell]
    others: tuple[tuple[str, TableCell], ...]

    @property
    def answers(self) -> dict[str, TableCell]:
        """The answer cells by the key of a record; a prompt that is still there is no answer."""
        fields = {column.id: column.field for column in self.part.answers}
        return {fields[name]: cell for name, cell in self.cells.items() if name in fields}

    def text(self, name: str) -> str:
        """The text in a column, by the column's id; "" where the form has lost the column."""
        return self.cells[name].text if name in self.cells else ""


@dataclass(frozen=True)
class FormFile:
    """A form: its facts by name, its rows, and the cell with the day that its answers are of.

    `texts` are the cells of its other tables, `loose` texts outside any; `left_out` are sentences
    on what was not read.
    """

    facts: dict[str, str]
    rows: tuple[FormRow, ...]
    answered_on: TableCell | None
    texts: tuple[TableCell, ...]
    loose: tuple[str, ...]
    left_out: tuple[str, ...]


def read_form(document: Document) -> FormFile | None:
    """The form that a document holds; None where it holds none."""
    facts: dict[str, str] = {}
    rows: list[FormRow] = []
    texts: list[TableCell] = []
    answered_on = None
    for table in document.tables:
        if any(fold_head(cell.text) in _OF_NUMBERS for row in table.rows for cell in row):
            continue
        found_facts = _facts(table)
        part_rows, rest = _rows(table)
        answered_on = answered_on or _answered_on(table)
        if len(found_facts) >= _LEAST_FACTS:
            facts, part_rows, rest = facts or found_facts, [], list(_cells(table))
        rows += part_rows
        texts += [cell for cell in rest if (cell.text and not cell.shared) or cell.notes]
    if not facts and not any(layout.row_parts(row.row_id) for row in rows):
        return None
    beside = (tuple(texts), document.loose, document.left_out)
    return FormFile(facts, tuple(rows), answered_on, *beside)


# --- its facts ----------------------------------------------------------------------------------

_FACT_NAMES = {fold_head(word): name for name, word in layout.FACTS.items()}


def _facts(table: SourceTable) -> dict[str, str]:
    """The facts in a table, name → text: each stands in the cell after its label."""
    facts: dict[str, str] = {}
    for row in table.rows:
        for column, cell in enumerate(row):
            name = _FACT_NAMES.get(fold_head(cell.text))
            value = _next_cell(row, column)
            if name and value and name not in facts:
                facts[name] = clean_text(value.text)
    return facts


def _next_cell(row: tuple[Cell, ...], column: int) -> Cell | None:
    """The next cell of a row that is not merged with the one before it."""
    return next((cell for cell in row[column + 1 :] if cell.anchor != row[column].anchor), None)


def _answered_on(table: SourceTable) -> TableCell | None:
    """The cell after the label of the day of all answers, if it is filled in."""
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            if fold_head(cell.text) == fold_head(layout.ANSWERED_ON):
                value = _next_cell(row, column)
                read = read_cell(value, number, column + 1) if value else None
                if read and without_prompt(read.text):
                    return TableCell(read.text, read.place, read.notes)
    return None


# --- its rows -----------------------------------------------------------------------------------

_NAMES = {
    part.id: {fold_head(column.heading): column.id for column in part.columns}
    for part in layout.PARTS
}


def _rows(table: SourceTable) -> tuple[list[FormRow], list[TableCell]]:
    """The rows of a table, and the cells over them, which are no headings of the form.

    A table has a line for each row, or (in a Word form) is one row as a whole.
    """
    upright = max(
        ((head_row(table, _NAMES[part.id]), part) for part in layout.PARTS), key=_head_count
    )
    turned = max(((_lines_of(table, part), part) for part in layout.PARTS), key=_line_count)
    if len(turned[0]) > max(_head_count(upright), 1):
        cells, others = _of_one_row(table, turned[0])
        return [_form_row(turned[1], table.rows[0][0].place, cells, others)], []
    if upright[0] is None:
        return [], list(_cells(table))
    head, columns = upright[0]
    above = [
        read_cell(cell, number, column)
        for number, row in enumerate(table.rows[: head + 1])
        for column, cell in enumerate(row)
        if number < head or column not in columns
    ]
    rows = [
        _form_row(upright[1], row.place, row.cells, row.others)
        for row in rows_below(table, head, columns)
    ]
    return [row for row in rows if fold_head(row.row_id) != fold_head(layout.ROW.heading)], above


def _head_count(upright: tuple[tuple[int, dict[int, str]] | None, FormPart]) -> int:
    """How many headings of a part the table's row of heads has."""
    return len(upright[0][1]) if upright[0] else 0


def _line_count(turned: tuple[dict[int, str], FormPart]) -> int:
    return len(turned[0])


def _lines_of(table: SourceTable, part: FormPart) -> dict[int, str]:
    """The lines of a table that begin with a heading of a part: line → the column's id."""
    lines: dict[int, str] = {}
    for number, row in enumerate(table.rows):
        name = _NAMES[part.id].get(fold_head(row[0].text)) if row else None
        if name and name not in lines.values():
            lines[number] = name
    return lines


def _of_one_row(
    table: SourceTable, lines: dict[int, str]
) -> tuple[dict[str, TableCell], tuple[tuple[str, TableCell], ...]]:
    """The cells of a table that holds one row: a line for each column, its heading first."""
    cells: dict[str, TableCell] = {}
    others = []
    for number, row in enumerate(table.rows):
        name = lines.get(number)
        for column, cell in enumerate(row):
            read = read_cell(cell, number, column)
            if column == 0 and name:
                continue
            if column and name and name not in cells and not read.shared:
                cells[name] = read
            elif (read.text and not read.shared) or read.notes:
                others.append((clean_text(row[0].text), read))
    return cells, tuple(others)


def _form_row(
    part: FormPart,
    place: str,
    cells: dict[str, TableCell],
    others: tuple[tuple[str, TableCell], ...],
) -> FormRow:
    fields = {column.id for column in part.answers}
    own = {
        name: TableCell(without_prompt(cell.text), cell.place, cell.notes, cell.link, cell.shared)
        if name in fields
        else cell
        for name, cell in cells.items()
    }
    row_cell = cells.get("row")
    row_id = row_cell.text if row_cell and not row_cell.shared else ""
    return FormRow(part, place, row_id, own, others)


_PROMPTS = sorted(layout.PROMPTS, key=len, reverse=True)


def without_prompt(text: str) -> str:
    """An answer without the prompt before or after it; "" for a prompt alone."""
    for prompt in _PROMPTS:
        if text.strip(" .") == prompt.strip(" ."):
            return ""
        for bare in (text.removeprefix(prompt), text.removesuffix(prompt)):
            if bare != text and len(prompt) > 6:
                return bare.strip()
    return text


def _cells(table: SourceTable) -> Iterator[TableCell]:
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            yield read_cell(cell, number, column)


def same_words(text: str, other: str) -> bool:
    """Whether two texts are equal apart from capitals, spaces and Unicode variants."""
    return _plain(text) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", clean_text(text)).casefold().split())
