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
"""The most files taken at once; the most parts of a letter, and how deep they may be nested."""
_LETTER = ".eml"
_ENDINGS = (".xlsx", ".xlsm", ".docx", ".docm", ".csv", ".ods", ".xls")
"""The endings of attachments that may be a return."""
_OFFICE = "application/vnd.openxmlformats"
"""The beginning of the content type of workbooks and Word documents, whatever their names."""
_UNREADABLE = {
    ".msg": ("a letter as Outlook keeps it", "open it, save the form in it, and take that"),
    ".dat": ("what Outlook packs attachments into", "save the form from the letter in Outlook"),
    ".zip": ("a packed folder", "unpack it, and take what was in it"),
    ".pdf": ("a PDF, not a form", "if it is an answer, put it down with sipctl record"),
    ".pages": ("a document of Pages", "export it as Word (.docx) there, and take that"),
    ".numbers": ("a workbook of Numbers", "export it as Excel (.xlsx) there, and take that"),
}
"""The ending of a file that cannot be read → what it is, and what to do."""
_NO_ANSWERS = (
    *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".ico", ".heic", ".webp"),
    *(".p7s", ".asc", ".vcf", ".ics", ".db", ".ini"),
)
"""The endings of files that are no answers: pictures in a letter, signatures."""
_INNER = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
"""The content types of parts of a letter that have parts of their own."""
_NOT_FILES = ("~$", ".")
"""The beginnings of names of files that programs leave beside those that people save."""


@dataclass(frozen=True)
class ReturnedFile:
    """A document that came back; `name` is how people find it: `back/JK.xlsx`,
    `back/RE plan.eml, JK.xlsx`. `data_hash` is equal for equal bytes."""

    name: str
    document: Document
    data_hash: str


@dataclass(frozen=True)
class UnreadFile:
    """A file that is not read: why, and what to do."""

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


_HEADS = {*map(fold_head, layout.HEADINGS), *readings.NAMES}
"""The heads of the tables that come back, as they are compared."""


def read_document(data: bytes, name: str) -> Document:
    """What a return holds, whatever kind of file it is; raises Refusal."""
    return detect.read_data(data, name, lambda text: fold_head(text) in _HEADS, layout.PROMPTS)


def _all_bytes(paths: Iterable[str]) -> Iterator[_Bytes | UnreadFile]:
    """The bytes of each file, and of each attachment of a letter."""
    files = dict.fromkeys(file for path in paths for file in _files_of(Path(path)))
    yield from (item for file in list(files)[:MOST_FILES] for item in _bytes_of(file))
    if len(files) > MOST_FILES:
        name = list(files)[MOST_FILES].as_posix()
        yield UnreadFile(name, f"more than {MOST_FILES} files", "take them in parts")


def _files_of(path: Path) -> Iterator[Path]:
    """A file itself; of a folder, the files that people put into it and its folders.

    A pattern such as `back/*`, which not every shell expands, is expanded here.
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
            if not name.startswith(_NOT_FILES) and not name.lower().endswith(_NO_ANSWERS):
                yield Path(folder, name)


def _bytes_of(path: Path) -> Iterator[_Bytes | UnreadFile]:
    name = path.as_posix()
    ending = path.suffix.lower()
    if ending in _UNREADABLE and path.is_file():
        yield _unreadable(name)
        return
    try:
        data = office.load(path)
    except Refusal as refusal:
        yield UnreadFile(name, refusal.message, refusal.help)
        return
    if ending == _LETTER:
        yield from _attachments(name, data)
    else:
        yield _Bytes(name, data)


def _unreadable(name: str) -> UnreadFile:
    """A file that cannot be a return, by its name."""
    what, advice = _UNREADABLE[Path(name).suffix.lower()]
    return UnreadFile(name, f"{name} is {what}", advice)


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
    except Exception:  # what the standard library raises for damaged letters is not listed anywhere
        yield UnreadFile(name, f"{name} cannot be read as a letter", _SAVE_IT)
        return
    yield from carried
    if not carried:
        yield UnreadFile(name, f"no form is attached to {name}", _SAVE_IT)


_SAVE_IT = "save the form that came with it as a file, and take that"


def _documents(letter: EmailMessage, name: str) -> Iterator[_Bytes | UnreadFile]:
    for part in _parts(letter, 0):
        file = Path(part.get_filename() or "").name
        place, ending = f"{name}, {file or 'attachment'}", Path(file).suffix.lower()
        content = part.get_payload(decode=True)
        if ending in _UNREADABLE:
            yield _unreadable(place)
        elif ending == _LETTER and isinstance(content, bytes):
            yield from _attachments(place, content)
        elif ending in _ENDINGS or part.get_content_type().startswith(_OFFICE):
            yield _Bytes(place, content if isinstance(content, bytes) else b"")
        elif file and ending not in _NO_ANSWERS:
            yield UnreadFile(place, f"{place} is no form", "keep it, if it is evidence")


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
