"""Adds to a trust's letterhead what a pack needs: styles, bullets, a footer, a warning."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Pt

from sipctl.packs.word import styles as pack_styles
from sipctl.plan.faults import Refusal

LEAST_WIDTH = 8.0
"""The least centimetres between the margins that a pack's tables need."""
_KINDS = {
    **dict.fromkeys([name for name, _, _ in pack_styles.HEADINGS], WD_STYLE_TYPE.PARAGRAPH),
    **dict.fromkeys(
        ("List Bullet", "Caption", pack_styles.CELL, pack_styles.GAP), WD_STYLE_TYPE.PARAGRAPH
    ),
    pack_styles.TABLE: WD_STYLE_TYPE.TABLE,
}
"""The styles that a pack uses, by name."""


def complete(document: Any, name: str, texts: tuple[str, str], *, secret: bool) -> None:
    """Add what a letterhead lacks; `texts` are the pack's own header and footer.

    Styles that it has are kept. Raises Refusal for a page or style that the pack cannot use.
    """
    section = document.sections[-1]
    if None in (section.page_width, section.left_margin, section.right_margin):
        pack_styles.set_page(section)
    if pack_styles.text_width(document) < LEAST_WIDTH:
        message = f"{name} leaves less than {LEAST_WIDTH:.0f} cm between its margins"
        raise Refusal(message, "give its page smaller margins in Word")
    _complete_styles(document, name)
    _complete_headers(document, texts, secret=secret)


def _complete_styles(document: Any, name: str) -> None:
    styles = document.styles
    missing = [style for style in _KINDS if style not in styles]
    for style, kind in _KINDS.items():
        if style not in missing and styles[style].type != kind:
            message = f'{name} has a style "{style}" of another kind than the pack needs'
            raise Refusal(message, "rename that style in Word")
    _add_styles(document, missing)
    taken = [style.style_id for style in styles]
    for style in (styles[name] for name in missing):
        if taken.count(style.style_id) > 1:
            style.element.set(qn("w:styleId"), f"Pack{style.style_id}")


def _add_styles(document: Any, missing: list[str]) -> None:
    styles = document.styles
    for heading, size, before in pack_styles.HEADINGS:
        if heading in missing:
            style = _new_style(styles, heading)
            style.font.size, style.font.bold = Pt(size), True
            pack_styles.space_heading(style, before)
    if "Caption" in missing:
        style = _new_style(styles, "Caption")
        style.font.size = Pt(pack_styles.SMALL)
        pack_styles.shape_caption(style)
    if "List Bullet" in missing:
        _add_bullets(document)
    if pack_styles.CELL in missing:
        pack_styles.add_cell_style(styles, styles.default(WD_STYLE_TYPE.PARAGRAPH))
    if pack_styles.GAP in missing:
        pack_styles.add_gap_style(styles)
    if pack_styles.TABLE in missing:
        pack_styles.add_table_style(styles, styles.default(WD_STYLE_TYPE.TABLE))


def _new_style(styles: Any, name: str) -> Any:
    """A new paragraph style in the letterhead's own font."""
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles.default(WD_STYLE_TYPE.PARAGRAPH)
    return style


# --- bullets -------------------------------------------------------------------------------------


def _add_bullets(document: Any) -> None:
    """Add the style of list items, and the numbering that gives it its bullet."""
    numbering = _numbering(document)
    own, number = (
        1 + max((int(item.get(qn(key), "0")) for item in numbering.iter(qn(tag))), default=0)
        for tag, key in (("w:abstractNum", "w:abstractNumId"), ("w:num", "w:numId"))
    )
    bullet = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{own}">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    )
    numbers = numbering.findall(qn("w:num"))
    place = list(numbering).index(numbers[0]) if numbers else len(numbering)
    numbering.insert(place, bullet)
    last = list(numbering).index(numbers[-1] if numbers else bullet)
    numbering.insert(
        last + 1,
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{own}"/></w:num>'
        ),
    )
    style = _new_style(document.styles, "List Bullet")
    style.paragraph_format.space_after = Pt(5)
    properties = style.element.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().val = number
    properties.append(OxmlElement("w:contextualSpacing"))  # none between items of a list


def _numbering(document: Any) -> Any:
    """A document's numbering element, made if it has none."""
    part = document.part
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    numbering = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    uri = PackURI("/word/numbering.xml")
    kind = CONTENT_TYPE.WML_NUMBERING
    part.relate_to(XmlPart(uri, kind, numbering, part.package), RELATIONSHIP_TYPE.NUMBERING)
    return numbering


# --- header and footer ---------------------------------------------------------------------------


def _complete_headers(document: Any, texts: tuple[str, str], *, secret: bool) -> None:
    """Add the pack's footer if there is none, and the warning to each header if `secret`."""
    first = document.sections[0]
    has_header, has_footer = (
        next(document.element.body.iter(qn(tag)), None) is not None
        for tag in ("w:headerReference", "w:footerReference")
    )
    if not has_header:
        first.header.is_linked_to_previous = False
        pack_styles.write_header(first, texts[0], secret=False)
    if not has_footer:
        first.footer.is_linked_to_previous = False
        pack_styles.write_footer(first, texts[1])
    for header in _headers(document) if secret else ():
        paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
        pack_styles.warn(paragraph.insert_paragraph_before())


def _headers(document: Any) -> list[Any]:
    """The headers that pages show, each once; a first section without one is given an empty one.

    A section without a header of its own has that of the section before it.
    """
    by_part: dict[Any, Any] = {}
    for properties in document.element.body.iter(qn("w:sectPr")):
        section = Section(properties, document.part)
        by_part.setdefault(section.header.part, section.header)
        if section.different_first_page_header_footer:
            by_part.setdefault(section.first_page_header.part, section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            by_part.setdefault(section.even_page_header.part, section.even_page_header)
    return list(by_part.values())
