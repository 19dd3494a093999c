"""`sipctl init --from`: a table read, its heads confirmed, a plan written, what is left open."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from sipctl.cli.init import summary
from sipctl.cli.init.questions import Given, about_of, answered
from sipctl.cli.runtime.prompts import can_ask, say
from sipctl.cli.runtime.terminal import columns
from sipctl.cli.session import screen
from sipctl.intake import answers as firstplan
from sipctl.intake.tables import draft_from_tables
from sipctl.intake.tables import headers as h
from sipctl.intake.workbook import reimport
from sipctl.plan.context import timing_context
from sipctl.plan.faults import Refusal
from sipctl.plan.model import entries as m
from sipctl.views.text.english import join_words, plural, safe_text
from sipctl.views.text.style import wrapped

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sipctl.intake.document import Document
    from sipctl.intake.draft import Draft
    from sipctl.intake.tables.draft_from_tables import ClassifiedTables
    from sipctl.plan.faults import Placed


def brought_in(file: Path, target: Path, given: Given, maps: list[str], today: date) -> str:
    """Make a plan of a file; what to say of it. Raises Refusal, and then nothing is written."""
    from sipctl.intake.files.detect import read
    from sipctl.intake.writing import create

    document = read(file)
    if reimport.is_own(document) and not maps:
        plan, draft = _own(document, given, today)
        said = ""
    else:
        plan, draft, said = _foreign(document, given, maps, today)
    comments = dict(draft.comments)
    if draft.calendar is None:
        comments["calendar"] = [""]
    create.create(target, create.files(plan, comments))
    found = summary.faults_of(target, today)
    after = (_read(document, plan, draft), _for_a_person(draft, found))
    return said + summary.told(target, found, screen(), *after)


def _own(document: Document, given: Given, today: date) -> tuple[m.Plan, Draft]:
    """An export of sipctl's. What it does not say (a CSV file has no calendar) is asked."""
    draft = reimport.drafted(document)
    about, calendar = draft.about, draft.calendar
    if about is None or calendar is None:
        answers = answered(given, today, work=False)
        about = about or about_of(answers)
        calendar = calendar or firstplan.calendar(about.runs, answers.terms)
    people = _with_leads(draft.people or m.People(academies=_named(draft)), draft)
    return m.Plan(about, people, calendar, draft.aims), draft


def _named(draft: Draft) -> dict[str, m.AcademyEntry]:
    """The academies that activities name."""
    works = [work for aim in draft.aims for area in aim.areas for work in area.activities]
    return {name: m.AcademyEntry() for work in works for name in work.academies}


def _foreign(
    document: Document, given: Given, maps: list[str], today: date
) -> tuple[m.Plan, Draft, str]:
    """Anybody's table: its heads are recognised, and confirmed where somebody can be asked."""
    told = h.told_by(maps)
    found = draft_from_tables.classify(document, told)
    if not found.tables:
        raise draft_from_tables.nothing_found(document)
    found = _confirmed(document, found, told)
    answers = answered(given, today, work=False)
    calendar = firstplan.calendar(answers.runs, answers.terms)
    about = about_of(answers)
    frame = timing_context(m.Plan(about, m.People(), calendar, ()))
    draft = draft_from_tables.build_draft(document, found, frame, answers.leads, answers.aims)
    if not draft.aims:
        raise Refusal(
            f"the tables of {document.name} have heads, but no rows", "is it the right file?"
        )
    people = _with_leads(m.People(academies=draft.academies), draft)
    said = "" if can_ask() else _heads_told(found, screen().width)
    about = replace(about, title=draft.title or about.title)
    return m.Plan(about, people, calendar, draft.aims), draft, said


