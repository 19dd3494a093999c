"""Marks of a tagged PDF, read back by readers that are not ours."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.packs import PACKS, pack_bytes, program

from sipctl.packs.confined.limits import Limits
from sipctl.packs.confined.run import run_confined
from sipctl.packs.pdf import marks

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("typst", reason="typst is not installed")
pytest.importorskip("pikepdf", reason="pikepdf is not installed")
pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")

Cell = tuple[str, str, list[str]]
"""What a cell is, of what it is the head, and the ids of its heads."""

TABLES = """
#let heads = table.header[Activity][Lead]
#table(columns: 2, heads, [2a.1], [JK], [- a list
  - #link("https://x.org")[and a link]], [])
#table(columns: 2, [no heads], [JK])
#table(columns: 2, heads, table.cell(rowspan: 2)[2a.1], [JK], [SD])
#table(columns: 2, heads)
"""


def set_in_typst(typ: str) -> bytes:
    """Typst text as PDF/UA, made in a child: no fork could use Typst's threads after that."""

    def work() -> dict[str, bytes]:
        import typst

        text = f'#set document(title: "T")\n= T\n{typ}'.encode()
        return {"": typst.compile(text, format="pdf", pdf_standards=["ua-1"])}

    return run_confined(work, "x", Limits())[""]


def rows(data: bytes) -> list[list[Cell]]:
    """The rows of every table of a PDF, outermost first."""
    root = pypdf.PdfReader(io.BytesIO(data)).root_object["/StructTreeRoot"]
    elements = list(elements_of(root["/K"]))
    names = list(names_of(root["/IDTree"])) if "/IDTree" in root else []
    assert names == sorted(node["/ID"] for node in elements if "/ID" in node)
    return [[cell(node) for node in row["/K"]] for row in elements if row["/S"] == "/TR"]


def elements_of(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, pypdf.generic.ArrayObject):
        for child in node:
            yield from elements_of(child)
    elif isinstance(node, pypdf.generic.DictionaryObject) and "/S" in node:
        yield node
        yield from elements_of(node.get("/K", pypdf.generic.ArrayObject()))


def names_of(tree: Any) -> Iterator[str]:
    yield from tree.get("/Names", ())[::2]
    for kid in tree.get("/Kids", ()):
        yield from names_of(kid.get_object())


def cell(node: Any) -> Cell:
    node = node.get_object()
    [of_table] = [part for part in node["/A"] if part["/O"] == "/Table"]
    scope = of_table.get("/Scope", "").removeprefix("/")
    return node["/S"].removeprefix("/"), scope, list(of_table["/Headers"])


def test_first_cells_beneath_heads_are_heads() -> None:
    data = set_in_typst(TABLES)
    before, after = rows(data), rows(marks.mend_marks(data))
    assert after[:3] == [
        [("TH", "Column", []), ("TH", "Column", [])],
        [("TH", "Row", ["U1x0y0"]), ("TD", "", ["U1x1y0", "row-1"])],
        [("TH", "Row", ["U1x0y0"]), ("TD", "", ["U1x1y0", "row-2"])],
    ]
    assert after[3:] == before[3:]
    assert [len(row) for row in after[3:]] == [2, 2, 2, 1, 2]
    assert marks.mend_marks(data) == marks.mend_marks(data)


@pytest.mark.parametrize("typ", ["No table.", TABLES])
def test_it_is_marked_and_poppler_finds_no_fault(typ: str) -> None:
    data = marks.mend_marks(set_in_typst(typ))
    assert pypdf.PdfReader(io.BytesIO(data)).root_object["/MarkInfo"] == {"/Marked": True}
    result = subprocess.run([program("pdfinfo"), "-"], input=data, capture_output=True, check=True)
    assert b"Tagged:          yes" in result.stdout
    assert result.stderr == b""


@pytest.mark.slow
@pytest.mark.parametrize("template", PACKS)
def test_every_row_of_every_pack_has_its_head(template: str) -> None:
    data = pack_bytes("river", template, "pdf")
    below = [row for row in rows(data) if row[0][1] != "Column"]
    assert below
    for (kind, scope, _), *others in below:
        assert (kind, scope) == ("TH", "Row")
        assert all(kind == "TD" and heads[-1].startswith("row-") for kind, _, heads in others)


def test_without_pikepdf_a_pdf_stays_as_it_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    assert marks.marker()(b"%PDF") == b"%PDF"
