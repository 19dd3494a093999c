"""One change of a file's data as splices of its text: the lines that change, and no other byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sipctl.store.edits.changes import Bare, InsertItem, RemoveValue, ReplaceText, key_before
from sipctl.store.edits.layout import BLOCK_TEXT, FLOW, QUOTES
from sipctl.store.edits.render import Renderer
from sipctl.store.yaml import scalars

if TYPE_CHECKING:
    from sipctl.plan.faults import Route
    from sipctl.store.edits.changes import Change
    from sipctl.store.edits.layout import Layout


class Splice(NamedTuple):
    """Replaces the text between two offsets; they are equal for an insertion."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: list[Splice]) -> str:
    """The text with every splice made."""
    for splice in sorted(splices, key=lambda splice: splice[:2], reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


def splice_of(layout: Layout, data: Any, route: Route, change: Change) -> Splice:
    """The splice that makes a change at a route; raises LookupError where none is known."""
    for step in route[:-1]:
        data = data[step]
    is_there = route in layout.positions.values
    if isinstance(change, RemoveValue):
        return _removal(layout, route)
    if isinstance(change, ReplaceText):
        return _replaced_text(layout, route, change.text)
    if isinstance(change, InsertItem) and is_there:
        return _insertion(layout, route, change, len(data[route[-1]]))
    value = [change.value] if isinstance(change, InsertItem) else change.value
    if is_there:
        return _replacement(layout, route, value)
    before = key_before(data, str(route[-1]), change.order)
    return _new_key(layout, route, value, before)


# --- replacing -----------------------------------------------------------------------------------


def _replacement(layout: Layout, route: Route, value: Any) -> Splice:
    """Replaces a value by another, with the same quotes and the same comment after it."""
    span, style = layout.span(route), layout.style(route)
    if layout.in_brackets(route):
        return Splice(*span, _inline(layout, value, style, bracketed=True))
    if isinstance(value, str) and (style in QUOTES or isinstance(route[-1], int)):
        return Splice(*span, _inline(layout, value, style, bracketed=False))
    if isinstance(route[-1], int):
        raise LookupError
    return _replaced_entry(layout, route, value)


def _inline(layout: Layout, value: Any, style: str, *, bracketed: bool) -> str:
    if not isinstance(value, str):
        return Renderer(layout).flow(value)
    if style in BLOCK_TEXT:
        raise LookupError
    if isinstance(value, Bare) and style not in QUOTES:
        return value
    return scalars.written(value, bracketed=bracketed, quote=style)


def _replaced_entry(layout: Layout, route: Route, value: Any) -> Splice:
    """Replaces the value of a key that is on a line of its own."""
    key, span, end = layout.positions.keys[route], layout.span(route), layout.end(route)
    indent, name = " " * layout.column(key.start), Bare(layout.text[slice(*key)])
    if isinstance(value, str) and not isinstance(value, Bare):
        first, *rest = scalars.value(name, value, indent).split("\n")
    else:
        first, *rest = Renderer(layout).entry(route, name, value, indent)
    is_text_block = layout.style(route) in BLOCK_TEXT
    mark = layout.text[span.start : end].split()[0]
    colon = layout.text.index(":", key.end) + 1
    on_one_line = "\n" not in layout.text[colon : span.start]
    comment = layout.comment(span.start + len(mark) if is_text_block else end)
    if is_text_block:
        end = span.start + len(layout.text[slice(*span)].rstrip())
    else:
        end += len(comment)
    beside_key = "" if on_one_line else layout.comment(colon)
    first = first.removeprefix(f"{indent}{name}:") + beside_key + comment
    text = layout.line_break(key.start).join([first, *rest])
    if text.startswith(" ") and colon < span.start and on_one_line:
        return Splice(span.start, end, text[1:])
    return Splice(colon, end, text)


def _replaced_text(layout: Layout, route: Route, text: str) -> Splice:
    """Replaces an entry's text, indented like the old one."""
    start, end = layout.span(route).start, layout.end(route)
    first, *rest = text.strip("\n").split("\n")
    indent = " " * layout.column(start)
    rows = [first, *(f"{indent}{row}" if row else row for row in rest)]
    if layout.text[end - 1] == "\n":  # the old one ended with a block that keeps its blank lines
        rows.append("")
    return Splice(start, end, layout.line_break(start).join(rows))


# --- inserting -----------------------------------------------------------------------------------


def _new_key(layout: Layout, route: Route, value: Any, before: str | None) -> Splice:
    """A new key after another."""
    parent, key, renderer = route[:-1], str(route[-1]), Renderer(layout)
    if isinstance(route[-1], Bare):
        key = route[-1]
    if layout.style(parent) == "{":
        text = renderer.flow({key: value})[1:-1]
        if before is None:
            return _inserted(layout.span(parent).start + 1, text)
        return _inserted(layout.end((*parent, before)), f", {text}")
    if before is None:
        raise LookupError
    other: Route = (*parent, before)
    indent = " " * layout.column(layout.start(layout.children(parent)[-1]))
    return _lines_after(layout, other, renderer.entry(route, key, value, indent))


def _insertion(layout: Layout, route: Route, change: InsertItem, count: int) -> Splice:
    """A new item of a list."""
    index = count if change.index is None else min(change.index, count)
    if layout.style(route) == "[":
        return _into_brackets(layout, route, index, change.value)
    renderer, neighbour = Renderer(layout), (*route, max(0, index - 1))
    lead = layout.lead(neighbour)
    rows = renderer.item((*route, count), change.value, lead, neighbour)
    if index == 0:
        start = layout.line_start(layout.start(neighbour))
        broken = layout.line_break(start)
        return _inserted(start, "".join(f"{row}{broken}" for row in rows))
    if _is_spaced(layout, route, index - 1):
        rows = ["", *rows]
    return _lines_after(layout, neighbour, rows)


def _is_spaced(layout: Layout, route: Route, index: int) -> bool:
    """Whether a blank line stands between an item of several lines and the one before it."""
    if index == 0 or layout.style((*route, index)) in FLOW:
        return False
    gap = layout.text[layout.end((*route, index - 1)) : layout.start((*route, index))]
    return any(not row.strip() for row in gap.split("\n")[1:-1])


def _into_brackets(layout: Layout, route: Route, index: int, value: Any) -> Splice:
    text = Renderer(layout).flow(value)
    items = layout.children(route)
    if index == 0:
        return _inserted(layout.span(route).start + 1, f"{text}, " if items else text)
    last = layout.span(items[index - 1])
    before = layout.span(items[index - 2]).end if index > 1 else layout.span(route).start
    if "\n" not in layout.text[before : last.start]:
        return _inserted(last.end, f", {text}")
    indent = layout.text[layout.line_start(last.start) : last.start]
    indent = indent if not indent.strip() else " " * len(indent)
    return _inserted(last.end, f",{layout.line_break(last.start)}{indent}{text}")


def _inserted(offset: int, text: str) -> Splice:
    return Splice(offset, offset, text)


def _lines_after(layout: Layout, route: Route, rows: list[str]) -> Splice:
    """New lines behind the line on which a value in block style ends."""
    end = layout.end(route)
    broken = layout.line_break(layout.span(route).start)
    if end and layout.text[end - 1] == "\n":  # a text that keeps its blank lines
        return _inserted(end, "".join(f"{row}{broken}" for row in rows))
    if layout.text.find("\n", end) < 0:
        return _inserted(len(layout.text), "".join(f"{broken}{row}" for row in rows))
    return _inserted(layout.line_end(end), "".join(f"{row}{broken}" for row in rows))


# --- removing ------------------------------------------------------------------------------------


def _removal(layout: Layout, route: Route) -> Splice:
    siblings = layout.children(route[:-1])
    place = siblings.index(route)
    start, end = layout.start(route), layout.end(route)
    following = siblings[place + 1] if place + 1 < len(siblings) else None
    if layout.style(route[:-1]) in FLOW:
        if following is not None:
            return Splice(start, layout.start(following), "")
        return Splice(layout.end(siblings[place - 1]) if place else start, end, "")
    if len(siblings) == 1:
        key = layout.positions.keys[route[:-1]]
        if "#" in layout.text[layout.line_end(key.end) : start]:  # it would be lost
            raise LookupError
        return _replacement(layout, route[:-1], [] if isinstance(route[-1], int) else {})
    line = layout.line_start(start)
    if isinstance(route[-1], int):
        layout.lead(route)
    elif layout.text[line:start].strip():  # it stands on the line of an item's hyphen
        if following is None:
            raise LookupError
        return Splice(start, layout.start(following), "")
    if layout.text[end - 1] != "\n":
        end = layout.line_end(end)
    if end == len(layout.text) and not layout.text.endswith("\n"):
        line -= len(layout.line_break(line))
    return Splice(line, end, "")
