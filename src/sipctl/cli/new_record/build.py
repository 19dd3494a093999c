"""Builds the record that the options of `sipctl record` mean; refuses whatever is in doubt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sipctl.cli.edits.new_date import with_new_date
from sipctl.cli.new_record.settled_date import settled_date
from sipctl.plan.faults import Refusal, propose
from sipctl.plan.model.entries import Kpi, Record
from sipctl.plan.model.entry import attribute
from sipctl.plan.model.scalars import RESULTS, STATUSES
from sipctl.plan.model.validation.record_keys import BOARD, SUBJECTS
from sipctl.plan.state.resolve import match, resolve, result_called, status_called
from sipctl.views.text.english import join_words, safe_text

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.new_record.record_options import RecordOptions
    from sipctl.cli.target import RecordTarget


def build_record(
    target: RecordTarget, options: RecordOptions, by: str, day: date, today: date
) -> Record:
    """The record by its options; raises Refusal where they contradict the plan or each other.

    `by` is a lead, or the board that asks or decides. Asks on a terminal which date is meant, where
    several are open and none was named, and for the summary of an area or aim.
    """
    _check_day(target, day)
    if options.of_board:
        values = _board_values(target, options)
    else:
        _check_retired(target, day)
        values = _VALUES[target.kind](target, options)
    _check_texts(options)
    values[target.kind] = target.entry.id
    record = Record(
        date=day,
        by=by,
        note=options.note,
        confidential=options.confidential,
        academy=_academy(target, options.academy),
        corrects=_corrected_record(target, options.corrects, by),
        help_wanted=options.help_wanted,
        new_date_wanted=options.new_date_wanted,
        evidence=tuple(options.evidence or ()),
        **values,
    )
    if options.of_board:
        return record
    record = replace(record, for_=settled_date(target, options, record, today))
    return with_new_date(target, record) if record.new_date_wanted else record


def _check_day(target: RecordTarget, day: date) -> None:
    runs = target.plan.about.runs
    if target.context is not None and day < runs.from_:
        raise Refusal(
            f"{day} is before the plan, which runs from {runs.from_}",
            "say with --on on which day of the plan it happened",
        )


def _check_retired(target: RecordTarget, day: date) -> None:
    """Raises Refusal for a reading of a KPI that could no longer be read on its day."""
    from sipctl.views.text.english import short_day

    retired = target.work.retired if isinstance(target.work, Kpi) else None
    if retired is not None and day > retired.date:
        why = f": {retired.why}" if retired.why else ""
        raise Refusal(
            f"{target.id} was retired on {short_day(retired.date)}{why}",
            f"a reading from before then is recorded with its day: --on {retired.date}",
        )


def _check_texts(options: RecordOptions) -> None:
    names = ["note", "confidential", "unit", "summary", "help_wanted", "decision_wanted"]
    names += ["new_date_wanted", "asked", "decided"]
    texts = [(name.replace("_", "-"), getattr(options, name)) for name in names]
    texts += [("evidence", text) for text in options.evidence or ()]
    for name, text in texts:
        if text is not None and not text.strip():
            raise Refusal(f"--{name} is empty", "write something, or leave it out")


def _check_keys(target: RecordTarget, options: RecordOptions) -> None:
    """Raises Refusal for an option whose key a record of this kind has not."""
    subject = SUBJECTS[target.kind]
    never = subject.never if target.work else (*subject.never, "academy", "whole")
    for key in never:
        if getattr(options, attribute(key), None) not in (None, False):
            words = [other.words for other in SUBJECTS.values() if key not in other.never]
            help_line = _summary_command(target)
            if target.work:
                help_line = f"that is of {join_words(words, 'or')}; of {target.id} say it in --note"
            message = f"{target.id} is {subject.words}: it takes no --{key.replace('_', '-')}"
            raise Refusal(message, help_line)


def _summary_command(target: RecordTarget) -> str:
    return f'say how it stands: sipctl record {target.id} --summary "..."'


def _summary_values(target: RecordTarget, options: RecordOptions) -> dict[str, Any]:
    """The summary of an area or aim and the decision wanted; asks for a summary on a terminal."""
    from sipctl.cli.runtime.prompts import ask_text, can_ask

    if options.word is not None:
        message = f"{target.id} is {SUBJECTS[target.kind].words}: its activities have statuses"
        raise Refusal(message, _summary_command(target))
    _check_keys(target, options)
    summary = options.summary
    if not (options.edit or {summary, options.help_wanted, options.decision_wanted} - {None}):
        if not can_ask():
            message = f"how does {target.id} stand? No summary was given"
            raise Refusal(message, f'sipctl record {target.id} --summary "..."')
        summary = ask_text(
            f"How does {target.id} {safe_text(target.title)} stand? In a sentence or two:"
        )
    return {"summary": summary, "decision_wanted": options.decision_wanted}


def _board_values(target: RecordTarget, options: RecordOptions) -> dict[str, Any]:
    """What a board asked or decided; raises Refusal for options that are for leads."""
    if options.asked is not None and options.decided is not None:
        raise Refusal("--asked and --decided are two records", "give one of the two")
    if options.asked is None and options.decided is None:
        message = f"what did the board ask or decide about {target.id}?"
        raise Refusal(message, 'add --asked "..." or --decided "..."')
    if options.word is not None:
        message = f"a board's question or decision has no status, {options.word}"
        raise Refusal(message, "put the board's words in quotes; a lead records the status")
    for key in (*BOARD.never, "whole", "edit"):
        if getattr(options, attribute(key), None) not in (None, False):
            message = f"a board's question or decision takes no --{key.replace('_', '-')}"
            raise Refusal(message, "leave it out, or record it by itself")
    return {"asked": options.asked, "decided": options.decided}


def _activity_values(target: RecordTarget, options: RecordOptions) -> dict[str, Any]:
    if options.value is not None or options.unit is not None:
        raise Refusal(
            f"{target.id} is an activity: it has a status, no value", _list_words(STATUSES)
        )
    _check_keys(target, options)
    if options.word is None:
        raise Refusal(f"what became of {target.id}? No status was given", _list_words(STATUSES))
    if (word := match(options.word.replace(" ", "-"), RESULTS)) is not None:
        message = f'{target.id} is an activity: "{word}" is a result of a KPI'
        raise Refusal(message, _list_words(STATUSES))
    return {"status": status_called(options.word, target.plan.about.settings.colours)}


def _kpi_values(target: RecordTarget, options: RecordOptions) -> dict[str, Any]:
    from sipctl.plan.model.scalars import Number

    _check_keys(target, options)
    word = _result(target, options.word) if options.word is not None else None
    if word is None and options.value is None:
        raise Refusal(f"what of {target.id}?", f"{_list_words(RESULTS)}, or --value 14.2 --unit %")
    if options.unit is not None and options.value is None:
        raise Refusal("--unit says what a value is counted in", "add --value 14.2")
    if options.value is not None:
        number = Number.__metadata__[0]  # type: ignore[attr-defined]
        try:
            number.read(options.value)
        except ValueError:
            help_line = "digits only, and what they count after --unit: --value 14.2 --unit %"
            raise Refusal(f'--value "{options.value}" is not a number', help_line) from None
    unit = options.unit
    if options.value is not None and unit is None and isinstance(target.work, Kpi):
        unit = target.work.figures.unit if target.work.figures else None
    return {"result": word, "value": options.value, "unit": unit}


_VALUES = {
    "activity": _activity_values,
    "kpi": _kpi_values,
    "area": _summary_values,
    "aim": _summary_values,
}
"""What reads the options of a record, by what the record is about."""


def _result(target: RecordTarget, typed: str) -> str:
    """The result of a KPI that was typed; raises Refusal for another word."""
    status = match(typed.replace(" ", "-"), STATUSES)
    if status is not None:
        message = f'{target.id} is a KPI: "{status}" is a status of an activity'
        raise Refusal(message, f"{_list_words(RESULTS)}, or --value 14.2")
    return result_called(typed, target.plan.about.settings.colours)


def _list_words(words: tuple[str, ...]) -> str:
    return f"one of: {', '.join(words)}"


def _academy(target: RecordTarget, name: str | None) -> str | None:
    if name is None or not target.people_known:
        return name
    message = f'--academy "{name}" is none that people.yaml knows'
    add = "add it to people.yaml under academies:"
    return resolve(name, list(target.plan.people.academies), message, otherwise=add)


def _corrected_record(target: RecordTarget, name: str | None, by: str) -> str | None:
    """The file name of the record that was a mistake: one about the same thing.

    `last` is the newest by the same lead that still counts.
    """
    if name is None:
        return None
    if name.strip().casefold() == "last":
        return _last_record(target, by)
    short = name.replace("\\", "/").rsplit("/", 1)[-1]
    known = [file for file, _ in target.records]
    if short not in known:
        near = propose(short, known, otherwise=f"sipctl log {target.id} lists its records")
        raise Refusal(f'--corrects: {target.id} has no record "{short}"', near)
    return short


def _last_record(target: RecordTarget, by: str) -> str:
    from sipctl.plan.state.standing import mistakes

    void = mistakes(target.records)
    own = [name for name, record in target.records if record.by == by and name not in void]
    if not own:
        message = f"--corrects last: {by} has recorded nothing of {target.id} that still counts"
        raise Refusal(message, f"sipctl log {target.id} lists its records")
    return own[-1]
