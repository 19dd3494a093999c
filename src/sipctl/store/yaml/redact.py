"""What is not shown of a record: its confidential text, and whatever may be that, misspelt.

A fault is told with the line it stands on, and its message may quote a value. A record with a
slip in it may hold its confidential text anywhere: under `confidental:`, as a stray key of
`{confidential: a, secret}`, behind a quote that nobody closed. So nothing is shown of a record
that does not read, and of one that does, no value that is confidential or may have run into one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from sipctl.plan.model.entries import Record
from sipctl.plan.model.scalars import RESULTS, STATUSES
from sipctl.store.yaml import read as yaml
from sipctl.store.yaml.restrictions import Unparsable
from sipctl.store.yaml.spans import Span

if TYPE_CHECKING:
    from sipctl.plan.faults import Fault
    from sipctl.store.files.source import Source

_WORD = re.compile(r"[^\W\d_]{5,20}")
_KEY = re.compile(r"confidential[\"']?\s*:", re.IGNORECASE)
_NEAR = 0.65
_LONG = 100_000
"""Characters. No record is this long: it is not searched, and nothing of it is shown."""

KEYS = frozenset(field.name.rstrip("_") for field in fields(Record))
_KNOWN = KEYS.union(STATUSES, RESULTS)
_QUOTED = re.compile(r'"(.*)"', re.DOTALL)


@dataclass(frozen=True)
class Withheld:
    """What of a file is not shown: the values of some keys where they stand, or all of it."""

    spans: tuple[Span, ...] = ()
    keys: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    everything: bool = False

    def hides(self, start: int, end: int) -> bool:
        """Whether any of this stretch of the text is not to be shown."""
        return self.everything or any(span.start < end and start < span.end for span in self.spans)

    def told(self, fault: Fault) -> Fault:
        """A fault without anything that is withheld."""
        message, helped, route = fault.message, fault.help, fault.route
        if self.everything or (fault.route and fault.route[0] in self.keys):
            message, helped = _QUOTED.sub(_known, message), _QUOTED.sub(_known, helped)
            route = ()  # its steps may be names of the record's own
        for text in self.texts:
            message, helped = message.replace(text, "this"), helped.replace(text, "this")
        return replace(fault, message=message, help=helped, route=route)


NOTHING = Withheld()
EVERYTHING = Withheld(everything=True)


def withheld(source: Source) -> Withheld:
    """What of a file is not to be shown."""
    try:
        text = yaml.text_of(source)
    except Unparsable:
        return EVERYTHING if source.path.startswith("records/") else NOTHING
    if not source.path.startswith("records/") and _KEY.search(text) is None:
        return NOTHING
    content = yaml.read(source)
    data = content.data if isinstance(content.data, dict) else {}
    if content.faults or not data or not data.keys() <= KEYS or len(text) > _LONG:
        return EVERYTHING
    return _values(source, text, data)


def _values(source: Source, text: str, data: dict[str, Any]) -> Withheld:
    """Of a record in order, the values that are confidential, speak of it, or have more lines."""
    near = [found.span() for found in _WORD.finditer(text) if _is_near(found[0])]
    found = yaml.places(source)
    spans = {key: Span(found.keys[key,].start, found.values[key,].end) for key in data}
    keys = {
        key
        for key, span in spans.items()
        if key == "confidential"
        or "\n" in text[span.start : span.end].strip()
        or any(span.start <= start and end <= span.end for start, end in near)
    }
    if any(all(at < spans[key].start or spans[key].end < end for key in keys) for at, end in near):
        return EVERYTHING  # in a comment
    texts = sorted({text for key in keys for text in _texts(data[key])}, key=len, reverse=True)
    return Withheld(tuple(spans[key] for key in keys), frozenset(keys), tuple(texts))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) and len(value) > 2 else []


def _is_near(word: str) -> bool:
    return SequenceMatcher(None, "confidential", word.casefold()).ratio() >= _NEAR


def _known(quoted: re.Match[str]) -> str:
    return quoted[0] if quoted[1] in _KNOWN else "this"
