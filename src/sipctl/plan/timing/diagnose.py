"""Explains why a phrase is no time, and what to write instead.

Tried in this order: words that are known to be no time (`tbc`, `asap`, a status), a misspelt word,
a time with other words around it. Only a phrase that could not be read comes here.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sipctl.plan.calendar.periods import DAY, MONTHS, academic_key, date_title
from sipctl.plan.calendar.terms import name_title
from sipctl.plan.faults import did_you_mean
from sipctl.plan.timing.describe import join_and, quoted
from sipctl.plan.timing.evaluate import evaluate
from sipctl.plan.timing.tokens import Tok, tokenize
from sipctl.plan.timing.types import Cause, Refused, TimingContext, Unreadable
from sipctl.plan.timing.vocabulary import types

MOST_TOKENS = 40  # looking for a readable part takes their square
MOST_UNKNOWN = 3  # words put right; a phrase with more of them is prose
PROPER = types("MONTH TERM HOLIDAY WEEKDAY")
_UNREADABLE = types(
    "UNKNOWN PLACEHOLDER SOON ROUGHLY SOMETIMES TWO_SENSES MONEY_YEAR AFTER STATUS POINTER OR "
    "MONTH_OR_YEAR DAY_OR_YEAR NOT_YEARS DAYS BARE_MEETING SCHEDULE BREAK"
)


class Case(NamedTuple):
    """A phrase that could not be read: its tokens, the parts of it that can, the one at fault."""

    phrase: str
    tokens: Sequence[Tok]
    context: TimingContext
    cores: Sequence[tuple[int, int]]
    token: Tok

    @property
    def quoted_words(self) -> str:
        """The words at fault, whole: `20XX` where `XX` is at fault."""
        return quoted(self.phrase[slice(*_whole(self.phrase, self.token))])

    @property
    def core(self) -> str:
        """The time within the phrase, or one that the plan knows."""
        if self.cores:
            return quoted(self.phrase[slice(*self.cores[0])])
        return _example(self.context)


def too_long(phrase: str) -> Unreadable:
    """For a text that is longer than any time."""
    message = f'"{quoted(phrase[:40])}…" is too long for a time'
    return Unreadable(phrase, 0, len(phrase), message, "keep the time here, the rest in detail")


def explain(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Unreadable:
    """Why these tokens are no phrase. Raises `Refused` where a part of it says why."""
    if not tokens:
        return _nothing(phrase, context)
    cores, refused = _cores(phrase, tokens, context)
    for token, write in _known(tokens):
        case = Case(phrase, tokens, context, cores, token)
        message, help_ = write(case)
        return Unreadable(phrase, *_whole(phrase, token), message, help_)
    for diagnose in (_misspelt, _meeting, _no_such_term):
        if unreadable := diagnose(phrase, tokens, context):
            return unreadable
    if cores:
        return _other_words(phrase, tokens, cores)
    if refused:
        raise refused
    message = f'"{quoted(phrase)}" is not a time this plan knows'
    month = f"by December {context.starts.year:04d}"
    help_ = f'write a time such as "{_example(context)}", "{month}" or "termly"'
    return Unreadable(phrase, tokens[0].start, tokens[-1].end, message, help_)


def _nothing(phrase: str, context: TimingContext) -> Unreadable:
    quote = quoted(phrase)
    message = f'"{quote}" is a placeholder, not a time' if quote else "there is no time here"
    help_ = f'write a time such as "{_example(context)}", or leave it out'
    return Unreadable(phrase, 0, len(phrase), message, help_)


def _example(context: TimingContext) -> str:
    terms = context.calendar.sound_terms
    inside = [term for term in terms if context.starts <= term.ends and term.starts <= context.ends]
    return inside[0].title if inside else f"September {context.starts.year:04d}"


def _whole(phrase: str, token: Tok) -> tuple[int, int]:
    """The token, and what is joined to it without a space."""
    start, end = token.start, token.end
    while start and not phrase[start - 1].isspace():
        start -= 1
    while end < len(phrase) and not phrase[end].isspace():
        end += 1
    return start, end


# -- words that are known to say no time ------------------------------------------------------

Writer = Callable[[Case], tuple[str, str]]


def _known(tokens: Sequence[Tok]) -> Iterator[tuple[Tok, Writer]]:
    unknown = any(token.type == "UNKNOWN" for token in tokens)
    for place, token in enumerate(tokens):
        if token.type == "STATUS" and unknown:
            continue  # "to be completed by September": the other words are at fault
        if token.type in ("POINTER", "TO") and place:
            continue
        if token.type == "TO" and unknown:
            continue
        if token.type in _WRITERS:
            yield token, _WRITERS[token.type]
        elif _which(tokens, place):
            yield token, _no_name


def _which(tokens: Sequence[Tok], place: int) -> bool:
    """Whether this is the term or the year of `by the end of term`."""
    token, after = tokens[place], tokens[place + 1 :]
    if token.type != "TERM_WORD" and token[:2] != ("UNIT", "year"):
        return False
    led = place == 0 or tokens[place - 1].type in ("END", "START", "BY", "IN", "BEFORE", "FROM")
    return led and not after


def _placeholder(case: Case) -> tuple[str, str]:
    help_ = f'write the time once it is known, such as "{_example(case.context)}", or leave it out'
    return f'"{case.quoted_words}" is a placeholder, not a time', help_


def _soon(case: Case) -> tuple[str, str]:
    help_ = f'write a date, a month or a term, such as "{_example(case.context)}"'
    return f'"{case.quoted_words}" does not say when', help_


def _roughly(case: Case) -> tuple[str, str]:
    return f'"{case.quoted_words}" is not exact enough', f'write "{case.core}", or a date'


def _sometimes(case: Case) -> tuple[str, str]:
    help_ = 'write how often: "monthly", "half-termly", "termly", "annually" or "ongoing"'
    return f'"{case.quoted_words}" does not say how often', help_


def _two_senses(case: Case) -> tuple[str, str]:
    unit = case.token.value
    help_ = {
        "week": 'write "fortnightly" or "weekly"',
        "month": 'write "twice a month" or "every two months"',
        "term": 'write "half-termly" or "every two terms"',
    }[unit]
    return f'"{case.quoted_words}" could be twice a {unit} or every two {unit}s', help_


def _money_year(case: Case) -> tuple[str, str]:
    years = (int(token.value) for token in case.tokens if token.type in ("YEAR", "ACADEMIC"))
    year = next(years, case.context.starts.year)
    help_ = f'write its months, such as "April {year} to March {year + 1}"'
    return f'"{case.quoted_words}" is not a year of the school calendar', help_


def _month_or_year(case: Case) -> tuple[str, str]:
    year, month = (int(part) for part in case.token.value.split("-"))
    first, second = f"{MONTHS[month - 1]} {year:04d}", academic_key(year)
    message = f'"{case.token.value}" could be {first} or the academic year {second}'
    return message, f'write "{first}" or "{second}"'


def _day_or_year(case: Case) -> tuple[str, str]:
    day, month = (int(part) for part in case.token.value.split("/"))
    first, second = f"{day} {MONTHS[month - 1]}", academic_key(2000 + day)
    message = f'"{case.token.value}" could be {first} or the academic year {second}'
    return message, f'write "{second}", or "{first}" and its year'


def _not_years(case: Case) -> tuple[str, str]:
    value = case.token.value
    first, last = int(value[:4]), int(value[-2:])
    several = f'"{academic_key(first)} to {academic_key(first // 100 * 100 + last - 1)}"'
    more = f", or {several} for more than one" if last > first % 100 + 1 else ""
    message = f'"{quoted(value)}" is not an academic year'
    return message, f'write "{academic_key(first)}"{more}'


def _days(case: Case) -> tuple[str, str]:
    return (
        f'"{case.quoted_words}" has no month',
        f'write it after the days, as in "{case.quoted_words} March"',
    )


def _after(case: Case) -> tuple[str, str]:
    return (
        f'"{case.quoted_words}" does not say by when',
        f'write "from {case.core}", or the time after it',
    )


def _choice(case: Case) -> tuple[str, str]:
    help_ = 'write "and" between them for each, "to" for the whole stretch, or only one of them'
    return f'"{case.quoted_words}" leaves a choice', help_


def _status(case: Case) -> tuple[str, str]:
    help_ = "put it in a record (sipctl record), and write here when it is or was due"
    return f'"{case.quoted_words}" is a status, not a time', help_


def _pointer(case: Case) -> tuple[str, str]:
    help_ = 'write the time that stands there, such as "termly"'
    return f'"{quoted(case.phrase)}" points somewhere else', help_


def _bare_meeting(case: Case) -> tuple[str, str]:
    quote = quoted(case.phrase[case.token.start : case.token.end])
    return f'"{quote}" is a meeting, not a time', f'write "at each {quote} meeting", or a date'


def _until(case: Case) -> tuple[str, str]:
    help_ = f'write "by {case.core}", or "termly until {case.core}"'
    return f'"{case.quoted_words} …" has no beginning', help_


def _no_name(case: Case) -> tuple[str, str]:
    if case.token.type == "TERM_WORD":
        noun, example = "term", _example(case.context)
    else:
        noun, example = "year", academic_key(case.context.starts.year)
    return f'"{quoted(case.phrase)}" does not say which {noun}', f'name it, such as "{example}"'


def _break(case: Case) -> tuple[str, str]:
    """`Summer holidays 2025`: no period of its own, but its days are known."""
    help_ = "write its first and last day, or the term before or after it"
    names = [token.value for token in case.tokens if token.type == "TERM"]
    years = [token.value for token in case.tokens if token.type == "YEAR"]
    term = case.context.calendar.term(f"{names[0]}-{years[0]}") if names and years else None
    after = case.context.calendar.next_term(term) if term else None
    if term and after and after.starts - term.ends > DAY:
        first, last = date_title(term.ends + DAY), date_title(after.starts - DAY)
        help_ = f'write "{first} to {last}", or "by the end of {term.title}"'
    return f'"{case.quoted_words}" is no time of its own in the calendar', help_


_WRITERS: dict[str, Writer] = {
    "PLACEHOLDER": _placeholder,
    "SOON": _soon,
    "ROUGHLY": _roughly,
    "SOMETIMES": _sometimes,
    "TWO_SENSES": _two_senses,
    "MONEY_YEAR": _money_year,
    "MONTH_OR_YEAR": _month_or_year,
    "DAY_OR_YEAR": _day_or_year,
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


# -- a word misspelt --------------------------------------------------------------------------


def _misspelt(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Unreadable | None:
    """The proposal of the phrase with its unknown words corrected, if that is a time."""
    from difflib import get_close_matches

    unknown = [token for token in tokens if token.type == "UNKNOWN"]
    if not unknown or len(unknown) > MOST_UNKNOWN:
        return None
    words = [word for word in context.vocabulary.words() if len(word) > 2]
    corrected = phrase
    for token in reversed(unknown):
        near = get_close_matches(token.value, words, n=1, cutoff=0.7)
        if len(token.value) < 3 or not near:
            return None
        word = _proper(near[0], context)
        corrected = f"{corrected[: token.start]}{word}{corrected[token.end :]}"
    quote, meant = quoted(phrase), quoted(corrected)
    help_: str = did_you_mean(meant)
    cause: Cause = "phrase"
    try:
        if evaluate(corrected, tokenize(corrected, context.vocabulary), context) is None:
            return None
    except Refused as refused:
        help_, cause = f"{help_} Then {refused.help}", refused.cause
    message = f'"{quote}" is not a time this plan knows'
    start, end = unknown[0].start, unknown[0].end
    return Unreadable(phrase, start, end, message, help_, cause, proposal=meant)


def _proper(word: str, context: TimingContext) -> str:
    """A month's or a term's name with a capital, as it is written."""
    entries = context.vocabulary.entries.get(word, [])
    proper = any(pieces == (word,) and type_ in PROPER for pieces, type_, _ in entries)
    return name_title(word) if proper else word


# -- a time with other words about it ---------------------------------------------------------


def _meeting(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Unreadable | None:
    """`at each SLT meeting`, where no SLT is among the calendar's meetings."""
    unknown = [place for place, token in enumerate(tokens) if token.type == "UNKNOWN"]
    if not unknown or unknown[0] == 0 or unknown[-1] - unknown[0] >= len(unknown):
        return None
    first, last = tokens[unknown[0]], tokens[unknown[-1]]
    led = tokens[unknown[0] - 1].type in ("EVERY", "TO", "IN")
    if not led or not phrase[last.end :].lower().lstrip(" '’").startswith("meeting"):
        return None
    held = [f'"{meeting.name or meeting.id}"' for meeting in context.calendar.meetings]
    known = f"it knows {join_and(held)}" if held else "it knows none"
    message = f'calendar.yaml knows no "{quoted(phrase[first.start : last.end])}" meeting'
    help_ = f'{known}: add it under meetings, or write "termly"'
    return Unreadable(phrase, first.start, last.end, message, help_, cause="calendar")


