"""Agendas as tables: on a terminal, piped, and in an e-mail (Markdown)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.state.progress import moves_of
from sipctl.views.text.columns import TableColumn
from sipctl.views.text.english import (
    dates_done,
    duration,
    join_words,
    judged_word,
    overdue_for,
    plural,
    safe_text,
    settled_words,
    shift,
    short_day,
    state_word,
    titled,
    with_capital,
)
from sipctl.views.text.style import status_colours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Move, Plan
    from sipctl.plan.state.agenda import Row

STATE_COLOURS = {"overdue": "bold red", "due": "", "upcoming": "dim", "settled": "green"}
STATE_WORDS = {"overdue": "overdue", "due": "open now", "upcoming": "coming"}
"""How rows of a state are counted: `3 open now`."""
MOST_LEADS = 12
"""The most leads of one row that are named; the others are counted."""
WIDE, WIDEST = 110, 160
"""Columns from which a table has room for leads, and for milestones and the file's line."""


def milestone(row: Row) -> str:
    """The name of a row's milestone, with a capital."""
    return with_capital(row.milestone or "")


def what(row: Row) -> str:
    """A row's title, after the name of its milestone."""
    return titled(row.milestone, _counted(row))


def _counted(row: Row) -> str:
    """A row's title, how often in a row its series was missed, and how many dates are done."""
    counts = ", ".join(filter(None, [_missed(row), _done(row)]))
    return f"{row.title} ({counts})" if counts else row.title


def _missed(row: Row) -> str:
    """`3 missed in a row`, or `1 missed and 2 judged at risk in a row`."""
    judged, unjudged = row.missed_judged, row.missed - row.missed_judged
    if row.missed < 2 and not judged:
        return ""
    parts = [f"{unjudged} missed"] * bool(unjudged) + [f"{judged} judged at risk"] * bool(judged)
    return f"{join_words(parts)} in a row" if row.missed > 1 else join_words(parts)


def _done(row: Row) -> str:
    return dates_done(row.dates_done, row.dates) if row.state != "settled" else ""


def due_day(row: Row) -> str:
    """The day from which a row is late: of a series, the first of those missed in a row."""
    return short_day(row.missed_since or row.due)


def lateness(row: Row, day: date) -> str:
    """How late or early a row is, in words, and in which academies it is settled."""
    academies = settled_words(row.settled_for, row.open_for)
    return f"{_lateness(row, day)} ({academies})" if academies else _lateness(row, day)


def judged(row: Row) -> str:
    """A row's status, with the academies that it is of, if not all."""
    return judged_word(row.status, row.status_of)


def _lateness(row: Row, day: date) -> str:
    if row.state == "overdue":
        return overdue_for(row.days_overdue)
    if row.state == "due" and row.due:
        left = (row.due - day).days
        return "due today" if left == 0 else f"due in {duration(left)}"
    if row.state == "upcoming" and row.opens:
        return f"opens {short_day(row.opens)}"
    return state_word(row.state, row.kind)


def slippage(row: Row) -> str:
    """How far a date has moved from its original day."""
    return shift(row.slipped_days) if row.slipped_days else ""


def columns(
    rows: Sequence[Row],
    day: date,
    room: int,
    *,
    leads: bool,
    where: Callable[[Row], str],
    colours: Mapping[str, str],
) -> list[TableColumn[Row]]:
    """The columns of an agenda for a day that fit `room`, most needed first.

    `colours` are those that the plan's settings give to statuses.
    """
    inks = status_colours(colours)
    wide, widest = room >= WIDE, room >= WIDEST
    own_column = widest and any(row.milestone for row in rows)
    slipped = wide and any(row.slipped_days for row in rows)
    wanted = [
        TableColumn("Id", lambda row: row.id, lambda row: "bold"),
        TableColumn(
            "What", (lambda row: safe_text(_counted(row))) if own_column else what, wraps=True
        ),
        TableColumn("Milestone", milestone) if own_column else None,
        TableColumn("Leads", _leads) if leads or wide else None,
        TableColumn("Due", due_day),
        TableColumn("State", lambda row: lateness(row, day), _state_colour),
        TableColumn("Status", judged, lambda row: inks.get(row.status, "dim")),
        TableColumn("Slipped", slippage) if slipped else None,
        TableColumn("Where", where, lambda row: "dim") if widest else None,
    ]
    return [column for column in wanted if column is not None]


