"""`sipctl ask`: a round of asking, from the forms that go out to who has answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import leads, terms
from sipctl.cli.formats import FORMATS, check_format
from sipctl.cli.runtime.terminal import screen
from sipctl.cli.session import Session, open_plan_to_change
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.calendar.terms import Term
    from sipctl.plan.model.entries import Round
    from sipctl.plan.queries.asking import LeadForm
    from sipctl.returns.asking.outgoing import Outgoing

TermAsked = Annotated[
    str | None,
    typer.Option(
        "--term",
        metavar="TERM",
        help="Which term to ask about, such as spring-2025; else this one.",
        autocompletion=terms,
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="DATE", help='The day to answer by, such as "28 March 2025".'),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FOLDER", help="Where to write forms and letters.")
]
Lead = Annotated[
    list[str] | None,
    typer.Option(
        "--lead",
        "-l",
        metavar="INITIALS",
        help="Ask only this lead. May be given again.",
        autocompletion=leads,
    ),
]
FormFormat = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help="xlsx or docx; of --status, text or json."),
]
Addresses = Annotated[
    str | None,
    typer.Option("--addresses", metavar="FILE", help="A CSV with the columns lead and email."),
]
OneFile = Annotated[
    bool, typer.Option("--one-file", help="One CSV for a mail merge in place of a letter each.")
]
Status = Annotated[bool, typer.Option("--status", help="Who has answered, and what they owe.")]
Again = Annotated[
    bool, typer.Option("--again", help="Write once more to those who have not answered at all.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Say what would go out; write nothing.")
]
Commit = Annotated[bool, typer.Option("--commit", help="Make a git commit of the round's file.")]
Force = Annotated[
    bool, typer.Option("--force", help="Write over forms and letters that somebody has changed.")
]


@dataclass(frozen=True)
class AskOptions:
    """How the forms and letters are to go out."""

    folder: Path
    format: str
    addresses: str | None
    one_file: bool
    again: bool
    force: bool
    commit: bool


def command(
    term: TermAsked = None,
    by: By = None,
    output: Output = "asks",
    lead: Lead = None,
    format: FormFormat = None,
    addresses: Addresses = None,
    one_file: OneFile = False,
    status: Status = False,
    again: Again = False,
    dry_run: DryRun = False,
    commit: Commit = False,
    force: Force = False,
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Ask every lead what became of theirs: a form and a letter each."""
    day = o.answer_day(as_of)
    if status and again:
        raise Refusal("--status and --again do not go together", "leave one of them out")
    kind = "ask --status" if status else "ask"
    chosen = format or FORMATS[kind][0]
    check_format(kind, chosen)
    if status:
        _status(plan, as_of, revision, term, chosen)
        return
    if revision is not None:
        raise Refusal("--at goes with --status alone", "forms go out from the plan as it is")
    if again and by is not None:
        message = "--again keeps the day to answer by"
        raise Refusal(message, "leave --by out; to change it: sipctl ask --by DATE")
    session = open_plan_to_change(plan, dry_run=dry_run)
    asking = _known_round(session, term, day) if again else _round(session, term, by, day)
    how = AskOptions(Path(output), chosen, addresses, one_file, again, force, commit)
    _ask(session, asking, lead, day, how, dry_run=dry_run)


def _ask(
    session: Session,
    asking: Round,
    lead: list[str] | None,
    day: date,
    how: AskOptions,
    *,
    dry_run: bool,
) -> None:
    """Write forms, letters and the round's file, and say what went out and who was not asked."""
    asked = _forms(session, asking, lead, day, again=how.again)
    forms = [form for form in asked if not form.gone]
    if not forms:
        typer.echo(_nobody(session, asking, again=how.again))
        return
    sent = _outgoing(session, asking, forms, day, how)
    committed = "" if dry_run else _write(session, asking, sent, how)
    from sipctl.cli.runtime.sharing import say_unshared
    from sipctl.returns.asking.summary import NotAsked, summary

    gone = tuple(form for form in asked if form.gone)
    not_asked = NotAsked(gone, () if how.again or lead else _unled(session, asking, day))
    shown = summary(sent, not_asked, how.folder, screen(), done=not dry_run)
    typer.echo(shown + committed, nl=False)
    if not dry_run:
        say_unshared(session.folder)


# --- which round ---------------------------------------------------------------------------------


def _term(session: Session, typed: str | None, day: date) -> Term:
    """The term that was typed, else the one that began last; raises Refusal."""
    from sipctl.plan.state.filters import term_called

    if typed is not None:
        return term_called(session.context, typed)
    term = session.context.calendar.term_begun(day)
    if term is None:
        raise Refusal("no term has begun yet", "say which: --term autumn-2024")
    return term


def _by_example(day: date) -> str:
    """The option with a day to answer by, in a fortnight."""
    from datetime import timedelta

    from sipctl.plan.calendar.periods import date_title

    return f'--by "{date_title(day + timedelta(days=14))}"'


def _known_round(session: Session, typed: str | None, day: date) -> Round:
    """The round of a term, else the newest; raises Refusal where nobody was asked."""
    from sipctl.plan.queries.round_answers import newest_round

    if typed is None:
        asking = newest_round(session.plan, day)
        if asking is None:
            raise Refusal("nobody has been asked yet", f"begin with: sipctl ask {_by_example(day)}")
        return asking
    term = _term(session, typed, day)
    for asking in session.plan.rounds.values():
        if asking.term == term.key:
            return asking
    message = f"nobody has been asked for {term.title} yet"
    raise Refusal(message, f"begin with: sipctl ask --term {term.key} --by DATE")


