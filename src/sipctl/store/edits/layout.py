"""How a file's text is laid out: line breaks, indentation, where values begin and end."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sipctl.plan.faults import Route
    from sipctl.store.yaml.spans import Positions, Span

FLOW = ("{", "[")
BLOCK_TEXT = ("|", ">")
QUOTES = ("'", '"')


class Layout:
    """A file's text and the positions of its values."""

    def __init__(self, text: str, positions: Positions) -> None:
        self.text = text
        self.positions = positions

    @cached_property
    def _children(self) -> dict[Route, list[Route]]:
        children: dict[Route, list[Route]] = defaultdict(list)
        for route in self.positions.values:
            if route:
                children[route[:-1]].append(route)
        return children

    @cached_property
    def _kin(self) -> dict[tuple[str, ...], list[Route]]:
        kin: dict[tuple[str, ...], list[Route]] = defaultdict(list)
        for route in self.positions.values:
            kin[_names(route)].append(route)
        return kin

    def children(self, route: Route) -> list[Route]:
        """The routes of a mapping's values or a list's items, in the order of the text."""
        return sorted(self._children[route], key=lambda child: self.start(child))

    def kin(self, route: Route) -> list[Route]:
        """Routes of the same kind elsewhere in the file: the same keys in other items."""
        same = [other for other in self._kin.get(_names(route), ()) if other != route]
        return same or [other for other in self._children[route[:-1]] if other != route]

    def style(self, route: Route) -> str:
        """How a value is written, as `Positions.styles` says it."""
        return self.positions.styles[route]

    def span(self, route: Route) -> Span:
        """From a value's first character to behind its last, as the parser has it."""
        return self.positions.values[route]

    def start(self, route: Route) -> int:
        """The offset at which an entry begins: its key, if it has one."""
        key = self.positions.keys.get(route)
        return (key or self.positions.values[route]).start

    def end(self, route: Route) -> int:
        """The offset behind a value's last character, trailing blank lines of a text aside."""
        inner = self._last_inside(route)
        span = self.span(inner)
        if self.style(inner) not in BLOCK_TEXT:
            return span.end
        head = self.text[span.start : span.end].partition("\n")[0].split("#")[0]
        if "+" in head:
            return span.end
        return span.start + len(self.text[slice(*span)].rstrip())

    def _last_inside(self, route: Route) -> Route:
        """The last scalar, or value in brackets, within a value."""
        while self.style(route) not in FLOW and self._children[route]:
            route = max(self._children[route], key=self.span)
        return route

    def in_brackets(self, route: Route) -> bool:
        """Whether something that holds the value is written in brackets or braces."""
        return any(self.positions.styles.get(route[:end]) in FLOW for end in range(len(route)))

    def line_start(self, offset: int) -> int:
        """The offset at which the line of an offset begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """The offset behind the line break of an offset's line."""
        stop = self.text.find("\n", offset)
        return len(self.text) if stop < 0 else stop + 1

    def column(self, offset: int) -> int:
        """How many characters stand before an offset on its line."""
        return offset - self.line_start(offset)

    def text_alone(self, route: Route) -> str:
        """A value's text without the indentation of its lines."""
        start = self.span(route).start
        column = self.column(start)
        first, *rest = self.text[start : self.end(route)].replace("\r\n", "\n").split("\n")
        return "\n".join(
            [first, *(row[min(column, len(row) - len(row.lstrip())) :] for row in rest)]
        )

    def lead(self, route: Route) -> str:
        """The hyphen and spaces before a list item, `  - `; LookupError if more stands there."""
        start = self.start(route)
        lead = re.fullmatch(r" *- +", self.text[self.line_start(start) : start])
        if lead is None:
            raise LookupError
        return lead[0]

    def comment(self, offset: int) -> str:
        """The comment behind an offset on its line, with the spaces before it; "" for none."""
        match = re.match(r"[ \t]+#[^\r\n]*", self.text[offset:])
        return match[0] if match else ""

    def line_break(self, near: int) -> str:
        """The line break in use around an offset."""
        end = self.text.find("\n", near)
        end = end if end >= 0 else self.text.rfind("\n")
        return "\r\n" if end > 0 and self.text[end - 1] == "\r" else "\n"

    @cached_property
    def list_offset(self) -> int:
        """By how many columns this file indents the items of a list from its key."""
        for route, key in self.positions.keys.items():
            first = (*route, 0)
            if first in self.positions.values and self.style(route) == "":
                start = self.start(first)
                lead = re.fullmatch(r"( *)- *", self.text[self.line_start(start) : start])
                if lead:
                    return max(0, len(lead[1]) - self.column(key.start))
        return 2


def _names(route: Route) -> tuple[str, ...]:
    return tuple("" if isinstance(step, int) else step for step in route)
