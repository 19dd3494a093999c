"""What a plan that was read from somebody's tables says of its work, short enough for a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.context import timing_context
from sipctl.plan.timing import Timing, read

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Activity, Plan


def work_row(plan: Plan, activity: Activity) -> tuple[str, str, str]:
    """Its title, its leads by role or initials (`Head+SENCo`), and the periods of its times."""
    leads = (plan.people.leads[lead].role or lead for lead in activity.leads)
    periods = [_period(plan, phrase) for phrase in activity.when.values()]
    return activity.title, "+".join(leads), " ".join(dict.fromkeys(periods))


def _period(plan: Plan, phrase: str) -> str:
    """The period of a phrase; `*` for a rhythm, `!` for what cannot be read."""
    timing = read(phrase, timing_context(plan))
    if not isinstance(timing, Timing):
        return "!"
    single = len(timing.occurrences) == 1 and not timing.open_ended
    return str(timing.occurrences[0].period) if single else "*"
