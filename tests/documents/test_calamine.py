"""Workbooks of other formats hold the same tables as the one that they were saved from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row

from sipctl.documents import office
from sipctl.documents.detect import read
from sipctl.intake.tables.headers import is_head
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from sipctl.documents.document import Document

pytest.importorskip("python_calamine")
HERE = Path(__file__).parent
SAVED_FROM = HERE.parent / "intake" / "field" / "plans" / "03-start-finish.xlsx"


@each_row(("ending", "merges"), [("xls", True), ("ods", False)])
def test_the_same_tables(ending: str, merges: bool) -> None:
    """LibreOffice saved them from the workbook; of `.ods` it is not told what is merged."""
    document = read(HERE / "old_formats" / f"start-finish.{ending}", is_head)
    cells, saved_from = (_own_cells(file) for file in (document, read(SAVED_FROM, is_head)))
    if not merges:
        cells = [(text, place, ()) for text, place, _ in cells]
        saved_from = [(text, place, ()) for text, place, _ in saved_from]
    assert cells == saved_from
    assert "notes and links of this format were not read" in document.left_out[0]


def _own_cells(document: Document) -> list[tuple[str, str, tuple[int, ...]]]:
    """The cells that say something themselves."""
    return [
        (cell.text, cell.place, cell.anchor)
        for table in document.tables
        for number, row in enumerate(table.rows)
        for column, cell in enumerate(row)
        if cell.text and cell.anchor == (number, column)
    ]


@pytest.mark.parametrize("cut", [600, 3_000, 7_000])
def test_a_damaged_file_is_refused(tmp_path: Path, cut: int) -> None:
    data = (HERE / "old_formats" / "start-finish.xls").read_bytes()
    (tmp_path / "plan.xls").write_bytes(data[:cut])
    with pytest.raises(Refusal) as refused:
        read(tmp_path / "plan.xls", is_head)
    assert refused.value.help


def test_a_word_document_of_old_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "plan.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Refusal, match="format of before 2007"):
        read(tmp_path / "plan.doc", is_head)
    assert office.is_old((tmp_path / "plan.doc").read_bytes())