def _no_such_term(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Unreadable | None:
    """`Lent 2025`: a name of something, and a year."""
    if (
        len(tokens) != 2
        or tokens[0].type != "UNKNOWN"
        or tokens[1].type not in ("YEAR", "ACADEMIC")
    ):
        return None
    names = [name_title(name) for name in context.calendar.names]
    message = f'"{quoted(phrase)}" is not a time this plan knows'
    help_ = f"the terms in calendar.yaml are {join_and(names)}" if names else "add it as a term"
    cause: Cause = "calendar" if names else "phrase"
    return Unreadable(phrase, tokens[0].start, tokens[0].end, message, help_, cause)


def _other_words(
    phrase: str, tokens: Sequence[Tok], cores: Sequence[tuple[int, int]]
) -> Unreadable:
    """The longest run of words outside the readable parts is what does not belong here."""
    runs: list[tuple[int, int]] = []
    for token in tokens:
        if any(start <= token.start and token.end <= end for start, end in cores):
            continue
        inside = runs and not any(runs[-1][1] <= start < token.start for start, _ in cores)
        start = runs.pop()[0] if inside else token.start
        runs.append((start, token.end))
    if not runs:
        return _two_times(phrase, cores)
    start, end = max(runs, key=lambda run: run[1] - run[0])
    kept = " or ".join(f'"{quoted(phrase[slice(*core)])}"' for core in sorted(cores)[:3])
    message = f'"{quoted(phrase[start:end])}" is not part of a time'
    return Unreadable(phrase, start, end, message, f"write {kept}, and the other words in detail")


def _two_times(phrase: str, cores: Sequence[tuple[int, int]]) -> Unreadable:
    """`Ongoing November 2024 to April 2025`: each a time, and nothing says how they go together."""
    parts = join_and([f'"{quoted(phrase[slice(*core)])}"' for core in sorted(cores)[:3]])
    start, end = min(core[0] for core in cores), max(core[1] for core in cores)
    message = f"{parts} do not say together when"
    help_ = 'keep one of them, or join them with "and", "from" or "until"'
    return Unreadable(phrase, start, end, message, help_)


def _cores(
    phrase: str, tokens: Sequence[Tok], context: TimingContext
) -> tuple[list[tuple[int, int]], Refused | None]:
    """The longest parts of the phrase that have the shape of a time, the longest first.

    And why the first of them is refused, if it is: `Autumn 2017`, say, of a year unknown.
    """
    cores: list[tuple[int, int]] = []
    refused: Refused | None = None
    left = [(0, len(tokens))] if len(tokens) <= MOST_TOKENS else []
    while left:
        low, high = left.pop()
        for part in _parts(low, high):
            if any(token.type in _UNREADABLE for token in tokens[slice(*part)]):
                continue
            try:
                if evaluate(phrase, tokens[slice(*part)], context) is None:
                    continue
            except Refused as why:
                refused = refused or why
            cores.append((tokens[part[0]].start, tokens[part[1] - 1].end))
            left += [(low, part[0]), (part[1], high)]
            break
    return cores, refused


def _parts(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The slices between two places, the longest first."""
    for length in range(high - low, 0, -1):
        for start in range(low, high - length + 1):
            yield start, start + length
