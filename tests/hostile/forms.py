"""Forms as they may come back: ten thousand of them, each changed in several ways at random.

Whatever was done to a form, each answer in it is taken or said; none is taken twice; no day moves
and no status changes; what was written in the row of one thing is never recorded of another.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from support.forms import TAKEN, column_of, read_plan, sent

from sipctl.documents import detect
from sipctl.intake.tables.headers import is_head
from sipctl.plan.context import timing_context
from sipctl.plan.faults import Refusal
from sipctl.returns import layout
from sipctl.returns.taking import preview
from sipctl.returns.taking.forms.form_file import read_form
from sipctl.returns.taking.forms.sent_texts import SentTexts
from sipctl.returns.taking.forms.take_form import take_form
from sipctl.returns.taking.prove import proved
from sipctl.returns.taking.taken import NotTaken, RowPlace, Taking
from sipctl.views.text.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from sipctl.plan.model.entries import Plan
    from sipctl.returns.taking.forms.form_file import FormFile

PLAN = read_plan()
CONTEXT = timing_context(PLAN)
SENT_TEXTS = SentTexts(PLAN, CONTEXT)
SHEETS = {part.name: part for part in layout.PARTS}

STATUSES: dict[str, str | None] = {
    **dict.fromkeys(("On track", "on-track", " ON  TRACK ", "green", "G", "🟢 On track", "Green (on track)"), "on-track"),
    **dict.fromkeys(("At risk", "amber", "A", "at\u200b risk"), "at-risk"),
    **dict.fromkeys(("done", "Complete", "Done.", "blue"), "complete"),
    **dict.fromkeys(("Off track", "red", "r"), "off-track"),
    **dict.fromkeys(("nearly there", "G/A", "auf Kurs", "en bonne voie", "yes", "100%", "=E3", "#N/A", "on track?", "not on track", "closed"), None),
}  # fmt: skip
DAY = date(2025, 3, 4)
DAYS: dict[Any, date | None] = {
    **dict.fromkeys(("4 March 2025", "4/3/2025", "04.03.2025", "4-3-25", "2025-03-04", "4th Mar 2025", "Tuesday 4 March 2025", "4 Mar"), DAY),
    **dict.fromkeys(("4 de marzo de 2025", "4 März 2025", "3/14/2025", "yesterday", "45720", "2025年3月4日", "=TODAY()", "March", "31/2/2025", "the 4th"), None),
}  # fmt: skip
FORMATS = (
    "dd/mm/yyyy",
    "d mmm yy",
    "mm-dd-yy",
    "yyyy-mm-dd",
    "[$-407]d. mmmm yyyy",
    "d/m/yyyy h:mm",
    "General",
)
FIGURES: dict[Any, str | None] = {
    "98%": "98", "98 %": "98", 98: "98", "14.2": "14.2", "14,2": "14.2", 14.2: "14.2", "1,234": "1234", "９８": "98",
    "about 98": None, "95-97": None, "n/a": None, "1.2.3": None, "=B2": None, "98 von 100": None, "zwölf": None,
}  # fmt: skip
WANTED: dict[str, str | None] = {
    "Summer 2025": "Summer 2025", "14 July 2025": "14 July 2025", "14/7/2025": "14/7/2025", "by the end of June 2025": "by the end of June 2025",
    "when they come": None, "tbc": None, "été 2025": None, "=A1": None,
}  # fmt: skip


@dataclass
class Answer:
    """What a row was answered: the id of the row, and the values that must not become others.
    None stands for a text that may mean anything: it has to be said."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)


class Mutated:
    """One form, filled in and changed by a random number."""

    def __init__(self, seed: int) -> None:
        import openpyxl

        self.random = random.Random(seed)
        self.seed = seed
        self.book: Any = openpyxl.load_workbook(BytesIO(SENT))
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


def sort_rows(form: Mutated) -> None:
    sheet = form.sheet()
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    formats = [[cell.number_format for cell in row] for row in sheet.iter_rows(min_row=2)]
    order = list(range(len(rows)))
    form.random.shuffle(order)
    for number, index in enumerate(order, 2):
        for column, value in enumerate(rows[index], 1):
            sheet.cell(number, column).value = value
            sheet.cell(number, column).number_format = formats[index][column - 1]


def sort_one_column(form: Mutated) -> None:
    sheet = form.sheet()
    column = form.random.choice([1, 2, sheet.max_column])
    values = [sheet.cell(number, column).value for number in range(2, sheet.max_row + 1)]
    form.random.shuffle(values)
    for number, value in enumerate(values, 2):
        sheet.cell(number, column).value = value


