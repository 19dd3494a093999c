"""Functions for a confined child process to run: some that succeed, others that break a limit."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING

from sipctl.packs.confined.limits import close_files
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from pathlib import Path


def gives() -> dict[str, bytes]:
    return {"a": b"1\n2", "": b"", "b": b"\x00" * 9}


def refuses() -> dict[str, bytes]:
    raise Refusal("no", "do that", 1)


def breaks() -> dict[str, bytes]:
    raise KeyError("x")


def spins() -> dict[str, bytes]:
    while True:
        pass


def sleeps() -> dict[str, bytes]:
    time.sleep(60)
    return {}


def hoards() -> dict[str, bytes]:
    return {"": b"x" * 900_000_000}


def hoards_slowly() -> dict[str, bytes]:
    text = "x"
    while True:
        text += text


def writes_much() -> dict[str, bytes]:
    return {"": b"x" * 1_000_001}


def nests() -> dict[str, bytes]:
    return nests()


def aborts() -> dict[str, bytes]:
    os._exit(3)


def writes_a_file(path: Path) -> dict[str, bytes]:
    try:
        path.write_text("x")
    except OSError as error:
        return {"": str(error.errno).encode()}
    return {"": path.read_bytes()}


def opens(path: Path) -> dict[str, bytes]:
    close_files()
    failures = []
    for attempt in (lambda: path.read_bytes(), lambda: socket.socket().close(), os.pipe):
        try:
            attempt()
        except OSError as error:
            failures.append(error.errno)
    return {"": repr(failures).encode()}


def proxies() -> dict[str, bytes]:
    import urllib.request

    return {"": repr(sorted(set(urllib.request.getproxies().values()))).encode()}
