"""The sections of a pack, as templates see them: lists of `items`, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.items import (
    ActivityReport,
    Finished,
    KpiReport,
    LabelledText,
    Moved,
    RecurringDone,
    ReportRow,
    StatusCount,
    Trend,
)
from sipctl.plan.frozen import frozen
from sipctl.plan.model.statuses import NO_RECORD

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.model.entries import Priority


@frozen(kw_only=True)
class AreaReport:
    """A strategic area of an aim."""

    id: str
    title: str
    priorities: tuple[Priority, ...]
    work: tuple[ActivityReport, ...]
    kpis: tuple[KpiReport, ...]


@frozen(kw_only=True)
class AimReport:
    """An aim: where it stands, which way it moved, and all that it holds."""

    id: int
    title: str
    outcomes: tuple[str, ...]
    """What it shall have brought about."""
    overseers: tuple[str, ...]
    """Committees and link trustees that oversee it."""
    areas: tuple[AreaReport, ...]
    work: tuple[ActivityReport, ...]
    """The activities of all its areas."""
    tallies: tuple[StatusCount, ...]
    """How many activities have each status, in the order of the key; all statuses are there."""
    recorded: int
    """Of how many activities a judgement has been recorded."""
    better: int
    """How many stand better than before the term, by their leads' judgement."""
    worse: int
    """How many stand worse."""
    new: int
    """Of how many the first judgement of all was made this term."""
    newly_at_risk: int
    """How many are judged at risk or off track, and were not before the term."""
    way: Trend
    """Which way the whole moved: `worse` or `mixed` with one newly at risk, `silent` unjudged."""
    overdue: int
    """How many activities have a date overdue."""
    overdue_before: int
    """How many had on the last day before the term."""


@frozen(kw_only=True)
class Question:
    """Something that the plan leaves open, for its author to answer."""

    about: str
    """The id of what it is about, or the file."""
    title: str
    text: str
    place: str
    """File and line."""


@frozen(kw_only=True)
class Problem:
    """A fault in the plan's files."""

    slug: str
    severity: str
    """`error` or `warning`."""
    message: str
    help: str
    about: str
    """The id of what it is about; empty where it is about no one thing."""
    place: str
    """File and line."""


