"""Plans as schools write them (`field/README.md`): every row of `field/expected.tsv` comes out right.

Each check below says in code what its row says in words; rows without one fail.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sipctl.plan.context import timing_context
from sipctl.plan.timing import Timing, read
from sipctl.store.cache.snapshot import open_folder
from sipctl.store.files.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from sipctl.plan.model.entries import Activity, Area, Plan

FIELD = Path(__file__).parent / "field"
with (FIELD / "expected.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@dataclass
class Outcome:
    """How a file came in: the command, the plan it made (None if refused), and all its files."""

    code: int
    out: str
    err: str
    plan: Plan | None
    files: str
    check: Callable[[], list[str]]

    @property
    def built_plan(self) -> Plan:
        assert self.plan is not None, self.err
        return self.plan

    @property
    def works(self) -> list[Activity]:
        return [work for _, _, work in self.built_plan.activities.values()]

    @property
    def titles(self) -> list[str]:
        return [work.title for work in self.works]

    @property
    def aims(self) -> list[str]:
        return [aim.title for aim in self.built_plan.aims]

    @property
    def areas(self) -> list[Area]:
        return [area for _, area in self.built_plan.areas()]

    @property
    def sections(self) -> dict[str, list[str]]:
        """Each area's title → the titles of its activities."""
        return {area.title: [work.title for work in area.activities] for area in self.areas}

    @property
    def comments(self) -> str:
        """All comments, each line break a space."""
        lines = re.findall(r"^\s*#\s*(.*)$", self.files, re.MULTILINE)
        return " ".join(lines)

    @property
    def roles(self) -> dict[str, str | None]:
        return {initials: lead.role for initials, lead in self.built_plan.people.leads.items()}

    def leads(self, number: int) -> list[str]:
        """What those are called who lead the activity of that number, from 0."""
        return [self.roles[lead] or lead for lead in self.works[number].leads]

    def keys(self, number: int) -> list[str]:
        """The periods of an activity's times; REFUSE for what cannot be read."""
        return [key for phrase in self.works[number].when.values() for key in self.read(phrase)]

    def read(self, phrase: str) -> list[str]:
        timing = read(phrase, timing_context(self.built_plan))
        if not isinstance(timing, Timing):
            return ["REFUSE"]
        return [str(occurrence.period) for occurrence in timing.occurrences]

    def refused(self, *phrases: str) -> bool:
        """Whether each phrase is one fault, and nothing else is an unreadable time."""
        faults = [fault for fault in self.check() if "unreadable-when" in fault]
        return len(faults) == len(phrases) and all(
            self.read(phrase) == ["REFUSE"] for phrase in phrases
        )


Check = "Callable[[Outcome], None]"
CHECKS: dict[str, Any] = {}


def row(name: str) -> Callable[[Any], Any]:
    def keep(check: Any) -> Any:
        CHECKS[name] = check
        return check

    return keep


@pytest.fixture
def bring(sipctl: Callable[..., Any], tmp_path: Path) -> Callable[..., Outcome]:
    def run(file: Path, *options: str) -> Outcome:
        new = tmp_path / "new"
        argv = ("--name", "Field School", "--short", "FS", *options, "--from", str(file), str(new))
        done = sipctl("init", *argv, cwd=tmp_path)
        if not (new / "plan").exists():
            return Outcome(done.code, done.out, done.err, None, "", list)
        opened = open_folder(Folder(new / "plan", "plan"))
        files = "".join(path.read_text() for path in sorted((new / "plan").rglob("*.yaml")))

        def check() -> list[str]:
            argv = ("check", "--plan", str(new), "--format", "concise")
            return list(sipctl(*argv, cwd=tmp_path).out.splitlines())

        return Outcome(done.code, done.out, done.err, opened.plan, files, check)

    return run


@pytest.mark.parametrize("expected", ROWS, ids=lambda expected: expected["file"])
def test_row(bring: Callable[..., Outcome], expected: dict[str, str]) -> None:
    CHECKS[expected["file"]](bring(FIELD / expected["file"], *expected["options"].split()))


# The whole plans.


