"""Opens the trust's own letterhead as the beginning of a Word pack, after checking its content.

A letterhead may come in a pull request from outside, as templates may. Its page, styles, theme,
headers and footers with their pictures are kept; macros, objects, links that are fetched and fields
that read other files are refused. Other content (the template it was made from, a thumbnail, custom
XML) is left out.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import nsmap, qn
from lxml.etree import XPath

from sipctl.documents.office import Package, damage_in, package
from sipctl.plan.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

MARKER = "[pack]"
"""The text of a paragraph that the pack replaces; content before it is kept."""
MOST_UNPACKED = 40_000_000
"""The most bytes of an unpacked letterhead."""
FIELDS = frozenset(
    (
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "SAVEDATE", "CREATEDATE"),
        *("TITLE", "SUBJECT", "AUTHOR", "FILENAME", "STYLEREF", "REF", "PAGEREF", "HYPERLINK"),
    )
)
"""Field codes that read only the document and the clock, or hold an address to click on."""
REFUSED = {
    "altChunk": "another document inside it (altChunk)",
    "object": "an embedded object",
    "OLEObject": "an embedded object",
    "control": "an ActiveX control",
    "subDoc": "another document inside it",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "commentReference": "a comment",
    "movie": "a film",
}
"""Name of an element that no letterhead needs → what a refusal calls it."""
_LEFT_OUT = frozenset(
    ("svgBlip", "dataBinding", "printerSettings", "footnotePr", "endnotePr", "sectPrChange")
)
"""Elements that refer to parts which are left out, or hold earlier formatting; all invisible."""
_SETTINGS_LEFT_OUT = frozenset(
    (
        *("attachedTemplate", "linkStyles", "mailMerge", "saveThroughXslt", "updateFields"),
        *("documentProtection", "writeProtection", "attachedSchema", "docVars", "footnotePr"),
        *("endnotePr", "trackRevisions"),
    )
)
_PAGE_PARTS = {RT.HEADER: CT.WML_HEADER, RT.FOOTER: CT.WML_FOOTER}
"""Kept relations whose ids a document's XML names, besides pictures and addresses: relation type →
content type of the part."""
_UNNAMED = {
    RT.STYLES: CT.WML_STYLES,
    RT.SETTINGS: CT.WML_SETTINGS,
    RT.NUMBERING: CT.WML_NUMBERING,
    RT.THEME: CT.OFC_THEME,
}
"""Kept relations whose ids the XML does not name: relation type → content type of the part."""
_ADDRESSES = ("http://", "https://", "mailto:", "tel:")
_FETCHED = "a link that fetches something from elsewhere"
_RELATIONS = XPath("descendant-or-self::*/@r:*", namespaces=nsmap, smart_strings=False)
_HELP = "change it in Word, or put its crest and footer into a new document; save that as .docx"


def open_letterhead(data: bytes, name: str, tell: Callable[[str], None]) -> Any:
    """A letterhead as a document, without the text from the marker on, to which a pack is appended.

    `tell` is called with a sentence on anything left out that somebody may miss. Raises Refusal.
    """
    parts = package(data, name)
    if parts is None or "word/document.xml" not in parts.names:
        raise Refusal(f"{name} is not a Word document", "save it in Word as .docx")
    _refuse_parts(parts)
    with damage_in(name, "text"):
        document = Document(BytesIO(data))
        _Letterhead(document, name, tell).clean()
    return document


def _refuse_parts(parts: Package) -> None:
    """Raises Refusal for a file that unpacks to too much, holds programs, or has dangerous XML.

    XML parts have to be named `.xml` or `.rels`, because python-docx parses by content type alone.
    """
    name = parts.file
    if sum(info.file_size for info in parts.archive.infolist()) > MOST_UNPACKED:
        raise Refusal(f"{name} unpacks to more than any letterhead holds", _HELP)
    if len(parts.names) < len(parts.archive.namelist()):
        raise Refusal(f"{name} holds two parts of one name", _HELP)
    for part in sorted(parts.names):
        if part.lower().endswith((".xml", ".rels")):
            root = parts.xml(part)
            if part == "[Content_Types].xml" and root is not None:
                for item in root:
                    _refuse_type(item, name)
    for part in sorted(parts.names):
        if "vbaproject" in part.lower():
            raise _refusal(name, "macros")
        if part.lower().startswith(("word/embeddings/", "word/activex/")):
            raise _refusal(name, "an embedded object")


def _refuse_type(item: Element, name: str) -> None:
    """Raises Refusal for a content type of macros, or of XML for a part not named as XML."""
    kind = item.get("ContentType", "").lower()
    if "macroenabled" in kind or "vbaproject" in kind:
        raise _refusal(name, "macros")
    parts = item.get("PartName", f".{item.get('Extension')}").lower()
    is_xml = kind.endswith("xml") and not kind.startswith("image/")
    if is_xml and not parts.endswith((".xml", ".rels")):
        raise _refusal(name, "XML under another name")


def _refusal(name: str, what: str) -> Refusal:
    return Refusal(f"{name} holds {what}, which a letterhead may not", _HELP)


class _Letterhead:
    """A letterhead that python-docx has read, with the name it has in messages."""

    def __init__(self, document: Any, name: str, tell: Callable[[str], None]) -> None:
        self.document, self.name, self.tell = document, name, tell

    def clean(self) -> None:
        """Remove everything that is not kept; raises Refusal for content that is not allowed."""
        part = self.document.part
        for name, relation in list(part.package.rels.items()):
            if relation.reltype != RT.OFFICE_DOCUMENT:
                del part.package.rels[name]
        self._clear_body()
        self._clean_part(part, _PAGE_PARTS, _UNNAMED)

    def _clean_part(self, part: Any, named: dict[str, str], unnamed: dict[str, str]) -> None:
        """Check a part and those it refers to; keep relations to addresses, pictures, and the types
        in `named` and `unnamed`.

        Parts other than the document itself may refer only to addresses and pictures.
        """
        self._check(part, named)
        ids = _relation_ids(part.element)
        for name, relation in list(part.rels.items()):
            if name not in ids and not _is_kept(relation, unnamed):
                del part.rels[name]
            elif relation.reltype == RT.SETTINGS:
                self._clean_settings(relation.target_part)
            elif relation.reltype == RT.IMAGE:
                relation.target_part.rels.clear()
            elif relation.reltype == RT.THEME:
                if relation.target_part.rels:
                    del part.rels[name]
            elif not relation.is_external:
                self._clean_part(relation.target_part, {}, {})

    def _clear_body(self) -> None:
        """Keep the content before the marker, and the page settings of the section it is in."""
        body = self.document.element.body
        marks = (i for i, block in enumerate(body) if _text(block).strip().lower() == MARKER)
        place = next(marks, 0)
        page = next(iter(section for block in body[place:] for section in _sections(block)), None)
        for block in body[place:]:
            body.remove(block)
        if page is not None:
            body.append(page)
            for columns in page.findall(qn("w:cols")):
                page.remove(columns)

    def _check(self, part: Any, named: dict[str, str]) -> None:
        """Raises Refusal for content that no part may have; removes elements of `_LEFT_OUT`."""
        for element in list(part.element.iter()):
            local = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if local in REFUSED:
                raise _refusal(self.name, REFUSED[local])
            if local in _LEFT_OUT:
                element.getparent().remove(element)
            elif element.get("src") or element.get(f"{{{_OFFICE}}}href"):
                raise _refusal(self.name, "a picture that is fetched from elsewhere")
            elif (address := element.get("href")) is not None and not _is_clickable(address):
                raise _refusal(self.name, _FETCHED)
        for code in _field_codes(part.element):
            if not _is_harmless(code.split()):
                raise _refusal(self.name, f'the field "{" ".join(code.split())[:40]}"')
        for name in _relation_ids(part.element):
            self._check_relation(part.rels.get(name), named)

    def _check_relation(self, relation: Any, named: dict[str, str]) -> None:
        if relation is None:
            raise Refusal(f"{self.name} is damaged: it names a part that it has not", _HELP)
        if relation.is_external:
            if relation.reltype != RT.HYPERLINK or not _is_clickable(relation.target_ref):
                raise _refusal(self.name, _FETCHED)
        elif not _is_picture(relation) and not _is_kept(relation, named):
            raise _refusal(self.name, "something other than text and pictures")

    def _clean_settings(self, part: Any) -> None:
        for element in list(part.element):
            local = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if local in _SETTINGS_LEFT_OUT or _relation_ids(element):
                part.element.remove(element)
                if local == "attachedTemplate":
                    self.tell(
                        f"{self.name} was made from a template somewhere else: the pack is not "
                        "tied to that."
                    )
        part.rels.clear()
        self._check(part, {})


_OFFICE = "urn:schemas-microsoft-com:office:office"
_BLANK = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""The bytes that may stand before the first `<` of XML."""


