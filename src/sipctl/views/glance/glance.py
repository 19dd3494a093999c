"""`sipctl` alone: the plan on one screen, or (piped) in words and figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.views.faults.text import fault_counts
from sipctl.views.glance.aims import AimLines
from sipctl.views.glance.pen import GlancePen
from sipctl.views.glance.words import change_words, next_cells
from sipctl.views.round_answers import round_lines
from sipctl.views.text.english import (
    duration,
    judged_word,
    lead_names,
    long_day,
    plural,
    safe_text,
    short_day,
    titled,
)
from sipctl.views.text.style import cell_width, cut, flow, pad, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sipctl.plan.faults import Fault
    from sipctl.plan.queries.glance import Glance
    from sipctl.plan.state.agenda import Row
    from sipctl.views.text.screen import Screen

SCREEN = 23
"""The most lines on a terminal: one of 24 lines keeps one for the prompt."""
ROOMY = ((3, 5, 4), (3, 4, 3), (3, 3, 2), (2, 3, 2))
TIGHT = ((2, 2, 2), (2, 2, 0), (2, 1, 0), (1, 1, 0))
"""The most lines for what is at risk, falls due next and has changed lately, tried in turn: in
layouts with much room and with little."""


def render(
    glance: Glance,
    screen: Screen,
    colours: Mapping[str, str],
    faults: Sequence[Fault],
    notes: Sequence[str] = (),
    *,
    plain: bool = False,
) -> str:
    """The glance as text. `faults` are those that `check` lists, `colours` those of the plan's
    settings, `notes` the last lines.

    `plain` keeps to ASCII. Off a terminal (`screen.width` None) a line is as long as it needs to
    be, and there are neither bars nor columns.
    """
    drawn = _Glance(glance, GlancePen(screen, colours, plain=plain))
    lines: list[str] = []
    foot = [line for note in notes for line in wrapped(note, screen.width)]
    for lines in drawn.layouts([*drawn.hints(faults), *foot]):
        if len(lines) <= SCREEN:
            break
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Glance:
    """One glance on one screen."""

    def __init__(self, glance: Glance, pen: GlancePen) -> None:
        self.glance, self.pen = glance, pen
        self.aims = AimLines(glance, pen)

    def layouts(self, hints: list[str]) -> Iterator[list[str]]:
        """Layouts, the longest first, of which `render` takes the first that fits; off a terminal
        only one."""
        if self.pen.width is None:
            yield self._layout([*self.aims.in_words()], (0, len(self.glance.next), 0), hints)
            return
        roomy = [*self.aims.with_bars()]
        yield from (self._layout(roomy, sizes, hints) for sizes in ROOMY)
        if not self.pen.narrow:
            compact = [*self.aims.on_a_line_each()]
            yield from (self._layout(compact, sizes, hints) for sizes in (*ROOMY, *TIGHT))
            yield self._layout(compact, TIGHT[-1], hints, gap=False)
        else:
            yield from (self._layout(roomy, sizes, hints, gap=False) for sizes in TIGHT)
            compact = [*self.aims.on_a_line_each()]
            yield from (self._layout(compact, sizes, hints, gap=False) for sizes in TIGHT)
        yield from self._with_fewer_aims(hints)

    def _with_fewer_aims(self, hints: list[str]) -> Iterator[list[str]]:
        """Layouts with ever fewer of the first aims, and a line that counts the others."""
        aims = self.glance.aims
        for count in range(len(aims) - 1, -1, -1) if len(aims) > 1 else ():
            fewer = AimLines(replace(self.glance, aims=aims[:count]), self.pen)
            lines = [*fewer.on_a_line_each()]
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
        title = f"{safe_text(self.glance.body)}{self.pen.joint}{safe_text(self.glance.title)}"
        yield self.pen.paint(cut(title, self.pen.width, self.pen.more), "bold")
        yield cut(f"{long_day(self.glance.day)}{self._term()}", self.pen.width, self.pen.more)
        yield from (cut(line, self.pen.width, self.pen.more) for line in round_lines(self.glance))

    def _term(self) -> str:
        term, day = self.glance.term, self.glance.day
        if term is None:
            return ""
        if day > term.ends:
            return f"{self.pen.joint}after {safe_text(term.title)}"
        left = (term.ends - day).days
        ending = f"{duration(left)} left" if left else "its last day"
        return f"{self.pen.joint}{safe_text(term.title)}, {ending}"

    # --- what is at risk -------------------------------------------------------------------------

    def judged(self, most: int) -> Iterator[str]:
        """Work judged off track or at risk, with its leads' words: `most` lines, and a count."""
        rows = self.glance.judged
        shown = rows if self.pen.width is None else rows[:most]
        head, count = "Judged at risk", plural(len(rows), "activity", "activities")
        if len(shown) < len(rows):
            count = f"{len(shown)} of {count}"
            whole = f"{count}: sipctl due --status at-risk,off-track"
            fits = cell_width(f"{head}{self.pen.joint}{whole}") <= (self.pen.width or 0)
            count = whole if fits else count
        yield self.pen.paint(head, "bold") + self.pen.joint + count
        cells = [
            (row.id, judged_word(row.status, row.status_of), self._about_risk(row)) for row in shown
        ]
        yield from self._columns(cells, 2)

    def _about_risk(self, row: Row) -> str:
        """A row's leads and the lead's words; on a terminal the title leaves them half the room."""
        title = titled(row.milestone, row.title)
        if self.pen.width is not None and row.reason:
            title = cut(title, max(self.pen.width // 2 - 20, 16), self.pen.more)
        leads = lead_names(row.leads, "nobody leads it")
        reason = f" {self.pen.dash} {safe_text(row.reason)}" if row.reason else ""
        return f"{title} ({leads}){reason}"

    # --- what comes and what was -----------------------------------------------------------------

    def coming(self, most: int) -> Iterator[str]:
        """What falls due next, in `most` lines; how many more fall due with the last of them."""
        glance = self.glance
        coming, others = glance.next[:most], glance.next[most:]
        if not coming:
            yield self.pen.paint("Nothing more falls due.", "bold")
            return
        last = coming[-1].due
        number = sum(item.due == last for item in others)
        number += glance.more if glance.next[-1].due == last else 0
        more = f", and {number} more on {short_day(last)}" if number else ""
        yield self.pen.paint("Due next", "bold") + more
        rows: list[tuple[str, ...]] = [next_cells(item, self.glance.day) for item in coming]
        if self.pen.narrow:
            rows = [(row[0], row[2], row[3]) for row in rows]
        yield from self._columns(rows, 2 if self.pen.narrow else 3)

    def changes(self, most: int) -> Iterator[str]:
        """What was recorded or moved in the last fortnight, in `most` lines under a heading."""
        changes = self.glance.changes
        if not changes or (self.pen.width is not None and not most):
            number = f"{plural(len(changes), 'time')}, sipctl log" if changes else "nothing."
            head = "Changed lately:" if self.pen.narrow else "Changed in the last fortnight:"
            yield f"{self.pen.paint(head, 'bold')} {number}"
            return
        yield self.pen.paint("Changed in the last fortnight", "bold")
        whole = self.pen.width is None or len(changes) <= most
        shown = changes if whole else changes[: most - 1]
        rows = [
            (short_day(change.day), change.id, change_words(change, self.pen.dash))
            for change in shown
        ]
        yield from self._columns(rows, 2)
        if not whole:
            yield f"  and {plural(len(changes) - len(shown), 'more', 'more')}: sipctl log"

    def _columns(self, rows: Sequence[tuple[str, ...]], flexible: int) -> Iterator[str]:
        """Cells in columns; the `flexible` one is cut to the room that the others leave."""
        widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
        if self.pen.width:
            others = 2 + sum(width + 2 for width in widths) - widths[flexible] - 2
            widths[flexible] = min(widths[flexible], max(self.pen.width - others, 8))
        for row in rows:
            cells = (
                pad(cell, width, self.pen.more) for cell, width in zip(row, widths, strict=True)
            )
            yield "  " + "  ".join(cells)

    def hints(self, faults: Sequence[Fault]) -> list[str]:
        """What to type next; where it takes several lines, no command is broken."""
        head, texts = "Next:", list(self._hints(faults))
        texts = [f"{text};" for text in texts[:-1]] + texts[-1:]
        before = "  " if self.pen.narrow else " " * (len(head) + 1)
        room = self.pen.width - len(before) if self.pen.width else None
        lines = [f"{before}{line}" for line in flow([(text, text) for text in texts], room)]
        head = self.pen.paint(head, "bold")
        return [head, *lines] if self.pen.narrow else [f"{head} {lines[0].lstrip()}", *lines[1:]]

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
