"""`sipctl report`: a term's pack for governors, trustees, a lead, or the website."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import terms
from sipctl.cli.session import (
    AsOfOption,
    PlanOption,
    Session,
    day_asked,
    find_plan,
    one_of,
    open_plan,
    screen,
)
from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sipctl.packs.content.model import Pack
    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.faults import Fault
    from sipctl.plan.state.filters import Filters

ENDINGS = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".md": "markdown"}
NAMES = ("initials", "roles")


@frozen()
class Wanted:
    """What was typed, beyond the filters."""

    term: str | None
    template: str
    form: str
    as_of: str | None
    roles: bool
    confidential: bool
    filters: tuple[str, ...]
    """The filters as they were typed."""


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
            "--format", metavar="FORMAT", help="html, pdf, docx or markdown; else as FILE ends."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it there.")
    ] = None,
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    names: Annotated[
        str, typer.Option("--names", metavar="HOW", help="Print leads as initials or as roles.")
    ] = "initials",
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Confidential text too; each page says so.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is not a pack.")
    ] = False,
    list: Annotated[bool, typer.Option("--list", help="List the packs there are.")] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """A term's pack: where each aim stands, what was done, what is late, what comes next."""
    from sipctl.cli.formats import form_of
    from sipctl.cli.runtime.capture import do_not_cache

    do_not_cache()
    if list:
        typer.echo(_listed(plan), nl=False)
        return
    form = form_of("markdown" if format == "md" else format, output, ENDINGS, "html")
    one_of("--names", names, NAMES)
    typed = _typed(lead=lead, aim=aim, academy=academy, committee=committee)
    wanted = Wanted(term, template, form, as_of, names == "roles", confidential, typed)
    day = day_asked(as_of)
    question = open_plan(plan)
    asked = o.filters(question, lead, aim, None, academy, committee, None)
    _deliver(_made(question, asked, wanted, day, output, force=force), wanted, output, force=force)


def _made(
    question: Session,
    asked: Filters,
    wanted: Wanted,
    today: date,
    output: Path | None,
    *,
    force: bool,
) -> tuple[bytes, Pack]:
    """The pack and its bytes. What can be refused is refused before the work begins."""
    from sipctl.store.files import templates
    from sipctl.views.text.spinner import waiting

    its_term, day = term_asked(question, wanted, today)
    shelf = templates.find(wanted.template, question.folder, Path.cwd())
    if output is not None and not force:
        _refuse_strangers(output)
    with waiting("Making the pack"):
        pack = _told(question, asked, wanted, its_term, day)
        from sipctl.packs.render.render import make
        from sipctl.store.cache.templates import CompiledTemplates

        return make(pack, shelf, wanted.form, CompiledTemplates()), pack


def _told(question: Session, asked: Filters, wanted: Wanted, term: Term, day: date) -> Pack:
    """Everything that the pack says."""
    from sipctl import __version__
    from sipctl.packs.content.build import build_pack
    from sipctl.packs.content.context import PackRequest
    from sipctl.store.git.revision import revision_of

    def where(name: str) -> str:
        """A place as the plan's own readers name it: a pack is the same wherever it is made."""
        path, line = question.opened.loaded.where(name) or ("plan.yaml", 1)
        return f"plan/{path}:{line}"

    return build_pack(
        question.plan,
        question.frame,
        PackRequest(
            term=term,
            day=day,
            filters=asked,
            roles=wanted.roles,
            confidential=wanted.confidential,
            command=_again(wanted, term, day),
            made_by=f"sipctl {__version__}",
            revision=revision_of(question.folder),
        ),
        _faults(question),
        where,
        lambda file: f"plan/{file}",
    )


