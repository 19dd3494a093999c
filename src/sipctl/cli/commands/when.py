"""`sipctl when`: how does sipctl read this phrase?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli.session import PlanOption, find_plan, one_of, screen, unsound
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from sipctl.plan.timing import TimingContext

FORMATS = ("text", "json")


def command(
    phrase: Annotated[
        list[str],
        typer.Argument(help='A time as a plan says it, such as "Spring 2025".', metavar="PHRASE"),
    ],
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
    plan: PlanOption = None,
) -> None:
    """How does sipctl read this phrase? In words, and as dates of this plan's calendar."""
    from sipctl.plan.timing import Unreadable, read
    from sipctl.views import json
    from sipctl.views.answers import when as view

    one_of("--format", format, FORMATS)
    frame = _frame(plan)
    timing = read(" ".join(phrase), frame)
    if isinstance(timing, Unreadable):
        raise Refusal(timing.message, timing.help, code=1)
    typer.echo(
        json.when(timing) if format == "json" else view.render(timing, frame, screen()), nl=False
    )


def _frame(plan: str | None) -> TimingContext:
    """The plan's calendar and years: its aims need not load to read a phrase."""
    from sipctl.plan.context import timing_context
    from sipctl.store.files import plan_files
    from sipctl.store.load import load

    folder = find_plan(plan)
    found = plan_files.read(folder)
    needed = [source for source in found.sources if source.path in ("plan.yaml", "calendar.yaml")]
    loaded = load(
        needed, [fault for fault in found.faults if fault.file in ("plan.yaml", "calendar.yaml")]
    )
    if not loaded.ok:
        raise unsound(folder, loaded.faults)
    return timing_context(loaded.plan())
