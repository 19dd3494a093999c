"""`sipctl log`: records and edits of the plan, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import ids
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.asked import open_asked, print_answer
from sipctl.cli.runtime.terminal import screen
from sipctl.plan.faults import Refusal, did_you_mean

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.plan.queries.log import LogFilter
    from sipctl.plan.state.filters import Filters

PAGE = 50
"""Entries shown without `--all`."""
GAPS = {
    "no-git": "git is not installed here, so edits of the plan are not known.",
    "no-repository": "The plan is in no git repository, so edits of the plan are not known.",
    "shallow": "Older edits of the plan are not known: this clone has only the newest history"
    " (git fetch --unshallow brings the rest).",
    "no-commit": "No edit of the plan is committed yet.",
}
"""Why the log lacks edits, in a sentence."""

Id = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]",
        help="Only an activity (2a.3), a KPI (2a.k1), an area (2a) or an aim (2).",
        autocompletion=ids,
    ),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="TERM|DATE", help="No older than this: spring-2025."),
]
Everything = Annotated[
    bool, typer.Option("--all", help=f"Everything, not the newest {PAGE} alone.")
]


def command(
    id: Id = None,
    since: Since = None,
    lead: o.LeadOption = None,
    academy: o.AcademyOption = None,
    all: Everything = False,
    confidential: o.ConfidentialOption = False,
    format: Annotated[str, format_option("log")] = FORMATS["log"][0],
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """What happened, newest first: records, and edits of the plan as git knows them."""
    from sipctl.plan.queries.log import newest_entries, plan_entries, subjects_of
    from sipctl.store.git.commit_log import commit_log
    from sipctl.views.answers import log as view

    check_format("log", format)
    session, day = open_asked(plan, as_of, revision)
    filters = o.read_filters(session, lead, academy=academy)
    wanted = _log_filter(session, id, filters, since, day)
    session = session.for_academies(filters.academies, day)
    newest = session.past.name if session.past else "HEAD"
    files = session.opened.loaded.files
    commits, gap = commit_log(session.folder, session.plan, files, wanted, newest)
    records = plan_entries(session.plan, wanted)
    entries, more = newest_entries(records, commits, None if all else PAGE)
    missing, period = GAPS[gap] if gap else None, session.context.calendar.title
    shown = view.Log(entries, more, missing, confidential, period)
    answer = view.json(shown) if format == "json" else view.text(shown, screen())
    share = session.share(subjects_of(session.plan, entries))
    # The log lists edits, so it needs no note that the plan was edited since.
    print_answer(session, answer, format, day, hindsight=False, share=share)


def _log_filter(
    session: Session, name: str | None, filters: Filters, since: str | None, day: date
) -> LogFilter:
    from sipctl.plan.queries.log import LogFilter

    names = _ids_under(session, name) if name is not None else None
    first = _first_day(session, since, day) if since else None
    return LogFilter(names, filters.leads, first, day, filters.academies)


def _ids_under(session: Session, name: str) -> frozenset[str]:
    """An id and all ids inside it; raises Refusal for one that no plan entry or record has."""
    from sipctl.plan.state.filters import known_leads_of
    from sipctl.plan.state.resolve import match, resolve

    plan = session.plan
    inside: dict[str, set[str]] = {}
    for aim, area in plan.areas():
        ids = {activity.id for activity in area.activities} | {kpi.id for kpi in area.kpis}
        inside[area.id] = ids
        inside.setdefault(str(aim.id), set()).update({area.id}, ids)
    known = [*plan.activities, *plan.kpis, *inside, *plan.records_of]
    message = f'nothing in this plan is called "{name}"'
    lead = None if match(name, known) else match(name, known_leads_of(plan))
    if lead is not None:
        raise Refusal(message, did_you_mean(f"sipctl log --lead {lead}"))
    written = resolve(name, dict.fromkeys(known), message, otherwise="sipctl list shows every id")
    return frozenset({written} | inside.get(written, set()))


def _first_day(session: Session, since: str, today: date) -> date:
    """The first day of `--since`: a term, any phrase, or a day in words; raises Refusal."""
    from sipctl.plan.state.typed_day import days_meant
    from sipctl.plan.timing import Unreadable, read

    window = session.context.calendar.window(since)
    if window is not None:
        return window.opens
    timing = read(since, session.context)
    if isinstance(timing, Unreadable) and days_meant(since, today, past=True):
        return o.parse_day("--since", since, today, past=True)
    if isinstance(timing, Unreadable):
        raise Refusal(f"--since: {timing.message}", timing.help)
    if not timing.occurrences:
        raise Refusal(f'--since "{since}" names no day', "such as spring-2025, or 2025-01-06")
    return timing.occurrences[0].opens
