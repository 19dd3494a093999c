"""`states.tsv`: records in, states out, for the sentences of "What a state is" in plan-format.md.

Records stand one after another between `;`, a move as `moved 2025-02-01 from Spring 2025`, a change
of leads as `led 2025-02-01 from AB`. `when`
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
from support.states import FRAME, activity, day, led_before, move, plan, record, row_fields, rows

from sipctl.plan.context import timing_context
from sipctl.plan.model.people import AcademyEntry
from sipctl.plan.state.academies import plan_of_academies
from sipctl.plan.state.agenda import overview, work_items

if TYPE_CHECKING:
    from sipctl.plan.state.agenda import Row

HERE = Path(__file__).parent
LINES = (HERE / "states.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
CASES = [line.split("\t") for line in LINES]

SENTENCES = dict(
    line.split("\t") for line in (HERE / "sentences.tsv").read_text("utf-8").splitlines()[1:]
)
"""Where each sentence is covered, by how it begins: a group of the table and one of its rows, by
its records, or a test of its own."""


def parsed(when: str, records: str) -> tuple[Any, tuple[str, ...]]:
    """The activity of a case, with its moves and changes of leads, and its records."""
    phrase: Any = when
    if ": " in when:
        phrase = dict(part.split(": ", 1) for part in re.split(r", (?=\w+: )", when))
    texts = [text for text in records.split("; ") if text]
    moved = tuple(move(text[6:]) for text in texts if text.startswith("moved "))
    led = tuple(led_before(text[4:]) for text in texts if text.startswith("led "))
    work = activity(None if when == "-" else phrase, moved=moved, led=led)
    return work, tuple(text for text in texts if not text.startswith(("moved ", "led ")))


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
    section = page.split("## What a state is\n")[1].split("\n## ")[0]
    blocks = [" ".join(block.split()) for block in re.split(r"\n(?=- )|\n\n", section)]
    starts = r'(?<=[.!?])\s+(?=[A-Z`*"(])'
    sentences = [text for block in blocks for text in re.split(starts, block.removeprefix("- "))]
    covered = {
        text: [place for words, place in SENTENCES.items() if text.startswith(words)]
        for text in filter(None, sentences)
    }
    assert [text for text, places in covered.items() if len(places) != 1] == []
    assert len(covered) == len(SENTENCES), "a line of sentences.tsv is of no sentence any more"
    assert [place for [place] in covered.values() if not is_there(place)] == []


def is_there(place: str) -> bool:
    """Whether a row, `settled: 2025-04-05 complete`, or a test, `tests/test_x.py::test_y`, exists."""
    file, _, test = place.partition("::")
    if test:
        return f"def {test}(" in (ROOT / file).read_text(encoding="utf-8")
    group, _, records = place.partition(":")
    return any((case[0], case[2]) == (group, records.strip()) for case in CASES)
