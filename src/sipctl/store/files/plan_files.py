"""Reads the files of a plan's folder; each one unreadable or out of place becomes a fault."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sipctl.plan.faults import Fault, nearest
from sipctl.store.files.folder import FOLDERS, LAYOUT, NEEDED, PAST, kind_of
from sipctl.store.files.inside import NotPlainError, is_inside, read_inside, read_plain
from sipctl.store.files.journal import cut_off
from sipctl.store.files.source import BIGGEST, Source

if TYPE_CHECKING:
    from sipctl.store.files.folder import Folder

_ODD_NAME = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Characters that a name may not hold: they are invisible, or move the text around them."""


@dataclass
class FolderContents:
    """A folder's sources in order of path, and the faults of the files themselves."""

    sources: list[Source] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add_fault(self, slug: str, message: str, advice: str, path: str) -> None:
        """Adds an error about a file or folder as a whole."""
        self.faults.append(Fault(slug, "error", message, advice, path))


def read(folder: Folder) -> FolderContents:
    """Reads every file of a plan, after waiting for an edit of several that is being written."""
    cut_off_edit = cut_off_fault(folder)
    contents = FolderContents()
    _walk(str(folder.path), contents)
    contents.sources.sort()
    contents.faults += [cut_off_edit] if cut_off_edit else []
    contents.faults += missing_files(contents)
    return contents


def read_while_locked(folder: Folder) -> list[Source]:
    """Reads every file of a plan without waiting, for a caller that holds the plan's lock."""
    contents = FolderContents()
    _walk(str(folder.path), contents)
    return sorted(contents.sources)


def cut_off_fault(folder: Folder, *, here: bool = False) -> Fault | None:
    """A fault for an edit of several files that was cut off: some may be written, some not.

    None where there is none; with `here`, None also for one that was cut off in another folder.
    """
    name, is_own = cut_off(folder) or (None, False)
    if name is None or (here and not is_own):
        return None
    message = "an edit of several files was cut off half-way"
    advice = "the next command that changes the plan finishes it first, such as sipctl latest"
    if not is_own:
        message = f"{message} elsewhere, and this came here from there"
        advice = "let it be finished there (sipctl latest), and remove this file here"
    return Fault("edit-cut-off", "error", message, advice, name)


def missing_files(contents: FolderContents) -> list[Fault]:
    """A fault for each file that every plan has, and this one does not."""
    present = {source.path for source in contents.sources}
    present |= {fault.file for fault in contents.faults}
    advice = f"a plan folder holds {LAYOUT}"
    faults = [
        Fault("missing-file", "error", "this file is missing", advice, name)
        for name in NEEDED
        if name not in present
    ]
    if "aims" not in present and not any(kind_of(path) == "aim" for path in present):
        advice = "write one file for each aim, such as aims/1-people.yaml"
        faults.append(Fault("missing-file", "error", "this plan has no aims", advice, "aims"))
    return faults


def read_file(folder: Folder, path: str) -> Source:
    """Reads one file of a plan, cut one byte after the largest size; raises OSError."""
    return Source(path, read_inside(folder.path, path, BIGGEST + 1))


def _walk(top: str, contents: FolderContents) -> None:
    """Reads what belongs to the plan, and adds a fault for what looks as if it should."""
    real_top = os.path.realpath(top)
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            # Not pathlib: with 10,000 records, its objects take most of the time.
            with os.scandir(f"{top}/{inside}") as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            _add_unreadable(contents, inside.rstrip("/") or "plan.yaml", error)
            continue
        names: dict[str, str] = {}
        for entry in entries:
            path = f"{inside}{entry.name}"
            if entry.name.startswith(".") or _is_refused(entry, path, real_top, contents):
                continue
            if entry.is_dir(follow_symlinks=False) and not kind_of(path):
                if path == PAST:  # earlier plans, each read as a plan of its own
                    continue
                waiting.append(f"{path}/")
            elif kind_of(path):
                _check_same_name(path, names, contents)
                _read(entry, path, contents)
            elif _looks_like_plan(path):
                _add_unknown(contents, path)


def _is_refused(
    entry: os.DirEntry[str], path: str, real_top: str, contents: FolderContents
) -> bool:
    """Whether an entry is not read: its name is odd, or it is a link (a fault if it leads out)."""
    matters = _looks_like_plan(path) or path in FOLDERS or path.startswith("records/")
    if _ODD_NAME.search(entry.name):
        if matters or entry.is_dir():
            message = "this name has characters that cannot be shown"
            advice = "rename it in plain letters"
            contents.add_fault("bad-file-name", message, advice, _ODD_NAME.sub("\ufffd", path))
        return True
    if not entry.is_symlink():
        return False
    if not is_inside(os.path.realpath(entry.path), real_top):
        if matters:
            message = "this is a link to somewhere outside the plan, so it is not read"
            contents.add_fault("leads-outside", message, "put the file itself here", path)
        return True
    return False


def _read(entry: os.DirEntry[str], path: str, contents: FolderContents) -> None:
    real_path = os.path.realpath(entry.path) if entry.is_symlink() else entry.path
    try:
        contents.sources.append(Source(path, read_plain(real_path, BIGGEST + 1)))
    except OSError as error:
        _add_unreadable(contents, path, error)


def _looks_like_plan(path: str) -> bool:
    return path.lower().endswith((".yaml", ".yml"))


def _check_same_name(path: str, names: dict[str, str], contents: FolderContents) -> None:
    """Adds a fault for two names that macOS or Windows takes for one: git would lose one there."""
    folded = path.casefold()
    if not path.isascii():
        from unicodedata import normalize

        folded = normalize("NFC", path).casefold()
    name = path.rsplit("/", 1)[-1]
    other = names.setdefault(folded, name)
    if other != name:
        message = f'this name differs from "{other}" by capitals or accents alone'
        advice = "rename one of them: many computers take the two for one file"
        contents.add_fault("same-name", message, advice, path)


def _add_unreadable(contents: FolderContents, path: str, error: OSError) -> None:
    reason = error.strerror or str(error)
    advice = "look at its permissions, or ask whoever put it there"
    if isinstance(error, NotPlainError):
        advice = "put a plain file here"
    elif error.errno in (errno.ELOOP, errno.ENOENT):
        reason, advice = "it is a link that leads nowhere", "put the file itself here"
    message = f"this cannot be read: {reason[:1].lower()}{reason[1:]}"
    contents.add_fault("unreadable-file", message, advice, path)


def _add_unknown(contents: FolderContents, path: str) -> None:
    """Adds a fault for a YAML file that nothing reads; a strange folder gets a single one."""
    advice = f"a plan folder holds {LAYOUT}: rename it, or move it out"
    folder = path.rpartition("/")[0]
    if folder in ("", "aims") or path.startswith("records/"):
        stem = path.rpartition(".")[0]
        meant = next(filter(kind_of, (f"{stem}.yaml", f"{stem}.yaml".lower())), None)
        if meant:
            advice = f'rename it to "{meant.rpartition("/")[2]}"'
        message = "sipctl does not read a file of this name here"
        contents.add_fault("unknown-file", message, advice, path)
        return
    first = folder.split("/")[0]
    folder = folder if first == "aims" else first
    if all(fault.file != folder for fault in contents.faults):
        near = None if first == "aims" else nearest(first, FOLDERS)
        advice = f'rename it to "{near}"' if near else advice
        message = "sipctl reads nothing in this folder, and it has files like a plan's"
        contents.add_fault("unknown-file", message, advice, folder)
