"""Workbooks of other formats hold the same tables as the one that they were saved from."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipctl.intake.files import office
from sipctl.intake.files.detect import read
from sipctl.plan.faults import Refusal

pytest.importorskip("python_calamine")
HERE = Path(__file__).parent
SAVED_FROM = HERE.parent / "field" / "plans" / "03-start-finish.xlsx"


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_the_same_tables(ending: str) -> None:
    """LibreOffice saved them from the workbook."""
    document = read(HERE / "old_formats" / f"start-finish.{ending}")
    saved_from = read(SAVED_FROM)
    texts = [
        [[(cell.text, cell.anchor, cell.place) for cell in row] for row in table.rows]
        for file in (document, saved_from)
        for table in file.tables
    ]
    assert texts[0] == texts[1]
    assert "notes and links of this format were not read" in document.left_out[0]


@pytest.mark.parametrize("cut", [600, 3_000, 7_000])
def test_a_damaged_file_is_refused(tmp_path: Path, cut: int) -> None:
    data = (HERE / "old_formats" / "start-finish.xls").read_bytes()
    (tmp_path / "plan.xls").write_bytes(data[:cut])
    with pytest.raises(Refusal) as refused:
        read(tmp_path / "plan.xls")
    assert refused.value.help


def test_a_word_document_of_old_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "plan.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Refusal, match="format of before 2007"):
        read(tmp_path / "plan.doc")
    assert office.is_old((tmp_path / "plan.doc").read_bytes())
