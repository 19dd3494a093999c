"""How far a round of asking has come: lines on the glance, and `ask --status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipctl.plan.model.scalars import looks_like_period_key
from sipctl.views.text.english import join_words, long_day, plural, safe_text, short_day
from sipctl.views.text.grid import grid
from sipctl.views.text.style import wrap

if TYPE_CHECKING:
    from sipctl.plan.queries.glance import Glance
    from sipctl.plan.queries.round_answers import LeadAnswers, RoundAnswers
    from sipctl.plan.queries.wanted_dates import WantedDate
    from sipctl.views.text.screen import Screen

STATE_WORDS = {
    "answered": "answered",
    "partly": "in part",
    "silent": "not yet",
    "nothing": "owes nothing",
}
"""How far a lead has answered → the words for it."""
MOST_IDS = 8
"""The most ids of owed rows that are named; the others are counted."""


def line(answers: RoundAnswers) -> str:
    """`Spring 2025: 3 of 7 have answered (1 in part); by Friday 28 March 2025`."""
    partly = len(answers.of("partly"))
    part = f" ({partly} in part)" if partly else ""
    count = len(answers.of("answered", "partly", "nothing"))
    asked = len(answers.leads)
    have = f"{count or 'none'} of {asked} {'has' if asked == 1 else 'have'} answered{part}"
    return f"{safe_text(answers.title)}: {have}; by {long_day(answers.round.by)}"


def round_lines(glance: Glance) -> list[str]:
    """What a glance says of rounds: who has answered, `New dates wanted: 1a.1 to July 2025`.

    And `Open questions of boards: 2a.3 (trustees)`.
    """
    wanted = [
        f"{date.id}{milestone_words(date.for_)} to {safe_text(date.wanted)} ({safe_text(date.by)})"
        for date in glance.wanted
    ]
    lines = [line(answers) for answers in glance.rounds]
    lines += [f"New dates wanted: {', '.join(wanted)}"] if wanted else []
    asked = [f"{question.id} ({safe_text(question.board)})" for question in glance.questions]
    return [*lines, f"Open questions of boards: {', '.join(asked)}"] if asked else lines


def wanted_words(date: WantedDate) -> str:
    """`Launch to Summer 2025 (JK, 20 Mar 2025)`, and the command that moves it."""
    when = f"{milestone_words(date.for_)} to {safe_text(date.wanted)}".strip().removeprefix("to ")
    agreed = f"once agreed: {move_command(date.id, date.wanted, date.for_)}"
    return f"{when} ({safe_text(date.by)}, {short_day(date.day)}); {agreed}"


def milestone_words(for_: str | None) -> str:
    """` Launch`, to follow an id: the milestone that a record names; "" for a period."""
    return f" {safe_text(for_)}" if for_ and not looks_like_period_key(for_) else ""


def move_command(id: str, wanted: str, for_: str | None) -> str:
    """The command that gives work the date that is wanted: `sipctl move 1a.1 "Summer 2025"`."""
    milestone = f' --milestone "{for_}"' if for_ and not looks_like_period_key(for_) else ""
    return safe_text(f'sipctl move {id} "{wanted}"{milestone}')


def render(answers: RoundAnswers, screen: Screen) -> str:
    """The round in a line, a line for each lead, and what to type next."""
    rows = [_row(lead) for lead in answers.leads]
    heads = ("Lead", "Answered", "Rows", "Newest", "Late since", "Still owed")
    table = grid(rows, screen, heads=heads, wraps=[5])
    parts = [wrap(line(answers), screen), "", table]
    silent = [safe_text(lead.lead) for lead in answers.of("silent")]
    if silent:
        term = answers.round.term
        words = f"Nothing has come from {join_words(silent)}: "
        parts.append(wrap(f"{words}sipctl ask --again --term {term} writes to them.", screen))
    return "\n".join(parts).rstrip("\n") + "\n"


def _row(lead: LeadAnswers) -> tuple[str, ...]:
    return (
        safe_text(lead.lead),
        STATE_WORDS[lead.state],
        f"{len(lead.answered)} of {len(lead.asked)}",
        short_day(lead.newest),
        short_day(lead.late_since),
        _ids(lead),
    )


def _ids(lead: LeadAnswers) -> str:
    ids = list(dict.fromkeys(row.id for row in lead.owed))
    more = len(ids) - MOST_IDS
    return ", ".join(ids[:MOST_IDS]) + (f" and {plural(more, 'more', 'more')}" if more > 0 else "")


def round_json(answers: RoundAnswers) -> dict[str, Any]:
    """A round as other programs read it."""
    return {
        "term": answers.round.term,
        "asked": answers.round.asked,
        "by": answers.round.by,
        "open": answers.is_open,
        "leads": [
            {
                "lead": lead.lead,
                "state": lead.state,
                "asked": len(lead.asked),
                "answered": len(lead.answered),
                "newest": lead.newest,
                "late_since": lead.late_since,
                "owed": [{"id": row.id, "for": row.key or None} for row in lead.owed],
            }
            for lead in answers.leads
        ],
    }


def render_json(answers: RoundAnswers) -> str:
    """`ask --status` as JSON."""
    from sipctl.views.json import VERSION, dump

    return dump({"version": VERSION, "as_of": answers.day, **round_json(answers)})
