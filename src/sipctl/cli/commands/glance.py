"""`sipctl` alone: the plan at a glance, or what sipctl is where there is no plan."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from sipctl.cli.runtime.picture import canvas, keeps_to_ascii
from sipctl.cli.session import day_asked, find_plan, one_of, open_plan
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date

    from sipctl.cli.session import Session

FORMATS = ("table", "json")


def asked(command: str | None, plan: str | None, as_of: str | None, form: str | None) -> None:
    """What stood before the command, if there is one: that is an answer only without a command."""
    if command is None:
        glance(plan or os.environ.get("SIPCTL_PLAN") or None, as_of, form or "table")
        return
    given = {"--plan": plan, "--as-of": as_of, "--format": form}
    for option, value in given.items():
        if value is not None:
            raise Refusal(
                f"{option} stands before the command",
                f"write sipctl {command} {option} {value}",
            )


def glance(plan: str | None, as_of: str | None, form: str) -> None:
    """Say where the plan is; outside one, what sipctl is. Raises Refusal like any command."""
    one_of("--format", form, FORMATS)
    day = day_asked(as_of)
    if plan is None and form == "table" and not _has_plan():
        from sipctl.views.answers.glance import WELCOME

        typer.echo(WELCOME, nl=False)
        return
    typer.echo(_written(open_plan(plan), day, form), nl=False)


def _written(question: Session, day: date, form: str) -> str:
    from sipctl.plan.queries import glance as plans
    from sipctl.views.answers import glance as view

    found = plans.glance(question.plan, question.frame, day)
    if form == "json":
        return view.render_json(found)
    colours = question.plan.about.settings.colours
    return view.render(found, canvas(), colours, question.faults, plain=keeps_to_ascii())


def _has_plan() -> bool:
    try:
        find_plan(None)
    except Refusal:
        return False
    return True
