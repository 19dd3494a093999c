"""What a KPI may say: what is measured, when, its target, and whether it was retired."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from sipctl.plan.frozen import described, frozen
from sipctl.plan.model import scalars as w
from sipctl.plan.model.entry import ACADEMIES, QUERY, SEE, Entry, Phrases
from sipctl.plan.model.history import ANSWERED, LED, Answered, LeadChange, leads_on

if TYPE_CHECKING:
    from datetime import date

Better = Literal["higher", "lower"]


class TargetShape:
    """Marks `target: words`, or `target: {value: 95, …}`."""


@frozen(kw_only=True)
class TargetFigures(Entry):
    """A target in figures, by which a reading can be judged: `{value: 95, unit: "%"}`."""

    value: w.Number = described("What is to be reached, in figures alone, such as 95.")
    unit: w.Text | None = described('What the figures count, such as "%".', default=None)
    by: w.Text | None = described(
        "By when it is to be reached: a time such as Summer 2027.", default=None
    )
    from_: w.Number | None = described(
        "Where it stood to begin with, in figures alone, such as 91.", default=None
    )
    better: Better | None = described(
        "Which figures are the better ones: higher or lower.", default=None
    )

    @property
    def way(self) -> Better | None:
        """Which figures are the better ones: as it says, else as from and value show; else None."""
        if self.better or self.from_ is None:
            return self.better
        start, goal = Decimal(self.from_), Decimal(self.value)
        return None if start == goal else "higher" if goal > start else "lower"

    @property
    def words(self) -> str:
        """`95 % by Summer 2027, from 91 (higher is better)`."""
        by = f" by {self.by}" if self.by else ""
        start = f", from {self.from_}" if self.from_ else ""
        better = f" ({self.better} is better)" if self.better else ""
        return f"{self.amount}{by}{start}{better}"

    @property
    def amount(self) -> str:
        """`95 %`."""
        return " ".join(filter(None, (self.value, self.unit)))


Target = Annotated[str | TargetFigures, TargetShape()]


@frozen(kw_only=True)
class Retirement(Entry):
    """From which day a KPI can no longer be read, and why."""

    date: w.Day = described("The day from which it can no longer be read, such as 2025-11-10.")
    why: w.Text | None = described("Why it can no longer be read.", default=None)


@frozen(kw_only=True)
class Kpi(Entry):
    """A key performance indicator: of an area, or (`t.k1`) of the whole trust."""

    id: w.KpiId = described(
        "The area's id, .k and a number, such as 2a.k1; t.k1 for the whole trust."
    )
    measure: w.Text = described("What is measured.")
    baseline: w.Text | None = described(
        "When it is first measured: a time such as Easter 2025.", default=None
    )
    monitored: Phrases = described(
        "When or how often it is measured, such as termly, or a line for each kind.",
        default_factory=dict,
    )
    target: Target | None = described(
        "What it shall have reached: words, or figures such as "
        '{value: 95, unit: "%", by: Summer 2027, from: 91, better: higher}.',
        default=None,
    )
    retired: Retirement | None = described(
        "From which day it can no longer be read, and why. It falls due no more.", default=None
    )
    leads: tuple[w.Initials, ...] = described(
        "Initials from people.yaml; left out, whoever leads the area's open activities.", default=()
    )
    academies: tuple[w.Academy, ...] = described(ACADEMIES, default=())
    see: tuple[w.WorkId, ...] = described(SEE, default=())
    query: w.Text | None = described(QUERY, default=None)
    answered: tuple[Answered, ...] = described(ANSWERED, default=())
    led: tuple[LeadChange, ...] = described(LED, default=())

    def leads_on(self, day: date) -> tuple[str, ...]:
        """Who led it on a day, where it has leads of its own."""
        return leads_on(self.leads, self.led, day)

    @property
    def title(self) -> str:
        """The measure, which stands where other things have a title."""
        return self.measure

    @property
    def figures(self) -> TargetFigures | None:
        """Its target, if that is in figures."""
        return self.target if isinstance(self.target, TargetFigures) else None

    @property
    def target_words(self) -> str | None:
        """Its target in words; None where it has none."""
        return self.target.words if isinstance(self.target, TargetFigures) else self.target
