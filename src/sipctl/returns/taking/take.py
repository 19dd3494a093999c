"""Files that came back → what becomes of each of their rows. Nothing here writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.returns.taking import readings
from sipctl.returns.taking.files import read_files
from sipctl.returns.taking.prove import proved
from sipctl.returns.taking.taken import NotTaken, RowPlace, Taking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from sipctl.plan.model.entries import Plan
    from sipctl.plan.timing import TimingContext
    from sipctl.returns.taking.files import ReturnedFile, UnreadFile


def take_files(
    paths: Iterable[str],
    plan: Plan,
    context: TimingContext,
    by: Callable[[], str],
    today: date,
) -> Taking:
    """What every row of the files becomes. `by` gives the initials of who took readings; it is
    asked where a file holds any, and may raise Refusal."""
    returned, unread = read_files(paths)
    taking = Taking(not_taken=tuple(map(_unread, unread)))
    for file in returned:
        taking = taking.and_also(_take(file, plan, context, by, today))
    return proved(taking, plan, context, today)


def _take(
    file: ReturnedFile, plan: Plan, context: TimingContext, by: Callable[[], str], today: date
) -> Taking:
    document = replace(file.document, name=file.name)
    if readings.has_readings(document):
        return readings.take_readings(document, plan, context, by(), today)
    message = "this is neither a form that sipctl ask wrote nor a table of readings"
    place = RowPlace(file.name, "")
    return Taking(not_taken=(NotTaken(place, "", "", message, readings.TYPE_COLUMNS),))


def _unread(file: UnreadFile) -> NotTaken:
    return NotTaken(RowPlace(file.name, ""), "", "", file.message, file.help)
