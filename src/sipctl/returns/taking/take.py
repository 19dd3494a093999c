"""Files that came back → what becomes of each of their rows. Nothing here writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.returns.taking import readings
from sipctl.returns.taking.files import read_files
from sipctl.returns.taking.forms.form_file import read_form
from sipctl.returns.taking.forms.sent_texts import SentTexts
from sipctl.returns.taking.forms.take_form import answer_key, take_form
from sipctl.returns.taking.prove import proved
from sipctl.returns.taking.taken import NotTaken, RowPlace, Taking, without_contradictions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext
    from sipctl.returns.taking.files import ReturnedFile, UnreadFile
    from sipctl.returns.taking.forms.rows import Ask


def take_files(
    paths: Iterable[str],
    plan: Plan,
    context: TimingContext,
    today: date,
    by: Callable[[], str],
    ask: Ask = lambda _: None,
) -> Taking:
    """What every row of the files becomes.

    `by` gives the initials of who took readings: it is called where a file holds any, and may raise
    Refusal. `ask` is called for answers that may mean several things.
    """
    returned, unread = read_files(paths)
    taking = Taking(not_taken=tuple(map(_unread, unread)))
    sent = SentTexts(plan, context)
    for file in returned:
        taking = taking.joined_with(_take(file, sent, today, by, ask))
    return proved(_without_contradictions(taking), plan, context, today)


def _without_contradictions(taking: Taking) -> Taking:
    """A taking without answers that contradict each other between files, and without repeats."""
    forms = [row for row in taking.new if row.record.row]
    kept, contradictory = without_contradictions(forms, answer_key)
    rest = (row for row in taking.proposed if row.known_as or not row.record.row)
    not_taken = (*taking.not_taken, *contradictory)
    return replace(taking, proposed=(*kept, *rest), not_taken=not_taken)


def _take(
    file: ReturnedFile, sent: SentTexts, today: date, by: Callable[[], str], ask: Ask
) -> Taking:
    """What the rows of one file become: of a form, of a table of readings, or of neither."""
    document = replace(file.document, name=file.name)
    form = read_form(document)
    if form is not None:
        return take_form(file.name, form, sent, today, ask)
    if readings.has_readings(document):
        return readings.take_readings(document, sent.plan, sent.context, by(), today)
    message = "this is neither a form that sipctl ask wrote nor a table of readings"
    place = RowPlace(file.name, "")
    return Taking(not_taken=(NotTaken(place, "", "", message, readings.TYPE_COLUMNS),))


def _unread(file: UnreadFile) -> NotTaken:
    return NotTaken(RowPlace(file.name, ""), "", "", file.message, file.help)
