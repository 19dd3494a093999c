"""When: every phrase reads, fits the plan's years, and tells of its own past without a break."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.faults import propose
from sipctl.plan.model.scalars import KEY_PATTERN
from sipctl.plan.rules import terms
from sipctl.plan.rules.context import (
    Finding,
    Location,
    RuleContext,
    is_rhythm,
    moves_by_label,
    rule,
)
from sipctl.plan.state.progress import BASELINE
from sipctl.plan.timing import Timing, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.model.entries import Activity, Move
    from sipctl.plan.timing import TimingContext, Unreadable

_LIES_OUTSIDE = "outside the plan's years"


@rule("unreadable-when", "error")
def unreadable_when(survey: RuleContext) -> Iterator[Finding]:
    """Times that cannot be read, or could mean two things."""
    if not survey.runs_forward:
        return
    for spot, text, reading in survey.rhythms:
        helped = "write how often, such as termly, half-termly or monthly"
        if not isinstance(reading, Timing):
            near = reading.help if reading.help.startswith("did you mean") else helped
            yield _unreadable(spot, replace(reading, help=near))
        elif not is_rhythm(reading):
            yield Finding(spot, f'"{text}" does not say how often', helped)
    calendar_sound = survey.once(terms.are_sound)
    for text, phrases in survey.phrases.items():
        reading = survey.read(text)
        if not isinstance(reading, Timing) and (calendar_sound or not _blames_calendar(reading)):
            yield from (_unreadable(phrase.spot, reading) for phrase in phrases)


def _unreadable(spot: Location, reading: Unreadable) -> Finding:
    return Finding(spot, reading.message, reading.help, (reading.start, reading.end))


def _blames_calendar(reading: Unreadable) -> bool:
    """Whether the calendar is what makes a phrase unreadable; its own faults are told already."""
    return "calendar.yaml" in reading.message or "calendar.yaml" in reading.help


@rule("outside-plan", "warning")
def outside_plan(survey: RuleContext) -> Iterator[Finding]:
    """Times with a date outside the years of the plan."""
    if not survey.once(terms.days_hold):
        return
    helped = f"the plan runs {survey.years}: change this, or the years in plan.yaml"
    for text, phrases in survey.phrases.items():
        timing = survey.timing(text)
        if timing is None or timing.as_needed:
            continue
        after, outside = _after(survey, timing), _outside(survey, timing)
        for phrase in phrases if after or outside else ():
            wrong = after or (outside if phrase.kind != "starts" else None)
            if wrong and phrase.kind not in ("baseline", "moved"):
                yield Finding(phrase.spot, f'"{text}" {wrong}', helped)


def _after(survey: RuleContext, timing: Timing) -> str | None:
    if any(one.opens > survey.given.ends for one in timing.occurrences):
        return "is after the plan has ended"
    return None


def _outside(survey: RuleContext, timing: Timing) -> str | None:
    starts, ends = survey.given.starts, survey.given.ends
    # The window that leads a series has no occurrence if it lies outside: only a note tells it.
    if not timing.occurrences or any(_LIES_OUTSIDE in note for note in timing.notes):
        return f"has a date {_LIES_OUTSIDE}"
    if any(one.due < starts for one in timing.occurrences):
        return "is before the plan begins"
    if any(one.due > ends for one in timing.occurrences):
        return "goes on after the plan has ended"
    return None


@rule("meeting-dates-unknown", "warning")
def meeting_dates_unknown(survey: RuleContext) -> Iterator[Finding]:
    """Meetings that work depends on, without dates or a recurrence."""
    if not survey.once(terms.days_hold):
        return
    texts = [text for text in survey.phrases if _at_each(survey.timing(text))]
    for name, meeting in survey.plan.calendar.meetings.items() if texts else ():
        if meeting.every is not None:
            continue
        frame = _if_it_had_a_rhythm(survey.frame, name)
        if any(read(text, frame) != survey.read(text) for text in texts):
            message = f'nobody has said when or how often "{meeting.name}" meets'
            helped = (
                "add every: with how often it meets, such as every: half-termly; until then "
                f"what happens at it is looked for {survey.frame.review}"
            )
            yield Finding(Location("calendar.yaml", ("meetings", name)), message, helped, key=True)


def _at_each(timing: Timing | None) -> bool:
    return timing is not None and (timing.cadence or "").startswith("at each")


def _if_it_had_a_rhythm(frame: TimingContext, name: str) -> TimingContext:
    """The frame in which one meeting has some rhythm: what it changes leans on having none."""
    meetings = tuple(
        replace(meeting, every="weekly") if meeting.id == name else meeting
        for meeting in frame.calendar.meetings
    )
    return replace(frame, calendar=replace(frame.calendar, meetings=meetings))


@rule("starts-after-due", "error")
def starts_after_due(survey: RuleContext) -> Iterator[Finding]:
    """Activities that start after they are due."""
    if not survey.once(terms.days_hold):
        return
    for spot, _, activity in survey.activities:
        start = survey.timing(activity.starts) if activity.starts else None
        if start is None or not start.occurrences:
            continue
        readings = [survey.timing(phrase) for phrase in activity.when.values()]
        dues = [one.due for reading in readings if reading for one in reading.occurrences]
        opens = start.occurrences[0].opens
        if dues and opens > max(dues):
            message = (
                f"activity {activity.id} starts on {date_title(opens)}, "
                f"after it is due ({date_title(max(dues))})"
            )
            yield Finding(spot.to("starts"), message, "correct whichever of the two is wrong")


@rule("bad-label", "error")
def bad_label(survey: RuleContext) -> Iterator[Finding]:
    """Milestones without a name, or whose name could be taken for a date."""
    works = [(spot, activity.when, "when") for spot, _, activity in survey.activities]
    works += [(spot, kpi.monitored, "monitored") for spot, _, kpi in survey.kpis]
    for spot, phrases, key in works:
        for label in phrases if len(phrases) > 1 or "" not in phrases else ():
            wrong = _wrong_label(label, key)
            if wrong:
                helped = "write what is to be reached, such as Launch: January 2025"
                yield Finding(spot.to(key, label), wrong, helped, key=True)


def _wrong_label(label: str, key: str) -> str | None:
    if not label.strip():
        return "this milestone has no name"
    if KEY_PATTERN.fullmatch(label):
        return f'the milestone "{label}" could be taken for a date'
    if key == "monitored" and label == BASELINE:
        return '"baseline" is the name of the KPI\'s baseline'
    return None


# --- what was moved ------------------------------------------------------------------------------


@rule("moved-milestone", "error")
def moved_milestone(survey: RuleContext) -> Iterator[Finding]:
    """Moves of a milestone that the activity does not have."""
    for spot, _, activity in survey.activities:
        for at, move in enumerate(activity.moved):
            if (move.milestone or "") not in activity.when:
                named = "milestone" if move.milestone else "from"
                place = spot.to("moved", at, named)
                yield Finding(place, *_unknown_milestone(activity, move))


def _unknown_milestone(activity: Activity, move: Move) -> tuple[str, str]:
    labels = [label for label in activity.when if label]
    if not activity.when:
        helped = "write when: with the date that it has now, or record it as paused or withdrawn"
        return f"activity {activity.id} was moved, and has no date now", helped
    if not labels:
        message = f'activity {activity.id} has one date and no milestone "{move.milestone}"'
        return message, "take milestone: out here"
    if move.milestone is None:
        message = f"this does not say which milestone of activity {activity.id} was moved"
        return message, f"write milestone: with one of: {', '.join(labels)}"
    message = f'activity {activity.id} has no milestone "{move.milestone}"'
    return message, propose(move.milestone, labels, otherwise="write one that stands under when:")


@rule("moved-out-of-order", "error")
def moved_out_of_order(survey: RuleContext) -> Iterator[Finding]:
    """Moves that are not in order of date."""
    for spot, _, activity in survey.activities:
        before = None
        for at, move in enumerate(activity.moved):
            place = spot.to("moved", at, "date")
            if before is not None and move.date < before:
                message = f"{date_title(move.date)} is before the move above it"
                yield Finding(place, message, "put the oldest first, or correct the day")
            before = move.date


@rule("moved-in-future", "error", of_the_day=True)
def moved_in_future(survey: RuleContext) -> Iterator[Finding]:
    """Moves dated after today."""
    for spot, _, activity in survey.activities:
        for at, move in enumerate(activity.moved):
            if move.date > survey.today:
                message = f"{date_title(move.date)} is still to come"
                helped = "write the day on which the move was decided"
                yield Finding(spot.to("moved", at, "date"), message, helped)


@rule("moved-nowhere", "error")
def moved_nowhere(survey: RuleContext) -> Iterator[Finding]:
    """Moves after which the date is the same as before."""
    for spot, _, activity in survey.activities:
        for label, moves in moves_by_label(activity).items():
            followed = [move.from_ for _, move in moves[1:]] + [activity.when.get(label, "")]
            for (at, move), then in zip(moves, followed, strict=True):
                if move.from_.split() == then.split():
                    message = f'this was moved from "{move.from_}" and stayed there'
                    helped = "write the new date in when:, or take this move out"
                    yield Finding(spot.to("moved", at, "from"), message, helped)
