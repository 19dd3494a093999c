"""Rules of KPIs: a target in figures leads towards what is better."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sipctl.plan.rules.context import Finding, RuleContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("target-backwards", "error", needs=(), keys=("target",))
def target_backwards(context: RuleContext) -> Iterator[Finding]:
    """Targets whose figures go the other way than the one that is said to be better."""
    for location, _, kpi in context.kpis:
        figures = kpi.figures
        if figures is None or figures.better is None or figures.from_ is None:
            continue
        start, goal = Decimal(figures.from_), Decimal(figures.value)
        if start != goal and (goal > start) != (figures.better == "higher"):
            change = "higher" if goal > start else "lower"
            message = (
                f"from {start} to {goal} is {change}, and {figures.better} is said to be better"
            )
            help_ = f"write better: {change}, or mend the figures"
            yield Finding(location.to("target", "better"), message, help_)
