"""The kinds of change between two versions of a plan: what a pull request is told in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sipctl.plan.model.entries import Plan, Record
    from sipctl.plan.timing import TimingContext

Value = str | int | date | tuple[str, ...] | None
"""What one field holds: text, a number, a day, yes or no, several texts; None for nothing."""

Section = Literal["aim", "plan", "people", "calendar"]
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
]
_SECTIONS: dict[str, Section] = {
    **dict.fromkeys(("plan", "settings"), "plan"),
    **dict.fromkeys(("people", "lead", "trustee", "governor", "committee", "academy"), "people"),
    **dict.fromkeys(("calendar", "year", "term", "meeting"), "calendar"),
}


@dataclass(frozen=True)
class ChangeTarget:
    """What a change is about. `title` is today's; `aim` is None for what belongs to no aim."""

    of: Of
    id: str
    title: str = ""
    aim: int | None = None

    @property
    def section(self) -> Section:
        """Under which heading a change of it is told. A trust-wide KPI belongs to the plan."""
        return _SECTIONS.get(self.of) or ("plan" if self.aim is None else "aim")


@dataclass(frozen=True)
class Added:
    """Something new: with who leads it and its phrases by label, where it has such."""

    subject: ChangeTarget
    leads: tuple[str, ...] = ()
    when: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Removed:
    """Something that is gone."""

    subject: ChangeTarget


@dataclass(frozen=True)
class Edited:
    """One field of something that says something else: a title, a lead, a term's last day."""

    subject: ChangeTarget
    field: str
    was: Value
    now: Value


AgreementGap = Literal["not-in-moved", "moved-says-otherwise", "not-agreed"]
"""Why nobody can be said to have agreed to a move: no entry under `moved`, one that speaks of
another phrase, one without `agreed`."""


@dataclass(frozen=True)
class Rescheduled:
    """A milestone (or a KPI's timing) that is written otherwise.

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
    doubt: AgreementGap | None = None
    said: str | None = None
    """What `moved` says it moved from, where that is not `was`."""

    @property
    def days(self) -> int | None:
        """How far the due day moved, in days; later is positive."""
        if self.was_due is None or self.now_due is None:
            return None
        return (self.now_due - self.was_due).days


@dataclass(frozen=True)
class CalendarShift:
    """Due days that moved though nobody touched the phrase: the calendar or the plan's years did.

    `moved` has each period with its due day before and after; `gained` and `lost` are the periods
    that a series has in one version only.
    """

    subject: ChangeTarget
    label: str
    phrase: str
    moved: tuple[tuple[str, date, date], ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordChange:
    """One record file, and what became of it. It carries nothing confidential.

    `withheld` says that the record has a confidential note.
    """

    name: str
    fate: Literal["added", "edited", "removed"]
    record: Record
    withheld: bool

    @staticmethod
    def of(name: str, fate: Literal["added", "edited", "removed"], record: Record) -> RecordChange:
        """A record as a diff may tell it."""
        return RecordChange(
            name, fate, replace(record, confidential=None), bool(record.confidential)
        )


@dataclass(frozen=True)
class Recorded:
    """Records about one activity or KPI, and what they make of its status."""

    subject: ChangeTarget
    was: str
    now: str
    records: tuple[RecordChange, ...]


Change = Added | Removed | Edited | Rescheduled | CalendarShift | Recorded


@dataclass(frozen=True)
class Version:
    """One side of a comparison: what loads of a plan, and the files that do not.

    `unread` are paths within the plan folder.
    """

    plan: Plan
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True)
class VersionPair:
    """Two versions, and what each one's phrases are read against (None where nothing can be).

    Where plan.yaml or calendar.yaml loads on one side only, it serves both.
    """

    base: Version
    head: Version
    base_frame: TimingContext | None
    head_frame: TimingContext | None

    @cached_property
    def one_frame(self) -> bool:
        """Whether every phrase means the same days on both sides."""
        return self.base_frame is self.head_frame or self.base_frame == self.head_frame

    def reads(self, path: str) -> bool:
        """Whether a file loads on both sides, so that it can be compared."""
        return path not in self.base.unread and path not in self.head.unread


@dataclass(frozen=True)
class Comparison:
    """What changed, in the order of telling, and the files that could not be compared."""

    changes: tuple[Change, ...]
    left_out: tuple[str, ...] = ()
