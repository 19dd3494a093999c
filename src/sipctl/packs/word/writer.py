"""An HTML tree → paragraphs, lists, tables and pictures of a Word document."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from sipctl.packs.confined.reply import LimitError
from sipctl.packs.pdf.document import picture_as_png
from sipctl.packs.render.colours import known
from sipctl.packs.render.phrases import is_link
from sipctl.packs.word.html_tree import HtmlError, Node
from sipctl.packs.word.styles import CELL, GAP, OWN_WIDTH, SMALL, TABLE, colour, text_width
from sipctl.plan.faults import Refusal

HYPERLINK = RELATIONSHIP_TYPE.HYPERLINK
_SPACE = re.compile(r"[ \t\r\n]+")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEAST_SHARE, _MOST_SHARE = 0.01, 1_000
LEADING_ITEMS = 3
"""The most items of a list that is kept on the page of the table below it."""
LINE_HEIGHT = 8
"""Points of space above each line to write on."""
LEAST_WIDEST = 4.5
"""Centimetres down to which the widest column of a table is made narrower before the others."""
_INSET = 0.25
"""Centimetres between a cell's edge and its text, on each side."""


@dataclass(frozen=True)
class TextStyle:
    """The style of a run of text; `ink` is the name of a colour."""

    bold: bool = False
    italic: bool = False
    small: bool = False
    ink: str | None = None

    def within(self, node: Node) -> TextStyle:
        """The style of text inside a node."""
        style = self
        if node.tag in ("strong", "th"):
            style = replace(style, bold=True)
        if node.tag == "em":
            style = replace(style, italic=True)
        for word in node.classes:
            if word == "small":
                style = replace(style, small=True, bold=False, ink="quiet")
            elif word == "secret":
                style = replace(style, ink="red")
            elif word == "late":
                style = replace(style, bold=True, ink="red")
            elif word.startswith("c-"):
                style = replace(style, bold=True, ink=known(word[2:]))
        return style


