"""Days as people write them: one day, or none; never another."""

from __future__ import annotations

from datetime import date

from support.each_row import each_row
from support.plans import SCHOOL

from sipctl.plan.context import timing_context
from sipctl.returns.taking.cells.answers import Unclear
from sipctl.returns.taking.cells.days import is_month_first, read_day, read_wanted
from sipctl.store.files.source import Source
from sipctl.store.load import load

TODAY, FIRST_DAY = date(2025, 4, 1), date(2024, 9, 1)
MARCH_14 = (
    "14 March 2025|14/3/2025|14.3.2025|14-3-25|14/03/25|2025-03-14|2025/03/14|2025-03-14 00:00:00|"
    "2025-03-14T10:30:00Z|14th March, 2025|Friday 14 March 2025|14 Mar|14/3|Mar 14, 2025|14\xa0March\xa02025|１４/３/2025"
)


@each_row("text", MARCH_14.split("|"))
def test_a_day_is_read(text: str) -> None:
    assert read_day(text, TODAY, FIRST_DAY) == date(2025, 3, 14)


@each_row(
    "text",
    [
        "yesterday",
        "today",
        "last Friday",
        "Friday",
        "Mon",
        "3 days ago",
        "3/14/2025",
        "14 März 2025",
        "14 mars 2025",
        "45730",
        "20250314",
        "March 2025",
        "the 14th",
        "31/2/2025",
        "14 September",
        "14 March 2026",
        "14 March 2024",
        "2025年3月14日",
        "soon",
        "98%",
        "=TODAY()",
        "#VALUE!",
        "14 March 20255",
    ],
)
def test_what_is_no_day_of_the_plan_is_said(text: str) -> None:
    reading = read_day(text, TODAY, FIRST_DAY)
    assert isinstance(reading, Unclear) and reading.help


def test_a_day_as_a_spreadsheet_counts_it_is_proposed() -> None:
    reading = read_day("45730", TODAY, FIRST_DAY)
    assert reading == Unclear(
        '"45730" is how a spreadsheet counts 14 March 2025', "type 2025-03-14"
    )


def test_figures_are_in_doubt_where_the_file_has_months_first() -> None:
    assert (
        is_month_first("3/14/2025")
        and not is_month_first("14/3/2025")
        and not is_month_first("3/4/2025")
    )
    assert isinstance(
        read_day("3/4/2024", date(2025, 4, 1), date(2024, 1, 1), month_first=True), Unclear
    )
    assert read_day("3/3/2025", TODAY, FIRST_DAY, month_first=True) == date(2025, 3, 3)
    assert read_day("14/3/2025", TODAY, FIRST_DAY, month_first=True) == date(2025, 3, 14)


def test_a_wanted_date_is_a_phrase_of_the_plan() -> None:
    plan = load(Source(path, text.encode()) for path, text in SCHOOL.items()).plan()
    context = timing_context(plan)
    for text in ("Summer 2025", "14 March 2025", "by the end of June 2025", "2025-06-01 00:00:00"):
        assert isinstance(read_wanted(text, context), str)
    assert read_wanted("2025-06-01 00:00:00", context) == "2025-06-01"
    for text in ("when the builders finish", "tbc", "Sumer 2025", "next term", "=A1"):
        assert isinstance(read_wanted(text, context), Unclear)
