"""The cells of a Gantt chart made of characters: which column is how wide, and where a day is."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from sipctl.plan.calendar.columns import UNITS, column_at, columns, place_of
from sipctl.plan.frozen import frozen
from sipctl.views.text.style import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from sipctl.plan.calendar.columns import Column, Unit
    from sipctl.plan.calendar.terms import Calendar

MOST, PIPED = 8, 4
"""Cells for a half term at the most, and off a terminal."""


@frozen()
class Grid:
    """Columns of `cells` cells each; `starts` has the first cell of each.

    `rules` are the cells between two terms (False) and two years (True).
    """

    unit: Unit
    columns: tuple[Column, ...]
    cells: int
    starts: tuple[int, ...]
    rules: dict[int, bool]

    @property
    def across(self) -> int:
        """Cells that the whole of it takes."""
        return self.starts[-1] + self.cells

    def cell(self, day: date) -> int:
        """The cell of a day; of one outside, the nearest."""
        place = place_of(self.columns, day)
        at = min(math.floor(place), len(self.columns) - 1)
        within = min(math.floor((place - at) * self.cells), self.cells - 1)
        return self.starts[at] + within

    def holds(self, day: date) -> bool:
        """Whether a day is in one of the columns."""
        return 0 <= column_at(self.columns, day) < len(self.columns)


def fitted(calendar: Calendar, first: date, last: date, room: int | None) -> Grid:
    """The finest grid that fits in `room` cells: half terms, else terms, else years.

    Off a terminal (`room` None) half terms always fit. Where not even years do, they take a cell
    each, side by side.
    """
    for unit in UNITS:
        those = columns(calendar, first, last, unit)
        if room is None:
            return _laid_out(unit, those, PIPED)
        most = MOST if unit == "half" else MOST * 2 if unit == "term" else MOST * 6
        cells = min((room - _gaps(those)) // len(those), most)
        if cells >= 2:
            return _laid_out(unit, those, cells)
    return _laid_out(unit, those, 1)


def _gaps(those: Sequence[Column]) -> int:
    return sum((one.year, one.term) != (after.year, after.term) for one, after in pairwise(those))


def _laid_out(unit: Unit, those: tuple[Column, ...], cells: int) -> Grid:
    starts: list[int] = []
    rules: dict[int, bool] = {}
    at = 0
    for index, one in enumerate(those):
        before = those[index - 1]
        if cells > 1 and index and (before.year, before.term) != (one.year, one.term):
            rules[at] = before.year != one.year
            at += 1
        starts.append(at)
        at += cells
    return Grid(unit, those, cells, tuple(starts), rules)


def heads(grid: Grid) -> Iterator[tuple[str, str]]:
    """The lines over the chart, each with its style: years, terms, and half terms."""
    if grid.unit != "year":
        yield _line(grid, lambda one: (one.year,), _years), "bold"
        yield _line(grid, lambda one: (one.year, one.term), term_names), ""
    else:
        yield _line(grid, lambda one: (one.year,), _years), ""
    if any(one.half for one in grid.columns):
        yield _line(grid, lambda one: (one.key,), lambda one: [one.half]), "dim"


def _line(
    grid: Grid, same: Callable[[Column], tuple[str, ...]], names: Callable[[Column], list[str]]
) -> str:
    """Each name once, over all the columns that share it: the longest form that has room."""
    text = ""
    firsts = [
        at
        for at, one in enumerate(grid.columns)
        if not at or same(one) != same(grid.columns[at - 1])
    ]
    gap = int(bool(grid.rules))
    ends = [*(grid.starts[at] - gap for at in firsts[1:]), grid.across]
    for at, end in zip(firsts, ends, strict=True):
        start = grid.starts[at]
        forms = names(grid.columns[at])
        name = next((form for form in forms if cell_width(form) <= end - start), forms[-1])
        text = text.ljust(start) + (
            name if cell_width(name) <= end - start else name[: end - start]
        )
    return text


def _years(one: Column) -> list[str]:
    first, _, last = one.year.partition("/")
    return [one.year, f"{first[2:]}/{last}", first[2:]]


def term_names(one: Column) -> list[str]:
    """A term's name from its longest form to its shortest: `Autumn`, `Aut`, `A`."""
    letters = one.term.rstrip("0123456789").strip()
    number = one.term[len(letters) :].strip()
    if number:
        return [one.term, f"{letters[:1]}{number}", number]
    return [one.term, one.term[:3], one.term[:1]]
