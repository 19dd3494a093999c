"""Records of what a board asks or decides, and of answers to its questions, from what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.edits.subjects import Subject
    from sipctl.cli.session import Session
    from sipctl.cli.target import RecordTarget
    from sipctl.plan.model.entries import Record
    from sipctl.plan.state.board_questions import BoardQuestion

QUERY = "query"
"""What `--question` calls an entry's own question; those of boards go by the board's name."""


_ADD = 'sipctl add meeting trustees "Trust board" adds one'

# --- what a board asks or decides ----------------------------------------------------------------


def board_called(target: RecordTarget, board: str | None, by: str | None) -> str:
    """The short name of the board that asks or decides; raises Refusal for an unknown board."""
    from sipctl.plan.state.board_questions import boards_of
    from sipctl.plan.state.resolve import match, resolve

    boards = boards_of(target.plan)
    if by is not None:
        message = "--by is for leads, and what was asked or decided is a board's"
        raise Refusal(message, "leave --by out")
    if board is None:
        help_line = f"add --board and one of: {', '.join(boards)}" if boards else _ADD
        raise Refusal("who asked or decided it? No board was given", help_line)
    named = match(board, boards.values())
    if named is not None:
        return next(name for name, title in boards.items() if title == named)
    message = f'--board "{board}" is no meeting of calendar.yaml and no committee of people.yaml'
    return resolve(board, list(boards), message, otherwise=_ADD)


# --- the answer ----------------------------------------------------------------------------------


def choose_question(
    session: Session, subject: Subject, which: str | None, today: date
) -> BoardQuestion | None:
    """The open question of a board that is answered; None for the plan's own.

    Asks on a terminal which is meant, where several are open; else raises Refusal with them all.
    """
    from sipctl.plan.state.board_questions import questions_of
    from sipctl.plan.state.resolve import resolve

    asked = questions_of(session.plan.records_of.get(subject.name, ()), today)
    open_questions = [question for question in asked if question.is_open]
    query = getattr(subject.entry, "query", None)
    questions: dict[str, BoardQuestion | None] = {}
    if query or not open_questions:
        questions[QUERY] = None
    questions |= {_name(question, open_questions): question for question in open_questions}
    if which is None:
        which = next(iter(questions)) if len(questions) == 1 else _ask(subject, questions)
    message = f'{subject.name} has no open question "{which}"'
    return questions[resolve(which, list(questions), message)]


def _name(question: BoardQuestion, questions: list[BoardQuestion]) -> str:
    """What `--question` calls a question: its board, or its file where that board asks several."""
    by_same = [other for other in questions if other.board == question.board]
    return question.board if len(by_same) == 1 else question.file


def _ask(subject: Subject, questions: dict[str, BoardQuestion | None]) -> str:
    from sipctl.cli.runtime.prompts import ask_choice, can_ask
    from sipctl.views.text.english import join_words, safe_text

    message = f"{subject.name} has {len(questions)} open questions: which of them is answered?"
    if can_ask():
        lines = [
            f"{name}: {question.words if question else subject.entry.query}"
            for name, question in questions.items()
        ]
        return list(questions)[ask_choice(message, [safe_text(line) for line in lines])]
    commands = [f'sipctl answer {subject.name} "..." --question {name}' for name in questions]
    raise Refusal(message, join_words(commands, "or"))


def board_answer(
    session: Session, question: BoardQuestion, answer: str, by: str | None, day: date
) -> Record:
    """The record that answers a question of a board, by a lead."""
    from sipctl.cli.target import known_recorder
    from sipctl.plan.model.entries import Record
    from sipctl.views.text.english import short_day

    asked = question.record
    if day < asked.date:
        message = f"{asked.by} asked on {short_day(asked.date)}: it cannot be answered before"
        raise Refusal(message, f"say with --on when it was answered: --on {asked.date}")
    recorder = known_recorder(session.folder, session.plan, by)
    return Record(
        activity=asked.activity,
        kpi=asked.kpi,
        area=asked.area,
        aim=asked.aim,
        date=day,
        by=recorder,
        note=answer,
        academy=asked.academy,
        answers=question.file,
    )
