"""What a document says around its tables goes where the plan has a place for it, each text once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import docx
from support.each_row import each_row

from sipctl.intake.front_matter import with_front_matter
from sipctl.plan.model import entries as m

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RUNS = m.Runs(from_=date(2025, 9, 1), to=date(2026, 8, 31))
ABOUT = m.About(title="T", trust=m.Body(name="Hill"), runs=RUNS)


@each_row(
    ("texts", "field", "value", "rest"),
    [
        (["Vision: All read well."], "vision", "All read well.", []),
        (["Our school vision statement", "All of us read well."], "vision", "All of us read well.", []),
        (["Vision", "Curriculum"], "vision", None, ["Vision", "Curriculum"]),
        (["Vision", "Mission", "We teach each child."], "mission", ("We teach each child.",), ["Vision"]),
        (["Vision: A.", "Vision: B."], "vision", "A.", ["Vision: B."]),
        (["  Our mission | We teach."], "mission", ("We teach.",), []),
        (["Visionary leadership: all"], "vision", None, ["Visionary leadership: all"]),
        (["Ratified by the governors: 3 May"], "endorsement", "Ratified by the governors: 3 May", []),
        (["Approved by governors"], "endorsement", None, ["Approved by governors"]),
        (
            ["Our values: Respect, Courage & Joy"],
            "values",
            (m.Value(name="Respect"), m.Value(name="Courage"), m.Value(name="Joy")),
            [],
        ),
        (["Values", "What we hold dear is said below"], "values", (), ["Values", "What we hold dear is said below"]),
    ],
)  # fmt: skip
def test_a_statement_takes_its_place(
    texts: list[str], field: str, value: object, rest: list[str]
) -> None:
    about, others = with_front_matter(ABOUT, texts)
    assert (getattr(about, field), others) == (value, rest)


def test_what_stands_around_a_table_is_brought_in(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("Vision: Every child reads well.")
    table = document.add_table(rows=0, cols=4)
    for row in (
        ("Priority 1: Reading", "", "", ""),
        ("Success criteria:", "85% read well", "", ""),
        ("KPI:", "Attendance at 96%", "", ""),
        ("Action", "Lead", "When", "Note"),
        ("Train staff", "JK", "SDP cycle", "a"),
        ("Buy books", "SD", "SDP cycle", "b"),
    ):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "plan.docx"))
    argv = ("--from", "plan.docx", "--name", "Hill School", "--years", "2025-26")
    done = sipctl("init", "new", *argv, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    aim = (tmp_path / "new/plan/aims/1-reading.yaml").read_text()
    assert '- {id: "1.1", title: "85% read well"}' in aim
    assert 'measure: "Attendance at 96%"' in aim
    assert "vision: Every child reads well.\n" in (tmp_path / "new/plan/plan.yaml").read_text()
    assert "kept as" not in done.out.replace("2 texts kept as comments", "")
    # One cause is one fault: the same phrase in two cells is told once, with the other place.
    assert done.out.count('"SDP cycle" is not a time') == 1
    assert "= the same at new/plan/aims/1-reading.yaml:" in done.out
