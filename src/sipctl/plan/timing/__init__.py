"""Reads a phrase of the timing language: `Spring 2025`, `January 2025 and then termly`, `ad hoc`.

The words are in `vocabulary`, the grammar in `grammar.lark`. `tokens` cuts a phrase, `parse` makes
a `syntax_tree` of it, `evaluate` applies that to the calendar: `periods` resolves each period,
`series` each recurrence. Nothing is guessed; `refusals` and `diagnose` say why a phrase cannot be
read. All of that is imported when a phrase is read: a plan from the cache needs none of it.
"""

from datetime import date

from sipctl.plan.timing.types import (
    EXCERPT,
    Member,
    Occurrence,
    PhraseError,
    Timing,
    TimingContext,
    Unreadable,
)

__all__ = [
    "Member",
    "Occurrence",
    "Timing",
    "TimingContext",
    "Unreadable",
    "day",
    "milestones_in",
    "read",
]

MOST_CHARACTERS = 200
MOST_READINGS = 10_000  # remembered in one context


def read(phrase: str, context: TimingContext) -> Timing | Unreadable:
    """The meaning of a phrase in this context, or why it cannot be read. Never raises."""
    reading = context.readings.get(phrase)
    if reading is None:
        if len(context.readings) >= MOST_READINGS:
            context.readings.clear()
        reading = _read(phrase, context)
        if len(phrase) <= MOST_CHARACTERS:
            context.readings[phrase] = reading
    return reading


def day(text: str) -> date | None:
    """The one day that a text names in words or figures, whatever the plan: `4 April 2025`."""
    from sipctl.plan.calendar.terms import Calendar

    reading = read(text, TimingContext(Calendar(()), date.min, date.max))
    return reading.day if isinstance(reading, Timing) else None


def milestones_in(phrase: str, context: TimingContext) -> tuple[tuple[str, str], ...]:
    """Label and time of each milestone of a phrase that names several; none where it does not.

    `July 2025 for costing; January 2026 for the scheme`: no time by itself, so it is taken apart.
    """
    from sipctl.plan.timing.refusals.milestones import labelled
    from sipctl.plan.timing.refusals.parts import parts_of
    from sipctl.plan.timing.words.tokens import tokenize

    if len(phrase) > MOST_CHARACTERS or isinstance(read(phrase, context), Timing):
        return ()
    tokens = tokenize(phrase, context.vocabulary)
    return labelled(phrase, parts_of(phrase, tokens, context)) if tokens else ()


def _read(phrase: str, context: TimingContext) -> Timing | Unreadable:
    from sipctl.plan.timing.describe import quoted
    from sipctl.plan.timing.evaluate import evaluate
    from sipctl.plan.timing.refusals.diagnose import explain, too_long
    from sipctl.plan.timing.refusals.offers import reads, why_of
    from sipctl.plan.timing.words.tokens import tokenize

    if len(phrase) > MOST_CHARACTERS:
        return too_long(phrase)
    try:
        tokens = tokenize(phrase, context.vocabulary)
        return evaluate(phrase, tokens, context) or explain(phrase, tokens, context)
    except PhraseError as refused:
        message = refused.message.replace(EXCERPT, quoted(phrase[refused.start : refused.end]))
        return Unreadable(
            phrase,
            refused.start,
            refused.end,
            message,
            why_of(refused, context),
            refused.cause,
            refused.proposal if refused.proposal and reads(refused.proposal, context) else None,
        )
    except OverflowError:  # a day before the year 1 or after 9999 was asked for
        message = f'"{quoted(phrase)}" reaches beyond the years that have a date'
        return Unreadable(phrase, 0, len(phrase), message, "write a year nearer to the plan's")
