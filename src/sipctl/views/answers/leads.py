"""`leads`: each lead's load by term, terms with most work, and the work of leads asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.calendar.columns import column_at
from sipctl.views.answers import tables
from sipctl.views.text.english import (
    duration,
    join_words,
    long_day,
    plural,
    safe_text,
    short_day,
    titled,
)
from sipctl.views.text.style import cell_width, cut, pad, painter, wrapped
from sipctl.views.timeline.layout import longest_fitting, term_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sipctl.plan.calendar.columns import Column
    from sipctl.plan.queries.workload import Peak, Workload, Workloads
    from sipctl.plan.state.agenda import Row
    from sipctl.views.text.screen import Screen

NOBODY_LABEL = "nobody"
HEIGHTS = "▁▂▃▄▅▆▇█"
GAP, TERM_GAP = 2, 1
DATES = "Dates in "
"""Stands before the first year, to say what the figures under each term count."""
Cell = tuple[str, str]
"""The text of a table's cell, and its style."""


def render(loads: Workloads, screen: Screen, *, plain: bool = False) -> str:
    """The table of leads and what it means in sentences; for those asked for, their work too."""
    drawn = _Leads(loads, screen, plain=plain)
    parts = [safe_text(loads.title), *map(safe_text, loads.asked), long_day(loads.day)]
    heading = drawn.joint.join(parts)
    lines = [drawn.paint(cut(heading, screen.width, drawn.more), "bold"), ""]
    if not loads.loads:
        return "\n".join([*lines, "Nobody in the plan leads anything that was asked for."]) + "\n"
    lines += [*drawn.table(), ""]
    lines += [line for sentence in sentences(loads) for line in wrapped(sentence, screen.width)]
    if loads.chosen:
        for load in loads.loads:
            lines += ["", *drawn.work(load)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Leads:
    """All the loads on one screen."""

    def __init__(self, loads: Workloads, screen: Screen, *, plain: bool) -> None:
        self.loads = loads
        self.width = screen.width
        self.paint = painter(screen)
        self.more = ".." if plain else "…"
        self.joint = " - " if plain else " · "
        self.bars = bool(screen.width) and not plain

    # --- the table -------------------------------------------------------------------------------

    def table(self) -> Iterator[str]:
        """A line for each lead: open, overdue, alone, and what falls due in each term."""
        heads = ["Lead", "Open", "Overdue", "Alone"]
        rows = [self._about(load) for load in self.loads.loads]
        first, terms = self._terms([heads, *([text for text, _ in row] for row in rows)])
        names = [_term_heading(self.loads.terms[index], size) for index, size in terms]
        sizes = [
            max(cell_width(text) for text in column_texts) for column_texts in _columns(heads, rows)
        ]
        yield self._years(sizes, terms)
        left = "".join(pad(text, size + GAP) for text, size in zip(heads, sizes, strict=True))
        right = [
            self._head(index, name, size) for (index, size), name in zip(terms, names, strict=True)
        ]
        yield left + (" " * TERM_GAP).join(right)
        most = max((n for load in self.loads.loads for n in load.by_term), default=0)
        for load, row in zip(self.loads.loads, rows, strict=True):
            left = "".join(
                self.paint(pad(text, size + GAP), style)
                for (text, style), size in zip(row, sizes, strict=True)
            )
            right = [self._count(load, index, size, most) for index, size in terms]
            yield left + (" " * TERM_GAP).join(right)
        yield from self._left_out(first, len(self.loads.terms) - first - len(terms))

    def _left_out(self, earlier: int, later: int) -> Iterator[str]:
        """The terms there was no room for."""
        parts = [plural(earlier, "earlier term")] * bool(earlier)
        parts += [plural(later, "later term")] * bool(later)
        if parts:
            rest = f"(and {join_words(parts)}: widen the window)"
            yield from (self.paint(line, "dim") for line in wrapped(rest, self.width))

    def _about(self, load: Workload) -> list[Cell]:
        name = safe_text(load.lead) or NOBODY_LABEL
        late = f"{load.overdue} ({duration(load.longest)})" if load.overdue else "none"
        return [
            (name, "bold"),
            (str(load.activities), ""),
            (late, "bold red" if load.overdue else "dim"),
            (
                str(len(load.led_alone)) if load.led_alone else "none",
                "" if load.led_alone else "dim",
            ),
        ]

    def _terms(self, cells: Sequence[Sequence[str]]) -> tuple[int, list[tuple[int, int]]]:
        """How many earlier terms have no room, and the index and width of each that is shown."""
        least = 4 if self.bars else 3
        wide = max((cell_width(term.term or term.year) for term in self.loads.terms), default=least)
        count = len(self.loads.terms)
        if self.width is None:
            return 0, [(index, max(wide, least)) for index in range(count)]
        taken = sum(max(map(cell_width, texts)) + GAP for texts in zip(*cells, strict=True))
        room = self.width - taken
        size = max(least, min((room + 1) // max(count, 1) - TERM_GAP, max(wide, least)))
        fits = max((room + 1) // (size + TERM_GAP), 1)
        first = min(max(count - fits, 0), max(self.loads.now, 0))
        return first, [(index, size) for index in range(first, min(first + fits, count))]

    def _years(self, sizes: Sequence[int], terms: Sequence[tuple[int, int]]) -> str:
        end = sum(sizes) + GAP * len(sizes)
        line, before = self._counted(sizes).ljust(end), None
        room = sum(size + TERM_GAP for index, size in terms if self._in_first_year(index, terms))
        for index, size in terms:
            year = self.loads.terms[index].year
            name = year if before or len(year) + len(DATES) >= room else f"{DATES}{year}"
            line = line.ljust(end) + (name if year != before else "")
            before, end = year, end + size + TERM_GAP
        return self.paint(cut(line, self.width, ""), "dim")

    def _counted(self, sizes: Sequence[int]) -> str:
        """A heading over the columns before the terms: what they count; "" without room."""
        kpis = any(row.kind == "kpi" for load in self.loads.loads for row in load.rows)
        counted = " " * (sizes[0] + GAP) + ("Activities and KPIs" if kpis else "Activities")
        return counted if len(counted) < sum(sizes) + GAP * len(sizes) else ""

    def _in_first_year(self, index: int, terms: Sequence[tuple[int, int]]) -> bool:
        return self.loads.terms[index].year == self.loads.terms[terms[0][0]].year

    def _head(self, index: int, name: str, size: int) -> str:
        now = index == self.loads.now
        past = index < self.loads.now
        return self.paint(pad(name, size), "bold blue" if now else "dim" if past else "")

    def _count(self, load: Workload, index: int, size: int, most: int) -> str:
        number = load.by_term[index]
        text = f"{number:>2}" if number else " ."
        if self.bars and number:
            text += f" {HEIGHTS[(number * 8 - 1) // most if most else 0]}"
        past, piled = (
            index < self.loads.now,
            any(
                peak.lead == load.lead
                and peak.half.first >= self.loads.terms[index].first
                and peak.half.last <= self.loads.terms[index].last
                for peak in self.loads.high_peaks
            ),
        )
        return self.paint(
            pad(text, size), "bold red" if piled else "dim" if past or not number else ""
        )

    # --- one person ------------------------------------------------------------------------------

    def work(self, load: Workload) -> Iterator[str]:
        """Everything that one lead still has to do, by the half term in which it falls due."""
        role = f" ({safe_text(load.entry.role)})" if load.entry and load.entry.role else ""
        name = f"{safe_text(load.lead) or NOBODY_LABEL}{role}"
        alone = f", {len(load.led_alone)} of them alone" if load.led_alone else ""
        things = plural(load.activities, "thing", "things")
        head = f"{name}{self.joint}{things} to do{alone}"
        yield self.paint(cut(head, self.width, self.more), "bold")
        for head, rows in _grouped(load, self.loads.halves):
            yield ""
            style = "bold red" if head == "Overdue" else "bold"
            number = f"{self.joint}{tables.figure(rows)}"
            room = self.width - len(number) if self.width else None
            yield self.paint(cut(head, room, self.more), style) + number
            yield from self._rows(rows, load.lead)

    def _rows(self, rows: Sequence[Row], lead: str) -> Iterator[str]:
        cells = [
            (
                row.id,
                titled(row.milestone, row.title),
                tables.due_day(row),
                _with(row, lead),
            )
            for row in rows
        ]
        sizes = [max(map(cell_width, column_texts)) for column_texts in zip(*cells, strict=True)]
        if self.width is not None:
            sizes[1] = min(sizes[1], max(self.width - sizes[0] - sizes[2] - sizes[3] - 8, 8))
        for row, row_cells in zip(rows, cells, strict=True):
            texts = [
                pad(text, size, self.more) for text, size in zip(row_cells, sizes, strict=True)
            ]
            texts[2] = self.paint(texts[2], "red" if row.state == "overdue" else "")
            yield "  " + (" " * GAP).join(texts)


def _columns(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[list[str]]:
    for index, head in enumerate(heads):
        yield [head, *(row[index][0] for row in rows)]


def _term_heading(column: Column, size: int) -> str:
    """A term's name in the cells there are."""
    return longest_fitting(term_names(column) if column.term else [column.year], size)


def _grouped(load: Workload, halves: Sequence[Column]) -> Iterator[tuple[str, list[Row]]]:
    """A lead's open rows under headings: overdue, then by half term, then without a date."""
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in load.rows:
        if row.state == "overdue":
            key = (-2, "Overdue")
        elif row.due is None:
            key = (
                len(halves) + 1,
                "As needed" if row.state == "as-needed" else "Without a date",
            )
        else:
            index = column_at(halves, row.due)
            inside = 0 <= index < len(halves)
            key = (index, safe_text(halves[index].title) if inside else "Outside the plan's years")
        groups.setdefault(key, []).append(row)
    for (_, head), rows in sorted(groups.items(), key=lambda group: group[0]):
        yield (
            head,
            sorted(rows, key=lambda row: (-row.days_overdue, row.due is None, row.due)),
        )


def _with(row: Row, lead: str) -> str:
    others = [safe_text(other) for other in row.leads if other != lead]
    return f"with {', '.join(others)}" if others else "alone" if lead else ""


# --- in sentences --------------------------------------------------------------------------------


def sentences(loads: Workloads) -> Iterator[str]:
    """Sentences on peaks of work, work that one person alone leads, and leavers with open work."""
    for lead in dict.fromkeys(peak.lead for peak in loads.high_peaks):
        peaks = [_peak_words(peak) for peak in loads.high_peaks if peak.lead == lead]
        yield f"It piles up on {safe_text(lead)}: {join_words(peaks)}."
    if not loads.high_peaks and loads.fullest:
        most = loads.fullest
        yield f"The fullest half term is {safe_text(most.lead)}'s: {_peak_words(most)}."
    yield from _alone(loads)
    for load in loads.loads:
        if load.entry and load.entry.left and load.entry.left < loads.day and load.activities:
            things = plural(load.activities, "thing", "things")
            yield (
                f"{safe_text(load.lead)} left on {short_day(load.entry.left)} "
                f"and is still down to lead {things}."
            )
        if not load.lead:
            yield f"Nobody leads {join_words([row.id for row in load.rows])}."


def _peak_words(peak: Peak) -> str:
    first, last = peak.half.first, peak.half.closes
    begins = short_day(first).removesuffix(f" {last.year}")
    days = f"{begins} to {short_day(last)}"
    return f"{plural(peak.count, 'deadline')} in {safe_text(peak.half.title)} ({days})"


def _alone(loads: Workloads) -> Iterator[str]:
    if loads.chosen:
        for load in loads.loads:
            activities = plural(load.activities, "open activity", "open activities")
            alone = len(load.led_alone) or "none"
            yield f"{safe_text(load.lead)} has {activities}, {alone} of them alone."
    elif loads.single:
        each = sorted(loads.loads, key=lambda load: -len(load.led_alone))
        each_alone = [
            f"{safe_text(load.lead)} {len(load.led_alone)}" for load in each if load.led_alone
        ]
        activities = plural(loads.open, "open activity", "open activities")
        yield f"{loads.single} of {activities} stand on one person alone: {join_words(each_alone)}."
    by_lead: dict[str, list[str]] = {}
    for area, lead in loads.lone_areas:
        by_lead.setdefault(lead, []).append(area)
    if by_lead:
        by_person = [f"{join_words(areas)} on {safe_text(lead)}" for lead, areas in by_lead.items()]
        yield f"Whole areas stand on one person: {'; '.join(by_person)}."


# --- for other programs --------------------------------------------------------------------------


def render_json(loads: Workloads, where: Callable[[str], tuple[str, int]]) -> str:
    """The loads as JSON; `where` gives the file and line of an id."""
    from sipctl.views.json import VERSION, dump, row_json

    return dump(
        {
            "version": VERSION,
            "as_of": loads.day,
            "terms": [_column_json(column) for column in loads.terms],
            "half_terms": [_column_json(column) for column in loads.halves],
            "leads": [
                _load_json(load) | {"rows": [row_json(row, where) for row in load.rows]}
                for load in loads.loads
            ],
            "piles": [
                {"lead": peak.lead, "half_term": peak.half.key, "deadlines": peak.count}
                for peak in loads.high_peaks
            ],
            "open_activities": loads.open,
            "with_one_lead": loads.single,
            "areas_on_one_lead": [{"area": area, "lead": lead} for area, lead in loads.lone_areas],
        }
    )


def _column_json(column: Column) -> dict[str, Any]:
    return {"key": column.key, "title": column.title, "from": column.first, "to": column.last}


def _load_json(load: Workload) -> dict[str, Any]:
    return {
        "lead": load.lead or None,
        "role": load.entry.role if load.entry else None,
        "open": load.activities,
        "overdue": sum(row.state == "overdue" for row in load.rows),
        "overdue_activities": load.overdue,
        "longest_days_overdue": load.longest,
        "paused": load.paused,
        "alone": list(load.led_alone),
        "by_term": list(load.by_term),
        "by_half_term": list(load.by_half),
    }
