"""A table of work: its rows under their heads, the texts over these, and the headings within."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sipctl.intake.tables import time_columns
from sipctl.intake.tables.cells import LONGEST_TITLE, lines, tidy
from sipctl.intake.tables.columns import FAIR
from sipctl.intake.tables.headers import plain, role_of, strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.documents.document import Cell, SourceTable
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.headers import Heads

LEVELS: tuple[Role, ...] = ("aim", "area", "priority")
"""The levels that work is under, outermost first; each applies until another is named."""
WORDS = re.compile(r".*[^\W\d_]{3}")
"""A text that has a word."""
_NUMBER = r"\s*([0-9]{1,3}[a-z]?|[ivx]{1,5}|one|two|three|four|five|six)?\b"
_SAYS_LEVEL = {
    "aim": re.compile(
        rf"\W*(strategic |key |trust )*(aim|goal|theme|pillar)\b{_NUMBER}"
        r"|\W*(key issue|afi|recommendation|area for improvement) [0-9]{1,2}\b",
        re.IGNORECASE,
    ),
    "area": re.compile(
        rf"\W*(strategic |focus |key )*(area|section|strand)\b{_NUMBER}", re.IGNORECASE
    ),
    "priority": re.compile(rf"\W*(\w+ )?(priority|objective|target)\b{_NUMBER}", re.IGNORECASE),
}
_LONGEST_LABEL = 40
_NO_PLACE = re.compile(
    r"(academic |school |financial )?(years?|date|version|updated?|created|author|approved|page)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fact:
    """A label and a text over a table's head, which apply to all its rows: `Lead: JK`."""

    label: str
    role: Role | None
    text: str


