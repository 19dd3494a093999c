"""A Word document as a document: its tables under their headings, and all the text beside them.

Read from the XML itself: text inside content controls, tracked insertions, footnotes, text boxes
and tables within tables counts, what was struck out by tracked changes does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sipctl.documents.document import BULLET, INNER, Cell, Document, Heading, SourceTable
from sipctl.documents.docx_look import (
    is_bold,
    is_shaded,
    is_unfilled,
    level_by_look,
    level_by_words,
    says_unfilled,
    unmark_filled,
    unseen_texts,
)
from sipctl.documents.docx_text import Notes, Styles, blocks, text_of
from sipctl.documents.office import broken, child, local
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from xml.etree.ElementTree import Element

    from sipctl.documents.document import IsHead
    from sipctl.documents.office import Package

MAIN = "word/document.xml"
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_100, 256, 200_000
_LEAST_HEADS = 2
"""Known heads that a table within a cell needs to be read as a table of its own; in a row of fewer
columns every such table is."""
MOST_UNSEEN = 20
"""The most hidden or struck-out texts that are listed."""


def read(package: Package, is_head: IsHead, prompts: Container[str] | None = None) -> Document:
    """The tables and text of a Word document; raises Refusal for what cannot be read.

    Of a control that is marked as not filled in, only a text that is none of `prompts` counts.
    """
    body = child(package.xml(MAIN), "body")
    if body is None:
        raise broken(package.file, "text")
    if prompts is not None:
        unmark_filled(body, prompts)
    reader = _WordReader(package, is_head)
    reader.body(body)
    for part in (*package.parts_beginning("word/header"), *package.parts_beginning("word/footer")):
        root = package.xml(part)
        texts = (
            [text_of(paragraph).strip() for paragraph in root.iter() if local(paragraph) == "p"]
            if root
            else []
        )
        reader.loose += [text for text in dict.fromkeys(texts) if text]
    reader.loose += reader.notes.unplaced()
    left_out = ["its macros were not read"] if "word/vbaProject.bin" in package.names else []
    pictures = sum(name.startswith("word/media/") for name in package.names)
    left_out += [f"pictures were not read: {pictures}"] if pictures else []
    left_out += [
        f'hidden or struck out, and left out: "{text}"' for text in unseen_texts(body)[:MOST_UNSEEN]
    ]
    title = child(package.xml("docProps/core.xml"), "title")
    return Document(
        package.file,
        "docx",
        _with_sections(reader.tables),
        (title.text or "").strip() if title is not None else "",
        tuple(dict.fromkeys(reader.loose)),
        tuple(left_out),
    )


@dataclass
class _Row:
    """A row of a table while it is read: for each column the cell there and where it began."""

    cells: list[tuple[Element, int]] = field(default_factory=list)


class _WordReader:
    def __init__(self, package: Package, is_head: IsHead) -> None:
        self.is_head = is_head
        self.styles = Styles(package.xml("word/styles.xml"))
        self.notes = Notes(package)
        self.file = package.file
        self.tables: list[SourceTable] = []
        self.loose: list[str] = []
        self.headings: list[Heading] = []
        self.over: list[str] = []
        self.directly = False
        self.unfilled: set[int] = set()
        """`id()` of each cell within a content control that nobody filled in."""

    def body(self, body: Element) -> None:
        """Read all paragraphs and tables in order."""
        for block in blocks(body):
            if local(block) == "tbl":
                self.table(block)
            else:
                self.paragraph(block)

    def paragraph(self, paragraph: Element) -> None:
        """Read text outside tables; a heading is over what follows until another of its level."""
        text = " ".join(text_of(paragraph).split())
        texts = self.notes.boxes(paragraph)
        texts += [text + self.notes.of(paragraph)] if text else []
        self.loose += texts
        if not text:
            self.over += texts
            return
        self.directly = False
        styled = self.styles.heading(paragraph)
        level = level_by_words(text) if styled is None else styled
        shown = level_by_look(paragraph, text) if level is None else None
        level = shown if level is None else level
        if level is not None:
            self.heading(Heading(level, text, by_look=shown is not None))
        self.over += texts

    def heading(self, heading: Heading) -> None:
        """Enter a heading, which ends those of its level and below."""
        outer = [other for other in self.headings if other.level < heading.level]
        ends = len(outer) < len(self.headings) or not any(other.level for other in outer)
        if ends and not heading.by_look:
            self.over = []  # these texts belong to the section that ends here, or to none
        self.headings = [*outer, heading]

    def table(self, table: Element) -> None:
        """Read a table, and after it those within its cells."""
        name = f"table {len(self.tables) + 1}"
        inner: list[Element] = []
        rows = self._rows(table)
        width = max((len(row.cells) for row in rows), default=0)
        if len(rows) > MOST_ROWS or width > MOST_COLUMNS or len(rows) * width > MOST_CELLS:
            message = f"{name} of {self.file} is larger than any plan"
            raise Refusal(message, "take out what is not the plan, and try again")
        table_rows: list[tuple[Cell, ...]] = []
        above: list[tuple[int, int]] = []
        for row in rows:
            cells: list[Cell] = []
            for column in range(width):
                number, place = len(table_rows), f"{name}, row {len(table_rows) + 1}"
                cells.append(
                    self._cell(row, column, (number, column), above, table_rows, place, inner)
                )
            if any(cell.text or cell.notes for cell in cells):
                table_rows.append(tuple(cells))
                above = [cell.anchor for cell in cells]
        if inner and width == 1 and self._is_frame(table_rows):
            table_rows = []
        if table_rows:
            self.tables.append(
                SourceTable(
                    name, tuple(table_rows), tuple(self.headings), self.directly, tuple(self.over)
                )
            )
            self.directly, self.over = True, []
        for nested in inner:
            self.table(nested)

    def _is_frame(self, rows: list[tuple[Cell, ...]]) -> bool:
        """Whether all text of a table around others is headings; if so, they go over the others."""
        lines = [line for row in rows for cell in row for line in cell.text.split("\n")]
        levels = [level_by_words(line) for line in lines]
        if not lines or any(row[0].notes for row in rows) or None in levels:
            return False
        for level, line in zip(levels, lines, strict=True):
            self.heading(Heading(level or 0, line))
        return True

    def _cell(
        self,
        row: _Row,
        column: int,
        position: tuple[int, int],
        above: list[tuple[int, int]],
        rows_above: list[tuple[Cell, ...]],
        place: str,
        inner: list[Element],
    ) -> Cell:
        """The cell of one column: its own text, or that of the one that it is merged into."""
        if column >= len(row.cells):
            return Cell("", position, place)
        element, start = row.cells[column]
        notes: list[str] = []
        if start == column:
            within = [block for block in blocks(element) if local(block) == "tbl"]
            tables = [
                block for block in within if len(row.cells) < _LEAST_HEADS or self._has_heads(block)
            ]
            inner += tables
            notes = self._notes(element)
            notes += [self._flat(block) for block in within if block not in tables]
        text = self._text(element)
        if _continues(element) and column < len(above):
            top, left = above[column]
            # Word hides what is left in a cell that is merged into the one above it.
            hidden = [text] if text and start == column else []
            return Cell(rows_above[top][left].text, (top, left), place, (*hidden, *notes))
        strong = start == column and (is_shaded(element) or is_bold(element))
        return Cell(text, (position[0], start), place, tuple(notes), strong)

    def _has_heads(self, table: Element) -> bool:
        """Whether a table within a cell has known heads, and so is not a part of the cell."""
        first = next(iter(self._rows(table)), None)
        texts = [self._text(element) for element, _ in first.cells] if first else []
        return sum(map(self.is_head, texts)) >= _LEAST_HEADS

    def _flat(self, table: Element) -> str:
        """A small table as lines of text, with its notes and the tables in it."""
        lines = []
        for row in self._rows(table):
            cells = [cell for column, (cell, start) in enumerate(row.cells) if start == column]
            inner = [self._flat(b) for cell in cells for b in blocks(cell) if local(b) == "tbl"]
            texts = [" / ".join(self._text(cell).split("\n")) for cell in cells]
            notes = [note for cell in cells for note in self._notes(cell)]
            lines.append(" | ".join([*(text for text in texts if text), *notes, *inner]))
        return "\n".join(line for line in lines if line)

    def _notes(self, cell: Element) -> list[str]:
        """The notes, comments and text boxes of a cell's paragraphs."""
        paragraphs = [paragraph for paragraph in blocks(cell) if local(paragraph) == "p"]
        return [
            note
            for paragraph in paragraphs
            for note in (*self.notes.at_paragraph(paragraph), *self.notes.boxes(paragraph))
        ]

    def _rows(self, table: Element) -> list[_Row]:
        rows = []
        for line in blocks(table, ("tr",)):
            row = _Row()
            controls = (control for control in line.iter() if is_unfilled(control))
            self.unfilled |= {id(cell) for control in controls for cell in blocks(control, ("tc",))}
            before = child(line, "trPr", "gridBefore")
            for _ in range(min(_number(before), MOST_COLUMNS)):
                row.cells.append((line, -1))
            for cell in blocks(line, ("tc",)):
                start = len(row.cells)
                span = min(max(_number(child(cell, "tcPr", "gridSpan")), 1), MOST_COLUMNS + 1)
                row.cells += [(cell, start)] * span
            rows.append(row)
        return rows

    def _text(self, cell: Element) -> str:
        """A cell's paragraphs, each a line; those of lists begin with a bullet."""
        return "" if id(cell) in self.unfilled else "\n".join(self._lines(cell))

    def _lines(self, cell: Element) -> Iterator[str]:
        for block in blocks(cell):
            if local(block) != "p":
                continue
            text = "\n".join(" ".join(line.split()) for line in text_of(block).split("\n")).strip()
            depth = self.styles.list_level(block)
            if text and not says_unfilled(text):
                yield text if depth is None else f"{INNER if depth else BULLET}{text}"


def _with_sections(tables: list[SourceTable]) -> tuple[SourceTable, ...]:
    """The tables, with headings that are known by their look alone only where these differ: a
    single one over all tables is the document's title."""
    shown = {heading.text for table in tables for heading in table.headings if heading.by_look}
    if len(shown) > 1:
        return tuple(tables)
    return tuple(
        replace(table, headings=tuple(h for h in table.headings if not h.by_look))
        for table in tables
    )


def _continues(cell: Element) -> bool:
    """Whether a cell is merged with the one above it."""
    merge = child(cell, "tcPr", "vMerge")
    if merge is None:
        return False
    return next(iter(merge.attrib.values()), "continue") != "restart"


def _number(element: Element | None) -> int:
    text = next(iter(element.attrib.values()), "0") if element is not None else "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