@row("plans/01-science-six-terms.docx")
def science(got: Outcome) -> None:
    assert got.aims == ["Science Action Plan 2016 – 2017"]
    assert list(got.sections) == ["Teaching and Assessment"]
    assert len(got.works) == 8
    assert got.titles[-1] == "Join the space project by:"
    points = "MT going on a course\nNew units for Year 5/6\nVisits by a guest"
    assert got.works[-1].detail == f"{points}\nA space week (EYFS to Y6)"
    assert {lead for work in got.works for lead in work.leads} == {"MT"}
    assert [got.keys(number) for number in (0, 3, 2, 5)] == [
        ["autumn-2016-1"],
        ["autumn-2016-2"],
        ["spring-2017-2"],
        ["summer-2017-1"],
    ]
    assert got.refused("T3/T6", "T3/T5", "End of each science term", "T3/T4")
    assert [work.resources for work in got.works if work.resources] == [
        *["Half a day's release"] * 3,
        "£200",
    ]


@row("plans/03-start-finish.xlsx")
def start_finish(got: Outcome) -> None:
    names = {*got.aims, *got.sections}
    assert {"Leadership and Management", "A vision for ICT"} <= names
    assert not {"Element", "Target"} & names
    assert 7 <= len(got.works) <= 9
    assert got.leads(3) == ["Headteacher"]
    assert got.leads(4) == got.leads(5) == ["ICT WP"]
    assert sum(len(work.success) for work in got.works) == 7
    assert "06/09 - then annually" in (got.works[5].query or "")
    assert "June 2009" in (got.works[5].query or "")
    assert got.keys(5) == ["REFUSE"]


@row("plans/04-goals-objectives.docx")
def goals(got: Outcome) -> None:
    assert [len(area.activities) for area in got.areas] == [6, 1]
    assert [title[:8] for title in got.aims] == ["GOAL I: ", "GOAL II:"]
    objectives = [priority.title for area in got.areas for priority in area.priorities]
    assert objectives == ["Teachers are trained.", "Buildings are safe."]
    assert set(got.roles) == {"Superintendent", "Principal"}
    assert got.works[3].leads == ("Principal", "Superintendent")
    assert (got.keys(0), got.keys(6)) == (["2013-10"], ["2014-08"])
    assert [got.works[number].when for number in (2, 3)] == [{"": "Ongoing"}] * 2
    assert got.refused(*(got.works[number].when[""] for number in (1, 4, 5)))
    for kept in ("Formative Evaluation: Sign-in sheets", "Certificates", "Applicants"):
        assert kept in got.comments


@row("plans/05-on-its-side.docx")
def on_its_side(got: Outcome) -> None:
    assert got.titles[0] == "go on as now"
    assert got.titles[1].startswith("number work in every subject")
    assert [work.when for work in got.works] == [{"": "2012 ongoing"}, {"": "2013 ongoing"}]
    assert len(got.roles) == 5
    assert got.works[0].success == ("Targets are met", "Pupils like reading")
    assert "May 2015" in got.files


@row("plans/07-questions-as-heads.docx")
def questions(got: Outcome) -> None:
    assert got.aims == ["Governor Action Plan"]
    assert list(got.sections) == ["Key Area 1: Do governors have the skills?"]
    priorities = {priority.id: priority.title for priority in got.areas[0].priorities}
    assert list(priorities.values()) == ["1.1 Membership", "1.2 Induction", "1.3 Training"]
    under = [priorities[work.priority or ""][:3] for work in got.works]
    assert under == ["1.1", "1.1", "1.2", "1.2", "1.2", "1.3"]
    assert got.titles[-1] == "Write a training plan each year"
    assert "what is on coming agendas\nthe skills audit" in (got.works[-1].detail or "")
    assert (got.leads(0), got.leads(2)) == (["Chair", "governing body"], ["Training Governor"])
    assert [work.when[""] for work in got.works] == [*["ongoing"] * 5, "Annually"]


@row("plans/08-pupil-premium.docx")
def pupil_premium(got: Outcome) -> None:
    assert got.aims == ["Pupil Premium – Planned Expenditure"]
    assert list(got.sections) == ["i. Quality of teaching for all", "ii. Targeted support"]
    assert got.leads(0) == ["Headteacher", "Superusers"]
    assert (got.leads(3), got.leads(4)) == (["SLT"], ["SENCO"])
    assert got.keys(0)[:2] == ["autumn-2017", "spring-2018-1"]
    assert (got.works[3].when, got.keys(4)) == ({"": "Termly"}, ["spring-2018"])
    assert "Total budgeted cost £13,700" in got.comments
    assert "Total budgeted cost £9,000" in got.comments


