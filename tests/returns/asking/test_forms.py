"""Forms and letters, read back with readers that are not ours."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes, policy
from io import BytesIO

import docx
import openpyxl
import pytest
from support.plans import SCHOOL, school_plan

from sipctl.plan.context import timing_context
from sipctl.plan.model.entries import Round
from sipctl.plan.queries.asking import lead_forms
from sipctl.returns import layout
from sipctl.returns.asking.document import document
from sipctl.returns.asking.letters import Letter, draft, html, merge_csv, text, untouched
from sipctl.returns.asking.words import Form
from sipctl.returns.asking.workbook import workbook
from sipctl.views.exports import xlsx

DAY = date(2025, 3, 14)
AIM = SCHOOL["aims/1-people.yaml"].replace('title: "=HYPERLINK(1)"', 'title: "=1 & <b>2"')


@pytest.fixture(scope="module")
def form() -> Form:
    plan = school_plan({**SCHOOL, "aims/1-people.yaml": AIM})
    context = timing_context(plan)
    term = context.calendar.term("spring-2025")
    assert term is not None
    asking = Round(term="spring-2025", asked=DAY, by=date(2025, 3, 28), leads=("JK",))
    asked = next(form for form in lead_forms(plan, context, term, DAY) if form.lead == "SD")
    return Form(plan, term.title, asking, asked, DAY)


@pytest.fixture(scope="module")
def word(form: Form) -> bytes:
    return document(form)


def test_a_workbook_has_a_sheet_for_each_kind_of_row(form: Form) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(form)))
    assert book.sheetnames == [
        *("Start here", "Your work", "KPIs", "Choices", "About this form"),
    ]
    page = book["Your work"]
    assert [cell.value for cell in page[1]] == [column.heading for column in layout.WORK.columns]
    ids = [row[-1].value for row in page.iter_rows(min_row=2)]
    assert ids == ["SD/1a.1/spring-2025", "SD/1a.2/spring-2025"]
    answers = [number for number, column in enumerate(layout.WORK.columns) if column.field]
    assert not any(row[number].value for row in page.iter_rows(min_row=2) for number in answers)
    offered = page.data_validations.dataValidation[0]
    assert (offered.formula1, offered.showErrorMessage) == ("'Choices'!$A$2:$A$7", False)


def test_nothing_in_a_workbook_is_a_formula(form: Form) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(form)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert "=1 & <b>2" in [cell.value for cell in cells]
    assert not any(page.protection.sheet for page in book)


def test_a_workbook_says_what_it_is(form: Form) -> None:
    page = openpyxl.load_workbook(BytesIO(workbook(form)))[layout.ABOUT]
    facts = {row[0].value: row[1].value for row in page.iter_rows()}
    assert facts == {
        "Trust or school": "Hill School",
        "Plan": "School Plan 2024–25",
        "From": "2024-09-01",
        "To": "2025-08-31",
        "Round": "spring-2025",
        "Lead": "SD",
        "Asked": "2025-03-14",
        "Form version": layout.FORM_VERSION,
    }


def test_a_word_form_has_the_same_rows_and_facts(word: bytes) -> None:
    tables = docx.Document(BytesIO(word)).tables
    cards = [{row.cells[0].text: row.cells[1].text for row in table.rows} for table in tables[1:-1]]
    assert [card["Row"] for card in cards] == [
        *("SD/1a.1/spring-2025", "SD/1a.2/spring-2025"),
        *("SD/1a.k1/baseline", "SD/1a.k1/spring-2025"),
    ]
    assert list(cards[0]) == [column.heading for column in layout.WORK.columns]
    facts = {row.cells[0].text: row.cells[1].text for row in tables[-1].rows}
    assert facts["Round"] == "spring-2025"


def test_forms_are_the_same_bytes_every_time_and_known_as_ours(form: Form, word: bytes) -> None:
    book = workbook(form)
    assert (workbook(form), document(form)) == (book, word)
    assert xlsx.untouched(book)
    assert xlsx.untouched(word)


def test_every_prompt_and_word_to_choose_is_known_to_the_reader() -> None:
    columns = [column for part in layout.PARTS for column in part.columns]
    assert all(column.prompt in layout.PROMPTS for column in columns if column.field)
    assert {*layout.STATUS_WORDS, *layout.RESULT_WORDS} == {
        word for column in columns for word in column.choices
    }
    assert layout.row_parts(layout.row_id("JK", "2a.3", "Launch / Grow")) == (
        *("JK", "2a.3", "Launch / Grow"),
    )
    assert layout.row_parts("nonsense") is None


def test_a_letter_is_an_unsent_draft_with_the_form_attached(form: Form) -> None:
    data = draft(Letter(form, "sd@school.example", "SD.xlsx", workbook(form)))
    letter = message_from_bytes(data, policy=policy.default)
    assert (letter["To"], letter["X-Unsent"]) == ("sd@school.example", "1")
    assert (letter["From"], letter["Date"]) == (None, None)
    assert letter["Subject"] == "Your return for Spring 2025, by Friday 28 March 2025"
    [attached] = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("SD.xlsx", workbook(form))
    plain, marked = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "1a.1 - =1 & <b>2 (due 4 Apr 2025)" in plain
    assert "=1 &amp; &lt;b&gt;2" in marked
    assert "<b>2" not in marked


def test_without_an_address_a_letter_has_no_to_and_a_change_is_noticed(form: Form) -> None:
    data = draft(Letter(form, None, "SD.docx", b"PK"))
    assert message_from_bytes(data, policy=policy.default)["To"] is None
    assert draft(Letter(form, None, "SD.docx", b"PK")) == data
    assert untouched(data)
    assert not untouched(data.replace(b"Dear SD", b"Dear Sam"))
    assert not untouched(b"X-Unsent: 1\r\n\r\n")


def test_a_reminder_says_that_it_is_one(form: Form) -> None:
    letter = Letter(form, None, "SD.xlsx", b"", again=True)
    assert letter.subject.startswith("Reminder: your return")
    assert "have not come in yet" in text(letter)
    assert "have not come in yet" in html(letter)


def test_one_file_for_a_mail_merge(form: Form) -> None:
    lines = merge_csv([Letter(form, "sd@school.example", "SD.xlsx", b"")]).decode("utf-8-sig")
    assert lines.splitlines()[0] == "lead,email,form,subject,by,rows,late,due,letter"
    assert lines.splitlines()[1].startswith("SD,sd@school.example,SD.xlsx,")
