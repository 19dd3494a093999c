"""Who has answered in a round of asking, worked out from the records that leads made since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.queries.asking import lead_forms
from sipctl.plan.state.standing import standing_records

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.model.entries import Plan, Record, Round
    from sipctl.plan.queries.asking import AskedRow
    from sipctl.plan.timing import TimingContext

Answered = Literal["answered", "partly", "silent", "nothing"]
"""How far a lead has answered; `nothing` where nothing of what was asked is left to answer."""


@frozen()
class LeadAnswers:
    """One lead's answers: the rows that were asked, and those that are still owed.

    `newest` is the newest day of an answer; `late_since` the first day missed of what is owed.
    """

    lead: str
    asked: tuple[AskedRow, ...]
    answered: tuple[AskedRow, ...]
    owed: tuple[AskedRow, ...]
    newest: date | None
    late_since: date | None

    @property
    def state(self) -> Answered:
        """How far the lead has answered."""
        if self.owed:
            return "partly" if self.answered else "silent"
        return "answered" if self.answered else "nothing"


@frozen()
class RoundAnswers:
    """A round of asking and how far it has come by a day, a lead after another."""

    round: Round
    title: str
    day: date
    leads: tuple[LeadAnswers, ...]

    def of(self, *states: Answered) -> tuple[LeadAnswers, ...]:
        """The leads whose answers are in one of these states."""
        return tuple(lead for lead in self.leads if lead.state in states)

    @property
    def is_open(self) -> bool:
        """Whether there is still time to answer."""
        return self.round.asked <= self.day <= self.round.by


def round_answers(plan: Plan, context: TimingContext, asking: Round, day: date) -> RoundAnswers:
    """How far a round has come by the end of `day`.

    What was asked is what the plan's records said before the round. What a lead still owes is what
    they have not recorded since, and a form made on `day` would still ask.
    """
    term = context.calendar.term(asking.term)
    if term is None:
        return RoundAnswers(asking, asking.term, day, ())
    before = {
        path: record
        for path, record in plan.records.items()
        if record.date < asking.asked and record.return_ != asking.term
    }
    as_asked = replace(plan, records=before)
    asked = {form.lead: form.rows for form in lead_forms(as_asked, context, term, asking.asked)}
    today = {form.lead: form.rows for form in lead_forms(plan, context, term, day)}
    leads = [
        _lead_answers(plan, asking, lead, asked.get(lead, ()), today.get(lead, ()), day)
        for lead in dict.fromkeys(asking.leads)
    ]
    return RoundAnswers(asking, term.title, day, tuple(leads))


def _lead_answers(
    plan: Plan,
    asking: Round,
    lead: str,
    asked: tuple[AskedRow, ...],
    today: tuple[AskedRow, ...],
    day: date,
) -> LeadAnswers:
    answers = {
        (row.id, row.key): [
            record
            for record in standing_records(plan.records_of.get(row.id, ()), day)
            if record.by == lead and _is_answer(record, asking, row)
        ]
        for row in asked
    }
    asked_today = {(row.id, row.key) for row in today}
    answered = tuple(row for row in asked if answers[row.id, row.key])
    owed = tuple(
        row for row in asked if not answers[row.id, row.key] and (row.id, row.key) in asked_today
    )
    days = [record.date for records in answers.values() for record in records]
    late = [row.missed_since or (row.due if row.is_late(day) else None) for row in owed]
    return LeadAnswers(
        *(lead, asked, answered, owed),
        newest=max(days, default=None),
        late_since=min(filter(None, late), default=None),
    )


def _is_answer(record: Record, asking: Round, row: AskedRow) -> bool:
    """Whether a record answers a row: of this round or since, and of that date or of the whole."""
    recent = record.return_ == asking.term or record.date >= asking.asked
    return recent and (not row.key or record.for_ in (None, row.key))


def newest_round(plan: Plan, day: date) -> Round | None:
    """The round that was begun last by a day; None where none was."""
    begun = [asking for asking in plan.rounds.values() if asking.asked <= day]
    return max(begun, key=lambda asking: (asking.asked, asking.by, asking.term), default=None)


def came_late(plan: Plan, context: TimingContext, record: Record) -> bool:
    """Whether a record came in after the day to answer by of the round that it answers.

    A record of a lead who was asked answers the round that it came in with; without one, a round
    whose term it is `for`, or whose term (with the holiday after it) has not ended on its day.
    """
    return any(
        record.date > asking.by
        and record.by in asking.leads
        and _belongs_to(record, asking, context.calendar)
        for asking in plan.rounds.values()
    )


def _belongs_to(record: Record, asking: Round, calendar: Calendar) -> bool:
    """Whether a record is of a round: by its `return`, its `for`, or its day."""
    if record.return_ is not None:
        return record.return_ == asking.term
    term = calendar.term(asking.term)
    of_term = (record.for_ or "").startswith(asking.term)
    return of_term or (term is not None and record.date <= calendar.last_day(term))
