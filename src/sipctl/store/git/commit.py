"""Commits one new file with git, whatever else is staged or half done."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import locked
from sipctl.store.git import run

if TYPE_CHECKING:
    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import GitResult, Repository

_TRIES = 100
_PAUSE = 0.2
"""Seconds between tries while another git holds the index: twenty in all."""


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
    full = f"{repository.inside}{path}"
    # One at a time: a git that commits ignores what another has just added to the index.
    with locked(_git_folder(repository)):
        return _commit(repository, full, subject)


def _git_folder(repository: Repository) -> Path:
    """The repository's git folder; in a linked worktree, that worktree's."""
    out = repository.run("rev-parse", "--absolute-git-dir").out
    return Path(out.decode("utf-8", "surrogateescape").rstrip("\n"))


def _commit(repository: Repository, full: str, subject: str) -> str:
    added = _run_when_free(repository, "add", "--intent-to-add", "--", full)
    if added.code != 0:
        raise Refusal(_why_not(added), _by_hand(full))
    command = ("commit", "--quiet", "--cleanup=whitespace", "--only", "--file=-", "--", full)
    done = _run_when_free(repository, *command, stdin=f"{subject}\n".encode())
    if done.code != 0:
        _run_when_free(repository, "rm", "--cached", "--quiet", "--force", "--", full)
        raise Refusal(_why_not(done), _by_hand(full))
    return repository.run("rev-parse", "--short", "HEAD").out.decode().strip()


def _run_when_free(repository: Repository, *command: str, stdin: bytes = b"") -> GitResult:
    """Runs a git command, again while another git holds a lock: many records may arrive at once."""
    for _ in range(_TRIES):
        result = repository.run(*command, stdin=stdin, reading=False)
        busy = b".lock'" in result.err or b"cannot lock ref" in result.err
        if result.code == 0 or not busy:
            break
        time.sleep(_PAUSE)
    return result


_NOBODY = "git does not know who you are; tell it with git config user.name and user.email"
_REASONS = (
    (b"Please tell me who you are", _NOBODY),
    (b"auto-detect email", _NOBODY),
    (b"empty ident name", _NOBODY),
    (b"partial commit during a", "a merge or cherry-pick is not finished here"),
    (b".lock'", "another git is at work here, or was stopped half-way"),
    (b"ignored by one of your .gitignore files", "a .gitignore leaves the plan's records out"),
)


def _why_not(result: GitResult) -> str:
    for pattern, reason in _REASONS:
        if pattern in result.err:
            return reason
    return f"git refused: {result.complaint}"


def _by_hand(path: str) -> str:
    return f"the record is kept; to commit it: git add {path}, then git commit"
