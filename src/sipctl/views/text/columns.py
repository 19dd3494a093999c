"""Tables of rows of any kind by their columns: on a terminal, and in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from sipctl.plan.frozen import frozen
from sipctl.views.text.grid import grid, widths
from sipctl.views.text.markdown import escape_for_code_host as escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sipctl.views.text.screen import Screen

R = TypeVar("R")


@frozen()
class TableColumn(Generic[R]):
    """One column: its head, the text and style of a row's cell, and whether long texts wrap."""

    head: str
    text: Callable[[R], str]
    style: Callable[[R], str] = lambda row: ""
    wraps: bool = False


def table(
    rows: Sequence[R],
    columns: Sequence[TableColumn[R]],
    screen: Screen,
    *,
    among: Sequence[R] | None = None,
    head: bool = True,
) -> str:
    """Rows as a table. Off a terminal nothing is wrapped or cut; on one, titles wrap at words.

    `among` are the rows of all the tables that this one should line up with.
    """
    heads = [column.head for column in columns]
    texts = [[column.text(row) for column in columns] for row in rows]
    every = texts if among is None else [[column.text(row) for column in columns] for row in among]
    return grid(
        texts,
        screen,
        heads=heads if head else (),
        wraps=[index for index, column in enumerate(columns) if column.wraps],
        least=widths(every, heads),
        styles=[[column.style(row) for column in columns] for row in rows],
        fill=True,
    )


def markdown_table(rows: Sequence[R], columns: Sequence[TableColumn[R]]) -> str:
    """A Markdown table in which nothing that people typed can break out of its cell."""
    heads = [column.head for column in columns]
    lines = [f"| {' | '.join(heads)} |", f"|{'|'.join(' --- ' for _ in heads)}|"]
    lines += [f"| {' | '.join(escape(column.text(row)) for column in columns)} |" for row in rows]
    return "\n".join(lines) + "\n"
