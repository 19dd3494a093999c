"""`sipctl check`: is the plan sound?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.runtime.errors import echo_and_exit
from sipctl.cli.session import AsOfOption, PlanOption, day_asked, find_plan, one_of, placed, screen

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.faults import Placed
    from sipctl.store.files.folder import Folder

FORMATS = ("text", "concise", "json", "github", "sarif")


def command(
    plan: PlanOption = None,
    as_of: AsOfOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Let warnings count: exit 1 for them too.")
    ] = False,
    format: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="text, concise, json, github or sarif."),
    ] = "text",
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="SLUG",
            help="Say what one kind of fault means, and how to mend it.",
        ),
    ] = None,
) -> None:
    """Is the plan sound? Every fault at once, each at its file, line and column."""
    if explain is not None:
        from sipctl.plan.rules import manual
        from sipctl.views.text.style import reflowed

        typer.echo(reflowed(manual.page(explain), screen()), nl=False)
        return
    one_of("--format", format, FORMATS)
    found = find_faults(find_plan(plan), day_asked(as_of))
    faulty = any(strict or one.fault.severity == "error" for one in found)
    echo_and_exit(_written(found, format), int(faulty))


def find_faults(folder: Folder, today: date) -> list[Placed]:
    """Every fault of a plan, placed. Rules that need the whole plan wait until it loads."""
    from sipctl.cli.runtime.capture import do_not_cache
    from sipctl.store.cache.snapshot import open_folder
    from sipctl.store.git.deleted_ids import SLUG, with_deleting_commit

    found = open_folder(folder)
    faults = found.faults(today)
    if any(fault.slug == SLUG for fault in faults):
        do_not_cache()
        faults = with_deleting_commit(folder, faults, found.plan.records)
    return placed(folder, faults)


def _written(placed: list[Placed], format: str) -> str:
    from sipctl.views.faults import text as view

    if format == "text":
        return view.text(placed, screen())
    return str(getattr(view, format)(placed))
