"""What a rule is given and what it yields: a plan laid out flat, and findings at locations.

A rule is a generator of findings, registered with its slug and severity.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.faults import Fault, Route, Severity, nearest, propose
from sipctl.plan.frozen import frozen
from sipctl.plan.model.entries import Activity, Kpi
from sipctl.plan.rules.locations import (
    ActivityAt,
    AimAt,
    AreaAt,
    KpiAt,
    Location,
    PhraseAt,
    RecordAt,
)
from sipctl.plan.state import progress
from sipctl.plan.timing import Timing, read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from sipctl.plan.model.entries import Move, Plan
    from sipctl.plan.timing import TimingContext, Unreadable

T = TypeVar("T")

_MOST_CANDIDATES, _MOST_LOOKUPS = 400, 100
"""How many known words are compared with an unknown one, and how often in one plan."""


Dated = Literal["", "day", "today"]
"""`day`: the findings hold on the day that is asked about, in the past too. `today`: they are about
what lies in the future, and are left out of answers about other days."""

# --- rules and what they find --------------------------------------------------------------------


class Finding(NamedTuple):
    """One fault as a rule yields it: its location, what is wrong, and what to type.

    `part` and `key` are those of `Fault`.
    """

    location: Location
    message: str
    help: str
    part: tuple[int, int] | None = None
    key: bool = False


Need = tuple[str, "Route"]
"""A kind of file, or `ids` for whatever has an id; and the route in it that may not be lost."""


def need(kind: str, *route: str) -> Need:
    """A kind of file with a route in it: `need("people", "leads")`."""
    return kind, route


CALENDAR = (need("calendar"), need("plan", "runs"), need("plan", "settings"))
"""The needs of rules that work out days."""
IDS = (need("ids"),)


@frozen()
class Rule:
    """A generator of findings, and what all its faults have in common."""

    slug: str
    severity: Severity
    find: Callable[[RuleContext], Iterator[Finding]]
    needs: tuple[Need, ...]
    """The rule waits where a plan with faults lost one of these."""
    keys: tuple[str, ...] = ()
    """Its findings about an entry are left out where the entry lost one of these keys."""
    dated: Dated = ""
    """Whether its findings depend on the day that is asked about, or on today."""

    def faults(self, context: RuleContext) -> Iterator[Fault]:
        """The findings as faults."""
        for location, message, help_, part, key in self.find(context):
            yield Fault(
                self.slug, self.severity, message, help_, location.file, location.route, part, key
            )


RULES: dict[str, Rule] = {}


def rule(
    slug: str,
    severity: Severity,
    *,
    needs: tuple[Need, ...],
    keys: tuple[str, ...] = (),
    dated: Dated = "",
) -> Callable[
    [Callable[[RuleContext], Iterator[Finding]]], Callable[[RuleContext], Iterator[Finding]]
]:
    """Registers a generator of findings under its slug."""

    def register(
        find: Callable[[RuleContext], Iterator[Finding]],
    ) -> Callable[[RuleContext], Iterator[Finding]]:
        RULES[slug] = Rule(slug, severity, find, needs, keys, dated)
        return find

    return register


# --- the plan laid out flat ----------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class RuleContext:
    """A plan, what its phrases are read against, and the day on which it is checked.

    Things that share an id are all here; `Plan` itself keeps the first of them.
    """

    plan: Plan
    unchecked: TimingContext
    """The plan's timing context as written: its recurrences may be unreadable."""
    today: date
    dates_known: bool = True
    """Whether the plan lost nothing of `CALENDAR`, so that days can be worked out."""
    _cache: dict[Any, Any] = field(default_factory=dict)
    _looked_up: list[str] = field(default_factory=list)

    def cached(self, compute: Callable[[RuleContext], T]) -> T:
        """The value of `compute(self)`, computed once for all the rules that need it."""
        if compute not in self._cache:
            self._cache[compute] = compute(self)
        value: T = self._cache[compute]
        return value

    @cached_property
    def aims(self) -> list[AimAt]:
        """Every aim."""
        pairs = zip(self.plan.aims, self.plan.aim_files, strict=True)
        return [AimAt(Location(file), aim) for aim, file in pairs]

    @cached_property
    def areas(self) -> list[AreaAt]:
        """Every area."""
        return [
            AreaAt(location.to("areas", index), aim, area)
            for location, aim in self.aims
            for index, area in enumerate(aim.areas)
        ]

    @cached_property
    def activities(self) -> list[ActivityAt]:
        """Every activity."""
        return [
            ActivityAt(location.to("activities", index), area, activity)
            for location, _, area in self.areas
            for index, activity in enumerate(area.activities)
        ]

    @cached_property
    def kpis(self) -> list[KpiAt]:
        """Every KPI, the trust-wide ones first."""
        top = Location("plan.yaml")
        trust_wide = [
            KpiAt(top.to("kpis", index), None, kpi)
            for index, kpi in enumerate(self.plan.about.kpis)
        ]
        return trust_wide + [
            KpiAt(location.to("kpis", index), area, kpi)
            for location, _, area in self.areas
            for index, kpi in enumerate(area.kpis)
        ]

    @property
    def items(self) -> Iterator[ActivityAt | KpiAt]:
        """Every activity and every KPI."""
        yield from self.activities
        yield from self.kpis

    @cached_property
    def records(self) -> list[RecordAt]:
        """Every record, in order of path."""
        return [RecordAt(Location(path), record) for path, record in self.plan.records.items()]

    @cached_property
    def phrases(self) -> dict[str, list[PhraseAt]]:
        """Every phrase of the timing language, by its text: most texts are used often."""
        by_text: dict[str, list[PhraseAt]] = {}
        for phrase in self._phrases():
            by_text.setdefault(phrase.text, []).append(phrase)
        return by_text

    def _phrases(self) -> Iterator[PhraseAt]:
        for location, _, activity in self.activities:
            yield from _labelled(location, "when", activity.when)
            if activity.starts is not None:
                yield PhraseAt(location.to("starts"), "starts", activity.starts)
            for index, move in enumerate(activity.moved):
                yield PhraseAt(location.to("moved", index, "from"), "moved", move.from_)
        for location, _, kpi in self.kpis:
            if kpi.baseline is not None:
                yield PhraseAt(location.to("baseline"), "baseline", kpi.baseline)
            yield from _labelled(location, "monitored", kpi.monitored)
            if kpi.figures and kpi.figures.by is not None:
                yield PhraseAt(location.to("target", "by"), "target", kpi.figures.by)
        for location, record in self.records:
            if record.new_date_wanted is not None:
                location = location.to("new_date_wanted")
                yield PhraseAt(location, "wanted", record.new_date_wanted)

    # -- reading

    @property
    def starts(self) -> date:
        """The plan's first day."""
        return self.unchecked.starts

    @property
    def ends(self) -> date:
        """The plan's last day."""
        return self.unchecked.ends

    @cached_property
    def runs_forward(self) -> bool:
        """Whether the plan does not end before it begins; if it does, no date can be judged."""
        return self.starts <= self.ends

    @cached_property
    def recurrences(self) -> list[tuple[Location, str, Timing | Unreadable]]:
        """The recurrences in plan.yaml and calendar.yaml: location, text and reading of each."""
        texts = [(Location("plan.yaml", ("settings", "review")), self.unchecked.review)]
        meetings = Location("calendar.yaml", ("meetings",))
        for name, meeting in self.plan.calendar.meetings.items():
            if meeting.every is not None:
                texts.append((meetings.to(name, "every"), meeting.every))
        return [(location, text, read(text, self.unchecked)) for location, text in texts]

    @cached_property
    def timing_context(self) -> TimingContext:
        """The plan's timing context without the recurrences that cannot be read as such."""
        bad = {
            location.route
            for location, _, reading in self.recurrences
            if not is_recurrence(reading)
        }
        if not bad:
            return self.unchecked
        meetings = tuple(
            replace(meeting, every=None) if ("meetings", meeting.id, "every") in bad else meeting
            for meeting in self.unchecked.calendar.meetings
        )
        review = "termly" if ("settings", "review") in bad else self.unchecked.review
        calendar = replace(self.unchecked.calendar, meetings=meetings)
        return replace(self.unchecked, calendar=calendar, review=review)

    def read(self, phrase: str) -> Timing | Unreadable:
        """What a phrase means in this plan."""
        return read(phrase, self.timing_context)

    def timing_of(self, phrase: str) -> Timing | None:
        """What a phrase means in this plan; None if it is unreadable."""
        reading = self.read(phrase)
        return reading if isinstance(reading, Timing) else None

    @cached_property
    def years_in_words(self) -> str:
        """`from 1 September 2024 to 31 August 2027`."""
        return f"from {date_title(self.starts)} to {date_title(self.ends)}"

    # -- ids and other words

    @cached_property
    def items_by_id(self) -> dict[str, Activity | Kpi]:
        """Every activity and KPI by id."""
        items: dict[str, Activity | Kpi] = {id_: kpi for id_, (_, _, kpi) in self.plan.kpis.items()}
        return items | {id_: activity for id_, (_, _, activity) in self.plan.activities.items()}

    def propose(self, word: str, known: Collection[str], *, otherwise: str = "") -> str:
        """A help line as `faults.propose` writes it, of limited cost for a whole plan."""
        candidates = self._candidates(word, known)
        return otherwise if candidates is None else propose(word, candidates, otherwise=otherwise)

    def nearest(self, word: str, known: Collection[str]) -> str | None:
        """The known word that is nearest, as `faults.nearest`, of limited cost for a whole plan."""
        candidates = self._candidates(word, known)
        return None if candidates is None else nearest(word, candidates)

    def _candidates(self, word: str, known: Collection[str]) -> list[str] | None:
        """The known words to compare with one; None once too many have been looked up."""
        self._looked_up.append(word)
        return None if len(self._looked_up) > _MOST_LOOKUPS else list(known)[:_MOST_CANDIDATES]

    # -- records

    def progress_of(self, activity: Activity) -> progress.WorkProgress:
        """An activity's progress today, by its records."""
        records = self.plan.records_of.get(activity.id, ())
        return progress.activity_progress(activity, records, self.timing_context, self.today)

    def is_over(self, activity: Activity) -> bool:
        """Whether an activity is complete or withdrawn, so that nothing more falls due."""
        if activity.id not in self.plan.records_of:
            return False
        return self.progress_of(activity).common_status in ("complete", "withdrawn")


def _labelled(
    location: Location, kind: Literal["when", "monitored"], phrases: dict[str, str]
) -> Iterator[PhraseAt]:
    unlabelled = len(phrases) == 1 and "" in phrases
    for label, text in phrases.items():
        yield PhraseAt(location.to(kind) if unlabelled else location.to(kind, label), kind, text)


def is_recurrence(reading: Timing | Unreadable) -> bool:
    """Whether a phrase says how often something comes back, by itself: `termly`, `every July`."""
    if not isinstance(reading, Timing) or reading.cadence is None or reading.open_ended:
        return False
    return not reading.at_meetings


def moves_by_label(activity: Activity) -> dict[str, list[tuple[int, Move]]]:
    """An activity's moves by the milestone they move, each with its index in `moved`."""
    moves: dict[str, list[tuple[int, Move]]] = {}
    for index, move in enumerate(activity.moved):
        moves.setdefault(move.milestone or "", []).append((index, move))
    return moves


# --- words ---------------------------------------------------------------------------------------


def item_name(item: Activity | Kpi) -> str:
    """`activity 2a.3`, `KPI 2a.k1`."""
    return f"{'activity' if isinstance(item, Activity) else 'KPI'} {item.id}"
