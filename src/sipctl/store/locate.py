"""Routes → places: finds the line and column of each fault."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.faults import Fault, Place, Placed, Route
from sipctl.store.files.source import BIGGEST
from sipctl.store.yaml import read as yaml
from sipctl.store.yaml.offsets import offsets_of
from sipctl.store.yaml.redact import withheld
from sipctl.store.yaml.restrictions import Unparsable
from sipctl.store.yaml.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.store.files.source import Source
    from sipctl.store.yaml.spans import Positions

_MOST_SHOWN = 400
"""Characters. A longer line is not quoted: nobody could read it."""


def locate(faults: Iterable[Fault], sources: Iterable[Source], shown: str) -> list[Placed]:
    """Every fault with its place, in order of place. `shown` is how the plan folder is named."""
    by_path = {source.path: source for source in sources}
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    placed = [
        placed_fault
        for path, file_faults in by_file.items()
        for placed_fault in _in_file(file_faults, by_path.get(path), f"{shown}/{path}")
    ]
    return sorted(placed, key=lambda placed_fault: placed_fault.order)


def _in_file(faults: list[Fault], source: Source | None, name: str) -> list[Placed]:
    if source is None:
        return [Placed(fault, Place(name, 1, 1, 1, 2)) for fault in faults]
    text = _text(source)
    positions = yaml.positions(source)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    hidden = withheld(source)
    placed = []
    for fault in faults:
        start, end = _span(fault, positions, text)
        place = _place(name, text, starts, start, end)
        first = starts[place.line - 1]
        if hidden.hides(first, first + len(place.text or "") + 1):
            place = replace(place, text=None)
        placed.append(Placed(hidden.redact(fault), place))
    return placed


def _text(source: Source) -> str:
    """The text, decoded as far as possible."""
    try:
        return yaml.text_of(source)
    except Unparsable:
        return source.data[:BIGGEST].decode("utf-8", "replace").removeprefix("\ufeff")


def _span(fault: Fault, positions: Positions, text: str) -> tuple[int, int]:
    """First and last character of what a fault is about."""
    if fault.span is not None:
        return fault.span
    route = fault.route
    span = positions.keys.get(route) if fault.key else None
    span = span or _value(route, positions)
    if span is None or not route:
        return 0, max(1, len(text.split("\n", 1)[0]))
    if fault.part is not None and span == positions.values.get(route):
        return _narrowed(fault.part, span, positions.styles[route], text)
    return _first_line(span, text)


def _value(route: Route, positions: Positions) -> Span | None:
    """The value at a route, or of the nearest thing around it; an empty one is its key."""
    while route:
        span = positions.values.get(route)
        if span is not None and span.end > span.start:
            return span
        if route in positions.keys:
            return positions.keys[route]
        route = route[:-1]
    return None


def _narrowed(part: tuple[int, int], span: Span, style: str, text: str) -> tuple[int, int]:
    """The span of `part`, characters of a scalar's value; all of it where that cannot be told."""
    offsets = offsets_of(text[span.start : span.end], style)
    first, last = part[0], max(part[1], part[0] + 1)
    if last > len(offsets):
        return _first_line(span, text)
    return _first_line(Span(span.start + offsets[first], span.start + offsets[last - 1] + 1), text)


def _first_line(span: Span, text: str) -> tuple[int, int]:
    """A span cut at the end of its first line, so that one line can show it."""
    end = text.find("\n", span.start, span.end)
    end = span.end if end < 0 else end
    return span.start, max(span.start + 1, span.start + len(text[span.start : end].rstrip()))


def _place(name: str, text: str, starts: list[int], start: int, end: int) -> Place:
    line = bisect_right(starts, start)
    end_line = bisect_right(starts, max(end - 1, start))
    begins = starts[line - 1]
    ends = text.find("\n", begins)
    shown = text[begins : len(text) if ends < 0 else ends].rstrip("\r")
    return Place(
        name,
        line,
        start - begins + 1,
        end_line,
        end - starts[end_line - 1] + 1,
        shown if len(shown) <= _MOST_SHOWN else None,
    )
