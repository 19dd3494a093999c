"""Where packs go: the usual format of a place, and the names of files."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from support.packs import read

from sipctl.cli.runtime.pack_files import STDOUT, file_name, folder_of, pack_format


def test_a_file_is_a_pdf_where_it_can_be_made_and_a_pipe_gets_html() -> None:
    assert pack_format(None, None, to_folder=True) == ("pdf" if find_spec("typst") else "html")
    assert pack_format(None, None, to_folder=False) == "html"
    assert pack_format(None, STDOUT, to_folder=False) == "html"
    assert pack_format(None, Path("a.docx"), to_folder=False) == "docx"
    assert pack_format("markdown", None, to_folder=True) == "markdown"


def test_names_say_whose_pack_it_is_and_of_which_term() -> None:
    term = read("river")[1].context.calendar.term("spring-2025")
    assert term is not None
    assert file_name("TRF", "lgb-pack", term, "pdf") == "trf-lgb-pack-spring-2025.pdf"
    assert file_name(None, "a/lead-sheet", term, "html", "JK") == "lead-sheet-JK-spring-2025.html"
    assert folder_of(Path("sheets"), "lead-sheet", None) == Path("sheets")
    assert folder_of(Path("sheets"), "lgb-pack", None) is None
    assert folder_of(STDOUT, "lead-sheet", None) is None
    assert folder_of(Path("sheet.pdf"), "lead-sheet", None) is None
    assert folder_of(Path("sheet"), "lead-sheet", "pdf") is None
