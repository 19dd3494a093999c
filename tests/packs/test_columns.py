"""No table of a pack has a column in which nothing stands, in whatever format."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from support import hundred
from support.packs import MEMORY, build, docx_text, pack_bytes, pack_of, read, write

from sipctl.packs.render import escape
from sipctl.packs.render.bytecode_cache import BytecodeCache
from sipctl.packs.render.charts import PAPER
from sipctl.packs.render.fill import RenderJob, TemplateRenderer
from sipctl.packs.word.html_tree import Node, parse_html
from sipctl.store.files import templates

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


def markdown_tables(text: str) -> Iterator[Table]:
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        head, _, *rows = block.strip().split("\n")
        yield [
            [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in (head, *rows)
        ]


def html_tables(text: str) -> Iterator[Table]:
    for table in re.findall(r"<table>.*?</table>", text, re.DOTALL):
        text = re.sub(r"<svg.*?</svg>", "", table, flags=re.DOTALL)
        for old in ("<div", "<code", "<th scope"):
            text = text.replace(old, "<span" if "th" not in old else "<th x")
        text = re.sub(r"</(div|code)>", "</span>", text)
        [node] = parse_html(text).nodes("table")
        yield rows_of(node)


def rows_of(table: Node) -> Table:
    rows = [row for part in table.nodes("thead", "tbody") for row in part.nodes("tr")]
    return [[" ".join(cell.text.split()) for cell in row.nodes("th", "td")] for row in rows]


def word_template_tables(pack: Pack, template: str) -> Iterator[Table]:
    """The tables of the HTML that a template writes for Word, of which the document is made."""
    source = templates.find(template, read("river")[0], ROOT)
    job = RenderJob(pack, source, "pack.docx.html", BytecodeCache(MEMORY, "docx"))
    renderer = TemplateRenderer(job, escape.html, PAPER, extra={"picture": lambda *_: ""})
    yield from map(rows_of, parse_html(renderer.render()).nodes("table"))


def tables(pack: Pack, template: str, form: str) -> Iterator[Table]:
    if form == "docx":
        return word_template_tables(pack, template)
    text = write(pack, template, form).decode()
    return markdown_tables(text) if form == "markdown" else html_tables(text)


def empty_columns(pack: Pack, template: str, form: str) -> list[str]:
    """The heads of columns in which nothing stands; `!` for a row that is longer or shorter."""
    return [
        head
        for heads, *rows in tables(pack, template, form)
        for index, head in enumerate(heads)
        if any(len(row) != len(heads) for row in rows) or {row[index] for row in rows} <= NOTHING
    ]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["markdown", "html", "docx"])
def test_no_column_is_empty(form: str, tmp_path: Path) -> None:
    packs = [
        build(),
        build("shipped"),
        build(term="autumn-2023", day=date(2023, 10, 1)),
        pack_of(hundred.write(tmp_path / "a", at_risk=0, done=0)),
        pack_of(hundred.write(tmp_path / "b", overdue=0, at_risk=0)),
    ]
    checked = [
        (template, empty_columns(pack, template, form)) for pack in packs for template in TEMPLATES
    ]
    assert [(template, columns) for template, columns in checked if columns] == []


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_word_has_the_tables_that_its_template_writes(template: str) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    document = docx.Document(io.BytesIO(pack_bytes("river", template, "docx")))
    written = [
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables
    ]
    for table, of_template in zip(written, word_template_tables(build(), template), strict=True):
        assert [without_spaces(row) for row in table] == [*map(without_spaces, of_template)]


def without_spaces(cells: list[str]) -> list[str]:
    return ["".join(cell.split()) for cell in cells]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["markdown", "html", "docx"])
def test_a_plan_that_says_nothing_of_its_purpose_has_no_such_section(
    form: str, tmp_path: Path
) -> None:
    shown, bare = build(), pack_of(hundred.write(tmp_path))
    text = docx_text if form == "docx" else bytes.decode
    assert "Purpose, and who" in text(write(shown, "whole-plan", form))
    assert "Purpose" not in text(write(bare, "whole-plan", form))
