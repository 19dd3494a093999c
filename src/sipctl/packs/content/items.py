"""The items in a pack: a date, a move, a reading, an activity.

The page for template authors is made from these docstrings; a field whose name says enough has
none.
"""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, Kpi
from sipctl.plan.model.entry import further_texts
from sipctl.plan.model.statuses import AT_RISK
from sipctl.plan.state.agenda import Row
from sipctl.views.text.english import status_word

if TYPE_CHECKING:
    from datetime import date


class Trend(StrEnum):
    """Which way a judgement moved since the term before.

    Templates compare with these values, so they do not change; packs print `trend_words`.
    """

    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"
    UNCHANGED = "level"
    NEW = "first"
    NO_RECORD = "silent"


def field_values(entry: Any) -> dict[str, Any]:
    """The fields of an entry or row by name, for a class that extends it."""
    return {field.name: getattr(entry, field.name) for field in fields(entry)}


_DIRECTIONS = {
    "towards": "moving towards what is wanted",
    "away": "moving away from what is wanted",
    "unchanged": "unchanged",
}


def standing_words(judgement: str | None, direction: str) -> str:
    """A KPI's judgement and direction in words: `not met, moving towards what is wanted`."""
    parts = (status_word(judgement or ""), _DIRECTIONS.get(direction, ""))
    return ", ".join(part for part in parts if part)


@frozen(kw_only=True)
class Note:
    """The text that a lead wrote with a status or a result."""

    text: str
    """The note; empty where there is only a confidential one."""
    on: date
    """The day it is about."""
    by: str
    """Who recorded it: initials, or a role."""
    academy: str | None = None
    """The academy it is about, if the record names one."""
    confidential: str | None = None
    """The confidential note. Always nothing, unless `--confidential` was given."""
    late: bool = False
    """Whether it was recorded after the day by which its round of asking was to be answered."""


@frozen(kw_only=True)
class StatusCount:
    """How many activities have one status."""

    status: str
    number: int


@frozen(kw_only=True)
class StatusWord:
    """A status or result in the key."""

    status: str
    colour: str
    """The colour that the plan gives it, such as `blue`; one of the twelve of statuses."""
    means: str


@frozen(kw_only=True)
class LabelledText:
    """A text of the plan and its label: a time and its milestone, or a further text of an entry."""

    label: str
    """Empty where there is one time alone, or the name of the field: `Resources`."""
    text: str
    """`January 2025 and then termly`."""


def labelled(texts: dict[str, str]) -> tuple[LabelledText, ...]:
    """Texts by label, in their order."""
    return tuple(LabelledText(label=label, text=text) for label, text in texts.items())


@frozen(kw_only=True)
class ReportRow(Row):
    """One date of an activity (or KPI) that is overdue, due or coming."""

    status: str
    """The lead's own judgement: a status, or `no-record`."""
    note: Note | None
    """The lead's words: why it is at risk, else the newest note."""
    times: int
    """How many of its dates this row stands for: of a series, all within the days of the list."""


@frozen(kw_only=True)
class Finished:
    """What was finished this term: a whole activity, or one of its dates."""

    id: str
    title: str
    part: str | None
    """The milestone or period that was finished; nothing for the whole activity."""
    aim: int | None
    leads: tuple[str, ...]
    on: date
    """The day it was recorded as finished."""
    due: date | None
    """The day by which it was due."""
    days_late: int
    """Days after `due`; 0 if in time."""
    recorded_late: bool
    """Whether that was recorded after the day by which its round of asking was to be answered."""
    note: Note | None
    evidence: tuple[str, ...]
    """Links or names of documents."""
    success: tuple[str, ...]
    """The success criteria of the plan; only for a whole activity."""


@frozen(kw_only=True)
class RecurringDone:
    """A series of dates, and what became of those of this term."""

    id: str
    title: str
    milestone: str | None
    aim: int | None
    leads: tuple[str, ...]
    when: str
    """The phrase in the plan: `termly`."""
    times: int
    """How many of its dates were settled this term."""
    late: int
    """How many of these after their day."""
    last: date | None
    """The last day on which one was settled; nothing if none was."""
    missed: tuple[str, ...]
    """The periods of dates of this term with no record: `March 2025`."""
    judged: tuple[str, ...]
    """The periods of dates that the lead judged at risk or off track."""
    status: str
    status_of: tuple[str, ...]
    """The academies whose judgement it is; empty if it is that of all."""
    note: Note | None


@frozen(kw_only=True)
class Moved:
    """A date that was moved."""

    id: str
    title: str
    milestone: str | None
    aim: int | None
    leads: tuple[str, ...]
    was: str
    """The phrase before the move."""
    now: str
    """The phrase since the move."""
    on: date
    """The day of the decision."""
    agreed: str | None
    """Who agreed to it; nothing if that is not recorded."""
    why: str | None
    """The reason; nothing if that is not recorded."""
    was_due: date | None
    """The last day under the old date."""
    now_due: date | None
    """The last day under the new one."""
    days: int
    """Days by which this move put it off; negative if it was brought forward."""
    original_due: date | None
    """The due day before any move."""
    slipped_days: int
    """Days from `original_due` to the present due day."""
    status: str
    """The lead's own judgement: a status, or `no-record`."""
    status_of: tuple[str, ...]
    """The academies whose judgement it is; empty if it is that of all."""


