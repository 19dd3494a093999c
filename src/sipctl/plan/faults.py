"""A fault: something wrong in the plan, what to do about it, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sipctl.plan.frozen import frozen

Severity = Literal["error", "warning"]
Route = tuple[str | int, ...]
"""The way from a file's top to one value: `("areas", 2, "activities", 0, "when")`."""


@frozen()
class Fault:
    """One thing that is wrong, in words for the person who has to correct it.

    `file` is the path within the plan folder (`aims/2-people.yaml`). `route` names the value;
    what does not parse has no routes, so a fault of the text itself has `span` instead: first
    and last character, as offsets into the file's text. `part` narrows a route to some
    characters of the value, `key` means the key in front of it rather than the value.
    """

    slug: str
    severity: Severity
    message: str
    help: str
    file: str
    route: Route = ()
    part: tuple[int, int] | None = None
    key: bool = False
    span: tuple[int, int] | None = None

    def under(self, *steps: str | int) -> Fault:
        """The same fault, its route beginning with `steps`."""
        return replace(self, route=(*steps, *self.route))


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str | None:
    """The known word that `word` was most likely meant to be, or None if none is near.

    Capitals alone are a near miss (`jk` for `JK`), and so is one slipped letter in a short word.
    """
    from difflib import get_close_matches

    folded = {k.casefold(): k for k in reversed(known)}
    if word.casefold() in folded:
        return folded[word.casefold()]
    matches = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    if not matches and 1 < len(word) <= 3:
        matches = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[matches[0]] if matches else None


def propose(word: str, known: list[str] | tuple[str, ...], *, otherwise: str = "") -> str:
    """A help line: `did you mean "X"?` where one is near, else the choices, else `otherwise`."""
    near = nearest(word, known)
    if near is not None:
        return did_you_mean(near)
    if known and len(known) <= 12:
        return f"one of: {', '.join(known)}"
    return otherwise


def did_you_mean(word: str) -> str:
    """A help line that proposes one word."""
    return f'did you mean "{word}"?'


class Refusal(Exception):
    """Raised where sipctl will not do what was asked: why, what to do instead, the exit code, and
    a whole command that would be right, where there is one. `details` are lines under the message.
    """

    def __init__(
        self,
        message: str,
        help: str = "",
        code: int = 2,
        command: str = "",
        details: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.code = code
        self.command = command
        self.details = details


@frozen()
class Place:
    """Where a fault stands, counted from 1 as editors do; the end is exclusive.

    `file` is named as people know it (`plan/aims/2-people.yaml`). `text` is the line, None where
    there is nothing to show or it is not to be shown.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str | None = None


@frozen()
class Placed:
    """A fault and its place, as every view of faults takes it."""

    fault: Fault
    place: Place

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: by place, then by slug and message."""
        return (
            self.place.file,
            self.place.line,
            self.place.column,
            self.fault.slug,
            self.fault.message,
        )