def _is_picture(relation: Any) -> bool:
    """Whether a relation is to a picture that is not XML, which might refer to other files."""
    if relation.reltype != RT.IMAGE:
        return False
    part = relation.target_part
    is_xml = "xml" in part.content_type or part.blob.lstrip(_BLANK).startswith(b"<")
    return part.content_type.startswith("image/") and not is_xml


def _is_clickable(address: str) -> bool:
    """Whether an address is of a web page, an e-mail or a telephone number."""
    return address.strip().lower().startswith(_ADDRESSES)


def _is_kept(relation: Any, types: dict[str, str]) -> bool:
    """Whether a relation's type is in `types`, with its part's content type."""
    if relation.is_external or relation.reltype not in types:
        return False
    return bool(relation.target_part.content_type == types[relation.reltype])


def _relation_ids(element: Any) -> dict[str, None]:
    """The ids of relations in an element and its descendants, in order."""
    return dict.fromkeys(_RELATIONS(element))


def _is_harmless(words: list[str]) -> bool:
    """Whether a field's code, split into words, is in `FIELDS` and reads no other file."""
    if not words or words[0].upper() not in FIELDS:
        return False
    address = words[1].strip('"').lower() if len(words) > 1 else ""
    return words[0].upper() != "HYPERLINK" or address.startswith((*_ADDRESSES, "\\l"))


def _text(block: Any) -> str:
    return "".join(text.text or "" for text in block.iter(qn("w:t")))


def _sections(block: Any) -> list[Any]:
    return [block] if block.tag == qn("w:sectPr") else list(block.iter(qn("w:sectPr")))


def _field_codes(root: Any) -> list[str]:
    """The code of each field; a field nested in the code of another adds a `{` there, with which no
    field in `FIELDS` begins."""
    codes = [str(field.get(qn("w:instr"), "")) for field in root.iter(qn("w:fldSimple"))]
    open_codes: list[str | None] = []
    marks = (qn("w:fldChar"), qn("w:instrText"), qn("w:delInstrText"))
    for element in root.iter(*marks):
        if element.tag != qn("w:fldChar"):
            if not open_codes or open_codes[-1] is None:
                codes.append(f"{{ {element.text or ''}")
            else:
                open_codes[-1] += element.text or ""
            continue
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            if open_codes and open_codes[-1] is not None:
                codes.append("{")
            open_codes.append("")
        elif open_codes:
            code = open_codes.pop()
            codes += [code] if code is not None else []
            if kind == "separate":
                open_codes.append(None)
    return codes + [code for code in open_codes if code is not None]
