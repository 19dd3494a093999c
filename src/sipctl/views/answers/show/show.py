"""One thing whole, as text: an activity or KPI with its dates and history; an area, aim or lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.model.entries import Activity, Kpi
from sipctl.plan.model.entry import further_texts
from sipctl.plan.state.standing import mistakes
from sipctl.views.answers import readings, tables
from sipctl.views.round_answers import wanted_words
from sipctl.views.text.columns import table
from sipctl.views.text.english import (
    confidential_note,
    dates_done,
    describe_record,
    duration,
    join_words,
    long_day,
    record_remarks,
    safe_text,
    settled_words,
    short_day,
    status_word,
)
from sipctl.views.text.grid import grid
from sipctl.views.text.style import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from sipctl.plan.model.entries import Area, Outcome, Plan, Priority, Record
    from sipctl.plan.queries.details import Details
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.board_questions import BoardQuestion
    from sipctl.plan.state.progress import OccurrenceState
    from sipctl.views.text.screen import Screen


def render(
    whole: Details,
    where: Callable[[str], str],
    screen: Screen,
    colours: Mapping[str, str],
    *,
    confidential: bool = False,
) -> str:
    """Everything that the plan and its records say of one thing.

    `where` gives the file and line of an id, `colours` are the plan's own for statuses.
    """
    name = _lead_name(whole) if whole.kind == "lead" else f"{whole.id}  {safe_text(whole.title)}"
    name = safe_text(whole.title) if whole.kind == "plan" or whole.title == whole.id else name
    head = wrap(_bold(name, screen), screen)
    if whole.kind in ("activity", "kpi"):
        parts = [f"{head}\n", _pairs(_about(whole, where), screen), _dates(whole, screen)]
        sections = [_moves(whole, screen), _led(whole, screen), _answers(whole, screen)]
        sections += [_history(whole, screen, confidential=confidential)]
        return "".join(parts + [wrap(text, screen) for text in sections])
    history = _answers(whole, screen) + _history(whole, screen, confidential=confidential)
    parts = [f"{head}\n", _pairs(_around(whole, where), screen), wrap(history, screen)]
    for kind, title in (("activity", "Activities"), ("kpi", "KPIs")):
        rows = [row for row in whole.rows if row.kind == kind]
        if rows:
            columns = tables.columns(
                rows,
                whole.day,
                screen.room,
                leads=whole.kind != "lead",
                where=lambda row: where(row.id),
                colours=colours,
            )
            head = wrap(f"{_bold(title, screen)} · {tables.tally(rows)}", screen)
            parts.append(f"\n{head}\n")
            parts.append(table(rows, columns, screen))
    return "".join(parts)


def _lead_name(whole: Details) -> str:
    role = whole.lead.role if whole.lead else None
    return safe_text(f"{whole.id} ({role})" if role else whole.id)


def _about(whole: Details, where: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    work, row = whole.work, whole.rows[0]
    yield "Lead", f"{', '.join(whole.leads) or 'nobody yet'}{_next_leads(whole)}"
    yield "Status", _status(whole)
    yield "New date wanted", "\n".join(map(wanted_words, whole.wanted))
    yield "Asked by a board", _asked(whole)
    if whole.area is not None and whole.aim is not None:
        yield "Area", f"{whole.area.id}  {whole.area.title}"
        yield "Aim", f"{whole.aim.id}  {whole.aim.title}"
    if isinstance(work, Activity):
        yield from _of_activity(work, whole)
    elif isinstance(work, Kpi):
        yield "Target", work.target_words or ""
        yield "Retired", _retired(work)
        yield "Readings", readings.readings(whole.records)
    if work is not None:
        yield "Academies", join_words(work.academies)
        yield "Covers", _parts(whole)
        yield "See also", ", ".join(work.see)
        yield "Query", work.query or ""
    yield "Where", where(row.id)


def _open_questions(whole: Details) -> str:
    """`2a.3  Why twice? (12 Mar 2025)`, a line for each that a board has asked."""
    return "\n".join(
        f"{question.id}  {safe_text(question.words)} ({short_day(question.record.date)})"
        for question in whole.open_questions
    )


def _asked(whole: Details) -> str:
    """`Why twice? (trustees, 12 Mar 2025); sipctl answer 2a.3 "..."`, a line a question."""
    return "\n".join(
        f"{safe_text(question.words)} ({question.board}, {short_day(question.record.date)}); "
        f'sipctl answer {question.id} "..."'
        for question in whole.questions
        if question.is_open
    )


def _next_leads(whole: Details) -> str:
    """`; from 1 Sep 2025 PQ`, where it changes hands on a day to come."""
    later = [change for change in (whole.work.led if whole.work else ()) if change.date > whole.day]
    if not later or whole.work is None:
        return ""
    after = [*(change.from_ for change in later[1:]), whole.work.leads]
    steps = zip(later, after, strict=True)
    return "".join(f"; from {short_day(c.date)} {', '.join(leads)}" for c, leads in steps)


def _of_activity(activity: Activity, whole: Details) -> Iterator[tuple[str, str]]:
    yield "Detail", activity.detail or ""
    titles = (
        {priority.id: priority.title for priority in whole.area.priorities} if whole.area else {}
    )
    if activity.priority:
        yield "Priority", f"{activity.priority}  {titles.get(activity.priority, '')}".strip()
    yield "Begins", activity.starts or ""
    yield "Success", "\n".join(activity.success)
    yield from ((field.label, field.text(activity)) for field in further_texts(Activity))
    yield "Waits for", ", ".join(activity.after)
    yield "Waited for by", ", ".join(whole.waiting)


def _retired(kpi: Kpi) -> str:
    """`10 Nov 2025 – no longer inspected`; nothing for a KPI that is still read."""
    if kpi.retired is None:
        return ""
    why = f" – {kpi.retired.why}" if kpi.retired.why else ""
    return f"{short_day(kpi.retired.date)}{why}"


def _around(whole: Details, where: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    aim, area = whole.aim, whole.area
    if whole.kind == "lead":
        if whole.lead is not None and whole.lead.left and whole.lead.left < whole.day:
            yield "Left", short_day(whole.lead.left)
        return
    if aim is not None and whole.kind == "aim":
        yield "Outcomes", _titles(aim.outcomes)
        yield "Areas", _titles(aim.areas)
        yield "Covers", _parts(whole)
        yield "Query", aim.query or ""
        yield "Asked by a board", _asked(whole)
    elif aim is not None:
        if area is not None and whole.kind == "priority":
            yield "Area", f"{area.id}  {area.title}"
        yield "Aim", f"{aim.id}  {aim.title}"
    if area is not None and whole.kind == "area":
        yield "Priorities", _titles(area.priorities)
        yield "Covers", _parts(whole)
        yield "Query", area.query or ""
        yield "Asked by a board", _asked(whole)
    yield from _of_framework(whole)
    if whole.plan is not None:
        yield from _of_plan(whole.plan)
    if whole.meeting is not None or whole.academy is not None:
        yield from _of_name(whole)
        return
    if whole.committee is not None:
        yield "Oversees", join_words([f"aim {aim}" for aim in whole.committee.oversees])
        yield "Asks", _open_questions(whole)
    yield "Where", where(whole.id)


def _of_name(whole: Details) -> Iterator[tuple[str, str]]:
    """When a meeting is held, or since when an academy is in the trust."""
    if whole.meeting is not None:
        yield "Held", whole.meeting.every or "how often is not said"
        yield "Dates", "\n".join(map(long_day, whole.meeting.dates)) or "none known"
        yield "Complete", join_words(whole.meeting.complete)
        yield "Asks", _open_questions(whole)
    if whole.academy is not None:
        yield "Joined", short_day(whole.academy.joined) if whole.academy.joined else ""
        yield "Left", short_day(whole.academy.left) if whole.academy.left else ""


def _parts(whole: Details) -> str:
    """A line for each part of a framework that it covers."""
    return "\n".join(f"{part.id}  {part.title}" for part in whole.covers)


def _of_framework(whole: Details) -> Iterator[tuple[str, str]]:
    """What covers each part of a framework, or one part of it, and what covers none."""
    for part in whole.parts:
        covering = "\n".join(f"{thing.id}  {thing.title}" for thing in part.by)
        name = part.title if whole.kind == "framework" else "Covered by"
        yield name, covering or "nothing in this plan"
    yield "Under no part of it", _titles(whole.outside)


def _of_plan(plan: Plan) -> Iterator[tuple[str, str]]:
    """What the plan says of itself: whose it is, from where, and whose term dates it counts by."""
    about = plan.about
    yield "Trust" if about.trust else "School", about.body.name
    yield "Runs", f"{short_day(about.runs.from_)} to {short_day(about.runs.to)}"
    yield "Source", about.source or ""
    yield "Endorsement", about.endorsement or ""
    yield "Term dates", plan.calendar.source or ""
    yield "Aims", "\n".join(f"{aim.id}  {aim.title}" for aim in plan.aims)
    yield "Query", about.query or ""


def _titles(entries: Iterable[Area | Outcome | Priority]) -> str:
    """A line each: its id and its title."""
    return "\n".join(f"{entry.id}  {entry.title}" for entry in entries)


def _status(whole: Details) -> str:
    row = whole.rows[0]
    status = tables.judged(row)
    if row.recorded_on:
        status = f"{status} (recorded {short_day(row.recorded_on)})"
    return ", ".join(filter(None, [status, dates_done(row.dates_done, row.dates)]))


def _pairs(pairs: Iterable[tuple[str, str]], screen: Screen) -> str:
    """Names and what stands behind them, aligned, after an empty line; nothing for nothing."""
    rows = [
        (name, "\n".join(safe_text(line) for line in text.split("\n")))
        for name, text in pairs
        if text
    ]
    if not rows:
        return ""
    return "\n" + grid(rows, screen, wraps=[1], styles=[("dim", "")] * len(rows))


def _dates(whole: Details, screen: Screen) -> str:
    """Each milestone's phrase, and under it its occurrences."""
    parts = [] if any(row.when for row in whole.rows) else ["\nNo date in the plan.\n"]
    for row in whole.rows:
        if row.when is None:
            continue
        label = f"{tables.milestone(row)}: " if row.milestone else "When: "
        parts.append("\n" + _bold(f"{label}{safe_text(row.when)}", screen) + "\n")
        if not row.occurrences:
            parts.append(f"  {status_word(row.state)}\n")
            continue
        shown = _shown(row.occurrences, whole.day)
        parts.append(grid([_date(occurrence, row, whole.day) for occurrence in shown], screen))
        left = len(row.occurrences) - len(shown)
        if left:
            parts.append(f"  and {left} more: sipctl show {whole.id} --format json has them all\n")
    return "".join(parts)


