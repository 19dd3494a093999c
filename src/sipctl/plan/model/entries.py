"""What each file of a plan may say. docs/plan-format.md describes it for people.

Plain frozen dataclasses: pydantic validates them (`plan/model/validation/validate`), but nothing
here imports it, so a plan read back from a snapshot costs no schema building. Positions stand
beside the models, never in them: two plans that say the same are equal. KPIs, records, and the
entries of people.yaml and calendar.yaml are defined in modules of their own and are imported from
here all the same.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sipctl.plan.frozen import described, field, frozen
from sipctl.plan.model import scalars as w
from sipctl.plan.model.calendar import MeetingEntry, SchoolYear, TermCalendar, TermDates
from sipctl.plan.model.entry import ACADEMIES, COVERS, LEADS, QUERY, SEE, TITLE, Entry, Phrases
from sipctl.plan.model.history import ANSWERED, LED, Answered, LeadChange, leads_on
from sipctl.plan.model.kpi import Kpi, Retirement, TargetFigures
from sipctl.plan.model.order import CountKey, count_key, record_key
from sipctl.plan.model.people import AcademyEntry, Committee, Lead, Link, Overseer, People
from sipctl.plan.model.records import Record, Round

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

__all__ = ["About", "Activity", "Aim", "Area", "Body", "Kpi", "Move", "Outcome", "Plan"]
__all__ += ["Priority", "Record", "Round", "Runs", "Settings", "Value", "id_key"]
__all__ += ["Answered", "Framework", "FrameworkPart", "LeadChange", "Retirement", "TargetFigures"]
__all__ += ["MeetingEntry", "SchoolYear", "TermCalendar", "TermDates"]
__all__ += ["AcademyEntry", "Committee", "Lead", "Link", "Overseer", "People"]

# --- plan.yaml -----------------------------------------------------------------------------------


@frozen(kw_only=True)
class Body(Entry):
    """The trust or the school whose plan this is."""

    name: w.Text = described("Its full name.")
    short: w.Text | None = described("Its name in short, such as SLT.", default=None)


@frozen(kw_only=True)
class Runs(Entry):
    """The plan's first and last day."""

    from_: w.Day = described("The plan's first day, such as 2024-09-01.")
    to: w.Day = described("The plan's last day, such as 2027-08-31.")


@frozen(kw_only=True)
class Value(Entry):
    """One of the trust's values, with the Nolan principles it stands for."""

    name: w.Text = described("The value, such as Respect.")
    nolan: tuple[w.Text, ...] = described(
        "The Nolan principles that it stands for, such as [honesty, openness].", default=()
    )


@frozen(kw_only=True)
class Settings(Entry):
    """How this plan is looked at."""

    review: w.Text = described(
        "How often an ongoing activity is looked at, such as termly.", default="termly"
    )
    quarters: w.Quarters | None = described(
        "How the plan counts quarters: academic (from September) or financial (from April).",
        default=None,
    )
    due_soon: w.Days = described("How near a last day counts as soon, such as 14 days.", default=14)
    colours: dict[str, w.Slug] = described(
        "The colour of each status, such as at-risk: amber.", default_factory=dict
    )


