"""Marks in the text of a pack that give the file and line of the template that wrote it.

A mark is between two NUL characters, which no plan can bring into a pack: `escape` replaces them.
"""

from __future__ import annotations

import re

_MARK = re.compile("\x00([^\x00]*:[0-9]+)\x00")


def mark_lines(text: str, file: str, line: int) -> str:
    """A template's own text, which begins at `line` of its file, with a mark before each line."""
    lines = text.split("\n")
    return "\n".join(f"\x00{file}:{line + index}\x00{text}" for index, text in enumerate(lines))


def place_of(marked: str, line: int, column: int) -> str | None:
    """The template's `file:line` that wrote a position of a marked text; None before any mark.

    The position is that without marks; lines count from 1 and columns from 0.
    """
    pieces = _MARK.split(marked)
    lines = "".join(pieces[::2]).split("\n")[: line - 1]
    offset = sum(len(text) + 1 for text in lines) + column
    place = None
    for text, mark in zip(pieces[::2], [*pieces[1::2], None], strict=True):
        if offset < len(text):
            break
        offset -= len(text)
        place = mark or place
    return place
