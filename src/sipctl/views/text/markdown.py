"""What people typed, in Markdown that shows it as it stands and does nothing else with it."""

from __future__ import annotations

import re

from sipctl.views.text.english import safe_text

_MARKS = re.compile(r"([\\`*_{}\[\]<>()+!|~$&#])")
_LIVELY = re.compile(r"@|#(?=\d)|://|(?i:\bwww)(?=\.)|(?i:\bmailto)(?=:)|(?i:\bgh)(?=-\d)")
_APART = "&#8203;"
"""A space of no width: code hosts look for @names, #numbers and addresses in what is shown."""


def escape(text: str) -> str:
    """Text on one line in which no mark, tag, link, address, @name or #number comes to life."""
    parts, start = [], 0
    line = safe_text(text)
    for match in _LIVELY.finditer(line):
        parts += [_escaped(line[start : match.start()]), _parted(match[0])]
        start = match.end()
    return "".join([*parts, _escaped(line[start:])])


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _parted(lively: str) -> str:
    if lively == "://":
        return f":{_APART}//"
    return f"{_escaped(lively)}{_APART}"
