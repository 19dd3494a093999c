"""`sipctl add`: something new in the plan, with the right id, in the right place and style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import academies, leads
from sipctl.cli.edits.finish import CommitOption, DryRunOption, PlanEdit, finish
from sipctl.cli.edits.opened import open_for_edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sipctl.cli.edits.additions import Addition, Typed
    from sipctl.cli.session import Session

_Texts = list[str] | None
_TRIES = 20


def command(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="activity, kpi, priority, area, lead, academy, committee, meeting or year.",
        ),
    ],
    words: Annotated[
        _Texts,
        typer.Argument(
            metavar="WHERE TEXT",
            help="Of an activity, KPI or priority the area, of an area the aim; then what it is, "
            "in quotes. Of a meeting, its days. Left out, it is asked for.",
        ),
    ] = None,
    lead: Annotated[
        _Texts,
        typer.Option("--lead", metavar="INITIALS", help="Who leads it.", autocompletion=leads),
    ] = None,
    when: Annotated[
        _Texts, typer.Option("--when", metavar="PHRASE", help='Its date, such as "Spring 2026".')
    ] = None,
    detail: Annotated[_Texts, typer.Option("--detail", help="What it takes.")] = None,
    starts: Annotated[_Texts, typer.Option("--starts", help="When work begins.")] = None,
    priority: Annotated[_Texts, typer.Option("--priority", help="The priority it serves.")] = None,
    success: Annotated[_Texts, typer.Option("--success", help="How we shall know.")] = None,
    resources: Annotated[_Texts, typer.Option("--resources", help="What it needs.")] = None,
    academy: Annotated[
        _Texts, typer.Option("--academy", help="Where.", autocompletion=academies)
    ] = None,
    after: Annotated[_Texts, typer.Option("--after", help="What must be done before.")] = None,
    see: Annotated[_Texts, typer.Option("--see", help="The same work told elsewhere.")] = None,
    query: Annotated[_Texts, typer.Option("--query", help="An open question.")] = None,
    monitored: Annotated[
        _Texts, typer.Option("--monitored", help="When a KPI is measured: termly.")
    ] = None,
    baseline: Annotated[
        _Texts, typer.Option("--baseline", help="When a KPI is first measured.")
    ] = None,
    target: Annotated[
        _Texts, typer.Option("--target", help='Words, or "value: 95, unit: %, by: Summer 2027".')
    ] = None,
    role: Annotated[_Texts, typer.Option("--role", help="What a lead does.")] = None,
    group: Annotated[bool, typer.Option("--group", help="A team leads.")] = False,
    name: Annotated[
        _Texts, typer.Option("--name", help="An academy's or meeting's full name.")
    ] = None,
    joined: Annotated[_Texts, typer.Option("--joined", help="An academy's first day.")] = None,
    every: Annotated[_Texts, typer.Option("--every", help="How often a meeting is held.")] = None,
    oversees: Annotated[_Texts, typer.Option("--oversees", help="A committee's aims.")] = None,
    terms: Annotated[
        _Texts, typer.Option("--terms", help='A year\'s: "autumn 2027: 2 Sep to 17 Dec".')
    ] = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Something new in the plan: an activity, KPI, priority, area, lead, meeting's day, year."""
    from sipctl.cli.edits.additions import Typed
    from sipctl.plan.state.resolve import resolve
    from sipctl.store.edits.edit import Edit
    from sipctl.store.files.atomic import ChangedMeanwhile

    makers = _makers()
    chosen = resolve(kind, list(makers), f'sipctl adds no "{kind}"', beginnings=True)
    options = {
        "leads": lead,
        "when": when,
        "detail": detail,
        "starts": starts,
        "priority": priority,
        "success": success,
        "resources": resources,
        "academies": academy,
        "after": after,
        "see": see,
        "query": query,
        "monitored": monitored,
        "baseline": baseline,
        "target": target,
        "role": role,
        "group": ["true"] if group else None,
        "name": name,
        "joined": joined,
        "every": every,
        "oversees": oversees,
        "terms": terms,
    }
    given = {key: texts for key, texts in options.items() if texts}
    today = o.answer_day(as_of)
    typed = Typed(chosen, tuple(words or ()), given)
    for tries_left in reversed(range(_TRIES)):
        session = open_for_edit(plan)
        addition = makers[chosen](session, typed, today)
        source = session.source(addition.file)
        edit = Edit(source, addition.changes, f"{addition.name} cannot be added", "write it there")
        whole = PlanEdit((edit,), f"{addition.name}: Add it", notes=addition.notes)
        try:
            finish(session, whole, today, dry_run=dry_run, commit=commit)
        except ChangedMeanwhile:  # somebody else took the id: the next one is free
            if not tries_left:
                raise
        else:
            return


def _makers() -> dict[str, Callable[[Session, Typed, date], Addition]]:
    """Kind → what makes one."""
    from sipctl.cli.edits import new_entries, new_names

    return {
        "activity": new_entries.new_activity,
        "kpi": new_entries.new_kpi,
        "priority": new_entries.new_priority,
        "area": new_entries.new_area,
        "lead": new_names.new_lead,
        "academy": new_names.new_academy,
        "committee": new_names.new_committee,
        "meeting": new_names.new_meeting,
        "year": new_names.new_year,
    }
