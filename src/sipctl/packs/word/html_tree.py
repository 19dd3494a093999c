"""A parser for the subset of HTML that Word templates write."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TAGS = frozenset(
    (
        *("h1", "h2", "h3", "h4", "p", "ul", "li", "br", "hr", "img", "strong", "em", "span", "a"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "body"),
    )
)
VOID_TAGS = frozenset(("br", "hr", "img"))
"""Elements that have no content, and so no closing tag."""


class HtmlError(Exception):
    """A template wrote HTML that Word packs cannot hold. Lines count from 1, columns from 0."""

    def __init__(self, place: tuple[int, int], message: str) -> None:
        super().__init__(f"line {place[0]}: {message}")
        self.place = place
        self.message = message


@dataclass
class Node:
    """An element: its tag, its attributes, and the texts and elements inside it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    place: tuple[int, int] = (1, 0)
    """The line and column of the text where the element begins."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The words of its `class` attribute."""
        return tuple(self.attrs.get("class", "").split())

    def nodes(self, *tags: str) -> list[Node]:
        """The direct children that have one of these tags."""
        return [node for node in self.children if isinstance(node, Node) and node.tag in tags]

    @property
    def text(self) -> str:
        """All the text in it."""
        return "".join(part if isinstance(part, str) else part.text for part in self.children)


def parse_html(text: str) -> Node:
    """The tree of a text, in a `body`; raises HtmlError with the line of the first mistake."""
    parser = _Parser()
    try:
        parser.feed(text)
        parser.close()
    except (AssertionError, ValueError) as error:  # for a `<![` that begins no CDATA section
        raise HtmlError(parser.getpos(), f"it is no HTML: {error}") from None
    if len(parser.open) != 1:
        node = parser.open[-1]
        raise HtmlError(node.place, f"<{node.tag}> is never closed")
    return parser.open[0]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("body")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise HtmlError(self.getpos(), f"a Word pack knows no <{tag}>")
        node = Node(tag, {name: value or "" for name, value in attrs}, place=self.getpos())
        self.open[-1].children.append(node)
        if tag not in VOID_TAGS:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID_TAGS:
            return
        if self.open[-1].tag != tag or len(self.open) == 1:
            raise HtmlError(self.getpos(), f"</{tag}> closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
