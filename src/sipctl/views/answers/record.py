"""The effect of a record, in sentences: its content, the dates it settles, what stays overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.plan.state.record_preview import overdue_still
from sipctl.views.round_answers import move_command
from sipctl.views.text.english import (
    SUBJECT,
    duration,
    join_words,
    record_result,
    safe_path,
    safe_text,
    short_day,
    shorten,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.model.entries import Record
    from sipctl.plan.state.progress import OccurrenceState
    from sipctl.plan.state.record_preview import Effect, Settled, Target

_MOST_NAMED = 8
"""The most dates that are named; one record may settle more in a plan of three years."""


def head(record: Record, title: str, path: str, calendar: Calendar, *, done: bool) -> str:
    """`Recorded 2a.2 HR software: on track (JK, 4 March 2025)`, and the file."""
    verb = "Recorded" if done else "That would record"
    about = f"{_named(record.for_, calendar)} " if record.for_ else ""
    result = f"{about}{_contents(record)} ({safe_text(record.by)}, {date_title(record.date)})"
    file = f"  {safe_path(path)}\n" if done else ""
    return f"{verb} {record.subject} {safe_text(title)}: {result}.\n{file}"


def commit_subject(record: Record, title: str, calendar: Calendar) -> str:
    """`2a.2 HR software: on track (JK, 4 March 2025)`, a long title cut short."""
    about = f" {_named(record.for_, calendar)}" if record.for_ else ""
    result = f":{about} {_contents(record)} ({safe_text(record.by)}, {date_title(record.date)})"
    name = shorten(safe_text(title), SUBJECT - len(record.subject) - len(result) - 1)
    return f"{record.subject} {name}{result}"


def new_date(record: Record) -> str:
    """That the new date wanted is a proposal, and the command that answers it; else nothing."""
    if record.new_date_wanted is None:
        return ""
    wanted = safe_text(record.new_date_wanted)
    move = move_command(record.subject, record.new_date_wanted, record.for_)
    return f"{wanted} is a proposal: nothing moves until a move is agreed:\n      {move}\n"


def open_question(record: Record) -> str:
    """That a board's question is open, and the command that answers it; else nothing."""
    if record.asked is None:
        return ""
    return f'It is open until it is answered:\n      sipctl answer {record.subject} "..."\n'


def _contents(record: Record) -> str:
    """`on track and new date wanted`; of an area or aim `summary and help wanted`."""
    contents = [
        (record.summary or record.is_of_board or record.activity or record.kpi, _result(record)),
        (record.help_wanted, "help wanted" if record.area or record.aim else "what next"),
        (record.decision_wanted, "decision wanted"),
        (record.new_date_wanted, "new date wanted"),
    ]
    return join_words([words for text, words in contents if text])


def _result(record: Record) -> str:
    """`on track`, `met, 14.2 %`."""
    return ", ".join(record_result(record))


def _named(text: str, calendar: Calendar) -> str:
    return safe_text(calendar.title(text))


# --- what it settles -----------------------------------------------------------------------------


def effect(effect: Effect, calendar: Calendar, today: date) -> str:
    """What became of the dates, one sentence a line."""
    return "".join(f"{line}\n" for line in _effect(effect, calendar, today))


def _effect(effect: Effect, calendar: Calendar, today: date) -> Iterator[str]:
    where = f" for {safe_text(effect.academy)}" if effect.academy else ""
    yield from _settled(effect.settles, calendar, where)
    for opened in effect.opens_again[:_MOST_NAMED]:
        yield f"This opens {_date(opened.label, opened.occurrence, calendar)} again{where}."
    if not effect.is_newest and effect.after.newest is not None:
        newest = effect.after.newest
        yield f"A newer record, of {date_title(newest.date)}, still says {_result(newest)}."
    status = effect.after.status
    if status == "paused":
        yield "While it is paused, nothing of it falls due."
    elif status == "withdrawn":
        yield "Withdrawn, it falls due no more; it stays in the plan with its history."
    elif not effect.settles and any(milestone.occurrences for milestone in effect.after.milestones):
        yield "No date is settled by this."
    for label, occurrence in overdue_still(effect.after):
        late = duration((today - occurrence.due).days)
        yield f"Still overdue: {_date(label, occurrence, calendar)}, by {late}."


def _settled(settles: Sequence[Settled], calendar: Calendar, where: str) -> Iterator[str]:
    names = [
        _date(settled.label, settled.occurrence, calendar) + where + _late(settled)
        for settled in settles
    ]
    if len(names) == 1:
        yield f"This settles {names[0]}."
    elif names:
        yield f"This settles {len(names)} dates:"
        yield from (f"  {name}" for name in names[:_MOST_NAMED])
        if len(names) > _MOST_NAMED:
            yield f"  and {len(names) - _MOST_NAMED} more"


def _late(settled: Settled) -> str:
    return f", {duration(settled.late)} late" if settled.late else ""


def _date(label: str, occurrence: OccurrenceState, calendar: Calendar) -> str:
    title = calendar.title(occurrence.period)
    return f"{safe_text(label)} ({title})" if label else title


# --- which of several ----------------------------------------------------------------------------


def choices(targets: Sequence[Target], calendar: Calendar) -> list[str]:
    """A line for each date that a record may name, with its days and state."""
    return [_choice(target, calendar) for target in targets]


def _choice(target: Target, calendar: Calendar) -> str:
    occurrence = target.occurrence
    if not occurrence.ahead:
        when = f"overdue since {short_day(occurrence.due)}"
    elif occurrence.phase == "open":
        when = f"due by {short_day(occurrence.due)}"
    else:
        when = f"from {short_day(occurrence.opens)}"
    return f"{_date(target.label, occurrence, calendar)}: {when}"


def which(name: str, targets: Sequence[Target], lines: Sequence[str], *, whole: bool) -> str:
    """What to type for each date, aligned; with `whole`, for all of them too."""
    typed = [f"--for {_quoted(target.named)}" for target in targets]
    width = max(len(text) for text in [*typed, "--whole"])
    rows = [f"  {text:{width}}  {safe_text(line)}" for text, line in zip(typed, lines, strict=True)]
    rows += [f"  {'--whole':{width}}  all of {name}, for good"] * whole
    return "\n".join(rows)


def _quoted(text: str) -> str:
    plain = text.isascii() and all(c.isalnum() or c in "-./" for c in text)
    return text if plain else '"' + text.replace('"', '\\"') + '"'
