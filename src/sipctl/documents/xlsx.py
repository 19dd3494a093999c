"""An Excel workbook as a document: each sheet a table, its merged cells, notes, links and dates
read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import chain
from typing import TYPE_CHECKING

from sipctl.documents import number_formats
from sipctl.documents.document import Cell, Document, SourceTable
from sipctl.documents.number_formats import set_off_styles
from sipctl.documents.office import attribute, broken, child, children, damage_in, local
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from sipctl.documents.office import Package

    Found = dict[tuple[int, int], str]

BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
MOST_ROWS, MOST_COLUMNS, MOST_MERGED, MOST_CELLS = 20_100, 256, 500_000, 500_000
"""Rows and columns of a sheet; cells that are merged, and all cells of its rows and columns."""
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_LINKING = re.compile(r'HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
LINK = "Link: "
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|[0-9]+|K[0-9A-F]{6}|[LCRPNDTFAZGBIUESXY])')


def read(package: Package) -> Document:
    """Every sheet of a workbook; raises Refusal for what cannot be read or is no plan."""
    book = package.xml(BOOK)
    if book is None:
        raise broken(package.file, "list of sheets")
    reader = _WorkbookReader(package, book)
    tables, left_out = [], reader.left_out()
    loose: list[str] = []
    targets = package.related(BOOK)
    for sheet in children(child(book, "sheets"), "sheet"):
        part = targets.get(attribute(sheet, "id") or "", "")
        name = sheet.get("name", part)
        root = package.xml(part)
        if root is None:
            raise broken(package.file, f'sheet "{name}"')
        if local(root) != "worksheet":
            left_out.append(f'"{name}" is a chart, not a sheet')
            continue
        if sheet.get("state") == "veryHidden":  # people cannot show it: a program's own
            left_out.append(f'the sheet "{name}", which nobody can see, was not read')
            continue
        if sheet.get("state", "visible") != "visible":
            left_out.append(f'the hidden sheet "{name}" was read like the others')
        left_out += _hidden_parts(root, name)
        tables.append(reader.table(root, part, name))
        loose += reader.beside(root, part)
    if reader.unworked:
        message = "formulas without a result in the file stand as text"
        left_out.append(f"{message}: {reader.unworked}")
    return Document(
        package.file, "xlsx", tuple(tables), _title(package), tuple(loose), tuple(left_out)
    )


class _WorkbookReader:
    """What all the sheets of one workbook share: its texts and its formats."""

    def __init__(self, package: Package, book: Element) -> None:
        self.package = package
        self.texts = [
            _text(element) for element in children(package.xml("xl/sharedStrings.xml"), "si")
        ]
        styles = package.xml(STYLES)
        with damage_in(package.file, STYLES):
            self.formats = number_formats.formats(styles)
            self.strong = set_off_styles(styles)
        settings = child(book, "workbookPr")
        self.since_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        self.unworked = 0

    def left_out(self) -> list[str]:
        """Kinds of content in the workbook that are not read."""
        names = self.package.names
        sentences = ["its macros were not read"] if "xl/vbaProject.bin" in names else []
        if any(name.startswith("xl/externalLinks/") for name in names):
            sentences.append("links to other workbooks were not followed")
        pictures = sum(name.startswith("xl/media/") for name in names)
        return sentences + ([f"pictures were not read: {pictures}"] if pictures else [])

    def table(self, root: Element, part: str, name: str) -> SourceTable:
        """One sheet as a table of the rows and columns that hold something, be it a note."""
        cells, strong = self._cells(root)
        notes = self._all_notes(root, part, cells)
        filled = {*cells, *notes}
        rows = sorted({row for row, _ in filled})
        width = max((column for _, column in filled), default=-1) + 1
        if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
            raise self._too_large(name)
        anchors = _merged(root, rows, width, self.package.file)
        for position, text in _hidden(cells, anchors):
            notes[position] = (*notes.get(position, ()), text)
        columns = sorted({column for _, column in (*filled, *anchors)})
        if len(rows) * len(columns) > MOST_CELLS:
            raise self._too_large(name)
        down = {row: position for position, row in enumerate(rows)}
        along = {column: position for position, column in enumerate(columns)}
        table_rows = []
        for row in rows:
            line = []
            for column in columns:
                top, left = anchors.get((row, column), (row, column))
                text = cells.get((top, left), "")
                place = f"{name}!{letters(column)}{row + 1}"
                # Where the anchor is in a row without text, the cell stands for itself.
                position = (down[top], along[left]) if top in down else (down[row], along[column])
                hanging = notes.get((row, column), ())
                line.append(Cell(text, position, place, hanging, (top, left) in strong))
            table_rows.append(tuple(line))
        return SourceTable(name, tuple(table_rows))

    def _too_large(self, name: str) -> Refusal:
        message = f'sheet "{name}" of {self.package.file} is larger than any plan'
        return Refusal(message, "take out what is not the plan, and try again")

    def _cells(self, root: Element) -> tuple[Found, set[tuple[int, int]]]:
        """Texts by row and column, from 0, without empty ones, and which of them are set off. Where
        the file gives a cell twice, it has both texts."""
        texts: Found = {}
        strong = set()
        for position, cell in _each(root):
            text = self._value(cell)
            if text.strip():
                texts[position] = f"{texts[position]}\n{text}" if position in texts else text
                strong |= {position} if _number(cell.get("s"), 0) in self.strong else set()
        return texts, strong

    def _value(self, cell: Element) -> str:
        """What a cell shows: its text, its number as it is formatted, its formula's result."""
        kind, value = cell.get("t", "n"), child(cell, "v")
        if kind == "inlineStr":
            inner = child(cell, "is")
            return _text(inner) if inner is not None else ""
        if value is None or not value.text:
            formula = child(cell, "f")
            if formula is None or not formula.text:
                return ""
            self.unworked += 1
            return f"={formula.text}"
        if kind == "s":
            number = _number(value.text.strip(), -1)
            if not 0 <= number < len(self.texts):
                raise broken(self.package.file, "list of texts")
            return self.texts[number]
        if kind == "b":
            return "yes" if value.text == "1" else "no"
        if kind == "n":
            style = self.formats.get(_number(cell.get("s"), 0), "")
            return number_formats.shown(value.text, style, since_1904=self.since_1904)
        return value.text

    def _all_notes(
        self, root: Element, part: str, cells: Found
    ) -> dict[tuple[int, int], tuple[str, ...]]:
        """Comments, link addresses and times of day by cell, but for those that its text shows."""
        notes: dict[tuple[int, int], tuple[str, ...]] = {}
        for position, text in chain(
            self._comments(part), self._links(root, part), self._formula_links_and_times(root)
        ):
            link = text.removeprefix(LINK)
            shown = cells.get(position, "")
            if link == text or (shown and link.removeprefix("mailto:") not in shown):
                notes[position] = (*notes.get(position, ()), text)
        return notes

    def _comments(self, part: str) -> Iterator[tuple[tuple[int, int], str]]:
        """The comments on cells."""
        for target in self.package.related(part).values():
            if "comments" not in target.lower() or "threaded" in target.lower():
                continue
            for comment in children(child(self.package.xml(target), "commentList"), "comment"):
                where = _REF.fullmatch(comment.get("ref", ""))
                inner = child(comment, "text")
                text = _text(inner).strip() if inner is not None else ""
                if where and text:
                    yield _at(where), text

    def _links(self, root: Element, part: str) -> Iterator[tuple[tuple[int, int], str]]:
        """The addresses outside the file that cells link to."""
        addresses = self.package.addresses(part)
        for link in children(child(root, "hyperlinks"), "hyperlink"):
            where = _REF.fullmatch(link.get("ref", ""))
            address = addresses.get(attribute(link, "id") or "")
            if where and address:
                inner = f"#{link.get('location')}" if link.get("location") else ""
                yield _at(where), f"{LINK}{address}{inner}"

    def _formula_links_and_times(self, root: Element) -> Iterator[tuple[tuple[int, int], str]]:
        """The address that a formula links to; the time of day that is shown beside a day."""
        for position, cell in _each(root):
            formula, value = child(cell, "f"), child(cell, "v")
            linked = _LINKING.match(formula.text or "") if formula is not None else None
            if linked:
                yield position, f"{LINK}{linked[1]}"
            if cell.get("t", "n") == "n" and value is not None:
                style = self.formats.get(_number(cell.get("s"), 0), "")
                time = number_formats.time_beside(value.text or "", style)
                if time:
                    yield position, f"at {time}"

    def beside(self, root: Element, part: str) -> Iterator[str]:
        """Text of a sheet outside its cells: above and below its pages, and in its shapes."""
        for element in child(root, "headerFooter") or ():
            text = " ".join(_HEADER_CODE.sub(" ", element.text or "").replace("&&", "&").split())
            if text and text not in ("of", "Page of"):
                yield text
        for target in self.package.related(part).values():
            if target.startswith("xl/drawings/") and target.endswith(".xml"):
                drawing = self.package.xml(target)
                for shape in drawing.iter() if drawing is not None else ():
                    if local(shape) == "txBody":
                        yield "\n".join(_runs(element) for element in children(shape, "p"))


