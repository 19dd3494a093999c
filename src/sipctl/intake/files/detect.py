"""One file, whatever it is, as a document: known by what is in it, not by what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipctl.intake.files import office as packages
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from sipctl.intake.document import Document


def read(path: Path) -> Document:
    """The tables and text of a workbook, a Word document or a CSV file; raises Refusal."""
    return read_data(packages.load(path), path.name)


def read_data(data: bytes, name: str) -> Document:
    """The tables and text of a file's bytes; `name` is what messages call it. Raises Refusal."""
    if packages.is_old(data):
        from sipctl.intake.files import calamine

        return calamine.read(data, name, packages.old_format(name))
    package = packages.package(data, name)
    if package is None:
        from sipctl.intake.files import csv

        return csv.read(data, name)
    if "xl/workbook.xml" in package.names:
        from sipctl.intake.files import xlsx

        return xlsx.read(package)
    if "word/document.xml" in package.names:
        from sipctl.intake.files import docx

        return docx.read(package)
    if "content.xml" in package.names and package.is_spreadsheet:
        from sipctl.intake.files import calamine

        refusal = Refusal(f"{name} is a workbook of OpenDocument (.ods)", packages.SAVE)
        return calamine.read(data, name, refusal)
    raise Refusal(f"{name} is neither a workbook nor a Word document", packages.SAVE)
