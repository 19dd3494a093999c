"""Removes leftovers of python-docx's template, which is of Word 2011, from a new document.

With them Word opens a pack in compatibility mode, and file managers show an empty page for it.
"""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

_PROPERTIES = RELATIONSHIP_TYPE.EXTENDED_PROPERTIES
_STALE = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""Ends of the types of relations that are removed with their parts."""
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
)
COMPATIBILITY = "15"
"""The compatibility mode of Word 2013 and later."""


def modernise(document: Any) -> None:
    """Set a document's compatibility mode and properties to those of today's Word; no thumbnail."""
    package = document.part.package
    for relations in (package.rels, document.part.rels):
        for name, relation in list(relations.items()):
            if relation.reltype.endswith(_STALE):
                del relations[name]
            elif relation.reltype == _PROPERTIES:
                relation.target_part._blob = _APPLICATION
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), COMPATIBILITY)
    for stale in settings.findall(qn("w:savePreviewPicture")):
        settings.remove(stale)
