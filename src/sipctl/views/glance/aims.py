"""The state of each aim, on a glance: with bars, on a line each, or in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.views.text.bars import shares
from sipctl.views.text.english import duration, plural, safe_text, status_word
from sipctl.views.text.style import cell_width, flow, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sipctl.plan.queries.glance import Glance, Tally
    from sipctl.views.glance.pen import GlancePen

LEAST_TITLE = 12
"""The least room for an aim's title on a line that also says which statuses its work has."""
LONGEST_BAR, SHORTEST_BAR, LEAST_WORDS = 24, 10, 24
"""The longest and the shortest bar, and the least room for the words beside a bar, in cells."""
WIDE = 150
"""Columns from which an aim has one line."""


class AimLines:
    """The aims of a glance and, under them, the whole plan."""

    def __init__(self, glance: Glance, pen: GlancePen) -> None:
        self.glance, self.pen = glance, pen

    def with_bars(self) -> Iterator[str]:
        """A line an aim that says what is late, then a bar of its statuses and the same in words:
        on that line where there is room, else under it. The whole plan's words are the bars' key.
        """
        room = self.pen.width or 80
        ids = max([len(str(tally.aim)) for tally in self.glance.aims], default=1) + 2
        late = max(cell_width("Overdue"), *map(cell_width, map(self._late, self._tallies))) + 2
        slips = max(cell_width("Slipped"), *map(cell_width, map(self._slipped, self._tallies)))
        head = room - ids - late - slips - 2
        wide = room >= WIDE
        head = min(max(cell_width(safe_text(tally.title)) for tally in self._tallies) + 4, head)
        before = ids + head + late + slips + 4 if wide else ids
        heads = f"{'Aim':<{ids + head}}{'Overdue':<{late}}{'Slipped':<{slips}}"
        yield self.pen.paint(heads, "dim")
        for tally in self._tallies:
            name = pad(safe_text(tally.title) or _all(tally), head - 2, self.pen.more)
            number = pad(str(tally.aim or ""), ids)
            first = f"{self.pen.paint(number, 'bold')}{self.pen.paint(name, 'bold')}  "
            first += self.pen.paint(
                pad(self._late(tally), late), "bold red" if tally.overdue else "dim"
            )
            first += self.pen.paint(
                pad(self._slipped(tally), slips), "" if tally.slipped else "dim"
            )
            bars = self._bar(tally, room - before)
            yield f"{first}    {next(bars)}" if wide else first
            yield from (f"{' ' * before}{bar}" for bar in bars)

    def on_a_line_each(self) -> Iterator[str]:
        """A line an aim, for a screen of few lines. At its end stand the counts of statuses, as
        `3█ 4▓`, if there is room for those of every aim; the lines under the whole plan are their
        key.
        """
        tallies = self._tallies
        late = [self._brief(tally.overdue, tally.longest) for tally in tallies]
        slips = [self._brief(tally.slipped, tally.furthest) for tally in tallies]
        counts = [self._counts(tally) for tally in self.glance.aims]
        ids = max([len(str(tally.aim)) for tally in self.glance.aims], default=1) + 2
        wide = [max(map(cell_width, ("Overdue", *late))), max(map(cell_width, ("Slipped", *slips)))]
        last = max((cell_width(text) for text, _ in counts), default=0)
        titles = max(cell_width(safe_text(tally.title) or _all(tally)) for tally in tallies)
        room = (self.pen.width or 80) - ids - sum(wide) - 4
        if room - last - 2 < LEAST_TITLE:
            counts, last = [("", "")] * len(counts), -2
        name = max(min(titles, room - last - 2), 1)
        heads = zip(("Aim", "Overdue", "Slipped"), (ids + name, *wide), strict=True)
        yield self.pen.paint("  ".join(pad(head, size) for head, size in heads), "dim")
        for index, tally in enumerate(tallies):
            cells = (
                self.pen.paint(pad(str(tally.aim or ""), ids - 2), "bold"),
                self.pen.paint(
                    pad(safe_text(tally.title) or _all(tally), name, self.pen.more), "bold"
                ),
                self.pen.paint(pad(late[index], wide[0]), "bold red" if tally.overdue else "dim"),
                self.pen.paint(pad(slips[index], wide[1]), "" if tally.slipped else "dim"),
                counts[index][1] if tally.aim is not None else "",
            )
            yield "  ".join(cells)
        key = self._words(self.glance.whole, key=True)
        yield from (f"{' ' * ids}{line}" for line in flow(key, (self.pen.width or 80) - ids))

    def _counts(self, tally: Tally) -> tuple[str, str]:
        """`3█ 4▓ 1○`, plain and painted."""
        plain = [
            (f"{number}{self.pen.blocks[status]}", status) for status, number in tally.statuses
        ]
        painted = (self.pen.paint(text, self.pen.colours[status]) for text, status in plain)
        return " ".join(text for text, _ in plain), " ".join(painted)

    def _late(self, tally: Tally) -> str:
        return self._figure(tally.overdue, tally.longest)

    def _slipped(self, tally: Tally) -> str:
        return self._figure(tally.slipped, tally.furthest)

    def _brief(self, number: int, most: int) -> str:
        """`8, 17 weeks`: how many, and by how much at most; on a narrow screen only how many."""
        if not number or self.pen.narrow:
            return str(number or "none")
        return f"{number}, {duration(most)}"

    def _figure(self, number: int, most: int) -> str:
        if not number:
            return "none"
        return str(number) if self.pen.narrow else f"{number}, up to {duration(most)}"

    @property
    def _tallies(self) -> Sequence[Tally]:
        return (*self.glance.aims, self.glance.whole)

    def _bar(self, tally: Tally, room: int) -> Iterator[str]:
        """A block for each activity (or for several), and the same in words."""
        length = self._bar_length(room)
        drawn = self._blocks(tally, length)
        words = self._words(tally, key=bool(length) and tally.aim is None)
        for line in flow(words, room - length - 2 if length else room):
            yield f"{drawn}{line}"
            drawn = " " * (length + 2) if length else ""

    def _bar_length(self, room: int) -> int:
        """The length of every bar in cells: enough for the aim with most activities, if its words
        leave so much room. 0 where words would have no room beside a bar.
        """
        aims = self.glance.aims
        words = max(
            (sum(cell_width(word) + 1 for word, _ in self._words(aim)) for aim in aims), default=0
        )
        blocks = max((aim.activities for aim in aims), default=0)
        length = max(min(LONGEST_BAR, blocks, room - words - 1), SHORTEST_BAR)
        return length if room - length - 2 >= LEAST_WORDS else 0

    def _blocks(self, tally: Tally, length: int) -> str:
        if not length:
            return ""
        most = max(aim.activities for aim in self.glance.aims) if tally.aim else tally.activities
        blocks = shares(tally, most, length)
        painted = (
            self.pen.paint(self.pen.blocks[status] * size, self.pen.colours[status])
            for status, size in blocks
        )
        return f"{''.join(painted)}{' ' * (length + 2 - sum(size for _, size in blocks))}"

    def _words(self, tally: Tally, *, key: bool = False) -> list[tuple[str, str]]:
        """How many activities have each status, plain and painted; with `key`, after the status's
        block. Pieces for `flow`, which breaks none of them.
        """
        if not tally.statuses:
            return [(_activities(tally), _activities(tally))]
        pieces = []
        for place, (status, number) in enumerate(tally.statuses, 1):
            word = f"{self.pen.blocks[status]} " * key + f"{number} {status_word(status)}"
            comma = "," * (place < len(tally.statuses))
            pieces.append(
                (f"{word}{comma}", f"{self.pen.paint(word, self.pen.colours[status])}{comma}")
            )
        return pieces

    def in_words(self) -> Iterator[str]:
        """One line an aim."""
        for tally in self._tallies:
            words = [f"{number} {status_word(status)}" for status, number in tally.statuses]
            parts = [_activities(tally), *([", ".join(words)] if words else [])]
            parts.append(_overdue(tally) if tally.overdue else "none overdue")
            if tally.slipped:
                parts.append(f"{tally.slipped} slipped, up to {duration(tally.furthest)}")
            name = f"{tally.aim}  {safe_text(tally.title)}" if tally.aim is not None else "All"
            yield f"{name}: {'; '.join(parts)}"


def _all(tally: Tally) -> str:
    return f"All {_activities(tally)}" if tally.activities else "All"


def _activities(tally: Tally) -> str:
    if not tally.activities:
        return "no activities yet"
    return plural(tally.activities, "activity", "activities")


def _overdue(tally: Tally) -> str:
    return f"{tally.overdue} overdue, up to {duration(tally.longest)}"
