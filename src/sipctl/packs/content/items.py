"""The single things in a pack: a date, a move, a reading, an activity.

Every field has its meaning below it, where its name is not enough: the page for template authors
is made of these.
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

    The values are what templates compare with, and so stay; what packs print is `trend_words`.
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
    """How a KPI stands to its target: `not met, moving towards what is wanted`."""
    parts = (status_word(judgement or ""), _DIRECTIONS.get(direction, ""))
    return ", ".join(part for part in parts if part)


@frozen(kw_only=True)
class Note:
    """What a lead wrote beside a status or a result."""

    text: str
    """The note; empty where there is only a confidential one."""
    on: date
    """The day it speaks of."""
    by: str
    """Who recorded it: initials, or a role."""
    academy: str | None = None
    """Where, if the record says so."""
    confidential: str | None = None
    """What may not leave the room. Always nothing, unless `--confidential` was given."""
    late: bool = False
    """Whether it came in after the day by which its round of asking was to be answered."""


@frozen(kw_only=True)
class StatusCount:
    """How many activities have one status."""

    status: str
    number: int


@frozen(kw_only=True)
class StatusWord:
    """A word of the key."""

    status: str
    colour: str
    """The colour that the plan gives it: blue, green, amber, red, grey or purple."""
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
    """How many of its dates this stands for: several, where a series has them in the time asked
    about."""


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
    """The day it was to be finished by."""
    days_late: int
    """Days after that; 0 if in time."""
    recorded_late: bool
    """Whether that was recorded after the day by which its round of asking was to be answered."""
    note: Note | None
    evidence: tuple[str, ...]
    """Links or names of documents."""
    success: tuple[str, ...]
    """How it was to be known that it succeeded, as the plan says; of a whole activity alone."""


@frozen(kw_only=True)
class RecurringDone:
    """Work that comes back, and what became of its dates this term."""

    id: str
    title: str
    milestone: str | None
    aim: int | None
    leads: tuple[str, ...]
    when: str
    """Its rhythm as the plan says it."""
    times: int
    """How many of its dates were dealt with this term."""
    late: int
    """How many of those after their day."""
    last: date | None
    """The newest of those days; nothing if none of its dates was dealt with."""
    missed: tuple[str, ...]
    """The dates of this term of which nothing was heard, by period: `March 2025`."""
    judged: tuple[str, ...]
    """Those of which the lead said that they are at risk or off track."""
    status: str
    status_of: tuple[str, ...]
    """The academies whose judgement it is; none where it is everybody's."""
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
    """What the plan said before, in its own words."""
    now: str
    """What it has said since."""
    on: date
    """The day of the decision."""
    agreed: str | None
    """Who agreed to it; nothing if nobody said."""
    why: str | None
    """Why; nothing if nobody said."""
    was_due: date | None
    """The last day under the old date."""
    now_due: date | None
    """The last day under the new one."""
    days: int
    """Days by which this move put it off; negative if it was brought forward."""
    original_due: date | None
    """The day it was first to be done by, before any move."""
    slipped_days: int
    """Days from that to the present date, all moves together."""
    status: str
    """The lead's own judgement: a status, or `no-record`."""
    status_of: tuple[str, ...]
    """The academies whose judgement it is; none where it is everybody's."""


