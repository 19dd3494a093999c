"""The sheets of an exported workbook by name and by head, as `export` writes and `init` reads them.

A head is the name of a column. `Due` is the same day as on the screen, from which `Days overdue`
are counted; `Originally due` is the day before any move, from which `Days slipped` are counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sipctl.plan.model.entries import Activity
from sipctl.plan.model.entry import further_texts
from sipctl.views.text.english import UNSAFE

if TYPE_CHECKING:
    from collections.abc import Sequence

ACTIVITIES, KPIS, CALENDAR, LEADS, PLAN = "Activities", "KPIs", "Calendar", "Leads", "Plan"

WIDEST, WIDE, BROAD, NARROW = 72, 44, 28, 9


class SheetColumn(NamedTuple):
    """A column of a sheet, as it is written and as it is read back.

    A `worked_out` column says how things stood, and is not read back. A `worded` one has words
    where data has hyphens: `not started`. One that is not `on_paper` is left out of pages that do
    not hold all. `width` is in characters; `earlier` is its head in workbooks of earlier versions.
    """

    head: str
    width: int = NARROW
    worked_out: bool = False
    worded: bool = False
    on_paper: bool = True
    earlier: str | None = None


FIGURES = {
    "Target value": "value",
    "Target unit": "unit",
    "Target by": "by",
    "Target from": "from_",
    "Target better": "better",
}
"""Head → field of a target in figures. `Target` says the same in words, for readers."""

COLUMNS = {
    ACTIVITIES: (
        SheetColumn("Id"),
        SheetColumn("Area", BROAD),
        SheetColumn("Activity", WIDE),
        SheetColumn("Milestone", 14),
        SheetColumn("Leads"),
        SheetColumn("When", 20),
        SheetColumn("Due", 12, worked_out=True),
        SheetColumn("State", 11, worked_out=True, worded=True),
        SheetColumn("Status", 11, worked_out=True, worded=True),
        SheetColumn("Days overdue", worked_out=True),
        SheetColumn("Days slipped", worked_out=True),
        SheetColumn("Originally due", 12, worked_out=True, on_paper=False, earlier="First due"),
        SheetColumn("Missed in a row", worked_out=True, on_paper=False),
        SheetColumn("Last recorded", 12, worked_out=True, on_paper=False),
        SheetColumn("Aim", BROAD, on_paper=False),
        SheetColumn("Priority", BROAD, on_paper=False),
        SheetColumn("Detail", WIDE, on_paper=False),
        SheetColumn("Starts", 14, on_paper=False),
        SheetColumn("Success criteria", WIDE, on_paper=False),
        *(SheetColumn(field.label, BROAD, on_paper=False) for field in further_texts(Activity)),
        SheetColumn("Academies", on_paper=False),
        SheetColumn("After", on_paper=False),
        SheetColumn("See", on_paper=False),
        SheetColumn("Query", WIDE, on_paper=False),
        SheetColumn("Whose word", worked_out=True, on_paper=False),
    ),
    KPIS: (
        SheetColumn("Id"),
        SheetColumn("Area", BROAD),
        SheetColumn("Measure", WIDE),
        SheetColumn("Target", BROAD),
        SheetColumn("Baseline", 14),
        SheetColumn("Label", 14),
        SheetColumn("Monitored", 20),
        SheetColumn("Leads"),
        SheetColumn("Led by", worked_out=True),
        SheetColumn("Due", 12, worked_out=True),
        SheetColumn("State", 11, worked_out=True, worded=True),
        SheetColumn("Result", 11, worked_out=True, worded=True),
        SheetColumn("Last recorded", 12, worked_out=True, on_paper=False),
        SheetColumn("Aim", BROAD, on_paper=False),
        *(SheetColumn(head, 12, on_paper=False) for head in FIGURES),
        SheetColumn("Retired", 12, on_paper=False),
        SheetColumn("Why retired", BROAD, on_paper=False),
        SheetColumn("Academies", on_paper=False),
        SheetColumn("See", on_paper=False),
        SheetColumn("Query", WIDE, on_paper=False),
        SheetColumn("Whose word", worked_out=True, on_paper=False),
    ),
    CALENDAR: (
        SheetColumn("Kind", 12),
        SheetColumn("Year"),
        SheetColumn("Name", 20),
        SheetColumn("Starts", 14),
        SheetColumn("Ends", 12),
        SheetColumn("Half term starts", 12),
        SheetColumn("Half term ends", 12),
        SheetColumn("Provisional", 12),
        SheetColumn("Id"),
        SheetColumn("Every", 12),
    ),
    LEADS: (
        SheetColumn("Lead"),
        SheetColumn("Role", 20),
        SheetColumn("Team"),
        SheetColumn("Left", 12),
        SheetColumn("Activities", worked_out=True),
        SheetColumn("Overdue", worked_out=True),
        SheetColumn("Open now", worked_out=True, earlier="Due now"),
        SheetColumn("Coming", worked_out=True),
        SheetColumn("Settled", worked_out=True),
    ),
    PLAN: (
        SheetColumn("What", 14),
        SheetColumn("Id"),
        SheetColumn("Text", WIDEST),
        SheetColumn("Also", WIDE),
    ),
}
"""The columns of each sheet, from left to right."""

HEADS = {sheet: tuple(column.head for column in columns) for sheet, columns in COLUMNS.items()}
WORKED_OUT = {
    sheet: tuple(column.head for column in columns if column.worked_out)
    for sheet, columns in COLUMNS.items()
}
UNREAD = {
    sheet: (*WORKED_OUT[sheet], *(column.earlier for column in columns if column.earlier))
    for sheet, columns in COLUMNS.items()
}
"""The heads that are not read back, by their names now and in earlier workbooks."""
PRINTED = {sheet: sum(column.on_paper for column in columns) for sheet, columns in COLUMNS.items()}
"""How many columns, from the first, are printed."""

JOINT = ", "
"""Between several ids or initials in one cell; several texts stand on lines of their own."""
BULLET, GOES_ON = "• ", "  "
"""Prefixes of lines in a cell of several texts, if one of them has several lines: of a text's
first line, and of its others."""

_TAKEN_OUT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{UNSAFE}]")
_STARTS_FORMULA = re.compile(r"[\s']*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guard(text: str) -> str:
    """Text for a CSV cell: what a spreadsheet would run as a formula gets an apostrophe first.

    So does text that looks guarded already, so that `unguard` gives back every text as it was.
    Characters that cannot be shown are taken out.
    """
    text = _TAKEN_OUT.sub("", text)
    return f"'{text}" if _STARTS_FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given, from what it returned; any other text as it is."""
    return text[1:] if text.startswith("'") and _STARTS_FORMULA.match(text[1:]) else text


def listed(texts: Sequence[str]) -> str:
    """Several texts in one cell, a line each; with bullets where one of them has several lines."""
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
