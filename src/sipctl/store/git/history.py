"""A plan's history in git, without its records: who changed which file, when, and to what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.store.git.run import is_shallow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sipctl.store.git.run import Repository

_FORMAT = "%x01%H%x00%P%x00%aI%x00%aN%x00%s"
_PLAN_FILES = ("plan.yaml", "people.yaml", "calendar.yaml", "aims", "rounds", "frameworks")


@frozen()
class ChangedFile:
    """One file of the plan that a commit changed: its blob before (one for each parent) and after.

    None stands for a file that was not there.
    """

    path: str
    before: tuple[str | None, ...]
    after: str | None


@frozen()
class Commit:
    """One commit that touched the plan itself (not its records), by its hash, `name`.

    `day` and `at` (`14:05:09`) are the author's, in UTC as records have them; `first` is a commit
    without parents.
    """

    name: str
    day: date
    at: str
    author: str
    subject: str
    first: bool
    files: tuple[ChangedFile, ...]


@frozen()
class PlanHistory:
    """A plan's commits, newest first; `shallow` if older ones were left behind when cloning."""

    repository: Repository
    commits: tuple[Commit, ...]
    shallow: bool


def plan_history(repository: Repository, revision: str = "HEAD") -> PlanHistory:
    """Every commit up to a revision that changed the plan's own files, with their blobs' names.

    It is empty where git cannot say: no repository, or no such revision.
    """
    paths = [f"{repository.inside}{name}" for name in _PLAN_FILES]
    result = repository.run(
        *("log", "-z", f"--format={_FORMAT}", "--raw", "--no-abbrev", "--no-renames", "--cc"),
        *("--no-ext-diff", "--no-textconv", revision, "--", *paths),
    )
    shallow = is_shallow(repository)
    commits = tuple(_commits(result.out, repository.inside)) if result.code == 0 else ()
    # In the oldest commit of a shallow clone git shows every file as new, which is not so.
    known = tuple(commit for commit in commits if not (shallow and commit.first))
    return PlanHistory(repository, known, shallow)


def deleting_commit(repository: Repository, id: str) -> Commit | None:
    """The commit that last took an id out of the plan's aims, if git knows of one."""
    result = repository.run(
        *("log", "-z", "-1", f"--format={_FORMAT}", "--raw", "--no-abbrev", "--no-renames"),
        *("--no-ext-diff", "--no-textconv", "--pickaxe-regex"),
        f"-Sid: *[\"']?{id.replace('.', '[.]')}[\"']?([^0-9]|$)",
        *("HEAD", "--", f"{repository.inside}aims"),
    )
    return next(_commits(result.out, repository.inside), None) if result.code == 0 else None


def _commits(out: bytes, inside: str) -> Iterator[Commit]:
    for chunk in out.split(b"\x01")[1:]:
        commit = _commit(chunk, inside)
        if commit is not None:
            yield commit


def _commit(chunk: bytes, inside: str) -> Commit | None:
    fields = chunk.decode("utf-8", "surrogateescape").split("\0")
    if len(fields) < 5:
        return None
    name, parents, when, author, subject = fields[:5]
    try:
        time = datetime.fromisoformat(when).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    files = tuple(_changed_files([field for field in fields[5:] if field.strip()], inside))
    clock = time.strftime("%H:%M:%S")
    return Commit(name, time.date(), clock, author, subject, not parents, files)


def _changed_files(fields: list[str], inside: str) -> Iterator[ChangedFile]:
    """Reads pairs of a head and a path, as `git log --raw -z` gives them.

    A head is a colon, a mode and a blob for each parent, then mode, blob and letters of the result:
    `:100644 100644 <before> <after> M`; a merge's begins with `::`.
    """
    for head, path in zip(fields[::2], fields[1::2], strict=False):
        parts = head.strip().split(" ")
        parents = len(parts[0]) - len(parts[0].lstrip(":"))
        blobs = [None if set(blob) == {"0"} else blob for blob in parts[parents + 1 : -1]]
        if len(blobs) == parents + 1 and path.startswith(inside):
            yield ChangedFile(path.removeprefix(inside), tuple(blobs[:-1]), blobs[-1])
