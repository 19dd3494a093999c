"""A KPI's values as one line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from support.each_row import each_row

from sipctl.plan.model.entries import Record
from sipctl.views.answers.readings import MOST_READINGS, readings, spark


@each_row(
    ("values", "bars"),
    [
        (["1", "2", "3", "4", "5", "6", "7", "8"], "▁▂▃▄▅▆▇█"),
        (["8", "1"], "█▁"),
        (["14.2", "14.2"], "▄▄"),
        (["-3", "0", "3"], "▁▅█"),
        (["0.1", "0.2", "0.30"], "▁▅█"),
        (["999999999999999", "0"], "█▁"),
    ],
)
def test_a_bar_for_each_value(values: list[str], bars: str) -> None:
    assert spark([Decimal(value) for value in values]) == bars


def record(day: str, value: str | None, **more: Any) -> Record:
    result = {} if value is not None else {"result": "met"}
    return Record(kpi="1a.k1", date=date.fromisoformat(day), by="JK", value=value, **result, **more)


def line(*records: Record) -> str:
    named = [(f"r{index}.yaml", the_record) for index, the_record in enumerate(records)]
    return readings(named[::-1])


@each_row(
    ("records", "message"),
    [
        ((), ""),
        ((record("2025-03-04", None),), ""),
        ((record("2025-03-04", "14.2", unit="%"),), "14.2 % on 4 Mar 2025"),
        (
            (record("2025-03-04", "12"), record("2025-04-04", None), record("2025-05-01", "14.2")),
            "▁█ 12 → 14.2, 2 readings from 4 Mar 2025 to 1 May 2025",
        ),
        (  # a mistake set right
            (record("2025-03-04", "120"), record("2025-03-04", "12", corrects="r0.yaml")),
            "12 on 4 Mar 2025",
        ),
        (  # a correction that was a mistake itself
            (
                *(record("2025-03-04", "120"), record("2025-03-05", "12", corrects="r0.yaml")),
                record("2025-03-06", "13", corrects="r1.yaml"),
            ),
            "█▁ 120 → 13, 2 readings from 4 Mar 2025 to 6 Mar 2025",
        ),
        (
            (record("2025-03-04", "12", at="09:00:00"), record("2025-03-04", "9", at="08:00:00")),
            "▁█ 9 → 12, 2 readings on 4 Mar 2025",
        ),
        (  # another unit
            (
                *(record("2025-03-04", "12"), record("2025-04-04", "3", unit="%")),
                record("2025-05-01", "4", unit="%"),
            ),
            "▁█ 3 → 4 %, 2 readings from 4 Apr 2025 to 1 May 2025",
        ),
    ],
)
def test_readings(records: tuple[Record, ...], message: str) -> None:
    assert line(*records) == message


def test_a_hundred_readings_show_the_newest() -> None:
    result = line(
        *(
            record(f"2025-{1 + number // 28:02d}-{1 + number % 28:02d}", f"{number}")
            for number in range(100)
        )
    )
    bars = result.split(" ")[0]
    assert len(bars) == MOST_READINGS
    assert "60 → 99, 100 readings" in result


def test_academies_have_a_line_each() -> None:
    assert line(
        record("2025-01-10", "90", unit="%"),
        record("2025-02-10", "7", unit="%", academy="WPPA"),
        record("2025-02-11", "95", unit="%", academy="WPSA"),
        record("2025-03-11", "97", unit="%", academy="WPSA"),
    ) == (
        "90 % on 10 Jan 2025\n"
        "WPPA: 7 % on 10 Feb 2025\n"
        "WPSA: ▁█ 95 → 97 %, 2 readings from 11 Feb 2025 to 11 Mar 2025"
    )
