"""Takes out of a new document what python-docx's template, of Word 2011, leaves in every one.

Without it Word opens a pack in compatibility mode, and a file manager shows an empty page for it.
"""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

_PROPERTIES = RELATIONSHIP_TYPE.EXTENDED_PROPERTIES
_STALE = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""How the types of relations end whose parts are left out."""
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
)
COMPATIBILITY = "15"
"""The mode of Word 2013 and all since."""


def modernise(document: Any) -> None:
    """Make a document one of today's Word: its compatibility mode, its properties, no thumbnail."""
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