def _date(occurrence: OccurrenceState, row: Row, day: date) -> tuple[str, str, str, str]:
    """One occurrence: its period, its days, and what became of it."""
    days = short_day(occurrence.due)
    if occurrence.opens != occurrence.due:
        days = f"{short_day(occurrence.opens)} to {days}"
    words = occurrence_words(occurrence, row.state, day)
    academies = settled_words(occurrence.settled_for, occurrence.open_for)
    return "", occurrence.period, days, f"{words} ({academies})" if academies else words


def _shown(occurrences: tuple[OccurrenceState, ...], day: date) -> tuple[OccurrenceState, ...]:
    """All of them up to fifteen; of a longer series the dozen around a day, half of it past."""
    if len(occurrences) <= 15:
        return occurrences
    past = sum(occurrence.due < day for occurrence in occurrences)
    start = max(0, min(past - 6, len(occurrences) - 12))
    return occurrences[start : start + 12]


def occurrence_words(occurrence: OccurrenceState, state: str, day: date) -> str:
    """What became of one occurrence by `day`; `state` is its row's."""
    opens, due, settled_on = occurrence.opens, occurrence.due, occurrence.settled_on
    if settled_on is not None:
        late = f", {duration((settled_on - due).days)} late" if occurrence.late else ""
        return f"{_settled_words(occurrence)} {short_day(settled_on)}{late}"
    if state in ("paused", "withdrawn"):
        return state
    if occurrence.missed:
        missed = f"judged {status_word(occurrence.judged)}" if occurrence.judged else "missed"
        return f"{missed}, {duration((day - due).days)} ago"
    if occurrence.phase == "excused":
        return "paused then"
    if occurrence.phase == "open":
        left = (due - day).days
        open_ = f"open, judged {status_word(occurrence.judged)}" if occurrence.judged else "open"
        return f"{open_}, {duration(left)} left" if left else f"{open_}, today is the last day"
    return f"opens in {duration((opens - day).days)}"


