"""Phrases as schools write them, each in a plan of its own years: what they are read as."""

from datetime import date
from pathlib import Path

from support.each_row import each_row
from support.school_years import six_terms, three_terms

from sipctl.plan.calendar.terms import Calendar
from sipctl.plan.timing import Occurrence, Timing, TimingContext, read

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t")[:3] for line in lines]


def plan(years: str, quarters: str = "") -> TimingContext:
    """The plan of `2024-27`, or of `2024-25, six terms`: its calendar has the year before it too."""
    span, _, kind = years.partition(", ")
    first, last = int(span[:4]), 2000 + int(span[5:])
    terms = six_terms if kind else three_terms
    calendar = Calendar(tuple(term for year in range(first - 1, last) for term in terms(year)))
    return TimingContext(calendar, date(first, 9, 1), date(last, 8, 31), quarters=quarters)


def ways_to_say(reading: object) -> set[str]:
    """Every way in which the tables may say this reading."""
    if not isinstance(reading, Timing):
        return {"REFUSE"}
    keys = " ".join(each.period for each in reading.occurrences)
    ways = {keys, reading.cadence or "", "ongoing" if reading.open_ended else ""}
    starts = {f"{' '.join(keys.split()[:count])} …" for count in range(1, 6)}
    first = reading.occurrences[0] if reading.occurrences else None
    if first and first.opens == first.due and first.period == first.due.isoformat():
        ways.add("the first day of autumn-2023 (key: that date)")
    return ways | starts


NOT_KEPT = "published; its address was not kept"
TABLES = ("school-phrases.tsv", "more-phrases.tsv", "published-phrases.tsv")


@each_row(("phrase", "years", "right"), [row for table in TABLES for row in rows(table)])
def test_reads_as_given(phrase: str, years: str, right: str) -> None:
    context = plan(years)
    reading = read(phrase, context)
    assert ways_to_say(reading) & set(right.split("|")), reading
    if isinstance(reading, Timing):
        again = read(reading.reading, context)
        assert isinstance(again, Timing), again
        assert (again.occurrences, again.cadence) == (reading.occurrences, reading.cadence)


def test_the_tables_are_large_enough() -> None:
    seen: set[str] = set()
    for name, least in zip(TABLES, (70, 100, 100), strict=True):
        phrases = [row[0].lower() for row in rows(name)]
        assert len(phrases) >= least
        assert not seen & set(phrases), seen & set(phrases)
        seen |= set(phrases)