@frozen(kw_only=True)
class Reading:
    """One result or value of a KPI."""

    on: date
    result: str | None
    """`met`, `partly-met` or `not-met`."""
    value: float | None
    """The number, for a chart."""
    shown: str
    """The number as it was typed, with its unit: `14.2 %`."""
    by: str
    academy: str | None
    note: Note | None
    judgement: str | None
    """The KPI's judgement with this reading: `met`, `partly-met` or `not-met`; nothing if neither
    a result nor a target gives one."""
    direction: str
    """Which way it moved since the reading before, as in `by_academy`."""
    this_term: bool
    """Whether it was taken this term."""
    late: bool = False
    """Whether it was recorded after the day by which its round of asking was to be answered."""

    @property
    def moves(self) -> str:
        """`moving towards what is wanted`; empty where that is not known."""
        return _DIRECTIONS.get(self.direction, "")


@frozen(kw_only=True)
class AcademyReadings:
    """The readings of a KPI in one academy, or those that name none."""

    id: str
    """The KPI's."""
    academy: str | None
    this_term: Reading | None
    """The newest reading taken this term; nothing if there is none."""
    course: tuple[Reading, ...]
    """All readings, oldest first."""
    judgement: str | None
    """`met`, `partly-met` or `not-met`: the newest reading's result, or its value compared with
    the target's; nothing if there is neither. Values are not interpolated."""
    direction: str
    """Since the reading before: `towards` the target, `away`, `unchanged` or `unknown`."""
    on_its_way: bool
    """Whether it moves towards a target whose day is still ahead."""

    @property
    def moves(self) -> str:
        """`moving towards what is wanted`; empty where that is not known."""
        return _DIRECTIONS.get(self.direction, "")


@frozen(kw_only=True)
class KpiReport(Kpi):
    """A key performance indicator and its readings."""

    aim: int | None
    area: str | None
    monitored: tuple[LabelledText, ...]  # type: ignore[assignment]
    """The phrases in the plan of when it is monitored."""
    retired: str | None  # type: ignore[assignment]
    """In words, from the day of retirement on: `retired on 4 Apr 2025: it is counted in 1a.k2`."""
    target: str | None
    """The target in words: `95 % by Summer 2027`."""
    asked: tuple[ReportRow, ...]
    """Its dates in this term, of baseline or monitoring; empty if no reading is due."""
    latest: Reading | None
    """The newest reading; if academies have readings of their own, the newest that names none."""
    this_term: Reading | None
    """The newest reading taken this term; nothing if there is none."""
    course: tuple[Reading, ...]
    """All readings, oldest first; if academies have readings of their own, those that name none."""
    by_academy: tuple[AcademyReadings, ...]
    """Its readings by academy, those without an academy first."""
    lines: tuple[ReportRow, ...]
    """A row for its baseline and each kind of monitoring, with its date and state."""

    @property
    def read_this_term(self) -> bool:
        """Whether a reading was taken this term, in any academy."""
        return any(group.this_term for group in self.by_academy)

    @property
    def pressing(self) -> ReportRow | None:
        """Its longest overdue date, of earlier terms too; else its first date in this term."""
        overdue = [row for row in self.lines if row.state == "overdue"]
        late = max(overdue, key=lambda row: row.days_overdue, default=None)
        return late or next(iter(self.asked), None)


@frozen(kw_only=True)
class ActivityReport(Activity):
    """An activity with everything that a pack shows of it."""

    aim: int
    area: str
    when: tuple[LabelledText, ...]  # type: ignore[assignment]
    """Its phrases on the day of the pack, one for each milestone."""
    status: str
    """The lead's own judgement: a status, or `no-record`."""
    status_before: str
    """The same on the last day before the term."""
    way: Trend
    """`better` or `worse` than before the term, `level`, `first` (it was first judged this
    term) or `silent` (there is none)."""
    recorded_on: date | None
    """The day of the record that its judgement comes from."""
    note: Note | None
    help_wanted: str | None
    """The help wanted, or what comes next, in its newest record."""
    reason: Note | None
    """Why it is judged at risk, in its lead's words; nothing if it is not, or has no note."""
    dates_done: int
    """How many of its dates are settled, without those of series."""
    dates: int
    """How many dates it has, without those of series."""
    status_of: tuple[str, ...]
    """The academies whose judgement it is; empty if it is that of all."""
    due_next: int
    """How many of its dates fall due next term, settled ones too; none of withdrawn work."""
    lines: tuple[ReportRow, ...]
    """A row for each milestone, with its date and state."""
    days_overdue: int
    """Days since the oldest date missed; 0 if none is."""
    was_overdue: bool
    """Whether it had a date overdue on the last day before the term."""
    over: bool
    """Whether it is complete or withdrawn, in every academy with records of it."""

    @property
    def at_risk(self) -> bool:
        """Whether its lead judges it to be at risk or off track."""
        return self.status in AT_RISK

    @property
    def presses(self) -> bool:
        """Whether it is judged at risk or off track, or has a date overdue."""
        return self.at_risk or self.days_overdue > 0

    @property
    def open_due(self) -> date | None:
        """The due day of its oldest missed date, else of its next; nothing if no date is open."""
        still_open = [line for line in self.lines if line.state in ("overdue", "due", "upcoming")]
        late = [line.missed_since for line in still_open if line.days_overdue]
        days = late or [line.due for line in still_open]
        return min((day for day in days if day), default=None)

    @property
    def due(self) -> date | None:
        """An older name of `open_due`."""
        return self.open_due

    @property
    def newly_at_risk(self) -> bool:
        """Whether it is judged at risk or off track and was not before the term."""
        return self.at_risk and self.status_before not in AT_RISK

    @property
    def further_texts(self) -> tuple[LabelledText, ...]:
        """Its optional texts (`resources` among them) that no other field of a pack has."""
        texts = {field.label: field.text(self) for field in further_texts(Activity)}
        return labelled({label: text for label, text in texts.items() if text})
