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
    links,
    people,
    records,
    settings,
    terms,
    timings,
)
from sipctl.plan.rules.context import RULES, RuleContext
from sipctl.plan.rules.settings import COLOURS

if TYPE_CHECKING:
    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext

__all__ = ["COLOURS", "RULES", "check", "dated_faults", "undated_faults"]


def check(plan: Plan, frame: TimingContext, today: date) -> list[Fault]:
    """Every fault of a plan whose files all load, on the day `today`."""
    return [*undated_faults(plan, frame), *dated_faults(plan, frame, today)]


def undated_faults(plan: Plan, frame: TimingContext) -> list[Fault]:
    """The faults that a plan has whatever day it is: all but those of `of_the_day`."""
    survey = RuleContext(plan, frame, date.max)
    those = [rule for rule in RULES.values() if not rule.of_the_day]
    return [fault for rule in those for fault in rule.faults(survey)]


def dated_faults(plan: Plan, frame: TimingContext, today: date) -> list[Fault]:
    """What is a fault because `today` is too early for it: records and moves yet to come."""
    survey = RuleContext(plan, frame, today)
    those = [rule for rule in RULES.values() if rule.of_the_day]
    return [fault for rule in those for fault in rule.faults(survey)]
