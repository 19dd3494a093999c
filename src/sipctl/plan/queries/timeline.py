"""The Gantt chart of a plan as data: bars, their marks, and the days they first fell due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.plan.state.agenda import judged_at_risk, overview, work_items
from sipctl.plan.state.resolve import ambiguous
from sipctl.plan.state.typed_day import days_meant
from sipctl.plan.timing import Unreadable, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.calendar.terms import Calendar
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.state.agenda import Row
    from sipctl.plan.state.filters import Filters
    from sipctl.plan.state.progress import OccurrenceState
    from sipctl.plan.timing import Timing, TimingContext

Look = Literal["settled", "overdue", "judged", "missed", "open", "coming", "paused"]
LOOKS: tuple[Look, ...] = ("overdue", "judged", "missed", "open", "coming", "paused", "settled")
"""From the most pressing to the least: the first is shown where several share one place."""
Kind = Literal["date", "milestone", "series"]

LONGEST_YEARS = 25


@frozen()
class Mark:
    """One occurrence: its days, and what became of it by the chart's day.

    `missed` is what a series let pass and has closed since; `overdue` still waits to be settled;
    `judged` is what was said to be at risk or off track, and is not overdue.
    """

    opens: date
    due: date
    look: Look


@frozen()
class Bar:
    """One line of the chart. `begins` is when work starts, if that is before the first window.

    `ghost` is the day it was first due, where it has moved since.
    """

    row: Row
    kind: Kind
    marks: tuple[Mark, ...]
    begins: date | None
    ghost: date | None

    @property
    def slip(self) -> tuple[date, date] | None:
        """From the day it was first due to the day it is due now, the earlier of them first.

        That is a series' first day, the last one of several dates, as slippage is counted.
        """
        if self.ghost is None:
            return None
        now = self.ghost + timedelta(self.row.slipped_days)
        return min(self.ghost, now), max(self.ghost, now)

    @property
    def lead_in(self) -> tuple[date, date] | None:
        """From the day work begins to the day its first window opens."""
        return (self.begins, self.marks[0].opens) if self.begins else None

    @property
    def run(self) -> tuple[date, date] | None:
        """From a series' first day to its last."""
        return (self.marks[0].due, self.marks[-1].due) if self.kind == "series" else None

    def between(self, first: date, last: date) -> list[Mark]:
        """The marks of which something lies between two days."""
        return [mark for mark in self.marks if overlap((mark.opens, mark.due), first, last)]

    @property
    def first(self) -> date:
        """The first day that anything of it is drawn."""
        days = [mark.opens for mark in self.marks] + [self.begins or date.max]
        return min([*days, self.ghost or date.max])

    @property
    def last(self) -> date:
        """The last day that anything of it is drawn."""
        return max([mark.due for mark in self.marks] + [self.ghost or date.min])


@frozen()
class Lane:
    """The bars of one aim; `aim` is None for what the whole trust measures."""

    aim: int | None
    title: str
    bars: tuple[Bar, ...]


@frozen()
class LegendParts:
    """The parts that a picture's key has to explain: kinds of bars, looks, and whether some line
    shows when work begins or how far something slipped.
    """

    kinds: frozenset[Kind]
    looks: frozenset[Look]
    lead_in: bool
    slip: bool
    statuses: frozenset[str] = frozenset()
    """`at-risk` and `off-track`, where a line stands for work that is judged so."""


@frozen()
class Chart:
    """The plan from `first` to `last` as it stood on `day`.

    `undated` has the ids of rows with nothing to draw, `outside` counts those with nothing between
    the two days. `judged` is what its leads judge at risk, drawn or not, a row an activity.
    """

    title: str
    day: date
    asked: tuple[str, ...]
    first: date
    last: date
    calendar: Calendar
    lanes: tuple[Lane, ...]
    undated: tuple[str, ...]
    outside: int
    judged: tuple[Row, ...] = ()

    @property
    def bars(self) -> Iterator[Bar]:
        """Every bar, from top to bottom."""
        return (bar for lane in self.lanes for bar in lane.bars)

    def seen(self, first: date, last: date) -> LegendParts:
        """The parts seen in a picture that begins and ends with these days."""
        bars = list(self.bars)
        ends = [
            (bar.kind, mark.look)
            for bar in bars
            for mark in bar.between(first, last)
            if mark.due <= last
        ]
        return LegendParts(
            kinds=frozenset(kind for kind, _ in ends),
            looks=frozenset(look for _, look in ends),
            lead_in=any(overlap(bar.lead_in, first, last) for bar in bars),
            slip=any(overlap(bar.slip, first, last) for bar in bars),
            statuses=frozenset(bar.row.status for bar in bars if bar.row.at_risk),
        )


def overlap(days: tuple[date, date] | None, first: date, last: date) -> bool:
    """Whether some of the days, if there are any, lie between two others."""
    return days is not None and days[1] >= first and days[0] <= last


