"""Changes of several files of a plan: all of them or none, whenever the process is killed.

What is to be written goes into one file first, the journal, which is forced to the disk. Before it
is there nothing has changed; from then on the change is decided. Whoever next changes the plan
does what the journal says, and removes it. All of that happens under one lock on the plan's folder.

A plan comes by pull request or in an archive, and so might a journal. Its name therefore holds its
own time of change to the nanosecond, its own number on the disk (inode) and that of the plan's
folder: git and mail give a file another time, and whatever copies or unpacks one another number.
No secret is kept beside the plan: an edit is finished with any settings, by whoever shares the
folder. What a journal says is checked whole before the first of it is done, and it reaches no file
but those that a plan is made of.
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
"""How often, and seconds apart, a journal is removed that Windows says somebody reads."""


@frozen()
class FileWrite:
    """What a file of the plan holds and is to hold; None where it is not there, or goes."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def undone(self) -> FileWrite:
        """The change back."""
        return FileWrite(self.path, self.after, self.before)


@frozen()
class FinishedEdit:
    """The files of an edit that was cut off and is finished now; those changed since stay."""

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
    """The name of a journal that is no living process's, and whether it was left here.

    One that was left here comes first; None where there is none. Nothing is written.
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
    """The refusal to stop between two files: the journal stays."""
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
    """Writes the journal: its name is the last thing that it is given."""
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
    """Removes a journal. One that cannot be stays for the next command: all of it is done."""
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
    """The name of a journal that was written in a folder and carried nowhere since."""
    return f".sipctl-edit-{file.st_mtime_ns}-{folder.st_ino}-{file.st_ino}.json"


def _is_own(journal: Path) -> bool:
    """Whether it was written here, and by nobody else."""
    with suppress(OSError):
        return journal.name == _name(journal.lstat(), journal.parent.stat())
    return False


def _rows(journal: Path) -> list[tuple[str, str | None, bytes | None]] | None:
    """What a journal says: paths, the digest of what is there, and what is to be there.

    None where it was not written here, or is not as sipctl writes one.
    """
    if not _is_own(journal):
        return None
    import json

    try:
        return [_row(row) for row in json.loads(read_plain(str(journal), _ANY_SIZE))]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _row(row: Any) -> tuple[str, str | None, bytes | None]:
    """One row; raises ValueError, TypeError or KeyError where it is none, or of no plan's file."""
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
    """Does what a journal says, for whoever holds the lock: its writer is gone."""
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
    """Whether a file holds what it is to hold; one that somebody changed since stays."""
    now = _contents(folder, path)
    if now == after:
        return True
    if _digest(now) != before:
        return False
    _make(folder, FileWrite(path, now, after))
    return True
