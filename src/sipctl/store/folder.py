"""The plan's folder on disk: finding it, and reading its files. Nothing here writes."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from sipctl.plan.faults import Fault, Refusal
from sipctl.store.source import BIGGEST, Source

LAYOUT = "plan.yaml, people.yaml, calendar.yaml, aims/*.yaml and records/**/*.yaml"
NEEDED = ("plan.yaml", "people.yaml", "calendar.yaml")


@dataclass(frozen=True)
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
    """The plan's folder: `asked` (a plan folder, or one that holds `plan/`), else upwards from `here`.

    Raises Refusal where there is none.
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
    top = str(folder.path)
    _list(top, "", found, os.path.realpath(top))
    found.sources.sort()
    have = {source.path for source in found.sources} | {fault.file for fault in found.faults}
    for name in NEEDED:
        if name not in have:
            helped = f"a plan folder holds {LAYOUT}"
            found.faults.append(
                Fault("missing-file", "error", "this file is missing", helped, name)
            )
    if not any(kind_of(path) == "aim" for path in have):
        helped = "write one file for each aim, such as aims/1-people.yaml"
        found.faults.append(Fault("missing-file", "error", "this plan has no aims", helped, "aims"))
    return found


def read_file(folder: Folder, path: str) -> Source:
    """One file of a plan; raises OSError."""
    return Source(path, (folder.path / path).read_bytes())


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name with a NUL, a folder that may not be entered
        return False


def _list(top: str, inside: str, found: Found, real_top: str) -> None:
    try:
        entries = sorted(os.scandir(os.path.join(top, inside)), key=lambda entry: entry.name)  # noqa: PTH118 - a path object for each of 10,000 records is most of the time
    except OSError as error:
        found.faults.append(_unreadable(inside.rstrip("/") or "plan.yaml", error))
        return
    for entry in entries:
        path = f"{inside}{entry.name}"
        if entry.name.startswith(".") or not _sound_name(path, found):
            continue
        if entry.is_symlink() and not os.path.realpath(entry.path).startswith(real_top + os.sep):
            if kind_of(path) or path in ("aims", "records"):
                found.faults.append(_leads_out(path))
            continue
        if entry.is_dir(follow_symlinks=False):
            if path == "aims" or path.split("/")[0] == "records":
                _list(top, f"{path}/", found, real_top)
        elif kind_of(path):
            _read(entry, path, found)
        elif entry.name.endswith((".yaml", ".yml")):
            found.faults.append(_unknown(path))


def _read(entry: os.DirEntry[str], path: str, found: Found) -> None:
    try:
        about = entry.stat()
        if not stat.S_ISREG(about.st_mode):
            message = "this is not a file that can be read (a pipe or a device)"
            found.faults.append(
                Fault("unreadable-file", "error", message, "put a plain file here", path)
            )
            return
        with open(entry.path, "rb") as file:  # noqa: PTH123 - as above
            found.sources.append(Source(path, file.read(BIGGEST + 1)))
    except OSError as error:
        found.faults.append(_unreadable(path, error))


def _sound_name(path: str, found: Found) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        shown = path.encode("utf-8", "replace").decode()
        helped = "rename it in plain letters"
        if path.endswith((".yaml", ".yml")):
            found.faults.append(
                Fault("bad-file-name", "error", "this file's name is not UTF-8 text", helped, shown)
            )
        return False
    return True


def _unreadable(path: str, error: OSError) -> Fault:
    reason = (error.strerror or str(error)).lower()
    return Fault(
        "unreadable-file",
        "error",
        f"this cannot be read: {reason}",
        "look at its permissions, or ask whoever put it there",
        path,
    )


def _leads_out(path: str) -> Fault:
    message = "this is a link to somewhere outside the plan, so it is not read"
    return Fault("leads-outside", "error", message, "put the file itself here", path)


def _unknown(path: str) -> Fault:
    message = "sipctl does not read a file of this name here"
    return Fault(
        "unknown-file",
        "error",
        message,
        f"a plan folder holds {LAYOUT}: rename it, or move it out",
        path,
    )
