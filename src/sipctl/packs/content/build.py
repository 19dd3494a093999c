"""A plan, a term and a day → everything that a pack says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.content import activities, sections
from sipctl.packs.content import model as t
from sipctl.packs.content.context import ROLELESS, PackContext, PackRequest
from sipctl.plan.state.filters import known_leads_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import About, Plan
    from sipctl.plan.timing import TimingContext

RESULTS = {
    "met": ("green", "the measure shows what was hoped for"),
    "partly-met": ("amber", "it shows some of it"),
    "not-met": ("red", "it does not show it"),
}


def build_pack(
    plan: Plan,
    frame: TimingContext,
    asked: PackRequest,
    faults: Sequence[Fault] = (),
    where: Callable[[str], str] = str,
    shown: Callable[[str], str] = str,
) -> t.Pack:
    """The whole of a pack. `where` names the place of an id for people, `shown` that of a file."""
    scene = PackContext(plan, frame, asked, faults, where, shown)
    about, calendar = plan.about, frame.calendar
    whole = sections.whole(scene)
    after = calendar.next_term(asked.term)
    before = _term_before(scene)
    return t.Pack(
        title=about.title,
        body=about.body.name,
        trust=about.school is None,
        short=about.body.short,
        source=about.source,
        starts=about.runs.from_,
        ends=about.runs.to,
        purpose=_purpose(about),
        day=asked.day,
        before=scene.before,
        term=_term(scene, asked.term),
        last=_term(scene, before) if before else None,
        next=_term(scene, after) if after else None,
        over=asked.day > asked.term.ends,
        asked=_asked_words(scene),
        whole=whole,
        committees=tuple(_committees(scene, whole)),
        overseers=tuple(_overseers(scene)),
        owners=tuple(_owners(scene, whole)),
        timeline=tuple(_timeline(scene)),
        terms=tuple(_term(scene, one) for one in calendar.terms_of_year(asked.term.year)),
        statuses=_key(sections.KEY, about.settings.colours),
        results=_key(RESULTS, {}),
        unnamed=_unnamed(scene),
        confidential=asked.confidential,
        command=asked.command,
        made_by=asked.made_by,
        revision=asked.revision,
    )


def _purpose(about: About) -> t.Purpose:
    return t.Purpose(
        mission=about.mission,
        vision=about.vision,
        values=tuple(one.name for one in about.values),
        accountability=about.accountability,
        global_priority=about.global_priority,
    )


def _term(scene: PackContext, term: Term) -> t.Term:
    return t.Term(
        key=term.key,
        title=term.title,
        year=term.year,
        starts=term.starts,
        ends=term.ends,
        half_term=term.half_term,
        until=scene.until_of(term),
        provisional=term.provisional,
    )


def _term_before(scene: PackContext) -> Term | None:
    """The term before, if the plan had begun by its end."""
    earlier = [
        one
        for one in scene.frame.calendar.sound_terms
        if one.starts < scene.asked.term.starts and one.ends >= scene.plan.about.runs.from_
    ]
    return earlier[-1] if earlier else None


def _key(words: dict[str, tuple[str, str]], colours: dict[str, str]) -> tuple[t.StatusWord, ...]:
    return tuple(
        t.StatusWord(status=word, colour=colours.get(word, colour), means=means)
        for word, (colour, means) in words.items()
    )


def _asked_words(scene: PackContext) -> tuple[str, ...]:
    filters = scene.asked.filters
    leads = scene.names(filters.leads)
    return (*leads, *filters.words[len(leads) :])


def _unnamed(scene: PackContext) -> int:
    """How many leads of this pack have no role, where roles were asked for."""
    leads = {lead for one in scene.now for lead in one.leads}
    return sum(scene.name(lead) == ROLELESS for lead in leads)


# --- who has what of it --------------------------------------------------------------------------


def _committees(scene: PackContext, whole: t.PackSection) -> Iterator[t.Committee]:
    """Each committee with what it oversees, then the aims that none does."""
    known = {aim.id for aim in whole.aims}
    told: dict[tuple[int, ...], t.Committee] = {}
    for one in scene.plan.people.committees:
        aims = tuple(sorted(aim for aim in one.oversees if aim in known))
        if aims:
            first = told.get(aims)
            part = first.part if first else _of_aims(whole, aims)
            same = first.name if first else None
            made = t.Committee(id=one.id, name=one.name, aims=aims, part=part, same_as=same)
            told.setdefault(aims, made)
            yield made
    overseen = {aim for aims in told for aim in aims}
    rest = tuple(sorted(known - overseen))
    if rest:
        part = _of_aims(whole, rest)
        yield t.Committee(id="", name="The whole board", aims=rest, part=part, same_as=None)


def _of_aims(whole: t.PackSection, aims: Sequence[int]) -> t.PackSection:
    ids: set[str] = set()
    for aim in whole.aims:
        if aim.id in aims:
            ids.add(str(aim.id))
            for area in aim.areas:
                ids.add(area.id)
                ids.update(one.id for one in area.work)
                ids.update(one.id for one in area.kpis)
    return sections.cut(whole, ids)


def _owners(scene: PackContext, whole: t.PackSection) -> Iterator[t.Owner]:
    """Everybody who leads something of what was asked for; of leads asked for, those alone."""
    people = scene.plan.people.leads
    for lead in scene.asked.filters.leads or known_leads_of(scene.plan):
        ids = {one.work.id for one in scene.now if lead in one.leads}
        if not ids and lead not in scene.asked.filters.leads:
            continue
        entry = people.get(lead)
        yield t.Owner(
            name=scene.name(lead),
            role=entry.role if entry else None,
            left=entry.left if entry else None,
            part=sections.cut(whole, ids),
        )


def _overseers(scene: PackContext) -> Iterator[t.Overseer]:
    people = scene.plan.people
    for one in (*people.trustees, *people.governors):
        for link in one.links:
            name = "" if scene.asked.roles else one.name
            yield t.Overseer(name=name, role=link.role, aims=link.oversees)


# --- the term among the others -------------------------------------------------------------------


def _timeline(scene: PackContext) -> Iterator[t.TermSummary]:
    """Every term of the plan's years, with what became of the dates that fall due in it."""
    runs = scene.plan.about.runs
    occurrences = [
        occurrence
        for subject in activities.activities(scene)
        if subject.standing.status != "withdrawn"
        for row in scene.rows(subject, scene.day)
        for occurrence in row.occurrences
    ]
    for term in scene.frame.calendar.sound_terms:
        if term.ends < runs.from_ or term.starts > runs.to:
            continue
        until = scene.until_of(term)
        its = [one for one in occurrences if term.starts <= one.due <= until]
        late = sum(occurrence.late for occurrence in its)
        settled = sum(occurrence.settled for occurrence in its) - late
        missed = sum(occurrence.missed for occurrence in its)
        yield t.TermSummary(
            term=_term(scene, term),
            this=term.key == scene.asked.term.key,
            due=len(its),
            settled=settled,
            late=late,
            missed=missed,
            ahead=len(its) - settled - late - missed,
        )
