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
    data = packages.load(path)
    if packages.is_old(data):
        from sipctl.intake.files import calamine

        return calamine.read(data, path.name, packages.old_format(path.name))
    package = packages.package(data, path.name)
    if package is None:
        from sipctl.intake.files import csv

        return csv.read(data, path.name)
    if "xl/workbook.xml" in package.names:
        from sipctl.intake.files import xlsx

        return xlsx.read(package)
    if "word/document.xml" in package.names:
        from sipctl.intake.files import docx

        return docx.read(package)
    if "content.xml" in package.names and package.is_spreadsheet:
        from sipctl.intake.files import calamine

        refusal = Refusal(f"{path.name} is a workbook of OpenDocument (.ods)", packages.SAVE)
        return calamine.read(data, path.name, refusal)
    raise Refusal(f"{path.name} is neither a workbook nor a Word document", packages.SAVE)
