"""Writes a command's files: whole or not at all, and never over one that sipctl did not write."""

from __future__ import annotations

import errno
import os
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal
from sipctl.store.files.atomic import os_errors_refused, temporary_file
from sipctl.store.files.inside import link_out

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager


def write_output(
    path: Path,
    data: bytes,
    is_ours: Callable[[bytes], bool],
    *,
    force: bool,
    what: str = "a pack",
) -> None:
    """Writes a file. An existing one is replaced if `is_ours` accepts its bytes, or with `force`.

    Raises Refusal otherwise ("is not `what`"), or where the system refuses; then nothing has
    changed. A pipe or a device is not replaced, but written to.
    """
    write_outputs({path: data}, is_ours, force=force, what=what)


def write_outputs(
    files: Mapping[Path, bytes], is_ours: Callable[[bytes], bool], *, force: bool, what: str
) -> None:
    """Writes several files as `write_output` does one; all checks come before the first change."""
    for path in files:
        with _refusing(path):
            refuse_link_out(path)
            if not force or path.is_dir():
                refuse_other_files(path, is_ours, what)
    with ExitStack() as stack:
        ready = []
        for path, data in files.items():
            with _refusing(path):
                if path.exists() and not path.is_file():
                    path.write_bytes(data)
                else:
                    target = _resolved(path)
                    finished = stack.enter_context(temporary_file(target.parent, data))
                    if target.exists():
                        finished.chmod(target.stat().st_mode & 0o777)
                    ready.append((path, finished, target))
        for path, finished, target in ready:
            with _refusing(path):
                finished.replace(target)


def _refusing(path: Path) -> AbstractContextManager[None]:
    return os_errors_refused(path.as_posix(), "nothing was written", advise=False)


def _resolved(path: Path) -> Path:
    """Resolves a link, so that it stays a link; raises OSError where it leads to itself."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def refuse_link_out(path: Path) -> None:
    """Raises Refusal for a path through a link that ends outside the folder it stands in."""
    link = link_out(path)
    if link is not None:
        raise Refusal(
            f"{path.as_posix()} cannot be written: {link.name} is a link to somewhere outside its"
            " folder",
            "nothing was written; name the place itself",
        )


def make_folder(path: Path) -> None:
    """Makes a folder if there is none; raises Refusal where that fails."""
    refuse_link_out(path)
    if os.path.lexists(path) and not path.is_dir():
        raise Refusal(f"{path.as_posix()} is not a folder", "name one, or where to make one")
    with _refusing(path):
        path.mkdir(parents=True, exist_ok=True)


def refuse_other_files(path: Path, is_ours: Callable[[bytes], bool], what: str = "a pack") -> None:
    """Raises Refusal where a folder, or a file that `is_ours` does not accept, is in the way."""
    refuse_link_out(path)
    if path.is_dir():
        raise Refusal(f"{path.as_posix()} is a folder", "name a file in it")
    if path.is_file() and not is_ours(path.read_bytes()):
        raise Refusal(
            f"{path.as_posix()} is there already, and is not {what}",
            "choose another name, or say --force to write over it",
        )


def read_earlier(path: Path, is_ours: Callable[[bytes], bool]) -> bytes:
    """The bytes of a file that `is_ours` accepts; empty if there is none, or it cannot be read."""
    with suppress(OSError):
        if link_out(path) is None and path.is_file() and is_ours(data := path.read_bytes()):
            return data
    return b""
