"""Why a phrase is no time, and what to write instead, in words for those who wrote it."""

from collections.abc import Sequence

from sipctl.plan.timing_frame import Frame, Unreadable
from sipctl.plan.timing_tokens import Tok


def too_long(phrase: str) -> Unreadable:
    """For a text that is more than a time."""
    message = f'"{phrase[:40].strip()}…" is too long for a time'
    return Unreadable(phrase, 0, len(phrase), message, "keep the time here, the rest in detail")


def explain(phrase: str, found: Sequence[Tok], frame: Frame) -> Unreadable:
    """Why these tokens are no phrase."""
    message = f'"{phrase.strip()}" is not a time this plan knows'
    return Unreadable(phrase, 0, len(phrase), message, 'write a time such as "Spring 2025"')
