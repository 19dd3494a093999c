"""A term's round as a trust would play it: seven leads are asked, answer in four ways, and are chased.

The plan is a copy of the shipped one with other initials. Forms are filled in as XlsxWriter left them
(only the answers' cells change), by openpyxl, by LibreOffice after it opened and saved them, and as
Word documents that LibreOffice opened and saved.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
from conftest import SHIPPED
from docx.oxml.ns import qn
from support.forms import column_of, saved

from sipctl.returns import layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Result

pytestmark = pytest.mark.slow

NAMES = {"JM": "QA", "SD": "QB", "JK": "QC", "KH": "QD", "JHo": "QF", "JHy": "QG", "JH": "QE"}
LEADS = re.compile(r"\b(JHo|JHy|JM|SD|JK|KH|JH)\b")
ASKED, TAKEN, LATE = "2025-03-14", "2025-03-20", "2025-04-02"


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "plan")
    for path in (tmp_path / "plan").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(LEADS.sub(lambda match: NAMES[match[0]], text), encoding="utf-8")
    return tmp_path


def answers_of(part: layout.FormPart, number: int) -> dict[str, str]:
    """What a lead writes in a row, by heading."""
    if part is layout.KPIS:
        return {
            "Reading": "98%",
            "On": "12 March 2025",
            "What it shows": f"Better than row {number}",
        }
    if part is layout.SUMMARIES:
        return {"Summary": f"On the whole it goes well ({number})."}
    status = ("On track", "green", "At risk", "Complete")[number % 4]
    return {
        "Status": status,
        "What happened": f"Row {number} went on",
        "Evidence (links)": "Minutes",
    }


def by_openpyxl(data: bytes) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    for part in layout.PARTS:
        sheet = book[part.name] if part.name in book.sheetnames else None
        for number in range(2, (sheet.max_row if sheet else 0) + 1):
            for heading, text in answers_of(part, number).items():
                sheet.cell(number, column_of(sheet, heading)).value = text
    return saved(book)


def as_written(data: bytes) -> bytes:
    """The bytes that XlsxWriter made, with answers put into the empty cells of each sheet."""
    names = openpyxl.load_workbook(BytesIO(data)).sheetnames
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for item in old.infolist():
            text = old.read(item)
            match = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", item.filename)
            part = next(
                (p for p in layout.PARTS if match and p.name == names[int(match[1]) - 1]), None
            )
            new.writestr(item, _answered(text.decode(), part).encode() if part else text)
    return buffer.getvalue()


def _answered(xml: str, part: layout.FormPart) -> str:
    letters = {column.heading: chr(65 + index) for index, column in enumerate(part.columns)}
    for number in range(2, xml.count("<row ") + 1):
        for heading, text in answers_of(part, number).items():
            cell = rf'<c r="{letters[heading]}{number}" (s="\d+")/>'
            typed = f"<is><t>{escape(text)}</t></is>"
            put = rf'<c r="{letters[heading]}{number}" \1 t="inlineStr">{typed}</c>'
            xml, count = re.subn(cell, put, xml)
            assert count == 1, (part.id, heading, number)
    return xml


def in_word(data: bytes) -> bytes:
    """A Word form with its content controls filled in, as Word does it."""
    document = docx.Document(BytesIO(data))
    for number, table in enumerate(document.tables[1:-1], 2):
        heads = [row.cells[0].text for row in table.rows]
        part = next(p for p in layout.PARTS if all(c.heading in heads for c in p.columns))
        for heading, text in answers_of(part, number).items():
            cell = table.rows[heads.index(heading)].cells[1]
            control = next(cell._tc.iter(qn("w:sdt")))
            for mark in list(control.iter(qn("w:showingPlcHdr"))):
                mark.getparent().remove(mark)
            next(control.iter(qn("w:t"))).text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@contextmanager
def through_libreoffice(data: bytes, folder: Path, ending: str) -> Iterator[Callable[[], bytes]]:
    """Has LibreOffice open and save a form, while other things are done; what it saved, when asked."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder.mkdir()
    (folder / f"in.{ending}").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    line = [program, profile, "--headless", "--convert-to", ending, "--outdir", folder / "out"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*line, folder / f"in.{ending}"], stdout=quiet, stderr=quiet) as office:

        def saved_form() -> bytes:
            assert office.wait(timeout=120) == 0
            return (folder / "out" / f"in.{ending}").read_bytes()

        try:
            yield saved_form
        finally:
            office.kill()


def records(trust: Path) -> list[Path]:
    return sorted((trust / "plan/records").rglob("*.yaml"))


def states(ask: Callable[..., Any], day: str) -> dict[str, str]:
    data = json.loads(ask("--status", "--format", "json", "--as-of", day).out)
    return {lead["lead"]: lead["state"] for lead in data["leads"]}


def test_a_round_from_asking_to_the_pack(
    trust: Path, tmp_path: Path, sipctl: Callable[..., Result]
) -> None:
    def ask(*options: str) -> Result:
        return sipctl("ask", *options, cwd=trust)

    by = ("--term", "spring-2025", "--by", "2025-03-28", "--as-of", ASKED)
    assert ask(*by).code == 0
    assert ask(*by, "--lead", "QG", "--format", "docx", "-o", "word").code == 0
    assert states(ask, ASKED) == dict.fromkeys(NAMES.values(), "silent")

    back = trust / "asks/back"
    back.mkdir()
    forms = {lead: (trust / f"asks/{lead}.xlsx").read_bytes() for lead in NAMES.values()}
    word = in_word((trust / "word/QG.docx").read_bytes())
    with (
        through_libreoffice(forms["QF"], tmp_path / "office", "xlsx") as workbook,
        through_libreoffice(word, tmp_path / "word-office", "docx") as document,
    ):
        (back / "QA.xlsx").write_bytes(as_written(forms["QA"]))
        (back / "QC plan.xlsx").write_bytes(by_openpyxl(forms["QC"]))
        (back / "QF.xlsx").write_bytes(by_openpyxl(workbook()))
        (back / "QG.docx").write_bytes(document())
    take = ("take", "asks/back", "--yes", "--as-of", TAKEN)
    taken = sipctl(*take, cwd=trust)
    assert taken.code in (0, 1), taken.out + taken.err
    result = states(ask, TAKEN)
    assert {lead for lead, state in result.items() if state == "silent"} == {"QB", "QD", "QE"}
    count = len(records(trust))
    assert count > 60

    assert sipctl("check", "--as-of", TAKEN, cwd=trust).code == 0
    assert sipctl(*take, cwd=trust).code in (0, 1)
    assert len(records(trust)) == count

    rounds = trust / "plan/rounds/2024-25-spring.yaml"
    before = rounds.read_bytes()
    assert ask("--again", "-o", "again", "--as-of", TAKEN).code == 0
    assert sorted(path.stem for path in (trust / "again").glob("*.eml")) == ["QB", "QD", "QE"]
    assert rounds.read_bytes() == before

    (back / "QB.xlsx").write_bytes(by_openpyxl(forms["QB"]))
    assert sipctl(*take[:-1], LATE, cwd=trust).code in (0, 1)
    assert states(ask, LATE)["QB"] != "silent"
    report = (
        "report",
        "--term",
        "spring-2025",
        "--template",
        "trustees-pack",
        "--format",
        "markdown",
    )
    assert ", late)" in sipctl(*report, "--as-of", LATE, cwd=trust).out
    assert ", late)" not in sipctl(*report, "--as-of", "2025-03-28", cwd=trust).out
    assert sipctl("check", "--as-of", LATE, cwd=trust).code == 0
