"""Whether a KPI is met and which way it goes: by records, and by a target in figures."""

from __future__ import annotations

from datetime import date
from itertools import product

from support.each_row import each_row

from sipctl.plan.model.entries import Record, TargetFigures
from sipctl.plan.state.judgement import direction_of, judgement_of, with_relevant_earlier

UP = TargetFigures(value="95", unit="%", by="Summer 2027", from_="91", better="higher")
DOWN = TargetFigures(value="4", unit="days", better="lower")


def records(*texts: str) -> list[Record]:
    """Records from `92 %`, `met` or `92 % partly-met`, one a day from 1 March 2025."""
    return [record(index, text) for index, text in enumerate(texts, start=1)]


def record(day: int, text: str) -> Record:
    words = text.split()
    result = next((word for word in words if word in ("met", "partly-met", "not-met")), None)
    value = words[0] if words[0] != result else None
    unit = next((word for word in words[1:] if word != result), None) if value else None
    return Record(
        kpi="1a.k1", date=date(2025, 3, day), by="JK", value=value, unit=unit, result=result
    )


@each_row(
    ("figures", "texts", "expected"),
    [
        (UP, ["95 %"], ("met", "figures")),
        (UP, ["95.0 %"], ("met", "figures")),
        (UP, ["97 %"], ("met", "figures")),
        (UP, ["94.9 %"], ("not-met", "figures")),
        (UP, ["96 %", "94 %"], ("not-met", "figures")),
        (UP, ["met", "94 %"], ("not-met", "figures")),
        (UP, ["94 % partly-met"], ("partly-met", "record")),
        (UP, ["94 %", "met"], ("met", "record")),
        (UP, ["0.96"], None),
        (UP, ["96 pupils"], None),
        (DOWN, ["4 days"], ("met", "figures")),
        (DOWN, ["3 days"], ("met", "figures")),
        (DOWN, ["5 days"], ("not-met", "figures")),
        (TargetFigures(value="95"), ["95"], ("met", "figures")),
        (TargetFigures(value="95"), ["96"], None),
        (TargetFigures(value="95", from_="91"), ["96"], ("met", "figures")),
        (TargetFigures(value="5", from_="9"), ["6"], ("not-met", "figures")),
        (None, ["96 %"], None),
        (None, ["met", "96 %"], ("met", "record")),
        (None, [], None),
    ],
)
def test_judgement(
    figures: TargetFigures | None, texts: list[str], expected: tuple[str, str] | None
) -> None:
    judgement = judgement_of(records(*texts), figures)
    assert (judgement and (judgement.result, judgement.by)) == expected


@each_row(
    ("figures", "texts", "expected"),
    [
        (UP, ["92 %", "93 %"], "towards"),
        (UP, ["93 %", "92 %"], "away"),
        (UP, ["93 %", "93.0 %"], "unchanged"),
        (UP, ["93 %", "partly-met", "94 %"], "towards"),
        (UP, ["92 %"], "towards"),
        (UP, ["90 %"], "away"),
        (UP, ["91 %"], "unchanged"),
        (UP, ["0.92", "93 %"], "unknown"),
        (UP, ["9 pupils", "11 pupils"], "unknown"),
        (DOWN, ["9 days", "6 days"], "towards"),
        (DOWN, ["9 days"], "unknown"),
        (TargetFigures(value="95"), ["90", "93"], "towards"),
        (TargetFigures(value="95"), ["94", "96"], "unknown"),
        (None, ["92 %", "93 %"], "unknown"),
        (None, ["92 %", "92 %"], "unchanged"),
        (None, ["not-met", "partly-met"], "towards"),
        (None, ["met", "not-met"], "away"),
        (None, ["met", "92 %", "met"], "unchanged"),
        (None, ["met"], "unknown"),
        (None, [], "unknown"),
    ],
)
def test_direction(figures: TargetFigures | None, texts: list[str], expected: str) -> None:
    assert direction_of(records(*texts), figures) == expected


def test_what_counts_judges_each_record_as_all_before_it_do() -> None:
    texts = ("92 %", "96 %", "93 days", "met", "not-met", "94 % partly-met")
    for chosen in product(texts, repeat=4):
        every = records(*chosen)
        for number, known in enumerate(with_relevant_earlier(every), start=1):
            assert len(known) <= 3
            for figures in (UP, None):
                before = every[:number]
                assert judgement_of(known, figures) == judgement_of(before, figures), chosen
                assert direction_of(known, figures) == direction_of(before, figures), chosen
