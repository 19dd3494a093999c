"""What a calendar owes to the one before it: the marks of a change, UIDs, and cancellations.

A calendar program that holds an event already takes another of the same UID for news where its
SEQUENCE is larger or, if that is the same, its DTSTAMP later (RFC 5546, 2.1.5). The plan's moves
and records say so much by themselves. What changes without them (a term's dates, a phrase edited
by hand) only the earlier calendar can tell: an event that reads otherwise than it did there goes
one beyond it, and one that reads the same keeps its marks, whatever was recorded meanwhile.

An event that the plan no longer has is cancelled, so that who imported it loses it; one that was
done stays as it was, for what was done is not undone by a new date.
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
    """An event of an earlier calendar without its marks, and the marks.

    `text` is all that it says but its marks; `subject` what of which plan it is about, `due` its
    day; both None where it does not say.
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
    text = bytes(event.to_ical())  # what cannot be written again is not read
    subject, starts = event.get(SUBJECT), event.get("DTSTART")
    due = starts.dt if isinstance(starts, icalendar.vDDDTypes) else None
    due = due if type(due) is date else None
    return EventRevision(event, text, int(sequence), stamp, subject and str(subject), due)


def adopted_uids(
    earlier: Mapping[str, EventRevision], wanted: Mapping[str, tuple[str, date]]
) -> dict[str, str]:
    """New UID → the UID of the earlier event of the same subject and day that nobody else has.

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

    Only those whose subject begins with `plan`: a calendar of another plan is none of this one's.
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
