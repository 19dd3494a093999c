"""The sheets of an export beside its work: the plan itself, its people, its calendar."""

from __future__ import annotations

import re
from datetime import date
from string import ascii_lowercase
from typing import TYPE_CHECKING

from sipctl.plan import model as m
from sipctl.plan.model import id_key
from sipctl.plan.periods import MONTHS
from sipctl.plan.sheets import JOINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Line = dict[str, str]
    Facts = dict[str, list[Line]]

_DAY = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})")
_LINK = re.compile(r"(.*) \(([0-9, ]*)\)")


def several(text: str) -> tuple[str, ...]:
    """`JK, SD` as two."""
    return tuple(one for one in text.split(JOINT) if one)


def facts(lines: list[Line]) -> Facts:
    """The rows of the plan's sheet by what they are."""
    found: Facts = {}
    for line in lines:
        found.setdefault(line["What"], []).append(line)
    return found


def day(text: str) -> date | None:
    """A day as a workbook or a CSV file shows it."""
    found = _DAY.fullmatch(text)
    try:
        if found and found[2] in MONTHS:
            return date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def about(found: Facts, kpis: tuple[m.Kpi, ...]) -> m.About | None:
    """plan.yaml; None where the sheet is missing or says too little."""
    runs = next(iter(found.get("Runs", [])), {})
    starts, ends = day(runs.get("Text", "")), day(runs.get("Also", ""))
    title = next(iter(found.get("Title", [])), None)
    whose = next(((kind, found[kind][0]) for kind in ("Trust", "School") if kind in found), None)
    if not (starts and ends and title and whose):
        return None
    body = m.Body(name=whose[1]["Text"], short=whose[1]["Id"] or None)
    soon = re.match(r"[0-9]+", _one(found, "Due soon") or "14")
    return m.About(
        title=title["Text"],
        trust=body if whose[0] == "Trust" else None,
        school=body if whose[0] == "School" else None,
        runs=m.Runs(from_=starts, to=ends),
        source=_one(found, "Source"),
        mission=_texts(found, "Mission"),
        vision=_one(found, "Vision"),
        accountability=_texts(found, "Accountability"),
        values=tuple(
            m.Value(name=line["Text"], nolan=several(line["Also"]))
            for line in found.get("Value", [])
        ),
        global_priority=_one(found, "Global priority"),
        kpis=kpis,
        settings=m.Settings(
            review=_one(found, "Review") or "termly",
            due_soon=int(soon[0]) if soon else 14,
            colours={line["Id"]: line["Text"] for line in found.get("Colour", [])},
        ),
        query=title["Also"] or None,
    )


def people(found: Facts) -> m.People | None:
    """people.yaml but for its leads; None where the sheet is missing."""
    if not found:
        return None
    return m.People(
        trustees=_overseers(found.get("Trustee", [])),
        governors=_overseers(found.get("Governor", [])),
        committees=tuple(
            m.Committee(id=line["Id"], name=line["Text"], oversees=_numbers(line["Also"]))
            for line in found.get("Committee", [])
        ),
        academies={
            line["Id"]: m.AcademyEntry(name=line["Text"] or None)
            for line in found.get("Academy", [])
        },
        query=_one(found, "People query"),
    )


def _overseers(lines: list[Line]) -> tuple[m.Overseer, ...]:
    links: dict[str, list[m.Link]] = {}
    for line in lines:
        mine = links.setdefault(line["Text"], [])
        told = _LINK.fullmatch(line["Also"])
        if told:
            mine.append(m.Link(role=told[1], oversees=_numbers(told[2])))
    return tuple(m.Overseer(name=name, links=tuple(those)) for name, those in links.items())


def leads(lines: list[Line]) -> dict[str, m.Lead]:
    """The leads' sheet."""
    return {
        line["Lead"]: m.Lead(
            role=line["Role"] or None, group=line["Team"] == "yes", left=day(line["Left"])
        )
        for line in lines
        if line["Lead"]
    }