def _hidden_parts(root: Element, name: str) -> Iterator[str]:
    """The notices about a sheet's hidden rows and columns."""
    rows = [row for row in children(child(root, "sheetData"), "row") if _is_hidden(row)]
    columns = [column for column in children(child(root, "cols"), "col") if _is_hidden(column)]
    for what, count in (("rows", sum(len(row) > 0 for row in rows)), ("columns", len(columns))):
        if count:
            yield f'hidden {what} of "{name}" were read like the others: {count}'


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") in ("1", "true")


def _each(root: Element) -> Iterator[tuple[tuple[int, int], Element]]:
    """Every cell of a sheet with its row and column, from 0."""
    row = -1
    for line in children(child(root, "sheetData"), "row"):
        row = _number(line.get("r"), row + 2) - 1
        column = -1
        for cell in children(line, "c"):
            where = _REF.fullmatch(cell.get("r", ""))
            column = _column(where[1]) if where else column + 1
            yield (row, column), cell


def _at(where: re.Match[str]) -> tuple[int, int]:
    """The row and column of a reference, of its first cell where it is a range."""
    return int(where[2]) - 1, _column(where[1])


def _runs(paragraph: Element) -> str:
    return "".join(element.text or "" for element in paragraph.iter() if local(element) == "t")


def _text(element: Element) -> str:
    """A rich text without its phonetic guide."""
    parts = []
    for part in element:
        if local(part) == "t":
            parts.append(part.text or "")
        elif local(part) == "r":
            parts += [inner.text or "" for inner in children(part, "t")]
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    """`_x000D_` is how a workbook writes a character that XML cannot."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def _merged(
    root: Element, rows: list[int], width: int, name: str
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each merged cell, the first of those it is merged with; of the rows that hold something.
    Of a cell that is in two merged ranges only the first counts."""
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    covered = 0
    for merge in children(child(root, "mergeCells"), "mergeCell"):
        reference = _REF.fullmatch(merge.get("ref", ""))
        if not reference or not reference[3]:
            continue
        top, left = int(reference[2]) - 1, _column(reference[1])
        last, right = int(reference[4]) - 1, min(_column(reference[3]), width - 1)
        if (top, left) in anchors:
            continue
        for row in rows[bisect_left(rows, top) : bisect_right(rows, last)]:
            for column in range(left, right + 1):
                anchors.setdefault((row, column), (top, left))
            covered += max(right + 1 - left, 1)
            if covered > MOST_MERGED:
                raise Refusal(
                    f"{name} merges more cells than any plan has", "take out what is not the plan"
                )
    return anchors


def _hidden(
    cells: Found, anchors: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Texts of cells that are merged into others, which show other texts."""
    for position, text in cells.items():
        anchor = anchors.get(position, position)
        if text != cells.get(anchor, ""):
            yield position, f"Under merged cells: {text}"


def _title(package: Package) -> str:
    title = child(package.xml("docProps/core.xml"), "title")
    return (title.text or "").strip() if title is not None else ""


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _column(letters: str) -> int:
    """`A` is 0, `AA` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters(column: int) -> str:
    """0 is `A`, 26 is `AA`."""
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
