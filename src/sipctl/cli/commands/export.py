"""`sipctl export`: the plan for spreadsheets, calendars and other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.formats import choose_format
from sipctl.cli.runtime import overwrite
from sipctl.cli.runtime.asked import open_asked, print_notes
from sipctl.plan.faults import Refusal
from sipctl.views.text.english import join_words, plural, safe_path, share_line

if TYPE_CHECKING:
    from sipctl.views.exports.export import Export

Kpis = Annotated[
    bool,
    typer.Option("--kpis", help="KPIs in a calendar too; xlsx and json always have them."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="csv, xlsx, ics, json or ndjson; else what FILE's name ends in.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write it there. DIR/ with ics: a calendar for each lead.",
    ),
]
Alarm = Annotated[
    str | None,
    typer.Option("--alarm", metavar="TIME", help="Calendars remind so long before, such as 7d."),
]


def command(
    lead: o.LeadOption = None,
    aim: o.AimOption = None,
    area: o.AreaOption = None,
    academy: o.AcademyOption = None,
    committee: o.CommitteeOption = None,
    term: o.TermOption = None,
    kpis: Kpis = False,
    format: Format = None,
    output: Output = None,
    force: o.ForceOption = False,
    alarm: Alarm = None,
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """The plan as a workbook, a calendar, CSV or JSON."""
    from sipctl.views.exports.export import Export

    chosen = choose_format("export", format, None if output == "-" else output)
    days = _alarm_days(alarm, chosen)
    if kpis and chosen == "csv":
        help_line = "--format xlsx has them on a sheet of their own; so has sipctl list --kpis"
        raise Refusal("CSV holds one table, that of the activities", help_line)
    session, day = open_asked(plan, as_of, revision)
    filters = o.read_filters(session, lead, aim, area, academy, committee, term)
    session = session.for_academies(filters.academies, day)
    export = Export(session.plan, session.context, session.where, day, filters, kpis, days)
    if output is None or output == "-":
        _print(export, chosen)
    else:
        typer.echo(_write(export, output, chosen, force=force))
        if export.share:
            typer.echo(share_line(export.share))
    print_notes(session, day)


def _alarm_days(alarm: str | None, format: str) -> int | None:
    if alarm is None:
        return None
    if format != "ics":
        raise Refusal("--alarm is for calendars", "add --format ics, or leave --alarm out")
    return o.parse_days("--alarm", alarm, 3, "such as 7d (seven days) or 2w (two weeks)")


def _print(export: Export, format: str) -> None:
    if format == "xlsx":
        raise Refusal("a workbook is not text", "name a file for it, such as -o plan.xlsx")
    for text in export.text(format):
        sys.stdout.write(text)


def _write(export: Export, output: str, format: str, *, force: bool) -> str:
    """Write a file, or a folder of calendars; the sentences that say so."""
    path = Path(output)
    if format == "ics" and (output.endswith(("/", "\\")) or (output and path.is_dir())):
        return _write_calendars(export, path, force=force)
    return _write_file(export, path, format, force=force)


def _write_file(export: Export, path: Path, format: str, *, force: bool) -> str:
    """Write one file; the sentence that says so."""
    earlier = overwrite.earlier(path, format) if format == "ics" else b""
    overwrite.write(path, export.data(format, earlier), format, force=force)
    return f"Wrote {safe_path(path)}: {export.contents(format)}."


def _write_calendars(export: Export, folder: Path, *, force: bool) -> str:
    """Write a calendar for each lead into a folder; the sentences that say so."""
    from sipctl.store.files import output_files
    from sipctl.views.exports.calendars import calendar_files

    def earlier(name: str) -> bytes:
        return overwrite.earlier(folder / name, "ics")

    calendars = calendar_files(export, [path.name for path in folder.glob("*.ics")], earlier)
    output_files.make_folder(folder)
    files = {folder / name: data for name, data in calendars.files.items()}
    overwrite.write_all(files, "ics", force=force)
    number = len(files) - len(calendars.emptied)
    written = f"Wrote {plural(number, 'calendar')} to {safe_path(folder)}."
    if not calendars.emptied:
        return written
    emptied = join_words([safe_path(name) for name in calendars.emptied])
    return f"{written} Emptied {emptied}, for which there are no dates now."
