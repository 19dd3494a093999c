"""Zip files that are the same every time: entries in order, all of one moment."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""

FIRST = "[Content_Types].xml"
CORE = "docProps/core.xml"
_MOST = 1_000_000
"""Bytes."""


def steady(data: bytes) -> bytes:
    """A zip file with its entries in order, without times and without what made them."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=9) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != FIRST, name)):
            entry = ZipInfo(name, MOMENT)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def core_of(data: bytes) -> bytes:
    """What an Office file says of itself; nothing for any other zip file."""
    try:
        with ZipFile(BytesIO(data)) as zipped, zipped.open(CORE) as core:
            return core.read(_MOST)
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return b""
