"""Withholds a record's confidential text from faults, even where its key is misspelt.

A fault is shown with its line, and its message may quote a value. A record with a mistake may hold
its confidential text anywhere: under `confidental:`, as a stray key of `{confidential: a,
secret}`, behind a quote that was not closed. So nothing is shown of a record that does not parse,
and of one that does, no value that is confidential or may have run into one.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from sipctl.plan.frozen import frozen
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


@frozen()
class Withheld:
    """The parts of a file that are not shown: the values of some keys, or all of it."""

    spans: tuple[Span, ...] = ()
    keys: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    everything: bool = False

    def hides(self, start: int, end: int) -> bool:
        """Whether any of this stretch of the text is not to be shown."""
        return self.everything or any(span.start < end and start < span.end for span in self.spans)

    def redact(self, fault: Fault) -> Fault:
        """The fault without anything that is withheld."""
        message, advice, route = fault.message, fault.help, fault.route
        if self.everything or (fault.route and fault.route[0] in self.keys):
            message, advice = _QUOTED.sub(_known, message), _QUOTED.sub(_known, advice)
            route = ()  # its steps may be keys made of the withheld text
        for text in self.texts:
            message, advice = message.replace(text, "this"), advice.replace(text, "this")
        return replace(fault, message=message, help=advice, route=route)


NOTHING = Withheld()
EVERYTHING = Withheld(everything=True)


def withheld(source: Source) -> Withheld:
    """Which parts of a file are not to be shown."""
    try:
        text = yaml.text_of(source)
    except Unparsable:
        return EVERYTHING if source.path.startswith("records/") else NOTHING
    if not source.path.startswith("records/") and _KEY.search(text) is None:
        return NOTHING
    parsed = yaml.read(source)
    data = parsed.data if isinstance(parsed.data, dict) else {}
    if parsed.faults or not data or not data.keys() <= KEYS or len(text) > _LONG:
        return EVERYTHING
    return _values(source, text, data)


def _values(source: Source, text: str, data: dict[str, Any]) -> Withheld:
    """The values of a sound record that are confidential, hold a word like it, or span lines."""
    near = [match.span() for match in _WORD.finditer(text) if _is_near(match[0])]
    positions = yaml.positions(source)
    spans = {key: Span(positions.keys[key,].start, positions.values[key,].end) for key in data}
    keys = [
        key
        for key, span in spans.items()
        if key == "confidential"
        or "\n" in text[span.start : span.end].strip()
        or any(span.start <= start and end <= span.end for start, end in near)
    ]
    outside = (
        all(start < spans[key].start or spans[key].end < end for key in keys) for start, end in near
    )
    if any(outside):
        return EVERYTHING  # the word stands in a comment
    texts = dict.fromkeys(text for key in keys for text in _texts(data[key]))
    longest_first = tuple(sorted(texts, key=len, reverse=True))
    return Withheld(tuple(spans[key] for key in keys), frozenset(keys), longest_first)


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
