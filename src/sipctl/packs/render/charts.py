"""The SVG pictures of a pack: statuses as a bar, terms as columns, a KPI's readings as a line.

Every picture is one image with a name and a description; packs give its numbers in words too. On an
HTML page colours are CSS variables, which have other values in dark mode; in documents they are
those for paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.packs.render import colours, escape
from sipctl.packs.render.phrases import tally_words
from sipctl.packs.render.sandbox import EscapedText
from sipctl.views import svg
from sipctl.views.text.english import plural, short_day, status_word
from sipctl.views.timeline.layout import shorter_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.packs.content.items import AcademyReadings, KpiReport, Reading, StatusCount
    from sipctl.packs.content.model import TermSummary

Paint = dict[str, str]
"""CSS value by colour name: `var(--red)` on a page, `#a8201a` in a document."""

PAGE: Paint = {name: f"var(--{name})" for name in colours.LIGHT}
PAPER: Paint = dict(colours.LIGHT)


class Picture(EscapedText):
    """An SVG picture, and (`alt`) its description."""

    alt: str


_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'

TIMELINE_KEY = (
    ("settled", "blue", "done in time"),
    ("late", "purple", "done late"),
    ("judged", "amber", "judged at risk"),
    ("missed", "red", "missed"),
    ("paused", "grey", "paused then"),
    ("ahead", "grey", "still to come"),
)
"""The segments of a term's column: field of `TermSummary`, colour, words in the key."""

_ROOM_FOR_YEAR = 30
"""The least width of a term's column with `2026` below it; a narrower one has `’26`."""

_SCALE = {"not-met": 0.0, "partly-met": 0.5, "met": 1.0}


class Charts:
    """The pictures that templates can draw, with the colours of one format."""

    def __init__(self, paint: Paint, status_colours: dict[str, str], font: str) -> None:
        self.paint = paint
        self.status_colours = {
            status: colours.known(colour) for status, colour in status_colours.items()
        }
        self.font = font
        self.namespace = "" if paint is PAGE else _NAMESPACE  # HTML knows SVG without it
        self.count = 0

    def bar(self, tallies: Sequence[StatusCount], name: str) -> Picture:
        """A bar of statuses, each as wide as its share; empty without activities."""
        total = sum(tally.number for tally in tallies)
        segments, x = [], 0.0
        for tally in tallies:
            width = 240 * tally.number / total if total else 0
            if width:
                segments.append(self._segment(tally.status, x, width))
                x += width
        return self._image(240, 18, name, tally_words(tallies), "".join(segments), stretch=True)

    def timeline(self, terms: Sequence[TermSummary], name: str) -> Picture:
        """A column for each term, of the dates that fall due in it by what became of them."""
        most = max((term.due for term in terms), default=0) or 1
        step = 400 / max(len(terms), 1)
        columns = [
            self._column(term, index * step, step, 130 / most) for index, term in enumerate(terms)
        ]
        rule = f'<path d="M0 150.5H400" {self._stroke("rule")}/>'
        description = "; ".join(_term_words(term) for term in terms)
        return self._image(400, 196, name, description, rule + "".join(columns))

    def course(self, kpi: KpiReport | AcademyReadings, name: str) -> Picture:
        """A KPI's readings, oldest first, as a line: of its values, or else of its results."""
        values = [reading for reading in kpi.course if reading.value is not None]
        results = [reading for reading in kpi.course if reading.result is not None]
        by_value = len(values) >= max(2, len(results))
        readings = values if by_value else results
        points = _points(readings, by_value=by_value)
        look = f'fill="none" {self._stroke("quiet", 1.5)}'
        drawn = "".join(
            svg.path(((f"{x:g}", f"{y:g}") for x, y in course), look)
            for course in _courses(readings, points)
        )
        for (x, y), reading in zip(points, readings, strict=True):
            drawn += self._dot(x, y, reading, last=reading is readings[-1])
        description = "; ".join(reading_words(reading) for reading in kpi.course) or "no readings"
        return self._image(160, 40, name, description, drawn)

    # --- pieces ----------------------------------------------------------------------------------

    def _segment(self, status: str, x: float, width: float) -> str:
        """One status of a bar: filled, or hollow for work without a record."""
        ink = self.paint[self.status_colours[status]]
        gap = min(1.5, width / 4)
        place = (f"{x + gap / 2:.2f}", 1, f"{width - gap:.2f}", 16)
        if status in ("no-record", "withdrawn", "paused"):
            dashes = {"no-record": "", "withdrawn": "1 2", "paused": "5 2"}[status]
            dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
            ground = self.paint["paper"]
            look = f'rx="2" style="fill:{ground};stroke:{ink};stroke-width:1"{dashed}'
            return svg.box(*place, f'{look} vector-effect="non-scaling-stroke"')
        return svg.box(*place, f'rx="2" style="fill:{ink}"')

    def _column(self, term: TermSummary, x: float, step: float, height: float) -> str:
        """One term's column, with the term's name below and the number of dates above."""
        frame = min(step - 2, 64)  # a plan of few terms has no wider columns than one of six
        middle, width, y = x + step / 2, frame * 0.65, 150.0
        drawn = ""
        if term.this:
            look = f'rx="4" style="fill:{self.paint["ground"]};stroke:{self.paint["accent"]}"'
            drawn += svg.box(f"{middle - frame / 2:.1f}", 2, f"{frame:.1f}", 192, look)
        for field, colour, _ in TIMELINE_KEY:
            tall = getattr(term, field) * height
            if tall:
                y -= tall
                place = (f"{middle - width / 2:.1f}", f"{y:.1f}", f"{width:.1f}", f"{tall:.1f}")
                ink, hollow = self.paint[colour], field == "ahead"
                fill = self.paint["paper"] if hollow else ink
                drawn += svg.box(*place, f'style="fill:{fill};stroke:{ink}"')
        weight = "bold" if term.this else "normal"
        drawn += self._text(middle, y - 5, str(term.due), "text", weight)
        name, _, year = term.term.title.rpartition(" ")
        year = year if step > _ROOM_FOR_YEAR else f"\u2019{year[-2:]}"
        drawn += self._text(middle, 166, shorter_names(name)[1], "text", weight)
        drawn += self._text(middle, 181, year, "quiet", weight)
        return drawn

    def _dot(self, x: float, y: float, reading: Reading, *, last: bool) -> str:
        colour = {"met": "green", "partly-met": "amber", "not-met": "red"}.get(reading.result or "")
        ink = self.paint[colour or "accent"]
        size = 5 if last else 3.5
        if reading.result == "not-met":
            side = size * 1.7
            place = (f"{x - side / 2:g}", f"{y - side / 2:g}", f"{side:g}", f"{side:g}")
            return svg.box(*place, f'style="fill:{ink}"')
        fill = self.paint["paper"] if reading.result == "partly-met" else ink
        look = f'style="fill:{fill};stroke:{ink};stroke-width:2"'
        return svg.circle(f"{x:g}", f"{y:g}", f"{size:g}", look)

    def _text(self, x: float, y: float, words: str, colour: str, weight: str) -> str:
        style = f"fill:{self.paint[colour]};font:{weight} 11px {self.font};text-anchor:middle"
        return f'<text x="{x:.1f}" y="{y:.1f}" style="{style}">{escape.html(words)}</text>'

    def _stroke(self, colour: str, width: float = 1) -> str:
        return f'style="stroke:{self.paint[colour]};stroke-width:{width:g};fill:none"'

    def _image(
        self,
        width: int,
        height: int,
        name: str,
        description: str,
        drawn: str,
        *,
        stretch: bool = False,
    ) -> Picture:
        """An image with a name and a description that a screen reader reads."""
        self.count += 1
        title, words = f"i{self.count}t", f"i{self.count}d"
        ratio = ' preserveAspectRatio="none"' if stretch else ""
        picture = Picture(
            f'<svg{self.namespace} role="img" viewBox="0 0 {width} {height}"'
            f'{ratio} aria-labelledby="{title} {words}">'
            f'<title id="{title}">{escape.html(name)}</title>'
            f'<desc id="{words}">{escape.html(description)}</desc>{drawn}</svg>'
        )
        picture.alt = f"{name}: {description}"
        return picture