@frozen(kw_only=True)
class PackSection:
    """All that a pack says of a part of the plan: one committee's aims, one lead's work, or all."""

    aims: tuple[AimReport, ...]
    work: tuple[ActivityReport, ...]
    finished: tuple[Finished, ...]
    kept: tuple[RecurringDone, ...]
    """Regular work that was dealt with this term and missed none of its dates."""
    lapsed: tuple[RecurringDone, ...]
    """Regular work with dates of this term that were missed, or judged at risk."""
    at_risk: tuple[ActivityReport, ...]
    """What its leads judge off track, then what they judge at risk, whatever its dates."""
    overdue: tuple[ReportRow, ...]
    """The longest overdue first."""
    rest: tuple[ReportRow, ...]
    """What is still due this term, after the day of the pack; a series once."""
    coming: tuple[ReportRow, ...]
    """What falls due next term; a series once."""
    coming_kpis: tuple[ReportRow, ...]
    """KPIs to be monitored or baselined next term."""
    moved: tuple[Moved, ...]
    """Dates moved this term."""
    slipped: tuple[Moved, ...]
    """The newest move of every date that is not where it first was, the furthest slipped first."""
    kpis: tuple[KpiReport, ...]
    """KPIs to be monitored or baselined this term, and any that were read though not asked for."""
    measures: tuple[KpiReport, ...]
    """All KPIs."""
    stopped: tuple[ActivityReport, ...]
    """Work that is paused or withdrawn."""
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]

    @property
    def apart(self) -> tuple[ActivityReport, ...]:
        """`stopped`, by its older name."""
        return self.stopped

    @property
    def activities(self) -> int:
        """How many activities."""
        return len(self.work)

    @property
    def recorded(self) -> int:
        """Of how many of them a judgement has been recorded."""
        return sum(activity.status != NO_RECORD for activity in self.work)

    @property
    def late(self) -> int:
        """How many of them have a date overdue."""
        return sum(activity.days_overdue > 0 for activity in self.work)

    @property
    def late_before(self) -> int:
        """How many had, on the last day before the term."""
        return sum(activity.was_overdue for activity in self.work)

    @property
    def better(self) -> int:
        """How many stand better than before the term."""
        return sum(activity.way == Trend.BETTER for activity in self.work)

    @property
    def worse(self) -> int:
        """How many stand worse."""
        return sum(activity.way == Trend.WORSE for activity in self.work)

    @property
    def new(self) -> int:
        """Of how many the first judgement of all was made this term."""
        return sum(activity.way == Trend.NEW for activity in self.work)

    @property
    def newly_at_risk(self) -> int:
        """How many are judged at risk or off track, and were not before the term."""
        return sum(activity.newly_at_risk for activity in self.work)

    @property
    def finished_activities(self) -> int:
        """How many activities were finished this term."""
        return sum(row.part is None for row in self.finished)

    @property
    def finished_dates(self) -> int:
        """How many single dates of other activities were."""
        return len(self.finished) - self.finished_activities

    @property
    def moved_dates(self) -> int:
        """How many dates were moved this term, some of them perhaps several times."""
        return len({(move.id, move.milestone) for move in self.moved})

    @property
    def rest_dates(self) -> int:
        """How many dates of activities are still to come this term."""
        return sum(row.times for row in self.rest)

    @property
    def next_dates(self) -> int:
        """How many dates of activities fall due next term, as on the plan's timeline."""
        return sum(activity.due_next for activity in self.work)

    @property
    def coming_dates(self) -> int:
        """How many of those are still to settle."""
        return sum(row.times for row in self.coming)

    @property
    def coming_readings(self) -> int:
        """How many KPI readings are due next term."""
        return sum(row.times for row in self.coming_kpis)

    @property
    def read(self) -> int:
        """Of how many KPIs a reading was taken this term."""
        return sum(kpi.read_this_term for kpi in self.kpis)


@frozen(kw_only=True)
class CommitteeSection:
    """A committee of the board, and what it oversees."""

    id: str
    """Empty for what no committee oversees."""
    name: str
    aims: tuple[int, ...]
    part: PackSection
    same_as: str | None
    """A committee before it that oversees the same aims, and whose part is therefore the same."""


@frozen(kw_only=True)
class PartSection:
    """A part of a framework, and what of the plan covers it."""

    id: str
    """`tq.workforce`; empty for what is under no part of the framework."""
    title: str
    covered_by: tuple[LabelledText, ...]
    """The aims and areas that cover it, each an id and a title."""
    above: tuple[str, ...]
    """The areas among them that cover a part before it too."""
    part: PackSection


@frozen(kw_only=True)
class FrameworkSection:
    """A framework that the plan has to cover, part by part."""

    id: str
    title: str
    source: str | None
    parts: tuple[PartSection, ...]
    """Its parts in its own order; last, where there is anything, what is under none of them."""
    gaps: tuple[str, ...]
    """The titles of the parts that nothing in the plan covers."""


@frozen(kw_only=True)
class LeadSection:
    """A lead, and the work that is theirs."""

    name: str
    """Initials, or the role."""
    role: str | None
    left: date | None
    """The day they left, if the plan says one and it was before the pack's."""
    part: PackSection

    @property
    def pressing(self) -> tuple[ActivityReport, ...]:
        """Their work that is judged at risk or off track, or has a date overdue."""
        return tuple(row for row in self.part.work if row.presses)

    @property
    def in_hand(self) -> tuple[ActivityReport, ...]:
        """The rest of it that is neither complete nor withdrawn."""
        return tuple(row for row in self.part.work if not row.presses and not row.over)

    @property
    def no_longer_in_hand(self) -> tuple[ActivityReport, ...]:
        """What is complete or withdrawn, besides what was finished this term."""
        finished = {row.id for row in self.part.finished if row.part is None}
        over = (row for row in self.part.work if row.over and not row.presses)
        return tuple(row for row in over if row.id not in finished)
