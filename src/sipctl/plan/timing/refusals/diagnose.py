"""Explains why a phrase is no time, and what to write instead.

Tried in this order: words that are known to be no time (`tbc`, `asap`, a status), a misspelt word,
a time with other words around it. Only a phrase that could not be read comes here.
"""

from collections.abc import Sequence
from datetime import date

from sipctl.plan.calendar.periods import DAY, academic_key, date_title
from sipctl.plan.calendar.terms import Term, name_title
from sipctl.plan.english import join_words
from sipctl.plan.faults import did_you_mean
from sipctl.plan.timing.describe import quoted
from sipctl.plan.timing.evaluate import evaluate
from sipctl.plan.timing.refusals.changing_words import is_event
from sipctl.plan.timing.refusals.known_words import Case, days_in, known_words, whole
from sipctl.plan.timing.refusals.milestones import labelled
from sipctl.plan.timing.refusals.offers import example, help_of, why_of
from sipctl.plan.timing.refusals.other_words import other_words
from sipctl.plan.timing.refusals.parts import parts_of
from sipctl.plan.timing.types import Cause, Offer, PhraseError, TimingContext, Unreadable
from sipctl.plan.timing.words.scan import Tok
from sipctl.plan.timing.words.tokens import tokenize
from sipctl.plan.timing.words.vocabulary import types

MOST_UNKNOWN = 3  # misspelt words that are corrected; a phrase with more of them is prose
_MONDAY = "the date of its Monday, after week beginning"
PHRASE: Cause = "phrase"
SERIAL_ZERO = date(1899, 12, 30)
"""The day that spreadsheets count as 0, from March 1900 on."""
PROPER = types("MONTH TERM HOLIDAY WEEKDAY")
_EDGES = types("before until till after between from")
_AROUND_A_NAME = types("IN BY END START BEFORE BY_START TERM_WORD")


def too_long(phrase: str) -> Unreadable:
    """The refusal of a text that is longer than any time."""
    message = f'"{quoted(phrase[:40])}…" is too long for a time'
    return Unreadable(phrase, 0, len(phrase), message, "keep the time here, the rest in detail")


