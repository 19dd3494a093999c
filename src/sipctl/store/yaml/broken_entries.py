"""Leaves out the entries of a file in which the text itself is at fault, so that the rest reads.

An entry is an item of a list that begins with its `id:`. It is made a comment of the same length:
whatever stands behind it keeps its place.
"""

from __future__ import annotations

import re
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
_INDENT = re.compile(r"[ ]*")
_LISTS = ("areas", "activities", "kpis", "priorities", "outcomes")


def without_entries(text: str, faults: Iterable[Fault]) -> str | None:
    """The text without the entries that hold faults; None where one is in no entry of its own."""
    for fault in faults:
        left = _without_entry(text, fault.span[0]) if fault.span is not None else None
        if left is None or fault.slug not in OF_ONE_ENTRY:
            return None
        text = left
    return text


def _without_entry(text: str, offset: int) -> str | None:
    """The text with the innermost entry around an offset as a comment; None where there is none."""
    lines = text.splitlines(keepends=True)
    at_fault = text.count("\n", 0, offset)
    if lines[at_fault].startswith("#"):  # of an entry that has gone already
        return text
    inside = _indent(lines[at_fault]) + 1
    for first in range(at_fault, -1, -1):
        entry = _ENTRY.match(lines[first])
        if entry and len(entry[1]) < inside:
            last = _end(lines, first + 1, len(entry[1]))
            hidden = [re.sub(r"[^\r\n]", "#", line) for line in lines[first:last]]
            return "".join([*lines[:first], *hidden, *lines[last:]])
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
    """Whether a list of entries has lost all of them: nothing true can be said of it."""
    if isinstance(value, dict):
        return any(
            (part is None and key in _LISTS) or has_empty_list(part) for key, part in value.items()
        )
    return isinstance(value, list) and any(map(has_empty_list, value))
