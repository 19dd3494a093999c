"""Files that somebody asked for: written whole or not at all, and never over what is not ours."""

from __future__ import annotations

import errno
import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.temporary import temporary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def write_output(
    path: Path,
    data: bytes,
    ours: Callable[[bytes], bool],
    *,
    force: bool,
    what: str = "a pack",
) -> None:
    """Write a file. One that is there is replaced if it is `ours`, or if that is forced.

    Raises Refusal where it is neither (it is not `what`, then), or the system will not have it;
    then nothing has changed. A pipe or a device is not replaced, but written to.
    """
    write_outputs({path: data}, ours, force=force, what=what)


def write_outputs(
    files: Mapping[Path, bytes], ours: Callable[[bytes], bool], *, force: bool, what: str
) -> None:
    """Write several files as `put` would: all that can fail comes before the first is replaced."""
    for path in files:
        with _telling(path):
            if not force or path.is_dir():
                refuse_strangers(path, ours, what)
    with ExitStack() as stack:
        ready = []
        for path, data in files.items():
            with _telling(path):
                if path.exists() and not path.is_file():
                    path.write_bytes(data)
                else:
                    target = _end(path)
                    finished = stack.enter_context(temporary(target.parent, data))
                    if target.exists():
                        finished.chmod(target.stat().st_mode & 0o777)
                    ready.append((path, finished, target))
        for path, finished, target in ready:
            with _telling(path):
                finished.replace(target)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """What the system refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path.as_posix()} cannot be written: {reason}"
        raise Refusal(message, "nothing was written") from None


def _end(path: Path) -> Path:
    """Where a link leads, so that it stays a link; raises OSError where it leads to itself."""
    end = Path(os.path.realpath(path))
    if end.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return end


def folder(path: Path) -> None:
    """Make a folder if there is none; raises Refusal where that cannot be."""
    if os.path.lexists(path) and not path.is_dir():
        raise Refusal(f"{path.as_posix()} is not a folder", "name one, or where to make one")
    with _telling(path):
        path.mkdir(parents=True, exist_ok=True)


def refuse_strangers(path: Path, ours: Callable[[bytes], bool], what: str = "a pack") -> None:
    """Raises Refusal where a file is in the way that is not ours: not `what`."""
    if path.is_dir():
        raise Refusal(f"{path.as_posix()} is a folder", "name a file in it")
    if path.is_file() and not ours(path.read_bytes()):
        raise Refusal(
            f"{path.as_posix()} is there already, and is not {what}",
            "choose another name, or say --force to write over it",
        )


def earlier(path: Path, ours: Callable[[bytes], bool]) -> bytes:
    """What stands in a file of ours; nothing where there is none, or it cannot be read."""
    with suppress(OSError):
        if path.is_file() and ours(data := path.read_bytes()):
            return data
    return b""
