"""A file that somebody asked for: written whole or not at all, and never over what is not ours."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def put(
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
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        if not force or path.is_dir():
            refuse_strangers(path, ours, what)
        _replace(path.resolve(), data)  # a link stays a link
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path.as_posix()} cannot be written: {reason}"
        raise Refusal(message, "nothing was written") from None


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".sipctl-{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()


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
