"""Identifies a plan's state: its last commit, and a hash of its files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.revision import Revision
from sipctl.store.files.plan_files import read
from sipctl.store.git import run, versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sipctl.store.files.folder import Folder
    from sipctl.store.files.source import Source
    from sipctl.store.git.run import Repository

_DIGITS = 12
_FILES = ("plan.yaml", "people.yaml", "calendar.yaml", "aims", "records")


def revision_of(folder: Folder) -> Revision:
    """The plan's revision as it stands on the disk. Line breaks count as LF, whatever they are."""
    digest = hashlib.sha256()
    sources = read(folder).sources
    for source in sources:
        digest.update(hashlib.sha256(source.path.encode()).digest())
        digest.update(hashlib.sha256(_with_lf(source.data)).digest())
    commit, edited = _last_commit(folder, sources)
    return Revision(commit=commit, edited=edited, digest=digest.hexdigest()[:_DIGITS])


def _last_commit(folder: Folder, sources: Sequence[Source]) -> tuple[str | None, bool]:
    """The last commit that touched the plan, and whether its files have changed since."""
    try:
        repository = run.repository(folder.path)
    except Refusal:
        return None, False
    if repository is None:
        return None, False
    paths = (f"{repository.inside}{name}" for name in _FILES)
    result = repository.run("log", "-1", "--format=%H", "--", *paths)
    commit = result.text[:_DIGITS] if result.code == 0 else ""
    return (commit, _is_edited(repository, sources)) if commit else (None, False)


def _is_edited(repository: Repository, sources: Sequence[Source]) -> bool:
    """Whether files differ from HEAD's, a line break aside.

    Their hashes are made here: `git status` would run the filters that settings name.
    """
    blobs = versions.blobs_at(repository, "HEAD")
    if blobs.keys() != {source.path for source in sources}:
        return True
    differing = [
        (blobs[source.path], source.data)
        for source in sources
        if blob_name(source.data, blobs) != blobs[source.path]
    ]
    committed = versions.contents(repository, [name for name, _ in differing])
    return any(_with_lf(data) != _with_lf(committed.get(name, b"")) for name, data in differing)


def blob_name(data: bytes, blobs: dict[str, str]) -> str:
    """The name that git gives to a file's contents, of as many digits as it gives to others."""
    sha256 = any(len(name) == 64 for name in blobs.values())
    state = hashlib.sha256() if sha256 else hashlib.sha1(usedforsecurity=False)
    state.update(b"blob %d\0" % len(data))
    state.update(data)
    return state.hexdigest()


def _with_lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
