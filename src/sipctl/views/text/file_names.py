"""File names that every system takes, Windows and disks that ignore case among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
"""Names that Windows takes for devices, with any ending and in any case."""


def file_stems(names: Iterable[str]) -> dict[str, str]:
    """Name → the stem of its file, which differs from every other's even where case is ignored.

    A name that an earlier one takes gets a number: `JM`, then `Jm-2`. One that Windows reserves
    gets an underscore: `Con_`.
    """
    taken: set[str] = set()
    stems: dict[str, str] = {}
    for name in dict.fromkeys(names):
        stem = f"{name}_" if name.casefold() in RESERVED else name
        number = 2
        while stem.casefold() in taken:
            stem, number = f"{name}-{number}", number + 1
        taken.add(stem.casefold())
        stems[name] = stem
    return stems
