"""`sipctl check`: every fault of the plan, each at its file, line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o  # noqa: TC001 - Typer reads the annotations
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.asked import find_past, past_day, print_answer
from sipctl.cli.runtime.terminal import screen
from sipctl.cli.session import Session, find_plan, locate_faults

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.faults import Placed
    from sipctl.store.cache.snapshot import OpenedPlan
    from sipctl.store.files.folder import Folder
    from sipctl.store.git.past.commit import PastCommit

Strict = Annotated[bool, typer.Option("--strict", help="Let warnings count: exit 1 for them too.")]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="SLUG",
        help="Say what one kind of fault means, and how to mend it.",
    ),
]


def command(
    plan: o.PlanOption = None,
    as_of: o.AsOfOption = None,
    revision: o.AtOption = None,
    strict: Strict = False,
    format: Annotated[str, format_option("check")] = FORMATS["check"][0],
    explain: Explain = None,
) -> None:
    """Is the plan sound? Every fault at once, each at its file, line and column."""
    if explain is not None:
        typer.echo(_manual_page(explain), nl=False)
        return
    check_format("check", format)
    past = find_past(plan, revision)
    session = Session(*_opened(plan, past), past=past)
    folder, opened = session.folder, session.opened
    day = past_day(past, as_of)
    faults = _place_faults(folder, opened, day, past)
    waiting = tuple(f"{folder.shown}/{path}" for path in opened.waiting_for)
    failed = any(strict or placed.fault.severity == "error" for placed in faults)
    answer = _render(faults, format, waiting)
    print_answer(session, answer, format, day, int(failed), hindsight=False)


def _opened(plan: str | None, past: PastCommit | None) -> tuple[Folder, OpenedPlan]:
    from sipctl.store.cache.snapshot import open_folder, open_version

    folder = find_plan(plan)
    if past is None:
        return folder, open_folder(folder)
    return folder, open_version(folder, past.name, past.contents)


def find_faults(folder: Folder, today: date) -> list[Placed]:
    """Every fault of a plan, with its place; rules that need a file with errors are not run."""
    from sipctl.store.cache.snapshot import open_folder

    return _place_faults(folder, open_folder(folder), today)


def _place_faults(
    folder: Folder, opened: OpenedPlan, today: date, past: PastCommit | None = None
) -> list[Placed]:
    from sipctl.cli.runtime.capture import do_not_cache
    from sipctl.store.git.deleted_ids import SLUG, with_deleting_commit
    from sipctl.store.git.git_dirs import git_folders

    faults = opened.faults(today)
    if past is not None:
        return locate_faults(folder, faults, past, opened.plan.records_of)
    if any(fault.slug == SLUG for fault in faults):
        do_not_cache()
        faults = with_deleting_commit(folder, faults, opened.plan.records)
    every = [*git_folders(folder), *faults]
    return locate_faults(folder, every, taken=opened.plan.records_of)


def _render(faults: list[Placed], format: str, waiting: tuple[str, ...]) -> str:
    from sipctl.views.faults import text as view

    if format == "text":
        return view.text(faults, screen(), waiting)
    if format == "json":
        return view.json(faults, waiting)
    return str(getattr(view, format)(faults, waiting))


def _manual_page(slug: str) -> str:
    from sipctl.plan.rules.pages import manual
    from sipctl.views.text.style import reflowed

    return reflowed(manual.page(slug), screen())
