"""One thing of the plan with all that belongs to it: what `show` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, Aim, Area, Kpi, Outcome, Priority
from sipctl.plan.queries.coverage import (
    CoveredPart,
    areas_outside,
    covered_part,
    framework_called,
    parts_covered,
    parts_of,
)
from sipctl.plan.queries.wanted_dates import WantedDate, wanted_for
from sipctl.plan.state.agenda import overview, work_items
from sipctl.plan.state.board_questions import open_questions, questions_of
from sipctl.plan.state.filters import Filters, known_leads_of
from sipctl.plan.state.standing import repeated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.plan.model.calendar import MeetingEntry
    from sipctl.plan.model.entries import Answered, Committee, Lead, LeadChange, Move, Plan, Thing
    from sipctl.plan.model.people import AcademyEntry
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.board_questions import BoardQuestion
    from sipctl.plan.state.standing import NamedRecord
    from sipctl.plan.timing import TimingContext


DetailsKind = Literal[
    "activity",
    "kpi",
    "area",
    "aim",
    "priority",
    "outcome",
    "committee",
    "meeting",
    "academy",
    "lead",
    "plan",
    "framework",
    "part",
]


PLAN = "plan"
"""The name by which `show` shows the plan itself."""


@frozen()
class Details:
    """Anything in a plan with an id or initials. `rows` are its own, or those of all that it holds.

    A priority has the rows of the activities that serve it, a committee those of the aims that it
    oversees, an academy those that name it; the plan ties none to an outcome or a meeting.
    `records` are those about it, newest first, corrected ones too; `waiting` are the activities
    that cannot finish before it.
    """

    id: str
    kind: DetailsKind
    title: str
    day: date
    rows: tuple[Row, ...]
    aim: Aim | None = None
    area: Area | None = None
    work: Activity | Kpi | None = None
    lead: Lead | None = None
    committee: Committee | None = None
    meeting: MeetingEntry | None = None
    academy: AcademyEntry | None = None
    leads: tuple[str, ...] = ()
    records: tuple[NamedRecord, ...] = ()
    waiting: tuple[str, ...] = ()
    plan: Plan | None = None
    """The plan itself, of the kind `plan`."""
    covers: tuple[CoveredPart, ...] = ()
    """The parts of frameworks that it covers."""
    parts: tuple[CoveredPart, ...] = ()
    """For a framework, all its parts; for a part, the part itself."""
    outside: tuple[Area, ...] = ()
    """For a framework, the areas that cover no part of it."""
    open_questions: tuple[BoardQuestion, ...] = ()
    """For a meeting or a committee, its questions that nobody has answered."""
    wanted: tuple[WantedDate, ...] = ()
    """The new dates that are wanted for it, and that nobody has moved yet."""

    @property
    def led(self) -> tuple[LeadChange, ...]:
        """Each change of leads by `day`, as the plan lists them."""
        changes = self.work.led if self.work is not None else ()
        return tuple(change for change in changes if change.date <= self.day)

    @property
    def answered(self) -> tuple[Answered, ...]:
        """Each question that was settled by `day`, as the plan lists them."""
        entry = {"aim": self.aim, "area": self.area}.get(self.kind, self.work)
        answers = entry.answered if entry is not None else ()
        return tuple(answer for answer in answers if answer.date <= self.day)

    @property
    def questions(self) -> tuple[BoardQuestion, ...]:
        """What boards asked about it by `day`, oldest first."""
        return questions_of(self.records[::-1], self.day)

    @property
    def moved(self) -> tuple[Move, ...]:
        """Each re-dating of an activity by `day`, as the plan lists them."""
        moves = self.work.moved if isinstance(self.work, Activity) else ()
        return tuple(move for move in moves if move.date <= self.day)


def shown_names(plan: Plan) -> list[str]:
    """The name of everything that `show` can show: every id, lead, meeting, academy, and `plan`."""
    committees = [committee.id for committee in plan.people.committees]
    names = [*(thing.id for thing in plan.walk()), *known_leads_of(plan), *committees]
    names += [*plan.calendar.meetings, *plan.people.academies]
    frameworks = (framework.id for framework in plan.frameworks.values())
    names = list(dict.fromkeys([*names, *frameworks, *plan.parts]))
    return names if PLAN in names else [*names, PLAN]


def details_of(
    plan: Plan, context: TimingContext, name: str, day: date, academies: tuple[str, ...] = ()
) -> Details:
    """One thing whole as it stood on `day`; raises KeyError for a name that the plan lacks.

    With `academies`, only the rows that are for one of them.
    """
    filters = Filters(academies=academies)
    rows = overview(filter(filters.keeps, work_items(plan, context, day, kpis=True)))
    thing = plan.find(name)
    if thing is None:
        return _details_of_people(plan, rows, name, day)
    work = thing.entry if isinstance(thing.entry, Activity | Kpi) else None
    own = _rows_of(plan, rows, thing)
    records = plan.records_of.get(name, ())
    again = repeated(records)
    return Details(
        name,
        _KINDS[type(thing.entry)],
        thing.title,
        day,
        own,
        thing.aim,
        thing.area,
        work,
        leads=own[0].leads if work and own else (),
        records=tuple(
            (file, record)
            for file, record in reversed(records)
            if record.date <= day and file not in again
        ),
        waiting=tuple(
            other.id for _, _, other in plan.activities.values() if work and name in other.after
        ),
        wanted=wanted_for(work, records, day) if isinstance(work, Activity) else (),
        covers=tuple(covered_part(plan, part) for part in parts_covered(thing)),
    )


def _details_of_people(plan: Plan, rows: Sequence[Row], name: str, day: date) -> Details:
    """A lead, a committee, the plan itself or another name; raises KeyError for one it lacks."""
    committees = {committee.id: committee for committee in plan.people.committees}
    if name == PLAN and name not in (*known_leads_of(plan), *committees):
        return Details(name, "plan", plan.about.title, day, (), plan=plan)
    leads = plan.people.leads
    own = tuple(row for row in rows if name in row.leads)
    if own or name in leads:
        return Details(name, "lead", name, day, own, lead=leads.get(name))
    if name not in committees:
        return _details_of_names(plan, rows, name, day)
    committee = committees[name]
    overseen = tuple(row for row in rows if row.aim in committee.oversees)
    asked = open_questions(plan, day, by=name)
    return Details(
        *(name, "committee", committee.name, day, overseen),
        committee=committee,
        open_questions=asked,
    )


def _details_of_names(plan: Plan, rows: Sequence[Row], name: str, day: date) -> Details:
    """A meeting, an academy or a framework; raises KeyError for any other name."""
    meeting, academy = plan.calendar.meetings.get(name), plan.people.academies.get(name)
    if meeting is not None:
        asked = open_questions(plan, day, by=name)
        return Details(
            name, "meeting", meeting.name, day, (), meeting=meeting, open_questions=asked
        )
    if academy is not None:
        things = {thing.id: thing.entry for thing in plan.walk()}
        own = tuple(row for row in rows if name in getattr(things[row.id], "academies", ()))
        return Details(name, "academy", academy.name or name, day, own, academy=academy)
    return _details_of_framework(plan, rows, name, day)


def _details_of_framework(plan: Plan, rows: Sequence[Row], name: str, day: date) -> Details:
    """A framework, or a part of one; raises KeyError for a name that is neither."""
    framework = framework_called(plan, name)
    if framework is not None:
        parts, outside = parts_of(plan, framework), areas_outside(plan, framework)
        return Details(name, "framework", framework.title, day, (), parts=parts, outside=outside)
    title, covered = plan.parts[name].title, covered_part(plan, name)
    ids = {row.id for thing in covered.by for row in _rows_of(plan, rows, thing)}
    own = tuple(row for row in rows if row.id in ids)
    return Details(name, "part", title, day, own, parts=(covered,))


def _rows_of(plan: Plan, rows: Sequence[Row], thing: Thing) -> tuple[Row, ...]:
    if isinstance(thing.entry, Priority):
        served = {
            activity.id
            for _, _, activity in plan.activities.values()
            if activity.priority == thing.id
        }
        return tuple(row for row in rows if row.id in served)
    if isinstance(thing.entry, Outcome):
        return ()
    return tuple(row for row in rows if thing.id in (row.id, row.area, str(row.aim)))


_KINDS: dict[type, DetailsKind] = {
    Activity: "activity",
    Kpi: "kpi",
    Area: "area",
    Aim: "aim",
    Priority: "priority",
    Outcome: "outcome",
}
