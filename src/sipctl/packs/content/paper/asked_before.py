"""What became of questions and proposals that were open when a board last met."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sipctl.packs.content.context import day_before
from sipctl.packs.content.paper.asks import (
    decided_words,
    decision_since,
    open_asks,
    place_words,
    records_by,
)
from sipctl.packs.content.paper.rows import AskedBefore
from sipctl.plan.model.entries import Move
from sipctl.plan.queries.wanted_dates import settled_by
from sipctl.plan.state.board_questions import questions_of
from sipctl.plan.state.progress import phrases_on
from sipctl.views.text.english import short_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from sipctl.packs.content.context import PackContext
    from sipctl.packs.content.paper.asks import BoardAsk
    from sipctl.packs.content.sections.model import PackSection
    from sipctl.plan.model.entries import Activity, Record


class Settlement(NamedTuple):
    """What settled something asked; all but `change` are fields of `AskedBefore`."""

    change: object
    """The board's decision, or the `move_key` of the move, that settled it: the list of changes
    leaves it out. None for an answer or a withdrawal."""
    outcome: str
    outcome_by: str = ""
    words: str = ""


UNSETTLED = Settlement(None, "")


def move_key(name: str, milestone: str | None, day: date) -> tuple[str, str | None, date]:
    """A key that is different for every move of the plan."""
    return (name, milestone, day)


def asked_before(
    context: PackContext, whole: PackSection, names: Collection[str], since: date
) -> Iterator[tuple[AskedBefore, object]]:
    """Everything asked by the day `since` and not settled before it, with what became of it and the
    `change` of its settlement.

    Something that is open no more, with no record that says why, is left out.
    """
    waiting = list(open_asks(context, whole, names, context.day))
    for ask in _asked_by(context, whole, names, since):
        if any(ask.is_same(other) for other in waiting):
            yield _row(ask, UNSETTLED), None
            continue
        settled = _settled(context, ask)
        if settled is not None:
            yield _row(ask, settled), settled.change


def _asked_by(
    context: PackContext, whole: PackSection, names: Collection[str], since: date
) -> list[BoardAsk]:
    """What was open when the day `since` began, and what was asked on it, without repeats."""
    asks: list[BoardAsk] = []
    for day in (day_before(since), since):
        for ask in open_asks(context, whole, names, day):
            if not any(ask.is_same(other) for other in asks):
                asks.append(ask)
    return asks


def _row(ask: BoardAsk, settled: Settlement) -> AskedBefore:
    shown = ask.shown
    return AskedBefore(
        id=shown.id,
        title=shown.title,
        what=shown.what,
        by=shown.by,
        outcome=settled.outcome,
        outcome_by=settled.outcome_by,
        words=settled.words,
    )


# --- what settled it -----------------------------------------------------------------------------


def _settled(context: PackContext, ask: BoardAsk) -> Settlement | None:
    if ask.shown.is_question:
        return _answered(context, ask)
    decision = decision_since(records_by(context, ask.shown.id, context.day), ask.record[1])
    if ask.shown.new_date:
        activity = context.plan.activities[ask.shown.id][2]
        records = records_by(context, activity.id, context.day)
        settling = settled_by(activity, records, ask.record, context.day)
        if isinstance(settling, Move):
            return _moved(context, activity, settling)
    else:
        settling = _later_summary(context, ask)
    if decision is not None:
        return _decided(context, decision)
    return _dropped(context, ask, settling) if settling else None


def _answered(context: PackContext, ask: BoardAsk) -> Settlement | None:
    """The answer to a board's question, by its own decision or a lead's record; None for none."""
    questions = questions_of(records_by(context, ask.shown.id, context.day), context.day)
    answers = (question.answer for question in questions if question.file == ask.record[0])
    answer = next(answers, None)
    if answer is None:
        return None
    if answer.decided:
        return _decided(context, answer)
    by = context.name(answer.by)
    outcome = f"answered on {short_day(answer.date)} ({by}{place_words(answer)})"
    return Settlement(None, outcome, by, answer.note or "")


def _decided(context: PackContext, decision: Record) -> Settlement:
    return Settlement(decision, decided_words(context, decision), words=decision.decided or "")


def _moved(context: PackContext, activity: Activity, move: Move) -> Settlement:
    time = phrases_on(activity, move.date).get(move.milestone or "")
    to = f" to {time}" if time else ""
    by = context.name(move.agreed) if move.agreed else ""
    outcome = f"moved{to} on {short_day(move.date)}{f', agreed by {by}' if by else ''}"
    return Settlement(move_key(activity.id, move.milestone, move.date), outcome, by)


def _later_summary(context: PackContext, ask: BoardAsk) -> Record | None:
    """The first later summary of the aim or area that does not want the same decision."""
    records = records_by(context, ask.shown.id, context.day)
    later = records[records.index(ask.record) + 1 :]
    summaries = (record for _, record in later if not record.is_of_board)
    return next((record for record in summaries if record.decision_wanted != ask.shown.what), None)


def _dropped(context: PackContext, ask: BoardAsk, record: Record) -> Settlement:
    """The settlement by a later record: work is finished, or the request was not repeated."""
    by, day = context.name(record.by), short_day(record.date)
    finished = record.status == "complete" and record.for_ in (None, ask.record[1].for_)
    outcome = f"finished on {day}" if finished else f"no longer asked for since {day}"
    return Settlement(None, f"{outcome} ({by}{place_words(record)})", by)
