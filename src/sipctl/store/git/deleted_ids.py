"""Records of what the plan no longer has: in which commit it went, where git knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sipctl.plan.faults import Fault
    from sipctl.plan.model.entries import Record
    from sipctl.store.files.folder import Folder
    from sipctl.store.git.run import Repository

SLUG = "record-of-nothing"
MOST = 20
"""Ids that git is asked about: each means looking through all history."""


def with_deleting_commit(
    folder: Folder, faults: Iterable[Fault], records: Mapping[str, Record]
) -> list[Fault]:
    """The same faults, those of lost records with the commit that took what they are about."""
    every = list(faults)
    lost = [at for at, fault in enumerate(every) if fault.slug == SLUG and fault.file in records]
    repository = _repository(folder) if lost else None
    if repository is not None:
        for at in lost[:MOST]:
            every[at] = _with_commit(every[at], records[every[at].file].subject, repository)
    return every


def _repository(folder: Folder) -> Repository | None:
    from sipctl.store.git import run

    try:
        return run.repository(folder.path)
    except Refusal:  # a repository that git does not open tells nothing; the fault stays
        return None


def _with_commit(fault: Fault, subject: str, repository: Repository) -> Fault:
    from sipctl.plan.calendar.periods import date_title
    from sipctl.store.git.history import gone_in

    commit = gone_in(repository, subject)
    if commit is None or commit.first or not commit.files:
        return fault
    name = commit.name[:7]
    path = f"{repository.inside}{commit.files[0].path}"
    helped = (
        f'{commit.author} took it out in {name} on {date_title(commit.day)} ("{commit.subject}"): '
        f"put its lines back from git show {name}~:{path}, and record it as withdrawn"
    )
    return replace(fault, help=helped)