def term_asked(question: Session, wanted: Wanted, today: date) -> tuple[Term, date]:
    """The term that a pack is about, and the day it speaks of; raises Refusal for one not begun."""
    from datetime import timedelta

    from sipctl.plan.state.filters import term_days

    calendar = question.frame.calendar
    begun = calendar.term_begun(today)
    if wanted.term is None:
        if begun is None:
            raise Refusal(
                f"no term of the calendar had begun by {today}", _first(calendar.sound_terms)
            )
        term = begun
    else:
        starts, _, title = term_days(question.frame, wanted.term)
        term = next(one for one in calendar.terms if (one.starts, one.title) == (starts, title))
        if today < term.starts:
            from sipctl.views.text.english import long_day

            last = f"the last that has is {begun.key}" if begun else "no term has yet"
            raise Refusal(f"{term.title} has not begun: it starts on {long_day(term.starts)}", last)
    after = calendar.next_term(term)
    until = after.starts - timedelta(days=1) if after else term.ends
    return term, today if wanted.as_of else min(today, until)


def _first(terms: tuple[Term, ...]) -> str:
    return f"the first it knows is {terms[0].key}" if terms else "the calendar holds no term"


def _faults(question: Session) -> list[Fault]:
    """The faults that the plan has on any day, those of records without what is confidential."""
    from sipctl.cli.session import placed

    told = question.faults
    records = [fault for fault in told if fault.file in question.plan.records]
    rest = [fault for fault in told if fault.file not in question.plan.records]
    return rest + [one.fault for one in placed(question.folder, records)]


def _again(wanted: Wanted, term: Term, day: date) -> str:
    """The command that makes the same pack again."""
    from shlex import join

    words = ["sipctl", "report", "--term", term.key, "--as-of", day.isoformat()]
    words += ["--template", wanted.template, "--format", wanted.form]
    return join([*words, *wanted.filters, *_flags(wanted)])


def _typed(**options: Iterable[str] | None) -> tuple[str, ...]:
    """Filters as they were typed: `--lead JK --aim 2`."""
    return tuple(
        part
        for name, words in options.items()
        for word in words or ()
        for part in (f"--{name}", word)
    )


def _flags(wanted: Wanted) -> list[str]:
    names = ["--names", "roles"] if wanted.roles else []
    return names + (["--confidential"] if wanted.confidential else [])


# --- where it goes -------------------------------------------------------------------------------


def _deliver(made: tuple[bytes, Pack], wanted: Wanted, output: Path | None, *, force: bool) -> None:
    """To the file named; Markdown, and what is piped, to stdout; else to a file of its own."""
    from sipctl.packs.render.render import is_pack
    from sipctl.store.files import output_files as out
    from sipctl.views.text.english import safe_path

    data, pack = made
    if output is None and (wanted.form == "markdown" or not sys.stdout.isatty()):
        sys.stdout.flush()
        _bytes_out(data)
        return
    if output is None:
        output = Path(default_name(pack, wanted))
    out.write_output(output, data, is_pack, force=force)
    typer.echo(f"Wrote {safe_path(output)}")


def _bytes_out(data: bytes) -> None:
    """Bytes as they are, where stdout takes them; else as text (a test's stream may not)."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode("utf-8", "replace"))
    else:
        stream.write(data)
        stream.flush()


def default_name(pack: Pack, wanted: Wanted) -> str:
    """`spring-2025-lgb-pack.pdf`."""
    from sipctl.packs.render.render import FORMATS as ENDS

    return f"{pack.term.key}-{Path(wanted.template).name}{ENDS[wanted.form]}"


def _refuse_strangers(output: Path) -> None:
    from sipctl.packs.render.render import is_pack
    from sipctl.store.files import output_files as out

    out.refuse_strangers(output, is_pack)


def _listed(plan: str | None) -> str:
    """Every pack that can be made, and in which formats."""
    from sipctl.packs.render.render import SHEETS
    from sipctl.store.files import templates
    from sipctl.views.text.english import safe_text
    from sipctl.views.text.style import wrapped

    width = screen().width
    lines = []
    for kind in templates.list_packs(find_plan(plan)):
        forms = [form for form, sheet in SHEETS.items() if sheet in kind.sheets]
        lines += wrapped(f"{safe_text(kind.name):<14} {safe_text(kind.about)}".rstrip(), width, 15)
        lines += wrapped(f"{'':<14} {', '.join(forms)} · {safe_text(kind.folder)}", width, 0)
    return "\n".join(lines) + "\n"
