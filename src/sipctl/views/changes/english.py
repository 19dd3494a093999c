"""Each change as a sentence, the same on a terminal and in Markdown."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from sipctl.plan.changes import Added, CalendarShift, Edited, Recorded, Removed, Rescheduled
from sipctl.plan.frozen import frozen
from sipctl.plan.model.statuses import NO_RECORD
from sipctl.plan.state.progress import MONITORING
from sipctl.views.text.english import (
    CONFIDENTIAL_KEPT,
    describe_record,
    join_words,
    plural,
    record_remarks,
    shift,
    short_day,
    status_word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sipctl.plan.changes import Change, ChangeTarget, RecordChange, Value

WARNING = "Warning:"
"""The prefix of a line that is a warning."""
ARROW = "→"


@frozen()
class Markup:
    """The markup of an output format: `text` escapes what people typed, `strong` emphasises."""

    text: Callable[[str], str]
    strong: Callable[[str], str]


@frozen()
class ChangeLine:
    """A sentence about a change; as a string, a warning has its word before it."""

    text: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{WARNING} {self.text}" if self.warning else self.text


def target_name(target: ChangeTarget, markup: Markup) -> str:
    """What a change is about: `2a.2 HR software`, `lead JK`, `2024/25 spring`."""
    name, title = markup.text(target.id), markup.text(target.title)
    if target.of in ("activity", "KPI", "area", "outcome", "priority"):
        return f"{markup.strong(name)} {title}".rstrip()
    if target.of == "aim":
        return markup.strong(f"aim {name}")
    if target.of in ("plan", "settings", "people", "calendar"):
        return markup.strong({"plan": "the plan", "people": "people"}.get(target.of, target.of))
    if target.of in ("year", "term"):
        return markup.strong(name)
    return f"{target.of} {markup.strong(name)} {title}".rstrip()


def change_lines(change: Change, markup: Markup) -> list[ChangeLine]:
    """One change in a line, and the warnings that belong to it."""
    if isinstance(change, Added):
        return [ChangeLine(_added(change, markup))]
    if isinstance(change, Removed):
        return [ChangeLine("removed")]
    if isinstance(change, Edited):
        return [ChangeLine(_edited(change, markup))]
    if isinstance(change, Rescheduled):
        return _rescheduled(change, markup)
    if isinstance(change, Recorded):
        return _recorded(change, markup)
    return []


def _added(change: Added, markup: Markup) -> str:
    if change.subject.of not in ("activity", "KPI"):
        return "new"
    parts = [f"led by {_leads(change.leads, markup)}"] * bool(
        change.leads or change.subject.of == "activity"
    )
    parts += [_phrase(label, phrase, markup) for label, phrase in change.when]
    if not change.when and change.subject.of == "activity":
        parts.append("no date")
    return f"new ({'; '.join(parts)})" if parts else "new"


def _phrase(label: str, phrase: str, markup: Markup) -> str:
    return f"{markup.text(label)}: {markup.text(phrase)}" if label else markup.text(phrase)


def _leads(leads: Value, markup: Markup) -> str:
    return ", ".join(map(markup.text, leads)) if isinstance(leads, tuple) and leads else "nobody"


# --- one field -----------------------------------------------------------------------------------


def _edited(change: Edited, markup: Markup) -> str:
    was, now, field = change.was, change.now, change.field
    if field in ("title", "measure"):
        if change.subject.of == "plan":
            return f"title: {_value(was, markup)} {ARROW} {_value(now, markup)}"
        return f"{'retitled' if field == 'title' else 'reworded'}, was “{_value(was, markup)}”"
    if field == "leads":
        return f"led by {_leads(was, markup)} {ARROW} {_leads(now, markup)}{_led(change, markup)}"
    if field == "provisional":
        return "now provisional" if now else "no longer provisional"
    if field == "moved":
        return f"history of moves rewritten{_list_difference(was, now, markup)}"
    if field == "answered":
        return f"question answered{_list_difference(was, now, markup).replace(': with ', ': ', 1)}"
    name = markup.text(field.replace("_", " "))
    if isinstance(was or now, tuple):
        return f"{name}{_list_difference(was, now, markup)}"
    if was is None:
        return f"{name} now {_value(now, markup)}"
    if now is None:
        return f"{name} taken out, was {_value(was, markup)}"
    colon = "" if change.subject.of == "term" else ":"
    return f"{name}{colon} {_value(was, markup)} {ARROW} {_value(now, markup)}"


def _led(change: Edited, markup: Markup) -> str:
    """` (from 1 Sep 2025, agreed by CEO: JK left)`; of several, who led until each day."""
    several = len(change.led) > 1
    texts = []
    for led in change.led:
        day = short_day(led.date)
        parts = [f"until {day} {_leads(led.from_, markup)}" if several else f"from {day}"]
        parts += [f"agreed by {markup.text(led.agreed)}"] if led.agreed else []
        texts.append(", ".join(parts) + (f": {markup.text(led.why)}" if led.why else ""))
    return f" ({'; '.join(texts)})" if texts else ""


def _list_difference(was: Value, now: Value, markup: Markup) -> str:
    """What a list lost and gained: `: without x; with y`."""
    before = was if isinstance(was, tuple) else ()
    after = now if isinstance(now, tuple) else ()
    lost = Counter(before) - Counter(after)
    gained = Counter(after) - Counter(before)
    parts = [f"without {', '.join(_value(item, markup) for item in lost)}"] * bool(lost)
    parts += [f"with {', '.join(_value(item, markup) for item in gained)}"] * bool(gained)
    return f": {'; '.join(parts)}" if parts else " in another order"


def _value(value: Value, markup: Markup) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, tuple):
        return ", ".join(map(markup.text, value))
    day = re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
    return short_day(date.fromisoformat(day[0])) if day else markup.text(str(value))


# --- dates ---------------------------------------------------------------------------------------


def _rescheduled(change: Rescheduled, markup: Markup) -> list[ChangeLine]:
    label = f"{markup.text(change.label)}: " if change.label else ""
    was, now = markup.text(change.was or ""), markup.text(change.now or "")
    if change.was is None:
        return [ChangeLine(f"{label}now dated {now}")]
    line = f"{label}{was} {ARROW} {now}" if change.now else f"{label}no longer dated, was {was}"
    notes = [note for note in (_shift(change), _agreement(change, markup)) if note]
    lines = [ChangeLine(f"{line} ({', '.join(notes)})" if notes else line)]
    gap = _agreement_gap(change, markup)
    return [*lines, ChangeLine(gap, warning=True)] if gap else lines


def _shift(change: Rescheduled) -> str:
    """`14 weeks later`, `the same days in other words`."""
    if change.same:
        return "the same days in other words"
    if change.days is None:
        return ""
    return shift(change.days) if change.days else "the last day stays"


def _agreement(change: Rescheduled, markup: Markup) -> str:
    agreed = f"agreed by {markup.text(change.agreed)}" if change.agreed else ""
    return f"{agreed}: {markup.text(change.why)}" if agreed and change.why else agreed


def _agreement_gap(change: Rescheduled, markup: Markup) -> str:
    if change.gap == "not-in-moved":
        return "“moved” does not say so: from when, who agreed, why"
    if change.gap == "moved-says-otherwise":
        phrase = markup.text(change.moved_from or "")
        return f"“moved” says that it stood at {phrase}, which it did not"
    if change.gap == "not-agreed":
        why = f" ({markup.text(change.why)})" if change.why else ""
        return f"“moved” does not say who agreed{why}"
    return ""


def shift_lines(
    changes: Iterable[CalendarShift], period: Callable[[str], str], markup: Markup
) -> list[str]:
    """Due days that moved with the calendar, those of one period together."""
    moved: dict[tuple[str, date, date], list[str]] = {}
    counts: dict[tuple[str, int, tuple[date, ...]], list[str]] = {}
    for change in changes:
        label = f" ({markup.text(change.label)})" if change.label not in ("", MONITORING) else ""
        name = f"{markup.strong(markup.text(change.subject.id))}{label}"
        for occurrence in change.moved:
            moved.setdefault(occurrence, []).append(name)
        if change.gained or change.lost:
            key = (change.phrase, len(change.gained), change.lost_days)
            counts.setdefault(key, []).append(name)
    lines = [
        f"{markup.text(period(key))}: {short_day(was)} {ARROW} {short_day(now)}"
        f" ({shift((now - was).days)}): {', '.join(dict.fromkeys(names))}"
        for (key, was, now), names in sorted(moved.items(), key=lambda item: item[0][1:])
    ]
    for (phrase, gained, lost), names in counts.items():
        parts = [f"{plural(gained, 'date')} more"] * bool(gained)
        parts += [f"{plural(len(lost), 'date')} fewer, {_days(lost)}"] * bool(lost)
        lines.append(
            f"“{markup.text(phrase)}”: {join_words(parts)}: {', '.join(dict.fromkeys(names))}"
        )
    return lines


MOST_DAYS = 6
"""Due days that a line names one by one."""


def _days(days: Sequence[date]) -> str:
    """`14 Feb 2025 and 4 Apr 2025`; of many the first, and how many more."""
    words = [short_day(day) for day in days[:MOST_DAYS]]
    rest = len(days) - len(words)
    return join_words([*words, f"{rest} more"] if rest else words)


# --- records -------------------------------------------------------------------------------------


def _recorded(change: Recorded, markup: Markup) -> list[ChangeLine]:
    was, now = status_word(change.was), status_word(change.now)
    head = f"{was} {ARROW} {now}" if was != now else f"still {now}"
    if change.was == change.now == NO_RECORD:
        head = "not judged yet"
    added = [record for record in change.records if record.kind == "added"]
    lines: list[ChangeLine] = []
    if change.subject.of in ("aim", "area"):
        lines = [ChangeLine(_record(record, markup)) for record in added]
    elif len(added) == 1:
        lines = [ChangeLine(f"{head} ({_record(added[0], markup, known=change.now)})")]
    elif added:
        lines = [ChangeLine(f"{head} ({plural(len(added), 'record')})")]
        lines += [ChangeLine(_record(record, markup)) for record in added]
    for record in change.records:
        if record.kind != "added":
            fate = "rewritten" if record.kind == "edited" else "removed"
            effect = "" if added or was == now else f" ({was} {ARROW} {now})"
            lines.append(ChangeLine(f"a record is {fate}{effect}: {_record(record, markup)}"))
            advice = "a record stays as it was made; a later one says otherwise"
            lines.append(ChangeLine(advice, warning=True))
    return lines


def _record(change: RecordChange, markup: Markup, known: str = "") -> str:
    """`JK, 4 Mar 2025: on track for Launch – note`; a status that is `known` is left out."""
    record = change.record
    result = describe_record(record, markup.text, known=known)
    notes = [result.strip()] if result.strip() else []
    notes += ["an earlier record is put right"] * bool(record.corrects)
    notes += record_remarks(record, markup.text)
    line = f"{markup.text(record.by)}, {short_day(record.date)}"
    line += f": {' – '.join(notes)}" if notes else ""
    return line + CONFIDENTIAL_KEPT * change.withheld


# --- how much ------------------------------------------------------------------------------------


def totals(changes: Sequence[Change]) -> str:
    """`1 new, 3 re-dated (1 without saying who agreed) and 4 records`."""
    counts = Counter(_kind(change) for change in changes)
    gaps = sum(isinstance(change, Rescheduled) and change.gap is not None for change in changes)
    records = sum(len(change.records) for change in changes if isinstance(change, Recorded))
    parts = []
    for kind in _KINDS:
        gap = f" ({gaps} without saying who agreed)" if gaps and kind == "re-dated" else ""
        parts += [f"{counts[kind]} {kind}{gap}"] * bool(counts[kind])
    parts += [plural(records, "record")] * bool(records)
    moved = f"the calendar moves the due days of {counts['due day']}" if counts["due day"] else ""
    sentence = "; ".join(part for part in (join_words(parts), moved) if part)
    return sentence[:1].upper() + sentence[1:]


_KINDS = ("new", "removed", "re-dated", "re-led", "retitled", "otherwise edited")


def _kind(change: Change) -> str:
    if isinstance(change, Edited):
        names = {"title": "retitled", "measure": "retitled", "leads": "re-led"}
        return names.get(change.field, "otherwise edited")
    kinds = {Added: "new", Removed: "removed", Rescheduled: "re-dated", CalendarShift: "due day"}
    return kinds.get(type(change), "")


def census(changes: Iterable[Change]) -> str:
    """What a new plan holds: `5 aims, 21 areas, 99 activities and 40 KPIs`."""
    counts: Counter[str] = Counter(
        change.subject.of for change in changes if isinstance(change, Added)
    )
    plurals = {"aim": "aims", "area": "areas", "activity": "activities", "KPI": "KPIs"}
    return join_words([plural(counts[word], word, many) for word, many in plurals.items()])
