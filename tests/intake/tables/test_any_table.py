"""Whatever a table holds, a plan comes of it that loads, and no word of it is lost."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from time import process_time
from typing import Literal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support.each_row import each_row

from sipctl.documents.document import Cell, Document, Heading, SourceTable
from sipctl.intake.tables import cells, draft_from_tables, headers, work_table
from sipctl.intake.tables import leads as names
from sipctl.plan.calendar.provisional import provisional_calendar
from sipctl.plan.context import timing_context
from sipctl.plan.model import entries as m
from sipctl.store.new_plan import create

RUNS = m.Runs(from_=date(2025, 9, 1), to=date(2028, 8, 31))
ABOUT = m.About(title="T", trust=m.Body(name="Hill"), runs=RUNS)
CALENDAR = provisional_calendar(RUNS)
FRAME = timing_context(m.Plan(ABOUT, m.People(), CALENDAR, ()))
HEADS = [
    "Aim", "Area", "Priority", "Ref", "Action", "Detail", "By whom", "By when", "Start date",
    "KPI", "Target", "Baseline", "Monitoring", "Success criteria", "Cost", "School", "RAG", "Odd",
]  # fmt: skip
# One cell a line; a literal \n is a new line within the cell.
TEXTS = [
    line.strip().replace("\\n", "\n")
    for line in r"""

        Train staff
        • One\n• Two
        Plan:\n• a thing\n◦ deeper\n• another
        •
        •tight
        (i) roman
        12. twelfth
        :
        ...
        ...\n• Do
        – termly
        : (termly)
        Apples:\nBananas:\nCherries:
        First\nThings:\nunder
        a:\nb:
        lower line\nand on
        JK
        JK, SD
        JK\nSD
        JK/SD and KH (HR)
        Deputy Head
        All staff
        tbc
        -
        NO
        Spring 2026
        termly
        asap
        ongoing
        2025-26
        Sept 2025 to July 2026
        Launch: January 2026\nGrow: Spring 2027
        Review: January 2026\nReview: July 2026
        Attendance at 96% (July 2026)
        • Girls\n◦ in Year 9
        NA, SD
        N/A
        Do it (by Easter 2026)
        Do it – termly
        1a Staff
        Aim 2: People
        Priority 3: Writing
        2b.4
        96%
        =A1
        # not: [a] {b}
    """.splitlines()
]
TEXTS += ["A sentence. " * 12, "word " * 60, "x" * 120]


LETTERS = str.maketrans("0123456789", "bcdefghijk")

LEVELS = {"Aim", "Area", "Priority"}
"""Columns of what work stands under; `Target` is one too in a table without KPIs and priorities."""
SAID_ONCE = {"By whom", "School", "KPI"}
OF_KPIS = {"Target", "Baseline", "Monitoring"}
"""Columns whose cells name a thing that other rows name too, or say the same of it."""
IN_IDS = {"aim", "pillar", "priority", "i", "12", *"1234ab"}
"""What only numbers or names a level is in the ids."""
IN_TEXT_AND_BESIDE = {"july", "by", "easter", "2026", "termly", "spring", "january", "2027"}
"""A time that ends an action and stands in its date cell as well is said once, as the date."""


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]+|\d+", text.casefold()))


_APART = re.compile(r"\n|, |/| and ")
"""Between several leads of one cell."""


def told_by(tables: list[SourceTable]) -> Counter[str]:
    """The words of all cells, of merged ones once, with the names of columns that nobody knows.

    What names a thing that is there already is said once, line by line (leads: one by one).
    """
    result: Counter[str] = Counter()
    again: set[tuple[str, ...]] = set()
    for grid in tables:
        head = next(
            index for index, row in enumerate(grid.rows) if "Action" in [cell.text for cell in row]
        )
        names = [cell.text for cell in grid.rows[head]]
        kpi = names.index("KPI") if "KPI" in names else 0
        levels = LEVELS if {"KPI", "Priority"} & set(names) else LEVELS | {"Target"}
        for number, row in enumerate(grid.rows):
            for column, (name, cell) in enumerate(zip(names, row, strict=True)):
                result += words(" ".join(cell.notes))
                if cell.anchor != (number, column) or (number == head and name != "Odd"):
                    continue
                of = row[kpi].text if name in OF_KPIS else ""
                wide = sum(other.anchor == cell.anchor for other in row) > 1
                level = wide or number < head or work_table.level_of(cell.text) or name in levels
                for line in _APART.split(cell.text) if name == "By whom" else cell.text.split("\n"):
                    ways = {("", line)} if level else set()
                    ways |= {(name, line, of)} if name in SAID_ONCE | OF_KPIS else set()
                    result += Counter() if ways & again else words(line)
                    again |= ways
    return result


@st.composite
def grids(draw: st.DrawFn) -> SourceTable:
    """A table with some heads and cells, some merged into the one above or to their left."""
    columns = draw(st.lists(st.sampled_from(HEADS), min_size=1, max_size=7, unique=True))
    columns = [name for name in columns if name != "Action"]
    columns.insert(draw(st.integers(0, len(columns))), "Action")
    note = st.sampled_from(((), (), (), ("stuck on",)))
    lines = draw(
        st.sampled_from(
            (
                (),
                (),
                ("Hill plan",),
                ("Priority 1: Reading",),
                ("All pupils attend school every day",),
            )
        )
    )
    blank = [""] * (len(columns) - 1)
    items = [
        tuple(
            Cell(name, (row, index), f"{row}.{index}", draw(note))
            for index, name in enumerate(texts)
        )
        for row, texts in enumerate([*([text, *blank] for text in lines), columns])
    ]
    head = len(lines)
    for number in range(head + 1, head + draw(st.integers(1, 6)) + 1):
        row: list[Cell] = []
        for column in range(len(columns)):
            merged = draw(st.sampled_from(("", "", "", "", "up", "left")))
            if merged == "up" and number > head + 1 and items[-1][column].anchor[1] == column:
                above = items[-1][column]
                row.append(Cell(above.text, above.anchor, "p"))
            elif merged == "left" and row and row[-1].anchor[0] == number:
                row.append(Cell(row[-1].text, row[-1].anchor, "p"))
            else:
                text = draw(st.sampled_from(TEXTS))
                row.append(Cell(text, (number, column), f"{number}.{column}", draw(note)))
        items.append(tuple(row))
    over = draw(
        st.sampled_from(
            ((), (Heading(1, "Pillar 4: Growth"), Heading(2, "Estates")), (Heading(1, "Why"),))
        )
    )
    name = draw(st.sampled_from(("table 1", "Priority 1", "Reading")))
    return SourceTable(name, tuple(items), over)


@pytest.mark.slow
@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(grids(), min_size=1, max_size=2), st.sampled_from(("docx", "xlsx")))
def test_no_table_is_too_odd(tables: list[SourceTable], kind: Literal["docx", "xlsx"]) -> None:
    headings = tuple({heading.text: None for grid in tables for heading in grid.headings})
    document = Document("plan", kind, tuple(tables), "The plan", headings)
    result = draft_from_tables.classify(document, {})
    assume(result.tables)
    draft = draft_from_tables.build_draft([result], FRAME, {"KH": m.Lead(role="Head")})
    people = m.People(leads=draft.leads, academies=draft.academies)
    plan = m.Plan(ABOUT, people, CALENDAR, draft.aims)
    files = create.files(plan, draft.comments)  # raises where it would not read back the same
    bare = [
        m.Aim(id=aim.id, title="-", areas=(m.Area(id=f"{aim.id}a", title="-"),))
        for aim in plan.aims
    ]
    blank = create.files(m.Plan(ABOUT, m.People(), CALENDAR, tuple(bare)))
    held = words(" ".join(files.values())) - words(" ".join(blank.values()))
    lost = {
        word
        for word in told_by(tables) + words(" ".join(headings)) - held
        if word not in IN_TEXT_AND_BESIDE or not held[word]
    }
    assert lost <= IN_IDS


@each_row(
    ("text", "expected"),
    [
        ("One thing", ["One thing"]),
        ("• One\n• Two", ["One", "Two"]),
        ("One\nTwo", ["One", "Two"]),
        ("1. One\n2) Two\n(c) Three", ["One", "Two", "Three"]),
        ("A long sentence that\ngoes on here", ["A long sentence that goes on here"]),
        ("- One\n  and more\n- Two", ["One and more", "Two"]),
        ("2024 was good", ["2024 was good"]),
        ("Head:", ["Head"]),
        ("", []),
        (":", [":"]),
        ("Apples:\nBananas:\nCherries:", ["Apples", "Bananas", "Cherries"]),
        ("First\nThings:\n◦ one\nOther:\nlast", ["First", "one", "last"]),
    ],
)
def test_items(text: str, expected: list[str]) -> None:
    assert [item.text for item in cells.items(cells.tidy(text))] == expected


def test_a_line_that_ends_in_a_colon_stands_over_what_follows_if_it_is_no_list() -> None:
    items = cells.items("First\nThings:\n◦ one\nOther:\nlast")
    assert [item.inner for item in items] == [[], ["Things:"], ["Other:"]]


def test_what_stands_over_a_list_belongs_to_each_of_its_items() -> None:
    items = cells.items("We will:\n• Train\n◦ all new staff\n• Buy")
    assert [(item.text, item.inner) for item in items] == [
        ("Train", ["We will:", "all new staff"]),
        ("Buy", ["We will:"]),
    ]


@each_row(
    ("text", "rest", "phrase"),
    [
        ("Launch it (January 2026)", "Launch it", "January 2026"),
        ("Launch it – by Easter 2026", "Launch it", "by Easter 2026"),
        ("Launch it, Spring 2026.", "Launch it", "Spring 2026"),
        ("Launch it by Easter 2026", "Launch it by Easter 2026", "by Easter 2026"),
        ("Report termly to LGB", "Report termly to LGB", None),
        ("Write strategy 2026", "Write strategy 2026", None),
        ("Launch it (soon)", "Launch it (soon)", None),
        ("termly", "termly", None),
        (": (termly)", ": (termly)", None),
        ("– termly", "– termly", "termly"),
    ],
)
def test_a_time_at_the_end(text: str, rest: str, phrase: str | None) -> None:
    assert cells.time_at_end(text, FRAME) == (rest, phrase)


@each_row(
    ("text", "initials"),
    [
        ("JK", ["JK"]),
        ("JK/SD & KH", ["JK", "SD", "KH"]),
        ("JHo, JHy", ["JHo", "JHy"]),
        ("Headteacher", ["Headteacher"]),
        ("Deputy Head and SENCO", ["DH", "SENCO"]),
        ("Mrs Jones", ["Jones"]),
        ("tbc", []),
        ("-", []),
        ("Ann Reed\nAlan Ross", ["AR", "AR2"]),
        ("ann reed", ["AR"]),
        ("Zoë Ångström", ["ZA"]),
        ("Zoë", ["Zoe"]),
        ("李 明", []),
        ("N/A", []),
        ("NA", []),
        ("NA, JK", ["NA", "JK"]),
        ("KS1 lead (RB)", ["RB"]),
        ("Phase leads (RB, JK) and SD", ["RB", "JK", "SD"]),
        ("Phase lead (KS1)", ["PL"]),
        ("Head (TBC)", ["Head"]),
        ("Head (English, maths) and\nSD", ["Head", "SD"]),
    ],
)
def test_leads(text: str, initials: list[str]) -> None:
    assert names.LeadRegistry().find(text)[0] == initials


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["(", " ", "\n", "\x01", ", ", "; ", " (", "/", "a/", ")("])
def test_an_endless_cell_is_read_in_time_that_grows_with_it(sign: str) -> None:
    text = f"Do {sign * 60_000} it"
    began = process_time()
    result = cells.tidy(text)
    names.LeadRegistry().find(result)
    headers.plain(text)
    for item in cells.items(result):
        cells.title_of(item.text)
        cells.time_at_end(item.text, FRAME)
    assert process_time() - began < 4  # one square over it takes longer


@pytest.mark.slow
def test_thousands_who_share_initials_or_none_are_all_told_apart() -> None:
    register = names.LeadRegistry()
    began = process_time()
    shared = [register.find(f"Person{n} Name{n}")[0][0] for n in range(9_000)]
    assert (shared[:3], len(set(shared))) == (["PN", "PN2", "PN3"], 9_000)
    alone = [
        register.find(f"P{'a' * (n % 7)}{n:05}".translate(LETTERS))[0][0] for n in range(9_000)
    ]
    assert len({*shared, *alone}) == 18_000
    assert all(len(item) <= 16 for item in (*shared, *alone))
    assert process_time() - began < 4


def test_a_role_with_initials_in_brackets_is_theirs() -> None:
    register = names.LeadRegistry({"JK": m.Lead(role="Head")})
    assert register.find("KS1 lead (RB)\nKS1 lead") == (["RB"], None)
    assert register.leads()["RB"] == m.Lead(role="KS1 lead")
    text = "Literacy lead (JK)"
    assert register.find(text) == (["JK"], text)  # a role that nobody holds yet is kept


@each_row(
    ("name", "role"),
    [
        ("Action", "activity"),
        ("Action(s) required", "activity"),
        ("By whom?", "lead"),
        ("Person(s) Responsible:", "lead"),
        ("Timescale / deadline", "when"),
        ("TARGET DATE", "when"),
        ("Success Criteria", "success"),
        ("KPIs", "kpi"),
        ("Strategic Area", "area"),
        ("Lead (initials)", "lead"),
        ("Resources & costs", "resources"),
        ("Cost £", "resources"),
        ("Cost (£)", "resources"),
        ("Progress / evidence", "status"),
        ("Progress and impact", "status"),
        ("Impact / success criteria", "success"),
        ("Anything", None),
    ],
)
def test_heads(name: str, role: str | None) -> None:
    assert headers.role_of(name) == role


def test_milestones_in_one_phrase_are_taken_apart() -> None:
    text = "July 2026 for costing; January 2027 for the new scheme"
    assert cells.times(text, FRAME) == [("Costing", "July 2026"), ("New scheme", "January 2027")]
    assert cells.times("July 2026 and January 2027", FRAME) == [("", "July 2026 and January 2027")]
