"""What rules look at: a plan laid out flat, each thing with the place where it stands.

A rule is a generator of findings, registered with its slug and severity. Its docstring is the
manual page that `sipctl check --explain SLUG` shows, so it speaks to whoever keeps the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.faults import Fault, Route, Severity, propose
from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, Kpi
from sipctl.plan.state import progress
from sipctl.plan.timing import Timing, read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from sipctl.plan.model.entries import Aim, Area, Move, Plan, Record
    from sipctl.plan.timing import TimingContext, Unreadable

T = TypeVar("T")

_CANDIDATES, _ASKED_MOST = 400, 100
"""How many words are looked through for the nearest one, and how often in one plan."""


# --- rules and what they find --------------------------------------------------------------------


class Location(NamedTuple):
    """A place in the plan: a file within its folder, and the route to a value in it."""

    file: str
    route: Route = ()

    def to(self, *steps: str | int) -> Location:
        """A place further in."""
        return Location(self.file, (*self.route, *steps))


class Finding(NamedTuple):
    """What a rule found: where, what is wrong, and what to type."""

    spot: Location
    message: str
    help: str
    part: tuple[int, int] | None = None
    key: bool = False


@frozen()
class Rule:
    """One way in which a plan can be unsound."""

    slug: str
    severity: Severity
    find: Callable[[RuleContext], Iterator[Finding]]
    of_the_day: bool
    """Whether it hangs on which day it is; every other rule speaks of the plan alone."""

    def faults(self, survey: RuleContext) -> Iterator[Fault]:
        """Every fault of this kind."""
        for spot, message, helped, part, key in self.find(survey):
            yield Fault(self.slug, self.severity, message, helped, spot.file, spot.route, part, key)


RULES: dict[str, Rule] = {}


def rule(
    slug: str, severity: Severity, *, of_the_day: bool = False
) -> Callable[
    [Callable[[RuleContext], Iterator[Finding]]], Callable[[RuleContext], Iterator[Finding]]
]:
    """Registers a generator of findings under its slug."""

    def register(
        find: Callable[[RuleContext], Iterator[Finding]],
    ) -> Callable[[RuleContext], Iterator[Finding]]:
        RULES[slug] = Rule(slug, severity, find, of_the_day)
        return find

    return register


# --- the plan laid out flat ----------------------------------------------------------------------


class AimAt(NamedTuple):
    """An aim and where it stands."""

    spot: Location
    aim: Aim


class AreaAt(NamedTuple):
    """An area and where it stands."""

    spot: Location
    aim: Aim
    area: Area


class ActivityAt(NamedTuple):
    """An activity and where it stands."""

    spot: Location
    area: Area
    it: Activity


class KpiAt(NamedTuple):
    """A KPI and where it stands; a trust-wide one belongs to no area."""

    spot: Location
    area: Area | None
    it: Kpi


class RecordAt(NamedTuple):
    """A record and where it stands."""

    spot: Location
    it: Record

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.spot.file.rsplit("/", 1)[-1]


class Phrase(NamedTuple):
    """A phrase of the timing language, as it stands in an activity or a KPI."""

    spot: Location
    kind: Literal["when", "starts", "moved", "baseline", "monitored"]
    text: str


@dataclass(frozen=True, eq=False)
class RuleContext:
    """A plan, what its phrases are read against, and the day on which it is looked at.

    Things that share an id are all here; `Plan` itself keeps the first of them.
    """

    plan: Plan
    given: TimingContext
    today: date
    _made: dict[Any, Any] = field(default_factory=dict)
    _asked: list[str] = field(default_factory=list)

    def once(self, make: Callable[[RuleContext], T]) -> T:
        """What `make` makes of this survey, made once for all the rules that need it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def aims(self) -> list[AimAt]:
        """Every aim."""
        pairs = zip(self.plan.aims, self.plan.aim_files, strict=True)
        return [AimAt(Location(file), aim) for aim, file in pairs]

    @cached_property
    def areas(self) -> list[AreaAt]:
        """Every area."""
        return [
            AreaAt(spot.to("areas", at), aim, area)
            for spot, aim in self.aims
            for at, area in enumerate(aim.areas)
        ]

    @cached_property
    def activities(self) -> list[ActivityAt]:
        """Every activity."""
        return [
            ActivityAt(spot.to("activities", at), area, activity)
            for spot, _, area in self.areas
            for at, activity in enumerate(area.activities)
        ]

    @cached_property
    def kpis(self) -> list[KpiAt]:
        """Every KPI, the trust-wide ones first."""
        about = Location("plan.yaml")
        wide = [
            KpiAt(about.to("kpis", at), None, kpi) for at, kpi in enumerate(self.plan.about.kpis)
        ]
        return wide + [
            KpiAt(spot.to("kpis", at), area, kpi)
            for spot, _, area in self.areas
            for at, kpi in enumerate(area.kpis)
        ]

    @property
    def works(self) -> Iterator[ActivityAt | KpiAt]:
        """Every activity and every KPI."""
        yield from self.activities
        yield from self.kpis

    @cached_property
    def records(self) -> list[RecordAt]:
        """Every record, in order of path."""
        return [RecordAt(Location(path), record) for path, record in self.plan.records.items()]

    @cached_property
    def phrases(self) -> dict[str, list[Phrase]]:
        """Every phrase about an activity or a KPI, by its text: a plan says few things often."""
        by_text: dict[str, list[Phrase]] = {}
        for phrase in self._phrases():
            by_text.setdefault(phrase.text, []).append(phrase)
        return by_text

    def _phrases(self) -> Iterator[Phrase]:
        for spot, _, activity in self.activities:
            yield from _labelled(spot, "when", activity.when)
            if activity.starts is not None:
                yield Phrase(spot.to("starts"), "starts", activity.starts)
            for at, move in enumerate(activity.moved):
                yield Phrase(spot.to("moved", at, "from"), "moved", move.from_)
        for spot, _, kpi in self.kpis:
            if kpi.baseline is not None:
                yield Phrase(spot.to("baseline"), "baseline", kpi.baseline)
            yield from _labelled(spot, "monitored", kpi.monitored)

    # -- reading

    @cached_property
    def runs_forward(self) -> bool:
        """Whether the plan ends after it begins: if not, no date in it can be judged."""
        return self.given.starts <= self.given.ends

    @cached_property
    def rhythms(self) -> list[tuple[Location, str, Timing | Unreadable]]:
        """What plan.yaml and calendar.yaml give as a rhythm, as it reads."""
        found = [(Location("plan.yaml", ("settings", "review")), self.given.review)]
        meetings = Location("calendar.yaml", ("meetings",))
        for name, meeting in self.plan.calendar.meetings.items():
            if meeting.every is not None:
                found.append((meetings.to(name, "every"), meeting.every))
        return [(spot, text, read(text, self.given)) for spot, text in found]

    @cached_property
    def frame(self) -> TimingContext:
        """The plan's frame without rhythms that are none: those are told where they stand."""
        bad = {spot.route for spot, _, reading in self.rhythms if not is_rhythm(reading)}
        if not bad:
            return self.given
        meetings = tuple(
            replace(meeting, every=None) if ("meetings", meeting.id, "every") in bad else meeting
            for meeting in self.given.calendar.meetings
        )
        review = "termly" if ("settings", "review") in bad else self.given.review
        calendar = replace(self.given.calendar, meetings=meetings)
        return replace(self.given, calendar=calendar, review=review)

    @cached_property
    def dateless(self) -> TimingContext | None:
        """The frame as it was before any meeting's dates were known; None if none are."""
        calendar = self.frame.calendar
        if not any(meeting.dates for meeting in calendar.meetings):
            return None
        meetings = tuple(replace(meeting, dates=()) for meeting in calendar.meetings)
        return replace(self.frame, calendar=replace(calendar, meetings=meetings))

    def read(self, phrase: str) -> Timing | Unreadable:
        """What a phrase means in this plan."""
        return read(phrase, self.frame)

    def timing(self, phrase: str, frame: TimingContext | None = None) -> Timing | None:
        """What a phrase means in this plan (or in another frame); None if it cannot be read."""
        reading = read(phrase, frame or self.frame)
        return reading if isinstance(reading, Timing) else None

    @cached_property
    def years(self) -> str:
        """The plan's first and last day, in words."""
        return f"from {date_title(self.given.starts)} to {date_title(self.given.ends)}"

    # -- ids

    @cached_property
    def known(self) -> dict[str, Activity | Kpi]:
        """Every activity and KPI by id."""
        found: dict[str, Activity | Kpi] = {key: it for key, (_, _, it) in self.plan.kpis.items()}
        return found | {key: it for key, (_, _, it) in self.plan.activities.items()}

    def propose(self, word: str, known: Collection[str], *, otherwise: str = "") -> str:
        """As `faults.propose`; but a plan with no end of unknown words is not made to wait."""
        self._asked.append(word)
        if len(self._asked) > _ASKED_MOST:
            return otherwise
        return propose(word, list(known)[:_CANDIDATES], otherwise=otherwise)

    def propose_id(self, name: str, known: Collection[str]) -> str:
        """The known id that one slip makes into `name`, as a help line."""
        near = next((one for one in _slips(name) if one in known), None)
        return f'did you mean "{near}"?' if near else "sipctl list shows every id"

    # -- records

    def standing(self, activity: Activity) -> progress.WorkProgress:
        """Where an activity stands today, by its records."""
        records = self.plan.records_of.get(activity.id, ())
        return progress.of_activity(activity, records, self.frame, self.today)

    def is_over(self, activity: Activity) -> bool:
        """Whether an activity is complete or withdrawn, so that nothing more is asked of it."""
        if activity.id not in self.plan.records_of:
            return False
        return self.standing(activity).status in ("complete", "withdrawn")


