"""The layout of a form, in both formats: `ask` writes by it, `take` reads by it.

In a workbook, each kind of row has a sheet with a line of headings and a line for each row. In a
Word document each row is a table of two columns, a heading and its text, in the order of the same
columns. Both have the same facts (`FACTS`): on the last sheet, or in the last table. Rows are found
by their ids, columns and facts by these words, wherever somebody moved them.
"""

from __future__ import annotations

from sipctl.plan.frozen import frozen
from sipctl.plan.model.statuses import RESULT_INFO, STATUS_INFO

FORM_VERSION = "1"
"""Increased when this layout could misread forms of the version before."""


@frozen()
class FormColumn:
    """A column of a sheet, or a line of a Word table.

    `field` is the key of a record that holds the answer; "" for a column that is only shown.
    `prompt` is the text of an empty answer in a Word form, and is no answer. `choices` are the
    words to choose from, and `width` is in characters.
    """

    id: str
    heading: str
    width: int
    field: str = ""
    prompt: str = ""
    choices: tuple[str, ...] = ()


def _shown_word(word: str) -> str:
    """`On track` for `on-track`."""
    return word.replace("-", " ").capitalize()


_ASKED = ("on-track", "at-risk", "off-track", "complete", "not-started", "paused")
STATUS_WORDS = {_shown_word(status): status for status in _ASKED if status in STATUS_INFO}
"""Choice under Status → the status. Without `withdrawn`, which somebody has to agree."""
RESULT_WORDS = {_shown_word(result): result for result in RESULT_INFO}
"""Choice under `Met?` → the result."""

TYPE_HERE = "Type here"
ROW = FormColumn("row", "Row", 8)
"""The row's id (`row_id`): the last column of every sheet, the last line of every Word table."""
EVIDENCE = FormColumn("evidence", "Evidence (links)", 18, "evidence", TYPE_HERE)


@frozen()
class FormPart:
    """One kind of row: the name of its sheet (in Word, of its section), and its columns in order.

    `hint` is one line under the name: what to do.
    """

    id: str
    name: str
    hint: str
    columns: tuple[FormColumn, ...]

    @property
    def answers(self) -> tuple[FormColumn, ...]:
        """The columns to fill in."""
        return tuple(column for column in self.columns if column.field)


WORK = FormPart(
    "work",
    "Your work",
    "Fill in the cells with a white ground; leave a row empty if there is nothing to say.",
    (
        FormColumn("id", "No.", 6),
        FormColumn("what", "What", 30),
        FormColumn("when", "When", 19),
        FormColumn("last", "Last word", 22),
        FormColumn("status", "Status", 12, "status", "Choose a status", tuple(STATUS_WORDS)),
        FormColumn("note", "What happened", 30, "note", TYPE_HERE),
        FormColumn("help_wanted", "What next, or help wanted", 24, "help_wanted", TYPE_HERE),
        EVIDENCE,
        FormColumn(
            "new_date_wanted",
            "New date wanted (needs agreement)",
            14,
            "new_date_wanted",
            "Only if the date cannot stand",
        ),
        ROW,
    ),
)
KPIS = FormPart(
    "kpis",
    "KPIs",
    "Give the figure, or say whether it was met, or both; and the day on which it was read.",
    (
        FormColumn("id", "No.", 6),
        FormColumn("what", "What is measured", 36),
        FormColumn("when", "When", 19),
        FormColumn("last", "Last reading", 22),
        FormColumn("value", "Reading", 14, "value", TYPE_HERE),
        FormColumn("on", "On", 14, "date", "The day it was read"),
        FormColumn("result", "Met?", 13, "result", "Choose", tuple(RESULT_WORDS)),
        FormColumn("note", "What it shows", 30, "note", TYPE_HERE),
        EVIDENCE,
        ROW,
    ),
)
SUMMARIES = FormPart(
    "summaries",
    "Summaries",
    "Two or three sentences: how it stands as a whole, for a governor who reads nothing else.",
    (
        FormColumn("id", "No.", 6),
        FormColumn("what", "Aim or area", 34),
        FormColumn("last", "Last summary", 34),
        FormColumn("summary", "Summary", 50, "summary", TYPE_HERE),
        FormColumn("help_wanted", "Help wanted", 28, "help_wanted", TYPE_HERE),
        FormColumn("decision_wanted", "Decision wanted", 28, "decision_wanted", TYPE_HERE),
        ROW,
    ),
)
PARTS = (WORK, KPIS, SUMMARIES)

START = "Start here"
"""The first sheet: what to do, in five lines."""
CHOICES = "Choices"
"""The sheet that holds the words to choose from, a column for each heading that has some."""
ABOUT = "About this form"
"""The last sheet (in Word the last table): `FACTS`, a line each."""

FACTS = {
    "trust": "Trust or school",
    "plan": "Plan",
    "from": "From",
    "to": "To",
    "round": "Round",
    "lead": "Lead",
    "asked": "Asked",
    "version": "Form version",
}
"""The facts by which a form is known when it comes back: name in the code → label in the form.
`trust`, `plan`, `from` and `to` are the plan's name of its body, its title, and its first and last
day; `round` is a term's key; `lead` are initials; days are written as 2025-03-14."""

ANSWERED_ON = "Answered on (leave empty for the day it is read in)"
"""The label of the day that the answers are of, which is typed in the cell to its right: on the
first sheet, and in Word above the rows."""

PROMPTS = frozenset(
    column.prompt for part in PARTS for column in part.columns if column.prompt
) | frozenset(("Choose an item.", "Click or tap here to enter text."))
"""Texts of cells that nobody has answered: our own prompts, and Word's."""


def row_id(lead: str, name: str, key: str) -> str:
    """`JK/2a.3/spring-2025`: whose form, an id, and the period or label that is asked about.

    `key` is the `for:` of a record of it; "" for a record without.
    """
    return f"{lead}/{name}/{key}"


def row_parts(row: str) -> tuple[str, str, str] | None:
    """Lead, id and key of a row's id; None for other texts. The key may have a slash in it."""
    parts = row.strip().split("/", 2)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and all(parts[:2]) else None


HEADINGS = {column.heading for part in PARTS for column in part.columns}
"""Every heading of a form."""
