"""Identifies a plan's state: its last commit, and a hash of its files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.revision import Revision
from sipctl.store.files.plan_files import read
from sipctl.store.git import run

if TYPE_CHECKING:
    from sipctl.store.files.folder import Folder

_DIGITS = 12
_FILES = ("plan.yaml", "people.yaml", "calendar.yaml", "aims", "records")


def revision_of(folder: Folder) -> Revision:
    """The plan's revision as it stands on the disk. A line break counts as one, whatever it is."""
    digest = hashlib.sha256()
    for source in read(folder).sources:
        digest.update(hashlib.sha256(source.path.encode()).digest())
        digest.update(hashlib.sha256(source.data.replace(b"\r\n", b"\n")).digest())
    commit, edited = _last_commit(folder)
    return Revision(commit=commit, edited=edited, digest=digest.hexdigest()[:_DIGITS])


def _last_commit(folder: Folder) -> tuple[str | None, bool]:
    """The last commit that touched the plan, and whether its files have changed since."""
    try:
        repository = run.repository(folder.path)
    except Refusal:
        return None, False
    if repository is None:
        return None, False
    under = ("--", *(f"{repository.inside}{name}" for name in _FILES))
    result = repository.run("log", "-1", "--format=%H", *under)
    commit = result.out.decode("ascii", "replace").strip()[:_DIGITS] if result.code == 0 else ""
    if not commit:
        return None, False
    changed = repository.run("status", "--porcelain", "--untracked-files=all", *under)
    return commit, bool(changed.out.strip())
