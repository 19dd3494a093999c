"""The drawing tools of a glance for one screen: width, colours and characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.model.statuses import STATUS_INFO
from sipctl.views.text.style import painter, status_colours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sipctl.views.text.screen import Screen

NARROW = 70
"""Columns below which figures are printed without their words."""


class GlancePen:
    """The characters and colours for one screen; `plain` keeps to ASCII."""

    def __init__(self, screen: Screen, colours: Mapping[str, str], *, plain: bool) -> None:
        self.width = screen.width
        self.paint = painter(screen)
        self.colours = status_colours(colours)
        self.blocks = {
            status: info.plain_block if plain else info.block
            for status, info in STATUS_INFO.items()
        }
        self.more = ".." if plain else "…"
        self.joint = " - " if plain else " · "
        self.dash = "-" if plain else "–"
        self.narrow = screen.width is not None and screen.width < NARROW
