"""The rows of tables and points of lists in a pack of any format, each as a count of its words."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGINS = re.compile(r"(?:\d[a-z]\.k?\d+|t\.k\d+|\d+ [A-Z][a-z]{2} \d{4})\b")
"""The beginning of a row or point about one thing or one day: its id or date."""
SILENT = {"by"}
"""Words that some formats leave out, where their layout says the same: `by` before a day."""

PackRow = tuple[str, Counter[str]]
"""The id or date that a row begins with, and the number of times that each word is in it."""


def markdown_rows(text: str) -> list[PackRow]:
    lines = text.replace("\\", "").replace("**", "").split("\n")
    return _rows(line[2:] for line in lines if line.startswith(("| ", "- ")))


def html_rows(text: str) -> list[PackRow]:
    elements = re.finditer(r"<(tr|li)\b.*?</\1>", text, flags=re.DOTALL)
    return _rows(html_text(element[0]) for element in elements)


def html_text(text: str) -> str:
    """The text of a page, without that of pictures."""
    text = re.sub(r"<(style|script|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", text))


def word_rows(data: bytes) -> list[PackRow]:
    return _rows(_word_blocks(data))


def _word_blocks(data: bytes) -> Iterator[str]:
    """The rows of tables, and the paragraphs between them."""
    for block in docx.Document(BytesIO(data)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            yield from (" ".join(cell.text for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def _rows(texts: Iterator[str]) -> list[PackRow]:
    lines = (" ".join(text.split()) for text in texts)
    begun = ((BEGINS.match(line), line) for line in lines)
    return [(match[0], words(line)) for match, line in begun if match]


def words(text: str) -> Counter[str]:
    """The number of times that each word is in a text, in small letters and without signs."""
    every_word = re.findall(r"\w[\w.]*\w|\w|%", text.casefold())
    return Counter(word for word in every_word if word not in SILENT)
