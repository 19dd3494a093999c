"""Commits files of the plan with git, whatever else is staged or half done.

The commit is put together from git's own parts, with the bytes that were written: `git add` and
`git commit` would run filters and helpers that the repository's settings name. Of programs, only
the user's own hooks are run.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import locked, temporary_folder
from sipctl.store.files.inside import read_inside
from sipctl.store.files.source import BIGGEST
from sipctl.store.git import run
from sipctl.store.git.share.hooks import HookRunner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import GitResult, Repository

_TRIES = 100
_PAUSE = 0.2
"""Seconds between tries while another git holds a lock: twenty in all."""

_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD")
_MODE = "100644"


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

    `written` is what has been written into it, for a refusal.

    Raises Refusal if git will not (a hook, a merge half done, nobody's name): the file stays, and
    is no more staged than before.
    """
    return commit_files(repository, (path,), subject, written)


def commit_files(
    repository: Repository, paths: Sequence[str], subject: str, written: str = "the record"
) -> str:
    """Commits several new files of the plan in one commit, as `commit_file` does one."""
    full_paths = [f"{repository.inside}{path}" for path in paths]
    # One at a time: a git that commits ignores what another has just added to the index.
    with locked(repository.git_dir):
        return _Committer(repository, full_paths, written).commit(subject)