def _labelled(
    spot: Location, kind: Literal["when", "monitored"], phrases: dict[str, str]
) -> Iterator[Phrase]:
    alone = len(phrases) == 1
    for label, text in phrases.items():
        yield Phrase(spot.to(kind) if alone and not label else spot.to(kind, label), kind, text)


def is_rhythm(reading: Timing | Unreadable) -> bool:
    """Whether a phrase says how often something comes back, by itself: `termly`, `every July`."""
    if not isinstance(reading, Timing) or reading.cadence is None or reading.open_ended:
        return False
    return not reading.cadence.startswith("at each")


# --- words ---------------------------------------------------------------------------------------


def called(it: Activity | Kpi) -> str:
    """`activity 2a.3`, `KPI 2a.k1`."""
    return f"{'activity' if isinstance(it, Activity) else 'KPI'} {it.id}"


def _slips(name: str) -> Iterator[str]:
    """What an id may have been before one slip of the finger; the likeliest first."""
    cuts = [(name[:at], name[at:]) for at in range(len(name), -1, -1)]
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    yield from (left + right[1:] for left, right in cuts if right)
    letters = f".{digits}{ascii_lowercase}"
    yield from (left + one + right[1:] for left, right in cuts if right for one in letters)
    yield from (left + one + right for left, right in cuts for one in letters)


def moves_by_label(activity: Activity) -> dict[str, list[tuple[int, Move]]]:
    """An activity's moves by the milestone they move, each with its place in the list."""
    found: dict[str, list[tuple[int, Move]]] = {}
    for at, move in enumerate(activity.moved):
        found.setdefault(move.milestone or "", []).append((at, move))
    return found


def and_all(words: Collection[str]) -> str:
    """`a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
