"""The plan's Gantt chart as an SVG picture, for a web page; of one aim or area, for a slide.

The same plan and day give the same bytes. It has no width or height of its own but a viewBox, so
that it grows with its page, text and all.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

from sipctl.plan.calendar.columns import place_of
from sipctl.plan.model.statuses import AT_RISK
from sipctl.views.svg import FONT, box, fill, line, number, path, safe, stroke, style, words
from sipctl.views.text.english import (
    judged_word,
    lead_names,
    long_day,
    overdue_for,
    safe_text,
    short_day,
    state_word,
    titled,
)
from sipctl.views.text.style import cell_width, cut, wrapped
from sipctl.views.timeline import marks
from sipctl.views.timeline.layout import by_column, by_term, by_year, finest, groups
from sipctl.views.timeline.text import KINDS, LOOK_WORDS, foot, key, summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sipctl.plan.calendar.columns import Column
    from sipctl.plan.queries.timeline import Bar, Chart, Lane
    from sipctl.views.timeline.layout import Key

WIDTH, MARGIN = 1280, 20
IDS, TITLES, LEADS = 52, 392, 76
"""The widths of ids, titles and leads, which stand before the chart."""
NARROWEST = 26
"""The least width of a column; where columns would be narrower, coarser ones are drawn."""
HEAD, LANE, LINE, SECOND = 128, 30, 22, 15
"""Heights: of the picture's head, an aim's heading, a line, and a title's second line."""
NARROW_FONT = 44
"""The size of letters that can be read where the picture is as wide as a telephone."""
_NARROW_STYLE = (
    "@media (max-width: 640px) {\n"
    "  .sip .sip-wide { display: none } .sip .sip-narrow { display: inline }\n}\n"
)
LETTER = 6.9
"""The average width of a letter at the size of titles."""


def render_svg(chart: Chart) -> str:
    """The chart as a whole SVG document."""
    drawn = _Picture(chart)
    body = "\n".join(drawn.body())
    height = number(drawn.y + MARGIN)
    title = safe_text(" · ".join([chart.title, *chart.asked]))
    description = drawn.description()
    mark = f"{crc32(f'{title} {description}'.encode()):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" class="sip" '
        f'role="img" aria-labelledby="sip-{mark}-title sip-{mark}-desc" '
        f'font-family="{FONT}" font-size="13">\n'
        f'<title id="sip-{mark}-title">{safe(title)}</title>\n'
        f'<desc id="sip-{mark}-desc">{safe(description)}</desc>\n'
        f"<style>\n{style()}{_NARROW_STYLE}</style>\n"
        f"{box(0, 0, WIDTH, drawn.y + MARGIN, fill('paper'))}\n"
        f'<g class="sip-wide">\n{body}\n</g>\n{_in_words(chart, drawn.y)}\n</svg>\n'
    )


def _in_words(chart: Chart, height: float) -> str:
    """The lines that are shown instead of a picture that is too small to read, as many as fit."""
    lines = [
        " · ".join([chart.title, *chart.asked]),
        f"As it stood on {long_day(chart.day)}. {summary(chart.bars)}.",
        *(f"{_lane_name(lane)}: {summary(lane.bars)}" for lane in chart.lanes if chart.lanes[1:]),
        "The chart itself needs a wider screen.",
    ]
    parts, y = [], float(MARGIN)
    for index, text in enumerate(lines):
        y += NARROW_FONT / 2
        for line_ in wrapped(safe_text(text), int((WIDTH - 2 * MARGIN) / (NARROW_FONT * 0.55)), 0):
            y += NARROW_FONT * 1.3
            weight = "" if index else ' font-weight="600"'
            if y <= height:
                parts.append(words(MARGIN, y, line_, more=f' font-size="{NARROW_FONT}"{weight}'))
    return '<g class="sip-narrow" display="none">\n' + "\n".join(parts) + "\n</g>"


def _lane_name(lane: Lane) -> str:
    return f"{lane.aim}  {lane.title}" if lane.aim is not None else "The whole plan"


