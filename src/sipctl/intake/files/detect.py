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
    raise Refusal(f"{path.name} is neither a workbook nor a Word document", packages.SAVE)
