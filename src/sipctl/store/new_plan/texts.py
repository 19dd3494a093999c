"""The text of a first plan's files: its values, with comments that explain how they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.plan.calendar.provisional import HOW_WORKED_OUT
from sipctl.store.new_plan.areas import Comments, area_lines, covers, kpi_lines
from sipctl.store.yaml.writer import (
    beside,
    date_list,
    flow,
    items,
    line,
    lines_of,
    listed,
    optional,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sipctl.plan.model import entries as m
    from sipctl.store.yaml.writer import Facts

STRUCTURE = (
    "What the whole plan rests on. The work itself is in aims/, one file an aim; who leads it is",
    "in people.yaml, when terms are in calendar.yaml. sipctl check says whether all is sound.",
)
PEOPLE = (
    "Who may lead, by initials, and who oversees. A role may stand beside the initials:",
    "  JK: {role: HR director}",
    "A team may lead (group: true); somebody who goes stays, with left: 2026-08-31.",
)
CALENDAR = (
    'Terms and half terms, first day to last. "Spring 2026" in the plan means the days given here.',
    "half_term is the break in the middle of a term.",
)

FRAMEWORK = "What the plan has to cover. An aim or area says covers: with the ids of parts."


def slug(title: str) -> str:
    """A title as part of a file's name."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower().replace("'", "").replace("’", "")).strip("-")
    return words[:48].strip("-") or "aim"


