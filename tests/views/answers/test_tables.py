"""Tables of rows: what colour a status has, and what is counted over them."""

from support.each_row import each_row
from support.states import activity, day, rows

from sipctl.views.answers import tables
from sipctl.views.text.columns import table
from sipctl.views.text.english import titled
from sipctl.views.text.screen import Screen


def test_colours_are_the_plans_own() -> None:
    row = rows(activity("Spring 2025"), ("2025-03-04 on-track",), "2025-03-05")
    screen = Screen(120, "256")
    drawn = [
        table(
            row,
            tables.columns(
                row, day("2025-03-05"), 120, leads=True, where=lambda row: "", colours=colours
            ),
            screen,
        )
        for colours in ({}, {"on-track": "pink"}, {"on-track": "mauve"})
    ]
    green, pink, unknown = ("\x1b[38;5;28mon track" in bar for bar in drawn)
    assert (green, pink, unknown) == (True, False, True)
    assert "\x1b[38;5;162mon track" in drawn[1]


TWO = {"Launch": "January 2025", "Grow": "Spring 2025", "Judge": "Summer 2025"}


@each_row(
    ("as_of", "expected"),
    [
        ("2025-04-04", "1 activity overdue, 1 open now and 1 coming"),
        ("2025-04-05", "1 activity overdue (2 dates) and 1 coming"),
        ("2025-08-01", "1 activity overdue (3 dates)"),
    ],
)
def test_a_tally_names_what_it_counts(as_of: str, expected: str) -> None:
    assert tables.tally(rows(activity(TWO), (), as_of)) == expected


def test_a_tally_says_once_what_it_counts() -> None:
    result = rows(activity(TWO), (), "2025-08-01") + rows(activity("May 2025"), (), "2025-08-01")
    assert tables.figure(rows(activity("May 2025"), (), "2025-08-01")) == "1 activity"
    assert tables.figure(result) == "1 activity (4 dates)"


@each_row(
    ("milestone", "expected"),
    [
        (None, "set out <b>"),
        ("", "set out <b>"),
        ("develop further", "Develop further: set out <b>"),
        ("X\x1b[1m", "X\ufffd[1m: set out <b>"),
    ],
)
def test_a_title_stands_behind_its_milestone(milestone: str | None, expected: str) -> None:
    assert titled(milestone, "set out <b>") == expected
