"""Where work stands: a table of cases for each sentence of "What a state is" about records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from support.each_row import each_row
from support.states import FRAME, activity, day, move, named, plan, record, row_fields

from sipctl.plan.model.entries import Activity, Kpi, Record
from sipctl.plan.state import progress

SERIES = "termly from Autumn 2024"
OPEN_ENDED = "Autumn 2024 and ongoing"
TWO = {"Launch": "January 2025", "Develop": "Spring and Summer 2025"}


def standing(work: Activity, records: tuple[str | Record, ...], on: str) -> progress.WorkProgress:
    whole = plan(work, records=named(records))
    return progress.activity_progress(work, whole.records_of.get("1a.1", ()), FRAME, day(on))


def settled(when: Any, records: tuple[str | Record, ...], on: str = "2027-08-31") -> str:
    """Settled occurrences with their days: `autumn-2024 2024-11-01, …`; milestones apart by `|`."""
    milestones = standing(activity(when), records, on).milestones
    return " | ".join(
        ", ".join(
            f"{item.period} {day}"
            for item, day in zip(milestone.occurrences, milestone.settled, strict=True)
            if day is not None
        )
        for milestone in milestones
    )


STATUS: list[tuple[Any, tuple[str | Record, ...], str]] = [
    ("Spring 2025", (), "no-record"),
    ("Spring 2025", ("2025-01-10 not-started",), "not-started"),
    ("Spring 2025", ("2025-01-10 on-track",), "on-track"),
    ("Spring 2025", ("2025-01-11 at-risk", "2025-01-10 on-track"), "at-risk"),  # by date
    ("Spring 2025", ("2025-01-10 at-risk at 09:00", "2025-01-10 on-track at 08:59:59"), "at-risk"),
    (
        "Spring 2025",
        ("2025-01-10 at-risk at 09:00:00.5", "2025-01-10 paused at 09:00:00"),
        "at-risk",
    ),
    ("Spring 2025", ("2025-01-10 on-track", "2025-01-10 at-risk"), "at-risk"),  # by name: r1
    ("Spring 2025", ("2025-01-10 at-risk at 00:00:01", "2025-01-10 on-track"), "at-risk"),
    ("Spring 2025", ("2025-01-10 complete", "2025-02-10 on-track"), "on-track"),
    ("Spring 2025", ("2025-09-10 complete",), "no-record"),  # dated after the day asked
    # `complete` of one occurrence leaves the word as it was
    (TWO, ("2025-01-10 complete for Launch",), "no-record"),
    (TWO, ("2025-01-09 at-risk", "2025-01-10 complete for Launch"), "at-risk"),
    (TWO, ("2025-01-09 paused", "2025-01-10 complete for Launch"), "paused"),
    (TWO, ("2025-01-10 complete for Launch", "2025-01-11 complete for Develop"), "complete"),
    (
        TWO,
        (
            *("2025-01-10 complete for Launch", "2025-01-11 complete for spring-2025"),
            "2025-01-12 complete for summer-2025",
        ),
        "complete",
    ),
    (TWO, ("2025-01-10 complete for Launch", "2025-01-11 complete for spring-2025"), "no-record"),
    (SERIES, ("2025-01-10 complete for autumn-2024",), "no-record"),
    (SERIES, ("2025-01-10 complete for summer-2027",), "complete"),
    ({"A": "Spring 2025", "B": "tbc"}, ("2025-01-10 complete for A",), "no-record"),  # B is to date
    ({"A": "Spring 2025", "B": "ad hoc"}, ("2025-01-10 complete for A",), "complete"),
    ("Spring 2025", ("2025-01-10 complete for spring-2025",), "complete"),
    ("Spring 2025", ("2025-01-10 complete for spring-2024",), "no-record"),  # names nothing of it
]


@each_row(("when", "records", "expected"), STATUS)
def test_status_is_the_newest_record_s_word(
    when: Any, records: tuple[str | Record, ...], expected: str
) -> None:
    assert standing(activity(when), records, "2025-06-01").status == expected


PAST: list[tuple[str, dict[str, str]]] = [
    ("2025-01-31", {"Launch": "Autumn 2024", "Develop": "Spring 2025"}),
    ("2025-02-01", {"Launch": "January 2025", "Develop": "Spring 2025"}),
    ("2025-02-28", {"Launch": "January 2025", "Develop": "Spring 2025"}),
    ("2025-03-01", {"Launch": "Summer 2025", "Develop": "Spring 2025"}),
    ("2025-05-01", {"Launch": "Summer 2025", "Develop": "Spring 2026"}),
]


@each_row(("on", "phrases"), PAST)
def test_a_past_day_is_seen_with_the_dates_that_it_had(on: str, phrases: dict[str, str]) -> None:
    moves = (
        move("2025-03-01 from January 2025", "Launch"),  # out of order in the file
        move("2025-02-01 from Autumn 2024", "Launch"),
        move("2025-05-01 from Spring 2025", "Develop"),
    )
    work = activity({"Launch": "Summer 2025", "Develop": "Spring 2026"}, moved=moves)
    assert progress.phrases_on(work, day(on)) == phrases
    assert {t.label: t.phrase for t in standing(work, (), on).milestones} == phrases


SETTLED: dict[str, list[tuple[Any, tuple[str, ...], str]]] = {
    "by a record of complete that names it": [
        (TWO, ("2025-01-10 complete for Launch",), "2025-01 2025-01-10 | "),
        (TWO, ("2025-01-10 complete for 2025-01",), "2025-01 2025-01-10 | "),
        (TWO, ("2025-01-10 complete for summer-2025",), " | summer-2025 2025-01-10"),
        (
            TWO,
            ("2025-01-10 complete for Develop",),
            " | spring-2025 2025-01-10, summer-2025 2025-01-10",
        ),
        (SERIES, ("2025-01-10 complete for autumn-2024",), "autumn-2024 2025-01-10"),
        (TWO, ("2025-01-10 on-track for Launch",), " | "),
        (TWO, ("2025-01-10 complete for launch",), " | "),  # a label is what it is
        (TWO, ("2025-01-10 complete for 2024-12",), " | "),
    ],
    "by complete for the whole": [
        ("Spring 2025", ("2025-01-10 complete",), "spring-2025 2025-01-10"),
        (
            TWO,
            ("2025-01-10 complete",),
            "2025-01 2025-01-10 | spring-2025 2025-01-10, summer-2025 2025-01-10",
        ),
        (
            "termly from Autumn 2024 to Summer 2025",
            ("2025-01-10 complete",),
            "autumn-2024 2025-01-10, spring-2025 2025-01-10, summer-2025 2025-01-10",
        ),
    ],
    "in a series by a record made from the day it opens until the next one opens": [
        (SERIES, ("2024-09-02 on-track",), "autumn-2024 2024-09-02"),
        (SERIES, ("2024-09-01 on-track",), ""),
        (SERIES, ("2025-01-05 on-track",), "autumn-2024 2025-01-05"),
        (SERIES, ("2025-01-06 on-track",), "spring-2025 2025-01-06"),
        (SERIES, ("2025-01-06 at-risk",), ""),
        (SERIES, ("2025-01-06 paused",), ""),
        (SERIES, ("2025-01-06 not-started",), ""),
        (SERIES, ("2025-01-06 off-track",), ""),
        ("January and April 2025", ("2025-01-06 on-track",), ""),  # no series
        ("Spring 2025", ("2025-01-06 on-track",), ""),
    ],
    "in an open-ended one by any record at all": [
        (OPEN_ENDED, ("2025-01-06 off-track",), "spring-2025 2025-01-06"),
        (OPEN_ENDED, ("2025-01-06 not-started",), "spring-2025 2025-01-06"),
        ("Autumn 2024", ("2024-10-06 not-started",), ""),
    ],
    "where the newest record about it says so": [
        (TWO, ("2025-01-10 complete for Launch", "2025-01-11 at-risk for Launch"), " | "),
        (
            TWO,
            ("2025-01-10 complete for Launch", "2025-01-11 at-risk for spring-2025"),
            "2025-01 2025-01-10 | ",
        ),
        ("Spring 2025", ("2025-01-10 complete", "2025-01-11 at-risk"), ""),
        (
            "Spring 2025",
            ("2025-01-10 complete", "2025-01-11 at-risk", "2025-01-12 complete"),
            "spring-2025 2025-01-12",
        ),
        ("Spring 2025", ("2025-01-10 complete", "2025-01-12 complete"), "spring-2025 2025-01-10"),
        (
            TWO,
            ("2025-01-10 complete", "2025-01-11 off-track for Launch"),
            " | spring-2025 2025-01-10, summer-2025 2025-01-10",
        ),
        (SERIES, ("2025-01-10 on-track", "2025-01-11 off-track"), ""),
        (
            SERIES,
            ("2025-01-10 on-track", "2025-01-11 off-track", "2025-01-12 on-track"),
            "spring-2025 2025-01-12",
        ),
        (SERIES, ("2024-11-10 on-track", "2025-01-11 off-track"), "autumn-2024 2024-11-10"),
        (SERIES, ("2025-01-10 on-track", "2025-02-11 off-track for spring-2025"), ""),
    ],
    "a record with `for` counts only for what it names": [
        (SERIES, ("2025-01-10 on-track for spring-2025",), "spring-2025 2025-01-10"),
        (SERIES, ("2025-01-10 complete for spring-2026",), "spring-2026 2025-01-10"),
        (SERIES, ("2025-01-10 on-track for autumn-2024",), ""),  # spring's stretch is not named
        (
            {"A": SERIES, "B": "Spring 2025"},
            ("2025-01-10 on-track for B",),
            " | ",
        ),
    ],
}


@each_row(("when", "records", "expected"), [case for cases in SETTLED.values() for case in cases])
def test_settled(when: Any, records: tuple[str, ...], expected: str) -> None:
    assert settled(when, records) == expected


CLOSED: list[tuple[str, tuple[str, ...], list[str]]] = [
    ("termly from Autumn 2024 to Summer 2025", ("2025-01-10 on-track",), ["summer-2025"]),
    ("termly from Autumn 2024 to Summer 2025", ("2025-05-10 on-track",), []),
    (
        "termly from Autumn 2024 to Summer 2025",
        ("2024-10-10 on-track",),
        ["spring-2025", "summer-2025"],
    ),
    ("January, April and July 2025", ("2025-05-10 complete for 2025-04",), ["2025-01", "2025-07"]),
]


@each_row(("when", "records", "pending"), CLOSED)
def test_in_a_series_settling_one_closes_those_before_it(
    when: str, records: tuple[str, ...], pending: list[str]
) -> None:
    [milestone] = standing(activity(when), records, "2025-08-31").milestones
    assert [occurrence.period for occurrence in milestone.pending] == pending


def corrected(text: str, name: str) -> Record:
    return replace(record(text), corrects=name)


CORRECTED: list[tuple[tuple[str | Record, ...], str, str]] = [
    (("2025-01-10 complete", corrected("2025-01-10 at-risk", "r0.yaml")), "2025-06-01", "at-risk"),
    (  # a record about an older day sets the newer one right
        ("2025-02-10 complete", corrected("2025-01-10 at-risk", "r0.yaml")),
        "2025-06-01",
        "at-risk",
    ),
    (  # until the correction was made, the mistake stood
        ("2025-01-10 complete", corrected("2025-02-10 at-risk", "r0.yaml")),
        "2025-02-09",
        "complete",
    ),
    (  # a correction that was itself a mistake
        (
            "2025-01-10 complete",
            corrected("2025-01-11 at-risk", "r0.yaml"),
            corrected("2025-01-10 on-track", "r1.yaml"),
        ),
        "2025-06-01",
        "on-track",
    ),
    (("2025-01-10 complete", corrected("2025-01-11 at-risk", "r9.yaml")), "2025-06-01", "at-risk"),
    ((corrected("2025-01-11 at-risk", "r0.yaml"),), "2025-06-01", "at-risk"),  # itself
    (  # a circle corrects nothing
        (corrected("2025-01-10 at-risk", "r1.yaml"), corrected("2025-01-11 on-track", "r0.yaml")),
        "2025-06-01",
        "on-track",
    ),
]


@each_row(("records", "on", "expected"), CORRECTED)
def test_a_corrected_record_counts_for_nothing(
    records: tuple[str | Record, ...], on: str, expected: str
) -> None:
    assert standing(activity("Spring 2025"), records, on).status == expected


def test_a_correction_gives_back_what_its_mistake_had_settled() -> None:
    mistake = "2025-01-10 complete for Launch"
    assert settled(TWO, (mistake,)) == "2025-01 2025-01-10 | "
    assert settled(TWO, (mistake, corrected("2025-01-11 on-track", "r0.yaml"))) == " | "


def test_a_chain_of_corrections_as_long_as_you_like() -> None:
    chain = [record("2025-01-10 complete")]
    chain += [corrected("2025-01-10 at-risk", f"r{number}.yaml") for number in range(3000)]
    assert standing(activity("Spring 2025"), tuple(chain), "2025-06-01").status == "at-risk"


def kpi_status(*records: str) -> str:
    kpi = Kpi(id="1a.k1", measure="Vacancies", monitored={"": "termly from Spring 2025"})
    whole = plan(kpi, records=named(records))
    result = whole.records_of.get("1a.k1", ())
    return progress.kpi_progress(kpi, result, FRAME, day("2025-06-01")).status


@each_row(
    ("records", "status"),
    [
        ((), "no-record"),
        (("2025-01-10 14.2",), "recorded"),
        (("2025-01-10 met", "2025-02-10 not-met"), "not-met"),
        (("2025-01-10 met", "2025-02-10 14.2"), "met"),
    ],
)
def test_a_kpi_s_status_is_its_newest_result(records: tuple[str, ...], status: str) -> None:
    assert kpi_status(*records) == status


def test_a_labelled_kpi_keeps_its_own_labels() -> None:
    kpi = Kpi(id="1a.k1", measure="x", baseline="2024", monitored={"Survey": "July 2025"})
    assert progress.kpi_phrases(kpi) == {"baseline": "2024", "Survey": "July 2025"}
    assert row_fields  # the rows are in test_agenda