class Writer:
    """Appends a tree to a document. Widths and `room` are in centimetres."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.width = text_width(document)
        self.pictures = 0
        self.breaks = False
        """Whether the next heading or paragraph begins a new page."""
        self.style_ids: dict[str, str | None] = {}
        """Of paragraphs' styles, by name. Each is looked up once: python-docx reads all styles."""

    def write(self, tree: Node) -> None:
        """Append every child element of a tree's root; text between them is dropped.

        Raises HtmlError for content that a document cannot hold.
        """
        nodes = [node for node in tree.children if isinstance(node, Node)]
        for before, node, after in zip([None, *nodes], nodes, [*nodes[1:], None], strict=False):
            ends = after is nodes[-1] and (node.tag, after.tag) == ("table", "p")
            keeps = ends or (after is not None and _leads_to(before, node, after))
            try:
                self._block(node, keeps=keeps)
            except (HtmlError, LimitError, Refusal, RecursionError, MemoryError):
                raise
            except Exception as error:
                message = " ".join(str(error).split()) or type(error).__name__
                raise HtmlError(node.place, f"<{node.tag}>: {message}") from None

    def _block(self, node: Node, *, keeps: bool) -> None:
        """Append an element; `keeps` says that it stays on the page of the next one."""
        if _is_heading(node):
            heading = self._paragraph(f"Heading {node.tag[1]}")
            heading.paragraph_format.keep_with_next = True  # whatever the letterhead's style has
            self._fill(heading, node)
        elif node.tag == "ul":
            for item in node.nodes("li"):
                paragraph = self._styled("List Bullet")
                paragraph.paragraph_format.keep_with_next = keeps or None
                self._fill(paragraph, item)
        elif node.tag == "table":
            self._table(node, keeps=keeps)
        elif node.tag == "hr":
            self.breaks = True
        else:
            paragraph = self._paragraph()
            paragraph.paragraph_format.keep_with_next = keeps or None
            self._fill(paragraph, node)
            if "line" in node.classes:
                _draw_line(paragraph, self.width)

    def _paragraph(self, style: str | None = None) -> Any:
        paragraph = self._styled(style) if style else self.document.add_paragraph()
        if self.breaks:
            paragraph.paragraph_format.page_break_before = True
            self.breaks = False
        return paragraph

    def _styled(self, style: str) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self._style_id(style)
        return paragraph

    def _style_id(self, style: str) -> str | None:
        if style not in self.style_ids:
            look_up = self.document.part.get_style_id
            self.style_ids[style] = look_up(style, WD_STYLE_TYPE.PARAGRAPH)
        return self.style_ids[style]

    # --- words -----------------------------------------------------------------------------------

    def _fill(self, paragraph: Any, node: Node) -> None:
        self._append(paragraph, node, TextStyle().within(node), self.width)
        _trim(paragraph)

    def _append(self, paragraph: Any, node: Node, style: TextStyle, room: float) -> None:
        for part in node.children:
            if isinstance(part, str):
                _add_run(paragraph, _checked(part, node), style)
            elif part.tag == "br":
                paragraph.add_run().add_break()
            elif part.tag == "img":
                self._picture(paragraph, part, room)
            elif part.tag == "a":
                self._link(paragraph, part, style, room)
            else:
                self._append(paragraph, part, style.within(part), room)

    def _link(self, paragraph: Any, node: Node, style: TextStyle, room: float) -> None:
        """Append a link to a web page; other links become text."""
        before = len(paragraph.runs)
        self._append(paragraph, node, replace(style, ink="accent"), room)
        address = node.attrs.get("href", "")
        if not is_link(address):
            return
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, HYPERLINK, is_external=True))
        runs = paragraph.runs[before:]
        for run in runs:
            run.underline = True
            link.append(run._r)
        paragraph._p.append(link)

    def _picture(self, paragraph: Any, node: Node, room: float) -> None:
        self.pictures += 1
        width = Cm(room * _share(node, node.attrs.get("width", "100")) / 100)
        try:
            png = picture_as_png(node.attrs.get("src", ""))
        except ValueError as error:
            raise HtmlError(node.place, f"<img> has no picture for its src: {error}") from None
        shape = paragraph.add_run().add_picture(BytesIO(png), width=width)
        for side in "TBLR":  # LibreOffice puts a distance around where none is given
            shape._inline.set(f"dist{side}", "0")
        about = shape._inline.docPr
        about.set("descr", _checked(node.attrs.get("alt", ""), node))
        about.set("name", f"Picture {self.pictures}")

    # --- tables ----------------------------------------------------------------------------------

    def _table(self, node: Node, *, keeps: bool) -> None:
        """Append a table and the gap below it; `keeps` keeps its last row on the page of the next
        element."""
        for caption in node.nodes("caption"):
            paragraph = self._styled("Caption")
            paragraph.paragraph_format.keep_with_next = True
            self._fill(paragraph, caption)
        rows = [row for part in node.nodes("thead", "tbody") for row in part.nodes("tr")]
        heads = sum(len(part.nodes("tr")) for part in node.nodes("thead"))
        columns = max((len(row.nodes("th", "td")) for row in rows), default=1)
        widths = _widths(node, columns, self.width)
        table = self.document.add_table(rows=0, cols=len(widths), style=TABLE)
        table.autofit = False
        _describe(table, node)
        for index, row in enumerate(rows):
            self._row(table, row, widths, head=index < heads)
        if "together" in node.attrs:
            _keep_together(table.rows[:-1])
        if keeps:
            _keep_together(table.rows[-1:])
        _columns(table, widths)
        self._styled(GAP).paragraph_format.keep_with_next = keeps or None

    def _row(self, table: Any, node: Node, widths: list[float], *, head: bool) -> None:
        row = table.add_row()
        cells = row.cells
        for cell, inside, width in zip(cells, node.nodes("th", "td"), widths, strict=False):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph._p.style = self._style_id(CELL)
            self._append(paragraph, inside, TextStyle().within(inside), width - 2 * _INSET)
            _trim(paragraph)
        _mark(row, head=head)


