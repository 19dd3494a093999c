"""A tally as a bar: how many of its blocks each status gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sipctl.plan.queries.glance import Tally


def shares(tally: Tally, most: int, length: int) -> list[tuple[str, int]]:
    """How many blocks each status gets: one an activity where they fit, else in proportion."""
    if most <= length:
        return list(tally.statuses)
    total = max(round(tally.activities * length / most), len(tally.statuses))
    sizes = {status: max(number * length // most, 1) for status, number in tally.statuses}
    owed = sorted(
        tally.statuses, key=lambda pair: pair[1] * length / most - sizes[pair[0]], reverse=True
    )
    while sum(sizes.values()) < total:
        for status, _ in owed[: total - sum(sizes.values())]:
            sizes[status] += 1
    while sum(sizes.values()) > max(length, len(sizes)):
        sizes[max(sizes, key=lambda status: sizes[status])] -= 1
    return list(sizes.items())
