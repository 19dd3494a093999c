"""Period keys and their windows, terms and school days."""

from datetime import date
from pathlib import Path

from support.each_row import each_row

from sipctl.plan.calendar.terms import Calendar, Term, Window, academic_year


def west_sussex() -> tuple[Term, ...]:
    lines = (Path(__file__).parent / "west-sussex.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines]
    return tuple(
        Term(
            name, year, *map(date.fromisoformat, days[:2]), tuple(map(date.fromisoformat, days[2:]))
        )
        for year, name, *days in rows
    )


CALENDAR = Calendar(west_sussex(), frozenset({date(2025, 1, 6)}))


@each_row(
    ("key", "opens", "due"),
    [
        ("2025-03-14", "2025-03-14", "2025-03-14"),
        ("2025-W11", "2025-03-10", "2025-03-16"),
        ("2025-W01", "2024-12-30", "2025-01-05"),
        ("2025-03", "2025-03-01", "2025-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("spring-2025", "2025-01-06", "2025-04-04"),
        ("spring-2025-1", "2025-01-06", "2025-02-14"),
        ("spring-2025-2", "2025-02-24", "2025-04-04"),
        ("easter-2025", "2025-04-05", "2025-04-20"),
        ("easter-2027", "2027-03-26", "2027-03-28"),
        ("christmas-2024", "2024-12-21", "2024-12-25"),
        ("2024/25", "2024-09-01", "2025-08-31"),
        ("2024/25-1", "2024-09-01", "2025-02-28"),
        ("2023/24-1", "2023-09-01", "2024-02-29"),
        ("2024/25-2", "2025-03-01", "2025-08-31"),
        ("1999/00", "1999-09-01", "2000-08-31"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2024-11..2025-04", "2024-11-01", "2025-04-30"),
        ("easter-2025..spring-2026", "2025-04-05", "2026-03-27"),
    ],
)
def test_window(key: str, opens: str, due: str) -> None:
    window = CALENDAR.window(key)
    assert window == Window(date.fromisoformat(opens), date.fromisoformat(due))


@each_row(
    "key",
    [
        *["", "spring", "spring-2031", "spring-2025-3", "Spring-2025", "easter-2031", "easter-25"],
        *["2025-02-30", "2025-13", "2025-W53", "2025-W00", "2025-Q5", "2024/26", "2024/25-3"],
        *[
            "0000",
            "0000/01",
            "9999/00",
            "99999",
            "christmas-0000",
            "2025-04..2025-01",
            "..",
            "2025..",
        ],
        *["२०२५", "2025-03-14 ", "easter-x", "-2025"],
    ],
)
def test_no_window(key: str) -> None:
    assert CALENDAR.window(key) is None


@each_row(
    ("key", "title"),
    [
        ("spring-2025", "Spring 2025"),
        ("spring-2025-1", "Spring 2025, first half"),
        ("autumn-2025-2", "Autumn 2025, second half"),
        ("easter-2025", "Easter 2025"),
        ("2025-03", "March 2025"),
        ("2025-03-14", "14 March 2025"),
        ("2025-W11", "week beginning 10 March 2025"),
        ("2025-Q1", "January to March 2025"),
        ("2024/25", "2024/25"),
        ("2024/25-2", "second half of 2024/25"),
        ("2021", "2021"),
        ("2024-11..2025-04", "November 2024 to April 2025"),
        ("nonsense", "nonsense"),
    ],
)
def test_title(key: str, title: str) -> None:
    assert CALENDAR.title(key) == title


def test_a_holiday_belongs_to_the_term_before_it() -> None:
    assert CALENDAR.term_begun(date(2024, 9, 1)) is None
    for day, key in [("2024-09-02", "autumn-2024"), ("2025-01-05", "autumn-2024")]:
        begun = CALENDAR.term_begun(date.fromisoformat(day))
        assert begun is not None
        assert begun.key == key


def test_next_term() -> None:
    spring, last = CALENDAR.term("spring-2025"), CALENDAR.terms[-1]
    assert spring is not None
    following = CALENDAR.next_term(spring)
    assert following is not None
    assert following.key == "summer-2025"
    assert CALENDAR.next_term(last) is None


@each_row(
    ("day", "school"),
    [
        ("2025-01-06", False),  # closed
        ("2025-01-07", True),
        ("2025-01-11", False),  # a Saturday
        ("2025-02-17", False),  # half term
        ("2025-02-24", True),
        ("2025-04-04", True),
        ("2025-04-05", False),
        ("2024-08-30", False),
        ("2031-01-07", False),
    ],
)
def test_school_day(day: str, school: bool) -> None:
    assert (CALENDAR.next_school_day(date.fromisoformat(day)) == date.fromisoformat(day)) is school


@each_row(
    ("day", "year"),
    [("2025-08-31", "2024/25"), ("2025-09-01", "2025/26"), ("2000-01-01", "1999/00")],
)
def test_academic_year(day: str, year: str) -> None:
    assert academic_year(date.fromisoformat(day)) == year


def test_halves() -> None:
    assert [key for key, _ in CALENDAR.halves()][:4] == [
        "autumn-2024-1",
        "autumn-2024-2",
        "spring-2025-1",
        "spring-2025-2",
    ]
    whole = Term("term1", "2024/25", date(2024, 9, 2), date(2024, 10, 25))
    assert Calendar((whole,)).halves() == (("term1-2024", whole.window),)


def test_easter_within_a_term_is_its_weekend() -> None:
    term = Term("spring", "2024/25", date(2025, 1, 6), date(2025, 5, 2))
    assert Calendar((term,)).window("easter-2025") == Window(date(2025, 4, 18), date(2025, 4, 20))


def test_terms_that_are_wrong_give_no_answers_and_no_errors() -> None:
    backwards = Term("autumn", "2024/25", date(2024, 12, 20), date(2024, 9, 2))
    outside = Term(
        "spring",
        "2024/25",
        date(2025, 1, 6),
        date(2025, 4, 4),
        (date(2025, 6, 1), date(2025, 5, 1)),
    )
    calendar = Calendar((outside, backwards, outside))
    assert calendar.window("autumn-2024") is None
    assert calendar.window("spring-2025-1") is None
    assert calendar.window("spring-2025") == outside.window
    assert calendar.next_school_day(date(2025, 1, 7)) == date(2025, 1, 7)
    assert calendar.term("autumn-2024") is None
