"""The user's cache folder: private, never needed, its files written whole or not at all."""

import os
import sys

SEAL = 40
"""Bytes in front of each entry: a digest of its key (32), and a check sum of its data (8)."""


def cache_folder() -> str | None:
    """The cache folder, made if need be; None where nothing may or can be cached.

    `SIPCTL_CACHE` names another folder, or is `off`. A folder that another user could write to is
    not trusted: entries are unpickled, which can run code.
    """
    wanted = os.environ.get("SIPCTL_CACHE", "")
    if wanted == "off":
        return None
    folder = wanted or os.path.join(_user_cache(), "sipctl")
    if not os.path.isabs(folder):  # without a home folder nothing is cached
        return None
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        status = os.lstat(folder)
    except OSError:
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    return folder if status.st_mode & 0o170000 == 0o040000 else None


def _user_cache() -> str:
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA", "")
    if sys.platform == "darwin":
        return _in_home("Library", "Caches")
    named = os.environ.get("XDG_CACHE_HOME", "")
    return named if os.path.isabs(named) else _in_home(".cache")


def _in_home(*folders: str) -> str:
    """A folder in the user's home; empty where the system does not say where that is."""
    top = os.path.expanduser("~")
    return os.path.join(top, *folders) if os.path.isabs(top) and top.strip("/") else ""


def get(path: str, key: bytes = b"") -> memoryview | None:
    """The cached bytes at `path`, if they are whole and were stored under `key`; else None."""
    try:
        with open(path, "rb") as file:
            entry = memoryview(file.read())
    except OSError:
        return None
    data = entry[SEAL:]
    return data if _seal(data, key) == entry[:SEAL] else None


def put(path: str, data: bytes, key: bytes = b"") -> None:
    """Caches bytes whole or not at all; a disk that is full or read-only is ignored.

    `key` is what they depend on: `get` gives them back only under the same.
    """
    from pathlib import Path

    from sipctl.store.files.atomic import temporary_file

    target = Path(path)
    entry = _seal(data, key) + data
    try:
        with temporary_file(target.parent, entry, mode=0o600, durable=False) as finished:
            finished.replace(target)
    except OSError:
        pass


def _seal(data: bytes | memoryview, key: bytes) -> bytes:
    # CRC-32: on an answer of two megabytes, `digest` takes three times as long.
    from zlib import crc32

    return f"{digest(key)}{crc32(data):08x}".encode()


def prune(folder: str, prefix: str, most: int) -> None:
    """Deletes the oldest half of the files with a prefix where there are more than `most`."""
    try:
        with os.scandir(folder) as entries:
            paths = [entry.path for entry in entries if entry.name.startswith(prefix)]
        if len(paths) > most:
            paths.sort(key=lambda path: os.stat(path).st_mtime_ns)
            for path in paths[: most // 2]:
                os.unlink(path)
    except OSError:
        pass


def digest(*parts: bytes | memoryview) -> str:
    """A digest of some bytes: 32 hexadecimal digits."""
    try:
        from _blake2 import blake2b  # the module behind hashlib, which takes longer to import
    except ImportError:
        from hashlib import blake2b
    state = blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return str(state.hexdigest())


_program: list[bytes] = []
"""The result of `program`, once computed: a running process does not reload its modules."""


def program() -> bytes:
    """The versions that every cached entry depends on: this sipctl's, and this Python's."""
    if not _program:
        _program.append(_program_marks())
    return _program[0]


def _program_marks() -> bytes:
    from sipctl import __version__

    top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    marks = [__version__, sys.version, top]
    marks += [
        _module_marks(os.path.join(top, folder)) for folder in ("plan", "store", "views", "cli")
    ]
    return "\n".join(marks).encode()


def _module_marks(folder: str) -> str:
    """Sizes and times of a folder's modules, so that a changed checkout uses nothing older."""
    marks = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith((".py", ".lark")) or name == "pages":  # as a whole: many files
                    status = entry.stat()
                    marks.append(f"{name} {status.st_size} {status.st_mtime_ns}")
                elif name != "__pycache__" and entry.is_dir():
                    marks.append(_module_marks(entry.path))
    except OSError:
        return ""
    return " ".join(sorted(marks))
