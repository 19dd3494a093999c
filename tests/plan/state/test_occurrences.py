"""How one occurrence stands on a day: its phase, and whether it is pending or overdue."""

from __future__ import annotations

from support.each_row import each_row
from support.states import FRAME, activity, day, plan, record

from sipctl.plan.state import progress

PAUSED = ("2024-10-01 paused", "2025-01-10 at-risk")


@each_row(
    ("when", "records", "on", "states"),
    [
        ("Spring 2025", (), "2025-01-05", "upcoming, pending"),
        ("Spring 2025", (), "2025-01-06", "open, pending"),
        ("Spring 2025", (), "2025-04-04", "open, pending"),
        ("Spring 2025", (), "2025-04-05", "missed, pending, overdue"),
        ("Spring 2025", ("2025-04-05 complete",), "2025-04-05", "settled, late"),
        ("Autumn 2024", PAUSED, "2025-01-10", "excused, pending, overdue"),
    ],
)
def test_one_date(when: str, records: tuple[str, ...], on: str, states: str) -> None:
    assert described(when, records, on) == [states]


def test_a_series_closes_what_came_before_and_lets_go_of_what_is_excused() -> None:
    assert described("termly", ("2025-05-01 on-track",), "2025-05-02")[:4] == [
        *("missed", "missed", "settled", "upcoming, pending")
    ]
    assert described("termly", PAUSED[:1], "2025-05-02")[:3] == [
        *("excused, pending", "excused, pending", "open, pending")
    ]


def described(when: str, records: tuple[str, ...], on: str) -> list[str]:
    known = {f"records/{name}.yaml": record(name) for name in records}
    work = activity(when)
    named = plan(work, records=known).records_of.get("1a.1", ())
    [milestone] = progress.activity_progress(work, named, FRAME, day(on)).milestones
    return [
        ", ".join(
            [occurrence.phase]
            + ["late"] * occurrence.late
            + ["pending"] * occurrence.pending
            + ["overdue"] * occurrence.overdue
        )
        for occurrence in milestone.occurrences
    ]