def _round(session: Session, typed: str | None, by: str | None, day: date) -> Round:
    """The round to write: that of the term with a new day to answer by, else a new one.

    Raises Refusal where no day is given for a new round, or one that has passed.
    """
    from sipctl.plan.model.entries import Round

    term = _term(session, typed, day)
    rounds = session.plan.rounds.values()
    before = next((asking for asking in rounds if asking.term == term.key), None)
    cut_off = o.parse_day("--by", by, day) if by is not None else None
    if cut_off is None and before is None:
        raise Refusal("by when are they to answer?", f"add the day: {_by_example(day)}")
    if cut_off is not None and cut_off < day:
        raise Refusal(f"--by {cut_off} has passed", "name a day that is still to come")
    if before is not None:
        return replace(before, by=cut_off or before.by)
    return Round(term=term.key, asked=day, by=cut_off or day)


# --- what goes out -------------------------------------------------------------------------------


def _forms(
    session: Session, asking: Round, lead: list[str] | None, day: date, *, again: bool
) -> list[LeadForm]:
    """The forms of all leads who owe answers, of those named, or (`again`) of the silent."""
    from sipctl.plan.queries.asking import lead_forms
    from sipctl.plan.queries.round_answers import round_answers

    term = session.context.calendar.term(asking.term)
    if term is None:
        raise Refusal(f"{asking.term} is not a term of the calendar", "sipctl check says where")
    wanted = o.read_filters(session, lead).leads
    forms = lead_forms(session.plan, session.context, term, day)
    if wanted:
        forms = [form for form in forms if form.lead in wanted]
    if again:
        answers = round_answers(session.plan, session.context, asking, day)
        silent = {lead.lead for lead in answers.of("silent")}
        forms = [form for form in forms if form.lead in silent]
    return forms


def _unled(session: Session, asking: Round, day: date) -> tuple[str, ...]:
    """The ids that no form asks about because nobody leads them."""
    from sipctl.plan.queries.asking import unled

    term = session.context.calendar.term(asking.term)
    return unled(session.plan, session.context, term, day) if term is not None else ()


def _nobody(session: Session, asking: Round, *, again: bool) -> str:
    title = session.context.calendar.title(asking.term)
    if again:
        return f"All who were asked for {title} have answered, at least in part: no letter is due."
    return f"Nobody who was named owes anything for {title}: no form was written."


def _outgoing(
    session: Session, asking: Round, forms: list[LeadForm], day: date, how: AskOptions
) -> Outgoing:
    from sipctl.returns.asking.addresses import read_addresses
    from sipctl.returns.asking.outgoing import outgoing
    from sipctl.returns.asking.words import Form

    title = session.context.calendar.title(asking.term)
    addresses = read_addresses(how.addresses) if how.addresses is not None else {}
    return outgoing(
        [Form(session.plan, title, asking, form, day) for form in forms],
        *(how.folder, how.format, addresses),
        merge=how.one_file,
        again=how.again,
        known=list(session.plan.people.leads),
    )


def _write(session: Session, asking: Round, sent: Outgoing, how: AskOptions) -> str:
    """Write the files; then, unless it is a reminder, the round, and commit that if asked.

    The line that says what was committed; "" where nothing was.
    """
    from sipctl.returns.asking.outgoing import write
    from sipctl.store import rounds

    repository = None
    if how.commit and not how.again:
        from sipctl.store.git.share.commit import open_repository

        repository = open_repository(session.folder, "ask")
    write(sent.files, how.folder, session.folder.path, force=how.force)
    if how.again:
        return ""
    named = dict.fromkeys([*asking.leads, *(letter.form.lead for letter in sent.letters)])
    known = session.plan.people.leads
    ordered = [lead for lead in known if lead in named]
    asking = replace(asking, leads=(*ordered, *(lead for lead in named if lead not in known)))
    path, before = _round_file(session, asking)
    if not rounds.save(session.folder, path, asking, before) or repository is None:
        return ""
    from sipctl.store.git.share.commit import commit_file
    from sipctl.views.text.english import plural, short_day

    title = session.context.calendar.title(asking.term)
    subject = f"Ask {plural(len(asking.leads), 'lead')} for {title}, by {short_day(asking.by)}"
    return f"Committed as {commit_file(repository, path, subject, 'the round')}: {subject}\n"


def _round_file(session: Session, asking: Round) -> tuple[str, Round | None]:
    """The path of a round's file, and the round in it now; None where it is not written yet."""
    from sipctl.store import rounds

    for path, other in session.plan.rounds.items():
        if other.term == asking.term:
            return path, other
    term = session.context.calendar.term(asking.term)
    if term is None:
        raise Refusal(f"{asking.term} is not a term of the calendar", "sipctl check says where")
    return rounds.path_of(session.context.calendar, term), None


# --- who has answered ----------------------------------------------------------------------------


def _status(
    plan: str | None, as_of: str | None, revision: str | None, term: str | None, format: str
) -> None:
    from sipctl.cli.runtime.asked import open_asked, print_answer
    from sipctl.plan.queries.round_answers import round_answers
    from sipctl.views import round_answers as view

    session, day = open_asked(plan, as_of, revision)
    asking = _known_round(session, term, day)
    answers = round_answers(session.plan, session.context, asking, day)
    text = view.render_json(answers) if format == "json" else view.render(answers, screen())
    print_answer(session, text, format, day)