@frozen(kw_only=True)
class About(Entry):
    """plan.yaml: who, what years, mission, vision, values, trust-wide KPIs, settings."""

    title: w.Text = described("The plan's title.")
    trust: Body | None = described(
        "The trust whose plan this is. A single school says school: instead.", default=None
    )
    school: Body | None = described(
        "The school whose plan this is. A trust says trust: instead.", default=None
    )
    runs: Runs = described("The plan's first and last day.")
    follows: w.Text | None = described(
        "Where the plan before this one is: past/2024-27.", default=None
    )
    source: w.Text | None = described(
        "Where the approved document is: its wording stays the authority.", default=None
    )
    endorsement: w.Text | None = described(
        "What the board says of the plan: that it stands behind it, and why.", default=None
    )
    mission: tuple[w.Text, ...] = described("What the trust is for, a line each.", default=())
    vision: w.Text | None = described("What the trust wants to have brought about.", default=None)
    accountability: tuple[w.Text, ...] = described(
        "How trustees hold the plan to account, a line each.", default=()
    )
    values: tuple[Value, ...] = described(
        "The trust's values, with the Nolan principles that each stands for.", default=()
    )
    global_priority: w.Text | None = described(
        "What the trust does for the world beyond it.", default=None
    )
    kpis: tuple[Kpi, ...] = described("KPIs of the whole trust: t.k1, t.k2 and so on.", default=())
    settings: Settings = described("How this plan is looked at.", default_factory=Settings)
    query: w.Text | None = described(QUERY, default=None)
    answered: tuple[Answered, ...] = described(ANSWERED, default=())

    @property
    def body(self) -> Body:
        """The trust, or the school."""
        return self.trust or self.school or Body(name=self.title)


# --- aims/*.yaml ---------------------------------------------------------------------------------


@frozen(kw_only=True)
class Outcome(Entry):
    """What an aim shall have brought about."""

    id: w.OutcomeId = described('The outcome\'s number in quotes, such as "2.1".')
    title: w.Text = described(TITLE)


@frozen(kw_only=True)
class Priority(Entry):
    """What an area needs to develop now."""

    id: w.PriorityId = described("The area's id, .p and a number, such as 2a.p1.")
    title: w.Text = described(TITLE)


@frozen(kw_only=True)
class Move(Entry):
    """One re-dating: what `when` said before (`from`), the day of the decision, who agreed, why."""

    milestone: w.Text | None = described(
        "The milestone that moved, by its label; left out where there is only one.", default=None
    )
    from_: w.Text = described("What when said before.")
    date: w.Day = described("The day on which it was decided to move it.")
    agreed: w.Text | None = described("Who agreed, such as Trustees.", default=None)
    why: w.Text | None = described("Why it moved.", default=None)


@frozen(kw_only=True)
class Activity(Entry):
    """One piece of work with an action of its own. The first of `leads` answers for it."""

    id: w.ActivityId = described(
        "The area's id, a point and a number, such as 2a.3. It is never used again."
    )
    title: w.Text = described("What is to be done, beginning with a verb, in up to 80 characters.")
    detail: w.Text | None = described(
        "What it takes, in a sentence or two.", own_place=True, default=None
    )
    leads: tuple[w.Initials, ...] = described(LEADS, default=())
    when: Phrases = described(
        "When it is to be done: one phrase such as Spring 2025 or January 2025 and then termly, "
        "or a line for each milestone, such as Launch: January 2025.",
        default_factory=dict,
    )
    starts: w.Text | None = described(
        "When work begins. Nothing falls due by it.", own_place=True, default=None
    )
    priority: w.PriorityId | None = described(
        "The priority of the area that it serves, such as 2a.p1.", default=None
    )
    success: tuple[w.Text, ...] = described(
        "How we shall know that it worked, where the plan says so.", default=()
    )
    resources: w.Text | None = described("What it needs: money, time, software.", default=None)
    academies: tuple[w.Academy, ...] = described(ACADEMIES, default=())
    after: tuple[w.ActivityId, ...] = described(
        "Activities that must be finished before this one can be, such as [2a.2].", default=()
    )
    see: tuple[w.WorkId, ...] = described(SEE, default=())
    query: w.Text | None = described(QUERY, own_place=True, default=None)
    answered: tuple[Answered, ...] = described(ANSWERED, default=())
    moved: tuple[Move, ...] = described(
        "Every re-dating, oldest first. sipctl move writes it.", default=()
    )
    led: tuple[LeadChange, ...] = described(LED, default=())
    came_from: w.ActivityId | None = described(
        "Its id in the plan before this one. sipctl roll writes it.", default=None
    )

    def leads_on(self, day: date) -> tuple[str, ...]:
        """Who led it on a day."""
        return leads_on(self.leads, self.led, day)