class _Committer:
    """Makes one commit of some files."""

    def __init__(self, repository: Repository, paths: Sequence[str], written: str) -> None:
        self.repository = repository
        self.paths = paths
        self.written = written
        self.index = repository.git_dir / "index"
        self.hooks = HookRunner(repository)

    def commit(self, subject: str) -> str:
        """The short name of the new commit."""
        self._refuse_if_unfit()
        try:
            entries = b"".join(map(self._entry, self.paths))
            for _ in range(_TRIES):
                name = self._commit_once(entries, subject)
                if name is not None:
                    self.hooks.run("post-commit")
                    return self._git("rev-parse", "--short", name).text
        except OSError as error:
            raise self._refusal((error.strerror or str(error)).lower()) from None
        raise self._refusal(_BUSY)

    def _refuse_if_unfit(self) -> None:
        if any((self.repository.git_dir / name).exists() for name in _UNFINISHED):
            raise self._refusal("a merge or cherry-pick is not finished here")
        result = self.repository.run_as_user(
            *("check-ignore", "--quiet", "--no-index", "--", *self.paths),
            environment={"GIT_LITERAL_PATHSPECS": "0"},  # it takes no others
        )
        if result.code == 0:
            raise self._refusal("a .gitignore leaves the plan's records out")
        if self.hooks.redirected:
            raise self._refusal(
                "this repository's settings name a folder of its own for hooks, and sipctl runs"
                " only those of .git/hooks"
            )

    def _entry(self, path: str) -> bytes:
        """A file as an index lists it; git now has its contents, byte for byte."""
        data = read_inside(self.repository.top, path, BIGGEST)
        blob = self._git("hash-object", "-w", "--no-filters", "--stdin", stdin=data).text
        return f"{_MODE} {blob}\t{path}\0".encode()

    def _commit_once(self, entries: bytes, subject: str) -> str | None:
        """The new commit's name; None if the branch has moved on meanwhile."""
        head = self._head()
        with self._scratch_folder() as folder:
            index = folder / "index"
            self._git("read-tree", head or "--empty", index=index)
            self._add(entries, index)
            tree = self._git("write-tree", "--missing-ok", index=index).text
            self._run_hook("pre-commit", index=index)
            message = self._message(subject, folder / "COMMIT_EDITMSG", index)
            parents = () if head is None else ("-p", head)
            name = self._git("commit-tree", tree, *parents, "-F", "-", stdin=message).text
            result = self._move_on(name, head, subject, entries, folder / "staged")
        if result.code == 0:
            return name
        if self._head() == head:
            raise self._refusal(_reason(result))
        return None

    def _head(self) -> str | None:
        result = self.repository.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return result.text or None if result.code == 0 else None

    def _move_on(
        self, name: str, head: str | None, subject: str, entries: bytes, staged: Path
    ) -> GitResult:
        """Moves the branch on to a commit, and adds the files to git's index through `staged`."""
        log = f"commit{'' if head else ' (initial)'}: {subject}"
        command = ("update-ref", "-m", log, "HEAD", name, head or "0" * len(name))
        lock = self._lock_index()
        try:
            _copy(self._staged(entries, staged), lock)
            result = self._run_when_free(*command, settings=self.hooks.settings)
            if result.code == 0:
                lock.replace(self.index)
                lock = staged
        finally:
            lock.unlink(missing_ok=True)
        return result

    def _message(self, subject: str, file: Path, index: Path) -> bytes:
        """The message as the hooks leave it in a file."""
        file.write_bytes(f"{subject}\n".encode())
        self._run_hook("prepare-commit-msg", str(file), "message", index=index)
        self._run_hook("commit-msg", str(file), index=index)
        lines = [line.rstrip() for line in file.read_bytes().strip().split(b"\n")]
        return b"\n".join(lines) + b"\n"

    def _run_hook(self, name: str, *arguments: str, index: Path) -> None:
        result = self.hooks.run(name, *arguments, index=index)
        if result is not None and result.code != 0:
            raise self._refusal(_reason(result))

    # --- the two indexes: that of the commit, and the one that holds what is staged ---

    @contextmanager
    def _scratch_folder(self) -> Iterator[Path]:
        """A folder for indexes, with an empty folder in it that stands in for the work tree.

        Git compares a file that is as new as the index before it writes that, by way of filters.
        """
        with temporary_folder(self.repository.git_dir) as folder:
            (folder / "empty").mkdir()
            yield folder

    def _add(self, entries: bytes, index: Path) -> None:
        """Adds the files to an index."""
        self._git("update-index", "--add", "-z", "--index-info", stdin=entries, index=index)

    def _staged(self, entries: bytes, copy: Path) -> Path:
        """A copy of git's index, with the files added.

        It keeps its time: an index that looks newer hides what changes in the second it is written.
        """
        if self.index.exists():
            _copy(self.index, copy)
        times = self.index.stat() if self.index.exists() else None
        self._add(entries, copy)
        if times is not None:
            os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))
        return copy

    def _lock_index(self) -> Path:
        """Git's own lock on its index, waited for."""
        lock = self.index.with_name("index.lock")
        for _ in range(_TRIES):
            try:
                lock.touch(exist_ok=False)
            except FileExistsError:
                time.sleep(_PAUSE)
            else:
                return lock
        raise self._refusal(_BUSY)

    # --- git ---

    def _git(self, *command: str, stdin: bytes = b"", index: Path | None = None) -> GitResult:
        """A git command that must succeed, on an index of its own if one is given."""
        result = self._run_when_free(*command, stdin=stdin, index=index)
        if result.code != 0:
            raise self._refusal(_reason(result))
        return result

    def _run_when_free(
        self,
        *command: str,
        stdin: bytes = b"",
        settings: dict[str, str] | None = None,
        index: Path | None = None,
    ) -> GitResult:
        """Runs a git command, again while another git holds a lock: many records may arrive."""
        repository, environment = self.repository, {}
        if index is not None:
            repository = replace(repository, top=index.with_name("empty"))
            environment = {"GIT_INDEX_FILE": str(index)}
        for _ in range(_TRIES):
            result = repository.run_as_user(
                *command, stdin=stdin, settings=settings, environment=environment
            )
            if result.code == 0 or b".lock'" not in result.err:
                break
            time.sleep(_PAUSE)
        return result

    def _refusal(self, reason: str) -> Refusal:
        add = f"git add {self.paths[0]}, then git commit"
        by_hand = f"{self.written} is kept; to commit it: {add}"
        if len(self.paths) > 1:
            folder = f"{self.repository.inside}records"
            by_hand = f"the records are kept; to commit them: git add {folder}, then git commit"
        return Refusal(reason, by_hand)


def _copy(file: Path, target: Path) -> None:
    """Copies a file's bytes and times, and its permissions where it has its own."""
    shutil.copyfile(file, target)
    shutil.copystat(file, target)


_BUSY = "another git is at work here, or was stopped half-way"
_NOBODY = "git does not know who you are; tell it with git config user.name and user.email"
_REASONS = (
    (b"Please tell me who you are", _NOBODY),
    (b"auto-detect email", _NOBODY),
    (b"empty ident name", _NOBODY),
    (b".lock'", _BUSY),
)


def _reason(result: GitResult) -> str:
    for pattern, reason in _REASONS:
        if pattern in result.err:
            return reason
    return f"git refused: {result.complaint}"
