"""Tables of all shapes made into plans: every word of them is in the plan, most in its place."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from openpyxl.comments import Comment
from support import office_files

from sipctl.intake.tables import headers as heads
from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sipctl.plan.model.entries import Plan

ANSWERS = ("--name", "Hill Trust", "--years", "2025-28", "--lead", "JK=HR director")
SAID_OTHERWISE = {"strategic", "aim", "priority", "mrs"}
"""What stands in a plan as an id: `Strategic aim 1` is aim 1."""


@pytest.fixture
def brought_in(sipctl: Callable[..., Any], tmp_path: Path) -> Callable[..., tuple[str, Plan]]:
    def run(file: Path, *argv: str) -> tuple[str, Plan]:
        done = sipctl("init", "new", "--from", str(file), *ANSWERS, *argv, cwd=tmp_path)
        assert (done.code, done.err) == (0, ""), done.err
        opened = open_folder(Folder(tmp_path / "new" / "plan", "plan"))
        assert opened.loaded.ok
        return done.out, opened.plan

    return run


def texts_of_word(file: Path) -> Iterator[str]:
    """Every text of a Word document, by another way than ours."""
    document = docx.Document(str(file))
    for part in (
        document.element.body,
        *(section.footer._element for section in document.sections),
    ):
        for paragraph in part.iter(qn("w:p")):
            yield " ".join(element.text or "" for element in paragraph.iter(qn("w:t")))


def texts_of_workbook(file: Path) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(file):
        for row in sheet.iter_rows():
            for cell in row:
                yield str(cell.value) if isinstance(cell.value, str) else ""
                yield cell.comment.text if cell.comment else ""


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize(
    "make",
    [
        *(office_files.word_with_headings, office_files.word_of_one_table),
        *(office_files.workbook_of_one_sheet, office_files.workbook_of_sheets),
        *(office_files.word_of_priorities, office_files.word_of_banners),
    ],
)
def test_nothing_is_lost(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    word = make.__name__.startswith("word_")
    file = make(tmp_path / ("a.docx" if word else "a.xlsx"))
    printed, _ = brought_in(file)
    the_text = "".join(path.read_text() for path in (tmp_path / "new").rglob("*.yaml"))
    texts = (texts_of_word if word else texts_of_workbook)(file)
    result = words(" ".join(text for text in texts if not heads.role_of(text)))
    assert set(result - words(the_text) - words(printed)) <= SAID_OTHERWISE


def facts(plan: Plan, *names: str) -> dict[str, tuple[Any, ...]]:
    return {
        key: tuple(getattr(work, name) for name in names)
        for key, (_, _, work) in plan.activities.items()
    }


def test_a_word_document_with_headings(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    printed, plan = brought_in(office_files.word_with_headings(tmp_path / "plan.docx"))
    assert [(aim.id, aim.title) for aim in plan.aims] == [(1, "Excellent teaching"), (2, "People")]
    assert {area.id: area.title for _, area in plan.areas()} == {
        "1a": "Curriculum",
        "1b": "Assessment",
        "2a": "Staff",
    }
    assert [
        (priority.id, priority.title) for _, area in plan.areas() for priority in area.priorities
    ] == [
        ("1a.p1", "One curriculum for all"),
        ("1a.p2", "Writing"),
    ]
    assert facts(plan, "title", "leads", "when", "priority") == {
        "1a.1": ("Agree what pupils should know", ("JK",), {"": "Autumn 2025"}, "1a.p1"),
        "1a.2": ("Publish the curriculum on the website", ("SD",), {"": "Spring 2026"}, "1a.p1"),
        "1a.3": (
            "Train teachers in reading aloud by Easter 2026",
            ("JK", "SD"),
            {"": "by Easter 2026"},
            "1a.p1",
        ),
        "1a.4": ("Buy books", ("DH",), {"": "when funds allow"}, "1a.p1"),
        "1a.5": ("Moderate writing each term", ("SD",), {"": "termly"}, "1a.p2"),
        "1b.1": ("Choose a tracker", ("SENCO",), {"": "January 2026 and then termly"}, None),
        "2a.1": ("Bring in HR software", ("JK",), {"": "by December 2025"}, None),
        "2a.2": ("Wellbeing group meets", ("AS",), {"": "half-termly"}, None),
    }
    assert plan.activities["1a.1"][2].success == ("Every subject has a plan",)
    assert plan.activities["1a.3"][2].resources == "2 days' cover"
    kpi = plan.kpis["2a.k1"][2]
    assert (kpi.measure, kpi.monitored) == ("Posts are filled", {"": "termly"})
    assert plan.people.query == (
        'Who are SD, DH ("Deputy Head"), SENCO and AS ("All staff")? The table names them.'
    )
    assert "1 time that cannot be read, 4 leads to confirm" in printed
    assert (
        "Read plan.docx (3 tables, 7 rows): 2 aims, 3 areas, 2 priorities, 8 activities" in printed
    )


def test_what_cannot_be_read_as_a_time_is_a_fault_with_its_place(
    brought_in: Callable[..., tuple[str, Plan]], sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    brought_in(office_files.word_with_headings(tmp_path / "plan.docx"))
    result = sipctl("check", "--plan", "new", "--format", "concise", cwd=tmp_path)
    assert result.code == 1
    errors = [line for line in result.out.splitlines() if "error[" in line]
    assert len(errors) == 1
    assert re.fullmatch(
        r"new/plan/aims/1-excellent-teaching\.yaml:\d+:15: error\[unreadable-when\]: "
        r'"when funds allow" is not a time this plan knows \(help: .*',
        errors[0],
    )


def test_it_ends_with_the_faults_then_what_was_read_then_what_is_left(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    rows = "".join(f"Do thing {number},,\n" for number in range(4))
    (tmp_path / "p.csv").write_text(f"Action,Lead,When\nOr this,Mrs A Patel,whenever\n{rows}")
    done = sipctl("init", "new", "--from", "p.csv", *ANSWERS, cwd=tmp_path)
    lines = done.out.split("\n\n")[-1].splitlines()
    assert done.out.count(": error[unreadable-when]: ") == 1
    assert "       |               ^^^^^^^^\n       = help: write a time such as" in done.out
    assert "warning[" not in done.out
    assert lines[:4] == [
        "1 error, 13 warnings.",
        "Its warnings: 4 no-date, 4 no-lead, 3 provisional-terms, 1 no-kpi and 1 open-query."
        " See them with: sipctl check --plan new",
        "Read p.csv (1 table, 5 rows): 1 aim, 1 area, no priorities, 5 activities, no KPIs"
        " and 2 leads.",
        "For a person: 1 time that cannot be read, 1 lead to confirm, 4 activities without a lead"
        " and 4 activities without a date.",
    ]


def test_a_word_document_of_one_table(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    _, plan = brought_in(office_files.word_of_one_table(tmp_path / "plan.docx"))
    assert [(aim.id, aim.title) for aim in plan.aims] == [(1, "School development plan")]
    assert {area.id: area.title for _, area in plan.areas()} == {
        "1a": "Quality of education",
        "1b": "Behaviour and attitudes",
    }
    assert facts(plan, "title", "leads", "when") == {
        "1a.1": ("Map the maths curriculum", ("AB",), {"": "14 November 2025"}),
        "1a.2": ("Coach three teachers", ("AB", "CD"), {"": "Summer 2026"}),
        "1a.3": (
            "Phonics programme",
            ("EF", "GH"),
            {"Step 1": "October 2025", "Step 2": "May 2026"},
        ),
        "1b.1": ("Ring home on the first day", ("IJ",), {"": "ongoing"}),
        "1b.2": ("Letters at 95%", ("KL",), {"": "Spring term"}),
        "1b.3": (
            "Write to every family whose child was away for more than ten days in the…",
            ("Jones",),
            {},
        ),
    }
    assert (plan.activities["1b.3"][2].detail or "").endswith("Keep a list of the answers.")
    text = (tmp_path / "new/plan/aims/1-school-development-plan.yaml").read_text()
    assert "      - id: 1a.1\n        # Monitoring: Book looks\n        # RAG: Green\n" in text


def test_a_workbook_of_one_sheet(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    printed, plan = brought_in(office_files.workbook_of_one_sheet(tmp_path / "plan.xlsx"))
    assert [aim.title for aim in plan.aims] == ["Vale School action plan"]
    assert facts(plan, "title", "leads", "when", "priority", "resources") == {
        "1a.1": ("Review committees", ("JK",), {"": "17 October 2025"}, "1a.p1", "£1,200"),
        "1a.2": ("Recruit governors", ("JK", "SD"), {"": "March 2026"}, "1a.p1", None),
        "1a.3": ("Induct governors", ("JK", "SD"), {"": "March 2026"}, "1a.p1", None),
        "1a.4": ("Balance the budget", ("SD",), {"": "Spring 26"}, "1a.p2", None),
        "1b.1": ("Mend the roof", ("AB",), {"": "Summer 2026"}, "1b.p1", None),
        "1b.2": ("Paint the hall", ("CD",), {"": "asap"}, "1b.p1", None),
        "1b.3": ("=CONCATENATE(1,2)", (), {"": "annually"}, "1b.p1", "50%"),
    }
    assert [kpi.measure for _, _, kpi in plan.kpis.values()] == [
        *("Minutes on time", "Reserves at 5%", "Share of rooms")
    ]
    aims = (tmp_path / "new/plan/aims/1-vale-school-action-plan.yaml").read_text()
    assert "- id: 1a.2\n        # Note on Action plan!C6: Two places are free\n" in aims
    assert "- id: 1b.3\n        # Who pays: Total to be agreed\n" in aims
    about = (tmp_path / "new/plan/plan.yaml").read_text()
    assert "# Updated 3 March\n# From Contacts:\n#   Clerk | 01903 000000\n" in about
    assert "formulas without a result in the file stand as text: 1" in printed


def test_a_workbook_of_sheets(brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path) -> None:
    _, plan = brought_in(
        office_files.workbook_of_sheets(tmp_path / "plan.xlsx"), "--aim", "Our school"
    )
    assert [(aim.title, [area.title for area in aim.areas]) for aim in plan.aims] == [
        ("Our school", ["Reading", "Attendance"])
    ]
    assert facts(plan, "title", "leads", "when", "success") == {
        "1a.1": ("Buy phonics books", ("EF",), {"": "Autumn 2025"}, ("Children read daily",)),
        "1a.2": ("Read to every class", ("Teachers",), {"": "daily"}, ()),
        "1b.1": ("Text parents by 10 am", ("Office",), {"": "Sept 2025 to July 2026"}, ("97%",)),
        "1b.2": ("Meet families; offer help", ("GH",), {"": "as needed"}, ()),
    }


def aims(plan: Plan) -> list[tuple[int, str, list[str]]]:
    return [(aim.id, aim.title, [area.title for area in aim.areas]) for aim in plan.aims]


@pytest.mark.parametrize("title", ["", "Vale School plan for improvement"])
def test_numbered_headings_that_stand_highest_are_aims(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path, title: str
) -> None:
    _, plan = brought_in(office_files.word_of_priorities(tmp_path / "plan.docx", title))
    assert aims(plan) == [
        (1, "Quality of education", ["Quality of education"]),
        (2, "Behaviour", ["Behaviour"]),
        (3, "Leadership", ["Leadership"]),
    ]
    assert plan.about.title == title or not title
    text = (tmp_path / "new/plan/aims/2-behaviour.yaml").read_text()
    assert "    title: Behaviour\n    # Why is Behaviour a priority?\n" in text


def test_an_area_that_nothing_names_is_called_like_its_aim(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    _, plan = brought_in(office_files.word_of_banners(tmp_path / "plan.docx"))
    assert aims(plan) == [(1, "Teaching", ["Teaching"]), (2, "People", ["People"])]
    assert plan.about.title == "Vale School action plan"


@pytest.mark.parametrize(
    ("names", "areas"),
    [
        (
            ("Priority 1", "Priority 2"),
            ("Raise attainment in writing in all schools", "All pupils attend every day"),
        ),
        (("Writing", "Attendance"), ("Writing", "Attendance")),
    ],
)
def test_the_sentence_over_each_sheet_is_its_aim(
    brought_in: Callable[..., tuple[str, Plan]],
    tmp_path: Path,
    names: tuple[str, ...],
    areas: tuple[str, str],
) -> None:
    _, plan = brought_in(office_files.workbook_of_priorities(tmp_path / "plan.xlsx", *names))
    assert aims(plan) == [
        (1, "Raise attainment in writing in all schools", [areas[0]]),
        (2, "All pupils attend every day", [areas[1]]),
    ]
    assert plan.about.title == "Hill Trust plan"


def test_numbers_of_two_parts_are_no_ids(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "Objective,Action\n1.1 Writing,Train\n1.2 Reading,Buy\nObjective 2.1 Maths,Do\n"
    )
    _, plan = brought_in(file, "--map", "Objective=aim")
    assert aims(plan) == [
        (1, "Writing", ["Writing"]),
        (2, "Reading", ["Reading"]),
        (3, "Maths", ["Maths"]),
    ]
    text = (tmp_path / "new/plan/aims/3-maths.yaml").read_text()
    assert "\nid: 3\ntitle: Maths\n# Called 2.1 there\n" in text


def test_a_row_that_is_a_head_begins_a_new_table(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "Action,Lead,By when\nTrain,JK,termly\n,,\nKPI,Target,Baseline\n"
        "Attendance,96%,Autumn 2025\nAction,By whom,When\nBuy,SD,yearly\n"
    )
    _, plan = brought_in(file)
    assert facts(plan, "title", "leads", "when") == {
        "1a.1": ("Train", ("JK",), {"": "termly"}),
        "1a.2": ("Buy", ("SD",), {"": "yearly"}),
    }
    assert kpis(plan) == [("Attendance", "96%", {}, ())]


def test_tables_of_one_sheet_stand_under_the_same_line(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("Priority 2: Writing,\nAction,Lead\nTrain,JK\nKPI,Target\nAges,96%\n")
    _, plan = brought_in(file)
    assert aims(plan) == [(2, "Writing", ["Writing"])]
    assert (list(plan.activities), list(plan.kpis)) == (["2a.1"], ["2a.k1"])


def test_a_note_on_the_head_names_nothing(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Action", "Lead"])
    sheet.append(["Train", "JK"])
    sheet["A1"].comment = Comment("Say what you will do", "Clerk")
    book.save(tmp_path / "plan.xlsx")
    _, plan = brought_in(tmp_path / "plan.xlsx")
    assert aims(plan) == [(1, "plan", ["plan"])]
    about = (tmp_path / "new/plan/plan.yaml").read_text()
    assert "# Note on Sheet!A1: Say what you will do\n" in about


def test_a_text_alone_over_full_rows_is_a_banner(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "Ref,Action,Lead\nQuality of education,,\n1,Train,JK\nLeadership,,\n2,Buy,SD\n"
        "Agreed in July,,\n"
    )
    _, plan = brought_in(file)
    assert aims(plan) == [(1, "plan", ["Quality of education", "Leadership"])]
    assert facts(plan, "title") == {"1a.1": ("Train",), "1b.1": ("Buy",)}
    assert "# Ref: Agreed in July\n" in (tmp_path / "new/plan/aims/1-plan.yaml").read_text()


def test_rows_without_an_action_are_kept_for_what_they_are(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "Area,Priority,Action,Lead,By when,KPI,Monitoring,Cost £,Progress / evidence\n"
        "Staff,Writing,Train,JK,termly,,,100,Begun\n"
        ",,,SD,July 2026,Attendance,half-termly,50,\n"
        ",,,AB,May 2026,,Learning walks,,\n"
        ",,,,,,,25,and supply\n"
        ",Total cost,,,,,,175,\n"
    )
    _, plan = brought_in(file)
    assert facts(plan, "title", "leads", "success") == {"1a.1": ("Train", ("JK",), ())}
    assert kpis(plan) == [("Attendance", None, {"": "half-termly"}, ("SD",))]
    assert [priority.title for _, area in plan.areas() for priority in area.priorities] == [
        "Writing"
    ]
    text = (tmp_path / "new/plan/aims/1-plan.yaml").read_text()
    assert re.findall(r"\n +# (.*)", text) == [
        "A row without an action:",
        "  Lead: AB",
        "  By when: May 2026",
        "  Monitoring: Learning walks",
        "Total cost 175",
        "Progress / evidence: Begun",
        "Cost £: 25",
        "Progress / evidence: and supply",
        "By when: July 2026",
        "Cost £: 50",
    ]


def test_cells_that_say_nothing_are_kept_as_comments(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("Action,Lead,Success criteria,KPI\nBuy books,JK,:,–\n...,,,\n")
    _, plan = brought_in(file)
    assert facts(plan, "title", "success") == {"1a.1": ("Buy books", ())}
    assert kpis(plan) == []
    text = next((tmp_path / "new/plan/aims").iterdir()).read_text()
    for comment in ("Success criteria: :", "KPI: –", "Action: ..."):
        assert f"        # {comment}\n" in text


@pytest.mark.parametrize("every", ["All schools", "Trust-wide", "Every academy"])
def test_every_academy_is_none_by_name_and_kept_as_a_comment(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path, every: str
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(f"Action,School\nDo,{every}\n")
    _, plan = brought_in(file)
    assert facts(plan, "academies") == {"1a.1": ((),)}
    assert f"# School: {every}\n" in next((tmp_path / "new/plan/aims").iterdir()).read_text()


def test_an_action_of_several_rows_is_for_the_academies_of_all(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (["Action", "School"], ["Do", "NORTH"], [None, "SOUTH"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.active.merge_cells("A2:A3")  # type: ignore[union-attr]
    book.save(tmp_path / "plan.xlsx")
    _, plan = brought_in(tmp_path / "plan.xlsx")
    assert facts(plan, "academies") == {"1a.1": (("NORTH", "SOUTH"),)}


def test_a_rhythm_is_no_start(brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        'Action,Start,End\nOne,Half-termly,\nTwo,"Oct, Feb and May",\nThree,Termly,July 2026\n'
        "Four,September 2025,July 2026\nFive,soon,\n"
    )
    _, plan = brought_in(file)
    asked = "When does this start? The table says Termly, and July 2026."
    assert facts(plan, "starts", "when", "query") == {
        "1a.1": (None, {"": "Half-termly"}, None),
        "1a.2": (None, {"": "Oct, Feb and May"}, None),
        "1a.3": (None, {"": "July 2026"}, asked),
        "1a.4": ("September 2025", {"": "July 2026"}, None),
        "1a.5": ("soon", {}, None),
    }


@pytest.mark.parametrize(
    ("table", "when"),
    [
        ("Action,Milestones\nTrain,January 2026\n", {"": "January 2026"}),
        ("Action,Milestones\nTrain,All staff trained\n", {}),
        ("Action,Milestones,By when\nTrain,January 2026: half,May 2026\n", {"": "May 2026"}),
    ],
)
def test_milestones_are_dates_where_they_read_as_dates(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path, table: str, when: dict[str, str]
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(table)
    _, plan = brought_in(file)
    assert facts(plan, "when") == {"1a.1": (when,)}


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("lead", ["Lead", "Zzyx"])
def test_the_separator_is_that_by_which_the_rows_are_alike(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path, sign: str, lead: str
) -> None:
    quote = '"' if sign == "," else ""
    row = f"{quote}Plan, write, and check, the thing{quote}{sign}{quote}JK, SD{quote}{sign}Spring\n"
    file = tmp_path / "plan.csv"
    file.write_text(f"To do{sign}{lead}{sign}Season\n" + row * 5)
    heads = "To do=activity,Season=when" + ("" if lead == "Lead" else f",{lead}=lead")
    _, plan = brought_in(file, "--map", heads)
    result = set(facts(plan, "title", "leads").values())
    assert result == {("Plan, write, and check, the thing", ("JK", "SD"))}


@pytest.mark.parametrize("sign", [";", "\t"])
def test_known_heads_tell_the_separator_of_uneven_rows(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path, sign: str
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(f"Hill plan, 2025\nAction{sign}Lead{sign}Cost\nBuy, sell, lend\nDo{sign}JK\n")
    _, plan = brought_in(file)
    assert facts(plan, "title", "leads") == {
        "1a.1": ("Buy, sell, lend", ()),
        "1a.2": ("Do", ("JK",)),
    }


def test_heads_that_nobody_knows_are_told_by_map(
    brought_in: Callable[..., tuple[str, Plan]], sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_bytes(
        "Massnahme;Wer, wann genau;Bis\r\nBücher kaufen;JK;Autumn 2025\r\n".encode("cp1252")
    )
    done = sipctl("init", "new", "--from", str(file), *ANSWERS, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "has a column that is known to hold activities" in done.err
    assert '--map "Massnahme=activity"' in done.err
    _, plan = brought_in(file, "--map", "Massnahme=activity,Wer, wann genau=lead,Bis=when")
    assert facts(plan, "title", "leads", "when") == {
        "1a.1": ("Bücher kaufen", ("JK",), {"": "Autumn 2025"})
    }


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Action=wizard", "is no kind of column"),
        ("Actoin=activity", 'has a column "actoin"'),
        ("activity", "is no kind of column"),
    ],
)
def test_a_map_that_fits_nothing_is_told(
    sipctl: Callable[..., Any], tmp_path: Path, message: str, expected: str
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("Action,Lead\nDo it,JK\n")
    done = sipctl("init", "new", "--from", str(file), *ANSWERS, "--map", message, cwd=tmp_path)
    assert done.code == 2
    assert expected in done.err
    assert not (tmp_path / "new").exists()


def test_a_date_in_the_text_and_another_beside_it_is_a_question(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text('Action,By when,Lead\n"Launch it (January 2026)",Summer 2026,JK\n')
    _, plan = brought_in(file)
    work = plan.activities["1a.1"][2]
    assert (work.title, work.when) == ("Launch it (January 2026)", {"": "Summer 2026"})
    assert work.query == "The text says January 2026, the date beside it Summer 2026?"


def kpis(plan: Plan) -> list[tuple[Any, ...]]:
    return [(kpi.measure, kpi.target, kpi.monitored, kpi.leads) for _, _, kpi in plan.kpis.values()]


@pytest.mark.parametrize(
    ("table", "held", "beside"),
    [
        (
            "KPI,Monitoring,Lead\nAttendance at 96% (July 2026),termly,JK\n",
            [("Attendance at 96% (July 2026)", None, {"": "termly"}, ("JK",))],
            [],
        ),
        (
            "KPI,Target,Lead\nAttendance,96%,JK\nAttendance,97%,SD\n",
            [("Attendance", "96%", {}, ("JK", "SD"))],
            ["Target: 97%"],
        ),
        (
            'KPI,Lead\n"• Reading ages\n◦ boys",JK\n"• Reading ages\n◦ girls",JK\n',
            [("Reading ages", None, {}, ("JK",))],
            ["boys", "girls"],
        ),
        (
            'KPI,Monitoring\nReading,"Book looks"\n',
            [("Reading", None, {}, ())],
            ["Monitoring: Book looks"],
        ),
    ],
)
def test_a_kpi_holds_all_that_rows_say_of_it(
    brought_in: Callable[..., tuple[str, Plan]],
    tmp_path: Path,
    table: str,
    held: list[tuple[Any, ...]],
    beside: list[str],
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(table)
    _, plan = brought_in(file)
    assert kpis(plan) == held
    text = (tmp_path / "new/plan/aims/1-plan.yaml").read_text()
    assert re.findall(r"\n {8}# (.*)", text) == beside


def test_milestones_of_one_name_are_all_kept(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text('Action,By when\nWrite it,"Review: January 2026\nReview: July 2026"\n')
    _, plan = brought_in(file)
    assert facts(plan, "when") == {"1a.1": ({"Review": "January 2026", "Review 2": "July 2026"},)}


def test_leads_that_do_not_align_are_a_question(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text('Action,By when,Lead\n"• One\n• Two\n• Three",Summer 2026,"JK\nSD"\n')
    _, plan = brought_in(file)
    assert facts(plan, "leads", "query") == dict.fromkeys(
        ("1a.1", "1a.2", "1a.3"),
        (("JK", "SD"), "Who leads this? The table names JK, SD for several."),
    )


def test_ids_of_the_table_are_kept_where_they_are_ids(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "Ref,Strategic area,Activity,Lead\n"
        "2b.3,2b: Leaders,Coach heads,JK\n2b.4,2b: Leaders,Plan succession,JK\n"
    )
    _, plan = brought_in(file)
    assert [aim.id for aim in plan.aims] == [2]
    assert facts(plan, "title") == {"2b.3": ("Coach heads",), "2b.4": ("Plan succession",)}


def test_tracked_changes_footnotes_and_inner_tables_are_read(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    file = tmp_path / "plan.docx"
    document: Any = docx.Document()
    outer = document.add_table(rows=1, cols=1).cell(0, 0)
    outer.text = "In a frame"
    table = outer.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Action", "Lead", "Review it", "JK"), strict=True):
        cell.text = text
    run = table.cell(1, 0).paragraphs[0].runs[0]._r
    for tag, inner, text in (("w:ins", "w:t", " soon"), ("w:del", "w:delText", " never")):
        change = run.makeelement(qn(tag), {qn("w:id"): "1", qn("w:author"): "A"})
        new = run.makeelement(qn("w:r"), {})
        words = run.makeelement(qn(inner), {})
        words.text = text
        new.append(words)
        change.append(new)
        run.addnext(change)
    document.save(file)
    _, plan = brought_in(file)
    assert facts(plan, "title", "leads") == {"1a.1": ("Review it soon", ("JK",))}
    assert "# From table 1:\n#   In a frame\n" in (tmp_path / "new/plan/plan.yaml").read_text()


def said_in_word(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row_of_word(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


HEAD, WORK = (row_of_word(*map(said_in_word, row)) for row in (("Action", "Lead"), ("Do it", "JK")))
BOX = (
    f"<w:p><w:r><w:pict><w:txbxContent>{said_in_word('zebra')}</w:txbxContent></w:pict></w:r></w:p>"
)
NOTED = "<w:r><w:commentReference w:id='7'/></w:r></w:p>"
GOES_ON = "<w:tcPr><w:vMerge/></w:tcPr>"
INNER = f"<w:tbl>{row_of_word(said_in_word('zebra'))}</w:tbl><w:p/>"


def in_word(file: Path, body: str) -> Path:
    """A Word document; its comment 7, if anything refers to it, is `zebra`."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comment = f"<w:comment w:id='7'>{said_in_word('zebra')}</w:comment>" * (NOTED in body)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("word/comments.xml", f"<w:comments {space}>{comment}</w:comments>")
    return file