def _settled_words(occurrence: OccurrenceState) -> str:
    """`settled`; of an open-ended series, which only asks to be looked at, `judged at risk`."""
    return f"judged {status_word(occurrence.judged)}" if occurrence.judged else "settled"


def _moves(whole: Details, screen: Screen) -> str:
    if not whole.moved:
        return ""
    lines = ["", _bold("Moved", screen)]
    for move in whole.moved:
        label = f"{safe_text(move.milestone)}: " if move.milestone else ""
        agreed = (
            f", agreed by {safe_text(move.agreed)}"
            if move.agreed
            else ", nobody is said to have agreed"
        )
        why = f" – {safe_text(move.why)}" if move.why else ""
        lines.append(f"  {short_day(move.date)}  {label}from {safe_text(move.from_)}{agreed}{why}")
    slipped = [row for row in whole.rows if row.slipped_days]
    lines += [f"  {_slip(row.milestone, tables.slippage(row))}" for row in slipped]
    return "\n".join(lines) + "\n"


def _led(whole: Details, screen: Screen) -> str:
    if not whole.led:
        return ""
    lines = ["", _bold("Led before", screen)]
    for change in whole.led:
        agreed = f", agreed by {safe_text(change.agreed)}" if change.agreed else ""
        why = f" – {safe_text(change.why)}" if change.why else ""
        leads = safe_text(", ".join(change.from_)) or "nobody"
        lines.append(f"  {short_day(change.date)}  until then {leads}{agreed}{why}")
    return "\n".join(lines) + "\n"