def _with_leads(people: m.People, draft: Draft) -> m.People:
    """The people with everybody who leads; strangers are a question for the author."""
    query = people.query
    if draft.strangers:
        those = [
            initials if words == initials else f'{initials} ("{words}")'
            for initials, words in draft.strangers.items()
        ]
        asked = (
            f"Who {'is' if len(those) == 1 else 'are'} {join_words(those)}? The table names them."
        )
        query = f"{query} {asked}" if query else asked
    made = {name: getattr(people, name) for name in ("trustees", "governors", "committees")}
    return m.People(leads=draft.leads, academies=people.academies, query=query, **made)


def _confirmed(
    document: Document, found: ClassifiedTables, told: dict[str, h.Role]
) -> ClassifiedTables:
    """The tables as somebody at the terminal says they are to be read."""
    while can_ask():
        typer.echo(_heads_told(found, columns(sys.stderr)), err=True, nl=False)
        if typer.confirm("Is that right?", default=True, err=True):
            break
        say(f"A column can be: {', '.join(h.ROLES)}.")
        answer = typer.prompt("Say what is not, such as Notes=detail,RAG=comment", err=True)
        try:
            more = told | h.told_by([answer])
            again = draft_from_tables.classify(document, more)
        except Refusal as refusal:
            say(f"{refusal.message}: {refusal.help}")
            continue
        if again.tables:
            found, told = again, more
    return found


def _heads_told(found: ClassifiedTables, width: int | None) -> str:
    """How the columns of each table are read, said once for tables that are alike."""
    alike: dict[tuple[tuple[str, h.Role | None], ...], list[str]] = {}
    for table in found.tables:
        pairs = zip(table.heads.names, table.heads.roles, strict=True)
        key = tuple((name, role) for name, role in pairs if name)
        alike.setdefault(key, []).append(table.grid.name)
    lines = []
    for key, names in alike.items():
        named = join_words([safe_text(name) for name in names])
        lines += wrapped(f"{named if len(names) < 5 else f'{len(names)} tables'}:", width)
        size = min(max((len(name) for name, _ in key), default=0), 32)
        has_kpis = "kpi" in [role for _, role in key]
        for name, role in key:
            of_kpi = role in ("target", "baseline", "monitored") and not has_kpis
            meaning = h.MEANINGS["comment" if of_kpi or role is None else role]
            lines += wrapped(f"  {safe_text(name)[:32]:<{size}}  {meaning}", width, size + 2)
    return "".join(f"{line}\n" for line in lines)


def _read(document: Document, plan: m.Plan, draft: Draft) -> str:
    """What was read, in numbers."""
    areas = [area for aim in plan.aims for area in aim.areas]
    numbers = [
        plural(len(plan.aims), "aim"),
        plural(len(areas), "area"),
        plural(sum(len(area.priorities) for area in areas), "priority", "priorities"),
        plural(len(plan.activities), "activity", "activities"),
        plural(len(plan.kpis), "KPI"),
        plural(len(plan.people.leads), "lead"),
    ]
    tables, rows = plural(draft.tables, "table"), plural(draft.rows, "row")
    lines = [f"Read {safe_text(document.name)} ({tables}, {rows}): {join_words(numbers)}."]
    lines += [f"  note: {safe_text(text)}" for text in draft.left_out]
    return "".join(f"{line}\n" for line in lines)


def _for_a_person(draft: Draft, found: list[Placed]) -> str:
    """What nobody but a person can settle, in numbers."""
    slugs = Counter(one.fault.slug for one in found)
    kept = sum(len(texts) for texts in draft.comments.values())
    open_ = (
        (slugs["unreadable-when"], "time that cannot be read", "times that cannot be read"),
        (len(draft.strangers), "lead to confirm", "leads to confirm"),
        (slugs["no-lead"], "activity without a lead", "activities without a lead"),
        (slugs["no-date"], "activity without a date", "activities without a date"),
        (slugs["open-query"] - bool(draft.strangers), "open question", "open questions"),
        (kept, "text kept as a comment", "texts kept as comments"),
    )
    needed = [plural(number, one, many) for number, one, many in open_ if number > 0]
    return f"For a person: {join_words(needed)}.\n" if needed else ""
