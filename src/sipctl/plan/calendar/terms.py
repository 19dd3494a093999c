"""The trust's calendar: terms, half terms, holidays, meetings, and the window of any period key."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cached_property, lru_cache

from sipctl.plan.calendar.periods import DAY, Window, academic_year, fixed_title, fixed_window
from sipctl.plan.frozen import frozen

__all__ = ["Calendar", "Meeting", "Term", "Window", "academic_year"]

HOLIDAYS = ("easter", "christmas")
FRIDAY = 4
# A holiday this long after the last known term is in a year that the calendar lacks.
LONGEST_BREAK = 40 * DAY


@frozen()
class Term:
    """One term of one academic year, as calendar.yaml gives it."""

    name: str
    """`spring`."""
    year: str
    """The academic year that the calendar lists it under, `2024/25`."""
    starts: date
    ends: date
    half_term: tuple[date, date] | None = None
    """First and last day of the break in its middle."""
    provisional: bool = False
    """Whether somebody has yet to confirm its dates."""

    @property
    def key(self) -> str:
        """`spring-2025`: the calendar year is the one it starts in."""
        return f"{self.name}-{self.starts.year:04d}"

    @property
    def title(self) -> str:
        """`Spring 2025`."""
        return f"{name_title(self.name)} {self.starts.year:04d}"

    @property
    def window(self) -> Window:
        """First to last day."""
        return Window(self.starts, self.ends)

    @property
    def first_half(self) -> Window | None:
        """To the last weekday before the break; None without a break that lies in the term."""
        if self.half_term is None:
            return None
        return _sound(self.starts, _weekday(self.half_term[0], -1))

    @property
    def second_half(self) -> Window | None:
        """From the first weekday after the break; None without a break that lies in the term."""
        if self.half_term is None:
            return None
        return _sound(_weekday(self.half_term[1], 1), self.ends)


@frozen()
class Meeting:
    """A meeting that work may be timed by: how often it is held, and its dates as they are known.

    `every` is a cadence as a plan would write it (`half-termly`), or None. `complete` are the
    academic years in which it is held on the known dates alone.
    """

    id: str
    name: str
    every: str | None = None
    dates: tuple[date, ...] = ()
    complete: tuple[str, ...] = ()


@frozen()
class Calendar:
    """Terms in order of their start, days closed within them, and meetings.

    It is built from what somebody typed, so any of it may be wrong: terms that overlap, run
    backwards or are missing give fewer results here, never an error.
    """

    terms: tuple[Term, ...]
    closed: frozenset[date] = frozenset()
    meetings: tuple[Meeting, ...] = ()

    def window(self, key: str) -> Window | None:
        """The window of any period key, `A..B` too; None where this calendar does not know it."""
        first, dots, last = key.partition("..")
        if not dots:
            return self._named.get(key) or fixed_window(key) or self._holiday(key)
        opening, closing = self.window(first), self.window(last)
        if opening is None or closing is None:
            return None
        return _sound(opening.opens, closing.due)

    def term(self, key: str) -> Term | None:
        """The term of a key such as `spring-2025`."""
        return self._terms.get(key)

    def term_that_ends(self, day: date) -> Term | None:
        """The term whose last day is `day`."""
        return next((term for term in self.sound_terms if term.ends == day), None)

    def term_begun(self, day: date) -> Term | None:
        """The term that had last begun on that day: a holiday belongs to the term before it."""
        begun = [term for term in self.sound_terms if term.starts <= day]
        return begun[-1] if begun else None

    def next_term(self, term: Term) -> Term | None:
        """The term that begins after this one has begun."""
        later = [other for other in self.sound_terms if other.starts > term.starts]
        return later[0] if later else None

    def last_day(self, term: Term) -> date:
        """The day before the next term begins; of the last term of all, the day it ends."""
        after = self.next_term(term)
        return after.starts - DAY if after else term.ends

    def halves(self) -> tuple[tuple[str, Window], ...]:
        """Every half term in order: its key and its window.

        A term without a break in its middle counts as one: a school with six terms a year calls
        each of them a half term.
        """
        return tuple(half for term in self.sound_terms for half in self._halves_of(term))

    def halves_of_year(self, year: str) -> tuple[tuple[str, Window], ...]:
        """The half terms of one academic year (`2024/25`), in order."""
        terms = self.terms_of_year(year)
        return tuple(half for term in terms for half in self._halves_of(term))

    def terms_of_year(self, year: str) -> tuple[Term, ...]:
        """The terms of one academic year (`2024/25`), in order."""
        return tuple(term for term in self.sound_terms if term.year == year)

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The academic years that the calendar holds terms of, in order."""
        return tuple(dict.fromkeys(term.year for term in self.sound_terms))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the terms, in the order of the year."""
        return tuple(dict.fromkeys(term.name for term in self.sound_terms))

    def next_school_day(self, day: date) -> date | None:
        """The first school day on that day or after it; None where the calendar ends before.

        A school day is a weekday in a term, outside its half-term break, that is not closed.
        """
        spans = self._spans
        for span in spans[max(0, bisect_right(spans, day, key=lambda span: span.opens) - 1) :]:
            day = max(day, span.opens)
            while day <= span.due:
                if day.weekday() <= FRIDAY and day not in self.closed:
                    return day
                if day == date.max:
                    return None
                day += DAY
        return None

    def title(self, key: str) -> str:
        """A period key in words for the screen; a key that means nothing here stays as it is."""
        first, dots, last = key.partition("..")
        if dots:
            return f"{self.title(first)} to {self.title(last)}"
        if key in self._named:
            return self._term_title(key)
        return fixed_title(key) or self._holiday_title(key)

    def _term_title(self, key: str) -> str:
        if term := self._terms.get(key):
            return term.title
        whole, _, half = key.rpartition("-")
        return f"{self._terms[whole].title}, {'first' if half == '1' else 'second'} half"

    def _holiday_title(self, key: str) -> str:
        name, _, year = key.rpartition("-")
        return f"{name.capitalize()} {year}" if name in HOLIDAYS else key

    @cached_property
    def sound_terms(self) -> tuple[Term, ...]:
        """The terms that do not run backwards, by their start; of two with one key the first."""
        sound = {term.key: term for term in reversed(self.terms) if term.starts <= term.ends}
        return tuple(sorted(sound.values(), key=lambda term: (term.starts, term.ends)))

    @cached_property
    def _terms(self) -> dict[str, Term]:
        return {term.key: term for term in self.sound_terms}

    @cached_property
    def _named(self) -> dict[str, Window]:
        halves = ((key, window) for key, window in self.halves() if key not in self._terms)
        return dict(halves) | {key: term.window for key, term in self._terms.items()}

    @staticmethod
    def _halves_of(term: Term) -> Iterator[tuple[str, Window]]:
        first, second = term.first_half, term.second_half
        if first is None or second is None:
            yield term.key, term.window
        else:
            yield f"{term.key}-1", first
            yield f"{term.key}-2", second

    @cached_property
    def _spans(self) -> list[Window]:
        """The stretches of term time without their breaks, in order and apart from each other."""
        spans: list[Window] = []
        for opens, due in sorted(span for term in self.sound_terms for span in _term_time(term)):
            if spans and opens <= spans[-1].due:
                spans[-1] = Window(spans[-1].opens, max(due, spans[-1].due))
            else:
                spans.append(Window(opens, due))
        return spans

    def _holiday(self, key: str) -> Window | None:
        """Easter or Christmas of one year: from the day after the term before it.

        Where it falls within a term, Easter is Good Friday to Easter Sunday, Christmas its day.
        """
        name, _, year = key.rpartition("-")
        day = holiday_day(name, year)
        if day is None:
            return None
        begun = self.term_begun(day)
        if begun is None or day - begun.ends > LONGEST_BREAK:
            return None
        if begun.ends >= day:
            return Window(day - 2 * DAY if name == "easter" else day, day)
        return Window(begun.ends + DAY, day)


def holiday_day(name: str, year: str) -> date | None:
    """Easter Sunday or 25 December of a year in four figures; None for anything else."""
    if len(year) != len("2025") or not (year.isascii() and year.isdigit()) or year == "0000":
        return None
    if name == "christmas":
        return date(int(year), 12, 25)
    return _easter(int(year)) if name == "easter" else None


@lru_cache(maxsize=256)
def _easter(year: int) -> date | None:
    from dateutil.easter import easter  # costs more than most commands need to pay

    try:
        return easter(year)
    except ValueError:  # before 1583 or after 4099
        return None


def name_title(name: str) -> str:
    """A term's name for the screen: `Spring`, `Term 1` for `term1`."""
    letters = name.rstrip("0123456789")
    return f"{letters.capitalize()} {name[len(letters) :]}".strip()


def _term_time(term: Term) -> list[tuple[date, date]]:
    if term.half_term is None:
        return [(term.starts, term.ends)]
    first, last = term.half_term
    if not term.starts < first <= last < term.ends:
        return [(term.starts, term.ends)]
    return [(term.starts, first - DAY), (last + DAY, term.ends)]


def _weekday(day: date, step: int) -> date | None:
    """The nearest weekday before (step -1) or after (step 1) a day; None at the end of time."""
    try:
        day += step * DAY
        while day.weekday() > FRIDAY:
            day += step * DAY
    except OverflowError:
        return None
    return day


def _sound(opens: date | None, due: date | None) -> Window | None:
    return Window(opens, due) if opens and due and opens <= due else None
