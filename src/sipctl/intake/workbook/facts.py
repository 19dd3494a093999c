"""The sheets of an export beside its work: the plan itself, its people, its calendar."""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from sipctl.intake.workbook.sheets import day_of, fits
from sipctl.plan.faults import Refusal
from sipctl.plan.model import entries as m
from sipctl.plan.model import scalars as w
from sipctl.plan.model.entries import id_key
from sipctl.views.exports import layout as s

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sipctl.intake.workbook.sheets import SheetRow
    from sipctl.intake.workbook.work import ExportedWork
    from sipctl.store.new_plan.areas import Comments

    Facts = dict[str, list[SheetRow]]
    Titles = dict[str, tuple[str, str | None]]

_LINK = re.compile(r"(.*) \(([0-9, ]*)\)", re.DOTALL)


def rows_by_kind(head: str, lines: Iterable[SheetRow]) -> Facts:
    """Rows by their kind, the word in their first column."""
    facts: Facts = {}
    for line in lines:
        facts.setdefault(line.see(head).strip(), []).append(line)
    return facts


def about(facts: Facts, kpis: tuple[m.Kpi, ...]) -> m.About | None:
    """plan.yaml; None where the sheet is missing. Raises Refusal where it says too little."""
    if not facts:
        return None
    whose = "School" if "School" in facts and "Trust" not in facts else "Trust"
    title, name, runs = (_only_row(facts, what) for what in ("Title", whose, "Runs"))
    body = m.Body(name=name.needed("Text"), short=name.text("Id"))
    return m.About(
        title=title.needed("Text"),
        trust=body if whose == "Trust" else None,
        school=body if whose == "School" else None,
        runs=m.Runs(from_=runs.needed_day("Text"), to=runs.needed_day("Also")),
        source=_one(facts, "Source"),
        endorsement=_one(facts, "Endorsement"),
        mission=_texts(facts, "Mission"),
        vision=_one(facts, "Vision"),
        accountability=_texts(facts, "Accountability"),
        values=tuple(
            m.Value(name=line.needed("Text"), nolan=s.unjoined(line.take("Also")))
            for line in _take_rows(facts, "Value")
        ),
        global_priority=_one(facts, "Global priority"),
        kpis=kpis,
        settings=_settings(facts),
        query=title.text("Also"),
    )


def _settings(facts: Facts) -> m.Settings:
    soon = [line.read("Text", w.Days) for line in _take_rows(facts, "Due soon")[:1]]
    quarters = [line.read("Text", w.Quarters) for line in _take_rows(facts, "Quarters")[:1]]
    return m.Settings(
        review=_one(facts, "Review") or "termly",
        quarters=next(filter(None, quarters), None),
        due_soon=next(filter(None, soon), 14),
        colours={
            line.needed("Id"): line.read("Text", w.Slug) or line.needed("Text")
            for line in _unique_rows(_take_rows(facts, "Colour"))
        },
    )


def people(facts: Facts) -> m.People | None:
    """people.yaml but for its leads; None where the sheet is missing."""
    if not facts:
        return None
    return m.People(
        trustees=_overseers(_take_rows(facts, "Trustee")),
        governors=_overseers(_take_rows(facts, "Governor")),
        committees=tuple(
            m.Committee(
                id=_id(line, w.Slug),
                name=line.needed("Text"),
                oversees=tuple(map(int, line.several("Also", w.AimId))),
            )
            for line in _take_rows(facts, "Committee")
        ),
        academies={
            _id(line, w.Academy): m.AcademyEntry(name=line.text("Text"), **_membership(line))
            for line in _unique_rows(_take_rows(facts, "Academy"))
        },
        query=_one(facts, "People query"),
    )


