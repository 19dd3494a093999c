"""Finds programs by name, and none that lies in the current folder."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

_SUFFIXES = (".exe", ".com", "") if sys.platform == "win32" else ("",)


def find_program(name: str) -> str | None:
    """The path of a program, from the folders that PATH names in full; None if there is none.

    The current folder (`.`, an empty entry, or what Windows adds) is not searched: a pull request
    may have put a program there. A name with folders in it is the user's choice, returned as it is.
    """
    if os.path.basename(name) != name:  # noqa: PTH119 - a name, not a path
        return name
    return _first_on_path(name, os.environ.get("PATH", os.defpath))


@cache
def _first_on_path(name: str, folders: str) -> str | None:
    for folder in folders.split(os.pathsep):
        if not Path(folder).is_absolute():
            continue
        for suffix in _SUFFIXES:
            path = Path(folder, name + suffix)
            if path.is_file() and os.access(path, os.X_OK):
                return str(path)
    return None
