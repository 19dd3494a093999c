"""Tables of rows: what colour a status has."""

from stating import activity, day, rows

from sipctl.views import tables
from sipctl.views.screen import Screen


def test_colours_are_the_plans_own() -> None:
    row = rows(activity("Spring 2025"), ("2025-03-04 on-track",), "2025-03-05")
    screen = Screen(120, "256")
    drawn = [
        tables.table(
            row,
            tables.columns(
                row, day("2025-03-05"), 120, leads=True, where=lambda row: "", colours=colours
            ),
            screen,
        )
        for colours in ({}, {"on-track": "pink"}, {"on-track": "mauve"})
    ]
    green, pink, unknown = ("\x1b[38;5;28mon track" in one for one in drawn)
    assert (green, pink, unknown) == (True, False, True)
    assert "\x1b[38;5;162mon track" in drawn[1]
