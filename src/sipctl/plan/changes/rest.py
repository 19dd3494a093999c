"""plan.yaml, people.yaml and calendar.yaml: what belongs to no aim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.changes.entries import edits
from sipctl.plan.changes.kinds import Added, ChangeTarget, Removed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.changes.kinds import Change, Of, Value, VersionPair
    from sipctl.plan.model.entries import About, Body, Overseer, People, TermCalendar

Entries = dict[str, tuple[ChangeTarget, dict[str, "Value"]]]


def changes(sides: VersionPair) -> Iterator[Change]:
    """What changed in the three files that each plan has one of."""
    base, head = sides.base.plan, sides.head.plan
    if sides.reads("plan.yaml"):
        yield from _between(_about(base.about), _about(head.about))
    if sides.reads("people.yaml"):
        yield from _between(_people(base.people), _people(head.people))
    if sides.reads("calendar.yaml"):
        yield from _between(_calendar(base.calendar), _calendar(head.calendar))


def _between(base: Entries, head: Entries) -> Iterator[Change]:
    yield from (Removed(subject) for key, (subject, _) in base.items() if key not in head)
    for key, (subject, now) in head.items():
        if key in base:
            yield from edits(subject, base[key][1], now)
        else:
            yield Added(subject)
            yield from edits(subject, {}, now)


def _entry(of: Of, name: str, fields: dict[str, Value], title: str = "") -> Entries:
    return {f"{of} {name}": (ChangeTarget(of, name, title), fields)}


# --- plan.yaml -----------------------------------------------------------------------------------


def _about(about: About) -> Entries:
    settings = about.settings
    colours = {f"colour of {word}": colour for word, colour in settings.colours.items()}
    its: dict[str, Value] = {
        "title": about.title,
        "trust": _body(about.trust),
        "school": _body(about.school),
        "from": about.runs.from_,
        "to": about.runs.to,
        "source": about.source,
        "mission": about.mission,
        "vision": about.vision,
        "accountability": about.accountability,
        "values": tuple(_with(one.name, one.nolan) for one in about.values),
        "global_priority": about.global_priority,
        "query": about.query,
    }
    looks: dict[str, Value] = {"review": settings.review, "due_soon": settings.due_soon, **colours}
    return _entry("plan", "plan", its) | _entry("settings", "settings", looks)


def _body(body: Body | None) -> str | None:
    return None if body is None else _with(body.name, (body.short,) if body.short else ())


def _with(name: str, more: tuple[object, ...]) -> str:
    """`Respect (objectivity, selflessness)`."""
    return f"{name} ({', '.join(map(str, more))})" if more else name


# --- people.yaml ---------------------------------------------------------------------------------


def _people(people: People) -> Entries:
    entries = _entry("people", "people", {"query": people.query})
    for name, lead in people.leads.items():
        its: dict[str, Value] = {"role": lead.role, "group": lead.group, "left": lead.left}
        entries |= _entry("lead", name, its)
    for trustee in people.trustees:
        entries |= _overseer("trustee", trustee)
    for governor in people.governors:
        entries |= _overseer("governor", governor)
    for one in people.committees:
        its = {"name": one.name, "oversees": tuple(map(str, one.oversees))}
        entries |= _entry("committee", one.id, its, one.name)
    for name, academy in people.academies.items():
        entries |= _entry("academy", name, {"name": academy.name}, academy.name or "")
    return entries


def _overseer(of: Of, one: Overseer) -> Entries:
    links = tuple(_with(link.role, link.oversees) for link in one.links)
    return _entry(of, one.name, {"links": links})


# --- calendar.yaml -------------------------------------------------------------------------------


def _calendar(calendar: TermCalendar) -> Entries:
    closed = tuple(day.isoformat() for day in sorted(calendar.closed))
    entries = _entry("calendar", "calendar", {"closed": closed, "query": calendar.query})
    for name, year in calendar.years.items():
        entries |= _entry("year", name, {"provisional": year.provisional})
        for term, dates in year.terms.items():
            first, last = dates.half_term or (None, None)
            its: dict[str, Value] = {
                "starts": dates.starts,
                "ends": dates.ends,
                "half term begins": first,
                "half term ends": last,
            }
            entries |= _entry("term", f"{name} {term}", its)
    for name, meeting in calendar.meetings.items():
        days = tuple(day.isoformat() for day in meeting.dates)
        its = {"name": meeting.name, "every": meeting.every, "dates": days}
        entries |= _entry("meeting", name, its, meeting.name)
    return entries