def _is_heading(node: Node | None) -> bool:
    return node is not None and node.tag in ("h1", "h2", "h3", "h4")


def _leads_to(before: Node | None, node: Node, after: Node) -> bool:
    """Whether a block has to be on the page of the next one.

    A table has to if both are tables that stay whole, such as a key made of several.
    """
    if node.tag == "table":
        return all("together" in table.attrs for table in (node, after))
    if node.tag == "ul":
        return after.tag == "table" and len(node.nodes("li")) <= LEADING_ITEMS
    if before is not None and _is_heading(before):
        return after.tag in ("ul", "table") or (_is_heading(after) and after.tag > before.tag)
    return after.tag == "ul"


def _add_run(paragraph: Any, text: str, style: TextStyle) -> None:
    """Append text with its spaces collapsed; leading space in a paragraph is dropped."""
    text = _SPACE.sub(" ", text)
    if not text or (text == " " and paragraph._p.r_lst == []):
        return
    run = paragraph.add_run(text)
    if style.bold:
        run.bold = True
    if style.italic:
        run.italic = True
    if style.small:
        run.font.size = Pt(SMALL)
    if style.ink:
        run.font.color.rgb = colour(style.ink)


def _trim(paragraph: Any) -> None:
    """Strip spaces from both ends of a paragraph."""
    texts = paragraph._p.findall(f".//{qn('w:t')}")
    if texts:
        texts[0].text = (texts[0].text or "").lstrip(" ")
        texts[-1].text = (texts[-1].text or "").rstrip(" ")


def _widths(node: Node, columns: int, room: float) -> list[float]:
    """The width of each column in centimetres, by the shares in the table's attribute `widths`.

    On a page narrower than a pack's own the widest column is made narrower first, down to
    `LEAST_WIDEST`: it holds sentences, the others a day or a word.
    """
    shares = [_share(node, share) for share in node.attrs.get("widths", "").split()]
    shares = shares if len(shares) == columns else [1.0] * columns
    widths = [OWN_WIDTH * share / sum(shares) for share in shares]
    widest = widths.index(max(widths))
    widths[widest] -= max(0, min(OWN_WIDTH - room, widths[widest] - LEAST_WIDEST))
    return [room * width / sum(widths) for width in widths]


def _share(node: Node, text: str) -> float:
    """A share of the available width, such as a percentage; raises HtmlError if it is not one."""
    try:
        share = float(text)
    except ValueError:
        share = 0
    if not _LEAST_SHARE <= share <= _MOST_SHARE:
        raise HtmlError(node.place, f'<{node.tag}> with "{text[:40]}" for a width')
    return share


def _checked(text: str, node: Node) -> str:
    """The text unchanged; raises HtmlError for a character that XML cannot hold."""
    odd = _NOT_XML.search(text)
    if odd:
        raise HtmlError(node.place, f"<{node.tag}> with the character U+{ord(odd[0]):04X}")
    return text


def _draw_line(paragraph: Any, width: float) -> None:
    """Draw a line to write on, `width` centimetres long."""
    shape = paragraph.paragraph_format
    shape.space_before = Pt(LINE_HEIGHT)
    shape.tab_stops.add_tab_stop(Cm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    paragraph.add_run("\t")


def _columns(table: Any, widths: list[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)


def _describe(table: Any, node: Node) -> None:
    """Set a table's caption as the name that screen readers read."""
    properties = table._tbl.tblPr
    captions = node.nodes("caption")
    if captions:
        name = OxmlElement("w:tblCaption")
        words = " ".join(captions[0].text.split())[:250]
        name.set(qn("w:val"), _checked(words, captions[0]))
        properties.append(name)


def _keep_together(rows: Any) -> None:
    """Let no page break fall after any of these rows."""
    for row in rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _mark(row: Any, *, head: bool) -> None:
    """Let no page break fall within a row; repeat a head on each page, with the row below it.

    LibreOffice loses every row of a table whose head may not be split and ends a page alone.
    """
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader" if head else "w:cantSplit"))
    if head:
        _keep_together([row])
