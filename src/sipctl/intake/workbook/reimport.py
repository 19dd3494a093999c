"""Reads a plan back from a file that `export` wrote: columns are known by their heads alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.intake.draft import Draft
from sipctl.intake.tables.cells import tidy
from sipctl.intake.tables.draft_from_tables import tables_as_text
from sipctl.intake.workbook import aim_facts, calendar_facts, facts, sheets
from sipctl.intake.workbook import work as own_work
from sipctl.intake.workbook.fact_rows import rows_by_kind
from sipctl.plan.faults import Refusal
from sipctl.plan.model import entries as m
from sipctl.views.exports import layout as s

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sipctl.documents.document import Document
    from sipctl.intake.workbook.sheets import Book, SheetRow
    from sipctl.store.new_plan.areas import Comments

_OUR_HEADER = re.compile(
    rf".*: ({'|'.join(s.HEADS)}) [A-Z][a-z]+ [0-9]{{1,2}} [A-Z][a-z]+ [0-9]{{4}}"
)
"""The page header that the export writes, which is no part of the plan."""
NOT_READ = (
    "columns that sipctl works out were not read: Due, State, Status and the like",
    "what was recorded, and how dates moved, is not in an export",
)


def is_own(document: Document) -> bool:
    """Whether a document is an export: one of its tables has the heads of the activities' sheet."""
    return sheets.open_book(document).own


def own_export(documents: Sequence[Document]) -> Document | None:
    """The document that is an export, if one is; raises Refusal for an export among others."""
    own = list(filter(is_own, documents))
    if own and len(documents) > 1:
        message = f"{own[0].name} is a plan that sipctl exported, not a part of another"
        raise Refusal(message, "bring it in by itself, or take it out of the folder")
    return own[0] if own else None


def build_draft(document: Document) -> Draft:
    """The plan that was exported. Columns that sipctl works out are not read.

    Texts that somebody added and no field holds become comments. Raises Refusal, which names the
    cell, for a text that is not of its column's kind (an id, a day).
    """
    book = sheets.open_book(document)
    work = own_work.work(book.rows(s.ACTIVITIES), book.rows(s.KPIS))
    plan_rows = rows_by_kind("What", book.rows(s.PLAN))
    known = facts.leads(book.rows(s.LEADS))
    unconfirmed = {initials: initials for initials in work.leads() if initials not in known}
    comments: Comments = {}
    aims = aim_facts.aims(plan_rows, work, comments)
    about = facts.about(plan_rows, tuple(kpi for kpi in work.kpis if kpi.id.startswith("t.")))
    people = facts.people(plan_rows)
    frameworks = aim_facts.frameworks(plan_rows)
    calendar = calendar_facts.calendar(book.rows(s.CALENDAR), plan_rows)
    for name, sheet_rows in work.rows.items():
        _keep_unread_cells(comments, name, sheet_rows)
    for line in book.rows(s.LEADS):
        name = line.peek("Lead").strip()
        _keep_unread_cells(comments, f"lead {name}" if "Lead" in line.taken else "", [line])
    _keep_unread_cells(comments, "", [*work.strays, *book.rows(s.PLAN), *book.rows(s.CALENDAR)])
    comments.setdefault("", []).extend(_comments_around_rows(document, book))
    return Draft(
        aims=aims,
        leads=known | dict.fromkeys(unconfirmed, m.Lead()),
        comments={name: texts for name, texts in comments.items() if texts},
        unconfirmed=unconfirmed,
        about=about,
        people=people,
        calendar=calendar,
        frameworks=frameworks,
        tables=len(document.tables),
        rows=sum(map(len, work.rows.values())),
        left_out=(*NOT_READ, *document.left_out),
    )


def _keep_unread_cells(comments: Comments, name: str, lines: Iterable[SheetRow]) -> None:
    """Keep unread cells as comments on their entry (`name`), and whole rows that belong to none."""
    mine = comments.setdefault(name, [])
    for line in lines:
        left = [f"{head}: {text}".replace("\n", "\n  ") for head, text in line.unread().items()]
        texts = left if name or not left else [line.as_line()]
        # An entry's rows may all have the same text, as where a column was filled down.
        mine += [text for text in (*texts, *line.notes) if not name or text not in mine]


def _comments_around_rows(document: Document, book: Book) -> Iterator[str]:
    """A document's other texts: over heads, on other sheets, in page headers and footers."""
    yield from book.beside
    yield from tables_as_text(book.others)
    for text in map(tidy, document.loose):
        if text and not _OUR_HEADER.fullmatch(text):
            yield text
