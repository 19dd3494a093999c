"""Names the commit that deleted what a record is about, where git knows it."""

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
MOST_SEARCHES = 20
"""Ids that are looked up in git: each means a search through all history."""


def with_deleting_commit(
    folder: Folder, faults: Iterable[Fault], records: Mapping[str, Record]
) -> list[Fault]:
    """The same faults, those of orphaned records with the commit that deleted their subject."""
    result = list(faults)
    lost = [
        index for index, fault in enumerate(result) if fault.slug == SLUG and fault.file in records
    ]
    repository = _repository(folder) if lost else None
    if repository is not None:
        for index in lost[:MOST_SEARCHES]:
            subject = records[result[index].file].subject
            result[index] = _with_commit(result[index], subject, repository)
    return result


def _repository(folder: Folder) -> Repository | None:
    from sipctl.store.git import run

    try:
        return run.repository(folder.path)
    except Refusal:  # git does not open it: the fault stays as it is
        return None


def _with_commit(fault: Fault, subject: str, repository: Repository) -> Fault:
    from sipctl.plan.calendar.periods import date_title
    from sipctl.store.git.history import deleting_commit

    commit = deleting_commit(repository, subject)
    if commit is None or commit.first or not commit.files:
        return fault
    name = commit.name[:7]
    path = f"{repository.inside}{commit.files[0].path}"
    helped = (
        f'{commit.author} took it out in {name} on {date_title(commit.day)} ("{commit.subject}"): '
        f"put its lines back from git show {name}~:{path}, and record it as withdrawn"
    )
    return replace(fault, help=helped)
