"""The rows of the board's paper, and its counts, as templates see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sipctl.packs.content.items import standing_words
from sipctl.plan.frozen import frozen

if TYPE_CHECKING:
    from datetime import date

    from sipctl.packs.content.items import Note

ChangeKind = Literal["decided", "finished", "better", "worse", "moved"]


@frozen(kw_only=True)
class Summary:
    """What the owner of an aim or area says of it, and what stands beside their words."""

    id: str
    title: str
    words: Note
    help_wanted: str | None
    before_term: bool
    """Whether it was said before the term, and may be out of date."""
    decided: str
    """What a board decided since: `Trust board decided on 12 Mar 2025`; empty for nothing."""
    overdue: int
    """How many of its activities have a date overdue."""
    activities: int
    """How many activities it has."""

    @property
    def age_words(self) -> str:
        """Why it may be out of date, in a sentence; empty where nothing suggests that."""
        reasons = ["this term"] * self.before_term + [self.decided] * bool(self.decided)
        return f"Said before {' and before '.join(reasons)}." if reasons else ""


@frozen(kw_only=True)
class Decision:
    """Something that the board is asked to decide, or a question of a board that is open."""

    id: str
    title: str
    what: str
    """What is asked: a decision in its owner's words, `a new date, Summer 2025, in place of Spring
    2025`, or the board's question."""
    new_date: str | None
    """The time that is asked for, where that is what is asked."""
    is_question: bool
    """Whether it is a board's question that waits for an answer, rather than a decision."""
    by: str
    """Who asks."""
    on: date
    """Since when."""


@frozen(kw_only=True)
class AskedBefore:
    """Something that was asked by the time the board last met, and what became of it."""

    id: str
    title: str
    what: str
    """What was asked, as in a `Decision`."""
    by: str
    """Who asked."""
    outcome: str
    """`Trust board decided on 12 Mar 2025`, `answered on 4 Apr 2025 (JK)`; empty while it waits."""
    outcome_by: str
    """Who answered, agreed or no longer asks, as `outcome` names them; empty for a board."""
    words: str
    """What was decided, or the answer; empty where nobody said."""


@frozen(kw_only=True)
class PaperKpi:
    """A KPI, or what one academy reads of it, that is not met or moves away from its target."""

    id: str
    measure: str
    academy: str | None
    leads: tuple[str, ...]
    target: str | None
    """In words: `95 % by Summer 2027`."""
    goal: str
    """The figure alone: `95 %`; empty for a target in words."""
    newest: str
    """The newest reading as it was typed: `91.4 %`; empty where only a result was given."""
    on: date
    """Its day."""
    judgement: str | None
    """`met`, `partly-met` or `not-met`; nothing where nothing judges it."""
    direction: str
    """`towards`, `away`, `unchanged` or `unknown`: since the reading before."""

    @property
    def stands(self) -> str:
        """`not met, moving away`."""
        return standing_words(self.judgement, self.direction) or "not judged"


@frozen(kw_only=True)
class LeadRole:
    """Somebody whose initials the paper prints, and what they do in the trust."""

    initials: str
    role: str


@frozen(kw_only=True)
class KpiCounts:
    """How all KPIs stand to their targets: how many there are, and of the lines that are read, one
    for each academy that reads it, how each stands."""

    read: int
    """How many KPIs have a reading."""
    unread: int
    """How many have none."""
    lines: int
    """How many lines of readings those are: one a KPI, or one for each academy that reads it."""
    met: int
    partly_met: int
    not_met: int
    unjudged: int
    """Of how many lines nothing says whether they are met."""
    towards: int
    """How many move towards what is wanted."""
    away: int
    """How many move away from it."""


@frozen(kw_only=True)
class Change:
    """Something that changed since the board last met."""

    id: str
    title: str
    what: str
    """What changed, in words: `finished on 4 Apr 2025`."""
    kind: ChangeKind
    """`decided` by a board, `finished`, `better`, `worse` (or newly at risk), or `moved`."""
    stands_above: bool = False
    """Whether it settled what was asked before, and stands there."""


@frozen(kw_only=True)
class ChangeCounts:
    """How much changed since the board last met."""

    decided: int
    """Decisions of boards, those of the last meeting among them."""
    finished: int
    """Activities and single dates that were finished."""
    better: int
    """Other activities that stand better."""
    worse: int
    """Activities that stand worse, those newly at risk among them."""
    moved: int
    """Dates that were moved."""
