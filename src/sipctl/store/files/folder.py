"""The plan's folder on disk: finding it, and reading its files. Nothing here writes."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from sipctl.plan.faults import Fault, Refusal, nearest
from sipctl.plan.frozen import frozen
from sipctl.store.files.source import BIGGEST, Source

LAYOUT = "plan.yaml, people.yaml, calendar.yaml, aims/*.yaml and records/**/*.yaml"
NEEDED = ("plan.yaml", "people.yaml", "calendar.yaml")
FOLDERS = ("aims", "records")

_ODD_NAME = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""What a name may not hold: nobody could see it, and some of it moves the text around it."""


@frozen()
class Folder:
    """A plan's folder. `shown` is how its files are named to people: `plan`, or what they typed."""

    path: Path
    shown: str


@dataclass
class Found:
    """What was read from a folder: sources in order of path, and faults of the files themselves."""

    sources: list[Source] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def find(asked: str | None, here: Path) -> Folder:
    """The plan's folder; raises Refusal where there is none.

    `asked` is a plan folder, or one that holds `plan/`; without it, look upwards from `here`.
    """
    if asked is not None:
        for path in (Path(asked), Path(asked) / "plan"):
            if _is_file(here / path / "plan.yaml"):
                return Folder(here / path, path.as_posix())
        raise Refusal(f'there is no plan in "{asked}"', "name the folder that holds plan.yaml")
    for folder in (here, *here.parents):
        if _is_file(folder / "plan" / "plan.yaml"):
            return Folder(folder / "plan", "plan")
    raise Refusal(
        "there is no plan here: no plan/plan.yaml in this folder or above it",
        "go to your plan's folder, name it with --plan DIR, or begin a plan with sipctl init",
    )


def kind_of(path: str) -> str | None:
    """Which kind of file stands at a path within a plan folder; None for what is not read."""
    if path in NEEDED:
        return path.removesuffix(".yaml")
    if not path.endswith(".yaml"):
        return None
    if path.startswith("records/"):
        return "record"
    return "aim" if path.startswith("aims/") and path.count("/") == 1 else None


def read(folder: Folder) -> Found:
    """Every file of a plan, read once."""
    found = Found()
    _walk(str(folder.path), found)
    found.sources.sort()
    found.faults += lacking(found)
    return found


def lacking(found: Found) -> list[Fault]:
    """A fault for each file that every plan has, and this one does not."""
    have = {source.path for source in found.sources} | {fault.file for fault in found.faults}
    helped = f"a plan folder holds {LAYOUT}"
    faults = [
        Fault("missing-file", "error", "this file is missing", helped, name)
        for name in NEEDED
        if name not in have
    ]
    if "aims" not in have and not any(kind_of(path) == "aim" for path in have):
        helped = "write one file for each aim, such as aims/1-people.yaml"
        faults.append(Fault("missing-file", "error", "this plan has no aims", helped, "aims"))
    return faults


def read_file(folder: Folder, path: str) -> Source:
    """One file of a plan, as far as a plan file may go; raises OSError."""
    return Source(path, _bytes(str(folder.path / path)))


def _bytes(path: str) -> bytes:
    """A plain file's bytes, one more than it may have at most; raises OSError."""
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - see _walk
        raise OSError(errno.EINVAL, _NOT_PLAIN, path)
    with open(path, "rb") as file:  # noqa: PTH123 - see _walk
        return file.read(BIGGEST + 1)


_NOT_PLAIN = "it is not a plain file, but a folder, a pipe or a device"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name with a NUL, a folder that may not be entered
        return False


