"""Splits a phrase of several labelled times: `July 2025 for costing; January 2026 for …`.

It is split at semicolons and line breaks, and at commas where there are none of those.
"""

import re
from collections.abc import Sequence

from sipctl.plan.timing.refusals.changing_words import changes_time, may_be_counted
from sipctl.plan.timing.refusals.parts import Part

_BETWEEN = re.compile(r"[;\n]")
_COMMAS = re.compile(r",")
_LEADING = re.compile(r"^(?:for|to|and|then|the)\b\s*", re.IGNORECASE)
_EDGES = " \t,.:;–—-()"
MOST_LETTERS = 40  # of a label


def labelled(phrase: str, parts: Sequence[Part]) -> tuple[tuple[str, str], ...]:
    """Label and time of each milestone, in order; none unless each has one time and one label."""
    milestones: list[tuple[str, str]] = []
    start = 0
    between = _BETWEEN if _BETWEEN.search(phrase) else _COMMAS
    for chunk in between.split(phrase):
        end = start + len(chunk)
        inside = [part for part in parts if start <= part.start and part.end <= end]
        if len(inside) != 1 or inside[0].refused:
            return ()
        label = _label(f"{phrase[start : inside[0].start]} {phrase[inside[0].end : end]}")
        if (
            not 0 < len(label) <= MOST_LETTERS
            or changes_time(label)
            or may_be_counted(label, inside[0].words)
        ):
            return ()
        milestones.append((label, inside[0].words))
        start = end + 1
    names = {label for label, _ in milestones}
    return tuple(milestones) if len(milestones) > 1 and len(names) == len(milestones) else ()


def _label(text: str) -> str:
    """`Costing` of ` for costing`."""
    words = " ".join(text.split()).strip(_EDGES)
    while (shorter := _LEADING.sub("", words).strip(_EDGES)) != words:
        words = shorter
    return words[:1].upper() + words[1:] if words.isprintable() else ""
