"""Forms that came back, whatever was done to them: each answer is taken or said, none twice."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import docx
import pytest
from openpyxl.comments import Comment
from support.each_row import each_row
from support.forms import (
    FILES,
    TAKEN,
    column_of,
    fill,
    filled,
    form_of,
    opened,
    read_plan,
    saved,
    sent,
)

from sipctl.plan.context import timing_context
from sipctl.returns import layout
from sipctl.returns.asking.document import document
from sipctl.returns.taking.files import read_document
from sipctl.returns.taking.forms.form_file import read_form
from sipctl.returns.taking.forms.sent_texts import SentTexts
from sipctl.returns.taking.forms.take_form import take_form
from sipctl.store.records import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sipctl.plan.model.entries import Plan, Record
    from sipctl.returns.taking.forms.rows import Ask
    from sipctl.returns.taking.taken import Taking

PLAN = read_plan()
HR, LAUNCH, POLICIES = "JK/1a.1/spring-2025", "JK/1a.2/Launch/start", "JK/1a.3/spring-2025"
SITE, ABSENCE = "JK/1a.4/autumn-2024", "JK/1a.k2/2025-03"
WORK, KPIS = "Your work", "KPIs"


def take(
    data: bytes, plan: Plan = PLAN, name: str = "JK.xlsx", ask: Ask = lambda _: None
) -> Taking:
    form = read_form(read_document(data, name))
    assert form is not None
    return take_form(name, form, SentTexts(plan, timing_context(plan)), TAKEN, ask)


def answered(answers: Mapping[str, Mapping[str, Any]]) -> Taking:
    return take(filled(PLAN, answers))


def records(taking: Taking) -> dict[str, Record]:
    """The new records by the row that they came in with, without its digits."""
    return {(row.record.row or "").rpartition("/")[0]: row.record for row in taking.new}


def reasons(taking: Taking) -> list[str]:
    return [f"{row.place.place}: {row.message}" for row in taking.not_taken]


def test_a_row_becomes_a_record() -> None:
    taking = answered(
        {
            HR: {
                "Status": "On track",
                "What happened": "Two interviews",
                "What next, or help wanted": "A third",
                "Evidence (links)": "https://x.example/a\nMinutes",
                "New date wanted (needs agreement)": "Summer 2025",
            },
            ABSENCE: {"Reading": "14.2 days", "On": "14/3/2025", "What it shows": "Better"},
            "JK/1a/": {"Summary": "All well", "Decision wanted": "A new post"},
        }
    )
    assert reasons(taking) == []
    assert [text_of(record) for record in records(taking).values()] == [
        "activity: 1a.1\ndate: 2025-03-20\nby: JK\nstatus: on-track\nfor: spring-2025\nnote: Two interviews\n"
        "help_wanted: A third\nnew_date_wanted: Summer 2025\nreturn: spring-2025\n"
        "row: JK/1a.1/spring-2025/179d35\nevidence:\n  - https://x.example/a\n  - Minutes\n",
        'kpi: 1a.k2\ndate: 2025-03-14\nby: JK\nvalue: 14.2\nunit: days\nfor: "2025-03"\nnote: Better\n'
        "return: spring-2025\nrow: JK/1a.k2/2025-03/1bd40f\n",
        "area: 1a\ndate: 2025-03-20\nby: JK\nsummary: All well\ndecision_wanted: A new post\n"
        "return: spring-2025\nrow: JK/1a//e28ca0\n",
    ]


def test_a_form_that_nobody_filled_in_is_no_answer() -> None:
    taking = take(sent(PLAN))
    assert (taking.proposed, taking.not_taken) == ((), ())
    assert taking.notices == ("JK.xlsx: nothing is filled in",)
    dashes = {HR: {"Status": " ", "What happened": "-", "Evidence (links)": "n/a"}}
    assert answered(dashes).proposed == answered(dashes).not_taken == ()


def test_a_row_that_is_unclear_is_left_out_whole_and_the_rest_is_taken() -> None:
    taking = answered(
        {
            HR: {"Status": "nearly there", "What happened": "Two interviews"},
            LAUNCH: {"What happened": "It began"},
            POLICIES: {"Status": "amber", "New date wanted (needs agreement)": "when they come"},
            SITE: {"Status": "Withdrawn"},
            "JK/1a.2/Grow": {"Status": "#REF!", "What happened": "=A1"},
            "JK/1a.k1/spring-2025": {"Reading": "about 95%", "On": "yesterday"},
            ABSENCE: {"What it shows": "Better"},
            "JK/1/": {"Summary": "Well"},
        }
    )
    assert list(records(taking)) == ["JK/1/"]
    assert reasons(taking) == [
        'Your work!E2: "nearly there" is not a status',
        "Your work!A3: something is written here, and nothing under Status",
        'Your work!E4: "#REF!" is the error of a formula',
        'Your work!F4: "=A1" is a formula without a value',
        'Your work!I5: "when they come" is not a time this plan knows',
        'Your work!E6: "Withdrawn" takes an agreement',
        'KPIs!E2: "about 95%" is not one number',
        'KPIs!F2: "yesterday" depends on the day on which it was written',
        "KPIs!A3: something is written here, and nothing under Reading or Met?",
    ]
    assert all(row.help for row in taking.not_taken)


def test_what_may_mean_several_things_is_asked() -> None:
    data = filled(PLAN, {HR: {"Status": "G / A"}, SITE: {"What happened": "Closed"}})
    asked = []

    def ask(doubt: Any) -> str:
        asked.append((doubt.subject, doubt.choices[:2]))
        return "at-risk"

    taking = take(data, ask=ask)
    assert asked == [("1a.1", ("on-track", "at-risk")), ("1a.4", ("on-track", "at-risk"))]
    assert [record.status for record in records(taking).values()] == ["at-risk", "at-risk"]


def test_the_day_of_all_answers() -> None:
    book = opened(
        filled(PLAN, {HR: {"Status": "Complete"}, ABSENCE: {"Reading": "3", "On": "12 March 2025"}})
    )
    book["Start here"]["C10"] = "14 March 2025"
    days = [record.date for record in records(take(saved(book))).values()]
    assert days == [date(2025, 3, 14), date(2025, 3, 12)]
    book["Start here"]["C10"] = "Friday"
    taking = take(saved(book))
    assert (taking.proposed, reasons(taking)) == (
        (),
        ['Start here!C10: "Friday" depends on the day on which it was written'],
    )


# --- taken again -----------------------------------------------------------------------------------


def with_records(taking: Taking) -> Plan:
    """The plan with what was taken."""
    names = {
        f"records/2024-25/spring/{row.record.date}-{row.record.subject}-JK-{n:06}.yaml": text_of(
            row.record
        )
        for n, row in enumerate(taking.new)
    }
    return read_plan({**FILES, **names})


def test_what_was_taken_is_not_taken_again() -> None:
    data = filled(PLAN, {HR: {"Status": "On track"}, ABSENCE: {"Reading": "3"}})
    plan = with_records(take(data))
    again = take(data, plan, "renamed.xlsx")
    assert (len(again.new), len(again.known), again.not_taken) == (0, 2, ())
    other_words = filled(PLAN, {HR: {"Status": "green"}, ABSENCE: {"Reading": 3}})
    assert take(other_words, plan).new == ()


def test_an_answer_reads_the_same_after_others_have_given_theirs() -> None:
    """Another lead's reading of the round says what the KPI counts; this form said nothing of it."""
    data = filled(PLAN, {ABSENCE: {"Reading": "3"}})
    other = "kpi: 1a.k2\ndate: 2025-03-08\nby: SD\nvalue: 4\nunit: days\nreturn: spring-2025\nrow: SD/1a.k2/2025-03/abc123\n"
    records = {
        f"records/2024-25/spring/{n}.yaml": text_of(row.record)
        for n, row in enumerate(take(data).new)
    }
    again = take(
        data,
        read_plan({**FILES, **records, "records/2024-25/spring/2025-03-08-1a.k2-SD.yaml": other}),
    )
    assert (len(again.new), len(again.known), again.notices) == (0, 1, ())


