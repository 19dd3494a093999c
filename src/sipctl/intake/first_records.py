"""The statuses that a document's columns give (`RAG`), as first records of the plan."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.intake.draft import comment_lines
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Record
from sipctl.plan.state.resolve import status_called
from sipctl.views.text.english import join_words, plural

if TYPE_CHECKING:
    from datetime import date

    from sipctl.intake.draft import Draft
    from sipctl.store.new_plan.areas import Comments


@dataclass(frozen=True)
class StatusSource:
    """The day of a document's statuses, and the initials of whoever says so."""

    day: date
    by: str


def first_records(draft: Draft, source: StatusSource) -> tuple[tuple[Record, ...], Comments]:
    """A record for each activity whose status means one, and the comments without what those say.

    What a cell says beside the status stands in the record's note.
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


def status_question(draft: Draft) -> str | None:
    """What to ask of a document's statuses where nobody has said as of which day they are."""
    heads = dict.fromkeys(head for cells in draft.statuses.values() for head, _ in cells)
    if not heads:
        return None
    columns = join_words([f'"{head}"' for head in heads])
    count = plural(len(draft.statuses), "activity", "activities")
    return (
        f"{columns} gave {count} a status, kept as comments: as of which day, and who says so? "
        "init --status-as-of and --status-by make first records of them."
    )
