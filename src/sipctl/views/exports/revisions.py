"""How an event says that it changed: SEQUENCE, DTSTAMP and LAST-MODIFIED.

A calendar program that holds an event already takes another of the same UID for news where its
SEQUENCE is larger or, if that is the same, its DTSTAMP later (RFC 5546, 2.1.5). The plan's moves
and records say so much by themselves. What changes without them (a term's dates, a phrase edited
by hand) only the earlier calendar can tell: an event that reads otherwise than it did there goes
one beyond it, and one that reads the same keeps its marks, whatever was recorded meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import Any

MIDNIGHT = time(tzinfo=UTC)
_MARKS = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class EventRevision:
    """What an earlier calendar said of an event: all but its marks, and the marks."""

    text: bytes
    sequence: int
    stamp: datetime


def event_revisions(icalendar: Any, earlier: bytes) -> dict[str, EventRevision]:
    """What an earlier calendar said, by UID; an unreadable one has none."""
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
    return EventRevision(event.to_ical(), int(sequence), stamp)


def mark(event: Any, sequence: int, stamp: datetime, was: EventRevision | None, day: date) -> None:
    """Give an event its marks: those that the plan's facts make, unless `was` has to be outdone.

    `day`, the one asked about, dates a change that no fact of the plan dates.
    """
    if was is not None and was.text == event.to_ical():
        sequence, stamp = was.sequence, was.stamp
    elif was is not None:
        sequence = max(sequence, was.sequence + 1)
        if stamp <= was.stamp:
            stamp = max(datetime.combine(day, MIDNIGHT), was.stamp + _A_SECOND)
    for name, value in zip(_MARKS, (sequence, stamp, stamp), strict=True):
        event.add(name, value)
