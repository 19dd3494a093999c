"""`sipctl` alone: the plan on one screen, or (piped) in words and figures."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.model.statuses import STATUS_INFO
from sipctl.views.faults.text import fault_counts
from sipctl.views.glance.words import change_words, next_cells
from sipctl.views.round_answers import round_lines
from sipctl.views.text.bars import shares
from sipctl.views.text.english import (
    duration,
    judged_word,
    long_day,
    plural,
    safe_text,
    short_day,
    status_word,
    titled,
)
from sipctl.views.text.style import cell_width, cut, flow, pad, painter, status_colours, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sipctl.plan.faults import Fault
    from sipctl.plan.queries.glance import Glance, Tally
    from sipctl.plan.state.agenda import Row
    from sipctl.views.text.screen import Screen

SCREEN = 23
"""Lines for the whole on a terminal: one of 24 has one left for what is typed next."""
ROOMY = ((3, 5, 4), (3, 4, 3), (3, 3, 2), (2, 3, 2))
TIGHT = ((2, 2, 2), (2, 2, 0), (2, 1, 0), (1, 1, 0))
"""Lines for what is judged at risk, what falls due next and what has changed lately."""
BAR, SHORTEST, WORDS = 24, 10, 24
"""The longest and the shortest bar, and the least room for the words beside one."""
NARROW, WIDE = 70, 150
"""Below the one, figures stand without their words; from the other, an aim has one line."""


def render(
    glance: Glance,
    screen: Screen,
    colours: Mapping[str, str],
    faults: Sequence[Fault],
    notes: Sequence[str] = (),
    *,
    plain: bool = False,
) -> str:
    """The glance as text. `faults` are those that `check` lists, `colours` the plan's own, `notes`
    what is said under all else.

    `plain` keeps to ASCII. Off a terminal (`screen.width` None) a line is as long as it needs to
    be, and there are neither bars nor columns.
    """
    drawn = _Glance(glance, screen, colours, plain=plain)
    lines: list[str] = []
    foot = [line for note in notes for line in wrapped(note, screen.width)]
    for lines in drawn.layouts([*drawn.hints(faults), *foot]):
        if len(lines) <= SCREEN:
            break
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Glance:
    """One glance on one screen."""

    def __init__(
        self, glance: Glance, screen: Screen, colours: Mapping[str, str], *, plain: bool
    ) -> None:
        self.glance = glance
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

    def layouts(self, hints: list[str]) -> Iterator[list[str]]:
        """The whole in ever fewer lines; off a terminal, or on a narrow one, it is what it is."""
        if self.width is None:
            yield self._layout([*self.aims_in_words()], (0, len(self.glance.next), 0), hints)
            return
        roomy = [*self.aims()]
        yield from (self._layout(roomy, sizes, hints) for sizes in ROOMY)
        if not self.narrow:
            compact = [*self.aims_on_a_line_each()]
            yield from (self._layout(compact, sizes, hints) for sizes in (*ROOMY, *TIGHT))
            yield self._layout(compact, TIGHT[-1], hints, gap=False)
        else:
            yield from (self._layout(roomy, sizes, hints, gap=False) for sizes in TIGHT)
        yield from self._with_fewer_aims(hints)

    def _with_fewer_aims(self, hints: list[str]) -> Iterator[list[str]]:
        """The first aims, ever fewer of them, over how many there are more."""
        aims = self.glance.aims
        for count in range(len(aims) - 1, -1, -1) if len(aims) > 1 else ():
            fewer = copy(self)
            fewer.glance = replace(self.glance, aims=aims[:count])
            lines = [*(fewer.aims() if self.narrow else fewer.aims_on_a_line_each())]
            lines.append(f"and {plural(len(aims) - count, 'more aim')}: sipctl list")
            yield self._layout(lines, TIGHT[-1], hints, gap=False)

    def _layout(
        self, aims: list[str], sizes: tuple[int, int, int], hints: list[str], *, gap: bool = True
    ) -> list[str]:
        most_judged, most_coming, most_changed = sizes
        sections = [
            [*self.heading()],
            aims,
            [*self.judged(most_judged)] if self.glance.judged else [],
            [*self.coming(most_coming)],
            [*self.changes(most_changed)],
            hints,
        ]
        between = [""] if gap else []
        lines = [line for section in sections if section for line in (*section, *between)]
        return lines[:-1] if gap else lines

    def heading(self) -> Iterator[str]:
        """The trust and its plan; day and term; who has answered a round; new dates wanted."""
        title = f"{safe_text(self.glance.body)}{self.joint}{safe_text(self.glance.title)}"
        yield self.paint(cut(title, self.width, self.more), "bold")
        yield cut(f"{long_day(self.glance.day)}{self._term()}", self.width, self.more)
        yield from (cut(line, self.width, self.more) for line in round_lines(self.glance))

    def _term(self) -> str:
        term, day = self.glance.term, self.glance.day
        if term is None:
            return ""
        if day > term.ends:
            return f"{self.joint}after {safe_text(term.title)}"
        left = (term.ends - day).days
        ending = f"{duration(left)} left" if left else "its last day"
        return f"{self.joint}{safe_text(term.title)}, {ending}"

    # --- aim by aim ------------------------------------------------------------------------------

    def aims(self) -> Iterator[str]:
        """A line an aim that says what is late, then a bar with its words: beside it where there
        is room, else under it. The whole plan's says what bars are drawn with.
        """
        room = self.width or 80
        ids = max([len(str(tally.aim)) for tally in self.glance.aims], default=1) + 2
        late = max(cell_width("Overdue"), *map(cell_width, map(self._late, self._tallies))) + 2
        slips = max(cell_width("Slipped"), *map(cell_width, map(self._slipped, self._tallies)))
        head = room - ids - late - slips - 2
        wide = room >= WIDE
        head = min(max(cell_width(safe_text(tally.title)) for tally in self._tallies) + 4, head)
        before = ids + head + late + slips + 4 if wide else ids
        heads = f"{'Aim':<{ids + head}}{'Overdue':<{late}}{'Slipped':<{slips}}"
        yield self.paint(heads, "dim")
        for tally in self._tallies:
            name = pad(safe_text(tally.title) or _all(tally), head - 2, self.more)
            number = pad(str(tally.aim or ""), ids)
            first = f"{self.paint(number, 'bold')}{self.paint(name, 'bold')}  "
            first += self.paint(
                pad(self._late(tally), late), "bold red" if tally.overdue else "dim"
            )
            first += self.paint(pad(self._slipped(tally), slips), "" if tally.slipped else "dim")
            bars = self._bar(tally, room - before)
            yield f"{first}    {next(bars)}" if wide else first
            yield from (f"{' ' * before}{bar}" for bar in bars)

    def aims_on_a_line_each(self) -> Iterator[str]:
        """The same where lines are few: how many activities have which status stands behind each
        aim, each count before its block; the whole plan's lines say what the blocks are.
        """
        tallies = self._tallies
        late = [_brief(tally.overdue, tally.longest) for tally in tallies]
        slips = [_brief(tally.slipped, tally.furthest) for tally in tallies]
        counts = [self._counts(tally) for tally in self.glance.aims]
        ids = max([len(str(tally.aim)) for tally in self.glance.aims], default=1) + 2
        wide = [max(map(cell_width, ("Overdue", *late))), max(map(cell_width, ("Slipped", *slips)))]
        last = max((cell_width(text) for text, _ in counts), default=0)
        titles = max(cell_width(safe_text(tally.title) or _all(tally)) for tally in tallies)
        name = max(min(titles, (self.width or 80) - ids - sum(wide) - last - 6), 8)
        heads = zip(("Aim", "Overdue", "Slipped"), (ids + name, *wide), strict=True)
        yield self.paint("  ".join(pad(head, size) for head, size in heads), "dim")
        for index, tally in enumerate(tallies):
            cells = (
                self.paint(pad(str(tally.aim or ""), ids - 2), "bold"),
                self.paint(pad(safe_text(tally.title) or _all(tally), name, self.more), "bold"),
                self.paint(pad(late[index], wide[0]), "bold red" if tally.overdue else "dim"),
                self.paint(pad(slips[index], wide[1]), "" if tally.slipped else "dim"),
                counts[index][1] if tally.aim is not None else "",
            )
            yield "  ".join(cells)
        key = self._words(self.glance.whole, key=True)
        yield from (f"{' ' * ids}{line}" for line in flow(key, (self.width or 80) - ids))

    def _counts(self, tally: Tally) -> tuple[str, str]:
        """`3█ 4▓ 1○`, plain and painted."""
        plain = [(f"{number}{self.blocks[status]}", status) for status, number in tally.statuses]
        painted = (self.paint(text, self.colours[status]) for text, status in plain)
        return " ".join(text for text, _ in plain), " ".join(painted)

    def _late(self, tally: Tally) -> str:
        return self._figure(tally.overdue, tally.longest)

    def _slipped(self, tally: Tally) -> str:
        return self._figure(tally.slipped, tally.furthest)

    def _figure(self, number: int, most: int) -> str:
        if not number:
            return "none"
        return str(number) if self.narrow else f"{number}, up to {duration(most)}"

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
        """Cells for every bar: what the fullest aim needs, as far as its words leave that. None
        where words would not have room beside them.
        """
        aims = self.glance.aims
        words = max(
            (sum(cell_width(word) + 1 for word, _ in self._words(aim)) for aim in aims), default=0
        )
        blocks = max((aim.activities for aim in aims), default=0)
        length = max(min(BAR, blocks, room - words - 1), SHORTEST)
        return length if room - length - 2 >= WORDS else 0

    def _blocks(self, tally: Tally, length: int) -> str:
        if not length:
            return ""
        most = max(aim.activities for aim in self.glance.aims) if tally.aim else tally.activities
        blocks = shares(tally, most, length)
        painted = (
            self.paint(self.blocks[status] * size, self.colours[status]) for status, size in blocks
        )
        return f"{''.join(painted)}{' ' * (length + 2 - sum(size for _, size in blocks))}"

    def _words(self, tally: Tally, *, key: bool = False) -> list[tuple[str, str]]:
        """How many activities have each status, plain and painted, each behind its block if this
        is the `key`; never broken nor cut.
        """
        if not tally.statuses:
            return [(_activities(tally), _activities(tally))]
        pieces = []
        for place, (status, number) in enumerate(tally.statuses, 1):
            word = f"{self.blocks[status]} " * key + f"{number} {status_word(status)}"
            comma = "," * (place < len(tally.statuses))
            pieces.append((f"{word}{comma}", f"{self.paint(word, self.colours[status])}{comma}"))
        return pieces

    def aims_in_words(self) -> Iterator[str]:
        """One line an aim."""
        for tally in self._tallies:
            words = [f"{number} {status_word(status)}" for status, number in tally.statuses]
            parts = [_activities(tally), *([", ".join(words)] if words else [])]
            parts.append(_overdue(tally) if tally.overdue else "none overdue")
            if tally.slipped:
                parts.append(f"{tally.slipped} slipped, up to {duration(tally.furthest)}")
            name = f"{tally.aim}  {safe_text(tally.title)}" if tally.aim is not None else "All"
            yield f"{name}: {'; '.join(parts)}"

    # --- what is at risk -------------------------------------------------------------------------

    def judged(self, most: int) -> Iterator[str]:
        """What its leads judge off track or at risk, in their words; the rest is counted."""
        rows = self.glance.judged
        shown = rows if self.width is None else rows[:most]
        count = plural(len(rows), "activity", "activities")
        if len(shown) < len(rows):
            count = f"{len(shown)} of {count}"
            count += "" if self.narrow else ": sipctl due --status at-risk,off-track"
        yield self.paint("Judged at risk", "bold") + self.joint + count
        cells = [
            (row.id, judged_word(row.status, row.status_of), self._about_risk(row)) for row in shown
        ]
        yield from self._columns(cells, 2)

    def _about_risk(self, row: Row) -> str:
        """Whose it is and the lead's words; on a terminal the title leaves them half the room."""
        title = titled(row.milestone, row.title)
        if self.width is not None and row.reason:
            title = cut(title, max(self.width // 2 - 20, 16), self.more)
        leads = safe_text(", ".join(row.leads)) or "nobody leads it"
        reason = f" {self.dash} {safe_text(row.reason)}" if row.reason else ""
        return f"{title} ({leads}){reason}"

    # --- what comes and what was -----------------------------------------------------------------

    def coming(self, most: int) -> Iterator[str]:
        """What falls due next: so many lines, and how many more fall due with the last of them."""
        glance = self.glance
        coming, others = glance.next[:most], glance.next[most:]
        if not coming:
            yield self.paint("Nothing more falls due.", "bold")
            return
        last = coming[-1].due
        number = sum(item.due == last for item in others)
        number += glance.more if glance.next[-1].due == last else 0
        more = f", and {number} more on {short_day(last)}" if number else ""
        yield self.paint("Due next", "bold") + more
        rows: list[tuple[str, ...]] = [next_cells(item, self.glance.day) for item in coming]
        if self.narrow:
            rows = [(row[0], row[2], row[3]) for row in rows]
        yield from self._columns(rows, 2 if self.narrow else 3)

    def changes(self, most: int) -> Iterator[str]:
        """What was recorded or moved in the last fortnight, in so many lines under their head."""
        changes = self.glance.changes
        if not changes or (self.width is not None and not most):
            number = f"{plural(len(changes), 'time')}, sipctl log" if changes else "nothing."
            head = "Changed lately:" if self.narrow else "Changed in the last fortnight:"
            yield f"{self.paint(head, 'bold')} {number}"
            return
        yield self.paint("Changed in the last fortnight", "bold")
        whole = self.width is None or len(changes) <= most
        shown = changes if whole else changes[: most - 1]
        rows = [
            (short_day(change.day), change.id, change_words(change, self.dash)) for change in shown
        ]
        yield from self._columns(rows, 2)
        if not whole:
            yield f"  and {plural(len(changes) - len(shown), 'more', 'more')}: sipctl log"

    def _columns(self, rows: Sequence[tuple[str, ...]], flexible: int) -> Iterator[str]:
        """Cells in columns; the `flexible` one is cut to the room that the others leave."""
        widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
        if self.width:
            others = 2 + sum(width + 2 for width in widths) - widths[flexible] - 2
            widths[flexible] = min(widths[flexible], max(self.width - others, 8))
        for row in rows:
            cells = (pad(cell, width, self.more) for cell, width in zip(row, widths, strict=True))
            yield "  " + "  ".join(cells)

    def hints(self, faults: Sequence[Fault]) -> list[str]:
        """What to type next; where it takes several lines, no command is broken."""
        head, texts = "Next:", list(self._hints(faults))
        texts = [f"{text};" for text in texts[:-1]] + texts[-1:]
        before = "  " if self.narrow else " " * (len(head) + 1)
        room = self.width - len(before) if self.width else None
        lines = [f"{before}{line}" for line in flow([(text, text) for text in texts], room)]
        head = self.paint(head, "bold")
        return [head, *lines] if self.narrow else [f"{head} {lines[0].lstrip()}", *lines[1:]]

    def _hints(self, faults: Sequence[Fault]) -> Iterator[str]:
        """What might be typed next, the most useful first."""
        glance = self.glance
        check = f"sipctl check ({fault_counts(faults)})"
        errors = any(fault.severity == "error" for fault in faults)
        if errors:
            yield check
        if glance.whole.overdue:
            yield "sipctl due (whose they are)"
        if glance.worst:
            yield f"sipctl show {glance.worst.id} (longest overdue)"
        if glance.recorded == 0:
            yield "sipctl record ID STATUS"
        if faults and not errors:
            yield check
        yield "sipctl timeline"


def _brief(number: int, most: int) -> str:
    """`8, 17 weeks`: how many, and the most of them."""
    return f"{number}, {duration(most)}" if number else "none"


def _all(tally: Tally) -> str:
    return f"All {_activities(tally)}" if tally.activities else "All"


def _activities(tally: Tally) -> str:
    if not tally.activities:
        return "no activities yet"
    return plural(tally.activities, "activity", "activities")


def _overdue(tally: Tally) -> str:
    return f"{tally.overdue} overdue, up to {duration(tally.longest)}"
