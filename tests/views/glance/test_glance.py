"""`sipctl` alone: what it counts, what it tells, and how it looks at every width and piped."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SHIPPED
from rich.cells import cell_len
from support import federation, hundred, made_up, three_academies
from support.calendars import TWO_YEARS
from support.drawings import DAY, FILES, ONE, PLAN, opened
from support.each_row import each_row

from sipctl.plan.faults import Fault
from sipctl.plan.queries.glance import Glance, Tally, glance
from sipctl.plan.state.filters import filters_from
from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files.folder import Folder
from sipctl.views.glance import glance as view
from sipctl.views.glance.json import render_json
from sipctl.views.text import bars
from sipctl.views.text.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Snapshot

    from sipctl.plan.faults import Severity
    from sipctl.views.text.screen import Colour

PIPED = Screen()
WIDTHS = (80, 120, 200)


def seen(as_of: date = DAY, **instead: str) -> Glance:
    return seen_of(FILES, as_of, **instead)


def seen_of(files: dict[str, str], as_of: date, **instead: str) -> Glance:
    return glance(*opened(files, **instead), as_of)


def rendered(
    of: Glance, width: int | None = None, colour: Colour | None = None, *, plain: bool = False
) -> str:
    return view.render(of, Screen(width, colour), {}, faults("warning", 3), plain=plain)


def faults(severity: Severity, number: int) -> list[Fault]:
    return [Fault("slug", severity, "message", "help", "plan.yaml")] * number


def tally(statuses: str, most: int = 0) -> Tally:
    pairs = [pair.split("=") for pair in statuses.split()]
    result = tuple((status, int(number)) for status, number in pairs)
    return Tally(1, "A", sum(number for _, number in result) or most, result, 0, 0, 0, 0, 0)


# --- what is counted -----------------------------------------------------------------------------


def test_activities_are_counted_aim_by_aim() -> None:
    people, sites = seen().aims
    assert people.statuses == (
        *(("complete", 1), ("on-track", 1), ("at-risk", 1)),
        ("no-record", 3),
    )
    assert (people.activities, people.overdue, people.longest) == (6, 1, 45)
    assert (people.slipped, people.furthest) == (1, 364)
    assert sites.statuses == (
        *(("off-track", 1), ("no-record", 4)),
        *(("paused", 1), ("withdrawn", 1)),
    )
    assert (sites.activities, sites.overdue, sites.longest) == (7, 2, 121)
    whole = seen().whole
    assert (whole.activities, whole.overdue, whole.slipped) == (13, 3, 1)


def test_an_activity_with_two_dates_late_and_slipped_counts_once() -> None:
    when = "when: {a: Spring 2025, b: Summer 2025}"
    moved = ", ".join(
        f"{{milestone: {item}, from: Autumn 2024, date: 2025-01-10}}" for item in "ab"
    )
    work = f"{{id: 1a.1, title: A, {when}, moved: [{moved}]}}"
    aim = f"{{id: 1, title: A, areas: [{{id: 1a, title: A, activities: [{work}]}}]}}"
    files = {path: text for path, text in FILES.items() if path[0] not in "ar"}
    result = seen_of(files | {"aims/1.yaml": aim}, date(2025, 8, 1)).whole
    assert (result.activities, result.overdue, result.slipped) == (1, 1, 1)


def test_the_next_five_things_due_stand_in_order_of_their_last_day() -> None:
    result = seen()
    assert [(row.row.id, row.row.milestone, row.due.isoformat()) for row in result.next] == [
        ("1a.2", None, "2025-04-04"),
        ("1a.3", "develop further", "2025-04-04"),
        ("1a.6", None, "2025-04-04"),
        ("1a.5", None, "2025-07-22"),
        ("2a.1", None, "2025-07-22"),
    ]
    assert result.more == 0


def test_a_fortnight_of_records_and_moves_is_told_newest_first() -> None:
    result = seen().changes
    assert [(item.day.isoformat(), item.id, item.what) for item in result] == [
        ("2025-03-28", "1a.5", "record"),
        ("2025-03-25", "1a.k1", "record"),
        ("2025-03-24", "1a.4", "move"),
        ("2025-03-20", "1a.2", "record"),
    ]
    moved = result[2]
    assert (moved.moved, moved.to, moved.by) == ("Spring 2025", "Autumn 2025", "CEO")


@each_row(
    ("as_of", "ids"),
    [
        ("2025-02-02", ["1a.4"]),
        ("2025-02-03", []),
        ("2025-01-19", ["2a.2"]),
        ("2024-12-23", ["1a.1"]),
    ],
)
def test_a_fortnight_is_fourteen_days_with_the_day_itself(as_of: str, ids: list[str]) -> None:
    assert [change.id for change in seen(date.fromisoformat(as_of)).changes] == ids


def test_an_earlier_move_says_where_it_went_then() -> None:
    (moved,) = seen(date(2025, 1, 31)).changes
    assert (moved.moved, moved.to, moved.why) == ("Autumn 2024", "Spring 2025", "Nobody applied")


def test_two_moves_of_one_day_stand_newest_first() -> None:
    files = {
        path: text.replace("date: 2025-01-20", "date: 2025-03-24") for path, text in FILES.items()
    }
    moves = [change for change in seen_of(files, DAY).changes if change.what == "move"]
    assert [(move.moved, move.to) for move in moves] == [
        ("Spring 2025", "Autumn 2025"),
        ("Autumn 2024", "Spring 2025"),
    ]


def test_what_changed_in_another_academy_is_left_to_its_own_glance(tmp_path: Path) -> None:
    folder = three_academies.write(tmp_path) / "plan"
    moved = "moved: [{from: Autumn 2024, date: 2025-02-27, agreed: Trustees}]}"
    aim = folder / "aims/1-people.yaml"
    aim.write_text(
        aim.read_text().replace(
            "academies: [WPSA], when: Spring 2025}",
            f"academies: [WPSA], when: Spring 2025, {moved}",
        )
    )
    the_opened = open_folder(Folder(folder, "plan"))

    def changed(*academies: str) -> list[tuple[str, str]]:
        filters = filters_from(the_opened.plan, the_opened.context, academies=academies)
        seen_then = glance(the_opened.plan, the_opened.context, date(2025, 3, 1), filters)
        return [(change.id, change.what) for change in seen_then.changes]

    of_hall = [("1a.2", "move"), ("1a.2", "record")]
    assert [pair for pair in changed("WPSA") if pair[0] == "1a.2"] == of_hall
    assert [pair for pair in changed() if pair[0] == "1a.2"] == of_hall
    assert [pair for pair in changed("WGPA") if pair[0] == "1a.2"] == []


@each_row("as_of", ["0001-01-01", "9999-12-31", "2024-08-01", "2026-08-31"])
def test_any_day_has_a_glance(as_of: str) -> None:
    for width in (None, *WIDTHS):
        assert rendered(seen(date.fromisoformat(as_of)), width)


# --- how it looks --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_in_a_terminal(width: int, snapshot: Snapshot) -> None:
    snapshot(f"glance-{width}.txt", rendered(seen(), width))


def test_in_colour(snapshot: Snapshot) -> None:
    text = rendered(seen(), 80, "256")
    snapshot("glance-80-colour.txt", text)
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == rendered(seen(), 80)


def test_what_is_judged_at_risk_is_named_in_its_leads_words() -> None:
    assert [row.id for row in seen().judged] == ["2a.2", "1a.2"]
    for width in (None, 80, 120):
        shown = rendered(seen(), width)
        assert "Judged at risk" in shown
        assert "Awaiting the union" in shown
    assert [row["id"] for row in json.loads(render_json(seen()))["judged_at_risk"]] == [
        *("2a.2", "1a.2")
    ]


def test_piped_it_is_words_and_figures_alone(snapshot: Snapshot) -> None:
    text = rendered(seen())
    snapshot("glance-piped.txt", text)
    assert not set(text) & {*"█▓▒░‖…\x1b"}


def test_where_only_ascii_is_shown() -> None:
    plan, frame = opened(
        {path: text for path, text in FILES.items() if "sites" not in path and "2a" not in text},
        plan=PLAN.replace("–", "-"),
    )
    assert rendered(glance(plan, frame, DAY), 80, plain=True).isascii()


@each_row("width", [40, 44, 60, *WIDTHS])
@each_row("colour", [None, "standard", "truecolor"])
def test_no_line_is_wider_than_the_screen(width: int, colour: Colour | None) -> None:
    lines = re.sub(r"\x1b\[[0-9;]*m", "", rendered(seen(), width, colour)).split("\n")
    assert max(map(cell_len, lines)) <= width, max(lines, key=cell_len)


@each_row("width", [40, 60, 69, 80, 120])
def test_more_aims_than_a_screen_holds_are_counted(width: int) -> None:
    aims = {
        f"aims/{n}.yaml": ONE.replace("1a", f"{n}a").replace("id: 1\n", f"id: {n}\n")
        for n in range(3, 25)
    }
    lines = rendered(glance(*opened(FILES | aims), DAY), width).split("\n")[:-1]
    assert len(lines) <= 23
    assert max(map(cell_len, lines)) <= width
    assert any(re.fullmatch(r"and \d+ more aims: sipctl list", line) for line in lines)


def test_five_aims_with_much_to_tell_fit_a_screen_of_24_lines() -> None:
    aims = {
        f"aims/{n}.yaml": ONE.replace("1a", f"{n}a").replace("id: 1\n", f"id: {n}\n")
        for n in range(3, 6)
    }
    records = {
        f"records/x{n}.yaml": f"{{activity: {n}a.2, date: 2025-03-2{n}, by: AB, status: on-track}}"
        for n in range(3, 6)
    }
    lines = rendered(glance(*opened(FILES | aims | records), DAY), 80).split("\n")[:-1]
    assert 20 <= len(lines) <= 23
    assert re.search(
        r"and \d+ more: sipctl log|Changed in the last fortnight: \d+ times, sipctl log",
        "\n".join(lines),
    )


@each_row(
    ("statuses", "most", "length", "blocks"),
    [
        ("complete=2 not-started=3", 5, 10, "complete=2 not-started=3"),
        ("complete=20 not-started=20", 40, 10, "complete=5 not-started=5"),
        ("complete=1 not-started=99", 100, 10, "complete=1 not-started=9"),
        ("complete=1 on-track=1 at-risk=98", 100, 6, "complete=1 on-track=1 at-risk=4"),
        ("complete=5", 50, 10, "complete=1"),
        ("complete=13 on-track=22 at-risk=10 off-track=3 not-started=28", 76, 11, None),
    ],
)
def test_bars_are_shares_and_nothing_there_is_left_out(
    statuses: str, most: int, length: int, blocks: str | None
) -> None:
    result = bars.shares(tally(statuses), most, length)
    assert sum(size for _, size in result) <= length
    if blocks is not None:
        assert " ".join(f"{status}={size}" for status, size in result) == blocks


@each_row(
    ("as_of", "expected"),
    [
        ("2025-03-31", "Monday 31 March 2025 · Spring 2025, 4 days left"),
        ("2025-04-04", "Friday 4 April 2025 · Spring 2025, its last day"),
        ("2025-04-10", "Thursday 10 April 2025 · after Spring 2025"),
        ("2024-08-31", "Saturday 31 August 2024\n"),
    ],
)
def test_the_day_and_its_term_are_told(as_of: str, expected: str) -> None:
    assert expected in rendered(seen(date.fromisoformat(as_of)))


@each_row(
    ("as_of", "errors", "expected"),
    [
        ("2025-03-31", 2, "Next: sipctl check (2 errors); sipctl due (whose they are)"),
        ("2025-03-31", 0, "Next: sipctl due (whose they are); sipctl show 2a.10 (longest"),
        ("2024-09-10", 0, "Next: sipctl record ID STATUS; sipctl timeline"),
        ("2024-12-09", 0, "Next: sipctl due (whose they are); sipctl show 2a.10 (longest"),
    ],
)
def test_the_last_line_says_what_to_type_next(as_of: str, errors: int, expected: str) -> None:
    text = view.render(seen(date.fromisoformat(as_of)), PIPED, {}, faults("error", errors))
    last = text.split("\n")[-2]
    assert last.startswith(expected)


@each_row("width", [40, 60, 80, 120])
def test_what_to_type_next_is_wrapped_and_never_left_out(width: int) -> None:
    text = " ".join(rendered(seen(), width).split())
    assert text.endswith(
        "Next: sipctl due (whose they are); sipctl show 2a.10 (longest overdue); "
        "sipctl check (3 warnings); sipctl timeline"
    )


@each_row("width", [40, 60, 80, 120, 200])
def test_figures_are_wrapped_and_never_cut(width: int) -> None:
    the_text = (
        "complete=13 on-track=22 at-risk=10 off-track=13 not-started=28 paused=12 withdrawn=11"
    )
    full = tally(the_text)
    text = rendered(replace(seen(), aims=(full,), whole=replace(full, aim=None)), width)
    words = " ".join(text.split())
    pairs = {"13 complete": "13█", "22 on track": "22▓", "10 at risk": "10▒", "12 paused": "12‖"}
    each_aims = width > 40  # where the counts of each aim have no room, the whole plan's are left
    for item, brief in pairs.items():  # in words twice, or once for all with counts for each aim
        assert words.count(item) + words.count(brief) == 1 + each_aims
    assert len(text.splitlines()) <= 23
    assert "█" in text


def test_the_whole_plans_line_says_what_the_bars_are_drawn_with() -> None:
    text = " ".join(rendered(seen(), 80).split())
    assert "█ 1 complete, ▓ 1 on track, ▒ 1 at risk, ░ 1 off track, · 7 no" in text
    assert "█" not in rendered(seen())


def test_colours_are_the_plans_own() -> None:
    text = view.render(seen(), Screen(80, "256"), {"complete": "purple", "paused": "mauve"}, ())
    assert "\x1b[38;5;97m█ 1 complete" in text
    assert "\x1b[38;5;97m‖ 1 paused" in text


def test_a_confidential_note_is_not_told() -> None:
    assert "secret" not in rendered(seen()) + render_json(seen())


def test_a_plan_without_activities_says_so() -> None:
    plan, frame = opened(
        {
            "plan.yaml": PLAN,
            "people.yaml": "{}",
            "calendar.yaml": TWO_YEARS,
            "aims/1.yaml": "{id: 1, title: Empty}",
        }
    )
    for width in (None, *WIDTHS):
        result = rendered(glance(plan, frame, DAY), width)
        assert "Nothing more falls due." in result
        assert "no activities yet" in result
        assert "All no" not in result


# --- asked on the command line -------------------------------------------------------------------


def test_sipctl_alone_is_the_glance(write: Callable[..., Path], sipctl: Callable[..., Any]) -> None:
    asked = sipctl("--as-of", "2025-03-31", cwd=write(FILES))
    assert (asked.code, asked.err) == (0, "")
    assert asked.out.startswith("Elm Tree Trust · Improvement Plan 2024–26\nMonday 31 March 2025")


def test_outside_a_plan_it_says_what_it_is(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    asked = sipctl(cwd=tmp_path)
    assert (asked.code, asked.err) == (0, "")
    assert "sipctl init" in asked.out
    assert sipctl("--plan", "nowhere", cwd=tmp_path).code == 2


def test_outside_a_plan_a_program_is_refused(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    asked = sipctl("--format", "json", cwd=tmp_path)
    assert (asked.code, asked.out) == (2, "")
    assert asked.err.startswith("sipctl: ")
    assert asked.err == sipctl("due", "--format", "json", cwd=tmp_path).err


def test_a_plan_that_does_not_load_is_told_as_elsewhere(
    write: Callable[..., Path], sipctl: Callable[..., Any]
) -> None:
    here = write(FILES | {"people.yaml": "leads: ["})
    asked, due = sipctl(cwd=here), sipctl("due", cwd=here)
    assert (asked.code, asked.out, asked.err) == (1, "", due.err)


def test_options_that_stand_before_a_command_are_refused(
    write: Callable[..., Path], sipctl: Callable[..., Any]
) -> None:
    asked = sipctl("--as-of", "2025-03-31", "due", cwd=write(FILES))
    assert asked.code == 2
    assert "sipctl due --as-of 2025-03-31" in asked.err


def test_as_data(write: Callable[..., Path], sipctl: Callable[..., Any]) -> None:
    asked = sipctl("--as-of", "2025-03-31", "--format", "json", cwd=write(FILES))
    data = json.loads(asked.out)
    assert (data["version"], data["as_of"], data["name"]) == (1, "2025-03-31", "Elm Tree Trust")
    assert data["aims"][0] == {
        "aim": 1,
        "title": "People and culture",
        "activities": 6,
        "statuses": {"complete": 1, "on-track": 1, "at-risk": 1, "not-started": 3},
        "no_record": 3,
        "overdue": 1,
        "longest_days_overdue": 45,
        "slipped": 1,
        "slipped_activities": 1,
        "furthest_slipped_days": 364,
    }
    assert [change["what"] for change in data["changes"]] == ["record", "record", "move", "record"]
    assert data["next"][0]["due"] == "2025-04-04"


# --- on a screen of 80 × 24 ----------------------------------------------------------------------


def days_of(first: date, last: date, step: int) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal(), step))


def test_no_line_wraps_at_any_width(tmp_path: Path) -> None:
    the_opened = open_folder(Folder(hundred.write(tmp_path, at_risk=30) / "plan", "plan"))
    seen_then = glance(the_opened.plan, the_opened.context, DAY)
    for width in range(44, 101):
        lines = view.render(seen_then, Screen(width), {}, faults("error", 120)).splitlines()
        assert len(lines) <= 23, width
        assert max(map(cell_len, lines)) <= width, max(lines, key=cell_len)


@pytest.mark.parametrize("name", ["shipped", "federation", "made-up"])
def test_a_narrow_screen_names_every_aim(name: str, tmp_path: Path) -> None:
    writes = {"federation": federation.write, "made-up": made_up.write}
    folder = SHIPPED if name == "shipped" else writes[name](tmp_path) / "plan"
    the_opened = open_folder(Folder(folder, "plan"))
    for day in days_of(date(2024, 9, 1), date(2025, 8, 31), 60):
        seen_then = glance(the_opened.plan, the_opened.context, day)
        lines = view.render(seen_then, Screen(60), {}, the_opened.undated_faults).splitlines()
        assert len(lines) <= 23, f"{day}: {len(lines)} lines"
        assert max(map(cell_len, lines)) <= 60, day
        assert all(
            any(line.startswith(f"{aim.id}  ") for line in lines) for aim in the_opened.plan.aims
        )


@pytest.mark.parametrize("name", ["shipped", "federation"])
def test_it_fits_80_by_24_on_any_day(name: str, tmp_path: Path, thorough: bool) -> None:
    folder = SHIPPED if name == "shipped" else federation.write(tmp_path) / "plan"
    the_opened = open_folder(Folder(folder, "plan"))
    runs = the_opened.plan.about.runs
    widths = cycle([80, 100, 80, 120, 80, 200])
    for day in days_of(runs.from_, runs.to, 23 if thorough else 92):
        seen_then = glance(the_opened.plan, the_opened.context, day)
        width = next(widths)
        text = view.render(seen_then, Screen(width), {}, the_opened.undated_faults)
        lines = text.split("\n")[:-1]
        assert len(lines) <= 23, f"{day}: {len(lines)} lines"
        assert max(map(cell_len, lines)) <= width, day
        assert all(f"{aim.id}  " in text for aim in the_opened.plan.aims)
        if seen_then.judged:
            assert "Judged at risk" in text
        assert ("sipctl due" in text) >= bool(seen_then.whole.overdue)
