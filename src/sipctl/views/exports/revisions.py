"""What a calendar takes from the one it replaces: revision marks, UIDs, and cancellations.

A calendar program that holds an event already replaces it by another of the same UID if that has a
larger SEQUENCE or, with the same, a later DTSTAMP (RFC 5546, 2.1.5). These marks count the plan's
moves and records. Other changes (a term's dates, a phrase edited by hand) are noticed by comparing
with the earlier calendar: an event whose text differs gets a SEQUENCE beyond its earlier one, and
one whose text is the same keeps its marks, whatever was recorded meanwhile.

An event that the plan no longer has is cancelled, so that programs that imported it remove it; one
that was done is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

MIDNIGHT = time(tzinfo=UTC)
DONE = "Done: "
SUBJECT = "X-SIPCTL-SUBJECT"
_MARKS = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class EventRevision:
    """An event of an earlier calendar: the event without its marks, and the marks.

    `text` is the event as bytes; `subject` is the opaque id of plan and milestone (`ics._subject`),
    `due` its day; both None where the event has none.
    """

    event: Any
    text: bytes
    sequence: int
    stamp: datetime
    subject: str | None
    due: date | None

    @property
    def done(self) -> bool:
        """Whether it was marked as done."""
        return str(self.event.get("SUMMARY", "")).startswith(DONE)


def event_revisions(icalendar: Any, earlier: bytes) -> dict[str, EventRevision]:
    """The events of an earlier calendar by UID; empty for an unreadable one."""
    try:
        events = icalendar.Calendar.from_ical(earlier).walk("VEVENT") if earlier else []
        return {
            str(event["UID"]): revision
            for event in events
            if (revision := _revision(icalendar, event))
        }
    except Exception:  # a spoilt file trips the library in ways it does not name
        return {}


def _revision(icalendar: Any, event: Any) -> EventRevision | None:
    sequence, stamped = event.get("SEQUENCE"), event.get("DTSTAMP")
    stamp = stamped.dt if isinstance(stamped, icalendar.vDDDTypes) else None
    if "UID" not in event or not isinstance(sequence, int) or not isinstance(stamp, datetime):
        return None
    if stamp.tzinfo is None or stamp.year == MAXYEAR:
        return None
    for mark in _MARKS:
        event.pop(mark, None)
    text = bytes(event.to_ical())  # what cannot be written again is not read
    subject, starts = event.get(SUBJECT), event.get("DTSTART")
    due = starts.dt if isinstance(starts, icalendar.vDDDTypes) else None
    due = due if type(due) is date else None
    return EventRevision(event, text, int(sequence), stamp, subject and str(subject), due)


def adopted_uids(
    earlier: Mapping[str, EventRevision], wanted: Mapping[str, tuple[str, date]]
) -> dict[str, str]:
    """New UID → the UID of an earlier event of the same subject and day that it takes over.

    Only earlier events that are not cancelled and whose UIDs the new calendar does not have.

    `wanted` has the subject and day of each event of the new calendar by its UID.
    """
    free: dict[tuple[str | None, date | None], list[str]] = {}
    for uid, was in earlier.items():
        if uid not in wanted and was.event.get("STATUS") != "CANCELLED":
            free.setdefault((was.subject, was.due), []).append(uid)
    adopted = {}
    for uid, key in wanted.items():
        if uid not in earlier and free.get(key):
            adopted[uid] = free[key].pop(0)
    return adopted


def leftovers(
    earlier: Mapping[str, EventRevision], present: Collection[str], plan: str, day: date
) -> Iterator[Any]:
    """The events of an earlier calendar whose UIDs are not `present`: cancelled, unless done.

    Only those whose subject begins with `plan`, for the earlier calendar may be of another plan.
    """
    for uid, was in earlier.items():
        if uid in present or not (was.subject or "").startswith(plan):
            continue
        event = was.event.copy()
        event.subcomponents = []
        if not was.done:
            event.pop("STATUS", None)
            event.add("status", "CANCELLED")
        mark(event, 0, was.stamp, was, day)
        yield event


def mark(event: Any, sequence: int, stamp: datetime, was: EventRevision | None, day: date) -> None:
    """Add SEQUENCE, DTSTAMP and LAST-MODIFIED: as given, or beyond those of a differing `was`.

    With the same text as `was`, its marks are kept. `day` is the date of a change that has no date
    in the plan.
    """
    if was is not None and was.text == event.to_ical():
        sequence, stamp = was.sequence, was.stamp
    elif was is not None:
        sequence = max(sequence, was.sequence + 1)
        if stamp <= was.stamp:
            stamp = max(datetime.combine(day, MIDNIGHT), was.stamp + _A_SECOND)
    for name, value in zip(_MARKS, (sequence, stamp, stamp), strict=True):
        event.add(name, value)