def _leads(row: Row) -> str:
    return lead_words(row.leads) or "nobody"


def lead_words(leads: Sequence[str]) -> str:
    """Leads in one line: the first `MOST_LEADS`, and how many more there are."""
    more = len(leads) - MOST_LEADS
    names = ", ".join(leads[:MOST_LEADS])
    return f"{names} and {plural(more, 'other')}" if more > 0 else names


def _state_colour(row: Row) -> str:
    return STATE_COLOURS.get(row.state, "dim")


def at_risk_columns(day: date) -> list[TableColumn[Row]]:
    """The columns of work that is judged at risk: its leads, its dates, and the lead's words."""
    return [
        TableColumn("Id", lambda row: row.id),
        TableColumn("What", lambda row: titled(row.milestone, row.title)),
        TableColumn("Leads", _leads),
        TableColumn("Status", judged),
        TableColumn("Said on", lambda row: short_day(row.recorded_on)),
        TableColumn("State", lambda row: lateness(row, day)),
        TableColumn("Reason", lambda row: safe_text(row.reason or "no reason given")),
    ]


def slipped_columns(plan: Plan, day: date, room: int) -> list[TableColumn[Row]]:
    """The columns of `list --slipped`: what moved, from where, to where, who agreed, why.

    Where there is little `room`, the reason follows the title.
    """

    def newest(row: Row) -> Move:
        moves = moves_of(plan.activities[row.id][2].moved, row.milestone or "")
        return [move for move in moves if move.date <= day][-1]

    def why(row: Row) -> str:
        return safe_text(newest(row).why or "nobody said why")

    wide = room >= WIDE
    wanted = [
        TableColumn("Id", lambda row: row.id, lambda row: "bold"),
        TableColumn("What", what if wide else lambda row: f"{what(row)} ({why(row)})", wraps=True),
        TableColumn("Leads", _leads) if wide else None,
        TableColumn("Was due", lambda row: short_day(row.original_due)),
        TableColumn("Now", lambda row: safe_text(row.when or "")),
        TableColumn("Slipped", slippage, lambda row: "bold red" if row.slipped_days > 0 else ""),
        TableColumn("Agreed by", lambda row: safe_text(newest(row).agreed or "nobody said")),
        TableColumn("Why", why, wraps=True) if wide else None,
    ]
    return [column for column in wanted if column is not None]


def tally(rows: Sequence[Row]) -> str:
    """`14 activities overdue, 6 open now and 1 coming`: only the first names what is counted."""
    by_state = {
        word: [row for row in rows if row.state == state] for state, word in STATE_WORDS.items()
    }
    present = [(word, state_rows) for word, state_rows in by_state.items() if state_rows]
    figures = [
        figure(state_rows, word, named=not index)
        for index, (word, state_rows) in enumerate(present)
    ]
    return join_words(figures) or "nothing due"


def figure(rows: Sequence[Row], word: str = "", *, named: bool = True) -> str:
    """How many activities or KPIs have a row: `9 activities overdue`.

    Where some have several rows, these are counted too: `9 activities overdue (11 dates)`.
    """
    ids = {row.id for row in rows}
    several = len(ids) != len(rows)
    kinds = {row.kind for row in rows}
    thing = _THINGS[kinds.pop() if len(kinds) == 1 else ""][len(ids) != 1]
    dates = f"({plural(len(rows), 'date')})" if several else ""
    return " ".join(filter(None, [str(len(ids)), thing if named or several else "", word, dates]))


_THINGS = {
    "activity": ("activity", "activities"),
    "kpi": ("KPI", "KPIs"),
    "": ("thing", "things"),
}
