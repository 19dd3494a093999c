"""Word forms as they may come back: filled in by several programs, and changed at random."""

from __future__ import annotations

import random
import re
from copy import deepcopy
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from support.forms import form_of, read_plan

from hostile.answers import DAYS, FIGURES, STATUSES, WANTED, Answer
from sipctl.returns import layout
from sipctl.returns.asking.document import document

if TYPE_CHECKING:
    from collections.abc import Callable

HEADS = {column.heading: column for part in layout.PARTS for column in part.answers}


@cache
def _sent() -> bytes:
    return document(form_of(read_plan()))


class MutatedDocument:
    """One Word form, filled in and changed by a random number."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.word = docx.Document(BytesIO(_sent()))
        self.answers: dict[str, Answer] = {}
        self.done = ["docx"]
        fill = self.random.choice(FILLS)
        for table in self.cards():
            if self.random.random() < 0.5:
                self.answer(table, fill)
        for name, change in self.random.sample(list(CHANGES.items()), self.random.randint(0, 3)):
            self.done.append(name)
            change(self)

    @property
    def body(self) -> Any:
        return self.word.element.body

    def cards(self) -> list[Any]:
        """The tables that have a line `Row`."""
        return [
            table
            for table in self.body.iter(qn("w:tbl"))
            if any(text_of(row.tc_lst[0]) == layout.ROW.heading for row in table.tr_lst)
        ]

    def card(self) -> Any:
        return self.random.choice(self.cards() or list(self.body.iter(qn("w:tbl"))))

    def word_for(self, row_id: str) -> str:
        """A word by which an answer is found again."""
        word = f"w{self.seed}x{len(self.answers)}x"
        self.answers[word] = Answer(row_id)
        return word

    def answer(self, table: Any, fill: Callable[[Any, str], None]) -> None:
        lines = {text_of(row.tc_lst[0]): row.tc_lst[1] for row in table.tr_lst}
        word = self.word_for(text_of(lines[layout.ROW.heading]))
        values = self.answers[word].values
        pick = self.random.choice
        for heading, cell in lines.items():
            column = HEADS.get(heading)
            if column is None:
                continue
            if column.field in ("note", "summary"):
                fill(cell, pick(("", " ", "Ünï ")) + word + pick(("", " ", "\nmore", " | =1+1")))
            elif column.field == "status":
                typed = pick(list(STATUSES))
                fill(cell, typed)
                values["status"] = STATUSES[typed]
            elif column.field == "value":
                typed = pick([text for text in FIGURES if isinstance(text, str)])
                fill(cell, typed)
                values["value"] = FIGURES[typed]
            elif column.field == "date" and self.random.random() < 0.7:
                typed = pick(list(DAYS))
                fill(cell, typed)
                values["date"] = DAYS[typed]
            elif column.field == "new_date_wanted" and self.random.random() < 0.3:
                typed = pick(list(WANTED))
                fill(cell, typed)
                values["new_date_wanted"] = WANTED[typed]

    def file(self) -> tuple[str, bytes]:
        """The form as a file."""
        buffer = BytesIO()
        self.word.save(buffer)
        return "JK.docx", buffer.getvalue()

    def has(self, word: str) -> bool:
        """Whether a word still stands somewhere in the document, or in a comment on it."""
        with ZipFile(BytesIO(self.file()[1])) as package:
            names = (name for name in package.namelist() if name.endswith(".xml"))
            return any(word.encode() in package.read(name) for name in names)


def text_of(element: Any) -> str:
    """The text of a piece of a document, without what was struck out."""
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


# --- how an answer comes into a cell ---------------------------------------------------------------


def runs(text: str) -> list[Any]:
    """A text as runs, a break between its lines."""
    elements = []
    for number, line in enumerate(text.split("\n")):
        run = OxmlElement("w:r")
        if number:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = line
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        elements.append(run)
    return elements


def in_control(cell: Any, text: str) -> None:
    """As Word does it."""
    keep_the_mark(cell, text)
    for mark in list(cell.iter(qn("w:showingPlcHdr"))):
        mark.getparent().remove(mark)


def keep_the_mark(cell: Any, text: str) -> None:
    """As programs do that know nothing of prompts."""
    content = next(cell.iter(qn("w:sdtContent")), None)
    if content is None:
        plain(cell, text)
        return
    for run in list(content):
        content.remove(run)
    content.extend(runs(text))


def plain(cell: Any, text: str) -> None:
    """As Google Docs leaves it: no controls."""
    cell.clear_content()
    cell.add_p().extend(runs(text))


def behind_the_control(cell: Any, text: str) -> None:
    cell.p_lst[0].extend(runs(f" {text}"))


def behind_the_prompt(cell: Any, text: str) -> None:
    prompt = text_of(cell)
    plain(cell, f"{prompt} {text}")


def in_paragraphs(cell: Any, text: str) -> None:
    """Pasted: a paragraph a line, under an empty control."""
    for line in text.split("\n"):
        cell.add_p().extend(runs(line))


def tracked(cell: Any, text: str) -> None:
    """With changes tracked: the prompt struck out, the answer inserted."""
    prompt = text_of(cell)
    plain(cell, "")
    paragraph = cell.p_lst[0]
    for kind, content in (("w:del", prompt), ("w:ins", text)):
        change = OxmlElement(kind)
        for name, value in (("id", "1"), ("author", "JK"), ("date", "2025-03-12T10:00:00Z")):
            change.set(qn(f"w:{name}"), value)
        change.extend(runs(content))
        if kind == "w:del":
            for words in change.iter(qn("w:t")):
                words.tag = qn("w:delText")
        paragraph.append(change)


def around_the_cell(cell: Any, text: str) -> None:
    """A control of the whole cell, as Word makes it where a cell was selected."""
    plain(cell, text)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(OxmlElement("w:sdtPr"))
    control.append(content)
    cell.addprevious(control)
    content.append(cell)


def letter_by_letter(cell: Any, text: str) -> None:
    """In as many runs as a spelling checker likes."""
    plain(cell, "")
    for letter in text:
        cell.p_lst[0].extend(runs(letter))


FILLS = (
    *(in_control, keep_the_mark, plain, behind_the_control, behind_the_prompt),
    *(in_paragraphs, tracked, letter_by_letter),
)


# --- what people and programs do to forms ----------------------------------------------------------


def move_cards(form: MutatedDocument) -> None:
    card, other = form.card(), form.card()
    if card is not other:
        other.addprevious(card)


def join_cards(form: MutatedDocument) -> None:
    """Delete what stands between two tables: Word makes one of them."""
    cards = form.cards()
    index = form.random.randrange(max(len(cards) - 1, 1))
    if len(cards) < 2:
        return
    first, second = cards[index : index + 2]
    between = first.getnext()
    while between is not None and between is not second:
        after = between.getnext()
        between.getparent().remove(between)
        between = after
    if form.random.random() < 0.5:
        for row in list(second.tr_lst):
            first.append(row)
        second.getparent().remove(second)


def copy_card(form: MutatedDocument) -> None:
    card = form.card()
    card.addnext(deepcopy(card))


def delete_card(form: MutatedDocument) -> None:
    card = form.card()
    for word in [word for word in form.answers if word in text_of(card)]:
        del form.answers[word]
    card.getparent().remove(card)


def sort_lines(form: MutatedDocument) -> None:
    card = form.card()
    rows = list(card.tr_lst)
    form.random.shuffle(rows)
    for row in rows:
        card.append(row)


def lose_a_line(form: MutatedDocument) -> None:
    """Delete a line of a table; an answer in it is gone with it."""
    card = form.card()
    row = form.random.choice(card.tr_lst)
    for word in [word for word in form.answers if word in text_of(row)]:
        del form.answers[word]
    heading = text_of(row.tc_lst[0])
    column = HEADS.get(heading)
    for word, answer in form.answers.items():
        if column and word in text_of(card):
            answer.values.pop(column.field, None)
    card.remove(row)


def lose_a_heading(form: MutatedDocument) -> None:
    row = form.random.choice(form.card().tr_lst)
    if row.tc_lst:
        plain(row.tc_lst[0], form.random.choice(("", "Stand", "Notes")))


def add_a_line(form: MutatedDocument) -> None:
    card = form.card()
    row = deepcopy(form.random.choice(card.tr_lst))
    word = form.word_for("nothing")
    for cell in row.tc_lst:
        plain(cell, "")
    if row.tc_lst:
        plain(row.tc_lst[-1], word)
        form.random.choice(card.tr_lst).addnext(row)


def merge_lines(form: MutatedDocument) -> None:
    rows = form.card().tr_lst
    index = form.random.randrange(len(rows) - 1) if len(rows) > 1 else 0
    cells = [row.tc_lst[-1] for row in rows[index : index + 2] if row.tc_lst]
    for cell, kind in zip(cells, ("restart", "continue"), strict=False):
        merge = OxmlElement("w:vMerge")
        merge.set(qn("w:val"), kind)
        cell.get_or_add_tcPr().append(merge)


def merge_across(form: MutatedDocument) -> None:
    row = form.random.choice(form.card().tr_lst)
    if len(row.tc_lst) > 1:
        first, second = row.tc_lst[:2]
        text = text_of(second)
        row.remove(second)
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), "2")
        first.get_or_add_tcPr().append(span)
        first.add_p().extend(runs(text))


def nest_a_table(form: MutatedDocument) -> None:
    """Paste a table of figures, or another row of the form, into a cell."""
    card = form.card()
    cell = form.random.choice(card.tr_lst).tc_lst[-1:]
    if not cell:
        return
    if form.random.random() < 0.5:
        inner = deepcopy(form.card())
    else:
        inner = deepcopy(next(iter(form.body.iter(qn("w:tbl")))))
        plain(inner.tr_lst[0].tc_lst[0], form.word_for("nothing"))
    cell[0].append(inner)
    cell[0].add_p()


def write_between(form: MutatedDocument) -> None:
    paragraph = OxmlElement("w:p")
    paragraph.extend(runs(form.word_for("nothing")))
    form.card().addnext(paragraph)


def comment(form: MutatedDocument) -> None:
    paragraph = form.random.choice(form.word.paragraphs)
    run = paragraph.add_run(" ")
    form.word.add_comment(run, text=form.word_for("nothing"), author="JK", initials="JK")


def comment_in_a_cell(form: MutatedDocument) -> None:
    table = form.random.choice(form.word.tables)
    cell = form.random.choice(table.rows).cells[-1]
    run = cell.paragraphs[0].add_run("")
    form.word.add_comment(run, text=form.word_for("nothing"), author="JK", initials="JK")


def write_in_the_footer(form: MutatedDocument) -> None:
    form.word.sections[0].footer.add_paragraph(form.word_for("nothing"))


def strike_out(form: MutatedDocument) -> None:
    """Strike an answer's cell out by hand: it is said, and not taken."""
    for run in form.random.choice(form.card().tr_lst).iter(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:strike"))


def write_over_a_title(form: MutatedDocument) -> None:
    row = form.card().tr_lst[1:2]
    if row and row[0].tc_lst:
        row[0].tc_lst[-1].add_p().extend(runs("and more"))


def lose_facts(form: MutatedDocument) -> None:
    row = form.random.choice(form.word.tables[-1].rows)
    plain(row.cells[-1]._tc, form.random.choice(("", "Other", "3", "autumn-2024", "SD")))


def lose_about(form: MutatedDocument) -> None:
    table = form.word.tables[-1]._tbl
    if not any(word in text_of(table) for word in form.answers):
        table.getparent().remove(table)


def empty_controls(form: MutatedDocument) -> None:
    """Clear the controls of a row, which Word then fills with a prompt in its user's language."""
    for content in form.card().iter(qn("w:sdtContent")):
        if re.search(r"w\d+x\d+x", text_of(content)):
            continue
        properties = content.getprevious()
        if not list(properties.iter(qn("w:showingPlcHdr"))):
            continue
        prompt = runs("Klicken oder tippen Sie hier, um Text einzugeben.")
        style = OxmlElement("w:rStyle")
        style.set(qn("w:val"), "Platzhaltertext")
        prompt[0].get_or_add_rPr().append(style)
        for run in list(content):
            content.remove(run)
        content.extend(prompt)


def answered_on(form: MutatedDocument) -> None:
    typed = form.random.choice(list(DAYS))
    plain(form.word.tables[0].rows[0].cells[-1]._tc, typed)
    for answer in form.answers.values():
        answer.values.setdefault("date", DAYS[typed])


CHANGES: dict[str, Callable[[MutatedDocument], None]] = {
    change.__name__: change
    for change in (
        *(move_cards, join_cards, copy_card, delete_card, sort_lines, lose_a_line, lose_a_heading),
        *(add_a_line, merge_lines, merge_across, nest_a_table, write_between, comment),
        *(comment_in_a_cell, write_in_the_footer, strike_out, write_over_a_title, lose_facts),
        *(lose_about, empty_controls, answered_on),
    )
}
