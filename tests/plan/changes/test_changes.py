"""Two versions of a plan, and what changed between them: strings in, the whole list out."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from support.calendars import TWO_YEARS
from support.call_count import work
from support.each_row import each_row

from sipctl.plan.changes import (
    Added,
    CalendarShift,
    ChangeTarget,
    Edited,
    Recorded,
    Removed,
    Rescheduled,
    Version,
    compare,
    version_pair,
)
from sipctl.store.load import load
from sipctl.store.yaml.read import Source
from sipctl.views.changes.english import Markup, shift_lines

if TYPE_CHECKING:
    from sipctl.plan.changes import Change, Comparison

PLAN = """\
title: Plan
trust: {name: Weald Trust}
runs: {from: 2024-09-01, to: 2026-08-31}
values: [{name: Respect, nolan: [honesty]}]
kpis:
  - {id: t.k1, measure: Places asked for, monitored: termly}
settings: {due_soon: 14 days, colours: {at-risk: amber}}
"""
PEOPLE = """\
leads:
  JK: {role: Head of people}
  SD: {}
trustees: [{name: Ann Reed, links: [{role: SEND, oversees: [1]}]}]
committees: [{id: far, name: Finance, oversees: [1]}]
academies: {NORTH: {}}
"""
CALENDAR = (
    TWO_YEARS.replace("2025/26:", "2025/26:\n    provisional: true")
    + """\
meetings:
  lgb: {name: Local governing body, every: half-termly}
"""
)
AIM_1 = """\
id: 1
title: Teaching
outcomes: [{id: "1.1", title: Good lessons}]
areas:
  - id: 1a
    title: Curriculum
    priorities: [{id: 1a.p1, title: One curriculum}]
    activities:
      - id: 1a.1
        title: Agree the curriculum
        leads: [JK]
        when: {Launch: Autumn 2024, Review: Spring 2025}
      - {id: 1a.2, title: Visit lessons, leads: [SD], when: termly}
    kpis:
      - {id: 1a.k1, measure: Lessons seen, baseline: Autumn 2024, monitored: termly}
"""
AIM_2 = """\
id: 2
title: People
areas:
  - id: 2a
    title: Staff
    activities:
      - {id: 2a.1, title: HR software, leads: [JK], when: Autumn 2024}
      - {id: 2a.2, title: Move the archive, leads: [SD], when: by Easter 2025}
