"""Every edit that the commands make of a plan's files: of each entry, each edit of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from sipctl.cli.commands.set import set_changes
from sipctl.cli.edits.adding.additions import Typed
from sipctl.cli.edits.adding.new_entries import new_activity, new_area, new_kpi, new_priority
from sipctl.cli.edits.adding.new_names import (
    new_academy,
    new_committee,
    new_lead,
    new_meeting,
)
from sipctl.cli.edits.adding.new_years import new_year
from sipctl.cli.edits.fields import EntryField, read_values, refuse_own_command, settable_fields
from sipctl.cli.edits.subjects import Subject, subjects_of
from sipctl.plan.faults import Refusal
from sipctl.plan.model.entries import Activity, Area, Kpi, LeadChange, Move
from sipctl.store.edits.changes import (
    Bare,
    ById,
    Change,
    InsertItem,
    RemoveValue,
    ReplaceText,
    SetValue,
    resolve_path,
    value_at,
)
from sipctl.store.edits.layout import Layout
from sipctl.store.edits.leads import lead_changes
from sipctl.store.edits.moves import move_changes
from sipctl.store.edits.places import KEYS, file_of, path_to
from sipctl.store.edits.render import Renderer
from sipctl.store.yaml import read as yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sipctl.cli.edits.opened import EditSession
    from sipctl.plan.model.entries import Plan
    from sipctl.store.files.source import Source

TODAY = date(2026, 9, 1)
LONG = 'It\'s "late": #4, again, and for a reason that takes some telling, ' * 2 + "the end"
_TYPED = {
    "text": ("Another: title", LONG, "One\nTwo"),
    "date": ("2026-10-26", "2027-03-01"),
    "true or false": ("true", "false"),
    "aim": ("1", "2"),
    "academic year": ("2024/25", "2025/26"),
    "stretch of days": ("10 days", "3 weeks"),
    "short name": ("another", "again"),
}
"""What is typed for a field, by the kind of its texts."""


@dataclass(frozen=True)
class FileEdit:
    """One edit of one file: what it is of, such as `2a.3`, its kind, such as `set title`, and its
    changes.
    """

    entry: str
    kind: str
    file: str
    changes: tuple[Change, ...]


def all_edits(session: EditSession, turn: int = 0) -> Iterator[FileEdit]:
    """Each edit of each entry of a plan; the texts typed for a field take turns."""
    turns = count(turn)
    data = {path: yaml.read(source).data for path, source in session.sources.items()}
    for subject in subjects_of(session.plan):
        yield from _fields(session.plan, subject, data[subject.file], turns)
        yield from _whole(session, subject, data[subject.file])
        yield from _answer(subject)
        yield from _history(subject)
    yield from _additions(session)
    yield from _retired(session.plan)
    yield from _handovers(session.plan)


# --- set -----------------------------------------------------------------------------------------


def _fields(plan: Plan, subject: Subject, data: Any, turns: Iterator[int]) -> Iterator[FileEdit]:
    holder = value_at(data, subject.path)
    for key, field in settable_fields(subject).items():
        try:
            refuse_own_command(plan, subject, field)
        except Refusal:
            continue
        path = (*subject.path, key)
        now = (holder or {}).get(key)
        values = [read_values(plan, field, texts, TODAY) for texts in _typed(plan, field)]
        same = now or ("false" if key == "provisional" else None)
        values = [value for value in values if value != same]
        for value in values[next(turns) % (len(values) or 1) :][:1]:
            changes = set_changes(subject, holder, value, field)
            yield FileEdit(subject.name, f"set {key}", subject.file, tuple(changes))
        if now is not None:
            yield FileEdit(subject.name, f"set {key} --none", subject.file, (RemoveValue(path),))


def _typed(plan: Plan, field: EntryField) -> list[list[str]]:
    """Lists of words that may be typed for a field."""
    kind = field.scalar.name if field.scalar else "text"
    if field.key == "half_term":
        return [["2025-10-20", "2025-10-24"]]
    if field.is_target:
        return [["All of them"], ['value: 90, unit: "%", by: Summer 2026']]
    if kind == "initials":
        return [[initials] for initials in list(plan.people.leads)[:2]]
    if kind == "academy":
        return [[name] for name in list(plan.people.academies)[-1:]]
    if field.key in ("when", "monitored"):
        return [["Summer 2026"], ["Launch: January 2025", "Then, again: Summer 2026"]]
    known = (thing.id for thing in plan.walk() if _is_kind(field, thing.id))
    texts = _TYPED.get(kind) or list(islice(known, 1))
    return [list(texts[:2]), [texts[-1]]] if field.is_list and texts else [[t] for t in texts]


def _is_kind(field: EntryField, name: str) -> bool:
    try:
        field.scalar and field.scalar.read(name)
    except ValueError:
        return False
    return True


def _whole(session: EditSession, subject: Subject, data: Any) -> Iterator[FileEdit]:
    """`set --edit`: the entry's text in other words that say the same."""
    value = value_at(data, subject.path) if subject.path else None
    if not isinstance(value, dict) or isinstance(subject.entry, Area):
        return
    layout = _layout(session.sources[subject.file])
    text = Renderer(layout).flow(value)
    yield FileEdit(
        subject.name, "set --edit", subject.file, (ReplaceText(subject.path, value, text),)
    )
    own = layout.text_alone(resolve_path(data, subject.path))
    if "|+" not in own:  # blank lines that a text keeps are the editor's to lose
        yield FileEdit(
            subject.name,
            "set --edit, as it was",
            subject.file,
            (ReplaceText(subject.path, value, own),),
        )


