"""Edits a plan file by splicing its text: the lines that change, and no other byte.

A YAML writer would re-wrap, re-quote and lose comments. So new text is put at the very place that
the parser gives, in the style of what stands around it; then the file is read again, and must say
what it said before with that one change. If it does not, nothing is written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import ChangedMeanwhile
from sipctl.store.files.atomic import replace as replace_file
from sipctl.store.files.plan_files import read_file
from sipctl.store.files.source import Source
from sipctl.store.load import load_file
from sipctl.store.yaml import read as yaml
from sipctl.store.yaml import scalars, writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.plan.faults import Route
    from sipctl.plan.model.entries import Activity, Aim, Move
    from sipctl.store.files.folder import Folder
    from sipctl.store.yaml.spans import Positions, Span


_TRIES = 100
_AS_THEY_ARE = ("date",)


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
        return writer.braces(self.pairs, _AS_THEY_ARE)

    def in_lines(self, indent: str) -> list[str]:
        """One line a key, long texts in blocks; the first line without its indentation."""
        first, *rest = writer.block(self.pairs, indent, _AS_THEY_ARE)
        return [first.removeprefix(indent), *rest]


def move(source: Source, name: str, phrase: str, entry: Move) -> Source:
    """The aim file with an activity re-dated: `when` (of the entry's milestone) and `moved`.

    Raises Refusal where that cannot be done without touching anything else.
    """
    before = load_file(source).model
    area, index = _find(before, name)
    route: Route = ("areas", area, "activities", index)
    expected = _moved(before, area, index, phrase, entry)
    text, positions = yaml.text_of(source), yaml.positions(source)
    try:
        splices = [
            _phrase(text, positions, route, phrase, entry),
            _entry(text, positions, route, entry),
        ]
    except LookupError:
        raise _by_hand(source, name, "it is written in a way that sipctl cannot change") from None
    after = Source(source.path, _byte_order_mark(source) + spliced(text, splices).encode())
    reread = load_file(after)
    if reread.model != expected:
        why = reread.faults[0].message if reread.faults else "more than its date would have changed"
        raise _by_hand(source, name, why)
    return after


def save_move(folder: Folder, source: Source, name: str, phrase: str, entry: Move) -> None:
    """Writes a move into the plan's file, on top of what was done to others in it meanwhile.

    Raises Refusal where that cannot be written, or this very activity was changed.
    """
    activity = _activity(source, name)
    for _ in range(_TRIES):
        after = move(source, name, phrase, entry)
        try:
            replace_file(folder, source.path, source.data, after.data)
        except ChangedMeanwhile:
            source = read_file(folder, source.path)
            if _activity(source, name) != activity:
                raise
        else:
            return
    raise ChangedMeanwhile(folder, source.path)


def _activity(source: Source, name: str) -> Activity | None:
    """An activity as a file has it; None where it has not, or does not load."""
    aim = load_file(source).model
    activities = [] if aim is None else list(_activities(aim))
    return next((activity for activity in activities if activity.id == name), None)


def _activities(aim: Aim) -> Iterator[Activity]:
    return (activity for area in aim.areas for activity in area.activities)


def spliced(text: str, splices: list[Splice]) -> str:
    """The text with every splice made."""
    for splice in sorted(splices, reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


def _byte_order_mark(source: Source) -> bytes:
    return b"\xef\xbb\xbf" if source.data.startswith(b"\xef\xbb\xbf") else b""


def _by_hand(source: Source, name: str, why: str) -> Refusal:
    message = f"{name} cannot be moved in {source.path} ({why}), so nothing was changed"
    return Refusal(message, "change when: and moved: there by hand, then run sipctl check")


# --- the expected result -------------------------------------------------------------------------


def _find(aim: Aim, name: str) -> tuple[int, int]:
    for area_index, area in enumerate(aim.areas):
        for index, activity in enumerate(area.activities):
            if activity.id == name:
                return area_index, index
    raise KeyError(name)


def _moved(aim: Aim, area_index: int, index: int, phrase: str, entry: Move) -> Aim:
    def changed(activity: Activity) -> Activity:
        when = activity.when | {entry.milestone or "": phrase}
        return replace(activity, when=when, moved=(*activity.moved, entry))

    area = aim.areas[area_index]
    activities = list(area.activities)
    activities[index] = changed(activities[index])
    areas = list(aim.areas)
    areas[area_index] = replace(area, activities=tuple(activities))
    return replace(aim, areas=tuple(areas))


# --- `when` --------------------------------------------------------------------------------------


def _phrase(text: str, positions: Positions, route: Route, phrase: str, entry: Move) -> Splice:
    """The new phrase in the place and between the quotes of the old one."""
    when: Route = (*route, "when", entry.milestone) if entry.milestone else (*route, "when")
    span, style = positions.values[when], positions.styles[when]
    bracketed = any(positions.styles.get(when[:end]) in ("{", "[") for end in range(len(when)))
    if style not in ("|", ">"):
        return Splice(*span, scalars.written(phrase, bracketed=bracketed, quote=style))
    head, _, _ = text[span.start : span.end].partition("\n")
    comment = re.search(r"[ \t]+#[^\r]*", head)
    new = scalars.written(phrase) + (comment[0] if comment else "")
    return Splice(span.start, span.start + len(text[slice(*span)].rstrip()), new)


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


def _entry(text: str, positions: Positions, route: Route, entry: Move) -> Splice:
    """One more item of `moved`, or `moved` with its first."""
    item, moved = _item(entry), (*route, "moved")
    if moved not in positions.values:
        if positions.styles[route] == "{":
            return _insert(_last(positions, route).end, f", moved: [{item.in_braces()}]")
        return _new_list(text, positions, route, item)
    count = sum(1 for inner in positions.values if inner[:-1] == moved)
    if positions.styles[moved] == "[":
        return _into_brackets(text, positions, moved, count, item)
    return _under_last(text, positions, moved, count, item)


def _into_brackets(
    text: str, positions: Positions, moved: Route, count: int, item: MoveItem
) -> Splice:
    if count == 0:
        return _insert(positions.values[moved].start + 1, item.in_braces())
    last = positions.values[(*moved, count - 1)]
    before = (
        positions.values[(*moved, count - 2)].end if count > 1 else positions.values[moved].start
    )
    gap = text[before : last.start]
    if "\n" not in gap:
        return _insert(last.end, f", {item.in_braces()}")
    indent = _indent(text, last.start)
    return _insert(last.end, f",{_break(text, last.start)}{indent}{item.in_braces()}")


def _under_last(
    text: str, positions: Positions, moved: Route, count: int, item: MoveItem
) -> Splice:
    """After the last item of a list of lines, in that item's style."""
    last: Route = (*moved, count - 1)
    start = positions.values[last].start
    line = text.rfind("\n", 0, start) + 1
    lead = re.fullmatch(r"( *)-( +)", text[line:start])
    if lead is None:
        raise LookupError
    if positions.styles[last] == "{":
        lines = [f"{lead[0]}{item.in_braces()}"]
    else:
        first, *rest = item.in_lines(" " * len(lead[0]))
        lines = [f"{lead[0]}{first}", *rest]
    return _after(text, positions, last, lines)


def _new_list(text: str, positions: Positions, route: Route, item: MoveItem) -> Splice:
    """`moved:` as the last line of an activity, its items set in as the file sets in its own."""
    first_key = min(span.start for key, span in positions.keys.items() if key[:-1] == route)
    indent = " " * _column(text, first_key)
    dash = indent + " " * _offset(text, positions, route)
    line = f"{dash}- {item.in_braces()}"
    if len(line) <= scalars.WIDTH:
        items = [line]
    else:
        first, *rest = item.in_lines(f"{dash}  ")
        items = [f"{dash}- {first}", *rest]
    return _after(text, positions, route, [f"{indent}moved:", *items])


def _offset(text: str, positions: Positions, route: Route) -> int:
    """By how many columns this file sets its lists in: as it does the one that `route` is in."""
    key = positions.keys[route[:-1]]
    first = positions.values[(*route[:-1], 0)].start
    line = text.rfind("\n", 0, first) + 1
    lead = re.fullmatch(r"( *)- *", text[line:first])
    return max(0, len(lead[1]) - _column(text, key.start)) if lead else 2


# --- where a line goes ---------------------------------------------------------------------------


def _insert(offset: int, text: str) -> Splice:
    return Splice(offset, offset, text)


def _after(text: str, positions: Positions, route: Route, lines: list[str]) -> Splice:
    """New lines behind the line on which a value in block style ends."""
    end = _end(text, positions, route)
    stop = text.find("\n", end)
    broken = _break(text, positions.values[route].start)
    if end and text[end - 1] == "\n":  # a block that keeps its blank lines
        return _insert(end, "".join(f"{line}{broken}" for line in lines))
    if stop < 0:
        return _insert(len(text), "".join(f"{broken}{line}" for line in lines))
    return _insert(stop + 1, "".join(f"{line}{broken}" for line in lines))


def _end(text: str, positions: Positions, route: Route) -> int:
    """The offset behind the last character of a value (a block's trailing blank lines are not)."""
    inner = _last_route(positions, route)
    span = positions.values[inner]
    if positions.styles[inner] not in ("|", ">"):
        return span.end
    head = text[span.start : span.end].partition("\n")[0].split("#")[0]
    if "+" in head:
        return span.end
    return span.start + len(text[slice(*span)].rstrip())


def _last_route(positions: Positions, route: Route) -> Route:
    """The last scalar, or value in brackets, within a value."""
    while positions.styles[route] not in ("{", "["):
        inner = [other for other in positions.values if other[:-1] == route and other != route]
        if not inner:
            break
        route = max(inner, key=lambda other: positions.values[other])
    return route


def _last(positions: Positions, route: Route) -> Span:
    return max(
        span for inner, span in positions.values.items() if inner[:-1] == route and inner != route
    )


def _break(text: str, near: int) -> str:
    """The line break in use around an offset."""
    end = text.find("\n", near)
    end = end if end >= 0 else text.rfind("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def _column(text: str, offset: int) -> int:
    return offset - (text.rfind("\n", 0, offset) + 1)


def _indent(text: str, offset: int) -> str:
    line = text.rfind("\n", 0, offset) + 1
    return text[line:offset] if not text[line:offset].strip() else " " * (offset - line)
