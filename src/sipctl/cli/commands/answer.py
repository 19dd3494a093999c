"""`sipctl answer`: settle an open question about the plan, and what changes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import ids
from sipctl.cli.complete import leads as complete_leads
from sipctl.cli.edits.agreement import given_text, known_lead
from sipctl.cli.edits.finish import PlanEdit, finish
from sipctl.cli.edits.opened import open_for_edit
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.edits.opened import EditSession
    from sipctl.cli.edits.subjects import Subject
    from sipctl.cli.session import Session
    from sipctl.plan.model.entries import Answered
    from sipctl.plan.state.board_questions import BoardQuestion
    from sipctl.store.edits.changes import Change

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="What has the question: 2d.1, an area, an aim, plan, people or calendar.",
        autocompletion=ids,
    ),
]
Text = Annotated[str | None, typer.Argument(metavar="ANSWER", help="The answer, in quotes.")]
By = Annotated[
    str | None, typer.Option("--by", metavar="WHO", help="Who answered: CEO, or initials.")
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day of the answer.")]
Lead = Annotated[
    list[str] | None,
    typer.Option(
        "--lead",
        metavar="INITIALS",
        help="Who leads it, as the answer says. May be given again.",
        autocompletion=complete_leads,
    ),
]
When = Annotated[
    str | None, typer.Option("--when", metavar="PHRASE", help="Its date, as the answer says.")
]

Question = Annotated[
    str | None,
    typer.Option(
        "--question",
        metavar="WHICH",
        help="Where several are open: query (the plan's own), or the board that asks.",
    ),
]


def command(
    id: Id,
    text: Text = None,
    by: By = None,
    on: On = None,
    lead: Lead = None,
    when: When = None,
    question: Question = None,
    dry_run: o.DryRunOption = False,
    commit: o.CommitOption = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Settle an open question: the plan's own (query) beside it, that of a board in a record."""
    from sipctl.cli.edits.boards import choose_question
    from sipctl.cli.edits.subjects import find_subject
    from sipctl.cli.target import day_of

    today = o.answer_day(as_of)
    session = open_for_edit(plan, dry_run=dry_run)
    subject = find_subject(session.plan, id)
    asked = choose_question(session, subject, question, today)
    typed = TypedAnswer(text, by, day_of(on, today), lead, when)
    if asked is None:
        edit = _answer_query(session, subject, typed)
    else:
        edit = _answer_board(session, subject, asked, typed)
    finish(session, edit, today, dry_run=dry_run, commit=commit)


class TypedAnswer(NamedTuple):
    """An answer as typed: its words, who gave it, its day, and the lead and date it changes."""

    text: str | None
    by: str | None
    day: date
    lead: list[str] | None
    when: str | None


def _answer_query(
    session: EditSession,
    subject: Subject,
    typed: TypedAnswer,
) -> PlanEdit:
    """The edit that writes the answer beside the question, and the lead and date it changes."""
    from sipctl.plan.model.entries import Answered
    from sipctl.store.edits.edit import Edit

    question = _question(session, subject, typed.day)
    lead, when = typed.lead, typed.when
    answer = given_text("ANSWER", typed.text) or _ask_answer(subject, question)
    asked = typed.text is None and not (lead or when) and subject.name in session.plan.activities
    if asked:
        lead, when = _ask_what_changes(subject)
    entry = Answered(query=question, answer=answer, date=typed.day, by=_by(session, typed.by))
    changes = _changes(session, subject, entry, lead or [], given_text("--when", when))
    source = session.source(subject.file)
    edit = Edit(source, changes, f"the question of {subject.name} cannot be answered", _BY_HAND)
    return PlanEdit((edit,), f"{subject.name}: Answer its question")


def _answer_board(
    session: EditSession,
    subject: Subject,
    question: BoardQuestion,
    typed: TypedAnswer,
) -> PlanEdit:
    """The record that answers a board, which changes nothing of the plan itself."""
    from sipctl.cli.edits.boards import board_answer

    board, words = question.board, question.words
    if typed.lead or typed.when:
        option, mover = ("lead", "set") if typed.lead else ("when", "move")
        help_line = f"answer without, then: sipctl {mover} {subject.name} ..."
        raise Refusal(
            f"--{option} goes with the plan's own question, not that of {board}", help_line
        )
    answer = given_text("ANSWER", typed.text) or _ask_answer(subject, f"{board}: {words}")
    record = board_answer(session, question, answer, typed.by, typed.day)
    return PlanEdit((), f"{subject.name}: Answer {board}", (record,))


_BY_HAND = "change query: and answered: there"


