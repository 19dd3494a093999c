"""Identifies a plan's state: its last commit, and a hash of its files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.revision import Revision
from sipctl.store.files.folder import FOLDERS, NEEDED
from sipctl.store.files.plan_files import read
from sipctl.store.files.source import Source
from sipctl.store.files.templates import files_in
from sipctl.store.git import run, versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sipctl.store.files.folder import Folder
    from sipctl.store.git.past.commit import PastCommit
    from sipctl.store.git.run import Repository

_DIGITS = 12
_FILES = (*NEEDED, *FOLDERS)


def revision_of(folder: Folder, templates: Iterable[Path] = ()) -> Revision:
    """The plan's revision as it stands on the disk. Line breaks count as LF, whatever they are.

    `templates` are folders that count as part of it.
    """
    sources = read(folder).sources
    commit, edited = _commit_on_disk(folder, sources, list(templates))
    return Revision(commit=commit, edited=edited, digest=_digest(sources))


def revision_at(past: PastCommit, templates: Iterable[Path] = ()) -> Revision:
    """The plan's revision as a commit has it."""
    commit = _last_commit(past.repository, past.name, templates) or past.name[:_DIGITS]
    return Revision(commit=commit, digest=_digest(past.contents().sources))


def _digest(sources: Sequence[Source]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        digest.update(hashlib.sha256(source.path.encode()).digest())
        digest.update(hashlib.sha256(_with_lf(source.data)).digest())
    return digest.hexdigest()[:_DIGITS]


def _commit_on_disk(
    folder: Folder, sources: Sequence[Source], templates: Sequence[Path]
) -> tuple[str | None, bool]:
    """The last commit that touched the plan, and whether its files have changed since."""
    try:
        repository = run.repository(folder.path)
    except Refusal:
        return None, False
    commit = _last_commit(repository, "HEAD", templates) if repository is not None else ""
    if repository is None or not commit:
        return None, False
    edited = _differ(repository, versions.blobs_at(repository, "HEAD"), sources)
    return commit, edited or any(_is_edited(repository, path) for path in templates)


def _last_commit(repository: Repository, revision: str, templates: Iterable[Path]) -> str:
    """The last commit up to a revision that touched the plan or its templates; "" for none."""
    paths = [f"{repository.inside}{name}" for name in _FILES]
    paths += [inside for inside in (path_in(repository, path) for path in templates) if inside]
    result = repository.run("log", "-1", "--format=%H", revision, "--", *paths)
    return result.text[:_DIGITS] if result.code == 0 else ""


def path_in(repository: Repository, path: Path) -> str | None:
    """A folder's path from the top of a repository; None for one outside it."""
    real = path.resolve()
    return (
        real.relative_to(repository.top).as_posix() if real.is_relative_to(repository.top) else None
    )


def _is_edited(repository: Repository, folder: Path) -> bool:
    """Whether a folder of templates differs from HEAD; one outside the repository always does."""
    inside = path_in(repository, folder)
    if inside is None:
        return True
    files = [Source(name, data) for name, data in files_in(folder)]
    return _differ(repository, versions.files_under(repository, "HEAD", f"{inside}/"), files)


def _differ(repository: Repository, blobs: dict[str, str], sources: Sequence[Source]) -> bool:
    """Whether files differ from blobs in more than line breaks.

    They are hashed here, as `git status` would run the filters that settings name.
    """
    if blobs.keys() != {source.path for source in sources}:
        return True
    differing = [
        (blobs[source.path], source.data)
        for source in sources
        if versions.blob_name(source.data, blobs) != blobs[source.path]
    ]
    committed = versions.contents(repository, [name for name, _ in differing])
    return any(_with_lf(data) != _with_lf(committed.get(name, b"")) for name, data in differing)


def _with_lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
