"""The single things that a pack tells of: a date, a move, a reading, an activity.

Every field has its meaning below it, where its name is not enough: the page for template authors
is made of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from datetime import date

NO_RECORD = "no-record"
"""The status of what nobody has recorded anything about: no record, no claim."""

Trend = Literal["better", "worse", "mixed", "level", "first", "silent"]


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


@frozen(kw_only=True)
class Phrase:
    """A time as the plan says it."""

    label: str
    """The milestone; empty where there is one time alone."""
    text: str
    """`January 2025 and then termly`."""


@frozen(kw_only=True)
class Line:
    """One date of an activity (or KPI) that is overdue, due or coming."""

    id: str
    """`2a.3`."""
    title: str
    """What is to be done; of a KPI, its measure."""
    milestone: str | None
    """The milestone whose date this is, if the plan names it."""
    aim: int | None
    """The number of its aim; nothing for a trust-wide KPI."""
    area: str | None
    """Its area, `2a`."""
    leads: tuple[str, ...]
    """Who leads it, the one who answers for it first."""
    academies: tuple[str, ...]
    """The academies it names; none means all of them."""
    when: str
    """The time as the plan says it."""
    opens: date | None
    """The first day of the time in which it is to happen."""
    due: date | None
    """The last."""
    state: str
    """`overdue`, `due` (open now), `upcoming`, `settled`, `paused`, `withdrawn`, `as-needed` or
    `undated`: how it stands to its date."""
    days_overdue: int
    """Days since its date; of a series, since the first of those missed in a row."""
    missed: int
    """How many dates of a series were missed in a row; 1 for a single date."""
    missed_since: date | None
    """The first of them."""
    status: str
    """The lead's own judgement: a status, or `no-record`."""
    original_due: date | None
    """The day it was first to be done by."""
    slipped_days: int
    """Days from that day to the present one."""
    note: Note | None
    """The lead's newest note."""


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
    note: Note | None
    evidence: tuple[str, ...]
    """Links or names of documents."""


@frozen(kw_only=True)
class RecurringDone:
    """Work that comes back, and was looked at this term."""

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
    last: date
    """The newest of those days."""
    status: str
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
    this_term: bool
    """Whether it was taken this term."""


@frozen(kw_only=True)
class Kpi:
    """A key performance indicator and its readings."""

    id: str
    measure: str
    aim: int | None
    area: str | None
    leads: tuple[str, ...]
    academies: tuple[str, ...]
    target: str | None
    baseline: str | None
    """When a baseline is to be taken, as the plan says it."""
    monitored: tuple[Phrase, ...]
    """When it is to be monitored, as the plan says it."""
    asked: tuple[Line, ...]
    """Its dates in this term: baseline or monitoring. Empty if none was to be taken."""
    latest: Reading | None
    """The newest reading of all."""
    this_term: Reading | None
    """The newest reading taken this term; nothing if there is none."""
    course: tuple[Reading, ...]
    """All readings, oldest first."""
    lines: tuple[Line, ...]
    """How its baseline and its monitoring stand to their dates."""
    query: str | None
    see: tuple[str, ...]


@frozen(kw_only=True)
class Work:
    """An activity, whole."""

    id: str
    title: str
    detail: str | None
    aim: int
    area: str
    leads: tuple[str, ...]
    academies: tuple[str, ...]
    when: tuple[Phrase, ...]
    """Its times as the plan said them on the day, one for each milestone."""
    starts: str | None
    """When work begins, as the plan says it."""
    priority: str | None
    success: tuple[str, ...]
    resources: str | None
    after: tuple[str, ...]
    """What has to be finished before it can be."""
    see: tuple[str, ...]
    query: str | None
    status: str
    """The lead's own judgement: a status, or `no-record`."""
    status_before: str
    """The same on the last day before the term."""
    way: Trend
    """`better` or `worse` than before the term, `level`, `first` (the first record of it was made
    this term) or `silent` (there is none)."""
    recorded_on: date | None
    """The day of the newest record."""
    note: Note | None
    lines: tuple[Line, ...]
    """One for each milestone: how it stands to its date."""
    days_overdue: int
    """Days since the oldest date missed; 0 if none is."""
    was_overdue: bool
    """Whether it had a date overdue on the last day before the term."""
