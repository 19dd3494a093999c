"""`sipctl diff`: what a branch changes, in the plan's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.formats import FORMATS, check_format, format_option
from sipctl.cli.runtime.errors import echo_and_exit
from sipctl.cli.runtime.terminal import screen
from sipctl.cli.session import find_plan

if TYPE_CHECKING:
    from datetime import date

    from sipctl.plan.changes import Comparison
    from sipctl.store.git.loaded_versions import LoadedVersion
    from sipctl.views.changes.diff import Diff

Base = Annotated[
    str | None,
    typer.Argument(
        metavar="[BASE]",
        help="A branch, tag or commit. Left out: where this branch left the main one.",
    ),
]
Head = Annotated[
    str | None,
    typer.Argument(metavar="[HEAD]", help="The same. Left out: the files as they stand."),
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="unagreed-move",
        help="Exit 1 if a date moved and nobody is said to have agreed.",
    ),
]


def command(
    base: Base = None,
    head: Head = None,
    fail_on: FailOn = None,
    format: Annotated[str, format_option("diff")] = FORMATS["diff"][0],
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """What a branch changes, in the plan's own words. No --at: BASE and HEAD are versions."""
    from sipctl.store.git.loaded_versions import load_sides

    check_format("diff", format)
    if fail_on is not None:
        o.check_choice("--fail-on", fail_on, ("unagreed-move",))
    day = o.answer_day(as_of)
    before, after = load_sides(find_plan(plan), base, head)
    diff = compare_versions(before, after, day)
    failed = bool(fail_on) and has_unagreed_move(diff.comparison)
    echo_and_exit(_render(diff, before, after, format), int(failed))


def has_unagreed_move(comparison: Comparison) -> bool:
    """Whether some date moved and `moved` does not say who agreed."""
    from sipctl.plan.changes import Rescheduled

    return any(
        isinstance(change, Rescheduled) and change.gap is not None for change in comparison.changes
    )


def compare_versions(before: LoadedVersion, after: LoadedVersion, day: date) -> Diff:
    """What changed between two versions, and the faults on a day that only the second has."""
    from sipctl.plan.changes import compare, version_pair
    from sipctl.plan.changes.faults import new_faults
    from sipctl.plan.context import calendar_of
    from sipctl.views.changes.diff import Diff

    pair = version_pair(before.version, after.version)
    comparison = compare(pair)
    old, now = before.faults(pair.base_context, day), after.faults(pair.head_context, day)
    new, mended = now, 0
    if before.loaded.ok:
        new, mended = new_faults(old, before.models, now, after.models)
    plans = (before.version.plan, after.version.plan)
    return Diff(
        title=plans[1].about.title or plans[0].about.title or "The plan",
        base=before.side.label,
        head=after.side.label,
        aims={aim.id: aim.title for plan in plans for aim in plan.aims},
        comparison=replace(
            comparison, left_out=tuple(f"{after.shown}/{path}" for path in comparison.left_out)
        ),
        broken=tuple(
            (version.side.label, faults)
            for version, faults in ((before, old), (after, now))
            if not version.loaded.ok
        ),
        faults=new if after.loaded.ok else (),
        mended=mended if after.loaded.ok else 0,
        new=before.side.empty,
        period=calendar_of(plans[1].calendar).title,
    )


def _render(diff: Diff, before: LoadedVersion, after: LoadedVersion, format: str) -> str:
    if format == "json":
        from sipctl.views.changes.json import json

        return json(diff, before.identity, after.identity)
    if format == "markdown":
        from sipctl.views.changes.markdown import markdown

        return markdown(diff)
    from sipctl.views.changes.text import text

    return text(diff, screen())