def explain(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Unreadable:
    """Why these tokens are no phrase. Raises `PhraseError` where a part has a fault of its own."""
    if not tokens:
        return _nothing(phrase, context)
    parts = parts_of(phrase, tokens, context)
    readable = [part for part in parts if part.refused is None]
    for token, write in known_words(tokens):
        case = Case(phrase, tokens, context, token)
        message, help_ = write(case)
        return Unreadable(phrase, *whole(phrase, token), message, help_)
    if len(readable) > 1 and (milestones := labelled(phrase, parts)):
        return _milestones(phrase, milestones)
    for diagnose in (
        _week_of_what,
        _days_or_years,
        _misspelt,
        _meeting,
        _no_such_term,
        _spreadsheet_day,
    ):
        if unreadable := diagnose(phrase, tokens, context):
            return unreadable
    if parts:
        return other_words(phrase, tokens, parts, context)
    message = f'"{quoted(phrase)}" is not a time this plan knows'
    month = f"by December {context.starts.year:04d}"
    offer = Offer((example(context), month, "termly"), "write a time such as ")
    help_ = help_of(offer, context)
    return Unreadable(phrase, tokens[0].start, tokens[-1].end, message, help_)


def _nothing(phrase: str, context: TimingContext) -> Unreadable:
    quote = quoted(phrase)
    message = f'"{quote}" is a placeholder, not a time' if quote else "there is no time here"
    help_ = f'write a time such as "{example(context)}", or leave it out'
    return Unreadable(phrase, 0, len(phrase), message, help_)


# -- a word misspelt --------------------------------------------------------------------------


def _misspelt(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Unreadable | None:
    """The proposal of the phrase with its unknown words corrected, if that is a time."""
    from difflib import get_close_matches

    unknown = [token for token in tokens if token.type == "UNKNOWN"]
    if not unknown or len(unknown) > MOST_UNKNOWN or any(is_event(t.value) for t in unknown):
        return None
    words = [word for word in context.vocabulary.words() if len(word) > 2]
    corrected, edges = phrase, True
    for token in reversed(unknown):
        alike = [word for word in words if word[0] == token.value[:1]]
        near = get_close_matches(token.value, alike, n=1, cutoff=0.7)
        if len(token.value) < 3 or not near:
            return None
        word = _proper(near[0], context)
        edges = edges and near[0] in _EDGES
        corrected = f"{corrected[: token.start]}{word}{corrected[token.end :]}"
    quote, meant = quoted(phrase), quoted(corrected)
    help_, cause = did_you_mean(meant), PHRASE
    proposal: str | None = meant
    try:
        cut = tokenize(corrected, context.vocabulary)
        if evaluate(corrected, cut, context) is None:
            if not edges or any(token.type == "UNKNOWN" for token in cut):
                return None
            help_ = f"if {meant} is meant, {explain(corrected, cut, context).help}"
            proposal = None  # untill Easter 2025
    except PhraseError as refused:
        help_ = f"if {meant} is meant, {why_of(refused, context)}"
        cause, proposal = refused.cause, None
    message = f'"{quote}" is not a time this plan knows'
    start, end = unknown[0].start, unknown[0].end
    return Unreadable(phrase, start, end, message, help_, cause, proposal=proposal)


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
    known = f"it knows {join_words(held)}" if held else "it knows none"
    message = f'calendar.yaml knows no "{quoted(phrase[first.start : last.end])}" meeting'
    offer = Offer(("termly",), f"{known}: add it under meetings, or write ", otherwise=known)
    help_ = help_of(offer, context)
    return Unreadable(phrase, first.start, last.end, message, help_, cause="calendar")


def _week_of_what(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Unreadable | None:
    """`Wk 3`, `by the end of week 3 2025`: of which term?"""
    named = [token for token in tokens if token.type not in _AROUND_A_NAME]
    year = [token for token in named[2:] if token.type in ("YEAR", "ACADEMIC")]
    if [token[:2] for token in named[:1]] != [("UNIT", "week")] or len(named) != 2 + len(year):
        return None
    if named[1].type != "NUMBER" or len(year) > 1:
        return None
    terms = [term for term in context.calendar.sound_terms if _within(term, context, year)]
    weeks = tuple(f"week {int(named[1].value)} of {term.title}" for term in terms[:3])
    message = f'"{quoted(phrase)}" does not say of which term'
    offer = Offer(weeks, "say so, as in ", otherwise=f"write {_MONDAY}")
    help_ = help_of(offer, context)
    return Unreadable(phrase, named[0].start, named[-1].end, message, help_)


def _within(term: Term, context: TimingContext, year: Sequence[Tok]) -> bool:
    """Whether a term lies in the plan, and in the year that is named if one is."""
    inside = term.starts <= context.ends and term.ends >= context.starts
    if not year or not inside:
        return inside
    number = int(year[0].value)
    academic = year[0].type == "ACADEMIC"
    return term.year == academic_key(number) if academic else term.starts.year == number


def _days_or_years(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Unreadable | None:
    """`March 24 to 26`: those days, or those years?"""
    if [token.type for token in tokens] != ["MONTH", "NUMBER", "TO", "NUMBER"]:
        return None
    options = days_in((tokens[1].value, tokens[3].value), tokens[0], context)
    message = f'"{quoted(phrase)}" could be days or years'
    help_ = help_of(Offer(options), context)
    return Unreadable(phrase, tokens[0].start, tokens[3].end, message, help_)


def _no_such_term(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Unreadable | None:
    """`Lent 2025`, `by the end of Winter term 2025`: a name of something, and a year."""
    named = [token for token in tokens if token.type not in _AROUND_A_NAME]
    known = ["HOLIDAY"] if any(token.type == "TERM_WORD" for token in tokens) else []
    if len(named) != 2 or named[0].type not in ("UNKNOWN", *known):  # Easter term 2025
        return None
    if named[1].type not in ("YEAR", "ACADEMIC") or is_event(named[0].value):
        return None
    names = [name_title(name) for name in context.calendar.names]
    message = f'"{quoted(phrase)}" is not a time this plan knows'
    help_ = f"the terms in calendar.yaml are {join_words(names)}" if names else "add it as a term"
    cause: Cause = "calendar" if names else "phrase"
    return Unreadable(phrase, named[0].start, named[0].end, message, help_, cause)


def _spreadsheet_day(
    phrase: str, tokens: Sequence[Tok], context: TimingContext
) -> Unreadable | None:
    """`45800`: a day as spreadsheets count them, which lost its format on the way."""
    text = phrase.strip()
    if len(text) != len("45800") or not (text.isascii() and text.isdigit()):
        return None
    day = SERIAL_ZERO + int(text) * DAY
    if not context.starts.year - 5 <= day.year <= context.ends.year + 5:
        return None
    message = f'"{text}" is a day as a spreadsheet counts them'
    meant = date_title(day)
    help_ = did_you_mean(meant)
    return Unreadable(
        phrase, tokens[0].start, tokens[-1].end, message, help_, PHRASE, proposal=meant
    )


def _milestones(phrase: str, milestones: Sequence[tuple[str, str]]) -> Unreadable:
    """`July 2025 for costing; January 2026 for the scheme`: a line each under `when`."""
    lines = ", then ".join(f"{label}: {words}" for label, words in milestones)
    message = f'"{quoted(phrase)}" is {len(milestones)} times, each for something else'
    return Unreadable(phrase, 0, len(phrase), message, f"give each a line under when, {lines}")
