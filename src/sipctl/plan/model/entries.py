"""What each file of a plan may say. plan-format in the README describes the same for people.

Plain frozen dataclasses: pydantic validates them (`sipctl.plan.model.validate`), but nothing here
imports it, so a plan read back from a snapshot costs no schema building. Positions stand beside
the models, never in them: two plans that say the same are equal.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from sipctl.plan.frozen import field, frozen
from sipctl.plan.model import scalars as w

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


class PhrasesShape:
    """Marks `when: phrase`, or `when: {label: phrase}`; held as a dict, the former under ""."""


Phrases = Annotated[dict[str, str], PhrasesShape()]


@frozen(kw_only=True)
class Entry:
    """A mapping of a plan file: unknown keys are faults, and `from_` stands for the key `from`."""

    __pydantic_config__ = {  # noqa: RUF012
        "extra": "forbid",
        "alias_generator": lambda name: name.rstrip("_"),
    }


# --- plan.yaml -----------------------------------------------------------------------------------


@frozen(kw_only=True)
class Body(Entry):
    """The trust or the school whose plan this is."""

    name: w.Text
    short: w.Text | None = None


@frozen(kw_only=True)
class Runs(Entry):
    """The plan's first and last day."""

    from_: w.Day
    to: w.Day


@frozen(kw_only=True)
class Value(Entry):
    """One of the trust's values, with the Nolan principles it stands for."""

    name: w.Text
    nolan: tuple[w.Text, ...] = ()


@frozen(kw_only=True)
class Kpi(Entry):
    """A key performance indicator: of an area, or (`t.k1`) of the whole trust."""

    id: w.KpiId
    measure: w.Text
    baseline: w.Text | None = None
    monitored: Phrases = field(default_factory=dict)
    target: w.Text | None = None
    leads: tuple[w.Initials, ...] = ()
    academies: tuple[w.Academy, ...] = ()
    see: tuple[w.WorkId, ...] = ()
    query: w.Text | None = None


@frozen(kw_only=True)
class Settings(Entry):
    """How this plan is looked at."""

    review: w.Text = "termly"
    due_soon: w.Days = 14
    colours: dict[str, w.Slug] = field(default_factory=dict)


@frozen(kw_only=True)
class About(Entry):
    """plan.yaml: who, what years, mission, vision, values, trust-wide KPIs, settings."""

    title: w.Text
    trust: Body | None = None
    school: Body | None = None
    runs: Runs
    source: w.Text | None = None
    mission: tuple[w.Text, ...] = ()
    vision: w.Text | None = None
    accountability: tuple[w.Text, ...] = ()
    values: tuple[Value, ...] = ()
    global_priority: w.Text | None = None
    kpis: tuple[Kpi, ...] = ()
    settings: Settings = field(default_factory=Settings)
    query: w.Text | None = None

    @property
    def body(self) -> Body:
        """The trust, or the school."""
        return self.trust or self.school or Body(name=self.title)


# --- people.yaml ---------------------------------------------------------------------------------


@frozen(kw_only=True)
class Lead(Entry):
    """Somebody (or a team) who leads work, known by initials."""

    role: w.Text | None = None
    group: w.Flag = False
    left: w.Day | None = None


@frozen(kw_only=True)
class Link(Entry):
    """A link role of a trustee or governor, and the aims it oversees."""

    role: w.Text
    oversees: tuple[w.AimId, ...] = ()


@frozen(kw_only=True)
class Overseer(Entry):
    """A trustee or governor."""

    name: w.Text
    links: tuple[Link, ...] = ()


@frozen(kw_only=True)
class Committee(Entry):
    """A committee of the board, and the aims it oversees."""

    id: w.Slug
    name: w.Text
    oversees: tuple[w.AimId, ...] = ()


@frozen(kw_only=True)
class AcademyEntry(Entry):
    """One academy (a school) of the trust."""

    name: w.Text | None = None


@frozen(kw_only=True)
class People(Entry):
    """people.yaml: leads, trustees, governors, committees, academies."""

    leads: dict[w.Initials, Lead] = field(default_factory=dict)
    trustees: tuple[Overseer, ...] = ()
    governors: tuple[Overseer, ...] = ()
    committees: tuple[Committee, ...] = ()
    academies: dict[w.Academy, AcademyEntry] = field(default_factory=dict)
    query: w.Text | None = None


# --- calendar.yaml -------------------------------------------------------------------------------


@frozen(kw_only=True)
class TermDates(Entry):
    """One term's first and last day, and the first and last day of its half-term break."""

    starts: w.Day
    ends: w.Day
    half_term: tuple[w.Day, w.Day] | None = None


@frozen(kw_only=True)
class SchoolYear:
    """One academic year: its terms by name, and whether somebody has yet to confirm them."""

    terms: dict[str, TermDates]
    provisional: bool = False


@frozen(kw_only=True)
class MeetingEntry(Entry):
    """A meeting that timings may name, its rhythm, and its dates as they become known."""

    name: w.Text
    every: w.Text | None = None
    dates: tuple[w.Day, ...] = ()


class YearShape:
    """Marks an academic year, which holds terms and the word `provisional` side by side."""


@frozen(kw_only=True)
class TermCalendar(Entry):
    """calendar.yaml: terms and half terms by academic year; closed days; meetings."""

    years: dict[w.Year, Annotated[SchoolYear, YearShape()]]
    closed: tuple[w.Day, ...] = ()
    meetings: dict[w.Slug, MeetingEntry] = field(default_factory=dict)
    query: w.Text | None = None


