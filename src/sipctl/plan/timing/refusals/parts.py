"""Finds the parts of a phrase that are times by themselves."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sipctl.plan.timing.describe import quoted
from sipctl.plan.timing.evaluate import evaluate
from sipctl.plan.timing.refusals.offers import reads
from sipctl.plan.timing.types import PhraseError, TimingContext
from sipctl.plan.timing.words.scan import Tok
from sipctl.plan.timing.words.vocabulary import types

MOST_TOKENS = 40  # the time to find readable parts grows with its square
_UNREADABLE = types(
    "UNKNOWN POINT PLACEHOLDER SOON ROUGHLY SOMETIMES TWO_SENSES MONEY_YEAR AFTER STATUS "
    "POINTER OR MONTH_OR_YEAR NOT_YEARS DAYS BARE_MEETING SCHEDULE BREAK"
)


class Part(NamedTuple):
    """A part that has the shape of a time, its words, and why it is refused if it is."""

    start: int
    end: int
    words: str
    refused: PhraseError | None = None


def in_order(parts: Sequence[Part]) -> list[Part]:
    """The parts in order of place; of several in one place (a list written out), only one."""
    by_place = {(part.start, part.end): part for part in reversed(parts)}
    return [by_place[place] for place in sorted(by_place)]


def parts_of(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> list[Part]:
    """The longest parts of the phrase that have the shape of a time, the longest first."""
    parts: list[Part] = []
    left = [(0, len(tokens))] if len(tokens) <= MOST_TOKENS else []
    while left:
        low, high = left.pop()
        for first, last in _slices(low, high):
            part = _part(phrase, tokens[first:last], context)
            if part is not None:
                parts.append(part)
                left += [(low, first), (last, high)]
                break
    return parts


def _part(phrase: str, tokens: Sequence[Tok], context: TimingContext) -> Part | None:
    if any(token.type in _UNREADABLE for token in tokens):
        return None
    start, end = tokens[0].start, tokens[-1].end
    words = quoted(phrase[start:end])
    try:
        if evaluate(phrase, tokens, context) is None:
            return None
    except PhraseError as refused:
        return Part(start, end, words, refused)
    # Words that were ignored beside their neighbours may not be when they stand alone.
    whole = words.count("(") == words.count(")") and reads(words, context)
    alone = None if whole else PhraseError(start, end, "", "")
    return Part(start, end, words, alone)


def _slices(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The slices between two places, the longest first."""
    for length in range(high - low, 0, -1):
        for start in range(low, high - length + 1):
            yield start, start + length
