"""New leads, academies and committees, meetings and their dates, and academic years."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from sipctl.cli.edits.additions import (
    Addition,
    Typed,
    entry_values,
    refuse_more,
    typed_word,
    with_asked,
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

    from sipctl.cli.session import Session
    from sipctl.plan.model.entries import SchoolYear, TermDates


def new_lead(session: Session, typed: Typed, today: date) -> Addition:
    """`add lead PQ --role "Deputy head"`."""
    example = 'sipctl add lead PQ --role "Deputy head"'
    refuse_more(typed, 1, example)
    initials = typed_word(typed, 0, "Which initials?", example)
    typed.only("role", "group", "left")
    typed = with_asked(typed, {"role": "What do they do in the trust?"})
    values = entry_values(session, Lead, typed, today, {})
    change = _named(session.plan.people.leads, "leads", initials, values, KEYS[People])
    return Addition("people.yaml", (change,), initials)


def new_academy(session: Session, typed: Typed, today: date) -> Addition:
    """`add academy WPSA --name "West Park School" --joined 2025-09-01`."""
    example = 'sipctl add academy WPSA --name "West Park School"'
    refuse_more(typed, 1, example)
    short = typed_word(typed, 0, "What is the academy called in short?", example)
    typed.only("name", "joined", "left")
    typed = with_asked(typed, {"name": "What is its full name?"})
    values = entry_values(session, AcademyEntry, typed, today, {})
    change = _named(session.plan.people.academies, "academies", short, values, KEYS[People])
    return Addition("people.yaml", (change,), short)


def new_committee(session: Session, typed: Typed, today: date) -> Addition:
    """`add committee far "Finance, Audit & Risk Committee" --oversees 5`."""
    example = 'sipctl add committee far "Finance Committee" --oversees 5'
    refuse_more(typed, 2, example)
    short = typed_word(typed, 0, "What is the committee called in short, such as far?", example)
    name = typed_word(typed, 1, "What is its full name?", example)
    typed.only("oversees")
    typed = with_asked(typed, {"oversees": "Which aims does it oversee, by number?"})
    known = [committee.id for committee in session.plan.people.committees]
    _refuse_known(short, known)
    values = entry_values(session, Committee, typed, today, {"id": short, "name": name})
    change = InsertItem(("committees",), values, order=KEYS[People])
    return Addition("people.yaml", (change,), short, (), ("aim-not-overseen",))


def new_meeting(session: Session, typed: Typed, today: date) -> Addition:
    """`add meeting lgb 2025-03-12 2025-05-14`; of a meeting not known yet, `--name --every` too."""
    example = "sipctl add meeting lgb 2025-03-12 2025-05-14"
    meetings = session.plan.calendar.meetings
    name = typed_word(typed, 0, f"Which meeting ({', '.join(meetings)})?", example)
    typed.only("name", "every")
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


# --- an academic year ----------------------------------------------------------------------------


def new_year(session: Session, typed: Typed, _today: date) -> Addition:
    """`add year 2027/28 --terms "autumn 2027: 2 Sep to 17 Dec, half term 25 to 29 Oct"`."""
    from sipctl.cli.init.typed_terms import parse_term
    from sipctl.plan.calendar.periods import academic_key
    from sipctl.plan.calendar.provisional import provisional_calendar
    from sipctl.plan.context import calendar_of
    from sipctl.plan.model.entries import Runs

    example = 'sipctl add year 2027/28 --terms "autumn 2027: 2 Sep to 17 Dec, half term 25-29 Oct"'
    refuse_more(typed, 1, example)
    typed.only("terms")
    start = _start(typed_word(typed, 0, "Which year, such as 2027/28?", example), example)
    year = academic_key(start)
    years = session.plan.calendar.years
    _refuse_known(year, list(years))
    runs = Runs(from_=date(start, 9, 1), to=date(start + 1, 8, 31))
    six = any(name.startswith("term") for known in years.values() for name in known.terms)
    likely = provisional_calendar(runs, six_terms=six)
    calendar = calendar_of(likely)
    published = dict(parse_term(text, runs, calendar) for text in typed.options.get("terms", ()))
    school_year = provisional_calendar(runs, published, six_terms=six).years[year]
    change = SetValue(("years", Bare(year)), year_value(school_year), tuple(sorted([*years, year])))
    return Addition(
        "calendar.yaml", (change,), year, tuple(_year_notes(year, school_year.provisional))
    )


def _start(typed: str, example: str) -> int:
    match = re.fullmatch(r"(20[0-9]{2})\s*[/–-]\s*((?:20)?[0-9]{2})", typed.strip())
    if not match or (int(match[1]) + 1) % 100 != int(match[2]) % 100:
        raise Refusal(f'"{typed}" is not an academic year', f"such as: {example}")
    return int(match[1])


def year_value(year: SchoolYear) -> dict[str, Any]:
    """A year as calendar.yaml has it."""
    value: dict[str, Any] = {"provisional": Bare("true")} if year.provisional else {}
    return value | {term: _term(dates) for term, dates in year.terms.items()}


def _term(dates: TermDates) -> dict[str, Any]:
    days: dict[str, Any] = {"starts": Bare(dates.starts), "ends": Bare(dates.ends)}
    if dates.half_term:
        days["half_term"] = [Bare(day) for day in dates.half_term]
    return days


def _year_notes(year: str, provisional: bool) -> list[str]:
    if not provisional:
        return []
    return [
        "Terms that were not given are worked out as most authorities set them, and provisional.",
        f"Once they are confirmed: sipctl set {year} provisional false",
    ]


# --- names ---------------------------------------------------------------------------------------


def _named(
    known: Mapping[str, object], key: str, name: str, values: dict[str, Any], order: tuple[str, ...]
) -> Change:
    """The addition of a named entry: in order where the others are in order, else after them."""
    _refuse_known(name, list(known))
    if not known:
        return SetValue((key,), {name: values}, order)
    names = list(known)
    place = tuple(sorted([*names, name])) if names == sorted(names) else ()
    return SetValue((key, name), values, place)


def _refuse_known(name: str, known: list[str]) -> None:
    same = readings(name, known)
    if same:
        raise Refusal(f"{same[0]} is there already", f"sipctl set {same[0]} FIELD VALUE changes it")
