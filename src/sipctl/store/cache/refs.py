"""The state of a repository's refs (branches, tags, HEAD), read quickly and without git.

An answer that depends on git is used again only while this is the same. Only `os` is imported:
this runs before every such answer.
"""

import os

_NAMES = ("HEAD", "FETCH_HEAD", "ORIG_HEAD", "packed-refs", "shallow", "refs", "reftable")
_MOST_REFS = 5000
"""Branches and tags that are looked at; with more of them nothing is cached."""


def refs_state(plan: str) -> tuple[bytes, int] | None:
    """The files that hold the refs around a plan, with sizes and times; their newest time (ns).

    Outside a repository there are no files. None where they cannot be read, or are too many.
    """
    marks: list[tuple[str, int, int]] = []
    try:
        for git_dir in _git_dirs(os.path.realpath(plan)):
            for name in _NAMES:
                _mark(os.path.join(git_dir, name), marks)
    except (OSError, ValueError):
        return None
    newest = max((changed for _, _, changed in marks), default=0)
    if len(marks) >= _MOST_REFS:
        return None
    return repr(marks).encode("utf-8", "surrogatepass"), newest


def _git_dirs(folder: str) -> list[str]:
    """The git folder of the repository around a plan; of a linked work tree, the main one's too."""
    while True:
        entry = os.path.join(folder, ".git")
        if os.path.lexists(entry):
            break
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        folder = parent
    if os.path.isdir(entry):
        return [entry]
    git_dir = os.path.join(folder, _first_line(entry).removeprefix("gitdir:").strip())
    common = os.path.join(git_dir, "commondir")
    if not os.path.isfile(common):
        return [git_dir]
    return [git_dir, os.path.join(git_dir, _first_line(common))]


def _first_line(path: str) -> str:
    if not os.path.isfile(path):  # opening a pipe would block
        raise ValueError(path)
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.readline(4096).strip()


def _mark(path: str, marks: list[tuple[str, int, int]]) -> None:
    """Adds a file, or every file in a folder; nothing for what is not there."""
    if os.path.isdir(path):
        with os.scandir(path) as entries:
            for name in sorted(entry.name for entry in entries):
                _mark(os.path.join(path, name), marks)
    elif os.path.lexists(path):
        status = os.stat(path)
        marks.append((path, status.st_size, max(status.st_mtime_ns, status.st_ctime_ns)))
