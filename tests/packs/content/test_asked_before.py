"""What became of what the board was asked by its last meeting: settled how, when and by whom."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from support import hundred
from support.packs import docx_text, pack_of, pdf_text
from support.packs import write as write_pack
from support.small_plan import FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    from sipctl.packs.content.paper.model import Paper
    from sipctl.packs.content.sections.model import Pack

MEETINGS = "meetings:\n  trustees: {name: Trust board, dates: [2025-03-12]}\n"
NONE: dict[str, str] = {}


def pack_with(folder: Path, *records: str, moved: dict[str, str] = NONE, **plan: Any) -> Pack:
    """The pack after the meeting of 12 March 2025 of a plan of a hundred, with some records.

    A record is `2025-03-01 AB aim: 2 | decision_wanted: …`; `moved` has the moves of activities.
    """
    hundred.write(folder, **({"at_risk": 0, "overdue": 0, "done": 0, "meetings": MEETINGS} | plan))
    for record in records:
        head, *fields = record.split(" | ")
        day, by, key = head.split(" ", 2)
        text = "\n".join([key, f"date: {day}", f"by: {by}", *fields])
        name = f"{day}-{key.split(': ')[1]}-{by}.yaml"
        (folder / "plan" / "records" / name).write_text(f"{text}\n")
    for name, moves in moved.items():
        aim = folder / "plan" / "aims" / f"{name[0]}.yaml"
        head, key, rest = aim.read_text().partition(f"{{id: {name},")
        aim.write_text(f"{head}{key}{rest.replace('}', f', moved: [{moves}]}}', 1)}")
    return pack_of(folder, ("trustees",))


def paper_of(folder: Path, *records: str, **plan: Any) -> Paper:
    """The paper of such a pack."""
    return pack_with(folder, *records, **plan).paper


def outcomes(paper: Paper) -> list[tuple[str, str, str, str]]:
    return [(row.id, row.what, row.outcome, row.words) for row in paper.asked_before]


def test_what_a_board_decided_since_or_at_the_meeting_is_told_with_its_words(
    tmp_path: Path,
) -> None:
    wants = "| summary: Dear | decision_wanted: Sell the hall"
    paper = paper_of(
        tmp_path,
        *(f"2025-03-01 AB aim: {number} {wants}" for number in (1, 2, 3, 4)),
        "2025-03-11 trustees aim: 1 | decided: Wait",
        "2025-03-12 trustees aim: 2 | decided: Sell it",
        "2025-03-20 trustees aim: 3 | decided: Keep it",
    )
    assert outcomes(paper) == [
        ("2", "Sell the hall", "Trust board decided on 12 Mar 2025", "Sell it"),
        ("3", "Sell the hall", "Trust board decided on 20 Mar 2025", "Keep it"),
        ("4", "Sell the hall", "", ""),
    ]
    assert [row.id for row in paper.settled] == ["2", "3"]
    assert [row.id for row in paper.wanted] == ["4"]
    assert paper.asked_words == (
        "3 things had been asked by 12 Mar 2025: 1 still waits (4) and 2 have been settled."
    )


def test_a_decision_that_settles_an_ask_is_told_once_and_counted(tmp_path: Path) -> None:
    paper = paper_of(
        tmp_path,
        "2025-03-01 AB aim: 3 | summary: Dear | decision_wanted: Sell the hall",
        "2025-03-20 trustees aim: 3 | decided: Keep it",
        "2025-03-20 trustees aim: 4 | decided: Paint it",
    )
    assert paper.change_counts.decided == 2
    assert [row.id for row in paper.changes_listed] == ["4"]
    assert paper.change_words == ("2 decisions by boards; 1 of these stands under Asked last time.")


def test_what_a_board_decided_at_the_meeting_itself_has_changed_since(tmp_path: Path) -> None:
    """The paper of that meeting was written before it."""
    paper = paper_of(
        tmp_path,
        "2025-03-11 trustees aim: 1 | decided: Wait",
        "2025-03-12 trustees aim: 2 | decided: Paint it",
    )
    assert [(row.id, row.what) for row in paper.changes_listed] == [
        ("2", "Trust board decided on 12 Mar 2025: Paint it")
    ]


def test_an_owner_asks_again_or_no_longer(tmp_path: Path) -> None:
    paper = paper_of(
        tmp_path,
        *(f"2025-03-01 AB aim: {number} | decision_wanted: Sell it" for number in (1, 2, 3)),
        "2025-03-20 AB aim: 1 | summary: Dear | decision_wanted: Sell it",
        "2025-03-20 CD aim: 2 | summary: Cheap now",
        "2025-03-21 AB aim: 2 | summary: Cheaper still",
        "2025-03-20 AB aim: 3 | summary: Dear | decision_wanted: Let it",
    )
    assert [(row.id, row.outcome) for row in paper.asked_before] == [
        ("1", ""),
        ("2", "no longer asked for since 20 Mar 2025 (CD)"),
        ("3", "no longer asked for since 20 Mar 2025 (AB)"),
    ]
    assert [(row.id, row.what) for row in paper.wanted] == [("1", "Sell it"), ("3", "Let it")]


def test_what_was_asked_after_the_meeting_or_settled_before_it_is_not_told(tmp_path: Path) -> None:
    paper = paper_of(
        tmp_path,
        "2025-03-13 AB aim: 1 | decision_wanted: Sell it",
        "2025-02-01 AB aim: 2 | decision_wanted: Sell it",
        "2025-03-01 AB aim: 2 | summary: Cheap now",
    )
    assert not paper.asked_before
    assert paper.wanted


def test_new_dates_were_moved_decided_about_or_no_longer_wanted(tmp_path: Path) -> None:
    wants = "| status: at-risk | note: Late | new_date_wanted: July 2025"
    names = ("1a.1", "1a.2", "1a.3", "1a.4")
    paper = paper_of(
        tmp_path,
        *(f"2025-03-01 AB activity: {name} {wants}" for name in names),
        "2025-03-12 trustees activity: 1a.2 | decided: Not agreed",
        "2025-03-20 CD activity: 1a.3 | status: on-track",
        moved={"1a.1": "{from: Spring 2025, date: 2025-03-14, agreed: Trustees}"},
    )
    [first, *rest] = outcomes(paper)
    assert first[0] == "1a.1"
    assert first[1] == "a new date, July 2025, in place of Spring 2025"
    assert first[2].startswith("moved to ")
    assert first[2].endswith(" on 14 Mar 2025, agreed by Trustees")
    assert [(name, outcome, words) for name, _, outcome, words in rest] == [
        ("1a.2", "Trust board decided on 12 Mar 2025", "Not agreed"),
        ("1a.3", "no longer asked for since 20 Mar 2025 (CD)", ""),
        ("1a.4", "", ""),
    ]
    assert [row.id for row in paper.wanted] == ["1a.4"], "a board has decided about 1a.2"
    assert paper.change_counts.moved == 1
    assert "1a.1" not in {row.id for row in paper.changes_listed if row.kind == "moved"}


def test_questions_asked_at_the_meeting_were_answered_or_wait(tmp_path: Path) -> None:
    paper = paper_of(
        tmp_path,
        *(
            f"2025-03-12 trustees activity: {name} | asked: Why so late?"
            for name in ("1a.1", "1a.2")
        ),
        "2025-03-12 trustees kpi: 1a.k1 | asked: Why so low?",
        "2025-03-20 CD activity: 1a.1 | note: The roof | answers: 2025-03-12-1a.1-trustees.yaml",
        "2025-03-21 trustees kpi: 1a.k1 | decided: Measure again | "
        "answers: 2025-03-12-1a.k1-trustees.yaml",
    )
    assert outcomes(paper) == [
        ("1a.1", "Why so late?", "answered on 20 Mar 2025 (CD)", "The roof"),
        ("1a.2", "Why so late?", "", ""),
        ("1a.k1", "Why so low?", "Trust board decided on 21 Mar 2025", "Measure again"),
    ]
    assert {row.by for row in paper.asked_before} == {"Trust board"}


def test_a_question_that_is_asked_once_more_was_answered_before(tmp_path: Path) -> None:
    paper = paper_of(
        tmp_path,
        "2025-03-12 trustees activity: 1a.1 | asked: Is the roof dry?",
        "2025-03-20 CD activity: 1a.1 | note: It is | answers: 2025-03-12-1a.1-trustees.yaml",
        "2025-03-27 trustees activity: 1a.1 | asked: Is the roof dry?",
    )
    assert outcomes(paper) == [
        ("1a.1", "Is the roof dry?", "answered on 20 Mar 2025 (CD)", "It is")
    ]
    assert [row.on.day for row in paper.questions] == [27]


def test_an_answer_in_confidence_is_told_without_it(tmp_path: Path) -> None:
    paper = paper_of(
        tmp_path,
        "2025-03-12 trustees activity: 1a.1 | asked: Why so late?",
        "2025-03-20 CD activity: 1a.1 | status: on-track | confidential: A complaint | "
        "answers: 2025-03-12-1a.1-trustees.yaml",
    )
    assert outcomes(paper) == [("1a.1", "Why so late?", "answered on 20 Mar 2025 (CD)", "")]


def test_a_question_that_was_a_mistake_was_never_asked(tmp_path: Path) -> None:
    paper = paper_of(
        tmp_path,
        "2025-03-12 trustees activity: 1a.1 | asked: Why so late?",
        "2025-03-20 trustees activity: 1a.1 | asked: Why so early? | "
        "corrects: 2025-03-12-1a.1-trustees.yaml",
    )
    assert not paper.asked_before
    assert [row.what for row in paper.questions] == ["Why so early?"]


def test_where_no_date_of_a_meeting_is_known_the_term_stands_in_its_place(tmp_path: Path) -> None:
    paper = paper_of(
        tmp_path,
        "2024-12-01 AB aim: 1 | decision_wanted: Sell it",
        "2025-03-01 AB aim: 2 | decision_wanted: Sell it",
        meetings="",
    )
    assert paper.since == date(2025, 1, 5)
    assert [(row.id, row.outcome) for row in paper.asked_before] == [("1", "")]
    assert paper.asked_words == "1 thing had been asked by 5 Jan 2025: 1 still waits (1)."


def test_without_room_what_was_settled_is_a_count_with_its_ids(tmp_path: Path) -> None:
    paper = paper_of(
        tmp_path,
        "2025-03-01 AB aim: 3 | decision_wanted: Sell the hall",
        f"2025-03-20 trustees aim: 3 | decided: {'Keep it. ' * 20}",
        "2025-03-01 AB aim: 2 | decision_wanted: Sell the hall",
        at_risk=12,
        overdue=36,
    )
    assert not paper.settled
    assert paper.runs_overdue, "which is the last to go before it"
    assert [row.id for row in paper.wanted] == ["2"]
    assert paper.asked_words == (
        "2 things had been asked by 12 Mar 2025: 1 still waits (2) and 1 has been settled (3)."
    )


PLAN = FILES | {
    "calendar.yaml": f"{FILES['calendar.yaml']}{MEETINGS}",
    "records/2025-03-01-2a-JK.yaml": "area: 2a\ndate: 2025-03-01\nby: JK\ndecision_wanted: Let it\n",
    "records/2025-03-12-2a-trustees.yaml": (
        "area: 2a\ndate: 2025-03-12\nby: trustees\ndecided: Let it\nacademy: VALE\n"
    ),
    "records/2025-03-12-1a.2-trustees.yaml": (
        "activity: 1a.2\ndate: 2025-03-12\nby: trustees\nasked: Which forums?\n"
    ),
    "records/2025-03-20-1a.2-JK.yaml": (
        "activity: 1a.2\ndate: 2025-03-20\nby: JK\nnote: All of Hill\n"
        "answers: 2025-03-12-1a.2-trustees.yaml\n"
    ),
}
"""1a.2 is of HILL alone, and the decision about 2a of VALE."""


@pytest.mark.parametrize(
    ("options", "shown", "hidden"),
    [
        ([], ("Answered on 20 Mar 2025 (JK)", "Trust board decided on 12 Mar 2025"), ()),
        (["--names", "roles"], ("Answered on 20 Mar 2025 (HR director)",), ("JK",)),
        (["--academy", "HILL"], ("All of Hill", "1 still waits (2a)"), ("decided on",)),
        (["--academy", "VALE"], ("Trust board decided on",), ("All of Hill", "Which forums")),
        (["--committee", "far"], ("Trust board decided on",), ("All of Hill", "Which forums")),
    ],
    ids=str,
)
def test_a_paper_for_some_tells_what_is_theirs(
    sipctl: Callable[..., Result],
    write: Callable[[dict[str, str]], Path],
    options: list[str],
    shown: tuple[str, ...],
    hidden: tuple[str, ...],
) -> None:
    folder = write(PLAN)
    asked = ("--template", "board-paper", "--as-of", "2025-04-05", "--format", "markdown")
    text = sipctl("report", *asked, *options, cwd=folder).out.partition("\n---\n")[0]
    assert "## Asked last time" in text
    for words in shown:
        assert words in text
    for words in hidden:
        assert words not in text


def test_what_concerns_one_academy_alone_says_which(
    sipctl: Callable[..., Result], write: Callable[[dict[str, str]], Path]
) -> None:
    """A board would else take what one head says for what is so everywhere."""
    record = "area: 1a\ndate: 2025-03-01\nby: JK\nacademy: HILL\nsummary: Short of staff\n"
    asked = "activity: 1a.1\ndate: 2025-03-12\nby: trustees\nasked: Which one?\nacademy: HILL\n"
    answer = "activity: 1a.1\ndate: 2025-03-20\nby: JK\nnote: The old one\nacademy: HILL\n"
    files = {
        "records/2025-03-01-1a-JK.yaml": f"{record}decision_wanted: Lend us two\n",
        "records/2025-03-12-1a.1-trustees.yaml": asked,
        "records/2025-03-20-1a.1-JK.yaml": f"{answer}answers: 2025-03-12-1a.1-trustees.yaml\n",
    }
    line = ("report", "--template", "board-paper", "--as-of", "2025-04-05", "--format")
    text = sipctl(*line, "markdown", cwd=write(PLAN | files)).out
    assert "**1a** Staff at HILL: **Lend us two**" in text
    assert "Short of staff (JK at HILL, 1 Mar 2025)" in text
    assert "**1a.1** Choose HR software at HILL: Which one?" in text
    assert "Answered on 20 Mar 2025 (JK at HILL)**: The old one" in text
    assert "Trust board decided on 12 Mar 2025 for VALE**: Let it" in text


@pytest.mark.slow
def test_every_format_tells_it(tmp_path: Path) -> None:
    wants = "| decision_wanted: Sell the hall"
    records = (
        *(f"2025-03-01 AB aim: {number} {wants}" for number in (1, 2)),
        "2025-03-20 trustees aim: 1 | decided: Keep it",
    )
    for name, overdue in (("listed", 0), ("run", 46)):
        pack = pack_with(tmp_path / name, *records, overdue=overdue)
        assert pack.paper.only_counts == bool(overdue)
        texts = [
            write_pack(pack, "board-paper", "markdown").decode().replace("**", ""),
            re.sub("<[^>]+>", "", write_pack(pack, "board-paper", "html").decode()),
            docx_text(write_pack(pack, "board-paper", "docx")),
            " ".join(pdf_text(write_pack(pack, "board-paper", "pdf"))),
        ]
        for text in texts:
            assert "Trust board decided on 20 Mar 2025: Keep it" in text
            assert "1 still waits (2) and 1 has been settled." in text
