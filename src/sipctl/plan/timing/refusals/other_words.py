"""Refuses a time with other words around it, and says by those words what to write instead.

Words that change the meaning of the time beside them are looked for first (`changed_times`); words
that say nothing about the time belong in `detail`.
"""

from collections.abc import Sequence

from sipctl.plan.english import join_words
from sipctl.plan.timing.refusals.changed_times import CHANGED_TIMES
from sipctl.plan.timing.refusals.offers import why_of
from sipctl.plan.timing.refusals.parts import Part, in_order
from sipctl.plan.timing.refusals.words_around import Around, Run, runs_of
from sipctl.plan.timing.types import TimingContext, Unreadable
from sipctl.plan.timing.words.scan import Tok


def other_words(
    phrase: str, tokens: Sequence[Tok], parts: Sequence[Part], context: TimingContext
) -> Unreadable:
    """The refusal of a time with other words around it. Raises `PhraseError` for its own fault."""
    around = Around(phrase, parts, context)
    runs = list(runs_of(phrase, tokens, parts))
    refused = next((part.refused for part in parts if part.refused), None)
    if refused and not runs and refused.message:
        raise refused
    if not runs:
        return _two_times(around)
    for write in CHANGED_TIMES:
        for run in runs:
            if unreadable := write(run, around):
                return unreadable
    return _in_detail(max(runs, key=lambda run: run.end - run.start), around)


def _in_detail(run: Run, around: Around) -> Unreadable:
    """The refusal of words that say nothing about the time."""
    words = around.readable
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


def _two_times(around: Around) -> Unreadable:
    """`Ongoing November 2024 to April 2025`: each a time, and nothing says how they go together."""
    parts = around.parts
    listed = join_words([f'"{part.words}"' for part in in_order(parts)[:3]])
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    message = f"{listed} do not say together when"
    help_ = 'keep one of them, or join them with "and", "from" or "until"'
    return Unreadable(around.phrase, start, end, message, help_)