def calendar(lines: list[Line], found: Facts) -> m.TermCalendar | None:
    """calendar.yaml; None where the sheet is missing."""
    years: dict[str, dict[str, m.TermDates]] = {}
    provisional = set()
    closed: list[date] = []
    meetings: dict[str, tuple[Line, list[date]]] = {}
    for line in lines:
        starts, ends = day(line["Starts"]), day(line["Ends"])
        if line["Kind"] == "Term" and starts and ends:
            first, last = day(line["Half term starts"]), day(line["Half term ends"])
            dates = m.TermDates(
                starts=starts, ends=ends, half_term=(first, last) if first and last else None
            )
            years.setdefault(line["Year"], {})[line["Name"]] = dates
            provisional.update([line["Year"]] if line["Provisional"] else [])
        elif line["Kind"] == "Closed" and starts:
            closed.append(starts)
        elif line["Kind"] == "Meeting":
            meetings[line["Id"]] = (line, [])
        elif line["Kind"] == "Meeting date" and starts and line["Id"] in meetings:
            meetings[line["Id"]][1].append(starts)
    if not years:
        return None
    return m.TermCalendar(
        years={
            year: m.SchoolYear(terms=terms, provisional=year in provisional)
            for year, terms in years.items()
        },
        closed=tuple(closed),
        meetings={
            name: m.MeetingEntry(name=line["Name"], every=line["Every"] or None, dates=tuple(days))
            for name, (line, days) in meetings.items()
        },
        query=_one(found, "Calendar query"),
    )


def aims(
    lines: list[Line],
    work: Iterable[Line],
    activities: dict[str, list[m.Activity]],
    kpis: Sequence[m.Kpi],
) -> tuple[m.Aim, ...]:
    """The aims with all that is theirs: from the plan's sheet, and from what the work stands in."""
    titles, priorities = _titles(lines, work)
    areas: dict[str, list[m.Area]] = {}
    for name in sorted(titles, key=id_key):
        its_aim = name.rstrip(ascii_lowercase)
        mine = areas.setdefault(its_aim, [])
        if name == its_aim:
            continue
        title, query = titles[name]
        those = sorted(priorities.get(name, {}).items(), key=lambda pair: id_key(pair[0]))
        mine.append(
            m.Area(
                id=name,
                title=title,
                priorities=tuple(m.Priority(id=one, title=text) for one, text in those),
                activities=tuple(activities.get(name, [])),
                kpis=tuple(kpi for kpi in kpis if kpi.id.startswith(f"{name}.")),
                query=query,
            )
        )
    outcomes = [line for line in lines if line["What"] == "Outcome"]
    return tuple(
        m.Aim(
            id=int(name),
            title=titles.get(name, (f"Aim {name}", None))[0],
            outcomes=tuple(
                m.Outcome(id=one["Id"], title=one["Text"])
                for one in outcomes
                if one["Id"].split(".")[0] == name
            ),
            areas=tuple(those),
            query=titles.get(name, ("", None))[1],
        )
        for name, those in sorted(areas.items(), key=lambda pair: id_key(pair[0]))
    )


def _titles(
    lines: list[Line], work: Iterable[Line]
) -> tuple[dict[str, tuple[str, str | None]], dict[str, dict[str, str]]]:
    """Titles and queries of aims and areas, and the titles of each area's priorities, by id."""
    titles: dict[str, tuple[str, str | None]] = {}
    priorities: dict[str, dict[str, str]] = {}
    for line in lines:
        if line["What"] in ("Aim", "Area"):
            titles[line["Id"]] = (line["Text"], line["Also"] or None)
        elif line["What"] == "Priority":
            priorities.setdefault(line["Id"].split(".")[0], {})[line["Id"]] = line["Text"]
    for line in work:
        for head in ("Aim", "Area", "Priority"):
            name, _, title = line.get(head, "").partition(" ")
            if name and head == "Priority":
                priorities.setdefault(name.split(".")[0], {}).setdefault(name, title)
            elif name:
                titles.setdefault(name, (title, None))
    return titles, priorities


def _one(found: Facts, what: str) -> str | None:
    lines = found.get(what, [])
    return (lines[0]["Text"] or None) if lines else None


def _texts(found: Facts, what: str) -> tuple[str, ...]:
    return tuple(line["Text"] for line in found.get(what, []))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in several(text))
