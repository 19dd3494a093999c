"""The rules that a sound plan keeps, each a generator of findings.

To add one: write it in the file that its subject belongs to, with its slug and severity; write its
manual page in pages/<slug>.md; put a small broken plan and the output of `sipctl check` on it under
tests/rules/<slug>.
"""

from __future__ import annotations

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
from sipctl.plan.rules.context import RULES, Dated, RuleContext

if TYPE_CHECKING:
    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext

__all__ = ["RULES", "check", "dated_faults", "day_faults", "undated_faults"]


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
    """The faults that the plan had on a day, past or not, besides those it has on any."""
    return _faults(RuleContext(plan, timing_context, day), "day")


def _faults(context: RuleContext, *dated: Dated) -> list[Fault]:
    rules = [rule for rule in RULES.values() if rule.dated in dated]
    return [fault for rule in rules for fault in rule.faults(context)]