# --- aims/*.yaml ---------------------------------------------------------------------------------


@frozen(kw_only=True)
class Outcome(Entry):
    """What an aim shall have brought about."""

    id: w.OutcomeId
    title: w.Text


@frozen(kw_only=True)
class Priority(Entry):
    """What an area needs to develop now."""

    id: w.PriorityId
    title: w.Text


@frozen(kw_only=True)
class Move(Entry):
    """One re-dating: what `when` said before (`from`), the day of the decision, who agreed, why."""

    milestone: w.Text | None = None
    from_: w.Text
    date: w.Day
    agreed: w.Text | None = None
    why: w.Text | None = None


@frozen(kw_only=True)
class Activity(Entry):
    """One piece of work with an action of its own. The first of `leads` answers for it."""

    id: w.ActivityId
    title: w.Text
    detail: w.Text | None = None
    leads: tuple[w.Initials, ...] = ()
    when: Phrases = field(default_factory=dict)
    starts: w.Text | None = None
    priority: w.PriorityId | None = None
    success: tuple[w.Text, ...] = ()
    resources: w.Text | None = None
    academies: tuple[w.Academy, ...] = ()
    after: tuple[w.ActivityId, ...] = ()
    see: tuple[w.WorkId, ...] = ()
    query: w.Text | None = None
    moved: tuple[Move, ...] = ()


@frozen(kw_only=True)
class Area(Entry):
    """A strategic area of an aim."""

    id: w.AreaId
    title: w.Text
    priorities: tuple[Priority, ...] = ()
    activities: tuple[Activity, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    query: w.Text | None = None


@frozen(kw_only=True)
class Aim(Entry):
    """aims/*.yaml: one aim, its outcomes and areas."""

    id: w.AimId
    title: w.Text
    outcomes: tuple[Outcome, ...] = ()
    areas: tuple[Area, ...] = ()
    query: w.Text | None = None


# --- records/**/*.yaml ---------------------------------------------------------------------------


@frozen(kw_only=True)
class Record(Entry):
    """What happened: a status of an activity, or a result or reading of a KPI."""

    activity: w.ActivityId | None = None
    kpi: w.KpiId | None = None
    date: w.Day
    by: w.Initials
    at: w.Clock | None = None
    status: w.Status | None = None
    result: w.Result | None = None
    value: w.Number | None = None
    unit: w.Text | None = None
    for_: w.Text | None = None
    note: w.Text | None = None
    confidential: w.Text | None = None
    academy: w.Academy | None = None
    corrects: w.RecordName | None = None
    evidence: tuple[w.Text, ...] = ()

    @property
    def subject(self) -> str:
        """The id that the record is about."""
        return self.activity or self.kpi or ""


# --- the whole -----------------------------------------------------------------------------------


def id_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts ids as people count: 2a.9 before 2a.10, activities before KPIs."""
    import re

    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", text)
    )


@frozen()
class Plan:
    """A whole plan as its files say it.

    Aims stand in order of their ids, `aim_files` beside them: the path of each within the plan
    folder. Records are keyed by that path. Two plans that say the same are equal.
    """

    about: About
    people: People
    calendar: TermCalendar
    aims: tuple[Aim, ...]
    records: dict[str, Record] = field(default_factory=dict)
    aim_files: tuple[str, ...] = field(default=(), compare=False)

    def areas(self) -> Iterator[tuple[Aim, Area]]:
        """Every area with its aim, in the plan's order."""
        for aim in self.aims:
            for area in aim.areas:
                yield aim, area

    @cached_property
    def activities(self) -> dict[str, tuple[Aim, Area, Activity]]:
        """Every activity by id, with where it belongs (of a duplicate, the first)."""
        found: dict[str, tuple[Aim, Area, Activity]] = {}
        for aim, area in self.areas():
            for activity in area.activities:
                found.setdefault(activity.id, (aim, area, activity))
        return found

    @cached_property
    def kpis(self) -> dict[str, tuple[Aim | None, Area | None, Kpi]]:
        """Every KPI by id, with where it belongs; a trust-wide one belongs to no aim."""
        found: dict[str, tuple[Aim | None, Area | None, Kpi]] = {}
        for kpi in self.about.kpis:
            found.setdefault(kpi.id, (None, None, kpi))
        for aim, area in self.areas():
            for kpi in area.kpis:
                found.setdefault(kpi.id, (aim, area, kpi))
        return found

    @cached_property
    def records_of(self) -> dict[str, tuple[tuple[str, Record], ...]]:
        """Records by the id they are about, oldest first (`date`, `at`, then name)."""
        found: dict[str, list[tuple[date, str, str, str, Record]]] = {}
        for path, record in self.records.items():
            name = path.rsplit("/", 1)[-1]
            # The path is there for two of one name, which else would be compared as records.
            one = (record.date, record.at or "", name, path, record)
            found.setdefault(record.subject, []).append(one)
        return {
            subject: tuple([(name, record) for _, _, name, _, record in sorted(those)])
            for subject, those in found.items()
        }

    def leads_of_kpi(self, area: Area | None, kpi: Kpi) -> tuple[str, ...]:
        """A KPI's own leads, else whoever leads its area's activities."""
        if kpi.leads or area is None:
            return kpi.leads
        return tuple(dict.fromkeys(lead for act in area.activities for lead in act.leads))
