"""What one lead hands over to another: all that is open on a day, and what stays theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.plan.state.agenda import work_items

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sipctl.plan.model.entries import Activity, Kpi, Plan
    from sipctl.plan.timing import TimingContext


@dataclass(frozen=True)
class HandedOver:
    """An activity or KPI that changes hands, and who leads it from then on."""

    work: Activity | Kpi
    leads: tuple[str, ...]
    shared_with: tuple[str, ...]
    """The other leads, who go on leading it."""


@dataclass(frozen=True)
class Handover:
    """What one lead hands over to another, and what they keep."""

    items: tuple[HandedOver, ...]
    kept: tuple[Activity | Kpi, ...]
    """Open, but not handed over."""
    finished: tuple[Activity | Kpi, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing of theirs is left open."""
        return not self.kept


def handover(
    plan: Plan,
    context: TimingContext,
    giver: str,
    taker: str,
    day: date,
    *,
    only: Collection[str] | None = None,
    keep: Collection[str] = (),
) -> Handover:
    """What `giver` leads and hands over to `taker`, judged as it stands on `day`.

    `only` and `keep` are ids. What is finished keeps its leads.
    """
    items: list[HandedOver] = []
    kept: list[Activity | Kpi] = []
    finished: list[Activity | Kpi] = []
    for item in work_items(plan, context, day, kpis=True):
        work = item.work
        if giver not in work.leads:
            continue
        if not item.standing.is_open:
            finished.append(work)
        elif work.id in keep or (only is not None and work.id not in only):
            kept.append(work)
        else:
            now = tuple(taker if lead == giver else lead for lead in work.leads)
            others = tuple(lead for lead in work.leads if lead not in (giver, taker))
            items.append(HandedOver(work, tuple(dict.fromkeys(now)), others))
    return Handover(tuple(items), tuple(kept), tuple(finished))
