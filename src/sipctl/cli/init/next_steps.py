"""What to type after `init --from`: to fill gaps by columns not read, and to mend faults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.cli.init.order import quote_option
from sipctl.cli.runtime.terminal import screen
from sipctl.intake.answers import parse_years
from sipctl.intake.tables.cells import readable
from sipctl.intake.unread import LACKING, gaps_of
from sipctl.plan.calendar.provisional import provisional_calendar
from sipctl.plan.context import timing_context
from sipctl.views.text.english import join_words, plural, safe_path, safe_text
from sipctl.views.text.style import cut, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.cli.init.order import Order
    from sipctl.intake.bring_in import Result
    from sipctl.plan.model.entries import Activity, Plan
    from sipctl.plan.timing import TimingContext

SHOWN, PHRASE_WIDTH = 8, 50
"""The most unreadable times that are listed, and the most characters shown of each."""


def gaps_text(result: Result, order: Order) -> str:
    """A text on what no column gives, and the columns not read, with the option to read each by."""
    gaps = gaps_of(result.tables, result.plan) if result.tables else None
    if gaps is None or not gaps.roles:
        return ""
    lines = [f"No column says {join_words([LACKING[role] for role in gaps.roles], 'or')}."]
    if gaps.unread:
        lines.append("These were not read; each first cell, and what would read it:")
    lines += [
        f'  "{safe_text(column.first)}"  --map {quote_option(column.map)}' for column in gaps.unread
    ]
    text = wrap("".join(f"{line}\n" for line in lines), screen())
    if not gaps.maps:
        return text
    return text + _again_text("To begin anew with them", order, [*order.maps, *gaps.maps])


def one_year_text(plan: Plan, order: Order) -> str:
    """What to type if most unreadable times name no year, and could be read in a plan of one school
    year; else ""."""
    first = plan.about.runs.from_.year
    runs = parse_years(f"{first}-{first + 1}")
    if plan.about.runs.to <= runs.to:
        return ""
    short = replace(plan, about=replace(plan.about, runs=runs))
    works = [work for _, _, work in plan.activities.values()]
    context = timing_context(plan)
    unread = [phrase for work in works for phrase in _unread(work, context)]
    in_a_year = timing_context(replace(short, calendar=provisional_calendar(runs)))
    named = [phrase for phrase in unread if readable(phrase, in_a_year)]
    if len(named) * 2 <= len(unread):
        return ""
    years = f"{first}-{(first + 1) % 100:02d}"
    again = replace(order, options=replace(order.options, years=years))
    count = f"{len(named)} of the times name no year" if len(named) > 1 else "A time names no year"
    return _again_text(f"{count}. If the plan is that of {years} alone", again, again.maps)


def _again_text(why: str, order: Order, maps: list[str]) -> str:
    """How to make the plan again: what to move away, if it was written, and the command."""
    away = f"move {safe_path(order.target.as_posix())} away and " * order.target.exists()
    return wrap(f"{why}, {away}type:\n", screen()) + f"  {order.command(maps)}\n"


def _unread(work: Activity, context: TimingContext) -> list[str]:
    """The times of an activity that cannot be read."""
    return [phrase for phrase in work.when.values() if not readable(phrase, context)]


def mending_commands(plan: Plan) -> Iterator[str]:
    """Commands that mend faults that `check` lists: the first times, and the first missing lead."""
    works = [work for _, _, work in plan.activities.values()]
    context = timing_context(plan)
    unread = [work for work in works if _unread(work, context)]
    unled = [work for work in works if not work.leads]
    for work in unread[:SHOWN]:
        phrase = " ".join(safe_text(" | ".join(work.when.values())).split())
        yield f'sipctl set {work.id} when "..."  # now: {cut(phrase, PHRASE_WIDTH)}'
    if len(unread) > SHOWN:
        more = plural(len(unread) - SHOWN, "more time")
        yield f"sipctl check  # names {more} that cannot be read"
    if unled and not plan.people.leads:
        yield "sipctl add lead JK  # likewise everybody who leads"
    for work in unled[:1]:
        yield f"sipctl set {work.id} leads JK  # likewise each activity without a lead"
