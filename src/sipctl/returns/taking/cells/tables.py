"""Tables that came back: which column is which by its head, and the cells of a row by them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sipctl.documents.xlsx import LINK
from sipctl.returns.taking.cells.answers import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sipctl.documents.document import Cell, SourceTable

_TIME = re.compile(r"at [0-9]{1,2}:[0-9]{2}")
"""The note by which a reader gives the time of day in a cell; it is no answer."""
MOST_ROWS_ABOVE, LONGEST_HEAD = 40, 200
"""The first rows in which heads are looked for, and the most characters compared of a head."""


@dataclass(frozen=True)
class TableCell:
    """One cell: its text, its notes, the address it links to. `shared` says that it is merged with
    an earlier cell, whose text it has."""

    text: str
    place: str
    notes: tuple[str, ...] = ()
    link: str = ""
    shared: bool = False


@dataclass(frozen=True)
class TableRow:
    """One row: its cells by the name of their column, and the filled cells of no known column, each
    with the head above it."""

    place: str
    cells: dict[str, TableCell]
    others: tuple[tuple[str, TableCell], ...]

    def text(self, name: str) -> str:
        """The text in a column; "" where there is none."""
        return self.cells[name].text if name in self.cells else ""

    @property
    def filled(self) -> bool:
        """Whether the row has any text, or notes on its cells."""
        return bool(self.others) or any(cell.text or cell.notes for cell in self.cells.values())


def fold_head(text: str) -> str:
    """A head as it is compared: in small letters, without marks and what is in brackets. Of a text
    that is too long for a head, only the beginning."""
    return _fold_head(text[:LONGEST_HEAD])


@lru_cache(maxsize=1024)
def _fold_head(text: str) -> str:
    plain = unicodedata.normalize("NFKC", clean_text(text)).casefold()
    return " ".join(re.sub(r"[^a-z0-9?]+", " ", re.sub(r"\([^)]*\)", " ", plain)).split())


def head_row(table: SourceTable, names: Mapping[str, str]) -> tuple[int, dict[int, str]] | None:
    """The row in which most columns have a known head, with the names of those columns by their
    index; None where none has two. `names` are by folded head; of two alike the first counts."""
    best: tuple[int, dict[int, str]] | None = None
    for index, row in enumerate(table.rows[:MOST_ROWS_ABOVE]):
        columns: dict[int, str] = {}
        for column, cell in enumerate(row):
            name = names.get(fold_head(cell.text))
            if name and name not in columns.values():
                columns[column] = name
        if len(columns) > (len(best[1]) if best else 1):
            best = index, columns
    return best


def rows_below(table: SourceTable, head: int, columns: Mapping[int, str]) -> Iterator[TableRow]:
    """The rows under the heads that hold something, from top to bottom."""
    heads = [clean_text(cell.text) for cell in table.rows[head]]
    for number, row in enumerate(table.rows[head + 1 :], head + 1):
        cells, others = {}, []
        for column, cell in enumerate(row):
            read = table_cell(cell, number, column)
            if column in columns:
                cells[columns[column]] = read
            elif (read.text and not read.shared) or read.notes:
                others.append((heads[column], read))
        line = TableRow(row[0].place if row else "", cells, tuple(others))
        if line.filled:
            yield line


def table_cell(cell: Cell, row: int, column: int) -> TableCell:
    """A document's cell as a `TableCell`: of merged cells, all but the first are `shared`."""
    links = [note.removeprefix(LINK) for note in cell.notes if note.startswith(LINK)]
    comments = (note for note in cell.notes if not note.startswith(LINK))
    notes = tuple(clean_text(note) for note in comments if not _TIME.fullmatch(note))
    shared = cell.anchor != (row, column)
    return TableCell(clean_text(cell.text), cell.place, notes, "".join(links[:1]), shared)
