"""`sipctl report`: a term's pack for governors, trustees, a lead, or the website."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import frameworks, terms
from sipctl.cli.runtime.asked import open_asked, print_notes
from sipctl.cli.runtime.pack import FAULTS, PackOptions, PlanPack, find_templates, leads_with_work
from sipctl.cli.runtime.terminal import screen
from sipctl.cli.session import find_plan
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.plan.calendar.terms import Calendar, Term

NAMES = ("initials", "roles")
UNGROUPED = ("board-paper", "lead-sheet")
"""Packs that `--by` cannot group."""

TermOption = Annotated[
    str | None,
    typer.Option(
        "--term",
        metavar="TERM",
        help='The term, such as spring-2025 or "Spring 2025"; else the one that last began.',
        autocompletion=terms,
    ),
]
Template = Annotated[
    str,
    typer.Option("--template", metavar="NAME", help="Which pack: a name, or a folder's path."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="FORMAT", help="pdf, html, docx or markdown; else as FILE ends."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write it there. DIR/ of lead-sheet: one a lead."
    ),
]
Names = Annotated[
    str, typer.Option("--names", metavar="HOW", help="Print leads as initials or as roles.")
]
Annex = Annotated[
    str,
    typer.Option(
        "--annex",
        metavar="HOW",
        help="Behind the board's two pages: none, short (overdue and KPIs) or full.",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="FRAMEWORK",
        help="Group it by what the plan has to cover, such as tq.",
        autocompletion=frameworks,
    ),
]
With = Annotated[
    str | None,
    typer.Option(
        "--with", metavar="faults", help="Print open questions and faults of the plan too."
    ),
]
Confidential = Annotated[
    bool, typer.Option("--confidential", help="Confidential text too; each page says so.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is not a pack.")]
ListPacks = Annotated[bool, typer.Option("--list", help="List the packs there are.")]


def command(
    term: TermOption = None,
    template: Template = "lgb-pack",
    format: Format = None,
    output: Output = None,
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    names: Names = NAMES[0],
    annex: Annex = "full",
    by: By = None,
    with_: With = None,
    confidential: Confidential = False,
    force: Force = False,
    list: ListPacks = False,
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """A term's pack: where each aim stands, what was done, what is late, what comes next."""
    from sipctl.cli.runtime import pack_files
    from sipctl.packs.content.context import ANNEXES

    if list:
        typer.echo(_list_packs(plan), nl=False)
        return
    asked = "markdown" if format == "md" else format
    folder = pack_files.folder_of(output, template, asked)
    chosen = pack_files.pack_format(asked, output, to_folder=folder is not None)
    o.check_choice("--names", names, NAMES)
    o.check_choice("--annex", annex, ANNEXES)
    if with_ is not None:
        o.check_choice("--with", with_, (FAULTS,))
    session, today = open_asked(plan, as_of, revision)
    options = PackOptions(
        template=template,
        format=chosen,
        aims=aim,
        academies=academy,
        committees=committee,
        roles=names == "roles",
        confidential=confidential,
        annex=annex,
        with_faults=with_ == FAULTS,
        by=_framework(session, by, template, annex) if by is not None else None,
    )
    filters = options.filters(session, lead)
    day_named = as_of is not None or bool(session.past and session.past.asked)
    report_term, day = _term_and_day(session, term, today, day_named=day_named)
    session = session.for_academies(filters.academies, day)
    pack = PlanPack(session, find_templates(session, template), options, report_term, day)
    if folder is not None:
        leads = filters.leads or leads_with_work(session.plan, filters)
        _write_sheets(pack, leads, folder, force=force)
    else:
        _write_pack(pack, lead, output, force=force)
    print_notes(session, day)


def _write_sheets(pack: PlanPack, leads: Iterable[str], folder: Path, *, force: bool) -> None:
    """Write a pack of each lead's own work into a folder."""
    from sipctl.cli.runtime import pack_files

    sheets = {folder / pack.file_name(lead): pack.make([lead]) for lead in leads}
    pack_files.write_sheets(sheets, folder, force=force)


def _write_pack(
    pack: PlanPack, leads: list[str] | None, output: Path | None, *, force: bool
) -> None:
    """Write one pack to its file, or to stdout.

    Raises Refusal before the pack is made where a file that is no pack is in the way.
    """
    from sipctl.cli.runtime import pack_files

    if output not in (None, pack_files.STDOUT) and not force:
        pack_files.refuse_other_files(output)
    data = pack.make(leads)
    pack_files.deliver(data, pack.options.format, output, pack.file_name(), force=force)


# --- which term ----------------------------------------------------------------------------------


def _term_and_day(
    session: Session, name: str | None, today: date, *, day_named: bool
) -> tuple[Term, date]:
    """The term of the pack, and the day it reports on.

    The day is `today` if an option named it, else the earlier of `today` and the term's last day.
    """
    calendar = session.context.calendar
    term = _term_begun(calendar, today) if name is None else _term_named(session, name, today)
    return term, today if day_named else min(today, calendar.last_day(term))


def _term_begun(calendar: Calendar, today: date) -> Term:
    """The term that last began; raises Refusal before the first."""
    term = calendar.term_begun(today)
    if term is None:
        first = calendar.sound_terms[0].key if calendar.sound_terms else None
        known = f"the first it knows is {first}" if first else "the calendar holds no term"
        raise Refusal(f"no term of the calendar had begun by {today}", known)
    return term


def _term_named(session: Session, name: str, today: date) -> Term:
    """The term of a name; raises Refusal for one that is unknown, or has not begun."""
    from sipctl.plan.state.filters import term_called
    from sipctl.views.text.english import long_day

    term = term_called(session.context, name)
    if today < term.starts:
        begun = session.context.calendar.term_begun(today)
        last = f"the last that has is {begun.key}" if begun else "no term has yet"
        raise Refusal(f"{term.title} has not begun: it starts on {long_day(term.starts)}", last)
    return term


def _framework(session: Session, name: str, template: str, annex: str) -> str:
    """The framework by which a pack is grouped; raises Refusal for an unknown one."""
    from sipctl.plan.state.resolve import resolve

    if Path(template).name in UNGROUPED:
        message = f"{Path(template).name} has no groups that --by could change"
        raise Refusal(message, "--template lgb-pack, trustees-pack or whole-plan has")
    if annex == "none":
        raise Refusal("--annex none leaves out what --by groups", "take one of the two")
    known = [framework.id for framework in session.plan.frameworks.values()]
    message = f'--by "{name}" is not a framework of this plan'
    otherwise = "a framework is a file under frameworks/: docs/plan-format.md shows one"
    return resolve(name, known, message, otherwise=otherwise)


# --- which packs there are -----------------------------------------------------------------------


def _list_packs(plan: str | None) -> str:
    """Every pack that can be made, in which formats, and where its templates are."""
    from sipctl.packs.render.render import TEMPLATE_FILES
    from sipctl.store.files import templates
    from sipctl.views.text.english import safe_text
    from sipctl.views.text.style import wrapped

    width = screen().width
    lines = []
    for kind in templates.list_packs(find_plan(plan)):
        formats = [name for name, file in TEMPLATE_FILES.items() if file in kind.sheets]
        lines += wrapped(f"{safe_text(kind.name):<14} {safe_text(kind.about)}".rstrip(), width, 15)
        lines += wrapped(f"{'':<14} {', '.join(formats)} · {safe_text(kind.folder)}", width, 0)
    return "\n".join(lines) + "\n"
