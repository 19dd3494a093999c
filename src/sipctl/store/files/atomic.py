"""Writes files whole or not at all, never over another, never outside the plan.

The bytes go into a temporary file first, forced to the disk, and only then get their name. A
process that is killed, runs out of disk or loses power in between leaves the plan as it was, and at
most a file of a name that nothing reads (`.sipctl-….tmp`), which a later write clears away. That
name holds the machine and the process that wrote it, so that nobody removes what another is still
writing: folders may be shared, and a process id means nothing on another machine.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.inside import is_inside

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

PREFIX, SUFFIX = ".sipctl-", ".tmp"

STALE = 3600
"""Seconds. Writing takes milliseconds: a leftover of another machine is dead at this age."""

_TEMP_NAME = re.compile(r"[.]sipctl-([0-9a-f]{8})-([0-9]+)-[0-9a-f]+[.]tmp")


class ChangedMeanwhile(Refusal):
    """Raised where a file no longer holds what was read from it."""

    def __init__(self, folder: Folder, path: str) -> None:
        super().__init__(
            f"{folder.shown}/{path} was changed by somebody else just now",
            "nothing was changed; run the command again",
        )


def create(
    folder: Folder, path: str, data: bytes, link: Callable[[str, str], None] = os.link
) -> None:
    """Creates a new file at `path` within the plan folder, with the folders that it stands in.

    `link` gives the finished file its name. Raises FileExistsError where there is one already,
    Refusal for whatever else stands in the way; in either case nothing is left behind.
    """
    with os_errors_refused(f"{folder.shown}/{path}", "nothing was recorded"):
        target = folder.path / path
        new_folders = _make_folders(folder, target.parent)
        try:
            with temporary_file(target.parent, data) as finished:
                _link(finished, target, link)
            _sync_names(target.parent, new_folders)
        except BaseException:
            for new_folder in reversed(new_folders):
                with suppress(OSError):
                    new_folder.rmdir()
            raise


def replace(folder: Folder, path: str, data: bytes) -> None:
    """Gives a file other bytes; it keeps its permissions. Raises Refusal where it cannot."""
    with os_errors_refused(f"{folder.shown}/{path}", "nothing was changed"):
        target = writable(folder, path)
        with temporary_file(target.parent, data) as finished:
            finished.chmod(stat.S_IMODE(target.stat().st_mode))
            finished.replace(target)
        sync(target.parent)


def remove(folder: Folder, path: str) -> None:
    """Removes a file, and the folders that are empty without it; raises Refusal where it cannot."""
    with os_errors_refused(f"{folder.shown}/{path}", "nothing was changed"):
        target = writable(folder, path)
        target.unlink()
        sync(target.parent)
        for parent in list((folder.path / path).parents)[: path.count("/")]:
            with suppress(OSError):
                parent.rmdir()


def writable(folder: Folder, path: str) -> Path:
    """The file that a path leads to; raises Refusal if it may not be written."""
    with os_errors_refused(f"{folder.shown}/{path}", "nothing was changed"):
        target = inside(folder, path)
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return target


def inside(folder: Folder, path: str) -> Path:
    """The file that a path leads to, its links resolved; raises Refusal if it is not the plan's."""
    target = Path(os.path.realpath(folder.path / path))
    _refuse_outside(folder, target, f"{folder.shown}/{path}")
    return target


# --- temporary files -----------------------------------------------------------------------------


def temp_path(parent: Path) -> Path:
    """A new name for a temporary file or folder in `parent`."""
    return parent / f"{PREFIX}{_machine()}-{os.getpid()}-{os.urandom(4).hex()}{SUFFIX}"


@contextmanager
def temporary_file(
    parent: Path, data: bytes, *, mode: int = 0o666, durable: bool = True
) -> Iterator[Path]:
    """A new file in a folder that holds `data`; removed afterwards unless it was renamed.

    `durable` forces it to the disk.
    """
    path = temp_path(parent)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, mode)
    try:
        try:
            _write(handle, data)
            if durable:
                os.fsync(handle)
        finally:
            os.close(handle)
        clear_leftovers(path)
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


@contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """A new folder in `parent`, or in the system's temporary folder; removed afterwards.

    Folders that killed processes left there are removed too.
    """
    if parent is None:
        from tempfile import gettempdir

        parent = Path(gettempdir())
    folder = temp_path(parent)
    folder.mkdir(mode=0o700)
    try:
        clear_leftovers(folder)
        yield folder
    finally:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(mine: Path) -> None:
    """Removes what killed processes left beside `mine`, which was written just now.

    Ages are measured against the time of `mine` on the same file system: no clock is read.
    """
    with suppress(OSError):
        now = mine.stat().st_mtime
        for entry in os.scandir(mine.parent):
            if entry.name != mine.name and entry.name.startswith(PREFIX):
                with suppress(OSError):
                    _clear(entry, now)


def _clear(entry: os.DirEntry[str], now: float) -> None:
    if not entry.name.endswith(SUFFIX):
        return
    status = entry.stat(follow_symlinks=False)
    is_folder = stat.S_ISDIR(status.st_mode)
    already_linked = status.st_nlink > 1 and not is_folder
    if not already_linked and not _is_abandoned(entry.name, now - status.st_mtime):
        return
    if is_folder:
        import shutil

        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        os.unlink(entry.path)  # noqa: PTH108 - it is a string already


def _is_abandoned(name: str, age: float) -> bool:
    """Whether the process that wrote a file has ended; on another machine, judged by age (s)."""
    parts = _TEMP_NAME.fullmatch(name)
    has_signals = hasattr(os, "fork")  # on Windows signal 0 would stop the process
    if parts is None or parts[1] != _machine() or not has_signals:
        return age > STALE
    try:
        os.kill(int(parts[2]), 0)  # no signal; only whether there is one to send it to
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _machine() -> str:
    """This machine's name as eight hex digits."""
    from zlib import crc32

    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{crc32(os.fsencode(name)):08x}"


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


# --- the name of a finished file -----------------------------------------------------------------


def _link(finished: Path, target: Path, link: Callable[[str, str], None]) -> None:
    """Gives a finished file its name; raises FileExistsError rather than replace another."""
    try:
        link(str(finished), str(target))
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        _rename_into_free_name(finished, target)


def _rename_into_free_name(finished: Path, target: Path) -> None:
    """Does what `_link` does on a disk without hard links (a memory stick, some network drives).

    A reservation file keeps two processes from the same name; its holder looks, then renames. If it
    is killed in between, that name stays reserved: names hold a hash, so nobody else needs it.
    """
    reserved = target.with_name(f"{PREFIX}{target.name}{SUFFIX}")
    os.close(os.open(reserved, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    try:
        if target.exists() or target.is_symlink():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        finished.rename(target)
    finally:
        with suppress(OSError):
            reserved.unlink()


# --- folders -------------------------------------------------------------------------------------


def _make_folders(folder: Folder, parent: Path) -> list[Path]:
    """Makes the folders down to `parent`, none of them outside the plan; returns the new ones."""
    new_folders: list[Path] = []
    path = folder.path
    for step in parent.relative_to(folder.path).parts:
        path = path / step
        with suppress(FileExistsError):
            path.mkdir()
            new_folders.append(path)
        _refuse_outside(folder, path, f"{folder.shown}/{path.relative_to(folder.path).as_posix()}")
    return new_folders


def _refuse_outside(folder: Folder, path: Path, shown: str) -> None:
    if not is_inside(os.path.realpath(path), os.path.realpath(folder.path)):
        raise Refusal(
            f"{shown} is a link to somewhere outside the plan, so nothing is written there",
            "put a folder or file of its own there",
        )


def _sync_names(parent: Path, new_folders: list[Path]) -> None:
    """Forces the new names to the disk: the file's, and those of the folders made for it."""
    for path in {parent, *(new_folder.parent for new_folder in new_folders)}:
        sync(path)


def sync(path: Path) -> None:
    """Forces a folder's names to the disk."""
    with suppress(OSError):  # not every system lets a folder be opened; the file itself is safe
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# --- errors of the system ------------------------------------------------------------------------

_EXPLANATIONS = {
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
def os_errors_refused(shown: str, undone: str, *, advise: bool = True) -> Iterator[None]:
    """Turns an OSError into a Refusal: `<shown> cannot be written: <reason>`.

    With `advise`, the reason is put in plain words with what to do, and a FileExistsError (a taken
    name) is left to the caller.
    """
    try:
        yield
    except OSError as error:
        if advise and isinstance(error, FileExistsError):
            raise
        reason = (error.strerror or str(error)).lower()
        message, advice = _EXPLANATIONS.get(error.errno or 0, (reason, ""))
        message, advice = (message, advice) if advise else (reason, "")
        raise Refusal(
            f"{shown} cannot be written: {message}",
            f"{undone}; {advice}" if advice else undone,
        ) from None