@row("plans/10-milestone-columns.docx")
def milestone_columns(got: Outcome) -> None:
    assert got.aims == ["Outcomes", "Teaching"]
    assert len(got.works) == 6
    due = {label: got.read(phrase)[0] for w in got.works for label, phrase in w.when.items()}
    due |= {k.measure: got.read(k.monitored[""])[0] for _, _, k in got.built_plan.kpis.values()}
    assert due == {
        **dict.fromkeys(("Targets are set", "Books are neat"), "2017-12"),
        **dict.fromkeys(("First targets met in all years", "Policy agreed"), "2017-12"),
        **dict.fromkeys(("Middle group is on course", "Seen in all books"), "2018-03"),
        "Second targets met in all years": "2018-03",
        **dict.fromkeys(("All years at national level", "3 steps up in R,W,M"), "2018-07"),
        "All lessons are good": "2018-07",
    }


@row("plans/11-year-columns.docx")
def year_columns(got: Outcome) -> None:
    years = ["2025/26"] * 5 + ["2026/27"] * 4 + ["2027/28"] * 4
    assert [got.keys(number) for number in range(13)] == [[year] for year in years]
    assert len(got.works) == 13
    assert "20% less spent on energy." in got.comments


@row("plans/12-spending-template.docx")
def spending(got: Outcome) -> None:
    assert got.titles == ["TA hours in the afternoon", "Reading books"]
    assert [(work.resources or "")[:5] for work in got.works] == ["£1500", "£800"]
    assert [work.success for work in got.works] == [
        ("All PP pupils keep up.",),
        ("More reading at home",),
    ]
    assert [(work.leads, work.when) for work in got.works] == [((), {})] * 2
    assert "No column says who leads or when work is due." in got.out
    assert "The plan is sound" not in got.out
    assert '--map "Is this a new or continued activity?=when"' in " ".join(got.out.split())


@row("plans/14-eco-schools.docx")
def eco(got: Outcome) -> None:
    assert list(got.sections) == ["Energy", "Healthy Living", "Water", "Litter / Rubbish"]
    assert len(got.works) == 4
    assert [work.when for work in got.works[::3]] == [{"": "On-going throughout Term Two"}] * 2
    assert got.read(got.works[1].when[""])[0].startswith("2014-01-20")
    assert {label: got.read(phrase) for label, phrase in got.works[2].when.items()} == {
        "Measure": ["2014-01"],
        "Install Butt": ["2014-03"],
    }
    assert [got.leads(number) for number in range(4)] == [
        ["Eco Action Team"],
        ["Mrs Marsh", "Eco Action Team"],
        ["P4 & P5 pupils"],
        ["Eco Action Team", "Litter Monitors"],
    ]
    assert "Photos before and after." in [kpi.measure for _, _, kpi in got.built_plan.kpis.values()]


@row("plans/16-bullets-side-by-side.docx")
def bullets(got: Outcome) -> None:
    assert len(got.works) == 7
    assert [got.works[number].when[""] for number in (4, 5, 6)] == [
        *("Autumn 2019", "Termly in assemblies", "Spring 2020")
    ]
    assert got.refused("Termly in assemblies", "Annual review of the Whole School Curriculum Map")


@row("plans/18-months-alone.docx")
def months_alone(got: Outcome) -> None:
    assert [got.leads(number) for number in range(5)] == [
        ["Eco-Coordinator"],
        ["P4 Maths"],
        ["P6 English / Maths"],
        ["Caretaker"],
        ["P7 English / PDP"],
    ]
    groups = [lead.role for lead in got.built_plan.people.leads.values() if lead.group]
    assert groups == ["P4 Maths", "P6 English / Maths", "P7 English / PDP"]
    months = ["2013-09", "2013-10", "2013-10", "2013-11", "2013-11"]
    assert [got.keys(number) for number in range(5)] == [[month] for month in months]


@row("plans/19-accessibility.docx")
def accessibility(got: Outcome) -> None:
    assert {title: len(works) for title, works in got.sections.items()} == {
        "Access to the Curriculum": 3,
        "Written Information": 1,
    }
    assert sum(len(area.priorities) for area in got.areas) == 4
    assert [len(work.success) for work in got.works] == [1, 1, 1, 1]
    assert got.keys(0) == ["summer-2014"]
    assert [work.when[""] for work in got.works[1:]] == [
        *("ongoing", "Staff April 2014", "As required")
    ]
    assert got.refused("Staff April 2014")