@frozen(kw_only=True)
class Area(Entry):
    """A strategic area of an aim."""

    id: w.AreaId = described("The aim's number and a letter, such as 2a.")
    title: w.Text = described(TITLE)
    priorities: tuple[Priority, ...] = described("What the area needs to develop now.", default=())
    activities: tuple[Activity, ...] = described("The area's activities.", default=())
    kpis: tuple[Kpi, ...] = described("The area's KPIs.", default=())
    covers: tuple[w.PartId, ...] = described(COVERS, default=())
    query: w.Text | None = described(QUERY, default=None)
    answered: tuple[Answered, ...] = described(ANSWERED, default=())


@frozen(kw_only=True)
class Aim(Entry):
    """aims/*.yaml: one aim, its outcomes and areas."""

    id: w.AimId = described("The aim's number, such as 2.")
    title: w.Text = described("The aim's title.")
    outcomes: tuple[Outcome, ...] = described("What the aim shall have brought about.", default=())
    areas: tuple[Area, ...] = described("The aim's strategic areas.", default=())
    covers: tuple[w.PartId, ...] = described(COVERS, default=())
    query: w.Text | None = described(QUERY, default=None)
    answered: tuple[Answered, ...] = described(ANSWERED, default=())


# --- frameworks/*.yaml ---------------------------------------------------------------------------


@frozen(kw_only=True)
class FrameworkPart(Entry):
    """One part of a framework: a pillar, a standard, a judgement."""

    id: w.Slug = described("A short name, such as workforce: an area covers tq.workforce.")
    title: w.Text = described("What the framework calls it.")


@frozen(kw_only=True)
class Framework(Entry):
    """frameworks/*.yaml: something from outside that the plan has to cover, part by part."""

    id: w.Slug = described("A short name, such as tq.")
    title: w.Text = described("What it is called.")
    source: w.Text | None = described("Where it was published.", default=None)
    parts: tuple[FrameworkPart, ...] = described("Its parts, in its own order.")


# --- the whole -----------------------------------------------------------------------------------


def id_key(text: str) -> CountKey:
    """Sort key of an id in natural order: 2a.9 before 2a.10, activities before KPIs."""
    return count_key(text)


@frozen()
class Thing:
    """Something of a plan that has an id, and where it belongs: a trust-wide KPI to no aim."""

    entry: Aim | Outcome | Area | Priority | Activity | Kpi
    aim: Aim | None = None
    area: Area | None = None

    @property
    def id(self) -> str:
        """`2`, `2a`, `2a.3`, `2a.k1`."""
        return str(self.entry.id)

    @property
    def title(self) -> str:
        """Its title; of a KPI, its measure."""
        return self.entry.title

    @property
    def leads(self) -> tuple[str, ...]:
        """Who leads it: of a KPI without leads, the leads of its area's activities."""
        return self._leads(lambda work: work.leads)

    def leads_on(self, day: date) -> tuple[str, ...]:
        """Who led it on a day; for a KPI without leads, as in `leads`."""
        return self._leads(lambda work: work.leads_on(day))

    def _leads(self, of: Callable[[Activity | Kpi], tuple[str, ...]]) -> tuple[str, ...]:
        own = of(self.entry) if isinstance(self.entry, Activity | Kpi) else ()
        if own or self.area is None or not isinstance(self.entry, Kpi):
            return own
        return tuple(dict.fromkeys(lead for act in self.area.activities for lead in of(act)))


