"""The plan as a Gantt chart made of characters."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.plan.model.statuses import AT_RISK, STATUS_INFO
from sipctl.plan.queries.timeline import LOOKS, overlap
from sipctl.views.text.english import (
    join_words,
    judged_word,
    lead_names,
    long_day,
    plural,
    safe_text,
    status_word,
    titled,
    with_capital,
)
from sipctl.views.text.style import cell_width, cut, flow, pad, painter, wrapped
from sipctl.views.timeline.layout import heads, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sipctl.plan.queries.timeline import Bar, Chart, Kind, Lane, LegendParts, Look
    from sipctl.plan.state.agenda import Row
    from sipctl.views.text.screen import Screen

LEADS_FROM, STATUS_FROM = 100, 150
"""Widths from which there is room for who leads, and for the lead's own judgement."""
TITLE_SHARE = 3
"""Titles get up to a third of the width before the chart gets finer columns."""
SIDE_COLUMN = 12
"""The most cells of the column of leads, and of that of statuses."""
STYLES = {
    "settled": "green",
    "overdue": "bold red",
    "judged": "bold color(136)",
    "missed": "red",
    "open": "bold blue",
    "coming": "",
    "paused": "purple",
}
RISK_STYLES = {"at-risk": "bold color(136)", "off-track": "bold red"}
LOOK_WORDS: dict[Look, str] = {
    "settled": "settled",
    "overdue": "overdue",
    "judged": "judged at risk or off track then",
    "missed": "missed since",
    "open": "open now",
    "coming": "to come",
    "paused": "paused",
}


@frozen()
class Symbols:
    """The characters of a chart: lines by the kind of bar, ends by what became of it."""

    lines: dict[str, str]
    ends: dict[str, str]
    diamonds: dict[str, str]
    lead_in: str
    ghost: str
    slip: str
    today: str
    today_line: str
    rules: dict[bool, str]
    edges: str
    more: str
    risks: dict[str, str]


DRAWN = Symbols(
    lines={"date": "━", "milestone": "═", "series": "·"},
    ends={
        "settled": "✓",
        "overdue": "!",
        "judged": "▲",
        "missed": "×",
        "open": "●",
        "coming": "○",
        "paused": "‖",
    },
    diamonds={"open": "◆", "coming": "◇"},
    lead_in="─",
    ghost="◌",
    slip="╌",
    today="▼",
    today_line="╎",
    rules={True: "│", False: "┊"},
    edges="‹›",
    more="…",
    risks={status: STATUS_INFO[status].sign for status in AT_RISK},
)
ASCII = Symbols(
    lines={"date": "=", "milestone": "-", "series": "."},
    ends={
        "settled": "v",
        "overdue": "!",
        "judged": "%",
        "missed": "x",
        "open": "@",
        "coming": "o",
        "paused": "p",
    },
    diamonds={"open": "#", "coming": "^"},
    lead_in="_",
    ghost="?",
    slip="~",
    today="V",
    today_line=":",
    rules={True: "|", False: " "},
    edges="<>",
    more="..",
    risks={"at-risk": "(r)", "off-track": "(R)"},
)


def render(chart: Chart, screen: Screen, *, plain: bool = False) -> str:
    """The chart as text: one line a bar, never wider than the screen. `plain` keeps to ASCII."""
    drawn = _Drawing(chart, screen, ASCII if plain else DRAWN)
    joint = " - " if plain else " · "
    heading = joint.join(
        [safe_text(chart.title), *map(safe_text, chart.asked), long_day(chart.day)]
    )
    lines = [drawn.paint(cut(heading, screen.width, drawn.symbols.more), "bold"), ""]
    if chart.lanes:
        body = [line for lane in chart.lanes for line in drawn.lane(lane)]
        lines += [*drawn.header(), *body, "", *drawn.key_lines(), ""]
    else:
        lines += ["Nothing that was asked for falls within these dates.", ""]
    lines += drawn.foot_lines()
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


