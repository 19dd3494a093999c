"""What has happened to one thing: moves, changes of leads, answered questions and records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.state.standing import mistakes
from sipctl.views.answers import tables
from sipctl.views.text.english import (
    confidential_note,
    describe_record,
    lead_names,
    record_remarks,
    safe_text,
    short_day,
)
from sipctl.views.text.style import bold, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sipctl.plan.model.entries import Record
    from sipctl.plan.queries.details import Details
    from sipctl.plan.state.board_questions import BoardQuestion
    from sipctl.views.text.screen import Screen


def history(details: Details, screen: Screen, *, confidential: bool) -> str:
    """What happened, each kind under its heading and after an empty line; nothing for nothing."""
    slipped = [row for row in details.rows if row.slipped_days]
    slips = [_slip(row.milestone, tables.slippage(row)) for row in slipped]
    records = _records(details, confidential=confidential)
    sections = [
        _section("Moved", _moves(details), screen, slips),
        _section("Led before", _led(details), screen),
        _section("Questions answered", _answers(details), screen),
        _section("Records, newest first", records, screen),
    ]
    return wrap("".join(sections), screen)


def _section(
    title: str, events: Iterable[tuple[date, str]], screen: Screen, after: Iterable[str] = ()
) -> str:
    lines = [f"  {short_day(day)}  {words}" for day, words in events]
    if not lines:
        return ""
    lines += [f"  {sentence}" for sentence in after]
    return "\n".join(["", bold(title, screen), *lines]) + "\n"


def _moves(details: Details) -> Iterator[tuple[date, str]]:
    for move in details.moved:
        label = f"{safe_text(move.milestone)}: " if move.milestone else ""
        agreed = f"agreed by {safe_text(move.agreed)}" if move.agreed else _NOBODY_AGREED
        words = f"{label}from {safe_text(move.from_)}, {agreed}"
        yield move.date, f"{words}{_why(move.why)}"


_NOBODY_AGREED = "nobody is said to have agreed"


def _led(details: Details) -> Iterator[tuple[date, str]]:
    for change in details.led:
        agreed = f", agreed by {safe_text(change.agreed)}" if change.agreed else ""
        leads = lead_names(change.from_)
        yield change.date, f"until then {leads}{agreed}{_why(change.why)}"


def _answers(details: Details) -> Iterator[tuple[date, str]]:
    for answer in details.answered:
        by = f" ({safe_text(answer.by)})" if answer.by else ""
        yield answer.date, f"{safe_text(answer.query)} – {safe_text(answer.answer)}{by}"


def _records(details: Details, *, confidential: bool) -> Iterator[tuple[date, str]]:
    """Each record, with a mark after those that were corrected, or that ask a board's question."""
    marks = {question.file: _answered_mark(question) for question in details.questions}
    marks |= dict.fromkeys(mistakes(details.records), " [corrected since]")
    for name, record in details.records:
        yield record.date, f"{_record(record, confidential=confidential)}{marks.get(name, '')}"


def _why(reason: str | None) -> str:
    return f" – {safe_text(reason)}" if reason else ""


def _slip(milestone: str | None, slippage: str) -> str:
    return f"{safe_text(milestone) + ' now' if milestone else 'Now'} {slippage} than first planned"


def _answered_mark(question: BoardQuestion) -> str:
    """` [open]`, ` [answered by JK on 20 Mar 2025]`."""
    answer = question.answer
    if answer is None:
        return " [open]"
    return f" [answered by {safe_text(answer.by)} on {short_day(answer.date)}]"


def _record(record: Record, *, confidential: bool) -> str:
    secret = confidential_note(record, shown=confidential)
    words = filter(None, [describe_record(record), *record_remarks(record)])
    return f"{safe_text(record.by)}: {' – '.join(words)}{secret}"