class _Picture:
    """A picture that is drawn from top to bottom; `y` is where the next line of it begins."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.left = MARGIN + IDS + TITLES + LEADS
        self.columns, self.step = self._fitted()
        self.first, self.last = self.columns[0].first, self.columns[-1].last
        self.place = cache(self._place)
        self.y: float = HEAD

    def _fitted(self) -> tuple[tuple[Column, ...], float]:
        chart, room = self.chart, WIDTH - MARGIN - self.left
        _, fitting, step = finest(
            *(chart.calendar, chart.first, chart.last),
            size=lambda _, fitting: room / len(fitting),
            narrowest=NARROWEST,
        )
        return fitting, step

    def _place(self, day: date, end: bool) -> float:
        """The x of a day's beginning, or of its end."""
        return self.left + place_of(self.columns, day, end=end) * self.step

    def description(self) -> str:
        """The picture in words, for screen readers."""
        first, last = self.columns[0].title, self.columns[-1].title
        return (
            f"Gantt chart from {first} to {last}, as it stood on {long_day(self.chart.day)}. "
            f"{summary(self.chart.bars)}."
        )

    def body(self) -> Iterator[str]:
        """Everything that is drawn, from the back to the front."""
        rows = list(self._lanes())
        bottom = self.y
        yield from self._bands(bottom)
        yield from self._head()
        yield from self._today(bottom)
        yield from rows
        self.y = bottom + 14
        yield from self._key()
        yield from self._foot()

    # --- behind the chart ------------------------------------------------------------------------

    def _bands(self, bottom: float) -> Iterator[str]:
        """Every second term shaded, a line before each year, a finer one before each term."""
        terms = list(self._spans(by_term))
        for index, (start, end, _) in enumerate(terms):
            if index % 2 == 0:
                yield box(start, HEAD - 44, end - start, bottom - HEAD + 44, fill("band"))
        years = {start for start, _, _ in self._spans(by_year)}
        for start, _, _ in terms:
            rule = stroke("rule", 2 if start in years else 1)
            yield line(start, HEAD - (62 if start in years else 44), start, bottom, rule)

    def _spans(self, key: Key) -> Iterator[tuple[float, float, Column]]:
        """Columns that share a heading: from where to where, and the first of them."""
        for start, end, column in groups(self.columns, key):
            yield self.left + start * self.step, self.left + end * self.step, column

    def _head(self) -> Iterator[str]:
        """The title, the day, and the names of years, terms and half terms."""
        title = cut(safe_text(" · ".join([self.chart.title, *self.chart.asked])), 110)
        yield words(MARGIN, 32, title, more=' font-size="20" font-weight="600"')
        summary_line = f"As it stood on {long_day(self.chart.day)}. {summary(self.chart.bars)}."
        yield words(MARGIN, 54, summary_line, "faint")
        for start, end, column in self._spans(by_year):
            name = self._name(column.year, end - start)
            yield words(start + 4, HEAD - 50, name, "ink", ' font-weight="600"')
        for start, end, column in self._spans(by_term):
            if column.term:
                yield words(start + 4, HEAD - 31, self._name(safe_text(column.term), end - start))
        for start, _, column in self._spans(by_column):
            if column.half:
                yield words(start + 4, HEAD - 14, column.half, "faint", ' font-size="11"')

    def _name(self, name: str, room: float) -> str:
        letters = int((room - 4) / 7.5)
        return name if cell_width(name) <= letters else cut(name, letters, "")

    def _today(self, bottom: float) -> Iterator[str]:
        if not self.first <= self.chart.day <= self.last:
            return
        x = self.place(self.chart.day, False)
        yield line(x, HEAD - 6, x, bottom, stroke("blue", 1.5, ' stroke-dasharray="5 3"'))
        top = [(x - 5, HEAD - 12), (x + 5, HEAD - 12), (x, HEAD - 4)]
        yield path(top, fill("blue"), closed=True)
        yield words(x + 8, HEAD - 3, "today", "blue", ' font-size="11" font-weight="600"')

    # --- line by line ----------------------------------------------------------------------------

    def _lanes(self) -> Iterator[str]:
        for lane in self.chart.lanes:
            yield self._lane_head(lane)
            for bar in lane.bars:
                yield self._line(bar)

    def _lane_head(self, lane: Lane) -> str:
        self.y += LANE
        title = cut(safe_text(_lane_name(lane)), int((self.left - MARGIN) / 7.6))
        return words(MARGIN, self.y - 9, title, more=' font-size="14" font-weight="600"')

    def _line(self, bar: Bar) -> str:
        """One bar with its words; a tooltip says the rest."""
        row = bar.row
        lines = wrapped(titled(row.milestone, row.title), int(TITLES / LETTER) - 1, 0, 2)
        height = LINE + SECOND * (len(lines) - 1)
        middle = self.y + height / 2
        top = middle + 4.5 - SECOND * (len(lines) - 1) / 2
        late = row.state == "overdue"
        parts = [f"<g><title>{safe(bar_words(bar))}</title>"]
        bold = ' font-weight="600"' if late else ""
        parts.append(words(MARGIN, top, row.id, "red" if late else "faint", bold))
        if row.at_risk:
            parts.append(marks.risk(row.status, MARGIN + IDS - 10, top - 4.5))
        for index, text in enumerate(lines):
            parts.append(words(MARGIN + IDS, top + index * SECOND, text))
        leads = cut(lead_names(row.leads), int(LEADS / LETTER) - 1)
        parts.append(words(MARGIN + IDS + TITLES, top, leads, "faint"))
        parts += marks.bar(bar, self.place, self.first, self.last, middle)
        self.y += height
        return "".join(parts) + "</g>"

    # --- under the chart -------------------------------------------------------------------------

    def _key(self) -> Iterator[str]:
        """The key of the shapes and signs that are in the picture."""
        x = float(MARGIN)
        self.y += 16
        for name, word in key(self.chart.seen(self.first, self.last)):
            size = 46 + cell_width(word) * LETTER
            if x + size > WIDTH - MARGIN:
                x, self.y = float(MARGIN), self.y + LINE
            yield from self._sample(name, x)
            yield words(x + 32, self.y + 4.5, word, "faint")
            x += size
        self.y += LINE - 6

    def _sample(self, name: str, x: float) -> Iterator[str]:
        """The mark beside one word of the key."""
        if name == "lead-in":
            yield marks.lead_in(x, x + 26, self.y)
        elif name == "slip":
            yield marks.slip(x + 12, x + 26, self.y)
            yield marks.ghost(x + 12, self.y)
        elif name == "series":
            yield marks.series(x, x + 26, self.y)
            for offset in (4, 21):
                yield from marks.end("series", "coming", x + offset, self.y, marks.RADIUS - 1)
        elif name in KINDS:
            yield marks.stretch(name, "coming", x, x + 26, self.y)
            yield from marks.end(name, "coming", x + 20, self.y, marks.RADIUS)
        elif name in AT_RISK:
            yield marks.risk(name, x + 18, self.y)
        elif name in LOOK_WORDS:
            yield from marks.end("date", name, x + 18, self.y, marks.RADIUS)

    def _foot(self) -> Iterator[str]:
        for text in foot(self.chart):
            for part in wrapped(text, int((WIDTH - 2 * MARGIN) / LETTER), 0):
                self.y += 18
                yield words(MARGIN, self.y, part, "faint")


def bar_words(bar: Bar) -> str:
    """A bar in words: title, date, state, leads."""
    row = bar.row
    name = titled(row.milestone, row.title)
    state = state_word(row.state, row.kind)
    state = overdue_for(row.days_overdue) if row.days_overdue else state
    judged = judged_word(row.status, row.status_of)
    parts = [f"{row.id}  {name}", row.when or "", state, judged]
    if bar.ghost:
        parts.append(f"first due {short_day(bar.ghost)}")
    parts.append(lead_names(row.leads, "nobody leads it"))
    return "; ".join(dict.fromkeys(part for part in parts if part))
