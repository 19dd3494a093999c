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
"""What Windows takes for a device, whatever ends the name has and whatever its case."""


def file_stems(names: Iterable[str]) -> dict[str, str]:
    """Name → the stem of its file, unlike every other's also where case is ignored.

    A name that another before it takes gets a number: `JM`, then `Jm-2`. One that Windows reserves
    gets a sign: `Con_`.
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
