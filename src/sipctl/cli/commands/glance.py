"""`sipctl` alone: the plan at a glance, or what sipctl is where there is no plan."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from sipctl.cli.formats import FORMATS, check_format
from sipctl.cli.options import read_filters
from sipctl.cli.runtime.asked import open_asked, print_answer, version_lines
from sipctl.cli.runtime.terminal import ascii_only, chart_screen
from sipctl.cli.session import find_plan
from sipctl.plan.faults import Refusal
from sipctl.views.text.english import share_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sipctl.cli.session import Session
    from sipctl.plan.queries.glance import Glance


WELCOME = """\
sipctl keeps a school trust's improvement plan as a folder of small text files,
and answers what is overdue, what comes next and whose it is.

There is no plan in this folder or above it.

  sipctl init              begin a plan here: six questions, or --from a table
  sipctl --plan DIR        look at a plan that lies somewhere else
  sipctl --help            every command
"""
"""What `sipctl` says where there is no plan."""


def command(
    subcommand: str | None,
    plan: str | None,
    as_of: str | None,
    revision: str | None,
    academy: list[str] | None,
    format: str | None,
) -> None:
    """The answer to `sipctl` alone, from the options before the command.

    Raises Refusal where a command follows these options: they then belong after its name.
    """
    if subcommand is None:
        folder = plan or os.environ.get("SIPCTL_PLAN") or None
        glance(folder, as_of, revision, academy, format or FORMATS["glance"][0])
        return
    options = {
        "--plan": plan,
        "--as-of": as_of,
        "--at": revision,
        "--academy": " --academy ".join(academy) if academy else None,
        "--format": format,
    }
    for option, value in options.items():
        if value is not None:
            raise Refusal(
                f"{option} stands before the command",
                f"write sipctl {subcommand} {option} {value}",
            )


def glance(
    plan: str | None,
    as_of: str | None,
    revision: str | None,
    academy: list[str] | None,
    format: str,
) -> None:
    """Print the plan at a glance; where there is no plan, a welcome."""
    check_format("glance", format)
    if plan is None and format == "table" and not _has_plan():
        typer.echo(WELCOME, nl=False)
        return
    session, day = open_asked(plan, as_of, revision)
    filters = read_filters(session, academy=academy)
    session = session.for_academies(filters.academies, day)
    from sipctl.plan.queries.glance import glance as glance_of

    answer = glance_of(session.plan, session.context, day, filters)
    share = session.share(answer.academies)
    if format == "json":
        from sipctl.views.glance.json import render_json

        print_answer(session, render_json(answer), format, day, share=share)
    else:  # the notes are part of the glance, so that it leaves lines for them on its one screen
        notes = [share_line(share)] if share else []
        notes += [*version_lines(session, day), *_sharing(session, revision)]
        typer.echo(_render(session, answer, day, notes), nl=False)


def _sharing(session: Session, revision: str | None) -> list[str]:
    """A line on how much of the plan here is not shared yet; none where all is, or with `--at`."""
    from sipctl.cli.runtime.sharing import unshared_line

    line = "" if revision is not None else unshared_line(session.folder)
    return [line] if line else []


def _render(session: Session, answer: Glance, day: date, notes: Sequence[str]) -> str:
    from sipctl.views.glance import glance as view

    colours = session.plan.about.settings.colours
    faults = session.faults(day)
    return view.render(answer, chart_screen(), colours, faults, notes, plain=ascii_only())


def _has_plan() -> bool:
    try:
        find_plan(None)
    except Refusal:
        return False
    return True
