"""The rows and counts of the board's paper, as templates see them."""

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
    """The summary of an aim or area by its owner, with counts of its activities."""

    id: str
    title: str
    words: Note
    help_wanted: str | None
    before_term: bool
    """Whether it was recorded before the term, and may be out of date."""
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
    """A decision that the board is asked for, or an open question of a board."""

    id: str
    title: str
    what: str
    """The decision in its owner's words, `a new date, Summer 2025, in place of Spring 2025`, or the
    board's question."""
    new_date: str | None
    """The phrase of the new date, if one is asked for."""
    is_question: bool
    """Whether it is an open question of a board, rather than a decision."""
    by: str
    """Who asks."""
    on: date
    """The day on which it was asked."""


@frozen(kw_only=True)
class AskedBefore:
    """A decision or question that was open when the board last met, and what became of it."""

    id: str
    title: str
    what: str
    """As in a `Decision`."""
    by: str
    """Who asked."""
    outcome: str
    """`Trust board decided on 12 Mar 2025`, `answered on 4 Apr 2025 (JK)`; empty if it is open."""
    outcome_by: str
    """Who answered, agreed or no longer asks, as in `outcome`; empty for a board."""
    words: str
    """The decision or answer in words; empty for neither."""


@frozen(kw_only=True)
class PaperKpi:
    """A KPI, or one academy's readings of it, that is not met or moves away from its target."""

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
    """The day of the newest reading."""
    judgement: str | None
    """`met`, `partly-met` or `not-met`; nothing if neither a result nor a target gives one."""
    direction: str
    """The change since the reading before: `towards`, `away`, `unchanged` or `unknown`."""

    @property
    def stands(self) -> str:
        """`not met, moving away`."""
        return standing_words(self.judgement, self.direction) or "not judged"


@frozen(kw_only=True)
class LeadRole:
    """A lead in the key to initials, with the role."""

    initials: str
    role: str


@frozen(kw_only=True)
class KpiCounts:
    """How many KPIs have readings, and how many lines of readings (one for each academy with
    readings of its own) meet their targets."""

    read: int
    """How many KPIs have a reading."""
    unread: int
    """How many have none."""
    lines: int
    """How many lines of readings there are: one for a KPI, or for each academy with its own."""
    met: int
    partly_met: int
    not_met: int
    unjudged: int
    """How many lines have neither a result nor a target to judge them by."""
    towards: int
    """How many move towards their targets."""
    away: int
    """How many move away from them."""


@frozen(kw_only=True)
class Change:
    """A change since the board last met."""

    id: str
    title: str
    what: str
    """The change in words: `finished on 4 Apr 2025`."""
    kind: ChangeKind
    """`decided` by a board, `finished`, `better`, `worse` (or newly at risk), or `moved`."""
    stands_above: bool = False
    """Whether it settled something in `asked_before`, where the paper shows it."""


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
