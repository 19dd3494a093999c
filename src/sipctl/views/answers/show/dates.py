"""The dates of an activity or KPI: each milestone's phrase, and under it its occurrences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.answers import tables
from sipctl.views.text.english import (
    duration,
    safe_text,
    settled_words,
    short_day,
    state_word,
    status_word,
)
from sipctl.views.text.grid import grid
from sipctl.views.text.style import bold

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.queries.details import Details
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.progress import OccurrenceState
    from sipctl.views.text.screen import Screen


def milestones(details: Details, screen: Screen) -> str:
    """Each milestone's phrase, and under it its occurrences."""
    parts = [] if any(row.when for row in details.rows) else ["\nNo date in the plan.\n"]
    for row in details.rows:
        if row.when is None:
            continue
        label = f"{tables.milestone(row)}: " if row.milestone else "When: "
        parts.append("\n" + bold(f"{label}{safe_text(row.when)}", screen) + "\n")
        if not row.occurrences:
            parts.append(f"  {state_word(row.state, row.kind)}\n")
            continue
        shown = _shown(row.occurrences, details.day)
        parts.append(grid([_date(occurrence, row, details.day) for occurrence in shown], screen))
        left = len(row.occurrences) - len(shown)
        if left:
            every = f"sipctl show {details.id} --format json has them all"
            parts.append(f"  and {left} more: {every}\n")
    return "".join(parts)


def _date(occurrence: OccurrenceState, row: Row, day: date) -> tuple[str, str, str, str]:
    """One occurrence: its period, its days, and what became of it."""
    days = short_day(occurrence.due)
    if occurrence.opens != occurrence.due:
        days = f"{short_day(occurrence.opens)} to {days}"
    words = _occurrence_words(occurrence, row.state if row.kind == "activity" else "", day)
    academies = settled_words(occurrence.settled_for, occurrence.open_for)
    return "", occurrence.period, days, f"{words} ({academies})" if academies else words


def _shown(occurrences: tuple[OccurrenceState, ...], day: date) -> tuple[OccurrenceState, ...]:
    """All occurrences up to fifteen; of more, twelve around `day`, six of them past."""
    if len(occurrences) <= 15:
        return occurrences
    past = sum(occurrence.due < day for occurrence in occurrences)
    start = max(0, min(past - 6, len(occurrences) - 12))
    return occurrences[start : start + 12]


def _occurrence_words(occurrence: OccurrenceState, state: str, day: date) -> str:
    """What became of one occurrence by `day`; `state` is its row's, if it is an activity's."""
    opens, due, settled_on = occurrence.opens, occurrence.due, occurrence.settled_on
    if settled_on is not None:
        late = f", {duration((settled_on - due).days)} late" if occurrence.late else ""
        return f"{_settled_words(occurrence)} {short_day(settled_on)}{late}"
    if state in ("paused", "withdrawn"):
        return state
    if occurrence.missed:
        missed = f"judged {status_word(occurrence.judged)}" if occurrence.judged else "missed"
        return f"{missed}, {duration((day - due).days)} ago"
    if occurrence.phase == "excused":
        return "paused then"
    if occurrence.phase == "open":
        left = (due - day).days
        open_ = f"open, judged {status_word(occurrence.judged)}" if occurrence.judged else "open"
        return f"{open_}, {duration(left)} left" if left else f"{open_}, today is the last day"
    return f"opens in {duration((opens - day).days)}"


def _settled_words(occurrence: OccurrenceState) -> str:
    """`settled`; of an open-ended series, whose dates are only reviewed, `judged at risk`."""
    return f"judged {status_word(occurrence.judged)}" if occurrence.judged else "settled"
