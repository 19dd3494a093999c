"""What a move did, in sentences and as a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.calendar.periods import date_title
from sipctl.views.text.english import SUBJECT, duration, safe_text, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sipctl.plan.model.entries import Activity, Move
    from sipctl.plan.timing import Timing, TimingContext


def render(
    name: str, title: str, entry: Move, timing: Timing, context: TimingContext | None, *, done: bool
) -> str:
    """`Moved 2a.2 HR software from Spring 2025 to Spring 2026`, and what that means in days."""
    lines = _sentences(name, title, entry, timing, context, done=done)
    return "".join(f"{line}\n" for line in lines)


def commit_subject(name: str, title: str, entry: Move, phrase: str) -> str:
    """`2a.2 HR software: Autumn 2025 → Spring 2026 (agreed by Trustees)`, a long title cut."""
    label = f" {safe_text(entry.milestone)}" if entry.milestone else ""
    change = f":{label} {safe_text(entry.from_)} → {safe_text(phrase)}"
    change += f" (agreed by {safe_text(entry.agreed)})" if entry.agreed else ""
    return f"{name} {shorten(safe_text(title), SUBJECT - len(name) - len(change) - 1)}{change}"


def _sentences(
    name: str, title: str, entry: Move, timing: Timing, context: TimingContext | None, *, done: bool
) -> Iterator[str]:
    from sipctl.plan.state.progress import deadline
    from sipctl.plan.timing import Unreadable, read

    verb = "Moved" if done else "That would move"
    label = f", {safe_text(entry.milestone)}" if entry.milestone else ""
    yield (
        f"{verb} {name} {safe_text(title)}{label}: "
        f"from {safe_text(entry.from_)} to {safe_text(timing.phrase)}."
    )
    was = read(entry.from_, context) if context else None
    before = deadline(was) if was is not None and not isinstance(was, Unreadable) else None
    yield from _days(before, deadline(timing))
    why = f": {safe_text(entry.why)}" if entry.why else " (no reason given: --why says it)"
    yield f"Agreed by {safe_text(entry.agreed or 'nobody')} on {date_title(entry.date)}{why}."
    yield from (safe_text(note) for note in timing.notes)


def _days(before: date | None, after: date | None) -> Iterator[str]:
    if after is None:
        yield "It has no due day now."
    elif before is None:
        yield f"Due {date_title(after)}."
    elif after == before:
        yield f"Still due {date_title(after)}."
    else:
        by = duration(abs((after - before).days))
        way = "later" if after > before else "sooner"
        yield f"Due {date_title(after)} instead of {date_title(before)}: {by} {way}."


def milestones(activity: Activity) -> str:
    """What to type for each milestone, aligned."""
    typed = [f'--milestone "{safe_text(label)}"' for label in activity.when]
    width = max(len(text) for text in typed)
    phrases = activity.when.values()
    rows = zip(typed, phrases, strict=True)
    return "\n".join(f"  {text:{width}}  {safe_text(phrase)}" for text, phrase in rows)


def diff(before: bytes, after: bytes, path: str) -> str:
    """The lines that change, as `diff -u` shows them."""
    from difflib import unified_diff

    rows = unified_diff(
        before.decode("utf-8", "replace").splitlines(),
        after.decode("utf-8", "replace").splitlines(),
        path,
        path,
        lineterm="",
    )
    return "".join(f"{clean_row(row)}\n" for row in rows) + "\n"


def clean_row(row: str) -> str:
    """A line with its spaces kept, without characters that a terminal would obey."""
    return "".join(character if character.isprintable() else "\ufffd" for character in row)
