"""What owners of aims and areas say, and what the board is asked to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.items import Note
from sipctl.packs.content.paper.rows import Change, Decision, Summary
from sipctl.plan.model.entries import id_key
from sipctl.plan.queries.wanted_dates import wanted_dates
from sipctl.plan.state.board_questions import boards_of, decisions_of, open_questions
from sipctl.views.text.english import short_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sipctl.packs.content.context import PackContext
    from sipctl.packs.content.items import ActivityReport
    from sipctl.packs.content.sections.model import PackSection
    from sipctl.plan.model.entries import Record
    from sipctl.plan.queries.wanted_dates import WantedDate


def summaries(context: PackContext, whole: PackSection) -> Iterator[Summary]:
    """The newest summary of each aim and area, in the plan's order."""
    for name, title, work in _owned(whole):
        record = _newest(context, name)
        if record is None or not (record.summary or record.help_wanted):
            continue
        yield Summary(
            id=name,
            title=title,
            words=Note(text=record.summary or "", on=record.date, by=context.name(record.by)),
            help_wanted=record.help_wanted,
            before_term=record.date <= context.before,
            overdue=sum(row.days_overdue > 0 for row in work),
            activities=len(work),
        )


def decisions(
    context: PackContext, whole: PackSection, kpis: Collection[str]
) -> Iterator[Decision]:
    """Decisions that owners want, new dates asked for, and questions of boards that are open."""
    for name, title, _ in _owned(whole):
        record = _newest(context, name)
        if record is not None and record.decision_wanted and not _is_decided(context, record):
            yield Decision(
                id=name,
                title=title,
                what=record.decision_wanted,
                new_date=None,
                is_question=False,
                by=context.name(record.by),
                on=record.date,
            )
    reported = {row.id: row for row in whole.work}
    for wanted in wanted_dates(context.plan, context.day):
        if wanted.id in reported:
            part = f" ({wanted.for_})" if wanted.for_ else ""
            yield Decision(
                id=wanted.id,
                title=f"{wanted.title}{part}",
                what=f"a new date, {wanted.wanted}{_in_place_of(wanted, reported[wanted.id])}",
                new_date=wanted.wanted,
                is_question=False,
                by=context.name(wanted.by),
                on=wanted.day,
            )
    yield from _questions(context, reported_names(whole, kpis))


def _is_decided(context: PackContext, record: Record) -> bool:
    """Whether a board has decided about the same thing since a record wanted a decision."""
    records = context.plan.records_of.get(record.subject, ())
    return any(decision.date >= record.date for decision in decisions_of(records, context.day))


def _in_place_of(wanted: WantedDate, report: ActivityReport) -> str:
    """`, in place of Autumn 2025`; empty where it is not plain which of several times is meant."""
    times = [line.text for line in report.when if line.label == (wanted.for_ or "")]
    return f", in place of {times[0]}" if len(times) == 1 else ""


def _questions(context: PackContext, names: Collection[str]) -> Iterator[Decision]:
    boards = boards_of(context.plan)
    for question in open_questions(context.plan, context.day):
        thing = context.plan.find(question.id)
        if thing is not None and question.id in names:
            yield Decision(
                id=question.id,
                title=thing.title,
                what=question.words,
                new_date=None,
                is_question=True,
                by=boards.get(question.board, question.board),
                on=question.record.date,
            )


def decided(context: PackContext, names: Collection[str]) -> Iterator[Change]:
    """What boards decided in the days that are reported, in order of ids."""
    boards = boards_of(context.plan)
    for name in sorted(names, key=id_key):
        thing = context.plan.find(name)
        for record in decisions_of(context.plan.records_of.get(name, ()), context.day):
            if thing is not None and context.in_term(record.date):
                board = boards.get(record.by, record.by)
                what = f"{board} decided on {short_day(record.date)}: {record.decided}"
                yield Change(id=name, title=thing.title, what=what, kind="decided")


def reported_names(whole: PackSection, kpis: Collection[str]) -> set[str]:
    """The ids of all that is reported: aims, areas, activities and the KPIs of `kpis`."""
    return {*kpis, *(row.id for row in whole.work), *(name for name, _, _ in _owned(whole))}


def help_wanted(context: PackContext, name: str) -> str | None:
    """The help that the newest record of an activity asks for."""
    record = _newest(context, name)
    return record.help_wanted if record else None


def _newest(context: PackContext, name: str) -> Record | None:
    return next(reversed(context.records_about(name)), None)


def _owned(whole: PackSection) -> list[tuple[str, str, tuple[ActivityReport, ...]]]:
    """Id, title and activities of each aim and area."""
    aims = [(str(aim.id), aim.title, aim.work) for aim in whole.aims]
    areas = [(area.id, area.title, area.work) for aim in whole.aims for area in aim.areas]
    return sorted([*aims, *areas], key=lambda owned: id_key(owned[0]))
