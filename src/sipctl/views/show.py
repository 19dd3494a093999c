"""One thing whole, as text: an activity or KPI with its dates and history; an area, aim or lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.model import Activity, Kpi
from sipctl.plan.progress import mistakes
from sipctl.views import history, tables
from sipctl.views.grid import grid
from sipctl.views.paint import fitted
from sipctl.views.words import clean, count, listed, short_day, status_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from sipctl.plan.agenda import Fate, Row
    from sipctl.plan.model import Record
    from sipctl.plan.whole import Whole
    from sipctl.views.screen import Screen


def told(
    whole: Whole,
    where: Callable[[str], str],
    screen: Screen,
    colours: Mapping[str, str],
    *,
    confidential: bool = False,
) -> str:
    """Everything that the plan and its records say of one thing.

    `where` gives the file and line of an id, `colours` are the plan's own for statuses.
    """
    name = f"{whole.id}  {clean(whole.title)}" if whole.kind != "lead" else _lead_name(whole)
    head = fitted(_bold(name, screen), screen)
    if whole.kind in ("activity", "kpi"):
        parts = [f"{head}\n", _pairs(_about(whole, where), screen), _dates(whole, screen)]
        told = [_moves(whole, screen), _history(whole, screen, confidential=confidential)]
        return "".join(parts + [fitted(text, screen) for text in told])
    parts = [f"{head}\n", _pairs(_around(whole, where), screen)]
    for kind, title in (("activity", "Activities"), ("kpi", "KPIs")):
        rows = [row for row in whole.rows if row.kind == kind]
        if rows:
            columns = tables.columns(
                rows,
                whole.day,
                screen.room,
                leads=whole.kind != "lead",
                where=lambda row: where(row.id),
                colours=colours,
            )
            head = fitted(f"{_bold(title, screen)} · {tables.tally(rows)}", screen)
            parts.append(f"\n{head}\n")
            parts.append(tables.table(rows, columns, screen))
    return "".join(parts)


def _lead_name(whole: Whole) -> str:
    role = whole.lead.role if whole.lead else None
    return clean(f"{whole.id} ({role})" if role else whole.id)


def _about(whole: Whole, where: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    work, row = whole.work, whole.rows[0]
    yield "Lead", ", ".join(whole.leads) or "nobody yet"
    yield "Status", _status(whole)
    if whole.area is not None and whole.aim is not None:
        yield "Area", f"{whole.area.id}  {whole.area.title}"
        yield "Aim", f"{whole.aim.id}  {whole.aim.title}"
    if isinstance(work, Activity):
        yield from _of_activity(work, whole)
    elif isinstance(work, Kpi):
        yield "Target", work.target or ""
        yield "Readings", history.readings(whole.records)
    if work is not None:
        yield "Academies", listed(work.academies)
        yield "See also", ", ".join(work.see)
        yield "Query", work.query or ""
    yield "Where", where(row.id)


def _of_activity(activity: Activity, whole: Whole) -> Iterator[tuple[str, str]]:
    yield "Detail", activity.detail or ""
    titles = {one.id: one.title for one in whole.area.priorities} if whole.area else {}
    if activity.priority:
        yield "Priority", f"{activity.priority}  {titles.get(activity.priority, '')}".strip()
    yield "Begins", activity.starts or ""
    yield "Success", "\n".join(activity.success)
    yield "Resources", activity.resources or ""
    yield "Waits for", ", ".join(activity.after)
    yield "Waited for by", ", ".join(whole.waiting)


def _around(whole: Whole, where: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    if whole.kind == "area" and whole.area is not None and whole.aim is not None:
        yield "Aim", f"{whole.aim.id}  {whole.aim.title}"
        yield "Priorities", "\n".join(f"{one.id}  {one.title}" for one in whole.area.priorities)
        yield "Query", whole.area.query or ""
        yield "Where", where(whole.id)
    elif whole.kind == "aim" and whole.aim is not None:
        yield "Outcomes", "\n".join(f"{one.id}  {one.title}" for one in whole.aim.outcomes)
        yield "Areas", "\n".join(f"{one.id}  {one.title}" for one in whole.aim.areas)
        yield "Query", whole.aim.query or ""
        yield "Where", where(whole.id)
    elif whole.lead is not None and whole.lead.left is not None:
        yield "Left", short_day(whole.lead.left)


def _status(whole: Whole) -> str:
    row = whole.rows[0]
    told = status_word(row.status)
    return (
        f"{told} (recorded {short_day(row.recorded_on)})"
        if row.recorded_on
        else f"{told} (no record yet)"
    )


def _pairs(pairs: Iterable[tuple[str, str]], screen: Screen) -> str:
    """Names and what stands behind them, aligned, after an empty line; nothing for nothing."""
    rows = [
        (name, "\n".join(clean(line) for line in text.split("\n"))) for name, text in pairs if text
    ]
    if not rows:
        return ""
    return "\n" + grid(rows, screen, wraps=[1], styles=[("dim", "")] * len(rows))


def _dates(whole: Whole, screen: Screen) -> str:
    """Each milestone's phrase, and under it its occurrences."""
    parts = [] if any(row.when for row in whole.rows) else ["\nNo date in the plan.\n"]
    for row in whole.rows:
        if row.when is None:
            continue
        label = f"{tables.milestone(row)}: " if row.milestone else "When: "
        parts.append("\n" + _bold(f"{label}{clean(row.when)}", screen) + "\n")
        if not row.occurrences:
            parts.append(f"  {status_word(row.state)}\n")
            continue
        shown = _shown(row.occurrences, whole.day)
        parts.append(grid([_date(fate, row, whole.day) for fate in shown], screen))
        left = len(row.occurrences) - len(shown)
        if left:
            parts.append(f"  and {left} more: sipctl show {whole.id} --format json has them all\n")
    return "".join(parts)