def _walk(top: str, found: Found) -> None:
    """Reads what belongs to the plan, and tells what looks as if it should."""
    real_top = os.path.realpath(top) + os.sep
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            # Not pathlib: an object for each of 10,000 records is most of the time.
            with os.scandir(f"{top}/{inside}") as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            _unreadable(found, inside.rstrip("/") or "plan.yaml", error)
            continue
        names: dict[str, str] = {}
        for entry in entries:
            path = f"{inside}{entry.name}"
            if entry.name.startswith(".") or _ends_or_leads_away(entry, path, real_top, found):
                continue
            if entry.is_dir(follow_symlinks=False) and not kind_of(path):
                waiting.append(f"{path}/")
            elif kind_of(path):
                _same_name(path, names, found)
                _read(entry.path, path, found)
            elif _looks_like_plan(path):
                _unknown(found, path)


def _ends_or_leads_away(entry: os.DirEntry[str], path: str, real_top: str, found: Found) -> bool:
    """Whether an entry is not to be looked at: its name is odd, or it is a link out of the plan."""
    matters = _looks_like_plan(path) or path in FOLDERS or path.startswith("records/")
    if _ODD_NAME.search(entry.name):
        if matters or entry.is_dir():
            message = "this name has characters that cannot be shown"
            helped = "rename it in plain letters"
            _tell(found, "bad-file-name", message, helped, _ODD_NAME.sub("\ufffd", path))
        return True
    if not entry.is_symlink():
        return False
    if not os.path.realpath(entry.path).startswith(real_top):
        if matters:
            message = "this is a link to somewhere outside the plan, so it is not read"
            _tell(found, "leads-outside", message, "put the file itself here", path)
        return True
    return False


def _read(full: str, path: str, found: Found) -> None:
    try:
        found.sources.append(Source(path, _bytes(full)))
    except OSError as error:
        _unreadable(found, path, error)


def _looks_like_plan(path: str) -> bool:
    return path.lower().endswith((".yaml", ".yml"))


def _same_name(path: str, names: dict[str, str], found: Found) -> None:
    """Two names that a Mac or Windows machine takes for one: git would lose one of them there."""
    folded = path.casefold()
    if not path.isascii():
        from unicodedata import normalize

        folded = normalize("NFC", path).casefold()
    other = names.setdefault(folded, path.rsplit("/", 1)[-1])
    if other != path.rsplit("/", 1)[-1]:
        message = f'this name differs from "{other}" by capitals or accents alone'
        helped = "rename one of them: many computers take the two for one file"
        _tell(found, "same-name", message, helped, path)


def _unreadable(found: Found, path: str, error: OSError) -> None:
    reason = error.strerror or str(error)
    helped = "look at its permissions, or ask whoever put it there"
    if reason == _NOT_PLAIN:
        helped = "put a plain file here"
    elif error.errno in (errno.ELOOP, errno.ENOENT):
        reason, helped = "it is a link that leads nowhere", "put the file itself here"
    message = f"this cannot be read: {reason[:1].lower()}{reason[1:]}"
    _tell(found, "unreadable-file", message, helped, path)


def _unknown(found: Found, path: str) -> None:
    """A YAML file that nothing reads would be lost without a word; one fault a strange folder."""
    helped = f"a plan folder holds {LAYOUT}: rename it, or move it out"
    folder = path.rpartition("/")[0]
    if folder in ("", "aims") or path.startswith("records/"):
        stem = path.rpartition(".")[0]
        meant = next(filter(kind_of, (f"{stem}.yaml", f"{stem}.yaml".lower())), None)
        if meant:
            helped = f'rename it to "{meant.rpartition("/")[2]}"'
        message = "sipctl does not read a file of this name here"
        _tell(found, "unknown-file", message, helped, path)
        return
    first = folder.split("/")[0]
    folder = folder if first == "aims" else first
    if all(fault.file != folder for fault in found.faults):
        near = None if first == "aims" else nearest(first, FOLDERS)
        message = "sipctl reads nothing in this folder, and it has files like a plan's"
        _tell(found, "unknown-file", message, f'rename it to "{near}"' if near else helped, folder)


def _tell(found: Found, slug: str, message: str, helped: str, path: str) -> None:
    found.faults.append(Fault(slug, "error", message, helped, path))
