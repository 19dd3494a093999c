"""Which files differ between commits, by the hashes of their contents, which are not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.plan.frozen import frozen
from sipctl.store.git import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sipctl.store.git.run import Repository

_OPTIONS = ("--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv")


@frozen()
class FileChange:
    """A file in two commits: its mode and blob before and after; None where it is not there."""

    mode_before: str | None
    blob_before: str | None
    mode: str | None
    blob: str | None


def tree_diff(repository: Repository, before: str, after: str) -> dict[str, FileChange]:
    """Every file that differs between two commits or trees, by its path from the top."""
    result = repository.run("diff-tree", "-r", "-z", *_OPTIONS, before, after)
    return dict(_changes(run.split_nul(result.out)))


def blob_history(
    repository: Repository, commits: str, paths: Iterable[str]
) -> set[tuple[str, str | None]]:
    """Path within the plan and blob of each version that some commits gave to some files."""
    inside = repository.inside
    wanted = [f"{inside}{path}" for path in paths]
    if not wanted:
        return set()
    result = repository.run("log", "-z", "-m", "--format=", *_OPTIONS, commits, "--", *wanted)
    changes = _changes(part for part in run.split_nul(result.out) if part.strip())
    return {(path.removeprefix(inside), change.blob) for path, change in changes}


def _changes(parts: Iterable[str]) -> Iterator[tuple[str, FileChange]]:
    """Parses `--raw -z` output: `:100644 100644 1a2b… 3c4d… M` and the path, in turn."""
    fields = iter(parts)
    for head, path in zip(fields, fields, strict=False):
        mode_before, mode, before, after, _ = head.strip().lstrip(":").split(" ")
        yield (
            path,
            FileChange(
                *(mode_before if set(before) != {"0"} else None, _blob(before)),
                *(mode if set(after) != {"0"} else None, _blob(after)),
            ),
        )


def _blob(name: str) -> str | None:
    return None if set(name) == {"0"} else name
