"""The content of a pack about one term, as templates see it: texts, days and numbers.

Templates are given nothing else, and confidential text only with `--confidential`.
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
    """One term on the plan's timeline: how many dates fall due in it, by what became of them."""

    term: PackTerm
    this: bool
    """Whether it is the pack's own term."""
    due: int
    """How many dates of activities fall due in it: the sum of the six counts below."""
    settled: int
    """How many were settled by their day."""
    late: int
    """How many were settled after their day."""
    judged: int
    """How many passed or were reviewed with the judgement at risk or off track."""
    missed: int
    """How many passed with nothing recorded about them."""
    paused: int
    """How many passed while the work was paused."""
    ahead: int
    """How many are still to come."""


@frozen(kw_only=True)
class Purpose:
    """The plan's mission, vision and the like, in its own words."""

    mission: tuple[str, ...]
    vision: str | None
    values: tuple[str, ...]
    accountability: tuple[str, ...]
    """How it is held to account."""
    global_priority: str | None
    endorsement: str | None
    """The board's approval of the plan, in words."""


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
    """The plan's last day."""
    purpose: Purpose
    """The plan's mission, vision and the like."""
    day: date
    """The day as of which the pack is made."""
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
    """The section of everything in the pack."""
    recorded_late: tuple[str, ...]
    """Ids of activities judged after the day by which their round was to be answered."""
    paper: Paper
    """The content of the board's paper of two pages."""
    annex: str
    """How much follows the board's paper: `none`, `short` or `full`."""
    with_faults: bool
    """Whether open questions and faults of the plan are to be printed, rather than counted."""
    committees: tuple[CommitteeSection, ...]
    frameworks: tuple[FrameworkSection, ...]
    """The frameworks that the plan has to cover, with the work that covers them."""
    by: FrameworkSection | None
    """The framework by which the pack is grouped, if one was asked for."""
    overseers: tuple[LinkRole, ...]
    owners: tuple[LeadSection, ...]
    timeline: tuple[TermSummary, ...]
    """Every term of the plan."""
    terms: tuple[PackTerm, ...]
    """The terms of this academic year."""
    terms_source: str | None
    """The source of the term dates."""
    statuses: tuple[StatusWord, ...]
    """The key to statuses, in order."""
    results: tuple[StatusWord, ...]
    """The key to results of KPIs."""
    confidential: bool
    """Whether confidential text is in it; then every page has to say so."""
    command: str
    """The command that makes this pack again; empty if it was made from files that git lacks."""
    made_by: str
    """`sipctl 0.1.0`."""
    revision: Revision = field(default_factory=Revision)
    without_role: tuple[str, ...] = ()
    """With `--names roles`, the initials of leads it names who have no role in the plan."""

    @property
    def unnamed(self) -> int:
        """With `--names roles`, how many leads have no role in the plan."""
        return len(self.without_role)
