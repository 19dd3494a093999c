"""Which rows were asked for: by lead, aim, area, academy, committee or term."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal, propose
from sipctl.plan.frozen import frozen
from sipctl.plan.model.scalars import RESULTS, STATUSES
from sipctl.plan.model.statuses import NO_RECORD
from sipctl.plan.state.resolve import judgements_meant, match, readings, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.model.entries import Committee, Lead, Plan
    from sipctl.plan.state.agenda import Row, WorkItem
    from sipctl.plan.timing import TimingContext


@frozen()
class Filters:
    """What was asked for; an empty one keeps everything. Several values of one are alternatives.

    `first` and `last` are the days between which something must fall due, both inclusive.
    """

    leads: tuple[str, ...] = ()
    aims: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()
    academies: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    words: tuple[str, ...] = ()
    """The filters in words, for a heading: `JK`, `aim 2`, `Spring 2025`."""

    def keeps(self, item: WorkItem) -> bool:
        """Whether work was asked for. Work that names no academy is for all that were in the trust
        on one of its dates.
        """
        academies = item.work.academies
        return (
            (not self.leads or any(lead in self.leads for lead in item.leads))
            and (not self.aims or (item.aim is not None and item.aim.id in self.aims))
            and (not self.areas or (item.area is not None and item.area.id in self.areas))
            and (
                not self.academies
                or not academies
                or any(academy in self.academies for academy in academies)
            )
            and not (self.academies and item.standing.not_asked)
            and (not self.statuses or item.standing.status in self.statuses)
        )

    @property
    def span(self) -> tuple[date, date] | None:
        """The days between which something must fall due, if that was asked."""
        return (self.first, self.last) if self.first and self.last else None


@frozen()
class AcademyShare:
    """How much of an answer names the academies that were asked for, and how much names none."""

    academies: tuple[str, ...]
    own: int
    every: int


def academy_share(academies: tuple[str, ...], rows: Iterable[Row]) -> AcademyShare | None:
    """How many activities and KPIs of an answer are the academies' own, and everybody's.

    None where no academy was asked for.
    """
    return share_of(academies, {row.id: row.academies for row in rows})


def share_of(academies: tuple[str, ...], named: Mapping[str, Sequence[str]]) -> AcademyShare | None:
    """How much of an answer is the academies' own; `named` are the academies by id of a thing."""
    if not academies:
        return None
    own = sum(bool(names) for names in named.values())
    return AcademyShare(academies, own, len(named) - own)


def academies_named(plan: Plan, name: str) -> tuple[str, ...]:
    """The academies that an activity or KPI names; none of anything else."""
    thing = plan.find(name)
    named: tuple[str, ...] = getattr(thing.entry, "academies", ()) if thing else ()
    return named


def is_for(plan: Plan, name: str, academies: Sequence[str]) -> bool:
    """Whether something is for some academies: it names one of them, or none."""
    named = academies_named(plan, name)
    return not academies or not named or not set(academies).isdisjoint(named)


def filters_from(
    plan: Plan,
    context: TimingContext,
    *,
    leads: Iterable[str] = (),
    aims: Iterable[str] = (),
    areas: Iterable[str] = (),
    academies: Iterable[str] = (),
    committees: Iterable[str] = (),
    statuses: Iterable[str] = (),
    term: str | None = None,
) -> Filters:
    """Filters from what was typed; raises Refusal for a word that the plan does not know."""
    people = plan.people
    known_leads = known_leads_of(plan)
    its_leads = tuple(_lead(word, known_leads, people.leads) for word in leads)
    its_aims = [int(_known("aim", word, [str(aim.id) for aim in plan.aims])) for word in aims]
    its_areas = tuple(_known("area", word, [area.id for _, area in plan.areas()]) for word in areas)
    its_academies = tuple(_known("academy", word, list(people.academies)) for word in academies)
    bodies = {committee.id: committee for committee in people.committees}
    its_committees = [bodies[_committee(word, bodies)] for word in committees]
    overseen = [aim for committee in its_committees for aim in committee.oversees]
    if its_committees:
        its_aims = [aim for aim in its_aims or overseen if aim in overseen] or [0]
    its_statuses = _statuses(statuses, plan.about.settings.colours)
    first, last, title = term_days(context, term) if term else (None, None, "")
    words = (
        *its_leads,
        *(f"aim {aim}" for aim in aims),
        *(f"area {area}" for area in its_areas),
        *its_academies,
        *(committee.name for committee in its_committees),
        *(status.replace("-", " ") for status in its_statuses),
        *([title] if title else []),
    )
    return Filters(
        *(its_leads, tuple(its_aims), its_areas, its_academies, its_statuses),
        *(first, last, words),
    )