def _membership(line: SheetRow) -> dict[str, date]:
    """From and to which day an academy is in the trust: `joined 2025-01-01, left 2026-08-31`."""
    days: dict[str, date] = {}
    for part in filter(None, (line.text("Also") or "").split(",")):
        word, _, text = part.strip().partition(" ")
        day = day_of(text)
        if word not in ("joined", "left") or day is None:
            message = f'"{part.strip()}" does not say when it joined or left'
            raise line.refusal("Also", message, "write joined 2025-01-01, left 2026-08-31")
        days[word] = day
    return days


def _overseers(lines: list[SheetRow]) -> tuple[m.Overseer, ...]:
    links: dict[str, list[m.Link]] = {}
    for line in lines:
        mine = links.setdefault(line.needed("Text"), [])
        text = line.take("Also")
        if text.strip():
            mine.append(_link(text))
    return tuple(
        m.Overseer(name=name, links=tuple(links_of_one)) for name, links_of_one in links.items()
    )


def _link(text: str) -> m.Link:
    """`SEND (1, 2)`; a role without aims may stand alone."""
    match = _LINK.fullmatch(text)
    aims = [aim for aim in match[2].replace(",", " ").split() if aim] if match else []
    if not match or not match[1].strip() or not all(fits(aim, w.AimId) for aim in aims):
        return m.Link(role=text)
    return m.Link(role=match[1], oversees=tuple(map(int, aims)))


def leads(lines: Iterable[SheetRow]) -> dict[str, m.Lead]:
    """The leads' sheet; of two rows of one lead the first."""
    known: dict[str, m.Lead] = {}
    for line in lines:
        name = line.see("Lead").strip()
        if name and name not in known:
            known[line.read("Lead", w.Initials)] = m.Lead(
                role=line.text("Role"), group=line.yes("Team"), left=line.day("Left")
            )
    return known


def calendar(lines: list[SheetRow], facts: Facts) -> m.TermCalendar | None:
    """calendar.yaml; None where no row is a term."""
    kinds = rows_by_kind("Kind", lines)
    terms = _take_rows(kinds, "Term", "Kind")
    if not terms:
        return None
    return m.TermCalendar(
        years=_years(terms),
        closed=tuple(_day(line) for line in _take_rows(kinds, "Closed", "Kind")),
        meetings=_meetings(kinds),
        source=_one(facts, "Calendar source"),
        query=_one(facts, "Calendar query"),
    )


def _years(lines: list[SheetRow]) -> dict[str, m.SchoolYear]:
    years: dict[str, dict[str, m.TermDates]] = {}
    provisional = set()
    for line in lines:
        year, term = _id(line, w.Year, "Year"), _id(line, w.TermName, "Name")
        terms = years.setdefault(year, {})
        if term in terms:
            raise _twice(line, f"{term} {year}", "Name")
        first, last = line.day("Half term starts"), line.day("Half term ends")
        if bool(first) != bool(last):
            message = "a half term needs its first and its last day"
            lacking = "Half term ends" if first else "Half term starts"
            raise line.refusal(lacking, message, "write both, or neither")
        terms[term] = m.TermDates(
            starts=line.needed_day("Starts"),
            ends=line.needed_day("Ends"),
            half_term=(first, last) if first and last else None,
        )
        provisional.update([year] if line.yes("Provisional") else [])
    return {
        year: m.SchoolYear(terms=terms, provisional=year in provisional)
        for year, terms in years.items()
    }


def _meetings(kinds: Facts) -> dict[str, m.MeetingEntry]:
    entries: dict[str, tuple[str, str | None]] = {}
    dates: dict[str, list[date]] = {}
    for line in _unique_rows(_take_rows(kinds, "Meeting", "Kind")):
        name = _id(line, w.Slug)
        entries[name] = (line.needed("Name"), line.text("Every"))
    for line in kinds.get("Meeting date", []):
        if line.see("Id").strip() in entries:
            dates.setdefault(_meeting_id(line, entries), []).append(_day(line))
    complete: dict[str, list[str]] = {}
    for line in kinds.get("Meeting dates complete", []):
        if line.see("Id").strip() in entries:
            name = _meeting_id(line, entries)
            complete.setdefault(name, []).append(_id(line, w.Year, "Year"))
    return {
        name: m.MeetingEntry(
            name=title,
            every=every,
            dates=tuple(dates.get(name, ())),
            complete=tuple(complete.get(name, ())),
        )
        for name, (title, every) in entries.items()
    }


