"""One git commit of one new file, whatever else is staged or half done."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import alone

if TYPE_CHECKING:
    from sipctl.store.git.run import Answer, Repository

_TRIES = 100
_PAUSE = 0.2
"""Seconds between tries while another git holds the index: twenty in all."""


def commit_file(repository: Repository, path: str, subject: str) -> str:
    """Commit one new file of the plan alone; the commit's short name.

    Raises Refusal if git will not (a hook, a merge half done, nobody's name): the file stays, and
    is no more staged than before.
    """
    full = f"{repository.inside}{path}"
    # One at a time: a git that commits takes no heed of what another has just added to the index.
    with alone(_kept_in(repository)):
        return _commit(repository, full, subject)


def _kept_in(repository: Repository) -> Path:
    """The folder of git's own files, a worktree's own where it is one."""
    told = repository.run("rev-parse", "--absolute-git-dir").out
    return Path(told.decode("utf-8", "surrogateescape").rstrip("\n"))


def _commit(repository: Repository, full: str, subject: str) -> str:
    added = _patiently(repository, "add", "--intent-to-add", "--", full)
    if added.code != 0:
        raise Refusal(_why_not(added), _by_hand(full))
    command = ("commit", "--quiet", "--cleanup=whitespace", "--only", "--file=-", "--", full)
    done = _patiently(repository, *command, given=f"{subject}\n".encode())
    if done.code != 0:
        _patiently(repository, "rm", "--cached", "--quiet", "--force", "--", full)
        raise Refusal(_why_not(done), _by_hand(full))
    return repository.run("rev-parse", "--short", "HEAD").out.decode().strip()


def _patiently(repository: Repository, *command: str, given: bytes = b"") -> Answer:
    """A git command that waits for its turn: forty people's records may arrive at once."""
    for _ in range(_TRIES):
        answer = repository.run(*command, given=given, reading=False)
        busy = b".lock'" in answer.err or b"cannot lock ref" in answer.err
        if answer.code == 0 or not busy:
            break
        time.sleep(_PAUSE)
    return answer


_NOBODY = "git does not know who you are; tell it with git config user.name and user.email"
_REASONS = (
    (b"Please tell me who you are", _NOBODY),
    (b"auto-detect email", _NOBODY),
    (b"empty ident name", _NOBODY),
    (b"partial commit during a", "a merge or cherry-pick is not finished here"),
    (b".lock'", "another git is at work here, or was stopped half-way"),
    (b"ignored by one of your .gitignore files", "a .gitignore leaves the plan's records out"),
)


def _why_not(answer: Answer) -> str:
    for said, told in _REASONS:
        if said in answer.err:
            return told
    return f"git refused: {answer.told}"


def _by_hand(path: str) -> str:
    return f"the record is kept; to commit it: git add {path}, then git commit"
