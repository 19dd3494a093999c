"""The state of a plan on one day: aim by aim, what falls due next, and what changed lately."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import field, frozen
from sipctl.plan.model.entries import id_key
from sipctl.plan.model.statuses import STATUS_INFO
from sipctl.plan.queries.round_answers import RoundAnswers, round_answers
from sipctl.plan.queries.wanted_dates import WantedDate, wanted_dates
from sipctl.plan.state.agenda import judged_at_risk, overview, work_items
from sipctl.plan.state.board_questions import BoardQuestion, open_questions
from sipctl.plan.state.filters import Filters, is_for
from sipctl.plan.state.progress import moves_of
from sipctl.plan.state.standing import counting_records, repeated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.model.entries import Activity, Plan, Record
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.timing import TimingContext

LATELY = 13
"""Days before the day itself; together they are a fortnight."""
NEXT = 5
"""How many of the dates that fall due next a glance lists."""
EVERYTHING = Filters()


@frozen()
class Tally:
    """How the activities of one aim stand (of the whole plan, if `aim` is None).

    `statuses` has those that occur, the best first. `overdue` counts activities,
    `longest` is the most days one of them is late. `slipped` counts activities with a date that
    moved later, `slipped_dates` those dates, `furthest` is the most days.
    """

    aim: int | None
    title: str
    activities: int
    statuses: tuple[tuple[str, int], ...]
    overdue: int
    longest: int
    slipped: int
    slipped_dates: int
    furthest: int


@frozen()
class NextDate:
    """The next date of a row: the first and last day of its window."""

    row: Row
    opens: date
    due: date


@frozen()
class RecentChange:
    """A record, or a date that moved (then `moved` is where it stood and `to` where it stands)."""

    day: date
    id: str
    title: str
    what: Literal["record", "move"]
    by: str | None
    record: Record | None = None
    moved: str | None = None
    to: str | None = None
    milestone: str | None = None
    why: str | None = None


@frozen()
class Glance:
    """The plan at a glance. `next` are the five things due next, `more` how many fall due with the
    last of them; `changes` is a fortnight's, newest first; `recorded` counts all records so far;
    `judged` is what its leads judge at risk, a row an activity.
    """

    title: str
    body: str
    day: date
    term: Term | None
    whole: Tally
    aims: tuple[Tally, ...]
    next: tuple[NextDate, ...]
    more: int
    changes: tuple[RecentChange, ...]
    recorded: int
    worst: Row | None
    judged: tuple[Row, ...] = ()
    rounds: tuple[RoundAnswers, ...] = ()
    """The rounds of asking that are open, with who has answered."""
    questions: tuple[BoardQuestion, ...] = ()
    """The questions of boards that are open."""
    wanted: tuple[WantedDate, ...] = ()
    """The new dates that leads want, and that nobody has moved yet."""
    academies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The academies that each activity names, by id."""


def glance(plan: Plan, context: TimingContext, day: date, filters: Filters = EVERYTHING) -> Glance:
    """The glance of a plan at the end of `day`, filtered."""
    items = [item for item in work_items(plan, context, day) if filters.keeps(item)]
    rows = overview(items)
    by_aim: dict[int | None, list[Row]] = {aim.id: [] for aim in plan.aims}
    for row in rows:
        by_aim.setdefault(row.aim, []).append(row)
    coming = sorted(_coming(rows), key=lambda next_: (next_.due, next_.opens, id_key(next_.row.id)))
    first = tuple(coming[:NEXT])
    overdue = [row for row in rows if row.state == "overdue"]
    return Glance(
        title=plan.about.title,
        body=plan.about.body.name,
        day=day,
        term=context.calendar.term_begun(day),
        whole=_tally(None, "", rows),
        aims=tuple(_tally(aim.id, aim.title, by_aim[aim.id]) for aim in plan.aims),
        next=first,
        more=sum(later.due == first[-1].due for later in coming[NEXT:]) if first else 0,
        changes=tuple(_changes(plan, day, filters)),
        recorded=_recorded(plan, day),
        worst=max(overdue, key=lambda row: row.days_overdue, default=None),
        judged=tuple(judged_at_risk(items)),
        rounds=tuple(
            round_answers(plan, context, asking, day)
            for asking in plan.rounds.values()
            if asking.asked <= day <= asking.by
        ),
        wanted=tuple(
            wanted for wanted in wanted_dates(plan, day) if any(wanted.id == row.id for row in rows)
        ),
        questions=tuple(
            question
            for question in open_questions(plan, day)
            if is_for(plan, question.id, filters.academies)
        ),
        academies={row.id: row.academies for row in rows},
    )


def _recorded(plan: Plan, day: date) -> int:
    """How many records there are by `day`, an answer that was taken twice counted once."""
    return sum(
        record.date <= day and name not in again
        for records in plan.records_of.values()
        for again in [repeated(records)]
        for name, record in records
    )


def _tally(aim: int | None, title: str, rows: Sequence[Row]) -> Tally:
    words = Counter({row.id: row.status for row in rows}.values())
    overdue = {row.id for row in rows if row.state == "overdue"}
    slips = [row for row in rows if row.slipped_days > 0 and row.state != "withdrawn"]
    return Tally(
        aim=aim,
        title=title,
        activities=words.total(),
        statuses=tuple((status, words[status]) for status in STATUS_INFO if words[status]),
        overdue=len(overdue),
        longest=max((row.days_overdue for row in rows), default=0),
        slipped=len({row.id for row in slips}),
        slipped_dates=len(slips),
        furthest=max((row.slipped_days for row in slips), default=0),
    )


def _coming(rows: Iterable[Row]) -> Iterator[NextDate]:
    """Everything still to settle with its last day ahead; of a series, the next one alone."""
    for row in rows:
        if row.state not in ("overdue", "due", "upcoming"):
            continue
        ahead = next((occurrence for occurrence in row.occurrences if occurrence.ahead), None)
        if ahead is not None:
            yield NextDate(row, ahead.opens, ahead.due)


def _changes(plan: Plan, day: date, filters: Filters) -> list[RecentChange]:
    first = date.fromordinal(max(day.toordinal() - LATELY, 1))
    changes = [
        change
        for change in (*_records(plan, first, day), *_moves(plan, first, day))
        if is_for(plan, change.id, filters.academies)
    ]
    return sorted(changes, key=lambda change: (-change.day.toordinal(), id_key(change.id)))


def _records(plan: Plan, first: date, day: date) -> Iterator[RecentChange]:
    for subject, records in plan.records_of.items():
        if records[-1][1].date < first:
            continue
        thing = plan.find(subject)
        title = thing.title if thing else ""
        for _, record in reversed(counting_records(records, day)):
            if record.date >= first:
                yield RecentChange(record.date, subject, title, "record", record.by, record)


def _moves(plan: Plan, first: date, day: date) -> Iterator[RecentChange]:
    for _, _, activity in plan.activities.values():
        for label in dict.fromkeys(move.milestone or "" for move in activity.moved):
            yield from _moves_of(activity, label, first, day)


def _moves_of(activity: Activity, label: str, first: date, day: date) -> Iterator[RecentChange]:
    """One milestone's moves within the days asked about, newest first: each from and to."""
    moves = moves_of(activity.moved, label)
    after = [*(move.from_ for move in moves[1:]), activity.when.get(label)]
    for move, to in reversed([*zip(moves, after, strict=True)]):
        if first <= move.date <= day:
            yield RecentChange(
                day=move.date,
                id=activity.id,
                title=activity.title,
                what="move",
                by=move.agreed,
                moved=move.from_,
                to=to,
                milestone=label or None,
                why=move.why,
            )
