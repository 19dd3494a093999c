"""`leads`: who carries what in which term, where it piles up, and what stands on one person."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from support.drawings import DAY, EVERYTHING, FILES, PEOPLE, opened
from support.each_row import each_row

from sipctl.plan.queries.workload import Workload, Workloads, workloads
from sipctl.plan.state.filters import Filters
from sipctl.views.answers import leads as view
from sipctl.views.text.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Snapshot

PIPED = Screen()
WIDTHS = (80, 120, 200)
AB = Filters(leads=("AB",), words=("AB",))


def carried(asked: Filters = EVERYTHING, as_of: date = DAY, **instead: str) -> Workloads:
    return workloads(*opened(**instead), as_of, asked)


def load_of(lead: str, **instead: str) -> Workload:
    return next(load for load in carried(**instead).loads if load.lead == lead)


def piled(number: int) -> dict[str, str]:
    """One lead with so many activities due in Summer 2025, and one early one."""
    text = "".join(
        f"      - {{id: 3a.{n}, title: Task {n}, leads: [CD], when: Summer 2025}}\n"
        for n in range(1, number + 1)
    )
    head = "id: 3\ntitle: Much\nareas:\n  - id: 3a\n    title: All\n    activities:\n"
    return FILES | {"aims/3.yaml": head + text}


# --- what is counted -----------------------------------------------------------------------------


@each_row(
    ("lead", "open_", "by_term", "overdue", "longest"),
    [
        ("AB", 3, (1, 3, 1, 1, 0, 0), 0, 0),
        ("CD", 4, (1, 2, 2, 0, 0, 1), 1, 101),
        ("CT", 1, (1, 1, 1, 1, 1, 1), 0, 0),
        ("EF", 1, (0, 1, 1, 1, 1, 1), 1, 45),
        ("", 2, (1, 0, 0, 0, 0, 0), 1, 121),
    ],
)
def test_each_lead_carries_what_falls_due_by_term(
    lead: str, open_: int, by_term: tuple[int, ...], overdue: int, longest: int
) -> None:
    load = load_of(lead)
    assert (load.activities, load.by_term) == (open_, by_term)
    assert (load.overdue, load.longest) == (overdue, longest)


def test_a_series_counts_once_a_half_term_and_once_a_term() -> None:
    load = load_of("EF")
    assert load.by_half == (0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)


def test_what_was_settled_before_a_term_began_is_not_carried_in_it() -> None:
    record = "{activity: 2a.1, date: 2025-03-30, by: CD, status: complete}"
    plan, frame = opened(FILES | {"records/z.yaml": record})
    result = next(
        load for load in workloads(plan, frame, DAY, EVERYTHING).loads if load.lead == "CD"
    )
    assert result.by_term == (1, 2, 1, 0, 0, 1)


def test_what_is_open_and_what_is_overdue_are_counted_alike() -> None:
    files = {path: text for path, text in FILES.items() if path != "records/f.yaml"}
    loads = workloads(*opened(files), date(2025, 12, 1), AB)
    result = loads.loads[0]
    assert [row.id for row in result.rows if row.state == "overdue"] == ["1a.2", "1a.3", "1a.3"]
    assert (result.activities, result.overdue) == (3, 2)
    assert "Overdue · 2 activities (3 dates)" in view.render(loads, PIPED)


def test_paused_work_is_counted_apart_and_withdrawn_work_not_at_all() -> None:
    load = load_of("CD")
    assert (load.paused, "2a.5" in {row.id for row in load.rows}) == (1, False)


def test_what_nobody_else_leads_stands_on_one_person_alone() -> None:
    result = carried()
    assert {load.lead: load.led_alone for load in result.loads} == {
        "AB": ("1a.2", "1a.4"),
        "CD": ("2a.1", "2a.2", "2a.3"),
        "CT": (),
        "EF": ("1a.6",),
        "": (),
    }
    assert (result.open, result.single) == (10, 6)


def test_an_area_that_one_person_leads_whole_is_named() -> None:
    led = FILES["aims/2-sites.yaml"].replace("leads: []", "leads: [CD]")
    plan, frame = opened(FILES | {"aims/2-sites.yaml": led})
    assert workloads(plan, frame, DAY, EVERYTHING).lone_areas == (("2a", "CD"),)
    assert workloads(plan, frame, DAY, AB).lone_areas == ()
    assert carried().lone_areas == ()


@each_row(("number", "count"), [(7, None), (8, 10), (9, 11)])
def test_ten_deadlines_in_one_half_term_are_a_pile(number: int, count: int | None) -> None:
    loads = workloads(*opened(piled(number)), DAY, EVERYTHING)
    piles = [(pile.lead, pile.half.key, pile.count) for pile in loads.high_peaks]
    assert piles == ([("CD", "summer-2025-2", count)] if count else [])
    answer = json.loads(view.render_json(loads, lambda _: ("plan/aims/1.yaml", 1)))
    shown = [
        tuple(pile[key] for key in ("lead", "half_term", "deadlines")) for pile in answer["piles"]
    ]
    assert shown == piles
    text = " ".join(view.sentences(loads))
    head = "It piles up on CD" if count else "The fullest half term is CD's"
    assert (
        f"{head}: {number + 2} deadlines in Summer 2025, second half (2 Jun to 22 Jul 2025)" in text
    )


def test_a_pile_that_is_past_or_settled_is_none() -> None:
    assert workloads(*opened(piled(12)), date(2025, 7, 23), EVERYTHING).high_peaks == ()


# --- how it looks --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_in_a_terminal(width: int, snapshot: Snapshot) -> None:
    snapshot(f"leads-{width}.txt", view.render(carried(), Screen(width)))


def test_in_colour(snapshot: Snapshot) -> None:
    text = view.render(carried(), Screen(80, "256"))
    snapshot("leads-80-colour.txt", text)
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == view.render(carried(), Screen(80))


def test_piped_nothing_is_cut_or_wrapped(snapshot: Snapshot) -> None:
    text = view.render(carried(), PIPED)
    snapshot("leads-piped.txt", text)
    assert not set(text) & {*"…\x1b█▁"}


def test_one_lead_has_their_work_in_full(snapshot: Snapshot) -> None:
    snapshot("leads-AB-80.txt", view.render(carried(AB), Screen(80)))
    assert "Improve" in view.render(carried(AB), PIPED)


@each_row("width", [40, 43, 60, *WIDTHS])
@each_row("asked", [EVERYTHING, AB, Filters(leads=("CD",), words=("CD",))])
def test_no_line_is_wider_than_the_screen(width: int, asked: Filters) -> None:
    for plain in (False, True):
        lines = view.render(carried(asked), Screen(width), plain=plain).split("\n")
        assert max(map(cell_len, lines)) <= width, max(lines, key=cell_len)


@each_row(
    ("as_of", "width", "expected"),
    [
        ("2024-10-31", 43, "(and 4 later terms: widen the window)"),
        ("2025-03-31", 43, "(and 1 earlier term and 4 later terms:\n  widen the window)"),
        ("2026-05-01", 43, "(and 5 earlier terms: widen the window)"),
        ("2025-03-31", 80, ""),
    ],
)
def test_terms_without_room_are_told_earlier_and_later_alike(
    as_of: str, width: int, expected: str
) -> None:
    text = view.render(carried(as_of=date.fromisoformat(as_of)), Screen(width))
    assert expected in text if expected else "widen" not in text


def test_a_series_is_late_from_the_day_that_due_says() -> None:
    text = view.render(carried(Filters(leads=("EF",)), date(2025, 6, 1)), PIPED)
    assert "  1a.6  Meet the unions  14 Feb 2025  alone" in text


def test_who_left_with_work_in_hand_is_named() -> None:
    result = list(view.sentences(carried()))
    assert "EF left on 28 Feb 2025 and is still down to lead 1 thing." in result
    assert not any(
        " left " in sentence
        for sentence in view.sentences(carried(people=PEOPLE.replace("2025-02-28", "2025-08-31")))
    )


def test_what_nobody_leads_is_named() -> None:
    assert "Nobody leads 2a.6 and 2a.10." in list(view.sentences(carried()))


# --- asked on the command line -------------------------------------------------------------------


def test_leads_answers(write: Callable[..., Path], sipctl: Callable[..., Any]) -> None:
    here = write(FILES)
    asked = sipctl("leads", "--as-of", "2025-03-31", cwd=here)
    assert (asked.code, asked.err, asked.out) == (0, "", view.render(carried(), PIPED))
    result = sipctl("leads", "--as-of", "2025-03-31", "--lead", "AB", cwd=here)
    assert result.out == view.render(carried(AB), PIPED)
    assert sipctl("leads", "--lead", "XX", cwd=here).code == 2


def test_as_data(write: Callable[..., Path], sipctl: Callable[..., Any]) -> None:
    asked = sipctl("leads", "--as-of", "2025-03-31", "--format", "json", cwd=write(FILES))
    data = json.loads(asked.out)
    assert (data["version"], data["as_of"], len(data["terms"])) == (1, "2025-03-31", 6)
    first = data["leads"][0]
    assert {key: first[key] for key in ("lead", "role", "open", "overdue", "by_term")} == {
        "lead": "AB",
        "role": "Head of People",
        "open": 3,
        "overdue": 0,
        "by_term": [1, 3, 1, 1, 0, 0],
    }
    assert first["rows"][0]["id"] == "1a.2"
    assert data["leads"][-1]["lead"] is None
