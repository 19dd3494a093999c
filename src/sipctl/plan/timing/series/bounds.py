"""The limits of a series: the plan's years and what the phrase says, and what they cut off."""

from datetime import date

from sipctl.plan.calendar.periods import Window, date_title
from sipctl.plan.frozen import field, frozen
from sipctl.plan.timing.types import Occurrence, TimingContext


@frozen()
class Bounds:
    """The limits of a series: the plan's years, and what the phrase says.

    `since` is the first day of a period that the series begins with (or with the next one);
    `after` a day that its periods begin after; `until` the day by which the last has ended.
    `notes` collects sentences on what these and the calendar cut off.
    """

    context: TimingContext
    since: date | None = None
    after: date | None = None
    until: date | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def start(self) -> date:
        """The day from which the series' periods are listed."""
        return max(self.context.starts, self.since or date.min, self.after or date.min)


def cut(key: str, window: Window, bounds: Bounds) -> Occurrence:
    """An occurrence of a series or a range, cut to the plan's years; a cut is noted."""
    context = bounds.context
    opens, due = max(window.opens, context.starts), min(window.due, context.ends)
    if opens > due:
        return Occurrence(key, window.opens, window.due)
    if opens > window.opens:
        add_note(bounds, f"cut short where the plan begins, {date_title(opens)}")
    if due < window.due:
        add_note(bounds, f"cut short where the plan ends, {date_title(due)}")
    return Occurrence(key, opens, due)


def add_note(bounds: Bounds, sentence: str) -> None:
    """Adds a sentence to the notes, once."""
    if sentence not in bounds.notes:
        bounds.notes.append(sentence)
