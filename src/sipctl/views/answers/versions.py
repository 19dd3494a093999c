"""Which version of a plan an answer is made from, and what it cannot know of a past day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.views.text.english import join_words, plural, safe_text, short_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.plan.changes.hindsight import Hindsight

MOST_NAMES = 6
"""The most ids that are named of one kind of change."""


def commit_line(commit: str, day: date, asked: date | None) -> str:
    """`As git had it: 1a2b3c4 of 12 Mar 2025.`, with the day that was asked for, if one was."""
    when = f" at the end of {short_day(asked)}" if asked is not None else ""
    return f"As git had the plan{when}: commit {commit[:7]} of {short_day(day)}."


def commit_json(commit: str, day: date) -> dict[str, Any]:
    """The commit that an answer is made from, for other programs."""
    return {"git": {"commit": commit, "committed_on": day}}


def hindsight_line(hindsight: Hindsight) -> str:
    """What was not in the plan on the day asked about, and how to ask git for that day's plan."""
    if hindsight.known_since is not None:
        return (
            "This is today's text of the plan: git's history of it here begins on"
            f" {short_day(hindsight.known_since)}, so what it said on"
            f" {short_day(hindsight.day)} is not known."
        )
    parts = [*_parts(hindsight)]
    return (
        f"This is today's text of the plan: since {short_day(hindsight.day)}"
        f" {join_words(parts)}. As git had it then: --at {hindsight.day}"
    )


def _parts(hindsight: Hindsight) -> list[str]:
    lists = (
        (hindsight.added, "added"),
        (hindsight.removed, "taken out"),
        (hindsight.new_leads, "first named"),
        ((*hindsight.changed, *hindsight.files), "changed"),
    )
    return [f"{_named(names)} {_were(names)} {verb}" for names, verb in lists if names]


def _were(names: Sequence[str]) -> str:
    return "was" if len(names) == 1 else "were"


def _named(names: Sequence[str]) -> str:
    shown = [safe_text(name) for name in names[:MOST_NAMES]]
    more = len(names) - MOST_NAMES
    return join_words([*shown, plural(more, "other")] if more > 0 else shown)


def hindsight_json(hindsight: Hindsight) -> dict[str, Any]:
    """What was not in the plan on the day asked about, for other programs."""
    if hindsight.known_since is not None:
        return {"git": {"commit": None, "text_known_since": hindsight.known_since}}
    lists = {
        "added": hindsight.added,
        "removed": hindsight.removed,
        "changed": hindsight.changed,
        "new_leads": hindsight.new_leads,
        "files": hindsight.files,
    }
    values = {name: list(names) for name, names in lists.items()}
    return {"git": {"commit": None, "text_changed_since": {"day": hindsight.day, **values}}}
