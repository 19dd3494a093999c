"""Commits files of the plan with git, and nothing else, whatever else is staged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.inside import read_inside
from sipctl.store.files.locks import locked
from sipctl.store.files.source import BIGGEST
from sipctl.store.git import run
from sipctl.store.git.share.git_work import (
    BUSY,
    MOST_TRIES,
    GitWork,
    copy_file,
    index_entry,
    reason_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import GitResult, Repository


def open_repository(folder: Folder, command: str = "record") -> Repository:
    """The repository that `command` commits in; raises Refusal where the plan is in none."""
    repository = run.repository(folder.path)
    if repository is None:
        missing = "" if run.installed() else "; git is not installed here"
        raise Refusal(
            f"{folder.shown} is in no git repository{missing}",
            f"{command} without --commit, or begin a repository with git init",
        )
    return repository


def commit_file(
    repository: Repository, path: str, subject: str, written: str = "the record"
) -> str:
    """Commits one file of the plan and nothing else; returns the commit's short name.

    `written` names what the file holds, for a refusal.

    Raises Refusal if git will not commit (a hook fails, a merge is not finished, no author is set):
    the file stays, and is no more staged than before.
    """
    return commit_files(repository, (path,), subject, written)


def commit_files(
    repository: Repository, paths: Sequence[str], subject: str, written: str = "the record"
) -> str:
    """Commits several new files of the plan in one commit, as `commit_file` does one."""
    full_paths = [f"{repository.inside}{path}" for path in paths]
    # One at a time: a git that commits overlooks what another process has just staged.
    with locked(repository.git_dir):
        return _Committer(repository, full_paths, written).commit(subject)


class _Committer(GitWork):
    """Makes one commit of some files. `written` is what they hold, for a refusal."""

    def __init__(self, repository: Repository, paths: Sequence[str], written: str) -> None:
        by_hand = f"{written} is kept; to commit it: git add {paths[0]}, then git commit"
        if len(paths) > 1:
            folder = repository.inside or "."
            by_hand = f"{written} is kept; to commit it: git add {folder}, then git commit"
        super().__init__(repository, by_hand)
        self.paths = paths

    def commit(self, subject: str) -> str:
        """Makes the commit; returns its short name."""
        self._refuse_if_unfit()
        try:
            entries = b"".join(map(self._entry, self.paths))
            for _ in range(MOST_TRIES):
                name = self._commit_once(entries, subject)
                if name is not None:
                    self.hooks.run("post-commit")
                    return self.git("rev-parse", "--short", name).text
        except OSError as error:
            raise self.refusal((error.strerror or str(error)).lower()) from None
        raise self.refusal(BUSY)

    def _refuse_if_unfit(self) -> None:
        self.refuse_unfinished()
        if ignored(self.repository, self.paths):
            raise self.refusal("a .gitignore leaves the plan's records out")
        self.refuse_redirected_hooks()

    def _entry(self, path: str) -> bytes:
        try:
            return self.entry(path, read_inside(self.repository.top, path, BIGGEST))
        except FileNotFoundError:  # the change removed it
            return index_entry(path, "0", "0" * len(self.head() or "0" * 40))

    def _commit_once(self, entries: bytes, subject: str) -> str | None:
        """Makes the commit; returns its name, or None if the branch has moved on meanwhile."""
        head = self.head()
        with self.scratch_folder() as folder:
            index = folder / "index"
            tree = self.tree(head, entries, index)
            self.run_hook("pre-commit", index=index)
            message = self.message(subject, folder / "COMMIT_EDITMSG", index)
            name = self.commit_tree(tree, () if head is None else (head,), message)
            result = self._move_on(name, head, subject, entries, folder / "staged")
        if result.code == 0:
            return name
        if self.head() == head:
            raise self.refusal(reason_of(result))
        return None

    def _move_on(
        self, name: str, head: str | None, subject: str, entries: bytes, staged: Path
    ) -> GitResult:
        """Moves the branch on to a commit, and adds the files to git's index through `staged`."""
        log = f"commit{'' if head else ' (initial)'}: {subject}"
        command = ("update-ref", "-m", log, "HEAD", name, head or "0" * len(name))
        lock = self.lock_index()
        try:
            copy_file(self.staged(entries, staged), lock)
            result = self.run_when_free(*command, settings=self.hooks.settings)
            if result.code == 0:
                lock.replace(self.index)
                lock = staged
        finally:
            lock.unlink(missing_ok=True)
        return result


def ignored(repository: Repository, paths: Sequence[str]) -> list[str]:
    """Those of some paths (from the top) that a .gitignore leaves out."""
    result = repository.run_as_user(
        *("check-ignore", "--stdin", "-z", "--no-index"),
        stdin="".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape"),
        environment={"GIT_LITERAL_PATHSPECS": "0"},  # check-ignore refuses literal pathspecs
    )
    return run.split_nul(result.out) if result.code == 0 else []
