"""What the model says of a term, told from the tables of tests/packs/river.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from support.each_row import each_row
from support.packs import build, text, write
from support.states import FRAME, activity, move, plan, record

from sipctl.packs.content import kpis
from sipctl.packs.content.activities import trend
from sipctl.packs.content.build import build_pack
from sipctl.packs.content.context import PackRequest
from sipctl.plan.model.entries import Lead, People
from sipctl.plan.model.kpi import Kpi, Retirement
from sipctl.plan.state.filters import Filters
from sipctl.plan.timing.types import Member
from sipctl.views.text.english import duration, short_day

if TYPE_CHECKING:
    from sipctl.packs.content.items import Trend


def ids(rows: object) -> list[str]:
    return [item.id for item in rows]  # type: ignore[attr-defined]


def test_a_term_and_its_neighbours() -> None:
    pack = build()
    assert (pack.term.key, pack.term.starts, pack.term.until) == (
        "spring-2025",
        date(2025, 1, 6),
        date(2025, 4, 21),
    )
    assert pack.before == date(2025, 1, 5)
    assert pack.last is not None
    assert pack.next is not None
    assert (pack.last.key, pack.next.key, pack.over) == ("autumn-2024", "summer-2025", True)
    assert [item.term.key for item in pack.timeline if item.this] == ["spring-2025"]


def test_the_first_term_has_none_before_and_the_last_none_after() -> None:
    assert build(term="autumn-2023", day=date(2023, 12, 1)).last is None
    last = build(term="summer-2026", day=date(2026, 8, 1))
    assert last.next is None
    assert last.whole.coming == ()


def test_what_was_finished_this_term() -> None:
    finished = build().whole.finished
    assert [(row.id, row.part, row.on, row.days_late) for row in finished] == [
        ("1a.5", None, date(2025, 3, 20), 0),
        ("1b.1", "January 2025", date(2025, 1, 29), 0),
        ("2a.2", None, date(2025, 2, 26), 57),
        ("2b.2", None, date(2025, 3, 25), 0),
    ]
    assert finished[2].evidence == ("Minutes of 2025-02-26",)
    assert finished[2].note is not None
    assert finished[2].note.text == "Adopted by all three"


def test_what_was_finished_after_the_term_is_of_the_next() -> None:
    later = build(term="autumn-2024", day=date(2025, 4, 5)).whole.finished
    same_day = build(term="autumn-2024", day=date(2025, 1, 5)).whole.finished
    assert {(row.id, row.on) for row in later} == {(row.id, row.on) for row in same_day}
    assert all(row.on <= date(2025, 1, 5) for row in later)
    assert {row.id for row in build().whole.finished}.isdisjoint(row.id for row in later)


def test_what_was_kept_up() -> None:
    assert [(row.id, row.times, row.last) for row in build().whole.kept] == [
        ("1b.4", 1, date(2025, 4, 4)),
    ]


def test_what_was_not_kept_up_says_what_it_missed_and_what_was_judged_at_risk() -> None:
    assert [(row.id, row.times, row.missed, row.judged) for row in build().whole.lapsed] == [
        ("1a.3", 0, (), ("Spring 2025",)),
        ("2a.1", 0, ("Spring 2025",), ()),
        ("2b.1", 1, ("Spring 2025, first half",), ()),
        ("3a.2", 1, ("January 2025", "February 2025", "March 2025"), ()),
    ]


def test_both_halves_of_a_term_are_named_once() -> None:
    missed = {row.id: row.missed for row in build("made-up").whole.lapsed}
    assert missed["2d.2"] == ("both halves of Spring 2025",)
    assert missed["1b.2"] == ("January 2025",)


def test_what_is_judged_at_risk_is_named_with_its_leads_words_whatever_its_dates() -> None:
    whole = build().whole
    assert [
        (the_activity.id, the_activity.status, the_activity.reason and the_activity.reason.text)
        for the_activity in whole.at_risk
    ] == [
        ("1a.4", "off-track", "The landlord wants the room back"),
        ("1a.3", "at-risk", "Not every school could be reached"),
        ("3a.3", "at-risk", "The grant is not confirmed"),
        ("3a.4", "at-risk", "Tenders came in a third too dear"),
    ]
    assert "3a.4" not in ids(whole.overdue + whole.rest + whole.coming)


@pytest.mark.slow
@each_row("template", ["lgb-pack", "trustees-pack", "lead-sheet", "whole-plan"])
@each_row("form", ["markdown", "html"])
def test_every_pack_names_what_is_judged_at_risk(template: str, form: str) -> None:
    page = text("river", template, form)
    assert "judged at risk" in page.lower()
    assert "Tenders came in a third too dear" in page


def test_what_is_overdue_has_its_leads_word_and_note_beside_it() -> None:
    late = {row.id: row for row in build().whole.overdue}
    assert list(late)[:2] == ["1a.3", "1a.4"]
    assert (late["1a.3"].missed, late["1a.3"].missed_judged) == (2, 1)
    assert (late["1a.4"].days_overdue, late["1a.4"].status) == (106, "off-track")
    assert late["1a.4"].note is not None
    assert late["1a.4"].note.text == "The landlord wants the room back"
    assert (late["1b.2"].days_overdue, late["1b.2"].status) == (1, "on-track")
    assert (late["3b.1"].status, late["3b.1"].note) == ("no-record", None)
    assert {"2a.5", "1b.5"}.isdisjoint(late)  # withdrawn and paused


def test_the_due_day_itself_is_not_overdue() -> None:
    on_the_day = build(day=date(2025, 4, 4)).whole
    assert "2b.3" not in ids(on_the_day.overdue)
    assert "2b.3" in ids(on_the_day.rest)


def test_dates_moved_this_term_and_how_far_each_has_slipped_in_all() -> None:
    moved = {move.id: move for move in build().whole.moved}
    assert list(moved) == ["1b.2", "2a.3", "3b.1"]
    club = moved["2a.3"]
    assert (club.was, club.now, club.agreed, club.why) == (
        "January 2025",
        "Spring 2025",
        "Full board",
        None,
    )
    assert (club.days, club.slipped_days, club.original_due) == (63, 105, date(2024, 12, 20))
    assert moved["3b.1"].agreed is None
    assert moved["3b.1"].slipped_days == -109
    slipped = build().whole.slipped
    assert [(move.id, move.was) for move in slipped] == [
        ("1a.4", "Spring 2024"),
        ("3b.1", "Summer 2025"),
        ("1b.2", "Autumn 2024"),
        ("2a.3", "Autumn 2024"),
    ]


def test_a_past_day_is_seen_with_the_dates_that_it_had() -> None:
    before = build(term="autumn-2024", day=date(2024, 12, 31)).whole
    assert "1b.2" in ids(before.overdue)
    assert ids(before.moved) == ["2a.3"]


def test_kpis_of_the_term_their_results_and_course() -> None:
    kpis = {kpi.id: kpi for kpi in build().whole.kpis}
    assert list(kpis) == ["1a.k1", "1b.k1", "2a.k1", "2a.k2", "2b.k1", "3a.k1"]
    phonics = kpis["1a.k1"]
    assert phonics.this_term is not None
    assert (phonics.this_term.shown, len(phonics.course)) == ("78 %", 6)
    assert [reading.value for reading in phonics.course] == [61, 66, 71, 70, 74, 78]
    assert kpis["2a.k2"].this_term is None
    assert kpis["2a.k2"].asked[0].state == "overdue"
    assert [reading.result for reading in kpis["1b.k1"].course][-1] == "met"


def test_a_retired_kpi_says_since_when_and_why_once_that_day_has_come() -> None:
    gone = Kpi(
        id="1a.k1",
        measure="Gone",
        retired=Retirement(date=date(2025, 3, 1), why="It is counted in 1a.k2"),
    )
    assert kpis._retired(gone, date(2025, 2, 28)) is None
    words = "retired on 1 Mar 2025: It is counted in 1a.k2"
    assert kpis._retired(gone, date(2025, 3, 1)) == words


def test_a_kpi_missed_before_the_term_is_late_since_then() -> None:
    """Counted from the first time that it was missed, and dated so."""
    pack = build(term="summer-2026", day=date(2026, 8, 1))
    late = [line for kpi in pack.whole.kpis for line in kpi.asked if line.missed > 1]
    assert late
    page = write(pack, "lgb-pack", "markdown").decode()
    for line in late:
        assert line.missed_since is not None
        assert line.missed_since < pack.term.starts
        days = (pack.day - line.missed_since).days
        assert f"by {short_day(line.missed_since)}: {duration(days)} overdue" in page


def test_what_falls_due_next_term() -> None:
    assert ids(build().whole.coming) == [
        *("1b.1", "2b.1", "3a.2", "1a.3", "1a.6", "1b.4", "2a.1", "1b.1"),
    ]


def test_which_way_an_aim_moved() -> None:
    aims = {aim.id: aim for aim in build().whole.aims}
    assert [(aim.way, aim.better, aim.worse) for aim in aims.values()] == [
        ("mixed", 1, 2),
        ("better", 2, 0),
        ("mixed", 1, 1),
    ]
    assert [(aim.overdue, aim.overdue_before) for aim in aims.values()] == [(3, 3), (4, 1), (2, 1)]
    assert aims[1].overseers == ("Curriculum Committee", "Tom Weir (Reading)")
    assert sum(tally.number for tally in aims[1].tallies) == len(aims[1].work) == 11


@each_row(
    ("before", "now", "which"),
    [
        ("no-record", "no-record", "silent"),
        ("no-record", "off-track", "first"),
        ("on-track", "on-track", "level"),
        ("at-risk", "on-track", "better"),
        ("on-track", "complete", "better"),
        ("not-started", "on-track", "better"),
        ("on-track", "not-started", "worse"),
        ("not-started", "at-risk", "worse"),
        ("complete", "off-track", "worse"),
        ("paused", "on-track", "level"),
        ("on-track", "withdrawn", "level"),
        ("paused", "at-risk", "worse"),
        ("at-risk", "off-track", "worse"),
        ("off-track", "at-risk", "better"),
    ],
)
def test_ways(before: str, now: str, which: str) -> None:
    assert trend(before, now) == which


def way_of_an_aim(*records: tuple[str, str]) -> Trend:
    """Which way an aim moved in Spring 2025 whose activities, 1a.1 on, have these records."""
    works = [activity("Spring 2026", id=f"1a.{number}") for number in (1, 2, 3)]
    named = {
        f"records/{number}.yaml": record(text, activity=name)
        for number, (name, text) in enumerate(records)
    }
    term = FRAME.calendar.term("spring-2025")
    assert term is not None
    request = PackRequest(term=term, day=date(2025, 4, 5))
    [aim] = build_pack(plan(*works, records=named), FRAME, request).whole.aims
    return aim.way


BEFORE = ("1a.3", "2024-11-01 on-track")


@each_row(
    ("records", "way"),
    [
        ([], "silent"),
        ([BEFORE], "level"),
        ([BEFORE, ("1a.1", "2025-02-01 at-risk")], "worse"),
        ([("1a.1", "2025-02-01 off-track")], "worse"),
        ([("1a.1", "2025-02-01 on-track")], "first"),
        ([("1a.3", "2024-11-01 at-risk"), ("1a.3", "2025-02-01 on-track")], "better"),
        (
            [
                *(("1a.3", "2024-11-01 at-risk"), ("1a.3", "2025-02-01 on-track")),
                ("1a.1", "2025-02-01 off-track"),
            ],
            "mixed",
        ),
        ([("1a.1", "2024-11-01 paused"), ("1a.1", "2025-02-01 at-risk")], "worse"),
    ],
)
def test_an_aim_with_something_newly_at_risk_is_worse_or_mixed(
    records: list[tuple[str, str]], way: str
) -> None:
    assert way_of_an_aim(*records) == way


def test_no_record_no_claim() -> None:
    work = {the_activity.id: the_activity for the_activity in build().whole.work}
    assert work["3b.1"].status == "no-record"
    assert work["1a.6"].status == "not-started"
    shipped = build("shipped").whole
    assert shipped.recorded == 0
    assert {aim.way for aim in shipped.aims} == {"silent"}
    assert shipped.finished == shipped.moved == ()


def test_questions_and_problems() -> None:
    whole = build().whole
    assert [(question.about, question.text) for question in whole.questions] == [
        ("1b.3", "Does this wait for the new county atlas?")
    ]
    assert [(problem.about, problem.slug) for problem in whole.problems] == [("2b.3", "no-lead")]


# --- filters ------------------------------------------------------------------------------------


def test_an_academy_keeps_what_names_it_and_what_names_none() -> None:
    kept = ids(build(academies=("Heron",)).whole.work)
    assert "2a.4" in kept
    assert "1a.1" in kept
    assert "2a.3" not in kept
    assert "1a.4" not in kept


def test_a_committee_keeps_the_aims_it_oversees() -> None:
    pack = build(committees=("resources",))
    assert [aim.id for aim in pack.whole.aims] == [3]
    assert pack.asked == ("Resources Committee",)
    assert [committee.name for committee in pack.committees] == ["Resources Committee"]


def test_a_lead_and_an_aim() -> None:
    assert set(ids(build(leads=("EF",)).whole.work)) == {"1a.5", "1b.2", "1b.4", "2a.4"}
    assert [owner.name for owner in build(leads=("EF",)).owners] == ["EF"]
    assert {the_activity.aim for the_activity in build(aims=("2",)).whole.work} == {2}
    assert build(aims=("2",)).whole.questions == ()


def test_parts_of_committees_and_leads_add_up() -> None:
    pack = build()
    assert [committee.name for committee in pack.committees] == [
        "Curriculum Committee",
        "Resources Committee",
        "The whole board",
    ]
    assert sum(committee.part.activities for committee in pack.committees) == pack.whole.activities
    assert {name for owner in pack.owners for name in ids(owner.part.work)} == {
        the_activity.id for the_activity in pack.whole.work if the_activity.leads
    }


def test_roles_in_place_of_initials() -> None:
    pack = build(roles=True, leads=("LM", "GH"))
    assert (pack.unnamed, pack.without_role) == (1, ("LM",))
    assert [owner.name for owner in pack.owners] == ["LM", "Reading lead"]
    assert pack.asked == ("LM", "Reading lead")
    everything = build(roles=True)
    assert {lead for the_activity in everything.whole.work for lead in the_activity.leads} == {
        *("Executive head", "Head of Otter school", "Head of Heron school", "Reading lead"),
        *("Business manager", "LM"),
    }
    assert {overseer.name for overseer in everything.overseers} == {""}


def test_who_is_named_without_a_role_by_leading_recording_agreeing_or_being_asked_for() -> None:
    moved = replace(move("2025-02-01 from Spring 2025"), agreed="AG")
    written = replace(record("2025-02-01 on-track note Going well"), by="RE")
    names = ("AG", "LE", "RE", "XX")
    people = People(leads={name: Lead() for name in names} | {"RO": Lead(role="Bursar")})
    made_up = plan(
        activity("Summer 2025", leads=("RO", "LE"), moved=(moved,)), records={"r.yaml": written}
    )
    term = FRAME.calendar.term("spring-2025")
    assert term is not None
    request = PackRequest(term=term, day=date(2025, 3, 1), roles=True)
    named = replace(made_up, people=people)
    assert build_pack(named, FRAME, request).without_role == ("AG", "LE", "RE")
    assert build_pack(named, FRAME, replace(request, roles=False)).without_role == ()
    only = replace(request, filters=Filters(leads=("XX",)))
    assert build_pack(named, FRAME, only).without_role == ("XX",)


@each_row(
    ("status", "on", "lists"),
    [
        ("at-risk", "2025-02-01", (1, 0, 0)),
        ("on-track", "2025-02-01", (0, 1, 0)),
        ("complete", "2024-12-01", (0, 0, 1)),
        ("complete", "2025-02-01", (0, 0, 0)),
        ("withdrawn", "2025-02-01", (0, 0, 1)),
    ],
)
def test_work_of_a_lead_is_in_one_list_and_in_none_if_finished_this_term(
    status: str, on: str, lists: tuple[int, int, int]
) -> None:
    records = {"records/1.yaml": record(f"{on} {status}")}
    term = FRAME.calendar.term("spring-2025")
    assert term is not None
    request = PackRequest(term=term, day=date(2025, 3, 1))
    [lead] = build_pack(plan(activity("Summer 2025"), records=records), FRAME, request).owners
    assert (len(lead.pressing), len(lead.in_hand), len(lead.no_longer_in_hand)) == lists


@each_row(
    ("texts", "over"),
    [
        ({"WPSA": "complete"}, False),
        ({"WPSA": "complete", "WPPA": "at-risk"}, False),
        ({"WPSA": "complete", "WPPA": "complete"}, True),
        ({"WPSA": "withdrawn", "WPPA": "withdrawn"}, True),
        ({"": "complete"}, True),
        ({"": "paused"}, False),
    ],
)
def test_work_is_over_once_it_is_in_every_academy(texts: dict[str, str], over: bool) -> None:
    records = {
        f"records/{number}.yaml": record(f"2025-02-01 {status}", academy=academy or None)
        for number, (academy, status) in enumerate(texts.items())
    }
    work = activity("Summer 2025", academies=("WPSA", "WPPA"))
    context = replace(FRAME, academies=(Member("WPSA"), Member("WPPA")))
    term = FRAME.calendar.term("spring-2025")
    assert term is not None
    request = PackRequest(term=term, day=date(2025, 3, 1))
    [report] = build_pack(plan(work, records=records), context, request).whole.work
    assert report.over is over
