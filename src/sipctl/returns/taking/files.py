"""The documents that came back: files, folders of them, and letters (`.eml`) that carry them."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sipctl.documents import detect, office
from sipctl.plan.faults import Refusal
from sipctl.returns import layout
from sipctl.returns.taking import readings
from sipctl.returns.taking.cells.tables import fold_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import EmailMessage

    from sipctl.documents.document import Document

MOST_FILES, MOST_PARTS, DEEPEST = 1_000, 200, 20
"""Files that are taken at once; parts of a letter, and how deep they stand within each other."""
ENDINGS = (".xlsx", ".xlsm", ".docx", ".docm", ".csv", ".ods", ".xls", ".eml")
"""What a file's name ends in that may be a return; of a folder, only those are looked at."""
_LETTER = ".eml"
_INNER = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
"""What stands before each part of a letter that has parts of its own."""
_NOT_FILES = ("~$", ".")
"""How names begin of files that programs leave beside those that people save."""


@dataclass(frozen=True)
class ReturnedFile:
    """A document that came back; `name` is how people find it: `back/JK.xlsx`,
    `back/RE plan.eml, JK.xlsx`. `data_hash` is equal for equal bytes."""

    name: str
    document: Document
    data_hash: str


@dataclass(frozen=True)
class UnreadFile:
    """A file that is no return: why, and what to do."""

    name: str
    message: str
    help: str


@dataclass(frozen=True)
class _Bytes:
    name: str
    data: bytes


def read_files(paths: Iterable[str]) -> tuple[list[ReturnedFile], list[UnreadFile]]:
    """Every document that paths lead to, each once, and what cannot be read."""
    returned: dict[str, ReturnedFile] = {}
    unread: list[UnreadFile] = []
    for item in _all_bytes(paths):
        if isinstance(item, UnreadFile):
            unread.append(item)
            continue
        data_hash = hashlib.sha256(item.data).hexdigest()
        if data_hash in returned:
            continue
        try:
            document = read_document(item.data, item.name)
        except Refusal as refusal:
            unread.append(UnreadFile(item.name, refusal.message, refusal.help))
        else:
            returned[data_hash] = ReturnedFile(item.name, document, data_hash)
    return list(returned.values()), unread


_HEADS = {*map(fold_head, layout.headings()), *readings.NAMES}
"""The heads of the tables that come back, as they are compared."""


def read_document(data: bytes, name: str) -> Document:
    """What a return holds, whatever kind of file it is; raises Refusal."""
    return detect.read_data(data, name, lambda text: fold_head(text) in _HEADS, layout.PROMPTS)


def _all_bytes(paths: Iterable[str]) -> Iterator[_Bytes | UnreadFile]:
    """The bytes of each file, and of each attachment of a letter."""
    count = 0
    for path in paths:
        for file in _files_of(Path(path)):
            count += 1
            if count > MOST_FILES:
                yield UnreadFile(str(path), f"more than {MOST_FILES} files", "take them in parts")
                return
            yield from _bytes_of(file)


def _files_of(path: Path) -> Iterator[Path]:
    """A file itself; of a folder the files in it that may be returns, and in its folders.

    A pattern such as `back/*`, which not every shell replaces, stands for what it matches.
    """
    if set("*?[") & set(path.name) and not path.exists():
        matches = sorted(path.parent.glob(path.name))
        yield from (file for match in matches for file in _files_of(match))
        if matches:
            return
    if not path.is_dir():
        yield path
        return
    for folder, inner, names in os.walk(path):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) and not name.startswith(_NOT_FILES):
                yield Path(folder, name)


def _bytes_of(path: Path) -> Iterator[_Bytes | UnreadFile]:
    name = path.as_posix()
    try:
        data = office.load(path)
    except Refusal as refusal:
        yield UnreadFile(name, refusal.message, refusal.help)
        return
    if path.suffix.lower() == ".msg":
        message = f"{name} is a letter as Outlook keeps it"
        yield UnreadFile(name, message, "open it, save the form that is attached, and take that")
    elif path.suffix.lower() == _LETTER:
        yield from _attachments(name, data)
    else:
        yield _Bytes(name, data)


# --- letters -------------------------------------------------------------------------------------


def _attachments(name: str, data: bytes) -> Iterator[_Bytes | UnreadFile]:
    """The documents that a letter carries, those of letters attached to it too."""
    from email import message_from_bytes, policy

    if len(_INNER.findall(data)) > MOST_PARTS:  # the parser takes long over deep ones
        yield UnreadFile(name, f"{name} has more parts than any letter", _SAVE_IT)
        return
    try:
        letter = message_from_bytes(data, policy=policy.default)
        carried = list(_documents(letter, name))
    except Exception:  # of what the standard library raises for damaged letters no list is whole
        yield UnreadFile(name, f"{name} cannot be read as a letter", _SAVE_IT)
        return
    yield from carried
    if not carried:
        yield UnreadFile(name, f"no form is attached to {name}", _SAVE_IT)


_SAVE_IT = "save the form that came with it as a file, and take that"


def _documents(letter: EmailMessage, name: str) -> Iterator[_Bytes]:
    for part in _parts(letter, 0):
        file = part.get_filename() or ""
        if not file.lower().endswith(ENDINGS):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield _Bytes(f"{name}, {Path(file).name}", content)


def _parts(letter: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """The parts of a letter that hold something, in order, within bounds."""
    waiting = [(letter, depth)]
    count = 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > MOST_PARTS or depth > DEEPEST:
            raise ValueError
        inner = part.get_payload() if part.is_multipart() else []
        if not inner:
            yield part
        waiting += [(child, depth + 1) for child in reversed(inner)]  # type: ignore[arg-type]
