"""Phrases and what they mean: three tables, and what a table does not show."""

import json
from datetime import date
from pathlib import Path

import lark
import pytest
from lark import Lark
from support.call_count import work
from support.each_row import each_row

from sipctl.plan.calendar.terms import Calendar, Meeting, Term
from sipctl.plan.timing import Occurrence, Timing, TimingContext, Unreadable, read
from sipctl.plan.timing.grammar import parser
from sipctl.plan.timing.grammar.parse import _Builder
from sipctl.plan.timing.words.tokens import tokenize

HERE = Path(__file__).parent
MEETINGS = (
    Meeting(
        "lgb",
        "Local Governing Body",
        "half-termly",
        (date(2024, 10, 9), date(2024, 12, 4), date(2025, 2, 12), date(2025, 4, 2)),
    ),
    Meeting("trustees", "Trust board", None, (date(2024, 11, 20), date(2025, 3, 19))),
    Meeting("far", "Finance, Audit & Risk Committee", "termly"),
)


def table(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


def west_sussex() -> tuple[Term, ...]:
    rows = [
        line.split("\t")
        for line in (HERE.parent / "calendar" / "west-sussex.tsv").read_text().splitlines()
    ]
    return tuple(
        Term(
            name, year, *map(date.fromisoformat, days[:2]), tuple(map(date.fromisoformat, days[2:]))
        )
        for year, name, *days in rows
    )


CALENDAR = Calendar(west_sussex(), meetings=MEETINGS)
PLAN = TimingContext(CALENDAR, date(2024, 9, 1), date(2027, 8, 31))
ONE_YEAR = TimingContext(CALENDAR, date(2024, 9, 1), date(2025, 8, 31))


def timing(phrase: str, frame: TimingContext = PLAN) -> Timing:
    result = read(phrase, frame)
    assert isinstance(result, Timing), result
    return result


def refusal(phrase: str, frame: TimingContext = PLAN) -> Unreadable:
    result = read(phrase, frame)
    assert isinstance(result, Unreadable), result
    return result


def keys(phrase: str, frame: TimingContext = PLAN) -> list[str]:
    return [each.period for each in timing(phrase, frame).occurrences]


def cell(occurrences: tuple[Occurrence, ...], *, windows: bool) -> str:
    shown = (f"{o.period}[{o.opens}..{o.due}]" if windows else o.period for o in occurrences)
    return " ".join(shown)


# -- the tables -------------------------------------------------------------------------------


@each_row(("phrase", "expected"), [*table("timing-examples.tsv"), *table("phrases.tsv")])
def test_reads(phrase: str, expected: str) -> None:
    meaning = timing(phrase)
    assert cell(meaning.occurrences, windows="[" in expected) == expected
    again = timing(meaning.reading)
    assert (again.occurrences, again.cadence) == (meaning.occurrences, meaning.cadence)
    assert (again.open_ended, again.as_needed) == (meaning.open_ended, meaning.as_needed)


@each_row("row", table("refusals.tsv"))
def test_refuses(row: list[str]) -> None:
    phrase, quoted, help_, *other = row
    error = refusal(phrase, ONE_YEAR if other else PLAN)
    assert (phrase[error.start : error.end], error.help) == (quoted, help_)
    assert error.message


def test_the_tables_are_large_enough() -> None:
    phrases = [row[0] for row in table("phrases.tsv")]
    assert len(phrases) == len(set(phrases)) >= 200
    assert len(table("refusals.tsv")) >= 50


# -- a plan of one year -----------------------------------------------------------------------


@each_row(
    ("phrase", "expected"),
    [
        ("in the Autumn term", "autumn-2024"),
        ("by the end of October", "2024-10"),
        ("Autumn 1", "autumn-2024-1"),
        ("HT6", "summer-2025-2"),
        ("the academic year", "2024/25"),
        ("end of the academic year", "2024/25"),
        ("18 July", "2025-07-18"),
        ("13/07", "2025-07-13"),
        ("July 5", "2025-07-05"),
        ("July 2018", "2018-07"),
        ("by Easter", "spring-2025"),
        ("Autumn and Spring", "autumn-2024 spring-2025"),
        ("November to April", "2024-11..2025-04"),
        ("Autumn term onwards", "autumn-2024 spring-2025 summer-2025"),
        ("weekly in June", "2025-W23 2025-W24 2025-W25 2025-W26"),
        ("every February and July", "2025-02 2025-07"),
    ],
)
def test_a_year_left_out_is_the_plans(phrase: str, expected: str) -> None:
    assert " ".join(keys(phrase, ONE_YEAR)) == expected


# -- messages ---------------------------------------------------------------------------------


@each_row(
    ("phrase", "message"),
    [
        ("Sumer 2025", '"Sumer 2025" is not a time this plan knows'),
        ("Summer term 2", '"Summer term 2" comes more than once in this plan'),
        ("Autumn 2017 for some exits", '"for some exits" is not part of a time'),
        ("Tuesday 2 September 2024", "2 September 2024 is a Monday"),
        ("t.b.c.", '"t.b.c." is a placeholder, not a time'),
        ("Completed", '"Completed" is a status, not a time'),
        ("Spring 2031", '"Spring 2031" is not in calendar.yaml'),
        ("Autumn and Spring 2025", '"Autumn" has no year, and Autumn 2025 comes after Spring 2025'),
        ("\x07\u202etbc\n", '"tbc" is a placeholder, not a time'),
    ],
)
def test_says_what_is_wrong(phrase: str, message: str) -> None:
    assert refusal(phrase).message == message


@each_row("phrase", ["", "   ", "\n\t", "\u200b"])
def test_nothing_is_no_time(phrase: str) -> None:
    error = refusal(phrase)
    assert error.message == "there is no time here"
    assert error.help == 'write a time such as "Autumn 2024", or leave it out'


def test_a_long_text_is_no_time() -> None:
    error = refusal("Spring 2025 " * 100_000)
    assert error.message == '"Spring 2025 Spring 2025 Spring 2025 Spri…" is too long for a time'


# -- what a series is -------------------------------------------------------------------------


def test_as_needed_has_no_dates_on_purpose() -> None:
    meaning = timing("as and when required")
    assert (meaning.occurrences, meaning.as_needed, meaning.reading) == ((), True, "as needed")


@each_row("phrase", ["daily", "on a daily basis", "every day", "each school day"])
def test_daily_falls_due_once_a_review(phrase: str) -> None:
    reading = timing(phrase, ONE_YEAR)
    assert [each.period for each in reading.occurrences] == [
        "autumn-2024",
        "spring-2025",
        "summer-2025",
    ]
    assert reading.cadence == "daily"
    assert reading.notes == ("what is done daily falls due once a review: termly",)
    assert keys("daily during June 2025") == ["2025-06"]


def test_weekly_is_each_week_with_a_school_day() -> None:
    result = keys("weekly", TimingContext(CALENDAR, date(2024, 10, 14), date(2024, 11, 17)))
    assert result == ["2024-W42", "2024-W43", "2024-W45", "2024-W46"]


def test_monthly_leaves_august_out() -> None:
    assert "2025-08" not in keys("monthly")
    assert len(keys("monthly")) == 33


def test_every_monday_is_each_monday_of_term() -> None:
    assert keys("weekly on Mondays", ONE_YEAR)[:9] == keys("every Monday", ONE_YEAR)[:9]
    assert keys("every Monday", ONE_YEAR)[7:9] == ["2024-10-21", "2024-11-04"]


# -- the plan's years -------------------------------------------------------------------------


def test_a_period_outside_the_plan_is_read() -> None:
    assert timing("July 2018").occurrences[0].due == date(2018, 7, 31)
    assert timing("July 2018").notes == ()


def test_a_stretch_is_cut_to_the_plan() -> None:
    meaning = timing("2023–26")
    assert meaning.occurrences[0].opens == date(2024, 9, 1)
    assert meaning.notes == ("cut short where the plan begins, 1 September 2024",)


def test_a_series_keeps_a_period_that_is_mostly_in_the_plan() -> None:
    terms_only = TimingContext(CALENDAR, date(2024, 9, 2), date(2027, 7, 21))
    assert keys("annually", terms_only) == ["2024/25", "2025/26", "2026/27"]
    assert len(keys("quarterly")) == 12
    assert timing("quarterly").occurrences[-1].due == date(2027, 8, 31)
    assert timing("quarterly").notes == ("cut short where the plan ends, 31 August 2027",)


def test_a_series_that_leads_from_before_the_plan_says_so() -> None:
    meaning = timing("July 2024 and then termly")
    assert meaning.occurrences[0].period == "autumn-2024"
    assert meaning.notes == ("July 2024 is outside the plan's years",)
    assert timing("termly from July 2024").notes == (
        "begins where the plan begins, 1 September 2024",
    )
    assert timing("termly until 2029").notes == ("stops where the plan ends, 31 August 2027",)
    assert timing("weekly from September 2030").notes == ("no date of it lies in the plan's years",)


def test_a_series_ends_with_the_calendar_and_says_so() -> None:
    short = TimingContext(Calendar(CALENDAR.terms[:3]), PLAN.starts, PLAN.ends)
    meaning = timing("termly", short)
    assert [each.period for each in meaning.occurrences] == [t.key for t in CALENDAR.terms[:3]]
    assert meaning.notes == (
        "calendar.yaml has no terms after 22 July 2025: later dates are missing",
    )


def test_the_plans_review_is_what_ongoing_means() -> None:
    yearly = TimingContext(CALENDAR, PLAN.starts, PLAN.ends, "annually")
    assert keys("ongoing", yearly) == ["2024/25", "2025/26", "2026/27"]
    assert timing("ongoing", yearly).reading == "ongoing, reviewed annually"
    assert (
        timing("ongoing", TimingContext(CALENDAR, PLAN.starts, PLAN.ends, "whenever")).cadence
        == "termly"
    )


# -- meetings ---------------------------------------------------------------------------------


def test_a_meeting_goes_on_at_its_own_rhythm() -> None:
    meaning = timing("at each LGB meeting")
    assert [each.period for each in meaning.occurrences][3:6] == [
        "2025-04-02",
        "summer-2025-1",
        "summer-2025-2",
    ]
    assert meaning.notes == (
        "calendar.yaml knows no dates for Local Governing Body after 2 April 2025:"
        " half-termly from then on",
    )


def test_a_meeting_without_a_rhythm_goes_on_at_the_plans_review() -> None:
    assert keys("every Trustee meeting")[:3] == ["2024-11-20", "2025-03-19", "summer-2025"]


def test_termly_to_a_body_that_meets_twice_a_term_is_once_a_term() -> None:
    result = timing("termly to LGB").occurrences
    assert result[0] == Occurrence("2024-10-09..2024-12-04", date(2024, 10, 9), date(2024, 12, 4))
    assert result[2].period == "summer-2025"


# -- other calendars --------------------------------------------------------------------------


def six_terms() -> Calendar:
    days = (
        "09-02 10-25",
        "11-04 12-20",
        "01-06 02-14",
        "02-24 04-04",
        "04-22 05-23",
        "06-02 07-22",
    )
    terms = []
    for number, both in enumerate(days, 1):
        first, last = (f"{2024 if number < 3 else 2025}-{day}" for day in both.split())
        terms.append(
            Term(f"term{number}", "2024/25", date.fromisoformat(first), date.fromisoformat(last))
        )
    return Calendar(tuple(terms))


def test_a_calendar_of_six_terms() -> None:
    frame = TimingContext(six_terms(), date(2024, 9, 1), date(2025, 8, 31))
    assert keys("termly", frame) == [f"term{n}-{2024 if n < 3 else 2025}" for n in range(1, 7)]
    assert keys("half-termly", frame) == keys("termly", frame)
    assert keys("Term 4 2025", frame) == keys("T4", frame) == keys("HT4", frame) == ["term4-2025"]
    assert keys("by Easter 2025", frame) == ["term4-2025"]
    assert timing("T4 2024/25", frame).reading == "Term 4 2025"
    error = refusal("Autumn 2024", frame)
    assert error.message == 'calendar.yaml has no term called "Autumn"'
    assert error.help == "its terms are Term 1, Term 2, Term 3, Term 4, Term 5 and Term 6"


def test_terms_of_other_names() -> None:
    term = Term("michaelmas", "2024/25", date(2024, 9, 4), date(2024, 12, 13))
    frame = TimingContext(Calendar((term,)), PLAN.starts, PLAN.ends)
    assert keys("Michaelmas term 2024", frame) == keys("Mich 24", frame) == ["michaelmas-2024"]
    assert refusal("Michaelmas 1 2024", frame).help == (
        'write "Michaelmas 2024", or add half_term to that term in calendar.yaml'
    )


@each_row("phrase", ["termly", "ongoing", "weekly", "Spring 2025", "by Easter 2025"])
def test_an_empty_calendar_is_told(phrase: str) -> None:
    error = refusal(phrase, TimingContext(Calendar(()), PLAN.starts, PLAN.ends))
    assert "calendar.yaml" in error.message + error.help


def test_without_a_calendar_months_and_dates_still_read() -> None:
    bare = TimingContext(Calendar(()), PLAN.starts, PLAN.ends)
    assert keys("by 14 March 2025", bare) == ["2025-03-14"]
    assert keys("annually", bare) == [] or keys("annually", bare)[0] == "2024/25"


@pytest.mark.slow
@pytest.mark.parametrize("phrase", ["daily", "weekly", "quarterly", "every 29 February", "Autumn"])
def test_a_plan_of_all_years_ends(phrase: str) -> None:
    half = (date(2, 1, 1), date(9998, 1, 1))
    term = Term("autumn", "0001/02", date.min, date.max, half)
    frame = TimingContext(Calendar((term,)), date.min, date.max)
    work(lambda: read(phrase, frame), most=8_000_000)


def test_is_quick_enough_for_a_large_plan() -> None:
    phrases = [f"{day} May {year}" for day in range(1, 29) for year in range(2024, 2028)]
    frame = TimingContext(CALENDAR, PLAN.starts, PLAN.ends)
    work(lambda: [read(phrase, frame) for phrase in phrases], most=400_000)
    assert work(lambda: [read(phrase, frame) for phrase in phrases]) < 10 * len(phrases)


# -- the grammar as lark has worked it out ----------------------------------------------------

GRAMMAR = parser.GRAMMAR.read_text(encoding="utf-8")


KEPT = json.loads(parser.TABLE.read_text(encoding="utf-8"))


def test_the_kept_table_is_of_this_grammar() -> None:
    assert KEPT["grammar"] == GRAMMAR, "run python tests/support/grammar_table.py"


@pytest.mark.skipif(
    KEPT["lark"] != lark.__version__,
    reason=f"the table is of lark {KEPT['lark']}: run python tests/support/grammar_table.py",
)
def test_the_kept_table_reads_as_the_grammar_does() -> None:
    anew = Lark(GRAMMAR, parser="lalr", lexer=parser.TokenLexer, transformer=_Builder())
    kept = parser.parser(_Builder())
    cut = [tokenize(row[0], PLAN.vocabulary) for row in table("phrases.tsv")]
    assert [kept.parse(part) for part in cut] == [anew.parse(part) for part in cut]
