"""What a document holds, whatever kind of file it is: tables of cells, and text beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

IsHead = Callable[[str], bool]
"""Whether a text is the head of a column; given by the caller, who knows the heads to expect."""

BULLET, INNER = "• ", "◦ "
"""The prefix of a line in a cell that is a list's item, and of one in a nested list."""


@dataclass(frozen=True)
class Cell:
    """One cell. `text` has a line for each paragraph.

    `anchor` is the row and column of the cell whose text this is: another one's, where cells are
    merged. `notes` are what somebody stuck on it. `place` is how people find it.
    """

    text: str
    anchor: tuple[int, int]
    place: str
    notes: tuple[str, ...] = ()
    strong: bool = False
    """Whether it is bold or shaded."""


@dataclass(frozen=True)
class Heading:
    """A heading that stands over a table; 1 is the outermost level. `by_look` says that it is one
    only by its look: bold, capitals, size."""

    level: int
    text: str
    by_look: bool = False


@dataclass(frozen=True)
class SourceTable:
    """One table (or sheet): rows of equally many cells, empty rows left out.

    `headings` are those that it stands under, outermost first. `directly` says that nothing but
    empty lines is between it and the table before it. `over` are the texts that lead up to it, from
    the table or the outer heading before it; they are among the document's loose texts too.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    headings: tuple[Heading, ...] = ()
    directly: bool = False
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """One file: its tables, the text outside them, and sentences on what was not read."""

    name: str
    kind: Literal["xlsx", "docx", "csv"]
    tables: tuple[SourceTable, ...]
    title: str = ""
    loose: tuple[str, ...] = ()
    left_out: tuple[str, ...] = field(default=())
