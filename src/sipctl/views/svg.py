"""Pieces of an SVG picture, as text: shapes and escaped words, coloured for light and dark.

The timeline and the charts of packs are put together from these.

Colours are given twice: as attributes, which every program understands, and as classes that a
style sheet changes in the dark, inside an element of class `sip`: the caller's outermost one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

from sipctl.views.palette import PALETTE
from sipctl.views.text.english import safe_text

if TYPE_CHECKING:
    from collections.abc import Iterable

LIGHT = {name: colour.picture for name, colour in PALETTE.items()} | {
    "paper": "#ffffff",
    "band": "#f3f4f6",
    "ink": "#1f2328",
    "faint": "#57606a",
    "rule": "#d0d7de",
}
DARK = {name: colour.dark_picture for name, colour in PALETTE.items()} | {
    "paper": "#12161c",
    "band": "#1b212a",
    "ink": "#e6e9ed",
    "faint": "#a3abb5",
    "rule": "#3a424d",
}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

_NOT_XML = re.compile("[\ufffe\uffff]")


def safe(text: str) -> str:
    """Text on one line, escaped for XML."""
    return escape(_NOT_XML.sub("\ufffd", safe_text(text)), quote=False)


Length = float | str
"""A length or a place: a number, or one that is already text."""


@lru_cache(maxsize=4096)
def number(value: Length) -> str:
    """A length with at most one decimal: `12`, `12.5`; one that is text already as it is."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def style() -> str:
    """The rules that change every colour in the dark."""
    lines = [
        f"  .sip .f-{name} {{ fill: {colour} }} .sip .s-{name} {{ stroke: {colour} }}\n"
        for name, colour in DARK.items()
    ]
    return "@media (prefers-color-scheme: dark) {\n" + "".join(lines) + "}\n"


@cache
def fill(colour: str) -> str:
    """Attributes that fill a shape and draw no line round it."""
    return f'class="f-{colour}" fill="{LIGHT[colour]}"'


@cache
def stroke(colour: str, width: float, more: str = "") -> str:
    """Attributes that draw a line and fill nothing."""
    return (
        f'class="s-{colour}" stroke="{LIGHT[colour]}" stroke-width="{number(width)}" '
        f'fill="none"{more}'
    )


@cache
def hollow(colour: str, width: float) -> str:
    """Attributes of a shape with a line round it, filled like the paper."""
    return (
        f'class="f-paper s-{colour}" fill="{LIGHT["paper"]}" stroke="{LIGHT[colour]}" '
        f'stroke-width="{number(width)}"'
    )


def words(x: float, y: float, text: str, colour: str = "ink", more: str = "") -> str:
    """A line of text."""
    place = f'x="{number(x)}" y="{number(y)}"'
    return f"<text {place} {fill(colour)}{more}>{safe(text)}</text>"


def line(x: float, y: float, x2: float, y2: float, look: str) -> str:
    """A straight line. `look` are the attributes that give its colour and width."""
    ends = f'x1="{number(x)}" y1="{number(y)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f"<line {ends} {look}/>"


def box(x: Length, y: Length, width: Length, height: Length, look: str) -> str:
    """A rectangle."""
    size = f'width="{number(width)}" height="{number(height)}"'
    return f'<rect x="{number(x)}" y="{number(y)}" {size} {look}/>'


def circle(x: Length, y: Length, radius: Length, look: str) -> str:
    """A circle."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {look}/>'


def path(points: Iterable[tuple[Length, Length]], look: str, *, closed: bool = False) -> str:
    """Straight lines from point to point."""
    steps = " L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f'<path d="M{steps}{" Z" if closed else ""}" {look}/>'
