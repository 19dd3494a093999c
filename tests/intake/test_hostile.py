"""Files that are damaged, locked, old, endless or made to harm: a sentence, and nothing written."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.utils import get_column_letter
from support.damaged_files import SHEET, in_sheet, with_part, workbook
from support.each_row import each_row

from sipctl.documents.detect import read
from sipctl.intake.tables.headers import is_head

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANSWERS = ("--name", "Hill Trust", "--years", "2025-28")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def refusal_of(sipctl: Callable[..., Any], tmp_path: Path) -> Callable[..., str]:
    def run(data: bytes, name: str = "plan.xlsx", *argv: str) -> str:
        file = tmp_path / name
        file.write_bytes(data)
        done = sipctl("init", "new", "--from", str(file), *ANSWERS, *argv, cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("sipctl: ")
        assert "\n  help: " in done.err
        assert not (tmp_path / "new").exists()
        return str(done.err)

    return run


@each_row(
    ("data", "name", "expected"),
    [
        (b"", "plan.xlsx", "there is no table"),
        (b"", "plan.csv", "there is no table"),
        (b"PK\x03\x04 and then nothing", "plan.xlsx", "is damaged"),
        (workbook()[:-400], "plan.xlsx", "is damaged"),
        (OLD + b"\0" * 600, "plan.xls", "format of before 2007"),
        (OLD + b"\0" * 600, "plan.doc", "format of before 2007"),
        (OLD + b"\0" * 80 + "EncryptedPackage".encode("utf-16-le"), "plan.xlsx", "by a password"),
        (b"%PDF-1.7 \n", "plan.pdf", "is a PDF"),
        (b"{\\rtf1 hello}", "plan.doc", "is rich text"),
        (b"\x00\x01\x02" * 50, "plan.csv", "is not text"),
        (b"Action\n" + b'"' + b"x" * 200_000, "plan.csv", "cannot be read as CSV"),
        (b"hello there\nthis is prose", "plan.csv", "no table of plan.csv has a column"),
        (b"Action,Lead\n", "plan.csv", "have heads, but no rows"),
    ],
)
def test_what_is_no_plan_is_told(
    refusal_of: Callable[..., str], data: bytes, name: str, expected: str
) -> None:
    assert expected in refusal_of(data, name)


def test_an_archive_of_something_else(refusal_of: Callable[..., str]) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "neither a workbook nor a Word document" in refusal_of(buffer.getvalue(), "plan.ods")


@pytest.mark.slow
def test_a_zip_bomb_is_not_unpacked(refusal_of: Callable[..., str]) -> None:
    bomb = with_part(workbook(), "xl/media/big.bin", lambda _: b"\0" * 150_000_000)
    assert len(bomb) < 400_000
    assert "larger than any plan" in refusal_of(bomb)
    bomb = in_sheet("<!-- " + " " * 30_000_000 + " -->")
    assert "larger than any plan" in refusal_of(bomb)


def test_a_zip_that_lies_about_its_size_is_damaged(refusal_of: Callable[..., str]) -> None:
    data = bytearray(with_part(workbook(), SHEET, lambda xml: xml + b" " * 5_000_000))
    result = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    struct.pack_into("<I", data, result + 24, 900)  # the size that the directory tells
    assert "is damaged" in refusal_of(bytes(data))


@pytest.mark.parametrize("alphabet", ["x-foo", "shift_jis", "utf-32", "idna", "punycode", "hex"])
def test_an_alphabet_that_is_not_read_is_damage(
    refusal_of: Callable[..., str], alphabet: str
) -> None:
    head = f'<?xml version="1.0" encoding="{alphabet}"?>'.encode()
    assert f"{SHEET} cannot be read" in refusal_of(
        with_part(workbook(), SHEET, lambda xml: head + xml)
    )


@pytest.mark.parametrize("number", ["²", "9" * 5_000, "x"])
def test_a_format_without_a_number_is_damage(refusal_of: Callable[..., str], number: str) -> None:
    spoilt = with_part(
        workbook(),
        "xl/styles.xml",
        lambda xml: xml.replace(b'numFmtId="0"', f'numFmtId="{number}"'.encode()),
    )
    assert "xl/styles.xml cannot be read" in refusal_of(spoilt)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("spoilt", [True, False])
def test_a_part_packed_as_office_packs_none_is_damage(
    refusal_of: Callable[..., str], method: int, spoilt: bool
) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook())) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info), method if info.filename == SHEET else None)
        result = new.getinfo(SHEET).header_offset + 30 + len(SHEET)
    data = bytearray(buffer.getvalue())
    data[result + 12 : result + 60] = b"\x5a" * 48 if spoilt else data[result + 12 : result + 60]
    assert f"{SHEET} cannot be read" in refusal_of(bytes(data))


def test_spoilt_bytes_of_an_archive_are_damage(refusal_of: Callable[..., str]) -> None:
    """A local name that is no UTF-8, a version nobody has, a place before the file begins."""
    data = workbook()
    local = zipfile.ZipFile(BytesIO(data)).getinfo(SHEET).header_offset
    entry, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    named = bytearray(data)
    struct.pack_into("<H", named, local + 6, 0x800)
    named[local + 30] = 0xFF
    newer, before = bytearray(data), bytearray(data)
    struct.pack_into("<H", newer, entry + 6, 130)
    struct.pack_into("<I", before, end + 16, struct.unpack_from("<I", data, end + 16)[0] + 9)
    for spoilt in (named, newer, before):
        assert "is damaged" in refusal_of(bytes(spoilt))


@pytest.mark.parametrize("place", ["99", "-1", "²"])
def test_a_text_that_is_not_there_is_damage(refusal_of: Callable[..., str], place: str) -> None:
    cell = f'<row r="9"><c r="A9" t="s"><v>{place}</v></c></row>'
    assert "its list of texts cannot be read" in refusal_of(in_sheet(cell, "</sheetData>"))


def test_a_workbook_that_lacks_a_sheet_is_damaged(refusal_of: Callable[..., str]) -> None:
    spoilt = with_part(
        workbook(), "xl/workbook.xml", lambda xml: xml.replace(b'id="rId1"', b'id="rId99"')
    )
    assert 'is damaged: its sheet "Sheet" cannot be read' in refusal_of(spoilt)


def test_a_part_with_a_password_is_told(refusal_of: Callable[..., str]) -> None:
    data = bytearray(workbook())
    result = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    data[result + 8] |= 1
    assert "protected by a password" in refusal_of(bytes(data))


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_are_read(
    refusal_of: Callable[..., str], alphabet: str
) -> None:
    xml = (
        f'<?xml version="1.0" encoding="{alphabet}"?><!DOCTYPE worksheet [<!ENTITY a SYSTEM '
        '"file:///etc/passwd"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="inlineStr">'
        "<is><t>&b;</t></is></c></row></sheetData></worksheet>"
    )
    hostile = with_part(workbook(), SHEET, lambda _: xml.encode(alphabet))
    assert "declares a document type" in refusal_of(hostile)


def test_bottomless_trees_are_refused(refusal_of: Callable[..., str]) -> None:
    assert "nested deeper" in refusal_of(in_sheet("<x>" * 100_000 + "</x>" * 100_000))


def test_a_cell_merged_over_the_whole_sheet_costs_nothing(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="D1:XFD1048576"/></mergeCells>'
    file = tmp_path / "plan.xlsx"
    file.write_bytes(in_sheet(merged))
    done = sipctl("init", "new", "--from", str(file), *ANSWERS, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")


def test_many_overlapping_merges_are_refused(refusal_of: Callable[..., str]) -> None:
    rows = "".join(f'<row r="{n}"><c r="Z{n}"><v>1</v></c></row>' for n in range(100, 900))
    merged = "".join(f'<mergeCell ref="A{n}:Z900"/>' for n in range(3, 60))
    data = in_sheet(rows, "</sheetData>")
    data = with_part(
        data,
        SHEET,
        lambda xml: xml.replace(
            b"</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>".encode()
        ),
    )
    assert "merges more cells than any plan" in refusal_of(data)


@pytest.mark.slow
def test_a_huge_sheet_is_refused(refusal_of: Callable[..., str]) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(3, 25_000))
    assert "is larger than any plan" in refusal_of(in_sheet(rows, "</sheetData>"))
    wide = '<row r="9"><c r="XFD9"><v>1</v></c></row>'
    assert "is larger than any plan" in refusal_of(in_sheet(wide, "</sheetData>"))


@pytest.mark.slow
def test_a_scattered_sheet_is_refused(refusal_of: Callable[..., str]) -> None:
    """Few cells, but each in a row and column of its own: most of the table would be empty."""
    rows = "".join(
        f'<row r="{n}"><c r="{get_column_letter(n % 256 + 1)}{n}"><v>1</v></c></row>'
        for n in range(3, 19_000)
    )
    assert "is larger than any plan" in refusal_of(in_sheet(rows, "</sheetData>"))


def test_empty_columns_are_left_out(tmp_path: Path) -> None:
    far = '<row r="3"><c r="IV3"><v>1</v></c></row>'
    (tmp_path / "plan.xlsx").write_bytes(in_sheet(far, "</sheetData>"))
    rows = read(tmp_path / "plan.xlsx", is_head).tables[0].rows
    assert [[cell.text for cell in row] for row in rows] == [
        ["Action", "Lead", ""],
        ["Do it", "JK", ""],
        ["", "", "1"],
    ]
    assert rows[2][2].place == "Sheet!IV3"
    (tmp_path / "plan.csv").write_text(f"Action,Lead\nDo it,JK\n{',' * 255}1\n")
    of_csv = read(tmp_path / "plan.csv", is_head).tables[0].rows
    assert [[cell.text for cell in row] for row in of_csv] == [
        [cell.text for cell in row] for row in rows
    ]
    assert of_csv[2][2].place == "line 3, column 256"


def test_a_lone_cell_far_down_costs_nothing(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    lone = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Last</t></is></c></row>'
    file.write_bytes(in_sheet(lone, "</sheetData>"))
    done = sipctl("init", "new", "--from", str(file), *ANSWERS, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "title: Last" in next((tmp_path / "new/plan/aims").iterdir()).read_text()


def test_macros_links_and_hidden_sheets_are_told(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    data = workbook()
    for part in ("xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/media/a.png"):
        data = with_part(data, part, lambda _: b"<x/>")
    data = with_part(
        data, "xl/workbook.xml", lambda xml: xml.replace(b'state="visible"', b'state="hidden"')
    )
    (tmp_path / "plan.xlsm").write_bytes(data)
    done = sipctl("init", "new", "--from", "plan.xlsm", *ANSWERS, cwd=tmp_path)
    assert done.code == 0, done.err
    for note in (
        "its macros were not read",
        "links to other workbooks were not followed",
        "pictures were not read: 1",
        'the hidden sheet "Sheet" was read like the others',
    ):
        assert f"  note: {note}\n" in done.out


@pytest.mark.slow
def test_more_activities_than_ids_can_count_are_refused_with_their_row(
    refusal_of: Callable[..., str],
) -> None:
    result = refusal_of(b"Action,Lead\n" + b"Do,JK\n" * 10_000, "plan.csv")
    assert "line 10001, column 1: with this row there are more than 9,999 activities" in result


def test_text_cannot_break_out_of_its_place(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    texts = [
        "a: b #c\n- d",
        "'\"{[&*!|>%@`",
        "NO",
        "\u202e\x07 x",
        "--- x",
        "1a.1",
        "\\n",
        "x" * 900,
    ]
    file = tmp_path / "plan.csv"
    rows = [
        f'"{text.replace(chr(34), chr(34) * 2)}","{text.replace(chr(34), chr(34) * 2)}"'
        for text in texts
    ]
    file.write_text("Action,Notes\n" + "\n".join(rows) + "\n")
    done = sipctl("init", "new", "--from", str(file), *ANSWERS, cwd=tmp_path)
    assert (done.code, done.err) == (0, ""), done.err
    result = sipctl("check", "--plan", "new", "--format", "concise", cwd=tmp_path)
    assert "error" not in result.out


def test_a_document_nested_in_tables_is_bounded(refusal_of: Callable[..., str]) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deep = "<w:tbl><w:tr><w:tc>" * 80 + "</w:tc></w:tr></w:tbl>" * 80
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{deep}</w:body></w:document>"
        )
    assert "nested deeper" in refusal_of(buffer.getvalue(), "plan.docx")
    span = '<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>'
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {space}><w:body><w:tbl><w:tr>{span * 300}</w:tr></w:tbl></w:body></w:document>",
        )
    assert "is larger than any plan" in refusal_of(buffer.getvalue(), "plan.docx")
