"""A folder of calendars, one for each lead: which are written there, and which are emptied.

Leads subscribe to their file, so a name stays theirs from one export to the next. The calendar of
a lead who has no dates any more is written once again without any, or its subscribers would go on
seeing dates that are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.views.exports.export import UNLED, Export
from sipctl.views.exports.ics import is_of_lead
from sipctl.views.text.file_names import file_stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sipctl.plan.model.entries import Plan

_UNLED_STEM = "_nobody"
"""The file's stem of the calendar of work that nobody leads; initials cannot begin so."""


@dataclass(frozen=True)
class CalendarFiles:
    """The calendars that a folder is to hold, by the names of their files."""

    files: dict[str, bytes]
    emptied: tuple[str, ...]
    """The files among them whose leads have no dates now."""


def calendar_files(
    export: Export, present: Iterable[str], read: Callable[[str], bytes]
) -> CalendarFiles:
    """A calendar for each lead with any dates; an empty one for other leads with one in the folder.

    `present` are the names of the calendars in the folder; `read` gives the bytes of one by its
    name, b"" where there is none or sipctl did not write it.
    """
    rows_of = export.by_lead()
    name_of = _names(export.plan, rows_of)
    earlier = _earlier_names(export, name_of, present, read)
    without_dates = [lead for lead in earlier if lead not in rows_of]
    name_of = earlier | name_of
    files = {}
    for lead in (*rows_of, *without_dates):
        name = name_of[lead]
        files[name] = export.calendar_of(lead, rows_of.get(lead, ()), read(name))
    return CalendarFiles(files, tuple(name_of[lead] for lead in without_dates))


def _names(plan: Plan, leads: Iterable[str]) -> dict[str, str]:
    """Lead → the name of their file; the plan's leads first, so that a name stays theirs."""
    wanted = {UNLED: _UNLED_STEM} | {lead: lead for lead in (*plan.people.leads, *leads) if lead}
    stems = file_stems(wanted.values())
    return {lead: f"{stems[stem]}.ics" for lead, stem in wanted.items()}


def _earlier_names(
    export: Export, name_of: dict[str, str], present: Iterable[str], read: Callable[[str], bytes]
) -> dict[str, str]:
    """Lead → the file name of their calendar of this plan in the folder, for the leads asked for.

    Empty where only some of the leads' work was asked for: their other dates are not gone.
    """
    if not export.leads_whole:
        return {}
    lead_of = {name: lead for lead, name in name_of.items()}
    earlier = {}
    for name in sorted(present):
        lead = lead_of.get(name, name.removesuffix(".ics"))
        wanted = not export.filters.leads or lead in export.filters.leads
        if wanted and is_of_lead(read(name), export.plan, lead):
            earlier[lead] = name
    return earlier