def _statuses(typed: Iterable[str], colours: Mapping[str, str]) -> tuple[str, ...]:
    """The statuses and results that were typed, one by one or between commas: `amber,red`.

    A word that may mean several asks for all of them; raises Refusal for one that means none.
    """
    words = [word.strip() for several in typed for word in several.split(",")]
    judged, known = (*STATUSES, NO_RECORD), (*STATUSES, NO_RECORD, *RESULTS)
    statuses: list[str] = []
    for word in filter(None, words):
        meanings = judgements_meant(word, judged, colours) or judgements_meant(word, RESULTS, {})
        if not meanings:
            raise Refusal(f'--status "{word}" is not a status', propose(word, known))
        statuses += meanings
    return tuple(dict.fromkeys(statuses))


def known_leads_of(plan: Plan) -> list[str]:
    """Everybody who leads: those of people.yaml, then others that some work names."""
    of_activities = (lead for _, _, entry in plan.activities.values() for lead in entry.leads)
    of_kpis = (lead for _, _, kpi in plan.kpis.values() for lead in kpi.leads)
    return list(dict.fromkeys([*plan.people.leads, *of_activities, *of_kpis]))


def term_called(context: TimingContext, name: str) -> Term:
    """The term of a key, a title or a phrase; raises Refusal for none.

    `spring-2025`, `Spring 2025`, `Spr 2024/25`, `T4 2025`.
    """
    calendar = context.calendar
    titled = {term.title: term for term in calendar.terms}
    title = match(name, titled)
    if title is not None:
        return titled[title]
    keys = {term.key: term for term in calendar.terms}
    named = name if name in keys else _period_meant(context, name)
    if named in keys:
        return keys[named]
    return keys[resolve(name, list(keys), f'--term "{name}" is not a term of the calendar')]


def _period_meant(context: TimingContext, phrase: str) -> str:
    """The key of the one period that a phrase of the timing language means; empty for none."""
    from sipctl.plan.timing import Timing, read

    timing = read(phrase, context)
    periods = [each.period for each in timing.occurrences] if isinstance(timing, Timing) else []
    return periods[0] if len(periods) == 1 else ""


def term_days(context: TimingContext, name: str) -> tuple[date, date, str]:
    """A term's first day, its last with the holiday after it, and its title; raises Refusal."""
    term = term_called(context, name)
    after = context.calendar.next_term(term)
    summer_ends = date(term.ends.year, 8, 31)  # of the calendar's last term, the holiday is unknown
    last = after.starts - timedelta(days=1) if after else max(term.ends, summer_ends)
    return term.starts, last, term.title


def _committee(word: str, bodies: Mapping[str, Committee]) -> str:
    """The short name of a committee, from that or from the beginning of its name."""
    titles = {committee.name: short for short, committee in bodies.items()}
    titled = readings(word, titles, beginnings=True)
    if len(titled) != 1 or match(word, bodies) is not None:
        return _known("committee", word, list(bodies))
    return titles[titled[0]]


def _lead(word: str, known: list[str], leads: Mapping[str, Lead]) -> str:
    """The initials of a lead, from those or from a role; raises Refusal for the role of several."""
    role = " ".join(word.split()).casefold()
    holders = [name for name, lead in leads.items() if (lead.role or "").casefold() == role != ""]
    if not holders or match(word, known) is not None:
        return _known("lead", word, known)
    if len(holders) > 1:
        raise Refusal(f'--lead "{word}" is the role of {len(holders)}', propose("", holders))
    return holders[0]


def _known(kind: str, word: str, known: list[str]) -> str:
    if not known:
        raise Refusal(f'--{kind} "{word}": this plan names none', "leave the option out")
    return resolve(word, known, f'--{kind} "{word}" is not in this plan')