@frozen(kw_only=True)
class Reading:
    """One result or value of a KPI."""

    on: date
    result: str | None
    """`met`, `partly-met` or `not-met`."""
    value: float | None
    """The number, for a picture."""
    shown: str
    """The number as it was typed, with its unit: `14.2 %`."""
    by: str
    academy: str | None
    note: Note | None
    judgement: str | None
    """What stood with this reading: `met`, `partly-met` or `not-met`; nothing where nothing judges
    it."""
    direction: str
    """Which way this reading went since the one before it, in the words of `by_academy`."""
    this_term: bool
    """Whether it was taken this term."""
    late: bool = False
    """Whether it came in after the day by which its round of asking was to be answered."""

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
    """`met`, `partly-met` or `not-met`: the newest reading's result, or its value against the
    target's; nothing where nothing judges it. Nothing is interpolated."""
    direction: str
    """`towards` the target, `away`, `unchanged` or `unknown`: since the reading before."""
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
    """When it is to be monitored, as the plan says it."""
    retired: str | None  # type: ignore[assignment]
    """In words, once that day has come: `retired on 4 Apr 2025: it is counted in 1a.k2`."""
    target: str | None
    """What it shall have reached, in words: `95 % by Summer 2027`."""
    asked: tuple[ReportRow, ...]
    """Its dates in this term: baseline or monitoring. Empty if none was to be taken."""
    latest: Reading | None
    """The newest reading of all; where academies read it apart, of those that name none."""
    this_term: Reading | None
    """The newest reading taken this term; nothing if there is none."""
    course: tuple[Reading, ...]
    """All readings, oldest first; of several academies, those that name none."""
    by_academy: tuple[AcademyReadings, ...]
    """Its readings academy by academy, those of no academy first: never one course of several."""
    lines: tuple[ReportRow, ...]
    """How its baseline and its monitoring stand to their dates."""

    @property
    def read_this_term(self) -> bool:
        """Whether a reading was taken this term, in any academy."""
        return any(group.this_term for group in self.by_academy)

    @property
    def pressing(self) -> ReportRow | None:
        """The longest overdue of its dates, those before this term too; else its first date in this
        term."""
        overdue = [row for row in self.lines if row.state == "overdue"]
        late = max(overdue, key=lambda row: row.days_overdue, default=None)
        return late or next(iter(self.asked), None)


@frozen(kw_only=True)
class ActivityReport(Activity):
    """An activity, whole."""

    aim: int
    area: str
    when: tuple[LabelledText, ...]  # type: ignore[assignment]
    """Its times as the plan said them on the day, one for each milestone."""
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
    """What its newest record says of what comes next, or of help that is wanted."""
    reason: Note | None
    """Why it is judged at risk, in its lead's words; nothing if it is not, or none were noted."""
    dates_done: int
    """How many of its dates are settled; those of a series do not count."""
    dates: int
    """How many dates it has; those of a series do not count."""
    status_of: tuple[str, ...]
    """The academies whose judgement it is; none where it is everybody's."""
    due_next: int
    """How many of its dates fall due next term, settled ones too; none of withdrawn work."""
    lines: tuple[ReportRow, ...]
    """One for each milestone: how it stands to its date."""
    days_overdue: int
    """Days since the oldest date missed; 0 if none is."""
    was_overdue: bool
    """Whether it had a date overdue on the last day before the term."""
    over: bool
    """Whether it is complete or withdrawn, in every academy that records of it."""

    @property
    def at_risk(self) -> bool:
        """Whether its lead judges it to be at risk or off track."""
        return self.status in AT_RISK

    @property
    def presses(self) -> bool:
        """Whether it is so judged, or has a date overdue."""
        return self.at_risk or self.days_overdue > 0

    @property
    def open_due(self) -> date | None:
        """The day of the oldest date missed, else of the next that falls due; of none done."""
        still_open = [line for line in self.lines if line.state in ("overdue", "due", "upcoming")]
        late = [line.missed_since for line in still_open if line.days_overdue]
        days = late or [line.due for line in still_open]
        return min((day for day in days if day), default=None)

    @property
    def due(self) -> date | None:
        """`open_due`, by an older name."""
        return self.open_due

    @property
    def newly_at_risk(self) -> bool:
        """Whether it was not so judged before the term."""
        return self.at_risk and self.status_before not in AT_RISK

    @property
    def further_texts(self) -> tuple[LabelledText, ...]:
        """Every optional text that has no place of its own in a pack, `resources` among them."""
        texts = {field.label: field.text(self) for field in further_texts(Activity)}
        return labelled({label: text for label, text in texts.items() if text})
