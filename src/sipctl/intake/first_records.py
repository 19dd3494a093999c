"""The statuses that a document's columns give (`RAG`), as first records of the plan."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.intake.draft import comment_lines
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Lead, Record
from sipctl.plan.state.resolve import status_called
from sipctl.views.text.english import join_words, plural

if TYPE_CHECKING:
    from sipctl.intake.answers import Ask, StatusSource
    from sipctl.intake.draft import Draft
    from sipctl.store.new_plan.areas import Comments


def with_first_records(draft: Draft, ask: Ask) -> tuple[Draft, tuple[Record, ...], str | None]:
    """The draft without comments on statuses, and first records made of these, if their day is
    known; else the draft as it is, no records, and a sentence that asks for the day."""
    heads = list(dict.fromkeys(head for cells in draft.statuses.values() for head, _ in cells))
    source = ask.status_source(heads) if heads else None
    if source is None:
        return draft, (), _question(draft, heads) if heads else None
    records, comments = _first_records(draft, source)
    leads = {source.by: Lead(), **draft.leads}
    return replace(draft, comments=comments, leads=leads), records, None


def _first_records(draft: Draft, source: StatusSource) -> tuple[tuple[Record, ...], Comments]:
    """A record for each activity whose text under a status head is a status, and the comments
    without these texts. The note of a record has the whole text.
    """
    records: list[Record] = []
    comments = {name: list(texts) for name, texts in draft.comments.items()}
    for activity, cells in draft.statuses.items():
        for head, text in cells[:1]:
            with suppress(Refusal):
                status = status_called(text, {})
                note = f"{head}: {text}"
                records.append(
                    Record(
                        activity=activity,
                        date=source.day,
                        by=source.by,
                        status=status,  # type: ignore[arg-type]
                        note=note,
                    )
                )
                for line in comment_lines(head, text):
                    comments[activity].remove(line)
    return tuple(records), {name: texts for name, texts in comments.items() if texts}


def _question(draft: Draft, heads: list[str]) -> str:
    """A sentence that asks for the day of a document's statuses."""
    columns = join_words([f'"{head}"' for head in heads])
    count = plural(len(draft.statuses), "activity", "activities")
    return (
        f"{columns} gave {count} a status, kept as comments: as of which day, and who says so? "
        "init --status-as-of and --status-by make first records of them."
    )
