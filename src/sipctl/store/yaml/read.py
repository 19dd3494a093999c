"""Parses one YAML file: its text, its data and the position of each value.

A single pass over the parser's events gives the data. Every scalar is text (an empty one is
None), because YAML's guesses (`NO`, `2.10`, `12:30`) are wrong for a plan. Whatever a plan file
may not hold (anchors, tags, two documents, one key twice) is a fault with a position. Positions of
values are worked out in a second pass, and only for a file that needs them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sipctl.plan.model.scalars import control_character
from sipctl.store.files.source import BIGGEST, Source
from sipctl.store.yaml import restrictions
from sipctl.store.yaml.spans import Positions, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sipctl.plan.faults import Fault, Route

    Parser = Callable[[str], Iterator[Any]]

DEEPEST = 40
MOST_ROUNDS = 20  # of leaving out entries; a text that is still at fault then is not read on


@dataclass
class ParsedFile:
    """A file's data, and every fault of the text itself.

    `lines` gives the line (from 1) on which each mapping with an `id:` begins.
    """

    data: Any = None
    faults: list[Fault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    rest: Any = None
    """Where the text is at fault in some entries, the data without these, if that can be read."""


def text_of(source: Source) -> str:
    """The file's text, character for character but for a byte order mark; raises Unparsable."""
    if len(source.data) > BIGGEST:
        raise restrictions.too_large(source.path)
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source.data[: error.start].decode("utf-8")
        raise restrictions.not_utf_8(source.path, len(before.removeprefix("\ufeff"))) from None
    return text.removeprefix("\ufeff")


def read(source: Source, parser: Parser | None = None) -> ParsedFile:
    """Parses a source, with every fault of the text itself. Never raises.

    `parser` gives ruamel's events of a text; without it, the fastest that is installed.
    """
    try:
        text = text_of(source)
        restrictions.refuse(source.path, text)
    except restrictions.Unparsable as unparsable:
        return ParsedFile(faults=[unparsable.fault])
    parsed = _parse(source.path, text, parser)
    sound = _without_broken_entries(source.path, text, parsed, parser) if parsed.faults else None
    if sound is not None:
        _, faults, rest = sound
        parsed = replace(parsed, faults=faults, lines=rest.lines, rest=rest.data)
    if parsed.data is not None and restrictions.may_lose_text(text):
        parsed.faults += restrictions.lost_to_comment(source.path, text, positions(source, parser))
    return parsed


def positions(source: Source, parser: Parser | None = None) -> Positions:
    """Where each value of a source stands: as far as it parses, if not to its end.

    Of a text that is at fault in some entries, where the values of the rest stand.
    """
    noted = Positions()
    try:
        text = text_of(source)
    except restrictions.Unparsable:
        return noted
    parsed = _parse(source.path, text, parser, noted)
    sound = _without_broken_entries(source.path, text, parsed, parser) if parsed.faults else None
    if sound is not None:
        noted = Positions()
        _parse(source.path, sound[0], parser, noted)
    return noted


def _parse(
    path: str, text: str, parser: Parser | None, noted: Positions | None = None
) -> ParsedFile:
    """Data and faults of a text; no data, and one fault, where the text cannot be read on."""
    reader = _EventReader(path, text, parser, noted)
    try:
        return ParsedFile(reader.document(), reader.faults, reader.lines)
    except restrictions.Unparsable as unparsable:
        return ParsedFile(faults=[unparsable.fault])


def _without_broken_entries(
    path: str, text: str, parsed: ParsedFile, parser: Parser | None
) -> tuple[str, list[Fault], ParsedFile] | None:
    """A text without the entries in which it is at fault: the text, all those faults, its data.

    None where the faults are not of single entries.
    """
    from sipctl.store.yaml.broken_entries import has_empty_list, without_entries

    faults: list[Fault] = []
    for _ in range(MOST_ROUNDS):
        left = without_entries(text, parsed.faults)
        if left is None:
            return None
        faults += parsed.faults
        text, parsed = left, _parse(path, left, parser)
        if not parsed.faults:
            return None if has_empty_list(parsed.data) else (text, faults, parsed)
    return None


def c_events(text: str) -> Iterator[Any]:
    """ruamel's events from its C parser; raises ImportError where there is none."""
    from _ruamel_yaml import CParser

    return iter(CParser(text).get_event, None)


def python_events(text: str) -> Iterator[Any]:
    """ruamel's events from its own parser, thirty times slower."""
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(text)


def _fastest() -> Parser:
    from importlib.util import find_spec

    return c_events if find_spec("_ruamel_yaml") else python_events


