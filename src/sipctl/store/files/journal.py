"""Changes of several files of a plan: all of them or none, whenever the process is killed.

What is to be written goes into one file first, the journal, which is forced to the disk. Until it
exists nothing has changed; from then on the change is decided. If the process is killed, whoever
next changes the plan carries the journal out and removes it. The plan's folder is locked meanwhile.

A plan comes by pull request or in an archive, and so might a journal. Its name therefore holds its
own modification time to the nanosecond, its inode and that of the plan's folder: git and mail
change the time, copying and unpacking change the inode. It is not signed with a secret, as anybody
who shares the folder must be able to finish an edit. A journal is checked whole before any of it is
carried out, and can write only files that a plan is made of.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.plan.frozen import frozen
from sipctl.store.files import atomic
from sipctl.store.files.folder import shared_kind_of
from sipctl.store.files.inside import read_plain
from sipctl.store.files.locks import locked, wait_unlocked

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from sipctl.store.files.folder import Folder

_NAME = re.compile(r"[.]sipctl-edit-.*[.]json", re.DOTALL)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ANY_SIZE = 1 << 40
_REMOVALS, _PAUSE = 10, 0.02
"""Tries, and seconds between them, to remove a journal that another process reads (Windows)."""


@frozen()
class FileWrite:
    """A change of one file of the plan: its contents before and after; None stands for no file."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def undone(self) -> FileWrite:
        """The reverse change."""
        return FileWrite(self.path, self.after, self.before)


@frozen()
class FinishedEdit:
    """A cut-off edit, finished: the files written, and those left because they changed since."""

    written: tuple[str, ...]
    left: tuple[str, ...]


def write_all(folder: Folder, writes: Sequence[FileWrite]) -> None:
    """Makes changes of files: all of them, or none.

    Raises ChangedMeanwhile if one holds something else by now, Refusal if one cannot be written.
    """
    with locked_plan(folder):
        write_while_locked(folder, writes)


@contextmanager
def locked_plan(folder: Folder) -> Iterator[None]:
    """Holds the lock on a plan's files; an edit that was cut off before is finished first."""
    with _lock(folder):
        _finish(folder)
        yield


def write_while_locked(folder: Folder, writes: Sequence[FileWrite]) -> None:
    """Does what `write_all` does, for whoever holds the lock of `locked_plan`."""
    for write in writes:
        if write.before is not None:
            atomic.writable(folder, write.path)
        if _contents(folder, write.path) != write.before:
            raise atomic.ChangedMeanwhile(folder, write.path)
    journal = _begin(folder, writes) if len(writes) > 1 else None
    try:
        for write in writes:
            _make(folder, write)
    except BaseException as error:
        undone = [_undo(folder, write) for write in reversed(writes)]
        if journal is not None and not all(undone):
            raise _half_written(folder, error) from error
        _end(folder, journal)
        raise
    _end(folder, journal)


def finish_cut_off(folder: Folder) -> FinishedEdit | None:
    """Finishes an edit of several files whose process was killed; None where there is none."""
    if not any(map(_is_own, _journals(folder))):
        return None
    with _lock(folder):
        return _finish(folder)


def cut_off(folder: Folder) -> tuple[str, bool] | None:
    """The name of a journal whose process was killed, and whether it was written in this folder.

    One written here comes first; None where there is no journal. Nothing is written.
    """
    if any(map(_is_own, _journals(folder))):
        wait_unlocked(folder.path)
    foreign = None
    for path in _journals(folder):
        if _rows(path) is not None:
            return path.name, True
        if path.is_symlink() or path.exists():  # else its writer has just finished
            foreign = foreign or (path.name, False)
    return foreign


@contextmanager
def _lock(folder: Folder) -> Iterator[None]:
    with atomic.os_errors_refused(folder.shown, "nothing was changed"):
        lock = locked(folder.path)
        lock.__enter__()
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def _undo(folder: Folder, write: FileWrite) -> bool:
    """Whether a file holds again what it held before a change."""
    with suppress(OSError, Refusal):
        if _contents(folder, write.path) == write.after:
            _make(folder, write.undone)
        return True
    return False


def _half_written(folder: Folder, error: BaseException) -> Refusal:
    """The refusal for an edit that stopped between two files; its journal stays."""
    reason = str(error) or type(error).__name__
    return Refusal(
        f"an edit of {folder.shown} is half written: {reason}",
        "make room, or look at permissions; the next command that changes the plan finishes it "
        "first, such as sipctl latest",
    )


