"""Read a phrase of the timing language: `Spring 2025`, `January 2025 and then termly`, `ad hoc`.

The words are in `words`, the grammar in `grammar.lark`. A phrase is cut into `tokens` and parsed
into a shape (`tree`, `shapes`), which is laid over the calendar: `periods` finds each period,
`series` what comes back. Nothing is guessed; what cannot be read is told by `faults` and `help`.
All of that is imported when a phrase is really read: a plan kept from before needs none of it.
"""

from datetime import date

from sipctl.plan.timing.types import SAID, Occurrence, Refused, Timing, TimingContext, Unreadable

__all__ = ["Occurrence", "Timing", "TimingContext", "Unreadable", "day", "read"]

LONGEST = 200  # characters; whoever writes more is telling something other than a time
MANY = 10_000  # readings remembered in one frame


def read(phrase: str, frame: TimingContext) -> Timing | Unreadable:
    """What the phrase means in this frame, or why it cannot be read. Never raises."""
    known = frame.readings.get(phrase)
    if known is None:
        if len(frame.readings) >= MANY:
            frame.readings.clear()
        known = _read(phrase, frame)
        if len(phrase) <= LONGEST:
            frame.readings[phrase] = known
    return known


def day(text: str) -> date | None:
    """The one day that a text names in words or figures, whatever the plan: `4 April 2025`."""
    from sipctl.plan.calendar.periods import date_title
    from sipctl.plan.calendar.terms import Calendar

    found = read(text, TimingContext(Calendar(()), date.min, date.max))
    if isinstance(found, Unreadable) or len(found.occurrences) != 1:
        return None
    named = found.occurrences[0].due
    return named if found.reading == date_title(named) else None


def _read(phrase: str, frame: TimingContext) -> Timing | Unreadable:
    from sipctl.plan.timing.describe import quoted
    from sipctl.plan.timing.diagnose import explain, too_long
    from sipctl.plan.timing.evaluate import meaning
    from sipctl.plan.timing.tokens import tokens

    if len(phrase) > LONGEST:
        return too_long(phrase)
    try:
        found = tokens(phrase, frame.vocabulary)
        return meaning(phrase, found, frame) or explain(phrase, found, frame)
    except Refused as refused:
        message = refused.message.replace(SAID, quoted(phrase[refused.start : refused.end]))
        return Unreadable(
            phrase,
            refused.start,
            refused.end,
            message,
            refused.help,
            refused.cause,
            refused.proposal,
        )
    except OverflowError:  # a day before the year 1 or after 9999 was asked for
        message = f'"{quoted(phrase)}" reaches beyond the years that have a date'
        return Unreadable(phrase, 0, len(phrase), message, "write a year nearer to the plan's")
