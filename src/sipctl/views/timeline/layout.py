"""The columns of a chart: which fit, how they share headings, and which cell a day is in."""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sipctl.plan.calendar.columns import UNITS, column_at, columns, place_of
from sipctl.plan.frozen import frozen
from sipctl.views.text.style import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from sipctl.plan.calendar.columns import Column, Unit
    from sipctl.plan.calendar.terms import Calendar

    Key = Callable[[Column], tuple[str, ...]]

Size = TypeVar("Size", int, float)

MOST_CELLS, CELLS_OFF_TERMINAL = 8, 4
"""Cells of a half term: the most on a terminal, and those off one."""
NARROWEST = 2
"""Cells that a column needs; where even years have fewer, they take one each."""


# --- columns of any chart ------------------------------------------------------------------------


def finest(
    calendar: Calendar,
    first: date,
    last: date,
    size: Callable[[Unit, tuple[Column, ...]], Size],
    narrowest: float,
) -> tuple[Unit, tuple[Column, ...], Size]:
    """The finest columns that are `narrowest` or wider: half terms, else terms, else years.

    `size` gives the width of each column. Where nothing fits, it is years.
    """
    for unit in UNITS:
        fitting = columns(calendar, first, last, unit)
        width = size(unit, fitting)
        if width >= narrowest:
            break
    return unit, fitting, width


class Group(NamedTuple):
    """Neighbouring columns under one heading: `end` is the index after the last of them."""

    start: int
    end: int
    column: Column


def groups(chart_columns: Sequence[Column], key: Key) -> Iterator[Group]:
    """Columns that share a heading."""
    for _, members in groupby(enumerate(chart_columns), lambda pair: key(pair[1])):
        indices = list(members)
        yield Group(indices[0][0], indices[-1][0] + 1, indices[0][1])


def by_year(column: Column) -> tuple[str, ...]:
    """Groups columns by school year."""
    return (column.year,)


def by_term(column: Column) -> tuple[str, ...]:
    """Groups columns by term."""
    return (column.year, column.term)


def by_column(column: Column) -> tuple[str, ...]:
    """Puts each column into a group of its own."""
    return (column.key,)


def year_names(column: Column) -> list[str]:
    """A year's name from its longest form to its shortest: `2024/25`, `24/25`, `24`."""
    first, _, last = column.year.partition("/")
    return [column.year, f"{first[2:]}/{last}", first[2:]]


def term_names(column: Column) -> list[str]:
    """The names of a column's term, the longest first."""
    return shorter_names(column.term)


def shorter_names(term: str) -> list[str]:
    """A term's name from its longest form to its shortest: `Autumn`, `Aut`, `A`."""
    letters = term.rstrip("0123456789").strip()
    number = term[len(letters) :].strip()
    if number:
        return [term, f"{letters[:1]}{number}", number]
    return [term, term[:3], term[:1]]


def longest_fitting(names: Sequence[str], room: int) -> str:
    """The first of several names, the longest first, that fits in `room` cells; else the last."""
    return next((name for name in names if cell_width(name) <= room), names[-1])


# --- a chart made of characters ------------------------------------------------------------------


@frozen()
class CellLayout:
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
        """The width of all columns and rules, in cells."""
        return self.starts[-1] + self.cells

    def cell(self, day: date) -> int:
        """The cell of a day; of one outside, the nearest."""
        place = place_of(self.columns, day)
        index = min(math.floor(place), len(self.columns) - 1)
        within = min(math.floor((place - index) * self.cells), self.cells - 1)
        return self.starts[index] + within

    def holds(self, day: date) -> bool:
        """Whether a day is in one of the columns."""
        return 0 <= column_at(self.columns, day) < len(self.columns)


def lay_out(calendar: Calendar, first: date, last: date, room: int | None) -> CellLayout:
    """The finest columns that fit in `room` cells.

    Off a terminal (`room` None) half terms always fit. Where not even years do, they take a cell
    each, side by side.
    """

    def cells(unit: Unit, fitting: Sequence[Column]) -> int:
        if room is None:
            return CELLS_OFF_TERMINAL
        most = (
            MOST_CELLS if unit == "half" else MOST_CELLS * 2 if unit == "term" else MOST_CELLS * 6
        )
        return min((room - _gaps(fitting)) // len(fitting), most)

    unit, fitting, size = finest(calendar, first, last, cells, NARROWEST)
    return _layout(unit, fitting, size if size >= NARROWEST else 1)


def _gaps(chart_columns: Sequence[Column]) -> int:
    return sum(by_term(column) != by_term(after) for column, after in pairwise(chart_columns))


def _layout(unit: Unit, chart_columns: tuple[Column, ...], cells: int) -> CellLayout:
    starts: list[int] = []
    rules: dict[int, bool] = {}
    start = 0
    for index, column in enumerate(chart_columns):
        before = chart_columns[index - 1]
        if cells > 1 and index and by_term(before) != by_term(column):
            rules[start] = before.year != column.year
            start += 1
        starts.append(start)
        start += cells
    return CellLayout(unit, chart_columns, cells, tuple(starts), rules)


def heads(layout: CellLayout) -> Iterator[tuple[str, str]]:
    """The lines over the chart, each with its style: years, terms, and half terms."""
    if layout.unit != "year":
        yield _head(layout, by_year, year_names), "bold"
        yield _head(layout, by_term, term_names), ""
    else:
        yield _head(layout, by_year, year_names), ""
    if any(column.half for column in layout.columns):
        yield _head(layout, by_column, lambda column: [column.half]), "dim"


def _head(layout: CellLayout, key: Key, names: Callable[[Column], list[str]]) -> str:
    """Each name once, over all the columns that share it: the longest form that has room."""
    text = ""
    gap = int(bool(layout.rules))
    for group in groups(layout.columns, key):
        start = layout.starts[group.start]
        last = group.end == len(layout.columns)
        room = (layout.across if last else layout.starts[group.end] - gap) - start
        name = longest_fitting(names(group.column), room)
        text = text.ljust(start) + (name if cell_width(name) <= room else name[:room])
    return text
