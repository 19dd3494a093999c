"""Plans as trusts keep them: two Word documents and two workbooks of different shapes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
from openpyxl.comments import Comment

if TYPE_CHECKING:
    from pathlib import Path


def word_with_headings(path: Path) -> Path:
    """A heading for each aim and area, a table under each area; bullets, merged cells, a banner."""
    document = docx.Document()
    document.core_properties.title = "Strategic Plan 2025-28"
    document.add_heading("Hill Trust Strategic Plan", 0)
    document.add_paragraph("Approved by Trustees on 7 July 2025.")
    document.add_heading("Strategic Aim 1: Excellent teaching", 1)
    document.add_heading("1a Curriculum", 2)
    first = _table(
        document, ["Priority", "Action", "By whom", "Timescale", "Success criteria", "Cost"], 4
    )
    first.cell(1, 0).merge(first.cell(3, 0)).text = "One curriculum for all"
    _bullets(
        first.cell(1, 1),
        "Agree what pupils should know (Autumn 2025)",
        "Publish the curriculum on the website",
    )
    _fill(
        first,
        1,
        ["JK\nSD", "Autumn 2025\nSpring 2026", "Every subject has a plan", "£5,000"],
        place=2,
    )
    first.cell(2, 1).text = "Train teachers in reading aloud by Easter 2026"
    _fill(first, 2, ["JK and SD", "", "Pupils read more", "2 days' cover"], place=2)
    first.cell(3, 1).text = "Buy books"
    _fill(first, 3, ["Deputy Head", "when funds allow", "", ""], place=2)
    banner = first.cell(4, 0).merge(first.cell(4, 5))
    banner.text = "Priority 2: Writing"
    for row in (["", "Moderate writing each term", "SD", "termly", "", ""],):
        cells = first.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.add_paragraph()
    document.add_heading("1b Assessment", 2)
    document.add_paragraph("Led with the local authority.")
    second = _table(
        document, ["Priority", "Action", "By whom", "Timescale", "Success criteria", "Cost"], 1
    )
    _fill(
        second,
        1,
        ["", "Choose a tracker", "SENCO", "January 2026 and then termly", "In use", "TBC"],
    )
    document.add_heading("Strategic Aim 2: People", 1)
    document.add_heading("2a Staff", 2)
    third = _table(document, ["Activity", "Lead", "Target date", "KPI", "Monitoring"], 2)
    _fill(
        third, 1, ["Bring in HR software", "JK", "by December 2025", "Posts are filled", "termly"]
    )
    _fill(third, 2, ["Wellbeing group meets", "All staff", "half-termly", "", ""])
    document.sections[0].footer.paragraphs[0].text = "Version 3"
    document.save(path)
    return path


def word_of_one_table(path: Path) -> Path:
    """One table over pages: area and priority merged downwards, the heads said again, a note."""
    document = docx.Document()
    document.add_paragraph("School development plan")
    table = _table(
        document,
        [
            "Area of focus",
            "Objective",
            "Tasks",
            "Person(s) responsible",
            "Deadline",
            "Monitoring",
            "RAG",
        ],
        8,
    )
    table.cell(1, 0).merge(table.cell(4, 0)).text = "Quality of education"
    table.cell(1, 1).merge(table.cell(2, 1)).text = "Raise attainment in maths"
    _fill(
        table,
        1,
        ["Map the maths curriculum", "AB", "14 November 2025", "Book looks", "Green"],
        place=2,
    )
    _fill(
        table,
        2,
        ["Coach three teachers", "AB/CD", "Summer 2026", "Lesson visits, termly", "Amber"],
        place=2,
    )
    table.cell(3, 1).merge(table.cell(4, 1)).text = "Raise attainment in reading"
    merged = table.cell(3, 2).merge(table.cell(4, 2))
    merged.text = "Phonics programme"
    _fill(table, 3, ["EF", "October 2025", "", ""], place=3)
    _fill(table, 4, ["GH", "May 2026", "", ""], place=3)
    for column, head in enumerate(
        [
            "Area of focus",
            "Objective",
            "Tasks",
            "Person(s) responsible",
            "Deadline",
            "Monitoring",
            "RAG",
        ]
    ):
        table.cell(5, column).text = head
    table.cell(6, 0).merge(table.cell(8, 0)).text = "Behaviour and attitudes"
    table.cell(6, 1).text = "Attendance above 96%"
    both = table.cell(6, 3).merge(table.cell(7, 3))
    both.text = "IJ\nKL"
    _fill(table, 6, ["Ring home on the first day"], place=2)
    _fill(table, 7, ["Letters at 95%"], place=2)
    table.cell(6, 4).text, table.cell(7, 4).text = "ongoing", "Spring term"
    table.cell(8, 2).text = (
        "Write to every family whose child was away for more than ten days in the autumn term, "
        "and ask what the school could do to help. Keep a list of the answers."
    )
    table.cell(8, 3).text = "Mrs Jones"
    document.save(path)
    return path


def workbook_of_one_sheet(path: Path) -> Path:
    """Title rows over the head, areas merged or left blank, real dates, several lines in a cell."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Action plan"
    sheet["A1"] = "Vale School action plan"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "Updated 3 March"
    heads = ["Area", "Priority", "Action", "Target date", "By whom", "KPI", "Budget", "Who pays"]
    _row(sheet, 4, heads)
    _row(sheet, 5, ["Leadership", "Governance", "Review committees", datetime(2025, 10, 17), "JK"])
    sheet["D5"].number_format = "dd/mm/yyyy"
    sheet["F5"], sheet["G5"], sheet["H5"] = "Minutes on time", 1200, "Trust"
    sheet["G5"].number_format = "£#,##0"
    _row(sheet, 6, [None, None, "• Recruit governors\n• Induct governors", datetime(2026, 3, 1)])
    sheet["D6"].number_format = "mmm-yy"
    sheet["E6"] = "JK, SD"
    sheet["C6"].comment = Comment("Two places are free", "Clerk")
    _row(sheet, 7, [None, "Finance", "Balance the budget", "Spring 26", "SD", "Reserves at 5%"])
    sheet.merge_cells("A5:A7")
    _row(
        sheet,
        9,
        ["Estates", "Safety", "Mend the roof\nPaint the hall", "Summer 2026\nasap", "AB\nCD"],
    )
    _row(sheet, 10, [None, None, "=CONCATENATE(1,2)", "annually", None, "Share of rooms", 0.5])
    sheet["G10"].number_format = "0%"
    _row(sheet, 12, [None, None, None, None, None, None, None, "Total to be agreed"])
    other = book.create_sheet("Contacts")
    _row(other, 1, ["Clerk", "01903 000000"])
    book.save(path)
    return path


