"""Workbook forms as they may come back: filled in and changed at random, one sheet of it as CSV."""

from __future__ import annotations

import csv
import random
from contextlib import suppress
from datetime import datetime
from functools import cache
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from support.forms import column_of, read_plan, sent

from hostile.answers import DAY, DAYS, FIGURES, STATUSES, WANTED, Answer
from sipctl.returns import layout

if TYPE_CHECKING:
    from collections.abc import Callable

SHEETS = {part.name: part for part in layout.PARTS}


FORMATS = (
    "dd/mm/yyyy",
    "d mmm yy",
    "mm-dd-yy",
    "yyyy-mm-dd",
    "[$-407]d. mmmm yyyy",
    "d/m/yyyy h:mm",
    "General",
)


@cache
def _sent() -> bytes:
    return sent(read_plan())


class MutatedWorkbook:
    """One form, filled in and changed by a random number."""

    def __init__(self, seed: int) -> None:
        import openpyxl

        self.random = random.Random(seed)
        self.seed = seed
        self.book: Any = openpyxl.load_workbook(BytesIO(_sent()))
        self.answers: dict[str, Answer] = {}
        self.done: list[str] = []
        for sheet in self.rows_of_sheets():
            for number in range(2, sheet.max_row + 1):
                if self.random.random() < 0.6:
                    self.answer(sheet, number)
        for name, change in self.random.sample(list(CHANGES.items()), self.random.randint(0, 4)):
            self.done.append(name)
            with suppress(AttributeError):  # what is merged cannot be written to
                change(self)

    def rows_of_sheets(self) -> list[Any]:
        return [sheet for sheet in self.book.worksheets if sheet.cell(1, 1).value == "No."]

    def sheet(self) -> Any:
        return self.random.choice(self.rows_of_sheets() or self.book.worksheets)

    def answer(self, sheet: Any, number: int) -> None:
        """Answers in one row, each with a word of its own by which it is found again."""
        word = f"w{self.seed}x{len(self.answers)}x"
        answer = self.answers[word] = Answer(sheet.cell(number, sheet.max_column).value)
        pick = self.random.choice
        for column in SHEETS[sheet.title].answers:
            cell = sheet.cell(number, column_of(sheet, column.heading))
            if column.field in ("note", "summary"):
                cell.value = (
                    pick(("", " ", "Ünï ")) + word + pick(("", " ", "\nmore", " | =1+1", " \u200b"))
                )
            elif column.field == "status":
                typed = pick(list(STATUSES))
                cell.value, answer.values["status"] = typed, STATUSES[typed]
            elif column.field == "value":
                typed = pick(list(FIGURES))
                cell.value, answer.values["value"] = typed, FIGURES[typed]
                cell.number_format = "@" if isinstance(typed, str) else "General"
            elif column.field == "date" and self.random.random() < 0.7:
                self.day(cell, answer)
            elif column.field == "new_date_wanted" and self.random.random() < 0.3:
                typed = pick(list(WANTED))
                cell.value, answer.values["new_date_wanted"] = typed, WANTED[typed]
            elif column.field == "evidence" and self.random.random() < 0.2:
                cell.value = f"https://x.example/{word}"

    def day(self, cell: Any, answer: Answer) -> None:
        if self.random.random() < 0.4:
            cell.value = datetime(2025, 3, 4, self.random.choice((0, 9)))
            cell.number_format = self.random.choice(FORMATS[:-1])
            answer.values["date"] = DAY
        else:
            typed = self.random.choice(list(DAYS))
            cell.value, answer.values["date"] = typed, DAYS[typed]

    def file(self) -> tuple[str, bytes]:
        """The form as a file: now and then one of its sheets as CSV."""
        if self.random.random() < 0.1 and self.rows_of_sheets():
            return "JK.csv", self.as_csv(self.random.choice(self.rows_of_sheets()))
        buffer = BytesIO()
        self.book.save(buffer)
        return "JK.xlsx", buffer.getvalue()

    def has(self, word: str) -> bool:
        """Whether a word still stands somewhere: the merging of cells takes away what they held."""
        return any(
            word in str(cell.value) or (cell.comment and word in cell.comment.text)
            for sheet in self.book.worksheets
            for row in sheet.iter_rows()
            for cell in row
        )

    def as_csv(self, sheet: Any) -> bytes:
        kept = {
            word
            for word in self.answers
            if any(word in str(cell.value) for row in sheet.iter_rows() for cell in row)
        }
        self.answers = {word: self.answers[word] for word in kept}
        written = StringIO()
        rows = [[_shown(cell) for cell in row] for row in sheet.iter_rows()]
        csv.writer(written, delimiter=self.random.choice(",;\t")).writerows(rows)
        alphabet = self.random.choice(("utf-8", "utf-8-sig", "utf-16"))
        return written.getvalue().encode(alphabet)


def _shown(cell: Any) -> str:
    if isinstance(cell.value, datetime):
        return f"{cell.value:%d/%m/%Y}"
    return "" if cell.value is None else str(cell.value)


# --- what people and programs do to forms ----------------------------------------------------------