@lru_cache(maxsize=8)
def _layout(source: Source) -> Layout:
    return Layout(yaml.text_of(source), yaml.positions(source))


# --- answer, move, handover, withdraw ------------------------------------------------------------


def _answer(subject: Subject) -> Iterator[FileEdit]:
    if getattr(subject.entry, "query", None):
        answered = {"query": subject.entry.query, "answer": LONG, "date": Bare("2026-09-01")}
        path, order = (*subject.path, "answered"), KEYS[type(subject.entry)]
        changes = (InsertItem(path, answered, order=order), RemoveValue((*subject.path, "query")))
        yield FileEdit(subject.name, "answer", subject.file, changes)


def _history(subject: Subject) -> Iterator[FileEdit]:
    work = subject.entry
    if isinstance(work, Activity):
        for label, phrase in work.when.items():
            move = Move(milestone=label or None, from_=phrase, date=TODAY, agreed="A, B", why=LONG)
            changes = move_changes(subject.path, "14 March 2027", move)
            yield FileEdit(subject.name, "move", subject.file, tuple(changes))
    if isinstance(work, Activity | Kpi):
        change = LeadChange(from_=work.leads, date=date(2030, 1, 1), agreed="CEO")
        for leads in (("ZZ",), (*work.leads, "ZZ"), work.leads[1:]):
            if leads:
                changes = lead_changes(subject.path, work, leads, change)
                yield FileEdit(subject.name, "handover", subject.file, tuple(changes))


def _retired(plan: Plan) -> Iterator[FileEdit]:
    """`withdraw`, of each KPI and of all KPIs of a file."""
    by_file: dict[str, list[Change]] = {}
    for thing in plan.walk(Kpi):
        if thing.entry.retired is None:  # type: ignore[attr-defined]
            retired = {"date": Bare("2026-09-01"), "why": LONG}
            change = SetValue((*path_to(thing), "retired"), retired, KEYS[Kpi])
            file = file_of(plan, thing)
            by_file.setdefault(file, []).append(change)
            yield FileEdit(thing.id, "withdraw", file, (change,))
    for file, changes in by_file.items():
        yield FileEdit(file, "withdraw", file, tuple(changes))