"""
BASE = {
    "plan.yaml": PLAN,
    "people.yaml": PEOPLE,
    "calendar.yaml": CALENDAR,
    "aims/1-teaching.yaml": AIM_1,
    "aims/2-people.yaml": AIM_2,
}
TEACH, STAFF = "aims/1-teaching.yaml", "aims/2-people.yaml"
HR = ChangeTarget("activity", "2a.1", "HR software", 2)
AGREE = ChangeTarget("activity", "1a.1", "Agree the curriculum", 1)
VISIT = ChangeTarget("activity", "1a.2", "Visit lessons", 1)


def version(files: dict[str, str]) -> Version:
    loaded = load([Source(path, text.encode()) for path, text in sorted(files.items())])
    return Version(loaded.plan(), frozenset(fault.file for fault in loaded.faults))


def compared(head: dict[str, str | None], base: dict[str, str | None] | None = None) -> Comparison:
    def with_edits(edits: dict[str, str | None]) -> dict[str, str]:
        return {path: text for path, text in (BASE | edits).items() if text is not None}

    return compare(version_pair(version(with_edits(base or {})), version(with_edits(head))))


def edited(path: str, *pairs: tuple[str, str]) -> tuple[Change, ...]:
    """What is told when each text is replaced, once, by the other."""
    text = BASE[path]
    for was, now in pairs:
        assert text.count(was) == 1, was
        text = text.replace(was, now)
    return compared({path: text}).changes


def test_the_same_plan_has_no_changes() -> None:
    assert compared({}).changes == ()
    assert compared({}).left_out == ()


# --- added, removed, edited ----------------------------------------------------------------------


def test_work_that_is_new() -> None:
    new = "      - {id: 2a.10, title: New, leads: [JK, SD], when: {Go: Spring 2026}}\n"
    (change,) = compared({STAFF: AIM_2 + new}).changes
    subject = ChangeTarget("activity", "2a.10", "New", 2)
    assert change == Added(subject, ("JK", "SD"), (("Go", "Spring 2026"),))


def test_work_that_is_gone() -> None:
    line = "      - {id: 2a.2, title: Move the archive, leads: [SD], when: by Easter 2025}\n"
    assert edited(STAFF, (line, "")) == (
        Removed(ChangeTarget("activity", "2a.2", "Move the archive", 2)),
    )


def test_each_kind_of_thing_in_an_aim_is_matched_by_its_id() -> None:
    changes = edited(
        TEACH,
        ("title: Teaching", "title: Learning"),
        ("Good lessons", "Better lessons"),
        ("title: Curriculum", "title: The curriculum"),
        ("1a.p1, title: One curriculum", "1a.p2, title: One curriculum"),
        ("Lessons seen", "Lessons that were seen"),
    )
    assert changes == (
        Edited(ChangeTarget("aim", "1", "Learning", 1), "title", "Teaching", "Learning"),
        Edited(
            ChangeTarget("outcome", "1.1", "Better lessons", 1),
            "title",
            "Good lessons",
            "Better lessons",
        ),
        Edited(
            ChangeTarget("area", "1a", "The curriculum", 1), "title", "Curriculum", "The curriculum"
        ),
        Edited(
            ChangeTarget("KPI", "1a.k1", "Lessons that were seen", 1),
            "measure",
            "Lessons seen",
            "Lessons that were seen",
        ),
        Removed(ChangeTarget("priority", "1a.p1", "One curriculum", 1)),
        Added(ChangeTarget("priority", "1a.p2", "One curriculum", 1)),
    )


def test_other_leads_and_every_other_field() -> None:
    changes = edited(
        STAFF, ("HR software, leads: [JK]", "HR software, leads: [SD, JK], see: [1a.1]")
    )
    assert changes == (
        Edited(HR, "leads", ("JK",), ("SD", "JK")),
        Edited(HR, "see", None, ("1a.1",)),
    )


def test_a_file_that_is_renamed_changes_nothing() -> None:
    assert compared({STAFF: None, "aims/9-elsewhere.yaml": AIM_2}).changes == ()


def test_an_order_that_is_other_changes_nothing() -> None:
    lines = AIM_2.splitlines(keepends=True)
    assert compared({STAFF: "".join([*lines[:-2], lines[-1], lines[-2]])}).changes == ()


# --- re-dated ------------------------------------------------------------------------------------


def redated(now: str) -> Rescheduled:
    changes = edited(STAFF, ("when: Autumn 2024}", f"{now}}}"))
    (change,) = changes
    assert isinstance(change, Rescheduled)
    return change


def test_a_move_that_was_agreed() -> None:
    moved = "moved: [{from: Autumn 2024, date: 2024-11-20, agreed: Trustees, why: Late}]"
    change = redated(f"when: Spring 2025, {moved}")
    assert change == Rescheduled(
        HR,
        "",
        "Autumn 2024",
        "Spring 2025",
        date(2024, 12, 20),
        date(2025, 4, 4),
        agreed="Trustees",
        why="Late",
    )
    assert change.days == 105


@each_row(
    ("now", "doubt", "expected"),
    [
        ("when: Spring 2025", "not-in-moved", None),
        (
            "when: Spring 2025, moved: [{from: Summer 2024, date: 2024-11-20, agreed: Trustees}]",
            "moved-says-otherwise",
            "Summer 2024",
        ),
        (
            "when: Spring 2025, moved: [{from: autumn  2024, date: 2024-11-20}]",
            "not-agreed",
            None,
        ),
        (
            "when: Summer 2025, moved: [{from: Autumn 2024, date: 2024-11-20},"
            " {from: Spring 2025, date: 2025-01-20, agreed: Trustees}]",
            None,
            None,
        ),
        ("moved: [{from: Autumn 2024, date: 2024-11-20, agreed: Trustees}]", None, None),
        ("leads_: []", "not-in-moved", None),
    ],
)
def test_what_moved_does_not_say(now: str, doubt: str | None, expected: str | None) -> None:
    if now == "leads_: []":
        changes = edited(STAFF, (", when: Autumn 2024}", "}"))
        (change,) = changes
        assert isinstance(change, Rescheduled)
        assert change.now is None
    else:
        change = redated(now)
    assert (change.gap, change.moved_from) == (doubt, expected)


def test_the_same_days_in_other_words_need_nobody() -> None:
    change = redated("when: during the Autumn term 2024")
    assert change.same
    assert change.gap is None


def test_a_phrase_that_cannot_be_read_has_no_days() -> None:
    change = redated("when: Sumer 2025")
    assert (change.now_due, change.days, change.gap) == (None, None, "not-in-moved")


def test_each_milestone_is_re_dated_on_its_own() -> None:
    changes = edited(
        TEACH,
        (
            "when: {Launch: Autumn 2024, Review: Spring 2025}",
            "when: {Launch: Autumn 2024, Review: Summer 2025}\n"
            "        moved: [{milestone: Review, from: Spring 2025, date: 2025-03-01, agreed: CEO}]",
        ),
    )
    assert changes == (
        Rescheduled(
            AGREE,
            "Review",
            "Spring 2025",
            "Summer 2025",
            date(2025, 4, 4),
            date(2025, 7, 22),
            agreed="CEO",
        ),
    )


def test_a_milestone_with_another_name_is_the_same_milestone() -> None:
    launch = ("Launch: Autumn 2024,", "Go live: Autumn 2024,")
    assert edited(TEACH, launch) == (Edited(AGREE, "milestone", "Launch", "Go live"),)


def test_a_phrase_that_gets_a_label_beside_another_was_not_moved() -> None:
    changes = edited(
        STAFF, ("when: Autumn 2024}", "when: {Choose: Autumn 2024, Run: Spring 2025}}")
    )
    assert changes == (
        Edited(HR, "milestone", None, "Choose"),
        Rescheduled(HR, "Run", None, "Spring 2025", None, date(2025, 4, 4)),
    )


def test_a_series_moves_by_its_first_day() -> None:
    (change,) = edited(TEACH, ("leads: [SD], when: termly", "leads: [SD], when: half-termly"))
    assert isinstance(change, Rescheduled)
    assert (change.was_due, change.now_due) == (date(2024, 12, 20), date(2024, 10, 25))


def test_a_kpis_timing_needs_no_agreement() -> None:
    (change,) = edited(TEACH, ("baseline: Autumn 2024", "baseline: Spring 2025"))
    subject = ChangeTarget("KPI", "1a.k1", "Lessons seen", 1)
    days = (date(2024, 12, 20), date(2025, 4, 4))
    assert change == Rescheduled(subject, "baseline", "Autumn 2024", "Spring 2025", *days)


def test_history_that_is_rewritten_is_told() -> None:
    moved = "moved: [{from: Summer 2024, date: 2024-07-01, agreed: Trustees}]"
    with_moved = AIM_2.replace("when: Autumn 2024}", f"when: Autumn 2024, {moved}}}")
    changes = compared({}, base={STAFF: with_moved}).changes
    text = "from Summer 2024 on 2024-07-01, agreed by Trustees"
    assert changes == (Edited(HR, "moved", (text,), None),)


# --- the calendar --------------------------------------------------------------------------------


def test_due_days_that_move_because_a_term_does() -> None:
    changes = edited("calendar.yaml", ("ends: 2025-04-04", "ends: 2025-04-11"))
    days = (date(2025, 4, 4), date(2025, 4, 11))
    spring = (("spring-2025", *days),)
    assert changes == (
        Edited(ChangeTarget("term", "2024/25 spring"), "ends", *days),
        CalendarShift(AGREE, "Review", "Spring 2025", spring),
        CalendarShift(VISIT, "", "termly", spring),
        CalendarShift(
            ChangeTarget("KPI", "1a.k1", "Lessons seen", 1), "monitoring", "termly", spring
        ),
        CalendarShift(
            ChangeTarget("activity", "2a.2", "Move the archive", 2),
            "",
            "by Easter 2025",
            spring,
        ),
        CalendarShift(
            ChangeTarget("KPI", "t.k1", "Places asked for"), "monitoring", "termly", spring
        ),
    )


def test_a_longer_plan_makes_a_series_longer() -> None:
    more = CALENDAR.replace(
        "meetings:",
        "  2026/27:\n    autumn: {starts: 2026-09-02, ends: 2026-12-18}\nmeetings:",
    )
    head = {"calendar.yaml": more, "plan.yaml": PLAN.replace("2026-08-31", "2026-12-31")}
    changes = compared(head).changes
    (visits,) = (
        change
        for change in changes
        if isinstance(change, CalendarShift) and change.subject == VISIT
    )
    assert visits == CalendarShift(VISIT, "", "termly", (), ("autumn-2026",))


def meetings(entry: str) -> dict[str, str | None]:
    """Files in which 1a.2 is due at each LGB meeting, and what calendar.yaml says of that."""
    calendar = CALENDAR.replace("every: half-termly", f"every: half-termly, {entry}")
    aim = AIM_1.replace("when: termly", "when: at each LGB meeting")
    return {"calendar.yaml": calendar, TEACH: aim}


def meeting_shift(base: str, head: str) -> CalendarShift:
    (shift,) = (
        change
        for change in compared(meetings(head), meetings(base)).changes
        if isinstance(change, CalendarShift) and change.subject == VISIT
    )
    return shift


def test_meetings_that_become_known_say_which_due_days_went() -> None:
    shift = meeting_shift("dates: []", "dates: [2025-03-12, 2025-05-14]")
    assert shift.moved == (
        ("spring-2025-2", date(2025, 4, 4), date(2025, 3, 12)),
        ("summer-2025-1", date(2025, 5, 23), date(2025, 5, 14)),
    )
    assert (shift.gained, shift.lost) == ((), ())


def test_a_year_that_is_complete_says_which_due_days_went() -> None:
    dates = "dates: [2024-10-09, 2024-12-04, 2025-03-12, 2025-05-14]"
    shift = meeting_shift(dates, f"{dates}, complete: [2024/25]")
    assert shift.lost == ("spring-2025-1", "summer-2025-2")
    assert shift.lost_days == (date(2025, 2, 14), date(2025, 7, 22))
    lines = shift_lines([shift], str, Markup(str, str))
    assert lines == ["“at each LGB meeting”: 2 dates fewer, 14 Feb 2025 and 22 Jul 2025: 1a.2"]


def test_what_moves_with_the_calendar_is_not_told_of_what_was_re_dated() -> None:
    head = {
        "calendar.yaml": CALENDAR.replace("ends: 2024-12-20", "ends: 2024-12-13"),
        STAFF: AIM_2.replace("when: Autumn 2024", "when: Autumn 2025"),
    }
    about = [type(change) for change in compared(head).changes if change.subject == HR]
    assert about == [Rescheduled]


# --- the rest ------------------------------------------------------------------------------------


def test_people_calendar_and_settings() -> None:
    head = {
        "plan.yaml": PLAN.replace("14 days", "3 weeks").replace("honesty", "openness"),
        "people.yaml": PEOPLE.replace("SD: {}", "CT: {group: true}").replace("SEND", "EDI"),
        "calendar.yaml": CALENDAR.replace("    provisional: true\n", "").replace(
            "every: half-termly", "every: termly"
        ),
        STAFF: AIM_2.replace("[SD]", "[JK]"),
        TEACH: AIM_1.replace("[SD]", "[JK]"),
    }
    items = [
        (change.subject.of, change.subject.id, change.field, change.was, change.now)
        if isinstance(change, Edited)
        else (type(change).__name__, change.subject.of, change.subject.id)
        for change in compared(head).changes
        if change.subject.section != "aim"
    ]
    assert items == [
        ("plan", "plan", "values", ("Respect (honesty)",), ("Respect (openness)",)),
        ("settings", "settings", "due_soon", 14, 21),
        ("Added", "lead", "CT"),
        ("lead", "CT", "group", None, True),
        ("Removed", "lead", "SD"),
        ("trustee", "Ann Reed", "links", ("SEND (1)",), ("EDI (1)",)),
        ("year", "2025/26", "provisional", True, None),
        ("meeting", "lgb", "every", "half-termly", "termly"),
    ]


# --- records -------------------------------------------------------------------------------------


def record(status: str, day: str, **more: str) -> str:
    keys = {"activity": "2a.1", "date": day, "by": "JK", "status": status} | more
    return "".join(f"{key}: {value}\n" for key, value in keys.items())


def test_records_change_a_status() -> None:
    first = {"records/2024-25/autumn/a.yaml": record("on-track", "2024-10-01")}
    second = {"records/2024-25/autumn/b.yaml": record("complete", "2024-12-01", note="Done")}
    (change,) = compared({**first, **second}, base=dict(first)).changes
    assert isinstance(change, Recorded)
    assert (change.subject, change.was, change.now) == (HR, "on-track", "complete")
    assert [
        (the_record.name, the_record.kind, the_record.record.note) for the_record in change.records
    ] == [("b.yaml", "added", "Done")]


def test_a_record_carries_nothing_confidential() -> None:
    result = record("on-track", "2024-10-01", confidential="She leaves")
    (change,) = compared({"records/a.yaml": result}).changes
    assert isinstance(change, Recorded)
    assert change.records[0].withheld
    assert "She leaves" not in repr(change)


def test_a_record_that_is_moved_to_another_folder_is_the_same() -> None:
    result = record("on-track", "2024-10-01")
    assert compared({"records/x/a.yaml": result}, base={"records/y/a.yaml": result}).changes == ()


def test_a_record_that_is_rewritten_or_removed_is_told() -> None:
    base = {
        "records/a.yaml": record("on-track", "2024-10-01"),
        "records/b.yaml": record("at-risk", "2024-10-02"),
    }
    head = {"records/a.yaml": record("complete", "2024-10-01"), "records/b.yaml": None}
    (change,) = compared(head, base=dict(base)).changes
    assert isinstance(change, Recorded)
    assert (change.was, change.now) == ("at-risk", "complete")
    assert [(the_record.name, the_record.kind) for the_record in change.records] == [
        ("a.yaml", "edited"),
        ("b.yaml", "removed"),
    ]


def test_a_record_that_does_not_load_now_was_not_removed() -> None:
    base = {"records/a.yaml": record("on-track", "2024-10-01")}
    assert compared({"records/a.yaml": "status: ]"}, base=dict(base)).changes == ()


# --- what does not load --------------------------------------------------------------------------

BROKEN = "id: 2\ntitle: [\n"


def test_an_aim_that_does_not_load_was_not_removed() -> None:
    head = {STAFF: BROKEN, TEACH: AIM_1.replace("Visit lessons", "Visit every lesson")}
    comparison = compared(head)
    assert comparison.left_out == (STAFF,)
    assert [change.subject.id for change in comparison.changes] == ["1a.2"]


def test_an_aim_that_loads_again_was_not_added() -> None:
    comparison = compared({}, base={STAFF: BROKEN})
    assert comparison == compared({STAFF: BROKEN})
    assert comparison.changes == ()


def test_an_aim_that_was_renamed_and_broken_was_not_removed() -> None:
    comparison = compared({STAFF: None, "aims/2-staff.yaml": BROKEN})
    assert comparison.changes == ()
    assert comparison.left_out == ("aims/2-staff.yaml",)


def test_an_aim_that_is_gone_while_another_breaks_was_removed() -> None:
    comparison = compared({TEACH: BROKEN, STAFF: None})
    assert Removed(ChangeTarget("aim", "2", "People", 2)) in comparison.changes
    assert all(change.subject.aim == 2 for change in comparison.changes)


@each_row("path", ["plan.yaml", "calendar.yaml"])
def test_dates_are_read_with_the_calendar_that_loads(path: str) -> None:
    head = {path: "]", STAFF: AIM_2.replace("when: Autumn 2024", "when: Spring 2025")}
    comparison = compared(head)
    assert comparison.left_out == (path,)
    (change,) = comparison.changes
    assert isinstance(change, Rescheduled)
    assert change.days == 105


def test_without_any_calendar_phrases_are_still_compared() -> None:
    head = {"calendar.yaml": "]", STAFF: AIM_2.replace("when: Autumn 2024", "when: Spring 2025")}
    (change,) = compared(head, base={"calendar.yaml": "["}).changes
    assert isinstance(change, Rescheduled)
    assert (change.was, change.now, change.days) == ("Autumn 2024", "Spring 2025", None)


def test_people_that_do_not_load_have_not_left() -> None:
    comparison = compared({"people.yaml": "leads: ]"})
    assert (comparison.changes, comparison.left_out) == ((), ("people.yaml",))


# --- ids and size --------------------------------------------------------------------------------


def test_of_two_that_share_an_id_the_first_counts() -> None:
    twice = AIM_2 + "      - {id: 2a.2, title: Another, leads: [SD]}\n"
    assert compared({STAFF: twice}).changes == ()


def test_ids_are_told_as_people_count() -> None:
    new = "".join(f"      - {{id: 2a.{n}, title: T{n}, leads: [JK]}}\n" for n in (10, 9, 3))
    items = [change.subject.id for change in compared({STAFF: AIM_2 + new}).changes]
    assert items == ["2a.3", "2a.9", "2a.10"]


@pytest.mark.slow
def test_time_grows_with_the_plan_and_no_faster() -> None:
    def calls(activities: int) -> int:
        lines = [
            f"      - {{id: 2a.{n}, title: T{n}, leads: [JK], when: Autumn 2024}}\n"
            for n in range(10, 10 + activities)
        ]
        base = version(BASE | {STAFF: AIM_2 + "".join(lines)})
        later = [re.sub("Autumn 2024", "Spring 2025", line) for line in lines]
        head = version(BASE | {STAFF: AIM_2 + "".join(later)})
        both = version_pair(base, head)
        assert len(compare(both).changes) == activities
        return work(lambda: compare(both))

    assert calls(800) < calls(100) * 8 * 1.3
