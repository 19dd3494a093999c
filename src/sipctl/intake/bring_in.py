"""The one entrance of the package: somebody's file → a plan that can be written.

Two kinds of file come in: sipctl's own export, whose cells mean what their heads say, and anybody's
tables, which are understood. What neither says is asked through an `Ask`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from sipctl.intake.answers import about_of, overridden, terms_of, years_in
from sipctl.intake.files.detect import read
from sipctl.intake.first_records import first_records, status_question
from sipctl.intake.tables.draft_from_tables import build_draft, classify, nothing_found
from sipctl.intake.tables.headers import mapped_roles
from sipctl.intake.tables.work_table import before
from sipctl.intake.workbook import reimport
from sipctl.plan.context import timing_context
from sipctl.plan.faults import Refusal
from sipctl.plan.model import entries as m
from sipctl.views.text.english import join_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sipctl.intake.answers import Answers, Overrides
    from sipctl.intake.document import Document
    from sipctl.intake.draft import Draft
    from sipctl.intake.first_records import StatusSource
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.draft_from_tables import ClassifiedTables
    from sipctl.store.new_plan.areas import Comments


class Ask(Protocol):
    """Answers to what a file leaves open: from options, or from somebody at a terminal."""

    @property
    def maps(self) -> Sequence[str]:
        """What was typed as `--map`."""

    def answers(self, years: str | None = None) -> Answers:
        """The plan's name, years and so on; raises Refusal where they are missing. `years` are
        those that the document says."""

    def overrides(self, runs: m.Runs) -> Overrides:
        """What was typed of a plan whose document says it too, and that runs so."""

    def status_source(self, heads: list[str]) -> StatusSource | None:
        """As of which day the columns of statuses are, and who says so; None where nobody knows."""

    def correction(self, tables: ClassifiedTables) -> str | None:
        """What the columns are, where they are read wrongly: `Notes=detail`; None where not."""

    def explain(self, refusal: Refusal) -> None:
        """Says why a correction cannot be used; the tables are shown again after it."""


@dataclass(frozen=True)
class Result:
    """A plan and its comments, ready to be written; the draft and the tables it was made of."""

    plan: m.Plan
    comments: Comments
    draft: Draft
    document: Document
    tables: ClassifiedTables | None
    """None for sipctl's own export."""
    records: tuple[m.Record, ...] = ()
    """What the document's statuses say, as first records."""


def bring_in(file: Path, ask: Ask) -> Result:
    """The plan that a file holds. Raises Refusal; writes nothing."""
    document = read(file)
    if reimport.is_own(document) and not ask.maps:
        return _from_export(document, ask)
    return _from_tables(document, ask)


def _from_export(document: Document, ask: Ask) -> Result:
    """The plan of a sipctl export. What it does not say (a CSV file has no calendar) is asked."""
    draft = reimport.build_draft(document)
    about, terms = draft.about, draft.calendar
    if about is None or terms is None:
        answers = ask.answers()
        about = about or about_of(answers)
        terms = terms or terms_of(answers, about.runs)
    about, terms = overridden(about, terms, ask.overrides(about.runs))
    works = [work for aim in draft.aims for area in aim.areas for work in area.activities]
    academies = {name: m.AcademyEntry() for work in works for name in work.academies}
    people = _with_leads(draft.people or m.People(academies=academies), draft)
    return Result(m.Plan(about, people, terms, draft.aims), _comments(draft), draft, document, None)


def _from_tables(document: Document, ask: Ask) -> Result:
    """The plan of anybody's tables: classified, confirmed, then built in the plan's own years."""
    roles = mapped_roles(ask.maps)
    tables = classify(document, roles)
    if not tables.tables:
        raise nothing_found(document)
    tables = _corrected(document, tables, roles, ask)
    answers = ask.answers(years_in(_first_texts(document, tables)))
    about = about_of(answers)
    terms = terms_of(answers, answers.runs)
    context = timing_context(m.Plan(about, m.People(), terms, ()))
    draft = build_draft(document, tables, context, answers.leads, answers.aims)
    if not draft.aims:
        message = f"the tables of {document.name} have heads, but no rows"
        raise Refusal(message, "is it the right file?")
    about = replace(about, title=draft.title or about.title)
    people = _with_leads(m.People(academies=draft.academies), draft)
    heads = list(dict.fromkeys(head for cells in draft.statuses.values() for head, _ in cells))
    source = ask.status_source(heads) if heads else None
    records: tuple[m.Record, ...] = ()
    if source is not None:
        records, comments = first_records(draft, source)
        draft = replace(draft, comments=comments)
        people = replace(people, leads={source.by: m.Lead(), **people.leads})
    else:
        about = replace(about, query=status_question(draft))
    plan = m.Plan(about, people, terms, draft.aims)
    return Result(plan, _comments(draft), draft, document, tables, records)


def _first_texts(document: Document, tables: ClassifiedTables) -> list[str]:
    """Where a document is likely to say its years: title, first lines, its tables' names."""
    over = [text for table in tables.tables for text in before(table)]
    names = [table.source.name for table in tables.tables]
    return [document.title, *document.loose[:6], *over[:6], *names]


def _corrected(
    document: Document, tables: ClassifiedTables, roles: dict[str, Role], ask: Ask
) -> ClassifiedTables:
    """The tables, classified again for each correction; one that leaves no table is dropped."""
    while (correction := ask.correction(tables)) is not None:
        try:
            more = roles | mapped_roles([correction])
            again = classify(document, more)
        except Refusal as refusal:
            ask.explain(refusal)
            continue
        if again.tables:
            tables, roles = again, more
    return tables


def _with_leads(people: m.People, draft: Draft) -> m.People:
    """The people with everybody who leads; those nobody has confirmed are a query."""
    query = people.query
    if draft.unconfirmed:
        names = [
            initials if words == initials else f'{initials} ("{words}")'
            for initials, words in draft.unconfirmed.items()
        ]
        verb = "is" if len(names) == 1 else "are"
        question = f"Who {verb} {join_words(names)}? The table names them."
        query = f"{query} {question}" if query else question
    return replace(people, leads=draft.leads, query=query)


def _comments(draft: Draft) -> Comments:
    """The draft's comments, and one in calendar.yaml where its terms were worked out."""
    return {**draft.comments, **({"calendar": [""]} if draft.calendar is None else {})}
