"""What an entry keeps of its past: who led it before, and what was asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import described, frozen
from sipctl.plan.model import scalars as w
from sipctl.plan.model.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@frozen(kw_only=True)
class LeadChange(Entry):
    """One change of leads: who led before (`from`), from which day they do no more, who agreed."""

    from_: tuple[w.Initials, ...] = described("Who led it before, all of them, such as [JK].")
    date: w.Day = described("The day from which others lead it, such as 2025-09-01.")
    agreed: w.Text | None = described("Who agreed, such as CEO.", default=None)
    why: w.Text | None = described("Why it changed hands.", default=None)


@frozen(kw_only=True)
class Answered(Entry):
    """A question about the plan, and how it was settled."""

    query: w.Text = described("The question, as it stood under query.")
    answer: w.Text = described("What was answered.")
    date: w.Day = described("The day of the answer.")
    by: w.Text | None = described("Who answered it.", default=None)


LED = "Every change of leads, oldest first. sipctl handover writes it."
ANSWERED = "Questions that were settled, with their answers. sipctl answer writes it."


def leads_on(leads: tuple[str, ...], led: Sequence[LeadChange], day: date) -> tuple[str, ...]:
    """Who led on a day: those before the first change of leads after it, else the present leads."""
    later = [change for change in led if change.date > day]
    return min(later, key=lambda change: change.date).from_ if later else leads