def workbook_of_sheets(path: Path) -> Path:
    """A sheet for each area, other heads, a status; nothing says an aim."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in {
        "Reading": [
            ["1", "Buy phonics books", "EF", "Autumn 2025", "Done", "Children read daily"],
            ["2", "Read to every class – daily", "Teachers", "", "On track", ""],
        ],
        "Attendance": [
            ["3", "Text parents by 10 am", "Office", "Sept 2025 to July 2026", "", "97%"],
            ["4", "Meet families; offer help", "GH", "as needed", "", ""],
        ],
    }.items():
        sheet = book.create_sheet(name)
        _row(sheet, 1, ["No.", "What will we do?", "Who?", "By when?", "RAG", "Impact"])
        for number, row in enumerate(rows, start=2):
            _row(sheet, number, row)
    book.save(path)
    return path


def word_of_priorities(path: Path, title: str = "") -> Path:
    """A numbered heading that says "priority" over each table, and nothing that says an aim."""
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for number, name in enumerate(("Quality of education", "Behaviour", "Leadership"), start=1):
        document.add_heading(f"Priority {number}: {name}", 1)
        document.add_paragraph(f"Why is {name} a priority?")
        _fill(_table(document, ["Action", "Lead"], 1), 1, [f"Improve {name}", "JK"])
    document.save(path)
    return path


def word_of_banners(path: Path) -> Path:
    """One table with a title row over its heads and a row across it for each aim."""
    document = docx.Document()
    table = document.add_table(rows=6, cols=3)
    for row, text in ((0, "Vale School action plan"), (2, "AIM 1: Teaching"), (4, "AIM 2: People")):
        table.cell(row, 0).merge(table.cell(row, 2)).text = text
    _fill(table, 1, ["Action", "Lead", "By when"])
    _fill(table, 3, ["Train", "JK", "Spring 2026"])
    _fill(table, 5, ["Hire", "JK", "Summer 2026"])
    document.save(path)
    return path


def workbook_of_priorities(path: Path, *names: str) -> Path:
    """A sheet for each of two priorities, with the trust's title and a sentence over its table."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    sentences = ("Raise attainment in writing in all schools", "All pupils attend every day")
    for name, sentence in zip(names, sentences, strict=True):
        sheet = book.create_sheet(name)
        _row(sheet, 1, ["Hill Trust plan"])
        _row(sheet, 2, [sentence])
        _row(sheet, 4, ["Action", "Lead", "By when"])
        _row(sheet, 5, [f"Begin with {name}", "JK", "termly"])
    book.save(path)
    return path


def _table(document: Any, heads: list[str], rows: int) -> Any:
    table = document.add_table(rows=rows + 1, cols=len(heads))
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    return table


def _fill(table: Any, row: int, texts: list[str], place: int = 0) -> None:
    for column, text in enumerate(texts, start=place):
        lines = text.split("\n")
        cell = table.cell(row, column)
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)


def _bullets(cell: Any, *texts: str) -> None:
    cell.paragraphs[0].text = texts[0]
    cell.paragraphs[0].style = "List Bullet"
    for text in texts[1:]:
        cell.add_paragraph(text, style="List Bullet")


def _row(sheet: Any, number: int, values: list[Any]) -> None:
    for column, value in enumerate(values, start=1):
        if value is not None:
            sheet.cell(number, column, value)
