"""Tables turned into the shape in which they are read: heads in a row, work under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.intake.tables.columns import FAIR
from sipctl.intake.tables.headers import role_of, strength

if TYPE_CHECKING:
    from sipctl.intake.document import Cell, SourceTable

_WIDEST, _LEAST, _SHARE = 4, 3, 0.6
"""Columns of a table on its side, heads that it must have in its first column, and their share."""


def upright(table: SourceTable) -> SourceTable:
    """A table whose heads stand in its first column, turned so that they stand in a row."""
    return turned(table) if is_on_its_side(table) else table


def is_on_its_side(table: SourceTable) -> bool:
    """Whether heads stand in the first column: most of its cells are some, no row has several."""
    width = len(table.rows[0]) if table.rows else 0
    if not 2 <= width <= _WIDEST:
        return False
    first = [_first_line(row[0]) for row in table.rows if row[0].anchor[1] == 0]
    heads = [text for text in first if strength(text) >= FAIR - 0.6]
    roles = {role_of(text) for text in heads}
    enough = len(heads) >= _LEAST and len(heads) >= len(first) * _SHARE
    if not enough or not {"activity", "kpi"} & roles or len(roles) < _LEAST:
        return False
    return not any(_is_row_of_heads(row) for row in table.rows)


def _is_row_of_heads(row: tuple[Cell, ...]) -> bool:
    """Whether the cells beside the first are heads too, of something else than it."""
    first = _first_line(row[0])
    others = [
        _first_line(cell) for column, cell in enumerate(row) if cell.anchor[1] == column and column
    ]
    heads = [text for text in others if strength(text) >= FAIR - 0.6]
    return bool(strength(first)) and any(role_of(text) != role_of(first) for text in heads)


def _first_line(cell: Cell) -> str:
    return " ".join(cell.text.split())


def turned(table: SourceTable) -> SourceTable:
    """A table with its columns as rows. What stands in one cell across its columns stays one."""
    columns = range(len(table.rows[0]))
    rows = tuple(
        tuple(
            replace(row[column], anchor=(row[column].anchor[1], row[column].anchor[0]))
            for row in table.rows
        )
        for column in columns
    )
    return replace(table, rows=rows)
