"""The sections of a pack, as templates see them: lists of `items`, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content.items import (
    ActivityReport,
    Finished,
    KpiReport,
    LabelledText,
    Moved,
    Note,
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
    """An aim: its counts, which way it moved, and its areas and activities."""

    id: int
    title: str
    outcomes: tuple[str, ...]
    """The outcomes of the aim."""
    overseers: tuple[str, ...]
    """Committees and link trustees that oversee it."""
    areas: tuple[AreaReport, ...]
    work: tuple[ActivityReport, ...]
    """The activities of all its areas."""
    tallies: tuple[StatusCount, ...]
    """How many activities have each status, in the order of the key, statuses without any too."""
    recorded: int
    """How many activities have a recorded judgement."""
    better: int
    """How many stand better than before the term, by their leads' judgement."""
    worse: int
    """How many stand worse."""
    new: int
    """How many were first judged this term."""
    newly_at_risk: int
    """How many are judged at risk or off track, and were not before the term."""
    way: Trend
    """Which way the aim moved: `worse` or `mixed` if any is newly at risk, `silent` if none is
    judged."""
    overdue: int
    """How many activities have a date overdue."""
    overdue_before: int
    """How many had one on the last day before the term."""


@frozen(kw_only=True)
class Question:
    """A `query:` of the plan, which its author should answer."""

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
    """The id of what it is about; empty if it is about no single entry."""
    place: str
    """File and line."""


@frozen(kw_only=True)
class PackSection:
    """Everything in a pack about part of the plan: a committee's aims, a lead's work, or all."""

    aims: tuple[AimReport, ...]
    work: tuple[ActivityReport, ...]
    finished: tuple[Finished, ...]
    kept: tuple[RecurringDone, ...]
    """Series with dates settled this term, and none missed or judged at risk."""
    lapsed: tuple[RecurringDone, ...]
    """Series with dates of this term that were missed, or judged at risk."""
    at_risk: tuple[ActivityReport, ...]
    """Activities that leads judge off track, then those at risk, whatever their dates."""
    overdue: tuple[ReportRow, ...]
    """The longest overdue first."""
    rest: tuple[ReportRow, ...]
    """Dates still to come this term, after the day of the pack; one row for a series."""
    coming: tuple[ReportRow, ...]
    """Dates that fall due next term; one row for a series."""
    coming_kpis: tuple[ReportRow, ...]
    """KPIs to be monitored or baselined next term."""
    moved: tuple[Moved, ...]
    """Dates moved this term."""
    slipped: tuple[Moved, ...]
    """The newest move of every date that is not its original one, the furthest slipped first."""
    kpis: tuple[KpiReport, ...]
    """KPIs to be monitored or baselined this term, and others with a reading this term."""
    measures: tuple[KpiReport, ...]
    """All KPIs."""
    stopped: tuple[ActivityReport, ...]
    """Work that is paused or withdrawn."""
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]

    @property
    def apart(self) -> tuple[ActivityReport, ...]:
        """An older name of `stopped`."""
        return self.stopped

    @property
    def activities(self) -> int:
        """How many activities."""
        return len(self.work)

    @property
    def recorded(self) -> int:
        """How many of them have a recorded judgement."""
        return sum(activity.status != NO_RECORD for activity in self.work)

    @property
    def late(self) -> int:
        """How many of them have a date overdue."""
        return sum(activity.days_overdue > 0 for activity in self.work)

    @property
    def late_before(self) -> int:
        """How many had one on the last day before the term."""
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
        """How many were first judged this term."""
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
        """How many single dates of other activities were finished this term."""
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
        """How many dates of `next_dates` are not settled yet."""
        return sum(row.times for row in self.coming)

    @property
    def coming_readings(self) -> int:
        """How many KPI readings are due next term."""
        return sum(row.times for row in self.coming_kpis)

    @property
    def longest_row(self) -> int:
        """Characters of the texts in its fullest row: a long one has to break over pages."""
        rows: list[tuple[str | None, ...]] = [(question.text,) for question in self.questions]
        for work in self.work:
            further = (text.text for text in work.further_texts)
            rows.append((work.detail, *work.success, *further, *_words(work.note)))
            rows.append(_words(work.reason))
        rows += [(*row.success, *row.evidence, *_words(row.note)) for row in self.finished]
        rows += [_words(row.note) for row in (*self.kept, *self.lapsed)]
        rows += [_words(row.note) for row in self.overdue]
        for kpi in self.kpis:
            readings = (group.this_term for group in kpi.by_academy)
            rows.append(sum((_words(each.note) for each in readings if each), ()))
        return max((sum(len(text or "") for text in row) for row in rows), default=0)

    @property
    def read(self) -> int:
        """How many KPIs were read this term."""
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
    """An earlier committee that oversees the same aims, so that its part is the same."""


@frozen(kw_only=True)
class PartSection:
    """A part of a framework, and the work of the plan that covers it."""

    id: str
    """`tq.workforce`; empty for the section of work under no part."""
    title: str
    covered_by: tuple[LabelledText, ...]
    """The aims and areas that cover it, each an id and a title."""
    above: tuple[str, ...]
    """The areas among them that cover an earlier part too."""
    part: PackSection


@frozen(kw_only=True)
class FrameworkSection:
    """A framework that the plan has to cover, part by part."""

    id: str
    title: str
    source: str | None
    parts: tuple[PartSection, ...]
    """Its parts in their order; last, if there is any, a section of the work under none of them."""
    gaps: tuple[str, ...]
    """The titles of parts that nothing in the plan covers."""


@frozen(kw_only=True)
class LeadSection:
    """A lead, and the lead's own work."""

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
        """Their work that is complete or withdrawn, without what was finished this term."""
        finished = {row.id for row in self.part.finished if row.part is None}
        over = (row for row in self.part.work if row.over and not row.presses)
        return tuple(row for row in over if row.id not in finished)


def _words(note: Note | None) -> tuple[str | None, ...]:
    """The texts of a note; none of no note."""
    return (note.text, note.confidential) if note else ()
