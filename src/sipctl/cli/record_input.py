"""What was typed after `record`, as the record that it means. Whatever is in doubt is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import typer

from sipctl.plan.faults import Refusal, propose
from sipctl.plan.model.entries import Activity, Record
from sipctl.plan.model.scalars import RESULTS, STATUSES

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.target import RecordTarget
    from sipctl.plan.state.progress import WorkProgress


@dataclass(frozen=True)
class Told:
    """What was typed about the record, apart from who and when."""

    word: str | None
    value: str | None
    unit: str | None
    for_: str | None
    whole: bool
    note: str | None
    confidential: str | None
    academy: str | None
    corrects: str | None
    evidence: tuple[str, ...]


# --- the record ----------------------------------------------------------------------------------


def meant(subject: RecordTarget, told: Told, by: str, day: date, today: date) -> Record:
    """The record that was meant; raises Refusal for what cannot be meant."""
    _within(subject, day)
    of_kpi = not isinstance(subject.work, Activity)
    words = _of_kpi(subject, told) if of_kpi else _of_activity(subject, told)
    texts = {"note": told.note, "confidential": told.confidential, "unit": told.unit}
    for key, text in [*texts.items(), *(("evidence", text) for text in told.evidence)]:
        if text is not None and not text.strip():
            raise Refusal(f"--{key} is empty", "write something, or leave it out")
    record = Record(
        activity=None if of_kpi else subject.id,
        kpi=subject.id if of_kpi else None,
        date=day,
        by=by,
        note=told.note,
        confidential=told.confidential,
        academy=_academy(subject, told.academy),
        corrects=_corrected(subject, told.corrects),
        evidence=told.evidence,
        **words,
    )
    return replace(record, for_=_for(subject, told, record, today))


def _within(subject: RecordTarget, day: date) -> None:
    runs = subject.plan.about.runs
    if subject.frame is not None and day < runs.from_:
        raise Refusal(
            f"{day} is before the plan, which runs from {runs.from_}",
            "say with --on on which day of the plan it happened",
        )


MEANT = {
    **dict.fromkeys(("done", "finished", "completed", "achieved", "closed", "blue"), "complete"),
    **dict.fromkeys(("green", "started", "in-progress", "ongoing", "yes"), "on-track"),
    **dict.fromkeys(("amber", "yellow", "risk", "behind", "delayed"), "at-risk"),
    **dict.fromkeys(("red", "late", "overdue", "stuck"), "off-track"),
    **dict.fromkeys(("stopped", "on-hold", "hold"), "paused"),
    **dict.fromkeys(("cancelled", "dropped"), "withdrawn"),
}
"""Other people's words for a status."""


def _of_activity(subject: RecordTarget, told: Told) -> dict[str, Any]:
    if told.value is not None or told.unit is not None:
        raise Refusal(f"{subject.id} is an activity: it has a status, no value", _say(STATUSES))
    if told.word is None:
        raise Refusal(f"what became of {subject.id}? No status was given", _say(STATUSES))
    word = _plain(told.word)
    if word in RESULTS:
        message = f'{subject.id} is an activity: "{word}" is a result of a KPI'
        raise Refusal(message, _say(STATUSES))
    if word not in STATUSES:
        meant = MEANT.get(word)
        helped = f'did you mean "{meant}"?' if meant else propose(word, STATUSES)
        raise Refusal(f'"{told.word}" is not a status', helped)
    return {"status": word}


