"""A file with faults: the rest of the plan is judged, what needs the file waits, nothing cascades."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.records import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Check = Callable[[dict[str, str]], tuple[list[str], str]]

AIM = """\
id: 2
title: People
outcomes: [{id: "2.1", title: Staff stay}]
areas:
  - id: 2a
    title: HR
    priorities: [{id: 2a.p1, title: Be staffed}]
    activities:
      - {id: 2a.1, title: One, leads: [JK], when: Spring 2025}
      - {id: 2a.2, title: Two, leads: [JK], when: Spring 2025, priority: 2a.p1}
      - {id: 2a.3, title: Three, leads: [SD], when: Spring 2025, after: [2a.1]}
    kpis:
      - {id: 2a.k1, measure: Staff stay, monitored: termly}
"""
WHOLE = {
    **PLAN,
    "plan.yaml": "title: A plan\ntrust: {name: T}\nruns: {from: 2024-09-01, to: 2026-08-31}\n",
    "aims/2-people.yaml": AIM,
}


@pytest.fixture
def check(write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]) -> Check:
    """Checks a plan with some files in place of its own: its faults, and all that is printed."""

    def run(files: dict[str, str]) -> tuple[list[str], str]:
        top = write(WHOLE | files)
        printed = sipctl("check", "--as-of", "2025-03-04", cwd=top).out
        return re.findall(r"^plan/(\S+?): \w+\[([a-z-]+)\]", printed, re.MULTILINE), printed

    return run


def aim(*pairs: tuple[str, str]) -> dict[str, str]:
    text = AIM
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {"aims/2-people.yaml": text}


def test_the_plan_is_sound(check: Check) -> None:
    assert check({}) == ([], "The plan is sound.\n")


def test_an_unknown_key_hides_nothing_that_has_nothing_to_do_with_it(check: Check) -> None:
    faults, printed = check(
        aim(
            ("title: One,", "title: One, budgit: 3,"),
            ("Two, leads: [JK], when: Spring 2025", "Two, leads: [QQ], when: Sumer 2025"),
            ("[2a.1]", "[2a.9]"),
            ("id: 2a.k1, measure: Staff stay, monitored: termly", "id: 2a.k1, measure: Staff stay"),
        )
    )
    slugs = [name for _, name in faults]
    assert slugs == [
        *("unknown-key", "unknown-lead", "unreadable-when", "unknown-reference", "unmonitored-kpi"),
    ]
    assert faults[1][0].startswith("aims/2-people.yaml:10:")
    assert "What depends on" not in printed


@pytest.mark.parametrize(
    ("pairs", "slugs"),
    [
        # what is lost is not missed
        ([("One, leads:", "One, laeds:")], ["unknown-key"]),
        ([("One, leads: [JK], when:", "One, leads: [JK], whn:")], ["unknown-key"]),
        ([("    kpis:", "    kpi:")], ["unknown-key"]),
        ([("measure: Staff stay, monitored", "measure: Staff stay, monitord")], ["unknown-key"]),
        ([("    activities:", "    activites:")], ["unknown-key"]),
        ([("    priorities:", "    priorites:")], ["unknown-key"]),
        ([("id: 2a.1, title: One", "id: 2a.1")], ["missing-key"]),
        ([("id: 2a.1, title", "idd: 2a.1, title")], ["unknown-key"]),
        ([("when: Spring 2025, after", "when: [Spring 2025], after")], ["wrong-shape"]),
        # and what was not is judged, an entry's other values too
        (
            [("One, leads: [JK], when: Spring", "One, laeds: [JK], when: Sumer")],
            ["unknown-key", "unreadable-when"],
        ),
        (
            [("One, leads: [JK], when:", "One, whn:")],
            ["no-lead", "unknown-key"],
        ),
        (  # the first activity is left out: the others keep their lines
            [("id: 2a.1, title: One", "id: 2a.1"), ("Three, leads: [SD]", "Three, leads: [QQ]")],
            ["missing-key", "unknown-lead"],
        ),
        (
            [("title: HR", "title: HR #4 of all"), ("leads: [SD]", "leads: [QQ]")],
            ["text-lost-to-comment", "unknown-lead"],
        ),
    ],
)
def test_one_cause_is_told_once(
    check: Check, pairs: list[tuple[str, str]], slugs: list[str]
) -> None:
    faults, _ = check(aim(*pairs))
    assert sorted(slug for _, slug in faults) == sorted(slugs)


def test_the_place_behind_an_entry_that_is_left_out(check: Check) -> None:
    lines = aim(("id: 2a.1, title: One", "id: 2a.1"), ("Three, leads: [SD]", "Three, leads: [QQ]"))
    faults, printed = check(lines)
    assert ("aims/2-people.yaml:11:42", "unknown-lead") in faults
    assert (
        "What depends on plan/aims/2-people.yaml is judged once its errors are mended.\n"
        "2 errors, no warnings.\n"
    ) in printed


@pytest.mark.parametrize(
    ("files", "slugs"),
    [
        ({"people.yaml": "leads: {JK: {}, SD: {rol: Head}}\n"}, ["unknown-key"]),
        ({"people.yaml": "leads: {JK\n"}, ["open-bracket"]),
        ({"people.yaml": "laeds: {JK: {}, SD: {}}\n"}, ["unknown-key"]),
        ({"calendar.yaml": "years: [\n"}, ["open-bracket"]),
        ({"plan.yaml": "title: A\n"}, ["missing-key"]),
        ({"aims/2-people.yaml": "id: [\n"}, ["open-bracket"]),
        ({"records/x.yaml": "activity: 2a.1\n"}, ["missing-key", "missing-key"]),
        ({"plan.yaml": WHOLE["plan.yaml"] + "vison: All read\n"}, ["unknown-key"]),
    ],
)
def test_a_broken_file_makes_no_fault_of_another(
    check: Check, files: dict[str, str], slugs: list[str]
) -> None:
    faults, _ = check(files)
    assert [slug for _, slug in faults if slug not in ("empty-value",)][: len(slugs)] == slugs
    assert {place.split(":")[0] for place, _ in faults} == set(files)


@pytest.mark.parametrize("file", ["people.yaml", "aims/1-teaching.yaml", "records/x.yaml"])
def test_a_broken_file_hides_no_fault_of_another(check: Check, file: str) -> None:
    faults, printed = check(
        aim(("when: Spring 2025, after", "when: Sumer, after")) | {file: "a: [\n"}
    )
    assert ("aims/2-people.yaml:11:53", "unreadable-when") in faults
    assert f"What depends on plan/{file} is judged once its errors are mended.\n" in printed


def test_several_files_wait_in_one_line(check: Check) -> None:
    broken = dict.fromkeys(("people.yaml", "calendar.yaml", "records/x.yaml", "records/y.yaml"))
    _, printed = check(dict.fromkeys(broken, "a: [\n"))
    assert (
        "What depends on plan/calendar.yaml, plan/people.yaml, plan/records/x.yaml and 1 other file "
        "is judged once their errors are mended.\n"
    ) in printed


def test_json_says_what_waits(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    def keys(files: dict[str, str]) -> dict[str, object]:
        top = write(WHOLE | files)
        whole = json.loads(sipctl("check", "--format", "json", cwd=top).out)
        return {key: value for key, value in whole.items() if key != "faults"}

    assert keys({"people.yaml": "a: [\n"}) == {"version": 1, "waiting": ["plan/people.yaml"]}
    assert keys({}) == {"version": 1}


def test_other_answers_are_refused_as_before(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result]
) -> None:
    top = write(WHOLE | aim(("title: One,", "title: One, budgit: 3,")))
    assert sipctl("due", cwd=top).code == 1


@pytest.mark.parametrize("form", ["concise", "github", "sarif"])
def test_every_format_says_what_waits(
    write: Callable[[dict[str, str]], Path], sipctl: Callable[..., Result], form: str
) -> None:
    top = write(WHOLE | {"people.yaml": "leads: {JK: {rolle: x}, SD: {}}\n"})
    line = "What depends on plan/people.yaml is judged once its errors are mended."
    printed = sipctl("check", "--format", form, "--as-of", "2025-03-04", cwd=top).out
    if form == "sarif":
        (run,) = json.loads(printed)["runs"]
        (notice,) = run["invocations"][0]["toolExecutionNotifications"]
        assert (notice["level"], notice["message"]["text"]) == ("note", line)
    else:
        assert printed.endswith(
            f"{'::warning title=waiting::' if form == 'github' else ''}{line}\n"
        )
    sound = write(WHOLE)
    clean = sipctl("check", "--format", form, "--as-of", "2025-03-04", cwd=sound).out
    assert "What depends on" not in clean


# --- a text that does not read ------------------------------------------------------------------

BLOCK = """\
id: 2
title: People
areas:
  - id: 2a
    title: HR
    activities:
      - id: 2a.1
        title: One
        leads: [QQ]
        when: Spring 2025
      - id: 2a.2
        title: Two
        leads: [JK]
        when: Spring 2025
      - id: 2a.3
        title: Three
        leads: [SD]
        when: Sumer 2025
        after: [2a.2, 2a.9]
      - id: 2a.4
        title: Four
        leeds: [SD]
        when: Spring 2025
    kpis:
      - {id: 2a.k1, measure: Staff stay, monitored: termly}
