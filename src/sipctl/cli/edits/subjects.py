"""The things that `set` can change: all that have an id or a name, with their place in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sipctl.plan.state.resolve import resolve
from sipctl.store.edits.changes import ById
from sipctl.store.edits.places import file_of, path_to

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan
    from sipctl.store.edits.changes import Path


@dataclass(frozen=True)
class Subject:
    """Something of the plan: its file, the path to it in there, its entry (of a year, None)."""

    name: str
    file: str
    path: Path
    entry: Any


def find_subject(plan: Plan, name: str) -> Subject:
    """What a name means; raises Refusal with the nearest."""
    subjects = {subject.name: subject for subject in subjects_of(plan)}
    message = f'nothing in this plan is called "{name}"'
    otherwise = "an id such as 2a.3, a lead's initials, a committee, a meeting, or a year's term"
    return subjects[resolve(name, list(subjects), message, otherwise=otherwise)]


def subjects_of(plan: Plan) -> list[Subject]:
    """Whatever `set` can change, in the order of the plan."""
    people, calendar = plan.people, plan.calendar
    subjects = [
        Subject("plan", "plan.yaml", (), plan.about),
        Subject("people", "people.yaml", (), plan.people),
        Subject("calendar", "calendar.yaml", (), plan.calendar),
        Subject("settings", "plan.yaml", ("settings",), plan.about.settings),
    ]
    for year, school_year in calendar.years.items():
        path: Path = ("years", year)
        subjects.append(Subject(year, "calendar.yaml", path, None))
        for term, dates in school_year.terms.items():
            name = f"{term}-{(dates.starts).year}"
            subjects.append(Subject(name, "calendar.yaml", (*path, term), dates))
    named = (
        *(("calendar.yaml", "meetings", name, entry) for name, entry in calendar.meetings.items()),
        *(("people.yaml", "academies", name, entry) for name, entry in people.academies.items()),
        *(("people.yaml", "leads", name, entry) for name, entry in people.leads.items()),
    )
    subjects += [Subject(name, file, (key, name), entry) for file, key, name, entry in named]
    subjects += [
        Subject(committee.id, "people.yaml", ("committees", ById(committee.id)), committee)
        for committee in people.committees
    ]
    subjects += [
        Subject(thing.id, file_of(plan, thing), path_to(thing), thing.entry)
        for thing in plan.walk()
    ]
    return subjects
