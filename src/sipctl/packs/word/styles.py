"""The styles of a Word pack, its page, and the header and footer of each page."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from sipctl.packs.render.colours import LIGHT

MARGIN = 1.9
"""Margins of the pack's own A4 page, in centimetres."""
OWN_WIDTH = 21.0 - 2 * MARGIN
"""The width between these margins, in centimetres."""
HEADINGS = (
    *(("Heading 1", 18.0, 0.0), ("Heading 2", 12.5, 10.0)),
    *(("Heading 3", 10.5, 7.0), ("Heading 4", 9.5, 5.0)),
)
"""Name of each heading style, its size, and the space above it, in points."""

TABLE, CELL, GAP = "Pack Table", "Cell", "Gap"
FAMILY = "Arial"
"""A font family that every machine has, or replaces by one of the same widths."""
SMALL = 8
"""The size of small text, in points."""

WARNING = "CONFIDENTIAL: NOT TO BE PASSED ON"


def colour(name: str) -> RGBColor:
    """A colour of the pack by name."""
    return RGBColor.from_string(LIGHT[name].lstrip("#").upper())


def apply_styles(document: Any, header_and_footer: tuple[str, str], *, secret: bool) -> None:
    """Set page, styles, header, footer and language of a new document."""
    section = document.sections[0]
    set_page(section)
    _styles(document)
    write_header(section, header_and_footer[0], secret=secret)
    write_footer(section, header_and_footer[1])


def set_page(section: Any) -> None:
    """Make a section's page A4, with the pack's own margins."""
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(MARGIN)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.6)
    section.header_distance = section.footer_distance = Cm(0.9)


def text_width(document: Any) -> float:
    """The width between the margins of a document's last section, in centimetres."""
    return round(float(_room(document.sections[-1]) / Cm(1)), 2)


def _room(section: Any) -> int:
    """The width between a section's margins, in Word's units (EMU)."""
    margins = section.left_margin + section.right_margin + (section.gutter or 0)
    return int(section.page_width - margins)


def _styles(document: Any) -> None:
    """Set the named styles that the writer uses; sizes and distances in points."""
    styles = document.styles
    _font(styles["Normal"], 9.5, "text")
    styles["Normal"].paragraph_format.space_after = Pt(4)
    styles["Normal"].paragraph_format.line_spacing = 1.05
    styles["List Bullet"].paragraph_format.space_after = Pt(5)
    for name, size, before in (("Title", 18.0, 0.0), *HEADINGS):
        _font(styles[name], size, "accent")
        styles[name].font.italic = False
        space_heading(styles[name], before)
    _font(styles["Caption"], SMALL, "quiet")
    shape_caption(styles["Caption"])
    add_cell_style(styles, styles["Normal"])
    add_gap_style(styles)
    add_table_style(styles, styles["Normal Table"])
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def space_heading(style: Any, before: float) -> None:
    """Set the space around a heading, in points, and keep it on the page of the next paragraph."""
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(3)
    style.paragraph_format.keep_with_next = True


def shape_caption(style: Any) -> None:
    """Keep a caption with its table, and plain."""
    style.font.bold = False
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.space_after = Pt(3)


def add_cell_style(styles: Any, base: Any) -> None:
    """Add the style of every paragraph in a table."""
    cell = styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = base
    cell.font.size = Pt(9)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(0.75)
    cell.paragraph_format.line_spacing = 1.0


def add_gap_style(styles: Any) -> None:
    """Add the style of the empty paragraph below each table."""
    gap = styles.add_style(GAP, WD_STYLE_TYPE.PARAGRAPH)
    gap.font.size, gap.paragraph_format.space_after = Pt(3), Pt(2)


def add_table_style(styles: Any, base: Any) -> None:
    """Add the style of every table: a line under each row, and a background for heads."""
    style = styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    style.base_style = base
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


def write_header(section: Any, text: str, *, secret: bool) -> None:
    """Write the header of each page: a text, and the warning where the pack is confidential."""
    paragraph = section.header.paragraphs[0]
    _quiet(paragraph.add_run(text))
    if secret:
        paragraph.add_run("\t")
        warn(paragraph)
    _tab(paragraph, section)


def warn(paragraph: Any) -> None:
    """Append the warning that the pack is confidential."""
    run = paragraph.add_run(WARNING)
    run.bold, run.font.color.rgb = True, colour("red")


def write_footer(section: Any, text: str) -> None:
    """Write the footer of each page: a text, and the page's number of all pages."""
    paragraph = section.footer.paragraphs[0]
    _quiet(paragraph.add_run(f"{text}\t"))
    for field in ("PAGE", "NUMPAGES"):
        _field(paragraph, field)
        if field == "PAGE":
            _quiet(paragraph.add_run(" / "))
    _tab(paragraph, section)


def _tab(paragraph: Any, section: Any) -> None:
    """Put the one tab stop at the right margin."""
    paragraph.style.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(_room(section), WD_TAB_ALIGNMENT.RIGHT)


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
