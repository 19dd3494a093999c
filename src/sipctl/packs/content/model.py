"""What a pack says of one term: plain words, days and numbers, and nothing else.

All that a template is given, what is confidential only if that was asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.calendar.terms import Term
from sipctl.plan.frozen import field, frozen
from sipctl.plan.revision import Revision

if TYPE_CHECKING:
    from datetime import date

    from sipctl.packs.content.items import StatusWord
    from sipctl.packs.content.paper.model import Paper
    from sipctl.packs.content.sections.model import (
        CommitteeSection,
        FrameworkSection,
        LeadSection,
        PackSection,
    )


@frozen(kw_only=True)
class LinkRole:
    """A trustee or governor with a link role."""

    name: str
    role: str
    aims: tuple[int, ...]


@frozen(kw_only=True)
class PackTerm(Term):
    """A term of the calendar."""

    until: date
    """The day before the next term begins."""


@frozen(kw_only=True)
class TermSummary:
    """One term on the plan's timeline: what fell due in it, and what became of that."""

    term: PackTerm
    this: bool
    """Whether it is the pack's own term."""
    due: int
    """How many dates of activities fall due in it: as many as the six counts below together."""
    settled: int
    """How many were dealt with by their day."""
    late: int
    """How many were dealt with after their day."""
    judged: int
    """How many passed or were dealt with while judged at risk or off track."""
    missed: int
    """How many passed with nothing recorded about them."""
    paused: int
    """How many passed while the work was paused."""
    ahead: int
    """How many are still to come."""


@frozen(kw_only=True)
class Purpose:
    """What the plan is for, in its own words."""

    mission: tuple[str, ...]
    vision: str | None
    values: tuple[str, ...]
    accountability: tuple[str, ...]
    """How it is held to account."""
    global_priority: str | None
    endorsement: str | None
    """What the board says of the plan."""


@frozen(kw_only=True)
class Pack:
    """One pack: a term, as at one day."""

    title: str
    """The plan's title."""
    body: str
    """The trust or school."""
    trust: bool
    """Whether it is a trust of several academies, rather than a single school."""
    short: str | None
    """Its short name."""
    source: str | None
    """Where the approved document is."""
    starts: date
    """The plan's first day."""
    ends: date
    """Its last."""
    purpose: Purpose
    """What it is for."""
    day: date
    """The day that the pack speaks of."""
    before: date
    """The last day before the term, which movement is counted from."""
    term: PackTerm
    last: PackTerm | None
    """The term before; nothing if the calendar knows of none, or the plan had not begun."""
    next: PackTerm | None
    over: bool
    """Whether the term's last day has passed."""
    asked: tuple[str, ...]
    """The filters in words; empty for a pack of everything."""
    whole: PackSection
    """All that was asked for."""
    recorded_late: tuple[str, ...]
    """Ids of activities judged after the day by which their round was to be answered."""
    paper: Paper
    """The board's two pages of it."""
    annex: str
    """How much stands behind those in a pack that has them: `none`, `short` or `full`."""
    with_faults: bool
    """Whether open questions and faults of the plan are to be printed, rather than counted."""
    committees: tuple[CommitteeSection, ...]
    frameworks: tuple[FrameworkSection, ...]
    """What the plan has to cover, and what of it does."""
    by: FrameworkSection | None
    """The one of them by which the pack is to be grouped, if one was asked for."""
    overseers: tuple[LinkRole, ...]
    owners: tuple[LeadSection, ...]
    timeline: tuple[TermSummary, ...]
    """Every term of the plan."""
    terms: tuple[PackTerm, ...]
    """The terms of this academic year."""
    terms_source: str | None
    """Whose term dates these are."""
    statuses: tuple[StatusWord, ...]
    """The key to statuses, in order."""
    results: tuple[StatusWord, ...]
    """The key to results of KPIs."""
    confidential: bool
    """Whether confidential text is in it; then every page has to say so."""
    command: str
    """The command that makes this pack again, unless it was made from files that git has not."""
    made_by: str
    """`sipctl 0.1.0`."""
    revision: Revision = field(default_factory=Revision)
    without_role: tuple[str, ...] = ()
    """With `--names roles`, the initials of leads it names who have no role in the plan."""

    @property
    def unnamed(self) -> int:
        """With `--names roles`, how many leads have no role in the plan."""
        return len(self.without_role)