# The smallest inputs.


@row("small/s01-bold-headings.docx")
@row("small/s02-capital-headings.docx")
def headings(got: Outcome) -> None:
    assert [title.casefold() for title in got.aims] == ["reading", "maths"]
    assert list(got.sections.values()) == [["Train staff"], ["Buy counters"]]


@row("small/s03-goal-objective.docx")
def goal_objective(got: Outcome) -> None:
    assert got.sections == {
        "GOAL I: Academic excellence": ["Train staff"],
        "GOAL II: Good buildings": ["Walk the site"],
    }
    assert [area.priorities[0].title for area in got.areas] == [
        *("Teachers are well trained", "Buildings are safe")
    ]


@row("small/s04-start-end-one-column.csv")
def start_end(got: Outcome) -> None:
    assert got.keys(0) == ["2024-09..2025-07"]
    assert (got.works[1].starts, dict(got.works[1].when)) == ("September 2025", {})
    assert got.works[1].query == "When does this end? The table says only September 2025."


@row("small/s05-term-milestone-columns.csv")
def term_columns(got: Outcome) -> None:
    assert [dict(work.when) for work in got.works] == [
        {"All KS1 trained": "Autumn", "All KS2 trained": "Spring", "Reading up 10%": "Summer"},
        {"List made": "Autumn", "Books bought": "Spring"},
    ]
    assert sum("say which" in line for line in got.out.splitlines()) > 0


@row("small/s06-ticks-under-half-terms.csv")
def ticks(got: Outcome) -> None:
    assert got.keys(0) == ["autumn-2024-1", "autumn-2024-2"]
    assert got.keys(1) == ["spring-2025-1", "summer-2025-1"]


@row("small/s07-t1-to-t6.csv")
def six_terms(got: Outcome) -> None:
    halves = ["autumn-2024-1", "autumn-2024-2", "spring-2025-2", "summer-2025-2"]
    assert [got.keys(number) for number in range(4)] == [[half] for half in halves]


@row("small/s08-role-then-initials.csv")
def role_then_initials(got: Outcome) -> None:
    assert [work.leads for work in got.works] == [("BK",), ("RM",), ("KM",), ("KM",)]
    assert got.roles == {"BK": "Head of Sixth Form", "RM": "Headteacher", "KM": "DHT"}


@row("small/s09-inline-numbers.csv")
def inline_numbers(got: Outcome) -> None:
    assert got.titles == [
        *("Give new staff a pack", "All new staff go on a course", "Name a mentor"),
        *("Audit", "Train", "Review", "Audit", "Train"),
    ]


@row("small/s10-lead-in-and-sublist.csv")
def lead_in(got: Outcome) -> None:
    assert [(work.title, work.detail) for work in got.works] == [
        ("Develop an annual CPD plan based on:", "future agenda items\nthe skills audit"),
        ("Take part in a national project by:", "MT attending CPD\nNew scheme of work"),
    ]


@row("small/s11-annually-from-month.csv")
def annually(got: Outcome) -> None:
    assert got.works[0].when == {"": "May 2025 and annually"}
    assert got.keys(0) == ["2025-05", "2026-05", "2027-05"]


@row("small/s12-milestone-behind-date.csv")
@row("small/s13-milestone-before-date.csv")
def labelled_dates(got: Outcome) -> None:
    due = {label: got.read(phrase)[0] for label, phrase in got.works[0].when.items()}
    assert due in (
        {"plans": "2025-07", "building work": "2026-01", "open it to pupils": "2026-07"},
        {"Measure": "2025-01", "Plant trees": "2025-03"},
    )


@row("small/s14-measure-is-action.csv")
def measure_is_action(got: Outcome) -> None:
    assert got.titles == ["Keep an hour a day for reading"]
    assert (got.leads(0), got.keys(0)) == (["Learning Support Team"], ["spring-2025"])


@row("small/s15-key-personnel.csv")
@row("small/s16-assigned-to.csv")
@row("small/s17-no-action-head.csv")
def usual_heads(got: Outcome) -> None:
    assert (got.titles, got.leads(0), got.keys(0)) == (["Train"], ["JK"], ["spring-2025"])


@row("small/s18-total-row.csv")
def totals(got: Outcome) -> None:
    assert got.titles == ["Train"]
    assert "Total £500" in got.comments
    assert "Total budgeted cost £500" in got.comments


