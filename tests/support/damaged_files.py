"""Office files with one part changed: what a hostile or damaged file is made of."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: list[list[Any]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or [["Action", "Lead"], ["Do it", "JK"]]:
        book.active.append(row)  # type: ignore[union-attr]
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one part changed (or added)."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        parts = {info.filename: old.read(info) for info in old.infolist()}
        parts[part] = change(parts.get(part, b""))
        for name, body in parts.items():
            new.writestr(name, body)
    return buffer.getvalue()


def in_sheet(addition: str, before: str = "</worksheet>") -> bytes:
    return with_part(
        workbook(), SHEET, lambda xml: xml.replace(before.encode(), (addition + before).encode())
    )
