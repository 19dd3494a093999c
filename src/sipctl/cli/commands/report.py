"""`sipctl report`: a term's pack for governors, trustees, a lead, or the website."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import terms
from sipctl.cli.runtime.asked import open_asked, print_notes
from sipctl.cli.runtime.terminal import screen
from sipctl.cli.session import find_plan
from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.packs.render.template_source import TemplateSource
    from sipctl.plan.calendar.terms import Calendar, Term
    from sipctl.plan.faults import Fault
    from sipctl.plan.revision import Revision
    from sipctl.plan.state.filters import Filters

NAMES = ("initials", "roles")
FAULTS = "faults"
"""What `--with` takes."""


@frozen()
class ReportOptions:
    """What was typed; `day_named` says that a day was, `filters` are as a command line has them."""

    term: str | None
    template: str
    format: str
    day_named: bool
    roles: bool
    confidential: bool
    annex: str
    with_faults: bool
    filters: tuple[str, ...]


def command(
    term: Annotated[
        str | None,
        typer.Option(
            "--term",
            metavar="TERM",
            help='The term, such as spring-2025 or "Spring 2025"; else the one that last began.',
            autocompletion=terms,
        ),
    ] = None,
    template: Annotated[
        str,
        typer.Option("--template", metavar="NAME", help="Which pack: a name, or a folder's path."),
    ] = "lgb-pack",
    format: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="pdf, html, docx or markdown; else as FILE ends."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write it there. DIR/ of lead-sheet: one a lead."
        ),
    ] = None,
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    names: Annotated[
        str, typer.Option("--names", metavar="HOW", help="Print leads as initials or as roles.")
    ] = NAMES[0],
    annex: Annotated[
        str,
        typer.Option(
            "--annex",
            metavar="HOW",
            help="Behind the board's two pages: none, short (overdue and KPIs) or full.",
        ),
    ] = "full",
    with_: Annotated[
        str | None,
        typer.Option(
            "--with", metavar="faults", help="Print open questions and faults of the plan too."
        ),
    ] = None,
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Confidential text too; each page says so.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is not a pack.")
    ] = False,
    list: Annotated[bool, typer.Option("--list", help="List the packs there are.")] = False,
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
    filters = o.read_filters(session, lead, aim, None, academy, committee, None)
    roles = names == "roles"
    printed = _roles(session, filters.leads) if roles else lead
    typed = _as_typed(lead=printed, aim=aim, academy=academy, committee=committee)
    day_named = as_of is not None or bool(session.past and session.past.asked)
    faults = with_ == FAULTS
    options = ReportOptions(
        term, template, chosen, day_named, roles, confidential, annex, faults, typed
    )
    report_term, day = _term_and_day(session, options, today)
    session = session.heard_by(filters.academies, day)
    source = _find_templates(session, template)
    make = partial(_make_pack, session, source, term=report_term, day=day)
    short = session.plan.about.body.short
    name = partial(pack_files.file_name, short, template, report_term, chosen)
    if folder is not None:
        files = {}
        for sheet_lead in filters.leads or _leads_with_work(session, filters):
            own = o.read_filters(session, [sheet_lead], aim, None, academy, committee, None)
            shown = _roles(session, [sheet_lead])[0] if roles else sheet_lead
            words = _as_typed(lead=[shown], aim=aim, academy=academy, committee=committee)
            files[folder / name(shown)] = make(own, replace(options, filters=words))
        pack_files.write_sheets(files, folder, force=force)
    else:
        if output is not None and not force:
            pack_files.refuse_strangers(output)
        pack_files.deliver(make(filters, options), chosen, output, name(), force=force)
    print_notes(session, day)


# --- which term ----------------------------------------------------------------------------------


def _term_and_day(session: Session, options: ReportOptions, today: date) -> tuple[Term, date]:
    """The term of the pack, and the day it reports on: `--as-of`, else the term's last or today."""
    calendar = session.context.calendar
    if options.term is None:
        term = _term_begun(calendar, today)
    else:
        term = _term_named(session, options.term, today)
    return term, today if options.day_named else min(today, calendar.last_day(term))


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


# --- the pack ------------------------------------------------------------------------------------