class _Drawing:
    """One chart on one screen."""

    def __init__(self, chart: Chart, screen: Screen, symbols: Symbols) -> None:
        self.chart = chart
        self.width = screen.width
        self.paint = painter(screen)
        self.symbols = symbols
        bars = list(chart.bars)
        self.id_width = max((cell_width(bar.row.id) for bar in bars), default=0) + 2
        self.risk_width = 2 if any(bar.row.at_risk for bar in bars) else 0
        self.risk_width += self.risk_width and cell_width(symbols.risks["at-risk"]) - 1
        self.id_width += self.risk_width
        self.longest_title = max((cell_width(_title(bar)) for bar in bars), default=0)
        self.leads_width = self._room(LEADS_FROM, [_leads(bar) for bar in bars], SIDE_COLUMN)
        self.status_width = self._room(STATUS_FROM, [bar.row.status for bar in bars], SIDE_COLUMN)
        fixed = self.id_width + self.leads_width + self.status_width + 2
        wanted = min(self.longest_title, (screen.width or 0) // TITLE_SHARE)
        room = None if screen.width is None else screen.width - fixed - wanted
        self.layout = lay_out(chart.calendar, chart.first, chart.last, room)
        left = (
            self.longest_title
            if screen.width is None
            else screen.width - fixed - self.layout.across
        )
        self.title_width = max(min(left, self.longest_title), 0)
        self.first, self.last = self.layout.columns[0].first, self.layout.columns[-1].last
        self.today = self.layout.cell(chart.day) if self.layout.holds(chart.day) else None
        self.cell = cache(self.layout.cell)
        self.empty = self._empty()

    def _room(self, least: int, texts: list[str], most: int) -> int:
        """Cells for a column that only wider screens have, with the gap after it."""
        if self.width is not None and self.width < least:
            return 0
        return min(max(map(cell_width, texts), default=0), most) + 2

    def _empty(self) -> list[tuple[str, str]]:
        """The cells of a line without a bar: rules between terms, and today's."""
        cells = [(" ", "")] * self.layout.across
        for index, year in self.layout.rules.items():
            cells[index] = (self.symbols.rules[year], "dim")
        if self.today is not None:
            cells[self.today] = (self.symbols.today_line, "blue")
        return cells

    @property
    def _chart_starts(self) -> int:
        """Cells before the chart's own: ids, titles, leads."""
        return self.id_width + self.title_width + 2 + self.leads_width

    def header(self) -> Iterator[str]:
        """Years, terms, half terms, and where today is."""
        left = " " * self._chart_starts
        for text, style in heads(self.layout):
            yield left + self.paint(text, style)
        if self.today is not None:
            mark, index = f"{self.symbols.today} today", self.today
            if index + cell_width(mark) > self.layout.across:
                mark, index = f"today {self.symbols.today}", max(index - len("today "), 0)
            yield left + " " * index + self.paint(mark, "bold blue")

    def lane(self, lane: Lane) -> Iterator[str]:
        """An aim and its bars."""
        head = f"{lane.aim}  {safe_text(lane.title)}" if lane.aim is not None else "The whole plan"
        yield self.paint(cut(head, self.width, self.symbols.more), "bold")
        for bar in lane.bars:
            row = bar.row
            late = row.state == "overdue"
            text = self.paint(
                pad(row.id, self.id_width - self.risk_width), "bold red" if late else ""
            )
            sign = pad(self.symbols.risks.get(row.status, ""), self.risk_width)
            text += self.paint(sign, RISK_STYLES.get(row.status, "")) if self.risk_width else ""
            text += _name(bar, self.title_width, self.symbols.more) + "  "
            if self.leads_width:
                text += self.paint(pad(_leads(bar), self.leads_width - 2, self.symbols.more), "dim")
                text += "  "
            text += self._cells(bar)
            yield f"{text}  {judged_word(row.status, row.status_of)}" if self.status_width else text

    def _cells(self, bar: Bar) -> str:
        """The chart's part of one line."""
        cells = self.empty.copy()
        self._draw(bar, cells)
        text, run, style = "", "", ""
        for char, cell_style in cells:
            if cell_style != style:
                text, run, style = text + self.paint(run, style), "", cell_style
            run += char
        return text + self.paint(run, style)

    def _draw(self, bar: Bar, cells: list[tuple[str, str]]) -> None:
        """Lines first, then where it stood, then ends: what matters most is drawn last."""
        symbols = self.symbols
        self._stroke(cells, bar.slip, symbols.slip, "purple")
        self._stroke(cells, bar.lead_in, symbols.lead_in, "dim")
        self._stroke(cells, bar.run, symbols.lines["series"], "dim")
        shown = bar.between(self.first, self.last)
        shown.sort(key=lambda mark: LOOKS.index(mark.look), reverse=True)
        if bar.kind != "series":
            for mark in shown:
                style = STYLES[mark.look]
                self._stroke(cells, (mark.opens, mark.due), symbols.lines[bar.kind], style)
        self._ghost(bar, cells)
        for mark in shown:
            if mark.due <= self.last:
                cells[self.cell(mark.due)] = (self._end(bar, mark.look), STYLES[mark.look])
        if bar.first < self.first and cells[0][0] == " ":
            cells[0] = (symbols.edges[0], "dim")
        if bar.last > self.last:
            cells[-1] = (symbols.edges[1], "dim")

    def _end(self, bar: Bar, look: Look) -> str:
        ends = self.symbols.ends
        return (
            self.symbols.diamonds.get(look, ends[look]) if bar.kind == "milestone" else ends[look]
        )

    def _stroke(
        self, cells: list[tuple[str, str]], days: tuple[date, date] | None, char: str, style: str
    ) -> None:
        if days is None or not overlap(days, self.first, self.last):
            return
        for index in range(self.cell(days[0]), self.cell(days[1]) + 1):
            cells[index] = (char, style)

    def _ghost(self, bar: Bar, cells: list[tuple[str, str]]) -> None:
        """Mark where a bar was first due; in the next cell if the due day now has the same cell."""
        if bar.ghost is None or not self.layout.holds(bar.ghost):
            return
        index = self.cell(bar.ghost)
        if index in {self.cell(mark.due) for mark in bar.marks}:
            index += -1 if bar.row.slipped_days > 0 else 1
        if 0 <= index < len(cells):
            cells[index] = (self.symbols.ghost, "bold purple")

    # --- under the chart -------------------------------------------------------------------------

    def key_lines(self) -> list[str]:
        """The key of the symbols that were drawn."""
        samples, pieces = self._samples, []
        for name, word in key(self.chart.seen(self.first, self.last)):
            symbol, style = samples[name]
            pieces.append((f"{symbol} {word}", f"{self.paint(symbol, style)} {word}"))
        return flow(pieces, self.width, "   ")

    @property
    def _samples(self) -> dict[str, tuple[str, str]]:
        """Name in the key → the symbol that was drawn for it, and its style."""
        symbols, coming = self.symbols, self.symbols.ends["coming"]
        return {
            "date": (f"{symbols.lines['date'] * 2}{coming}", ""),
            "milestone": (f"{symbols.lines['milestone'] * 2}{symbols.diamonds['coming']}", ""),
            "series": (f"{symbols.lines['series']}{coming}" * 2, ""),
            **{look: (symbols.ends[look], STYLES[look]) for look in LOOKS},
            **{status: (sign, RISK_STYLES[status]) for status, sign in symbols.risks.items()},
            "lead-in": (symbols.lead_in * 2, "dim"),
            "slip": (symbols.ghost + symbols.slip, "bold purple"),
        }

    def foot_lines(self) -> list[str]:
        """What the chart does not show, in whole sentences."""
        sentences = foot(self.chart)
        if self.layout.unit != "half" and self.chart.lanes:
            sentences.append(
                f"Columns are {self.layout.unit}s; for half terms, ask for less: --from and --to."
            )
        return [line for sentence in sentences for line in wrapped(sentence, self.width, 0)]


KINDS: dict[Kind, str] = {
    "date": "a date",
    "milestone": "a milestone",
    "series": "comes back",
}


def key(seen: LegendParts) -> Iterator[tuple[str, str]]:
    """The entries of a picture's key: name and words of each thing that was drawn."""
    yield from ((kind, word) for kind, word in KINDS.items() if kind in seen.kinds)
    yield from ((look, LOOK_WORDS[look]) for look in reversed(LOOKS) if look in seen.looks)
    for status in AT_RISK:
        if status in seen.statuses:
            yield status, f"{status_word(status)}, as its lead judges it"
    if seen.lead_in:
        yield "lead-in", "work begins"
    if seen.slip:
        yield "slip", "first due"


def foot(chart: Chart) -> list[str]:
    """Sentences under a chart on what it cannot show; those on work judged at risk come first."""
    sentences = [_at_risk(row) for row in chart.judged]
    if chart.outside:
        lie = plural(chart.outside, "line lies", "lines lie")
        sentences.append(f"{lie} wholly outside these dates.")
    if chart.undated:
        has = plural(len(chart.undated), "thing has", "things have")
        sentences.append(f"{has} no date to draw: {', '.join(chart.undated)}.")
    return sentences


def _at_risk(row: Row) -> str:
    """`Judged off track: 3a.4 Replace the boilers (JK): Tenders came in a third too dear.`"""
    leads = lead_names(row.leads, "nobody leads it")
    reason = safe_text(row.reason).rstrip(".") if row.reason else "no reason given"
    judged = judged_word(row.status, row.status_of)
    return f"Judged {judged}: {row.id} {safe_text(row.title)} ({leads}): {reason}."


def _title(bar: Bar) -> str:
    return titled(bar.row.milestone, bar.row.title)


def _name(bar: Bar, room: int, more: str) -> str:
    """A line's title in `room` cells: a milestone leaves half of them to the activity."""
    row, whole = bar.row, _title(bar)
    if row.milestone and cell_width(whole) > room:
        most = max(room // 2, room - cell_width(safe_text(row.title)) - 2)
        whole = f"{cut(with_capital(row.milestone), most, more)}: {safe_text(row.title)}"
    return pad(whole, room, more)


def _leads(bar: Bar) -> str:
    return lead_names(bar.row.leads)


def summary(bars: Iterable[Bar]) -> str:
    """What some bars show, in a sentence: `60 lines: 14 overdue and 20 settled`."""
    states: Counter[str] = Counter(bar.row.state for bar in bars)
    words = ("overdue", "due", "upcoming", "settled", "paused")
    parts = [f"{states[state]} {state}" for state in words if states[state]]
    return f"{plural(states.total(), 'line')}: {join_words(parts)}" if parts else "no lines"