def move_columns(form: Mutated) -> None:
    sheet = form.sheet()
    order = list(range(1, sheet.max_column + 1))
    form.random.shuffle(order)
    for row in [list(row) for row in sheet.iter_rows()]:
        values = [(cell.value, cell.number_format) for cell in row]
        for cell, index in zip(row, order, strict=True):
            cell.value, cell.number_format = values[index - 1]


def insert_rows_and_columns(form: Mutated) -> None:
    sheet = form.sheet()
    sheet.insert_rows(form.random.randint(1, 3), form.random.randint(1, 3))
    sheet.insert_cols(form.random.randint(1, 5), form.random.randint(1, 2))


def rename_sheets(form: Mutated) -> None:
    for number, sheet in enumerate(form.book.worksheets):
        if form.random.random() < 0.5:
            sheet.title = f"Tabelle{number}"


def move_sheets(form: Mutated) -> None:
    form.book._sheets = form.random.sample(form.book._sheets, len(form.book._sheets))


def hide(form: Mutated) -> None:
    sheet = form.sheet()
    for number in range(2, 6):
        sheet.row_dimensions[number].hidden = form.random.random() < 0.5
    sheet.column_dimensions[get_column_letter(form.random.randint(1, 9))].hidden = True


def phantom_rows(form: Mutated) -> None:
    sheet = form.sheet()
    for number in range(20, 300):
        sheet.cell(number, 3).fill = PatternFill("solid", "FFFF00")
        if number % 40 == 0:
            sheet.cell(number, 5).value = form.random.choice((" ", "", "\u00a0"))


def merge(form: Mutated) -> None:
    sheet = form.sheet()
    row, column = form.random.randint(2, 5), form.random.randint(1, 9)
    sheet.merge_cells(
        start_row=row,
        end_row=row + form.random.randint(0, 2),
        start_column=column,
        end_column=column + form.random.randint(0, 2),
    )


def pad_spaces(form: Mutated) -> None:
    for row in form.sheet().iter_rows(min_row=1):
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith("="):
                cell.value = (
                    f"\u00a0 {cell.value}\n " if form.random.random() < 0.5 else f" {cell.value}"
                )


def mac_dates(form: Mutated) -> None:
    form.book.epoch = CALENDAR_MAC_1904


def copy_row(form: Mutated) -> None:
    sheet = form.sheet()
    row, last = form.random.randint(2, sheet.max_row), sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(last, column).value = sheet.cell(row, column).value
        sheet.cell(last, column).number_format = sheet.cell(row, column).number_format


def add_row(form: Mutated) -> None:
    sheet = form.sheet()
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    for column, text in ((2, "Build a shed"), (5, "On track"), (6, word)):
        sheet.cell(sheet.max_row + (column == 2), column).value = text


def lose_row_ids(form: Mutated) -> None:
    sheet = form.sheet()
    for number in range(2, sheet.max_row + 1):
        if form.random.random() < 0.4:
            sheet.cell(number, sheet.max_column).value = None


def lose_a_heading(form: Mutated) -> None:
    sheet = form.sheet()
    cell = sheet.cell(1, form.random.randint(1, sheet.max_column))
    cell.value = form.random.choice((None, "Stand", "Notes"))


def change_titles(form: Mutated) -> None:
    sheet = form.sheet()
    cell = sheet.cell(form.random.randint(2, 4), 2)
    cell.value = f"{cell.value or ''} and more"


def write_beside(form: Mutated) -> None:
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    sheet = form.random.choice(form.book.worksheets)
    sheet.cell(
        form.random.randint(1, 12), sheet.max_column + form.random.randint(1, 3)
    ).value = word


def comment(form: Mutated) -> None:
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    form.sheet().cell(form.random.randint(2, 4), form.random.randint(1, 9)).comment = Comment(
        word, "JK"
    )


def add_a_sheet(form: Mutated) -> None:
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    form.book.create_sheet("Notes")["B2"] = word


def lose_facts(form: Mutated) -> None:
    about = form.book.worksheets[-1]
    row = form.random.randint(1, 8)
    about.cell(row, 2).value = form.random.choice((None, "Other", "3", "autumn-2024", "SD"))


def lose_about(form: Mutated) -> None:
    if layout.ABOUT in form.book.sheetnames:
        del form.book[layout.ABOUT]


def long_text(form: Mutated) -> None:
    sheet = form.sheet()
    word = f"w{form.seed}x{len(form.answers)}x"
    form.answers[word] = Answer("nothing")
    sheet.cell(form.random.randint(2, 4), 8).value = f"{word} " + "lorem ipsum; " * 900


