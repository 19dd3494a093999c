"""Refuses a time whose meaning is changed by words beside it, and says what to write instead.

Words such as `not` Summer, `this` September, SATs `week` are never dropped from a proposal.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from sipctl.plan.calendar.terms import name_title
from sipctl.plan.english import join_words
from sipctl.plan.timing.evaluate import evaluate
from sipctl.plan.timing.refusals.changing_words import EXCEPTS, POINTING, is_event, may_be_counted
from sipctl.plan.timing.refusals.offers import example, help_of, reads, why_of
from sipctl.plan.timing.refusals.open_edges import EDGES, open_edge
from sipctl.plan.timing.refusals.parts import Part
from sipctl.plan.timing.refusals.words_around import Around, Run
from sipctl.plan.timing.types import Offer, TimingContext, Unreadable
from sipctl.plan.timing.words.tokens import tokenize
from sipctl.plan.timing.words.vocabulary import types

_OF_TIME = types(
    "ORDINAL WEEKDAY NUMBER COUNT OFTEN EVERY OTHER_ONE UNIT LAST HALF CADENCE TERM_WORD HALF_TERM"
    " MONTH TERM YEAR ACADEMIC DAY_OF"
)


def _except(run: Run, around: Around) -> Unreadable | None:
    """`termly, not Summer`, `every month except August`."""
    if run.known or not EXCEPTS.search(run.words):
        return None
    names = [name_title(name) for name in around.context.calendar.names][:2]
    options = (*([f"every {join_words(names)}"] if names else []), "every February and July")
    readable = tuple(option for option in options if reads(option, around.context))[:1]
    lead = "a plan says only when something is due: write those times, such as "
    help_ = help_of(Offer(readable, lead, otherwise="write the dates"), around.context)
    return around.refusal(run, f'"{run.words}" says when it is not', help_)


def _pointing(run: Run, around: Around) -> Unreadable | None:
    """`this September`: its year depends on the day on which somebody wrote it."""
    part = run.following
    if part is None or run.each[-1:] == [] or run.each[-1] not in POINTING:
        return None
    if any(char.isdigit() for char in part.words):
        return None
    start, end, quote = around.with_following(run)
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


def _event(run: Run, around: Around) -> Unreadable | None:
    """`SATs week May 2026`: its days are known to the school, and not to the calendar."""
    if run.known or not run.each or not is_event(run.each[-1]):
        return None
    message = f'calendar.yaml does not know when "{run.words}" is'
    words, edged = around.readable, any(token.type in EDGES for token in run.tokens)
    help_ = "write its days"
    whole = len(words) == 1 and all(part.words in words[0] for part in around.parts)
    if whole and not edged:
        help_ = f'write its days, or "{words[0]}" if any day of that will do'
    return around.refusal(run, message, help_)


def _counted(run: Run, around: Around) -> Unreadable | None:
    """`two weeks before Easter 2025`, `twice before Easter 2025`."""
    numbered = any(token.type == "NUMBER" for token in run.tokens)
    if not run.known or not (run.following or numbered):
        return None
    start, end, quote = around.with_following(run)
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


def _numbered(run: Run, around: Around) -> Unreadable | None:
    """`Phase 1 September 2025`: from the 1st, or the first phase in September?"""
    if run.following is None or not may_be_counted(run.words, run.following.words):
        return None
    start, end, quote = around.with_following(run)
    words = run.following.words
    message = f'"{quote}" could be the number of a {run.each[-1]}, or a day'
    help_ = help_of(Offer((words[1:].strip(), words)), around.context)
    return Unreadable(around.phrase, start, end, message, help_)


def _unjoined(run: Run, around: Around) -> Unreadable | None:
    """`every second Monday from 6 January 2025`, `Spring 2025 week 3 in the hall`."""
    kinds = [token.type for token in run.tokens]
    of_time = any(kind in _OF_TIME for kind in kinds) if run.known else "DAY_OF" in kinds
    if not of_time and ("UNIT", "NUMBER") not in pairwise(kinds):
        return None
    message = f'"{run.words}" does not go with the time beside it'
    offer = Offer((example(around.context), "termly"), "write one time, such as ")
    return around.refusal(run, message, help_of(offer, around.context))


def _earlier(run: Run, around: Around) -> Unreadable | None:
    """`Last review: Spring 2016`: when it was, not when it is due."""
    if "last" not in run.each or not _speaks_of_review(around.phrase[run.start :]):
        return None
    message = f'"{run.words}" says when it was, not when it is due'
    return around.refusal(run, message, f'write the next time, such as "{example(around.context)}"')


def _speaks_of_review(text: str) -> bool:
    return bool(
        re.match(r".{0,20}\b(review|update|audit|check|report|monitor|evaluat)", text, re.I)
    )


CHANGED_TIMES: tuple[Callable[[Run, Around], Unreadable | None], ...] = (
    _earlier,
    _except,
    _pointing,
    _event,
    open_edge,
    _counted,
    _numbered,
    _unjoined,
)
"""Checks of a run of words, in the order in which they are tried; each refuses it or gives None."""