def _make(folder: Folder, write: FileWrite) -> None:
    if write.after is None:
        atomic.remove(folder, write.path)
    elif write.before is not None:
        atomic.replace(folder, write.path, write.after)
    else:
        try:
            atomic.create(folder, write.path, write.after)
        except FileExistsError:
            raise atomic.ChangedMeanwhile(folder, write.path) from None


def _contents(folder: Folder, path: str) -> bytes | None:
    """What a file holds; None where there is none."""
    with atomic.os_errors_refused(f"{folder.shown}/{path}", "nothing was changed"):
        try:
            return read_plain(str(atomic.inside(folder, path)), _ANY_SIZE)
        except (FileNotFoundError, NotADirectoryError):
            return None


# --- the journal ---------------------------------------------------------------------------------


def _begin(folder: Folder, writes: Sequence[FileWrite]) -> Path:
    """Writes the journal, whole before it gets its name; returns its path."""
    import json
    from base64 import b64encode

    rows = [
        {
            "path": write.path,
            "before": _digest(write.before),
            "after": None if write.after is None else b64encode(write.after).decode(),
        }
        for write in writes
    ]
    with (
        atomic.os_errors_refused(folder.shown, "nothing was changed"),
        atomic.temporary_file(folder.path, json.dumps(rows, indent=0).encode()) as finished,
    ):
        journal = folder.path / _name(finished.lstat(), folder.path.stat())
        finished.rename(journal)
        atomic.sync(folder.path)
    return journal


def _end(folder: Folder, journal: Path | None) -> None:
    """Removes a journal that was carried out; if that fails, it is left to the next command."""
    if journal is None:
        return
    for _ in range(_REMOVALS):
        with suppress(OSError):
            journal.unlink(missing_ok=True)
            atomic.sync(folder.path)
            return
        time.sleep(_PAUSE)


def _digest(data: bytes | None) -> str | None:
    from hashlib import sha256

    return None if data is None else sha256(data).hexdigest()


def _journals(folder: Folder) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder.path.iterdir() if _NAME.fullmatch(path.name))
    return []


def _name(file: os.stat_result, folder: os.stat_result) -> str:
    """The name of a journal with these file and folder stats: no copy of it has the same."""
    return f".sipctl-edit-{file.st_mtime_ns}-{folder.st_ino}-{file.st_ino}.json"


def _is_own(journal: Path) -> bool:
    """Whether a journal was written in its folder, not copied or unpacked into it."""
    with suppress(OSError):
        return journal.name == _name(journal.lstat(), journal.parent.stat())
    return False


def _rows(journal: Path) -> list[tuple[str, str | None, bytes | None]] | None:
    """The rows of a journal: a path, the digest of the contents before, the contents after.

    None where it was not written in its folder, or is not as sipctl writes one.
    """
    if not _is_own(journal):
        return None
    import json

    try:
        return [_row(row) for row in json.loads(read_plain(str(journal), _ANY_SIZE))]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _row(row: Any) -> tuple[str, str | None, bytes | None]:
    """One row; raises ValueError, TypeError or KeyError if it is malformed or not a plan's file."""
    import os
    from base64 import b64decode

    path, before, after = row["path"], row["before"], row["after"]
    hidden = any(part.startswith(".") or not part for part in re.split(r"[/\\]", path))
    if hidden or b"\0" in os.fsencode(path) or shared_kind_of(path) is None:
        raise ValueError(path)
    if before is not None and not _DIGEST.fullmatch(before):
        raise ValueError(before)
    return path, before, None if after is None else b64decode(after, validate=True)


def _finish(folder: Folder) -> FinishedEdit | None:
    """Carries out the journals of killed processes, for whoever holds the lock."""
    written: list[str] = []
    left: list[str] = []
    for journal in _journals(folder):
        rows = _rows(journal)
        if rows is None:
            continue
        try:
            for path, before, after in rows:
                done = _finish_file(folder, path, before, after)
                (written if done else left).append(path)
        except Refusal as error:
            raise _half_written(folder, error) from None
        _end(folder, journal)
    return FinishedEdit(tuple(written), tuple(left)) if written or left else None


def _finish_file(folder: Folder, path: str, before: str | None, after: bytes | None) -> bool:
    """Writes one file of a journal, if that is still to do; False if somebody changed it since."""
    now = _contents(folder, path)
    if now == after:
        return True
    if _digest(now) != before:
        return False
    _make(folder, FileWrite(path, now, after))
    return True
