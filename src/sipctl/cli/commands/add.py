"""`sipctl add`: something new in the plan, with the right id, in the right place and style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import complete
from sipctl.cli import options as o
from sipctl.cli.edits.finish import PlanEdit, finish
from sipctl.cli.edits.opened import open_for_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from sipctl.cli.edits.adding.additions import Addition, Typed
    from sipctl.cli.edits.opened import EditSession
    from sipctl.cli.session import Session
    from sipctl.store.edits.edit import Edit
    from sipctl.store.files.source import Source

    Maker = Callable[[Session, Typed, date], Addition]

_Texts = list[str] | None
_MOST_TRIES = 20
"""The most ids that are tried, where somebody else takes each of them meanwhile."""
_NO_FIELDS = ("kind", "words", "dry_run", "commit", "as_of", "plan")
"""Parameters of the command that fill no field of an entry; any other is named as its field."""

Kind = Annotated[
    str | None,
    typer.Argument(
        metavar="KIND",
        help="activity, kpi, priority, area, aim, lead, academy, committee, meeting or year.",
    ),
]
Words = Annotated[
    _Texts,
    typer.Argument(
        metavar="WHERE TEXT",
        help="Of an activity, KPI or priority the area, of an area the aim; then what it is, "
        "in quotes. Of a meeting, its days. Left out, it is asked for.",
    ),
]
Lead = Annotated[
    _Texts,
    typer.Option("--lead", metavar="INITIALS", help="Who leads it.", autocompletion=complete.leads),
]
When = Annotated[
    _Texts, typer.Option("--when", metavar="PHRASE", help='Its date, such as "Spring 2026".')
]
Detail = Annotated[_Texts, typer.Option("--detail", help="What it takes.")]
Starts = Annotated[_Texts, typer.Option("--starts", help="When work begins.")]
Priority = Annotated[_Texts, typer.Option("--priority", help="The priority it serves.")]
Success = Annotated[_Texts, typer.Option("--success", help="How we shall know.")]
Resources = Annotated[_Texts, typer.Option("--resources", help="What it needs.")]
Academy = Annotated[
    _Texts, typer.Option("--academy", help="Where.", autocompletion=complete.academies)
]
After = Annotated[_Texts, typer.Option("--after", help="What must be done before.")]
See = Annotated[_Texts, typer.Option("--see", help="The same work told elsewhere.")]
Query = Annotated[_Texts, typer.Option("--query", help="An open question.")]
Monitored = Annotated[_Texts, typer.Option("--monitored", help="When a KPI is measured: termly.")]
Baseline = Annotated[_Texts, typer.Option("--baseline", help="When a KPI is first measured.")]
Target = Annotated[
    _Texts, typer.Option("--target", help='Words, or "value: 95, unit: %, by: Summer 2027".')
]
Role = Annotated[_Texts, typer.Option("--role", help="What a lead does.")]
Group = Annotated[bool, typer.Option("--group", help="A team leads.")]
Name = Annotated[_Texts, typer.Option("--name", help="An academy's or meeting's full name.")]
Joined = Annotated[_Texts, typer.Option("--joined", help="An academy's first day.")]
Every = Annotated[_Texts, typer.Option("--every", help="How often a meeting is held.")]
Oversees = Annotated[_Texts, typer.Option("--oversees", help="A committee's aims.")]
Terms = Annotated[
    _Texts, typer.Option("--terms", help='A year\'s: "autumn 2027: 2 Sep to 17 Dec".')
]


def command(
    kind: Kind = None,
    words: Words = None,
    leads: Lead = None,
    when: When = None,
    detail: Detail = None,
    starts: Starts = None,
    priority: Priority = None,
    success: Success = None,
    resources: Resources = None,
    academies: Academy = None,
    after: After = None,
    see: See = None,
    query: Query = None,
    monitored: Monitored = None,
    baseline: Baseline = None,
    target: Target = None,
    role: Role = None,
    group: Group = False,
    name: Name = None,
    joined: Joined = None,
    every: Every = None,
    oversees: Oversees = None,
    terms: Terms = None,
    dry_run: o.DryRunOption = False,
    commit: o.CommitOption = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Something new in the plan: an activity, KPI, priority, area, aim, lead, meeting, year."""
    options = {
        key: ["true"] if value is True else value
        for key, value in locals().items()
        if value and key not in _NO_FIELDS
    }
    from sipctl.cli.edits.adding.additions import Typed

    makers = _makers()
    chosen = _kind(list(makers), kind)
    typed = Typed(chosen, tuple(words or ()), options)
    _add(plan, makers[chosen], typed, o.answer_day(as_of), dry_run=dry_run, commit=commit)


def _kind(kinds: list[str], typed: str | None) -> str:
    """The kind that was typed, or is picked on a terminal; elsewhere raises Refusal."""
    from sipctl.cli.runtime.prompts import ask_choice, can_ask
    from sipctl.plan.faults import Refusal
    from sipctl.plan.state.resolve import resolve

    if typed is not None:
        return resolve(typed, kinds, f'sipctl adds no "{typed}"', beginnings=True)
    question = "What is to be added?"
    if can_ask():
        return kinds[ask_choice(question, kinds)]
    example = 'sipctl add activity 2a "Set out the rota" --lead JK --when "Spring 2026"'
    raise Refusal(question, f"one of: {', '.join(kinds)}; such as: {example}")


def _add(
    plan: str | None, make: Maker, typed: Typed, today: date, *, dry_run: bool, commit: bool
) -> None:
    """Make the entry and write it, under the next free id where its own is taken meanwhile."""
    from sipctl.store.files.atomic import ChangedMeanwhile

    for tries_left in reversed(range(_MOST_TRIES)):
        session = open_for_edit(plan, dry_run=dry_run)
        addition = make(session, typed, today)
        whole = PlanEdit(
            tuple(_edits(session, addition)),
            f"{addition.name}: Add it",
            notes=addition.notes,
            new_files=tuple(_new_files(addition)),
            tolerated=addition.tolerated,
        )
        try:
            finish(session, whole, today, dry_run=dry_run, commit=commit)
        except ChangedMeanwhile:  # somebody else took the id: the next one is free
            if not tries_left:
                raise
        else:
            return


def _edits(session: EditSession, addition: Addition) -> Iterator[Edit]:
    from sipctl.store.edits.edit import Edit

    if addition.changes:
        source, refusal = session.source(addition.file), f"{addition.name} cannot be added"
        yield Edit(source, addition.changes, refusal, "write it there")


def _new_files(addition: Addition) -> Iterator[Source]:
    from sipctl.store.files.source import Source

    if addition.text:
        yield Source(addition.file, addition.text.encode())


def _makers() -> dict[str, Maker]:
    """Kind → the function that makes an `Addition` of what was typed."""
    from sipctl.cli.edits.adding import new_entries, new_names, new_years

    return {
        "activity": new_entries.new_activity,
        "kpi": new_entries.new_kpi,
        "priority": new_entries.new_priority,
        "area": new_entries.new_area,
        "aim": new_entries.new_aim,
        "lead": new_names.new_lead,
        "academy": new_names.new_academy,
        "committee": new_names.new_committee,
        "meeting": new_names.new_meeting,
        "year": new_years.new_year,
    }
