"""Agendas as tables: on a terminal, piped, in an e-mail (Markdown) and in a spreadsheet (CSV)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.views.screen import draw
from sipctl.views.words import clean, count, listed, short_day, status_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from rich.table import Table

    from sipctl.plan.agenda import Row
    from sipctl.plan.model import Move, Plan
    from sipctl.views.screen import Screen

STATE_COLOURS = {"overdue": "bold red", "due": "", "upcoming": "dim", "settled": "green"}
STATUS_COLOURS = {
    "complete": "blue",
    "on-track": "green",
    "at-risk": "yellow",
    "off-track": "red",
    "met": "green",
    "partly-met": "yellow",
    "not-met": "red",
}
WIDE, WIDEST = 110, 160
"""Columns from which a table has room for leads, and for the plan's own words and file."""


@dataclass(frozen=True)
class Column:
    """One column: its head, what stands in it, and how it takes room."""

    head: str
    text: Callable[[Row], str]
    style: Callable[[Row], str] = lambda row: ""
    wraps: bool = False
    from_width: int = 0
    """Only where the screen is at least this wide."""


def what(row: Row) -> str:
    """A row's title, behind the name of its milestone."""
    title = clean(row.title)
    if row.milestone is None:
        return title
    return f"{clean(row.milestone[:1].upper() + row.milestone[1:])}: {title}"


def lateness(row: Row, day: date) -> str:
    """How a row stands to its date, in words."""
    if row.state == "overdue":
        late = f"{count(row.days_overdue, 'day')} overdue"
        return f"{late}, {row.missed} missed" if row.missed > 1 else late
    if row.state == "due" and row.due:
        left = (row.due - day).days
        return "due today" if left == 0 else f"due in {count(left, 'day')}"
    if row.state == "upcoming" and row.opens:
        return f"opens {short_day(row.opens)}"
    return status_word(row.state)


def slippage(row: Row) -> str:
    """How far a date has moved from where it first stood."""
    if not row.slipped_days:
        return ""
    return f"{count(abs(row.slipped_days), 'day')} {'later' if row.slipped_days > 0 else 'earlier'}"


def columns(day: date, *, leads: bool, where: Callable[[Row], str]) -> list[Column]:
    """The columns of an agenda for a day, most needed first."""
    return [
        Column("Id", lambda row: row.id, lambda row: "bold"),
        Column("What", what, wraps=True),
        *([Column("Leads", lambda row: ", ".join(row.leads) or "nobody")] if leads else []),
        Column("Due", lambda row: short_day(row.due)),
        Column(
            "State", lambda row: lateness(row, day), lambda row: STATE_COLOURS.get(row.state, "dim")
        ),
        Column(
            "Status",
            lambda row: status_word(row.status),
            lambda row: STATUS_COLOURS.get(row.status, "dim"),
        ),
        Column("When the plan says", lambda row: clean(row.when or ""), from_width=WIDEST),
        Column("Slipped", slippage, from_width=WIDEST),
        Column("Where", where, lambda row: "dim", from_width=WIDEST),
    ]


def slipped_columns(plan: Plan, day: date) -> list[Column]:
    """The columns of `list --slipped`: what moved, from where, to where, who agreed, why."""

    def newest(row: Row) -> Move:
        moves = plan.activities[row.id][2].moved
        return [
            move for move in moves if (move.milestone or None) == row.milestone and move.date <= day
        ][-1]

    return [
        Column("Id", lambda row: row.id, lambda row: "bold"),
        Column("What", what, wraps=True),
        Column("Leads", lambda row: ", ".join(row.leads) or "nobody", from_width=WIDE),
        Column("Was due", lambda row: short_day(row.original_due)),
        Column("Now", lambda row: clean(row.when or "")),
        Column("Slipped", slippage, lambda row: "bold red" if row.slipped_days > 0 else ""),
        Column("Agreed by", lambda row: clean(newest(row).agreed or "nobody said")),
        Column("Why", lambda row: clean(newest(row).why or "nobody said"), wraps=True),
    ]


def table(
    rows: Sequence[Row], those: Sequence[Column], screen: Screen, *, fixed: Sequence[int] = ()
) -> Table:
    """A Rich table. Off a terminal nothing is wrapped or cut; on one, titles wrap at words."""
    from rich.table import Table
    from rich.text import Text

    shown = [one for one in those if screen.room >= one.from_width]
    made = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False
    )
    for at, one in enumerate(shown):
        least = fixed[at] if at < len(fixed) and not one.wraps else None
        made.add_column(
            one.head,
            no_wrap=not one.wraps,
            overflow="fold",
            min_width=least,
            ratio=1 if one.wraps and screen.width else None,
        )
    if screen.width:
        made.expand = True
    for row in rows:
        made.add_row(*(Text(one.text(row), style=one.style(row)) for one in shown))
    return made


def widths(rows: Sequence[Row], those: Sequence[Column], screen: Screen) -> list[int]:
    """How wide each column must be for tables of several groups to line up."""
    from rich.cells import cell_len

    shown = [one for one in those if screen.room >= one.from_width]
    return [
        max(len(one.head), *(cell_len(one.text(row)) for row in rows)) if rows else 0
        for one in shown
    ]


def text_table(rows: Sequence[Row], those: Sequence[Column], screen: Screen) -> str:
    """One table, drawn."""
    return draw(screen, table(rows, those, screen))


def markdown(rows: Sequence[Row], those: Sequence[Column]) -> str:
    """A Markdown table in which nothing that people typed can break out of its cell."""
    heads = [one.head for one in those]
    lines = [f"| {' | '.join(heads)} |", f"|{'|'.join(' --- ' for _ in heads)}|"]
    lines += [f"| {' | '.join(escape_markdown(one.text(row)) for one in those)} |" for row in rows]
    return "\n".join(lines) + "\n"


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>()#+!|~$&@" else char for char in clean(text))


def tally(rows: Sequence[Row]) -> str:
    """`14 overdue, 6 due and 1 coming`."""
    counts = [
        (sum(row.state == state for row in rows), word)
        for state, word in (("overdue", "overdue"), ("due", "due now"), ("upcoming", "coming"))
    ]
    return listed([f"{number} {word}" for number, word in counts if number]) or "nothing due"