def test_a_corrected_answer_of_the_same_day_takes_the_place_of_the_first() -> None:
    plan = with_records(take(filled(PLAN, {HR: {"Status": "On track"}})))
    taking = take(filled(PLAN, {HR: {"Status": "At risk", "What happened": "Ill"}}), plan)
    assert records(taking)[HR].corrects == "2025-03-20-1a.1-JK-000000.yaml"
    assert taking.new[0].notices == ("this takes the place of JK's earlier answer of the same day",)


def test_what_others_recorded_since_is_said() -> None:
    record = "activity: 1a.1\ndate: 2025-03-12\nby: SD\nstatus: off-track\nnote: Ill\n"
    plan = read_plan({**FILES, "records/2024-25/spring/2025-03-12-1a.1-SD.yaml": record})
    taking = take(filled(PLAN, {HR: {"Status": "On track"}}), plan)
    assert taking.new[0].notices == (
        "SD recorded off track on 12 Mar 2025, since the form was made; both are kept",
    )


# --- what people do to forms -----------------------------------------------------------------------


ANSWERS = {
    HR: {"Status": "On track", "What happened": "x"},
    SITE: {"Status": "Complete", "Evidence (links)": "y"},
}


def test_sorted_hidden_and_moved_rows_columns_and_sheets_change_nothing() -> None:
    expected = records(answered(ANSWERS))
    book = opened(filled(PLAN, ANSWERS))
    sheet = book[WORK]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=sheet.max_row)]
    columns = list(range(len(rows[0])))[::-1]
    for number, row in enumerate([rows[0], *rows[:0:-1]], 3):
        for index, column in enumerate(columns, 2):
            sheet.cell(number, index).value = row[column]
    for number in (1, 2):
        for cell in sheet[number]:
            cell.value = None
    for number in range(3, 9):
        sheet.cell(number, 1).value = None
    sheet.row_dimensions[5].hidden = True
    sheet.title = "Sheet1"
    book.move_sheet("About this form", -4)
    book["About this form"].title = "Info"
    taking = take(saved(book))
    assert records(taking) == expected and reasons(taking) == []