@frozen()
class Plan:
    """A whole plan as its files say it. Two plans that say the same are equal.

    Aims stand in order of their ids, `aim_files` beside them: the path of each within the plan
    folder. Records, rounds and frameworks are keyed by that path.
    """

    about: About
    people: People
    calendar: TermCalendar
    aims: tuple[Aim, ...]
    records: dict[str, Record] = field(default_factory=dict)
    rounds: dict[str, Round] = field(default_factory=dict)
    frameworks: dict[str, Framework] = field(default_factory=dict)
    aim_files: tuple[str, ...] = field(default=(), compare=False)

    def areas(self) -> Iterator[tuple[Aim, Area]]:
        """Every area with its aim, in the plan's order."""
        for aim in self.aims:
            for area in aim.areas:
                yield aim, area

    def walk(self, *kinds: type[Entry]) -> Iterator[Thing]:
        """Everything that has an id, or only what is of `kinds`, in the plan's order.

        Trust-wide KPIs come first, then aim by aim.
        """
        return (thing for thing in self._things() if not kinds or isinstance(thing.entry, kinds))

    def _things(self) -> Iterator[Thing]:
        yield from (Thing(kpi) for kpi in self.about.kpis)
        for aim in self.aims:
            yield Thing(aim, aim)
            yield from (Thing(outcome, aim) for outcome in aim.outcomes)
            for area in aim.areas:
                yield Thing(area, aim, area)
                yield from (Thing(priority, aim, area) for priority in area.priorities)
                yield from (Thing(activity, aim, area) for activity in area.activities)
                yield from (Thing(kpi, aim, area) for kpi in area.kpis)

    @cached_property
    def _by_id(self) -> dict[str, Thing]:
        return {thing.id: thing for thing in reversed(tuple(self.walk()))}

    def find(self, name: str) -> Thing | None:
        """The thing with an id (the first, if several share it); None if none has it."""
        return self._by_id.get(name)

    @cached_property
    def activities(self) -> dict[str, tuple[Aim, Area, Activity]]:
        """Every activity by id, with where it belongs (of a duplicate, the first)."""
        by_id: dict[str, tuple[Aim, Area, Activity]] = {}
        for aim, area in self.areas():
            for activity in area.activities:
                by_id.setdefault(activity.id, (aim, area, activity))
        return by_id

    @cached_property
    def kpis(self) -> dict[str, tuple[Aim | None, Area | None, Kpi]]:
        """Every KPI by id, with where it belongs; a trust-wide one belongs to no aim."""
        by_id: dict[str, tuple[Aim | None, Area | None, Kpi]] = {}
        for kpi in self.about.kpis:
            by_id.setdefault(kpi.id, (None, None, kpi))
        for aim, area in self.areas():
            for kpi in area.kpis:
                by_id.setdefault(kpi.id, (aim, area, kpi))
        return by_id

    @cached_property
    def parts(self) -> dict[str, FrameworkPart]:
        """Every part of every framework by what `covers` calls it: `tq.workforce`."""
        by_name: dict[str, FrameworkPart] = {}
        for framework in self.frameworks.values():
            for part in framework.parts:
                by_name.setdefault(f"{framework.id}.{part.id}", part)
        return by_name

    def covering(self, part: str) -> tuple[Thing, ...]:
        """The aims and areas that cover a part, without areas whose aim covers it already."""
        return tuple(
            thing
            for thing in self.walk(Aim, Area)
            if isinstance(thing.entry, Aim | Area)
            and part in thing.entry.covers
            and (thing.area is None or thing.aim is None or part not in thing.aim.covers)
        )

    @cached_property
    def records_of(self) -> dict[str, tuple[tuple[str, Record], ...]]:
        """Records by the id they are about, oldest first (`date`, `at`, then name)."""
        by_subject: dict[str, list[tuple[str, Record]]] = {}
        # Two records of the same name are ordered by their paths.
        for path, record in sorted(self.records.items()):
            by_subject.setdefault(record.subject, []).append((path.rsplit("/", 1)[-1], record))
        return {
            subject: tuple(sorted(named, key=lambda pair: record_key(*pair)))
            for subject, named in by_subject.items()
        }
