"""How a Word pack looks: page, styles, and the header and footer of each page."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from sipctl.packs.render.colours import LIGHT

MARGIN = 1.9
WIDTH = 21.0 - 2 * MARGIN
"""Centimetres between the margins of an A4 page."""

TABLE, GAP = "Pack Table", "Gap"
FAMILY = "Arial"
"""A family that every machine has, or has another of the same widths for."""
SMALL = 8
"""Points."""

WARNING = "CONFIDENTIAL: NOT TO BE PASSED ON"


def colour(name: str) -> RGBColor:
    """A colour of the pack by name."""
    return RGBColor.from_string(LIGHT[name].lstrip("#").upper())


def apply_styles(document: Any, header_and_footer: tuple[str, str], *, secret: bool) -> None:
    """Set page, styles, header, footer and language of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(MARGIN)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(1.7)
    section.header_distance = section.footer_distance = Cm(0.9)
    _styles(document)
    _head(section.header.paragraphs[0], header_and_footer[0], secret=secret)
    _foot(section.footer.paragraphs[0], header_and_footer[1])


def _styles(document: Any) -> None:
    """Set the named styles that the writer uses; sizes and distances in points."""
    styles = document.styles
    _font(styles["Normal"], 9.5, "text")
    styles["Normal"].paragraph_format.space_after = Pt(4)
    styles["Normal"].paragraph_format.line_spacing = 1.05
    styles["List Bullet"].paragraph_format.space_after = Pt(1)
    for name, size, before in (
        *(("Title", 18, 0), ("Heading 1", 18, 0)),
        *(("Heading 2", 12.5, 10), ("Heading 3", 10.5, 7), ("Heading 4", 9.5, 5)),
    ):
        _font(styles[name], size, "accent")
        styles[name].paragraph_format.space_before = Pt(before)
        styles[name].paragraph_format.space_after = Pt(3)
        styles[name].paragraph_format.keep_with_next = True
    _font(styles["Caption"], SMALL, "quiet")
    styles["Caption"].font.bold = False
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_after = Pt(3)
    cell = styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    cell.font.size = Pt(9)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1)
    gap = styles.add_style(GAP, WD_STYLE_TYPE.PARAGRAPH)
    gap.font.size, gap.paragraph_format.space_after = Pt(3), Pt(2)
    _table_style(styles)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _table_style(styles: Any) -> None:
    """The style of every table: a rule under each row, and heads on a ground of their own."""
    style = styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    style.base_style = styles["Normal Table"]
    rule, ground = LIGHT["rule"].lstrip("#"), LIGHT["ground"].lstrip("#")
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{rule}"'
    for xml in (
        f"<w:tblPr {nsdecls('w')}><w:tblBorders><w:bottom {line}/><w:insideH {line}/>"
        "</w:tblBorders></w:tblPr>",
        f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/></w:tcPr></w:tblStylePr>',
    ):
        style.element.append(parse_xml(xml))


def _font(style: Any, size: float, ink: str) -> None:
    style.font.name, style.font.size = FAMILY, Pt(size)
    style.font.color.rgb = colour(ink)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), FAMILY)


def _head(paragraph: Any, text: str, *, secret: bool) -> None:
    _quiet(paragraph.add_run(text))
    if secret:
        paragraph.add_run("\t")
        run = paragraph.add_run(WARNING)
        run.bold, run.font.color.rgb = True, colour("red")
    _tab(paragraph)


def _foot(paragraph: Any, text: str) -> None:
    _quiet(paragraph.add_run(f"{text}\t"))
    for field in ("PAGE", "NUMPAGES"):
        _field(paragraph, field)
        if field == "PAGE":
            _quiet(paragraph.add_run(" / "))
    _tab(paragraph)


def _tab(paragraph: Any) -> None:
    """Put the one tab stop at the right margin."""
    paragraph.style.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _quiet(run: Any) -> None:
    run.font.size, run.font.color.rgb = Pt(8.5), colour("quiet")


def _field(paragraph: Any, name: str) -> None:
    """Append a field that Word fills in: `PAGE` or `NUMPAGES`."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    _quiet(run)
    field.append(run._r)
    paragraph._p.append(field)