def _handovers(plan: Plan) -> Iterator[FileEdit]:
    """`handover` of all that somebody leads."""
    change = LeadChange(from_=(), date=date(2030, 1, 1), agreed="CEO")
    for giver in plan.people.leads:
        by_file: dict[str, list[Change]] = {}
        for thing in plan.walk(Activity, Kpi):
            work: Any = thing.entry
            if giver in work.leads:
                leads = tuple("ZZ" if lead == giver else lead for lead in work.leads)
                changes = by_file.setdefault(file_of(plan, thing), [])
                changes += lead_changes(path_to(thing), work, leads, change)
        for file, its in by_file.items():
            yield FileEdit(giver, "handover", file, tuple(its))
        left = SetValue(
            ("leads", giver, "left"), Bare("2029-12-31"), KEYS[type(plan.people.leads[giver])]
        )
        yield FileEdit(giver, "handover", "people.yaml", (left,))


# --- add -----------------------------------------------------------------------------------------


def _additions(session: EditSession) -> Iterator[FileEdit]:
    for make, typed in _typed_additions(session.plan):
        addition = make(session, typed, TODAY)
        yield FileEdit(typed.words[0], f"add {typed.kind}", addition.file, addition.changes)
    for (
        framework
    ) in session.plan.frameworks.values():  # which no command edits, but `latest` brings together
        file, part = f"frameworks/{framework.id}.yaml", {"id": Bare("another"), "title": LONG}
        yield FileEdit(framework.id, "framework", file, (InsertItem(("parts",), part),))
        yield FileEdit(framework.id, "framework", file, (SetValue(("title",), LONG),))
        for known in framework.parts:
            path = ("parts", ById(known.id))
            yield FileEdit(known.id, "framework", file, (SetValue((*path, "title"), LONG),))
            yield FileEdit(known.id, "framework", file, (RemoveValue(path),))


def _typed_additions(plan: Plan) -> Iterator[tuple[Callable[..., Any], Typed]]:
    lead = list(plan.people.leads)[:2]
    times = {"when": ["Launch: January 2025", "Then: Spring 2026"], "leads": lead}
    rest = {"detail": [LONG], "success": ["Everybody reads, at last", "#2 too"]}
    for place in ("t", *(area.id for _, area in plan.areas())):
        yield new_kpi, Typed("kpi", (place, "Who read: all"), {"monitored": ["termly"]})
        if place != "t":
            yield new_activity, Typed("activity", (place, "A new one: colon"), {**times, **rest})
            yield new_activity, Typed("activity", (place, LONG), {"when": ["Spring 2026"]})
            yield new_priority, Typed("priority", (place, "Go"), {})
    for aim in plan.aims:
        yield new_area, Typed("area", (str(aim.id), "A new area"), {})
    for name in ("AA", "ZZ"):
        yield new_lead, Typed("lead", (name,), {"role": ["Head: of year"]})
        yield new_academy, Typed("academy", (name,), {"name": ["A & B"], "joined": ["2026-09-01"]})
    yield new_lead, Typed("lead", ("MM",), {"group": ["true"]})
    yield new_committee, Typed("committee", ("zzz", "Audit, Risk"), {"oversees": ["1"]})
    every = {"name": ["Local: body"], "every": ["half-termly"]}
    yield new_meeting, Typed("meeting", ("aaa", "2026-10-01", "2026-11-01"), every)
    yield new_meeting, Typed("meeting", ("zzz",), every)
    for meeting in plan.calendar.meetings:
        yield new_meeting, Typed("meeting", (meeting, "2024-09-09", "2026-10-01"), {})
    terms = {"terms": ["autumn 2030: 2 Sep to 17 Dec, half term 25 to 29 Oct"]}
    yield new_year, Typed("year", ("2030/31",), terms)
    yield new_year, Typed("year", ("2010/11",), {})
