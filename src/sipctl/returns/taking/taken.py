"""What each row of a return becomes: a new record, a known one, or why it becomes none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from sipctl.plan.model.entries import Record
    from sipctl.returns.taking.cells.answers import Unclear


@dataclass(frozen=True)
class RowPlace:
    """Where a row stands, as people find it: the file, and in it the sheet and cell ("" for the
    whole file)."""

    file: str
    place: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}" if self.place else self.file


@dataclass(frozen=True)
class ProposedRecord:
    """A record that a row makes; `notices` are sentences that somebody should read before.

    `known_as` is the file of an equal record that exists: this one is then not written.
    """

    record: Record
    title: str
    place: RowPlace
    notices: tuple[str, ...] = ()
    known_as: str | None = None


@dataclass(frozen=True)
class NotTaken:
    """A text that becomes no record: its place, the id it is about ("" for none), why, what to do.

    `head` is the heading over it. `choices` are the values it may mean, for a question to a person.
    """

    place: RowPlace
    subject: str
    head: str
    message: str
    help: str
    choices: tuple[str, ...] = ()


def unclear(place: RowPlace, subject: str, head: str, why: Unclear) -> NotTaken:
    """The `NotTaken` of a cell under `head`, with why it is no answer."""
    return NotTaken(place, subject, head, why.message, why.help, why.choices)


@dataclass(frozen=True)
class Taking:
    """What became of the rows of several files, in their order; `notices` are about whole files."""

    proposed: tuple[ProposedRecord, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    notices: tuple[str, ...] = field(default=())

    @property
    def new(self) -> tuple[ProposedRecord, ...]:
        """The records that do not exist yet."""
        return tuple(row for row in self.proposed if row.known_as is None)

    @property
    def known(self) -> tuple[ProposedRecord, ...]:
        """The rows whose record exists already."""
        return tuple(row for row in self.proposed if row.known_as is not None)

    def joined_with(self, other: Taking) -> Taking:
        """The rows and notices of both, those of this one first."""
        return replace(
            self,
            proposed=self.proposed + other.proposed,
            not_taken=self.not_taken + other.not_taken,
            notices=self.notices + other.notices,
        )


def without_contradictions(
    rows: Iterable[ProposedRecord], key: Callable[[ProposedRecord], Hashable]
) -> tuple[list[ProposedRecord], list[NotTaken]]:
    """One row of each key; none of a key whose rows differ, which are given as not taken."""
    groups: dict[Hashable, list[ProposedRecord]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    kept, not_taken = [], []
    for group in groups.values():
        first = group[0]
        differing = [row for row in group if row.record != first.record]
        if not differing:
            kept.append(first)
            continue
        for row in group:
            other = differing[0] if row is first or row not in differing else first
            message = f"another row says otherwise: {other.place}"
            advice = "keep the one that is right, empty the other, and take it again"
            not_taken.append(NotTaken(row.place, row.record.subject, "", message, advice))
    return kept, not_taken
