"""Refuses `before each half term`, which says no day, and `from` or `to` without the other end."""

import re

from sipctl.plan.timing.refusals.offers import help_of, reads
from sipctl.plan.timing.refusals.words_around import Around, Run
from sipctl.plan.timing.types import Offer, TimingContext, Unreadable
from sipctl.plan.timing.words.scan import Tok
from sipctl.plan.timing.words.vocabulary import types

_AGAIN = re.compile(r"(?:the )?(?:(?:start|beginning) of )?((?:each|every)\b.*)", re.IGNORECASE)
EDGES = types("BEFORE BY BY_START FROM TO BETWEEN START END")
_STRETCHES = types("FROM TO BETWEEN")


def open_edge(run: Run, around: Around) -> Unreadable | None:
    """`before each half term`, `Spring 2025 to`: the day is missing, or the other end."""
    edge, context = run.tokens[-1], around.context
    stands_before = run.following or (run.known and edge.type in _STRETCHES)
    if edge.type not in EDGES or not stands_before:
        return None
    start, end, quote = around.with_following(run)
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
    """The recurring period in the words after an edge: `each half term`; "" for none."""
    again = _AGAIN.fullmatch(" ".join(words.split()))
    return again[1] if again else ""


def _edge_help(edge: Tok, again: str, context: TimingContext) -> str:
    """What to write for an edge of something recurring, of phrases that can be read."""
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
