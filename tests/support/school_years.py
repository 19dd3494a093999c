"""Terms of any academic year, three of them or six, much as they lie in England."""

from datetime import date

from sipctl.plan.calendar.periods import academic_key
from sipctl.plan.calendar.terms import Term


def three_terms(start: int) -> list[Term]:
    """Autumn, spring and summer of the academic year that begins in `start`."""
    year, end = academic_key(start), start + 1
    return [
        _term("autumn", year, (start, "09-02 12-20 10-28 11-01")),
        _term("spring", year, (end, "01-06 04-04 02-17 02-21")),
        _term("summer", year, (end, "04-22 07-22 05-26 05-30")),
    ]


def six_terms(start: int) -> list[Term]:
    """The halves of those terms as `term1` to `term6`."""
    halves = [half for term in three_terms(start) for half in (term.first_half, term.second_half)]
    return [
        Term(f"term{number}", academic_key(start), half.opens, half.due)
        for number, half in enumerate(halves, 1)
        if half
    ]


def _term(name: str, year: str, days: tuple[int, str]) -> Term:
    start, first, last, end = (date.fromisoformat(f"{days[0]}-{day}") for day in _ordered(days[1]))
    return Term(name, year, start, end, (first, last))


def _ordered(days: str) -> list[str]:
    starts, ends, first, last = days.split()
    return [starts, first, last, ends]
