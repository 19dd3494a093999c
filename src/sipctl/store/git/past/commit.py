"""Finds the commit that `--at` means: that of a revision, or the newest one of a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.store.files.plan_files import read_file
from sipctl.store.git import run, versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipctl.store.files.folder import Folder
    from sipctl.store.files.plan_files import FolderContents
    from sipctl.store.git.run import Repository


@frozen()
class PastCommit:
    """A commit by its full name, with the committer's day in UTC.

    `asked` is the day at whose end it was the newest; None where the commit itself was named.
    """

    repository: Repository
    name: str
    day: date
    asked: date | None = None

    @property
    def short(self) -> str:
        """The first seven digits of its name."""
        return self.name[:7]

    def contents(self) -> FolderContents:
        """The plan's files; raises Refusal where the commit holds no plan."""
        return self._contents

    @cached_property
    def _contents(self) -> FolderContents:
        side = versions.at_commit(self.repository, self.short, self.name)
        if side.empty:
            folder = self.repository.inside or "this folder"
            raise Refusal(
                f"there was no plan in {folder} at {self.short} of {self.day}", _ASK_TODAY
            )
        return side.contents

    def has_text_of(self, folder: Folder, paths: Iterable[str]) -> bool:
        """Whether the plan's own files (not its records) are the same here, byte for byte."""
        blobs = _without_records(versions.blobs_at(self.repository, self.name))
        if blobs.keys() != _without_records(dict.fromkeys(paths, "")).keys():
            return False
        with suppress(OSError):
            return all(
                versions.blob_name(read_file(folder, path).data, blobs) == name
                for path, name in blobs.items()
            )
        return False


def _without_records(by_path: dict[str, str]) -> dict[str, str]:
    return {path: name for path, name in by_path.items() if not path.startswith("records/")}


_ASK_TODAY = "--as-of DATE asks the plan of today about an earlier day"


def at_revision(folder: Folder, revision: str) -> PastCommit | None:
    """The commit of a branch, tag or other name; None if it means none; raises Refusal."""
    repository = _repository(folder)
    name = versions.revision_commit(repository, revision)
    return None if name is None else PastCommit(repository, name, _day_of(repository, name))


def on_day(folder: Folder, day: date) -> PastCommit:
    """The newest first-parent commit by the end of a day, UTC; raises Refusal for none."""
    repository = _repository(folder)
    end = datetime.combine(day, time.max, UTC).timestamp()
    until = f"--until=@{int(end)} +0000"
    commits = _first_parents(repository, until, "-1") if end > 0 else []
    if not commits:
        raise _before_history(repository, day)
    seconds, name = commits[0]
    return PastCommit(repository, name, _day(seconds), day)


def first_day(folder: Folder) -> date | None:
    """The day of the oldest first-parent commit with a plan here; None where there is none."""
    repository = _repository(folder)
    commits = _first_parents(repository, paths=(f"{repository.inside}plan.yaml",))
    return _day(commits[-1][0]) if commits else None


def unknown_revision(folder: Folder, revision: str) -> Refusal:
    """The refusal of a text that is neither a day nor a commit's name."""
    refusal = versions.unknown_revision(_repository(folder), revision)
    return Refusal(
        f'--at "{revision}" is neither a day nor a commit of this repository', refusal.help
    )


def _repository(folder: Folder) -> Repository:
    return versions.repository(folder, "there is no earlier version to read")


def _first_parents(
    repository: Repository, *options: str, paths: tuple[str, ...] = ()
) -> list[list[str]]:
    """First-parent commits, newest first: the committer's time in seconds, and the name."""
    command = ("rev-list", "--timestamp", "--first-parent", *options, "HEAD", "--", *paths)
    result = repository.run(*command)
    lines = result.text.splitlines() if result.code == 0 else []
    return [line.split() for line in lines]


def _day_of(repository: Repository, name: str) -> date:
    """The committer's day of a commit, in UTC."""
    return _day(repository.run("show", "--no-patch", "--format=%ct", name, "--").text)


def _day(seconds: str) -> date:
    """The day of a time, in UTC."""
    return datetime.fromtimestamp(int(seconds), UTC).date()


def _before_history(repository: Repository, day: date) -> Refusal:
    if run.is_shallow(repository):
        advice = (
            f"this clone is shallow; bring the rest with git fetch --unshallow, or {_ASK_TODAY}"
        )
        return Refusal(f"git knows no commit by the end of {day} here", advice)
    commits = _first_parents(repository)
    first = f": the first is of {_day(commits[-1][0])}" if commits else ""
    return Refusal(f"git has no commit by the end of {day}{first}", _ASK_TODAY)
