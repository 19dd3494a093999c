"""Days, weeks and halves that no period has: what is counted from 0, a sixth Friday."""

from support.each_row import each_row

from sipctl.plan.timing import Unreadable, read

from .test_timing import PLAN


@each_row(
    ("phrase", "quoted", "message"),
    [
        ("week 0 of Spring 2025", "week 0", "there is no week 0"),
        ("week 00 of Spring 2025", "week 00", "there is no week 0"),
        ("0th week of Spring 2025", "0th week of", "there is no week 0"),
        ("0th week of March 2025", "0th week of", "there is no week 0"),
        ("weeks 0 and 1 of Spring 2025", "weeks", "there is no week 0"),
        ("weeks 0, 1 and 2 of Spring 2025", "weeks", "there is no week 0"),
        ("weeks 1 to 0 of Spring 2025", "weeks", "there is no week 0"),
        ("the 0th of each month", "0th", "there is no day 0"),
        ("0th day of each term", "0th day", "there is no day 0"),
        ("the 0th school day of each term", "0th school day", "there is no day 0"),
        ("0th school day of Spring 2025", "0th school day", "there is no day 0"),
        ("0th Friday of each month", "0th Friday", "there is no day 0"),
        ("0th Friday of March 2025", "0th Friday", "there is no day 0"),
        ("Spring 0 2025", "0", "there is no half 0"),
        ("0th half of Spring 2025", "0th", "there is no half 0"),
        ("0th half of the academic year 2024/25", "0th", "there is no half 0"),
    ],
)
def test_nothing_is_counted_from_0(phrase: str, quoted: str, message: str) -> None:
    error = read(phrase, PLAN)
    assert isinstance(error, Unreadable), error
    assert (phrase[error.start : error.end], error.message) == (quoted, message)


def test_a_week_is_counted_from_the_end() -> None:
    error = read("last 12 weeks of Spring 2025", PLAN)
    assert isinstance(error, Unreadable), error
    assert error.message.startswith("week 12 from the end can be counted with the half-term break")


@each_row("phrase", ["6th Friday of each month", "99th school day of each month"])
def test_a_day_that_nothing_has(phrase: str) -> None:
    error = read(phrase, PLAN)
    assert isinstance(error, Unreadable), error
    assert error.message.endswith("has no dates: nothing in the plan has such a day")
