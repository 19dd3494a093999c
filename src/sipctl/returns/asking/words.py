"""The texts of a form and its letter: those of each row's cells, and the five lines of advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.returns import layout
from sipctl.views.text.english import (
    describe_record,
    duration,
    join_words,
    long_day,
    plural,
    record_remarks,
    short_day,
    status_word,
    with_capital,
)

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.model.entries import Plan, Record, Round
    from sipctl.plan.queries.asking import AskedRow, LeadForm


MOST_CHARACTERS = 400
"""The most characters of an earlier answer that a form repeats: `sipctl show` has all of it."""


@frozen()
class Form:
    """One lead's form: its plan, term and round, what it asks, and the day it is made on."""

    plan: Plan
    term_title: str
    round: Round
    asked: LeadForm
    day: date

    @property
    def lead(self) -> str:
        """The initials of the lead who is asked."""
        return self.asked.lead

    @property
    def title(self) -> str:
        """`Your return for Spring 2025 (JK)`."""
        return f"Your return for {self.term_title} ({self.lead})"

    @property
    def facts(self) -> dict[str, str]:
        """The form's facts: name in `layout.FACTS` → text."""
        about = self.plan.about
        return {
            "trust": about.body.name,
            "plan": about.title,
            "from": str(about.runs.from_),
            "to": str(about.runs.to),
            "round": self.round.term,
            "lead": self.lead,
            "asked": str(self.day),
            "version": layout.FORM_VERSION,
        }

    def rows_of(self, part: layout.FormPart) -> tuple[AskedRow, ...]:
        """The rows of one part of the form."""
        return self.asked.of(*_KINDS[part.id])


_KINDS = {"work": ("activity",), "kpis": ("kpi",), "summaries": ("area", "aim")}
"""A part of a form → the kinds of its rows."""


def advice(form: Form) -> list[str]:
    """What to do, in five lines."""
    parts = [part.name for part in layout.PARTS if form.rows_of(part)]
    where = join_words(parts)
    return [
        f"Fill in {where}: each row is something of yours that is due, open, late or at risk.",
        "Choose a Status, and say in a sentence what happened. "
        "Leave a row empty if there is nothing to say.",
        "If a date cannot stand, write the date you would like: it moves only once it is agreed.",
        "What you write may be read by governors: no names of pupils or staff, please.",
        f"Save it and send it back by {long_day(form.round.by)}, as a reply to the letter.",
    ]


# --- the cells of a row ---------------------------------------------------------------------------


def shown(row: AskedRow, column: str, day: date) -> str:
    """The text of a row in a column that is only shown."""
    texts = {"id": row.id, "what": what(row), "when": when(row, day), "last": last_word(row)}
    return texts[column]


def what(row: AskedRow) -> str:
    """A row's title, after the milestone that is asked about."""
    return f"{with_capital(row.milestone)}: {row.title}" if row.milestone else row.title


def when(row: AskedRow, day: date) -> str:
    """A row's phrase, how late or early its date is, and dates missed before, a line each."""
    lines = [row.phrase, standing(row, day)]
    if row.missed:
        since = f", since {short_day(row.missed_since)}" if row.missed_since else ""
        lines.append(f"{plural(row.missed, 'date')} missed before{since}")
    return "\n".join(filter(None, lines))


def standing(row: AskedRow, day: date) -> str:
    """`12 weeks late: was due 20 Dec 2024`, `due 4 Apr 2025`, `opens 1 Apr, due 30 Apr 2025`."""
    if row.due is None:
        return status_word(row.status).capitalize() if row.kind == "activity" else ""
    if row.due < day:
        return f"{duration((day - row.due).days).capitalize()} late: was due {short_day(row.due)}"
    if row.opens is not None and row.opens > day:
        return f"Opens {short_day(row.opens)}, due {short_day(row.due)}"
    return f"Due {short_day(row.due)}"


def last_word(row: AskedRow) -> str:
    """`On track (JK, 4 Mar 2025)` with note or summary; or that nothing is recorded yet.

    Beneath it, what boards ask: `Asked by trustees, 12 Mar 2025: Why so late?`.
    """
    questions = [
        _cut(f"Asked by {asked.by}, {short_day(asked.date)}: {asked.asked}")
        for asked in (question.record for question in row.questions)
    ]
    return "\n".join([_newest(row.last), *questions])


def _newest(record: Record | None) -> str:
    if record is None:
        return "Nothing recorded yet"
    result = describe_record(record, str)
    head = f"{result[:1].upper()}{result[1:]} ({record.by}, {short_day(record.date)})"
    return "\n".join([head, *(_cut(text) for text in record_remarks(record, str))])


def _cut(text: str) -> str:
    """A text cut to `MOST_CHARACTERS`."""
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS].rstrip()} …"
