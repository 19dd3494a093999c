"""The entry point of the package: somebody's files → a plan that can be written.

There are two kinds of file: sipctl's own export, whose columns are known by their heads, and other
tables, whose columns have to be recognised. What a file lacks is asked for through an `Ask`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sipctl.documents.detect import read_all
from sipctl.intake.answers import about_of, stated_or_asked, terms_of, years_in
from sipctl.intake.confirm import confirm_tables
from sipctl.intake.first_records import with_first_records
from sipctl.intake.front_matter import with_front_matter
from sipctl.intake.tables.draft_from_tables import build_draft
from sipctl.intake.tables.headers import is_head
from sipctl.intake.workbook import reimport
from sipctl.plan.context import timing_context
from sipctl.plan.model.entries import AcademyEntry, People, Plan

if TYPE_CHECKING:
    from pathlib import Path

    from sipctl.documents.document import Document
    from sipctl.intake.answers import Ask
    from sipctl.intake.draft import Draft
    from sipctl.intake.tables.work_table import WorkTable
    from sipctl.plan.model.entries import Record
    from sipctl.store.new_plan.areas import Comments


@dataclass(frozen=True)
class Result:
    """A plan and its comments, ready to be written, with the draft and tables it was made from."""

    plan: Plan
    comments: Comments
    draft: Draft
    tables: tuple[WorkTable, ...] = ()
    """Empty for sipctl's own export."""
    records: tuple[Record, ...] = ()
    """First records, made from the document's statuses."""


def bring_in(path: Path, ask: Ask) -> Result:
    """The plan that a file holds, or all files of a folder. Raises Refusal; writes nothing."""
    documents = read_all(path, is_head)
    export = reimport.own_export(documents)
    return _from_tables(documents, ask) if export is None or ask.maps else _from_export(export, ask)


def _from_export(document: Document, ask: Ask) -> Result:
    """The plan of a sipctl export. What it lacks (a CSV file has no calendar) is asked for."""
    draft = reimport.build_draft(document)
    about, terms = stated_or_asked(draft.about, draft.calendar, ask)
    works = [work for aim in draft.aims for area in aim.areas for work in area.activities]
    academies = {name: AcademyEntry() for work in works for name in work.academies}
    people = draft.with_leads(draft.people or People(academies=academies))
    plan = Plan(about, people, terms, draft.aims, frameworks=draft.frameworks)
    return Result(plan, draft.all_comments, draft)


def _from_tables(documents: list[Document], ask: Ask) -> Result:
    """The plan of other tables: classified, confirmed, then built in the plan's own years."""
    parts = confirm_tables(documents, ask)
    answers = ask.answers(years_in(text for part in parts for text in part.first_texts))
    about, terms = about_of(answers), terms_of(answers, answers.runs)
    context = timing_context(Plan(about, People(), terms, ()))
    draft = build_draft(parts, context, answers.leads, answers.aims)
    draft, records, query = with_first_records(draft, ask)
    about = replace(about, title=draft.title or about.title, query=query)
    about, loose = with_front_matter(about, draft.comments.get("", []))
    draft = replace(draft, comments={**draft.comments, "": loose})
    people = draft.with_leads(People(academies=draft.academies))
    tables = tuple(table for part in parts for table in part.tables)
    plan = Plan(about, people, terms, draft.aims)
    return Result(plan, draft.all_comments, draft, tables, records)
