"""New values as YAML, in the style of like values in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.store.edits.changes import Bare
from sipctl.store.edits.layout import FLOW, QUOTES
from sipctl.store.yaml import scalars

if TYPE_CHECKING:
    from sipctl.plan.faults import Route
    from sipctl.store.edits.layout import Layout


class Renderer:
    """Writes values for one file."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def flow(self, value: Any) -> str:
        """A value on one line, as inside brackets: `{from: Autumn 2024, date: 2025-01-20}`."""
        if isinstance(value, dict):
            entries = (f"{_key(key)}: {self.flow(inner)}" for key, inner in value.items())
            return f"{{{', '.join(entries)}}}"
        if isinstance(value, list):
            return f"[{', '.join(map(self.flow, value))}]"
        return _text(value, bracketed=True)

    def entry(self, route: Route, key: str, value: Any, indent: str) -> list[str]:
        """The lines of `key: value`."""
        name = _key(key)
        if isinstance(value, str):
            return self._text_lines(route, name, value, indent)
        line = f"{indent}{name}: {self.flow(value)}"
        if not value or self._on_one_line(route, value, line):
            return [line]
        if isinstance(value, dict):
            inner = self._indent_inside(route, indent)
            return [f"{indent}{name}:", *self.mapping(route, value, inner)]
        lead = indent + " " * self.layout.list_offset + "- "
        items = [
            row
            for number, each in enumerate(value)
            for row in self.item((*route, number), each, lead)
        ]
        return [f"{indent}{name}:", *items]

    def mapping(self, route: Route, value: dict[str, Any], indent: str) -> list[str]:
        """The lines of a mapping in block style."""
        return [
            row
            for key, inner in value.items()
            for row in self.entry((*route, key), key, inner, indent)
        ]

    def item(self, route: Route, value: Any, lead: str, like: Route | None = None) -> list[str]:
        """The lines of an item of a list behind `lead` (`  - `): as the item `like` is written."""
        indent = " " * len(lead)
        if isinstance(value, str):
            first, *rest = self._text_lines(route, "k", value, indent)
            return [first.replace(f"{indent}k: ", lead, 1), *rest]
        line = f"{lead}{self.flow(value)}"
        braced = self.layout.style(like) in FLOW if like else self._on_one_line(route, value, line)
        if braced or not isinstance(value, dict):
            return [line]
        first, *rest = self.mapping(route, value, indent)
        return [lead + first.removeprefix(indent), *rest]

    def _text_lines(self, route: Route, name: str, text: str, indent: str) -> list[str]:
        if isinstance(text, Bare):
            return [f"{indent}{name}: {text}"]
        quote = self._quote(route)
        if quote and text.isprintable():
            return [f"{indent}{name}: {scalars.written(text, quote=quote)}"]
        return scalars.value(name, text, indent).split("\n")

    def _quote(self, route: Route) -> str:
        """The quotation mark that every text of this kind stands between in the file, if one."""
        kin = self.layout.kin(route) if isinstance(route[-1], str) else []
        quotes = {self.layout.style(other) for other in kin if other[-1] == route[-1]}
        return quotes.pop() if len(quotes) == 1 and quotes <= set(QUOTES) else ""

    def _on_one_line(self, route: Route, value: Any, line: str) -> bool:
        """Whether a list or mapping is written in brackets: as its kin are, else if it is short."""
        if len(line) > scalars.WIDTH:
            return False
        if isinstance(value, list):
            return all(isinstance(item, str) and " " not in item for item in value)
        if isinstance(route[-1], int) and "id" not in value:
            return True
        mappings = [other for other in self.layout.kin(route) if self._is_mapping(other)]
        if mappings:
            return self.layout.style(mappings[-1]) == "{"
        is_area = route[-2:-1] == ("areas",)  # its activities are yet to come: one line is too few
        return not is_area and (set(value) == {"id", "title"} or "id" not in value)

    def _is_mapping(self, route: Route) -> bool:
        style, children = self.layout.style(route), self.layout.children(route)
        return style == "{" or (style == "" and bool(children) and isinstance(children[0][-1], str))

    def _indent_inside(self, route: Route, indent: str) -> str:
        """The indentation of a new mapping's keys: as far in as its kin's are."""
        for other in self.layout.kin(route):
            children = self.layout.children(other)
            if self.layout.style(other) == "" and children:
                inner = self.layout.column(self.layout.start(children[0]))
                return indent + " " * max(1, inner - self.layout.column(self.layout.start(other)))
        return f"{indent}  "


def _key(key: str) -> str:
    return key if isinstance(key, Bare) else scalars.written(key, bracketed=True)


def _text(text: str, *, bracketed: bool, quote: str = "") -> str:
    bare = isinstance(text, Bare) and not quote
    return text if bare else scalars.written(text, bracketed=bracketed, quote=quote)