@row("small/s19-done-rows.csv")
def done_rows(got: Outcome) -> None:
    assert got.titles == ["Train", "Buy", "Sell"]
    assert "sipctl record" in got.out


@row("small/s20-all-staff.csv")
def all_staff(got: Outcome) -> None:
    named = {work.title: work.leads for work in got.works}
    assert all(1 <= len(leads) <= 3 for title, leads in named.items() if title not in "GH")
    assert (named["G"], named["H"]) == ((), ())
    assert named["V"] == ("HT", "DHT", "SENCO")
    assert named["T"] == ("JK", "SD", "MT")
    assert got.roles[named["F"][0]] == "Class teachers"
    assert "pupils" in (got.roles[named["K"][-1]] or "")
    assert got.roles[named["W"][0]] == "Literacy link teacher"
    assert not got.built_plan.people.leads[named["P"][0]].group


@row("small/s21-action-head-only.csv")
def action_head_only(got: Outcome) -> None:
    due = {label: got.read(phrase) for label, phrase in got.works[0].when.items()}
    assert due == {"KS1": ["2024-12"], "KS2": ["2025-03"]}


@row("small/s22-sheet-per-priority.xlsx")
def sheet_per_priority(got: Outcome) -> None:
    assert got.aims == ["Quality of Education", "Behaviour"]
    assert got.keys(1) == ["REFUSE"]
    assert "Red | Not started" in got.comments
    assert "2024 | 0.75 | 0.7" in got.comments


@row("small/s23-on-its-side.docx")
def small_on_its_side(got: Outcome) -> None:
    assert got.titles == ["Train staff in phonics"]
    assert (got.leads(0), got.keys(0)) == (["English lead"], ["spring-2025"])
    assert (got.works[0].resources, len(got.works[0].success)) == ("£500", 1)


@row("small/s24-banner-over-each-head.docx")
def banner_over_each_head(got: Outcome) -> None:
    assert got.aims == ["Governor Action Plan"]
    assert list(got.sections) == ["Key Area 1: Skills", "Key Area 2: Visits"]


@row("small/s25-label-row-over-banner.docx")
def label_row(got: Outcome) -> None:
    assert got.aims == ["Pupil Premium Plan"]
    assert got.sections == {"i. Quality of teaching for all": ["Train"]}
    assert "Total budgeted cost £9,000" in got.comments


@row("small/s26-head-over-two-columns.docx")
def head_over_two(got: Outcome) -> None:
    priorities = [priority.title for area in got.areas for priority in area.priorities]
    assert priorities == ["1.1 Membership", "1.2 Induction"]


@row("small/s27-block-above.csv")
def block_above(got: Outcome) -> None:
    assert list(got.sections) == ["Reading for all"]
    assert [got.leads(number) for number in range(2)] == [["English lead"]] * 2
    assert [got.keys(number) for number in range(2)] == [["autumn-2024..summer-2025"]] * 2
    assert all("Over its heads" in (work.query or "") for work in got.works)
    assert "Funding: £1000" in got.comments


@row("small/s28-excel-serial.csv")
def excel_serial(got: Outcome) -> None:
    assert got.refused("45800")
    assert "23 May 2025" in got.out


@row("small/s29-year-columns.csv")
def small_year_columns(got: Outcome) -> None:
    due = {label: got.read(phrase) for label, phrase in got.works[0].when.items()}
    years = {"Audit books": "2024/25", "Buy books": "2025/26", "Review": "2026/27"}
    assert due == {label: [year] for label, year in years.items()}
    assert got.leads(0) == ["JK"]


@row("small/s30-placeholders.docx")
def placeholders(got: Outcome) -> None:
    assert [(work.title, work.leads, work.when) for work in got.works] == [("Train staff", (), {})]


@row("small/s35-no-table.docx")
def no_table(got: Outcome) -> None:
    assert got.plan is None
    assert "a plan of headings and lists is not read" in got.err


@row("small/s36-banner-not-merged.docx")
def banner_not_merged(got: Outcome) -> None:
    assert len(got.aims) == 2
    assert got.aims[1] == "Maths"


@row("small/s37-priority-then-blank.docx")
def priority_then_blank(got: Outcome) -> None:
    priorities = {priority.id: priority.title for priority in got.areas[0].priorities}
    assert [priorities[work.priority or ""] for work in got.works] == [
        "Reading",
        "Reading",
        "Maths",
    ]


