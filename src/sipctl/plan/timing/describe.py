"""Say in words what was read, so that the words read the same."""

from sipctl.plan.calendar.periods import MONTHS, WEEKDAYS, academic_key
from sipctl.plan.calendar.terms import Term, holiday_day, name_title
from sipctl.plan.timing.syntax_tree import Cadence, PeriodEdge, PeriodExpr, Recurrence, Year
from sipctl.plan.timing.types import TimingContext

HALF_WORDS = ("", "first half of ", "second half of ")
LINE = 60


def words_of_key(key: str, frame: TimingContext) -> str:
    """A term's or a half term's key in words that read as that key."""
    term = frame.calendar.term(key)
    if term is not None:
        return words_of_term(term, 0, frame)
    whole, _, half = key.rpartition("-")
    term = frame.calendar.term(whole)
    return words_of_term(term, int(half), frame) if term else key


def words_of_term(term: Term, half: int, frame: TimingContext) -> str:
    """`first half of Spring 2025`; the key where the term's name is a word of the language."""
    if term.name not in frame.vocabulary.term_names:
        return f"{term.key}-{half}" if half else term.key
    return f"{HALF_WORDS[half]}{term.title}"


def words_of_holiday(key: str) -> str:
    """`Easter 2025` for `easter-2025`."""
    name, _, year = key.rpartition("-")
    return f"{name_title(name)} {year}" if holiday_day(name, year) else key


def join_or(words: list[str]) -> str:
    """`A, B or C`."""
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def quoted(text: str) -> str:
    """A part of a phrase to stand between quotation marks: one line, no controls, not long."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"


def join_and(words: list[str]) -> str:
    """`A, B and C`."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def with_article(words: str) -> str:
    """`the first half of Spring 2025`, after "the end of"."""
    return f"the {words}" if words.startswith(("first ", "second ")) else words


def words_of_year(year: Year | None) -> str:
    """` 2025` or ` 2024/25`, or nothing."""
    if year is None:
        return ""
    return f" {academic_key(year.start) if year.academic else f'{year.start:04d}'}"


_FORMS = {
    "month": "{month}",
    "month-number": "{month}",
    "day": "{spec.more} {month}",
    "week": "week beginning {spec.more} {month}",
    "break": "{month} half term",
    "weekday": "{weekday}",
    "term": "{half}{name}",
    "holiday": "{name}",
    "nth-half": "half term {spec.number}",
    "nth-term": "Term {spec.number}",
    "academic": "{half}the academic year",
}


def words_of_spec(spec: PeriodExpr) -> str:
    """A period as named, before it is found: `first half of Autumn`, `31 August 2025`."""
    number = spec.number
    words = _FORMS.get(spec.kind, "{spec.name}").format(
        spec=spec,
        name=name_title(spec.name),
        month=MONTHS[(number - 1) % len(MONTHS)],
        weekday=WEEKDAYS[number % len(WEEKDAYS)],
        half=HALF_WORDS[number] if number < len(HALF_WORDS) else "",
    )
    return f"{words}{words_of_year(spec.year)}"


def words_of_rhythm(rhythm: Recurrence) -> str:
    """`termly`, `every February and July`, `termly to LGB`, `at each LGB meeting`."""
    cadence = rhythm.cadence.words if rhythm.cadence else ""
    if rhythm.at_start and rhythm.cadence:
        cadence = f"at the start of {_each(rhythm.cadence.words, rhythm.cadence.unit)}"
    if rhythm.meetings:
        names = join_and(list(rhythm.meeting_words))
        return f"{cadence} to {names}" if cadence else f"at each {names} meeting"
    named = rhythm.named or rhythm.within
    if not named or rhythm.bounded:
        return cadence
    usual = rhythm.cadence in (None, Cadence("year"), Cadence("week")) and not rhythm.at_start
    return _words_of_named(cadence, named, every=usual)


def _each(words: str, unit: str) -> str:
    units = {"half": "half term", "half-month": "half month", "half-year": "half year"}
    return words if words.startswith("every") else f"each {units.get(unit, unit)}"


def _words_of_named(cadence: str, named: tuple[PeriodEdge, ...], *, every: bool) -> str:
    """`every February and July`, `annually by Easter`, `every two years in July`."""
    edges = {"": "", "end": "", "start": "start of ", "by": "", "before": ""}
    words = join_and([f"{edges[at.edge]}{words_of_spec(at.spec)}" for at in named])
    if all(at.edge == "by" for at in named):
        return f"{cadence or 'annually'} by {words}"
    if every and not any(at.edge == "start" for at in named):
        return f"every {words}"
    return f"{cadence or 'annually'} in {words}"
