"""Changes in the entries of a plan's files, without records; entries are matched by id or name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.changes import dates
from sipctl.plan.changes.kinds import Added, ChangeTarget, Edited, Removed
from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, Kpi
from sipctl.plan.model.entry import further_texts
from sipctl.plan.state.progress import kpi_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sipctl.plan.changes.kinds import Change, Of, Value, Version, VersionPair
    from sipctl.plan.model.entries import (
        About,
        Aim,
        Answered,
        Area,
        Body,
        Overseer,
        People,
        Plan,
        TermCalendar,
    )

Key = tuple[str, str]
NamedEntries = dict[str, tuple[ChangeTarget, dict[str, "Value"]]]


@frozen()
class ComparedEntry:
    """One thing that is compared: its fields as text, and its model if it has dates."""

    subject: ChangeTarget
    fields: dict[str, Value]
    work: Activity | Kpi | None = None


def of_aims(pair: VersionPair) -> tuple[list[Change], list[str]]:
    """The changes in aims and KPIs, and the aim files that could not be compared."""
    hidden = _hidden(pair.base, pair.head) | _hidden(pair.head, pair.base)
    trust_wide = pair.reads("plan.yaml")
    base = dict(_entries(pair.base, hidden, trust_wide=trust_wide))
    head = dict(_entries(pair.head, hidden, trust_wide=trust_wide))
    changes: list[Change] = [
        Removed(entry.subject) for key, entry in base.items() if key not in head
    ]
    for key, entry in head.items():
        before = base.get(key)
        changes += _between(before, entry, pair) if before else [_added(entry)]
    unread = {path for path in pair.base.unread | pair.head.unread if path.startswith("aims/")}
    return changes, sorted(unread)


def _hidden(version: Version, other: Version) -> set[int]:
    """Ids of aims that the other version may have in a file that does not load.

    An aim is in the file of the same path; a file that is new there may hold any aim.
    """
    unread = {path for path in other.unread if path.startswith("aims/")}
    if not unread:
        return set()
    loaded = {aim.id for aim in other.plan.aims}
    files = zip(version.plan.aims, version.plan.aim_files, strict=True)
    missing = {aim.id: path for aim, path in files if aim.id not in loaded}
    new_files = unread - set(version.plan.aim_files) - version.unread
    return {aim for aim, path in missing.items() if new_files or path in unread}


def _entries(
    version: Version, hidden: set[int], *, trust_wide: bool
) -> Iterator[tuple[Key, ComparedEntry]]:
    """Everything with an id, of two that share one the first; `trust_wide` adds trust-wide KPIs."""
    seen: set[Key] = set()
    for entry in _all(version, hidden, trust_wide=trust_wide):
        key = (entry.subject.of, entry.subject.id)
        if key not in seen:
            seen.add(key)
            yield key, entry


def _all(version: Version, hidden: set[int], *, trust_wide: bool) -> Iterator[ComparedEntry]:
    if trust_wide:
        yield from (_kpi(kpi, None, None) for kpi in version.plan.about.kpis)
    for aim in version.plan.aims:
        if aim.id in hidden:
            continue
        yield _titled("aim", str(aim.id), aim.title, aim, covers=aim.covers, **_queries(aim))
        yield from (_titled("outcome", outcome.id, outcome.title, aim) for outcome in aim.outcomes)
        for area in aim.areas:
            yield _titled("area", area.id, area.title, aim, covers=area.covers, **_queries(area))
            yield from (
                _titled("priority", priority.id, priority.title, aim)
                for priority in area.priorities
            )
            yield from (_activity(activity, aim, area) for activity in area.activities)
            yield from (_kpi(kpi, aim, area) for kpi in area.kpis)


def _titled(of: Of, name: str, title: str, aim: Aim, **more: Value) -> ComparedEntry:
    return ComparedEntry(ChangeTarget(of, name, title, aim.id), {"title": title, **more})


def _activity(activity: Activity, aim: Aim, area: Area) -> ComparedEntry:
    fields: dict[str, Value] = {
        "title": activity.title,
        "leads": activity.leads,
        "detail": activity.detail,
        "starts": activity.starts,
        "area": area.id,
        "priority": activity.priority,
        "success": activity.success,
        **{field.name: field.text(activity) for field in further_texts(Activity)},
        "academies": activity.academies,
        "after": activity.after,
        "see": activity.see,
        "query": activity.query,
        "answered": answers(activity.answered),
        "came_from": activity.came_from,
    }
    return ComparedEntry(
        ChangeTarget("activity", activity.id, activity.title, aim.id), fields, activity
    )


def _kpi(kpi: Kpi, aim: Aim | None, area: Area | None) -> ComparedEntry:
    fields: dict[str, Value] = {
        "measure": kpi.measure,
        "leads": kpi.leads,
        "target": kpi.target_words,
        "retired": _retirement(kpi),
        "area": area.id if area else None,
        "academies": kpi.academies,
        "see": kpi.see,
        "query": kpi.query,
        "answered": answers(kpi.answered),
    }
    return ComparedEntry(
        ChangeTarget("KPI", kpi.id, kpi.measure, aim.id if aim else None), fields, kpi
    )


def _queries(entry: Aim | Area | About | People | TermCalendar) -> dict[str, Value]:
    return {"query": entry.query, "answered": answers(entry.answered)}


def answers(answered: Iterable[Answered]) -> tuple[str, ...]:
    """`“JHo or JHy?” – JHo (CEO)` for each."""
    return tuple(
        f"“{answer.query}” – {_with(answer.answer, (answer.by,) if answer.by else ())}"
        for answer in answered
    )


def _retirement(kpi: Kpi) -> str | None:
    """`2025-11-10 (no longer inspected)`."""
    if kpi.retired is None:
        return None
    return _with(kpi.retired.date.isoformat(), tuple(filter(None, [kpi.retired.why])))


def _added(entry: ComparedEntry) -> Added:
    work = entry.work
    if work is None:
        return Added(entry.subject)
    return Added(entry.subject, work.leads, tuple(_phrases(work).items()))


def _phrases(work: Activity | Kpi) -> dict[str, str]:
    return work.when if isinstance(work, Activity) else kpi_phrases(work)


def _between(before: ComparedEntry, now: ComparedEntry, pair: VersionPair) -> Iterator[Change]:
    for edit in edits(now.subject, before.fields, now.fields):
        yield _with_led(edit, before.work, now.work) if edit.field == "leads" else edit
    was, work = before.work, now.work
    if isinstance(was, Activity) and isinstance(work, Activity):
        yield from dates.of_activity(now.subject, was, work, pair)
    elif isinstance(was, Kpi) and isinstance(work, Kpi):
        yield from dates.of_phrases(now.subject, _phrases(was), _phrases(work), pair)


def _with_led(edit: Edited, was: Activity | Kpi | None, now: Activity | Kpi | None) -> Edited:
    """A change of leads with what the new entries of `led` say of it."""
    known = was.led if was is not None else ()
    new = [change for change in (now.led if now is not None else ()) if change not in known]
    return replace(edit, led=tuple(new))


def edits(subject: ChangeTarget, was: dict[str, Value], now: dict[str, Value]) -> Iterator[Edited]:
    """Each field whose value differs; a field that one side lacks is empty there."""
    for field in dict.fromkeys([*now, *was]):
        before, after = was.get(field) or None, now.get(field) or None
        is_answered = field == "query" and after is None and was.get("answered") != now["answered"]
        if before != after and not is_answered:
            yield Edited(subject, field, before, after)


# --- plan.yaml, people.yaml, calendar.yaml -------------------------------------------------------


def of_shared_files(pair: VersionPair) -> Iterator[Change]:
    """The changes in all files but aims and records, without those of trust-wide KPIs."""
    base, head = pair.base.plan, pair.head.plan
    if pair.reads("plan.yaml"):
        yield from _between_all(_about(base.about), _about(head.about))
    if pair.reads("people.yaml"):
        yield from _between_all(_people(base.people), _people(head.people))
    if pair.reads("calendar.yaml"):
        yield from _between_all(_calendar(base.calendar), _calendar(head.calendar))
    unread = pair.base.unread | pair.head.unread
    yield from _between_all(_rounds(base, unread), _rounds(head, unread))
    yield from _between_all(_frameworks(base, unread), _frameworks(head, unread))


def _between_all(base: NamedEntries, head: NamedEntries) -> Iterator[Change]:
    yield from (Removed(subject) for key, (subject, _) in base.items() if key not in head)
    for key, (subject, now) in head.items():
        if key in base:
            yield from edits(subject, base[key][1], now)
        else:
            yield Added(subject)
            yield from edits(subject, {"title": now.get("title")}, now)


def _named_entry(of: Of, name: str, fields: dict[str, Value], title: str = "") -> NamedEntries:
    return {f"{of} {name}": (ChangeTarget(of, name, title), fields)}


# --- plan.yaml -----------------------------------------------------------------------------------


def _about(about: About) -> NamedEntries:
    settings = about.settings
    colours = {f"colour of {word}": colour for word, colour in settings.colours.items()}
    fields: dict[str, Value] = {
        "title": about.title,
        "trust": _body(about.trust),
        "school": _body(about.school),
        "from": about.runs.from_,
        "to": about.runs.to,
        "source": about.source,
        "endorsement": about.endorsement,
        "mission": about.mission,
        "vision": about.vision,
        "accountability": about.accountability,
        "values": tuple(_with(value.name, value.nolan) for value in about.values),
        "global_priority": about.global_priority,
        **_queries(about),
    }
    settings_fields: dict[str, Value] = {
        "review": settings.review,
        "quarters": settings.quarters,
        "due_soon": settings.due_soon,
        **colours,
    }
    return _named_entry("plan", "plan", fields) | _named_entry(
        "settings", "settings", settings_fields
    )


def _body(body: Body | None) -> str | None:
    return None if body is None else _with(body.name, (body.short,) if body.short else ())


def _with(name: str, more: tuple[object, ...]) -> str:
    """`Respect (objectivity, selflessness)`."""
    return f"{name} ({', '.join(map(str, more))})" if more else name


# --- people.yaml ---------------------------------------------------------------------------------


def _people(people: People) -> NamedEntries:
    entries = _named_entry("people", "people", _queries(people))
    for name, lead in people.leads.items():
        fields: dict[str, Value] = {"role": lead.role, "group": lead.group, "left": lead.left}
        entries |= _named_entry("lead", name, fields)
    for trustee in people.trustees:
        entries |= _overseer("trustee", trustee)
    for governor in people.governors:
        entries |= _overseer("governor", governor)
    for committee in people.committees:
        fields = {"name": committee.name, "oversees": tuple(map(str, committee.oversees))}
        entries |= _named_entry("committee", committee.id, fields, committee.name)
    for name, academy in people.academies.items():
        fields = {"name": academy.name, "joined": academy.joined, "left": academy.left}
        entries |= _named_entry("academy", name, fields, academy.name or "")
    return entries


def _overseer(of: Of, overseer: Overseer) -> NamedEntries:
    links = tuple(_with(link.role, link.oversees) for link in overseer.links)
    return _named_entry(of, overseer.name, {"links": links})


# --- calendar.yaml -------------------------------------------------------------------------------


def _calendar(calendar: TermCalendar) -> NamedEntries:
    closed = tuple(day.isoformat() for day in sorted(calendar.closed))
    own: dict[str, Value] = {"closed": closed, "source": calendar.source, **_queries(calendar)}
    entries = _named_entry("calendar", "calendar", own)
    for name, year in calendar.years.items():
        entries |= _named_entry("year", name, {"provisional": year.provisional})
        for term, term_dates in year.terms.items():
            first, last = term_dates.half_term or (None, None)
            fields: dict[str, Value] = {
                "starts": term_dates.starts,
                "ends": term_dates.ends,
                "half term begins": first,
                "half term ends": last,
            }
            entries |= _named_entry("term", f"{name} {term}", fields)
    for name, meeting in calendar.meetings.items():
        days = tuple(day.isoformat() for day in meeting.dates)
        fields = {"name": meeting.name, "every": meeting.every, "dates": days}
        fields["complete"] = meeting.complete
        entries |= _named_entry("meeting", name, fields, meeting.name)
    return entries


# --- rounds/*.yaml -------------------------------------------------------------------------------


def _rounds(plan: Plan, unread: frozenset[str]) -> NamedEntries:
    entries: NamedEntries = {}
    for path, asking in plan.rounds.items():
        fields: dict[str, Value] = {
            "asked on": asking.asked,
            "answers by": asking.by,
            "asked": asking.leads,
        }
        if path not in unread:
            entries |= _named_entry("round", asking.term, fields)
    return entries


# --- frameworks/*.yaml ---------------------------------------------------------------------------


def _frameworks(plan: Plan, unread: frozenset[str]) -> NamedEntries:
    entries: NamedEntries = {}
    for path, framework in plan.frameworks.items():
        if path in unread:
            continue
        fields: dict[str, Value] = {"title": framework.title, "source": framework.source}
        entries |= _named_entry("framework", framework.id, fields, framework.title)
        for part in framework.parts:
            name = f"{framework.id}.{part.id}"
            entries |= _named_entry("part", name, {"title": part.title}, part.title)
    return entries
