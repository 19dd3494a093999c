"""Due days, with alarms if asked for, as a calendar to subscribe to. Needs the extra `export`.

All-day events, one for each occurrence on its due day, shown as free time. An event keeps its UID
for as long as it is the same occurrence. SEQUENCE and DTSTAMP count the plan's moves and records;
where a calendar is written over an earlier one, they also exceed those of any event that changed,
for programs that notice changes by SEQUENCE. Without an earlier calendar (on stdout), a date that
changed with neither a move nor a record keeps its SEQUENCE. The same plan, day and earlier calendar
give the same bytes. Nothing confidential is in it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Activity
from sipctl.plan.state.progress import moves_of
from sipctl.views.exports.revisions import (
    DONE,
    MIDNIGHT,
    SUBJECT,
    adopted_uids,
    event_revisions,
    leftovers,
    mark,
)
from sipctl.views.text.english import join_words, judged_word, safe_text, state_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.queries.occurrences import OccurrenceRow

MAKER = "-//sipctl//sipctl//EN"
_OURS = UUID("8d3c1c62-1f0e-5d3b-9a55-6f2f3c0a7b11")
_STATUS = {"paused": "TENTATIVE", "withdrawn": "CANCELLED"}
MORNING = 9
"""The hour at which an alarm goes off: an all-day event begins at midnight."""


def calendar(
    plan: Plan,
    rows: Iterable[OccurrenceRow],
    day: date,
    *,
    terms: Calendar,
    name: str,
    lead: str | None = None,
    alarm: int | None = None,
    earlier: bytes = b"",
    others: Iterable[OccurrenceRow] = (),
) -> bytes:
    """The calendar of some occurrences, as iCalendar (RFC 5545).

    `name` is the name that calendar programs show. The calendar of a `lead` ("" for work that
    nobody leads) has a UID by which `is_of_lead` knows it. `alarm` is how many days before a due
    day to remind, None for never; past, done and paused events have no alarm. `earlier` is the
    calendar that this one replaces: its events are cancelled unless they are in this one, or among
    `others`, the plan's occurrences that were not asked for.
    """
    icalendar = _library()
    result, before = _new_calendar(icalendar, name), event_revisions(icalendar, earlier)
    if lead is not None:
        result.add("uid", _uid_of_lead(plan, lead))
    dated = {uid(plan, line, terms): line for line in rows if line.occurrence}
    wanted = {
        own: (_subject(plan, line), line.occurrence.due)
        for own, line in dated.items()
        if line.occurrence
    }
    adopted = adopted_uids(before, wanted)
    for own, line in dated.items():
        event = _event(icalendar, plan, line, day, adopted.get(own, own))
        _add_alarm(icalendar, event, line, day, alarm)
        sequence, stamp = _revision(plan, line, day)
        mark(event, sequence, stamp, before.get(event["uid"]), day)
        result.add_component(event)
    if before:
        present = {*dated, *adopted.values(), *(uid(plan, line, terms) for line in others)}
        for event in leftovers(before, present, _subject(plan), day):
            result.add_component(event)
    return bytes(result.to_ical())


def _library() -> Any:
    """The module icalendar; raises Refusal where it is not installed."""
    try:
        import icalendar
    except ImportError:
        helped = "install it: pip install 'sipctl[export]'"
        raise Refusal("a calendar needs icalendar, which is not installed", helped) from None
    return icalendar


def _new_calendar(icalendar: Any, name: str) -> Any:
    calendar = icalendar.Calendar()
    for key, value in (
        ("prodid", MAKER),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", safe_text(name)),
        ("x-wr-calname", safe_text(name)),
        ("x-published-ttl", "P1D"),
    ):
        calendar.add(key, value)
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    return calendar


def is_of_lead(data: bytes, plan: Plan, lead: str) -> bool:
    """Whether a calendar is a lead's, of this plan, and has an event not done or cancelled."""
    head, *events = data.split(b"BEGIN:VEVENT")
    over = (b"\nSTATUS:CANCELLED", f"\nSUMMARY:{DONE}".encode())
    to_do = any(not any(mark in event for mark in over) for event in events)
    return to_do and f"\nUID:{_uid_of_lead(plan, lead)}".encode() in head


def _uid_of_lead(plan: Plan, lead: str) -> str:
    about = plan.about
    return str(uuid5(_OURS, "\x1f".join((about.body.name, about.runs.from_.isoformat(), lead))))


