"""Files made whole or not at all, never over another, never outside the plan.

What is written stands in a temporary file first, forced to the disk, and only then gets its name.
So whoever is killed, runs out of disk or loses power in between leaves the plan as it was, and at
most a file of a name that nothing reads (`.sipctl-….tmp`), which a later write clears away.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.temporary import BEGINS, ENDS, temporary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sipctl.store.files.folder import Folder

_NO_HARD_LINKS = (
    errno.EPERM,
    errno.EOPNOTSUPP,
    errno.ENOTSUP,
    errno.ENOSYS,
    errno.EMLINK,
    errno.EINVAL,
)


def create(
    folder: Folder, path: str, data: bytes, link: Callable[[str, str], None] = os.link
) -> None:
    """Make a new file at `path` within the plan folder, with the folders that it stands in.

    `link` is how a finished file gets its name. Raises FileExistsError where there is one already,
    Refusal for whatever else stands in the way; in either case nothing is left behind.
    """
    with _telling(f"{folder.shown}/{path}", "nothing was recorded"):
        target = folder.path / path
        made = _folders(folder, target.parent)
        try:
            with temporary(target.parent, data) as finished:
                _name(finished, target, link)
            _settle(target.parent, made)
        except BaseException:
            for empty in reversed(made):
                with suppress(OSError):
                    empty.rmdir()
            raise


def replace(folder: Folder, path: str, before: bytes, after: bytes) -> None:
    """Put `after` in the place of a file that still holds `before`, with the same permissions.

    Raises Refusal if it holds something else by now, or cannot be written.
    """
    with _telling(f"{folder.shown}/{path}", "nothing was changed"):
        target = Path(os.path.realpath(folder.path / path))
        _inside(folder, target, f"{folder.shown}/{path}")
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with temporary(target.parent, after) as finished, alone(target.parent):
            if target.read_bytes() != before:
                raise Refusal(
                    f"{folder.shown}/{path} was changed by somebody else just now",
                    "nothing was changed; run the command again",
                )
            finished.chmod(stat.S_IMODE(target.stat().st_mode))
            finished.replace(target)
        _sync(target.parent)


# --- the name of a finished file -----------------------------------------------------------------


def _name(finished: Path, target: Path, link: Callable[[str, str], None]) -> None:
    """Give a finished file its name; raises FileExistsError rather than take another's place."""
    try:
        link(str(finished), str(target))
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        _name_without_links(finished, target)


def _name_without_links(finished: Path, target: Path) -> None:
    """The same on a disk without hard links (a memory stick, some network drives).

    A reservation keeps two of us from the same name; its holder looks, then renames. If it is
    killed in between, that one name stays taken, and names are made of a hash: nobody misses it.
    """
    reserved = target.with_name(f"{BEGINS}{target.name}{ENDS}")
    os.close(os.open(reserved, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    try:
        if target.exists() or target.is_symlink():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        finished.rename(target)
    finally:
        with suppress(OSError):
            reserved.unlink()


# --- folders -------------------------------------------------------------------------------------


def _folders(folder: Folder, parent: Path) -> list[Path]:
    """Make the folders down to `parent`, none of them outside the plan; the ones that are new."""
    made: list[Path] = []
    here = folder.path
    for step in parent.relative_to(folder.path).parts:
        here = here / step
        with suppress(FileExistsError):
            here.mkdir()
            made.append(here)
        _inside(folder, here, f"{folder.shown}/{here.relative_to(folder.path).as_posix()}")
    return made


def _inside(folder: Folder, path: Path, shown: str) -> None:
    if not os.path.realpath(path).startswith(os.path.realpath(folder.path) + os.sep):
        raise Refusal(
            f"{shown} is a link to somewhere outside the plan, so nothing is written there",
            "put a folder or file of its own there",
        )


def _settle(parent: Path, made: list[Path]) -> None:
    """Force the new names to the disk: the file's, and those of the folders made for it."""
    for path in {parent, *(one.parent for one in made)}:
        _sync(path)


def _sync(path: Path) -> None:
    with suppress(OSError):  # not every system lets a folder be opened; the file itself is safe
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def alone(parent: Path) -> Iterator[None]:
    """No two of us work in one folder at the same time (where the system can say so)."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(parent, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


# --- what the system says ------------------------------------------------------------------------

_TOLD = {
    errno.ENOSPC: ("the disk is full", "make room"),
    errno.EDQUOT: ("your share of the disk is full", "make room"),
    errno.EFBIG: ("the system lets no file grow that large", "make room, or write a shorter note"),
    errno.EACCES: ("you may not write there", "look at its permissions"),
    errno.EPERM: ("you may not write there", "look at its permissions"),
    errno.EROFS: ("that disk can only be read", "copy the plan to where it can be changed"),
    errno.ENAMETOOLONG: ("the name is too long for this disk", "keep the plan in a shorter path"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "rename that file"),
    errno.EIO: ("the disk failed", "look after your disk, then try again"),
}


@contextmanager
def _telling(shown: str, undone: str) -> Iterator[None]:
    """What the system refuses, in a sentence. A name that is taken is the caller's to handle."""
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message, helped = _TOLD.get(error.errno or 0, (reason, ""))
        raise Refusal(
            f"{shown} cannot be written: {message}",
            f"{undone}; {helped}" if helped else undone,
        ) from None
