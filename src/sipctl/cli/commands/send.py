"""`sipctl send`: share what was changed here, as a branch and a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sipctl.cli import options as o
from sipctl.cli.runtime.terminal import screen
from sipctl.cli.session import find_plan_to_change
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from datetime import date

    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import Repository
    from sipctl.store.git.share.remote import Remote
    from sipctl.store.git.share.send import Sender
    from sipctl.store.git.share.sharing import Sharing
    from sipctl.views.changes.diff import Diff

Direct = Annotated[
    bool,
    typer.Option("--direct", help="Straight into the main branch, for who works alone."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would be sent; send nothing.")
]


def command(
    direct: Direct = False,
    dry_run: DryRun = False,
    as_of: o.AsOfOption = None,
    plan: o.PlanOption = None,
) -> None:
    """Share what was changed here: a branch, one commit in the plan's words, and a pull request.

    Only the plan's files are sent. Your own git hooks are run, and nothing else.
    """
    from sipctl.cli.commands.latest import bring_up_to_date
    from sipctl.cli.runtime.sharing import fetched, shared_at
    from sipctl.store.git.share.sharing import read_sharing

    day = o.answer_day(as_of)
    folder = find_plan_to_change(plan, dry_run=dry_run)
    repository, remote = shared_at(folder)
    remote = fetched(repository, remote)
    if remote.main is None:
        _send_first(folder, repository, remote, day, direct=direct, dry_run=dry_run)
        return
    sharing = read_sharing(folder, repository, remote)
    if not sharing.unshared:
        typer.echo("Everything here is shared already.")
        if sharing.behind:
            typer.echo("Others have shared something since: sipctl latest brings it.")
        return
    if sharing.behind:
        typer.echo("Others have shared something since you last looked; that comes first.\n")
        bring_up_to_date(sharing, day, None, dry_run=dry_run)
        if dry_run:
            return
        typer.echo("")
        sharing = read_sharing(folder, repository, remote)
    _send(sharing, day, direct=direct, dry_run=dry_run)


def _send(sharing: Sharing, day: date, *, direct: bool, dry_run: bool) -> None:
    from sipctl.store.git.share.send import Sender
    from sipctl.views.changes.text import text

    sender = Sender(sharing, {path: file.data for path, file in sharing.unshared.items()})
    diff = _compare(sender, day)
    typer.echo(text(diff, screen()), nl=False)
    _refuse_errors(diff)
    branch = str(sharing.remote.main) if direct else sender.branch(day)
    if dry_run:
        typer.echo(f"\nThat would be sent to {sharing.remote.name} as the branch {branch}.")
        return
    _push(sender, diff, branch, direct=direct)


def _compare(sender: Sender, day: date) -> Diff:
    """What is sent, compared with what is shared."""
    from sipctl.cli.commands.diff import compare_versions
    from sipctl.store.git.loaded_versions import load_both

    return compare_versions(*load_both(*sender.sides(), sender.sharing.folder.shown), day)


def _refuse_errors(diff: Diff) -> None:
    """Raises Refusal for errors of what is sent that the shared plan does not have already."""
    from sipctl.views.text.english import plural

    broken = [placed for name, faults in diff.broken if name == diff.head for placed in faults]
    known = {placed for name, faults in diff.broken if name != diff.head for placed in faults}
    errors = [
        placed
        for placed in (*diff.faults, *broken)
        if placed.fault.severity == "error" and placed not in known
    ]
    if errors:
        place = errors[0].place
        more = f" (and {plural(len(errors) - 1, 'more error')})" if errors[1:] else ""
        message = f"{place.file}:{place.line}:{place.column}: {errors[0].fault.message}{more}"
        raise Refusal(
            f"what would be sent has {plural(len(errors), 'error')} of its own: {message}",
            "nothing was sent; sipctl check shows every fault, and says how to mend it",
            code=1,
        )


def _push(sender: Sender, diff: Diff, branch: str, *, direct: bool) -> None:
    """Commit, push, and say where the pull request is opened."""
    from sipctl.store.git.share.remote import address_of
    from sipctl.views.changes.message import commit_message
    from sipctl.views.text.english import safe_text

    sharing = sender.sharing
    summary, changes = commit_message(diff)
    pushed = sender.send(f"{summary}\n\n{changes}".strip(), branch, new=not direct)
    _say_hooks(sender)
    if not pushed.accepted:
        raise _push_refusal(pushed.reason, pushed.says, direct=direct)
    shown = address_of(sharing.repository, sharing.remote).shown
    typer.echo(f"\nSent to {safe_text(shown)} as the branch {branch}: {summary}")
    if direct:
        _update_local_branch(sharing)
        return
    _say_pull_request(sharing, branch, (summary, _markdown(diff)), pushed.says)


def _say_hooks(sender: Sender) -> None:
    if sender.hooks_run:
        names = ", ".join(sender.hooks_run)
        typer.echo(f"\nYour own git hooks ran: {names} (in {sender.hooks.folder}).")


def _push_refusal(reason: str, says: str, *, direct: bool) -> Refusal:
    """The refusal of a push that the remote did not take, with its own words."""
    from sipctl.views.text.english import safe_text

    words = "".join(f"\n  {safe_text(line)}" for line in says.splitlines())
    if direct:
        advice = "its rules may ask for a pull request: sipctl send, without --direct"
    else:
        advice = "nothing here has changed; ask whoever keeps the shared plan"
    return Refusal(
        f"where the plan is shared, this was not taken ({safe_text(reason)}){words}", advice
    )


def _update_local_branch(sharing: Sharing) -> None:
    """Bring the local branch up to date with what was just sent."""
    from sipctl.cli.runtime.sharing import prepare_update
    from sipctl.store.git.share.sharing import read_sharing

    sharing = read_sharing(sharing.folder, sharing.repository, sharing.remote)
    if sharing.behind:
        updater, update = prepare_update(sharing, None)
        updater.apply(update)


def _markdown(diff: Diff) -> str:
    from sipctl.views.changes.markdown import markdown

    return markdown(diff)


def _say_pull_request(
    sharing: Sharing, branch: str, text: tuple[str, str], remote_says: str
) -> None:
    """Open the pull request with gh where that is signed in; else say where it is opened."""
    from sipctl.store.git.share.address import pull_request_page
    from sipctl.store.git.share.github import open_pull_request

    remote, main = sharing.remote, str(sharing.remote.main)
    opened = open_pull_request(remote.push_url, main, branch, *text)
    if opened is not None:
        typer.echo(f"The pull request is open: {opened}")
        return
    page = pull_request_page(remote.push_url, main, branch, remote_says)
    if page is not None:
        typer.echo(f"Open the pull request here: {page}")
    else:
        typer.echo(f"Ask whoever keeps the shared plan to bring that branch into {main}.")


def _send_first(
    folder: Folder,
    repository: Repository,
    remote: Remote,
    day: date,
    *,
    direct: bool,
    dry_run: bool,
) -> None:
    """Share a plan for the first time; only with --direct, for there is no branch to ask for."""
    from sipctl.cli.session import open_plan
    from sipctl.store.git.share.remote import address_of, current_branch
    from sipctl.store.git.share.send import send_first
    from sipctl.views.text.english import plural, safe_text

    shown = safe_text(address_of(repository, remote).shown)
    if not direct:
        raise Refusal(
            f"nothing is shared at {shown} yet, so there is nobody to ask",
            "sipctl send --direct puts the plan there, as it stands here",
        )
    errors = [
        fault for fault in open_plan(str(folder.path)).faults(day) if fault.severity == "error"
    ]
    if errors:
        raise Refusal(
            f"the plan has {plural(len(errors), 'error')}: {errors[0].message}",
            "nothing was sent; sipctl check shows every fault, and says how to mend it",
            code=1,
        )
    branch = current_branch(repository) or "main"
    if dry_run:
        typer.echo(f"The whole plan would be sent to {shown} as the branch {branch}.")
        return
    pushed = send_first(folder, repository, remote, branch)
    if not pushed.accepted:
        raise _push_refusal(pushed.reason, pushed.says, direct=True)
    typer.echo(f"The plan is shared at {shown} now, as the branch {branch}.")
