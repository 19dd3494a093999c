"""Each change in the plan's own words, the same on a terminal and in Markdown."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sipctl.plan.changes import Added, CalendarShift, Edited, Recorded, Removed, Rescheduled
from sipctl.plan.state.progress import MONITORING
from sipctl.views.text.english import join_words, plural, short_day, status_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sipctl.plan.changes import Change, ChangeTarget, RecordChange, Value
    from sipctl.views.changes.text import Diff

WARNING = "Warning: "
_ARROW = "→"


@dataclass(frozen=True)
class Markup:
    """How text is put down: what people typed made safe, and what stands out."""

    text: Callable[[str], str]
    strong: Callable[[str], str]


def sides(diff: Diff, pen: Markup) -> str:
    """`main at 1a2b3c4 → the working tree`."""
    return f"{pen.text(diff.base)} {_ARROW} {pen.text(diff.head)}"


def called(subject: ChangeTarget, pen: Markup) -> str:
    """What a change is about: `2a.2 HR software`, `lead JK`, `2024/25 spring`."""
    name, title = pen.text(subject.id), pen.text(subject.title)
    if subject.of in ("activity", "KPI", "area", "outcome", "priority"):
        return f"{pen.strong(name)} {title}".rstrip()
    if subject.of == "aim":
        return pen.strong(f"aim {name}")
    if subject.of in ("plan", "settings", "people", "calendar"):
        return pen.strong({"plan": "the plan", "people": "people"}.get(subject.of, subject.of))
    if subject.of in ("year", "term"):
        return pen.strong(name)
    return f"{subject.of} {pen.strong(name)} {title}".rstrip()


def render(change: Change, pen: Markup) -> list[str]:
    """One change in a line, and the warnings that belong to it."""
    if isinstance(change, Added):
        return [_added(change, pen)]
    if isinstance(change, Removed):
        return ["removed"]
    if isinstance(change, Edited):
        return [_edited(change, pen)]
    if isinstance(change, Rescheduled):
        return _redated(change, pen)
    if isinstance(change, Recorded):
        return _recorded(change, pen)
    return []


def _added(change: Added, pen: Markup) -> str:
    if change.subject.of not in ("activity", "KPI"):
        return "new"
    parts = [f"led by {_leads(change.leads, pen)}"] * bool(
        change.leads or change.subject.of == "activity"
    )
    parts += [_phrase(label, phrase, pen) for label, phrase in change.when]
    if not change.when and change.subject.of == "activity":
        parts.append("no date")
    return f"new ({'; '.join(parts)})" if parts else "new"


def _phrase(label: str, phrase: str, pen: Markup) -> str:
    return f"{pen.text(label)}: {pen.text(phrase)}" if label else pen.text(phrase)


def _leads(leads: Value, pen: Markup) -> str:
    return ", ".join(map(pen.text, leads)) if isinstance(leads, tuple) and leads else "nobody"


# --- one field -----------------------------------------------------------------------------------


def _edited(change: Edited, pen: Markup) -> str:
    was, now, field = change.was, change.now, change.field
    if field in ("title", "measure"):
        if change.subject.of == "plan":
            return f"title: {_value(was, pen)} {_ARROW} {_value(now, pen)}"
        return f"{'retitled' if field == 'title' else 'reworded'}, was “{_value(was, pen)}”"
    if field == "leads":
        return f"led by {_leads(was, pen)} {_ARROW} {_leads(now, pen)}"
    if field == "provisional":
        return "now provisional" if now else "no longer provisional"
    if field == "moved":
        return f"history of moves rewritten{_swapped(was, now, pen)}"
    name = pen.text(field.replace("_", " "))
    if isinstance(was or now, tuple):
        return f"{name}{_swapped(was, now, pen)}"
    if was is None:
        return f"{name} now {_value(now, pen)}"
    if now is None:
        return f"{name} taken out, was {_value(was, pen)}"
    colon = "" if change.subject.of == "term" else ":"
    return f"{name}{colon} {_value(was, pen)} {_ARROW} {_value(now, pen)}"


def _swapped(was: Value, now: Value, pen: Markup) -> str:
    """What a list lost and gained: `: without x; with y`."""
    before = was if isinstance(was, tuple) else ()
    after = now if isinstance(now, tuple) else ()
    lost = Counter(before) - Counter(after)
    gained = Counter(after) - Counter(before)
    parts = [f"without {', '.join(_value(one, pen) for one in lost)}"] * bool(lost)
    parts += [f"with {', '.join(_value(one, pen) for one in gained)}"] * bool(gained)
    return f": {'; '.join(parts)}" if parts else " in another order"


def _value(value: Value, pen: Markup) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, tuple):
        return ", ".join(map(pen.text, value))
    found = re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
    return short_day(date.fromisoformat(found[0])) if found else pen.text(str(value))


# --- dates ---------------------------------------------------------------------------------------


def _redated(change: Rescheduled, pen: Markup) -> list[str]:
    label = f"{pen.text(change.label)}: " if change.label else ""
    was, now = pen.text(change.was or ""), pen.text(change.now or "")
    if change.was is None:
        return [f"{label}now dated {now}"]
    line = f"{label}{was} {_ARROW} {now}" if change.now else f"{label}no longer dated, was {was}"
    notes = [note for note in (move(change), _agreement(change, pen)) if note]
    lines = [f"{line} ({', '.join(notes)})" if notes else line]
    doubt = _doubt(change, pen)
    return [*lines, WARNING + doubt] if doubt else lines


def move(change: Rescheduled) -> str:
    """`14 weeks later`, `the same days in other words`."""
    if change.same:
        return "the same days in other words"
    if change.days is None:
        return ""
    if change.days == 0:
        return "the last day stays"
    return f"{_weeks(abs(change.days))} {'later' if change.days > 0 else 'earlier'}"


def _weeks(days: int) -> str:
    """Whole weeks, but a fortnight or less to the day where it is no whole week."""
    return plural(days, "day") if days < 15 and days % 7 else plural(round(days / 7), "week")


def _agreement(change: Rescheduled, pen: Markup) -> str:
    agreed = f"agreed by {pen.text(change.agreed)}" if change.agreed else ""
    return f"{agreed}: {pen.text(change.why)}" if agreed and change.why else agreed


def _doubt(change: Rescheduled, pen: Markup) -> str:
    if change.doubt == "not-in-moved":
        return "“moved” does not say so: from when, who agreed, why"
    if change.doubt == "moved-says-otherwise":
        return f"“moved” says that it stood at {pen.text(change.said or '')}, which it did not"
    if change.doubt == "not-agreed":
        why = f" ({pen.text(change.why)})" if change.why else ""
        return f"“moved” does not say who agreed{why}"
    return ""


def shifts(those: Iterable[CalendarShift], period: Callable[[str], str], pen: Markup) -> list[str]:
    """Due days that moved with the calendar, those of one period together."""
    moved: dict[tuple[str, date, date], list[str]] = {}
    counts: dict[tuple[str, int, int], list[str]] = {}
    for change in those:
        label = f" ({pen.text(change.label)})" if change.label not in ("", MONITORING) else ""
        name = f"{pen.strong(pen.text(change.subject.id))}{label}"
        for one in change.moved:
            moved.setdefault(one, []).append(name)
        if change.gained or change.lost:
            key = (change.phrase, len(change.gained), len(change.lost))
            counts.setdefault(key, []).append(name)
    lines = [
        f"{pen.text(period(key))}: {short_day(was)} {_ARROW} {short_day(now)}"
        f" ({_weeks(abs((now - was).days))} {'later' if now > was else 'earlier'}):"
        f" {', '.join(dict.fromkeys(names))}"
        for (key, was, now), names in sorted(moved.items(), key=lambda it: it[0][1:])
    ]
    for (phrase, gained, lost), names in counts.items():
        parts = [f"{plural(gained, 'date')} more"] * bool(gained)
        parts += [f"{plural(lost, 'date')} fewer"] * bool(lost)
        lines.append(
            f"“{pen.text(phrase)}”: {join_words(parts)}: {', '.join(dict.fromkeys(names))}"
        )
    return lines


# --- records -------------------------------------------------------------------------------------


def _recorded(change: Recorded, pen: Markup) -> list[str]:
    was, now = status_word(change.was), status_word(change.now)
    head = f"{was} {_ARROW} {now}" if was != now else f"still {now}"
    added = [one for one in change.records if one.fate == "added"]
    lines = [f"{head} ({_record(added[0], pen, known=now)})"] if len(added) == 1 else []
    if len(added) > 1:
        lines = [f"{head} ({plural(len(added), 'record')})", *(_record(one, pen) for one in added)]
    for one in change.records:
        if one.fate != "added":
            fate = "rewritten" if one.fate == "edited" else "removed"
            effect = "" if added or was == now else f" ({was} {_ARROW} {now})"
            lines.append(f"a record is {fate}{effect}: {_record(one, pen)}")
            lines.append(f"{WARNING}a record stays as it was made; a later one says otherwise")
    return lines


def _record(change: RecordChange, pen: Markup, known: str = "") -> str:
    """`JK, 4 Mar 2025: on track for Launch – note`; a status that is `known` is not said again."""
    one = change.record
    word = status_word(one.status or one.result or "")
    value = f"{one.value} {pen.text(one.unit or '')}".strip() if one.value else ""
    said = ", ".join(part for part in (word if word != known or one.for_ else "", value) if part)
    said += f" for {pen.text(one.for_)}" if one.for_ else ""
    said += f" at {pen.text(one.academy)}" if one.academy else ""
    notes = [said.strip()] if said.strip() else []
    notes += ["an earlier record is put right"] * bool(one.corrects)
    notes += [pen.text(one.note)] if one.note else []
    line = f"{pen.text(one.by)}, {short_day(one.date)}"
    line += f": {' – '.join(notes)}" if notes else ""
    return f"{line} [a confidential note is kept]" if change.withheld else line


# --- how much ------------------------------------------------------------------------------------


def tally(changes: Sequence[Change]) -> str:
    """`1 new, 3 re-dated (1 without saying who agreed) and 4 records`."""
    counts = Counter(_sort(change) for change in changes)
    doubted = sum(
        isinstance(change, Rescheduled) and change.doubt is not None for change in changes
    )
    counts["record"] = sum(
        len(change.records) for change in changes if isinstance(change, Recorded)
    )
    parts = [f"{counts[word]} {word}" for word in _SORTS if counts[word]]
    if doubted:
        at = next(at for at, part in enumerate(parts) if part.endswith(" re-dated"))
        parts[at] += f" ({doubted} without saying who agreed)"
    if counts["record"]:
        parts.append(plural(counts["record"], "record"))
    moved = f"the calendar moves the due days of {counts['due day']}" if counts["due day"] else ""
    sentence = "; ".join(part for part in (join_words(parts), moved) if part)
    return sentence[:1].upper() + sentence[1:]


_SORTS = ("new", "removed", "re-dated", "re-led", "retitled", "otherwise edited")


def _sort(change: Change) -> str:
    if isinstance(change, Edited):
        names = {"title": "retitled", "measure": "retitled", "leads": "re-led"}
        return names.get(change.field, "otherwise edited")
    sorts = {Added: "new", Removed: "removed", Rescheduled: "re-dated", CalendarShift: "due day"}
    return sorts.get(type(change), "")


def census(changes: Iterable[Change]) -> str:
    """What a new plan holds: `5 aims, 21 areas, 99 activities and 40 KPIs`."""
    counts: Counter[str] = Counter(
        change.subject.of for change in changes if isinstance(change, Added)
    )
    plurals = {"aim": "aims", "area": "areas", "activity": "activities", "KPI": "KPIs"}
    return join_words([plural(counts[one], one, many) for one, many in plurals.items()])
