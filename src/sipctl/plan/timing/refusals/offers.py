"""What a refusal proposes: only phrases that can be read in this plan."""

from sipctl.plan.timing.evaluate import evaluate
from sipctl.plan.timing.types import Offer, PhraseError, TimingContext
from sipctl.plan.timing.words.tokens import tokenize


def reads(phrase: str, context: TimingContext) -> bool:
    """Whether a phrase is a time in this plan."""
    try:
        return evaluate(phrase, tokenize(phrase, context.vocabulary), context) is not None
    except (PhraseError, OverflowError):
        return False


def readable(phrases: tuple[str, ...], context: TimingContext) -> list[str]:
    """Those of the phrases that are a time in this plan, each once."""
    return [phrase for phrase in dict.fromkeys(phrases) if reads(phrase, context)]


def why_of(refused: PhraseError, context: TimingContext) -> str:
    """The line of help of a refusal."""
    return help_of(refused.offer, context) if refused.offer else refused.help


def help_of(help_: Offer, context: TimingContext) -> str:
    """A line of help with what can be read of an offer."""
    more = _offered(help_.more, context) if help_.more else ""
    return (_offered(help_, context) + more).strip()


def _offered(help_: Offer, context: TimingContext) -> str:
    options = [f'"{phrase}"' for phrase in readable(help_.options, context)]
    if not options:
        return help_.otherwise
    listed = ", ".join(options[:-1])
    space = "" if help_.joint.startswith(",") else " "
    listed = f"{listed}{space}{help_.joint} {options[-1]}" if listed else options[-1]
    return f"{help_.lead}{listed}{help_.tail}"


def example(context: TimingContext) -> str:
    """A time that this plan knows."""
    terms = context.calendar.sound_terms
    inside = [term for term in terms if context.starts <= term.ends and term.starts <= context.ends]
    title = inside[0].title if inside else ""
    return title if title and reads(title, context) else f"September {context.starts.year:04d}"
