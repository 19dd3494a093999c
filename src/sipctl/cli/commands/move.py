"""`sipctl move`: re-date an activity, keeping where it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.complete import activities
from sipctl.cli.session import AsOfOption, PlanOption, day_asked, screen
from sipctl.plan.faults import Refusal, propose
from sipctl.plan.model.entries import Activity, Move
from sipctl.plan.model.scalars import control_character

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.target import RecordTarget
    from sipctl.plan.timing import Timing, TimingContext


def command(
    id: Annotated[
        str,
        typer.Argument(metavar="ID", help="An activity, such as 2a.3.", autocompletion=activities),
    ],
    phrase: Annotated[
        str, typer.Argument(metavar="PHRASE", help='When it is to be now, such as "Spring 2026".')
    ],
    agreed: Annotated[
        str | None, typer.Option("--agreed", metavar="WHO", help="Who agreed to it: Trustees.")
    ] = None,
    why: Annotated[str | None, typer.Option("--why", help="Why it moves.")] = None,
    milestone: Annotated[
        str | None, typer.Option("--milestone", metavar="LABEL", help="Which of its milestones.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day of the decision, if not today."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would change; write nothing.")
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """Re-date an activity (or one milestone of it), keeping where it stood, who agreed and why."""
    from sipctl.cli.target import day_of, find_subject

    subject = find_subject(plan, id)
    activity, frame = _movable(subject)
    label = _milestone(activity, milestone)
    timing = _reading(phrase.strip(), activity, label, frame)
    day = _decided(activity, label, day_of(on, day_asked(as_of)))
    entry = Move(
        milestone=label or None,
        from_=activity.when[label],
        date=day,
        agreed=_text("agreed", agreed) or _who(subject),
        why=_text("why", why),
    )
    _move(subject, entry, timing, dry_run=dry_run)


def _movable(subject: RecordTarget) -> tuple[Activity, TimingContext]:
    activity = subject.work
    if not isinstance(activity, Activity):
        helped = "to change when a KPI is looked at, edit its line in the plan"
        raise Refusal(f"{subject.id} is a KPI, and only activities are moved", helped)
    if subject.frame is None:
        helped = "mend that first: a new date has to be read in the plan's calendar"
        raise Refusal(subject.broken or "the plan's calendar cannot be read", helped, code=1)
    if not activity.when:
        helped = f"give it one: write when: in {subject.folder.shown}/{subject.source.path}"
        raise Refusal(f"{subject.id} has no date that could move", helped)
    return activity, subject.frame


def _milestone(activity: Activity, asked: str | None) -> str:
    """Which milestone moves; raises Refusal (or asks, on a terminal) if that is in doubt."""
    labels = list(activity.when)
    safe_path = [label for label in labels if label]
    if asked is None and len(labels) == 1:
        return labels[0]
    if asked is not None:
        alike = [label for label in safe_path if label.casefold() == asked.strip().casefold()]
        if len(alike) == 1 or asked in safe_path:
            return asked if asked in safe_path else alike[0]
        helped = propose(asked, safe_path, otherwise="leave --milestone out: it has one date only")
        raise Refusal(f'{activity.id} has no milestone "{asked}"', helped)
    return _which(activity, safe_path)


def _which(activity: Activity, labels: list[str]) -> str:
    from sipctl.cli.runtime.prompts import can_ask, pick
    from sipctl.views.answers.move import milestones

    question = f"{activity.id} has several milestones: which of them moves?"
    if can_ask():
        return labels[pick(question, [f"{label}: {activity.when[label]}" for label in labels])]
    typer.echo(f"sipctl: {question}", err=True)
    typer.echo(milestones(activity), err=True)
    raise typer.Exit(2)


def _reading(phrase: str, activity: Activity, label: str, frame: TimingContext) -> Timing:
    """What the new phrase means; raises Refusal for one that means nothing, or nothing new."""
    from sipctl.plan.timing import Unreadable, read

    timing = read(phrase, frame)
    if isinstance(timing, Unreadable):
        raise Refusal(timing.message, timing.help)
    was = read(activity.when[label], frame)
    same = not isinstance(was, Unreadable) and (
        (was.occurrences, was.cadence, was.as_needed, was.open_ended)
        == (timing.occurrences, timing.cadence, timing.as_needed, timing.open_ended)
    )
    if same or phrase == activity.when[label]:
        now = activity.when[label]
        helped = "to word it otherwise without moving it, edit the plan's file"
        raise Refusal(f'{activity.id} is dated "{now}" already, which means the same days', helped)
    return timing


def _decided(activity: Activity, label: str, day: date) -> date:
    """The day of the decision: after the one before it, or the order of moves would be lost."""
    from sipctl.plan.state.progress import moves_of

    before = moves_of(activity.moved, label)
    if before and before[-1].date > day:
        raise Refusal(
            f"{activity.id} was last moved on {before[-1].date}, after {day}",
            "give the day of this decision with --on",
        )
    return day


def _text(option: str, text: str | None) -> str | None:
    if text is None:
        return None
    if not text.strip():
        raise Refusal(f"--{option} is empty", "write something")
    if control_character(text) is not None:
        raise Refusal(f"--{option} holds a character that cannot be shown", "take it out")
    return text


def _who(subject: RecordTarget) -> str:
    """Who agreed, where nobody was named: asked on a terminal, refused elsewhere."""
    from sipctl.cli.runtime.prompts import can_ask, words

    if can_ask():
        return words(f"Who agreed that {subject.id} moves?")
    raise Refusal(
        f"who agreed that {subject.id} moves?",
        "say so with --agreed, such as --agreed Trustees; trustees ask for it later",
    )


def _move(subject: RecordTarget, entry: Move, timing: Timing, *, dry_run: bool) -> None:
    from sipctl.store import edit
    from sipctl.store.files import atomic
    from sipctl.views.answers import move as view
    from sipctl.views.text.english import safe_path
    from sipctl.views.text.style import wrap

    after = edit.move(subject.source, subject.id, timing.phrase, entry)
    shown = safe_path(f"{subject.folder.shown}/{subject.source.path}")
    if dry_run:
        typer.echo(view.diff(subject.source.data, after.data, shown), nl=False)
    else:
        atomic.replace(subject.folder, subject.source.path, subject.source.data, after.data)
    told = view.render(subject.id, subject.title, entry, timing, subject.frame, done=not dry_run)
    typer.echo(wrap(told, screen()), nl=False)
    if not dry_run:
        typer.echo(f"  {shown}")