def _meeting_id(line: SheetRow, entries: dict[str, tuple[str, str | None]]) -> str:
    """The meeting that a row is about; its name there is said again."""
    line.take("Kind")
    name: str = _id(line, w.Slug)
    line.take_if_known("Name", entries[name][0])
    return name


def _day(line: SheetRow) -> date:
    """A row's one day; its column of ends must repeat it."""
    line.take_if_known("Ends", line.see("Starts"))
    return line.needed_day("Starts")


def aims(facts: Facts, work: ExportedWork, comments: Comments) -> tuple[m.Aim, ...]:
    """The aims with all that is theirs: from the plan's sheet, and from what the work stands in."""
    titles, priorities, outcomes = _titles(facts), _priorities(facts), _outcomes(facts)
    covers = _covers(facts)
    _named_by_work(work, titles, priorities, comments)
    for name in (*priorities, *covers, *(work_id.rpartition(".")[0] for work_id in work.rows)):
        if name != "t":
            titles.setdefault(name, (f"Area {name}", None))
    for name in [*(name.rstrip(ascii_lowercase) for name in titles), *outcomes]:
        titles.setdefault(name, (f"Aim {name}", None))
    areas: dict[str, list[m.Area]] = {
        name: [] for name in sorted(titles, key=id_key) if name.isdigit()
    }
    for name in sorted(titles.keys() - areas.keys(), key=id_key):
        areas[name.rstrip(ascii_lowercase)].append(
            _area(name, *titles[name], priorities.get(name, {}), work, covers.get(name, ()))
        )
    return tuple(
        m.Aim(
            id=int(name),
            title=titles[name][0],
            outcomes=tuple(outcomes.get(name, ())),
            areas=tuple(areas_of_aim),
            covers=covers.get(name, ()),
            query=titles[name][1],
        )
        for name, areas_of_aim in areas.items()
    )


def _area(
    name: str,
    title: str,
    query: str | None,
    priorities: dict[str, str],
    work: ExportedWork,
    covers: tuple[str, ...],
) -> m.Area:
    ordered = sorted(priorities.items(), key=lambda pair: id_key(pair[0]))
    return m.Area(
        id=name,
        title=title,
        priorities=tuple(m.Priority(id=thing, title=text) for thing, text in ordered),
        activities=tuple(thing for thing in work.activities if thing.id.startswith(f"{name}.")),
        kpis=tuple(thing for thing in work.kpis if thing.id.startswith(f"{name}.")),
        covers=covers,
        query=query,
    )


def _titles(facts: Facts) -> Titles:
    """Titles and queries of aims and areas by id."""
    titles: Titles = {}
    for what, kind in (("Aim", w.AimId), ("Area", w.AreaId)):
        for line in _unique_rows(_take_rows(facts, what)):
            titles[str(_id(line, kind))] = (line.needed("Text"), line.text("Also"))
    return titles


def _covers(facts: Facts) -> dict[str, tuple[str, ...]]:
    """The parts of frameworks that aims and areas cover, by their ids."""
    covers: dict[str, tuple[str, ...]] = {}
    for line in _unique_rows(_take_rows(facts, "Covers")):
        kind = w.AimId if line.see("Id").strip().isdigit() else w.AreaId
        covers[str(_id(line, kind))] = line.several("Text", w.PartId)
    return covers