def _answers(whole: Details, screen: Screen) -> str:
    if not whole.answered:
        return ""
    lines = ["", _bold("Questions answered", screen)]
    for answer in whole.answered:
        by = f" ({safe_text(answer.by)})" if answer.by else ""
        words = f"{safe_text(answer.query)} – {safe_text(answer.answer)}{by}"
        lines.append(f"  {short_day(answer.date)}  {words}")
    return "\n".join(lines) + "\n"


def _slip(milestone: str | None, slippage: str) -> str:
    return f"{safe_text(milestone) + ' now' if milestone else 'Now'} {slippage} than first planned"


def _history(whole: Details, screen: Screen, *, confidential: bool) -> str:
    if not whole.records:
        return ""
    marks = {question.file: _answered_mark(question) for question in whole.questions}
    marks |= dict.fromkeys(mistakes(whole.records), " [corrected since]")
    lines = ["", _bold("Records, newest first", screen)]
    for name, record in whole.records:
        line = _record(record, confidential=confidential)
        lines.append(f"  {short_day(record.date)}  {line}{marks.get(name, '')}")
    return "\n".join(lines) + "\n"


def _answered_mark(question: BoardQuestion) -> str:
    """` [open]`, ` [answered by JK on 20 Mar 2025]`."""
    answer = question.answer
    if answer is None:
        return " [open]"
    return f" [answered by {safe_text(answer.by)} on {short_day(answer.date)}]"


def _record(record: Record, *, confidential: bool) -> str:
    secret = confidential_note(record, shown=confidential)
    words = filter(None, [describe_record(record), *record_remarks(record)])
    return f"{safe_text(record.by)}: {' – '.join(words)}{secret}"


def _bold(text: str, screen: Screen) -> str:
    return f"\x1b[1m{text}\x1b[0m" if screen.colour else text
