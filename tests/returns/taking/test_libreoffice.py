"""Forms that LibreOffice has opened and saved: read as if it had not."""

from __future__ import annotations

import subprocess
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import pytest
from support.forms import TAKEN, filled, form_of, read_plan
from support.packs import program

from sipctl.plan.context import timing_context
from sipctl.returns.asking.document import document
from sipctl.returns.taking.files import read_document
from sipctl.returns.taking.forms.form_file import read_form
from sipctl.returns.taking.forms.sent_texts import SentTexts
from sipctl.returns.taking.forms.take_form import take_form

if TYPE_CHECKING:
    from pathlib import Path

    from sipctl.plan.model.entries import Record

pytestmark = pytest.mark.slow
PLAN = read_plan()
SENT = SentTexts(PLAN, timing_context(PLAN))
ANSWERS: dict[str, dict[str, Any]] = {
    "JK/1a.1/spring-2025": {
        "Status": "green",
        "What happened": "Two interviews\nA third is planned",
        "Evidence (links)": "https://x.example/a",
        "New date wanted (needs agreement)": "Summer 2025",
    },
    "JK/1a.2/Launch/start": {"Status": "done", "What happened": "Ünï – “quoted”"},
    "JK/1a.k1/spring-2025": {"Reading": "98%", "On": "14 March 2025"},
    "JK/1a.k2/2025-03": {"Reading": "14.2 days", "Met?": "Partly met"},
    "JK/1a/": {"Summary": "All in all well"},
}


def records(name: str, data: bytes) -> list[Record]:
    form = read_form(read_document(data, name))
    assert form is not None
    taking = take_form(name, form, SENT, TAKEN, lambda _: None)
    assert taking.not_taken == ()
    return sorted((row.record for row in taking.new), key=lambda record: record.row or "")


def word_form() -> bytes:
    """The Word form with its answers typed behind the headings."""
    word = docx.Document(BytesIO(document(form_of(PLAN))))
    for table in word.tables:
        cells = {row.cells[0].text: row.cells[1] for row in table.rows}
        for heading, text in ANSWERS.get(cells["Row"].text if "Row" in cells else "", {}).items():
            cells[heading].paragraphs[0].add_run(text)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def test_what_libreoffice_saved_is_read_the_same(tmp_path: Path) -> None:
    soffice = program("soffice")
    sources = {"JK.xlsx": filled(PLAN, ANSWERS), "JK.docx": word_form()}
    expected = records("JK.xlsx", sources["JK.xlsx"])
    assert len(expected) == len(ANSWERS)
    for name, data in sources.items():
        (tmp_path / name).write_bytes(data)
        assert records(name, data) == expected
        ending = name.rpartition(".")[2]
        subprocess.run(
            [
                *(soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
                *(
                    "--convert-to",
                    ending,
                    "--outdir",
                    str(tmp_path / "saved"),
                    str(tmp_path / name),
                ),
            ],
            capture_output=True,
            check=True,
            timeout=120,
        )
        again = (tmp_path / "saved" / name).read_bytes()
        assert again != data
        assert records(name, again) == expected
