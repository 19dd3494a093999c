"""Cells in columns: through Rich on a terminal, which wraps; plain and whole anywhere else."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.views.text.screen import Screen

GAP = 2
"""Spaces between columns."""


def grid(
    rows: Sequence[Sequence[str]],
    screen: Screen,
    *,
    heads: Sequence[str] = (),
    wraps: Sequence[int] = (),
    least: Sequence[int] = (),
    styles: Sequence[Sequence[str]] = (),
    fill: bool = False,
) -> str:
    """Rows of cells as lines of text; a cell may have several lines.

    `wraps` are the columns that may be broken to fit a terminal, `least` the smallest width of each
    column, `styles` the look of each cell, such as `bold red`. With `fill`, the columns that wrap
    take all the room that is left.
    """
    if screen.width is None:
        return _plain(rows, heads, least)
    return _on_terminal(rows, screen, heads, wraps, least, styles, fill=fill)


def widths(rows: Sequence[Sequence[str]], heads: Sequence[str] = ()) -> list[int]:
    """How wide each column must be for its widest line, in terminal cells."""
    from rich.cells import cell_len

    columns = zip(*([heads, *rows] if heads else rows), strict=True)
    lines = ([line for cell in column for line in cell.split("\n")] for column in columns)
    return [max(map(cell_len, cells)) for cells in lines]


def _plain(rows: Sequence[Sequence[str]], heads: Sequence[str], least: Sequence[int]) -> str:
    from rich.cells import cell_len

    wide = widths(rows, heads)
    for index, width in enumerate(least):
        wide[index] = max(wide[index], width)
    lines = []
    for row in [heads, *rows] if heads else rows:
        for parts in zip_longest(*(cell.split("\n") for cell in row), fillvalue=""):
            room = (
                part + " " * (width + GAP - cell_len(part))
                for part, width in zip(parts, wide, strict=True)
            )
            lines.append("".join(room).rstrip())
    return "".join(f"{line}\n" for line in lines)


def _on_terminal(
    rows: Sequence[Sequence[str]],
    screen: Screen,
    heads: Sequence[str],
    wraps: Sequence[int],
    least: Sequence[int],
    styles: Sequence[Sequence[str]],
    *,
    fill: bool,
) -> str:
    from rich.table import Table
    from rich.text import Text

    from sipctl.views.text.screen import draw
    from sipctl.views.text.style import for_rich

    table = Table(
        box=None,
        pad_edge=False,
        padding=(0, GAP, 0, 0),
        header_style="dim",
        show_header=bool(heads),
        expand=fill,
    )
    for index in range(len(rows[0]) if rows else len(heads)):
        wrapping = index in wraps
        table.add_column(
            heads[index] if heads else "",
            no_wrap=not wrapping,
            overflow="fold",
            min_width=least[index] if least and not wrapping else None,
            ratio=1 if wrapping and fill else None,
        )
    for number, row in enumerate(rows):
        looks = styles[number] if styles else [""] * len(row)
        styled = zip(row, (for_rich(look, screen) for look in looks), strict=True)
        table.add_row(*(Text(cell, style=style) for cell, style in styled))
    return draw(screen, table)
