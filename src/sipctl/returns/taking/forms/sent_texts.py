"""The texts that forms were sent with, to notice where people wrote over them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.queries.asking import lead_forms
from sipctl.returns import layout
from sipctl.returns.asking.words import shown
from sipctl.returns.taking.cells.answers import clean_text

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.queries.asking import AskedRow
    from sipctl.plan.timing import TimingContext

SHOWN = {column.id for part in layout.PARTS for column in part.columns if not column.field} - {
    layout.ROW.id
}
"""The columns of a form that are only shown."""


class SentTexts:
    """The texts that forms showed, worked out once for each round and day.

    A form may have been made before or after answers of its round were taken, so the texts of both
    cases are included.
    """

    def __init__(self, plan: Plan, context: TimingContext) -> None:
        self.plan, self.context = plan, context
        self.by_round: dict[tuple[str, date], dict[str, set[str]]] = {}

    def texts_of(self, lead: str, term: Term, day: date) -> set[str]:
        """What a lead's form of a term showed if made on a day; empty if there was no form."""
        key = term.key, day
        if key not in self.by_round:
            records = self.plan.records.items()
            own = {path: record for path, record in records if record.return_ != term.key}
            texts: dict[str, set[str]] = {}
            for plan in (self.plan, replace(self.plan, records=own)):
                for form in lead_forms(plan, self.context, term, day):
                    texts.setdefault(form.lead, set()).update(
                        text for row in form.rows for text in _texts(row, day)
                    )
            self.by_round[key] = texts
        return self.by_round[key].get(lead, set())


def _texts(row: AskedRow, day: date) -> list[str]:
    return [one_line(shown(row, column, day)) for column in SHOWN]


def one_line(text: str) -> str:
    """A text on one line, with single spaces, to compare it by."""
    return " ".join(clean_text(text).split())