def _make_pack(
    session: Session,
    source: TemplateSource,
    filters: Filters,
    options: ReportOptions,
    term: Term,
    day: date,
) -> bytes:
    """The pack as the bytes of a file."""
    from sipctl.views.text.spinner import waiting

    with waiting("Making the pack"):
        from sipctl import __version__
        from sipctl.packs.content.build import build_pack
        from sipctl.packs.content.context import PackRequest
        from sipctl.packs.render.render import render_pack
        from sipctl.store.cache.templates import CompiledTemplates

        made_from = _revision(session, source)
        request = PackRequest(
            term=term,
            day=day,
            filters=filters,
            roles=options.roles,
            confidential=options.confidential,
            boards=_boards(session, filters, options.template),
            annex=options.annex,
            with_faults=options.with_faults,
            command=_command_line(options, term, day, made_from),
            made_by=f"sipctl {__version__}",
            revision=made_from,
        )
        pack = build_pack(
            session.plan,
            session.context,
            request,
            _faults_to_print(session, day),
            lambda name: _place(session, name),
            lambda file: f"plan/{file}",
        )
        data = render_pack(pack, source, options.format, CompiledTemplates())
    if options.roles:
        _say_who_has_no_role([owner.name for owner in pack.owners if owner.role is None])
    return data


def _leads_with_work(session: Session, filters: Filters) -> list[str]:
    """Everybody who leads something of what was asked for."""
    from sipctl.plan.state.filters import known_leads_of

    rows = session.plan.activities.values()
    led = {
        lead
        for item, _, activity in rows
        for lead in activity.leads
        if not filters.aims or item.id in filters.aims
    }
    return [lead for lead in known_leads_of(session.plan) if lead in led]


def _find_templates(session: Session, asked: str) -> TemplateSource:
    """The templates of a pack, as old as the plan; raises Refusal where there are none."""
    if session.past is None:
        from sipctl.store.files import templates

        return templates.find(asked, session.folder, Path.cwd())
    from sipctl.store.git.past import templates as past_templates

    return past_templates.find(asked, session.folder, Path.cwd(), session.past)


def _revision(session: Session, source: TemplateSource) -> Revision:
    """Which plan the pack is made from; the plan's own templates are part of that."""
    from sipctl.store.files.templates import Templates, own_folders, shipped_folder
    from sipctl.store.git.revision import revision_at, revision_of

    folders = [path for path, _ in own_folders(session.folder)]
    if session.past is not None:
        return revision_at(session.past, folders)
    if isinstance(source, Templates) and not source.own.is_relative_to(shipped_folder()):
        folders.append(source.own)
    return revision_of(session.folder, folders)


def _boards(session: Session, filters: Filters, template: str) -> tuple[str, ...]:
    """Whose meetings the pack goes by: the committee asked for, else the board in its name."""
    committees = session.plan.people.committees
    asked = (committee.id for committee in committees if committee.name in filters.words)
    return (*asked, Path(template).name.removesuffix("-pack"), "trustees", "governors")


def _say_who_has_no_role(initials: list[str]) -> None:
    """Say on stderr whose initials stand in a pack that was to name roles."""
    from sipctl.cli.runtime.prompts import print_wrapped
    from sipctl.views.text.english import join_words

    if initials:
        keep = "keeps initials" if len(initials) == 1 else "keep their initials"
        print_wrapped(f"No role in people.yaml: {join_words(initials)} {keep}.")


def _place(session: Session, id: str) -> str:
    """The place of an id within `plan/`, so that a pack is the same wherever it is made."""
    path, line = session.opened.loaded.where(id) or ("plan.yaml", 1)
    return f"plan/{path}:{line}"


def _faults_to_print(session: Session, day: date) -> list[Fault]:
    """The faults that the plan had on the day of the pack, those of records last.

    Placing the records' faults takes confidential text out of their messages. Those of academies
    that were not asked for are left out.
    """
    faults, every = session.faults(day), session.opened.plan.records
    records = [fault for fault in faults if fault.file in session.plan.records]
    others = [fault for fault in faults if fault.file not in every]
    return others + [placed.fault for placed in session.locate(records)]


def _command_line(options: ReportOptions, term: Term, day: date, revision: Revision) -> str:
    """The command that makes the same pack again: from git, where git has all of its files."""
    from shlex import join

    kept = revision.commit if not revision.edited else None
    words = [
        "sipctl",
        "report",
        *(("--at", kept) if kept else ()),
        "--term",
        term.key,
        "--as-of",
        day.isoformat(),
    ]
    words += ["--template", options.template, "--format", options.format, *options.filters]
    words += ["--names", "roles"] if options.roles else []
    words += ["--annex", options.annex] if options.annex != "full" else []
    words += ["--with", FAULTS] if options.with_faults else []
    words += ["--confidential"] if options.confidential else []
    return join(words)


def _roles(session: Session, leads: Iterable[str]) -> list[str]:
    """Leads as `--lead` takes them without initials: by role, where the plan gives one."""
    entries = session.plan.people.leads
    return [(entries[lead].role if lead in entries else None) or lead for lead in leads]


def _as_typed(**options: Iterable[str] | None) -> tuple[str, ...]:
    """Options as a command line has them: `--lead JK --aim 2`."""
    return tuple(
        part
        for name, words in options.items()
        for word in words or ()
        for part in (f"--{name}", word)
    )


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
