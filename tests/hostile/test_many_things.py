"""Very many of one thing: what is done with them grows in line with them."""

from __future__ import annotations

import zipfile
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest
from support.call_count import work
from support.small_plan import FILES

from sipctl.plan.queries.occurrences import occurrence_rows
from sipctl.plan.state.filters import Filters
from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files import folder as folders
from sipctl.views.faults.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Write = Callable[[dict[str, str]], Path]

AIM = "id: 1\ntitle: People\nareas:\n  - id: 1a\n    title: Staff\n    activities:\n"
ROOM = 2.3
"""Twice as many things may take this many times as much."""


def joint_leads(number: int) -> dict[str, str]:
    leads = [f"L{index}" for index in range(number)]
    people = "leads:\n" + "".join(f"  {lead}: {{role: Teacher}}\n" for lead in leads)
    activity = f"      - {{id: 1a.1, title: Teach, leads: [{', '.join(leads)}], when: termly}}\n"
    return {**FILES, "people.yaml": people, "aims/1-people.yaml": AIM + activity}


def milestones(number: int) -> dict[str, str]:
    head = "      - id: 1a.1\n        title: Teach\n        leads: [JK]\n        when:\n"
    dates = "".join(f"          Date {index}: 14 March 2025\n" for index in range(number))
    return {**FILES, "aims/1-people.yaml": AIM + head + dates}


def errors(number: int) -> dict[str, str]:
    activities = "".join(
        f"      - {{id: 1a.{index}, title: Teach, leads: [Q{index}], when: gibberish}}\n"
        for index in range(1, number + 1)
    )
    return {**FILES, "aims/1-people.yaml": AIM + activities}


def without_records(files: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if not path.startswith("records/")}


@pytest.mark.parametrize("command", ["due", "list", "leads"])
def test_joint_leads(sipctl: Callable[..., Result], write: Write, command: str) -> None:
    sizes = []
    for number in (300, 600):
        folder = write(without_records(joint_leads(number)))
        done = sipctl(command, "--as-of", "2025-03-05", cwd=folder)
        assert done.code <= 1, done.err
        sizes.append(len(done.out))
    assert sizes[1] < ROOM * sizes[0]


def test_few_joint_leads_are_all_named(sipctl: Callable[..., Result], write: Write) -> None:
    for number, words in ((12, "L10, L11"), (13, "L10, L11 and 1 other"), (20, "and 8 others")):
        folder = write(without_records(joint_leads(number)))
        done = sipctl("list", "--as-of", "2025-03-05", "--format", "markdown", cwd=folder)
        assert words in done.out
        assert ("other" in done.out) == (number > 12)


def test_milestones(write: Write) -> None:
    calls = []
    for number in (100, 200):
        folder = folders.find(None, write(without_records(milestones(number))))
        opened = open_folder(folder)
        rows = occurrence_rows(opened.plan, opened.context, date(2025, 3, 5), Filters())
        calls.append(work(partial(list, rows)))
    assert calls[1] < ROOM * calls[0]


def test_errors(sipctl: Callable[..., Result], write: Write) -> None:
    calls = []
    for number in (100, 200):
        folder = write(without_records(errors(number)))
        calls.append(work(partial(sipctl, "check", cwd=folder)))
    assert calls[1] < ROOM * calls[0]
    assert (
        calls[1] / 400 < 12_000
    )  # calls for each of its errors, of which this plan has two a line


@pytest.mark.slow
def test_empty_cells_of_a_word_document(sipctl: Callable[..., Result], tmp_path: Path) -> None:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = f"<w:tr>{'<w:tc/>' * 200}</w:tr>" * 1_001
    body = f"<w:body><w:tbl>{rows}</w:tbl></w:body>"
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(
            "word/document.xml", f'<w:document xmlns:w="{namespace}">{body}</w:document>'
        )
    done = sipctl("init", "new", "--from", "a.docx", "--dry-run", cwd=tmp_path)
    assert done.code == 2
    assert "table 1 of a.docx is larger than any plan" in done.err


def test_a_line_of_a_fault_is_made_safe_in_one_go() -> None:
    line = "a\t b \x1c\x85\u2003c \x1b[31m \u202e \ufeff d" * 1_000
    assert clean_line(line) == "a  b    c \ufffd[31m \ufffd \ufffd d" * 1_000
    assert work(lambda: clean_line(line)) < 10
