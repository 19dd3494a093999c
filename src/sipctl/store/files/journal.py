"""Changes of several files of a plan: all of them or none, whenever the process is killed.

What is to be written goes into one file first, the journal, which is forced to the disk. Before it
is there nothing has changed; from then on the change is decided. Whoever next changes the plan
does what the journal says, and removes it. All of that happens under one lock on the plan's folder.

A plan comes by pull request, and so might a journal. Its name therefore holds its own time of
change to the nanosecond, which a file that git or a mail program has written does not have.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode, b64encode
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipctl.store.files import atomic
from sipctl.store.files.inside import read_plain
from sipctl.store.files.locks import locked, wait_unlocked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sipctl.store.files.folder import Folder

_NAME = re.compile(r"[.]sipctl-edit-([0-9]{1,20})[.]json")
_ANY_SIZE = 1 << 40


@dataclass(frozen=True)
class FileWrite:
    """What a file of the plan holds and is to hold; None where it is not there, or goes."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def undone(self) -> FileWrite:
        """The change back."""
        return FileWrite(self.path, self.after, self.before)


@dataclass(frozen=True)
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
    with atomic.os_errors_refused(folder.shown, "nothing was changed"):
        lock = locked(folder.path)
        lock.__enter__()
    try:
        _finish(folder)
        yield
    finally:
        lock.__exit__(None, None, None)


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
    except BaseException:
        for write in writes:
            if _contents(folder, write.path) == write.after:
                _make(folder, write.undone)
        _end(folder, journal)
        raise
    _end(folder, journal)


def finish_cut_off(folder: Folder) -> FinishedEdit | None:
    """Finishes an edit of several files whose process was killed; None where there is none."""
    if not _journals(folder):
        return None
    with locked(folder.path):
        return _finish(folder)


def cut_off(folder: Folder) -> tuple[str, bool] | None:
    """The name of a journal that is no living process's, and whether it was left here.

    None where there is none. Nothing is written.
    """
    if _journals(folder):
        wait_unlocked(folder.path)
    for path in _journals(folder):
        return path.name, _is_own(path)
    return None


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
        except FileNotFoundError:
            return None


# --- the journal ---------------------------------------------------------------------------------


def _begin(folder: Folder, writes: Sequence[FileWrite]) -> Path:
    """Writes the journal: its name is the last thing that it is given."""
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
        journal = folder.path / f".sipctl-edit-{finished.stat().st_mtime_ns}.json"
        finished.rename(journal)
        atomic.sync(folder.path)
    return journal


def _end(folder: Folder, journal: Path | None) -> None:
    if journal is not None:
        journal.unlink()
        atomic.sync(folder.path)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _journals(folder: Folder) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder.path.iterdir() if _NAME.fullmatch(path.name))
    return []


def _is_own(journal: Path) -> bool:
    """Whether it was written here, and by nobody else."""
    match = _NAME.fullmatch(journal.name)
    with suppress(OSError):
        return match is not None and journal.lstat().st_mtime_ns == int(match[1])
    return False


def _finish(folder: Folder) -> FinishedEdit | None:
    """Does what a journal says, for whoever holds the lock: its writer is gone."""
    written, left = [], []
    for journal in filter(_is_own, _journals(folder)):
        for row in json.loads(read_plain(str(journal), _ANY_SIZE)):
            path, now = row["path"], _contents(folder, row["path"])
            after = None if row["after"] is None else b64decode(row["after"])
            if now != after and _digest(now) != row["before"]:
                left.append(path)
                continue
            if now != after:
                _make(folder, FileWrite(path, now, after))
            written.append(path)
        _end(folder, journal)
    return FinishedEdit(tuple(written), tuple(left)) if written or left else None
