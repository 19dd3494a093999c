"""The sheets of an exported workbook by name and by head, as `export` writes and `init` reads them.

A head is what a column is called; what stands under it is text, a day or a number. Columns that
are worked out (`WORKED_OUT`) tell a reader how things stood and are not read back: `Due` is the day
that the screen calls so, from which `Days overdue` count; `Originally due`, told of what moved, the
one from which `Days slipped` count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.model.entries import Activity
from sipctl.plan.model.entry import further_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

ACTIVITIES, KPIS, CALENDAR, LEADS, PLAN = "Activities", "KPIs", "Calendar", "Leads", "Plan"

HEADS = {
    ACTIVITIES: (
        *("Id", "Area", "Activity", "Milestone", "Leads", "When", "Due", "State", "Status"),
        *("Days overdue", "Days slipped", "Originally due", "Missed in a row", "Last recorded"),
        *("Aim", "Priority", "Detail", "Starts", "Success criteria"),
        *(field.label for field in further_texts(Activity)),
        *("Academies", "After", "See", "Query"),
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
        *("Lead", "Role", "Team", "Left", "Activities", "Overdue", "Open now", "Coming", "Settled"),
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
    LEADS: ("Activities", "Overdue", "Open now", "Coming", "Settled"),
    PLAN: (),
}
UNREAD = {
    sheet: (*heads, *{ACTIVITIES: ("First due",), LEADS: ("Due now",)}.get(sheet, ()))
    for sheet, heads in WORKED_OUT.items()
}
"""What is worked out, as it is called now and as earlier workbooks called it."""
PRINTED = {ACTIVITIES: 11, KPIS: 12}
"""How many columns, from the first, stand on paper where not all of them fit."""

JOINT = ", "
"""Between several ids or initials in one cell; several texts stand on lines of their own."""
BULLET, GOES_ON = "• ", "  "
"""How lines of several texts begin, where one of the texts has lines of its own."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What nobody sees, and what turns the text after it round: no terminal is given that."""
_STARTS_FORMULA = re.compile(r"[\s']*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guard(text: str) -> str:
    """Text for a CSV cell: what a spreadsheet would run as a formula gets an apostrophe first.

    So does what already looks guarded, so that `unguard` gives every text back as it was, but for
    what cannot be seen.
    """
    text = _UNSEEN.sub("", text)
    return f"'{text}" if _STARTS_FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text that was guarded; any other as it is."""
    return text[1:] if text.startswith("'") and _STARTS_FORMULA.match(text[1:]) else text


def listed(texts: Sequence[str]) -> str:
    """Several texts in one cell, a line each; with bullets where a line alone would not do."""
    if not any("\n" in text or text.startswith((BULLET, GOES_ON)) for text in texts):
        return "\n".join(texts)
    return _bulleted(texts)


def joined(texts: Sequence[str]) -> str:
    """Several short texts on one line; with bullets where one of them has a comma itself."""
    if any(JOINT in text or "\n" in text or text.startswith(BULLET) for text in texts):
        return _bulleted(texts)
    return JOINT.join(texts)


def _bulleted(texts: Sequence[str]) -> str:
    return "\n".join(BULLET + text.replace("\n", f"\n{GOES_ON}") for text in texts)


def unjoined(text: str) -> tuple[str, ...]:
    """The texts of a cell that `joined` made."""
    if text.startswith(BULLET) or "\n" in text:
        return unlisted(text)
    return tuple(item for item in text.split(JOINT) if item.strip())


def unlisted(text: str) -> tuple[str, ...]:
    """The texts of a cell that `listed` made, or that somebody wrote with a line or bullet each."""
    if not text.startswith(BULLET):
        return tuple(line for line in text.split("\n") if line.strip())
    texts: list[str] = []
    for line in text.split("\n"):
        if line.startswith(GOES_ON) and texts:
            texts[-1] += f"\n{line[len(GOES_ON) :]}"
        else:
            texts.append(line.removeprefix(BULLET))
    return tuple(item for item in texts if item.strip())


def named(id: str | int, title: str) -> str:
    """An id and its title in one cell: `2a Staff who stay`."""
    return f"{id} {title}"
