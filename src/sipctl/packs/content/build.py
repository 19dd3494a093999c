"""Builds the content of a pack from a plan, a term and a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.packs.content import activities, model
from sipctl.packs.content.context import PackContext, PackRequest
from sipctl.packs.content.initials import leads_without_role
from sipctl.packs.content.items import StatusWord, field_values
from sipctl.packs.content.paper.build import build_paper
from sipctl.packs.content.sections.build import whole_section
from sipctl.packs.content.sections.frameworks import framework_sections
from sipctl.packs.content.sections.people import committee_sections, lead_sections
from sipctl.plan.model.statuses import RESULT_INFO, STATUS_INFO
from sipctl.plan.state.filters import share_of
from sipctl.views.text.english import share_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import About, Plan
    from sipctl.plan.model.statuses import StatusInfo
    from sipctl.plan.state.progress import OccurrenceState
    from sipctl.plan.timing import TimingContext


def build_pack(
    plan: Plan,
    timing: TimingContext,
    request: PackRequest,
    faults: Sequence[Fault] = (),
    where: Callable[[str], str] = str,
    shown: Callable[[str], str] = str,
) -> model.Pack:
    """The content of a pack. `where` gives an id's file and line, `shown` a file's path."""
    context = PackContext(plan, timing, request, faults, where, shown)
    about, calendar = plan.about, timing.calendar
    whole = whole_section(context)
    covered = tuple(framework_sections(context, whole))
    after = calendar.next_term(request.term)
    before = _term_before(context)
    pack = model.Pack(
        title=about.title,
        body=about.body.name,
        trust=about.school is None,
        short=about.body.short,
        source=about.source,
        starts=about.runs.from_,
        ends=about.runs.to,
        purpose=_purpose(about),
        day=request.day,
        before=context.before,
        term=_term(context, request.term),
        last=_term(context, before) if before else None,
        next=_term(context, after) if after else None,
        over=request.day > request.term.ends,
        asked=_filter_words(context),
        whole=whole,
        recorded_late=tuple(activities.recorded_late(context)),
        paper=build_paper(context, whole),
        annex=request.annex,
        with_faults=request.with_faults,
        committees=tuple(committee_sections(context, whole)),
        frameworks=covered,
        by=next((framework for framework in covered if framework.id == request.by), None),
        overseers=tuple(_link_roles(context)),
        owners=tuple(lead_sections(context, whole)),
        timeline=tuple(_timeline(context)),
        terms=tuple(_term(context, term) for term in calendar.terms_of_year(request.term.year)),
        terms_source=plan.calendar.source,
        statuses=_key(STATUS_INFO, about.settings.colours),
        results=_key(RESULT_INFO, {}),
        confidential=request.confidential,
        command=request.command,
        made_by=request.made_by,
        revision=request.revision,
    )
    if not request.roles:
        return pack
    return replace(pack, without_role=leads_without_role(plan.people.leads, pack))


def _purpose(about: About) -> model.Purpose:
    return model.Purpose(
        mission=about.mission,
        vision=about.vision,
        values=tuple(value.name for value in about.values),
        accountability=about.accountability,
        global_priority=about.global_priority,
        endorsement=about.endorsement,
    )


def _term(context: PackContext, term: Term) -> model.PackTerm:
    return model.PackTerm(**field_values(term), until=context.until_of(term))


def _term_before(context: PackContext) -> Term | None:
    """The term before, if the plan had begun by its end; else None."""
    starts, plan_starts = context.request.term.starts, context.plan.about.runs.from_
    earlier = [
        term
        for term in context.timing.calendar.sound_terms
        if term.starts < starts and term.ends >= plan_starts
    ]
    return earlier[-1] if earlier else None


def _key(words: dict[str, StatusInfo], colours: dict[str, str]) -> tuple[StatusWord, ...]:
    return tuple(
        StatusWord(status=word, colour=colours.get(word, info.colour), means=info.meaning)
        for word, info in words.items()
    )


def _filter_words(context: PackContext) -> tuple[str, ...]:
    filters = context.request.filters
    leads = context.names(filters.leads)
    named = {item.work.id: item.work.academies for item in context.now}
    share = share_of(filters.academies, named)
    rest = [word for word in filters.words[len(leads) :] if word not in filters.academies]
    if share:
        rest.append(share_words(share.academies, share.own, share.every))
    return (*leads, *rest)


def _link_roles(context: PackContext) -> Iterator[model.LinkRole]:
    people = context.plan.people
    for person in (*people.trustees, *people.governors):
        for link in person.links:
            name = "" if context.request.roles else person.name
            yield model.LinkRole(name=name, role=link.role, aims=link.oversees)


# --- all terms of the plan -----------------------------------------------------------------------


def _timeline(context: PackContext) -> Iterator[model.TermSummary]:
    """Every term of the plan's years, with counts of the dates that fall due in it by state."""
    runs = context.plan.about.runs
    occurrences = [
        occurrence
        for item in activities.activities(context)
        if item.standing.common_status != "withdrawn"
        for row in context.rows(item)
        for occurrence in row.occurrences
    ]
    for term in context.timing.calendar.sound_terms:
        if term.ends < runs.from_ or term.starts > runs.to:
            continue
        until = context.until_of(term)
        in_term = [state for state in occurrences if term.starts <= state.due <= until]
        judged = sum(_is_judged(state) for state in in_term)
        late = sum(state.late and not _is_judged(state) for state in in_term)
        settled = sum(state.settled and not _is_judged(state) for state in in_term) - late
        missed = sum(state.missed_unjudged for state in in_term)
        paused = sum(state.phase == "excused" for state in in_term)
        yield model.TermSummary(
            term=_term(context, term),
            this=term.key == context.request.term.key,
            due=len(in_term),
            settled=settled,
            late=late,
            judged=judged,
            missed=missed,
            paused=paused,
            ahead=len(in_term) - settled - late - judged - missed - paused,
        )


def _is_judged(state: OccurrenceState) -> bool:
    """Whether a date has passed, or was reviewed, with the judgement at risk or off track."""
    return state.judged is not None and (state.missed or state.settled)
