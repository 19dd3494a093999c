"""Rows: a table of cases for each sentence of "What a state is" that speaks of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from support.each_row import each_row
from support.states import FRAME, activity, day, move, named, plan, row_fields, rows

from sipctl.plan.model.entries import Kpi, id_key
from sipctl.plan.state.agenda import State, agenda, overview, work_items
from sipctl.plan.state.filters import Filters

SERIES = "termly from Autumn 2024"
OPEN_ENDED = "Autumn 2024 and ongoing"
LIST = "January, April and July 2025"
TWO = {"Launch": "January 2025", "Develop": "Spring and Summer 2025"}

Case = tuple[Any, tuple[str, ...], str, dict[str, Any]]
"""`when`, records as lines, the day, and what the first row says."""


def check(case: Case, **more: Any) -> None:
    when, records, on, expected = case
    row = rows(activity(when, **more), records, on)[0]
    assert row_fields(row, *expected) == expected


OVERDUE: list[Case] = [
    ("Spring 2025", (), "2025-04-05", {"state": "overdue", "days_overdue": 1, "missed": 1}),
    ("Spring 2025", (), "2025-04-04", {"state": "due", "days_overdue": 0, "missed": 0}),
    ("14 March 2025", (), "2025-03-14", {"state": "due"}),
    ("14 March 2025", (), "2025-03-15", {"state": "overdue", "days_overdue": 1}),
    ("Spring 2025", ("2025-03-01 complete",), "2025-04-05", {"state": "settled"}),
    ("Spring 2025", ("2025-03-01 on-track",), "2025-04-05", {"state": "overdue"}),
    ("Spring 2025", ("2025-06-01 complete",), "2025-05-31", {"state": "overdue"}),
]


@each_row("case", OVERDUE)
def test_overdue_after_the_last_day_unless_settled(case: Case) -> None:
    check(case)


DUE: list[Case] = [
    ("Spring 2025", (), "2025-01-05", {"state": "upcoming", "soon": False}),
    ("Spring 2025", (), "2025-01-06", {"state": "due", "soon": False}),
    ("Spring 2025", (), "2025-03-20", {"state": "due", "soon": False}),
    ("Spring 2025", (), "2025-03-21", {"state": "due", "soon": True}),
    ("Spring 2025", (), "2025-04-04", {"state": "due", "soon": True}),
    ("Spring 2025", (), "2025-04-05", {"state": "overdue", "soon": False}),
    ("14 March 2025", (), "2025-02-27", {"state": "upcoming", "soon": False}),
    ("14 March 2025", (), "2025-02-28", {"state": "upcoming", "soon": True}),
    ("14 March 2025", ("2025-03-01 complete",), "2025-03-02", {"state": "settled", "soon": False}),
    ("14 March 2025", ("2025-03-01 paused",), "2025-03-02", {"state": "paused", "soon": False}),
]


@each_row("case", DUE)
def test_due_when_open_upcoming_before_and_either_may_be_soon(case: Case) -> None:
    check(case)


def test_due_soon_is_the_plan_s_own_setting() -> None:
    work = activity("14 March 2025")
    [row] = agenda(work_items(plan(work, due_soon=3), FRAME, day("2025-03-11")), day("2025-03-31"))
    assert row.soon
    [row] = agenda(work_items(plan(work, due_soon=2), FRAME, day("2025-03-11")), day("2025-03-31"))
    assert not row.soon


@each_row(
    ("until", "ids"),
    [("2025-02-27", []), ("2025-03-13", []), ("2025-03-14", ["1a.1"])],
)
def test_the_agenda_looks_ahead_to_the_day_asked(until: str, ids: list[str]) -> None:
    the_rows = agenda(
        work_items(plan(activity("14 March 2025")), FRAME, day("2025-02-20")), day(until)
    )
    assert [row.id for row in the_rows] == ids


NO_DATE: list[Case] = [
    ("ad hoc", (), "2025-03-01", {"state": "as-needed", "period": None, "due": None}),
    ("as and when necessary", ("2025-03-01 on-track",), "2025-03-02", {"state": "as-needed"}),
    ("ad hoc", ("2025-03-01 complete",), "2025-03-02", {"state": "settled"}),
    (None, (), "2025-03-01", {"state": "undated", "when": None, "due": None}),
    ("tbc", (), "2025-03-01", {"state": "undated", "when": "tbc", "due": None}),
    (
        "Sumer 2025",
        ("2025-03-01 at-risk",),
        "2025-03-02",
        {"state": "undated", "status": "at-risk"},
    ),
    (None, ("2025-03-01 paused",), "2025-03-02", {"state": "paused"}),
    (None, ("2025-03-01 complete",), "2025-03-02", {"state": "settled"}),
    ("tbc", ("2025-03-01 withdrawn",), "2025-03-02", {"state": "withdrawn"}),
]


@each_row("case", NO_DATE)
def test_as_needed_on_purpose_undated_by_omission(case: Case) -> None:
    check(case)


APART: list[Case] = [
    ("Spring 2025", ("2025-03-01 paused",), "2025-06-01", {"state": "paused", "days_overdue": 0}),
    ("Spring 2025", ("2025-03-01 withdrawn",), "2025-06-01", {"state": "withdrawn", "missed": 0}),
    (SERIES, ("2025-03-01 paused",), "2025-06-01", {"state": "paused", "missed": 0}),
    (
        "Spring 2025",
        ("2025-03-01 paused note Waiting for the bid",),
        "2025-06-01",
        {"state": "paused", "reason": "Waiting for the bid"},
    ),
    (
        "Spring 2025",
        ("2025-03-01 withdrawn note Folded into 2a.4",),
        "2025-06-01",
        {"state": "withdrawn", "reason": "Folded into 2a.4"},
    ),
    (
        TWO,
        ("2025-03-01 paused note The bid", "2025-03-02 complete for Launch note Done before"),
        "2025-06-01",
        {"state": "settled", "reason": None},
    ),
    (
        "Spring 2025",
        ("2025-03-01 paused", "2025-05-01 on-track"),
        "2025-06-01",
        {"state": "overdue"},
    ),
    ("Spring 2025", ("2025-03-01 on-track note Well",), "2025-03-02", {"reason": None}),
]


@each_row("case", APART)
def test_paused_and_withdrawn_are_never_overdue_and_say_why(case: Case) -> None:
    check(case)


def test_a_paused_milestone_says_why_it_was_paused_whatever_was_settled_since() -> None:
    records = ("2025-03-01 paused note The bid", "2025-03-02 complete for Launch note Done before")
    result = rows(activity(TWO), records, "2025-06-01")
    assert [(row.milestone, row.state, row.reason) for row in result] == [
        ("Launch", "settled", None),
        ("Develop", "paused", "The bid"),
    ]


def test_paused_work_is_listed_and_withdrawn_work_is_not() -> None:
    paused, withdrawn = activity("Spring 2025"), activity("Spring 2025", id="1a.2")
    records = named(("2025-03-01 paused",)) | {
        "records/w.yaml": replace(named(("2025-03-01 withdrawn",)).popitem()[1], activity="1a.2")
    }
    whole = plan(paused, withdrawn, records=records)
    the_rows = agenda(work_items(whole, FRAME, day("2025-06-01")), day("2027-08-31"))
    assert [(row.id, row.state) for row in the_rows] == [("1a.1", "paused")]


IN_A_ROW: list[Case] = [
    (SERIES, (), "2024-12-20", {"state": "due", "period": "autumn-2024", "missed": 0}),
    (
        SERIES,
        (),
        "2024-12-21",
        {"state": "overdue", "period": "autumn-2024", "missed": 1, "missed_since": "2024-12-20"},
    ),
    (
        SERIES,
        (),
        "2025-04-14",
        {
            "state": "overdue",
            "period": "spring-2025",
            "missed": 2,
            "missed_since": "2024-12-20",
            "days_overdue": 115,
            "due": "2025-04-04",
        },
    ),
    (
        SERIES,
        ("2024-11-01 on-track",),
        "2025-08-01",
        {
            "period": "summer-2025",
            "missed": 2,
            "missed_since": "2025-04-04",
            "days_overdue": 119,
        },
    ),
    (
        SERIES,
        ("2025-03-01 on-track",),
        "2025-04-14",
        {"state": "upcoming", "period": "summer-2025", "missed": 0, "missed_since": None},
    ),
    (
        SERIES,
        ("2025-03-01 on-track",),
        "2025-05-14",
        {"state": "due", "period": "summer-2025", "missed": 0},
    ),
    (SERIES, (), "2027-08-31", {"state": "overdue", "period": "summer-2027", "missed": 9}),
    (SERIES, ("2027-05-01 on-track",), "2027-08-31", {"state": "settled", "missed": 0}),
]


@each_row("case", IN_A_ROW)
def test_a_series_is_one_row_its_newest_missed_and_how_many_in_a_row(case: Case) -> None:
    when, records, on, _ = case
    assert len(rows(activity(when), records, on)) == 1
    check(case)


SPRING = (day("2025-01-06"), day("2025-04-21"))
MONTHS = "monthly from November 2024"


@each_row(
    ("when", "on", "expected"),
    [
        (SERIES, "2026-11-26", ("overdue", "2025-04-04", 1, "2025-04-04", 601)),
        (MONTHS, "2026-11-26", ("overdue", "2025-03-31", 3, "2025-01-31", 664)),
        (MONTHS, "2025-03-01", ("overdue", "2025-02-28", 2, "2025-01-31", 29)),
        (SERIES, "2025-03-01", ("due", "2025-04-04", 0, None, 0)),
        (SERIES, "2024-12-31", ("upcoming", "2025-04-04", 0, None, 0)),
    ],
)
@each_row("ask", [overview, agenda])
def test_within_a_span_a_series_row_speaks_of_that_span_alone(
    ask: Any, when: str, on: str, expected: tuple[Any, ...]
) -> None:
    until = (day("2027-08-31"),) if ask is agenda else ()
    [row] = ask(work_items(plan(activity(when)), FRAME, day(on)), *until, span=SPRING)
    names = ("state", "due", "missed", "missed_since", "days_overdue")
    assert tuple(row_fields(row, *names).values()) == expected


FIRST_WINDOW: list[Case] = [
    (
        "January 2025 and then termly",
        (),
        "2025-08-01",
        {"period": "summer-2025", "missed": 2, "missed_since": "2025-01-31"},
    ),
    (
        "January 2025 and then termly",
        ("2025-01-20 on-track",),
        "2025-02-01",
        {"state": "upcoming", "period": "summer-2025"},
    ),
    (
        "January 2025 and then termly",
        ("2025-04-10 on-track",),  # before the summer term opens: still the first window's
        "2025-04-22",
        {"state": "due", "period": "summer-2025", "missed": 0},
    ),
]


@each_row("case", FIRST_WINDOW)
def test_the_first_window_belongs_to_its_series(case: Case) -> None:
    check(case)


def test_a_list_of_dates_is_no_series() -> None:
    work = activity(LIST)
    whole = plan(work, records=named(("2025-04-10 complete for 2025-04",)))
    the_rows = agenda(work_items(whole, FRAME, day("2025-05-10")), day("2027-08-31"))
    assert [(row.period, row.state, row.missed) for row in the_rows] == [
        ("2025-01", "overdue", 1),
        ("2025-07", "upcoming", 0),
    ]
    [row] = rows(work, ("2025-04-10 complete for 2025-04",), "2025-05-10")
    assert row_fields(row, "period", "days_overdue", "missed_since") == {
        "period": "2025-01",
        "days_overdue": 99,
        "missed_since": "2025-01-31",
    }


LATE: list[Case] = [
    ("Spring 2025", ("2025-04-04 complete",), "2025-06-01", {"late": [False], "missed": [False]}),
    ("Spring 2025", ("2025-04-05 complete",), "2025-06-01", {"late": [True], "missed": [False]}),
    ("Spring 2025", (), "2025-06-01", {"late": [False], "missed": [True]}),
    (
        "January and April 2025",
        ("2025-04-10 complete for 2025-01",),
        "2025-06-01",
        {"late": [True, False], "missed": [False, True]},
    ),
]


@each_row("case", LATE)
def test_history_says_what_was_settled_late_and_what_was_missed(case: Case) -> None:
    when, records, on, expected = case
    [row] = rows(activity(when), records, on)
    items = {
        "late": [occurrence.late for occurrence in row.occurrences],
        "missed": [occurrence.missed for occurrence in row.occurrences],
    }
    assert items == expected


def test_history_keeps_as_missed_what_due_lets_go() -> None:
    """Settling one of a series closes those before it."""
    work, records = activity(SERIES), ("2025-05-01 on-track",)
    [row] = rows(work, records, "2025-06-01")
    fates = {
        occurrence.period: (occurrence.settled_on is not None, occurrence.missed)
        for occurrence in row.occurrences
    }
    assert row.state == "upcoming" and row.period == "autumn-2025"
    assert fates["autumn-2024"] == fates["spring-2025"] == (False, True)
    assert fates["summer-2025"] == (True, False)
    whole = plan(work, records=named(records))
    assert agenda(work_items(whole, FRAME, day("2025-06-01")), day("2025-06-15")) == []


PAUSED_THEN: list[Case] = [
    (
        SERIES,
        ("2024-11-01 paused", "2025-04-22 off-track"),
        "2025-05-01",
        {"state": "due", "period": "summer-2025", "missed": 0},
    ),
    (
        SERIES,
        ("2024-11-01 paused", "2025-04-22 off-track"),
        "2025-08-01",
        {"state": "overdue", "period": "summer-2025", "missed": 1, "missed_since": "2025-07-22"},
    ),
    (
        SERIES,
        ("2024-11-01 paused", "2025-04-04 off-track"),  # taken up again on spring's last day
        "2025-05-01",
        {"state": "overdue", "period": "spring-2025", "missed": 1, "missed_since": "2025-04-04"},
    ),
]


@each_row("case", PAUSED_THEN)
def test_what_fell_due_while_paused_was_not_missed(case: Case) -> None:
    check(case)


def test_history_does_not_call_missed_what_fell_due_while_paused() -> None:
    records = ("2025-02-01 paused", "2025-05-01 on-track")
    [row] = rows(activity("Spring 2025"), records, "2025-06-01")
    assert (row.state, row.occurrences[0].missed) == ("overdue", False)


SLIPPED: list[tuple[str, tuple[Any, ...], str, dict[str, Any]]] = [
    (
        "Spring 2026",
        (move("2025-03-01 from Spring 2025"),),
        "2025-03-01",
        {"slipped_days": 357, "original_due": "2025-04-04", "due": "2026-03-27"},
    ),
    (
        "Spring 2026",
        (move("2025-03-01 from Spring 2025"),),
        "2025-02-28",
        {"slipped_days": 0, "when": "Spring 2025", "due": "2025-04-04"},
    ),
    (
        "Spring 2026",
        (move("2025-02-01 from Spring 2025"), move("2025-05-01 from Summer 2025")),
        "2025-04-30",
        {"slipped_days": 109, "when": "Summer 2025", "original_due": "2025-04-04"},
    ),
    (
        "Spring 2026",
        (move("2025-02-01 from Spring 2025"), move("2025-05-01 from Summer 2025")),
        "2025-05-01",
        {"slipped_days": 357, "when": "Spring 2026", "original_due": "2025-04-04"},
    ),
    (
        "Summer 2026",  # of several dates, the last
        (move("2025-02-01 from January, April and July 2025"),),
        "2025-06-01",
        {"original_due": "2025-07-31", "slipped_days": 356},
    ),
    (
        "Spring 2026",  # of a series, the first
        (move("2025-02-01 from termly from Autumn 2024"),),
        "2025-06-01",
        {"original_due": "2024-12-20", "slipped_days": 462},
    ),
    (
        "January 2025",  # brought forward
        (move("2024-12-01 from Spring 2025"),),
        "2025-01-01",
        {"slipped_days": -63},
    ),
    ("Spring 2025", (), "2025-06-01", {"slipped_days": 0, "original_due": "2025-04-04"}),
    ("ad hoc", (move("2024-12-01 from Spring 2025"),), "2025-06-01", {"slipped_days": 0}),
    ("Spring 2025", (move("2024-12-01 from tbc"),), "2025-06-01", {"slipped_days": 0}),
]


@each_row(("when", "moved", "on", "expected"), SLIPPED)
def test_slipped_from_the_oldest_date_to_the_present_one(
    when: str, moved: tuple[Any, ...], on: str, expected: dict[str, Any]
) -> None:
    check((when, (), on, expected), moved=moved)


def test_each_milestone_has_its_own_moves() -> None:
    when = {"Launch": "Summer 2025", "Develop": "Summer 2025"}
    work = activity(when, moved=(move("2025-02-01 from Spring 2025", "Launch"),))
    result = rows(work, (), "2025-06-01")
    assert [(row.milestone, row.slipped_days) for row in result] == [
        ("Launch", 109),
        ("Develop", 0),
    ]


def test_ids_sort_as_people_count() -> None:
    ids = ["2a.10", "10a.1", "2a.9", "2b.1", "2a.k1", "1a.1", "2a.k10", "2a.k2"]
    in_order = ["1a.1", "2a.9", "2a.10", "2a.k1", "2a.k2", "2a.k10", "2b.1", "10a.1"]
    assert sorted(ids, key=id_key) == in_order


@each_row(("academies", "kept"), [((), True), (("WPSA",), True), (("WGPA",), False)])
def test_an_academy_keeps_what_names_it_and_what_names_none(
    academies: tuple[str, ...], kept: bool
) -> None:
    whole = plan(activity("Spring 2025", academies=academies))
    [item] = work_items(whole, FRAME, day("2025-03-01"))
    assert Filters(academies=("WPSA",)).keeps(item) is kept


def test_only_what_is_asked_for_is_worked_out() -> None:
    whole = plan(activity("Spring 2025"), activity("Spring 2025", id="1a.2", leads=("SD",)))
    items = list(work_items(whole, FRAME, day("2025-04-05")))
    [row] = agenda(filter(Filters(leads=("SD",)).keeps, items), day("2025-04-05"))
    assert row.leads == ("SD",)
    assert [(item.leads, "standing" in vars(item)) for item in items] == [
        (("JK",), False),
        (("SD",), True),
    ]


KPI = Kpi(
    id="1a.k1",
    measure="Vacancies",
    baseline="Autumn 2024",
    monitored={"": "termly from Spring 2025"},
)

KPI_STATES: list[tuple[tuple[str, ...], str, list[tuple[str | None, str, str | None]]]] = [
    (
        (),
        "2024-10-01",
        [("baseline", "due", "autumn-2024"), ("monitoring", "upcoming", "spring-2025")],
    ),
    (
        (),
        "2025-02-01",
        [("baseline", "overdue", "autumn-2024"), ("monitoring", "due", "spring-2025")],
    ),
    (
        ("2024-11-01 14.2",),
        "2025-02-01",
        [("baseline", "settled", "autumn-2024"), ("monitoring", "due", "spring-2025")],
    ),
    (
        ("2024-11-01 14.2", "2025-01-20 not-met"),
        "2025-02-01",
        [("baseline", "settled", "autumn-2024"), ("monitoring", "upcoming", "summer-2025")],
    ),
    (
        ("2025-01-20 15 for autumn-2024",),
        "2025-02-01",
        [("baseline", "settled", "autumn-2024"), ("monitoring", "due", "spring-2025")],
    ),
    (
        ("2025-01-20 15 for spring-2025",),
        "2025-02-01",
        [("baseline", "overdue", "autumn-2024"), ("monitoring", "upcoming", "summer-2025")],
    ),
    (
        ("2025-01-20 15 for baseline",),
        "2025-02-01",
        [("baseline", "settled", "autumn-2024"), ("monitoring", "due", "spring-2025")],
    ),
    (
        ("2024-09-01 15 for baseline",),  # before its window opens
        "2025-02-01",
        [("baseline", "settled", "autumn-2024"), ("monitoring", "due", "spring-2025")],
    ),
    (
        ("2025-01-20 15 for monitoring",),  # names the row: what is open in it
        "2025-02-01",
        [("baseline", "overdue", "autumn-2024"), ("monitoring", "upcoming", "summer-2025")],
    ),
    (
        ("2024-11-01 14.2",),
        "2025-08-01",
        [("baseline", "settled", "autumn-2024"), ("monitoring", "overdue", "summer-2025")],
    ),
]


@each_row(("records", "on", "expected"), KPI_STATES)
def test_a_kpi_has_two_rows_and_a_reading_settles_the_open_one(
    records: tuple[str, ...], on: str, expected: list[tuple[str | None, str, str | None]]
) -> None:
    result = rows(KPI, records, on)
    assert [(row.milestone, row.state, row.period) for row in result] == expected


JUDGED: list[Case] = [
    (  # at-risk settles nothing of a series that asks for more than to be looked at
        SERIES,
        ("2025-02-01 at-risk note Two left",),
        "2025-04-05",
        {
            "state": "overdue",
            "missed": 2,
            "missed_judged": 1,
            "at_risk": True,
            "reason": "Two left",
        },
    ),
    (  # in an open-ended one it does, and is still judged at risk
        OPEN_ENDED,
        ("2025-02-01 off-track note Two left",),
        "2025-04-05",
        {"state": "upcoming", "missed": 0, "at_risk": True, "reason": "Two left"},
    ),
    (  # whatever its dates; the newest reason that was given stands
        "Summer 2027",
        ("2025-02-01 at-risk note Too dear", "2025-03-01 off-track", "2025-03-02 at-risk"),
        "2025-04-05",
        {"state": "upcoming", "at_risk": True, "recorded_on": "2025-03-02", "reason": "Too dear"},
    ),
    (  # what was said before it went well again is no reason
        "Summer 2027",
        ("2025-02-01 at-risk note Too dear", "2025-03-01 on-track", "2025-03-02 at-risk"),
        "2025-04-05",
        {"at_risk": True, "reason": None},
    ),
    (
        "Summer 2027",
        ("2025-02-01 at-risk", "2025-03-01 on-track"),
        "2025-04-05",
        {"at_risk": False},
    ),
    (
        TWO,
        ("2025-01-09 at-risk note Slow", "2025-01-20 complete for Launch"),
        "2025-02-01",
        {
            "status": "at-risk",
            "recorded_on": "2025-01-09",
            "reason": "Slow",
            "dates_done": 1,
            "dates": 3,
        },
    ),
    (
        TWO,
        ("2025-01-20 complete for Launch",),
        "2025-02-01",
        {"recorded_on": None, "dates_done": 1},
    ),
]


@each_row("case", JUDGED)
def test_what_is_judged_at_risk_keeps_its_dates_and_its_leads_words(case: Case) -> None:
    check(case)


@each_row(
    ("when", "records", "expected"),
    [
        (SERIES, ("2025-02-01 at-risk",), ["missed", "missed at-risk", "open"]),
        (
            SERIES,
            ("2025-02-01 on-track", "2025-02-02 at-risk"),
            ["missed", "missed at-risk", "open"],
        ),
        (SERIES, ("2025-02-01 at-risk", "2025-02-02 on-track"), ["missed", "settled", "open"]),
        (
            SERIES,
            ("2025-02-01 at-risk", "2025-05-02 on-track"),
            ["missed", "missed at-risk", "settled"],
        ),
        (OPEN_ENDED, ("2025-02-01 at-risk",), ["missed", "settled at-risk", "open"]),
        (SERIES, ("2025-05-02 off-track for autumn-2024",), ["missed off-track", "missed", "open"]),
        (SERIES, ("2025-02-01 at-risk", "2025-05-03 complete"), ["settled"] * 3),
    ],
)
def test_a_period_judged_at_risk_stands_apart_from_one_of_which_nothing_was_heard(
    when: Any, records: tuple[str, ...], expected: list[str]
) -> None:
    [row] = rows(activity(when), records, "2025-05-10")
    texts = [
        f"{occurrence.phase} {occurrence.judged or ''}".strip()
        for occurrence in row.occurrences[:3]
    ]
    assert texts == expected


def test_every_state_can_come_about() -> None:
    cases = [*OVERDUE, *DUE, *NO_DATE, *APART, *IN_A_ROW]
    seen = {rows(activity(when), records, on)[0].state for when, records, on, _ in cases}
    assert seen == set(get_args(State))


# --- who leads a KPI -----------------------------------------------------------------------------


@each_row(
    ("records", "own", "leads"),
    [
        ((), (), ("JK", "SD")),
        (("2025-03-01 complete",), (), ("SD",)),  # 1a.1, which JK led, is done
        (("2025-03-01 withdrawn",), (), ("SD",)),
        (("2025-03-01 paused",), (), ("JK", "SD")),
        (("2025-03-01 complete",), ("AB",), ("AB",)),
    ],
)
def test_a_kpi_that_names_no_lead_is_led_by_those_of_its_area_s_open_work(
    records: tuple[str, ...], own: tuple[str, ...], leads: tuple[str, ...]
) -> None:
    other = activity("Summer 2026", id="1a.2", leads=("SD",))
    kpi = Kpi(id="1a.k1", measure="Staff", monitored={"": "termly"}, leads=own)
    whole = plan(activity("Summer 2026"), other, kpi, records=named(records))
    items = work_items(whole, FRAME, day("2025-04-01"), kpis=True)
    assert [item.leads for item in items if item.work.id == "1a.k1"] == [leads]
