"""Maps each character of a scalar's value to the character that stands for it in the text."""

from __future__ import annotations

import re

_FOLD = r"[ \t]*(?:\r?\n[ \t]*)+"
_PARTS = {
    "": re.compile(rf"{_FOLD}|."),
    "'": re.compile(rf"{_FOLD}|''|."),
    '"': re.compile(
        rf"\\(?:x..|u....|U........|\r?\n[ \t]*|.)|{_FOLD}|.",
    ),
}


def offsets_of(written: str, style: str) -> list[int]:
    """The offset in `written` of each character of the value; empty where that is not certain.

    `written` is a scalar as it stands in a file, its quotes or its `|` and all; `style` is as in
    `sipctl.store.yaml.spans.Positions`.
    """
    if style in ("|", ">"):
        return _in_block(written, folded=style == ">")
    if style not in _PARTS:
        return []
    quotes = len(style)
    offsets: list[int] = []
    for part in _PARTS[style].finditer(written, quotes, len(written) - quotes):
        breaks = 0 if part[0].startswith("\\") else part[0].count("\n")
        if part[0].startswith("\\") and part[0][1:2] in "\r\n":
            continue
        offsets += [part.start()] * (max(1, breaks - 1))
    return offsets


def _in_block(written: str, *, folded: bool) -> list[int]:
    header, _, body = written.partition("\n")
    lines = list(re.finditer(r"[^\r\n]+|(?<=\n)(?=\r?\n)", body))
    if any(figure in header.split("#")[0] for figure in "123456789") or not lines:
        return []
    indent = min((_indent(line[0]) for line in lines if line[0].strip()), default=0)
    if folded and any(_indent(line[0]) > indent or not line[0].strip() for line in lines):
        return []
    offsets: list[int] = []
    for line in lines:
        start = len(header) + 1 + line.start()
        end = len(header) + 1 + line.end()
        offsets += range(min(start + indent, end), end + 1)  # its line break, or the fold's space
    return offsets


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
