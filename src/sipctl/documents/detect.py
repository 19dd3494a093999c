"""A file as a document, known by what is in it and not by its name; all those of a folder."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sipctl.documents import office as packages
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from sipctl.documents.document import Document, IsHead


ENDINGS = (".docx", ".docm", ".xlsx", ".xlsm", ".csv", ".xls", ".ods")
"""The endings of files that are read from a folder."""
_PROGRAMS_OWN = ("~$", ".")
"""The beginnings of names of files that programs leave beside those that people save."""
MOST_FILES = 60
"""The most documents of a folder that are read as one plan."""


def read_all(path: Path, is_head: IsHead) -> list[Document]:
    """The document that a file is, or those of a folder in the order of their names; `left_out` of
    the last also names the folder's other files. Raises Refusal."""
    if not path.is_dir():
        return [read(path, is_head)]
    with packages.refused_where_unreadable(path):
        entries = sorted(path.iterdir(), key=_as_people_sort)
        entries = [entry for entry in entries if not entry.name.startswith(_PROGRAMS_OWN)]
        files = [entry for entry in entries if entry.is_file()]
    readable = [entry for entry in files if entry.suffix.lower() in ENDINGS]
    if not readable:
        raise Refusal(
            f"{path} holds no document", f"put files there that end in {', '.join(ENDINGS)}"
        )
    if len(readable) > MOST_FILES:
        raise Refusal(f"{path} holds more than {MOST_FILES} documents", "name a folder of one plan")
    documents = [read(entry, is_head) for entry in readable]
    others = tuple(f"{entry.name} was not read" for entry in entries if entry not in readable)
    return [*documents[:-1], replace(documents[-1], left_out=(*documents[-1].left_out, *others))]


def _as_people_sort(path: Path) -> tuple[list[tuple[int, str]], str]:
    """`2 Reading` before `10 Writing`."""
    parts = re.findall(r"[0-9]{1,9}|[^0-9]+", path.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], path.name


def read(path: Path, is_head: IsHead) -> Document:
    """The tables and text of a workbook, a Word document or a CSV file; raises Refusal."""
    return read_data(packages.load(path), path.name, is_head)


def read_data(
    data: bytes, name: str, is_head: IsHead, prompts: Container[str] | None = None
) -> Document:
    """The tables and text of a file's bytes; `name` is what messages call it. Raises Refusal.

    `prompts` are the texts that stand in the controls of a Word document until they are filled in;
    None where nobody knows them.
    """
    if packages.is_old(data):
        from sipctl.documents import calamine

        return calamine.read(data, name, packages.old_format(name))
    package = packages.package(data, name)
    if package is None:
        from sipctl.documents import csv

        return csv.read(data, name, is_head)
    if "xl/workbook.xml" in package.names:
        from sipctl.documents import xlsx

        return xlsx.read(package)
    if "word/document.xml" in package.names:
        from sipctl.documents import docx

        return docx.read(package, is_head, prompts)
    if "content.xml" in package.names and package.is_spreadsheet:
        from sipctl.documents import calamine

        refusal = Refusal(f"{name} is a workbook of OpenDocument (.ods)", packages.SAVE)
        return calamine.read(data, name, refusal)
    raise Refusal(f"{name} is neither a workbook nor a Word document", packages.SAVE)
