"""The dates of meetings as a series: those that are known, and a recurrence where none is."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from sipctl.plan.calendar.periods import academic_year, date_title
from sipctl.plan.calendar.terms import Meeting
from sipctl.plan.english import join_words
from sipctl.plan.timing.describe import describe_recurrence
from sipctl.plan.timing.series.bounds import Bounds, add_note
from sipctl.plan.timing.series.occurrences import (
    MOST_OCCURRENCES,
    note_end,
    own_occurrence,
    steps_of,
)
from sipctl.plan.timing.syntax_tree import Cadence, Recurrence
from sipctl.plan.timing.types import Occurrence

MOST_NAMED = 3  # periods that a note names


def at_meetings(
    recurrence: Recurrence, beyond: list[Recurrence], bounds: Bounds
) -> list[Occurrence]:
    """The known dates of the meetings, and for each period without one its own occurrence.

    `beyond` has the recurrence of each meeting: that of the phrase, of the meeting or of the
    plan's review. A known date stands for that recurrence's period in which it falls. With a
    cadence in the phrase (termly to LGB) the dates of one period are one occurrence, from the first
    of them to the last: a body that meets twice a term is reported to once.
    """
    known: dict[str, Occurrence] = {}
    others: dict[str, Occurrence] = {}
    for number, onward in zip(recurrence.meetings, beyond, strict=True):
        meeting = bounds.context.calendar.meetings[number]
        schedule = _Schedule(meeting, onward, bounds, together=recurrence.cadence is not None)
        known |= {each.period: each for each in schedule.known()}
        for each in schedule.unknown():
            others.setdefault(each.period, each)
    by_period = others | known
    return sorted(by_period.values(), key=lambda each: (each.opens, each.due, each.period))[
        :MOST_OCCURRENCES
    ]


class _Schedule:
    """One meeting's known dates beside the periods of its recurrence, within the bounds.

    With `together` the dates of one period are one occurrence.
    """

    def __init__(
        self, meeting: Meeting, recurrence: Recurrence, bounds: Bounds, *, together: bool
    ) -> None:
        self.meeting, self.recurrence, self.bounds = meeting, recurrence, bounds
        self.together = together
        self.steps = steps_of(recurrence, bounds)
        self.dates = sorted(set(meeting.dates))
        opens = [step[0][1].opens for step in self.steps]
        self.step_of = {day: self._step_on(day, opens) for day in self.dates}

    def _step_on(self, day: date, opens: list[date]) -> int | None:
        """The step in one of whose periods a day falls."""
        index = bisect_right(opens, day) - 1
        if index >= 0 and any(day in window for _, window in self.steps[index]):
            return index
        return None

    def known(self) -> Iterator[Occurrence]:
        """The known dates within the bounds."""
        by_step: dict[int, list[date]] = {}
        for day in self.dates:
            if not _within(day, self.bounds):
                continue
            index = self.step_of[day]
            if index is None:
                yield Occurrence(day.isoformat(), day, day)
            else:
                by_step.setdefault(index, []).append(day)
        for index, days in by_step.items():
            key = self.steps[index][0][0]
            if self.together:
                yield _span(self._of_first_period(index, days), key)
            else:
                yield from (_span([day], key) for day in days)

    def _of_first_period(self, index: int, days: list[date]) -> list[date]:
        """Those of a step's days that fall in the same period as the first of them."""
        period = next(window for _, window in self.steps[index] if days[0] in window)
        return [day for day in days if day in period]

    def unknown(self) -> list[Occurrence]:
        """The recurrence's own occurrence for each period that may hold a meeting without a date.

        A year whose dates are complete has no others.
        """
        note_end(self.recurrence.cadence or Cadence("term"), self.bounds)
        with_dates = set(self.step_of.values())
        steps = [
            step
            for index, step in enumerate(self.steps)
            if index not in with_dates
            and academic_year(step[0][1].due) not in self.meeting.complete
        ]
        own = [
            each for step in steps if (each := own_occurrence(step, self.recurrence, self.bounds))
        ]
        if own:
            self._note(own)
        return own

    def _note(self, own: list[Occurrence]) -> None:
        """Notes which occurrences are not the meeting's own dates."""
        name = self.meeting.name or self.meeting.id
        cadence = describe_recurrence(self.recurrence)
        last = self.dates[-1] if self.dates else None
        gaps = [each for each in own if last is not None and each.opens <= last]
        if gaps:
            title = self.bounds.context.calendar.title
            words = [title(each.period) for each in gaps[:MOST_NAMED]]
            if len(gaps) > len(words):
                words.append(f"{len(gaps) - len(words)} more")
            dates = f"calendar.yaml knows no dates for {name} in {join_words(words)}"
            add_note(self.bounds, f"{dates}: {cadence} there")
        if len(gaps) < len(own):
            when = f"after {date_title(last)}" if last else "yet"
            onward = f"{cadence} from then on" if last else cadence
            add_note(self.bounds, f"calendar.yaml knows no dates for {name} {when}: {onward}")


def _span(days: list[date], stands_for: str) -> Occurrence:
    first, last = days[0], days[-1]
    key = first.isoformat() if first == last else f"{first}..{last}"
    return Occurrence(key, first, last, stands_for)


def _within(day: date, bounds: Bounds) -> bool:
    if bounds.after is not None and day <= bounds.after:
        return False
    first = max(bounds.context.starts, bounds.since or date.min)
    return first <= day <= min(bounds.context.ends, bounds.until or date.max)
