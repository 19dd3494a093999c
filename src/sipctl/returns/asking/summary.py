"""What a round of asking sent out, as a table and sentences: to whom, how much, what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.returns.asking.outgoing import MERGE
from sipctl.views.text.english import join_words, long_day, plural, safe_path, safe_text
from sipctl.views.text.grid import grid
from sipctl.views.text.style import wrap

if TYPE_CHECKING:
    from pathlib import Path

    from sipctl.plan.queries.asking import LeadForm
    from sipctl.returns.asking.letters import Letter
    from sipctl.returns.asking.outgoing import Outgoing
    from sipctl.views.text.screen import Screen


@frozen()
class NotAsked:
    """What no form asks about: the forms of leads who have left, and the ids that nobody leads."""

    gone: tuple[LeadForm, ...] = ()
    unled: tuple[str, ...] = ()


def summary(
    sent: Outgoing, not_asked: NotAsked, folder: Path, screen: Screen, *, done: bool
) -> str:
    """A line for each lead, then what was left open, and what to do next."""
    form = sent.letters[0].form
    again = sent.letters[0].again
    leads = plural(len(sent.letters), "lead")
    verb = "Wrote to" if done else "Would write to"
    reminder = " once more" if again else ""
    by = long_day(form.round.by)
    head = f"{verb} {leads}{reminder} for {form.term_title}, to answer by {by}."
    heads = ("Lead", "Rows", "Late", "Due", "KPIs", "Address", "Form")
    rows = [_row(letter) for letter in sent.letters]
    foot = (*_left_open(sent, not_asked), *_next(sent, folder, done))
    table = grid(rows, screen, heads=heads)
    lines = [wrap(head, screen), "", table, *(wrap(line, screen) for line in foot)]
    return "\n".join(lines) + "\n"


def _row(letter: Letter) -> tuple[str, ...]:
    asked = letter.form.asked
    work = asked.of("activity")
    late = sum(row.is_late(letter.form.day) for row in work)
    counts = (len(asked.rows), late, len(work) - late, len(asked.of("kpi")))
    address = safe_text(letter.address or "not known")
    return (safe_text(letter.form.lead), *map(str, counts), address, letter.name)


def _left_open(sent: Outgoing, not_asked: NotAsked) -> list[str]:
    """Whose address is not known, and what nobody is asked about."""
    lines = []
    missing = [safe_text(lead) for lead in sent.without_address]
    if missing:
        lines.append(f"No address is known for {join_words(missing)}: fill in To before you send.")
    for form in not_asked.gone:
        rows = plural(len(form.of("activity", "kpi")), "row")
        lead = safe_text(form.lead)
        lines.append(f"{lead} has left, with {rows} to answer: sipctl handover {lead} gives it on.")
    if not_asked.unled:
        them = "it" if len(not_asked.unled) == 1 else "them"
        ids = join_words(not_asked.unled)
        lines.append(f"Nobody is asked about {ids}: nobody leads {them}.")
    return lines


def _next(sent: Outgoing, folder: Path, done: bool) -> list[str]:
    place = safe_path(folder)
    if not done:
        return ["Nothing was written: leave --dry-run out to write it."]
    letters = f"{place}/{MERGE}" if any(path.name == MERGE for path in sent.files) else "each .eml"
    send = f"Next: open {letters} in {place} and send it."
    if letters != "each .eml":
        send = f"Next: merge {letters}, attaching each form."
    return [
        f"{send} Put what comes back into {place}/back, and then: sipctl take {place}/back",
        "Who has answered: sipctl ask --status",
    ]
