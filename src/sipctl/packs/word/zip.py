"""Zip files with the same bytes every time: entries in order, all with one time."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""

FIRST_ENTRY = "[Content_Types].xml"
CORE = "docProps/core.xml"
_MOST_BYTES = 1_000_000
"""The most bytes of the core properties that are read."""


def normalise(data: bytes) -> bytes:
    """A zip file with its entries sorted after `FIRST_ENTRY`, one time, and no creating system."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=9) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != FIRST_ENTRY, name)):
            entry = ZipInfo(name, MOMENT)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def core_properties(data: bytes) -> bytes:
    """The XML of an Office file's core properties; empty for any other zip file."""
    try:
        with ZipFile(BytesIO(data)) as zipped, zipped.open(CORE) as core:
            return core.read(_MOST_BYTES)
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return b""
