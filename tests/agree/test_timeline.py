"""The timeline's picture, read back from its SVG: words as `list` has them, dates in their place."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

from support.asked import Row, asked, folders, key, short, whose_word, word

from sipctl.views.text.english import duration, join_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.asked import Asked

__all__ = ["asked", "folders"]

LEFT, RIGHT = 540, 1260
"""Where the chart begins and ends, between the leads and the margin."""
LOOKS = {"green": "settled", "red": "overdue", "blue": "open", "grey": "coming", "purple": "paused"}
NEAR = 0.15
"""What rounding to tenths may shift; half a day is wider."""
MOST_OFF = 3.5
"""A stroke, where there is no room for a sign, stands so much before the end of its day at most."""
CLOSEST = 3
"""Marks of one look that would stand closer are drawn as one."""
SVG = "{http://www.w3.org/2000/svg}"

Spot = tuple[float, str]


def picture(view: Asked) -> Element:
    return fromstring(view("timeline", "--kpis", "--format", "svg"))


def lines_of(svg: Element) -> list[Element]:
    """The groups of the picture that are a line each: those that have a title of their own."""
    return [group for group in svg.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]


def colour(shape: Element) -> str:
    """`grey` of `f-paper s-grey`, `red` of `f-red`."""
    names = [name[2:] for name in shape.get("class", "").split()]
    return next((name for name in names if name != "paper"), "paper")


def number(shape: Element, *names: str) -> list[float]:
    return [float(shape.get(name, "nan")) for name in names]


def points(shape: Element) -> list[tuple[float, float]]:
    numbers = [float(part) for part in shape.get("d", "").strip("MZ ").replace("L", "").split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def marks_of(group: Element) -> Iterator[Spot]:
    """Where the last day of each date stands, and what is drawn of it: `(978.7, "settled")`."""
    paused = False
    for shape in group:
        name, hue = shape.tag.removeprefix(SVG), colour(shape)
        if hue == "paper" or shape.get("stroke-dasharray"):
            continue
        if name == "circle":
            x, radius = number(shape, "cx", "r")
            yield x + radius + (0.9 if hue == "grey" else 0), LOOKS[hue]
        elif name == "path":
            (x, _), (side, _), *more = points(shape)
            if x > LEFT - 10:
                judged = len(more) == 1
                yield x + (side - x) / (1 if judged else 1.15), "judged" if judged else LOOKS[hue]
        elif name == "rect" and hue == "purple" and not shape.get("rx"):
            x, width = number(shape, "x", "width")
            paused = not paused
            if paused:  # the first of its two halves
                yield x + width / 0.4 * 1.5, "paused"
        elif name == "line" and shape.get("stroke-width") == "2":
            x, y, x2, y2 = number(shape, "x1", "y1", "x2", "y2")
            if y < y2:  # the first of the two lines of a cross
                yield (x + x2) / 2 + (x2 - x) / 1.2, "missed" if x < x2 else "stroke"


class Scale:
    """Where a day is, from the columns of the timeline's JSON, which are all equally wide."""

    def __init__(self, columns: list[Row]) -> None:
        self.columns = columns
        self.step = (RIGHT - LEFT) / len(columns)

    def place(self, day: str, *, end: bool = True) -> float:
        on = date.fromisoformat(day)
        for index, column in enumerate(self.columns):
            first, last = (date.fromisoformat(column[name]) for name in ("from", "to"))
            if first <= on <= last:
                share = ((on - first).days + end) / ((last - first).days + 1)
                return LEFT + (index + share) * self.step
        raise AssertionError(f"{day} is on no column")


def test_each_mark_stands_on_its_day(asked: Asked) -> None:
    """And each looks as the JSON of the timeline says, of which another test compares the days."""
    chart = asked.json("timeline", "--kpis")
    scale = Scale(chart["columns"])
    lines = lines_of(picture(asked))
    assert len(lines) == len(chart["bars"])
    for group, bar in zip(lines, chart["bars"], strict=True):
        expected: list[Spot] = []
        for mark in bar["marks"]:
            spot = scale.place(mark["due"]), mark["state"]
            if expected and expected[-1][1] == spot[1] and spot[0] - expected[-1][0] < CLOSEST:
                continue
            expected.append(spot)
        marks = list(marks_of(group))
        assert len(marks) == len(expected), bar["id"]
        strokes = []
        for (x, look), (place, state) in zip(marks, expected, strict=True):
            if look == "stroke":
                assert state in ("overdue", "missed")
                strokes.append(place - x)
            else:
                assert look == state, (bar["id"], marks, expected)
                assert abs(x - place) < NEAR, (bar["id"], marks, expected)
        if strokes:
            assert min(strokes) > 0 and max(strokes) < min(MOST_OFF, min(strokes) + 2 * NEAR)
        stretches = [shape for shape in group if shape.get("rx")]
        assert len(stretches) == (len(bar["marks"]) if bar["drawn_as"] == "date" else 0)
        for shape, mark in zip(stretches, bar["marks"], strict=bool(stretches)):
            x, width = number(shape, "x", "width")
            assert abs(x - scale.place(mark["opens"], end=False)) < NEAR, bar["id"]
            assert abs(x + width - scale.place(mark["due"])) < NEAR, bar["id"]
        ghosts = [shape for shape in group if colour(shape) == "purple" and shape.get("cx")]
        assert len(ghosts) == bool(bar["first_due"])
        for shape in ghosts:
            assert abs(number(shape, "cx")[0] + 5 - scale.place(bar["first_due"])) < NEAR


