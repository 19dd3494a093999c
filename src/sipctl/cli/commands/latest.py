"""`sipctl latest`: bring the plan up to date from where it is shared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, cast

import typer

from sipctl.cli import options as o
from sipctl.cli.runtime.terminal import screen
from sipctl.cli.session import find_plan_to_change

if TYPE_CHECKING:
    from datetime import date

    from sipctl.store.git.share.latest import Update
    from sipctl.store.git.share.merge import Keep
    from sipctl.store.git.share.sharing import Sharing

KeepOption = Annotated[
    str | None,
    typer.Option(
        "--keep",
        metavar="here|there",
        help="Whose lines to keep where both sides changed the same ones.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would arrive; change nothing here.")
]


def command(
    keep: KeepOption = None,
    dry_run: DryRun = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Bring the plan up to date from where it is shared; what you changed here stays."""
    from sipctl.cli.runtime.sharing import fetch_sharing, say_unshared, shared_at

    if keep is not None:
        o.check_choice("--keep", keep, ("here", "there"))
    day = o.answer_day(as_of)
    folder = find_plan_to_change(plan, dry_run=dry_run)
    sharing = fetch_sharing(folder, *shared_at(folder))
    if not sharing.behind:
        typer.echo(f"Nothing new at {shared_name(sharing)}.")
    else:
        bring_up_to_date(sharing, day, cast("Keep | None", keep), dry_run=dry_run)
    if not dry_run:
        say_unshared(folder)


def shared_name(sharing: Sharing) -> str:
    """`origin/main`: the branch in which the plan is shared."""
    return f"{sharing.remote.name}/{sharing.remote.main}"


def bring_up_to_date(sharing: Sharing, day: date, keep: Keep | None, *, dry_run: bool) -> None:
    """Say what others have shared, and bring it here; raises Refusal where it does not fit."""
    from sipctl.cli.runtime.sharing import prepare_update

    updater, update = prepare_update(sharing, keep)
    typer.echo(_arrivals(update, day), nl=False)
    if dry_run:
        typer.echo("\nNothing was changed here: sipctl latest brings it.")
        return
    updater.apply(update)
    stands = {"there": "; where both had changed the same, theirs stands"}
    kept = stands.get(keep or "", ", and what you changed here is still in it")
    kept = kept if sharing.unshared else ""
    typer.echo(f"\nThe plan is up to date with {shared_name(sharing)}{kept}.")


def _arrivals(update: Update, day: date) -> str:
    """What changes in the plan here, as `diff` says it."""
    from sipctl.cli.commands.diff import compare_versions
    from sipctl.store.files.plan_files import FolderContents
    from sipctl.store.files.source import Source
    from sipctl.store.git.loaded_versions import load_both
    from sipctl.store.git.versions import Side, working_tree
    from sipctl.views.changes.text import text

    folder = update.sharing.folder
    here = working_tree(folder)
    files = {source.path: source.data for source in here.contents.sources}
    files |= {path: data for path, (_, data) in update.files.items() if data is not None}
    gone = {path for path, (_, data) in update.files.items() if data is None}
    sources = [Source(path, files[path]) for path in sorted(files.keys() - gone)]
    name = f"with what is new at {shared_name(update.sharing)}"
    there = Side(name, None, FolderContents(sources, list(here.contents.faults)))
    before, after = load_both(replace(here, name="the plan here"), there, folder.shown)
    return text(compare_versions(before, after, day), screen())
