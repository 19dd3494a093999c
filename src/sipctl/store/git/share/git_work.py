"""Builds commits with git's plumbing commands, without looking at the work tree.

`git add`, `git commit` and `git merge` would run filters and helpers that the repository's settings
name. Here only the user's own hooks are run.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import temporary_folder
from sipctl.store.git.share.hooks import HookRunner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sipctl.store.git.run import GitResult, Repository

MOST_TRIES = 100
_PAUSE = 0.2
"""Seconds between tries while another git holds a lock: twenty in all."""

_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "rebase-merge", "rebase-apply")
MODE = "100644"
BUSY = "another git is at work here, or was stopped half-way"
_NO_AUTHOR = "git does not know who you are; tell it with git config user.name and user.email"
_REASONS = (
    (b"Please tell me who you are", _NO_AUTHOR),
    (b"auto-detect email", _NO_AUTHOR),
    (b"empty ident name", _NO_AUTHOR),
    (b".lock'", BUSY),
)


class GitWork:
    """Runs git's plumbing for one piece of work. `by_hand` is the help line of its refusals."""

    def __init__(self, repository: Repository, by_hand: str) -> None:
        self.repository = repository
        self.by_hand = by_hand
        self.index = repository.git_dir / "index"
        self.hooks = HookRunner(repository)
        self.hooks_run: list[str] = []

    def refuse_unfinished(self) -> None:
        """Raises Refusal where a merge, cherry-pick or rebase is half done."""
        if any((self.repository.git_dir / name).exists() for name in _UNFINISHED):
            raise self.refusal("a merge or cherry-pick is not finished here")

    def refuse_redirected_hooks(self) -> None:
        """Raises Refusal where the repository's own settings name a folder for hooks."""
        if self.hooks.redirected:
            raise self.refusal(
                "this repository's settings name a folder of its own for hooks, and sipctl runs"
                " only those of .git/hooks"
            )

    def head(self) -> str | None:
        """The commit that is checked out; None where nothing is committed yet."""
        result = self.repository.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return result.text or None if result.code == 0 else None

    # --- what a commit is made of ---

    def entry(self, path: str, data: bytes, mode: str = MODE) -> bytes:
        """Stores a file's contents in git, byte for byte; returns its entry for an index."""
        blob = self.git("hash-object", "-w", "--no-filters", "--stdin", stdin=data).text
        return index_entry(path, mode, blob)

    def tree(self, start: str | None, entries: bytes, index: Path) -> str:
        """Writes the tree of commit `start` with some entries changed; returns the tree's name."""
        self.git("read-tree", start or "--empty", index=index)
        self.add(entries, index)
        return self.git("write-tree", "--missing-ok", index=index).text

    def add(self, entries: bytes, index: Path) -> None:
        """Adds entries to an index."""
        command = ("update-index", "--add", "--replace", "-z", "--index-info")
        self.git(*command, stdin=entries, index=index)

    def commit_tree(self, tree: str, parents: tuple[str, ...], message: bytes) -> str:
        """Makes a commit; returns its name."""
        options = [option for parent in parents for option in ("-p", parent)]
        return self.git("commit-tree", tree, *options, "-F", "-", stdin=message).text

    def message(self, text: str, file: Path, index: Path) -> bytes:
        """The commit message, after the hooks that may edit it."""
        file.write_bytes(f"{text}\n".encode())
        self.run_hook("prepare-commit-msg", str(file), "message", index=index)
        self.run_hook("commit-msg", str(file), index=index)
        lines = [line.rstrip() for line in file.read_bytes().strip().split(b"\n")]
        return b"\n".join(lines) + b"\n"

    def run_hook(self, name: str, *arguments: str, index: Path, stdin: bytes = b"") -> None:
        """Runs one of the user's own hooks, if there is one; raises Refusal if it fails."""
        result = self.hooks.run(name, *arguments, index=index, stdin=stdin)
        if result is not None:
            self.hooks_run.append(name)
            if result.code != 0:
                raise self.refusal(reason_of(result))

    # --- the two indexes: that of the commit, and the one that holds what is staged ---

    @contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """A folder for indexes, with an empty folder in it that stands in for the work tree.

        In the real one, git runs filters on files as new as the index when it writes an index.
        """
        with temporary_folder(self.repository.git_dir) as folder:
            (folder / "empty").mkdir()
            yield folder

    def staged(self, entries: bytes, copy: Path) -> Path:
        """A copy of git's index, with the files added.

        It keeps its time: git would miss changes made to files in the second of a newer time.
        """
        if self.index.exists():
            copy_file(self.index, copy)
        times = self.index.stat() if self.index.exists() else None
        self.add(entries, copy)
        if times is not None:
            os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))
        return copy

    def lock_index(self) -> Path:
        """Waits for git's own lock on its index and takes it; returns the lock file."""
        lock = self.index.with_name("index.lock")
        for _ in range(MOST_TRIES):
            try:
                lock.touch(exist_ok=False)
            except FileExistsError:
                time.sleep(_PAUSE)
            else:
                return lock
        raise self.refusal(BUSY)

    # --- git ---

    def git(self, *command: str, stdin: bytes = b"", index: Path | None = None) -> GitResult:
        """Runs git, on an index of its own if one is given; raises Refusal if it fails."""
        result = self.run_when_free(*command, stdin=stdin, index=index)
        if result.code != 0:
            raise self.refusal(reason_of(result))
        return result

    def run_when_free(
        self,
        *command: str,
        stdin: bytes = b"",
        settings: dict[str, str | None] | None = None,
        index: Path | None = None,
    ) -> GitResult:
        """Runs a git command, and again while another git process holds a lock."""
        repository, environment = self.repository, {}
        if index is not None:
            repository = replace(repository, top=index.with_name("empty"))
            environment = {"GIT_INDEX_FILE": str(index)}
        for _ in range(MOST_TRIES):
            result = repository.run_as_user(
                *command, stdin=stdin, settings=settings, environment=environment
            )
            if result.code == 0 or b".lock'" not in result.err:
                break
            time.sleep(_PAUSE)
        return result

    def refusal(self, reason: str) -> Refusal:
        """A refusal with this work's help."""
        return Refusal(reason, self.by_hand)


def index_entry(path: str, mode: str, blob: str) -> bytes:
    """An entry of an index as `update-index --index-info` reads it; mode `0` removes the path."""
    return f"{mode} {blob}\t{path}\0".encode("utf-8", "surrogateescape")


def copy_file(file: Path, target: Path) -> None:
    """Copies a file's bytes, times and permissions."""
    shutil.copyfile(file, target)
    shutil.copystat(file, target)


def reason_of(result: GitResult) -> str:
    """Why a git command failed, in a sentence."""
    for pattern, reason in _REASONS:
        if pattern in result.err:
            return reason
    return f"git refused: {result.complaint}"