def uid(plan: Plan, line: OccurrenceRow, terms: Calendar) -> str:
    """The UID of an event, which stays the same when its day moves.

    It is made from the occurrence's period in a series, or from the term that ends with it, so that
    the one at the end of a term is the same in a termly and a half-termly series. Outside a series
    it is made from the number within the milestone, which a move does not change.
    """
    about, occurrence = plan.about, line.occurrence
    which = str(line.number)
    if line.cadence and occurrence:
        ending = terms.term_that_ends(occurrence.due)
        which = ending.key if ending else occurrence.period
    parts = (about.body.name, about.runs.from_.isoformat(), line.row.id, line.row.milestone or "")
    return str(uuid5(_OURS, "\x1f".join((*parts, which))))


def _subject(plan: Plan, line: OccurrenceRow | None = None) -> str:
    """An opaque id of the plan and, with `line`, of the milestone that an event is about."""
    about = plan.about
    own = uuid5(_OURS, "\x1f".join((about.body.name, about.runs.from_.isoformat())))
    if line is None:
        return f"{own}."
    return f"{own}.{uuid5(own, chr(31).join((line.row.id, line.row.milestone or '')))}"


def _event(icalendar: Any, plan: Plan, line: OccurrenceRow, day: date, uid: str) -> Any:
    event = icalendar.Event()
    due = line.occurrence.due if line.occurrence else day
    event.add("uid", uid)
    event.add(SUBJECT, _subject(plan, line))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1) if due < date.max else due)
    event.add("summary", _summary(line))
    event.add("description", _description(line))
    event.add("status", _STATUS.get(line.state, "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    groups = [entry.title for entry in (line.item.aim, line.item.area) if entry]
    if groups:
        event.add("categories", [safe_text(title) for title in groups])
    return event


def _add_alarm(
    icalendar: Any, event: Any, line: OccurrenceRow, day: date, days: int | None
) -> None:
    """Remind some days before the due day; not of what is past, done or paused."""
    if days is None or line.state not in ("due", "upcoming") or event["dtstart"].dt < day:
        return
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", timedelta(hours=MORNING) - timedelta(days=days))
    event.add_component(alarm)


def _summary(line: OccurrenceRow) -> str:
    row = line.row
    milestone = f"{safe_text(row.milestone)}: " if row.milestone else ""
    leads = f" ({safe_text(', '.join(row.leads))})" if row.leads else ""
    return f"{_state_mark(line)}{row.id} {milestone}{safe_text(row.title)}{leads}"


def _state_mark(line: OccurrenceRow) -> str:
    """What stands before the title of an event that is not open any more: `Done: `, `Paused: `."""
    if line.state == "settled":
        return DONE
    word = state_word(line.state, line.row.kind)
    return f"{word.capitalize()}: " if line.state in _STATUS else ""


def _description(line: OccurrenceRow) -> str:
    row, work = line.row, line.item.work
    lines = [getattr(work, "detail", None) or ""]
    occurrence = line.occurrence
    if occurrence and occurrence.opens < occurrence.due:
        lines.append(f"Open from {occurrence.opens:%Y-%m-%d} to {occurrence.due:%Y-%m-%d}")
    lines.append(f"When: {row.when}" if row.when else "")
    lines.append(f"Leads: {join_words(row.leads)}" if row.leads else "Nobody leads this")
    lines += [f"Success: {text}" for text in getattr(work, "success", ())]
    area = line.item.area
    lines += [f"{area.id} {area.title}"] if area else []
    lines.append(f"Status: {judged_word(row.status, row.status_of)}")
    if occurrence and occurrence.settled_on:
        lines.append(f"Settled on {occurrence.settled_on:%Y-%m-%d}")
    return "\n".join("\n".join(map(safe_text, text.splitlines())) for text in lines if text)


def _revision(plan: Plan, line: OccurrenceRow, day: date) -> tuple[int, datetime]:
    """SEQUENCE and DTSTAMP: how many moves and records an occurrence's work has, and the last one.

    Counted up to `day`: moves of its milestone, records of its work. Without any, the time is the
    plan's first day.
    """
    work = line.item.work
    moved = moves_of(work.moved, line.row.milestone or "") if isinstance(work, Activity) else []
    times = [datetime.combine(move.date, MIDNIGHT) for move in moved if move.date <= day]
    for _, record in plan.records_of.get(work.id, ()):
        if record.date <= day and not record.is_of_board:
            clock = time.fromisoformat(record.at) if record.at else MIDNIGHT
            clock = clock.replace(tzinfo=UTC, microsecond=0)
            times.append(datetime.combine(record.date, clock))
    return len(times), max(times, default=datetime.combine(plan.about.runs.from_, MIDNIGHT))
