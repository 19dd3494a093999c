"""A form as a Word document: the rows of the workbook, each a table of two columns.

Answers are Word's own content controls: a list to choose from, or room to type, with a prompt that
says so and counts as no answer.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sipctl.packs.word.zip import normalise
from sipctl.plan.faults import Refusal
from sipctl.returns import layout
from sipctl.returns.asking import words
from sipctl.views.exports.workbook import AUTHOR
from sipctl.views.text.english import long_day, safe_text

if TYPE_CHECKING:
    from sipctl.plan.queries.asking import AskedRow
    from sipctl.returns.asking.words import Form

INSTALL = 'pip install "sipctl[packs]"'
LABELS, TEXTS = 4.2, 12.8
"""Widths in centimetres of the two columns: what is asked, and the answer."""
GROUND = "F3F2EE"
"""The background of what is only shown; that of answers is white."""


def document(form: Form) -> bytes:
    """The form as .docx bytes; raises Refusal without python-docx."""
    try:
        import docx
    except ImportError:
        raise Refusal("Word needs python-docx, which is not installed", INSTALL) from None
    from sipctl.packs.word.styles import apply_styles

    written = docx.Document()
    title = safe_text(form.title)
    apply_styles(written, (title, f"By {long_day(form.round.by)}"), secret=False)
    _start(written, form)
    for part in layout.PARTS:
        rows = form.rows_of(part)
        if rows:
            written.add_heading(part.name, 2)
            written.add_paragraph(part.hint)
        for row in rows:
            written.add_heading(safe_text(f"{row.id}  {words.what(row)}"), 3)
            _card(written, form, part, row)
    written.add_heading(layout.ABOUT, 2)
    pairs = [(layout.FACTS[name], text) for name, text in form.facts.items()]
    _table(written, [(label, text, None) for label, text in pairs])
    _describe(written, form)
    buffer = BytesIO()
    written.save(buffer)
    return normalise(buffer.getvalue())


def _start(written: Any, form: Form) -> None:
    written.add_heading(safe_text(form.title), 1)
    about = form.plan.about
    written.add_paragraph(safe_text(f"{about.body.name} · {about.title}"))
    for line in words.advice(form):
        written.add_paragraph(line, style="List Number")
    day = layout.FormColumn("on", layout.ANSWERED_ON, 0, "date", layout.TYPE_HERE)
    _table(written, [(layout.ANSWERED_ON, "", day)])


def _card(written: Any, form: Form, part: layout.FormPart, row: AskedRow) -> None:
    """Write one row: a line for each column; its id and title are in the heading too."""
    lines = []
    for column in part.columns:
        text = ""
        if column is layout.ROW:
            text = layout.row_id(form.lead, row.id, row.key)
        elif not column.field:
            text = words.shown(row, column.id, form.day)
        lines.append((column.heading, text, column if column.field else None))
    _table(written, lines)


Line = tuple[str, str, "layout.FormColumn | None"]
"""A heading, the text beside it, and the column to fill in; None for what is only shown."""


def _table(written: Any, lines: list[Line]) -> None:
    from docx.shared import Cm, Pt

    table = written.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for grid_column, width in zip(table.columns, (LABELS, TEXTS), strict=True):
        grid_column.width = Cm(width)
    cell_style = written.styles["Cell"].style_id  # by its id: looking up a style is slow
    for number, (label, text, column) in enumerate(lines, 1):
        row = table.add_row()
        _keep_whole(row)
        cells = row.cells
        for cell, width in zip(cells, (LABELS, TEXTS), strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0]._p.style = cell_style
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(lines)
        cells[0].paragraphs[0].add_run(label).bold = column is not None
        if column is None:
            _shade(cells[0])
            _shade(cells[1])
            _write_lines(cells[1], text, cell_style)
            if label == layout.ROW.heading:
                cells[1].paragraphs[0].runs[0].font.size = Pt(7)
        else:
            cells[1].paragraphs[0]._p.append(_control(column))
    written.add_paragraph().paragraph_format.space_after = Pt(2)


def _write_lines(cell: Any, text: str, style: str) -> None:
    """Each line of a text as a paragraph of its own."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph._p.style = style
        paragraph.add_run(safe_text(line))


def _keep_whole(row: Any) -> None:
    """Let no page break fall within a row."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", GROUND)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _control(column: layout.FormColumn) -> Any:
    """A content control that shows the column's prompt: a list, or room for several lines."""
    from xml.sax.saxutils import escape, quoteattr

    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    kind = '<w:text w:multiLine="1"/>'
    if column.choices:
        items = "".join(
            f"<w:listItem w:displayText={quoteattr(word)} w:value={quoteattr(word)}/>"
            for word in column.choices
        )
        kind = f"<w:dropDownList>{items}</w:dropDownList>"
    name, tag = quoteattr(column.heading), quoteattr(column.id)
    prompt = f'<w:rPr><w:color w:val="6B6B6B"/></w:rPr><w:t>{escape(column.prompt)}</w:t>'
    return parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val={name}/><w:tag w:val={tag}/>"
        f"<w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent><w:r>{prompt}</w:r></w:sdtContent></w:sdt>"
    )


def _describe(written: Any, form: Form) -> None:
    """The document's properties: signed by sipctl, dated with the day of asking."""
    moment = datetime(form.day.year, form.day.month, form.day.day)
    core = written.core_properties
    core.title = safe_text(form.title)[:255]
    core.author = core.last_modified_by = AUTHOR
    core.subject, core.keywords, core.comments = "", "", ""
    core.language, core.revision = "en-GB", 1
    core.created = core.modified = core.last_printed = moment
