"""Finds the git repository that holds a plan, and those that a plan must not hold, without git.

Git itself takes any folder with `HEAD`, `objects/` and `refs/` for a repository, and those can come
with a pull request. Here only a `.git` counts, which git never checks out, and only one outside the
plan folder; inside it, only where there is none above (the plan is the whole repository).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sipctl.store.files.folder import Folder

_MOST_BYTES = 4096
"""Bytes of a `.git` file that are read: it holds one path."""


def find_git_dir(folder: Path) -> tuple[Path, Path] | None:
    """The work tree that a plan folder lies in, and its git folder; None without one.

    Both are absolute, with links resolved. `GIT_CEILING_DIRECTORIES` and the edge of a file system
    end the search, as they do for git.
    """
    real = Path(os.path.realpath(folder))
    for top in [*_parents(real), real]:
        git_dir = git_dir_of(top)
        if git_dir is not None:
            return top, git_dir
    return None


_OF_BARE = ("HEAD", "objects", "refs")
"""The names at the top of a repository without a work tree."""


def top_of(folder: Path) -> Path | None:
    """The nearest folder, this one or above, that is or looks like a git repository, a damaged one
    or somebody else's too; None without one."""
    real = Path(os.path.realpath(folder))
    return next((top for top in (real, *real.parents) if _looks_like_one(top)), None)


def _looks_like_one(top: Path) -> bool:
    is_bare = all(os.path.lexists(top / name) for name in _OF_BARE)
    return is_bare or os.path.lexists(top / ".git")


def _parents(folder: Path) -> list[Path]:
    """The folders above, nearest first, as far as the search may go."""
    ceilings = {
        os.path.realpath(path)
        for path in os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
        if Path(path).is_absolute()
    }
    parents = []
    for parent in folder.parents:
        if str(parent) in ceilings or _device(parent) != _device(folder):
            break
        parents.append(parent)
    return parents


def _device(folder: Path) -> int:
    try:
        return folder.stat().st_dev
    except OSError:
        return -1


def git_dir_of(top: Path) -> Path | None:
    """The git folder of a work tree, by its `.git` folder or file; None without a sound one."""
    entry = top / ".git"
    try:
        path = entry if entry.is_dir() else _target(entry)
        git_dir = Path(os.path.realpath(path)) if path is not None else None
        return git_dir if git_dir is not None and _is_sound(git_dir, entry) else None
    except (OSError, ValueError):
        return None


def _target(entry: Path) -> Path | None:
    """What a `.git` file names (`gitdir: ../.git/worktrees/mine`)."""
    if not entry.is_file():
        return None
    with entry.open("rb") as file:
        text = os.fsdecode(file.read(_MOST_BYTES))
    name = text.removeprefix("gitdir:").strip()
    return entry.parent / name if text.startswith("gitdir:") and name else None


def _is_sound(git_dir: Path, entry: Path) -> bool:
    """Whether a folder has the files of a repository; that of a linked worktree must name `entry`,
    the `.git` that led here."""
    if not (git_dir / "HEAD").is_file() or not _are_plain(git_dir):
        return False
    common = git_dir
    if (git_dir / "commondir").is_file():
        common = git_dir / os.fsdecode((git_dir / "commondir").read_bytes()).strip()
        back = os.fsdecode((git_dir / "gitdir").read_bytes()).strip()
        if not (git_dir / back).samefile(entry):
            return False
    sound = (common / "objects").is_dir() and (common / "refs").is_dir()
    return sound and _are_plain(common)


def _are_plain(git_dir: Path) -> bool:
    """Whether the files that git reads first are regular: it would wait for ever on a pipe."""
    files = (git_dir / name for name in ("config", "config.worktree", "index", "packed-refs"))
    return all(file.is_file() or not file.exists() for file in files)


# --- inside the plan -----------------------------------------------------------------------------

MOST_LISTED = 20
"""The most faults of this kind that are listed."""


def git_folders(folder: Folder) -> list[Fault]:
    """An error for each git folder, or the beginnings of one, inside a plan folder."""
    message = "a git repository, or the beginnings of one, stands inside the plan"
    advice = "take it out: git could run programs that its settings name"
    paths = [path for path, _ in zip(_paths(folder), range(MOST_LISTED), strict=False)]
    return [Fault("git-folder", "error", message, advice, path) for path in sorted(paths)]


def _paths(folder: Folder) -> Iterator[str]:
    """The paths of git folders within the plan folder; what lies below one is not searched."""
    top = os.path.realpath(folder.path)
    own = find_git_dir(folder.path)
    is_whole_repository = own is not None and str(own[0]) == top
    for here, folders, files in os.walk(top):
        inside = os.path.relpath(here, top).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        names = {name.lower(): name for name in (*folders, *files)}
        if ".git" in names and not (is_whole_repository and not prefix):
            yield f"{prefix}{names['.git']}"
        if "head" in names and names.keys() & {"objects", "refs", "commondir"}:
            yield inside if prefix else names["head"]
            folders.clear()
        folders[:] = [name for name in folders if name.lower() != ".git"]
