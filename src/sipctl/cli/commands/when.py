"""`sipctl when`: what a phrase of time means, in words and as dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o  # noqa: TC001 - Typer reads the annotations
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.asked import find_past, with_commit
from sipctl.cli.runtime.terminal import screen
from sipctl.cli.session import broken_plan, find_plan
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from sipctl.plan.timing import TimingContext
    from sipctl.store.git.past.commit import PastCommit


NEEDED = ("plan.yaml", "calendar.yaml")

Phrase = Annotated[
    list[str],
    typer.Argument(help='A time as a plan says it, such as "Spring 2025".', metavar="PHRASE"),
]


def command(
    phrase: Phrase,
    format: Annotated[str, format_option("when")] = FORMATS["when"][0],
    revision: o.AtOption = None,
    plan: o.PlanOption = None,
) -> None:
    """How does sipctl read this phrase? In words, and as dates of this plan's calendar."""
    from sipctl.plan.timing import Unreadable, read
    from sipctl.views import json
    from sipctl.views.answers import when as view

    check_format("when", format)
    past = find_past(plan, revision)
    context = _timing_context(plan, past)
    timing = read(" ".join(phrase), context)
    if isinstance(timing, Unreadable):
        raise Refusal(timing.message, timing.help, code=1)
    as_json = format == "json"
    answer = json.timing_json(timing) if as_json else view.render(timing, context, screen())
    typer.echo(with_commit(answer, format, past), nl=False)


def _timing_context(plan: str | None, past: PastCommit | None) -> TimingContext:
    """The plan's calendar and years. Its aims need not load for a phrase to be read."""
    from sipctl.plan.context import timing_context
    from sipctl.store.files import plan_files
    from sipctl.store.load import load

    folder = find_plan(plan)
    files = plan_files.read(folder) if past is None else past.contents()
    loaded = load(
        [source for source in files.sources if source.path in NEEDED],
        [fault for fault in files.faults if fault.file in NEEDED],
    )
    if not loaded.ok:
        raise broken_plan(folder, loaded.faults, past)
    return timing_context(loaded.plan())