def _of_kpi(subject: RecordTarget, told: Told) -> dict[str, Any]:
    from sipctl.plan.model.scalars import Number

    word = _plain(told.word) if told.word is not None else None
    if word in STATUSES:
        message = f'{subject.id} is a KPI: "{word}" is a status of an activity'
        raise Refusal(message, f"{_say(RESULTS)}, or --value 14.2")
    if word is not None and word not in RESULTS:
        raise Refusal(f'"{told.word}" is not a result', propose(word, RESULTS))
    if word is None and told.value is None:
        raise Refusal(f"what of {subject.id}?", f"{_say(RESULTS)}, or --value 14.2 --unit %")
    if told.unit is not None and told.value is None:
        raise Refusal("--unit says what a value is counted in", "add --value 14.2")
    if told.value is not None:
        kind = Number.__metadata__[0]  # type: ignore[attr-defined]
        try:
            kind.read(told.value)
        except ValueError:
            helped = "digits only, and what they count after --unit: --value 14.2 --unit %"
            raise Refusal(f'--value "{told.value}" is not a number', helped) from None
    return {"result": word, "value": told.value, "unit": told.unit}


def _plain(word: str) -> str:
    """`On track` as it is written in a record."""
    return "-".join(word.strip().lower().replace("_", " ").replace("-", " ").split())


def _say(words: tuple[str, ...]) -> str:
    return f"one of: {', '.join(words)}"


def _academy(subject: RecordTarget, name: str | None) -> str | None:
    known = list(subject.plan.people.academies)
    if name is not None and subject.people_known and name not in known:
        helped = propose(name, known, otherwise="add it to people.yaml under academies:")
        raise Refusal(f'--academy "{name}" is none that people.yaml knows', helped)
    return name


def _corrected(subject: RecordTarget, name: str | None) -> str | None:
    """The file name of the record that was a mistake: one about the same thing."""
    if name is None:
        return None
    short = name.replace("\\", "/").rsplit("/", 1)[-1]
    known = [found for found, _ in subject.records]
    if short not in known:
        helped = propose(short, known, otherwise=f"sipctl log {subject.id} lists its records")
        raise Refusal(f'--corrects: {subject.id} has no record "{short}"', helped)
    return short


# --- which date it settles -----------------------------------------------------------------------


def _for(subject: RecordTarget, told: Told, record: Record, today: date) -> str | None:
    """What the record names, if anything: asked for where `complete` alone would be in doubt."""
    from sipctl.plan.state import record_preview

    if told.for_ is not None and told.whole:
        raise Refusal("--for names one date, --whole all of them", "give one of the two")
    if subject.frame is None:
        return _for_without_calendar(subject, told, record)
    now = record_preview.standing(subject.work, subject.records, subject.frame, today)
    if told.for_ is not None:
        return record_preview.resolve_for(told.for_, now, subject.frame, subject.id)
    if record.status == "complete" and not told.whole and record_preview.needs_naming(now):
        return _which(subject, now, today)
    return None


def _for_without_calendar(subject: RecordTarget, told: Told, record: Record) -> str | None:
    work = subject.work
    labels = [label for label in work.when if label] if isinstance(work, Activity) else []
    if told.for_ in labels:
        return told.for_
    if told.for_ is not None or (record.status == "complete" and not told.whole):
        helped = f"until that is mended: --for with one of {', '.join(labels)}" if labels else ""
        raise Refusal(
            f"the dates of {subject.id} cannot be told now ({subject.broken})",
            helped or "until that is mended, only --whole can be recorded complete",
            code=1,
        )
    return None


def _which(subject: RecordTarget, now: WorkProgress, today: date) -> str | None:
    """Ask on a terminal; elsewhere refuse, with what to type for each choice."""
    from sipctl.cli.runtime.prompts import can_ask, pick
    from sipctl.plan.state import record_preview
    from sipctl.views.answers import record as view

    found = record_preview.worth_offering(record_preview.open_targets(now), now, today)
    lines = view.choices(found, subject.calendar)
    question = f"{subject.id} has more than one date: which of them is complete?"
    if can_ask():
        at = pick(question, [*lines, "all of it, for good"])
        return found[at].named if at < len(found) else None
    typer.echo(f"sipctl: {question}", err=True)
    typer.echo(view.which(subject.id, found, lines), err=True)
    raise typer.Exit(2)
