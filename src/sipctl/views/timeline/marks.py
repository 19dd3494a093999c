"""The marks of an SVG timeline: a shape for each kind of date, a sign for what became of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sipctl.plan.queries.timeline import overlap
from sipctl.views.svg import box, circle, fill, hollow, line, path, stroke

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from sipctl.plan.queries.timeline import Bar, Kind, Look, Mark

    Place = Callable[[date, bool], float]

COLOUR_OF: dict[Look, str] = {
    "settled": "green",
    "overdue": "red",
    "judged": "amber",
    "missed": "red",
    "open": "blue",
    "coming": "grey",
    "paused": "purple",
}
GHOST, DASHES = "purple", ' stroke-dasharray="2 2"'
RADIUS, SMALL = 6.5, 3.5
"""A mark's size; one that is smaller than SMALL has no room for a sign."""
CLOSEST = 3
"""Marks of one look that would stand closer than this are drawn as one."""


def bar(drawn: Bar, place: Place, first: date, last: date, y: float) -> Iterator[str]:
    """Everything of one bar between two days, the lines first."""
    marks = drawn.between(first, last)
    if drawn.lead_in and overlap(drawn.lead_in, first, last):
        yield lead_in(place(drawn.lead_in[0], False), place(drawn.lead_in[1], False), y)
    if drawn.run and overlap(drawn.run, first, last):
        yield series(place(drawn.run[0], True), place(drawn.run[1], True), y)
    if drawn.kind != "series":
        for mark in marks:
            yield stretch(drawn.kind, mark.look, place(mark.opens, False), place(mark.due, True), y)
    if drawn.slip and overlap(drawn.slip, first, last):
        yield slip(place(drawn.slip[0], True), place(drawn.slip[1], True), y)
    if drawn.ghost is not None and first <= drawn.ghost <= last:
        yield ghost(place(drawn.ghost, True), y)
    yield from _ends(drawn, marks, place, last, y)


def lead_in(x: float, x2: float, y: float) -> str:
    """A line from when work begins to its first window."""
    return line(x, y, x2, y, stroke("grey", 1.5))


def series(x: float, x2: float, y: float) -> str:
    """A dotted line that joins the dates of a series."""
    dots = ' stroke-dasharray="1 4" stroke-linecap="round"'
    return line(x, y, x2, y, stroke("grey", 1.5, dots))


def _ends(drawn: Bar, marks: list[Mark], place: Place, last: date, y: float) -> Iterator[str]:
    spots = [(place(mark.due, True), mark.look) for mark in marks if mark.due <= last]
    gaps = [after[0] - before[0] for before, after in pairwise(spots)]
    closest = min((gap for gap in gaps if gap > 0), default=2 * RADIUS)
    most = RADIUS - 1 if drawn.kind == "series" else RADIUS
    radius = max(min(most, closest / 2 - 0.5), 2)
    previous: tuple[float, str] | None = None
    for x, look in spots:
        if previous is not None and previous[1] == look and x - previous[0] < CLOSEST:
            continue
        previous = (x, look)
        yield from end(drawn.kind, look, x - radius, y, radius)


def stretch(kind: Kind, look: Look, x: float, x2: float, y: float) -> str:
    """The days of one window: a bar for a date, two lines for a milestone."""
    colour = COLOUR_OF[look]
    if kind == "milestone":
        x2 = max(x2 - RADIUS, x)
        return line(x, y - 1.5, x2, y - 1.5, stroke(colour, 1)) + line(
            x, y + 1.5, x2, y + 1.5, stroke(colour, 1)
        )
    return box(x, y - 3, max(x2 - x, 0), 6, f'{fill(colour)} rx="3" fill-opacity="0.45"')


def end(kind: Kind, look: Look, x: float, y: float, radius: float) -> Iterator[str]:
    """The mark on the last day of a window, with a sign of what became of it."""
    colour = COLOUR_OF[look]
    if radius < SMALL and look in ("overdue", "missed"):
        yield line(x, y - 6, x, y + 6, stroke(colour, 2))
        return
    if look == "missed":
        size = radius * 0.6
        yield line(x - size, y - size, x + size, y + size, stroke(colour, 2))
        yield line(x - size, y + size, x + size, y - size, stroke(colour, 2))
        return
    if look == "judged":
        yield triangle(x, y, radius)
        return
    if look == "paused":
        for side in (-0.5, 0.3):
            how = fill(colour)
            yield box(x + side * radius, y - radius * 0.8, radius * 0.4, radius * 1.6, how)
        return
    how = hollow(colour, 1.8) if look == "coming" else fill(colour)
    yield _shape(kind, x, y, radius, how)
    if radius >= SMALL:
        yield from _sign(look, x, y, radius)


def triangle(x: float, y: float, radius: float) -> str:
    """The sign of work that is judged at risk."""
    points = [(x, y - radius), (x + radius, y + radius * 0.8), (x - radius, y + radius * 0.8)]
    return path(points, fill("amber"), closed=True)


def risk(status: str, x: float, y: float) -> str:
    """The sign before a line of work that its lead judges at risk or off track."""
    if status == "off-track":
        return box(x - 4.5, y - 4.5, 9, 9, fill("red"))
    return triangle(x, y, 5.5)


def _shape(kind: Kind, x: float, y: float, radius: float, how: str) -> str:
    if kind == "milestone":
        size = radius * 1.15
        return path([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], how, closed=True)
    return circle(x, y, radius - (0.9 if "stroke" in how else 0), how)


def _sign(look: Look, x: float, y: float, radius: float) -> Iterator[str]:
    size = radius / 6.5
    if look == "settled":
        points = [
            (x - 3 * size, y),
            (x - 0.8 * size, y + 2.4 * size),
            (x + 3 * size, y - 2.4 * size),
        ]
        yield path(points, stroke("paper", 1.7 * size, ' stroke-linecap="round"'))
    elif look == "overdue":
        cap = ' stroke-linecap="round"'
        yield line(x, y - 3.4 * size, x, y + 0.6 * size, stroke("paper", 1.8 * size, cap))
        yield circle(x, y + 3.2 * size, 1.1 * size, fill("paper"))


def ghost(x: float, y: float) -> str:
    """A mark where a date first stood."""
    return circle(x - 5, y, 5, hollow(GHOST, 1.3) + DASHES)


def slip(x: float, x2: float, y: float) -> str:
    """A thin line from where a date first stood to where it stands now."""
    return line(x, y, x2, y, stroke(GHOST, 1, DASHES))
