"""The colours that a status may have, in each of the media that sipctl draws for.

The twelve names are those that a plan's settings may give to a status.
"""

from __future__ import annotations

from typing import NamedTuple


class PaletteColour(NamedTuple):
    """One colour: in terminals of 256 and of 16 colours, in pictures and packs, light and dark.

    Those of terminals contrast with both white and black: no bright yellow, no pale text. `ink` is
    for text and lines in packs, `tint` for the background of text in `ink`, with a contrast of 4.5
    to 1 or more.
    """

    of_256: str
    of_16: str
    picture: str
    dark_picture: str
    ink: str
    dark_ink: str
    tint: str
    dark_tint: str


PALETTE = {
    "red": PaletteColour(
        *("color(196)", "red", "#b3261e", "#ff8a80"),
        *("#a8201a", "#f5a9a4", "#fbe4e2", "#491f1d"),
    ),
    "amber": PaletteColour(
        *("color(136)", "yellow", "#8a5a00", "#f2b84b"),
        *("#8a5200", "#f2c277", "#fbedd3", "#3f2d10"),
    ),
    "green": PaletteColour(
        *("color(28)", "green", "#1b7a3d", "#6fcf8b"),
        *("#1b6b3a", "#8fd6a6", "#dff1e5", "#173725"),
    ),
    "blue": PaletteColour(
        *("color(32)", "blue", "#1a5fb4", "#7db7ff"),
        *("#1d4f91", "#9cc3f5", "#e1eaf6", "#1b3048"),
    ),
    "grey": PaletteColour(
        *("color(243)", "bright_black", "#5f6368", "#a9adb3"),
        *("#4d5661", "#b9c2cc", "#e9ecef", "#2a3139"),
    ),
    "purple": PaletteColour(
        *("color(97)", "magenta", "#6b3fa0", "#c3a1f0"),
        *("#5b3a8c", "#cbb3f0", "#ece5f6", "#332747"),
    ),
    "orange": PaletteColour(
        *("color(166)", "red", "#b34700", "#ff9f5a"),
        *("#9a3d00", "#f7b183", "#fde8da", "#4a2810"),
    ),
    "yellow": PaletteColour(
        *("color(136)", "yellow", "#7a6200", "#e6cf4a"),
        *("#6b5b00", "#e3d36b", "#f7f0c4", "#3a340d"),
    ),
    "teal": PaletteColour(
        *("color(30)", "cyan", "#00696b", "#5fd0d2"),
        *("#0b6160", "#86d3d0", "#dbf0ef", "#123a39"),
    ),
    "pink": PaletteColour(
        *("color(162)", "magenta", "#a8256b", "#ff8fc4"),
        *("#99195e", "#f3a8cd", "#fbe3ef", "#45203a"),
    ),
    "brown": PaletteColour(
        *("color(94)", "yellow", "#6d4c2f", "#cfa67c"),
        *("#6b4326", "#d9b596", "#f1e6dd", "#3c2a1c"),
    ),
    "black": PaletteColour(
        *("default", "default", "#1f1f1f", "#e8e8e8"),
        *("#1c232b", "#e8ecf0", "#e9ecef", "#2a3139"),
    ),
}
