"""The sheets of an exported workbook by name and by head, as `export` writes and `init` reads them.

A head is what a column is called; what stands under it is text, a day or a number. Columns that
are worked out (`WORKED_OUT`) tell a reader how things stood and are not read back: `Due` is the day
that the screen calls so, from which `Days overdue` count; `Originally due`, told of what moved, the
one from which `Days slipped` count.
"""

from __future__ import annotations

import re

ACTIVITIES, KPIS, CALENDAR, LEADS, PLAN = "Activities", "KPIs", "Calendar", "Leads", "Plan"

HEADS = {
    ACTIVITIES: (
        *("Id", "Area", "Activity", "Milestone", "Leads", "When", "Due", "State", "Status"),
        *("Days overdue", "Days slipped", "Originally due", "Missed in a row", "Last recorded"),
        *(
            "Aim",
            "Priority",
            "Detail",
            "Starts",
            "Success criteria",
            "Resources",
            "Academies",
            "After",
            "See",
        ),
        "Query",
    ),
    KPIS: (
        *("Id", "Area", "Measure", "Target", "Baseline", "Label", "Monitored", "Leads", "Led by"),
        *("Due", "State", "Result", "Last recorded", "Aim", "Academies", "See", "Query"),
    ),
    CALENDAR: (
        *("Kind", "Year", "Name", "Starts", "Ends", "Half term starts", "Half term ends"),
        *("Provisional", "Id", "Every"),
    ),
    LEADS: (
        *("Lead", "Role", "Team", "Left", "Activities", "Overdue", "Due now", "Coming", "Settled"),
    ),
    PLAN: ("What", "Id", "Text", "Also"),
}
WORKED_OUT = {
    ACTIVITIES: (
        *("Due", "State", "Status", "Days overdue", "Days slipped", "Originally due"),
        *("Missed in a row", "Last recorded"),
    ),
    KPIS: ("Led by", "Due", "State", "Result", "Last recorded"),
    CALENDAR: (),
    LEADS: ("Activities", "Overdue", "Due now", "Coming", "Settled"),
    PLAN: (),
}
PRINTED = {ACTIVITIES: 11, KPIS: 12}
"""How many columns, from the first, stand on paper where not all of them fit."""

JOINT = ", "
"""Between several ids or initials in one cell; several texts stand on lines of their own."""

_STARTS_FORMULA = re.compile(r"[\s']*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guard(text: str) -> str:
    """Text for a CSV cell: what a spreadsheet would run as a formula gets an apostrophe first.

    So does what already looks guarded, so that `unguard` gives every text back as it was.
    """
    return f"'{text}" if _STARTS_FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text that was guarded; any other as it is."""
    return text[1:] if text.startswith("'") and _STARTS_FORMULA.match(text[1:]) else text


def named(id: str | int, title: str) -> str:
    """An id and its title in one cell: `2a Staff who stay`."""
    return f"{id} {title}"
