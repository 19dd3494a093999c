"""Refuses a time with other words around it, and says by those words what to write instead.

Words that make another time of the one beside them (`not`, `before each`, `this`, an event) are
never left out of what is proposed; only those that say something else belong in detail.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sipctl.plan.calendar.terms import name_title
from sipctl.plan.english import join_words
from sipctl.plan.timing.describe import quoted
from sipctl.plan.timing.evaluate import evaluate
from sipctl.plan.timing.refusals.offers import example, help_of, reads, why_of
from sipctl.plan.timing.refusals.parts import Part, in_order
from sipctl.plan.timing.types import Offer, TimingContext, Unreadable
from sipctl.plan.timing.words.scan import Tok
from sipctl.plan.timing.words.tokens import tokenize
from sipctl.plan.timing.words.vocabulary import types

_EXCEPTS = re.compile(
    r"\b(not|never|nor|except\w*|exclud\w+|unless|bar|barring|instead|(apart|aside) from"
    r"|(other|rather) than|(all|anything|any time) but)\b|^no\b|^but( this| the (first|last))?$",
    re.IGNORECASE,
)
_POINTING = types("this last coming previous past upcoming forthcoming following same")
_EVENTS = types(
    "week weeks day days window weekend evening evenings morning afternoon season deadline night"
    " month fortnight screening back sats sat gcse gcses ofsted inset insets census mocks exam"
    " exams results residential assessments moderation inspection"
)
_COUNTED = types("phase stage step part wave tranche cohort module tier round")
_LEADING = types("before by until till from to between each every after start end")
_AGAIN = re.compile(r"(?:the )?(?:(?:start|beginning) of )?((?:each|every)\b.*)", re.IGNORECASE)
_MARK = re.compile(r"[^\w\s]|\n")
_EDGES = types("BEFORE BY BY_START FROM TO BETWEEN START END")
_OF_TIME = types(
    "ORDINAL WEEKDAY NUMBER COUNT OFTEN EVERY OTHER_ONE UNIT LAST HALF CADENCE TERM_WORD HALF_TERM"
    " MONTH TERM YEAR ACADEMIC DAY_OF"
)
_STRETCHES = types("FROM TO BETWEEN")


def turns(words: str) -> bool:
    """Whether words make another time of the one beside them: `not`, `before`, `SATs week`."""
    each = re.findall(r"[^\W\d_]+", words.lower()) or [""]
    last = each[-1]
    return bool(_EXCEPTS.search(words)) or last in _POINTING or last in _LEADING or is_event(last)


def counts(words: str, time: str) -> bool:
    """Whether the figure that a time begins with may count the words before it: `Phase 1 May`."""
    last = re.findall(r"[^\W\d_]+", words.lower())[-1:]
    return bool(_COUNTED & set(last)) and bool(re.match(r"[1-9]\s+[^\W\d_]", time))


def is_event(word: str) -> bool:
    """Whether this names something that has days of its own: `SATs`, an `INSET`."""
    return word in _EVENTS


class _Run(NamedTuple):
    """Words that are in no readable part, and the part that stands right after them, if any."""

    words: str
    start: int
    end: int
    tokens: tuple[Tok, ...]
    leads: Part | None

    @property
    def each(self) -> list[str]:
        """Its words in lower case: sats, week."""
        return re.findall(r"[^\W\d_]+", self.words.lower())

    @property
    def known(self) -> bool:
        """Whether each of its words is one of the language."""
        return not any(token.type == "UNKNOWN" for token in self.tokens)


class _Around(NamedTuple):
    """A phrase that could not be read, with its readable parts and the words around them."""

    phrase: str
    parts: Sequence[Part]
    context: TimingContext

    def refusal(self, run: _Run, message: str, help_: str) -> Unreadable:
        """The refusal that quotes these words."""
        return Unreadable(self.phrase, run.start, run.end, message, help_)

    def with_led(self, run: _Run) -> tuple[int, int, str]:
        """Where these words and the part that they lead begin and end, and how they are quoted."""
        end = run.leads.end if run.leads else run.end
        return run.start, end, quoted(self.phrase[run.start : end])


def other_words(
    phrase: str, tokens: Sequence[Tok], parts: Sequence[Part], context: TimingContext
) -> Unreadable:
    """Why a time with words around it is none, and what to write. Raises `PhraseError`."""
    around = _Around(phrase, parts, context)
    runs = list(_runs(phrase, tokens, parts))
    refused = next((part.refused for part in parts if part.refused), None)
    if refused and not runs and refused.message:
        raise refused
    if not runs:
        return _two_times(around)
    for write in _KINDS:
        for run in runs:
            if unreadable := write(run, around):
                return unreadable
    return _in_detail(max(runs, key=lambda run: run.end - run.start), around)


def _runs(phrase: str, tokens: Sequence[Tok], parts: Sequence[Part]) -> Iterator[_Run]:
    """The words outside the readable parts, together where no part stands between them."""
    together: list[Tok] = []
    for token in tokens:
        inside = any(part.start <= token.start and token.end <= part.end for part in parts)
        if inside or (together and _parted(together[-1], token, parts)):
            if together:
                yield _run(phrase, together, parts)
            together = []
        if not inside:
            together.append(token)
    if together:
        yield _run(phrase, together, parts)


def _parted(before: Tok, token: Tok, parts: Sequence[Part]) -> bool:
    return any(before.start <= part.start < token.start for part in parts)


def _run(phrase: str, tokens: Sequence[Tok], parts: Sequence[Part]) -> _Run:
    start, end = tokens[0].start, tokens[-1].end
    behind = (part for part in in_order(parts) if part.start >= end)
    next_ = next(behind, None)
    leads = next_ if next_ and not _MARK.search(phrase[end : next_.start]) else None
    return _Run(quoted(phrase[start:end]), start, end, tuple(tokens), leads)


# -- words that make another time of the one beside them --------------------------------------


def _except(run: _Run, around: _Around) -> Unreadable | None:
    """`termly, not Summer`, `every month except August`."""
    if run.known or not _EXCEPTS.search(run.words):
        return None
    names = [name_title(name) for name in around.context.calendar.names][:2]
    options = (*([f"every {join_words(names)}"] if names else []), "every February and July")
    lead = "a plan says only when something is due: write those times, such as "
    help_ = _first_offer(options, lead, "", around.context)
    return around.refusal(run, f'"{run.words}" says when it is not', help_)


def _pointing(run: _Run, around: _Around) -> Unreadable | None:
    """`this September`: of the year in which somebody wrote it."""
    part = run.leads
    if part is None or run.each[-1:] == [] or run.each[-1] not in _POINTING:
        return None
    if any(char.isdigit() for char in part.words):
        return None
    start, end, quote = around.with_led(run)
    message = f'"{quote}" hangs on the day on which it was written'
    if part.refused and part.refused.message:
        help_ = why_of(part.refused, around.context)
    else:
        help_ = f'write its year, such as "{_reading(part, around.context)}"'
    return Unreadable(around.phrase, start, end, message, help_)


def _reading(part: Part, context: TimingContext) -> str:
    """A readable part in full words, with the year that it takes from the plan."""
    timing = evaluate(part.words, tokenize(part.words, context.vocabulary), context)
    return timing.reading if timing else part.words


def _edge(run: _Run, around: _Around) -> Unreadable | None:
    """`before each half term`, `Spring 2025 to`: an edge of what has none, or half a stretch."""
    edge, context = run.tokens[-1], around.context
    leads = run.leads or (run.known and edge.type in _STRETCHES)
    if edge.type not in _EDGES or not leads:
        return None
    start, end, quote = around.with_led(run)
    again = _again(around.phrase[run.end : end])
    if again and edge.type not in _STRETCHES:
        message = f'"{quote}" does not say by which day of each'
        return Unreadable(around.phrase, start, end, message, _edge_help(edge, again, context))
    year = context.starts.year + 1
    options: tuple[str, ...] = (
        f"January {year:04d} to March {year:04d}",
        f"termly from January {year:04d}",
    )
    message = f'"{quote}" has not both of its ends'
    if again:
        message = f'"{quote}" has more than one end'
    elif edge.type not in _STRETCHES:
        message = f'"{quote}" does not say by which day'
        options = (f"by 14 March {year:04d}",)
    elif not run.known:
        return None
    help_ = help_of(Offer(options, "write it as in ", otherwise="write both days"), context)
    return Unreadable(around.phrase, start, end, message, help_)


def _again(words: str) -> str:
    """What comes back, in the words that an edge leads: each half term."""
    again = _AGAIN.fullmatch(" ".join(words.split()))
    return again[1] if again else ""


def _edge_help(edge: Tok, again: str, context: TimingContext) -> str:
    """What may be meant by the edge of something that comes back, as far as it can be read."""
    name = again.partition(" ")[2]
    yearly, meeting = f"before {name} each year", f"at {again} meeting"
    first, last = f"by the start of {again}", f"by the end of {again}"
    if edge.type == "BEFORE" and reads(yearly, context):
        return f'write "{yearly}"'
    if reads(first, context) and reads(last, context):
        return f'write "{first}" for its first day, or "{last}" for its last'
    if reads(meeting, context):
        return f'write "{meeting}" if it is due on that day, or the dates'
    offer = Offer(("by the end of each term",), "write by when, such as ", ", or the dates")
    return help_of(offer, context)


def _counted(run: _Run, around: _Around) -> Unreadable | None:
    """`two weeks before Easter 2025`, `twice before Easter 2025`."""
    numbered = any(token.type == "NUMBER" for token in run.tokens)
    if not run.known or not (run.leads or numbered):
        return None
    start, end, quote = around.with_led(run)
    last, year = run.tokens[-1], around.context.starts.year + 1
    if any(token.type == "UNIT" for token in run.tokens):
        message = f'"{quote}" is counted from another day'
        help_ = f'write the day itself, as in "14 March {year:04d}"'
    elif last.type == "TIMES" or (last.type == "OFTEN" and last.value != "1"):
        message = f'"{quote}" says how often, not when'
        help_ = f'write each of the times, as in "January and March {year:04d}"'
    else:
        return None
    return Unreadable(around.phrase, start, end, message, help_)


def _unjoined(run: _Run, around: _Around) -> Unreadable | None:
    """`every second Monday from 6 January 2025`, `Spring 2025 week 3 in the hall`."""
    kinds = [token.type for token in run.tokens]
    of_time = any(kind in _OF_TIME for kind in kinds) if run.known else "DAY_OF" in kinds
    if not of_time and ("UNIT", "NUMBER") not in pairwise(kinds):
        return None
    message = f'"{run.words}" does not go with the time beside it'
    offer = Offer((example(around.context), "termly"), "write one time, such as ")
    return around.refusal(run, message, help_of(offer, around.context))


def _numbered(run: _Run, around: _Around) -> Unreadable | None:
    """`Phase 1 September 2025`: from the 1st, or the first phase in September?"""
    if run.leads is None or not counts(run.words, run.leads.words):
        return None
    start, end, quote = around.with_led(run)
    words = run.leads.words
    message = f'"{quote}" could be the number of a {run.each[-1]}, or a day'
    help_ = help_of(Offer((words[1:].strip(), words)), around.context)
    return Unreadable(around.phrase, start, end, message, help_)


def _event(run: _Run, around: _Around) -> Unreadable | None:
    """`SATs week May 2026`: its days are known to the school, and not to the calendar."""
    if run.known or not run.each or not is_event(run.each[-1]):
        return None
    message = f'calendar.yaml does not know when "{run.words}" is'
    words, edged = _kept(around), any(token.type in _EDGES for token in run.tokens)
    help_ = "write its days"
    whole = len(words) == 1 and all(part.words in words[0] for part in around.parts)
    if whole and not edged:
        help_ = f'write its days, or "{words[0]}" if any day of that will do'
    return around.refusal(run, message, help_)


def _earlier(run: _Run, around: _Around) -> Unreadable | None:
    """`Last review: Spring 2016`: when it was, not when it is due."""
    if "last" not in run.each or not _speaks_of_looking(around.phrase[run.start :]):
        return None
    message = f'"{run.words}" says when it was, not when it is due'
    return around.refusal(run, message, f'write the next time, such as "{example(around.context)}"')


def _speaks_of_looking(text: str) -> bool:
    return bool(
        re.match(r".{0,20}\b(review|update|audit|check|report|monitor|evaluat)", text, re.I)
    )


def _first_offer(options: Sequence[str], lead: str, tail: str, context: TimingContext) -> str:
    """A line of help with the first of the options that reads."""
    readable = tuple(option for option in options if reads(option, context))[:1]
    return help_of(Offer(readable, lead, tail, otherwise="write the dates"), context)


_KINDS: tuple[Callable[[_Run, _Around], Unreadable | None], ...] = (
    _earlier,
    _except,
    _pointing,
    _event,
    _edge,
    _counted,
    _numbered,
    _unjoined,
)


# -- words that say something else ------------------------------------------------------------


def _in_detail(run: _Run, around: _Around) -> Unreadable:
    """What says nothing of when belongs elsewhere."""
    words = _kept(around)
    refused = next((part.refused for part in around.parts if part.refused), None)
    help_ = "keep the time here, the other words in detail"
    together = words == [" ".join(part.words for part in in_order(around.parts))]
    if words and refused and refused.message and not together:
        raise refused
    if words:
        kept = " or ".join(f'"{each}"' for each in words)
        help_ = f"write {kept}, and the other words in detail"
    elif refused and refused.message:
        kept = f"keep {around.parts[0].words} here, the other words in detail"
        help_ = f"{kept}; then {why_of(refused, around.context)}"
    return around.refusal(run, f'"{run.words}" is not part of a time', help_)


def _kept(around: _Around) -> list[str]:
    """The readable parts of a phrase, or all of them together where that reads."""
    parts = in_order(around.parts)
    whole = " ".join(part.words for part in parts)
    if len(parts) > 1 and reads(whole, around.context):
        return [whole]  # Sept bake sale 2025: of both, not of 2025 alone
    return [part.words for part in parts if part.refused is None][:3]


def _two_times(around: _Around) -> Unreadable:
    """`Ongoing November 2024 to April 2025`: each a time, and nothing says how they go together."""
    parts = around.parts
    listed = join_words([f'"{part.words}"' for part in in_order(parts)[:3]])
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    message = f"{listed} do not say together when"
    help_ = 'keep one of them, or join them with "and", "from" or "until"'
    return Unreadable(around.phrase, start, end, message, help_)