def test_a_number_a_day_and_a_share_are_read_as_spreadsheets_keep_them() -> None:
    book = opened(sent(PLAN))
    fill(
        book,
        {
            "JK/1a.k1/spring-2025": {
                "Reading": 0.98,
                "On": datetime(2025, 3, 14, 10, 30),
                "Met?": True,
            }
        },
    )
    cell = book[KPIS].cell(2, column_of(book[KPIS], "Reading"))
    cell.number_format = "0%"
    book[KPIS].cell(2, column_of(book[KPIS], "On")).number_format = "dd/mm/yyyy hh:mm"
    for epoch in (None, "1904"):
        if epoch:
            from openpyxl.utils.datetime import CALENDAR_MAC_1904

            book.epoch = CALENDAR_MAC_1904
        taking = take(saved(book))
        record = records(taking)["JK/1a.k1/spring-2025"]
        assert (record.value, record.unit, record.date, record.result) == (
            "98",
            "%",
            date(2025, 3, 14),
            "met",
        )
        assert reasons(taking) == []


def test_merged_answers_are_for_nobody() -> None:
    book = opened(filled(PLAN, ANSWERS))
    sheet = book[WORK]
    sheet.merge_cells(start_row=2, end_row=3, start_column=5, end_column=5)
    taking = take(saved(book))
    assert reasons(taking) == ["Your work!E3: the cell is merged with others"]


@each_row(
    ("number", "what", "row", "message"),
    [
        (
            "1a.4",
            "Choose HR software",
            HR,
            "this row says 1a.4 at its beginning and 1a.1 at its end",
        ),
        (
            "1a.1",
            "Close the site",
            HR,
            "this row has the title of 1a.4, and it is the row of 1a.1 spring-2025",
        ),
        ("", "Build a shed", "", "this row was added, or has lost what stands under Row"),
        (
            "1a.1",
            "Choose HR software",
            "SD/1a.1/spring-2025",
            "this row is of SD's form, and the form is JK's",
        ),
        (
            "1a.9",
            "Something",
            "JK/1a.9/spring-2025",
            '"1a.9" is no activity, KPI, area or aim of this plan',
        ),
        ("1a.1", "Choose HR software", "JK/1a.1/autumn-2031", "taken"),
        ("1a.2", "Map forums", "JK/1a.2/Shrink", '1a.2 has no date "Shrink" any more'),
    ],
)
def test_a_row_that_is_not_what_its_id_says_is_left_out(
    number: str, what: str, row: str, message: str
) -> None:
    book = opened(sent(PLAN))
    for column, text in ((1, number), (2, what), (5, "On track"), (10, row)):
        book[WORK].cell(2, column).value = text
    taking = take(saved(book))
    if message == "taken":
        assert records(taking)[row].for_ is None
        assert taking.new[0].notices == (
            "its date has changed since the form was made, to Spring 2025",
        )
    else:
        assert reasons(taking) == [f"Your work!A2: {message}"]


def test_what_is_written_over_the_form_is_said_and_the_row_taken() -> None:
    book = opened(filled(PLAN, ANSWERS))
    book[WORK]["B2"] = "Choose new HR software"
    book[WORK]["C3"] = "Summer 2026, please"
    book[WORK]["B9"] = "Build a shed"
    taking = take(saved(book))
    assert records(taking) == records(answered(ANSWERS))
    assert [notice.removeprefix("JK.xlsx, Your work!") for notice in taking.notices] == [
        'B2: "Choose new HR software" under What is not what the form said; it is not taken (sipctl set 1a.1 title)',
        'C3: "Summer 2026, please" under When is not what the form said; it is not taken (sipctl move 1a.2)',
        'B9: "Build a shed" under What is not what the form said; it is not taken',
    ]