def sort_rows(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    formats = [[cell.number_format for cell in row] for row in sheet.iter_rows(min_row=2)]
    order = list(range(len(rows)))
    form.random.shuffle(order)
    for number, index in enumerate(order, 2):
        for column, value in enumerate(rows[index], 1):
            sheet.cell(number, column).value = value
            sheet.cell(number, column).number_format = formats[index][column - 1]


def sort_one_column(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    column = form.random.choice([1, 2, sheet.max_column])
    values = [sheet.cell(number, column).value for number in range(2, sheet.max_row + 1)]
    form.random.shuffle(values)
    for number, value in enumerate(values, 2):
        sheet.cell(number, column).value = value


def move_columns(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    order = list(range(1, sheet.max_column + 1))
    form.random.shuffle(order)
    for row in [list(row) for row in sheet.iter_rows()]:
        values = [(cell.value, cell.number_format) for cell in row]
        for cell, index in zip(row, order, strict=True):
            cell.value, cell.number_format = values[index - 1]


def insert_rows_and_columns(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    sheet.insert_rows(form.random.randint(1, 3), form.random.randint(1, 3))
    sheet.insert_cols(form.random.randint(1, 5), form.random.randint(1, 2))


def rename_sheets(form: MutatedWorkbook) -> None:
    for number, sheet in enumerate(form.book.worksheets):
        if form.random.random() < 0.5:
            sheet.title = f"Tabelle{number}"


def move_sheets(form: MutatedWorkbook) -> None:
    form.book._sheets = form.random.sample(form.book._sheets, len(form.book._sheets))


def hide(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    for number in range(2, 6):
        sheet.row_dimensions[number].hidden = form.random.random() < 0.5
    sheet.column_dimensions[get_column_letter(form.random.randint(1, 9))].hidden = True


def phantom_rows(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    for number in range(20, 300):
        sheet.cell(number, 3).fill = PatternFill("solid", "FFFF00")
        if number % 40 == 0:
            sheet.cell(number, 5).value = form.random.choice((" ", "", "\u00a0"))


def merge(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    row, column = form.random.randint(2, 5), form.random.randint(1, 9)
    sheet.merge_cells(
        start_row=row,
        end_row=row + form.random.randint(0, 2),
        start_column=column,
        end_column=column + form.random.randint(0, 2),
    )


def pad_spaces(form: MutatedWorkbook) -> None:
    for row in form.sheet().iter_rows(min_row=1):
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith("="):
                cell.value = (
                    f"\u00a0 {cell.value}\n " if form.random.random() < 0.5 else f" {cell.value}"
                )


def mac_dates(form: MutatedWorkbook) -> None:
    form.book.epoch = CALENDAR_MAC_1904


def copy_row(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    row, last = form.random.randint(2, sheet.max_row), sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(last, column).value = sheet.cell(row, column).value
        sheet.cell(last, column).number_format = sheet.cell(row, column).number_format


def add_row(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    for column, text in ((2, "Build a shed"), (5, "On track"), (6, word)):
        sheet.cell(sheet.max_row + (column == 2), column).value = text


def lose_row_ids(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    for number in range(2, sheet.max_row + 1):
        if form.random.random() < 0.4:
            sheet.cell(number, sheet.max_column).value = None


def lose_a_heading(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    cell = sheet.cell(1, form.random.randint(1, sheet.max_column))
    cell.value = form.random.choice((None, "Stand", "Notes"))


def change_titles(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    cell = sheet.cell(form.random.randint(2, 4), 2)
    cell.value = f"{cell.value or ''} and more"


def write_beside(form: MutatedWorkbook) -> None:
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    sheet = form.random.choice(form.book.worksheets)
    sheet.cell(
        form.random.randint(1, 12), sheet.max_column + form.random.randint(1, 3)
    ).value = word


def comment(form: MutatedWorkbook) -> None:
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    form.sheet().cell(form.random.randint(2, 4), form.random.randint(1, 9)).comment = Comment(
        word, "JK"
    )


def add_a_sheet(form: MutatedWorkbook) -> None:
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    form.book.create_sheet("Notes")["B2"] = word


def lose_facts(form: MutatedWorkbook) -> None:
    about = form.book.worksheets[-1]
    row = form.random.randint(1, 8)
    about.cell(row, 2).value = form.random.choice((None, "Other", "3", "autumn-2024", "SD"))


def lose_about(form: MutatedWorkbook) -> None:
    if layout.ABOUT in form.book.sheetnames:
        del form.book[layout.ABOUT]


def long_text(form: MutatedWorkbook) -> None:
    sheet = form.sheet()
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    sheet.cell(form.random.randint(2, 4), 8).value = f"{word} " + "lorem ipsum; " * 900


CHANGES: dict[str, Callable[[MutatedWorkbook], None]] = {
    change.__name__: change
    for change in (
        *(
            sort_rows,
            sort_one_column,
            move_columns,
            insert_rows_and_columns,
            rename_sheets,
            move_sheets,
        ),
        *(hide, phantom_rows, merge, pad_spaces, mac_dates, copy_row, add_row, lose_row_ids),
        *(
            lose_a_heading,
            change_titles,
            write_beside,
            comment,
            add_a_sheet,
            lose_facts,
            lose_about,
            long_text,
        ),
    )
}
