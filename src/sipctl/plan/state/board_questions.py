"""What boards asked about the plan and decided, and which of their questions are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import id_key
from sipctl.plan.state.standing import counting_records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.plan.model.entries import Plan, Record
    from sipctl.plan.state.standing import NamedRecord


@frozen()
class BoardQuestion:
    """What a board asked, by its record's file name, and the newest answer to it."""

    file: str
    record: Record
    answer: Record | None

    @property
    def id(self) -> str:
        """What it is about: `2a.3`, `2a`, `2`."""
        return self.record.subject

    @property
    def board(self) -> str:
        """The short name of the board that asks."""
        return self.record.by

    @property
    def words(self) -> str:
        """What it asks."""
        return self.record.asked or ""

    @property
    def is_open(self) -> bool:
        """Whether nothing answers it yet."""
        return self.answer is None


def boards_of(plan: Plan) -> dict[str, str]:
    """Every board and committee that may ask or decide: its short name, and its name."""
    committees = {committee.id: committee.name for committee in plan.people.committees}
    return committees | {name: meeting.name for name, meeting in plan.calendar.meetings.items()}


def questions_of(records: Sequence[NamedRecord], day: date) -> tuple[BoardQuestion, ...]:
    """What boards asked by the end of a day in the records of one thing, oldest first."""
    if not any(record.asked for _, record in records):
        return ()
    standing = counting_records(records, day)
    answers = {record.answers: record for _, record in standing if record.answers}
    return tuple(
        BoardQuestion(name, record, answers.get(name)) for name, record in standing if record.asked
    )


def open_questions(plan: Plan, day: date, *, by: str | None = None) -> tuple[BoardQuestion, ...]:
    """Every question of a board (or of one alone) that is not answered at the end of a day.

    In order of ids.
    """
    return tuple(
        question
        for subject in sorted(plan.records_of, key=id_key)
        for question in questions_of(plan.records_of[subject], day)
        if question.is_open and by in (None, question.board)
    )


def decisions_of(records: Sequence[NamedRecord], day: date) -> tuple[Record, ...]:
    """What boards decided by the end of a day in the records of one thing, oldest first."""
    return tuple(record for _, record in counting_records(records, day) if record.decided)
