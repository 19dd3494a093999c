"""Finds the git repository that holds a plan, without asking git.

Git itself takes any folder with `HEAD`, `objects/` and `refs/` for a repository, and those can come
with a pull request. Here only a `.git` counts, which git never checks out, and only one outside the
plan folder; inside it, only where there is none above (the plan is the whole repository).
"""

from __future__ import annotations

import os
from pathlib import Path

_LONGEST = 4096
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
        text = os.fsdecode(file.read(_LONGEST))
    name = text.removeprefix("gitdir:").strip()
    return entry.parent / name if text.startswith("gitdir:") and name else None


def _is_sound(git_dir: Path, entry: Path) -> bool:
    """Whether a folder has what every repository has, and a linked worktree's names `entry`."""
    if not (git_dir / "HEAD").is_file():
        return False
    common = git_dir
    if (git_dir / "commondir").is_file():
        common = git_dir / os.fsdecode((git_dir / "commondir").read_bytes()).strip()
        back = os.fsdecode((git_dir / "gitdir").read_bytes()).strip()
        if not (git_dir / back).samefile(entry):
            return False
    return (common / "objects").is_dir() and (common / "refs").is_dir()
