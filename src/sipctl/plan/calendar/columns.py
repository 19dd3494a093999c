"""School time as columns: half terms, terms or years, side by side as a chart shows them.

A holiday belongs to the column before it. Days that the calendar does not cover become columns of a
few months, so that a chart has no gap.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from sipctl.plan.calendar.periods import MONTHS, SEPTEMBER, academic_start, academic_year, month_key
from sipctl.plan.calendar.terms import name_title
from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sipctl.plan.calendar.terms import Calendar, Term

Unit = Literal["half", "term", "year"]
UNITS: tuple[Unit, ...] = ("half", "term", "year")
"""From the finest columns to the coarsest."""

LONGEST_HOLIDAY = timedelta(70)
"""A longer gap between terms is time that the calendar does not cover."""
_DAY = timedelta(1)
_MONTHS_OF: dict[Unit, int] = {"half": 2, "term": 4, "year": 12}


@frozen()
class Column:
    """One column: its days from `first` to `last`; `closes` is the last day of school in it.

    `term` and `half` are the words of its heading (`Spring`, `1`), empty where there is none.
    """

    key: str
    title: str
    year: str
    term: str
    half: str
    first: date
    closes: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def columns(calendar: Calendar, first: date, last: date, unit: Unit) -> tuple[Column, ...]:
    """Whole columns from the one that holds `first` to the one that holds `last`, without gaps."""
    last = min(last, date.max - _DAY)
    first = min(first, last)
    pieces = _without_overlaps(_pieces(calendar, unit))
    if not pieces:
        return tuple(_unknown(first, last, unit))
    opening = academic_start(first)
    wanted = (date(opening, SEPTEMBER, 1) if opening >= date.min.year else date.min, last)
    ends = [*(piece.first - _DAY for piece in pieces[1:]), max(last, pieces[-1].closes)]
    covered: list[Column] = []
    from_ = min(first, pieces[0].first)
    for piece, until in zip(pieces, ends, strict=True):
        opens = piece.first
        if opens - from_ > LONGEST_HOLIDAY:
            opens = _year_start(opens)
            covered += _unknown(max(from_, wanted[0]), min(opens - _DAY, wanted[1]), unit)
        elif opens > from_:
            opens = from_
        if until - piece.closes > LONGEST_HOLIDAY:
            until = _year_end(piece.closes)
        covered.append(replace(piece, first=opens, last=until))
        from_ = until + _DAY
    if from_ <= last:
        covered += _unknown(max(from_, wanted[0]), last, unit)
    return tuple(column for column in covered if column.last >= first and column.first <= last)


def _year_start(day: date) -> date:
    """1 September, for a day within the weeks after it; else the day."""
    september = date(academic_start(day), SEPTEMBER, 1)
    return september if day - september < LONGEST_HOLIDAY / 2 else day


def _year_end(day: date) -> date:
    """31 August, for a day within a holiday's length before it; else the day."""
    august = date(academic_start(day) + 1, SEPTEMBER, 1) - _DAY
    return august if august - day <= LONGEST_HOLIDAY else day


def column_at(columns: Sequence[Column], day: date) -> int:
    """The index of the column that holds a day: -1 before the first, `len(columns)` after all."""
    if not columns or day > columns[-1].last:
        return len(columns)
    return bisect_right(columns, day, key=lambda column: column.first) - 1


def place_of(columns: Sequence[Column], day: date, *, end: bool = False) -> float:
    """The number of columns before a day (before its end, if `end`), with its fraction.

    A day outside the columns has the place of the nearest edge.
    """
    index = column_at(columns, day)
    if index < 0:
        return 0.0
    if index >= len(columns):
        return float(len(columns))
    column = columns[index]
    return index + ((day - column.first).days + int(end)) / column.days


def _pieces(calendar: Calendar, unit: Unit) -> Iterator[Column]:
    if unit == "year":
        for year in calendar.years:
            terms = calendar.terms_of_year(year)
            closes = max(term.ends for term in terms)
            yield Column(year, year, year, "", "", terms[0].starts, closes, closes)
        return
    for term in calendar.sound_terms:
        yield from _of_term(term, unit)


def _of_term(term: Term, unit: Unit) -> Iterator[Column]:
    name = name_title(term.name)
    halves = (term.first_half, term.second_half)
    if unit == "term" or halves[0] is None or halves[1] is None:
        yield Column(term.key, term.title, term.year, name, "", term.starts, term.ends, term.ends)
        return
    for number, half in enumerate(halves, 1):
        if half is not None:
            title = f"{term.title}, {('first', 'second')[number - 1]} half"
            key = f"{term.key}-{number}"
            yield Column(key, title, term.year, name, str(number), half.opens, half.due, half.due)


def _without_overlaps(pieces: Iterable[Column]) -> list[Column]:
    """Pieces in order, without overlaps; of two that begin on one day, the first.

    Only a faulty calendar has pieces that overlap.
    """
    separate: list[Column] = []
    for piece in sorted(pieces, key=lambda column: (column.first, column.closes)):
        if separate and piece.first <= separate[-1].first:
            continue
        if separate and separate[-1].closes >= piece.first:
            until = piece.first - _DAY
            separate[-1] = replace(separate[-1], closes=until, last=until)
        separate.append(piece)
    return separate


def _unknown(first: date, last: date, unit: Unit) -> Iterator[Column]:
    """Columns of two months (four, a year) for days of which the calendar knows no term."""
    months = _MONTHS_OF[unit]
    while first <= last:
        until = min(_block_end(first, months), last)
        name = f"{MONTHS[first.month - 1][:3]}–{MONTHS[until.month - 1][:3]}"
        name = name if first.month != until.month else name[:3]
        year = academic_year(first)
        key = f"{month_key(first)}..{month_key(until)}"
        title = f"{name} {until.year}" if unit != "year" else year
        yield Column(key, title, year, "" if unit == "year" else name, "", first, until, until)
        first = until + _DAY


def _block_end(day: date, months: int) -> date:
    """The last day of the two (four, twelve) months, counted from September, that a day is in."""
    since_september = (day.month - SEPTEMBER) % 12
    ahead = months - since_september % months
    month = day.year * 12 + day.month - 1 + ahead
    return date(month // 12, month % 12 + 1, 1) - _DAY if month < 120_000 else date.max
