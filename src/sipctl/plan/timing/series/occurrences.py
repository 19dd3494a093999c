"""The occurrences of a recurrence: those of its periods that lie within its bounds."""

from collections.abc import Iterator
from datetime import date
from itertools import dropwhile, islice, takewhile

from sipctl.plan.calendar.periods import DAY, Window, date_title
from sipctl.plan.timing.edges import edged
from sipctl.plan.timing.series.bounds import Bounds, add_note, cut
from sipctl.plan.timing.series.cadences import KeyedWindow, walk
from sipctl.plan.timing.series.named import named_periods
from sipctl.plan.timing.syntax_tree import Cadence, Recurrence
from sipctl.plan.timing.types import Occurrence, TimingContext

MOST_OCCURRENCES = 5000  # occurrences of one series; three years of school days are about 600


def occurrences(recurrence: Recurrence, bounds: Bounds) -> list[Occurrence]:
    """The occurrences of a recurrence within its bounds, in order."""
    steps = steps_of(recurrence, bounds)
    if not recurrence.named:
        note_end(recurrence.cadence or Cadence("term"), bounds)
    own = (own_occurrence(step, recurrence, bounds) for step in steps)
    return [each for each in own if each]


Step = tuple[KeyedWindow, ...]
"""The periods that one occurrence of a series stands for: the first is its own, and those that a
cadence of more than one period (every two weeks) passes over follow it."""


def steps_of(recurrence: Recurrence, bounds: Bounds) -> list[Step]:
    """The periods of a recurrence within its bounds, in order."""
    if recurrence.named:
        return _held(named_periods(recurrence, bounds), bounds)
    cadence = recurrence.cadence or Cadence("term")
    return _held(walk(cadence.unit, bounds.context.calendar, bounds.start), bounds, cadence.step)


def own_occurrence(step: Step, recurrence: Recurrence, bounds: Bounds) -> Occurrence | None:
    """The occurrence that a recurrence itself has for a step, whatever dates are known.

    None for a period that has no such day: a fifth Friday.
    """
    occurrence = cut(*step[0], bounds)
    whole = recurrence.named or not recurrence.edge
    return occurrence if whole else edged(occurrence, recurrence, bounds.context)


def _held(periods: Iterator[KeyedWindow], bounds: Bounds, size: int = 1) -> list[Step]:
    """The periods that lie within the bounds, `size` of them to a step.

    The plan's first and last day may cut through a period: it counts if most of it is inside,
    so that a plan of three years has three of what is annual, twelve of what is quarterly.
    """
    context, since = bounds.context, bounds.since
    if bounds.after is not None:
        after = bounds.after
        periods = dropwhile(lambda period: period[1].opens <= after, periods)
    elif since is not None and since >= context.starts:
        periods = dropwhile(lambda period: period[1].due < since, periods)
    else:
        periods = dropwhile(lambda period: not _mostly(period[1], context), periods)
    steps = takewhile(lambda step: step[0][1].opens <= context.ends, _batched(periods, size))
    until = bounds.until
    if until is not None:
        steps = takewhile(lambda step: step[0][1].due <= until, steps)
    held = list(islice(steps, MOST_OCCURRENCES + 1))
    if len(held) > 1 and not _mostly(held[-1][0][1], context):
        held.pop()
    if len(held) > MOST_OCCURRENCES:
        bounds.notes.append(f"only the first {MOST_OCCURRENCES} of them are listed")
    return held[:MOST_OCCURRENCES]


def _batched(periods: Iterator[KeyedWindow], size: int) -> Iterator[Step]:
    while step := tuple(islice(periods, size)):
        yield step


def _mostly(window: Window, context: TimingContext) -> bool:
    """Whether the plan holds at least half of the window, or the window half of the plan."""
    inside = _days(max(window.opens, context.starts), min(window.due, context.ends))
    shorter = min(_days(window.opens, window.due), _days(context.starts, context.ends))
    return inside > 0 and inside * 2 >= shorter


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def note_end(cadence: Cadence, bounds: Bounds) -> None:
    """Notes where the calendar, not the plan, ends the series."""
    terms = bounds.context.calendar.sound_terms
    if cadence.unit in ("quarter", "half-year", "year") or not terms:
        return
    last = max(term.ends for term in terms)
    end = min(bounds.context.ends, bounds.until or date.max)
    # A summer without school is no gap: the next term would begin after it.
    if end - last > 60 * DAY:
        add_note(
            bounds, f"calendar.yaml has no terms after {date_title(last)}: later dates are missing"
        )