def test_a_hundred_phrases_stand_word_for_word_on_a_published_page() -> None:
    lines = (HERE / "published-phrases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    sources = [line.split("\t")[3] for line in lines]
    assert sum(source not in ("", "kind", NOT_KEPT) for source in sources) >= 100


@each_row(
    ("phrase", "keys"),
    [
        ("14 March 2025\n2 May 2025", "2025-03-14 2025-05-02"),
        ("Autumn 2024\r\nSpring 2025\n", "autumn-2024 spring-2025"),
        ("September 2024 -\nJuly 2025", "2024-09..2025-07"),
        ("September 2024\n– July 2025", "2024-09..2025-07"),
        ("Autumn\n2024", "autumn-2024"),
        ("Half\ntermly in Autumn 2024", "autumn-2024-1 autumn-2024-2"),
        ("by July 2025\nby July 2026", "2025-07 2026-07"),
    ],
)
def test_a_line_of_its_own_is_one_more_time(phrase: str, keys: str) -> None:
    assert " ".join(each.period for each in occurrences(phrase, "2024-27")) == keys


def occurrences(phrase: str, years: str, quarters: str = "") -> list[Occurrence]:
    reading = read(phrase, plan(years, quarters))
    assert isinstance(reading, Timing), reading
    return list(reading.occurrences)


@each_row(
    ("phrase", "due"),
    [
        ("by the start of Spring 2026", "2026-01-06"),
        ("for the start of term 2 2025/26", "2026-01-06"),
        ("last day of Spring 2026", "2026-04-04"),
        ("second Tuesday of March 2026", "2026-03-10"),
    ],
)
def test_a_deadline_is_one_day(phrase: str, due: str) -> None:
    day = date.fromisoformat(due)
    assert occurrences(phrase, "2024-27") == [Occurrence(due, day, day)]


def test_a_day_of_each_period_has_the_periods_key() -> None:
    fridays = occurrences("last Friday of term", "2024-25")
    assert [(each.period, str(each.due)) for each in fridays] == [
        ("autumn-2024", "2024-12-20"),
        ("spring-2025", "2025-04-04"),
        ("summer-2025", "2025-07-18"),
    ]
    days = occurrences("last day of each month", "2024-25")
    assert (days[0].period, str(days[0].due)) == ("2024-09", "2024-09-30")


@each_row(
    ("phrase", "quarters", "key"),
    [
        ("in Quarter 1 of 2022/23", "academic", "2022-09..2022-11"),
        ("in Quarter 1 of 2022/23", "financial", "2022-04..2022-06"),
        ("Q4 2022-23", "financial", "2023-01..2023-03"),
        ("by the end of Q2 2022/23", "academic", "2023-02"),
        ("Q1 2022/23 to Q2 2022/23", "academic", "2022-09..2023-02"),
        ("third quarter of 2022/23", "academic", "2023-03..2023-05"),
    ],
)
def test_quarters_are_counted_as_the_plan_says(phrase: str, quarters: str, key: str) -> None:
    assert [each.period for each in occurrences(phrase, "2021-24", quarters)] == [key]


def test_a_quarter_is_counted_so_where_one_academy_is_asked() -> None:
    alone = plan("2021-24", "financial").of_academies(())
    reading = read("in Quarter 1 of 2022/23", alone)
    assert isinstance(reading, Timing)
    assert [each.period for each in reading.occurrences] == ["2022-04..2022-06"]


def test_a_quarter_of_a_plan_of_one_year_needs_no_year() -> None:
    assert [each.period for each in occurrences("Q1", "2022-23", "financial")] == [
        "2023-04..2023-06"
    ]


@each_row(
    ("phrase", "years", "help_"),
    [
        ("06/09 - then annually.", "2008-09", 'write "6 September 2008" or "June 2009"'),
        ("09/10", "2009-10", 'write "9 October 2009" or "2009/10"'),
        ("11/12", "2011-14", 'write "November 2012" or "2011/12"'),
        ("07/19", "2024-27", 'write "July 2019"'),
        (
            "July 2025 for costing; January 2026 for the scheme",
            "2024-27",
            "give each a line under when, Costing: July 2025, then Scheme: January 2026",
        ),
        (
            "T4",
            "2016-17",
            'write "T1 2016/17" to "T3 2016/17", or a half term, "HT1 2016/17" to "HT6 2016/17";'
            " a school with six terms a year gives term1 to term6 in calendar.yaml",
        ),
        (
            "July 2025 to 2026",
            "2024-27",
            'write "July 2025 to July 2026" or "July 2025 to the end of 2026"',
        ),
        ("2022 to 2024", "2022-24", 'write "2022/23 to 2023/24" or "2022 to the end of 2024"'),
        ("termly from 2025 to 2026", "2024-27", 'write "2025/26" or "2025 to the end of 2026"'),
        (
            "by half term",
            "2024-25",
            'name it, such as "by October half term 2024", or write "half-termly" for each',
        ),
        ("1. Sept 2025", "2024-27", 'write "1 Sept 2025" or "Sept 2025"'),
        (
            "not before September 2025",
            "2024-27",
            'write "from September 2025", or the time after it',
        ),
        ("Autumn 2024 only", "2024-27", 'write "Autumn 2024", and the other words in detail'),
        ("2. Termly", "2024-27", 'write "Termly"'),
        ("every 6-8 weeks", "2024-27", "write one of the two numbers"),
        ("week 0 of March 2025", "2024-27", "count from 1"),
        ("31/04", "2024-25", 'did you mean "30 April 2025"?'),
        ("Sept bake sale 2025", "2024-27", 'write "Sept 2025", and the other words in detail'),
        (
            "Sept INSET 2025",
            "2024-27",
            'write its days, or "Sept 2025" if any day of that will do',
        ),
        (
            "by the end of Winter term 2025",
            "2024-27",
            "the terms in calendar.yaml are Autumn, Spring and Summer",
        ),
        (
            "termly in November and March",
            "2024-27",
            'write "every November and March", or one of the two',
        ),
        ("Year 7", "2024-27", 'write "2024/25" to "2026/27"; a year group belongs in detail'),
    ],
)
def test_asks_with_what_would_do(phrase: str, years: str, help_: str) -> None:
    reading = read(phrase, plan(years))
    assert not isinstance(reading, Timing)
    assert reading.help == help_
