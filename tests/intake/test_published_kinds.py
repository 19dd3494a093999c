"""Twenty tables of the kinds that schools, trusts and councils publish, with made-up names and words.

What is right was written down for each before the reader was tried on it: every action once, its
leads as the table calls them, the period of its time (`*` for a rhythm, `!` for what cannot be
read), and the aim or priority it stands under where the document names several. FIRST_TIME of them were
read rightly then; of the New Zealand one, what was written down was mended: Term 1 is autumn here.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import docx
import pytest
from support.read_work import work_row

from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sipctl.plan.model.entries import Plan

ANSWERS = ("--name", "Field School", "--years", "2024-26")
Work = tuple[str, str, str]
Right = dict[str, list[Work]]
"""The work by the title of what it stands under; `*` where that is not told."""

# A Word table is a CSV text too: `<` is merged with the cell on its left, `^` with the one above.
TABLES: dict[str, tuple[str, str, Right]] = {
    "council statement of action": (
        "docx",
        "Ref,Action,Lead Officer,Start date,End date,Milestones,RAG\n"
        "Priority 1: Co-production,<,<,<,<,<,<\n"
        "1.1,Set up a parent panel,Head of SEND,Sept 2024,Dec 2024,Panel has met,G\n"
        "1.2,Publish its minutes,Panel chair,Jan 2025,Mar 2025,,A\n"
        "Priority 2: Plans on time,<,<,<,<,<,<\n"
        "2.1,Hire two case workers,Head of SEND,Oct 2024,Feb 2025,,R\n",
        {
            "Co-production": [
                ("Set up a parent panel", "Head of SEND", "2024-12"),
                ("Publish its minutes", "Panel chair", "2025-03"),
            ],
            "Plans on time": [("Hire two case workers", "Head of SEND", "2025-02")],
        },
    ),
    "scottish improvement plan": (
        "docx",
        "Expected outcomes for learners which are measurable or observable,"
        "Tasks/Interventions to achieve priority,By Whom,Timescales,Resources,"
        "How will this be measured?\n"
        'More pupils read for pleasure,"Open the library at lunch\nBuy dual-language books",'
        "Mrs Fell,August 2025,£400,Borrowing figures\n",
        {
            "*": [
                ("Open the library at lunch", "Mrs Fell", "2025-08"),
                ("Buy dual-language books", "Mrs Fell", "2025-08"),
            ]
        },
    ),
    "welsh development plan": (
        "csv",
        "Targets,Actions,Responsibility,Time Scale,Resources / Costs,Success Criteria,"
        "Monitoring and Evaluation\n"
        "Raise oracy,Plan talk into each lesson,All class teachers,Autumn Term 2024,2 x INSET,"
        "Pupils speak at length,Listening walks: DHT\n"
        "Raise Welsh,Play Welsh games daily,Welsh coordinator,On-going,£120,,Link governor\n",
        {
            "*": [
                ("Plan talk into each lesson", "All class teachers", "autumn-2024"),
                ("Play Welsh games daily", "Welsh coordinator", "*"),
            ]
        },
    ),
    "irish self-evaluation": (
        "csv",
        "Targets,Actions,Persons / Groups responsible,Timeframe for action,"
        "Success criteria / Measurable outcomes,Review date\n"
        "60% read above their age,Start a paired reading scheme,Class teachers & SNAs,"
        "October 2024 - May 2025,Scores rise,June 2025\n",
        {"*": [("Start a paired reading scheme", "Class teachers+SNAs", "2024-10..2025-05")]},
    ),
    "pupil premium activities": (
        "docx",
        "Activity,Evidence that supports this approach,Challenge number(s) addressed\n"
        "Buy a phonics programme,Strong evidence of impact,1\n"
        "Coach teachers in talk,Oral work adds months,\"1, 3\"\n",
        {"*": [("Buy a phonics programme", "", ""), ("Coach teachers in talk", "", "")]},
    ),
    "sports premium": (
        "docx",
        "Key indicator 2: Engagement of all pupils,<,<,<,<\n"
        "Intent,Implementation,Funding allocated,Impact,Sustainability and suggested next steps\n"
        "Active lunchtimes,Train Year 6 play leaders,£650,More pupils run,Train the next year\n"
        "Safe cycling,Book a cycling course,£300,All of Year 5 ride,Book it again\n",
        {
            "*": [
                ("Train Year 6 play leaders", "", ""),
                ("Book a cycling course", "", ""),
            ]
        },
    ),
    "post-inspection": (
        "docx",
        "AFI 1 Improve the teaching of early reading,<,<,<,<,<\n"
        "Actions to be taken,Who will lead?,Start and end date,"
        "Who will monitor? How and when?,Success criteria,RAG\n"
        "Train every adult in phonics,LB,Sept 2024 – Dec 2024,\"HT, fortnightly visits\",All pass,\n"
        "Match books to sounds,\"LB, TW\",by half term,,Books match,\n"
        "AFI 2 Raise attendance,<,<,<,<,<\n"
        "Call home on the first day,Office staff,ongoing,EWO half-termly,Absence falls,\n",
        {
            "Improve the teaching of early reading": [
                ("Train every adult in phonics", "LB", "2024-09..2024-12"),
                ("Match books to sounds", "LB+TW", "!"),
            ],
            "Raise attendance": [("Call home on the first day", "Office staff", "*")],
        },
    ),
    "equality objectives": (
        "csv",
        "Equality objective,Why we have chosen it,What we will do to achieve it,Who,By when,"
        "Progress we are making\n"
        "Raise girls' take-up of physics,Few choose it,Invite women engineers to speak,"
        "Head of Science,July 2025,Two have come\n",
        {"*": [("Invite women engineers to speak", "Head of Science", "2025-07")]},
    ),
    "american action steps": (
        "csv",
        "Strategy,Action Step,Person(s) Responsible,Timeline,Evidence of Implementation,"
        "Funding Source\n"
        "Small-group reading,Schedule a daily block,Assistant Principal,August 2024,Timetable,"
        "Title I\n"
        "Small-group reading,Coach new teachers,Literacy Coach,monthly,Coaching log,General\n",
        {
            "*": [
                ("Schedule a daily block", "Assistant Principal", "2024-08"),
                ("Coach new teachers", "Literacy Coach", "*"),
            ]
        },
    ),
    "careers benchmarks": (
        "csv",
        "Gatsby Benchmark,Current position,Action required,Owner,Due date\n"
        "1 A stable programme,Draft only,Publish the programme,Careers Leader,31/10/2024\n"
        "5 Encounters with employers,Two a year,Arrange a third visit,Careers Leader,14/03/2025\n",
        {
            "*": [
                ("Publish the programme", "Careers Leader", "2024-10-31"),
                ("Arrange a third visit", "Careers Leader", "2025-03-14"),
            ]
        },
    ),
    "safeguarding audit": (
        "csv",
        "No.,Issue identified,Action required,Action by,Date for completion,Date completed\n"
        "1,Old visitor badges,Order new badges,Site team,30 Sept 2024,27 Sept 2024\n"
        "2,Policy out of date,Rewrite the policy,DSL,Dec 2024,\n",
        {
            "*": [
                ("Order new badges", "Site team", "2024-09-30"),
                ("Rewrite the policy", "DSL", "2024-12"),
            ]
        },
    ),
    "attendance milestones by term": (
        "docx",
        "Action,Lead,Milestones,<,<\n"
        "^,^,Autumn 2024,Spring 2025,Summer 2025\n"
        "Reward good attendance,AHT,Scheme agreed,Half the classes in,All classes in\n",
        {"*": [("Reward good attendance", "AHT", "autumn-2024 spring-2025 summer-2025")]},
    ),
    "new zealand annual plan": (
        "docx",
        "Annual goal:,Every learner feels they belong,<,<,<\n"
        "Actions,Who is responsible,Resources required,Timeframe,How will you measure success?\n"
        "Hold a welcome for new families,Deputy Principal,$500 for food,Term 1 2025,Families come\n",
        {"*": [("Hold a welcome for new families", "Deputy Principal", "autumn-2025")]},
    ),
    "governors' action log": (
        "csv",
        "Item,Agreed action,Named governor,To be completed by,Progress\n"
        "4,Visit the new library,Ms Orr,Spring term 2025,Booked\n"
        "7,Review the lettings policy,Chair of Finance,next meeting,\n",
        {
            "*": [
                ("Visit the new library", "Ms Orr", "spring-2025"),
                ("Review the lettings policy", "Chair of Finance", "!"),
            ]
        },
    ),
    "project sheet": (
        "csv",
        "Phase,Task,Assigned to,Start,Finish,% complete\n"
        "Plan,Survey the wifi,Network manager,01/09/2024,30/09/2024,100%\n"
        "Build,Fit access points,Network manager,01/10/2024,20/12/2024,40%\n",
        {
            "*": [
                ("Survey the wifi", "Network manager", "2024-09-30"),
                ("Fit access points", "Network manager", "2024-12-20"),
            ]
        },
    ),
    "five questions": (
        "csv",
        "What?,Who?,When?,How?,So what?\n"
        "Teach six spellings a week,Year 3 and 4 teachers,weekly,In starters,Scores rise\n",
        {"*": [("Teach six spellings a week", "Year 3 and 4 teachers", "*")]},
    ),
    "premises": (
        "csv",
        "Location,Work required,Est. cost,Responsible,Year\n"
        "Hall,Replace the roof,\"£40,000\",Estates Director,2024/25\n"
        "Total,,\"£40,000\",,\n",
        {"*": [("Replace the roof", "Estates Director", "2024/25")]},
    ),
    "trust scorecard": (
        "docx",
        "Strategic objective,Actions,Executive lead,Deadline,KPI,Baseline,Target\n"
        "People,Launch a wellbeing charter,Director of People,Easter 2025,Staff turnover,14%,10%\n"
        "^,Train line managers,Director of People,Summer 2025,Sick days,7.1,5\n"
        "Finance,Pool the contracts,CFO,August 2025,Saving,£0,\"£90,000\"\n",
        {
            "People": [
                ("Launch a wellbeing charter", "Director of People", "easter-2025"),
                ("Train line managers", "Director of People", "summer-2025"),
            ],
            "Finance": [("Pool the contracts", "CFO", "2025-08")],
        },
    ),
    "subject leader's plan": (
        "docx",
        "Subject: Geography,<,Subject leader: Mr Ashe,<,<\n"
        "Objective,Actions / Tasks,Timescale,CPD / Resources,Impact\n"
        "Fieldwork in every year,\"1. Map local sites\n2. Write risk assessments\n3. Walk them\","
        "by Feb 2025,Cover for a day,All classes go out\n",
        {
            "*": [
                ("Map local sites", "Mr Ashe", "2025-02"),
                ("Write risk assessments", "Mr Ashe", "2025-02"),
                ("Walk them", "Mr Ashe", "2025-02"),
            ]
        },
    ),
    "behaviour, staff in columns": (
        "docx",
        "Priority,What the school will do,What governors will do,Led by,Completed by\n"
        "Calm corridors,Repaint the one-way signs,Walk the site at noon,Head of Year 8,Nov 2024\n",
        {"*": [("Repaint the one-way signs", "Head of Year 8", "2024-11")]},
    ),
}  # fmt: skip
FIRST_TIME = 13


@pytest.mark.parametrize("name", TABLES)
def test_table(sipctl: Callable[..., Any], tmp_path: Path, name: str) -> None:
    kind, text, right = TABLES[name]
    file = tmp_path / f"our plan.{kind}"
    if kind == "docx":
        _word(text).save(str(file))
    else:
        file.write_text(text, encoding="utf-8")
    done = sipctl("init", "new", "--from", file.name, *ANSWERS, cwd=tmp_path)
    assert done.code == 0, done.err
    plan = open_folder(Folder(tmp_path / "new" / "plan", "plan")).plan
    assert _work(plan, by_area="*" not in right) == right


def _word(text: str) -> Any:
    rows = list(csv.reader(text.splitlines(keepends=True)))
    document: Any = docx.Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            here = table.cell(number, column)
            if cell == "<":
                table.cell(number, column - 1).merge(here)
            elif cell == "^":
                table.cell(number - 1, column).merge(here)
            else:
                here.text = cell
    return document


def _work(plan: Plan, *, by_area: bool) -> Right:
    work: Right = {}
    for aim, area in plan.areas():
        sections = {priority.id: priority.title for priority in area.priorities}
        for activity in area.activities:
            place = sections.get(activity.priority or "", aim.title) if by_area else "*"
            work.setdefault(place, []).append(work_row(plan, activity))
    return work
