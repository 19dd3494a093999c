"""For commands that share a plan: its remote, what is still to send, the refusal of conflicts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from sipctl.cli.runtime.terminal import screen
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import Repository
    from sipctl.store.git.share.latest import Update, Updater
    from sipctl.store.git.share.merge import Conflict, Keep
    from sipctl.store.git.share.remote import Remote
    from sipctl.store.git.share.sharing import Sharing


def say_unshared(folder: Folder) -> None:
    """Print how much of the plan is not shared yet, if it is shared at all and something is not."""
    from sipctl.views.text.style import wrap

    line = unshared_line(folder)
    if line:
        typer.echo(wrap(f"{line}\n", screen()), nl=False)


def unshared_line(folder: Folder) -> str:
    """`4 things here are not shared yet: sipctl send`; "" where nothing is to be sent."""
    from sipctl.store.git.share.file_changes import unshared_count
    from sipctl.store.git.share.sharing import unshared_files
    from sipctl.views.text.english import plural

    sharing = unshared_files(folder)
    count = unshared_count(sharing) if sharing is not None else 0
    verb = "is" if count == 1 else "are"
    return f"{plural(count, 'thing')} here {verb} not shared yet: sipctl send" if count else ""


def shared_at(folder: Folder) -> tuple[Repository, Remote]:
    """Where a plan is shared; raises Refusal, with what to do, where it is not."""
    from sipctl.store.git import run
    from sipctl.store.git.share.remote import find_remote

    if not run.installed():
        raise Refusal("git is not installed here", "install it from https://git-scm.com")
    repository = run.repository(folder.path)
    if repository is None:
        raise Refusal(
            f"{folder.shown} is in no git repository, so it is shared with nobody",
            "git init, then git remote add origin ADDRESS of an empty repository that your trust"
            " keeps (on GitHub, say), then sipctl send --direct",
        )
    remote = find_remote(repository)
    if remote is None:
        raise Refusal(
            "this plan is not shared anywhere yet: its repository names no remote",
            "make an empty repository where your trust keeps its files (on GitHub, say), then"
            " git remote add origin ADDRESS, and sipctl send --direct",
        )
    return repository, remote


def fetch_sharing(folder: Folder, repository: Repository, remote: Remote) -> Sharing:
    """Asks the remote for what is new, and says how the plan is shared; raises Refusal."""
    from sipctl.store.git.share.sharing import read_sharing

    remote = fetched(repository, remote)
    if remote.main is None:
        raise Refusal(
            f'nothing is shared at "{remote.name}" yet',
            "sipctl send --direct puts the plan there, as it stands here",
        )
    return read_sharing(folder, repository, remote)


def fetched(repository: Repository, remote: Remote) -> Remote:
    """The remote, with its main branch as it is now; raises Refusal where it cannot be reached."""
    from sipctl.store.git.share.network import fetch
    from sipctl.store.git.share.remote import main_branch

    fetch(repository, remote)
    return replace(remote, main=main_branch(repository, remote.name))


def prepare_update(sharing: Sharing, keep: Keep | None) -> tuple[Updater, Update]:
    """The update of the plan from its remote, not applied yet; raises Refusal for conflicts."""
    from sipctl.store.git import versions
    from sipctl.store.git.share.file_changes import CONTEXT, FileChanges, load_context
    from sipctl.store.git.share.latest import Updater
    from sipctl.store.git.share.merge import FileMerger

    blobs = versions.blobs_at(sharing.repository, sharing.tip)
    wanted = {path: blobs[path] for path in CONTEXT if path in blobs}
    data = versions.contents(sharing.repository, wanted.values())
    context = load_context({path: data.get(blob) for path, blob in wanted.items()})
    updater = Updater(sharing, FileMerger(sharing.repository, FileChanges(context), keep))
    update = updater.prepare()
    if update.conflicts:
        raise _conflict(sharing, update.conflicts)
    return updater, update


def _conflict(sharing: Sharing, conflicts: tuple[Conflict, ...]) -> Refusal:
    """The refusal of conflicting changes, with those of both sides in the words of `diff`."""
    from sipctl.views.changes.message import conflict_lines
    from sipctl.views.text.english import safe_path

    lines = []
    for conflict in dict.fromkeys(conflicts):
        lines.append(f"  {safe_path(f'{sharing.folder.shown}/{conflict.path}')}")
        lines += [f"    {line}" for line in conflict_lines(conflict.here, conflict.there)]
    return Refusal(
        "what you changed here and what others shared meanwhile do not go together",
        "nothing was changed. Agree with whoever changed it, then sipctl latest --keep there"
        " takes theirs in those places, --keep here yours; the rest of both sides stays",
        details=tuple(lines),
    )
