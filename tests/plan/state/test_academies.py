"""Academies: a sentence of "What a state is" each, on a plan of three of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from support.each_row import each_row
from support.states import FRAME, activity, day, plan, record

from sipctl.plan.context import timing_context
from sipctl.plan.model.entries import Kpi, Plan
from sipctl.plan.model.people import AcademyEntry
from sipctl.plan.state.academies import plan_of_academies
from sipctl.plan.state.agenda import Row, overview, work_items
from sipctl.plan.state.filters import Filters

ALL = {"WPSA": {}, "WPPA": {}, "WGPA": {}}


def trust(
    work: Any, *texts: str, academies: dict[str, dict[str, Any]] | None = None, hears: str = ""
) -> Plan:
    """A plan with records such as `WPSA 2025-03-04 complete`; `-` names no academy."""
    records = {}
    for index, text in enumerate(texts):
        academy, _, rest = text.partition(" ")
        named = record(rest, academy=None if academy == "-" else academy)
        records[f"records/r{index}.yaml"] = named
    whole = plan(work, records=records)
    entries = {name: AcademyEntry(**entry) for name, entry in (academies or ALL).items()}
    whole = replace(whole, people=replace(whole.people, academies=entries))
    return plan_of_academies(whole, (hears,) if hears else ())


def row(work: Any, *texts: str, on: str = "2025-04-10", **options: Any) -> Row:
    whole = trust(work, *texts, **options)
    context = replace(FRAME, academies=timing_context(whole).academies)
    return overview(work_items(whole, context, day(on), kpis=True))[0]


def stands(work: Any, *texts: str, **options: Any) -> str:
    """`overdue off-track of WGPA, settled for WPSA, not WGPA WPPA`."""
    shown = row(work, *texts, **options)
    words = f"{shown.state} {shown.status}"
    words += f" of {' '.join(shown.status_of)}" if shown.status_of else ""
    if shown.open_for or shown.settled_for:
        words += f", settled for {' '.join(shown.settled_for)}"
        words += f", not {' '.join(shown.open_for)}" if shown.open_for else ""
    return words


SPRING = "Spring 2025"
ALL_DONE = tuple(f"{academy} 2025-03-04 complete" for academy in ALL)
CASES = [
    # settled by a record without academy, or once each academy has settled it
    ((), "overdue no-record"),
    (("- 2025-03-04 complete",), "settled complete"),
    (("WPSA 2025-03-04 complete",), "overdue complete of WPSA, settled for WPSA, not WPPA WGPA"),
    (ALL_DONE, "settled complete of WPSA WPPA WGPA, settled for WPSA WPPA WGPA"),
    (
        ("WPSA 2025-03-04 complete", "WPPA 2025-03-05 complete"),
        "overdue complete of WPSA WPPA, settled for WPSA WPPA, not WGPA",
    ),
    # a later record of an academy opens it again for that academy alone
    (
        (*ALL_DONE, "WGPA 2025-03-20 off-track"),
        "overdue off-track of WGPA, settled for WPSA WPPA, not WGPA",
    ),
    (
        ("- 2025-03-04 complete", "WGPA 2025-03-20 off-track"),
        "overdue off-track of WGPA, settled for WPSA WPPA, not WGPA",
    ),
    # a later record that names none is everybody's
    (
        (*ALL_DONE, "- 2025-03-20 off-track"),
        "overdue off-track, settled for , not WPSA WPPA WGPA",
    ),
    # the whole's word: the newest that names no academy, or the worst of theirs since
    (("WGPA 2025-03-04 off-track", "- 2025-03-05 on-track"), "overdue on-track, settled for , not "
     "WPSA WPPA WGPA"),
    (("- 2025-03-03 off-track", "WPSA 2025-03-04 at-risk", "WGPA 2025-03-05 on-track"),
     "overdue at-risk of WPSA, settled for , not WPSA WPPA WGPA"),
    # one that pauses or withdraws does so for itself
    (("WGPA 2025-03-04 paused",), "overdue paused of WGPA, settled for , not WPSA WPPA"),
    (
        ("WPSA 2025-03-04 complete", "WPPA 2025-03-04 complete", "WGPA 2025-03-04 withdrawn"),
        "settled complete of WPSA WPPA, settled for WPSA WPPA",
    ),
    # settled by name
    (tuple(f"{academy} 2025-03-04 complete for spring-2025" for academy in ALL),
     "settled complete, settled for WPSA WPPA WGPA"),
    (("WPSA 2025-03-04 complete for spring-2025",),
     "overdue no-record, settled for WPSA, not WPPA WGPA"),
]  # fmt: skip


@each_row(("texts", "expected"), CASES)
def test_a_whole_trust(texts: tuple[str, ...], expected: str) -> None:
    assert stands(activity(SPRING), *texts) == expected


def test_an_activity_is_for_the_academies_that_it_names() -> None:
    work = activity(SPRING, academies=("WPSA", "WPPA"))
    done = ("WPSA 2025-03-04 complete", "WPPA 2025-03-04 complete")
    assert stands(work, *done).startswith("settled complete of WPSA WPPA")
    assert stands(work, *done, "WGPA 2025-03-20 off-track") == stands(work, *done)
    alone = activity(SPRING, academies=("WPSA",))
    assert stands(alone, "WPSA 2025-03-04 complete") == "settled complete of WPSA"


def test_without_a_name_it_is_for_those_in_the_trust_on_the_due_day() -> None:
    done = ("WPSA 2025-03-04 complete", "WPPA 2025-03-04 complete")
    for later in ({"joined": day("2025-04-05")}, {"left": day("2025-04-03")}):
        academies = ALL | {"WGPA": later}
        assert row(activity(SPRING), *done, academies=academies).state == "settled"
    academies = ALL | {"WGPA": {"joined": day("2025-04-04")}}
    assert row(activity(SPRING), *done, academies=academies).state == "overdue"


def asked_alone(work: Any, *texts: str, **entry: Any) -> list[tuple[str, int]]:
    """State and dates of each row that `--academy WGPA` shows, where people.yaml has it so."""
    whole = trust(work, *texts, academies=ALL | {"WGPA": entry}, hears="WGPA")
    frame = replace(FRAME, academies=timing_context(whole).academies)
    items = work_items(whole, frame.of_academies(("WGPA",)), day("2025-04-10"), kpis=True)
    rows = overview(filter(Filters(academies=("WGPA",)).keeps, items))
    return [(shown.state, len(shown.occurrences)) for shown in rows]


JOINED, LEFT = {"joined": day("2025-04-05")}, {"left": day("2025-04-03")}
TERMLY = "termly from Autumn 2024 to Summer 2025"


@each_row(
    ("work", "texts", "entry", "expected"),
    [
        (activity(SPRING), (), {}, [("overdue", 1)]),
        (activity(SPRING), (), {"joined": day("2025-04-04")}, [("overdue", 1)]),
        (activity(SPRING), (), JOINED, []),
        (activity(SPRING), (), LEFT, []),
        (activity(SPRING), ("WGPA 2025-04-08 off-track",), JOINED, [("overdue", 1)]),
        (activity(SPRING, academies=("WGPA",)), (), JOINED, [("overdue", 1)]),
        (activity(TERMLY), (), {}, [("overdue", 3)]),
        (activity(TERMLY), (), JOINED, [("upcoming", 1)]),
        (activity(TERMLY), (), LEFT, [("overdue", 1)]),
        (activity({"Draft": SPRING, "Final": "Summer 2025"}), (), JOINED, [("upcoming", 1)]),
        (activity("ad hoc"), (), JOINED, [("as-needed", 0)]),
        (activity("tbc"), (), JOINED, [("undated", 0)]),
        (Kpi(id="1a.k1", measure="M", monitored={"": TERMLY}), (), JOINED, [("upcoming", 1)]),
        (Kpi(id="1a.k1", measure="M", monitored={"": SPRING}), (), JOINED, []),
    ],
)
def test_one_academy_is_asked_of_what_fell_due_while_it_was_in_the_trust(
    work: Any, texts: tuple[str, ...], entry: dict[str, Any], expected: list[tuple[str, int]]
) -> None:
    assert asked_alone(work, *texts, **entry) == expected


HEARD = [
    ("WPSA", ("WPSA 2025-03-04 complete", "WGPA 2025-03-20 off-track"), "settled complete of WPSA"),
    ("WGPA", ("WPSA 2025-03-04 complete", "WGPA 2025-03-20 off-track"),
     "overdue off-track of WGPA"),
    ("WPPA", ("WPSA 2025-03-04 complete", "WGPA 2025-03-20 off-track"), "overdue no-record"),
    ("WPSA", ("- 2025-03-04 complete", "WGPA 2025-03-20 off-track"), "settled complete"),
]  # fmt: skip


@each_row(("hears", "texts", "expected"), HEARD)
def test_one_academy_hears_its_own_records_and_everybodys(
    hears: str, texts: tuple[str, ...], expected: str
) -> None:
    assert stands(activity(SPRING), *texts, hears=hears) == expected


def test_what_another_academy_corrects_stays_a_mistake() -> None:
    whole = plan(
        activity(SPRING),
        records={
            "records/a.yaml": record("2025-03-04 off-track"),
            "records/b.yaml": record("2025-03-05 on-track", corrects="a.yaml", academy="WGPA"),
        },
    )
    assert plan_of_academies(whole, ("WPSA",)).records == {}
    assert list(plan_of_academies(whole, ("WPSA",), day("2025-03-04")).records) == [
        "records/a.yaml"
    ]


def test_a_series_is_settled_for_each_academy_by_itself() -> None:
    work = activity("termly from Autumn 2024")
    texts = [f"{academy} 2024-11-04 on-track" for academy in ALL]
    texts += ["WPSA 2025-02-04 on-track", "WPPA 2025-02-04 on-track"]
    shown = row(work, *texts, on="2025-04-21")
    assert (shown.period, shown.missed, shown.open_for) == ("spring-2025", 1, ("WGPA",))
    assert row(work, *texts, "- 2025-03-01 on-track", on="2025-04-21").state == "upcoming"


def test_readings_of_a_kpi_are_each_academys_own() -> None:
    kpi = Kpi(id="1a.k1", measure="Attendance", monitored={"": "termly from Spring 2025"})
    shown = row(kpi, "WPSA 2025-03-04 met", "WPPA 2025-03-05 not-met", on="2025-04-10")
    assert (shown.state, shown.status, shown.status_of) == ("overdue", "not-met", ("WPPA",))
    assert (shown.settled_for, shown.open_for) == (("WPSA", "WPPA"), ("WGPA",))
    heard = row(kpi, "WPSA 2025-03-04 met", "WPPA 2025-03-05 not-met", hears="WPSA")
    assert (heard.state, heard.status) == ("upcoming", "met")
