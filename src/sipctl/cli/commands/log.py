"""`sipctl log`: what happened, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o  # noqa: TC001 - Typer reads the annotations
from sipctl.cli.complete import ids
from sipctl.cli.session import AsOfOption, PlanOption, Session, day_asked, one_of, open_plan, screen
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sipctl.plan.queries.log import CommitEntry, LogFilter
    from sipctl.store.git.history import PlanHistory

FORMATS = ("text", "json")
PAGE = 50


def command(
    id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="Only an activity (2a.3), a KPI (2a.k1), an area (2a) or an aim (2).",
            autocompletion=ids,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TERM|DATE", help="No older than this: spring-2025."),
    ] = None,
    lead: o.LeadOption = None,
    all: Annotated[
        bool, typer.Option("--all", help=f"Everything, not the newest {PAGE} alone.")
    ] = False,
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Show records' confidential notes too.")
    ] = False,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """What happened, newest first: records, and edits of the plan as git knows them."""
    from sipctl.plan.queries.log import newest, noted
    from sipctl.views.answers import log as view

    one_of("--format", format, FORMATS)
    day = day_asked(as_of)
    question = open_plan(plan)
    wanted = _wanted(question, id, lead, since, day)
    past, missing = _past(question)
    edits = _edits(question, past, wanted) if past is not None else ()
    entries, more = newest(noted(question.plan, wanted), edits, None if all else PAGE)
    period = question.frame.calendar.title
    shown = view.Log(entries, more, missing, confidential, period)
    typer.echo(view.json(shown) if format == "json" else view.text(shown, screen()), nl=False)


# --- what was asked for --------------------------------------------------------------------------


def _wanted(
    question: Session, name: str | None, lead: list[str] | None, since: str | None, day: date
) -> LogFilter:
    from sipctl.plan.queries.log import LogFilter
    from sipctl.plan.state.filters import chosen

    leads = chosen(question.plan, question.frame, leads=lead or ()).leads
    names = _names(question, name) if name is not None else None
    return LogFilter(names, leads, _since(question, since) if since else None, day)


def _names(question: Session, name: str) -> frozenset[str]:
    """An id and those of all that it holds; raises Refusal for one that nobody ever recorded."""
    from sipctl.plan.state.resolve import resolve

    plan = question.plan
    holding: dict[str, set[str]] = {}
    for aim, area in plan.areas():
        works = {one.id for one in area.activities} | {one.id for one in area.kpis}
        holding[area.id] = works
        holding.setdefault(str(aim.id), set()).update({area.id}, works)
    known = [*plan.activities, *plan.kpis, *holding, *plan.records_of]
    message = f'nothing in this plan is called "{name}"'
    written = resolve(name, dict.fromkeys(known), message, otherwise="sipctl list shows every id")
    return frozenset({written} | holding.get(written, set()))


def _since(question: Session, text: str) -> date:
    """The first day of a term, a date or any other time that a plan can name."""
    from sipctl.plan.timing import Unreadable, read

    window = question.frame.calendar.window(text)
    if window is not None:
        return window.opens
    timing = read(text, question.frame)
    if isinstance(timing, Unreadable):
        raise Refusal(f"--since: {timing.message}", timing.help)
    if not timing.occurrences:
        raise Refusal(f'--since "{text}" names no day', "such as spring-2025, or 2025-01-06")
    return timing.occurrences[0].opens


# --- what there is -------------------------------------------------------------------------------


def _edits(question: Session, past: PlanHistory, wanted: LogFilter) -> Iterator[CommitEntry]:
    """Edits of the plan, newest first; each is worked out only when it is come to."""
    from sipctl.plan.queries.log import CommitEntry
    from sipctl.store.git.plan_edits import PlanEdits

    edits = PlanEdits(past.repository, question.opened.loaded.files)
    for commit in past.commits:
        if not wanted.on(commit.day):
            continue
        changes, unread = edits.of(commit)
        kept = tuple(one for one in changes if wanted.keeps_change(question.plan, one))
        if kept or (unread and wanted.everything):
            yield CommitEntry(
                *(commit.name, commit.day, commit.at, commit.author, commit.subject),
                *(commit.first, kept, unread if wanted.everything else ()),
            )


def _past(question: Session) -> tuple[PlanHistory | None, str | None]:
    """What git knows, and what it does not, in a sentence."""
    from sipctl.store.git import run
    from sipctl.store.git.history import plan_history

    if not run.installed():
        return None, "git is not installed here, so edits of the plan are not known."
    repository = run.repository(question.folder.path)
    if repository is None:
        return None, "The plan is in no git repository, so edits of the plan are not known."
    past = plan_history(repository)
    if past.shallow:
        return past, (
            "Older edits of the plan are not known: this clone has only the newest history"
            " (git fetch --unshallow brings the rest)."
        )
    if not past.commits:
        return past, "No edit of the plan is committed yet."
    return past, None
