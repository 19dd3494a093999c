"""The rules that a sound plan keeps, each a generator of findings.

To add one: write it in the file that its subject belongs to, with its slug and severity; write its
manual page in pages/<slug>.md; put a small broken plan and the output of `sipctl check` on it under
tests/rules/<slug>.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

# Importing a file of rules registers them.
from sipctl.plan.rules import (  # noqa: F401
    completeness,
    ids,
    kpis,
    links,
    people,
    records,
    settings,
    terms,
    timings,
)
from sipctl.plan.rules.context import CALENDAR, RULES, Dated, RuleContext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sipctl.plan.faults import Fault, Route
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.model.validation.partial import PartialFile
    from sipctl.plan.timing import TimingContext

__all__ = [
    "RULES",
    "check",
    "dated_faults",
    "day_faults",
    "partial_faults",
    "undated_faults",
    "waited_for",
]


def check(plan: Plan, timing_context: TimingContext, today: date) -> list[Fault]:
    """Every fault of a plan whose files all load, on the day `today`."""
    undated = undated_faults(plan, timing_context)
    return [*undated, *dated_faults(plan, timing_context, today)]


def undated_faults(plan: Plan, timing_context: TimingContext) -> list[Fault]:
    """The faults that a plan has whatever day it is."""
    return _faults(RuleContext(plan, timing_context, date.max), "")


def dated_faults(plan: Plan, timing_context: TimingContext, today: date) -> list[Fault]:
    """The faults that depend on today, such as records whose day is still to come."""
    return _faults(RuleContext(plan, timing_context, today), "day", "today")


def day_faults(plan: Plan, timing_context: TimingContext, day: date) -> list[Fault]:
    """The faults that hold on a day, past or not, besides those that hold on every day."""
    return _faults(RuleContext(plan, timing_context, day), "day")


def _faults(context: RuleContext, *dated: Dated) -> list[Fault]:
    rules = [rule for rule in RULES.values() if rule.dated in dated]
    return [fault for rule in rules for fault in rule.faults(context)]


def waited_for(
    plan: Plan, timing_context: TimingContext, partial: Mapping[str, PartialFile]
) -> list[str]:
    """The files whose errors have to be corrected before every rule can run.

    These are the files of which something was lost and, unless that leaves all days unknown, files
    whose days are wrong.
    """
    lost = [path for path, file in partial.items() if file.lost]
    if any(_lost(partial, *need) for need in CALENDAR):
        return lost
    context = RuleContext(plan, timing_context, date.max)
    doubtful = [*terms.files_in_doubt(context)] or records.files_without_occurrences(context)
    return sorted({*lost, *doubtful})


# --- of a plan with files that do not validate ---------------------------------------------------

_WORK = ("activities", "kpis", "areas", "priorities", "outcomes")


def partial_faults(
    plan: Plan, timing_context: TimingContext, today: date, partial: Mapping[str, PartialFile]
) -> list[Fault]:
    """The faults in the valid part of a plan; rules that need what was lost do not run.

    `partial` are the files with faults, by path.
    """
    dates_known = not any(_lost(partial, *need) for need in CALENDAR)
    undated = RuleContext(plan, timing_context, date.max, dates_known)
    dated = RuleContext(plan, timing_context, today, dates_known)
    return [
        fault
        for rule in RULES.values()
        if not any(_lost(partial, *need) for need in rule.needs)
        for finding in rule.faults(dated if rule.dated else undated)
        for fault in _still_true(finding, partial, rule.keys)
    ]


def _lost(partial: Mapping[str, PartialFile], kind: str, prefix: Route) -> bool:
    """Whether files of a kind lost something at a route; the kind `ids` is anything with an id."""
    if kind == "ids":
        return any(
            file.lost_ids
            for path, file in partial.items()
            if _kind(path) not in ("record", "round", "framework")
        )
    return any(file.loses(prefix) for path, file in partial.items() if _kind(path) == kind)


_KINDS = {"aims": "aim", "records": "record", "rounds": "round", "frameworks": "framework"}


def _kind(path: str) -> str:
    folder = path.partition("/")[0]
    return _KINDS.get(folder, path.removesuffix(".yaml"))


def _still_true(
    fault: Fault, partial: Mapping[str, PartialFile], keys: tuple[str, ...]
) -> Iterator[Fault]:
    """A fault at its place in the file as written, unless its entry lost one of some keys."""
    file = partial.get(fault.file)
    if file is None:
        yield fault
        return
    route = file.original_route(fault.route)
    inside = [index for index, step in enumerate(route[1:], 1) if isinstance(step, int)]
    entry = next((route[: i + 1] for i in reversed(inside) if route[i - 1] in _WORK), ())
    if not any(file.loses((*entry, key)) for key in keys):
        yield replace(fault, route=route)
