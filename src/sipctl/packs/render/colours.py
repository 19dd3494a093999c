"""The colours of a pack: one accent, and twelve for statuses, legible on paper and on dark screens.

`ink` is for text and lines on paper, `tint` for the background of text in `ink`. Every pair has a
contrast of 4.5 to 1 or more, in light and dark alike; a test checks it.
"""

from __future__ import annotations

from sipctl.plan.model.statuses import COLOURS
from sipctl.views.palette import PALETTE


def _inks_and_tints(*, dark: bool) -> dict[str, str]:
    """Each colour, and its tint."""
    values: dict[str, str] = {}
    for name in COLOURS:
        values[name] = PALETTE[name].dark_ink if dark else PALETTE[name].ink
        values[f"{name}-tint"] = PALETTE[name].dark_tint if dark else PALETTE[name].tint
    return values


LIGHT = {
    "paper": "#ffffff",
    "text": "#1c232b",
    "quiet": "#4a5460",
    "rule": "#c9d0d7",
    "ground": "#f3f5f7",
    "accent": "#0b4f6c",
    **_inks_and_tints(dark=False),
}
DARK = {
    "paper": "#14191f",
    "text": "#e8ecf0",
    "quiet": "#b4bec8",
    "rule": "#3d4854",
    "ground": "#1d242c",
    "accent": "#8fd0ea",
    **_inks_and_tints(dark=True),
}


def known(colour: str) -> str:
    """A colour that a plan names, or grey for one that packs do not have."""
    return colour if colour in COLOURS else "grey"


def variables(palette: dict[str, str]) -> str:
    """A palette as CSS variables."""
    return " ".join(f"--{name}: {value};" for name, value in palette.items())
