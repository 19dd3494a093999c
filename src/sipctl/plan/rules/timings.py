"""Times: every phrase reads and fits the plan's years, and every move follows the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.calendar.terms import Term
from sipctl.plan.faults import propose
from sipctl.plan.model.scalars import looks_like_period_key
from sipctl.plan.rules import terms
from sipctl.plan.rules.context import (
    CALENDAR,
    Finding,
    RuleContext,
    is_recurrence,
    moves_by_label,
    rule,
)
from sipctl.plan.rules.locations import Location
from sipctl.plan.state.progress import BASELINE
from sipctl.plan.timing import Timing, read

THREE = 3  # terms a year, in most calendars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.model.entries import Activity, Move
    from sipctl.plan.timing import TimingContext, Unreadable


@rule("unreadable-when", "error", needs=CALENDAR)
def unreadable_when(context: RuleContext) -> Iterator[Finding]:
    """Times that cannot be read, or could mean two things."""
    if not context.runs_forward:
        return
    for location, text, reading in context.recurrences:
        help_ = "write how often, such as termly, half-termly or monthly"
        if not isinstance(reading, Timing):
            proposing = reading if reading.proposal else replace(reading, help=help_)
            yield _unreadable(location, proposing)
        elif not is_recurrence(reading):
            yield Finding(location, f'"{text}" does not say how often', help_)
    calendar_sound = context.cached(terms.are_sound)
    _, of_six_terms = context.cached(_terms_by_number)
    for text, phrases in context.phrases.items():
        reading = context.read(text)
        if text in of_six_terms:
            continue
        if isinstance(reading, Timing) or (reading.cause == "calendar" and not calendar_sound):
            continue  # an unsound calendar has faults of its own
        yield from (_unreadable(phrase.location, reading) for phrase in phrases)


def _unreadable(location: Location, reading: Unreadable) -> Finding:
    return Finding(location, reading.message, reading.help, (reading.start, reading.end))


@rule("six-terms", "error", needs=CALENDAR)
def six_terms(context: RuleContext) -> Iterator[Finding]:
    """Terms by number, in a calendar of three terms a year and a plan that names a fourth."""
    early, late = context.cached(_terms_by_number)
    help_ = (
        "has the year six terms? then give term1: to term6: in calendar.yaml in place of its three;"
        " else write the names of the terms"
    )
    for text in early:
        timing = context.timing_of(text)
        means = f"is read as {timing.reading}" if timing else "is a term of three"
        message = f'"{text}" {means}, but "{late[0]}" is a term of six a year'
        yield from (Finding(phrase.location, message, help_) for phrase in context.phrases[text])
    for text in late:
        message = f'"{text}" is a term of six a year, and calendar.yaml has three'
        yield from (Finding(phrase.location, message, help_) for phrase in context.phrases[text])


def _terms_by_number(context: RuleContext) -> tuple[list[str], list[str]]:
    """Phrases that name terms 1 to 3 and 4 to 6 by number; both empty unless there are both."""
    timing_context = context.timing_context
    calendar = timing_context.calendar
    if not context.runs_forward or len(calendar.names) != THREE:
        return [], []
    from sipctl.plan.timing.words.tokens import numbered_terms

    halves = (
        Term(f"term{number}", year, half.opens, half.due)
        for year in calendar.years
        for number, (_, half) in enumerate(calendar.halves_of_year(year), 1)
    )
    of_six = replace(timing_context, calendar=replace(calendar, terms=tuple(halves)))
    early, late = [], []
    for text in context.phrases:
        numbers = numbered_terms(text, timing_context.vocabulary)
        if numbers & {4, 5, 6} and isinstance(read(text, of_six), Timing):
            late.append(text)
        elif numbers and context.timing_of(text):
            early.append(text)
    return (early, late) if early and late else ([], [])


@rule("outside-plan", "warning", needs=CALENDAR)
def outside_plan(context: RuleContext) -> Iterator[Finding]:
    """Times with a date outside the years of the plan."""
    if not context.cached(terms.days_are_certain):
        return
    help_ = f"the plan runs {context.years_in_words}: change this, or the years in plan.yaml"
    for text, phrases in context.phrases.items():
        timing = context.timing_of(text)
        if timing is None or timing.as_needed:
            continue
        after, outside = _after(context, timing), _outside(context, timing)
        for phrase in phrases if after or outside else ():
            wrong = after or (outside if phrase.kind != "starts" else None)
            if wrong and phrase.kind not in ("baseline", "moved"):
                yield Finding(phrase.location, f'"{text}" {wrong}', help_)


def _after(context: RuleContext, timing: Timing) -> str | None:
    if any(occurrence.opens > context.ends for occurrence in timing.occurrences):
        return "is after the plan has ended"
    return None


def _outside(context: RuleContext, timing: Timing) -> str | None:
    starts, ends = context.starts, context.ends
    if not timing.occurrences or timing.begins_outside:
        return "has a date outside the plan's years"
    if any(occurrence.due < starts for occurrence in timing.occurrences):
        return "is before the plan begins"
    if any(occurrence.due > ends for occurrence in timing.occurrences):
        return "goes on after the plan has ended"
    return None


@rule("meeting-dates-unknown", "warning", needs=CALENDAR)
def meeting_dates_unknown(context: RuleContext) -> Iterator[Finding]:
    """Meetings that work depends on, without dates or a recurrence."""
    if not context.cached(terms.days_are_certain):
        return
    timings = {text: context.timing_of(text) for text in context.phrases}
    texts = [text for text, timing in timings.items() if timing and timing.at_meetings]
    for name, meeting in context.plan.calendar.meetings.items() if texts else ():
        if meeting.every is not None:
            continue
        with_recurrence = _with_recurrence(context.timing_context, name)
        if any(read(text, with_recurrence) != timings[text] for text in texts):
            message = f'nobody has said when or how often "{meeting.name}" meets'
            help_ = (
                "add every: with how often it meets, such as every: half-termly; until then "
                f"what happens at it is looked for {context.timing_context.review}"
            )
            yield Finding(Location("calendar.yaml", ("meetings", name)), message, help_, key=True)


def _with_recurrence(context: TimingContext, name: str) -> TimingContext:
    """The context in which one meeting is weekly: readings that differ depend on its dates."""
    meetings = tuple(
        replace(meeting, every="weekly") if meeting.id == name else meeting
        for meeting in context.calendar.meetings
    )
    return replace(context, calendar=replace(context.calendar, meetings=meetings))


@rule("starts-after-due", "error", needs=CALENDAR, keys=("when", "starts", "moved"))
def starts_after_due(context: RuleContext) -> Iterator[Finding]:
    """Activities that start after they are due."""
    if not context.cached(terms.days_are_certain):
        return
    for location, _, activity in context.activities:
        start = context.timing_of(activity.starts) if activity.starts else None
        if start is None or not start.occurrences:
            continue
        readings = [context.timing_of(phrase) for phrase in activity.when.values()]
        dues = [
            occurrence.due for reading in readings if reading for occurrence in reading.occurrences
        ]
        opens = start.occurrences[0].opens
        if dues and opens > max(dues):
            message = (
                f"activity {activity.id} starts on {date_title(opens)}, "
                f"after it is due ({date_title(max(dues))})"
            )
            yield Finding(location.to("starts"), message, "correct whichever of the two is wrong")


@rule("bad-label", "error", needs=())
def bad_label(context: RuleContext) -> Iterator[Finding]:
    """Milestones without a name, or whose name could be taken for a date."""
    items = [(location, activity.when, "when") for location, _, activity in context.activities]
    items += [(location, kpi.monitored, "monitored") for location, _, kpi in context.kpis]
    for location, phrases, key in items:
        for label in phrases if len(phrases) > 1 or "" not in phrases else ():
            wrong = _label_fault(label, key)
            if wrong:
                help_ = "write what is to be reached, such as Launch: January 2025"
                yield Finding(location.to(key, label), wrong, help_, key=True)


def _label_fault(label: str, key: str) -> str | None:
    if not label.strip():
        return "this milestone has no name"
    if looks_like_period_key(label):
        return f'the milestone "{label}" could be taken for a date'
    if key == "monitored" and label == BASELINE:
        return '"baseline" is the name of the KPI\'s baseline'
    return None


# --- what was moved ------------------------------------------------------------------------------


@rule("moved-milestone", "error", needs=(), keys=("when", "moved"))
def moved_milestone(context: RuleContext) -> Iterator[Finding]:
    """Moves of a milestone that the activity does not have."""
    for location, _, activity in context.activities:
        for index, move in enumerate(activity.moved):
            if (move.milestone or "") not in activity.when:
                key = "milestone" if move.milestone else "from"
                place = location.to("moved", index, key)
                yield Finding(place, *_unknown_milestone(activity, move))


def _unknown_milestone(activity: Activity, move: Move) -> tuple[str, str]:
    labels = [label for label in activity.when if label]
    if not activity.when:
        help_ = "write when: with the date that it has now, or record it as paused or withdrawn"
        return f"activity {activity.id} was moved, and has no date now", help_
    if not labels:
        message = f'activity {activity.id} has one date and no milestone "{move.milestone}"'
        return message, "take milestone: out here"
    if move.milestone is None:
        message = f"this does not say which milestone of activity {activity.id} was moved"
        return message, f"write milestone: with one of: {', '.join(labels)}"
    message = f'activity {activity.id} has no milestone "{move.milestone}"'
    return message, propose(move.milestone, labels, otherwise="write one that stands under when:")


@rule("moved-out-of-order", "error", needs=(), keys=("moved",))
def moved_out_of_order(context: RuleContext) -> Iterator[Finding]:
    """Moves that are not in order of date."""
    for location, _, activity in context.activities:
        before = None
        for index, move in enumerate(activity.moved):
            place = location.to("moved", index, "date")
            if before is not None and move.date < before:
                message = f"{date_title(move.date)} is before the move above it"
                yield Finding(place, message, "put the oldest first, or correct the day")
            before = move.date


@rule("moved-in-future", "error", dated="today", needs=())
def moved_in_future(context: RuleContext) -> Iterator[Finding]:
    """Moves dated after today."""
    for location, _, activity in context.activities:
        for index, move in enumerate(activity.moved):
            if move.date > context.today:
                message = f"{date_title(move.date)} is still to come"
                help_ = "write the day on which the move was decided"
                yield Finding(location.to("moved", index, "date"), message, help_)


@rule("moved-nowhere", "error", needs=CALENDAR, keys=("when", "moved"))
def moved_nowhere(context: RuleContext) -> Iterator[Finding]:
    """Moves after which the date is the same as before."""
    for location, _, activity in context.activities:
        for label, moves in moves_by_label(activity).items():
            followed = [move.from_ for _, move in moves[1:]] + [activity.when.get(label, "")]
            for (index, move), next_ in zip(moves, followed, strict=True):
                if move.from_.split() == next_.split():
                    message = f'this was moved from "{move.from_}" and stayed there'
                    help_ = "write the new date in when:, or take this move out"
                    yield Finding(location.to("moved", index, "from"), message, help_)
