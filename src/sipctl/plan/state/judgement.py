"""Whether a KPI is met, and which way it is going: by its records, and by a target in figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from sipctl.plan.frozen import frozen
from sipctl.plan.model.scalars import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sipctl.plan.model.entries import Record, TargetFigures

Direction = Literal["towards", "away", "unchanged", "unknown"]


@frozen()
class Judgement:
    """A KPI's result, its day, and what it is from: a record's own result, or a reading compared
    with the target."""

    result: str
    day: date
    by: Literal["record", "figures"]


def with_relevant_earlier(records: Sequence[Record]) -> Iterator[tuple[Record, ...]]:
    """Each record of a KPI, after the earlier ones that its judgement may depend on.

    They are the newest before it with a value and the newest with a result, oldest first, so that
    judging every record of many takes no longer than reading them.
    """
    newest: dict[str, int] = {}
    for number, record in enumerate(records):
        yield tuple(records[index] for index in (*sorted(newest.values()), number))
        if record.value is not None:
            newest["value"] = number
        if record.result:
            newest["result"] = number


def judgement_of(records: Sequence[Record], figures: TargetFigures | None) -> Judgement | None:
    """The judgement of a KPI's records that count, oldest first; None where nothing judges it.

    The newest record's own result, else its value against the target, else the newest result that
    any record has. Nothing is interpolated: before its day a target is met or it is not.
    """
    if not records:
        return None
    newest = records[-1]
    result = None if newest.result else _against(newest, figures)
    if result is not None:
        return Judgement(result, newest.date, "figures")
    judged = next((record for record in reversed(records) if record.result), None)
    return Judgement(judged.result, judged.date, "record") if judged and judged.result else None


def _against(record: Record, figures: TargetFigures | None) -> str | None:
    """A value against a target: `met` or `not-met`; None where the two cannot be compared."""
    if figures is None or record.value is None or not same_unit(record.unit, figures.unit):
        return None
    value, goal = Decimal(record.value), Decimal(figures.value)
    if value == goal:
        return "met"
    if figures.way is None:
        return None
    return "met" if (value > goal) == (figures.way == "higher") else "not-met"


def direction_of(records: Sequence[Record], figures: TargetFigures | None) -> Direction:
    """Which way the newest record of a KPI went since the one before it of its kind.

    A first value is compared with where the target says that it stood. Without a target in
    figures nobody knows which values are better; results have an order of their own.
    """
    if not records:
        return "unknown"
    way = _way_of_values(records, figures)
    return _way_of_results(records) if way == "unknown" else way


def _way_of_values(records: Sequence[Record], figures: TargetFigures | None) -> Direction:
    newest, *earlier = reversed(records)
    if newest.value is None:
        return "unknown"
    before = next((record for record in earlier if record.value is not None), None)
    if before is None or before.value is None:
        unit, start = (figures.unit, figures.from_) if figures else (None, None)
    else:
        unit, start = before.unit, before.value
    if start is None or not same_unit(newest.unit, unit):
        return "unknown"
    change = Decimal(newest.value) - Decimal(start)
    if change == 0:
        return "unchanged"
    if figures is None or not same_unit(unit, figures.unit):
        return "unknown"
    if figures.way is not None:
        return "towards" if (change > 0) == (figures.way == "higher") else "away"
    goal = Decimal(figures.value)
    nearer = abs(Decimal(start) - goal) - abs(Decimal(newest.value) - goal)
    return "towards" if nearer > 0 else "away" if nearer < 0 else "unknown"


def _way_of_results(records: Sequence[Record]) -> Direction:
    newest, *earlier = reversed(records)
    before = next((record.result for record in earlier if record.result), None)
    if newest.result is None or before is None:
        return "unknown"
    change = RESULTS.index(before) - RESULTS.index(newest.result)  # `met` comes first
    return "towards" if change > 0 else "away" if change < 0 else "unchanged"


def same_unit(unit: str | None, other: str | None) -> bool:
    """Whether two figures count the same; one without a unit is not compared with one that has."""
    return " ".join((unit or "").split()).casefold() == " ".join((other or "").split()).casefold()
