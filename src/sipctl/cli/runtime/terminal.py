"""What the terminal that stdout goes to can show: its width, its colours, its symbols."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from sipctl.views.text.screen import Screen

if TYPE_CHECKING:
    from typing import TextIO

MIN_WIDTH, USUAL_WIDTH, MAX_WIDTH = 40, 80, 500
"""Columns to draw in: the least, those where the width is not known, and the most."""


def columns(stream: TextIO) -> int:
    """Columns to draw in on the terminal that a stream goes to, `COLUMNS` first."""
    width = 0
    with suppress(ValueError):
        width = int(os.environ.get("COLUMNS", ""))
    if width <= 0:
        with suppress(OSError, ValueError, AttributeError):
            width = os.get_terminal_size(stream.fileno()).columns
    return min(max(width or USUAL_WIDTH, MIN_WIDTH), MAX_WIDTH)


def screen() -> Screen:
    """The width and colours of the terminal; neither where stdout goes elsewhere.

    A terminal without colours gets no width either: it wraps long lines by itself.
    """
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return Screen()
    if os.environ.get("NO_COLOR"):
        return Screen()
    deep = os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
    many = "256" in os.environ.get("TERM", "")
    return Screen(columns(sys.stdout), "truecolor" if deep else "256" if many else "standard")


def chart_screen() -> Screen:
    """`screen()` for charts made of characters: with the width of a terminal without colours too.

    A chart falls apart where the terminal wraps it.
    """
    usual = screen()
    if usual.width is not None or not sys.stdout.isatty():
        return usual
    return Screen(columns(sys.stdout))


def ascii_only() -> bool:
    """Whether stdout is a terminal that shows ASCII alone: a dumb one, or one of another encoding.

    Piped output has the same bytes in every locale.
    """
    if not sys.stdout.isatty():
        return False
    if os.environ.get("TERM") == "dumb":
        return True
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "utf8")
    return "utf8" not in locale.lower().replace("-", "")
