"""What owners of aims and areas say, and what the board is asked to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sipctl.packs.content.items import Note
from sipctl.packs.content.paper.rows import Change, Decision, Summary
from sipctl.plan.model.entries import id_key
from sipctl.plan.queries.wanted_dates import wanted_for
from sipctl.plan.state.board_questions import boards_of, decisions_of, questions_of
from sipctl.plan.state.progress import phrases_on
from sipctl.plan.state.standing import counting_records
from sipctl.views.text.english import short_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from sipctl.packs.content.context import PackContext
    from sipctl.packs.content.items import ActivityReport
    from sipctl.packs.content.sections.model import PackSection
    from sipctl.plan.model.entries import Record
    from sipctl.plan.state.standing import NamedRecord


def summaries(context: PackContext, whole: PackSection) -> Iterator[Summary]:
    """The newest summary of each aim and area, in the plan's order."""
    for name, title, work in _owned(whole):
        record = context.newest_record(name)
        if record is None or not (record.summary or record.help_wanted):
            continue
        decision = decision_since(records_by(context, name, context.day), record)
        yield Summary(
            id=name,
            title=title,
            words=Note(
                text=record.summary or "",
                on=record.date,
                by=context.name(record.by),
                academy=record.academy,
            ),
            help_wanted=record.help_wanted,
            before_term=record.date <= context.before,
            decided=decided_words(context, decision) if decision else "",
            overdue=sum(row.days_overdue > 0 for row in work),
            activities=len(work),
        )


class BoardAsk(NamedTuple):
    """Something that a board is asked, or asks, as the paper shows it, and its record."""

    shown: Decision
    record: NamedRecord

    def is_same(self, other: BoardAsk) -> bool:
        """Whether another asks the same about the same entry; a question is the same by its record.

        A board may ask again, in the same words, what was answered before.
        """
        return self._subject == other._subject

    @property
    def _subject(self) -> tuple[object, ...]:
        shown = self.shown
        question = self.record[0] if shown.is_question else None
        return (shown.id, shown.title, shown.new_date or shown.what, question)


def open_asks(
    context: PackContext, whole: PackSection, names: Collection[str], day: date
) -> Iterator[BoardAsk]:
    """Everything open at the end of `day`, by the records that are not corrected on the pack's day:
    decisions that owners want, new dates that leads want, questions of boards about any of `names`.
    """
    yield from _decisions(context, whole, day)
    yield from _new_dates(context, whole, day)
    yield from _questions(context, names, day)


def _decisions(context: PackContext, whole: PackSection, day: date) -> Iterator[BoardAsk]:
    for name, title, _ in _owned(whole):
        records = records_by(context, name, day)
        newest = next((named for named in reversed(records) if not named[1].is_of_board), None)
        if newest is None or decision_since(records, newest[1]) is not None:
            continue
        wanted = newest[1].decision_wanted
        if wanted:
            yield _ask(context, newest, title, wanted)


def _new_dates(context: PackContext, whole: PackSection, day: date) -> Iterator[BoardAsk]:
    for row in whole.work:
        activity, records = context.plan.activities[row.id][2], records_by(context, row.id, day)
        times = phrases_on(activity, day)
        for wanted in wanted_for(activity, records, day):
            record = dict(records)[wanted.file]
            if decision_since(records, record) is not None:
                continue
            part = f" ({wanted.for_})" if wanted.for_ else ""
            time = times.get(wanted.for_ or "")  # None if several may be meant
            what = f"a new date, {wanted.wanted}{f', in place of {time}' if time else ''}"
            named = (wanted.file, record)
            yield _ask(context, named, f"{row.title}{part}", what, new_date=wanted.wanted)


def _questions(context: PackContext, names: Collection[str], day: date) -> Iterator[BoardAsk]:
    for name in sorted(names, key=id_key):
        thing = context.plan.find(name)
        for question in questions_of(records_by(context, name, day), day):
            if thing is not None and question.is_open:
                board = board_name(context, question.record)
                named = (question.file, question.record)
                yield _ask(context, named, thing.title, question.words, board=board)


def _ask(
    context: PackContext,
    named: NamedRecord,
    title: str,
    what: str,
    *,
    new_date: str | None = None,
    board: str | None = None,
) -> BoardAsk:
    """Something asked by `board`, or by the owner or lead who recorded it."""
    record = named[1]
    shown = Decision(
        id=record.subject,
        title=f"{title}{place_words(record)}",
        what=what,
        new_date=new_date,
        is_question=board is not None,
        by=board or context.name(record.by),
        on=record.date,
    )
    return BoardAsk(shown, named)


def records_by(context: PackContext, name: str, day: date) -> list[NamedRecord]:
    """The records of an entry up to `day`, without those that are corrected by the pack's day."""
    records = counting_records(context.plan.records_of.get(name, ()), context.day)
    return [named for named in records if named[1].date <= day]


def decision_since(records: Sequence[NamedRecord], record: Record) -> Record | None:
    """A board's first decision on or after the day of a record; `records` are of one entry."""
    decisions = (other for _, other in records if other.decided)
    return next((other for other in decisions if other.date >= record.date), None)


def board_name(context: PackContext, record: Record) -> str:
    """The title of the board that made a record."""
    return boards_of(context.plan).get(record.by, record.by)


def decided(
    context: PackContext, names: Collection[str], settling: Collection[object]
) -> Iterator[Change]:
    """Decisions of boards in the days that are reported, in order of ids.

    Those in `settling` are marked, because the paper shows them beside what they settled.
    """
    for name in sorted(names, key=id_key):
        thing = context.plan.find(name)
        for record in decisions_of(context.plan.records_of.get(name, ()), context.day):
            if thing is not None and context.in_term(record.date):
                yield Change(
                    id=name,
                    title=thing.title,
                    what=f"{decided_words(context, record)}: {record.decided}",
                    kind="decided",
                    stands_above=record in settling,
                )


def decided_words(context: PackContext, record: Record) -> str:
    """`Trust board decided on 12 Mar 2025`, with ` for WPSA` where it concerns that one alone."""
    whose = f" for {record.academy}" if record.academy else ""
    return f"{board_name(context, record)} decided on {short_day(record.date)}{whose}"


def place_words(record: Record) -> str:
    """` at WPSA` for what is said of one academy alone; empty for all."""
    return f" at {record.academy}" if record.academy else ""


def reported_names(whole: PackSection, kpis: Collection[str]) -> set[str]:
    """The ids of everything in a section: its aims, areas and activities, and `kpis`."""
    return {*kpis, *(row.id for row in whole.work), *(name for name, _, _ in _owned(whole))}


def _owned(whole: PackSection) -> list[tuple[str, str, tuple[ActivityReport, ...]]]:
    """Id, title and activities of each aim and area."""
    aims = [(str(aim.id), aim.title, aim.work) for aim in whole.aims]
    areas = [(area.id, area.title, area.work) for aim in whole.aims for area in aim.areas]
    return sorted([*aims, *areas], key=lambda owned: id_key(owned[0]))
