"""Brings tables into the shape that is read: one row of heads, work under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.documents.document import Cell
from sipctl.intake.tables.columns import FAIR
from sipctl.intake.tables.headers import SEARCHED, names_of, role_of, strength, widths_of
from sipctl.intake.tables.time_columns import head_times

if TYPE_CHECKING:
    from sipctl.documents.document import SourceTable

_FEWEST = 2
"""The least names of a second row of heads."""
_WIDEST, _LEAST_HEADS, _SHARE = 4, 3, 0.6
"""The most columns of a table on its side; the least heads in its first column; their least share
of its cells."""


def with_heads_in_row(table: SourceTable) -> SourceTable:
    """A table, transposed if its heads are in its first column, so that they are in a row."""
    return transposed(table) if has_heads_in_first_column(table) else table


def has_heads_in_first_column(table: SourceTable) -> bool:
    """Whether the heads are in the first column: most cells there are, and no row has others."""
    width = len(table.rows[0]) if table.rows else 0
    if not 2 <= width <= _WIDEST:
        return False
    first = [_first_line(row[0]) for row in table.rows if row[0].anchor[1] == 0]
    heads = [text for text in first if strength(text) >= FAIR - 0.6]
    roles = {role_of(text) for text in heads}
    enough = len(heads) >= _LEAST_HEADS and len(heads) >= len(first) * _SHARE
    if not enough or not {"activity", "kpi"} & roles or len(roles) < _LEAST_HEADS:
        return False
    return not any(_is_row_of_heads(row) for row in table.rows)


def _is_row_of_heads(row: tuple[Cell, ...]) -> bool:
    """Whether a row's other cells are heads too, of other roles than the first."""
    first = _first_line(row[0])
    others = [
        _first_line(cell) for column, cell in enumerate(row) if cell.anchor[1] == column and column
    ]
    heads = [text for text in others if strength(text) >= FAIR - 0.6]
    return bool(strength(first)) and any(role_of(text) != role_of(first) for text in heads)


def _first_line(cell: Cell) -> str:
    return " ".join(cell.text.split())


def transposed(table: SourceTable) -> SourceTable:
    """A table with its columns as rows; merged cells stay merged."""
    columns = range(len(table.rows[0]))
    rows = tuple(
        tuple(
            replace(row[column], anchor=(row[column].anchor[1], row[column].anchor[0]))
            for row in table.rows
        )
        for column in columns
    )
    return replace(table, rows=rows)


def with_one_row_of_heads(table: SourceTable) -> SourceTable:
    """A table, with one row of heads in place of two where its head has two."""
    for number in range(min(len(table.rows), SEARCHED)):
        names = _names_below(table, number)
        if names:
            return _with_head(table, number, names)
    return table


def _with_head(table: SourceTable, number: int, names: list[str]) -> SourceTable:
    """A table with row `number` and the next replaced by one with these names."""
    both = zip(table.rows[number], table.rows[number + 1], names, strict=True)
    head = tuple(
        Cell(name, (number, column), cell.place, (*cell.notes, *other.notes), cell.strong)
        for column, (cell, other, name) in enumerate(both)
    )
    later = tuple(
        tuple(
            replace(cell, anchor=(max(cell.anchor[0] - 1, number), cell.anchor[1])) for cell in row
        )
        for row in table.rows[number + 2 :]
    )
    return replace(table, rows=(*table.rows[:number], head, *later))


def _names_below(table: SourceTable, number: int) -> list[str]:
    """The names of columns from two rows of heads, if the second divides a wide head of the first:
    `Start` and `End` under `Timescale`; empty if it does not."""
    if number + 1 >= len(table.rows):
        return []
    row, under = table.rows[number], table.rows[number + 1]
    names, widths = names_of(row), widths_of(table, number)
    wide = [column for column, cell in enumerate(row) if widths[cell.anchor[1]] > 1]
    own = {
        column: " ".join(cell.text.split())
        for column, cell in enumerate(under)
        if cell.text and cell.anchor == (number + 1, column)
    }
    heads_over = sum(strength(name) >= FAIR - 0.6 for name in names)
    if not heads_over or sum(map(bool, names)) < _FEWEST:
        return []
    if not wide or len(own) < _FEWEST or not own.keys() <= set(wide):
        return []
    times = head_times([own.get(column, "") for column in range(len(row))])
    heads = sum(strength(name) >= FAIR - 0.6 for name in own.values())
    if sum(map(bool, times)) < _FEWEST and heads < len(own):
        return []
    return [
        f"{own[column]} {names[row[column].anchor[1]]}".strip()
        if column in own and times[column]
        else own.get(column, "" if column in wide else names[column])
        for column in range(len(row))
    ]