"""
REST = ["unknown-lead", "unreadable-when", "unknown-key"]
LINES = {"unknown-lead": 9, "unreadable-when": 18, "unknown-key": 22}


@each_row(
    ("slip", "slug"),
    [
        (("title: Two", "title: HR: choose"), "colon-in-text"),
        (("title: Two", "title: @home"), "odd-start"),
        (("title: Two", "title: *stars*"), "alias"),
        (("title: Two", "title: !important"), "tag"),
        (("title: Two", "title: Two\n        title: Again"), "duplicate-key"),
        (("title: Two", 'title: "Two" of them'), "text-after-quote"),
        (("title: Two", "title:Two"), "no-space"),
        (("title: Two", "title: - Two"), "misplaced-list"),
        (("title: Two", "title: Two\n        detail: [why?]"), "question-in-text"),
    ],
)
def test_an_entry_that_does_not_read_hides_nothing_of_the_others(
    check: Check, slip: tuple[str, str], slug: str
) -> None:
    faults, printed = check({"aims/2-people.yaml": BLOCK.replace(*slip)})
    slugs = [name for _, name in faults]
    assert slugs == ["unknown-lead", slug, "unreadable-when", "unknown-key"], printed
    moved = slip[1].count("\n")
    for place, fault_slug in faults:
        if fault_slug in LINES:
            line = LINES[fault_slug] + moved * (fault_slug != "unknown-lead")
            assert place.startswith(f"aims/2-people.yaml:{line}:"), printed
    assert "What depends on plan/aims/2-people.yaml is judged once" in printed


def test_entries_that_do_not_read_are_all_told(check: Check) -> None:
    slips = BLOCK.replace("title: One", "title: One: a").replace("title: Four", "title: `Four`")
    faults, _ = check({"aims/2-people.yaml": slips})
    assert [slug for _, slug in faults] == ["colon-in-text", "unreadable-when", "odd-start"]


@each_row(
    "slip",
    [
        ("title: Two", 'title: "Two'),  # may run on into the next entry
        ("leads: [JK]", "leads: [JK"),
        ("title: People", "title: People: all"),
        ("{id: 2a.k1, measure: Staff stay", "{id: 2a.k1, measure: Staff: stay"),  # the only KPI
        ("  - id: 2a\n    title: HR\n", "  - id: 2a\n    title: HR: all\n"),  # the only area
    ],
)
def test_what_may_reach_further_is_told_alone(check: Check, slip: tuple[str, str]) -> None:
    faults, printed = check({"aims/2-people.yaml": BLOCK.replace(*slip)})
    assert len(faults) == 1, printed
    assert "What depends on plan/aims/2-people.yaml is judged once" in printed


BACKWARDS = WHOLE["plan.yaml"].replace("2026-08-31", "2023-08-31")
LATE_SPRING = WHOLE["calendar.yaml"].replace("ends: 2025-04-04", "ends: 2024-04-04")
FOR_NOTHING = "activity: 2a.1\ndate: 2025-03-04\nby: JK\nstatus: complete\nfor: spring-2031\n"
RECORD = {"records/2024-25/spring/2025-03-04-2a.1-JK.yaml": FOR_NOTHING}


@each_row(
    "files, waits_for",
    [
        ({"plan.yaml": BACKWARDS}, "plan/plan.yaml"),
        ({"calendar.yaml": LATE_SPRING}, "plan/calendar.yaml"),
        (aim(("One, leads: [JK], when: S", "One, leads: [JK], when: X")), "plan/aims/2"),
    ],
)
def test_what_waits_for_a_value_that_is_wrong(
    check: Check, files: dict[str, str], waits_for: str
) -> None:
    faults, printed = check(RECORD | files)
    assert "unknown-occurrence" not in [slug for _, slug in faults]
    assert f"What depends on {waits_for}" in printed
    faults, printed = check(RECORD)
    assert "unknown-occurrence" in [slug for _, slug in faults]
    assert "What depends on" not in printed


def test_a_time_that_is_unreadable_is_not_called_no_date(check: Check) -> None:
    left = {"people.yaml": "leads: {JK: {}, SD: {left: 2025-01-31}}\nacademies: {WPSA: {}}\n"}
    _, printed = check(left | aim(("leads: [SD], when: Spring", "leads: [SD], when: Xring")))
    assert "activity 2a.3 is not settled" in printed
    assert "activity 2a.3 has no date" not in printed