def _question(session: Session, subject: Subject, day: date) -> str:
    query: str | None = getattr(subject.entry, "query", None)
    if query:
        return query
    from sipctl.plan.model.entries import Activity, Aim, Area, Kpi
    from sipctl.plan.state.board_questions import open_questions

    by_boards = {question.id for question in open_questions(session.plan, day)}
    things = session.plan.walk(Activity, Aim, Area, Kpi)
    asked = [
        thing.id for thing in things if getattr(thing.entry, "query", None) or thing.id in by_boards
    ]
    help_line = f"open questions: {', '.join(asked)}" if asked else "no question is open"
    raise Refusal(f"{subject.name} has no open question", help_line)


def _by(session: Session, by: str | None) -> str | None:
    """Who answered: `--by`, else the initials that `record` uses here; None where none are set."""
    from sipctl.cli.target import known_recorder
    from sipctl.plan.state.resolve import match

    if by is not None:
        given = given_text("--by", by)
        return match(given or "", session.plan.people.leads) or given
    try:
        return known_recorder(session.folder, session.plan, None)
    except Refusal:
        return None


# --- asked on a terminal -------------------------------------------------------------------------


def _ask_answer(subject: Subject, question: str) -> str:
    from sipctl.cli.runtime.prompts import ask_text, can_ask, print_wrapped

    if not can_ask():
        message = f"what is the answer to: {question}"
        raise Refusal(message, f'sipctl answer {subject.name} "..."')
    print_wrapped(f"{subject.name} asks: {question}")
    return ask_text("The answer:")


def _ask_what_changes(subject: Subject) -> tuple[list[str], str | None]:
    """The leads and the date that change with the answer."""
    from sipctl.cli.runtime.prompts import ask_or_skip, can_ask

    if not can_ask():
        return [], None
    leads = ", ".join(subject.entry.leads) or "nobody"
    typed = ask_or_skip(f"Led by {leads}. Who leads it, by the answer? Enter for no change")
    date = " · ".join(subject.entry.when.values()) or "no date"
    when = ask_or_skip(f"Dated {date}. When is it due, by the answer? Enter for no change")
    return typed.replace(",", " ").split(), when or None


# --- the changes ---------------------------------------------------------------------------------


def _changes(
    session: Session, subject: Subject, entry: Answered, leads: list[str], when: str | None
) -> list[Change]:
    from sipctl.store.edits.changes import Bare, InsertItem, RemoveValue
    from sipctl.store.edits.places import KEYS

    answered = {"query": entry.query, "answer": entry.answer, "date": Bare(entry.date)}
    answered |= {"by": entry.by} if entry.by else {}
    order = KEYS[type(subject.entry)]
    changes: list[Change] = []
    if leads:
        changes += _lead_changes(session, subject, entry, leads)
    if when:
        changes += _date_changes(session, subject, entry, when)
    return [
        *changes,
        InsertItem((*subject.path, "answered"), answered, order=order),
        RemoveValue((*subject.path, "query")),
    ]


def _lead_changes(
    session: Session, subject: Subject, entry: Answered, leads: list[str]
) -> list[Change]:
    from sipctl.plan.model.entries import LeadChange
    from sipctl.store.edits.leads import lead_changes

    work = subject.entry
    _refuse_other_than_work(subject, "--lead")
    now = [known_lead(session.plan, lead) for lead in leads]
    if list(work.leads) == now:
        return []
    change = LeadChange(from_=work.leads, date=entry.date, agreed=entry.by, why=entry.answer)
    return lead_changes(subject.path, work, now, change)


def _date_changes(session: Session, subject: Subject, entry: Answered, when: str) -> list[Change]:
    from sipctl.plan.model.entries import Activity, Move
    from sipctl.plan.timing import Unreadable, read
    from sipctl.store.edits.changes import SetValue
    from sipctl.store.edits.moves import move_changes
    from sipctl.store.edits.places import KEYS

    work = subject.entry
    _refuse_other_than_work(subject, "--when")
    if not isinstance(work, Activity) or len(work.when) > 1:
        message = f"{subject.name} has several dates, or is read at its own"
        raise Refusal(message, f'answer without --when, then: sipctl move {subject.name} "..."')
    timing = read(when, session.context)
    if isinstance(timing, Unreadable):
        raise Refusal(timing.message, timing.help)
    if not work.when:
        return [SetValue((*subject.path, "when"), when, KEYS[type(work)])]
    ((label, now),) = work.when.items()
    move = Move(
        milestone=label or None, from_=now, date=entry.date, agreed=entry.by, why=entry.answer
    )
    return [] if now == when else move_changes(subject.path, when, move)


def _refuse_other_than_work(subject: Subject, option: str) -> None:
    from sipctl.plan.model.entries import Activity, Kpi

    if not isinstance(subject.entry, Activity | Kpi):
        raise Refusal(f"{option} is about an activity or a KPI", f"answer {subject.name} without")
