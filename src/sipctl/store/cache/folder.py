"""The user's cache folder: private, written whole or not at all, never needed."""

import os
import sys

SEAL = 40
"""Bytes in front of all that is kept: a digest of what it hangs on, and a check sum of itself."""


def home() -> str | None:
    """The folder that is kept in, made if need be; None where nothing may or can be kept.

    `SIPCTL_CACHE` names another folder, or is `off`. A folder that another user could write to is
    not trusted: what is read from it would be run.
    """
    asked = os.environ.get("SIPCTL_CACHE", "")
    if asked == "off":
        return None
    folder = asked or os.path.join(_user_cache(), "sipctl")
    if not os.path.isabs(folder):  # whoever has no home keeps nothing
        return None
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        about = os.lstat(folder)
    except OSError:
        return None
    if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & 0o022):
        return None
    return folder if about.st_mode & 0o170000 == 0o040000 else None


def _user_cache() -> str:
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA", "")
    if sys.platform == "darwin":
        return _in_home("Library", "Caches")
    named = os.environ.get("XDG_CACHE_HOME", "")
    return named if os.path.isabs(named) else _in_home(".cache")


def _in_home(*folders: str) -> str:
    """A folder of the user's own; an empty text where nobody says where their home is."""
    top = os.path.expanduser("~")
    return os.path.join(top, *folders) if os.path.isabs(top) and top.strip("/") else ""


def get(path: str, about: bytes = b"") -> memoryview | None:
    """What was kept there, if it is whole and hangs on what it did then; else None."""
    try:
        with open(path, "rb") as file:
            data = memoryview(file.read())
    except OSError:
        return None
    kept = data[SEAL:]
    return kept if _seal(kept, about) == data[:SEAL] else None


def put(path: str, kept: bytes, about: bytes = b"") -> None:
    """Keep some bytes whole or not at all; a disk that is full or read-only is no matter.

    `about` is what they hang on: they are given again only to who says the same.
    """
    new = f"{path}.{os.getpid()}"
    data = _seal(kept, about) + kept
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(new, path)
    except OSError:
        try:
            os.unlink(new)
        except OSError:
            pass


def _seal(kept: bytes | memoryview, about: bytes) -> bytes:
    # Of an answer of two megabytes a digest takes three times as long as this to make.
    from zlib import crc32

    return f"{digest(about)}{crc32(kept):08x}".encode()


def prune(folder: str, prefix: str, most: int) -> None:
    """Where more than `most` files of a kind are kept, let the oldest half go."""
    try:
        with os.scandir(folder) as entries:
            kept = [entry.path for entry in entries if entry.name.startswith(prefix)]
        if len(kept) > most:
            kept.sort(key=lambda path: os.stat(path).st_mtime_ns)
            for path in kept[: most // 2]:
                os.unlink(path)
    except OSError:
        pass


def digest(*parts: bytes | memoryview) -> str:
    """A name for some bytes: 32 hexadecimal digits."""
    try:
        from _blake2 import blake2b  # the module behind hashlib, which takes longer to import
    except ImportError:
        from hashlib import blake2b
    made = blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return str(made.hexdigest())


def program() -> bytes:
    """What must be the same for anything kept to be trusted: this sipctl, and this Python."""
    from sipctl import __version__

    top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    marks = [__version__, sys.version, top]
    marks += [_newest(os.path.join(top, folder)) for folder in ("plan", "store", "views", "cli")]
    return "\n".join(marks).encode()


def _newest(folder: str) -> str:
    """Sizes and times of a folder's modules, so that a changed checkout trusts nothing older."""
    marks = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith((".py", ".lark")) or name == "pages":  # a folder of many files
                    about = entry.stat()
                    marks.append(f"{name} {about.st_size} {about.st_mtime_ns}")
                elif name != "__pycache__" and entry.is_dir():
                    marks.append(_newest(entry.path))
    except OSError:
        return ""
    return " ".join(sorted(marks))