@row("small/3. School Improvement Plan.csv")
@row("small/5 year plan.csv")
def name_of_file(got: Outcome) -> None:
    assert [(aim.id, aim.title) for aim in got.built_plan.aims] in (
        [(1, "School Improvement Plan")],
        [(1, "5 year plan")],
    )


# Odd files.


@row("files/01-sdt.docx")
def controls(got: Outcome) -> None:
    assert [got.keys(number) for number in range(3)] == [
        ["2025-05-01"],
        ["summer-2025"],
        ["autumn-2025"],
    ]


@row("files/01c-sdt-placeholder.docx")
def unfilled_control(got: Outcome) -> None:
    assert [dict(work.when) for work in got.works] == [
        {},
        {"": "Summer 2025"},
        {"": "Autumn 2025"},
    ]


@row("files/02-tracked.docx")
def tracked(got: Outcome) -> None:
    assert (got.titles, got.keys(0)) == (["Train staff", "Write policy"], ["summer-2025"])


@row("files/03-1904.xlsx")
def since_1904(got: Outcome) -> None:
    assert [got.keys(number) for number in range(2)] == [["2025-05-01"], ["2025-06"]]


@row("files/04c-utf16-tab.csv")
@row("files/04e-mac-roman-cr.csv")
@row("files/04f-sep-line.csv")
def alphabets(got: Outcome) -> None:
    assert got.titles == ["Train staff – “Phonics Hour”", "Buy books"]
    assert got.roles["ZS"] == "Zoë Smith"
    assert not any(title.startswith("sep") and "=" in title for title in got.aims)


@row("files/05-formulas.xlsx")
def formulas(got: Outcome) -> None:
    assert "formulas without a result in the file stand as text: 4" in got.out
    assert "B" not in got.roles
    assert "=B2" in got.comments


@row("files/07-hidden.xlsx")
def hidden(got: Outcome) -> None:
    assert 'hidden rows of "Plan" were read like the others: 1' in got.out
    assert 'hidden columns of "Plan" were read like the others: 1' in got.out
    assert 'the hidden sheet "2023-24 old" was read like the others' in got.out
    assert 'the sheet "Lists", which nobody can see, was not read' in got.out
    assert "Red" not in got.titles


@row("files/08a-uk-mixed.csv")
def day_first(got: Outcome) -> None:
    days = ["2025-09-10", "2025-09-30", "2026-04-03"]
    assert [got.keys(number) for number in range(3)] == [[day] for day in days]


@row("files/08b-us.csv")
def month_first(got: Outcome) -> None:
    assert (got.keys(0), got.keys(2)) == (["2025-05-13"], ["2025-12-25"])
    assert got.works[1].query == (
        "Is 06/07/2025 7 June 2025, as the column's other days say, or 6 July?"
    )


@row("files/08c-cell-formats.xlsx")
def cell_formats(got: Outcome) -> None:
    assert [got.keys(number) for number in range(4)] == [
        ["2025-05"],
        ["2025-09"],
        *[["2025-06-07"]] * 2,
    ]
    assert got.keys(4) == got.keys(6) == ["REFUSE"]
    assert "23 May 2025" in got.out


@row("files/10-norway.csv")
def norway(got: Outcome) -> None:
    assert got.titles[:3] == ["yes", "1e3", "0123"]
    assert [work.leads for work in got.works[:3]] == [("NO",), ("ON",), ("Y",)]


@row("files/13-nfd.csv")
def decomposed(got: Outcome) -> None:
    assert got.works[0].leads == got.works[1].leads == ("ZS",)


@row("files/15-nested.docx")
def nested(got: Outcome) -> None:
    text = got.files
    assert text.index("70%") < text.index("title: Train staff") < text.index("title: Buy books")


@row("files/15b-plan-in-layout-table.docx")
def layout_table(got: Outcome) -> None:
    assert [(aim.id, aim.title) for aim in got.built_plan.aims] == [(1, "Reading")]
    assert len(got.works) == 2


@row("files/16-textbox.docx")
def text_box(got: Outcome) -> None:
    assert got.aims == ["Raise attainment in reading"]


@row("files/18-struck-hidden.docx")
def struck(got: Outcome) -> None:
    assert got.titles[0] == "Train staff"
    assert "SECRET NOTE" in got.out
    assert got.keys(1) == ["autumn-2025"]
