"""The words that people read: days, counts and statuses in plain English, and safe text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import MONTHS, WEEKDAYS
from sipctl.plan.english import join_words as join_words
from sipctl.plan.english import plural as plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import PurePath

    from sipctl.plan.model.entries import Record
    from sipctl.plan.state.filters import AcademyShare

UNSAFE = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
"""Characters, as a part of a pattern's set, that no answer may hold as they are: they control a
terminal, turn the text after them round, end lines, or are no characters. Besides `\\x00-\\x1f`."""


def short_day(day: date | None) -> str:
    """`4 Apr 2025`; nothing for no day."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}" if day else ""


def long_day(day: date) -> str:
    """`Friday 4 April 2025`. Not strftime: a locale must not leak in."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def duration(days: int) -> str:
    """A length of time as people say it: days under three weeks, then whole weeks."""
    return plural(days, "day") if abs(days) < 21 else plural(round(days / 7), "week")


def overdue_for(days: int) -> str:
    """How late something is: `5 days overdue`, `6 weeks overdue`."""
    return f"{duration(days)} overdue"


def shift(days: int) -> str:
    """How far a date moved, which is not 0 days: `6 weeks later`, `2 days earlier`."""
    return f"{duration(abs(days))} {'later' if days > 0 else 'earlier'}"


def lead_names(leads: Iterable[str], nobody: str = "nobody") -> str:
    """`JK, SD`; `nobody` where there is none."""
    return safe_text(", ".join(leads)) or nobody


def titled(milestone: str | None, title: str) -> str:
    """A title after the name of its milestone: `Launch: Set out …`."""
    return f"{with_capital(milestone)}: {safe_text(title)}" if milestone else safe_text(title)


def with_capital(name: str) -> str:
    """A name as it begins a line: that of a milestone may begin with a small letter."""
    name = safe_text(name)
    return name[:1].upper() + name[1:]


def status_word(status: str) -> str:
    """A status, result or state without its hyphen: `on track`."""
    return status.replace("-", " ")


def state_word(state: str, kind: str) -> str:
    """A row's state: `upcoming`; of a KPI `retired` in place of `withdrawn`."""
    return "retired" if (state, kind) == ("withdrawn", "kpi") else status_word(state)


def judged_word(status: str, academies: Sequence[str] = ()) -> str:
    """A lead's status, with its academies where it is of some alone: `off track (WGPA)`."""
    whose = f" ({safe_text(', '.join(academies))})" if academies else ""
    return f"{status_word(status)}{whose}"


def share_words(academies: Sequence[str], own: int, every: int) -> str:
    """How much of an answer is academies' own: `for WPSA: 3 of its own, 73 of every academy`."""
    whose = "its" if len(academies) == 1 else "their"
    names = safe_text(join_words(list(academies)))
    return f"for {names}: {own or 'none'} of {whose} own, {every or 'none'} of every academy"


def share_line(share: AcademyShare) -> str:
    """`Shown for WPSA: 3 of its own, 73 of every academy.`"""
    return f"Shown {share_words(share.academies, share.own, share.every)}."


def settled_words(settled_for: Sequence[str], open_for: Sequence[str]) -> str:
    """`WPSA, WPPA; not WGPA`; nothing where a date is settled for all of them, or for none."""
    if not settled_for or not open_for:
        return ""
    return safe_text(f"{', '.join(settled_for)}; not {', '.join(open_for)}")


def dates_done(done: int, dates: int) -> str:
    """`1 of 2 dates done`; nothing where none or all of them are."""
    return f"{done} of {plural(dates, 'date')} done" if 0 < done < dates else ""


def safe_path(path: PurePath | str) -> str:
    """A path as messages print it: without characters that a terminal would obey."""
    return _made_safe(str(path))


def safe_text(text: str) -> str:
    """Text on one line, with U+FFFD for characters that a terminal would obey."""
    return _made_safe(" ".join(text.split()))


def _made_safe(text: str) -> str:
    # Nothing printable is unsafe, and most starts of sipctl never need the pattern compiled.
    return text if text.isprintable() else _unsafe().sub("\ufffd", text)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(f"[\x00-\x1f{UNSAFE}]")


# --- records -------------------------------------------------------------------------------------

SUBJECT = 72
"""The most characters of a commit's subject: lists of commits cut longer ones."""


def shorten(text: str, room: int) -> str:
    """A text cut at a word to `room` characters, but not to less than twelve."""
    room = max(room, 12)
    if len(text) <= room:
        return text
    return f"{text[:room].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


CONFIDENTIAL_KEPT = " [a confidential note is kept]"


def record_value(record: Record, escape: Callable[[str], str] = safe_text) -> str:
    """A reading with its unit: `14.2 %`; nothing where the record gives none."""
    unit = f" {escape(record.unit)}" if record.unit else ""
    return f"{record.value}{unit}" if record.value else ""


def board_word(record: Record) -> str:
    """`asked`, `decided` or `answered`, for a board's record or the answer to one; else ""."""
    if not record.is_of_board:
        return ""
    return "asked" if record.asked else "decided" if record.decided else "answered"


def record_result(record: Record, escape: Callable[[str], str] = safe_text) -> list[str]:
    """The status or result that a record gives, and its value: `on track`, `14.2 %`.

    Of an area or aim that is whether it gives a summary: `summary`, `no summary`.
    """
    word = record.status or record.result or board_word(record)
    if not word and (record.area or record.aim):
        word = "summary" if record.summary else "no summary"
    return [text for text in (status_word(word), record_value(record, escape)) if text]


def describe_record(
    record: Record,
    escape: Callable[[str], str] = safe_text,
    *,
    known: str = "",
    where: str = " at {}",
) -> str:
    """`on track, 14.2 % for Launch at WPSA`.

    The status `known` is left out, unless the record is of a part. `where` is the template for the
    academy.
    """
    words = record_result(record, escape)
    if known and known == (record.status or record.result) and not record.for_:
        words = words[1:]
    about = f" for {escape(record.for_)}" if record.for_ else ""
    about += where.format(escape(record.academy)) if record.academy else ""
    return ", ".join(words) + about


def record_remarks(record: Record, escape: Callable[[str], str] = safe_text) -> list[str]:
    """A record's texts beyond its result: note or summary, and what is wanted, one each."""
    whole = record.area or record.aim
    texts = [
        (record.summary, ""),
        (record.asked, ""),
        (record.decided, ""),
        (record.note, ""),
        (record.agreed, "agreed by "),
        (record.help_wanted, "help wanted: " if whole else "what next: "),
        (record.new_date_wanted, "new date wanted: "),
        (record.decision_wanted, "decision wanted: "),
    ]
    return [f"{name}{escape(text)}" for text, name in texts if text]


def confidential_note(record: Record, *, shown: bool) -> str:
    """A record's confidential note, or that there is one; nothing where there is none."""
    if not record.confidential:
        return ""
    return f" [confidential: {safe_text(record.confidential)}]" if shown else CONFIDENTIAL_KEPT