def chart(
    plan: Plan,
    context: TimingContext,
    day: date,
    filters: Filters,
    span: tuple[date, date],
    *,
    kpis: bool = False,
    withdrawn: bool = False,
) -> Chart:
    """The chart of what `filters` keep, between two days; rows in the order of their ids."""
    items = [item for item in work_items(plan, context, day, kpis=kpis) if filters.keeps(item)]
    rows = [row for row in overview(items, filters.span) if withdrawn or row.state != "withdrawn"]
    bars = [_bar(row, plan, context) for row in rows if row.occurrences]
    shown = [bar for bar in bars if bar.first <= span[1] and bar.last >= span[0]]
    return Chart(
        title=plan.about.title,
        day=day,
        asked=filters.words,
        first=span[0],
        last=span[1],
        calendar=context.calendar,
        lanes=tuple(_lanes(shown, {aim.id: aim.title for aim in plan.aims})),
        undated=tuple(dict.fromkeys(row.id for row in rows if not row.occurrences)),
        outside=len(bars) - len(shown),
        judged=tuple(judged_at_risk(items)),
    )


def _lanes(bars: list[Bar], titles: dict[int, str]) -> Iterator[Lane]:
    """Bars under their aims, in the plan's order; those of the whole trust come last."""
    by_aim: dict[int | None, list[Bar]] = {aim: [] for aim in (*titles, None)}
    for bar in bars:
        by_aim.setdefault(bar.row.aim, []).append(bar)
    for aim, lane in by_aim.items():
        if lane:
            yield Lane(aim, titles.get(aim, "") if aim is not None else "", tuple(lane))


def _bar(row: Row, plan: Plan, context: TimingContext) -> Bar:
    timing = _timing(row.when, context)
    series = timing is not None and timing.cadence is not None
    kind: Kind = "series" if series else "milestone" if _labelled(row) else "date"
    begins = _begins(row, plan, context)
    first = row.occurrences[0].opens
    return Bar(
        row=row,
        kind=kind,
        marks=tuple(
            Mark(occurrence.opens, occurrence.due, _look(occurrence, row.common_status))
            for occurrence in row.occurrences
        ),
        begins=begins if begins and begins < first else None,
        ghost=row.original_due if row.slipped_days else None,
    )


def _labelled(row: Row) -> bool:
    return row.kind == "activity" and row.milestone is not None


def _begins(row: Row, plan: Plan, context: TimingContext) -> date | None:
    if row.kind == "kpi":
        return None
    timing = _timing(plan.activities[row.id][2].starts, context)
    return timing.occurrences[0].opens if timing and timing.occurrences else None


def _timing(phrase: str | None, context: TimingContext) -> Timing | None:
    timing = read(phrase, context) if phrase else None
    return None if isinstance(timing, Unreadable) else timing


def _look(occurrence: OccurrenceState, status: str) -> Look:
    if not occurrence.settled and status in ("paused", "withdrawn"):
        return "paused"
    if occurrence.missed and occurrence.pending:
        return "overdue"
    if occurrence.judged and status != "complete":
        return "judged"
    if occurrence.missed:
        return "missed"
    if occurrence.ahead and status == "complete":
        return "settled"
    return _LOOK_OF[occurrence.phase]


_LOOK_OF: dict[str, Look] = {
    "settled": "settled",
    "excused": "paused",
    "open": "open",
    "upcoming": "coming",
}


# --- the days that were asked for ----------------------------------------------------------------


def span_of(
    context: TimingContext, from_: str | None, to: str | None, today: date | None = None
) -> tuple[date, date]:
    """The first and last day to draw, from what was typed; the plan's own where nothing was.

    Each may be a date, a period's key, a phrase (`Spring 2025`) or a day as it is said on `today`
    (`yesterday`); raises Refusal for what is none.
    """
    first = _days("--from", from_, context, today)[0] if from_ else context.starts
    last = _days("--to", to, context, today)[1] if to else max(context.ends, first)
    if not from_ and last < first:
        first = date(max(last.year - 1, 1), last.month, 1)
    if first > last:
        raise Refusal(f'--from "{from_}" comes after --to "{to}"', "give the earlier one to --from")
    if last.year - first.year > LONGEST_YEARS:
        raise Refusal(
            f"{first.year} to {last.year} is more than one picture can hold",
            f"ask for {LONGEST_YEARS} years at the most with --from and --to",
        )
    return first, last


def _days(option: str, text: str, context: TimingContext, today: date | None) -> tuple[date, date]:
    window = context.calendar.window(text.strip())
    if window is not None:
        return window.opens, window.due
    timing = read(text, context)
    if isinstance(timing, Unreadable):
        days = days_meant(text, today) if today else ()
        if len(days) == 1:
            return days[0], days[0]
        if days:
            raise ambiguous(f'{option} "{text}"', map(str, days))
        raise Refusal(f'{option} "{text}": {timing.message}', timing.help)
    if timing.cadence is not None or not timing.occurrences:
        raise Refusal(
            f'{option} "{text}" is not one time',
            "such as 2025-04-04, spring-2025 or Easter 2025",
        )
    return timing.occurrences[0].opens, timing.occurrences[-1].due
