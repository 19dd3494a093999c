"""Which records count: not those that another corrects, and an answer taken twice once."""

from __future__ import annotations

from datetime import date
from typing import Any

from sipctl.plan.model.entries import Record
from sipctl.plan.state.standing import mistakes, repeated, standing_records

DAY = date(2025, 3, 20)


def record(**more: Any) -> Record:
    values = {"activity": "2a.3", "date": DAY, "by": "JK", "status": "on-track", **more}
    return Record(**values)


def returned(day: int, row: str = "JK/2a.3//4f1c9a", **more: Any) -> Record:
    return record(date=date(2025, 3, day), return_="spring-2025", row=row, **more)


def test_an_answer_that_was_taken_twice_counts_once_the_older() -> None:
    named = [("a.yaml", returned(12)), ("b.yaml", returned(14))]
    assert standing_records(named, DAY) == [named[0][1]]
    assert standing_records(named[::-1], DAY) == [named[0][1]]
    assert repeated(named) == {"b.yaml": "a.yaml"}


def test_other_answers_and_other_rounds_count_for_themselves() -> None:
    named = [
        ("a.yaml", returned(12)),
        ("b.yaml", returned(13, "JK/2a.3//000000")),
        ("c.yaml", record(return_="summer-2025", row="JK/2a.3//4f1c9a")),
        ("d.yaml", record()),
        ("e.yaml", record()),
    ]
    assert repeated(named) == {}
    assert len(standing_records(named, DAY)) == 5


def test_correcting_either_copy_corrects_the_answer() -> None:
    named = [
        ("a.yaml", returned(12)),
        ("b.yaml", returned(14)),
        ("c.yaml", record(status="at-risk", corrects="b.yaml")),
    ]
    assert mistakes(named) == {"a.yaml"}
    assert [the_record.status for the_record in standing_records(named, DAY)] == ["at-risk"]
