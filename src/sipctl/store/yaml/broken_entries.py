"""Leaves out the entries of a file in which the text itself is at fault, so that the rest reads.

An entry is an item of a list that begins with its `id:`. It is made a comment of the same length:
whatever stands behind it keeps its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.plan.faults import Fault

OF_ONE_ENTRY = frozenset(
    {
        *("alias", "anchor", "bad-escape", "bad-key", "colon-in-text", "duplicate-key"),
        *("merge-key", "misplaced-list", "no-colon", "no-space", "odd-space", "odd-start"),
        *("question-in-text", "tag", "text-after-quote"),
    }
)
"""Faults of a text that say nothing of what stands outside their entry: no open quote or bracket,
which may run on into the next ones."""
_ENTRY = re.compile(r"([ ]*)- +(?:\{ *)?id *:")
_NOT_RETURN = re.compile(r"[^\r]")
_INDENT = re.compile(r"[ ]*")
_LISTS = ("areas", "activities", "kpis", "priorities", "outcomes")


def without_entries(text: str, faults: Iterable[Fault]) -> str | None:
    """The text without the entries that hold faults; None where one is in no entry of its own."""
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for fault in faults:
        if fault.span is None or fault.slug not in OF_ONE_ENTRY:
            return None
        number = bisect_right(starts, fault.span[0]) - 1
        if lines[number].startswith("#"):  # in an entry that is left out already
            continue
        entry = _entry_around(lines, number)
        if entry is None:
            return None
        lines[entry] = [_NOT_RETURN.sub("#", line) for line in lines[entry]]
    return "\n".join(lines)


def _entry_around(lines: list[str], number: int) -> slice | None:
    """The lines of the innermost entry around a line; None where it is in none."""
    inside = _indent(lines[number]) + 1
    for first in range(number, -1, -1):
        entry = _ENTRY.match(lines[first])
        if entry and len(entry[1]) < inside:
            return slice(first, _end(lines, first + 1, len(entry[1])))
        if lines[first].strip() and not lines[first].startswith("#"):
            inside = min(inside, _indent(lines[first]) + 1)
    return None


def _end(lines: list[str], start: int, indent: int) -> int:
    """The number of the first line from a start on that is indented no deeper."""
    for number in range(start, len(lines)):
        if lines[number].strip() and _indent(lines[number]) <= indent:
            return number
    return len(lines)


def _indent(line: str) -> int:
    match = _INDENT.match(line)
    return len(match[0]) if match else 0


def has_empty_list(value: Any) -> bool:
    """Whether a list of entries has lost all of them, so that it would read as empty."""
    if isinstance(value, dict):
        return any(
            (part is None and key in _LISTS) or has_empty_list(part) for key, part in value.items()
        )
    return isinstance(value, list) and any(map(has_empty_list, value))