def state_words(row: Row) -> str:
    if row["days_overdue"]:
        return f"{duration(row['days_overdue'])} overdue"
    retired = (row["kind"], row["state"]) == ("kpi", "withdrawn")
    return "retired" if retired else row["state"].replace("-", " ")


def test_what_a_line_says_is_what_list_says(asked: Asked) -> None:
    """The words that a pointer and a screen reader are given, and the signs in front of a line."""
    listed = {key(row): row for row in asked.rows()}
    svg = picture(asked)
    bars = asked.json("timeline", "--kpis")["bars"]
    for group, bar in zip(lines_of(svg), bars, strict=True):
        row = listed[key(bar)]
        label = row["milestone"]
        title = f"{label[:1].upper()}{label[1:]}: {row['title']}" if label else row["title"]
        first = f"first due {short(row['original_due'])}" if row["slipped_days"] else ""
        leads = ", ".join(row["leads"]) or "nobody leads it"
        parts = [
            f"{row['id']} {title}",
            row["when"],
            state_words(row),
            whose_word(row),
            first,
            leads,
        ]
        assert group[0].text == "; ".join(dict.fromkeys(part for part in parts if part))
        assert (group[1].text, colour(group[1])) == (
            row["id"],
            "red" if row["state"] == "overdue" else "faint",
        )
        sign = colour(group[2]) if group[2].tag != f"{SVG}text" else None
        assert sign == {"off track": "red", "at risk": "amber"}.get(word(row)), row["id"]


def test_its_sums_and_its_foot_are_those_of_list_and_due(asked: Asked) -> None:
    """In the description, under the title, aim by aim where it is too small to read, and below."""
    svg = picture(asked)
    drawn = {key(bar) for bar in asked.json("timeline", "--kpis")["bars"]}
    rows = [row for row in asked.rows() if key(row) in drawn]
    texts = [" ".join((text.text or "").split()) for text in svg.iter(f"{SVG}text")]
    assert (svg.findtext(f"{SVG}desc") or "").endswith(f"{asked_on(asked)}. {summary(rows)}.")
    assert f"As it stood on {asked_on(asked)}. {summary(rows)}." in texts
    [narrow] = [group for group in svg.iter(f"{SVG}g") if group.get("class") == "sip-narrow"]
    small = " ".join(" ".join(narrow.itertext()).split())
    for aim in {row["aim"] for row in rows} if len({row["aim"] for row in rows}) > 1 else ():
        own = [row for row in rows if row["aim"] == aim]
        assert f": {summary(own)}" in small, aim
    whole = " ".join(texts)
    judged = asked.json("due")["judged_at_risk"]
    assert whole.count("Judged ") == len(judged)
    for row in judged:
        leads = ", ".join(row["leads"]) or "nobody leads it"
        reason = (row["reason"] or "no reason given").rstrip(".")
        line = f"Judged {whose_word(row)}: {row['id']} {row['title']} ({leads}): {reason}."
        assert line in whole
    undated = [
        row["id"] for row in asked.rows() if not row["occurrences"] and row["state"] != "withdrawn"
    ]
    named = f"no date to draw: {', '.join(dict.fromkeys(undated))}."
    assert (named in whole) == bool(undated)


def summary(rows: list[Row]) -> str:
    """What lines stand for, in a sentence: `16 lines: 9 overdue and 7 upcoming`."""
    states = Counter(row["state"] for row in rows)
    order = ("overdue", "due", "upcoming", "settled", "paused")
    parts = [f"{states[state]} {state}" for state in order if states[state]]
    return f"{len(rows)} line{'s' if len(rows) > 1 else ''}: {join_words(parts)}"


def asked_on(view: Asked) -> str:
    on = date.fromisoformat(view.day)
    return f"{on:%A} {on.day} {on:%B} {on.year}"
