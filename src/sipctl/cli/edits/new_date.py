"""The new date of an activity: what a move gives it, and what a record wants for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Activity
from sipctl.views.text.english import join_words, safe_text

if TYPE_CHECKING:
    from sipctl.cli.target import RecordTarget
    from sipctl.plan.model.entries import Record
    from sipctl.plan.timing import Timing, TimingContext


def dated_activity(target: RecordTarget) -> tuple[Activity, TimingContext]:
    """The activity and the calendar its new date is read in; raises Refusal without a date."""
    activity = target.entry
    if not isinstance(activity, Activity):
        help_line = f'to change when it is looked at: sipctl set {target.id} monitored "..."'
        raise Refusal(f"{target.id} is a KPI, and only activities are moved", help_line)
    if target.context is None:
        help_line = "mend that first: a new date has to be read in the plan's calendar"
        raise Refusal(target.broken or "the plan's calendar cannot be read", help_line, code=1)
    if not activity.when:
        help_line = f'give it one: sipctl set {target.id} when "..."'
        raise Refusal(f"{target.id} has no date that could move", help_line)
    return activity, target.context


def read_new_date(phrase: str, activity: Activity, label: str, context: TimingContext) -> Timing:
    """The new phrase, read; raises Refusal if it cannot be, or means the same days as before."""
    from sipctl.plan.timing import Unreadable, read

    now = activity.when[label]
    timing, before = read(phrase, context), read(now, context)
    if isinstance(timing, Unreadable):
        raise Refusal(timing.message, timing.help)
    same = not isinstance(before, Unreadable) and (
        (before.occurrences, before.cadence, before.as_needed, before.open_ended)
        == (timing.occurrences, timing.cadence, timing.as_needed, timing.open_ended)
    )
    if same or phrase == now:
        help_line = "to word it otherwise without moving it, edit the plan's file"
        message = f'{activity.id} is dated "{now}" already, which means the same days'
        raise Refusal(message, help_line)
    return timing


# --- as a record wants it -------------------------------------------------------------------------


def with_new_date(target: RecordTarget, record: Record) -> Record:
    """The record with the new date that is wanted, and the milestone that it is wanted for.

    Raises Refusal wherever a move to that date would be refused.
    """
    activity, context = dated_activity(target)
    if record.status in ("complete", "withdrawn"):
        message = f"{target.id} is recorded as {record.status}: nothing of it is left to move"
        raise Refusal(message, "leave --new-date-wanted out")
    label = _wanted_milestone(activity, record.for_)
    timing = read_new_date((record.new_date_wanted or "").strip(), activity, label, context)
    for_ = label if record.for_ is None and len(activity.when) > 1 else record.for_
    return replace(record, new_date_wanted=timing.phrase, for_=for_)


def _wanted_milestone(activity: Activity, for_: str | None) -> str:
    """The label of the milestone that is to move: asked for where there are several."""
    from sipctl.cli.runtime.prompts import ask_choice, can_ask

    labels = list(activity.when)
    if for_ in labels:
        return str(for_)
    if len(labels) == 1:
        return labels[0]
    question = f"{activity.id} has several milestones: for which of them is a new date wanted?"
    if for_ is None and can_ask():
        return labels[
            ask_choice(question, [f"{label}: {activity.when[label]}" for label in labels])
        ]
    choices = [f'--for "{safe_text(label)}"' for label in labels]
    raise Refusal(question, f"add {join_words(choices, 'or')}")
