"""A plan as sheets of cells: what the exported workbook and CSV hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sipctl.plan.model.entries import Activity, Thing
from sipctl.plan.model.entry import further_texts
from sipctl.views.exports import layout as s
from sipctl.views.exports.facts import facts
from sipctl.views.exports.layout import JOINT, named
from sipctl.views.text.english import state_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sipctl.plan.model.entries import Area, Kpi, Plan, TermDates
    from sipctl.plan.state.agenda import Row

Cell = str | int | date | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its heads, and under them rows of as many cells."""

    name: str
    heads: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def workbook(plan: Plan, rows: Sequence[Row]) -> list[Sheet]:
    """All sheets of a plan. `rows` are those of `list`, KPIs too, that were asked for."""
    return [
        activities(plan, rows),
        kpis(plan, rows),
        _sheet(s.CALENDAR, _calendar(plan)),
        _sheet(s.LEADS, _leads(plan, rows)),
        _sheet(s.PLAN, facts(plan)),
    ]


def activities(plan: Plan, rows: Sequence[Row]) -> Sheet:
    """One row for each activity and milestone."""
    return _sheet(s.ACTIVITIES, (_activity(plan, row) for row in rows if row.kind == "activity"))


def kpis(plan: Plan, rows: Sequence[Row]) -> Sheet:
    """One row for each KPI and each thing that is monitored of it."""
    return _sheet(s.KPIS, _kpis(plan, [row for row in rows if row.kind == "kpi"]))


def _sheet(name: str, rows: Iterator[tuple[Cell, ...]]) -> Sheet:
    return Sheet(name, s.HEADS[name], list(rows))


def _activity(plan: Plan, row: Row) -> tuple[Cell, ...]:
    aim, area, activity = plan.activities[row.id]
    return (
        *(activity.id, named(area.id, area.title), activity.title, row.milestone),
        *(JOINT.join(row.leads), row.when, _due(row), row.state, row.status),
        row.days_overdue or None,
        *(row.slipped_days or None, row.original_due if row.slipped_days else None),
        *(row.missed if row.missed > 1 else None, row.recorded_on, named(aim.id, aim.title)),
        *(_priority(area, activity), activity.detail, activity.starts, s.listed(activity.success)),
        *(field.text(activity) or None for field in further_texts(Activity)),
        *map(JOINT.join, (activity.academies, activity.after, activity.see)),
        *(activity.query, JOINT.join(row.status_of)),
    )


def _due(row: Row) -> date | None:
    """The due day or, of a series, the day since which it has been missed, as on the screen."""
    return row.missed_since or row.due


def _priority(area: Area, activity: Activity) -> str | None:
    if not activity.priority:
        return None
    titles = {priority.id: priority.title for priority in area.priorities}
    return named(activity.priority, titles.get(activity.priority, "")).strip()


def _kpis(plan: Plan, rows: Sequence[Row]) -> Iterator[tuple[Cell, ...]]:
    """A row for each way in which a KPI is monitored, each with its baseline."""
    by_label = {(row.id, row.milestone or ""): row for row in rows}
    for name in dict.fromkeys(row.id for row in rows):
        aim, area, kpi = plan.kpis[name]
        monitored: dict[str, str | None] = {**kpi.monitored} or {"": None}
        for label, phrase in monitored.items():
            keys = ((name, milestone) for milestone in (label or "monitoring", "baseline", ""))
            row = next((by_label[key] for key in keys if key in by_label), None)
            place = named(area.id, area.title) if area else None
            own = JOINT.join(row.leads if row and kpi.leads else kpi.leads)
            led = "" if own else JOINT.join(row.leads if row else Thing(kpi, aim, area).leads)
            standing = _reading_state(row) if row else (None,) * 4
            yield (
                *(kpi.id, place, kpi.measure, kpi.target_words),
                *(kpi.baseline, label, phrase, own, led, *standing),
                *(named(aim.id, aim.title) if aim else None, *_target_and_retirement(kpi)),
                *(JOINT.join(kpi.academies), JOINT.join(kpi.see), kpi.query),
                JOINT.join(row.status_of) if row else None,
            )


def _reading_state(row: Row) -> tuple[Cell, ...]:
    """When a KPI's reading is due, the state of that, the newest result and its day."""
    return _due(row), state_word(row.state, row.kind), row.status, row.recorded_on


def _target_and_retirement(kpi: Kpi) -> tuple[Cell, ...]:
    """A cell for each of a target's figures, then the day and the reason of its retirement."""
    figures, retired = kpi.figures, kpi.retired
    return (
        *(getattr(figures, field) if figures else None for field in s.FIGURES.values()),
        *((retired.date, retired.why) if retired else (None, None)),
    )


def _calendar(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for year, entry in plan.calendar.years.items():
        for name, term in entry.terms.items():
            yield _term(year, name, term, "yes" if entry.provisional else None)
    for day in plan.calendar.closed:
        yield ("Closed", None, None, day, day, *(None,) * 5)
    for name, meeting in plan.calendar.meetings.items():
        yield ("Meeting", None, meeting.name, *(None,) * 5, name, meeting.every)
        for day in meeting.dates:
            yield ("Meeting date", None, meeting.name, day, day, *(None,) * 3, name, None)
        for year in meeting.complete:
            yield ("Meeting dates complete", year, meeting.name, *(None,) * 5, name, None)


def _term(year: str, name: str, term: TermDates, provisional: str | None) -> tuple[Cell, ...]:
    first, last = term.half_term or (None, None)
    return ("Term", year, name, term.starts, term.ends, first, last, provisional, None, None)


def _leads(plan: Plan, rows: Sequence[Row]) -> Iterator[tuple[Cell, ...]]:
    """A row for each lead, with how many of the activities in `rows` they lead, by state."""
    everybody = dict.fromkeys([*plan.people.leads, *(lead for row in rows for lead in row.leads)])
    for lead in everybody:
        mine = [row for row in rows if row.kind == "activity" and lead in row.leads]
        states = Counter(state for state, _ in {(row.state, row.id) for row in mine})
        entry = plan.people.leads.get(lead)
        yield (
            *(lead, entry.role if entry else None, "yes" if entry and entry.group else None),
            *(entry.left if entry else None, len({row.id for row in mine})),
            *(states[state] for state in ("overdue", "due", "upcoming", "settled")),
        )