CHANGES: dict[str, Callable[[Mutated], None]] = {
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
SENT = sent(PLAN)


# --- what must hold ----------------------------------------------------------------------------------


def take(name: str, form: FormFile | None, plan: Plan = PLAN) -> Taking:
    """What a form gives."""
    if form is None:
        refused = NotTaken(RowPlace(name, ""), "", "", "no form", "")
        return Taking(not_taken=(refused,))
    sent = SENT_TEXTS if plan is PLAN else SentTexts(plan, CONTEXT)
    return take_form(name, form, sent, TAKEN, lambda _: None)


def read(name: str, data: bytes) -> FormFile | None:
    """The form in a file; None where it cannot be read as one."""
    try:
        return read_form(detect.read_data(data, name, is_head))
    except Refusal:
        return None


def faults_of(seed: int, counts: Counter[str]) -> list[str]:
    """What did not hold of one form."""
    form = Mutated(seed)
    name, data = form.file()
    read_back = read(name, data)
    taking = take(name, read_back)
    if seed % 10 == 0:
        taking = proved(taking, PLAN, CONTEXT, TAKEN)
    text = preview.render(taking, Screen())
    counts.update(
        forms=1, taken=len(taking.new), said=len(taking.not_taken), answers=len(form.answers)
    )
    counts.update(
        whole_forms_refused=any(not row.place.place and not row.head for row in taking.not_taken)
    )
    faults = [
        f"{fault} ({', '.join(form.done)})"
        for fault in _lost_or_changed(form, taking, text, name, data)
    ]
    rows = Counter((row.record.return_, row.record.row) for row in taking.new)
    faults += [f"{row} is taken twice" for row, count in rows.items() if count > 1]
    added = {
        f"records/2024-25/spring/2025-03-20-1a.1-JK-{n:06}.yaml": row.record
        for n, row in enumerate(taking.new)
    }
    again = take(name, read_back, replace(PLAN, records={**PLAN.records, **added}))
    faults += [f"{row.record.row} is taken again" for row in again.new]
    return faults


def _lost_or_changed(form: Mutated, taking: Taking, text: str, name: str, data: bytes) -> list[str]:
    faults = []
    refused = any(
        not row.place.place and "written outside" not in row.message for row in taking.not_taken
    )
    places = _places(form, name, data)
    for word, answer in form.answers.items():
        records = [
            row.record
            for row in taking.new
            if word in f"{row.record.note} {row.record.summary} {row.record.evidence}"
        ]
        if not records and not refused and word not in text and not _is_said(word, places, taking):
            faults.append(f"{word} ({answer}) is lost")
        for record in records:
            row = (record.row or "").rpartition("/")[0]
            if row != answer.id and answer.id != "nothing":
                faults.append(f"{word} of {answer.id} is recorded of {row}")
            for key, value in answer.values.items():
                if getattr(record, key) not in (
                    value,
                    None if key == "value" and record.result else value,
                ):
                    faults.append(f"{word}: {key} {value} became {getattr(record, key)}")
    return faults


def _places(form: Mutated, name: str, data: bytes) -> dict[str, list[tuple[str, int]]]:
    """The sheet and row in which each word stands in the end."""
    places: dict[str, list[tuple[str, int]]] = {}
    if name.endswith(".csv"):
        document = detect.read_data(data, name, is_head)
        rows = [(row[0].place, [cell.text for cell in row]) for row in document.tables[0].rows]
        for place, texts in rows:
            number = int(re.findall(r"[0-9]+", place)[0])
            for word in re.findall(r"w\d+x\d+x", " ".join(texts)):
                places.setdefault(word, []).append(("", number))
        return places
    for sheet in form.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                for word in re.findall(r"w\d+x\d+x", f"{cell.value}"):
                    places.setdefault(word, []).append((sheet.title, cell.row))
    return places


def _is_said(word: str, places: dict[str, list[tuple[str, int]]], taking: Taking) -> bool:
    """Whether something is said of the row in which a word stands; a word that the merging of cells
    took away is nobody's."""
    if word not in places:
        return True
    said = set()
    for row in taking.not_taken:
        sheet, _, cell = row.place.place.rpartition("!")
        numbers = re.findall(r"[0-9]+", cell if sheet else row.place.place)
        said.add((sheet, int(numbers[0]) if numbers else 0))
    return any(place in said for place in places[word])


def main(count: int = 10_000, first: int = 0, every: int = 1000) -> int:
    """Changes and takes `count` forms; 1 if anything did not hold. Prints the counts `every` so many."""
    counts: Counter[str] = Counter()
    bad = 0
    for seed in range(first, first + count):
        try:
            faults = faults_of(seed, counts)
        except Exception as error:
            faults = [f"traceback: {error!r}"]
            counts["tracebacks"] += 1
        bad += bool(faults)
        for fault in faults:
            print(f"form {seed}: {fault}", flush=True)
        if (seed - first + 1) % every == 0:
            print(f"{seed - first + 1} forms: {dict(counts)}; {bad} with faults", flush=True)
    print(f"{count} forms: {dict(counts)}; {bad} with faults")
    return 1 if bad else 0