def about(plan: m.About, notes: Comments) -> str:
    """plan.yaml."""
    lines = [*(f"# {text}" for text in STRUCTURE), "", *line("title", plan.title)]
    lines += [f"{'trust' if plan.trust else 'school'}:", *line("name", plan.body.name, "  ")]
    lines += optional("short", plan.body.short, "  ")
    lines += ["runs:", f"  from: {plan.runs.from_}", f"  to: {plan.runs.to}"]
    lines += ["# The approved wording stays the authority: say here where it is."] * (
        not plan.source
    )
    lines += optional("source", plan.source) if plan.source else ["# source: https://…"]
    lines += optional("endorsement", plan.endorsement)
    lines += listed("mission", plan.mission) + optional("vision", plan.vision)
    lines += listed("accountability", plan.accountability)
    lines += items("values", [{"name": value.name, "nolan": value.nolan} for value in plan.values])
    lines += optional("global_priority", plan.global_priority)
    lines += lines_of("kpis", [kpi_lines(kpi, notes, "  ") for kpi in plan.kpis])
    lines += _settings(plan) + optional("query", plan.query)
    lines += ["", *beside("From the document, where nothing else holds it", notes.get("", []))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _settings(plan: m.About) -> list[str]:
    settings = plan.settings
    lines = [
        "settings:",
        f"  review: {flow(settings.review)}".ljust(30) + "# how often ongoing work is looked at",
        *_quarters(settings),
        f"  due_soon: {settings.due_soon} days".ljust(30) + "# how far ahead sipctl due looks",
    ]
    if settings.colours:
        lines.append("  colours:")
        lines += [f"    {flow(name)}: {colour}" for name, colour in settings.colours.items()]
    return lines


def people(everybody: m.People, notes: Comments) -> str:
    """people.yaml."""
    lines = [*(f"# {text}" for text in PEOPLE), "", "leads:" if everybody.leads else "leads: {}"]
    for initials, lead in everybody.leads.items():
        facts = {"role": lead.role, "group": lead.group or None, "left": lead.left}
        lines += beside("", notes.get(f"lead {initials}", []), "  ")
        lines.append(f"  {flow(initials)}: {_braces(facts)}")
    for head, overseers in (("trustees", everybody.trustees), ("governors", everybody.governors)):
        lines += lines_of(head, [_overseer(person) for person in overseers])
    committees: list[Facts] = [
        {"id": person.id, "name": person.name, "oversees": person.oversees}
        for person in everybody.committees
    ]
    lines += items("committees", committees)
    if everybody.academies:
        lines.append("academies:")
        lines += [
            f"  {flow(k)}: {_braces({'name': v.name, 'joined': v.joined, 'left': v.left})}"
            for k, v in everybody.academies.items()
        ]
    if not everybody.trustees and not everybody.governors and not everybody.committees:
        lines += ["", "# Committees, and the aims each oversees:", "# committees:"]
        lines += ['#   - {id: far, name: "Finance, Audit & Risk Committee", oversees: [1]}']
    return "\n".join([*lines, *optional("query", everybody.query)]) + "\n"


def _braces(facts: Mapping[str, object]) -> str:
    pairs = [
        f"{key}: {flow(value) if isinstance(value, str) else str(value).lower()}"
        for key, value in facts.items()
        if value is not None
    ]
    return "{" + ", ".join(pairs) + "}"


def _overseer(overseer: m.Overseer) -> list[str]:
    lines = [f"  - name: {flow(overseer.name)}"]
    links = [
        f"      - {{role: {flow(link.role)}, oversees: [{', '.join(map(str, link.oversees))}]}}"
        for link in overseer.links
    ]
    return [*lines, "    links:", *links] if links else lines


def _quarters(settings: m.Settings) -> list[str]:
    if settings.quarters is None:
        return []
    return [f"  quarters: {settings.quarters}".ljust(30) + "# how Q1 2025/26 counts"]


def calendar(terms_of_years: m.TermCalendar, notes: Comments) -> str:
    """calendar.yaml. Terms that nobody has published say how they were worked out."""
    lines = [*(f"# {text}" for text in CALENDAR), ""]
    if notes.get("calendar"):
        lines += [*(f"# {text}" for text in HOW_WORKED_OUT), ""]
    lines.append("years:")
    for name, year in terms_of_years.years.items():
        lines.append(f"  {name}:")
        if year.provisional:
            lines.append("    provisional: true   # take this out once the published dates are in")
        for term, dates in year.terms.items():
            half = f", half_term: {date_list(dates.half_term)}" if dates.half_term else ""
            lines.append(f"    {term}: {{starts: {dates.starts}, ends: {dates.ends}{half}}}")
    lines += ["", "# INSET days and bank holidays within terms, as they become known."]
    lines.append(f"closed: {date_list(terms_of_years.closed)}")
    lines += list(_meetings(terms_of_years))
    lines += optional("source", terms_of_years.source) + optional("query", terms_of_years.query)
    return "\n".join(lines) + "\n"


def _meetings(terms_of_years: m.TermCalendar) -> Iterator[str]:
    yield ""
    yield '# Meetings that work may be timed by: "at each LGB meeting".'
    if not terms_of_years.meetings:
        yield "# meetings:"
        yield "#   lgb: {name: Local governing body, every: half-termly, dates: [2025-11-12]}"
        return
    yield "meetings:"
    for name, meeting in terms_of_years.meetings.items():
        every = f", every: {flow(meeting.every)}" if meeting.every else ""
        dates = f", dates: {date_list(meeting.dates)}" if meeting.dates else ""
        complete = f", complete: [{', '.join(meeting.complete)}]" if meeting.complete else ""
        yield f"  {name}: {{name: {flow(meeting.name)}{every}{dates}{complete}}}"


def aim(the_aim: m.Aim, notes: Comments, year: int) -> str:
    """An aim's file. One without areas shows how they are written, with dates in `year`."""
    lines = [f"id: {the_aim.id}", *line("title", the_aim.title), *optional("query", the_aim.query)]
    lines += beside("", notes.get(str(the_aim.id), [])) + covers(the_aim, "")
    lines += items(
        "outcomes",
        [{"id": outcome.id, "title": outcome.title} for outcome in the_aim.outcomes],
        quoted=True,
    )
    if not the_aim.areas:
        return "\n".join([*lines, *_example(the_aim.id, year)]) + "\n"
    lines += ["", *_when(year), "areas:"]
    for area in the_aim.areas:
        lines += area_lines(area, notes)
    return "\n".join(lines) + "\n"


def _when(year: int) -> list[str]:
    """How dates are written, as comments."""
    spring = f"Spring {year}"
    return [
        f"# when: one phrase, such as {spring}, by May {year}, termly, January {year} and then",
        f'# termly, or a line for each milestone. sipctl when "{spring}" shows how one is read.',
    ]


def framework(the_framework: m.Framework) -> str:
    """A framework's file."""
    parts: list[Facts] = [{"id": part.id, "title": part.title} for part in the_framework.parts]
    lines = [f"# {FRAMEWORK}", "", f"id: {the_framework.id}", *line("title", the_framework.title)]
    lines += optional("source", the_framework.source) + items("parts", parts)
    return "\n".join(lines) + "\n"


_EXAMPLE = """
# An area holds what needs developing (priorities), the work (activities) and how you will know
# (kpis). Take these lines, without their marks, as a beginning:
#
# areas:
#   - id: 1a
#     title: What this part of the aim is about
#     priorities:
#       - {id: 1a.p1, title: What needs developing now}
#     activities:
#       - id: 1a.1
#         title: What somebody will do
#         leads: [JK]              # the first of several answers for it
#         when: Spring YEAR
#     kpis:
#       - {id: 1a.k1, measure: How you will know, monitored: termly}
#"""


def _example(number: int, year: int) -> list[str]:
    """How areas are written, as comments."""
    text = _EXAMPLE.replace("1a", f"{number}a").replace("YEAR", str(year))
    return [*text.split("\n"), *_when(year)]