@pytest.mark.parametrize(
    "row",
    [
        row_of_word(BOX, "<w:p/>"),
        row_of_word(f"<w:p>{NOTED}", "<w:p/>"),
        HEAD.replace("</w:p>", NOTED, 1) + WORK,
        row_of_word(GOES_ON + said_in_word("zebra"), said_in_word("SD")),
        row_of_word(GOES_ON + INNER, said_in_word("SD")),
    ],
    ids=["box", "comment", "comment on a head said again", "hidden text", "hidden table"],
)
def test_what_stands_in_odd_places_of_a_word_table_is_kept(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path, row: str
) -> None:
    _, plan = brought_in(in_word(tmp_path / "plan.docx", f"<w:tbl>{HEAD}{WORK}{row}</w:tbl>"))
    assert plan.activities["1a.1"][-1].title == "Do it"
    text = "".join(path.read_text() for path in (tmp_path / "new").rglob("*.yaml"))
    assert text.count("zebra") == 1


def test_a_table_that_is_said_for_several_versions_of_word_is_read_once(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    table = f"<w:tbl>{HEAD}{WORK}</w:tbl>"
    body = (
        f"<mc:AlternateContent xmlns:mc='{space}'><mc:Choice>{table}</mc:Choice>"
        f"<mc:Fallback>{table}</mc:Fallback></mc:AlternateContent>"
    )
    _, plan = brought_in(in_word(tmp_path / "plan.docx", body))
    assert facts(plan, "title", "leads") == {"1a.1": ("Do it", ("JK",))}


def test_where_links_lead_is_kept(
    brought_in: Callable[..., tuple[str, Plan]], tmp_path: Path
) -> None:
    document: Any = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Action", "Lead", "Follow the ", "JK"), strict=True):
        cell.text = text
    target = "https://hill.example/policy"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    paragraph = table.cell(1, 0).paragraphs[0]._p
    link = paragraph.makeelement(
        qn("w:hyperlink"), {qn("r:id"): document.part.relate_to(target, kind, is_external=True)}
    )
    run = table.cell(1, 1).paragraphs[0].add_run("policy")._r
    link.append(run)
    paragraph.append(link)
    document.save(tmp_path / "plan.docx")
    _, plan = brought_in(tmp_path / "plan.docx")
    assert facts(plan, "title", "leads") == {"1a.1": ("Follow the policy", ("JK",))}
    text = (tmp_path / "new/plan/aims/1-plan.yaml").read_text()
    assert f"# Note on table 1, row 2: {target}\n" in text
