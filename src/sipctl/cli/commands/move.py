"""`sipctl move`: re-date an activity, keeping where it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.complete import activities
from sipctl.cli.edits.agreement import agreed_by, given_text
from sipctl.cli.runtime.terminal import screen
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Move
from sipctl.plan.state.resolve import resolve

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.target import RecordTarget
    from sipctl.plan.model.entries import Activity
    from sipctl.plan.timing import Timing
    from sipctl.store.git.run import Repository

Id = Annotated[
    str,
    typer.Argument(metavar="ID", help="An activity, such as 2a.3.", autocompletion=activities),
]
Phrase = Annotated[
    str, typer.Argument(metavar="PHRASE", help='When it is to be now, such as "Spring 2026".')
]
Why = Annotated[str | None, typer.Option("--why", help="Why it moves.")]
Milestone = Annotated[
    str | None, typer.Option("--milestone", metavar="LABEL", help="Which of its milestones.")
]


def command(
    id: Id,
    phrase: Phrase,
    agreed: o.AgreedOption = None,
    why: Why = None,
    milestone: Milestone = None,
    on: o.DecidedOnOption = None,
    dry_run: o.DryRunOption = False,
    commit: o.CommitFileOption = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Re-date an activity (or one milestone of it), keeping where it stood, who agreed and why."""
    from sipctl.cli.edits.new_date import dated_activity, read_new_date
    from sipctl.cli.runtime.prompts import can_ask
    from sipctl.cli.runtime.sharing import say_unshared
    from sipctl.cli.target import day_of, find_target
    from sipctl.views.text.style import wrap

    target = find_target(plan, id, dry_run=dry_run)
    activity, context = dated_activity(target)
    label = _choose_milestone(activity, milestone)
    timing = read_new_date(phrase.strip(), activity, label, context)
    today = o.answer_day(as_of)
    day = day_of(on, today)
    _check_order(activity, label, day)
    who = agreed_by(agreed, f"that {target.id} moves")
    asked = on is None and can_ask() and not dry_run
    if asked:
        day = _ask_day(who, today)
        _check_order(activity, label, day)
    move = Move(
        milestone=label or None,
        from_=activity.when[label],
        date=day,
        agreed=who,
        why=given_text("--why", why),
    )
    repository = _repository(target) if commit and not dry_run else None
    _write(target, move, timing, dry_run=dry_run)
    if repository is not None:
        _commit(repository, target, move, timing.phrase)
    if on is None and not asked:
        notice = "No day of the decision is given, so today's stands: --on gives another.\n"
        typer.echo(wrap(notice, screen()), nl=False)
    if not dry_run:
        say_unshared(target.folder)


def _choose_milestone(activity: Activity, asked: str | None) -> str:
    """The label of the milestone that moves: `--milestone`, else the only one, else asked for.

    "" is the label of a date that is no milestone. Raises Refusal for an unknown label.
    """
    labels = list(activity.when)
    named = [label for label in labels if label]
    if asked is None:
        return labels[0] if len(labels) == 1 else _ask_milestone(activity, named)
    message = f'{activity.id} has no milestone "{asked}"'
    only_one = "leave --milestone out: it has one date only"
    return resolve(asked, named, message, otherwise=only_one, beginnings=True)


def _ask_milestone(activity: Activity, labels: list[str]) -> str:
    """The milestone that is picked on a terminal; elsewhere exits with code 2."""
    from sipctl.cli.runtime.prompts import ask_choice, can_ask
    from sipctl.views.answers.move import milestones

    question = f"{activity.id} has several milestones: which of them moves?"
    if can_ask():
        choices = [f"{label}: {activity.when[label]}" for label in labels]
        return labels[ask_choice(question, choices)]
    typer.echo(f"sipctl: {question}", err=True)
    typer.echo(milestones(activity), err=True)
    raise typer.Exit(2)


def _check_order(activity: Activity, label: str, day: date) -> None:
    """Raises Refusal for a decision before the last one: moves are listed in order of decision."""
    from sipctl.plan.state.progress import moves_of

    earlier = moves_of(activity.moved, label)
    if earlier and earlier[-1].date > day:
        raise Refusal(
            f"{activity.id} was last moved on {earlier[-1].date}, after {day}",
            "give the day of this decision with --on",
        )


def _ask_day(who: str, today: date) -> date:
    """The day on which somebody agreed, as typed on a terminal; today for Enter alone."""
    from sipctl.cli.runtime.prompts import ask_or_skip
    from sipctl.cli.target import day_of

    return day_of(ask_or_skip(f"On what day did {who} agree? Enter for today") or None, today)


def _repository(target: RecordTarget) -> Repository:
    from sipctl.store.git.share.commit import open_repository

    return open_repository(target.folder, "move")


def _commit(repository: Repository, target: RecordTarget, move: Move, phrase: str) -> None:
    """Commit the activity's file, with earlier changes in it that are not committed yet."""
    from sipctl.store.git.share.commit import commit_file
    from sipctl.views.answers.move import commit_subject

    subject = commit_subject(target.id, target.title, move, phrase)
    name = commit_file(repository, target.source.path, subject, "the new date")
    typer.echo(f"Committed as {name}: {subject}")


def _write(target: RecordTarget, move: Move, timing: Timing, *, dry_run: bool) -> None:
    """Write the move into the plan's file, or show the change that would be made."""
    from sipctl.store.edits.edit import edited, save
    from sipctl.store.edits.moves import move_edit
    from sipctl.store.edits.places import path_to
    from sipctl.views.answers import move as view
    from sipctl.views.text.english import safe_path
    from sipctl.views.text.style import wrap

    path = safe_path(f"{target.folder.shown}/{target.source.path}")
    edit = move_edit(target.source, path_to(target.thing), target.id, timing.phrase, move)
    if dry_run:
        typer.echo(view.diff(edit.source.data, edited(edit).data, path), nl=False)
    else:
        save(target.folder, [edit])
    summary = view.render(target.id, target.title, move, timing, target.context, done=not dry_run)
    typer.echo(wrap(summary, screen()), nl=False)
    if not dry_run:
        typer.echo(f"  {path}")