class _EventReader:
    """Walks a file's events once, building its data; notes positions if given somewhere to."""

    def __init__(
        self, path: str, text: str, parser: Parser | None, positions: Positions | None = None
    ) -> None:
        from ruamel.yaml import events

        self.path = path
        self.text = text
        self.positions = positions
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}
        self.kinds = events
        self.scalar = events.ScalarEvent  # most of a file's events
        self.next = (parser or _fastest())(text).__next__
        self.last: Any = None
        """The last scalar; it and the open brackets help to explain a syntax error."""
        self.open: list[Any] = []

    def document(self) -> Any:
        """The file's data, None if it is empty; raises Unparsable."""
        from ruamel.yaml.error import YAMLError

        try:
            return self._document()
        except (YAMLError, ValueError) as error:
            from sipctl.store.yaml import syntax_errors

            opener = self.open[-1] if self.open else None
            raise syntax_errors.explain(self.path, self.text, error, self.last, opener) from None

    def _document(self) -> Any:
        data, documents = None, 0
        while (kind := (event := self.next()).__class__) is not self.kinds.StreamEndEvent:
            if kind is self.kinds.DocumentStartEvent:
                documents += 1
                if documents == 2:
                    raise restrictions.Unparsable(
                        restrictions.refused(self.path, "several-documents", event)
                    )
            elif kind not in (self.kinds.StreamStartEvent, self.kinds.DocumentEndEvent):
                data = self._value(event, (), 0)
        return data

    def _value(self, event: Any, route: Route, depth: int) -> Any:
        kind = event.__class__
        if kind is self.scalar and event.anchor is None and event.ctag is None:
            if event.style or self.open or self.positions is not None:
                return self._scalar(event, route)
            self.last = event
            return event.value or None
        if kind is self.kinds.AliasEvent:
            self.faults.append(restrictions.refused(self.path, "alias", event))
            return None
        if event.anchor is not None:
            self.faults.append(restrictions.refused(self.path, "anchor", event))
        elif event.ctag is not None:
            self.faults.append(restrictions.refused(self.path, "tag", event))
        if kind is self.scalar:
            return self._scalar(event, route)
        if depth == DEEPEST:
            raise restrictions.Unparsable(restrictions.refused(self.path, "too-deep", event))
        if kind is self.kinds.MappingStartEvent:
            return self._mapping(event, route, depth + 1)
        return self._sequence(event, route, depth + 1)

    def _scalar(self, event: Any, route: Route) -> str | None:
        self.last = event
        if self.positions is not None:
            self._note(route, event, event, event.style or "")
        text: str = event.value
        if not event.style:
            if self.open:
                self._flow_text(event)
            return text or None
        # A file's raw characters were looked at already; only an escape can still bring one in.
        if event.style == '"' and control_character(text) is not None:
            span = Span(event.start_mark.index, event.end_mark.index)
            self.faults.append(restrictions.escaped_control(self.path, text, span))
        return text

    def _flow_text(self, event: Any) -> None:
        """Raises Unparsable for text in brackets that the C parser and ruamel's own read apart."""
        for sign in ":?":
            if sign in event.value:
                offset = self.text.index(sign, event.start_mark.index)
                raise restrictions.Unparsable(restrictions.flow_text(self.path, sign, offset))

    def _mapping(self, start: Any, route: Route, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if start.flow_style:
            self.open.append(start)
        end_kind, advance, inner = self.kinds.MappingEndEvent, self.next, route
        while (event := advance()).__class__ is not end_kind:
            key = self._key(event, data)
            if self.positions is not None:
                inner = (*route, key)
                self.positions.keys[inner] = Span(event.start_mark.index, event.end_mark.index)
            data[key] = self._value(advance(), inner, depth)
        if start.flow_style:
            self.open.pop()
        if isinstance(name := data.get("id"), str):
            self.lines.setdefault(name, start.start_mark.line + 1)
        if self.positions is not None:
            self._note(route, start, event, "{" if start.flow_style else "")
        return data

    def _key(self, event: Any, data: dict[str, Any]) -> str:
        key: str | None = None
        if event.__class__ is self.scalar:
            key = self._value(event, (), 0)
            if self.open:
                self._flow_key(event, key)
        if key is None:
            raise restrictions.Unparsable(restrictions.refused(self.path, "bad-key", event))
        if key in data:
            self.faults.append(restrictions.twice(self.path, key, event))
        if key == "<<" and not event.style:
            self.faults.append(restrictions.refused(self.path, "merge-key", event))
        if not key.isascii():
            start, end = event.start_mark.index, event.end_mark.index
            odd = restrictions.odd_space(self.path, self.text, start, end)
            self.faults += [] if odd is None else [odd]
        return key

    def _flow_key(self, event: Any, key: str | None) -> None:
        """`[?a]` is a key to the C parser, a text to ruamel's own; `{: a}` the other way round."""
        start = event.start_mark.index
        if key is None:
            colon = self.text.rfind(":", 0, start + 1)
            raise restrictions.Unparsable(restrictions.flow_text(self.path, ":", colon))
        if self.text[start - 1] == "?":
            raise restrictions.Unparsable(restrictions.flow_text(self.path, "?", start - 1))

    def _sequence(self, start: Any, route: Route, depth: int) -> list[Any]:
        data: list[Any] = []
        if start.flow_style:
            self.open.append(start)
        end_kind, advance, inner = self.kinds.SequenceEndEvent, self.next, route
        while (event := advance()).__class__ is not end_kind:
            if self.positions is not None:
                inner = (*route, len(data))
            data.append(self._value(event, inner, depth))
        if start.flow_style:
            self.open.pop()
        if self.positions is not None:
            self._note(route, start, event, "[" if start.flow_style else "")
        return data

    def _note(self, route: Route, start: Any, end: Any, style: str) -> None:
        if self.positions is not None:
            self.positions.values[route] = Span(start.start_mark.index, end.end_mark.index)
            self.positions.styles[route] = style
