"""The commits that edited a plan, as entries of its log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sipctl.plan.queries.log import CommitEntry
from sipctl.store.git import run
from sipctl.store.git.history import plan_history
from sipctl.store.git.plan_edits import PlanEdits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sipctl.plan.model.entries import Plan
    from sipctl.plan.queries.log import LogFilter
    from sipctl.store.files.folder import Folder
    from sipctl.store.git.history import PlanHistory
    from sipctl.store.load import LoadedFile

Gap = Literal["no-git", "no-repository", "shallow", "no-commit"]
"""Why edits of the plan are not known, or not all of them."""


def commit_log(
    folder: Folder,
    plan: Plan,
    files: dict[str, LoadedFile],
    wanted: LogFilter,
    revision: str = "HEAD",
) -> tuple[Iterable[CommitEntry], Gap | None]:
    """The wanted edits of a plan up to a revision, newest first, each read when its turn comes.

    `files` are the plan's files at that revision. The gap says what is missing; None where nothing
    is. Raises Refusal where git will not open the repository.
    """
    if not run.installed():
        return (), "no-git"
    repository = run.repository(folder.path)
    if repository is None:
        return (), "no-repository"
    history = plan_history(repository, revision)
    gap: Gap | None = None
    if history.shallow:
        gap = "shallow"
    elif not history.commits:
        gap = "no-commit"
    return _entries(history, plan, files, wanted), gap


def _entries(
    history: PlanHistory, plan: Plan, files: dict[str, LoadedFile], wanted: LogFilter
) -> Iterator[CommitEntry]:
    edits = PlanEdits(history.repository, files)
    for commit in history.commits:
        if not wanted.on(commit.day):
            continue
        changes, unread = edits.changes_of(commit)
        wanted_changes = tuple(change for change in changes if wanted.keeps_change(plan, change))
        if wanted_changes or (unread and wanted.everything):
            yield CommitEntry(
                *(commit.name, commit.day, commit.at, commit.author, commit.subject),
                *(commit.first, wanted_changes, unread if wanted.everything else ()),
            )
