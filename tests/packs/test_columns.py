"""No table of a pack has a column in which nothing stands, in whatever format."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from support import hundred
from support.packs import build, pack_of, write

from sipctl.packs.word.html_tree import parse_html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sipctl.packs.content.model import Pack

    Table = list[list[str]]
    """The rows of a table, its head first."""

NOTHING = {
    *("", "none", "none given", "no note", "no reading", "no date", "no dates", "no record"),
    *("– no record", "not asked for", "not monitored", "none so far"),
}
TEMPLATES = ("board-paper", "lgb-pack", "trustees-pack", "lead-sheet", "whole-plan")


def markdown_tables(data: bytes) -> Iterator[Table]:
    for block in re.findall(r"(?:^\|.*\n)+", data.decode(), re.MULTILINE):
        head, _, *rows = block.strip().split("\n")
        yield [
            [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in (head, *rows)
        ]


def html_tables(data: bytes) -> Iterator[Table]:
    for table in re.findall(r"<table>.*?</table>", data.decode(), re.DOTALL):
        text = re.sub(r"<svg.*?</svg>", "", table, flags=re.DOTALL)
        for old in ("<div", "<code", "<th scope"):
            text = text.replace(old, "<span" if "th" not in old else "<th x")
        text = re.sub(r"</(div|code)>", "</span>", text)
        [node] = parse_html(text).nodes("table")
        rows = [row for part in node.nodes("thead", "tbody") for row in part.nodes("tr")]
        yield [[" ".join(cell.text.split()) for cell in row.nodes("th", "td")] for row in rows]


def word_tables(data: bytes) -> Iterator[Table]:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    for table in docx.Document(io.BytesIO(data)).tables:
        yield [[cell.text.strip() for cell in row.cells] for row in table.rows]


def empty_columns(pack: Pack, template: str, form: str) -> list[str]:
    """The heads of columns in which nothing stands; `!` for a row that is longer or shorter."""
    read = {"markdown": markdown_tables, "html": html_tables, "docx": word_tables}[form]
    return [
        head
        for heads, *rows in read(write(pack, template, form))
        for index, head in enumerate(heads)
        if any(len(row) != len(heads) for row in rows) or {row[index] for row in rows} <= NOTHING
    ]


@pytest.mark.parametrize(
    "form", ["markdown", *(pytest.param(form, marks=pytest.mark.slow) for form in ("html", "docx"))]
)
def test_no_column_is_empty(form: str, tmp_path: Path, thorough: bool) -> None:
    packs = [build(), build("shipped")]
    if thorough:
        packs += [
            build(term="autumn-2023", day=date(2023, 10, 1)),
            pack_of(hundred.write(tmp_path / "a", at_risk=0, done=0)),
            pack_of(hundred.write(tmp_path / "b", overdue=0, at_risk=0)),
        ]
    checked = [
        (template, empty_columns(pack, template, form)) for pack in packs for template in TEMPLATES
    ]
    assert [(template, columns) for template, columns in checked if columns] == []
