"""A CSV file as a document of one table; its encoding and its separator are worked out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import suppress
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from sipctl.documents.document import Cell, Document, SourceTable
from sipctl.documents.office import SAVE, too_large
from sipctl.plan.faults import Refusal
from sipctl.views.exports.layout import unguard

if TYPE_CHECKING:
    from sipctl.documents.document import IsHead

SEPARATORS = ",;\t|"
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_100, 256, 500_000
ROWS_TRIED, LONGEST_HEAD = 60, 60
"""Rows by which the separator is chosen, and characters of a head."""


def read(data: bytes, name: str, is_head: IsHead) -> Document:
    """The table of a CSV file, without rows and columns that are empty; raises Refusal for what is
    no text or no table."""
    text, separator = _without_separator_line(_text(data, name))
    try:
        rows = list(
            csv.reader(StringIO(text, newline=""), delimiter=separator or _separator(text, is_head))
        )
    except csv.Error as error:
        raise Refusal(f"{name} cannot be read as CSV: {error}", SAVE) from None
    filled = [(index, row) for index, row in enumerate(rows) if any(cell.strip() for cell in row)]
    width = max((len(row) for _, row in filled), default=0)
    if len(filled) > MOST_ROWS or width > MOST_COLUMNS:
        raise Refusal(
            f"{name} has {len(filled)} rows and {width} columns: more than a plan",
            "take out what is not the plan",
        )
    columns = sorted({index for _, row in filled for index, text in enumerate(row) if text.strip()})
    if len(filled) * len(columns) > MOST_CELLS:
        raise too_large(name)
    table_rows = tuple(
        tuple(
            Cell(
                unguard(row[index]) if index < len(row) and row[index].strip() else "",
                (number, column),
                f"line {line + 1}, column {index + 1}",
            )
            for column, index in enumerate(columns)
        )
        for number, (line, row) in enumerate(filled)
    )
    return Document(name, "csv", (SourceTable(name.rpartition(".")[0] or name, table_rows),))


def _text(data: bytes, name: str) -> str:
    """The file's text: UTF-8, UTF-16 where a byte order mark says so, else a Western encoding."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    else:
        text = data.decode(_western(data), errors="replace")
    if "\0" in text:
        raise Refusal(f"{name} is not text, nor a workbook or document that is known", SAVE)
    return text


def _western(data: bytes) -> str:
    """The encoding of a text that is not Unicode: the old Macintosh's if its lines end as they did
    there, else that of Windows."""
    ends_as_on_mac = b"\r" in data and b"\n" not in data
    return "mac-roman" if ends_as_on_mac else "cp1252"


def _without_separator_line(text: str) -> tuple[str, str]:
    """A text without Excel's `sep=` line, and the separator that it names ("" for none)."""
    match = re.match(r'\ufeff?"?sep=(.)"?[^\n\r]*[\r\n]+', text, re.IGNORECASE)
    return (text[match.end() :], match[1]) if match else (text, "")


def _separator(text: str, is_head: IsHead) -> str:
    """The separator with the best fit; of several that fit alike, the first of `SEPARATORS`."""
    return max(SEPARATORS, key=lambda each: (*_fit(text, each, is_head), -SEPARATORS.index(each)))


def _fit(text: str, separator: str, is_head: IsHead) -> tuple[int, float, int]:
    """How well a separator fits, to be compared in this order: the most known heads in one row, the
    share of rows that have the commonest number of cells, and that number. A share of 0 stands for
    one cell a row.
    """
    rows = [row for row in _first_rows(text, separator) if any(cell.strip() for cell in row)]
    known = max((_heads_of(row, is_head) for row in rows), default=0)
    widths = Counter(len(row) for row in rows)
    width, same = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return (known, same / len(rows), width) if width > 1 else (known, 0.0, width)


def _first_rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    # A broken row is reported when the whole file is read; the rows before it are enough here.
    with suppress(csv.Error):
        rows.extend(islice(csv.reader(StringIO(text, newline=""), delimiter=separator), ROWS_TRIED))
    return rows


def _heads_of(row: list[str], is_head: IsHead) -> int:
    return sum(len(cell) < LONGEST_HEAD and is_head(cell) for cell in row)
