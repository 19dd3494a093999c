"""New leads, academies, committees, meetings and their dates, and what is asked about each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.cli.edits.adding.additions import (
    Addition,
    Typed,
    entry_values,
    refuse_extra_words,
    refuse_known,
    typed_word,
    with_answers,
)
from sipctl.cli.options import parse_day
from sipctl.plan.faults import Refusal
from sipctl.plan.model.calendar import MeetingEntry, TermCalendar
from sipctl.plan.model.people import AcademyEntry, Committee, Lead, People
from sipctl.plan.state.resolve import readings
from sipctl.store.edits.changes import Bare, Change, InsertItem, SetValue, list_changes
from sipctl.store.edits.places import KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sipctl.cli.session import Session


def new_lead(session: Session, typed: Typed, today: date) -> Addition:
    """`add lead PQ --role "Deputy head"`."""
    example = 'sipctl add lead PQ --role "Deputy head"'
    asked = {"role": "What do they do in the trust?"}
    return _new_in_people(session, Lead, "leads", typed, today, "Which initials?", asked, example)


def new_academy(session: Session, typed: Typed, today: date) -> Addition:
    """`add academy WPSA --name "West Park School" --joined 2025-09-01`."""
    example = 'sipctl add academy WPSA --name "West Park School"'
    question, asked = "What is the academy called in short?", {"name": "What is its full name?"}
    return _new_in_people(
        session, AcademyEntry, "academies", typed, today, question, asked, example
    )


def _new_in_people(
    session: Session,
    entry: type,
    key: str,
    typed: Typed,
    today: date,
    question: str,
    asked: Mapping[str, str],
    example: str,
) -> Addition:
    """An entry of people.yaml under its short name, which `question` asks for where none is typed.

    `asked` are the questions for its other fields, `key` is where such entries stand.
    """
    refuse_extra_words(typed, 1, example)
    short = typed_word(typed, 0, question, example)
    typed.refuse_options_but(*KEYS[entry])
    values = entry_values(session, entry, with_answers(typed, asked), today, {})
    known = getattr(session.plan.people, key)
    return Addition("people.yaml", (_named(known, key, short, values, KEYS[People]),), short)


def new_committee(session: Session, typed: Typed, today: date) -> Addition:
    """`add committee far "Finance, Audit & Risk Committee" --oversees 5`."""
    example = 'sipctl add committee far "Finance Committee" --oversees 5'
    refuse_extra_words(typed, 2, example)
    short = typed_word(typed, 0, "What is the committee called in short, such as far?", example)
    name = typed_word(typed, 1, "What is its full name?", example)
    typed.refuse_options_but("oversees")
    typed = with_answers(typed, {"oversees": "Which aims does it oversee, by number?"})
    known = [committee.id for committee in session.plan.people.committees]
    refuse_known(short, known)
    values = entry_values(session, Committee, typed, today, {"id": short, "name": name})
    change = InsertItem(("committees",), values, order=KEYS[People])
    return Addition("people.yaml", (change,), short, (), ("aim-not-overseen",))


def new_meeting(session: Session, typed: Typed, today: date) -> Addition:
    """`add meeting lgb 2025-03-12 2025-05-14`; of a meeting not known yet, `--name --every` too."""
    example = "sipctl add meeting lgb 2025-03-12 2025-05-14"
    meetings = session.plan.calendar.meetings
    name = typed_word(typed, 0, f"Which meeting ({', '.join(meetings)})?", example)
    typed.refuse_options_but("name", "every")
    called = {meeting.name.casefold(): key for key, meeting in meetings.items()}
    names = readings(name, meetings) or [called[key] for key in (name.casefold(),) if key in called]
    if not names:
        return _first_meeting(session, typed, name, today)
    meeting = meetings[names[0]]
    if typed.options:
        message = f"{names[0]} is known: {meeting.name}"
        raise Refusal(message, f"sipctl set {names[0]} every ... changes how often it is held")
    texts = typed.words[1:] or (typed_word(typed, 1, "On which day?", example),)
    new = _days(texts, today)
    twice = [day for day in new if day in meeting.dates]
    if twice:
        raise Refusal(f"{names[0]} has {twice[0]} already", "leave that day out")
    was = [str(day) for day in meeting.dates]
    now = [Bare(day) for day in sorted({*meeting.dates, *new})]
    path = ("meetings", names[0], "dates")
    changes: list[Change] = [SetValue(path, now, KEYS[MeetingEntry])]
    if was and was == sorted(was):
        changes = list_changes(path, was, now)
    return Addition("calendar.yaml", tuple(changes), names[0])


def _first_meeting(session: Session, typed: Typed, name: str, today: date) -> Addition:
    full = typed.text("name")
    if full is None:
        known = ", ".join(session.plan.calendar.meetings)
        message = f'no meeting of this plan is called "{name}"'
        new = 'a new one: --name "Local governing body" --every half-termly'
        help_line = f"known: {known}; {new}" if known else new
        raise Refusal(message, help_line)
    values = entry_values(session, MeetingEntry, typed, today, {})
    if typed.words[1:]:
        values["dates"] = [Bare(day) for day in sorted(_days(typed.words[1:], today))]
    meetings = session.plan.calendar.meetings
    change = _named(meetings, "meetings", name, values, KEYS[TermCalendar])
    return Addition("calendar.yaml", (change,), name)


def _days(texts: Sequence[str], today: date) -> set[date]:
    parts = [part.strip() for text in texts for part in text.split(",")]
    return {parse_day("the meeting's day", part, today) for part in parts if part}


# --- names ---------------------------------------------------------------------------------------


def _named(
    known: Mapping[str, object], key: str, name: str, values: dict[str, Any], order: tuple[str, ...]
) -> Change:
    """The addition of a named entry: in order where the others are in order, else after them."""
    refuse_known(name, list(known))
    if not known:
        return SetValue((key,), {name: values}, order)
    names = list(known)
    place = tuple(sorted([*names, name])) if names == sorted(names) else ()
    return SetValue((key, name), values, place)
