"""`states.tsv`: records in, states out, for the sentences of "What a state is" in plan-format.md.

Records stand one after another between `;`, a move as `moved 2025-02-01 from Spring 2025`. `when`
is a phrase, or `Label: phrase` for each milestone. `settled` has periods with their days, `fates`
each occurrence's phase, behind `/` what it was judged.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conftest import ROOT
from support.each_row import each_row
from support.states import FRAME, activity, day, move, plan, record, row_fields, rows

from sipctl.plan.context import timing_context
from sipctl.plan.model.people import AcademyEntry
from sipctl.plan.state.academies import plan_of_academies
from sipctl.plan.state.agenda import overview, work_items

if TYPE_CHECKING:
    from sipctl.plan.state.agenda import Row

HERE = Path(__file__).parent
LINES = (HERE / "states.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
CASES = [line.split("\t") for line in LINES]

COVERED = {
    "status": "status",
    "*judged at risk*": "judged",
    "before the date of a `moved`": "past",
    "whatever counts dates": "tests/packs/test_figures.py",
    "movement between two days": "tests/packs/content/test_build.py",
    "an occurrence is *settled*": "settled",
    "*overdue*": "overdue",
    "*due*": "due",
    "*as needed*": "dateless",
    "academies": "academies",
    "`left`": "tests/plan/rules/test_leavers.py",
    "a KPI has two rows": "tests/plan/state/test_agenda.py",
    "paused and withdrawn": "apart",
    "a series is one row": "series",
    "*slipped by*": "slipped",
    "an activity that nobody leads": "tests/cli/commands/test_due.py",
}
"""Where each sentence is covered, by how it begins: in the table, or in a file of its own."""


def parsed(when: str, records: str) -> tuple[Any, tuple[str, ...]]:
    """The activity of a case, with its moves, and its records."""
    phrase: Any = when
    if ": " in when:
        phrase = dict(part.split(": ", 1) for part in re.split(r", (?=\w+: )", when))
    texts = [text for text in records.split("; ") if text]
    moves = [text.removeprefix("moved ") for text in texts if text.startswith("moved ")]
    work = activity(None if when == "-" else phrase, moved=tuple(move(text) for text in moves))
    return work, tuple(text for text in texts if not text.startswith("moved "))


def rows_of_academies(work: Any, texts: tuple[str, ...], on: str) -> list[Row]:
    """The rows in a trust of three academies; a record `as WPSA` speaks for that one alone.

    `heard as WPSA` among the records is `--academy WPSA`.
    """
    heard = [text.removeprefix("heard as ") for text in texts if text.startswith("heard as ")]
    pairs = [text.partition(" as ") for text in texts if not text.startswith("heard as ")]
    records = {
        f"records/r{index}.yaml": record(text, academy=academy or None)
        for index, (text, _, academy) in enumerate(pairs)
    }
    whole = plan(work, records=records)
    academies = {name: AcademyEntry() for name in ("WPSA", "WPPA", "WGPA")}
    whole = replace(whole, people=replace(whole.people, academies=academies))
    whole = plan_of_academies(whole, heard)
    context = replace(FRAME, academies=timing_context(whole).academies)
    return overview(work_items(whole, context, day(on), kpis=True))


def seen(row: Row, name: str) -> str:
    """One thing that a case says of a row, as text."""
    if name == "settled":
        days = [
            (occurrence.period, occurrence.settled_on)
            for occurrence in row.occurrences
            if occurrence.settled_on
        ]
        return ",".join(f"{period}@{day}" for period, day in days)
    if name == "fates":
        return ",".join(
            f"{occurrence.phase}/{occurrence.judged}" if occurrence.judged else occurrence.phase
            for occurrence in row.occurrences
        )
    if name == "late":
        return str(any(occurrence.late for occurrence in row.occurrences))
    value = row_fields(row, name)[name]
    return ",".join(value) if isinstance(value, tuple) else str(value)


@each_row(
    ("when", "records", "on", "expected"),
    [case[1:] for case in CASES],
)
def test_the_states_of_the_table(when: str, records: str, on: str, expected: str) -> None:
    work, texts = parsed(when, records)
    row = rows_of_academies(work, texts, on)[0] if " as " in records else rows(work, texts, on)[0]
    wanted = dict(part.split("=", 1) for part in re.split(r" (?=\w+=)", expected))
    assert {name: seen(row, name) for name in wanted} == wanted


def test_each_sentence_has_its_cases() -> None:
    page = (ROOT / "docs" / "plan-format.md").read_text(encoding="utf-8")
    section = page.split("## What a state is\n")[1].split("\nLateness and judgement")[0]
    sentences = [line[2:] for line in section.split("\n") if line.startswith("- ")]
    named = {case[0] for case in CASES}
    for sentence in sentences:
        places = [place for words, place in COVERED.items() if sentence.startswith(words)]
        assert places, sentence
        assert places[0] in named or (ROOT / places[0]).is_file(), places
