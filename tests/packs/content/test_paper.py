"""The board's paper: what it names, how it makes room, and that two pages hold it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from support import hundred
from support.packs import docx_text, pack_of, pdf_text, write

from sipctl.packs.content.items import Note
from sipctl.packs.content.paper.room import (
    LINES,
    SHORT_NOTE_LENGTH,
    SPARE,
    cut_at_word,
    lines_of,
)
from sipctl.packs.content.paper.rows import KpiCounts, PaperKpi, Summary
from sipctl.packs.content.paper.sentences import kpi_words
from sipctl.packs.render.phrases import attention
from sipctl.views.text.english import short_day

if TYPE_CHECKING:
    from pathlib import Path

    from sipctl.packs.content.model import Pack

MEETINGS = """\
meetings:
  lgb: {name: Local governing body, every: half-termly}
  trustees: {name: Trust board, dates: [2024-12-12, 2025-03-12, 2025-05-14]}
"""


def paper_of(folder: Path, boards: tuple[str, ...] = (), **plan: Any) -> Pack:
    """The pack of a plan of a hundred activities, at the end of spring."""
    return pack_of(hundred.write(folder, **plan), boards)


def asking(folder: Path, **asks: int) -> Pack:
    """The pack of such a plan in which boards ask and owners want decisions."""
    meetings = "meetings:\n  lgb: {name: Local governing body}\n"
    return pack_of(hundred.add_asks(hundred.write(folder, meetings=meetings), **asks))


def steps(pack: Pack) -> list[bool]:
    """What was given up for good, in the order in which room is made."""
    paper = pack.paper
    shown = [paper.shows_changes, paper.shows_kpis]
    return [
        *(not there for there in shown),
        paper.note_length > 0,
        paper.runs_overdue,
        paper.runs_dates,
        not paper.shows_first,
        paper.note_length == SHORT_NOTE_LENGTH,
    ]


def test_what_is_off_course_stands_worst_first_and_the_rest_is_counted(tmp_path: Path) -> None:
    pack = paper_of(tmp_path, at_risk=5, overdue=3, done=10)
    paper = pack.paper
    assert [(row.id, row.status) for row in paper.off_course] == [
        *(("1a.1", "off-track"), ("4a.1", "off-track")),
        *(("2a.1", "at-risk"), ("3a.1", "at-risk"), ("5a.1", "at-risk")),
        *((name, "no-record") for name in ("1a.2", "2a.2", "3a.2")),
    ]
    assert len(paper.off_course) + paper.less_late + paper.fine == len(pack.whole.work)
    assert all(row.note for row in paper.at_risk)
    assert paper.fine_words == (
        f"{paper.less_late} more activities are overdue by 4 weeks or less; the other {paper.fine} "
        "are neither judged at risk nor overdue."
    )


def test_how_much_is_fine_is_said_of_any_number(tmp_path: Path) -> None:
    paper = paper_of(tmp_path, at_risk=5, overdue=3, done=10).paper
    fine = "neither judged at risk nor overdue."
    for off_course, less_late, number, words in (
        (paper.off_course, 0, 2, f"The other 2 activities are {fine}"),
        (paper.off_course, 0, 1, f"The other activity is {fine}"),
        (paper.off_course, 0, 0, "Every activity is listed here."),
        (paper.off_course, 1, 0, "1 more activity is overdue by 4 weeks or less."),
        ((), 2, 1, f"2 activities are overdue by 4 weeks or less; the other 1 is {fine}"),
        ((), 0, 1, f"1 activity is {fine}"),
    ):
        form = replace(paper, off_course=off_course, less_late=less_late, fine=number)
        assert form.fine_words == words


def test_it_goes_by_the_meetings_whose_dates_are_known(tmp_path: Path) -> None:
    for name, boards in (("a", ("trustees",)), ("b", ("lgb",))):
        paper = paper_of(tmp_path / name, boards, meetings=MEETINGS).paper
        if boards == ("trustees",):
            assert (paper.since, paper.until) == (date(2025, 3, 12), date(2025, 5, 14))
            assert paper.since_words == "since 12 Mar 2025, the last meeting (Trust board)"
            assert not paper.changes, "all was recorded before the board met"
        else:
            assert (paper.since, paper.since_meeting) == (date(2025, 1, 5), False)
            assert paper.change_counts.finished == 12


def test_room_is_made_in_order(tmp_path: Path) -> None:
    sizes = ({"at_risk": 1, "overdue": 1}, {"at_risk": 12}, {"at_risk": 25, "note": 300})
    given_up = [steps(paper_of(tmp_path / str(index), **size)) for index, size in enumerate(sizes)]
    assert all(row == sorted(row, reverse=True) for row in given_up)
    assert [sum(row) for row in given_up] == [0, 2, 7]


def test_of_what_comes_next_the_soonest_are_listed(tmp_path: Path) -> None:
    paper = paper_of(tmp_path, at_risk=4, overdue=5).paper
    assert paper.soonest == paper.coming[:12]
    assert len(paper.coming) > 12
    assert paper.coming_words.endswith("; the soonest of them:")
    assert paper.shows_changes


def test_the_soonest_fill_the_room_that_is_left(tmp_path: Path) -> None:
    """Also where what changed did not fit: its list is longer than what is left."""
    for overdue, number in ((0, 5), (2, 3), (6, 0), (14, 12), (16, 8), (18, 5), (24, 0)):
        paper = paper_of(tmp_path / str(overdue), overdue=overdue).paper
        assert (len(paper.soonest), paper.shows_changes) == (number, overdue <= 6)


ROLES = "leads: {AB: {role: Head of People}, CD: {}, EF: {role: Bursar}, GH: {role: Head}}\n"


def with_roles(folder: Path, **plan: Any) -> Path:
    """A plan of a hundred activities that says what most leads do in the trust."""
    hundred.write(folder, **plan)
    (folder / "plan" / "people.yaml").write_text(ROLES)
    return folder


def test_the_paper_says_whose_initials_it_prints(tmp_path: Path) -> None:
    """None that it does not print (those of KPIs), and none whose role the plan does not give."""
    folder = with_roles(tmp_path, at_risk=1, overdue=1)
    assert pack_of(folder).paper.lead_words == "AB Head of People"
    (folder / "plan" / "records" / "2025-03-20-1-GH.yaml").write_text(
        "aim: 1\ndate: 2025-03-20\nby: GH\nsummary: On track\n"
    )
    pack = pack_of(folder)
    assert pack.paper.lead_words == "AB Head of People; GH Head"
    for form in ("markdown", "html"):
        text = write(pack, "board-paper", form).decode()
        assert "Leads: AB Head of People; GH Head" in text
    assert pack_of(folder, roles=True).paper.lead_words == ""
    assert paper_of(tmp_path / "none", at_risk=1, overdue=1).paper.lead_words == ""


@pytest.mark.slow
def test_whose_initials_it_prints_stands_on_paper_too(tmp_path: Path) -> None:
    pack = pack_of(with_roles(tmp_path, at_risk=1, overdue=1))
    assert "Leads: AB Head of People" in docx_text(write(pack, "board-paper", "docx"))
    assert "Leads: AB Head of People" in pdf_text(write(pack, "board-paper", "pdf"))[-1]


def test_whose_initials_it_prints_goes_first_of_all(tmp_path: Path) -> None:
    """Before anything that is listed becomes a count; it comes back where there is room."""
    papers = [
        pack_of(with_roles(tmp_path / str(overdue), overdue=overdue)).paper
        for overdue in (0, 4, 6, 10)
    ]
    assert [bool(paper.lead_words) for paper in papers] == [True, True, False, True]
    assert [paper.shows_changes for paper in papers] == [True, True, True, False]


def test_new_dates_are_run_together_where_their_activities_stand_beneath(tmp_path: Path) -> None:
    paper = asking(tmp_path, new_dates=16, words=150).paper
    assert {row.id for row in paper.dates_run} == {row.id for row in paper.decisions}
    assert not paper.overflows
    assert not asking(tmp_path / "few", new_dates=2, questions=2).paper.dates_run


def test_where_two_pages_are_too_few_a_third_is_filled(tmp_path: Path) -> None:
    paper = asking(tmp_path, summaries=10, words=150).paper
    assert (paper.overflows, paper.shows_kpis, paper.note_length) == (True, True, 0)
    assert paper.overflow_words.startswith("This paper is longer than two pages")


def test_notes_are_cut_at_a_word() -> None:
    assert cut_at_word("one two three", 9) == "one two…"
    assert cut_at_word("one two", 7) == "one two"
    assert cut_at_word("x" * 20, 10) == "x" * 9 + "…"
    assert cut_at_word("targets, and requirements, too", 27) == "targets, and requirements…"


@pytest.mark.slow
@pytest.mark.parametrize(
    "size",
    [
        {},
        {"at_risk": 0, "overdue": 0, "done": 0},
        {"at_risk": 0, "overdue": 60},
        {"at_risk": 0, "overdue": 92},
        {"at_risk": 12, "overdue": 20, "note": 400},
        {"at_risk": 15, "kpis": 60},
        {"at_risk": 30, "overdue": 0, "note": 20},
        {"at_risk": 60, "note": 400},
    ],
    ids=str,
)
def test_two_pages_hold_it_and_name_all_that_is_at_risk(
    tmp_path: Path, size: dict[str, int]
) -> None:
    pack = paper_of(tmp_path, **size)
    pages = pdf_text(write(pack, "board-paper", "pdf"))
    assert len(pages) <= 2 or pack.paper.overflows
    text = " ".join(pages)
    assert ("longer than two pages" in text) is pack.paper.overflows
    assert (f"It takes {len(pages)} pages." in text) is pack.paper.overflows
    for row in pack.paper.at_risk:
        assert f"{row.id} {row.title}" in text


@pytest.mark.slow
@pytest.mark.parametrize(
    "asks",
    [{"questions": 10}, {"summaries": 5}, {"new_dates": 16, "words": 150}, {"summaries": 10}],
    ids=str,
)
def test_the_table_of_aims_breaks_over_no_page(tmp_path: Path, asks: dict[str, int]) -> None:
    pack = asking(tmp_path, **asks)
    pages = pdf_text(write(pack, "board-paper", "pdf"))
    assert len(pages) <= 2 or pack.paper.overflows
    [page] = [page for page in pages if "Where each aim stands" in page]
    assert all(f"{aim.overdue} of 20" in page.partition("Overdue")[2] for aim in pack.whole.aims)
    assert pages[-1].count("What falls due next") or "what falls due next" in pages[-1]


@pytest.mark.slow
def test_an_ordinary_plan_of_a_hundred_needs_no_third_page(tmp_path: Path) -> None:
    for index, size in enumerate(({}, {"at_risk": 12, "overdue": 20, "note": 160})):
        assert not paper_of(tmp_path / str(index), **size).paper.overflows


def test_it_asks_for_decisions_and_tells_what_owners_say_beside_the_counts(tmp_path: Path) -> None:
    records = tmp_path / "plan" / "records"
    hundred.write(tmp_path, at_risk=5, overdue=3)
    (records / "2025-03-20-1-AB.yaml").write_text(
        "aim: 1\ndate: 2025-03-20\nby: AB\nsummary: On track\ndecision_wanted: Sell the hall\n"
    )
    (records / "2025-03-21-2a-CD.yaml").write_text(
        "area: 2a\ndate: 2025-03-21\nby: CD\nsummary: Short of staff\nhelp_wanted: A deputy\n"
    )
    (records / "2025-03-22-2a.1-AB.yaml").write_text(
        "activity: 2a.1\ndate: 2025-03-22\nby: AB\nstatus: at-risk\nnote: No money\n"
        "help_wanted: A grant\nnew_date_wanted: Summer 2025\n"
    )
    paper = pack_of(tmp_path).paper
    assert [(row.id, row.what, row.by) for row in paper.decisions] == [
        ("1", "Sell the hall", "AB"),
        ("2a.1", "a new date, Summer 2025, in place of Autumn 2024", "AB"),
    ]
    assert [(row.id, row.words.text, row.help_wanted, row.overdue) for row in paper.summaries] == [
        ("1", "On track", None, 13),
        ("2a", "Short of staff", "A deputy", 12),
    ]
    assert {row.id: row.help_wanted for row in paper.at_risk}["2a.1"] == "A grant"


def test_a_decision_is_wanted_until_a_board_decides_about_the_same_thing(tmp_path: Path) -> None:
    records = hundred.write(tmp_path, meetings=MEETINGS) / "plan" / "records"
    for name in ("1", "2", "3"):
        (records / f"2025-03-01-{name}-AB.yaml").write_text(
            f"aim: {name}\ndate: 2025-03-01\nby: AB\nsummary: Dear\ndecision_wanted: Sell the hall\n"
        )
    for name, day, words in (
        *(("1", "2025-02-28", "decided: Wait"), ("2", "2025-03-12", "decided: Sell it")),
        ("3", "2025-03-12", "asked: Which hall?"),
    ):
        (records / f"{day}-{name}-trustees.yaml").write_text(
            f"aim: {name}\ndate: {day}\nby: trustees\n{words}\n"
        )
    paper = pack_of(tmp_path).paper
    assert [row.id for row in paper.wanted] == ["1", "3"]
    assert [row.id for row in paper.questions] == ["3"]
    since = "before Trust board decided on 12 Mar 2025."
    assert [row.age_words for row in paper.summaries] == ["", f"Said {since}", ""]
    summaries = pack_of(tmp_path, term="summer-2025", day=date(2025, 5, 1)).paper.summaries
    old = "Said before this term"
    assert [row.age_words for row in summaries] == [f"{old}.", f"{old} and {since}", f"{old}."]


def test_each_change_that_is_counted_is_listed(tmp_path: Path) -> None:
    records = hundred.write(tmp_path, at_risk=4, done=3) / "plan" / "records"
    for name, before in (("1a.1", "on-track"), ("5a.7", "off-track"), ("1a.6", "on-track")):
        (records / f"2024-12-01-{name}-AB.yaml").write_text(
            f"activity: {name}\ndate: 2024-12-01\nby: AB\nstatus: {before}\nnote: Slow\n"
        )
    (records / "2025-03-11-5a.7-AB.yaml").write_text(
        "activity: 5a.7\ndate: 2025-03-11\nby: AB\nstatus: on-track\n"
    )
    paper = pack_of(tmp_path).paper
    counts = paper.change_counts
    assert (counts.finished, counts.worse, counts.better, counts.moved) == (3, 4, 1, 0)
    assert [(row.id, row.what) for row in paper.changes[3:]] == [
        ("1a.1", "off track, was on track"),
        ("2a.1", "at risk, its first judgement"),
        ("3a.1", "at risk, its first judgement"),
        ("4a.1", "off track, its first judgement"),
        ("5a.7", "on track, was off track"),
    ]


def test_what_boards_asked_is_wanted_until_it_is_answered_and_what_they_decided_has_changed(
    tmp_path: Path,
) -> None:
    records = tmp_path / "plan" / "records"
    hundred.write(
        tmp_path, at_risk=5, overdue=3, meetings="meetings:\n  trustees: {name: Trust board}\n"
    )
    asked = "date: 2025-03-20\nby: trustees\nasked: Why so late?\n"
    for key in ("activity: 2a.1", "aim: 1", "kpi: 2a.k1"):
        name = f"2025-03-20-{key.split()[1]}-trustees.yaml"
        (records / name).write_text(f"{key}\n{asked}")
    (records / "2025-03-21-1-AB.yaml").write_text(
        "aim: 1\ndate: 2025-03-21\nby: AB\nnote: The roof\nanswers: 2025-03-20-1-trustees.yaml\n"
    )
    (records / "2025-03-21-2a.2-trustees.yaml").write_text(
        "activity: 2a.2\ndate: 2025-03-21\nby: trustees\ndecided: Wait for the grant\n"
    )
    paper = pack_of(tmp_path).paper
    assert not paper.wanted
    assert [(row.id, row.what, row.by) for row in paper.questions] == [
        ("2a.1", "Why so late?", "Trust board"),
        ("2a.k1", "Why so late?", "Trust board"),
    ]
    assert [(row.id, row.what) for row in paper.changes if "decided" in row.what] == [
        ("2a.2", "Trust board decided on 21 Mar 2025: Wait for the grant")
    ]
    assert paper.change_words.startswith("1 decision by a board")


def test_where_nothing_is_listed_ids_say_what_changed_and_what_is_off(tmp_path: Path) -> None:
    paper = paper_of(tmp_path, at_risk=15, overdue=20, done=10, kpis=12).paper
    assert not paper.shows_changes
    changed = [change.id for change in paper.changes if change.kind == "finished"]
    counted = replace(paper, titles_counted=False)
    assert f"10 finished ({', '.join(changed[:8])}, 2 more)" in counted.change_words
    titles = [f"{change.id} {change.title}" for change in paper.changes if change.id in changed]
    titled = replace(paper, titles_counted=True)
    assert f"10 finished ({'; '.join(titles[:8])}; 2 more)" in titled.change_words
    whole = paper_of(tmp_path / "few", at_risk=1, overdue=1).paper
    assert whole.shows_changes
    assert "(" not in whole.change_words


def test_where_no_kpi_is_listed_what_is_off_has_its_reading_and_what_it_should_be() -> None:
    counts = KpiCounts(
        read=3, lines=3, unread=1, met=0, partly_met=1, not_met=2, unjudged=0, towards=1, away=2
    )
    absence = PaperKpi(
        id="2d.k3",
        measure="Staff absence",
        academy="WPSA",
        leads=("JK",),
        target="6 days by Summer 2026, from 9",
        goal="6 days",
        newest="8.8 days",
        on=date(2025, 3, 20),
        judgement="not-met",
        direction="away",
    )
    clear = replace(absence, id="1c.k1", academy=None, goal="90 %", newest="58 %")
    survey = replace(absence, id="2c.k1", academy=None, goal="", newest="", judgement="partly-met")
    words = "Of 4 KPIs 3 have been read: 1 partly met{} and 2 not met{}. Since the reading before"
    words += ", or the starting figure, 1 moved towards what is wanted and 2 moved away from it."
    off = " (2d.k3 at WPSA 8.8 days, wanted 6 days; 1c.k1 58 %, wanted 90 %)"
    assert kpi_words(counts, (absence, clear, survey)) == words.format(" (2c.k1)", off)
    assert kpi_words(counts, ()) == words.format("", "")
    off = " (2d.k3 Staff absence at WPSA: 8.8 days, wanted 6 days; "
    off += "1c.k1 Staff absence: 58 %, wanted 90 %)"
    titled = kpi_words(counts, (absence, clear, survey), titled=True)
    assert titled == words.format(" (2c.k1 Staff absence)", off)


def test_what_fits_whole_is_listed_whole(tmp_path: Path) -> None:
    """Also where it needs the lines that filling up would leave free."""
    pack = paper_of(tmp_path, at_risk=0, overdue=20)
    lines = lines_of(pack.paper, pack.whole)
    assert LINES - SPARE < lines <= LINES
    assert pack.paper.soonest == pack.paper.coming
    assert pack.paper.shows_changes


def test_where_what_comes_is_only_counted_the_first_day_is_named(tmp_path: Path) -> None:
    paper = replace(paper_of(tmp_path, at_risk=4, overdue=5).paper, most_coming=0)
    first = [row for row in paper.coming if row.due == paper.coming[0].due]
    ids = ", ".join(row.id for row in first[:8])
    assert paper.coming_words.startswith(f"{paper.coming_dates} dates fall due by ")
    assert f"; the soonest on {short_day(first[0].due)} ({ids}" in paper.coming_words


def test_what_leads_want_help_with_is_said_beside_the_decisions(tmp_path: Path) -> None:
    paper = paper_of(tmp_path, at_risk=2, overdue=1).paper
    assert paper.help_words == ""
    row = replace(paper.off_course[0], help_wanted="A second surveyor")
    asked = replace(paper, off_course=(row, *paper.off_course[1:]))
    assert asked.help_words == f"Help is wanted with {row.id} (see What is off course)."
    note = Note(text="Short of staff", on=date(2025, 3, 1), by="JK")
    summary = Summary(
        id="2",
        title="People",
        words=note,
        help_wanted="A deputy",
        before_term=False,
        decided="",
        overdue=0,
        activities=3,
    )
    says = "2 (see What leads of aims and areas say)"
    assert replace(paper, summaries=(summary,)).help_words == f"Help is wanted with {says}."
    both = replace(asked, summaries=(summary,)).help_words
    assert both == f"Help is wanted with {row.id} (see What is off course) and {says}."


def test_what_is_only_overdue_is_run_together_by_lead(tmp_path: Path) -> None:
    paper = paper_of(tmp_path, at_risk=0, overdue=92).paper
    assert paper.runs_overdue
    grouped = [row.id for _, rows in paper.overdue_by_lead for row in rows]
    assert sorted(grouped) == sorted(row.id for row in paper.overdue)
    assert all(row.leads[0] == lead for lead, rows in paper.overdue_by_lead for row in rows)


def test_what_is_off_course_names_the_day_that_is_still_to_be_met(tmp_path: Path) -> None:
    """Not the day of a milestone that is done, nor nothing at all."""
    hundred.write(tmp_path, at_risk=1, overdue=0, done=0)
    aim = tmp_path / "plan" / "aims" / "1.yaml"
    milestones = "{First: Autumn 2024, Second: Summer 2025}"
    aim.write_text(aim.read_text().replace("when: Autumn 2024", f"when: {milestones}", 1))
    (tmp_path / "plan" / "records" / "2024-12-10-1a.1-AB.yaml").write_text(
        "activity: 1a.1\ndate: 2024-12-10\nby: AB\nstatus: complete\nfor: First\nevidence: [Minutes]\n"
    )
    pack = pack_of(tmp_path)
    [row] = [row for row in pack.paper.off_course if row.id == "1a.1"]
    assert (row.status, row.days_overdue, row.due) == ("off-track", 0, date(2025, 7, 22))
    assert attention(pack.whole)[0].why == "off track; due 22 Jul 2025"


def test_what_to_look_at_first_is_in_the_order_of_what_is_off_course(tmp_path: Path) -> None:
    pack = paper_of(tmp_path, at_risk=12, overdue=20)
    off_track = [row.id for row in pack.paper.at_risk if row.status == "off-track"]
    assert [row.id for row in attention(pack.whole)][: len(off_track[:5])] == off_track[:5]


def test_a_date_that_was_moved_since_the_last_meeting_is_listed_and_counted(tmp_path: Path) -> None:
    folder = hundred.write(tmp_path, at_risk=0, done=0, meetings=MEETINGS)
    aim = folder / "plan/aims/1.yaml"
    moves = (
        "{from: Autumn 2024, date: 2025-03-11, agreed: CEO}, "  # before the meeting of 12 March
        "{from: Spring 2025, date: 2025-03-20, agreed: CEO}, "
        "{from: May 2025, date: 2025-03-20, agreed: CEO}"  # of one day, one move with the other
    )
    old = "leads: [AB, CD], when: Summer 2025}"
    first = aim.read_text().split(old)[0]
    aim.write_text(aim.read_text().replace(old, f"{old[:-1]}, moved: [{moves}]}}", 1))
    name = first.rsplit("id: ", 1)[1].split(",")[0]
    paper = pack_of(folder, ("trustees",)).paper
    assert paper.change_counts.moved == 1
    assert [(row.id, row.what) for row in paper.changes] == [
        (name, "moved from Spring 2025 to Summer 2025")
    ]
