"""How a phrase was read: in words, and as the days of the plan's calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.screen import draw
from sipctl.views.words import clean, count, short_day

if TYPE_CHECKING:
    from sipctl.plan.timing import Frame, Timing
    from sipctl.views.screen import Screen

MOST = 24
"""Rows; a weekly series of three years is told by its first and last."""


def told(timing: Timing, frame: Frame, screen: Screen) -> str:
    """The reading, then a table of occurrences with their keys."""
    from rich.table import Table
    from rich.text import Text

    lines = [f'"{clean(timing.phrase)}" means: {clean(timing.reading)}']
    lines += [f"Note: {clean(note)}" for note in timing.notes]
    if not timing.occurrences:
        return "\n".join(lines) + "\n"
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for head in ("Key", "Which is", "Opens", "Last day"):
        table.add_column(head, no_wrap=True)
    shown = (
        timing.occurrences
        if len(timing.occurrences) <= MOST
        else (*timing.occurrences[: MOST - 4], *timing.occurrences[-2:])
    )
    for at, one in enumerate(shown):
        if len(shown) < len(timing.occurrences) and at == MOST - 4:
            table.add_row(
                "…", count(len(timing.occurrences) - len(shown), "more"[:4], "more"), "", ""
            )
        title = frame.calendar.title(one.period)
        table.add_row(
            *(Text(cell) for cell in (one.period, title, short_day(one.opens), short_day(one.due)))
        )
    return "\n".join(lines) + "\n\n" + draw(screen, table)
