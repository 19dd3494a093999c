"""The colours of a pack: one accent, and twelve for statuses, legible on paper and on dark screens.

`ink` is for text and lines on paper, `tint` for a ground that ink stands on. Every pair has a
contrast of 4.5 to 1 or more, in light and dark alike; a test counts that.
"""

from __future__ import annotations

from sipctl.plan.model.statuses import COLOURS

LIGHT = {
    "paper": "#ffffff",
    "text": "#1c232b",
    "quiet": "#4a5460",
    "rule": "#c9d0d7",
    "ground": "#f3f5f7",
    "accent": "#0b4f6c",
    "blue": "#1d4f91",
    "green": "#1b6b3a",
    "amber": "#8a5200",
    "red": "#a8201a",
    "grey": "#4d5661",
    "purple": "#5b3a8c",
    "blue-tint": "#e1eaf6",
    "green-tint": "#dff1e5",
    "amber-tint": "#fbedd3",
    "red-tint": "#fbe4e2",
    "grey-tint": "#e9ecef",
    "purple-tint": "#ece5f6",
    "orange": "#9a3d00",
    "yellow": "#6b5b00",
    "teal": "#0b6160",
    "pink": "#99195e",
    "brown": "#6b4326",
    "black": "#1c232b",
    "orange-tint": "#fde8da",
    "yellow-tint": "#f7f0c4",
    "teal-tint": "#dbf0ef",
    "pink-tint": "#fbe3ef",
    "brown-tint": "#f1e6dd",
    "black-tint": "#e9ecef",
}
DARK = {
    "paper": "#14191f",
    "text": "#e8ecf0",
    "quiet": "#b4bec8",
    "rule": "#3d4854",
    "ground": "#1d242c",
    "accent": "#8fd0ea",
    "blue": "#9cc3f5",
    "green": "#8fd6a6",
    "amber": "#f2c277",
    "red": "#f5a9a4",
    "grey": "#b9c2cc",
    "purple": "#cbb3f0",
    "blue-tint": "#1b3048",
    "green-tint": "#173725",
    "amber-tint": "#3f2d10",
    "red-tint": "#491f1d",
    "grey-tint": "#2a3139",
    "purple-tint": "#332747",
    "orange": "#f7b183",
    "yellow": "#e3d36b",
    "teal": "#86d3d0",
    "pink": "#f3a8cd",
    "brown": "#d9b596",
    "black": "#e8ecf0",
    "orange-tint": "#4a2810",
    "yellow-tint": "#3a340d",
    "teal-tint": "#123a39",
    "pink-tint": "#45203a",
    "brown-tint": "#3c2a1c",
    "black-tint": "#2a3139",
}


def known(colour: str) -> str:
    """A colour that a plan names, or grey for one that packs do not have."""
    return colour if colour in COLOURS else "grey"


def variables(palette: dict[str, str]) -> str:
    """A palette as CSS variables."""
    return " ".join(f"--{name}: {value};" for name, value in palette.items())
