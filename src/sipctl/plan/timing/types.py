"""The context in which a phrase is read, its results, `PhraseError`; `plan.timing` re-exports."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from sipctl.plan.calendar.periods import Window
from sipctl.plan.calendar.terms import Calendar
from sipctl.plan.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Collection

    from sipctl.plan.timing.words.vocabulary import Vocabulary


Cause = Literal["phrase", "calendar"]


@frozen()
class Member:
    """An academy, and its first and last day in the trust."""

    name: str
    joined: date | None = None
    left: date | None = None

    def in_trust(self, day: date) -> bool:
        """Whether it is in the trust on a day."""
        return (self.joined or day) <= day <= (self.left or day)


@frozen()
class TimingContext:
    """The calendar, the plan's first and last day and its review, against which a phrase is read.

    `review` is the cadence (a phrase such as `termly`) at which ongoing work is looked at.
    `quarters` is how the plan counts them, academic or financial; empty where it does not say.
    `academies` are those that have a progress of their own; `narrowed` says that an answer is about
    these alone, and not about all of the trust's.
    """

    calendar: Calendar
    starts: date
    ends: date
    review: str = "termly"
    quarters: str = ""
    academies: "tuple[Member, ...]" = ()
    narrowed: bool = False

    @cached_property
    def plan(self) -> Window:
        """The plan's years as one window."""
        return Window(self.starts, self.ends)

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """The words of the language with this calendar's terms and meetings."""
        from sipctl.plan.timing.words.vocabulary import vocabulary_of

        return vocabulary_of(self.calendar)

    def of_academies(self, names: "Collection[str]") -> "TimingContext":
        """The context in which only these academies are asked; with none, not one by one."""
        asked = tuple(academy for academy in self.academies if academy.name in names)
        narrowed = replace(self, academies=asked, narrowed=True)
        vars(narrowed)["readings"] = self.readings
        return narrowed

    @cached_property
    def readings(self) -> "dict[str, Timing | Unreadable]":
        """Phrases already read: a plan uses few phrases, each of them often."""
        return {}


@frozen()
class Occurrence:
    """One window in which something is due: its period's key, first and last day."""

    period: str
    opens: date
    due: date
    stands_for: str | None = field(default=None, compare=False)
    """For a meeting's known date, the key of the period of the cadence that it belongs to."""


@frozen()
class Timing:
    """The meaning of a phrase.

    `cadence` is None unless the occurrences are a series: all those of one recurrence (and a first
    window that leads it). It is that recurrence in words: daily, weekly, fortnightly, twice a
    month, monthly, half-termly, termly, quarterly, twice a year, annually, `every three years`,
    `every February and July`, `at each LGB meeting` (with `at_meetings`). `reading` is the phrase
    in full words and reads the same. `notes` are sentences about what the dates leave out or depend
    on. `begins_outside` says that a series' first window is outside the plan's years.
    """

    phrase: str
    occurrences: tuple[Occurrence, ...]
    cadence: str | None
    open_ended: bool
    as_needed: bool
    reading: str
    notes: tuple[str, ...] = ()
    at_meetings: bool = False
    begins_outside: bool = False
    day: date | None = None
    """The one day that the phrase names, if it names nothing else."""


@frozen()
class Unreadable:
    """Why a phrase is not a time: `phrase[start:end]` was not understood; the help proposes.

    `cause` is what has to be corrected. `proposal` is the phrase that was most likely meant.
    """

    phrase: str
    start: int
    end: int
    message: str
    help: str
    cause: Cause = "phrase"
    proposal: str | None = None


@frozen()
class Offer:
    """A line of help that proposes phrases: it lists those that can be read, in quotes.

    `otherwise` is the line if none of them can be read, and `more` is appended to either.
    """

    options: tuple[str, ...]
    lead: str = "write "
    tail: str = ""
    joint: str = "or"
    otherwise: str = "write the date"
    more: "Offer | None" = None


EXCERPT = "\0"  # in the message of a PhraseError: the part of the phrase from start to end


class PhraseError(Exception):
    """Raised while a phrase is parsed or evaluated; `read` turns it into an `Unreadable`."""

    def __init__(
        self,
        start: int,
        end: int,
        message: str,
        help_: str | Offer,
        *,
        cause: Cause = "phrase",
        proposal: str | None = None,
    ) -> None:
        super().__init__(message)
        self.start, self.end, self.message = start, end, message
        self.offer = help_ if isinstance(help_, Offer) else None
        self.help = help_.otherwise if isinstance(help_, Offer) else help_
        self.cause, self.proposal = cause, proposal


__all__ = [
    "EXCERPT",
    "Member",
    "Occurrence",
    "Offer",
    "PhraseError",
    "Timing",
    "TimingContext",
    "Unreadable",
]
