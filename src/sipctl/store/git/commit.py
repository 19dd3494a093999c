"""Commits one new file with git, whatever else is staged or half done.

The commit is put together from git's own parts, with the bytes that were written: `git add` and
`git commit` would run filters and helpers that the repository's settings name. Of programs, only
the user's own hooks are run.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import locked
from sipctl.store.git import run
from sipctl.store.git.hooks import HookRunner

if TYPE_CHECKING:
    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import GitResult, Repository

_TRIES = 100
_PAUSE = 0.2
"""Seconds between tries while another git holds a lock: twenty in all."""

_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD")
_MODE = "100644"


def open_repository(folder: Folder) -> Repository:
    """The repository to commit a record in; raises Refusal where the plan is in none."""
    repository = run.repository(folder.path)
    if repository is None:
        missing = "" if run.installed() else "; git is not installed here"
        raise Refusal(
            f"{folder.shown} is in no git repository{missing}",
            "record without --commit, or begin a repository with git init",
        )
    return repository


def commit_file(repository: Repository, path: str, subject: str) -> str:
    """Commits one new file of the plan and nothing else; returns the commit's short name.

    Raises Refusal if git will not (a hook, a merge half done, nobody's name): the file stays, and
    is no more staged than before.
    """
    full_path = f"{repository.inside}{path}"
    # One at a time: a git that commits ignores what another has just added to the index.
    with locked(repository.git_dir):
        return _Committer(repository, full_path).commit(subject)


class _Committer:
    """Makes one commit of one file."""

    def __init__(self, repository: Repository, path: str) -> None:
        self.repository = repository
        self.path = path
        self.hooks = HookRunner(repository)
        self.index = repository.git_dir / f"sipctl-index-{os.getpid()}"
        """The index that the commit is made of, beside the one that holds what is staged."""

    def commit(self, subject: str) -> str:
        self._refuse_if_unfit()
        try:
            blob = self._blob()
            for _ in range(_TRIES):
                name = self._commit_once(blob, subject)
                if name is not None:
                    break
            else:
                raise self._refusal("another git is at work here, or was stopped half-way")
        finally:
            for leftover in (self.index, self.index.with_name(f"{self.index.name}.lock")):
                with suppress(OSError):
                    leftover.unlink()
        self.hooks.run("post-commit")
        return self._git("rev-parse", "--short", name).text

    def _refuse_if_unfit(self) -> None:
        if any((self.repository.git_dir / name).exists() for name in _UNFINISHED):
            raise self._refusal("a merge or cherry-pick is not finished here")
        result = self.repository.run_as_user(
            *("check-ignore", "--quiet", "--no-index", "--", self.path),
            environment={"GIT_LITERAL_PATHSPECS": "0"},  # it takes no others
        )
        if result.code == 0:
            raise self._refusal("a .gitignore leaves the plan's records out")
        if self.hooks.redirected:
            raise self._refusal("this repository's own settings say where its hooks are")

    def _blob(self) -> str:
        """The name of the file's contents in git, which now has them, byte for byte."""
        try:
            data = (self.repository.top / self.path).read_bytes()
        except OSError as error:
            raise self._refusal(f"the file is gone: {error.strerror}") from None
        return self._git("hash-object", "-w", "--no-filters", "--stdin", stdin=data).text

    def _commit_once(self, blob: str, subject: str) -> str | None:
        """The new commit's name; None if the branch has moved on meanwhile."""
        head = self._head()
        tree = self._tree(head, blob)
        message = self._message(subject)
        parents = () if head is None else ("-p", head)
        name = self._git("commit-tree", tree, *parents, "-F", "-", stdin=message).text
        entry = f"{_MODE},{blob},{self.path}"
        self._git("update-index", "--add", "--cacheinfo", entry)
        log = f"commit{'' if head else ' (initial)'}: {subject}"
        update = ("update-ref", "-m", log, "HEAD", name, head or "0" * len(name))
        result = self._run_when_free(*update, settings=self.hooks.settings)
        if result.code == 0:
            return name
        self._run_when_free("update-index", "--force-remove", "--", self.path)
        if self._head() == head:
            raise self._refusal(_reason(result))
        return None

    def _head(self) -> str | None:
        result = self.repository.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return result.text or None if result.code == 0 else None

    def _tree(self, head: str | None, blob: str) -> str:
        """A tree of HEAD's files and the new one, after the hook has seen it."""
        on = {"GIT_INDEX_FILE": str(self.index)}
        self._git("read-tree", head or "--empty", environment=on)
        entry = f"{_MODE},{blob},{self.path}"
        self._git("update-index", "--add", "--cacheinfo", entry, environment=on)
        tree = self._git("write-tree", "--missing-ok", environment=on).text
        self._run_hook("pre-commit")
        return tree

    def _message(self, subject: str) -> bytes:
        """The message as the hooks leave it."""
        file = self.repository.git_dir / "COMMIT_EDITMSG"
        file.write_bytes(f"{subject}\n".encode())
        self._run_hook("prepare-commit-msg", str(file), "message")
        self._run_hook("commit-msg", str(file))
        lines = [line.rstrip() for line in file.read_bytes().strip().split(b"\n")]
        return b"\n".join(lines) + b"\n"

    def _run_hook(self, name: str, *arguments: str) -> None:
        result = self.hooks.run(name, *arguments, index=self.index)
        if result is not None and result.code != 0:
            raise self._refusal(_reason(result))

    def _git(
        self, *command: str, stdin: bytes = b"", environment: dict[str, str] | None = None
    ) -> GitResult:
        """A git command that must succeed."""
        result = self._run_when_free(*command, stdin=stdin, environment=environment)
        if result.code != 0:
            raise self._refusal(_reason(result))
        return result

    def _run_when_free(
        self,
        *command: str,
        stdin: bytes = b"",
        settings: dict[str, str] | None = None,
        environment: dict[str, str] | None = None,
    ) -> GitResult:
        """Runs a git command, again while another git holds a lock: many records may arrive."""
        for _ in range(_TRIES):
            result = self.repository.run_as_user(
                *command, stdin=stdin, settings=settings, environment=environment
            )
            busy = b".lock'" in result.err
            if result.code == 0 or not busy:
                break
            time.sleep(_PAUSE)
        return result

    def _refusal(self, reason: str) -> Refusal:
        by_hand = f"the record is kept; to commit it: git add {self.path}, then git commit"
        return Refusal(reason, by_hand)


_NOBODY = "git does not know who you are; tell it with git config user.name and user.email"
_REASONS = (
    (b"Please tell me who you are", _NOBODY),
    (b"auto-detect email", _NOBODY),
    (b"empty ident name", _NOBODY),
    (b".lock'", "another git is at work here, or was stopped half-way"),
)


def _reason(result: GitResult) -> str:
    for pattern, reason in _REASONS:
        if pattern in result.err:
            return reason
    return f"git refused: {result.complaint}"
