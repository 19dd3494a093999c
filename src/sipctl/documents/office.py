"""An Office file is a ZIP archive of XML: opened, looked at, and its parts parsed within bounds."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

BIGGEST = 32_000_000
"""Bytes of a file, with its pictures. Plans are a hundredth of it."""
BIGGEST_XML, MOST_PARTS, DEEPEST = 24_000_000, 5_000, 200
"""Bytes of XML that are parsed of one file; parts of an archive; elements within each other."""

_SECRET = 1
"""The flag of a part that needs a password."""
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": "a PDF",
    b"{\\rt": "rich text",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


class Package:
    """The parts of one Office file. Each XML part is looked at before it is parsed."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self.archive = archive
        self.file = name
        self.names = frozenset(archive.namelist())
        self.parsed = 0

    @property
    def is_spreadsheet(self) -> bool:
        """Whether this is a workbook of OpenDocument."""
        if "mimetype" not in self.names or self.archive.getinfo("mimetype").file_size > 100:
            return False
        with damage_in(self.file, "mimetype"):
            return self.archive.read("mimetype").startswith(
                b"application/vnd.oasis.opendocument.spreadsheet"
            )

    def xml(self, part: str) -> Element | None:
        """A part's root element, None if there is no such part; raises Refusal."""
        if part not in self.names:
            return None
        info = self.archive.getinfo(part)
        self.parsed += info.file_size
        if self.parsed > BIGGEST_XML:
            raise too_large(self.file)
        if info.flag_bits & _SECRET:
            raise Refusal(f"{self.file} is protected by a password", f"take it off: {SAVE}")
        # Office packs in no other way; other ways unpack more than they were asked for.
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise broken(self.file, part)
        with damage_in(self.file, part):
            with self.archive.open(info) as packed:
                data = packed.read(info.file_size + 1)
            _look(data, self.file)
            return ET.fromstring(data)  # noqa: S314 - `_look` let it pass

    def parts_beginning(self, start: str) -> list[str]:
        """The names of the XML parts that begin so, in order."""
        names = (name for name in self.names if name.startswith(start))
        return sorted(name for name in names if name.endswith(".xml"))

    def related(self, part: str) -> dict[str, str]:
        """The parts that a part points to, by the id it has for each; nothing outside the file."""
        folder = part.rpartition("/")[0]
        targets = self._targets(part, outside=False)
        return {name: _within(folder, target) for name, target in targets.items()}

    def addresses(self, part: str) -> dict[str, str]:
        """The addresses outside the file that a part points to, by the id it has for each."""
        return self._targets(part, outside=True)

    def _targets(self, part: str, *, outside: bool) -> dict[str, str]:
        folder, _, name = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{name}.rels")
        return {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in (root if root is not None else ())
            if (relation.get("TargetMode") == "External") == outside
        }


SAVE = "open it, save it as .xlsx, .docx or .csv, and try again"


def load(path: Path) -> bytes:
    """A file's bytes, as far as a plan may go; raises Refusal."""
    with refused_where_unreadable(path):
        if not path.is_file():
            raise Refusal(f"{path} is not a file", "name a workbook, a Word document or a CSV file")
        with path.open("rb") as file:
            data = file.read(BIGGEST + 1)
    if len(data) > BIGGEST:
        raise too_large(path.name)
    return data


@contextmanager
def refused_where_unreadable(path: Path) -> Iterator[None]:
    """Turns an OSError into a Refusal."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refusal(
            f"{path} cannot be read: {reason}", "look at the name and its permissions"
        ) from None


def is_old(data: bytes) -> bool:
    """Whether bytes are a file of Office before 2007, without a password."""
    return data.startswith(_OLD) and _LOCKED not in data


def old_format(name: str) -> Refusal:
    """The refusal of a file in Office's format of before 2007."""
    return Refusal(f"{name} is in Office's format of before 2007 (.doc, .xls)", SAVE)


def package(data: bytes, name: str) -> Package | None:
    """The Office file that the bytes are; None if they are none. Raises Refusal."""
    if data.startswith(_OLD):
        if _LOCKED in data:
            raise Refusal(f"{name} is protected by a password", f"take the password off: {SAVE}")
        raise old_format(name)
    for start, what in _OTHERS.items():
        if data.startswith(start):
            raise Refusal(f"{name} is {what}, not a table", f"{SAVE}; or copy its table into one")
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    with damage_in(name, "archive"):
        archive = ZipFile(BytesIO(data))
    infos = archive.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > 4 * BIGGEST:
        raise too_large(name)
    return Package(archive, name)


@contextmanager
def damage_in(name: str, part: str) -> Iterator[None]:
    """Turns whatever is raised within, but for a Refusal, into a refusal of a damaged file.

    Archives and XML are read from bytes in memory, so that only the file can be at fault. What may
    be raised cannot be listed: the encoding that a part names may raise anything.
    """
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        raise broken(name, part) from error


def broken(name: str, part: str) -> Refusal:
    """The refusal of a damaged file."""
    return Refusal(f"{name} is damaged: its {part} cannot be read", SAVE)


def too_large(name: str) -> Refusal:
    """The refusal of a file that is larger than any plan."""
    return Refusal(
        f"{name} is larger than any plan (or unpacks to more)",
        "take out what is not the plan, such as pictures or unused sheets, and try again",
    )


def local(element: Element) -> str:
    """An element's name without its namespace, which differs from one flavour to the other."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without a namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that name."""
    for inner in element if element is not None else ():
        if local(inner) == name:
            yield inner


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of the first name, its first of the second, and so on."""
    for name in names:
        element = next(children(element, name), None)
    return element


def _look(data: bytes, name: str) -> None:
    """Raises Refusal for dangerous XML: declared entities, bottomless trees."""
    depth = 0

    def opened(_tag: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Refusal(f"{name} is nested deeper than any document", SAVE)

    def closed(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise Refusal(f"{name} declares a document type, which no Office program does", SAVE)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.Parse(data, True)


def _within(folder: str, target: str) -> str:
    """A part's name from what another part in a folder calls it."""
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/")
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(step for step in steps if step)
