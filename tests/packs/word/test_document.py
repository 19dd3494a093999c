"""Packs as Word documents: real headings, heads that repeat, English, pictures that are told."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from support import hundred
from support.packs import PACKS, build, docx_text, pack_bytes, pack_of, program, write

from sipctl.packs.render.render import is_pack, render_pack
from sipctl.packs.word.html_tree import HtmlError, parse_html
from sipctl.packs.word.zip import MOMENT
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

docx = pytest.importorskip("docx", reason="python-docx is not installed")
pytest.importorskip("typst", reason="typst, which draws the pictures, is not installed")


ID = r"\b\d[a-z]\.k?\d+\b"
"""An id of an activity or of a KPI."""


def qn(name: str) -> str:
    from docx.oxml.ns import qn as qualified

    return str(qualified(name))


def document(template: str, which: str = "river") -> Any:
    return docx.Document(io.BytesIO(pack_bytes(which, template, "docx")))


@pytest.mark.parametrize("template", PACKS)
def test_headings_are_words_own_and_go_down_step_by_step(template: str) -> None:
    styles = [paragraph.style.name for paragraph in document(template).paragraphs]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("template", PACKS)
def test_the_first_row_of_every_table_repeats_on_each_page(template: str) -> None:
    tables = document(template).tables
    assert tables
    for table in tables:
        marks = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marks == [True] + [False] * (len(marks) - 1)


def test_language_pictures_and_properties() -> None:
    pack = document("lgb-pack")
    languages = {element.get(qn("w:val")) for element in pack.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    pictures = [item.docPr.get("descr") for item in (shape._inline for shape in pack.inline_shapes)]
    assert len(pictures) >= 4
    assert all(pictures)
    assert any("Spring 2025: 17 dates due" in words for words in pictures)
    core = pack.core_properties
    assert core.title == "Improvement Plan 2023–26, Spring 2025"
    assert core.language == "en-GB"
    assert core.created == core.modified
    assert core.created.date().isoformat() == "2025-04-05"


def test_entries_have_one_time_and_an_order() -> None:
    with zipfile.ZipFile(io.BytesIO(pack_bytes("river", "lgb-pack", "docx"))) as zipped:
        entries = zipped.infolist()
    assert {entry.date_time for entry in entries} == {MOMENT}
    names = [entry.filename for entry in entries]
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])


def test_what_it_says() -> None:
    text = docx_text(pack_bytes("river", "lgb-pack", "docx"))
    for words in ("The term in a minute", "15 weeks", "■ off track", "Key, dates and revision"):
        assert words in text


LOADS = [
    {},
    {"at_risk": 14},
    {"at_risk": 4, "overdue": 40},
    {"at_risk": 7, "overdue": 29, "note": 160, "kpis": 40, "done": 11},
    {"at_risk": 0, "overdue": 0, "done": 30},
    {"at_risk": 11, "overdue": 26, "done": 8},
    {"at_risk": 24, "overdue": 24},
]
"""Of a hundred activities: how many are at risk, overdue and done, and how long their notes are."""


def test_libreoffice_opens_it_on_as_many_pages_as_typst_sets(tmp_path: Path) -> None:
    soffice = program("soffice")
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    papers = [pack_of(hundred.write(tmp_path / str(n), **load)) for n, load in enumerate(LOADS)]
    sheet = replace(papers[0], owners=papers[0].owners[:1])
    documents = {
        "hostile": pack_bytes("hostile", "lgb-pack", "docx"),
        "sheet": write(sheet, "lead-sheet", "docx"),
        "trustees": pack_bytes("made-up", "trustees-pack", "docx"),
        **{str(n): write(paper, "board-paper", "docx") for n, paper in enumerate(papers)},
    }
    for name, data in documents.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path)),
            *(str(tmp_path / f"{name}.docx") for name in documents),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    of_hostile, of_sheet, of_trustees, *of_papers = (
        pypdf.PdfReader(tmp_path / f"{name}.pdf").pages for name in documents
    )
    assert "The term in a minute" in of_hostile[0].extract_text()
    assert (len(of_hostile) > 3, len(of_sheet)) == (True, 3)
    printed = Counter(re.findall(ID, " ".join(page.extract_text() for page in of_trustees)))
    assert Counter(re.findall(ID, docx_text(documents["trustees"]))) - printed == Counter()
    assert [paper.paper.overflows for paper in papers] == [False] * 6 + [True]
    expected = [3 if paper.paper.overflows else 2 for paper in papers]
    assert [len(pages) for pages in of_papers] == expected
    by_typst = (io.BytesIO(write(paper, "board-paper", "pdf")) for paper in papers)
    assert [len(pypdf.PdfReader(pdf).pages) for pdf in by_typst] == expected


def test_other_word_documents_are_no_packs() -> None:
    made_by_others = io.BytesIO()
    docx.Document().save(made_by_others)
    assert not is_pack(made_by_others.getvalue())
    assert not is_pack(b"PK\x03\x04 nothing")
    assert is_pack(pack_bytes("river", "lgb-pack", "docx"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>a</p>\n<div>b</div>", "line 2: a Word pack knows no <div>"),
        ("<p>a", "<p> is never closed"),
        ("<p><strong>a</p>", "line 1: </p> closes <strong>"),
        ("</p>", "line 1: </p> closes <body>"),
    ],
)
def test_what_is_not_the_little_html(text: str, expected: str) -> None:
    with pytest.raises(HtmlError, match=expected):
        parse_html(text)


def test_a_template_that_writes_it_is_told() -> None:
    class Shelf:
        folder = "mine"

        def read(self, name: str) -> tuple[str, str] | None:
            return "<table><b>x</b></table>", f"mine/{name}"

    with pytest.raises(Refusal, match=r"mine/pack\.docx\.html:1: it writes what Word cannot have"):
        render_pack(build(), Shelf(), "docx")


def test_texts_of_a_cell_do_not_run_together() -> None:
    for template in PACKS:
        cells = [
            cell.text
            for table in document(template).tables
            for row in table.rows
            for cell in row.cells
        ]
        assert cells
        assert [
            text for text in cells if re.search(r"\b20\d\d[A-Za-z]|[a-z.)][A-Z][a-z]", text)
        ] == []


def test_it_is_a_document_of_todays_word() -> None:
    data = pack_bytes("river", "lgb-pack", "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names, application = parts.namelist(), parts.read("docProps/app.xml").decode()
        settings = parts.read("word/settings.xml").decode()
        types = parts.read("[Content_Types].xml").decode()
    assert "<Application>Microsoft Office Word</Application>" in application
    assert re.findall(r'"compatibilityMode"[^>]*w:val="(\d+)"', settings) == ["15"]
    stale = ("thumbnail", "stylesWithEffects", "customXml")
    assert not [name for name in [*names, types] for word in stale if word in name]
    styles = {table.style.name for table in document("lgb-pack").tables}
    assert styles == {"Pack Table"}


LEAD = 2.05
"""Centimetres that two leads' initials take beside each other, with the distances around them."""


@pytest.mark.parametrize("template", ["lgb-pack", "trustees-pack", "whole-plan"])
def test_a_column_of_leads_holds_two_of_them_on_a_line(template: str) -> None:
    widths = [
        cell.width.cm
        for table in document(template, "made-up").tables
        for cell in table.rows[0].cells
        if cell.text == "Lead"
    ]
    assert widths
    assert min(widths) > LEAD


def test_a_judgement_and_how_late_it_is_do_not_run_together() -> None:
    cells = {row.cells[1].text for row in document("board-paper", "made-up").tables[1].rows}
    assert "■ off track, 14 weeks overdue" in cells


def test_how_late_it_is_stands_on_a_line_of_its_own_beneath_whose_word_it_is() -> None:
    cells = {
        row.cells[0].text.split(" ")[0]: row.cells[1].text
        for table in document("board-paper", "made-up").tables
        for row in table.rows
    }
    assert cells["5a.2"] == "✓ complete\nso says WPSA\n15 weeks overdue"


def test_a_day_stays_on_one_line_in_a_list() -> None:
    [text] = [item.text for item in document("lead-sheet").paragraphs if "1b.k1" in item.text]
    assert text.endswith("✓ met 19\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2025, unchanged")