def frameworks(facts: Facts) -> dict[str, m.Framework]:
    """What the plan has to cover, by the path of its file."""
    parts: dict[str, list[m.FrameworkPart]] = {}
    for line in _unique_rows(_take_rows(facts, "Part")):
        framework, _, name = _id(line, w.PartId).partition(".")
        part = m.FrameworkPart(id=name, title=line.needed("Text"))
        parts.setdefault(framework, []).append(part)
    titles = {
        _id(line, w.Slug): (line.needed("Text"), line.text("Also"))
        for line in _unique_rows(_take_rows(facts, "Framework"))
    }
    entries = {}
    for name in dict.fromkeys([*titles, *parts]):
        title, source = titles.get(name, (name, None))
        own = tuple(parts.get(name, ()))
        entries[f"frameworks/{name}.yaml"] = m.Framework(
            id=name, title=title, source=source, parts=own
        )
    return entries


def _priorities(facts: Facts) -> dict[str, dict[str, str]]:
    """Priorities' titles by id, by area."""
    titles: dict[str, dict[str, str]] = {}
    for line in _unique_rows(_take_rows(facts, "Priority")):
        name = _id(line, w.PriorityId)
        titles.setdefault(name.split(".")[0], {})[name] = line.needed("Text")
    return titles


def _outcomes(facts: Facts) -> dict[str, list[m.Outcome]]:
    """Outcomes by aim."""
    by_aim: dict[str, list[m.Outcome]] = {}
    for line in _take_rows(facts, "Outcome"):
        outcome = m.Outcome(id=_id(line, w.OutcomeId), title=line.needed("Text"))
        by_aim.setdefault(outcome.id.split(".")[0], []).append(outcome)
    return by_aim


def _named_by_work(
    work: ExportedWork, titles: Titles, priorities: dict[str, dict[str, str]], comments: Comments
) -> None:
    """What the rows of work call their places: a CSV file says it nowhere else. Where the plan's
    sheet calls a place otherwise, that is kept beside it."""
    for line in work.lines():
        for head in ("Aim", "Area", "Priority"):
            name, _, words = line.see(head).lstrip().partition(" ")
            if head not in line.taken or not name:
                continue
            place, title = name.split(".")[0], words if words.strip() else f"{head} {name}"
            if head == "Priority":
                known = priorities.setdefault(place, {}).setdefault(name, title)
            else:
                known = titles.setdefault(name, (title, None))[0]
            comment = f"{head}: {name} {words}"
            if words.strip() not in ("", known.strip()) and comment not in comments.get(place, []):
                comments.setdefault(place, []).append(comment)


def _id(line: SheetRow, kind: Any, head: str = "Id") -> Any:
    """A row's id; raises Refusal where it has none."""
    line.needed(head)
    return line.read(head, kind)


def _unique_rows(lines: list[SheetRow]) -> Iterator[SheetRow]:
    """The rows of a kind; raises Refusal for the second of one id."""
    seen = set()
    for line in lines:
        name = line.see("Id").strip()
        if name in seen:
            raise _twice(line, name)
        seen.add(name)
        yield line


def _twice(line: SheetRow, name: str, head: str = "Id") -> Refusal:
    return line.refusal(head, f"there are two of {name}", "take one out, or call it otherwise")


def _only_row(facts: Facts, what: str) -> SheetRow:
    """The one row of a kind that there must be; raises Refusal."""
    if what not in facts:
        any_line = next(iter(facts.values()))[0]
        raise Refusal(
            f'{any_line.file}: no row of its sheet "{any_line.sheet}" says {what} under What',
            "put the row back; or take out the sheet, and say --name and --years",
        )
    return _take_rows(facts, what)[0]


def _take_rows(facts: Facts, what: str, head: str = "What") -> list[SheetRow]:
    """The rows of a kind, which are then known for that."""
    rows_of_kind = facts.get(what, [])
    for line in rows_of_kind:
        line.take(head)
    return rows_of_kind


def _one(facts: Facts, what: str) -> str | None:
    return next((line.text("Text") for line in _take_rows(facts, what)[:1]), None)


def _texts(facts: Facts, what: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.text("Text") for line in _take_rows(facts, what))))
