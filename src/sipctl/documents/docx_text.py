"""The text of a Word document's paragraphs, their styles, and their footnotes and comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sipctl.documents.docx_look import is_unfilled, is_unseen
from sipctl.documents.office import attribute, child, children, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from sipctl.documents.office import Package

WRAPPERS = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
"""Elements around blocks and text, which are read as if the element were not there."""
NO_TEXT = ("del", "moveFrom", "txbxContent", "Fallback", "instrText", "delText", "pPr", "rPr")
"""Elements whose text is not the paragraph's: deleted, a second version, or in a box."""
SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


def blocks(parent: Element, kinds: tuple[str, ...] = ("p", "tbl")) -> Iterator[Element]:
    """The paragraphs and tables of a body or cell (or the rows of a table, the cells of a row)."""
    for element in parent:
        name = local(element)
        if is_unfilled(element) and "p" in kinds:
            continue
        if name in kinds:
            yield element
        elif name in WRAPPERS:
            yield from blocks(element, kinds)
        elif name == "AlternateContent":  # one content for several versions of Word
            ways = (list(blocks(way, kinds)) for way in element)
            yield from next((way for way in ways if way), [])


def text_of(element: Element) -> str:
    """The text of a paragraph as it reads with all tracked changes accepted, without what is hidden
    or struck out and what controls show that nobody filled in."""
    parts: list[str] = []
    _gather(element, parts)
    return "".join(parts)


def _gather(element: Element, parts: list[str]) -> None:
    for part in element:
        name = local(part)
        if name in NO_TEXT or is_unfilled(part) or (name == "r" and is_unseen(part)):
            continue
        if name == "t":
            parts.append(part.text or "")
        elif name in SIGNS:
            parts.append(SIGNS[name])
        elif name == "sym":
            parts.append("•")
        else:
            _gather(part, parts)


class Styles:
    """The paragraph styles of a document: which are headings, which make lists."""

    def __init__(self, root: Element | None) -> None:
        self.styles = {
            attribute(element, "styleId") or "": element for element in children(root, "style")
        }

    def heading(self, paragraph: Element) -> int | None:
        """A heading's level from 1, 0 for the document's title; None for other text."""
        for properties, name in self._chain(paragraph):
            outline = child(properties, "outlineLvl")
            if outline is not None and (attribute(outline, "val") or "9") in "012345678":
                return int(attribute(outline, "val") or "0") + 1
            match = re.fullmatch(r"heading ([1-9])", name.casefold())
            if match:
                return int(match[1])
            if name.casefold() == "title":
                return 0
        return None

    def list_level(self, paragraph: Element) -> int | None:
        """How deep in a list a paragraph stands, from 0; None if in none."""
        for properties, name in self._chain(paragraph):
            numbering = child(properties, "numPr")
            if numbering is not None:
                number = child(numbering, "numId")
                if number is not None and attribute(number, "val") == "0":
                    return None
                level = child(numbering, "ilvl")
                text = (attribute(level, "val") if level is not None else None) or "0"
                return int(text) if text.isascii() and text.isdigit() else 0
            match = re.fullmatch(r"list (?:bullet|number) ?([2-5])?", name.casefold())
            if match:
                return int(match[1] or 1) - 1
        return None

    def _chain(self, paragraph: Element) -> Iterator[tuple[Element | None, str]]:
        """A paragraph's own properties, then those of its style and of what that rests on."""
        properties = child(paragraph, "pPr")
        yield properties, ""
        mark = child(properties, "pStyle")
        name = attribute(mark, "val") if mark is not None else None
        for _ in range(10):
            style = self.styles.get(name or "")
            if style is None:
                return
            title = child(style, "name")
            yield child(style, "pPr"), (attribute(title, "val") or "") if title is not None else ""
            based = child(style, "basedOn")
            name = attribute(based, "val") if based is not None else None


class Notes:
    """Footnotes, endnotes, comments and the addresses of links, given out where a paragraph refers
    to them.
    """

    KINDS = (("footnote", "footnoteReference"), ("endnote", "endnoteReference"), ("comment",) * 2)

    def __init__(self, package: Package) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        for kind, _ in self.KINDS:
            for element in children(package.xml(f"word/{kind}s.xml"), kind):
                text = " ".join(" ".join(text_of(p).split()) for p in blocks(element)).strip()
                if text:
                    self.texts[kind, attribute(element, "id") or ""] = text
        self.given: set[tuple[str, str]] = set()
        self.links = {
            attribute(element, "Id") or "": attribute(element, "Target") or ""
            for element in children(package.xml("word/_rels/document.xml.rels"), "Relationship")
            if attribute(element, "TargetMode") == "External"
        }

    def at_paragraph(self, paragraph: Element) -> list[str]:
        """The texts of the notes that a paragraph refers to."""
        texts = []
        for element in paragraph.iter():
            for kind in ("footnote", "endnote", "comment"):
                key = (kind, attribute(element, "id") or "")
                if local(element) == f"{kind}Reference" and key in self.texts:
                    self.given.add(key)
                    texts.append(self.texts[key])
        return [*texts, *self._addresses(paragraph)]

    def _addresses(self, paragraph: Element) -> list[str]:
        """Where the links of a paragraph lead, but for addresses that its text shows."""
        links = (element for element in paragraph.iter() if local(element) == "hyperlink")
        addresses = [self.links.get(attribute(element, "id") or "", "") for element in links]
        fields = "".join(
            element.text or "" for element in paragraph.iter() if local(element) == "instrText"
        )
        addresses += re.findall(r'HYPERLINK\s+"([^"]+)"', fields)
        text = text_of(paragraph)
        return [
            address
            for address in dict.fromkeys(addresses)
            if address and re.sub(r"^(mailto:|https?://)|/$", "", address) not in text
        ]

    def of(self, paragraph: Element) -> str:
        """The addresses of a paragraph's links, each in brackets, to follow its text."""
        return "".join(f" [{text}]" for text in self.at_paragraph(paragraph))

    def boxes(self, paragraph: Element) -> list[str]:
        """The text of boxes that are anchored in a paragraph."""
        texts = []
        for element in paragraph.iter():
            if local(element) == "txbxContent":
                lines = (" ".join(text_of(p).split()) for p in element.iter() if local(p) == "p")
                texts.append("\n".join(line for line in lines if line))
        return [text for text in dict.fromkeys(texts) if text]

    def unplaced(self) -> list[str]:
        """Notes that nothing refers to any more."""
        return [text for key, text in self.texts.items() if key not in self.given]
