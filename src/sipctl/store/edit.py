"""Changing a plan file by splicing its text: the lines that change, and no other byte.

A YAML writer would re-wrap, re-quote and lose comments. So new text is put at the very place that
the parser gives, in the style of what stands around it; then the file is read again, and must say
what it said before with that one change. If it does not, nothing is written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sipctl.plan.faults import Refusal
from sipctl.store.files.source import Source
from sipctl.store.load import load_file
from sipctl.store.yaml import read as yaml
from sipctl.store.yaml import scalars

if TYPE_CHECKING:
    from sipctl.plan.faults import Route
    from sipctl.plan.model.entries import Activity, Aim, Move
    from sipctl.store.yaml.spans import Positions, Span


class Splice(NamedTuple):
    """New text in the place of what stands between two offsets (the same, to insert)."""

    start: int
    end: int
    text: str


class MoveItem(NamedTuple):
    """A move as it is written: keys and texts, in order."""

    pairs: tuple[tuple[str, str], ...]

    def in_braces(self) -> str:
        """`{from: Autumn 2024, date: 2025-01-20, …}`."""
        return "{" + ", ".join(f"{key}: {_of(key, text)}" for key, text in self.pairs) + "}"

    def in_lines(self, indent: str) -> list[str]:
        """One line a key, long texts in blocks; the first line without its indentation."""
        lines = [
            line
            for key, text in self.pairs
            for line in (
                [f"{indent}{key}: {text}"]
                if key == "date"
                else scalars.value(key, text, indent).split("\n")
            )
        ]
        return [lines[0].removeprefix(indent), *lines[1:]]


def move(source: Source, name: str, phrase: str, entry: Move) -> Source:
    """The aim file with an activity re-dated: `when` (of the entry's milestone) and `moved`.

    Raises Refusal where that cannot be done without touching anything else.
    """
    before = load_file(source).model
    area, at = _find(before, name)
    route: Route = ("areas", area, "activities", at)
    expected = _moved(before, area, at, phrase, entry)
    text, places = yaml.text_of(source), yaml.places(source)
    try:
        splices = [_phrase(text, places, route, phrase, entry), _entry(text, places, route, entry)]
    except LookupError:
        raise _by_hand(source, name, "it is written in a way that sipctl cannot change") from None
    after = Source(source.path, _marked(source) + spliced(text, splices).encode())
    read = load_file(after)
    if read.model != expected:
        why = read.faults[0].message if read.faults else "more than its date would have changed"
        raise _by_hand(source, name, why)
    return after


def spliced(text: str, splices: list[Splice]) -> str:
    """The text with every splice made."""
    for one in sorted(splices, reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def _marked(source: Source) -> bytes:
    return b"\xef\xbb\xbf" if source.data.startswith(b"\xef\xbb\xbf") else b""


def _by_hand(source: Source, name: str, why: str) -> Refusal:
    message = f"{name} cannot be moved in {source.path} ({why}), so nothing was changed"
    return Refusal(message, "change when: and moved: there by hand, then run sipctl check")


# --- what it should say afterwards ---------------------------------------------------------------


def _find(aim: Aim, name: str) -> tuple[int, int]:
    for area, one in enumerate(aim.areas):
        for at, activity in enumerate(one.activities):
            if activity.id == name:
                return area, at
    raise KeyError(name)


def _moved(aim: Aim, area: int, at: int, phrase: str, entry: Move) -> Aim:
    def changed(activity: Activity) -> Activity:
        when = activity.when | {entry.milestone or "": phrase}
        return replace(activity, when=when, moved=(*activity.moved, entry))

    here = aim.areas[area]
    activities = tuple(
        changed(one) if number == at else one for number, one in enumerate(here.activities)
    )
    areas = tuple(
        replace(here, activities=activities) if number == area else one
        for number, one in enumerate(aim.areas)
    )
    return replace(aim, areas=areas)


# --- `when` --------------------------------------------------------------------------------------


def _phrase(text: str, places: Positions, route: Route, phrase: str, entry: Move) -> Splice:
    """The new phrase in the place and between the quotes of the old one."""
    here: Route = (*route, "when", entry.milestone) if entry.milestone else (*route, "when")
    span, style = places.values[here], places.styles[here]
    bracketed = any(places.styles.get(here[:end]) in ("{", "[") for end in range(len(here)))
    if style not in ("|", ">"):
        return Splice(*span, scalars.written(phrase, bracketed=bracketed, quote=style))
    head, _, _ = text[span.start : span.end].partition("\n")
    comment = re.search(r"[ \t]+#[^\r]*", head)
    told = scalars.written(phrase) + (comment[0] if comment else "")
    return Splice(span.start, span.start + len(text[slice(*span)].rstrip()), told)


# --- `moved` -------------------------------------------------------------------------------------


def _item(entry: Move) -> MoveItem:
    pairs = {
        "milestone": entry.milestone,
        "from": entry.from_,
        "date": str(entry.date),
        "agreed": entry.agreed,
        "why": entry.why,
    }
    return MoveItem(tuple((key, text) for key, text in pairs.items() if text is not None))


def _of(key: str, text: str) -> str:
    return text if key == "date" else scalars.written(text, bracketed=True)


def _entry(text: str, places: Positions, route: Route, entry: Move) -> Splice:
    """One more item of `moved`, or `moved` with its first."""
    item, here = _item(entry), (*route, "moved")
    if here not in places.values:
        if places.styles[route] == "{":
            return _insert(_last(places, route).end, f", moved: [{item.in_braces()}]")
        return _new_list(text, places, route, item)
    count = sum(1 for found in places.values if found[:-1] == here)
    if places.styles[here] == "[":
        return _into_brackets(text, places, here, count, item)
    return _under_last(text, places, here, count, item)


def _into_brackets(text: str, places: Positions, here: Route, count: int, item: MoveItem) -> Splice:
    if count == 0:
        return _insert(places.values[here].start + 1, item.in_braces())
    last = places.values[(*here, count - 1)]
    before = places.values[(*here, count - 2)].end if count > 1 else places.values[here].start
    gap = text[before : last.start]
    if "\n" not in gap:
        return _insert(last.end, f", {item.in_braces()}")
    indent = _indent(text, last.start)
    return _insert(last.end, f",{_break(text, last.start)}{indent}{item.in_braces()}")


def _under_last(text: str, places: Positions, here: Route, count: int, item: MoveItem) -> Splice:
    """After the last item of a list of lines, in that item's style."""
    last: Route = (*here, count - 1)
    start = places.values[last].start
    line = text.rfind("\n", 0, start) + 1
    lead = re.fullmatch(r"( *)-( +)", text[line:start])
    if lead is None:
        raise LookupError
    if places.styles[last] == "{":
        lines = [f"{lead[0]}{item.in_braces()}"]
    else:
        first, *rest = item.in_lines(" " * len(lead[0]))
        lines = [f"{lead[0]}{first}", *rest]
    return _after(text, places, last, lines)


def _new_list(text: str, places: Positions, route: Route, item: MoveItem) -> Splice:
    """`moved:` as the last line of an activity, its items set in as the file sets in its own."""
    first_key = min(places.keys[found].start for found in places.keys if found[:-1] == route)
    indent = " " * _column(text, first_key)
    dash = indent + " " * _offset(text, places, route)
    line = f"{dash}- {item.in_braces()}"
    if len(line) <= scalars.WIDTH:
        items = [line]
    else:
        first, *rest = item.in_lines(f"{dash}  ")
        items = [f"{dash}- {first}", *rest]
    return _after(text, places, route, [f"{indent}moved:", *items])


def _offset(text: str, places: Positions, route: Route) -> int:
    """By how many columns this file sets its lists in: as it does the one that `route` is in."""
    key = places.keys[route[:-1]]
    first = places.values[(*route[:-1], 0)].start
    line = text.rfind("\n", 0, first) + 1
    lead = re.fullmatch(r"( *)- *", text[line:first])
    return max(0, len(lead[1]) - _column(text, key.start)) if lead else 2


# --- where a line goes ---------------------------------------------------------------------------


def _insert(at: int, text: str) -> Splice:
    return Splice(at, at, text)


def _after(text: str, places: Positions, route: Route, lines: list[str]) -> Splice:
    """New lines behind the line on which a value in block style ends."""
    end = _end(text, places, route)
    stop = text.find("\n", end)
    broken = _break(text, places.values[route].start)
    if end and text[end - 1] == "\n":  # a block that keeps its blank lines
        return _insert(end, "".join(f"{line}{broken}" for line in lines))
    if stop < 0:
        return _insert(len(text), "".join(f"{broken}{line}" for line in lines))
    return _insert(stop + 1, "".join(f"{line}{broken}" for line in lines))


def _end(text: str, places: Positions, route: Route) -> int:
    """The offset behind the last character of a value (a block's trailing blank lines are not)."""
    inner = _last_route(places, route)
    span = places.values[inner]
    if places.styles[inner] not in ("|", ">"):
        return span.end
    head = text[span.start : span.end].partition("\n")[0].split("#")[0]
    if "+" in head:
        return span.end
    return span.start + len(text[slice(*span)].rstrip())


def _last_route(places: Positions, route: Route) -> Route:
    """The last scalar, or value in brackets, within a value."""
    while places.styles[route] not in ("{", "["):
        inner = [found for found in places.values if found[:-1] == route and found != route]
        if not inner:
            break
        route = max(inner, key=lambda found: places.values[found])
    return route


def _last(places: Positions, route: Route) -> Span:
    return max(
        span for found, span in places.values.items() if found[:-1] == route and found != route
    )


def _break(text: str, near: int) -> str:
    """The line break in use around an offset."""
    at = text.find("\n", near)
    at = at if at >= 0 else text.rfind("\n")
    return "\r\n" if at > 0 and text[at - 1] == "\r" else "\n"


def _column(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)


def _indent(text: str, at: int) -> str:
    line = text.rfind("\n", 0, at) + 1
    return text[line:at] if not text[line:at].strip() else " " * (at - line)
