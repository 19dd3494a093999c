"""`sipctl export`: the plan for spreadsheets, calendars and other programs."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.session import AsOfOption, PlanOption, day_asked, open_plan
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from sipctl.cli.exporting import Export

ENDINGS = {f".{form}": form for form in ("csv", "xlsx", "ics", "json", "ndjson")}


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    term: o.TermOption = None,
    kpis: Annotated[
        bool,
        typer.Option("--kpis", help="KPIs in a calendar too; xlsx and json always have them."),
    ] = False,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="csv, xlsx, ics, json or ndjson; else what FILE's name ends in.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write it there. DIR/ with ics: a calendar for each lead.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that sipctl may not have made.")
    ] = False,
    alarm: Annotated[
        str | None,
        typer.Option(
            "--alarm", metavar="TIME", help="Calendars remind so long before, such as 7d."
        ),
    ] = None,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    """The plan as a workbook, a calendar, CSV or JSON."""
    from sipctl.cli.exporting import Export
    from sipctl.cli.formats import form_of

    form = form_of(format, None if output == "-" else output, ENDINGS)
    ahead = _days(alarm, form)
    if kpis and form == "csv":
        helped = "--format xlsx has them on a sheet of their own; so has sipctl list --kpis"
        raise Refusal("CSV holds one table, that of the activities", helped)
    day = day_asked(as_of)
    question = open_plan(plan)
    asked = o.filters(question, lead, aim, area, academy, committee, term)
    export = Export(question, day, asked, kpis, ahead)
    if output is None or output == "-":
        _say(export, form)
    elif form == "ics" and (output.endswith(("/", "\\")) or (output and Path(output).is_dir())):
        typer.echo(export.calendars(Path(output), force=force))
    else:
        typer.echo(export.file(Path(output), form, force=force))


def _say(export: Export, form: str) -> None:
    """The answer on stdout."""
    if form == "xlsx":
        raise Refusal("a workbook is not text", "name a file for it, such as -o plan.xlsx")
    for text in export.text(form):
        sys.stdout.write(text)


def _days(alarm: str | None, form: str) -> int | None:
    """Days from `7d`, `1 week`; raises Refusal."""
    if alarm is None:
        return None
    if form != "ics":
        raise Refusal("--alarm is for calendars", "add --format ics, or leave --alarm out")
    found = re.fullmatch(r"([0-9]{1,3}) ?(d|days?|w|weeks?)", alarm.strip().lower())
    if found is None:
        raise Refusal(
            f'--alarm "{alarm}" is not a stretch of time',
            "such as 7d (seven days) or 2w (two weeks)",
        )
    return int(found[1]) * (7 if found[2][0] == "w" else 1)
