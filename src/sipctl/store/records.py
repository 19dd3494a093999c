"""Writes new records: their text, name and folder.

A record is one small file that is never edited, and no two of them share a name: two people who
record the same thing on two branches write two files, and git merges them without a question.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sipctl.plan.calendar.record_folder import record_folder
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entry import attribute
from sipctl.plan.model.scalars import control_character
from sipctl.store.files import atomic
from sipctl.store.files.inside import read_inside
from sipctl.store.files.source import BIGGEST, Source
from sipctl.store.yaml import writer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.model.entries import Record
    from sipctl.store.files.folder import Folder

KEYS = (
    *("activity", "kpi", "area", "aim", "date", "by", "at", "status", "result", "value", "unit"),
    *(
        "for",
        "summary",
        "asked",
        "decided",
        "note",
        "agreed",
        "help_wanted",
        "new_date_wanted",
        "decision_wanted",
    ),
    *("confidential", "academy", "corrects", "answers", "return", "row"),
)
"""A record's keys in the order in which they are written; `evidence` stands last, a list."""

_AS_THEY_ARE = (
    *("activity", "kpi", "area", "aim", "date", "at", "status", "result", "value", "return"),
)
"""Keys whose text the format fixes: never in need of quotes."""

_AT = re.compile(
    rb"^at: *[\"']?((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?)",
    re.MULTILINE,
)
"""The time of day in a record's text; a malformed one is ignored."""

_MOST_TRIES = 100


@dataclass(frozen=True)
class RecordFile:
    """A record, the path of its file within the plan folder, and the file's bytes."""

    record: Record
    path: str
    data: bytes


def save(folder: Folder, calendar: Calendar, record: Record, now: time) -> RecordFile:
    """Writes a record to its own new file. `now` is the time in UTC.

    Raises Refusal where it cannot be written, or would not read back as it was meant.
    """
    for _ in range(_MOST_TRIES):
        file = compose_now(folder, calendar, record, now)
        try:
            atomic.create(folder, file.path, file.data)
        except FileExistsError:  # the same was recorded in this very second
            continue
        return file
    raise Refusal("another record took each name that was tried", "try again")


def compose_now(folder: Folder, calendar: Calendar, record: Record, now: time) -> RecordFile:
    """A record's file before it is written, timed after the day's last record of its subject."""
    timed = replace(record, at=_after(now, last_time(folder, calendar, record)))
    return compose(calendar, timed)


def save_untimed(folder: Folder, calendar: Calendar, record: Record) -> RecordFile | None:
    """Writes a record without a time of day to its own new file; None if it is there already.

    The same record makes the same file wherever it is written, so that git merges two of them.
    """
    file = compose(calendar, record)
    try:
        atomic.create(folder, file.path, file.data)
    except FileExistsError:
        return None
    return file


def save_several(
    folder: Folder, calendar: Calendar, records: Iterable[Record], *, together: bool
) -> list[RecordFile]:
    """Writes records as `save_untimed` does; returns those that were not there yet.

    Raises Refusal where one cannot be written: then those written before it are removed again if
    `together`, else the refusal says how many they are.
    """
    written: list[RecordFile] = []
    try:
        for record in records:
            file = save_untimed(folder, calendar, record)
            written += [file] if file is not None else []
    except Refusal as refusal:
        if not together and written:
            message = f"{refusal.message}; {len(written)} were written before it"
            raise Refusal(message, refusal.help, refusal.code) from None
        for file in written:
            (folder.path / file.path).unlink(missing_ok=True)
        raise
    return written


def compose(calendar: Calendar, record: Record) -> RecordFile:
    """A record's file before it is written; raises Refusal if it would not read back the same."""
    data = text_of(record).encode()
    path = f"records/{record_folder(calendar, record.date)}/{name_of(record, data)}"
    _prove(path, data, record)
    return RecordFile(record, path, data)


def text_of(record: Record) -> str:
    """A record as YAML, one key a line, long notes in blocks."""
    lines: list[str] = []
    for key in KEYS:
        text = getattr(record, attribute(key))
        if text is not None:
            _refuse_controls(key, str(text))
            lines += writer.line(key, str(text), as_it_is=key in _AS_THEY_ARE)
    for text in record.evidence:
        _refuse_controls("evidence", text)
    lines += writer.listed("evidence", record.evidence, fold=False)
    return "\n".join(lines) + "\n"


def name_of(record: Record, data: bytes) -> str:
    """`2025-03-04-1b.2-JK-7f3a9c.yaml`: day, id, initials, and six digits of its contents' hash."""
    return f"{record.date}-{record.subject}-{record.by}-{digits(data)}.yaml"


def digits(data: bytes) -> str:
    """Six hex digits of a record's contents, the same whatever git makes of its line breaks."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:6]


# --- when in the day -----------------------------------------------------------------------------


def last_time(folder: Folder, calendar: Calendar, record: Record) -> str:
    """The latest `at` of the records of the same thing and day; "" if there is none.

    What is recorded later has to sort later, even if it is entered at an earlier time of a later
    day, or within the same second.
    """
    parent = folder.path / "records" / record_folder(calendar, record.date)
    times = [""]
    with suppress(OSError):  # whatever stands in the way is reported when writing
        for path in parent.glob(f"{record.date}-{record.subject}-*.yaml"):
            with suppress(OSError):
                match = _AT.search(read_inside(parent, path.name, BIGGEST))
                times.append(match[1].decode() if match else "")
    return max(times)


def _after(now: time, last: str) -> str:
    """The time to write: now, or a microsecond after the last record of the day."""
    seconds = now.strftime("%H:%M:%S")
    if seconds > last:
        return seconds
    fine = now.strftime("%H:%M:%S.%f")
    if fine > last:
        return fine
    return _next(last)


def _next(last: str) -> str:
    """A microsecond after a time of day, but never beyond the end of the day."""
    clock, _, fraction = last.partition(".")
    hours, minutes, seconds = (*(int(number) for number in clock.split(":")), 0)[:3]
    whole_seconds = (hours * 60 + minutes) * 60 + seconds
    microseconds = whole_seconds * 1_000_000 + int(f"{fraction:0<6}") + 1
    microseconds = min(microseconds, 24 * 3600 * 1_000_000 - 1)
    seconds, micro = divmod(microseconds, 1_000_000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{micro:06d}"


# --- proof ---------------------------------------------------------------------------------------


def _refuse_controls(key: str, text: str) -> None:
    index = control_character(text)
    if index is not None:
        raise Refusal(
            f"the {key} holds a character that cannot be shown (U+{ord(text[index]):04X})",
            "take it out; such characters come along when text is pasted from other programs",
        )


def _prove(path: str, data: bytes, record: Record) -> None:
    """Raises Refusal unless the bytes read back as the record."""
    from sipctl.store.load import load_file

    read = load_file(Source(path, data))
    if read.model != record:
        why = read.faults[0].message if read.faults else "it would read differently"
        raise Refusal(f"this cannot be written as a record: {why}", "nothing was recorded")
