"""The KPIs of packs, row by row: readings, results and dates are those of `kpis` and `list`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.asked import Row, asked, folders, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.asked import Asked

__all__ = ["asked", "folders"]

PACKS = ("board-paper", "lgb-pack", "trustees-pack", "lead-sheet", "whole-plan")
RESULTS = {"met": "met", "partly met": "partly-met", "not met": "not-met"}
MOVES = {
    "moving towards what is wanted": "towards",
    "moving away from what is wanted": "away",
    "unchanged": "unchanged",
}
IS_READING = re.compile(r"\d+ [A-Z][a-z]{2} \d{4}: ")


class PackReading(NamedTuple):
    """A reading as a pack prints it: its day, its words, and what is said of it."""

    on: str
    words: tuple[str, ...]
    academy: str | None
    result: str | None
    direction: str | None


def readings_in(cell: str) -> Iterator[PackReading]:
    """The readings of a cell: `1 Mar 2025: 84 %, WPSA, ■ not met, moving towards …; …`."""
    for text in cell.split("; ") if IS_READING.match(cell) else ():
        on, _, rest = text.partition(": ")
        words = rest.split(", ")
        academy = next((part for part in words if re.fullmatch("W[A-Z]{3}", part)), None)
        results = [RESULTS[part.lstrip("✓◐■ ")] for part in words if part.lstrip("✓◐■ ") in RESULTS]
        moves = next((MOVES[part] for part in words if part in MOVES), None)
        own = tuple(part for part in words if part != academy and part not in MOVES)
        shown = tuple(part for part in own if part[0] not in "✓◐■")
        yield PackReading(on, shown, academy, results[0] if results else None, moves)


def shown_words(reading: Row) -> tuple[str, ...]:
    """A reading of the JSON as packs write it: `84 %`, `partly met`."""
    value = " ".join(part for part in (reading["value"], reading["unit"]) if part)
    return tuple(part for part in (value, word_of(reading["result"])) if part)


def word_of(result: str | None) -> str:
    return (result or "").replace("-", " ")


def kpis_of(view: Asked) -> dict[tuple[str, str | None], Row]:
    return {(row["id"], row["academy"]): row for row in view.json("kpis")["rows"]}


def kpi_cells(pack: str) -> Iterator[tuple[str, list[str]]]:
    """The cells of each line of a pack that is about one KPI, with its id."""
    for line in pack.split("\n"):
        named = re.match(r"(?:- |\| )\*\*([\w.]+\.k\d+)\*\* ", line)
        if named and line.startswith("- "):
            yield named[1], [line.partition(": ")[2] if line.count(": ") else ""]
        elif named:
            yield named[1], line.strip("| ").split(" | ")[1:]


def earlier(view: Asked) -> Asked:
    """The pack of the first term, written on the same day: newer readings are there already."""
    return replace(view, term="autumn-2024")


@pytest.mark.parametrize("template", PACKS)
def test_every_reading_of_a_pack_is_one_of_kpis(asked: Asked, template: str) -> None:
    """With what stood when it was taken: a newer reading says nothing of an older one."""
    for view in (asked, earlier(asked)):
        items = [
            (name, reading)
            for name, cells in kpi_cells(view.pack(template))
            for cell in cells
            for reading in readings_in(cell)
        ]
        assert items or template not in ("trustees-pack", "whole-plan")
        rows = kpis_of(view)
        for name, reading in items:
            known = {(short(own["date"]), shown_words(own)): own
                     for own in rows[name, reading.academy]["readings"]}  # fmt: skip
            own = known[reading.on, reading.words]
            row = kpis_of(replace(view, day=own["date"]))[name, reading.academy]
            if reading.result:
                assert reading.result == row["judgement"], (name, reading)
            if reading.direction:
                assert reading.direction == row["direction"], (name, reading)