@dataclass(frozen=True)
class WorkTable:
    """A table of work: the rows of a source table under their heads, before row `end`; `top` is the
    first row of the texts over the heads.
    """

    source: SourceTable
    heads: Heads
    top: int = 0
    end: int | None = None

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.heads.roles)

    @cached_property
    def work(self) -> list[tuple[int, tuple[Cell, ...]]]:
        """The rows under the heads with their numbers, without repeats of the heads."""
        first, said_again = self.heads.row + 1, set(self.head_rows)
        under = enumerate(self.source.rows[first : self.end], start=first)
        return [(number, cells) for number, cells in under if number not in said_again]

    @cached_property
    def head_rows(self) -> list[int]:
        """The row of the heads, and those under it that repeat them."""
        first = self.heads.row + 1
        under = enumerate(self.source.rows[first : self.end], start=first)
        again = [number for number, cells in under if repeats_heads(cells, self.heads)]
        return [self.heads.row, *again]

    @property
    def above(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows over the heads."""
        return self.source.rows[self.top : max(self.heads.row, 0)]

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The labels over the heads and their texts, in order."""
        lines = self.source.over if self.top == 0 else ()
        outside = [fact for fact in map(_fact_of_line, lines) if fact]
        outside = [fact for fact in outside if fact.role not in self.heads.roles]
        return (*outside, *(fact for row in self.above for fact in _facts_of(row)))

    @cached_property
    def strong_columns(self) -> frozenset[int]:
        """Columns in which most rows are bold or shaded, so that this marks no heading."""
        rows = [cells for _, cells in self.work]
        count = [
            sum(row[column].strong for row in rows) for column in range(len(rows[0]) if rows else 0)
        ]
        return frozenset(column for column, strong in enumerate(count) if strong * 2 > len(rows))

    @cached_property
    def times(self) -> tuple[str, ...]:
        """The texts of its columns of times."""
        columns = [
            index for index, role in enumerate(self.heads.roles) if role in ("when", "starts")
        ]
        return tuple(tidy(cells[index].text) for _, cells in self.work for index in columns)

    @cached_property
    def has_six_terms(self) -> bool:
        """Whether its times count six terms a year."""
        return time_columns.has_six_terms(self.times)

    @cached_property
    def says_month_first(self) -> bool:
        """Whether its days in figures have the month first."""
        return time_columns.proves_month_first(self.times)


def level_of(text: str) -> Role | None:
    """The level that a heading's words name: aim, area or priority; None for none."""
    for level, pattern in _SAYS_LEVEL.items():
        if pattern.match(text):
            return level  # type: ignore[return-value]
    return None


def texts_above(table: WorkTable) -> list[str]:
    """The texts over a table's head that are not labels with their text."""
    return [text for row in table.above if not fact_of(row) for text in texts_of(row)]


def banner_above(table: WorkTable) -> str | None:
    """The banner directly over a table's heads; None without one. A single banner counts only if
    something else is over it, for else it is the document's title."""
    wide = [row for row in table.above if is_wide(row) and not fact_of(row)]
    if not wide or not table.above or not is_wide(table.above[-1]):
        return None
    text = " ".join(texts_of(wide[-1])[0].split())
    if len(text) > LONGEST_TITLE * 2 or _NO_PLACE.match(text):
        return None
    named = bool(table.source.headings or table.source.over or table.top)
    return text if len(wide) > 1 or named else None


def notes_over(table: WorkTable) -> list[str]:
    """Notes for comments: those on a table's heads and the rows over them; heads of unknown, empty
    columns; and which roles were found by the cells alone.
    """
    heads = table.heads
    again = [table.source.rows[number] for number in table.head_rows[1:]]
    over = (*table.source.rows[table.top : heads.row + 1], *again)
    notes = [f"{head}: {text}" for row in over for head, text in notes_of(row)]
    for column, (name, role) in enumerate(zip(heads.names, heads.roles, strict=True)):
        unread = role is None and not heads.time_of(column)
        if heads.row >= 0 and name and unread and not _is_filled(table, column):
            notes.append(f"Nothing stands under: {name}")
    for name, reading in zip(heads.names, heads.readings, strict=False):
        if reading.by_cells:
            notes.append(f'"{name}" was read as {reading.role}: {reading.evidence}')
    return notes


def _is_filled(table: WorkTable, column: int) -> bool:
    """Whether a column has a text in a row that is no heading."""
    rows = (row for _, row, below in rows_with_next(table) if not banner_of(row, table, below))
    return any(row[column].anchor[1] == column and has_text(row[column]) for row in rows)


def banners(table: WorkTable) -> list[str]:
    """The headings within a table, in order."""
    texts = (banner_of(cells, table, below) for _, cells, below in rows_with_next(table))
    return [banner for banner in texts if banner]


def rows_with_next(
    table: WorkTable,
) -> Iterator[tuple[int, tuple[Cell, ...], tuple[Cell, ...]]]:
    """Each row of work with the one below it, which is empty for the last of all."""
    work, source = table.work, table.source.rows
    after = source[table.end] if table.end and table.end < len(source) else ()
    for (number, cells), (_, below) in zip(work, [*work[1:], (0, after)], strict=False):
        yield number, cells, below


def repeats_heads(cells: tuple[Cell, ...], heads: Heads) -> bool:
    """Whether a row repeats the heads, as on every page of a long table."""
    same = 0
    for cell, name in zip(cells, heads.names, strict=False):
        if cell.text and (len(cell.text) > 2 * len(name) + 9 or plain(cell.text) != plain(name)):
            return False
        same += bool(cell.text and name)
    return same > 1


def names_section(cells: tuple[Cell, ...]) -> bool:
    """Whether a row has one text, merged across the table or naming an aim, area or priority."""
    texts = texts_of(cells)
    return is_wide(cells) or (len(texts) == 1 and level_of(texts[0]) is not None)


def is_wide(cells: tuple[Cell, ...]) -> bool:
    """Whether a row has one text, merged across most of the table."""
    filled = [cell for _, cell in own_cells(cells) if cell.text]
    if len(filled) != 1 or len(cells) < 2:
        return False
    return sum(cell.anchor == filled[0].anchor for cell in cells) >= max(2, (len(cells) + 1) // 2)


def fact_of(cells: tuple[Cell, ...]) -> Fact | None:
    """The label and text of a row with just these, as over a table; None for other rows."""
    filled = [(column, cell) for column, cell in own_cells(cells) if has_text(cell)]
    if len(filled) != 2 or filled[0][0] != 0 or len(cells) < 2:
        return None
    label, text = (tidy(cell.text) for _, cell in filled)
    if len(label) > _LONGEST_LABEL or "\n" in label or not WORDS.match(label):
        return None
    role = role_of(label) if strength(label) else None
    level = level_of(label)
    if role == "target" and level:
        role = level
    return (
        Fact(label.rstrip(" :"), role, text)
        if role or label.endswith(":") or _NO_PLACE.match(label)
        else None
    )


def _facts_of(cells: tuple[Cell, ...]) -> list[Fact]:
    """The labels and texts of a row over the heads: two cells, or cells of `Label: text`."""
    fact = fact_of(cells)
    lines = [cell.text for _, cell in own_cells(cells)] if fact is None else []
    return [fact] if fact else [fact for fact in map(_fact_of_line, lines) if fact]


def _fact_of_line(line: str) -> Fact | None:
    """The label and text of a line over a table, if it names the lead or date of all of it."""
    label, _, text = tidy(line).partition(":")
    role = role_of(label) if text.strip() and strength(label) > FAIR - 0.5 else None
    short = len(label) <= _LONGEST_LABEL and len(text) <= 2 * LONGEST_TITLE
    if role in ("lead", "when") and short and "\n" not in text:
        return Fact(label, role, text.strip())
    return None


def banner_of(cells: tuple[Cell, ...], table: WorkTable, below: tuple[Cell, ...]) -> str | None:
    """The text of a row that is a heading across the table; None if it is no such row.

    It is merged across most of the table, or says which level it is, or stands alone and is set
    off, or is alone in a first column that holds no work, with a full row below it.
    """
    filled = [(column, cell) for column, cell in own_cells(cells) if cell.text]
    if len(filled) != 1 or len(cells) < 2 or "\n" in filled[0][1].text:
        return None
    column, cell = filled[0]
    text = " ".join(tidy(cell.text).split())
    roles = table.heads.roles
    role = roles[column] if column < len(roles) else None
    says_level = role not in LEVELS and level_of(text) is not None
    lone = column == 0 and role in (None, "id") and bool(WORDS.match(text))
    set_off = cell.strong and column not in table.strong_columns and bool(WORDS.match(text))
    full = sum(bool(other.text) for _, other in own_cells(below)) > 1
    alone = (lone or set_off) and full and len(text) <= LONGEST_TITLE
    return text if is_wide(cells) or says_level or alone else None


def own_cells(cells: tuple[Cell, ...]) -> list[tuple[int, Cell]]:
    """The cells of a row with their columns; of cells merged sideways, the first."""
    return [(column, cell) for column, cell in enumerate(cells) if cell.anchor[1] == column]


def has_text(cell: Cell) -> bool:
    """Whether a cell holds more than a bullet."""
    return bool(WORDS.match(cell.text) or lines(tidy(cell.text)))


def notes_of(cells: tuple[Cell, ...]) -> list[tuple[str, str]]:
    """The notes on a row's cells, each after `Note on` and its cell's place."""
    return [(f"Note on {cell.place}", tidy(note)) for cell in cells for note in cell.notes]


def texts_of(row: tuple[Cell, ...]) -> list[str]:
    """The texts of a row, each merged cell once."""
    return [tidy(cell.text) for _, cell in own_cells(row) if tidy(cell.text)]
