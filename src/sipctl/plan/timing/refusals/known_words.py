"""Words that are known to be no time, and what to write for each: `tbc`, `asap`, a status."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sipctl.plan.calendar.periods import (
    DAY,
    MONTHS,
    SEPTEMBER,
    academic_key,
    academic_start,
    date_title,
)
from sipctl.plan.english import join_words
from sipctl.plan.timing.describe import quoted
from sipctl.plan.timing.refusals.offers import example, help_of
from sipctl.plan.timing.types import Offer, TimingContext
from sipctl.plan.timing.words.scan import Tok
from sipctl.plan.timing.words.vocabulary import types


class Case(NamedTuple):
    """A phrase that could not be read: its tokens, the one at fault."""

    phrase: str
    tokens: Sequence[Tok]
    context: TimingContext
    token: Tok

    @property
    def quoted_words(self) -> str:
        """The words at fault, whole: `20XX` where `XX` is at fault."""
        return quoted(self.phrase[slice(*whole(self.phrase, self.token))])

    def with_word(self, word: str) -> str:
        """The phrase with another word for the one at fault, and for each of its kind."""
        text = self.phrase
        for token in reversed(self.tokens):
            if token.type == self.token.type:
                text = f"{text[: token.start]}{word}{text[token.end :]}"
        return quoted(text)

    def offer(
        self,
        *options: str,
        lead: str = "write ",
        tail: str = "",
        joint: str = "or",
        otherwise: str = "write the date",
    ) -> str:
        """A line of help with those of the phrases that can be read."""
        return help_of(Offer(options, lead, tail, joint, otherwise), self.context)


def whole(phrase: str, token: Tok) -> tuple[int, int]:
    """The token, and what is joined to it without a space."""
    start, end = token.start, token.end
    while start and not phrase[start - 1].isspace():
        start -= 1
    while end < len(phrase) and not phrase[end].isspace():
        end += 1
    return start, end


_BY_WHEN = "write by when: a date, a month or a term"
_LEADS_A_NAME = types("END START BY BY_START IN BEFORE FROM")

Writer = Callable[[Case], tuple[str, str]]


def known_words(tokens: Sequence[Tok]) -> Iterator[tuple[Tok, Writer]]:
    """Each word that is known to be no time, and the function that writes its message and help."""
    unknown = any(token.type == "UNKNOWN" for token in tokens)
    for place, token in enumerate(tokens):
        if unknown and (token.type == "STATUS" or token[:2] == ("SOON", "next")):
            continue  # "to be completed by September": the other words are at fault
        if token.type in ("POINTER", "TO") and place:
            continue
        if token.type == "TO" and unknown:
            continue
        if token.type in _WRITERS:
            yield token, _WRITERS[token.type]
        elif _which(tokens, place):
            yield token, _which_half if token.type == "HALF_TERM" else _no_name


def _which(tokens: Sequence[Tok], place: int) -> bool:
    """Whether this is the term, half term or year of `by the end of term`."""
    token, after = tokens[place], tokens[place + 1 :]
    if token.type not in ("TERM_WORD", "HALF_TERM") and token[:2] != ("UNIT", "year"):
        return False
    led = place == 0 or tokens[place - 1].type in _LEADS_A_NAME
    return led and not after


def _placeholder(case: Case) -> tuple[str, str]:
    help_ = f'write the time once it is known, such as "{example(case.context)}", or leave it out'
    return f'"{case.quoted_words}" is a placeholder, not a time', help_


def _soon(case: Case) -> tuple[str, str]:
    help_ = f'write a date, a month or a term, such as "{example(case.context)}"'
    return f'"{case.quoted_words}" does not say when', help_


def _roughly(case: Case) -> tuple[str, str]:
    otherwise = f'write a date, a month or a term, such as "{example(case.context)}"'
    help_ = case.offer(case.with_word(""), tail=", or a date", otherwise=otherwise)
    return f'"{case.quoted_words}" is not exact enough', help_


def _sometimes(case: Case) -> tuple[str, str]:
    often = ("monthly", "half-termly", "termly", "annually", "ongoing")
    help_ = case.offer(*often, lead="write how often: ")
    return f'"{case.quoted_words}" does not say how often', help_


def _two_senses(case: Case) -> tuple[str, str]:
    unit = case.token.value
    options = {
        "week": ("fortnightly", "weekly"),
        "month": ("twice a month", "every two months"),
        "term": ("half-termly", "every two terms"),
    }[unit]
    message = f'"{case.quoted_words}" could be twice a {unit} or every two {unit}s'
    return message, case.offer(*options)


def _money_year(case: Case) -> tuple[str, str]:
    years = (int(token.value) for token in case.tokens if token.type in ("YEAR", "ACADEMIC"))
    year = next(years, case.context.starts.year)
    months = f"April {year:04d} to March {year + 1:04d}"
    if any(token.type == "END" for token in case.tokens):
        months = f"by the end of March {year + 1:04d}"
    help_ = case.offer(months, lead="write its months, such as ")
    return f'"{case.quoted_words}" is not a year of the school calendar', help_


def _point(case: Case) -> tuple[str, str]:
    """`1. Sept 2025`, as a list numbers its points."""
    number, rest = case.token.value.strip(" .)"), quoted(case.phrase[case.token.end :])
    if case.tokens[1].type != "MONTH":
        return f'"{quoted(case.token.value)}" numbers a point, and is no time', case.offer(rest)
    message = f'"{quoted(case.token.value)}" could be the number of a point, or a day'
    return message, case.offer(f"{number} {rest}", rest)


def _month_or_year(case: Case) -> tuple[str, str]:
    year, month = (int(part) for part in case.token.value.split("-"))
    first, second = f"{MONTHS[month - 1]} {year:04d}", academic_key(year)
    message = f'"{case.token.value}" could be {first} or the academic year {second}'
    return message, case.offer(first, second)


def _not_years(case: Case) -> tuple[str, str]:
    value = case.token.value
    first, last = int(value[:4]), int(value[-2:])
    many = f"{academic_key(first)} to {academic_key(first // 100 * 100 + last - 1)}"
    message = f'"{quoted(value)}" is not an academic year'
    if last <= first % 100 + 1:
        return message, case.offer(academic_key(first))
    return message, case.offer(academic_key(first), many, joint=", or", tail=" for more than one")


def days_in(numbers: Sequence[str], month: Tok, context: TimingContext) -> tuple[str, str]:
    """`10 to 14 March 2025` and `March 2010 to March 2014`, of `March 10 to 14`."""
    first, last = numbers
    name, year = MONTHS[int(month.value) - 1], academic_start(context.starts)
    year += int(month.value) < SEPTEMBER
    days = f"{first} to {last} {name} {year:04d}"
    return days, f"{name} 20{first:0>2} to {name} 20{last:0>2}"


def _days(case: Case) -> tuple[str, str]:
    words = case.quoted_words
    place = case.tokens.index(case.token)
    if place and case.tokens[place - 1].type == "MONTH":
        days = days_in(case.token.value.split("-"), case.tokens[place - 1], case.context)
        return f'"{quoted(case.phrase)}" could be days or years', case.offer(*days)
    months = [f"{words} March {case.context.starts.year + 1:04d}"]
    help_ = case.offer(*months, lead="write it after the days, as in ")
    return f'"{words}" has no month', help_


def _after(case: Case) -> tuple[str, str]:
    after = case.with_word("from")
    help_ = case.offer(after, tail=", or the time after it", otherwise=_BY_WHEN)
    return f'"{case.quoted_words}" does not say by when', help_


def _choice(case: Case) -> tuple[str, str]:
    help_ = 'write "and" between them for each, "to" for the whole stretch, or only one of them'
    if case.token.value == "count":
        help_ = "write one of the two numbers"
    figures = any(char.isdigit() for char in case.quoted_words)  # 24/Spr of Aut 24/Spr 25
    return f'"{quoted(case.phrase) if figures else case.quoted_words}" leaves a choice', help_


def _status(case: Case) -> tuple[str, str]:
    help_ = "put it in a record (sipctl record), and write here when it is or was due"
    return f'"{case.quoted_words}" is a status, not a time', help_


def _pointer(case: Case) -> tuple[str, str]:
    there = "write the time that stands there"
    help_ = case.offer("termly", lead=f"{there}, such as ", otherwise=there)
    return f'"{quoted(case.phrase)}" points somewhere else', help_


def _bare_meeting(case: Case) -> tuple[str, str]:
    quote = quoted(case.phrase[case.token.start : case.token.end])
    help_ = case.offer(f"at each {quote} meeting", tail=", or a date")
    return f'"{quote}" is a meeting, not a time', help_


def _until(case: Case) -> tuple[str, str]:
    options = (case.with_word("by"), f"termly {case.with_word('until')}")
    help_ = case.offer(*options, joint=", or", otherwise=_BY_WHEN)
    return f'"{case.quoted_words} …" has no beginning', help_


def _no_name(case: Case) -> tuple[str, str]:
    if case.token.type == "TERM_WORD":
        noun, named = "term", example(case.context)
    else:
        noun, named = "year", academic_key(case.context.starts.year)
    return f'"{quoted(case.phrase)}" does not say which {noun}', f'name it, such as "{named}"'


def _which_half(case: Case) -> tuple[str, str]:
    message, example_ = f'"{quoted(case.phrase)}" does not say which half term', ""
    for term in case.context.calendar.sound_terms:
        if term.half_term and term.starts >= case.context.starts and not example_:
            month = MONTHS[term.half_term[0].month - 1]
            example_ = f"by {month} half term {term.half_term[0].year:04d}"
    tail = ', or write "half-termly" for each'
    return message, case.offer(example_, lead="name it, such as ", tail=tail)


def _breaks(context: TimingContext) -> tuple[str, str]:
    """Every half-term holiday, and the day before each, by the months in which they begin."""
    begins = (term.half_term[0].month for term in context.calendar.sound_terms if term.half_term)
    months = join_words([MONTHS[month - 1] for month in dict.fromkeys(begins)] or [MONTHS[9]])
    return f"every {months} half term", f"before {months} half term each year"


def _break(case: Case) -> tuple[str, str]:
    """`Summer holidays 2025`: no period of its own, but its days are known."""
    help_ = "write its first and last day, or the term before or after it"
    if any(token.type == "HALF_TERM" for token in case.tokens):
        again = any(token.type == "EVERY" for token in case.tokens)
        help_ = case.offer(*_breaks(case.context)) if again else _which_half(case)[1]
        return f'"{quoted(case.phrase)}" is the holiday in a term', help_
    names = [token.value for token in case.tokens if token.type == "TERM"]
    years = [token.value for token in case.tokens if token.type == "YEAR"]
    term = case.context.calendar.term(f"{names[0]}-{years[0]}") if names and years else None
    after = case.context.calendar.next_term(term) if term else None
    if term and after and after.starts - term.ends > DAY:
        first, last = date_title(term.ends + DAY), date_title(after.starts - DAY)
        before = any(token.type in ("BY", "BEFORE") for token in case.tokens)
        options = (*([] if before else [f"{first} to {last}"]), f"by the end of {term.title}")
        help_ = help_of(Offer(options, joint=", or"), case.context)
    return f'"{case.quoted_words}" is no time of its own in the calendar', help_


_WRITERS: dict[str, Writer] = {
    "POINT": _point,
    "PLACEHOLDER": _placeholder,
    "SOON": _soon,
    "ROUGHLY": _roughly,
    "SOMETIMES": _sometimes,
    "TWO_SENSES": _two_senses,
    "MONEY_YEAR": _money_year,
    "MONTH_OR_YEAR": _month_or_year,
    "NOT_YEARS": _not_years,
    "DAYS": _days,
    "AFTER": _after,
    "OR": _choice,
    "STATUS": _status,
    "POINTER": _pointer,
    "BARE_MEETING": _bare_meeting,
    "BREAK": _break,
    "TO": _until,
}
