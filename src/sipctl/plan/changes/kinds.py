"""The kinds of change between two versions of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import field, frozen

if TYPE_CHECKING:
    from sipctl.plan.model.entries import LeadChange, Plan, Record
    from sipctl.plan.timing import TimingContext

Value = str | int | date | tuple[str, ...] | None
"""The value of a field: text, number, day, yes or no, several texts; None for none."""

Section = Literal["aim", "plan", "people", "calendar", "rounds", "frameworks"]
Of = Literal[
    "activity",
    "KPI",
    "aim",
    "area",
    "outcome",
    "priority",
    "plan",
    "settings",
    "people",
    "lead",
    "trustee",
    "governor",
    "committee",
    "academy",
    "calendar",
    "year",
    "term",
    "meeting",
    "round",
    "framework",
    "part",
]
_SECTIONS: dict[str, Section] = {
    **dict.fromkeys(("plan", "settings"), "plan"),
    **dict.fromkeys(("people", "lead", "trustee", "governor", "committee", "academy"), "people"),
    **dict.fromkeys(("calendar", "year", "term", "meeting"), "calendar"),
    "round": "rounds",
    **dict.fromkeys(("framework", "part"), "frameworks"),
}


@frozen()
class ChangeTarget:
    """What a change is about. `title` is that of the head; `aim` is None for what is in no aim."""

    of: Of
    id: str
    title: str = ""
    aim: int | None = None

    @property
    def section(self) -> Section:
        """The heading for its changes. A trust-wide KPI belongs to the plan."""
        return _SECTIONS.get(self.of) or ("plan" if self.aim is None else "aim")


@frozen()
class Added:
    """Something new, with its leads and its phrases by label where it has any."""

    subject: ChangeTarget
    leads: tuple[str, ...] = ()
    when: tuple[tuple[str, str], ...] = ()


@frozen()
class Removed:
    """Something the head does not have."""

    subject: ChangeTarget


@frozen()
class Edited:
    """A field with another value: a title, a lead, a term's last day."""

    subject: ChangeTarget
    field: str
    was: Value
    now: Value
    led: tuple[LeadChange, ...] = ()
    """For a change of leads, the new entries of `led`, oldest first."""


AgreementGap = Literal["not-in-moved", "moved-says-otherwise", "not-agreed"]
"""Why no agreement to a move is on record: no entry under `moved`, one from another phrase, one
without `agreed`."""


@frozen()
class Rescheduled:
    """A milestone (or a KPI's timing) with another phrase.

    `was` is None where it had no date, `now` where it has none any more. The due days are those
    that slippage is measured between: a series' first, else the last; each read against its own
    version's calendar, None where a phrase cannot be read. `same` if only the wording differs.
    """

    subject: ChangeTarget
    label: str
    was: str | None
    now: str | None
    was_due: date | None
    now_due: date | None
    same: bool = False
    agreed: str | None = None
    why: str | None = None
    gap: AgreementGap | None = None
    moved_from: str | None = None
    """The phrase that `moved` says it was, where that is not `was`."""

    @property
    def days(self) -> int | None:
        """How far the due day moved, in days; later is positive."""
        if self.was_due is None or self.now_due is None:
            return None
        return (self.now_due - self.was_due).days


@frozen()
class CalendarShift:
    """Due days that moved with the calendar or the plan's years, under the same phrase.

    `moved` has each period with its due day before and after; `gained` and `lost` are the periods
    that a series has in one version only, `lost_days` the due days of the latter.
    """

    subject: ChangeTarget
    label: str
    phrase: str
    moved: tuple[tuple[str, date, date], ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    lost_days: tuple[date, ...] = field(default=(), compare=False)


@frozen()
class RecordChange:
    """One record file that was added, edited or removed. Nothing confidential is in it.

    `withheld` says that the record has a confidential note.
    """

    name: str
    kind: Literal["added", "edited", "removed"]
    record: Record
    withheld: bool

    @staticmethod
    def of(name: str, kind: Literal["added", "edited", "removed"], record: Record) -> RecordChange:
        """A change without the confidential note of its record."""
        return RecordChange(
            name, kind, replace(record, confidential=None), bool(record.confidential)
        )


@frozen()
class Recorded:
    """Records of one activity or KPI that changed, and its status before and after."""

    subject: ChangeTarget
    was: str
    now: str
    records: tuple[RecordChange, ...]


Change = Added | Removed | Edited | Rescheduled | CalendarShift | Recorded


@frozen()
class Version:
    """One side of a comparison: what loads of a plan, and the files that do not.

    `unread` are paths within the plan folder.
    """

    plan: Plan
    unread: frozenset[str] = frozenset()


@frozen()
class VersionPair:
    """Two versions with their timing contexts (None where neither has years and calendar).

    Where plan.yaml or calendar.yaml loads in one version only, it serves both.
    """

    base: Version
    head: Version
    base_context: TimingContext | None
    head_context: TimingContext | None

    @cached_property
    def same_context(self) -> bool:
        """Whether every phrase means the same days on both sides."""
        return self.base_context is self.head_context or self.base_context == self.head_context

    @property
    def begins_next_plan(self) -> bool:
        """Whether the head is a plan of later years that follows the base.

        `follows` alone does not count: it could be set to hide moves that nobody agreed to.
        """
        before, after = self.base.plan.about, self.head.plan.about
        follows = after.follows is not None and after.follows != before.follows
        return follows and after.runs.from_ >= before.runs.to

    def reads(self, path: str) -> bool:
        """Whether a file loads on both sides, so that it can be compared."""
        return path not in self.base.unread and path not in self.head.unread


@frozen()
class CarriedOver:
    """How many of an aim's activities the next plan carries over, leaves behind, and adds."""

    aim: int
    title: str
    carried: int
    left: int
    new: int


@frozen()
class Comparison:
    """The changes, sorted for display, and the files that could not be compared.

    `carried_over` counts each aim's activities that were carried over, where the next plan begins.
    """

    changes: tuple[Change, ...]
    left_out: tuple[str, ...] = ()
    carried_over: tuple[CarriedOver, ...] = ()