def test_two_rows_that_say_different_things_of_one_date_are_both_left_out() -> None:
    book = opened(filled(PLAN, ANSWERS))
    sheet = book[WORK]
    for column in range(1, 11):
        sheet.cell(9, column).value = sheet.cell(2, column).value
    assert len(take(saved(book)).new) == 2
    sheet.cell(9, 5).value = "At risk"
    taking = take(saved(book))
    assert list(records(taking)) == [SITE]
    assert reasons(taking) == [
        "Your work!A2: another row says otherwise: JK.xlsx, Your work!A9",
        "Your work!A9: another row says otherwise: JK.xlsx, Your work!A2",
    ]


def test_whatever_else_is_written_is_said() -> None:
    book = opened(filled(PLAN, ANSWERS))
    book[WORK]["K2"] = "see my mail"
    book[WORK]["E2"].comment = Comment("Or is it?", "JK")
    book["Start here"]["B14"] = "I am away in May"
    book.create_sheet("Mine")["A1"] = "Numbers"
    taking = take(saved(book))
    assert records(taking) == records(answered(ANSWERS))
    assert reasons(taking) == [
        'Your work!K2: "see my mail" stands under no heading of the form',
        'Your work!E2: a comment says "Or is it?"',
        'Start here!B14: "I am away in May" is written outside the rows of the form',
        'Mine!A1: "Numbers" is written outside the rows of the form',
    ]


@pytest.mark.slow
@each_row(
    ("fact", "text", "message"),
    [
        (
            "Trust or school",
            "Vale School",
            'another plan: under Trust or school it says "Vale School"',
        ),
        ("Plan", "School Plan 2027–30", 'another plan: under Plan it says "School Plan 2027–30"'),
        ("From", "1 September 2024", ""),
        ("To", "2026-08-31", "another plan: under To"),
        (
            "Round",
            "autumn-2024",
            "this is a form of autumn-2024, and JK has been asked for spring-2025",
        ),
        ("Round", "lent-2025", "which is no term of this plan"),
        ("Lead", "XX", "whom people.yaml does not know"),
        ("Form version", "2", "this is a form of version 2"),
    ],
)
def test_a_form_of_something_else_is_not_taken(fact: str, text: str, message: str) -> None:
    book = opened(filled(PLAN, ANSWERS))
    about = book["About this form"]
    next(row for row in about.iter_rows() if row[0].value == fact)[1].value = text
    taking = take(saved(book))
    if message:
        assert (len(taking.proposed), len(taking.not_taken)) == (0, 1)
        assert message in taking.not_taken[0].message
    else:
        assert len(taking.new) == 2 and taking.not_taken == ()


def test_one_sheet_as_csv_is_of_the_round_that_is_open() -> None:
    rows = [[column.heading for column in layout.WORK.columns]]
    rows.append(["1a.1", "Choose HR software", "Due", "", "On track", "x", "", "", "", HR])
    rows.append(["1a.4", "Something else", "", "", "Done", "", "", "", "", SITE])
    written = StringIO()
    csv.writer(written).writerows(rows)
    taking = take(written.getvalue().encode(), name="JK.csv")
    assert records(taking) == {HR: records(answered(ANSWERS))[HR]}
    assert reasons(taking) == ["line 3, column 1: this row does not have the title of 1a.4"]
    assert "does not say of which plan and round" in taking.notices[0]


def test_a_word_form_is_read_as_the_workbook_is() -> None:
    word = docx.Document(BytesIO(document(form_of(PLAN))))
    taking = take(word_bytes(word), name="JK.docx")
    assert (taking.proposed, taking.not_taken) == ((), ())
    for table in word.tables:
        cells = {row.cells[0].text: row.cells[1] for row in table.rows}
        answers = ANSWERS.get(cells["Row"].text if "Row" in cells else "", {})
        for heading, text in answers.items():
            cells[heading].paragraphs[0].add_run(text)
    word.add_paragraph("And thank you")
    taking = take(word_bytes(word), name="JK.docx")
    assert records(taking) == records(answered(ANSWERS))
    assert reasons(taking) == [': "And thank you" is written outside the rows of the form']


def word_bytes(word: Any) -> bytes:
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def test_the_sheet_that_numbers_adds_is_nobodys_answer() -> None:
    book = opened(filled(PLAN, ANSWERS))
    page = book.create_sheet("Export Summary", 0)
    page["A1"] = "This document was exported from Numbers."
    page["A3"], page["B3"], page["C3"] = (
        "Numbers Sheet Name",
        "Numbers Table Name",
        "Excel Worksheet Name",
    )
    page["A4"], page["B4"] = WORK, "Table 1"
    taking = take(saved(book))
    assert records(taking) == records(answered(ANSWERS)) and reasons(taking) == []
