"""The text of a first plan's files: every key as the format has it, and what to know beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.intake.answers import HOW
from sipctl.intake.writing.areas import an_area
from sipctl.intake.writing.lines import (
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

    from sipctl.intake.draft import Comments
    from sipctl.intake.writing.lines import Facts
    from sipctl.plan.model import entries as m

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


def slug(title: str) -> str:
    """A title as part of a file's name."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower().replace("'", "").replace("’", "")).strip("-")
    return words[:48].strip("-") or "aim"


def about(it: m.About, notes: Comments) -> str:
    """plan.yaml."""
    made = [*(f"# {text}" for text in STRUCTURE), "", *line("title", it.title)]
    made += [f"{'trust' if it.trust else 'school'}:", *line("name", it.body.name, "  ")]
    made += optional("short", it.body.short, "  ")
    made += ["runs:", f"  from: {it.runs.from_}", f"  to: {it.runs.to}"]
    made += ["# The approved wording stays the authority: say here where it is."] * (not it.source)
    made += optional("source", it.source) if it.source else ["# source: https://…"]
    made += listed("mission", it.mission) + optional("vision", it.vision)
    made += listed("accountability", it.accountability)
    made += items("values", [{"name": one.name, "nolan": one.nolan} for one in it.values])
    made += optional("global_priority", it.global_priority)
    made += lines_of("kpis", [_trust_kpi(kpi, notes) for kpi in it.kpis])
    made += _settings(it) + optional("query", it.query)
    made += ["", *beside("From the document, where nothing else holds it", notes.get("", []))]
    return "\n".join(made).rstrip("\n") + "\n"


def _trust_kpi(kpi: m.Kpi, notes: Comments) -> list[str]:
    from sipctl.intake.writing.areas import a_kpi

    return a_kpi(kpi, notes, "  ")


def _settings(it: m.About) -> list[str]:
    settings = it.settings
    made = [
        "settings:",
        f"  review: {flow(settings.review)}".ljust(30) + "# how often ongoing work is looked at",
        f"  due_soon: {settings.due_soon} days".ljust(30) + "# how far ahead sipctl due looks",
    ]
    if settings.colours:
        made.append("  colours:")
        made += [f"    {flow(name)}: {colour}" for name, colour in settings.colours.items()]
    return made


def people(it: m.People, notes: Comments) -> str:
    """people.yaml."""
    made = [*(f"# {text}" for text in PEOPLE), "", "leads:" if it.leads else "leads: {}"]
    for initials, lead in it.leads.items():
        facts = {"role": lead.role, "group": lead.group or None, "left": lead.left}
        made += beside("", notes.get(f"lead {initials}", []), "  ")
        made.append(f"  {flow(initials)}: {_braces(facts)}")
    for head, those in (("trustees", it.trustees), ("governors", it.governors)):
        made += lines_of(head, [_overseer(one) for one in those])
    committees: list[Facts] = [
        {"id": one.id, "name": one.name, "oversees": one.oversees} for one in it.committees
    ]
    made += items("committees", committees)
    if it.academies:
        made.append("academies:")
        made += [f"  {flow(k)}: {_braces({'name': v.name})}" for k, v in it.academies.items()]
    if not it.trustees and not it.governors and not it.committees:
        made += ["", "# Committees, and the aims each oversees:", "# committees:"]
        made += ['#   - {id: far, name: "Finance, Audit & Risk Committee", oversees: [1]}']
    return "\n".join([*made, *optional("query", it.query)]) + "\n"


def _braces(facts: Mapping[str, object]) -> str:
    told = [
        f"{key}: {flow(value) if isinstance(value, str) else str(value).lower()}"
        for key, value in facts.items()
        if value is not None
    ]
    return "{" + ", ".join(told) + "}"


def _overseer(one: m.Overseer) -> list[str]:
    made = [f"  - name: {flow(one.name)}"]
    links = [
        f"      - {{role: {flow(link.role)}, oversees: [{', '.join(map(str, link.oversees))}]}}"
        for link in one.links
    ]
    return [*made, "    links:", *links] if links else made


def calendar(it: m.TermCalendar, notes: Comments) -> str:
    """calendar.yaml. Terms that nobody has published say how they were worked out."""
    made = [*(f"# {text}" for text in CALENDAR), ""]
    if notes.get("calendar"):
        made += [*(f"# {text}" for text in HOW), ""]
    made.append("years:")
    for name, year in it.years.items():
        made.append(f"  {name}:")
        if year.provisional:
            made.append("    provisional: true   # take this out once the published dates are in")
        for term, dates in year.terms.items():
            half = f", half_term: {date_list(dates.half_term)}" if dates.half_term else ""
            made.append(f"    {term}: {{starts: {dates.starts}, ends: {dates.ends}{half}}}")
    made += ["", "# INSET days and bank holidays within terms, as they become known."]
    made.append(f"closed: {date_list(it.closed)}")
    made += list(_meetings(it))
    return "\n".join([*made, *optional("query", it.query)]) + "\n"


def _meetings(it: m.TermCalendar) -> Iterator[str]:
    yield ""
    yield '# Meetings that work may be timed by: "at each LGB meeting".'
    if not it.meetings:
        yield "# meetings:"
        yield "#   lgb: {name: Local governing body, every: half-termly, dates: [2025-11-12]}"
        return
    yield "meetings:"
    for name, one in it.meetings.items():
        every = f", every: {flow(one.every)}" if one.every else ""
        dates = f", dates: {date_list(one.dates)}" if one.dates else ""
        yield f"  {name}: {{name: {flow(one.name)}{every}{dates}}}"


def aim(it: m.Aim, notes: Comments, year: int) -> str:
    """An aim's file. One without areas shows how they are written, with dates in `year`."""
    made = [f"id: {it.id}", *line("title", it.title), *optional("query", it.query)]
    made += beside("", notes.get(str(it.id), []))
    made += items(
        "outcomes", [{"id": one.id, "title": one.title} for one in it.outcomes], quoted=True
    )
    if not it.areas:
        return "\n".join([*made, *_example(it.id, year)]) + "\n"
    made += ["", *_when(year), "areas:"]
    for area in it.areas:
        made += an_area(area, notes)
    return "\n".join(made) + "\n"


def _when(year: int) -> list[str]:
    """How dates are written, as comments."""
    spring = f"Spring {year}"
    return [
        f"# when: one phrase, such as {spring}, by May {year}, termly, January {year} and then",
        f'# termly, or a line for each milestone. sipctl when "{spring}" shows how one is read.',
    ]


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