def reading_words(reading: Reading) -> str:
    """A reading in words: `4 Apr 2025: 14.2 %, met`."""
    parts = (reading.shown, status_word(reading.result or ""), reading.academy or "")
    return f"{short_day(reading.on)}: {', '.join(part for part in parts if part)}"


def _term_words(term: TermSummary) -> str:
    if not term.due:
        return f"{term.term.title}: nothing due"
    counts = [(getattr(term, field), words) for field, _, words in TIMELINE_KEY]
    parts = [f"{count} {words}" for count, words in counts if count]
    return f"{term.term.title}: {plural(term.due, 'date')} due, {', '.join(parts)}"


def _courses(
    readings: Sequence[Reading], points: Sequence[tuple[float, float]]
) -> list[list[tuple[float, float]]]:
    """The points of readings by academy: readings of different academies are not joined."""
    by_academy: dict[str | None, list[tuple[float, float]]] = {}
    for reading, point in zip(readings, points, strict=True):
        by_academy.setdefault(reading.academy, []).append(point)
    return list(by_academy.values())


def _points(readings: Sequence[Reading], *, by_value: bool) -> list[tuple[float, float]]:
    """The x and y of readings: x by day, y by value or result."""
    if not readings:
        return []
    days = [reading.on.toordinal() for reading in readings]
    heights = [
        (reading.value or 0.0) if by_value else _SCALE[reading.result or "not-met"]
        for reading in readings
    ]
    low, high = (min(heights), max(heights)) if by_value else (0.0, 1.0)
    first, width = days[0], (days[-1] - days[0]) or 1
    return [
        (
            round(8 + 144 * (day - first) / width, 1) if len(readings) > 1 else 80.0,
            round(32 - 24 * ((height - low) / (high - low) if high > low else 0.5), 1),
        )
        for day, height in zip(days, heights, strict=True)
    ]
