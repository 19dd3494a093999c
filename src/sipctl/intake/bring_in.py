"""The one entrance of the package: somebody's files → a plan that can be written.

Two kinds of file come in: sipctl's own export, whose cells mean what their heads say, and anybody's
tables, which are understood. What neither says is asked through an `Ask`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from sipctl.documents.detect import read_all
from sipctl.intake.answers import about_of, overridden, terms_of, years_in
from sipctl.intake.first_records import first_records, status_question
from sipctl.intake.front_matter import with_front_matter
from sipctl.intake.tables.draft_from_tables import build_draft, classify
from sipctl.intake.tables.headers import is_head, mapped_roles
from sipctl.intake.tables.work_table import texts_above, texts_of
from sipctl.intake.unread import nothing_found, refuse_unknown
from sipctl.intake.workbook import reimport
from sipctl.plan.context import timing_context
from sipctl.plan.faults import Refusal
from sipctl.plan.model import entries as m
from sipctl.views.text.english import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sipctl.documents.document import Document
    from sipctl.intake.answers import Answers, Overrides
    from sipctl.intake.draft import Draft
    from sipctl.intake.first_records import StatusSource
    from sipctl.intake.tables.columns import Role
    from sipctl.intake.tables.draft_from_tables import ClassifiedDocument
    from sipctl.intake.tables.work_table import WorkTable
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

    def correction(self, tables: Sequence[WorkTable]) -> str | None:
        """What the columns are, where they are read wrongly: `Notes=detail`; None where not."""

    def explain(self, refusal: Refusal) -> None:
        """Says why a correction cannot be used; the tables are shown again after it."""


@dataclass(frozen=True)
class Result:
    """A plan and its comments, ready to be written; the draft and the tables it was made of."""

    plan: m.Plan
    comments: Comments
    draft: Draft
    tables: tuple[WorkTable, ...] = ()
    """None of sipctl's own export."""
    records: tuple[m.Record, ...] = ()
    """What the document's statuses say, as first records."""


def bring_in(path: Path, ask: Ask) -> Result:
    """The plan that a file holds, or all files of a folder. Raises Refusal; writes nothing."""
    documents = read_all(path, is_head)
    own = [document for document in documents if reimport.is_own(document)]
    if own and len(documents) > 1:
        message = f"{own[0].name} is a plan that sipctl exported, not a part of another"
        raise Refusal(message, "bring it in by itself, or take it out of the folder")
    if own and not ask.maps:
        return _from_export(documents[0], ask)
    return _from_tables(documents, ask)


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
    plan = m.Plan(about, people, terms, draft.aims, frameworks=draft.frameworks)
    return Result(plan, _comments(draft), draft)


def _from_tables(documents: list[Document], ask: Ask) -> Result:
    """The plan of anybody's tables: classified, confirmed, then built in the plan's own years."""
    classified = _confirmed(documents, ask)
    answers = ask.answers(years_in(_first_texts(classified)))
    about = about_of(answers)
    terms = terms_of(answers, answers.runs)
    context = timing_context(m.Plan(about, m.People(), terms, ()))
    draft = build_draft(classified, context, answers.leads, answers.aims)
    if not draft.aims:
        message = f"the tables of {documents[0].name} have heads, but no rows"
        raise Refusal(message, "is it the right file?")
    people = _with_leads(m.People(academies=draft.academies), draft)
    heads = list(dict.fromkeys(head for cells in draft.statuses.values() for head, _ in cells))
    source = ask.status_source(heads) if heads else None
    records: tuple[m.Record, ...] = ()
    if source is not None:
        records, comments = first_records(draft, source)
        draft = replace(draft, comments=comments)
        people = replace(people, leads={source.by: m.Lead(), **people.leads})
    query = None if source else status_question(draft)
    about = replace(about, title=draft.title or about.title, query=query)
    about, loose = with_front_matter(about, draft.comments.get("", []))
    draft = replace(draft, comments={**draft.comments, "": loose})
    plan = m.Plan(about, people, terms, draft.aims)
    tables = tuple(table for part in classified for table in part.tables)
    return Result(plan, _comments(draft), draft, tables, records)


def _confirmed(documents: list[Document], ask: Ask) -> list[ClassifiedDocument]:
    """Which tables hold work under which columns, classified again for each correction; one that
    leaves a document without work is dropped. Raises Refusal where there is none at first."""
    roles = mapped_roles(ask.maps)
    classified = _classified(documents, roles)
    while (
        correction := ask.correction([t for part in classified for t in part.tables])
    ) is not None:
        try:
            more = roles | mapped_roles([correction])
            classified, roles = _classified(documents, more), more
        except Refusal as refusal:
            ask.explain(refusal)
    return classified


def _classified(documents: list[Document], roles: dict[str, Role]) -> list[ClassifiedDocument]:
    """Which tables of each document hold work. Raises Refusal where one has none."""
    refuse_unknown(documents, roles)
    classified = [classify(document, roles) for document in documents]
    empty = [part.document for part in classified if not part.tables]
    if empty:
        raise nothing_found(empty, roles)
    return classified


def _first_texts(documents: list[ClassifiedDocument]) -> Iterator[str]:
    """Where documents are likely to say their years: title, first lines, their tables' names."""
    for part in documents:
        over = [text for table in part.tables for text in texts_above(table)]
        names = [table.source.name for table in part.tables]
        yield from (part.document.title, *part.document.loose[:6], *over[:6], *names)
        for row in (row for table in part.others for row in table.rows):
            label, *texts = texts_of(row) or [""]
            yield from texts if "year" in label.casefold() else ()


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