def _date(fate: Fate, row: Row, day: date) -> tuple[str, str, str, str]:
    """One occurrence: its period, its days, and what became of it."""
    days = short_day(fate.due)
    if fate.opens != fate.due:
        days = f"{short_day(fate.opens)} to {days}"
    return "", fate.period, days, fate_words(fate, row.state, day)


def _shown(fates: tuple[Fate, ...], day: date) -> tuple[Fate, ...]:
    """All of them up to fifteen; of a longer series the dozen around a day, half of it past."""
    if len(fates) <= 15:
        return fates
    past = sum(fate.due < day for fate in fates)
    start = max(0, min(past - 6, len(fates) - 12))
    return fates[start : start + 12]


def fate_words(fate: Fate, state: str, day: date) -> str:
    """What became of one occurrence by `day`."""
    if fate.settled_on is not None:
        late = f", {count((fate.settled_on - fate.due).days, 'day')} late" if fate.late else ""
        return f"settled {short_day(fate.settled_on)}{late}"
    if state in ("paused", "withdrawn"):
        return state
    if fate.due < day:
        return (
            f"missed, {count((day - fate.due).days, 'day')} ago" if fate.missed else "paused then"
        )
    if fate.opens <= day:
        left = (fate.due - day).days
        return f"open, {count(left, 'day')} left" if left else "open, today is the last day"
    return f"opens in {count((fate.opens - day).days, 'day')}"


def _moves(whole: Whole, screen: Screen) -> str:
    if not whole.moved:
        return ""
    lines = ["", _bold("Moved", screen)]
    for move in whole.moved:
        label = f"{clean(move.milestone)}: " if move.milestone else ""
        agreed = (
            f", agreed by {clean(move.agreed)}"
            if move.agreed
            else ", nobody is said to have agreed"
        )
        why = f" – {clean(move.why)}" if move.why else ""
        lines.append(f"  {short_day(move.date)}  {label}from {clean(move.from_)}{agreed}{why}")
    slipped = [row for row in whole.rows if row.slipped_days]
    lines += [f"  {_slip(row.milestone, tables.slippage(row))}" for row in slipped]
    return "\n".join(lines) + "\n"


def _slip(milestone: str | None, slippage: str) -> str:
    return f"{clean(milestone) + ' now' if milestone else 'Now'} {slippage} than first planned"


def _history(whole: Whole, screen: Screen, *, confidential: bool) -> str:
    if not whole.records:
        return ""
    corrected = mistakes(whole.records)
    lines = ["", _bold("Records, newest first", screen)]
    for name, record in whole.records:
        told = _record(record, confidential=confidential)
        lines.append(
            f"  {short_day(record.date)}  {told}{' [corrected since]' if name in corrected else ''}"
        )
    return "\n".join(lines) + "\n"


def _record(record: Record, *, confidential: bool) -> str:
    value = f"{record.value} {record.unit or ''}".strip() if record.value else ""
    words = [status_word(record.status or record.result or ""), value]
    told = f"{clean(record.by)}: {', '.join(word for word in words if word)}"
    told += f" for {clean(record.for_)}" if record.for_ else ""
    told += f" – {clean(record.note)}" if record.note else ""
    if record.confidential:
        told += (
            f" [confidential: {clean(record.confidential)}]"
            if confidential
            else " [a confidential note is kept]"
        )
    return told


def _bold(text: str, screen: Screen) -> str:
    return f"\x1b[1m{text}\x1b[0m" if screen.colour else text
