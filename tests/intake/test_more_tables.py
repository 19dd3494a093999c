"""Tables in shapes of their own, after those that schools use, with made-up names.

None is a published plan rebuilt. For 22 of them what is right was written down before the reader
was tried, and 16 were read rightly the first time; the others joined as they were found. Each says:
every action once, with its leads as they are called, the periods of its times (`!` for a time that
cannot be read), and the area that it stands in where the table names one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from openpyxl.styles import Font

from sipctl.plan.context import timing_context
from sipctl.plan.timing import Timing, read
from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sipctl.plan.model.entries import Plan

ANSWERS = ("--name", "Field School", "--years", "2024-26")
Rows = list[tuple[str, str, str]]

TABLES: dict[str, tuple[str, Rows]] = {
    "questions": (
        "What needs to be done?,Who's responsible?,By when?,How will we know it's worked?\n"
        "Audit the library,Mrs Green,Autumn 2024,Books are borrowed\n"
        "Train the librarians,Year 6 team,Spring 2025,Librarians run it\n",
        [
            ("Audit the library", "Mrs Green", "autumn-2024"),
            ("Train the librarians", "Year 6 team", "spring-2025"),
        ],
    ),
    "steps to success": (
        "Steps to success,Led by,Timeframe,Monitoring,Cost\n"
        "Write the policy,SENDCO,by July 2025,Governors read it,£0\n"
        "Share it,SLT,termly,Pupil voice,£50\n",
        [("Write the policy", "SENDCO", "2025-07"), ("Share it", "SLT", "*")],
    ),
    "key actions": (
        "Key Actions / Activities,Responsible persons,Start Date,End Date,Success Indicators\n"
        "Set up a council,AB,September 2024,July 2025,It meets\n"
        "Plant trees,CD / EF,October 2024,March 2025,Ten trees\n",
        [("Set up a council", "AB", "2025-07"), ("Plant trees", "CD+EF", "2025-03")],
    ),
    "development points": (
        "Area for development,Action to be taken,Personnel involved,Completion date,Evaluation\n"
        "Phonics,Buy the scheme,English lead,Autumn 2024,Done well\n"
        ",Train TAs,English lead and TAs,Spring 2025,\n"
        "Early maths,Count daily,EYFS lead,ongoing,\n",
        [
            ("Buy the scheme", "English lead", "autumn-2024"),
            ("Train TAs", "English lead+TAs", "spring-2025"),
            ("Count daily", "EYFS lead", "*"),
        ],
    ),
    "objective first": (
        "Objective,Strategies,Lead Person(s),Time Scale,Resources/CPD,Impact\n"
        "Better writing,1. Model it 2. Practise it 3. Share it,JK,Summer 2025,Cover,Ages rise\n",
        [
            ("Model it", "JK", "summer-2025"),
            ("Practise it", "JK", "summer-2025"),
            ("Share it", "JK", "summer-2025"),
        ],
    ),
    "recommendation": (
        "Recommendation,Proposed action,Officer responsible,Target date,Current status\n"
        "Publish the register,Put it on the website,Clerk,31 October 2024,In progress\n",
        [("Put it on the website", "Clerk", "2024-10-31")],
    ),
    "accessibility": (
        "Targets,Strategies,Timescale,Responsibility,Success Criteria\n"
        "Ramps at every door,Ask for three quotes,Summer 2025,Site manager,All get in\n"
        "Large print,Buy a printer,as required,Office,Letters can be read\n",
        [
            ("Ask for three quotes", "Site manager", "summer-2025"),
            ("Buy a printer", "Office", "*"),
        ],
    ),
    "half terms": (
        "Action,Lead,Autumn 1,Autumn 2,Spring 1,Spring 2,Summer 1,Summer 2\n"
        "Audit,JK,✓,,,,,\nCoach,SD,,✓,✓,,,\n",
        [("Audit", "JK", "!"), ("Coach", "SD", "!")],
    ),
    "months": (
        "Task,Who,Sept 2024,Oct 2024,Nov 2024\nSurvey,HT,x,,\nReport,DHT,,,x\n",
        [("Survey", "HT", "2024-09"), ("Report", "DHT", "2024-11")],
    ),
    "years of the plan": (
        "Strategic aim,Year 1,Year 2\nPeople,Hire two teachers,Keep them\nPlaces,Mend roofs,Paint\n",
        [
            ("Hire two teachers", "", "2024/25"),
            ("Keep them", "", "2025/26"),
            ("Mend roofs", "", "2024/25"),
            ("Paint", "", "2025/26"),
        ],
    ),
    "title rows": (
        "Oak Federation,,,\nSchool Improvement Plan,,,\n,,,\nTask,Whom,By,Notes\n"
        "Meet parents,JK,May 2025,Tea\n",
        [("Meet parents", "JK", "2025-05")],
    ),
    "block": (
        "Objective:,Pupils feel safe,,\nLead:,Mr Brown,,\nSteps,By when,Cost,Evidence\n"
        "Survey pupils,Autumn 2024,None,Results\nChange the rota,Spring 2025,None,Rota\n",
        [
            ("Survey pupils", "Mr Brown", "autumn-2024"),
            ("Change the rota", "Mr Brown", "spring-2025"),
        ],
    ),
    "on its side": (
        "Action,Train the team\nPerson responsible,Head of Year\nTimescale,Spring 2025\n"
        "Resources,Two days\nSuccess criteria,Team is trained\n",
        [("Train the team", "Head of Year", "spring-2025")],
    ),
    "people first": (
        "Responsible,Deadline,Action,RAG\nJK,Autumn 2024,Ring parents,R\nSD,Spring 2025,Visit,G\n",
        [("Ring parents", "JK", "autumn-2024"), ("Visit", "SD", "spring-2025")],
    ),
    "unknown heads": (
        "Improvement,In charge of it,Season\nOpen a garden,Mrs Vale,Spring 2025\n"
        "Close the old gate,Mr Hill,Summer 2025\n",
        [
            ("Open a garden", "Mrs Vale", "spring-2025"),
            ("Close the old gate", "Mr Hill", "summer-2025"),
        ],
    ),
    "roles and initials": (
        "Action,Led by,When\nA,SENCO (PW),termly\nB,PW - SENCO,termly\nC,Phase leaders: AB and CD,termly\n"
        "D,HT/DHT/AHT,termly\n",
        [
            ("A", "SENCO", "*"),
            ("B", "SENCO", "*"),
            ("C", "Phase leaders+CD", "*"),
            ("D", "HT+DHT+AHT", "*"),
        ],
    ),
    "dates with milestones": (
        'Action,Lead,Timescale\nNew hall,JK,"Plans: March 2025\nBuilding: July 2025"\n'
        'New gate,SD,"by April 2025 - design\nby June 2025 - build"\n',
        [("New hall", "JK", "2025-03 2025-07"), ("New gate", "SD", "2025-04 2025-06")],
    ),
    "sub-bullets": (
        'Actions,Lead\n"Improve homework by:\n• setting it weekly\n• marking it",JK\n'
        '"Run clubs, including:\n- chess\n- choir",SD\n',
        [("Improve homework by:", "JK", ""), ("Run clubs", "SD", "")],
    ),
    "totals": (
        "Item of expenditure,Intervention,Cost,Staff lead\nTutoring,Teach small groups,£900,JK\n"
        "Grand total,,£900,\n",
        [("Teach small groups", "JK", "")],
    ),
    "intent": (
        "Intent,Implementation,Impact,By whom,Timeline\n"
        "Pupils love history,Visit a castle,Pupils talk of it,History lead,June 2025\n",
        [("Visit a castle", "History lead", "2025-06")],
    ),
    "six terms": (
        "Action,Lead,Term\nAudit,JK,Term 1\nTrain,JK,Term 5\n",
        [("Audit", "JK", "!"), ("Train", "JK", "!")],
    ),
    "terms with years": (
        'Priority,Autumn Term 2024,Spring Term 2025\nWriting,"Audit books\nTrain staff",Coach\n',
        [
            ("Audit books", "", "autumn-2024"),
            ("Train staff", "", "autumn-2024"),
            ("Coach", "", "spring-2025"),
        ],
    ),
    "lead and time in one": (
        'Action,Lead and timescale,Impact\nTrain,"JK, Spring 2025",Good\n',
        [("Train", "JK", "spring-2025")],
    ),
    "heads said again": (
        "School plan,,\nPriority 1: Reading,,\nAction,Lead,Time\nBuy,JK,May 2025\n,,\n"
        "Priority 2: Maths,,\nAction,Lead,Time\nCount,SD,June 2025\n",
        [("Buy", "JK", "2025-05"), ("Count", "SD", "2025-06")],
    ),
    "milestones as work": (
        "Milestone,Owner,Deadline,Status,Notes\nOpen the nursery,Deputy Head,May 2025,On track,x\n",
        [("Open the nursery", "Deputy Head", "2025-05")],
    ),
    "agreed responses": (
        "Recommendation,Agreed response,Responsible officer,Implementation date\n"
        "Keep a register,Keep it monthly,Clerk,31 March 2025\n",
        [("Keep it monthly", "Clerk", "2025-03-31")],
    ),
    "development points of a curriculum area": (
        "Curriculum area,Development point,Action plan,Person leading,Time,Monitoring by\n"
        "Art,More sketching,Buy sketchbooks for each class,Art lead,June 2025,HT\n",
        [("Buy sketchbooks for each class", "Art lead", "2025-06")],
    ),
    "semicolons": (
        "Massnahme / Action;Verantwortlich / Responsible;Termin / Date\nBuy;JK;Autumn 2024\n",
        [("Buy", "JK", "autumn-2024")],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_table(sipctl: Callable[..., Any], tmp_path: Path, name: str) -> None:
    text, right = TABLES[name]
    (tmp_path / "plan.csv").write_text(text, encoding="utf-8")
    done = sipctl("init", "new", "--from", "plan.csv", *ANSWERS, cwd=tmp_path)
    assert done.code == 0, done.err
    plan = open_folder(Folder(tmp_path / "new" / "plan", "plan")).plan
    assert [_row(plan, key) for key in plan.activities] == right


def _row(plan: Plan, key: str) -> tuple[str, str, str]:
    work = plan.activities[key][2]
    leads = (plan.people.leads[lead].role or lead for lead in work.leads)
    keys = [_key(plan, phrase) for phrase in work.when.values()]
    return work.title, "+".join(leads), " ".join(dict.fromkeys(keys))


def _key(plan: Plan, phrase: str) -> str:
    """The period of a phrase; `*` for a rhythm, `!` for what cannot be read."""
    timing = read(phrase, timing_context(plan))
    if not isinstance(timing, Timing):
        return "!"
    single = len(timing.occurrences) == 1 and not timing.open_ended
    return str(timing.occurrences[0].period) if single else "*"


def test_a_second_row_of_heads_tells_apart_what_stands_under_a_wide_one(
    sipctl: Callable[..., Any], tmp_path: Path
) -> None:
    made: Any = docx.Document()
    table = made.add_table(rows=3, cols=5)
    rows = (
        ("Action", "Lead", "Timescale", "", "Cost"),
        ("", "", "Start", "End", ""),
        ("Train staff", "JK", "September 2024", "July 2025", "£5"),
    )
    for number, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(number, column).text = text
    table.cell(0, 2).merge(table.cell(0, 3)).text = "Timescale"
    made.save(tmp_path / "plan.docx")
    done = sipctl("init", "new", "--from", "plan.docx", *ANSWERS, cwd=tmp_path)
    assert done.code == 0, done.err
    plan = open_folder(Folder(tmp_path / "new" / "plan", "plan")).plan
    work = plan.activities["1a.1"][2]
    assert (work.title, work.starts, work.when) == (
        "Train staff",
        "September 2024",
        {"": "July 2025"},
    )
    assert work.resources == "£5"


def test_rows_that_are_set_off_are_sections(sipctl: Callable[..., Any], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for texts in (
        ["Action", "Who", "By when"],
        ["Quality of education"],
        ["Train", "JK", "Spring 2025"],
        ["Leadership"],
        ["Coach", "SD", "termly"],
    ):
        sheet.append(texts)
    for row in (2, 4):
        sheet.cell(row, 1).font = Font(bold=True)
    book.save(tmp_path / "plan.xlsx")
    done = sipctl("init", "new", "--from", "plan.xlsx", *ANSWERS, cwd=tmp_path)
    assert done.code == 0, done.err
    plan = open_folder(Folder(tmp_path / "new" / "plan", "plan")).plan
    assert {area.title: [work.title for work in area.activities] for _, area in plan.areas()} == {
        "Quality of education": ["Train"],
        "Leadership": ["Coach"],
    }
