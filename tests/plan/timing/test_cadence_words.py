"""How a cadence is called where it is read: `termly by 15 December, 31 March and 15 July`."""

from support.each_row import each_row

from .test_timing import timing


@each_row(
    ("phrase", "cadence", "open_ended"),
    [
        ("Spring 2025", None, False),
        ("January, April and July 2025", None, False),
        ("November 2024 to April 2025", None, False),
        ("ad hoc", None, False),
        ("once a term", "termly", False),
        ("½ termly", "half-termly", False),
        ("yearly", "annually", False),
        ("twice yearly", "twice a year", False),
        ("twice monthly", "twice a month", False),
        ("every two weeks", "fortnightly", False),
        ("every 3 years", "every three years", False),
        ("every other term", "every two terms", False),
        ("July each year", "every July", False),
        ("annually by Easter", "annually by Easter", False),
        (
            "termly by 15 December, 31 March and 15 July",
            "termly by 15 December, 31 March and 15 July",
            False,
        ),
        ("twice a year by 31 October and May", "twice a year by 31 October and May", False),
        ("termly (Nov, Mar, Jun)", "every November, March and June", False),
        ("by each Friday", "weekly by Friday", False),
        ("at the start of each term", "at the start of each term", False),
        ("at each LGB meeting", "at each Local Governing Body meeting", False),
        ("termly to LGB", "termly", False),
        ("January 2025 and then termly", "termly", False),
        ("ongoing", "termly", True),
        ("Autumn 2024 onwards", "termly", True),
        ("from Jan 2025", "termly", True),
        ("ongoing, reviewed monthly", "monthly", True),
    ],
)
def test_names_its_cadence(phrase: str, cadence: str | None, open_ended: bool) -> None:
    meaning = timing(phrase)
    assert (meaning.cadence, meaning.open_ended) == (cadence, open_ended)
    again = timing(meaning.reading)
    assert (again.occurrences, again.cadence) == (meaning.occurrences, meaning.cadence)
