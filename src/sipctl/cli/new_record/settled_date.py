"""The date that a new record settles, where it names one: its `for`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Activity, Kpi

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.cli.new_record.record_options import RecordOptions
    from sipctl.cli.target import RecordTarget
    from sipctl.plan.model.entries import Record
    from sipctl.plan.state.record_preview import Target
    from sipctl.plan.state.standing import NamedRecord


def settled_date(
    target: RecordTarget, options: RecordOptions, record: Record, today: date
) -> str | None:
    """The date or milestone that the record names, if any: its `for`.

    Asked for if `complete` alone leaves open which of several dates it settles.
    """
    from sipctl.plan.state import record_preview

    if target.work is None:
        return None
    if options.for_ is not None and options.whole:
        raise Refusal("--for names one date, --whole all of them", "give one of the two")
    if target.context is None:
        return _settled_date_without_calendar(target, options, record)
    records: Sequence[NamedRecord] = target.records
    context = target.context
    if record.academy is not None:
        records, context = record_preview.of_academy(records, context, record.academy)
    now = record_preview.progress_on(target.work, records, context, today)
    if options.for_ is not None:
        return record_preview.resolve_for(options.for_, now, context, target.id)
    if isinstance(target.work, Kpi):
        dates = record_preview.reading_targets(target.work, records, context, record.date, today)
        return _reading_date(target, dates)
    if record.status == "complete" and not options.whole and record_preview.needs_naming(now):
        dates = record_preview.worth_offering(record_preview.open_targets(now), now, today)
        question = f"{target.id} has more than one date: which of them is complete?"
        return _ask_date(target, question, dates, whole=True)
    return None


def _reading_date(target: RecordTarget, dates: list[Target]) -> str | None:
    """The period of a reading, asked for if it may be of several `dates`; None for none."""
    if not dates:
        return None
    question = (
        f"{target.id} has a date that passed without a reading, and one that is open: which is it?"
    )
    return _ask_date(target, question, dates, whole=False)


def _settled_date_without_calendar(
    target: RecordTarget, options: RecordOptions, record: Record
) -> str | None:
    work = target.work
    labels = [label for label in work.when if label] if isinstance(work, Activity) else []
    if options.for_ in labels:
        return options.for_
    if options.for_ is not None or (record.status == "complete" and not options.whole):
        choices = f"until that is mended: --for with one of {', '.join(labels)}" if labels else ""
        raise Refusal(
            f"the dates of {target.id} cannot be told now ({target.broken})",
            choices or "until that is mended, only --whole can be recorded complete",
            code=1,
        )
    return None


def _ask_date(
    target: RecordTarget, question: str, dates: list[Target], *, whole: bool
) -> str | None:
    """The date that is picked on a terminal; elsewhere exits with code 2.

    With `whole`, all of them may be picked; that gives None.
    """
    from sipctl.cli.runtime.prompts import ask_choice, can_ask
    from sipctl.views.answers import record as view

    lines = view.choices(dates, target.calendar)
    if can_ask():
        index = ask_choice(question, [*lines, *["all of it, for good"] * whole])
        return dates[index].named if index < len(dates) else None
    typer.echo(f"sipctl: {question}", err=True)
    typer.echo(view.which(target.id, dates, lines, whole=whole), err=True)
    raise typer.Exit(2)
